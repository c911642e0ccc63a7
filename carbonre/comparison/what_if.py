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
from typing import Any

from carbonre.comparison.adjustable_factors import (
    AdjustableFactor,
    adjustable_factors,
    lines,
    value_of,
)
from carbonre.comparison.interpolation import basis, halton, nodes
from carbonre.core.arrays import Overrides
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problem, Problems
from carbonre.core.units import QuantityError, Unit, quantity
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import by_uniform_rows
from carbonre.plant.format import Plant
from carbonre.processes import process_named
from carbonre.unit_process.defaults import Default, default_for

LEVELS = (2, 3, 5, 9)  # numbers of nodes; each holds the nodes of the one before
FINEST = 17  # nodes at which a curve is looked at; they hold those of every level
EXACT = 1e-6  # what interpolation may miss along one parameter, of the total
CLOSE = 2e-5  # and between all of them: four digits
BETWEEN = 8  # places at which the whole is looked at
PRIMES = (2, 3, 5, 7, 11)
SMALLEST = 1e-6  # of the total; what moves it less is no slider
MOST = 120  # points at which the plant is calculated
FACTORS, PARAMETERS = 4, 3


@dataclass(frozen=True, eq=False)
class AdjustableParameter:
    """A parameter that can be moved within its plausible band; numbers in base units.

    Attributes
    ----------
    row : Default
        The row of the table of defaults that knows the band.
    steps : tuple of str
        The steps that it belongs to: a default is one number for all that use it.
    path : tuple
        Where the plant states it; empty if it is a default.
    """

    row: Default
    steps: tuple[str, ...]
    value: float
    path: KeyPath = ()

    @property
    def low(self) -> float:
        """The lower end of the band, and of what the plant states."""
        return min(self.row.low or 0.0, self.value)

    @property
    def high(self) -> float:
        """The upper end of the band, and of what the plant states."""
        return max(self.row.high or 0.0, self.value)

    @property
    def unit(self) -> Unit:
        """The unit to show it in."""
        return self.row.unit


@dataclass(frozen=True)
class Axis:
    """A parameter with its nodes, in base units."""

    handle: AdjustableParameter
    nodes: tuple[float, ...]


@dataclass(frozen=True)
class WhatIf:
    """The coefficients of a footprint over some factors and parameters.

    Attributes
    ----------
    knobs, axes : tuple
        What can be moved.
    products : tuple of str
        The products, and the whole plant (an empty name) last.
    points : tuple of tuples
        For each node of the tensor product, the last axis fastest: for each product the constant
        and the coefficient of each knob [kgCO2e per unit; of the plant: in the period].
    error : float
        The largest relative miss that was found between the nodes.
    """

    knobs: tuple[AdjustableFactor, ...]
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
            moved = zip(self.knobs, coefficients[1:], strict=True)
            parts = (factors.get(knob.factor_id, knob.value) * c for knob, c in moved)
            found += math.prod(point) * (coefficients[0] + math.fsum(parts))
        return found


_Point = tuple[tuple[float, ...], ...]
_Values = Mapping[AdjustableParameter, float]


