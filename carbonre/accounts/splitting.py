"""Splitting the change of a product over its factors: exact, and free of order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction


def split_product(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Split the change of a product over its factors, as the mean over all orders of changing.

    These are Shapley values, as fractions, so they add up to the change without a remainder;
    swapping the two sides changes every sign and nothing else. For three factors::

        of the first = d1 (2 b2 b3 + 2 a2 a3 + b2 a3 + a2 b3) / 6,  d1 = a1 - b1

    Parameters
    ----------
    before, after : sequence of Fraction
        The factors on either side, as many on both.

    Returns
    -------
    tuple of Fraction
        What the change of each factor adds; zero for one that does not change.
    """
    size = len(before)
    return tuple(
        (after[i] - before[i]) * _mean_of_the_others(before, after, i, size)
        if after[i] != before[i]
        else Fraction(0)
        for i in range(size)
    )


def _mean_of_the_others(
    before: Sequence[Fraction], after: Sequence[Fraction], own: int, size: int
) -> Fraction:
    """The product of the other factors, as the mean over all orders in which they change."""
    others = [i for i in range(size) if i != own]
    total = Fraction(0)
    for changed in itertools.product((False, True), repeat=len(others)):
        weight = Fraction(1, size * math.comb(size - 1, sum(changed)))
        total += weight * math.prod(
            after[i] if is_changed else before[i]
            for i, is_changed in zip(others, changed, strict=True)
        )
    return total
