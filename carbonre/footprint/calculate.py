"""The footprint of a plant: its ledger and the sums of it.

The way through the house: ask the steps, balance material, balance carbon, let each exchange meet
its factor. Nothing goes back.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonre.core.arrays import NO_OVERRIDES, Overrides
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.paths import dotted, split_path
from carbonre.core.units import to_pint
from carbonre.factors.lookup import Factors, read_factors, with_plant_tables
from carbonre.footprint import balances
from carbonre.footprint import products as sums
from carbonre.footprint.ledger import COLUMNS, LedgerRow
from carbonre.footprint.operating_point import OperatingPoint, operating_point
from carbonre.footprint.products import ProductFootprint
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import is_known, overrides, scenario_plant
from carbonre.system import material as balance
from carbonre.system.build import System
from carbonre.system.calibration import Calibration, calibration
from carbonre.unit_process.arguments import Draft

if TYPE_CHECKING:
    import pandas as pd
    import pint

CSV_COLUMNS = (
    "plant", "scenario", "period", "product", "amount", "unit", "gwp", "allocation", "scope1",
    "scope2", "scope3", "total", "scope2_location", "drafts",
)  # fmt: skip


@dataclass(frozen=True)
class Footprint:
    """The footprint of one scenario of a plant.

    Attributes
    ----------
    rows : tuple of LedgerRow
        The ledger; every figure is a sum of it.
    items : tuple of Product
        What is sold, in the order of the file.
    elements, energy
        The plant's own balances.
    exclusions, gaps, untreated, drafts, warnings, own_factors : tuple of str
        What a reader must know beside the figures.
    """

    plant: Plant
    scenario: str
    system: System
    material: balance.MaterialBalance
    carbon: balance.CarbonBalance = field(repr=False)
    rows: tuple[LedgerRow, ...] = field(repr=False)
    items: tuple[ProductFootprint, ...]
    elements: tuple[balances.ElementBalance, ...]
    energy: balances.EnergyBalance
    exclusions: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    untreated: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    warnings: tuple[str, ...] = ()
    own_factors: tuple[str, ...] = ()
    stand_ins: tuple[tuple[str, str], ...] = ()  # what is counted so, and how
    origin: Plant | None = field(default=None, repr=False)  # the plant before its scenario

    @property
    def total(self) -> float:
        """The plant's own inventory for the period [kgCO2e]."""
        return math.fsum(row.kgCO2e for row in self.rows if row.counts)

    @property
    def counted_as_oxides(self) -> list[str]:
        """The products whose kilogram is one of rare-earth oxides contained (REO), not of salt."""
        flows = ((item.name, self.system.flow_of(item.name)) for item in self.items)
        return [name for name, flow in flows if flow.basis == "REO"]

    def product(self, name: str) -> ProductFootprint:
        """Return one product; `KeyError` with the nearest name if it is not sold."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(f"'{name}' is not sold{did_you_mean(name, [i.name for i in self.items])}")

    def __getitem__(self, name: str) -> pint.Quantity[Any]:
        """Return the footprint of a product as a pint quantity, such as 12.3 kgCO2e/kg."""
        item = self.product(name)
        return to_pint(item.total, f"kgCO2e/{item.unit.text}")

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield one record per product, with the columns of the footprint CSV."""
        data = self.plant.data
        for item in self.items:
            yield {
                "plant": self.plant.name,
                "scenario": self.scenario,
                "period": data.period,
                "product": item.name,
                "amount": item.amount,
                "unit": item.unit.text,
                "gwp": data.gwp,
                "allocation": allocation_words(data.allocation),
                "scope1": item.scopes[0],
                "scope2": item.scopes[1],
                "scope3": item.scopes[2],
                "total": item.total,
                "scope2_location": item.scope2_location,
                "drafts": "; ".join(map(str, item.drafts)),
            }

    @property
    def products(self) -> pd.DataFrame:
        """The products as a data frame, with the columns of the footprint CSV."""
        import pandas as pd

        return pd.DataFrame(list(self.records()), columns=list(CSV_COLUMNS))

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger as a data frame, with the columns of the ledger CSV."""
        import pandas as pd

        records = [[getattr(row, name) for name in COLUMNS] for row in self.rows]
        return pd.DataFrame(records, columns=list(COLUMNS))

    def to_frame(self, table: str = "products") -> pd.DataFrame:
        """Return one of the tables as a data frame.

        Parameters
        ----------
        table : str
            ``products`` or ``ledger``, with the columns of the command line; ``elements``, the
            plant's own balances [kg]; ``drafts``, what is only recalled or judged.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        import pandas as pd

        if table in ("products", "ledger"):
            return self.products if table == "products" else self.ledger
        if table == "elements":
            rows = [dataclasses.asdict(e) | {"unexplained": e.unexplained} for e in self.elements]
            return pd.DataFrame(rows)
        if table == "drafts":
            return pd.DataFrame([dataclasses.asdict(draft) for draft in self.drafts])
        known = ("products", "ledger", "elements", "drafts")
        hint = did_you_mean(table, known) or f"; there are {', '.join(known)}"
        raise KeyError(f"there is no table '{table}'{hint}")

    def _repr_html_(self) -> str:
        """Show the products in a notebook; names are inert there too."""
        from html import escape

        frame = self.products[["product", "amount", "unit", "scope1", "scope2", "scope3", "total"]]
        head = escape(f"{self.plant.name}, {self.scenario}: {self.total / 1000:,.4g} t CO2e")
        drafts = f"; {len(self.drafts)} drafts" if self.drafts else ""
        note = escape(f"scopes and total in kg CO2e per unit, {self.plant.data.gwp}{drafts}")
        table = frame.to_html(index=False, float_format="{:,.4g}".format, border=0)
        return f"<p><b>{head}</b></p>{table}<p>{note}</p>"


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
        Whether numbers that are only recalled or judged may be used.

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
    system, material, suppliers, rows = point.system, point.material, point.suppliers, point.rows
    elements = tuple(balances.elements(system, material, point.carbon, point.ledger))
    energy = balances.energy(system, material, problems)
    used = sums.drafts(system, material, suppliers, rows) + point.allocator.drafts
    if not drafts:
        sums.refuse_drafts(system, used, rows, problems)
    if problems.found:
        return None
    items = sums.products(system, material, point.carbon, suppliers, rows, point.allocator.drafts)
    warnings = (
        *system.plant.notices,
        *system.warnings,
        *material.warnings,
        *point.allocator.warnings,
        *sums.unplaced(system),
        *sums.unused(system, material),
        *sums.mixed_sets(system, suppliers, rows),
    )
    return Footprint(
        plant=system.plant,
        scenario=scenario,
        system=system,
        material=material,
        carbon=point.carbon,
        rows=rows,
        items=items,
        elements=elements,
        energy=energy,
        exclusions=sums.exclusions(system, material),
        gaps=tuple(dict.fromkeys(gap for s in suppliers.found.values() for gap in s.gaps)),
        untreated=sums.untreated(system, material),
        drafts=tuple(dict.fromkeys(used)),
        warnings=tuple(dict.fromkeys(warnings)),
        own_factors=sums.own_factors(system, rows),
        stand_ins=sums.proxies(suppliers, rows),
    )


def allocation_words(allocation: Any) -> str:
    """Write an allocation in one word or two."""
    if isinstance(allocation, dict):
        return ", ".join(f"{name} {value}" for name, value in allocation.items())
    return str(allocation)
