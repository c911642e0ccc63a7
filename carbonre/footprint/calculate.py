"""The footprint of a plant: its ledger and the sums of it.

The way through the house: ask the steps, balance material, balance carbon, let each exchange meet
its factor. Nothing goes back.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from carbonre.core.arrays import NO_OVERRIDES, Overrides
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.paths import dotted, split_path
from carbonre.factors.lookup import Factors, read_factors, with_plant_tables
from carbonre.footprint import balances
from carbonre.footprint import products as sums
from carbonre.footprint.notes import notes
from carbonre.footprint.operating_point import OperatingPoint, operating_point
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import is_known, overrides, scenario_plant
from carbonre.system.calibration import Calibration, calibration

if TYPE_CHECKING:
    pass


def footprint(
    plant: Plant, factors: Factors | None = None, scenario: str = BASELINE, *, drafts: bool = True
) -> Footprint:
    """Calculate the footprint of a plant.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the shipped tables if not given. The plant's own tables lie between
        the shipped ones and those of the caller.
    scenario : str
        The name of a scenario of the plant, or ``baseline``.
    drafts : bool
        Whether expert estimates (drafts) may be used.

    Returns
    -------
    Footprint
        Products [kgCO2e per unit], ledger [kgCO2e in the period] and balances.

    Raises
    ------
    InputError
        With everything that must be mended, each with its place.
    """
    problems = Problems()
    result = calculate(plant, factors_of(plant, factors), scenario, problems, drafts=drafts)
    problems.raise_any()
    assert result is not None
    return result


def factors_of(plant: Plant, factors: Factors | None = None) -> Factors:
    """Return the shipped tables, on them the plant's own, and on these the layers of `factors`."""
    folder = Path(plant.document.file).parent
    problems = Problems()
    for index, name in enumerate(plant.data.factors):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            words = f"'{name}' lies outside the folder of the plant; name it with --factors"
            problems.add(words, plant.place("factors", index), "factors")
    problems.raise_any()
    return with_plant_tables(
        factors or read_factors(), [folder / name for name in plant.data.factors]
    )


def calculate(
    plant: Plant, factors: Factors, scenario: str, problems: Problems, *, drafts: bool = True
) -> Footprint | None:
    """Calculate one scenario; None if `problems` has found something."""
    if not is_known(plant, scenario, problems):
        return None
    local = Problems()
    readings = calibration(plant, factors, local)
    variant = scenario_plant(plant, scenario, local)
    result = None
    if variant is not None:
        result = of_variant(variant, factors, scenario, readings, local, drafts=drafts)
        result = result and dataclasses.replace(result, origin=plant)
    if result is not None and scenario != BASELINE:
        _must_match(plant, result, local)
    if local.found and scenario != BASELINE and plant.data.scenarios[scenario].block:
        whole = [n for n, entry in plant.data.scenarios.items() if scenario in entry.extends]
        words = f"this is a block, which need not work alone; calculate {' or '.join(whole)}"
        local.add(
            words, plant.place("scenarios", scenario, key=True), dotted(("scenarios", scenario))
        )
    problems.found += local.found
    return None if local.found else result


def _must_match(plant: Plant, result: Footprint, problems: Problems) -> None:
    """Refuse settings of a scenario for a flow that nobody knows."""
    for path, (value, where) in overrides(plant, result.scenario, Problems()).items():
        words = unmatched(result, path) if value is not None else ""
        if words:
            problems.add(words, plant.place(*where, key=True), dotted(where[:2]))


def unmatched(result: Footprint, path: str) -> str:
    """Return in words that a path of a plant names a flow that nobody knows; else nothing."""
    section, *rest = split_path(path)
    known = {*result.system.factors.flows, *result.system.flows, *result.material.flows}
    if section not in ("supply", "exclude", "prices") or not rest or rest[0] in known:
        return ""
    hint = did_you_mean(str(rest[0]), known)
    return f"'{path}' matches nothing: there is no flow '{rest[0]}'{hint}"


def of_variant(
    variant: Plant,
    factors: Factors,
    scenario: str,
    readings: Calibration,
    problems: Problems,
    *,
    drafts: bool = True,
    rows: Overrides = NO_OVERRIDES,
) -> Footprint | None:
    """Calculate a plant as it stands, with the meter factors of its baseline.

    `rows` holds single values that stand in for what is written.
    """
    point = operating_point(variant, factors, scenario, readings, problems, rows)
    return None if point is None else _footprint(point, scenario, problems, drafts)


def _footprint(
    point: OperatingPoint, scenario: str, problems: Problems, drafts: bool
) -> Footprint | None:
    system, material, suppliers, rows = (
        point.system,
        point.material,
        point.purchases,
        point.ledger_rows,
    )
    elements = tuple(balances.elements(system, material, point.carbon, point.ledger))
    energy = balances.energy(system, material, problems)
    used = sums.drafts(system, material, suppliers, rows) + point.allocator.drafts
    if not drafts:
        sums.refuse_drafts(system, used, rows, problems)
    if problems.found:
        return None
    items = sums.products(system, material, point.carbon, suppliers, rows, point.allocator.drafts)
    return Footprint(
        scenario=scenario,
        point=point,
        products_sold=items,
        elements=elements,
        energy=energy,
        drafts=tuple(dict.fromkeys(used)),
        notes=notes(system, material, suppliers, rows, point.allocator.warnings),
    )
