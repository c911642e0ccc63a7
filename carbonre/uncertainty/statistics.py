"""What draws say of a figure: mean, quantiles, and how well they are known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

QUANTILES = (0.025, 0.05, 0.5, 0.95, 0.975)
QUARTILES = (0.25, 0.75)
NORMAL_95 = 1.959963984540054  # the 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Statistics:
    """What draws say of a figure; `quantiles` are those of `QUANTILES`, then the quartiles."""

    count: int
    mean: float
    deviation: float
    quantiles: tuple[float, ...]
    quartiles: tuple[float, float]

    def place_of(self, figure: float) -> Literal["below", "within", "above"]:
        """Return where a figure lies beside the middle half of the draws, P25 to P75."""
        low, high = self.quartiles
        return "below" if figure < low else "above" if figure > high else "within"


def statistics(values: Array) -> Statistics | None:
    """Return the statistics of figures; None if there is no number among them."""
    import numpy as np

    known = values[np.isfinite(values)]
    if not len(known):
        return None
    deviation = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    quantiles = tuple(float(q) for q in np.quantile(known, QUANTILES))
    low, high = (float(q) for q in np.quantile(known, QUARTILES))
    return Statistics(len(known), float(known.mean()), deviation, quantiles, (low, high))


def half_width(values: Array) -> float:
    """Return the half width of the 95 % intervals of mean, P5 and P95, the widest, over the value.

    The interval of the mean is that of the normal distribution; those of the quantiles lie between
    the order statistics that the binomial distribution gives.
    """
    import numpy as np

    known = np.sort(values[np.isfinite(values)])
    n = len(known)
    if n < 2:
        return math.inf
    if known[0] == known[-1]:
        return 0.0
    mean = float(known.mean())
    widths = [(NORMAL_95 * float(known.std(ddof=1)) / math.sqrt(n), mean)]
    for share in (0.05, 0.95):
        reach = NORMAL_95 * math.sqrt(n * share * (1 - share))
        low, high = math.floor(n * share - reach), math.ceil(n * share + reach)
        if low < 0 or high >= n:
            return math.inf
        middle = float(np.quantile(known, share))
        widths.append((float(known[high] - known[low]) / 2, middle))
    return max(_part(width, value) for width, value in widths)


def _part(width: float, value: float) -> float:
    """Return a width as a part of a value; what has a width about zero is never known."""
    if not width:
        return 0.0
    return width / abs(value) if value else math.inf
