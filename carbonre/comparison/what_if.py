"""What a page needs to recompute a footprint by itself: factors exactly, parameters interpolated.

A product's total is linear in the factor of what is bought, at fixed parameters. Over the
parameters the coefficients of these lines are interpolated: Chebyshev-Lobatto nodes in each, their
tensor product in all. A parameter gets as few nodes as hold its own curve (two for a straight one),
and one that no polynomial holds is not offered.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbonre.comparison.adjustable_factors import (
    AdjustableFactor,
    adjustable_factors,
    lines,
    value_of,
)
from carbonre.comparison.adjustable_parameters import AdjustableParameter, adjustable_parameters
from carbonre.comparison.interpolation import basis, halton, nodes
from carbonre.core.arrays import Numeric, Overrides
from carbonre.core.errors import Problem, Problems
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import by_uniform_rows

LEVELS = (2, 3, 5, 9)  # numbers of nodes; each holds the nodes of the one before
FINEST = 17  # nodes at which a curve is looked at; they hold those of every level
EXACT = 1e-6  # what interpolation may miss along one parameter, of the total
CLOSE = 2e-5  # and between all of them: four digits
BETWEEN = 8  # places at which the whole is looked at
PRIMES = (2, 3, 5, 7, 11)
SMALLEST = 1e-6  # of the total; what moves it less is no slider
MOST = 120  # points at which the plant is calculated
FACTORS, PARAMETERS = 4, 3


@dataclass(frozen=True)
class Axis:
    """A parameter with its nodes, in base units."""

    parameter: AdjustableParameter
    nodes: tuple[float, ...]


@dataclass(frozen=True)
class WhatIf:
    """The coefficients of a footprint over some factors and parameters.

    Attributes
    ----------
    adjustable, axes : tuple
        What can be moved.
    products : tuple of str
        The products, and the whole plant (an empty name) last.
    points : tuple of tuples
        For each node of the tensor product, the last axis fastest: for each product the constant
        and the coefficient of each factor [kgCO2e per unit; of the plant: in the period].
    error : float
        The largest relative miss that was found between the nodes.
    """

    adjustable: tuple[AdjustableFactor, ...]
    axes: tuple[Axis, ...]
    products: tuple[str, ...]
    points: tuple[tuple[tuple[float, ...], ...], ...]
    error: float

    def total(self, product: str, factors: Mapping[str, float], values: Sequence[float]) -> float:
        """Return a total as the page does, from factors by their id and parameters in order."""
        index = self.products.index(product)
        weights = [basis(a.nodes, value) for a, value in zip(self.axes, values, strict=True)]
        found = 0.0
        for point, row in zip(itertools.product(*weights), self.points, strict=True):
            coefficients = row[index]
            moved = zip(self.adjustable, coefficients[1:], strict=True)
            parts = (factors.get(factor.factor_id, factor.value) * c for factor, c in moved)
            found += math.prod(point) * (coefficients[0] + math.fsum(parts))
        return found


_Point = tuple[tuple[float, ...], ...]
_Values = Mapping[AdjustableParameter, float]


class _Lines:
    """One scenario of a plant at other values of its parameters, many at once."""

    def __init__(self, result: Footprint, moving: Sequence[AdjustableFactor]) -> None:
        self.adjustable = tuple(moving)
        self.names = [item.name for item in result.products_sold]
        self.study = result.study

    def points(self, asked: Sequence[_Values]) -> list[_Point | None]:
        """Return the lines of every product; None where the plant cannot be, or sells others."""
        import numpy as np

        found: list[_Point | None] = [None] * len(asked)
        parameters = list(dict.fromkeys(parameter for values in asked for parameter in values))
        columns = [np.array([v.get(h, h.value) for v in asked], dtype=float) for h in parameters]
        pairs = list(zip(parameters, columns, strict=True))
        overrides = Overrides(
            defaults={h.row.place: column for h, column in pairs if not h.path},
            plant={h.path: column for h, column in pairs if h.path},
        )
        for index, table in by_uniform_rows(self._lines, overrides, len(asked)):
            if isinstance(table, Problem):
                continue
            whole = [[np.broadcast_to(v, len(index)) for v in line] for line in table]
            for place, where in enumerate(index):
                here = tuple(tuple(float(v[place]) for v in line) for line in whole)
                if all(math.isfinite(value) for line in here for value in line):
                    found[where] = here
        return found

    def _lines(
        self, overrides: Overrides, problems: Problems
    ) -> Sequence[Sequence[Numeric]] | None:
        """Return the lines of every product at some of the places."""
        point = self.study.operating_point(problems, overrides)
        if point is None:
            return None
        items = list(point.products_sold())
        if [item.name for item in items] != self.names:
            problems.add("it sells other products", code="incompatible-footprints")
            return None
        return list(lines(point.ledger_rows, [item.amount for item in items], self.adjustable))

    def totals(self, asked: Sequence[_Values]) -> list[tuple[float, ...] | None]:
        """Return the total of every product and of the plant at many places."""
        return [
            None if point is None else tuple(value_of(line, self.adjustable) for line in point)
            for point in self.points(asked)
        ]


def what_if(result: Footprint, factors: int = FACTORS, parameters: int = PARAMETERS) -> WhatIf:
    """Return the coefficients of a footprint over its most telling factors and parameters.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    factors, parameters : int
        How many of each to offer at most. The grid and the heat come first among the factors.

    Returns
    -------
    WhatIf
        Exact in the factors; between the nodes of the parameters within `error`.
    """
    model = _Lines(result, tuple(adjustable_factors(result, factors)))
    axes: list[Axis] = []
    for parameter in (
        _telling(model, list(adjustable_parameters(result)), result.total) if parameters else ()
    ):
        if len(axes) == parameters:
            break
        taken_ = _nodes(model, parameter)
        if taken_ and math.prod(len(axis.nodes) for axis in axes) * len(taken_) <= MOST:
            axes.append(Axis(parameter, taken_))
    while True:
        found = _assembled(model, tuple(axes))
        if found is not None and found.error <= CLOSE:
            return found
        if not axes:
            raise AssertionError("a footprint is linear in its factors")
        axes.pop()


def _telling(
    model: _Lines, parameters: Sequence[AdjustableParameter], total: float
) -> list[AdjustableParameter]:
    """Return the parameters by how far their range moves the plant's total, the farthest first."""
    ends = model.totals([{h: value} for h in parameters for value in (h.low, h.high)])
    moves = []
    for parameter, low, high in zip(parameters, ends[::2], ends[1::2], strict=True):
        if low is not None and high is not None:
            moves.append((abs((high[-1] - low[-1]) / (total or 1.0)), parameter))
    moves.sort(key=lambda pair: (-pair[0], pair[1].row.process, pair[1].row.parameter))
    return [parameter for move, parameter in moves if move > SMALLEST]


