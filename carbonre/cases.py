"""A plant once for each row of a table of overrides: a sweep, a list of cases, a portfolio.

Columns of numbers are evaluated all at once. Rows that differ in words (a fuel, an anode, a
supplier) are plants of their own kind: each kind is read once, with the numbers of its rows.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from carbonre.blocks import LARGEST, Job, Outcome, evaluate, taken
from carbonre.calibration import calibration
from carbonre.documents import Path_
from carbonre.errors import InputError, Place, Problem, Problems
from carbonre.factors import Factors
from carbonre.footprint import (
    CSV_COLUMNS,
    Footprint,
    allocation_words,
    factors_of,
    of_variant,
    unmatched,
)
from carbonre.plant import BASELINE, Plant, split_path
from carbonre.rows import Rows
from carbonre.scenarios import exact_path, lay_over
from carbonre.uncertainty import written
from carbonre.units import Amount, Dimension, QuantityError, number, quantity, unit

if TYPE_CHECKING:
    import pandas as pd

    from carbonre.blocks import Array

CASE_COLUMNS = ("case", *CSV_COLUMNS)
TEXTS = ("plant", "scenario", "product", "unit", "gwp", "allocation", "drafts")
TABLE = Place("table")
SHOWN = 20  # faulty rows that are looked at one by one


@dataclass(frozen=True)
class Column:
    """One column of the table: a path, and what stands in each row.

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


def evaluate_table(plant: Plant, factors: Factors, table: pd.DataFrame) -> pd.DataFrame:
    """Return one footprint per row of a table of overrides.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors
        From `read_factors`.
    table : DataFrame
        Each column is a dotted path, such as ``steps.smelting.cell_voltage``; each cell a value
        with its unit, such as ``9.5 V``. A unit in the column's head, ``path [V]``, goes to every
        cell of the column.

    Returns
    -------
    DataFrame
        The columns of the footprint CSV, after a column ``case`` with the index of the row.

    Raises
    ------
    InputError
        With the row and the column of every cell that cannot be used.
    """
    cells = {str(head): list(table[head]) for head in table.columns}
    return cases(plant, factors, list(table.index), cells)


def cases(
    plant: Plant, factors: Factors, names: Sequence[Any], cells: Mapping[str, Sequence[Any]]
) -> pd.DataFrame:
    """Return the footprints of `evaluate_table`; `names` are those of the rows."""
    problems = Problems()
    factors = factors_of(plant, factors)
    readings = calibration(plant, factors, problems)
    columns = [_column(head, values, names, problems) for head, values in cells.items()]
    problems.raise_any()
    found, faults = _Found(), {}
    for index in _kinds(columns, len(names)):
        some = [column.part(index) for column in columns]
        try:
            kind = _Kind(plant, factors, readings, some)
        except InputError as error:  # perhaps of its first row only
            faults.update(dict.fromkeys(index, error.problems[0]))
            continue
        if kind.words and len(index) > 1:  # numbers that only a plant of their own can hold
            kinds = [
                (_Kind(plant, factors, readings, [c.part([i]) for c in columns]), [i])
                for i in index
            ]
        else:
            kinds = [(kind, index)]
        for one, rows in kinds:
            outcome = one.outcome()
            faults.update({rows[i]: why for i, why in outcome.refused.items()})
            found.add(one.static, outcome, rows)
    if faults:
        _refuse(plant, factors, readings, columns, names, faults)
    return found.frame(names)


def _column(head: str, cells: Sequence[Any], names: Sequence[Any], problems: Problems) -> Column:
    """Read a column; what is wrong in it goes to `problems`."""
    import numpy as np

    path, bracket, rest = head.partition("[")
    label = rest.rstrip()[:-1].strip() if bracket and rest.rstrip().endswith("]") else None
    known: dict[Any, Amount | QuantityError] = {}
    values: list[float] = []
    kinds: set[Dimension | None] = set()
    for name, cell in zip(names, cells, strict=True):
        key = cell if isinstance(cell, (str, float)) else repr(cell)
        if key not in known:
            known[key] = _amount(_plain(cell), label)
        amount = known[key]
        if isinstance(amount, Amount):
            values.append(amount.base)
            kinds.add(amount.unit.dimension)
            continue
        kinds.add(None)
        if label is not None or _plain(cell) is None:
            problems.add(f"row {name}: {head.strip()}: {amount}", TABLE)
    is_number = len(kinds) == 1 and None not in kinds
    return Column(path.strip(), cells, label, np.array(values) if is_number else None)


def _plain(cell: Any) -> Any:
    """Return a cell as a plant file would hold it; numbers of numpy are plain numbers."""
    plain = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _amount(cell: Any, label: str | None) -> Amount | QuantityError:
    """Read a cell; what is no quantity is returned as the reason."""
    if cell is None:
        return QuantityError("the cell is empty")
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return QuantityError(f"'{cell}' is no number")
    try:
        if label is None:
            return quantity(cell) if isinstance(cell, str) else Amount(float(cell), unit(""))
        return Amount(number(str(cell).strip()), unit(label))
    except QuantityError as error:
        return error


