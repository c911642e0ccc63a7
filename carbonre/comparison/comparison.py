"""Footprints side by side with the first of them: differences, break-even, sweep, allocations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from carbonre.comparison import levers
from carbonre.comparison.allocation_methods import MethodResult, by_method
from carbonre.comparison.break_even import BreakEven, break_even
from carbonre.comparison.comparability import incompatibilities, labels
from carbonre.comparison.drivers import By, Effect, drivers
from carbonre.comparison.sweep import Axis, Point, axes, sweep
from carbonre.core.errors import InputError
from carbonre.footprint.result import Footprint

Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


@dataclass(frozen=True)
class Difference:
    """One footprint against the reference.

    Attributes
    ----------
    parts : Parts or None
        What each lever does; None where the difference is not split by levers.
    effects : sequence of Effect
        What makes the difference, the largest first.
    break_even : sequence of BreakEven
        Where the two are equal, if that was asked for.
    """

    reference: Footprint
    other: Footprint
    reference_label: str
    other_label: str
    parts: levers.Parts | None
    effects: Sequence[Effect]
    break_even: Sequence[BreakEven] = ()


@dataclass(frozen=True)
class Comparison:
    """Footprints side by side; the first one is the reference.

    Attributes
    ----------
    path : str or None
        Of which value the break-even was sought.
    axes, points
        The ranges of the sweep, and the footprints along them.
    methods : tuple of list of MethodResult
        Each footprint under every allocation.
    """

    results: tuple[Footprint, ...]
    differences: tuple[Difference, ...]
    path: str | None
    axes: Sequence[Axis]
    points: Sequence[Point]
    methods: tuple[list[MethodResult], ...]


@contextmanager
def _silent(what: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda done, whole: None


def comparison(
    results: Sequence[Footprint],
    by: By = "lever",
    *,
    break_even_of: str | None = None,
    along: Sequence[str] = (),
    allocations: bool = False,
    progress: Progress = _silent,
) -> Comparison:
    """Compare footprints with the first of them.

    Parameters
    ----------
    results : sequence of Footprint
        Scenarios of one plant, or plants that sell the same products.
    by : str
        What differences are split by; see `compare`.
    break_even_of : str, optional
        The path of a value: where each footprint is equal to the reference; see `break_even`.
    along : sequence of str
        One or two ranges, ``PATH=LOW..HIGH``; see `sweep`.
    allocations : bool
        Whether each footprint is calculated under every allocation.
    progress : callable
        Makes a context for a kind of work, in which it is told how much of how much is done.

    Raises
    ------
    InputError
        If two cannot be compared, or a path or range leads to nothing that can be changed.
    """
    titles = labels(results)
    methods = tuple(
        by_method(result.study.plant, result.study.factors, result.scenario)
        for result in (results if allocations else ())
    )
    differences = []
    for other, title in zip(results[1:], titles[1:], strict=True):
        problems = incompatibilities(results[0], other)
        if problems:
            raise InputError(problems)
        with progress("sets of levers") as tick:
            parts = levers.parts(results[0], other, tick) if by == "lever" else None
        effects = drivers(results[0], other, by, parts)
        equal = break_even(results[0], other, break_even_of) if break_even_of is not None else ()
        differences.append(Difference(results[0], other, titles[0], title, parts, effects, equal))
    ranges, points = list[Axis](), list[Point]()
    if along:
        ranges = axes(along, results[0].plant.document.file)
        with progress("points") as tick:
            points = sweep(results, along, tick)
    return Comparison(tuple(results), tuple(differences), break_even_of, ranges, points, methods)
