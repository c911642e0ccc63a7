"""What drafts leave open of a footprint, what sourced numbers do, and what to measure first.

Three intervals of the same draws stand side by side: with all that is uncertain drawn, with only
the drafts, and with only the sourced numbers (those that a source states, and those of the plant
itself); what is not drawn stays as it is written. Then, for each draft, the interval that stays
if the plant measures it and finds what is written, while all else is drawn. Every value has its
own stream of random numbers, so a plant that states the value gets this very interval.

Which drafts are tried is decided by the squared correlation of their draws with the figure, to
first order their share of the variance; how much they narrow it is always calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from carbonre.core.errors import Problems
from carbonre.core.evidence import Draft
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import CHUNK
from carbonre.uncertainty.distributions import Stream, UncertainInput
from carbonre.uncertainty.intervals import DRAWS, SEED
from carbonre.uncertainty.monte_carlo import SamplingPlan, collect, run, sizes_of
from carbonre.uncertainty.open_numbers import OpenNumber, open_numbers, undrawn
from carbonre.uncertainty.sampling import draw
from carbonre.uncertainty.statistics import Statistics, statistics
from carbonre.uncertainty.uncertain_inputs import Uncertain, uncertain

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

TRIED = 12  # drafts that are calculated; Baotou has 40, and the tenth moves nothing that is shown
NAMED = 5
LEAST = 0.02  # of the width; what narrows it less is sampling error of a thousand draws


class Range(NamedTuple):
    """The 5th and the 95th percentile of draws [kgCO2e per unit; of the plant: in the period]."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """What lies between."""
        return self.high - self.low


@dataclass(frozen=True)
class Narrowing:
    """A draft, or the drafts of one measurement, and the interval that stays if it is known."""

    number: OpenNumber
    left: Range


@dataclass(frozen=True)
class Weight:
    """What is open of one figure.

    Attributes
    ----------
    all, drafts, sourced : Range
        The interval with everything drawn, with the drafts only, with all others only.
    median : float
        With everything drawn [kgCO2e per unit; of the plant: in the period].
    first : tuple of Narrowing
        What narrows `all` most, the best first: at most `NAMED`.
    """

    all: Range
    median: float
    drafts: Range
    sourced: Range
    first: tuple[Narrowing, ...] = ()


@dataclass(frozen=True)
class WeightOfEvidence:
    """What is open of the figures of one scenario.

    Attributes
    ----------
    draws, refused : int
        How many draws were made with everything drawn, and how many of them could not be
        calculated and are left out.
    of : mapping
        By product, and for the ``(plant)``; empty where nothing is drawn.
    undrawn : tuple of Draft
        Drafts without a range: they are in no interval.
    """

    draws: int = 0
    refused: int = 0
    of: Mapping[str, Weight] = field(default_factory=dict)
    undrawn: tuple[Draft, ...] = ()


def weight_of_evidence(
    result: Footprint, draws: int = DRAWS, seed: int = SEED, found: Uncertain | None = None
) -> WeightOfEvidence:
    """Return what drafts and sourced numbers leave open of each figure.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    draws : int
        How many for each interval. Below two there is none.
    found : Uncertain, optional
        What is drawn, where it is known already.

    Raises
    ------
    InputError
        If what the plant says under `uncertainty` is wrong, or too many draws cannot be
        calculated.
    """
    if found is None:
        problems = Problems()
        found = uncertain(result.study, problems)
        problems.raise_any()
    variables = found.variables
    if draws < 2 or not variables:
        return WeightOfEvidence(undrawn=undrawn(result, variables))
    numbers = open_numbers(result.point, variables)
    drawn = _Draws(result, draws, seed)
    (everything,) = draw(drawn.plan(variables), [result], draws).samples
    all_ = _statistics(everything.totals)
    drafts, sourced = map(_statistics, drawn.parts(variables, numbers))
    stated = [number for number in numbers if not number.is_part]
    tried = _largest(stated, variables, everything.totals, seed)
    left = [_statistics(drawn.totals(_without(variables, [number]))) for number in tried]
    weights = {
        name: Weight(
            _range(one), one.quantiles[2], _range(drafts[name]), _range(sourced[name]),
            _first(name, _range(one), tried, left),
        )
        for name, one in all_.items()
        if name in drafts and name in sourced
    }  # fmt: skip
    refused = sum(everything.refused.values())
    return WeightOfEvidence(draws, refused, weights, undrawn(result, variables))


def of_difference(
    one: Footprint, two: Footprint, draws: int = DRAWS, seed: int = SEED
) -> Mapping[str, Weight]:
    """Return what is open of the difference of two scenarios, by product that both sell.

    They share their random numbers, so what they have in common cancels.

    Raises
    ------
    InputError
        If what the plant says under `uncertainty` is wrong.
    """
    problems = Problems()
    cases: list[list[Mapping[str, Array]]] = []
    for result in (one, two):
        variables = uncertain(result.study, problems).variables
        problems.raise_any()
        drawn = _Draws(result, draws, seed)
        numbers = open_numbers(result.point, variables)
        cases.append([drawn.totals(variables), *drawn.parts(variables, numbers)])
    all_, drafts, sourced = (
        _statistics({name: after[name] - before[name] for name in before if name in after})
        for before, after in zip(*cases, strict=True)
    )
    return {
        name: Weight(_range(found), found.quantiles[2], _range(drafts[name]), _range(sourced[name]))
        for name, found in all_.items()
        if name in drafts and name in sourced
    }


@dataclass(frozen=True)
class _Draws:
    """Draws of one scenario, of whatever is not known."""

    result: Footprint
    size: int
    seed: int

    def plan(self, variables: Sequence[UncertainInput]) -> SamplingPlan:
        """Return the plan that draws these and no others."""
        study = self.result.study.drawn()
        return SamplingPlan((study,), (Uncertain(tuple(variables)),), self.seed)

    def totals(self, variables: Sequence[UncertainInput]) -> Mapping[str, Array]:
        """Return the draws of each figure, where these are drawn and no others."""
        made = self.plan(variables)
        (sample,) = collect(made, [self.result], run(made, sizes_of(self.size)))
        return sample.totals

    def parts(
        self, variables: Sequence[UncertainInput], numbers: Sequence[OpenNumber]
    ) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
        """Return the draws of the drafts only, and of all others only."""
        others = _without(variables, numbers)
        return self.totals([v for v in variables if v not in others]), self.totals(others)


def _without(
    variables: Sequence[UncertainInput], numbers: Iterable[OpenNumber]
) -> list[UncertainInput]:
    known = {(v.part, v.key) for number in numbers for v in number.variables}
    return [variable for variable in variables if (variable.part, variable.key) not in known]


def _statistics(totals: Mapping[str, Array]) -> dict[str, Statistics]:
    found = ((name, statistics(values)) for name, values in totals.items())
    return {name: stats for name, stats in found if stats is not None}


def _range(stats: Statistics) -> Range:
    return Range(stats.quantiles[1], stats.quantiles[3])


def _largest(
    numbers: Sequence[OpenNumber],
    variables: Sequence[UncertainInput],
    totals: Mapping[str, Array],
    seed: int,
) -> list[OpenNumber]:
    """Return the numbers that explain most of the variance of some figure, to first order."""
    import numpy as np

    size = min(CHUNK, len(totals[PLANT]))
    columns = np.array(Stream(variables, seed, 0).take(size))
    index = {(v.part, v.key): i for i, v in enumerate(variables)}
    best = np.zeros(len(numbers))
    for values in totals.values():
        known = np.isfinite(values[:size])
        figures = values[:size][known]
        if len(figures) < 2 or not figures.std():
            continue
        shares = _squared_correlations(columns[:, known], figures)
        of_numbers = [
            float(sum(shares[index[v.part, v.key]] for v in number.variables)) for number in numbers
        ]
        best = np.maximum(best, of_numbers)
    return [numbers[i] for i in np.argsort(-best, kind="stable")[:TRIED]]


def _squared_correlations(columns: Array, figures: Array) -> Array:
    """Return the squared correlation of each row of draws with the figures."""
    moved = columns - columns.mean(axis=1, keepdims=True)
    away = figures - figures.mean()
    squares: Array = (moved @ away) ** 2 / ((moved**2).sum(axis=1) * (away**2).sum())
    return squares


def _first(
    name: str, all_: Range, tried: Sequence[OpenNumber], left: Sequence[Mapping[str, Statistics]]
) -> tuple[Narrowing, ...]:
    """Return what narrows a figure most; nothing that does not."""
    known = [(number, stats[name]) for number, stats in zip(tried, left, strict=True)
             if name in stats]  # fmt: skip
    found = [Narrowing(number, _range(stats)) for number, stats in known]
    some = (one for one in found if one.left.width < (1 - LEAST) * all_.width)
    return tuple(sorted(some, key=lambda one: one.left.width)[:NAMED])
