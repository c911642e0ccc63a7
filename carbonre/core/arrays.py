"""Arithmetic that reads the same for one number, for an array of rows and for a pint quantity.

numpy is imported only when an array arrives: a single plant never needs it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Numeric = Any  # one number, an array with one number per row, or a pint quantity
_NONE: Mapping[Any, Any] = MappingProxyType({})


class SplitRows(Exception):  # noqa: N818
    """The rows disagree about a decision: those where it `holds`, and the others, go apart."""

    def __init__(self, holds: Any) -> None:
        super().__init__("the rows disagree")
        self.holds = holds


@dataclass(frozen=True)
class Overrides:
    """Numbers in place of those that are written, each one number or an array with one per row.

    Whoever reads a number that may be overridden reads it through `value`, `default` or `factor`:
    a number that is read past them stays as it is written, whatever is swept or drawn.

    Attributes
    ----------
    defaults : mapping
        By the place of a row of a table of defaults: its value [base unit].
    plant : mapping
        By the path in the plant file: the value there [base unit].
    factors : mapping
        By the id of a factor row: what the factor is multiplied with [1].
    """

    defaults: Mapping[Any, Numeric] = field(default_factory=lambda: _NONE)
    plant: Mapping[tuple[str | int, ...], Numeric] = field(default_factory=lambda: _NONE)
    factors: Mapping[str, Numeric] = field(default_factory=lambda: _NONE)

    @property
    def is_empty(self) -> bool:
        """Whether every number stands as it is written."""
        return not (self.defaults or self.plant or self.factors)

    def value(self, path: tuple[str | int, ...], written: Numeric) -> Numeric:
        """Return the number at a path of the plant file: its override, or as it is written."""
        return self.plant.get(path, written)

    def default(self, place: Any, written: Numeric) -> Numeric:
        """Return the value of a row of a table of defaults, which is at `place`."""
        return self.defaults.get(place, written)

    def factor(self, row_id: str, written: Mapping[str, Numeric]) -> Mapping[str, Numeric]:
        """Return the gases of a factor row [kg per base unit]."""
        times = self.factors.get(row_id)
        return written if times is None else {gas: kg * times for gas, kg in written.items()}

    def take(self, rows: Any) -> Overrides:
        """Return some of the rows, by a slice or an array of indices; single numbers stay."""

        def of(values: Mapping[Any, Numeric]) -> dict[Any, Numeric]:
            return {key: v if is_scalar(v) else v[rows] for key, v in values.items()}

        return Overrides(of(self.defaults), of(self.plant), of(self.factors))


@dataclass(frozen=True)
class ReadRecorder(Overrides):
    """Overrides of nothing, that record each number of a plant file that is read.

    Attributes
    ----------
    read : dict
        By its path, the number as it is written [base unit].
    """

    read: dict[tuple[str | int, ...], Numeric] = field(default_factory=dict)

    def value(self, path: tuple[str | int, ...], written: Numeric) -> Numeric:
        """Record the number, and let it stand."""
        self.read[path] = written
        return written


NO_OVERRIDES = Overrides()


def is_scalar(value: Numeric) -> bool:
    """Return whether `value` is one number (or one pint quantity), not an array of rows."""
    return not getattr(value, "ndim", 0)


def shown(value: Numeric, form: str) -> str:
    """Write a dimensionless value for a message; of rows, the least and the largest."""
    if is_scalar(value):
        return format(float(value), form)
    return " to ".join(format(float(end), form) for end in (value.min(), value.max()))


def log(value: Numeric) -> Numeric:
    """Natural logarithm of a dimensionless value."""
    if is_scalar(value):
        return math.log(value)
    import numpy as np

    return np.log(value)


def where(condition: Numeric, yes: Numeric, no: Numeric) -> Numeric:
    """Return `yes` where the condition holds and `no` elsewhere, row by row."""
    if is_scalar(condition):
        return yes if condition else no
    import numpy as np

    return np.where(condition, yes, no)


def maximum(left: Numeric, right: Numeric) -> Numeric:
    """Return the larger of two values, row by row."""
    if is_scalar(left) and is_scalar(right):
        return left if left >= right else right
    import numpy as np

    return np.maximum(left, right)


def minimum(left: Numeric, right: Numeric) -> Numeric:
    """Return the smaller of two values, row by row."""
    if is_scalar(left) and is_scalar(right):
        return left if left <= right else right
    import numpy as np

    return np.minimum(left, right)


def unanimous(condition: Numeric) -> bool:
    """Return what all rows say to a condition.

    Raises
    ------
    SplitRows
        If they disagree: whoever began with these rows evaluates the two parts apart.
    """
    if is_scalar(condition):
        return bool(condition)
    import numpy as np

    count = np.count_nonzero(condition)
    if 0 < count < condition.size:
        raise SplitRows(condition)
    return bool(count)


def first(value: Numeric) -> float:
    """Return one number to show: the first row."""
    return float(value if is_scalar(value) else value.flat[0])


def any_nonzero(value: Numeric) -> bool:
    """Return whether a value is other than zero, in any row."""
    if is_scalar(value):
        return bool(value)
    return bool(value.item(0)) or bool(value.any())  # mostly the first row tells


def total(values: Iterable[Numeric]) -> Numeric:
    """Return a sum; of single numbers to the last digit, whatever their order."""
    listed = list(values)
    if all(isinstance(value, (int, float)) for value in listed):
        return math.fsum(listed)
    return sum_terms(listed)


def scale(value: Numeric, share: Numeric) -> Numeric:
    """Return a product; a share of one spares the array."""
    return value if is_scalar(share) and share == 1 else value * share


def add(left: Numeric, right: Numeric) -> Numeric:
    """Return a sum; a zero spares the array."""
    if is_scalar(right) and right == 0:
        return left
    return right if is_scalar(left) and left == 0 else left + right


def clip(value: Numeric, least: Numeric) -> Numeric:
    """Return a value where it is more than `least`, else zero; one zero if no row has more."""
    more = value > least
    if is_scalar(more):
        return value if more else 0.0
    import numpy as np

    count = np.count_nonzero(more)
    if count in (0, more.size):
        return value if count else 0.0
    return np.where(more, value, 0.0)


def finite(value: Numeric) -> Numeric:
    """Say whether a value is a number, row by row."""
    if is_scalar(value):
        return math.isfinite(value)
    import numpy as np

    return np.isfinite(value)


def sum_terms(values: Iterable[Numeric]) -> Numeric:
    """Return a sum from left to right; it begins with the first value, which spares an array."""
    terms = iter(values)
    return sum(terms, next(terms, 0.0))
