"""How a footprint answers to each uncertain value, at the static point."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.blocks import PLANT, Job, evaluate
from carbonre.spreads import Variable, as_rows

if TYPE_CHECKING:
    from carbonre.blocks import Array

STEP = 1e-4  # of the value, to either side: curvature is felt in the eighth digit


@dataclass(frozen=True)
class Slopes:
    """First derivatives of the total of each product, in kgCO2e per unit and base unit.

    Attributes
    ----------
    static : mapping
        The total of each product as the plant is written [kgCO2e per unit].
    of : mapping
        For each product, one derivative for each variable; NaN where a step to either side
        cannot be calculated.
    """

    variables: tuple[Variable, ...]
    static: Mapping[str, float]
    of: Mapping[str, Array]

    def elasticity(self, product: str) -> list[float]:
        """Return the change of the total in per cent where a value changes by one per cent [1]."""
        pairs = zip(self.variables, self.of[product], strict=True)
        return [float(slope * v.spread.value / self.static[product]) for v, slope in pairs]

    def shift(self, product: str) -> list[float]:
        """Return by how much the mean of each spread moves the total, to first order."""
        pairs = zip(self.variables, self.of[product], strict=True)
        return [float(slope * (v.spread.mean - v.spread.value)) for v, slope in pairs]

    def deviation(self, product: str) -> float:
        """Return the standard deviation of the total by first-order propagation."""
        pairs = zip(self.variables, self.of[product], strict=True)
        parts = [float(slope) * v.spread.deviation for v, slope in pairs]
        return math.sqrt(math.fsum(p * p for p in parts if math.isfinite(p)))


def slopes(job: Job, variables: Sequence[Variable]) -> Slopes:
    """Return the derivatives of every product's total by central differences.

    A value of zero has no per cent of itself: it is moved by a part of its own spread.
    """
    import numpy as np

    count = len(variables)
    static = [variable.spread.value for variable in variables]
    steps = [STEP * abs(v.spread.value) or STEP * v.spread.deviation for v in variables]
    values = []
    for i in range(count):
        column = np.full(2 * count + 1, static[i])
        column[2 * i] += steps[i]
        column[2 * i + 1] -= steps[i]
        values.append(column)
    outcome = evaluate(job, as_rows(variables, values), 2 * count + 1)
    of, totals = {}, {}
    with np.errstate(all="ignore"):
        for name in (PLANT, *outcome.products):
            figures = outcome.total_of(name)
            up, down = figures[0:-1:2], figures[1::2]
            of[name] = (up - down) / (2 * np.array(steps))
            totals[name] = float(figures[-1])
    return Slopes(tuple(variables), totals, of)