def _kinds(columns: Sequence[Column], size: int) -> list[list[int]]:
    """Group the rows that differ in numbers only."""
    words = [column for column in columns if column.values is None]
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index in range(size):
        groups.setdefault(tuple(repr(c.text(index)) for c in words), []).append(index)
    return list(groups.values())


class _Kind:
    """The rows that differ in numbers only: read once as the plant of their first row."""

    def __init__(
        self, plant: Plant, factors: Factors, readings: Any, columns: Sequence[Column]
    ) -> None:
        problems = Problems()
        settings = {column.path: (column.text(0), ()) for column in columns}
        variant = lay_over(plant, settings, problems)
        problems.raise_any()
        assert variant is not None
        self.job = Job(variant, factors, BASELINE, readings)
        static = of_variant(variant, factors, BASELINE, readings, problems)
        problems.raise_any()
        assert static is not None
        for column in columns:
            words = unmatched(static, column.path)
            if words and column.text(0) is not None:
                problems.add(words, TABLE, column.path)
        problems.raise_any()
        self.static: Footprint = static
        self.size = len(columns[0].cells) if columns else 0
        _, known = written(self.job, problems)
        self.given: dict[Path_, Array] = {}
        self.words: list[str] = []
        for column in columns:
            if column.values is None:
                continue
            path = exact_path(variant, split_path(column.path))
            if path in known:
                self.given[path] = column.values
            elif column.varies():
                self.words.append(column.path)

    def outcome(self) -> Outcome:
        """Evaluate all rows."""
        outcome, rows = Outcome(self.size), Rows(given=self.given)
        for start in range(0, self.size, LARGEST):
            size = min(LARGEST, self.size - start)
            part = taken(rows, slice(start, start + size))
            outcome.take_up(evaluate(self.job, part, size), start)
        return outcome


@dataclass
class _Found:
    """Gathers the footprints; a text that many rows share is held once."""

    texts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {name: {} for name in TEXTS}, init=False
    )
    parts: list[dict[str, Array]] = field(default_factory=list, init=False)

    def add(self, static: Footprint, outcome: Outcome, index: Sequence[int]) -> None:
        """Take up the footprints of rows."""
        import numpy as np

        data = static.plant.data
        drafts = {item.name: "; ".join(map(str, item.drafts)) for item in static.items}
        for position, (name, rows) in enumerate(outcome.products.items()):
            sold = np.flatnonzero(np.isfinite(rows.amount))
            texts = {
                "plant": static.plant.name,
                "scenario": static.scenario,
                "product": name,
                "unit": rows.unit.text,
                "gwp": data.gwp,
                "allocation": allocation_words(data.allocation),
                "drafts": drafts.get(name, "; ".join(map(str, static.drafts))),
            }
            codes = {
                key: self.texts[key].setdefault(t, len(self.texts[key])) for key, t in texts.items()
            }
            self.parts.append(
                {
                    "row": np.asarray(index)[sold],
                    "place": np.full(len(sold), position, dtype=np.int32),
                    "period": np.full(len(sold), data.period, dtype=np.int32),
                    **{
                        key: np.full(len(sold), code, dtype=np.int32) for key, code in codes.items()
                    },
                    "amount": rows.amount[sold],
                    **{f"scope{i + 1}": rows.scopes[i][sold] for i in range(3)},
                    "total": rows.total[sold],
                    "scope2_location": rows.location[sold],
                }
            )

    def _code(self, key: str, text: str) -> int:
        return self.texts[key].setdefault(text, len(self.texts[key]))

    def frame(self, names: Sequence[Any]) -> pd.DataFrame:
        """Return all footprints, in the order of the rows and, within one, of the products."""
        import numpy as np
        import pandas as pd

        if not self.parts:
            return pd.DataFrame(columns=list(CASE_COLUMNS))
        whole = {key: np.concatenate([p[key] for p in self.parts]) for key in self.parts[0]}
        order = np.lexsort((whole.pop("place"), whole["row"]))
        rows = whole.pop("row")[order]
        columns: dict[str, Any] = {"case": pd.Index(names)[rows]}
        for key in CSV_COLUMNS:
            columns[key] = whole[key][order]
            if key in self.texts:
                words = pd.Index(list(self.texts[key]))
                columns[key] = pd.Categorical.from_codes(columns[key], words)
        return pd.DataFrame(columns)


def _refuse(
    plant: Plant,
    factors: Factors,
    readings: Any,
    columns: Sequence[Column],
    names: Sequence[Any],
    faults: Mapping[int, Problem],
) -> None:
    """Report the rows that cannot be calculated; the first ones in the words of their own plant."""
    problems = Problems()
    for count, (index, why) in enumerate(sorted(faults.items())):
        local = Problems()
        if count < SHOWN:
            settings = {column.path: (column.text(index), ()) for column in columns}
            variant = lay_over(plant, settings, local)
            if variant is not None:
                of_variant(variant, factors, BASELINE, readings, local)
        for problem in dict.fromkeys(local.found or [why]):
            field = f"{problem.field}: " if problem.field else ""
            problems.found.append(
                Problem(f"row {names[index]}: {field}{problem.message}", TABLE, "")
            )
    problems.raise_any()
