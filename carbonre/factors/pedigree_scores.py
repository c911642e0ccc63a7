"""The pedigree scores of factors/pedigree.csv."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import Row


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
    """Return `factors/pedigree.csv`."""
    return tables.read("pedigree", _score)


def _score(row: Row) -> Score:
    cells = row.cells
    return Score(
        cells["indicator"],
        int(cells["score"]),
        cells["meaning"],
        float(cells["years"] or math.inf),
        cells["evidence"],
    )
