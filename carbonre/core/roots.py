"""Where a function of one value changes its sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence

HALVINGS = 60
Function = Callable[[float], float]


def sign_changes(function: Function, points: Sequence[float], noise: float = 0.0) -> list[float]:
    """Return every value between the points at which a function changes its sign, rising.

    Two changes between two neighbouring points stay unseen; so points must be close enough.

    Parameters
    ----------
    points : sequence of float
        Rising, at least two.
    noise : float
        What counts as zero.
    """
    values = [function(point) for point in points]
    found = []
    last: tuple[float, float] | None = None  # the last point with a sign, and the value there
    zeros: list[float] = []  # points since then at which the function is zero
    for point, value in zip(points, values, strict=True):
        if abs(value) <= noise:
            zeros.append(point)
            continue
        if last is not None and last[1] * value < 0:
            low, high = (last[0], point) if not zeros else (zeros[0], zeros[-1])
            found.append((low + high) / 2 if zeros else _halved(function, low, high, value > 0))
        last, zeros = (point, value), []
    return found


def _halved(function: Function, low: float, high: float, rising: bool) -> float:
    """Halve an interval in which a function changes its sign."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if (function(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2
