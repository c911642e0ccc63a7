"""The columns of a table of overrides: what each cell says, and which rows are of one kind."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonre.core.errors import Place, Problems
from carbonre.core.units import Amount, Dimension, QuantityError, number, quantity, unit

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

TABLE = Place("table")
NAMED = 5  # rows that share a fault, in its message
MISSING = ("NAType", "NaTType")  # what pandas has for nothing


@dataclass(frozen=True)
class Column:
    """One column of the table: a path, and the value of each row.

    Attributes
    ----------
    cells : sequence
        As the table has them.
    label : str or None
        The unit in the head of the column.
    values : array or None
        In base units, where every cell is a quantity of one kind.
    """

    path: str
    cells: Sequence[Any]
    label: str | None
    values: Array | None

    def text(self, index: int) -> Any:
        """Return a cell as a plant file would hold it."""
        plain = _plain(self.cells[index])
        return plain if self.label is None else f"{plain} {self.label}"

    def part(self, index: Sequence[int]) -> Column:
        """Return some rows."""
        values = None if self.values is None else self.values[list(index)]
        return dataclasses.replace(self, cells=[self.cells[i] for i in index], values=values)

    def varies(self) -> bool:
        """Whether the rows differ."""
        return any(self.text(i) != self.text(0) for i in range(1, len(self.cells)))


def read_column(
    head: str, cells: Sequence[Any], names: Sequence[Any], problems: Problems
) -> Column:
    """Read a column; what is wrong in it goes to `problems`."""
    import numpy as np

    path, bracket, rest = head.partition("[")
    label = rest.rstrip()[:-1].strip() if bracket and rest.rstrip().endswith("]") else None
    if bracket and label is None:
        problems.add(
            f"{head.strip()}: the bracket of the unit does not close", TABLE, code="invalid-table"
        )
    known: dict[Any, Amount | QuantityError] = {}
    values: list[float] = []
    found: set[Dimension | None] = set()
    faults: dict[str, list[Any]] = {}
    for name, cell in zip(names, cells, strict=True):
        key = (type(cell), cell if isinstance(cell, (str, float)) else repr(cell))
        if key not in known:
            known[key] = _amount(_plain(cell), label)
        amount = known[key]
        if isinstance(amount, Amount):
            values.append(amount.base)
            found.add(amount.unit.dimension)
            continue
        found.add(None)
        if label is not None or _is_empty(_plain(cell)):
            faults.setdefault(str(amount), []).append(name)
    for words, rows in faults.items():
        problems.add(f"{rows_named(rows)}: {head.strip()}: {words}", TABLE, code="invalid-table")
    is_number = len(found) == 1 and None not in found
    return Column(path.strip(), cells, label, np.array(values) if is_number else None)


def _plain(cell: Any) -> Any:
    """Return a cell as a plant file would hold it; numbers of numpy are plain numbers."""
    plain = cell.item() if getattr(cell, "ndim", None) == 0 else cell
    if type(plain).__name__ in MISSING or (isinstance(plain, float) and math.isnan(plain)):
        return None
    return plain


def _is_empty(plain: Any) -> bool:
    return plain is None or (isinstance(plain, str) and not plain.strip())


def _amount(cell: Any, label: str | None) -> Amount | QuantityError:
    """Read a cell; what is no quantity is returned as the reason."""
    if _is_empty(cell):
        return QuantityError("the cell is empty")
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return QuantityError(f"'{cell}' is no number")
    try:
        if label is None:
            return quantity(cell) if isinstance(cell, str) else Amount(number(repr(cell)), unit(""))
        return Amount(number(str(cell).strip()), unit(label))
    except QuantityError as error:
        return error


def kinds(columns: Sequence[Column], size: int) -> list[list[int]]:
    """Group the rows that differ in numbers only."""
    words = [column for column in columns if column.values is None]
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index in range(size):
        groups.setdefault(tuple(repr(c.text(index)) for c in words), []).append(index)
    return list(groups.values())


def rows_named(names: Sequence[Any]) -> str:
    """Name rows for a message."""
    if len(names) == 1:
        return f"row {names[0]}"
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"rows {', '.join(map(str, names[:NAMED]))}{more}"