class _Study:
    """One scenario of a plant at other values of its parameters, many at once."""

    def __init__(self, result: Footprint, moving: Sequence[AdjustableFactor]) -> None:
        self.knobs = tuple(moving)
        self.names = [item.name for item in result.products_sold]
        self.study = result.study

    def points(self, asked: Sequence[_Values]) -> list[_Point | None]:
        """Return the lines of every product; None where the plant cannot be, or sells others."""
        import numpy as np

        found: list[_Point | None] = [None] * len(asked)
        handles = list(dict.fromkeys(handle for values in asked for handle in values))
        columns = [np.array([v.get(h, h.value) for v in asked], dtype=float) for h in handles]
        pairs = list(zip(handles, columns, strict=True))
        rows = Overrides(
            defaults={h.row.place: column for h, column in pairs if not h.path},
            plant={h.path: column for h, column in pairs if h.path},
        )
        for index, table in by_uniform_rows(self._lines, rows, len(asked)):
            if isinstance(table, Problem):
                continue
            whole = [[np.broadcast_to(v, len(index)) for v in line] for line in table]
            for place, where in enumerate(index):
                here = tuple(tuple(float(v[place]) for v in line) for line in whole)
                if all(math.isfinite(value) for line in here for value in line):
                    found[where] = here
        return found

    def _lines(self, rows: Overrides, problems: Problems) -> Sequence[Sequence[Any]] | None:
        """Return the lines of every product at some of the places."""
        point = self.study.operating_point(problems, rows)
        if point is None:
            return None
        items = list(point.products_sold())
        if [item.name for item in items] != self.names:
            problems.add("it sells other products", code="incompatible-footprints")
            return None
        return list(lines(point.ledger_rows, [item.amount for item in items], self.knobs))

    def totals(self, asked: Sequence[_Values]) -> list[tuple[float, ...] | None]:
        """Return the total of every product and of the plant at many places."""
        return [
            None if point is None else tuple(value_of(line, self.knobs) for line in point)
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
    study = _Study(result, tuple(adjustable_factors(result, factors)))
    axes: list[Axis] = []
    for handle in (
        _telling(study, list(_adjustable_parameters(result)), result.total) if parameters else ()
    ):
        if len(axes) == parameters:
            break
        taken_ = _nodes(study, handle)
        if taken_ and math.prod(len(axis.nodes) for axis in axes) * len(taken_) <= MOST:
            axes.append(Axis(handle, taken_))
    while True:
        found = _assembled(study, tuple(axes))
        if found is not None and found.error <= CLOSE:
            return found
        if not axes:
            raise AssertionError("a footprint is linear in its factors")
        axes.pop()


def _telling(
    study: _Study, handles: Sequence[AdjustableParameter], total: float
) -> list[AdjustableParameter]:
    """Return the parameters by how far their band moves the plant's total, the farthest first."""
    ends = study.totals([{h: value} for h in handles for value in (h.low, h.high)])
    moves = []
    for handle, low, high in zip(handles, ends[::2], ends[1::2], strict=True):
        if low is not None and high is not None:
            moves.append((abs((high[-1] - low[-1]) / (total or 1.0)), handle))
    moves.sort(key=lambda pair: (-pair[0], pair[1].row.process, pair[1].row.parameter))
    return [handle for move, handle in moves if move > SMALLEST]


def _adjustable_parameters(result: Footprint) -> Iterator[AdjustableParameter]:
    """Yield the defaults that are used, and what the plant states where a band is known."""
    users: dict[Place, list[str]] = {}
    rows: dict[Place, Default] = {}
    for step, run in zip(result.system.steps, result.material.scaling, strict=True):
        for row in step.defaults if run else ():
            rows[row.place] = row
            if step.name not in users.setdefault(row.place, []):
                users[row.place].append(step.name)
        if run:
            yield from _stated(result.plant, step.name)
    for place, steps in users.items():
        row = rows[place]
        if row.value is not None and _has_band(row):
            yield AdjustableParameter(row, tuple(steps), row.value)


def _stated(plant: Plant, step: str) -> Iterator[AdjustableParameter]:
    entry = plant.data.steps[step]
    if not entry.parameters:
        return
    process = process_named(entry.process)
    known = process.parameters
    context = {
        name: str(entry.parameters.get(name, parameter.default))
        for name, parameter in known.items()
        if parameter.form not in ("quantity", "list")
    }
    for name, given in entry.parameters.items():
        if name not in known or known[name].form != "quantity" or not isinstance(given, str):
            continue
        row = default_for(process.name, name, context)
        if row is not None and _has_band(row):
            try:
                value = quantity(given).base
            except QuantityError:  # a bare ratio; it stays as it is
                continue
            yield AdjustableParameter(row, (step,), value, ("steps", step, name))


def _has_band(row: Default) -> bool:
    return row.low is not None and row.high is not None and row.low < row.high


def _nodes(study: _Study, handle: AdjustableParameter) -> tuple[float, ...]:
    """Return as few nodes as hold the curve of one parameter; none if no polynomial does."""
    fine = nodes(handle.low, handle.high, FINEST)
    curve = [total for total in study.totals([{handle: value} for value in fine]) if total]
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


def _assembled(study: _Study, axes: tuple[Axis, ...]) -> WhatIf | None:
    """Calculate all nodes and, spread evenly, a few places between them."""
    handles = [axis.handle for axis in axes]
    grid = list(itertools.product(*(axis.nodes for axis in axes)))
    between = [
        tuple(h.low + (h.high - h.low) * halton(k, prime) for h, prime in zip(handles, PRIMES))  # noqa: B905
        for k in range(1, BETWEEN + 1)
    ]
    places = [dict(zip(handles, values, strict=True)) for values in (*grid, *between)]
    found = [point for point in study.points(places) if point is not None]
    if len(found) < len(places):
        return None
    products = (*study.names, PLANT)
    points, checks = tuple(found[: len(grid)]), found[len(grid) :]
    result = WhatIf(study.knobs, axes, products, points, 0.0)
    misses = [
        _miss(result.total(product, {}, values), value_of(line, study.knobs))
        for values, check in zip(between, checks, strict=True)
        for product, line in zip(products, check, strict=True)
    ]
    return WhatIf(study.knobs, axes, products, points, max(misses))
