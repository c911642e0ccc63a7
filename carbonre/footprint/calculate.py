"""The footprint of a plant: the public door.

The calculation sequence: build the system, balance material, balance carbon, multiply each exchange
by its factor. Nothing goes back.
"""

from __future__ import annotations

from pathlib import Path

from carbonre.core.errors import Problems
from carbonre.factors.lookup import Factors, read_factors, with_plant_tables
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import is_known


def footprint(
    plant: Plant, factors: Factors | None = None, scenario: str = BASELINE, *, drafts: bool = True
) -> Footprint:
    """Calculate the footprint of a plant.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the bundled tables if not given. The plant's own tables lie between
        the bundled ones and those of the caller.
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
        With everything that must be corrected, each with its place.
    """
    problems = Problems()
    result = calculate(plant, factors_of(plant, factors), scenario, problems, drafts=drafts)
    problems.raise_any()
    assert result is not None
    return result


def factors_of(plant: Plant, factors: Factors | None = None) -> Factors:
    """Return the bundled tables, on them the plant's own, and on these the layers of `factors`."""
    folder = Path(plant.document.file).parent
    problems = Problems()
    for index, name in enumerate(plant.data.factors):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            words = f"'{name}' lies outside the folder of the plant; name it with --factors"
            problems.add(words, plant.place("factors", index), "factors", code="outside-the-folder")
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
    return Study.of(plant, factors).scenario(scenario).calculate(problems, drafts=drafts)
