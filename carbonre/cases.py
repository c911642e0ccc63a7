"""A plant once for each row of a table of overrides: a sweep, a list of cases, a portfolio.

Columns of numbers are evaluated all at once. Rows that differ in words (a fuel, an anode, a
supplier) are plants of their own kind: each kind is read once, with the numbers of its rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonre.blocks import LARGEST, Job, Outcome, evaluate, taken
from carbonre.calibration import calibration
from carbonre.documents import Path_
from carbonre.errors import InputError, Place, Problem, Problems
from carbonre.factors import Factors
from carbonre.footprint import CSV_COLUMNS, Footprint, factors_of, of_variant
from carbonre.plant import BASELINE, Plant, split_path
from carbonre.rows import Rows
from carbonre.scenarios import exact_path, lay_over
from carbonre.uncertainty import written
from carbonre.units import Amount, Dimension, QuantityError, number, quantity, unit

if TYPE_CHECKING:
    import pandas as pd

    from carbonre.blocks import Array

CASE_COLUMNS = ("case", *CSV_COLUMNS)
TABLE = Place("table")
SHOWN = 20  # faulty rows that are looked at one by one


@dataclass(frozen=True)
class Column:
    """One column of the table: a path, and what stands in each row.

    Attributes
    ----------
    texts : sequence
        The cells as a plant file would hold them.
    values : array or None
        In base units, where every cell is a quantity of one kind.
    """

    path: str
    texts: Sequence[Any]
    values: Array | None


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
    import pandas as pd

    problems = Problems()
    factors = factors_of(plant, factors)
    readings = calibration(plant, factors, problems)
    columns = [_column(head, values, names, problems) for head, values in cells.items()]
    problems.raise_any()
    frames, faults = [], {}
    for index in _kinds(columns, len(names)):
        some = [_part(column, index) for column in columns]
        try:
            kind = _Kind(plant, factors, readings, some)
        except InputError as error:  # perhaps of its first row only
            faults.update(dict.fromkeys(index, error.problems[0]))
            continue
        if kind.words and len(index) > 1:  # numbers that only a plant of their own can hold
            one = [_Kind(plant, factors, readings, [_part(c, [i]) for c in columns]) for i in index]
            pairs: Iterator[Any] = zip(([i] for i in index), one, strict=True)
        else:
            pairs = iter([(index, kind)])
        for rows, found in pairs:
            outcome = found.outcome()
            faults.update({rows[i]: why for i, why in outcome.refused.items()})
            frames.append(_frame(found.static, outcome, rows))
    if faults:
        _refuse(plant, factors, readings, columns, names, faults)
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["row"])
    whole = whole.sort_values("row", kind="stable", ignore_index=True)
    whole.insert(0, "case", [names[i] for i in whole.pop("row")])
    return whole.reindex(columns=list(CASE_COLUMNS))


def _column(head: str, cells: Sequence[Any], names: Sequence[Any], problems: Problems) -> Column:
    """Read a column; what is wrong in it goes to `problems`."""
    import numpy as np

    path, bracket, rest = head.partition("[")
    label = rest.rstrip()[:-1].strip() if bracket and rest.rstrip().endswith("]") else None
    texts = [_plain(cell) for cell in cells]
    values: list[float] = []
    kinds: set[Dimension | None] = set()
    for name, cell in zip(names, texts, strict=True):
        try:
            amount = _amount(cell, label)
        except QuantityError as error:
            if label is not None or cell is None:
                words = f"row {name}: {head.strip()}: {error}"
                problems.add(words, TABLE)
            kinds.add(None)
        else:
            values.append(amount.base)
            kinds.add(amount.unit.dimension)
    if label is not None:
        texts = [f"{text} {label}" for text in texts]
    is_number = len(kinds) == 1 and None not in kinds
    return Column(path.strip(), texts, np.array(values) if is_number else None)


def _plain(cell: Any) -> Any:
    """Return a cell as a plant file would hold it; numbers of numpy are plain numbers."""
    plain = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _amount(cell: Any, label: str | None) -> Amount:
    if cell is None or isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise QuantityError("the cell is empty" if cell is None else f"'{cell}' is no number")
    if label is None:
        return quantity(str(cell)) if isinstance(cell, str) else Amount(float(cell), unit(""))
    measure = unit(label)
    return Amount(number(str(cell).strip()) if isinstance(cell, str) else float(cell), measure)


def _kinds(columns: Sequence[Column], size: int) -> list[list[int]]:
    """Group the rows that differ in numbers only."""
    words = [column.texts for column in columns if column.values is None]
    groups: dict[tuple[Any, ...], list[int]] = {}
    for index in range(size):
        groups.setdefault(tuple(repr(texts[index]) for texts in words), []).append(index)
    return list(groups.values())


def _part(column: Column, index: Sequence[int]) -> Column:
    values = None if column.values is None else column.values[list(index)]
    return Column(column.path, [column.texts[i] for i in index], values)


class _Kind:
    """The rows that differ in numbers only: read once as the plant of their first row."""

    def __init__(
        self, plant: Plant, factors: Factors, readings: Any, columns: Sequence[Column]
    ) -> None:
        problems = Problems()
        settings = {column.path: (column.texts[0], ()) for column in columns}
        variant = lay_over(plant, settings, problems)
        problems.raise_any()
        assert variant is not None
        self.job = Job(variant, factors, BASELINE, readings)
        static = of_variant(variant, factors, BASELINE, readings, problems)
        problems.raise_any()
        assert static is not None
        self.static: Footprint = static
        self.size = len(columns[0].texts) if columns else 0
        _, known = written(self.job, problems)
        self.given: dict[Path_, Array] = {}
        self.words: list[str] = []
        for column in columns:
            if column.values is None:
                continue
            path = exact_path(variant, split_path(column.path))
            if path in known:
                self.given[path] = column.values
            elif len(set(column.texts)) > 1:
                self.words.append(column.path)

    def outcome(self) -> Outcome:
        """Evaluate all rows."""
        outcome, rows = Outcome(self.size), Rows(given=self.given)
        for start in range(0, self.size, LARGEST):
            size = min(LARGEST, self.size - start)
            part = taken(rows, slice(start, start + size))
            outcome.take_up(evaluate(self.job, part, size), start)
        return outcome


def _frame(static: Footprint, outcome: Outcome, index: Sequence[int]) -> pd.DataFrame:
    """Return the footprints of rows: a row of the frame for each product that is sold."""
    import numpy as np
    import pandas as pd

    same = next(iter(static.records()), None) or dict.fromkeys(CSV_COLUMNS, "")
    drafts = {item.name: "; ".join(map(str, item.drafts)) for item in static.items}
    everything = "; ".join(map(str, static.drafts))
    frames = []
    for position, (name, rows) in enumerate(outcome.products.items()):
        sold = np.isfinite(rows.amount)
        columns: dict[str, Any] = {
            "row": np.asarray(index)[sold],
            "place": position,
            **{key: same[key] for key in ("plant", "scenario", "period", "gwp", "allocation")},
            "product": name,
            "unit": rows.unit.text,
            "amount": rows.amount[sold],
            **{f"scope{i + 1}": rows.scopes[i][sold] for i in range(3)},
            "total": rows.total[sold],
            "scope2_location": rows.location[sold],
            "drafts": drafts.get(name, everything),
        }
        frames.append(pd.DataFrame(columns))
    if not frames:
        return pd.DataFrame({"row": []})
    whole = pd.concat(frames, ignore_index=True)
    return whole.sort_values(["row", "place"], kind="stable").drop(columns="place")


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
            settings = {column.path: (column.texts[index], ()) for column in columns}
            variant = lay_over(plant, settings, local)
            if variant is not None:
                of_variant(variant, factors, BASELINE, readings, local)
        for problem in dict.fromkeys(local.found or [why]):
            field = f"{problem.field}: " if problem.field else ""
            problems.found.append(
                Problem(f"row {names[index]}: {field}{problem.message}", TABLE, "")
            )
    problems.raise_any()
