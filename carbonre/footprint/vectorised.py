"""One plant over many rows at once: draws, the points of a sweep, the plants of a portfolio.

The way through the house is the same as for a single plant, with arrays in place of numbers. Where
rows disagree about a decision (which steps run, what is sold, whether a model refuses) they part,
and each part goes its own way; so every row gets what it would get alone. A row that cannot be
calculated is refused with its reason, and never mixed with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from carbonre.core.arrays import Overrides, SplitRows
from carbonre.core.errors import Problem, Problems
from carbonre.core.units import Unit
from carbonre.footprint.contributions import total
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.products import PLANT, ProductFootprint

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

CHUNK = 4096  # rows at once: their arrays stay in the cache of a core
NO_NUMBER = "the result is no finite number"
Found = TypeVar("Found")


@dataclass(frozen=True)
class ProductRows:
    """One product over all rows; NaN where a row does not sell it or is refused.

    Attributes
    ----------
    amount : array
        What is sold in the period, in `unit`.
    scopes : array, 3 x rows
        kgCO2e per unit.
    location : array
        Scope 2 by location [kgCO2e per unit]; NaN where there is no row for it.
    """

    unit: Unit
    amount: Array
    scopes: Array
    location: Array

    @property
    def total(self) -> Array:
        """Sum of the scopes [kgCO2e per unit]."""
        one, two, three = self.scopes
        summed: Array = one + two + three
        return summed


@dataclass
class VectorResult:
    """The footprints of all rows.

    Attributes
    ----------
    size : int
        Number of rows.
    products : dict
        By name, in the order in which they were met.
    plant : array
        The plant's own inventory [kgCO2e in the period]; NaN where a row is refused.
    refused : dict
        By the index of a row: why it cannot be calculated.
    """

    size: int
    products: dict[str, ProductRows] = field(default_factory=dict)
    plant: Array = field(init=False)
    refused: dict[int, Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plant = _blank(self.size)

    def refuse(self, index: Array, problem: Problem) -> None:
        """Note that rows cannot be calculated."""
        self.refused.update(dict.fromkeys(map(int, index), problem))

    def put(
        self, index: Array, point: OperatingPoint, products: Iterable[ProductFootprint]
    ) -> None:
        """Take up the footprints of some rows."""
        import numpy as np

        with np.errstate(all="ignore"):  # what is no number is refused below
            self.plant[index] = total(point.ledger_rows)
            finite = np.isfinite(self.plant[index])
            for item in products:
                rows = self._product(item.name, item.unit)
                rows.amount[index] = item.amount
                for scope, value in zip(rows.scopes, item.scopes, strict=True):
                    scope[index] = value
                if item.scope2_location is not None:
                    rows.location[index] = item.scope2_location
                finite &= np.isfinite(rows.total[index])
        if not finite.all():
            bad = index[~finite]
            self.plant[bad] = np.nan
            for rows in self.products.values():
                rows.scopes[:, bad] = rows.amount[bad] = np.nan
            self.refuse(bad, Problem(NO_NUMBER, point.system.plant.place(), code="no-number"))

    def take_up(self, part: VectorResult, start: int) -> None:
        """Take up the outcome of rows that begin at `start`."""
        here = slice(start, start + part.size)
        self.plant[here] = part.plant
        for name, rows in part.products.items():
            mine = self._product(name, rows.unit)
            mine.amount[here], mine.location[here] = rows.amount, rows.location
            mine.scopes[:, here] = rows.scopes
        self.refused.update({start + index: why for index, why in part.refused.items()})

    def total_of(self, name: str) -> Array:
        """Return the figures of a product [kgCO2e per unit], or of the plant [kgCO2e]."""
        if name == PLANT:
            return self.plant
        rows = self.products.get(name)
        return _blank(self.size) if rows is None else rows.total

    def _product(self, name: str, unit: Unit) -> ProductRows:
        if name not in self.products:
            size = self.size
            self.products[name] = ProductRows(unit, _blank(size), _blank(3, size), _blank(size))
        return self.products[name]


def _blank(*shape: int) -> Array:
    import numpy as np

    return np.full(shape, np.nan)


def by_uniform_rows(
    function: Callable[[Overrides, Problems], Found | None], overrides: Overrides, size: int
) -> Iterator[tuple[Array, Found | Problem]]:
    """Yield what a function of overrides comes to, for rows that agree about every decision.

    Parameters
    ----------
    function : callable
        None if something is wrong; raises `SplitRows` where rows disagree.
    overrides : Overrides
        Arrays of `size` rows, or single numbers.

    Yields
    ------
    array, object
        The indices of some rows, and what the function returns for them, or else the first problem.
    """
    import numpy as np

    waiting = [np.arange(i, min(i + CHUNK, size)) for i in range(0, size, CHUNK)][::-1]
    while waiting:
        index, problems = waiting.pop(), Problems()
        part = overrides if len(index) == size else overrides.take(index)
        try:
            with np.errstate(all="ignore"):  # what is no number is found in the end, and refused
                found = function(part, problems)
        except SplitRows as split:
            waiting += [index[~split.holds], index[split.holds]]
        else:
            yield index, problems.found[0] if found is None else found