def _nodes(model: _Lines, parameter: AdjustableParameter) -> tuple[float, ...]:
    """Return as few nodes as hold the curve of one parameter; none if no polynomial does."""
    fine = nodes(parameter.low, parameter.high, FINEST)
    curve = [total for total in model.totals([{parameter: value} for value in fine]) if total]
    if len(curve) < len(fine):
        return ()
    for count in LEVELS:
        every = (FINEST - 1) // (count - 1)
        at, points = fine[::every], curve[::every]
        met = (_through(at, points, value) for value in fine)
        misses = (_miss(*pair) for one, two in zip(met, curve, strict=True)
                  for pair in zip(one, two, strict=True))  # fmt: skip
        if max(misses) <= EXACT:
            return at
    return ()


def _through(
    at: Sequence[float], points: Sequence[Sequence[float]], value: float
) -> Iterator[float]:
    """Yield for each product the polynomial through some points, at a value."""
    weights = basis(at, value)
    for curve in zip(*points, strict=True):
        yield math.fsum(w * y for w, y in zip(weights, curve, strict=True))


def _miss(met: float, true: float) -> float:
    return abs(met - true) / (abs(true) or 1.0)


def _assembled(model: _Lines, axes: tuple[Axis, ...]) -> WhatIf | None:
    """Calculate all nodes and, spread evenly, a few places between them."""
    parameters = [axis.parameter for axis in axes]
    grid = list(itertools.product(*(axis.nodes for axis in axes)))
    between = [
        tuple(h.low + (h.high - h.low) * halton(k, prime) for h, prime in zip(parameters, PRIMES))  # noqa: B905
        for k in range(1, BETWEEN + 1)
    ]
    places = [dict(zip(parameters, values, strict=True)) for values in (*grid, *between)]
    found = [point for point in model.points(places) if point is not None]
    if len(found) < len(places):
        return None
    products = (*model.names, PLANT)
    points, checks = tuple(found[: len(grid)]), found[len(grid) :]
    result = WhatIf(model.adjustable, axes, products, points, 0.0)
    misses = [
        _miss(result.total(product, {}, values), value_of(line, model.adjustable))
        for values, check in zip(between, checks, strict=True)
        for product, line in zip(products, check, strict=True)
    ]
    return WhatIf(model.adjustable, axes, products, points, max(misses))
