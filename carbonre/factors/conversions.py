"""Conversions: what engineers meter (m3, Nm3, L, t of steam) into the unit that a flow has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carbonre.core.documents import Row
from carbonre.core.errors import Problems
from carbonre.core.units import HEATING_BASES, Dimension, number, unit
from carbonre.factors.rows import Factor


@dataclass(frozen=True, slots=True)
class Conversion:
    """One row of `conversions.csv`: one `from_unit` of a flow is `value` `unit` of it.

    Attributes
    ----------
    from_unit : str
        A unit; with ``(HHV)`` behind it, energy by the higher heating value.
    state : str
        At what state of the flow the conversion holds.
    """

    flow: str
    from_unit: str
    value: float
    unit: str
    state: str
    status: str
    evidence: str
    source: str
    locator: str
    note: str
    file: str
    line: int

    @property
    def heating_basis(self) -> str:
        """The heating value of `from_unit`: ``HHV``, or nothing."""
        return next((word for word in HEATING_BASES if f"({word})" in self.from_unit), "")

    @property
    def from_dimension(self) -> Dimension:
        """The dimension of what is converted."""
        return unit(self.from_unit.partition("(")[0]).dimension

    @property
    def factor(self) -> float:
        """Base units of `unit` per base unit of `from_unit`."""
        return self.value * unit(self.unit).factor / unit(self.from_unit.partition("(")[0]).factor

    @property
    def words(self) -> str:
        """The conversion in words, with its state and source."""
        held = f" ({self.state})" if self.state else ""
        return f"1 {self.from_unit} = {self.value:g} {self.unit}{held}; {self.source}"


def conversions_of(rows: Iterable[Row], problems: Problems) -> Mapping[str, tuple[Conversion, ...]]:
    """Build the rows of the table, by flow; what is wrong goes to `problems`."""
    found: dict[str, tuple[Conversion, ...]] = {}
    for row in rows:
        try:
            one = _conversion(row)
        except (ValueError, TypeError, KeyError) as error:
            problems.add(str(error), row.place(), code="invalid-row")
            continue
        found[one.flow] = (*found.get(one.flow, ()), one)
    return found


def _conversion(row: Row) -> Conversion:
    cells = {name: text.strip() for name, text in row.cells.items()}
    value = number(cells.pop("value"))
    if value <= 0:
        raise ValueError("a conversion is more than zero")
    found = Conversion(**cells, value=value, file=row.file, line=row.line)
    unit(found.unit), unit(found.from_unit.partition("(")[0])
    return found


def by_heating_value(fuel: Factor) -> Conversion:
    """Return the conversion of a fuel to its energy that the heating value of its row gives."""
    energy, _, measured = fuel.heating_value_unit.partition("/")
    return Conversion(
        flow=fuel.flow,
        from_unit=measured,
        value=fuel.heating_value or 0.0,
        unit=energy,
        state="lower heating value",
        status=fuel.status,
        evidence=fuel.evidence,
        source=fuel.source,
        locator=fuel.locator,
        note=fuel.note,
        file=fuel.file,
        line=fuel.line,
    )


def conversion_from(
    rows: Iterable[Conversion], dimension: Dimension, heating_basis: str = ""
) -> Conversion | None:
    """Return the row that converts a dimension: active before draft; None without."""
    usable = [
        row
        for row in rows
        if row.status in ("active", "draft")
        and row.from_dimension == dimension
        and row.heating_basis == heating_basis
    ]
    return min(usable, key=lambda row: row.status != "active", default=None)
