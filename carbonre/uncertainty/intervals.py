"""The 90 % interval of a footprint, from the distributions of its defaults and factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from carbonre.core.errors import Problems
from carbonre.footprint.result import Footprint
from carbonre.uncertainty.monte_carlo import plan
from carbonre.uncertainty.refusals import main_reason
from carbonre.uncertainty.sampling import draw
from carbonre.uncertainty.statistics import Statistics, statistics

DRAWS, SEED = 1000, 1


@dataclass(frozen=True)
class Interval:
    """What the draws of a product say [kgCO2e per unit], and where its figure lies.

    Attributes
    ----------
    deterministic : float
        The figure without draws.
    low, median, high : float
        5th, 50th and 95th percentile of the draws.
    quartiles : tuple of float
        25th and 75th percentile.
    place : str
        Of the figure without draws: ``below``, ``within`` or ``above`` the middle half of them.
    """

    deterministic: float
    low: float
    median: float
    high: float
    quartiles: tuple[float, float]
    place: Literal["below", "within", "above"]


@dataclass(frozen=True)
class Intervals:
    """The interval of each product, and how many draws they are made of.

    Attributes
    ----------
    draws, refused : int
        How many draws were made, and how many of them could not be calculated and are left out.
    reason : str
        The most frequent reason of those that are left out.
    of : mapping
        By product; empty where nothing has a distribution: an interval without width would say
        that the figure is certain.
    """

    draws: int = 0
    refused: int = 0
    reason: str = ""
    of: Mapping[str, Interval] = field(default_factory=dict)

    def beside(self, place: Literal["below", "above"]) -> list[str]:
        """Return the products whose figure lies below or above the middle half of their draws."""
        return [name for name, one in self.of.items() if one.place == place]


def intervals(result: Footprint, draws: int = DRAWS, seed: int = SEED) -> Intervals:
    """Return the interval of each product's footprint.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    draws : int
        How many; a thousand give the interval to a few per cent of its width. Below two there is
        none.

    Raises
    ------
    InputError
        If what the plant says under `uncertainty` is wrong, or too many draws cannot be
        calculated.
    """
    if draws < 2:
        return Intervals()
    problems = Problems()
    made = plan(result.study.plant, result.study.factors, [result.scenario], seed, problems)
    problems.raise_any()
    assert made is not None
    (found,) = draw(*made, draws).samples
    known: dict[str, Interval] = {}
    for item in found.deterministic.products_sold:
        stats = statistics(found.totals[item.name])
        if stats is not None:
            known[item.name] = _interval(float(item.total), stats)
    refused = sum(found.refused.values())
    wide = any(one.low < one.high for one in known.values())
    return Intervals(draws, refused, main_reason(found.refused), known if wide else {})


def _interval(figure: float, stats: Statistics) -> Interval:
    _, low, median, high, _ = stats.quantiles
    return Interval(figure, low, median, high, stats.quartiles, stats.place_of(figure))
