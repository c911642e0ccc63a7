"""The same plant over many draws of what is uncertain.

Draws are made in chunks of a fixed size, and each chunk knows its own random numbers: so it does
not matter where, in which order or beside how many others a chunk is evaluated.
"""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonre.core.errors import Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint.products import PLANT, ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import CHUNK, VectorResult
from carbonre.plant.format import Plant
from carbonre.plant.scenarios import is_known
from carbonre.uncertainty.distributions import Stream, as_overrides, parts_of
from carbonre.uncertainty.statistics import half_width
from carbonre.uncertainty.uncertain_inputs import WHAT, Uncertain, What, uncertain

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

FIGURE = re.compile(r"[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


@dataclass(frozen=True)
class SamplingPlan:
    """What is drawn, of which scenarios; small enough to be sent to a worker.

    Attributes
    ----------
    studies, uncertain : tuple
        One entry for each scenario. What scenarios have in common has common random numbers.
    seed : int
        The same seed gives the same draws.
    """

    studies: tuple[Study, ...]
    uncertain: tuple[Uncertain, ...]
    seed: int

    def chunk(self, number: int, size: int = CHUNK) -> tuple[VectorResult, ...]:
        """Evaluate the first `size` draws of a chunk, for each scenario."""
        return tuple(
            _joined(study, found, self.seed, number, size)
            for study, found in zip(self.studies, self.uncertain, strict=True)
        )


def _joined(study: Study, found: Uncertain, seed: int, number: int, size: int) -> VectorResult:
    """Evaluate a chunk in parts whose draws stay small."""
    stream = Stream(found.variables, seed, number)
    outcome = VectorResult(size)
    start = 0
    for part in parts_of(size, len(found.variables)):
        overrides = as_overrides(found.variables, stream.take(part))
        outcome.take_up(study.evaluate(overrides, part), start)
        start += part
    return outcome


def plan(
    plant: Plant,
    factors: Factors,
    scenarios: Sequence[str],
    seed: int,
    problems: Problems,
    *,
    what: What = "both",
    gsd: float | None = None,
) -> tuple[SamplingPlan, list[Footprint]] | None:
    """Return what to draw and the deterministic footprints; None if something is wrong."""
    baseline = Study.of(plant, factors).drawn()
    studies: list[Study] = []
    footprints: list[Footprint] = []
    found: list[Uncertain] = []
    for name in scenarios:
        local = Problems()  # what is wrong in one scenario does not hide what is in the next
        study = baseline.scenario(name) if is_known(plant, name, local) else None
        deterministic = None if study is None else study.calculate(local)
        if study is not None and deterministic is not None:
            studies.append(study)
            footprints.append(deterministic)
            found.append(uncertain(study, local, what, gsd))
        problems.found += local.found
    if problems.found:
        return None
    return SamplingPlan(tuple(studies), tuple(found), seed), footprints


def check_options(
    problems: Problems, n: int, seed: int, what: str = "both", gsd: float | None = None
) -> None:
    """Refuse what cannot be drawn."""
    if n < 1:
        problems.add(f"{n} draws: one at least is wanted", code="invalid-option")
    if seed < 0:
        problems.add(f"the seed {seed} is negative; zero or more is wanted", code="invalid-option")
    if what not in WHAT:
        problems.add(f"what: '{what}' is none of {', '.join(WHAT)}", code="invalid-option")
    if gsd is not None and not 1 <= gsd <= 100:
        problems.add(
            f"gsd: {gsd:g} is no geometric standard deviation; 1 to 100 is wanted",
            code="invalid-option",
        )


def run(
    drawn: SamplingPlan,
    sizes: Iterable[tuple[int, int]],
    executor: Executor | None = None,
    ahead: int = 8,
) -> Iterator[tuple[int, tuple[VectorResult, ...]]]:
    """Yield chunk after chunk, in order; with an executor, some are evaluated ahead.

    Parameters
    ----------
    sizes : iterable of (chunk, size)
        Which chunks, and how many of their draws.
    """
    if executor is None:
        for number, size in sizes:
            yield number, drawn.chunk(number, size)
        return
    waiting: deque[tuple[int, Any]] = deque()
    for number, size in sizes:
        waiting.append((number, executor.submit(drawn.chunk, number, size)))
        if len(waiting) > ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


def sizes_of(n: int) -> Iterator[tuple[int, int]]:
    """Cut `n` draws into chunks."""
    for number, start in enumerate(range(0, n, CHUNK)):
        yield number, min(CHUNK, n - start)


@dataclass(frozen=True)
class Sample:
    """The draws of one scenario.

    Attributes
    ----------
    totals : mapping
        For each product, and for the ``(plant)``, one figure for each draw: kgCO2e per unit (of
        the plant: in the period); NaN where a draw is refused or does not sell the product.
    refused : mapping
        Why draws could not be calculated, and how many.
    """

    deterministic: Footprint
    uncertain: Uncertain
    totals: Mapping[str, Array]
    refused: Mapping[str, int]

    @property
    def size(self) -> int:
        """Number of draws, refused ones included."""
        return len(self.totals[PLANT])

    def deterministic_total(self, product: str) -> float:
        """Return the figure without draws [kgCO2e per unit; of the plant: in the period]."""
        if product == PLANT:
            return self.deterministic.total
        return float(self._sold(product).total)

    def unit_of(self, product: str) -> str:
        """Return what the figure is per."""
        return "period" if product == PLANT else self._sold(product).unit.text

    def _sold(self, product: str) -> ProductFootprint:
        return self.deterministic.products_sold.named(product)


class Accumulator:
    """Takes up chunk after chunk, and keeps the totals only."""

    def __init__(self, footprints: Sequence[Footprint]) -> None:
        self.footprints, self.count = footprints, 0
        self.totals: list[dict[str, list[Array]]] = [
            {name: [] for name in (PLANT, *(item.name for item in deterministic.products_sold))}
            for deterministic in footprints
        ]
        self.refused = [FailureCounts() for _ in footprints]

    def add(self, outcomes: Sequence[VectorResult]) -> None:
        """Take up a chunk."""
        self.count += outcomes[0].size
        for outcome, sums, reasons in zip(outcomes, self.totals, self.refused, strict=True):
            for name, parts in sums.items():
                parts.append(outcome.total_of(name))
            reasons.add(str(problem) for _, problem in sorted(outcome.refused.items()))

    def samples(self, drawn: SamplingPlan) -> list[Sample]:
        """Return the samples of all scenarios."""
        import numpy as np

        joined = [
            {name: np.concatenate(parts) for name, parts in sums.items()} for sums in self.totals
        ]
        return [
            Sample(deterministic, found, sums, why.counted())
            for deterministic, found, sums, why in zip(
                self.footprints, drawn.uncertain, joined, self.refused, strict=True
            )
        ]


def collect(
    drawn: SamplingPlan,
    footprints: Sequence[Footprint],
    chunks: Iterable[tuple[int, tuple[VectorResult, ...]]],
) -> list[Sample]:
    """Return the samples of all scenarios."""
    gathered = Accumulator(footprints)
    for _, outcomes in chunks:
        gathered.add(outcomes)
    return gathered.samples(drawn)


class FailureCounts:
    """Counts why draws cannot be calculated; what differs in figures only is one reason."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def add(self, texts: Iterable[str]) -> None:
        """Count reasons."""
        for text, count in Counter(texts).items():
            form = FIGURE.sub("0", text)
            self.first.setdefault(form, text)
            self.counts[form] += count

    def counted(self) -> dict[str, int]:
        """Return each reason, in the words in which it was met first, and its number."""
        return {self.first[form]: count for form, count in self.counts.items()}


def probability_lower(one: Sample, two: Sample, product: str) -> tuple[float, Array]:
    """Return how probable it is that the second is below the first, and the differences.

    Both have common random numbers, so what they share cancels. A draw that either refuses is left
    out.
    """
    import numpy as np

    difference = two.totals[product] - one.totals[product]
    known = difference[np.isfinite(difference)]
    below = float((known < 0).mean()) if len(known) else math.nan
    return below, known


def sample_until(
    drawn: SamplingPlan,
    footprints: Sequence[Footprint],
    width: float,
    most: int,
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda n: None,
) -> tuple[list[Sample], float]:
    """Draw until mean, P5 and P95 of every product are known to `width`, or `most` draws are made.

    Returns
    -------
    list of Sample, float
        And the width that was reached.
    """
    gathered = Accumulator(footprints)
    reached, check_at = math.inf, CHUNK
    for _, outcomes in run(drawn, sizes_of(most), executor):
        gathered.add(outcomes)
        count = gathered.count
        progress(count)
        if count < check_at and count < most:
            continue
        check_at = math.ceil(count * 1.25)  # sorting all draws after each chunk would be most of it
        samples = gathered.samples(drawn)
        reached = max(half_width(values) for one in samples for values in one.totals.values())
        if reached <= width:
            break
    return samples, reached
