"""Draws of what is uncertain: as many as are named, or until the statistics are known well enough.

Draws may be kept in a store, chunk by chunk, so that a run that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from carbonre.core.errors import Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import VectorResult
from carbonre.plant.format import BASELINE, Plant
from carbonre.uncertainty.monte_carlo import (
    Sample,
    SamplingPlan,
    check_options,
    collect,
    plan,
    run,
    sample_until,
    sizes_of,
)
from carbonre.uncertainty.refusals import check_refused
from carbonre.uncertainty.uncertain_inputs import What

if TYPE_CHECKING:
    import pandas as pd

PILOT = 500  # draws that are looked at before a store is made
MOST_UNTIL = 1_000_000  # draws, where it is not known how many are needed
Chunks = Iterator[tuple[int, tuple[VectorResult, ...]]]
Progress = Callable[[int, int], None]  # how many of how many draws are done


class Store(Protocol):
    """Keeps chunks of draws, so that those that are there are not made again."""

    def create(self) -> None:
        """Make the store, or open the one of an earlier run."""

    def missing(self, n: int) -> list[tuple[int, int]]:
        """Return number and size of the chunks of `n` draws that are not there yet."""

    def keep(self, number: int, outcomes: Sequence[VectorResult]) -> None:
        """Keep a chunk."""

    def read(self, drawn: SamplingPlan, footprints: Sequence[Footprint], n: int) -> list[Sample]:
        """Return the samples of `n` draws."""


@dataclass(frozen=True)
class Draws:
    """The draws of scenarios with common random numbers.

    Attributes
    ----------
    plan : SamplingPlan
        What was drawn.
    samples : tuple of Sample
        One for each scenario.
    width : float or None
        The relative half width of the 95 % intervals of mean, P5 and P95 that was asked for [1].
    reached : float
        The one that was reached [1]; infinite if too few draws could be calculated.
    """

    plan: SamplingPlan
    samples: tuple[Sample, ...]
    width: float | None = None
    reached: float = 0.0


def draw(
    drawn: SamplingPlan,
    footprints: Sequence[Footprint],
    n: int,
    *,
    width: float | None = None,
    executor: Executor | None = None,
    store: Store | None = None,
    progress: Progress = lambda done, whole: None,
) -> Draws:
    """Make the draws of a plan.

    Parameters
    ----------
    drawn, statics
        From `monte_carlo.plan`.
    n : int
        Number of draws; with `width`, at least a million may be made.
    width : float, optional
        Stop when mean, P5 and P95 of every product are known to this part of their value [1].
    executor : Executor, optional
        Evaluates chunks; without one they are evaluated here, one after the other.
    store : Store, optional
        Keeps the chunks; not together with `width`.

    Raises
    ------
    InputError
        If more than `MOST_REFUSED` of the draws of a scenario could not be calculated.
    """
    problems = Problems()
    found = _drawn(drawn, footprints, n, width, executor, store, progress, problems)
    if found is not None:
        check_refused(drawn, list(found.samples), problems)
    problems.raise_any()
    assert found is not None
    return found


def _drawn(
    drawn: SamplingPlan,
    footprints: Sequence[Footprint],
    n: int,
    width: float | None,
    executor: Executor | None,
    store: Store | None,
    progress: Progress,
    problems: Problems,
) -> Draws | None:
    if width is not None:
        most = max(n, MOST_UNTIL)
        samples, reached = sample_until(
            drawn, footprints, width, most, executor, lambda done: progress(done, most)
        )
        return Draws(drawn, tuple(samples), width, reached)
    if store is None:
        chunks = _reported(run(drawn, sizes_of(n), executor), n, progress)
        return Draws(drawn, tuple(collect(drawn, footprints, chunks)))
    first = collect(drawn, footprints, [(0, drawn.chunk(0, min(n, PILOT)))])
    check_refused(drawn, first, problems)  # before anything is written
    if problems.found:
        return None
    store.create()
    missing = store.missing(n)
    whole = sum(size for _, size in missing)
    for number, outcomes in _reported(run(drawn, missing, executor), whole, progress):
        store.keep(number, outcomes)
    return Draws(drawn, tuple(store.read(drawn, footprints, n)))


def _reported(
    chunks: Iterable[tuple[int, tuple[VectorResult, ...]]], whole: int, progress: Progress
) -> Chunks:
    done = 0
    for number, outcomes in chunks:
        done += outcomes[0].size
        progress(done, whole)
        yield number, outcomes


def sample(
    plant: Plant,
    factors: Factors | None = None,
    n: int = 10_000,
    seed: int = 1,
    scenario: str = BASELINE,
    *,
    what: What = "both",
    gsd: float | None = None,
) -> pd.DataFrame:
    """Return the footprints with one column per draw of what is uncertain.

    Defaults are drawn between their low and high (triangular, the mode at the value); factors by
    their geometric standard deviation (lognormal, the median at the value) or else between low and
    high; numbers of the plant as it states under ``uncertainty``. What one row states is drawn
    once, however many steps use it. What has no distribution stays as it is.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the bundled tables if not given.
    n : int
        Number of draws.
    seed : int
        The same seed gives the same draws, whatever the number of draws and scenario.
    scenario : str
        The name of a scenario of the plant, or ``baseline``.
    what : str
        ``parameters``, ``factors`` or ``both``.
    gsd : float, optional
        Geometric standard deviation for factor rows that have no distribution of their own,
        1 to 100 [1].

    Returns
    -------
    DataFrame
        One row per product: the columns of the footprint CSV, then ``draw 0`` to ``draw n-1`` with
        the total [kgCO2e per unit]; NaN where a draw cannot be calculated, or does not sell the
        product.

    Raises
    ------
    InputError
        With everything that must be corrected, each with its place; also if more than 5 % of the
        draws cannot be calculated, as those that can would be biased.
    """
    import numpy as np
    import pandas as pd

    problems = Problems()
    check_options(problems, n, seed, what, gsd)
    problems.raise_any()
    made = plan(plant, factors_of(plant, factors), [scenario], seed, problems, what=what, gsd=gsd)
    problems.raise_any()
    assert made is not None
    (found,) = draw(*made, n).samples
    totals = [found.totals[item.name] for item in found.deterministic.products_sold]
    names = [f"draw {i}" for i in range(n)]
    return pd.concat(
        [found.deterministic.products, pd.DataFrame(np.array(totals), columns=names)], axis=1
    )
