"""Arithmetic that reads the same for one number, for an array of rows and for a pint quantity.

numpy is imported only when an array arrives: a single plant never needs it.
"""

from __future__ import annotations

import math
from typing import Any


def is_single(value: Any) -> bool:
    """Return whether `value` is one number (or one pint quantity), not an array of rows."""
    return not getattr(value, "ndim", 0)


def shown(value: Any, form: str) -> str:
    """Write a dimensionless value for a message; of rows, the least and the largest."""
    if is_single(value):
        return format(float(value), form)
    return " to ".join(format(float(end), form) for end in (value.min(), value.max()))


def log(value: Any) -> Any:
    """Natural logarithm of a dimensionless value."""
    if is_single(value):
        return math.log(value)
    import numpy as np

    return np.log(value)


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Return `yes` where the condition holds and `no` elsewhere, row by row."""
    if is_single(condition):
        return yes if condition else no
    import numpy as np

    return np.where(condition, yes, no)


def maximum(left: Any, right: Any) -> Any:
    """Return the larger of two values, row by row."""
    return where(left >= right, left, right)


def minimum(left: Any, right: Any) -> Any:
    """Return the smaller of two values, row by row."""
    return where(left <= right, left, right)
