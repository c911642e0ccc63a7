"""The pedigree scores of factors/pedigree.csv."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import read_csv
from carbonre.core.errors import Problems


@dataclass(frozen=True, slots=True)
class Score:
    """One score of one indicator: 1 is best, 5 is worst.

    Attributes
    ----------
    years : float
        The distance from the period is less than so many years; infinite for the last.
    """

    indicator: str
    score: int
    meaning: str
    years: float
    evidence: str


@functools.cache
def scores() -> tuple[Score, ...]:
    """Return `factors/pedigree.csv`; a fault in it is a fault of ours."""
    problems = Problems()
    rows = read_csv(tables.data_folder() / "pedigree.csv", problems, "factors/pedigree.csv")
    problems.raise_any()
    return tuple(
        Score(
            row.cells["indicator"],
            int(row.cells["score"]),
            row.cells["meaning"],
            float(row.cells["years"] or math.inf),
            row.cells["evidence"],
        )
        for row in rows
    )
