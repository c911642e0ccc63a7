"""Polynomials through few points, and a few places between them."""

from __future__ import annotations

import math
from collections.abc import Sequence


def nodes(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return Chebyshev-Lobatto nodes; those of 3, 5 and 9 hold those of 2, 3 and 5."""
    half = (high - low) / 2
    inner = [low + half * (1 - math.cos(math.pi * k / (count - 1))) for k in range(1, count - 1)]
    return (low, *inner, high)


def basis(at: Sequence[float], value: float) -> list[float]:
    """Return the weight of each node in the polynomial through all of them, at a value."""
    return [
        math.prod((value - other) / (node - other) for other in at if other != node) for node in at
    ]


def halton(index: int, prime: int) -> float:
    """Return a member of the sequence of Halton: places in 0 to 1 that are spread evenly."""
    result, part = 0.0, 1.0
    while index:
        part /= prime
        result += part * (index % prime)
        index //= prime
    return result
