"""Arithmetic that reads the same for one number, for an array of rows and for a pint quantity.

numpy is imported only when an array arrives: a single plant never needs it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

_NONE: Mapping[Any, Any] = MappingProxyType({})


class SplitRows(Exception):  # noqa: N818
    """The rows disagree about a decision: those where it `holds`, and the others, go apart."""

    def __init__(self, holds: Any) -> None:
        super().__init__("the rows disagree")
        self.holds = holds


@dataclass(frozen=True)
class Overrides:
    """Values that stand in for what is written, each one number or an array with one per row.

    Attributes
    ----------
    defaults : mapping
        By the place of a row of a table of defaults: its value [base unit].
    given : mapping
        By the path in the plant file: the value there [base unit].
    factors : mapping
        By the id of a factor row: what the factor is multiplied with [1].
    """

    defaults: Mapping[Any, Any] = field(default_factory=lambda: _NONE)
    given: Mapping[tuple[str | int, ...], Any] = field(default_factory=lambda: _NONE)
    factors: Mapping[str, Any] = field(default_factory=lambda: _NONE)


NO_OVERRIDES = Overrides()


def is_scalar(value: Any) -> bool:
    """Return whether `value` is one number (or one pint quantity), not an array of rows."""
    return not getattr(value, "ndim", 0)


def shown(value: Any, form: str) -> str:
    """Write a dimensionless value for a message; of rows, the least and the largest."""
    if is_scalar(value):
        return format(float(value), form)
    return " to ".join(format(float(end), form) for end in (value.min(), value.max()))


def log(value: Any) -> Any:
    """Natural logarithm of a dimensionless value."""
    if is_scalar(value):
        return math.log(value)
    import numpy as np

    return np.log(value)


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Return `yes` where the condition holds and `no` elsewhere, row by row."""
    if is_scalar(condition):
        return yes if condition else no
    import numpy as np

    return np.where(condition, yes, no)


def maximum(left: Any, right: Any) -> Any:
    """Return the larger of two values, row by row."""
    if is_scalar(left) and is_scalar(right):
        return left if left >= right else right
    import numpy as np

    return np.maximum(left, right)


def minimum(left: Any, right: Any) -> Any:
    """Return the smaller of two values, row by row."""
    if is_scalar(left) and is_scalar(right):
        return left if left <= right else right
    import numpy as np

    return np.minimum(left, right)


def unanimous(condition: Any) -> bool:
    """Return what all rows say to a condition.

    Raises
    ------
    Divided
        If they disagree: whoever began with these rows evaluates the two parts apart.
    """
    if is_scalar(condition):
        return bool(condition)
    import numpy as np

    count = np.count_nonzero(condition)
    if 0 < count < condition.size:
        raise SplitRows(condition)
    return bool(count)


def first(value: Any) -> float:
    """Return one number to show: the first row."""
    return float(value if is_scalar(value) else value.flat[0])


def any_nonzero(value: Any) -> bool:
    """Return whether a value is other than zero, in any row."""
    if is_scalar(value):
        return bool(value)
    return bool(value.item(0)) or bool(value.any())  # mostly the first row tells


def total(values: Iterable[Any]) -> Any:
    """Return a sum; of single numbers to the last digit, whatever their order."""
    listed = list(values)
    if all(isinstance(value, (int, float)) for value in listed):
        return math.fsum(listed)
    return sum_terms(listed)


def scale(value: Any, share: Any) -> Any:
    """Return a product; a share of one spares the array."""
    return value if is_scalar(share) and share == 1 else value * share


def add(left: Any, right: Any) -> Any:
    """Return a sum; a zero spares the array."""
    if is_scalar(right) and right == 0:
        return left
    return right if is_scalar(left) and left == 0 else left + right


def clip(value: Any, least: Any) -> Any:
    """Return a value where it is more than `least`, else zero; one zero if no row has more."""
    more = value > least
    if is_scalar(more):
        return value if more else 0.0
    import numpy as np

    count = np.count_nonzero(more)
    if count in (0, more.size):
        return value if count else 0.0
    return np.where(more, value, 0.0)


def finite(value: Any) -> Any:
    """Say whether a value is a number, row by row."""
    if is_scalar(value):
        return math.isfinite(value)
    import numpy as np

    return np.isfinite(value)


def sum_terms(values: Iterable[Any]) -> Any:
    """Return a sum from left to right; it begins with the first value, which spares an array."""
    terms = iter(values)
    return sum(terms, next(terms, 0.0))
