"""Pedigree scores of the factors of a footprint, as far as their rows know: time and place.

Scores of reliability, completeness and technology are judgements about a source that have
not been made for these rows; they are not given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbonre.factors.editions import used_rows
from carbonre.factors.pedigree_scores import Score, scores
from carbonre.factors.rows import Factor
from carbonre.footprint.contributions import total, totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.result import Footprint

TIME, PLACE = "time", "place"
WORLD = "GLO"


def pedigree(result: Footprint) -> dict[str, Mapping[Score, float]]:
    """Return how the CO2e that rests on factor rows is spread over the scores.

    Returns
    -------
    dict
        For ``time`` and ``place`` the shares of the scores, best first [1]; they add up to one, or
        are empty where no row of a factor table counts.
    """
    known = {
        row.id: row
        for row in used_rows({r.factor_id for r in result.ledger_rows}, result.system.factors)
    }
    rows = [row for row in result.ledger_rows if row.factor_id in known]
    whole = total(rows, absolute=True)
    found: dict[str, Mapping[Score, float]] = {}
    for indicator in (TIME, PLACE):
        score = {name: score_of(factor, indicator, result) for name, factor in known.items()}
        sums = _by_score(rows, score)
        ranked = [one for one in scores() if one in sums]
        found[indicator] = {one: sums[one] / whole for one in ranked} if whole else {}
    return found


def _by_score(rows: Sequence[LedgerRow], score: Mapping[str, Score]) -> dict[Score, float]:
    return totals(rows, lambda row: score[row.factor_id], absolute=True)


def score_of(factor: Factor, indicator: str, result: Footprint) -> Score:
    """Return the score of a factor row in a plant, by its year or by its place."""
    data = result.plant.data
    known = [score for score in scores() if score.indicator == indicator]
    if indicator == TIME:
        is_valid = factor.year <= data.period.year <= factor.valid_until
        gap = 0 if is_valid else abs(data.period.year - factor.year)
        return next(score for score in known if gap < score.years)
    if factor.place == data.location:
        return known[0]
    holds = (WORLD, data.location.partition("-")[0])
    return known[1] if factor.place in holds else known[-1]
