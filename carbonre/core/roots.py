"""Where a function of one value changes its sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

HALVINGS = 60
AHEAD = 5  # halvings whose points are evaluated at once
Function = Callable[[Sequence[float]], Sequence[float]]


def sign_changes(function: Function, points: Sequence[float], noise: float = 0.0) -> list[float]:
    """Return every value between the points at which a function changes its sign, rising.

    Two changes between two neighbouring points stay unseen; so points must be close enough.

    Parameters
    ----------
    function : callable
        From values to its values there, many at once.
    points : sequence of float
        Rising, at least two.
    noise : float
        What counts as zero.
    """
    values = function(points)
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
    """Halve an interval in which a function changes its sign.

    All middles that the next halvings may come to are evaluated together.
    """
    known: dict[float, float] = {}
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if middle not in known:
            middles = list(dict.fromkeys(_middles(low, high, AHEAD)))
            known = dict(zip(middles, function(middles), strict=True))
        if (known[middle] > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _middles(low: float, high: float, halvings: int) -> Iterator[float]:
    middle = (low + high) / 2
    if halvings and middle not in (low, high):
        yield middle
        yield from _middles(low, middle, halvings - 1)
        yield from _middles(middle, high, halvings - 1)
