"""A plant once for each row of a table of overrides: a sweep, a list of cases, a portfolio.

Columns of numbers are evaluated all at once. Rows that differ in words (a fuel, an anode, a
supplier) are plants of their own kind: each kind is read once, with the numbers of its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from carbonre.comparison.override_table import TABLE, Column, kinds, read_column, rows_named
from carbonre.comparison.parametric import ParametricStudy
from carbonre.core.errors import InputError, Problem, Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import VectorResult
from carbonre.plant.allocation import allocation_words
from carbonre.plant.format import Plant

if TYPE_CHECKING:
    import pandas as pd

    from carbonre.footprint.vectorised import Array

CASE_COLUMNS = ("case", *CSV_COLUMNS)
TEXTS = ("plant", "scenario", "product", "unit", "gwp", "allocation", "drafts", "basis", "per")
SHOWN = 20  # faulty rows that are looked at one by one


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
        cell of the column. The index names the rows.

    Returns
    -------
    DataFrame
        The columns of the footprint CSV, after a column ``case`` with the index of the row.

    Raises
    ------
    InputError
        With the row and the column of every cell that cannot be used.
    """
    cells = [(str(head), list(column)) for head, column in table.items()]
    return cases(plant, factors, list(table.index), cells)


def cases(
    plant: Plant,
    factors: Factors,
    names: Sequence[Any],
    cells: Iterable[tuple[str, Sequence[Any]]],
    progress: Callable[[int], None] = lambda done: None,
    warn: Callable[[str], None] = lambda words: None,
) -> pd.DataFrame:
    """Return the footprints of `evaluate_table`.

    Parameters
    ----------
    names : sequence
        What the rows are called.
    cells : iterable
        The head of each column, and its cells.
    warn : callable, optional
        Told of each column that changes nothing in any row.
    """
    problems = Problems()
    study = Study.of(plant, factors_of(plant, factors))
    problems.found += study.reading_problems
    columns = [read_column(head, values, names, problems) for head, values in cells]
    for path, count in Counter(column.path for column in columns).items():
        if count > 1:
            problems.add(f"{path}: {count} columns set it; keep one", TABLE, code="invalid-table")
    problems.raise_any()
    table = _Table(study, columns, names)
    for index in kinds(columns, len(names)):
        table.evaluate(index, progress)
    table.refuse()
    for words in table.unused_columns():
        warn(words)
    return table.found.frame(names)


class _Table:
    """The table while it is evaluated: what was found, and what cannot be calculated."""

    def __init__(
        self,
        study: Study,
        columns: Sequence[Column],
        names: Sequence[Any],
    ) -> None:
        self.study, self.columns, self.names = study, columns, names
        self.found = _FrameBuilder()
        self.faults: dict[int, Sequence[Problem]] = {}
        self.unseen: list[int] = []  # rows like some that cannot be calculated
        self.unused: list[dict[str, str]] = []  # of each kind of rows, by path

    def evaluate(self, index: list[int], progress: Callable[[int], None]) -> None:
        """Evaluate rows that differ in numbers only."""
        columns = [column.part(index) for column in self.columns]
        opened = None
        for first in range(min(len(index), SHOWN)):
            try:
                opened = self._open(columns, first)
                break
            except InputError as error:  # perhaps of this row only
                self.faults[index[first]] = error.problems
        if opened is None:
            self.unseen += index[SHOWN:]
        elif len(index) > 1 and not all(opened.is_open(c.path) or not c.varies() for c in columns):
            for i in index:
                if i not in self.faults:
                    self.evaluate([i], progress)
        else:
            outcome = opened.evaluate(columns, len(index), progress)
            for i, why in outcome.refused.items():
                self.faults.setdefault(index[i], [why])
            self.found.add(opened.footprint, outcome, index)
            found = (n for n in opened.footprint.warnings if n.code == "unused-parameter")
            self.unused.append({note.subject: note.text for note in found})

    def unused_columns(self) -> list[str]:
        """Say which columns state a parameter that the models of no row use."""
        paths = [column.path for column in self.columns]
        first, *others = self.unused or [{}]
        return [first[p] for p in paths if p in first and all(p in kind for kind in others)]

    def _open(self, columns: Sequence[Column], row: int) -> ParametricStudy:
        return ParametricStudy.of(self.study, {c.path: c.text(row) for c in columns})

    def refuse(self) -> None:
        """Report the rows that cannot be calculated; the first in the words of their own plant."""
        problems, rows = Problems(), dict[tuple[str, str], list[Any]]()
        for count, (index, reasons) in enumerate(sorted(self.faults.items())):
            for problem in self._reasons(index, reasons) if count < SHOWN else reasons:
                field = f"{problem.field}: " if problem.field else ""
                key = (f"{field}{problem.message}", problem.code)
                rows.setdefault(key, []).append(self.names[index])
        for (words, code), names in rows.items():
            problems.add(f"{rows_named(names)}: {words}", TABLE, code=code)
        if self.unseen:
            words = f"{len(self.unseen):,} more rows are of a kind of which none can be calculated"
            problems.add(words, TABLE, code="invalid-table")
        problems.raise_any()

    def _reasons(self, index: int, reasons: Sequence[Problem]) -> Sequence[Problem]:
        """Return what is wrong with a row, in the words of a plant of its own."""
        try:
            columns = [column.part([index]) for column in self.columns]
            self._open(columns, 0)
        except InputError as error:
            return error.problems
        return reasons


@dataclass
class _FrameBuilder:
    """Gathers the footprints; a text that many rows share is held once."""

    texts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {name: {} for name in TEXTS}, init=False
    )
    parts: list[dict[str, Array]] = field(default_factory=list, init=False)

    def add(self, static: Footprint, outcome: VectorResult, index: Sequence[int]) -> None:
        """Take up the footprints of rows."""
        import numpy as np

        data = static.plant.data
        period = data.period.written
        form = np.int32 if isinstance(period, int) else object
        drafts = {item.name: "; ".join(map(str, item.drafts)) for item in static.products_sold}
        for position, (name, rows) in enumerate(outcome.products.items()):
            sold = np.flatnonzero(np.isfinite(rows.amount))
            per, label = static.compared_per(name, rows.unit)
            texts = {
                "plant": static.plant.name,
                "scenario": static.scenario,
                "product": name,
                "unit": rows.unit.text,
                "gwp": data.gwp,
                "allocation": allocation_words(data.allocation),
                "drafts": drafts.get(name, "; ".join(map(str, static.drafts))),
                "basis": static.system.flow_of(name).basis,
                "per": label,
            }
            codes = {
                key: self.texts[key].setdefault(t, len(self.texts[key])) for key, t in texts.items()
            }
            self.parts.append(
                {
                    "row": np.asarray(index)[sold],
                    "place": np.full(len(sold), position, dtype=np.int32),
                    "period": np.full(len(sold), period, dtype=form),
                    **{
                        key: np.full(len(sold), code, dtype=np.int32) for key, code in codes.items()
                    },
                    "amount": rows.amount[sold],
                    **{f"scope{i + 1}": rows.scopes[i][sold] for i in range(3)},
                    "total": rows.total[sold],
                    "scope2_location": rows.location[sold],
                    "footprint": rows.total[sold] / per,
                }
            )

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
