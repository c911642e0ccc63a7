"""The tables of defaults of the process models: factors/processes/NAME.csv."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from carbonre.core import tables
from carbonre.core.errors import Place
from carbonre.core.evidence import DRAFT_EVIDENCE
from carbonre.core.units import Unit, unit

Specified = Literal["", "product", "recipe", "design"]
COLUMNS = (
    "parameter", "when", "value", "low", "high", "min", "max", "specified", "unit", "evidence",
    "source", "locator", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Default:
    """One row of a table of defaults; numbers in base units, None where the cell is empty.

    Attributes
    ----------
    specified : str
        What a plant chooses and therefore knows: of its ``product`` (purity, grade, size), in its
        ``recipe`` (strength or amount of what it makes up), by the ``design`` of its equipment.
        It is not drawn unless the plant says so. Empty for what is uncertain.
    """

    process: str
    parameter: str
    when: Mapping[str, str]
    value: float | None
    low: float | None
    high: float | None
    minimum: float | None
    maximum: float | None
    specified: Specified
    unit: Unit
    evidence: str
    source: str
    locator: str
    note: str
    place: Place

    @property
    def is_draft(self) -> bool:
        """Whether the number is an expert estimate."""
        return self.evidence in DRAFT_EVIDENCE

    def show(self, base: float) -> str:
        """Write a base-unit number in the unit of the row."""
        return f"{base / self.unit.factor:g} {self.unit.text}".strip()


@functools.cache
def defaults(process: str) -> tuple[Default, ...]:
    """Read the table of defaults of a process."""
    return tables.read(
        f"processes/{process}", lambda row: _default(process, row.cells, row.place())
    )


def _default(process: str, cells: Mapping[str, str], place: Place) -> Default:
    if tuple(cells) != COLUMNS:
        raise ValueError(f"the columns are {', '.join(COLUMNS)}")
    if cells["specified"] not in get_args(Specified):
        raise ValueError(f"specified: '{cells['specified']}' is none of product, recipe, design")
    measure = unit(cells["unit"] if cells["unit"] not in ("1", "-") else "")
    when = dict(_condition(part) for part in cells["when"].split(";") if part.strip())

    def base(column: str) -> float | None:
        return float(cells[column]) * measure.factor if cells[column] else None

    return Default(
        process, cells["parameter"], when, base("value"), base("low"), base("high"), base("min"),
        base("max"), cast(Specified, cells["specified"]), measure, cells["evidence"],
        cells["source"], cells["locator"], cells["note"], place,
    )  # fmt: skip


def _condition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"'{text}' is not a condition; write name=value")
    return name.strip(), value.strip()


def default_for(process: str, parameter: str, context: Mapping[str, str]) -> Default | None:
    """Return the most specific row whose conditions all hold in `context`."""
    fitting = [
        row
        for row in defaults(process)
        if row.parameter == parameter
        and all(context.get(name) == value for name, value in row.when.items())
    ]
    return max(fitting, key=lambda row: len(row.when), default=None)
