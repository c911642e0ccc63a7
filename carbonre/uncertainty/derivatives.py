"""How a footprint answers to each uncertain value, at the deterministic values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.core.arrays import Numeric
from carbonre.footprint.products import PLANT
from carbonre.footprint.study import Study
from carbonre.uncertainty.distributions import Distribution, UncertainInput, as_overrides

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

TOGETHER = 256  # values that are moved in one evaluation
STEP = 1e-4  # of the value, to either side: curvature is felt in the eighth digit


@dataclass(frozen=True)
class Derivatives:
    """First derivatives of the total of each product, in kgCO2e per unit and base unit.

    Attributes
    ----------
    deterministic : mapping
        The total of each product as the plant is written [kgCO2e per unit].
    of : mapping
        For each product, one derivative for each variable; NaN where a step to either side
        cannot be calculated.
    """

    variables: tuple[UncertainInput, ...]
    deterministic: Mapping[str, float]
    of: Mapping[str, Array]

    def elasticity(self, product: str) -> list[float]:
        """Return the change of the total in per cent where a value changes by one per cent [1].

        NaN where the total is zero.
        """
        total = self.deterministic[product] or math.nan
        pairs = zip(self.variables, self.of[product], strict=True)
        return [float(slope * v.distribution.value / total) for v, slope in pairs]

    def shift(self, product: str) -> list[float]:
        """Return by how much the mean of each distribution moves the total, to first order."""
        pairs = zip(self.variables, self.of[product], strict=True)
        return [float(slope * (v.distribution.mean - v.distribution.value)) for v, slope in pairs]

    def deviation(self, product: str) -> float:
        """Return the standard deviation of the total by first-order propagation."""
        pairs = zip(self.variables, self.of[product], strict=True)
        parts = [float(slope) * v.distribution.deviation for v, slope in pairs]
        return math.sqrt(math.fsum(p * p for p in parts if math.isfinite(p)))


def derivatives(study: Study, variables: Sequence[UncertainInput]) -> Derivatives:
    """Return the derivatives of every product's total by central differences.

    A value of zero has no per cent of itself: it is moved by a part of its own distribution.
    """
    import numpy as np

    deterministic = [variable.distribution.value for variable in variables]
    still = study.evaluate(as_overrides(variables, deterministic), 1)
    totals = {name: float(still.total_of(name)[0]) for name in (PLANT, *still.products)}
    of = {name: np.full(len(variables), np.nan) for name in totals}
    for start in range(0, len(variables), TOGETHER):
        some = range(start, min(start + TOGETHER, len(variables)))
        values: list[Numeric] = list(deterministic)  # what is not moved here stays one number
        steps = np.array([_step(variables[i].distribution) for i in some])
        for row, i in enumerate(some):
            column = np.full(2 * len(some), deterministic[i])
            column[2 * row] += steps[row]
            column[2 * row + 1] -= steps[row]
            values[i] = column
        outcome = study.evaluate(as_overrides(variables, values), 2 * len(some))
        for name, slope in of.items():
            figures = outcome.total_of(name)
            slope[start : start + len(some)] = (figures[0::2] - figures[1::2]) / (2 * steps)
    return Derivatives(tuple(variables), totals, of)


def _step(distribution: Distribution) -> float:
    return STEP * abs(distribution.value) or STEP * distribution.deviation
