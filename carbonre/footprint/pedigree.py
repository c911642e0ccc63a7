"""Pedigree scores of the factors of a footprint, as far as their rows know: time and place.

Scores of reliability, completeness and technology are judgements about a source that nobody has
made for these rows; they are not given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from carbonre.factors.editions import used_rows
from carbonre.factors.pedigree_scores import Score, scores
from carbonre.factors.rows import Factor
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
    weights = [
        (known[row.factor_id], abs(row.kgCO2e))
        for row in result.ledger_rows
        if row.counts and row.factor_id in known
    ]
    whole = math.fsum(weight for _, weight in weights)
    found: dict[str, Mapping[Score, float]] = {}
    for indicator in (TIME, PLACE):
        sums: dict[Score, list[float]] = {s: [] for s in scores() if s.indicator == indicator}
        for factor, weight in weights if whole else ():
            sums[score_of(factor, indicator, result)].append(weight)
        found[indicator] = {score: math.fsum(w) / whole for score, w in sums.items() if w}
    return found


def score_of(factor: Factor, indicator: str, result: Footprint) -> Score:
    """Return the score of a factor row in a plant, by its year or by its place."""
    data = result.plant.data
    known = [score for score in scores() if score.indicator == indicator]
    if indicator == TIME:
        is_valid = factor.year <= data.period <= factor.valid_until
        gap = 0 if is_valid else abs(data.period - factor.year)
        return next(score for score in known if gap < score.years)
    if factor.place == data.location:
        return known[0]
    holds = (WORLD, data.location.partition("-")[0])
    return known[1] if factor.place in holds else known[-1]
