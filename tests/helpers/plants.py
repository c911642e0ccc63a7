"""Reading and calculating plants that a test writes as text or as a mapping."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import yaml

from carbonre.core.documents import parse_yaml
from carbonre.core.errors import InputError, Problem, Problems
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint import calculate as calculation
from carbonre.footprint.result import Footprint
from carbonre.plant.format import Plant
from carbonre.plant.reader import build

FILE = "plant.yaml"


def furnace(uses: str, *supply: str, emits: str = "") -> str:
    """Return a plant of one furnace that makes a tonne of metal, with the lines of its supply."""
    lines = [
        "carbonre: 1",
        "plant: works",
        "location: CN-NM",
        "period: 2024",
        "production: {metal: 1 t}",
        "steps:",
        "  furnace:",
        "    process: inventory",
        "    makes: {metal: 1 kg}",
        f"    uses: {{{uses}}}",
        *([f"    emits: {{{emits}}}"] if emits else []),
        "supply:",
        *(f"  {line}" for line in supply),
    ]
    return "\n".join(lines) + "\n"


@functools.cache
def factors() -> Factors:
    return read_factors()


class _Plain(yaml.SafeDumper):
    """Writes a value again instead of an alias, which carbonre refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_text(plant: str | Mapping[str, Any]) -> str:
    if isinstance(plant, str):
        return plant
    return yaml.dump(dict(plant), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000)


def read(plant: str | Mapping[str, Any], problems: Problems, file: str = FILE) -> Plant | None:
    try:
        return build(parse_yaml(as_text(plant), file, problems), problems)
    except InputError as error:
        problems.extend(error)
        return None


def attempt(
    plant: str | Mapping[str, Any],
    scenario: str = "baseline",
    *,
    tables: Factors | None = None,
    drafts: bool = True,
    file: str = FILE,
) -> tuple[Footprint | None, list[Problem]]:
    """Calculate a plant; return the footprint or else what was found, in the order of the file."""
    problems = Problems()
    understood = read(plant, problems, file)
    result = None
    if understood is not None:
        result = calculation.calculate(
            understood, tables or factors(), scenario, problems, drafts=drafts
        )
    return result, list(InputError(problems.found).problems)


def calculate(
    plant: str | Mapping[str, Any], scenario: str = "baseline", **options: Any
) -> Footprint:
    """Calculate a plant that is right."""
    result, found = attempt(plant, scenario, **options)
    assert result is not None, "\n".join(map(str, found)) + "\n" + as_text(plant)
    return result
