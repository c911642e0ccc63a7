"""What a command reads: plant files, parsed once, and factor tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from carbonre.core.errors import InputError, Problems
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.reader import load
from carbonre.plant.scenarios import is_known


@dataclass(frozen=True)
class Inputs:
    """What was read for a command.

    Attributes
    ----------
    plants : tuple of Plant
        In the order of the command line, without those that are no plant at all.
    factors : Factors or None
        The bundled tables with those of the command line on top; None if one cannot be read.
    files : tuple of str
        Every file that is read, so that no output takes the place of one: those of the command
        line, the tables in a folder of factors, and what the plants name themselves.
    is_sound : bool
        Whether nothing is wrong with any of it.
    """

    plants: tuple[Plant, ...]
    factors: Factors | None
    files: tuple[str, ...]
    is_sound: bool

    def footprints(
        self, scenarios: Sequence[str] | None, problems: Problems, *, drafts: bool = True
    ) -> list[Footprint]:
        """Calculate scenarios of each plant; a faulty plant too, so that all faults are found."""
        results = []
        for plant in self.plants:
            tables = self.tables_of(plant, problems)
            if tables is None:
                continue
            study = Study.of(plant, tables)
            for name in scenarios_of(plant, scenarios):
                if is_known(plant, name, problems):
                    result = study.scenario(name).calculate(problems, drafts=drafts)
                    results += [result] if result is not None else []
        return results

    def tables_of(self, plant: Plant, problems: Problems) -> Factors | None:
        """Return the tables for a plant, its own among them; None if one cannot be used."""
        if self.factors is None:
            return None
        try:
            return factors_of(plant, self.factors)
        except InputError as error:
            problems.extend(error)
            return None


def read_inputs(plants: Iterable[str], factors: Iterable[str] | None, problems: Problems) -> Inputs:
    """Read plant files and factor tables; what is wrong goes to `problems`."""
    local, paths, tables = Problems(), list(plants), list(factors or ())
    read = [plant for path in paths if (plant := load(path, local)) is not None]
    files = [*paths]
    for name in tables:
        files += [name, *map(str, Path(name).glob("*.csv"))]
    for plant in read:
        folder = Path(plant.document.file).parent
        files += [str(folder / name) for name in plant.named_files()]
    layers = None
    try:
        layers = read_factors(*tables)
    except InputError as error:
        local.extend(error)
    problems.found += local.found
    return Inputs(tuple(read), layers, tuple(files), not local.found)


def scenarios_of(plant: Plant, names: Sequence[str] | None) -> Sequence[str]:
    """Return the scenarios that are asked for: the baseline if none is."""
    if not names:
        return (BASELINE,)
    return plant.scenarios if "all" in names else tuple(dict.fromkeys(names))


def with_reference(names: Sequence[str]) -> Sequence[str]:
    """Return the scenarios to compare: one alone with the baseline, all if none is named."""
    if len(names) == 1 and names[0] not in ("all", BASELINE):
        return [BASELINE, *names]
    return names or ["all"]
