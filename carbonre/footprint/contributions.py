"""Sums of the ledger: what its rows add to a plant, or to one of its products, by any key.

Every figure is such a sum. Which rows count, and which share of a row a product carries, is
decided here and nowhere else. Single numbers are added without rounding, whatever their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from carbonre.core import arrays
from carbonre.core.arrays import Numeric
from carbonre.core.scopes import CATEGORY_NAMES, Category
from carbonre.footprint.ledger import LedgerRow

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one flow at one step adds to a plant or a product [kgCO2e].

    Attributes
    ----------
    kind : str
        ``emitted`` for a direct emission, ``used`` for everything that is multiplied by a factor.
    """

    step: str
    flow: str
    kind: str
    kgco2e: float


def carried(row: LedgerRow, product: int | None = None, per: float = 1.0) -> Numeric:
    """Return what a row adds to the plant, or to the product of this index [kgCO2e].

    Parameters
    ----------
    per : float
        The amount of the product that the result is for: by default all of the period.
    """
    if product is None:
        return row.kgCO2e
    share = row.shares[product]
    return row.kgCO2e * (share if per == 1.0 else share / per)


def totals(
    rows: Iterable[LedgerRow],
    key: Callable[[LedgerRow], Key],
    product: int | None = None,
    *,
    per: float = 1.0,
    absolute: bool = False,
) -> dict[Key, Numeric]:
    """Sum the rows that count by a key [kgCO2e], in the order in which the keys are met.

    Parameters
    ----------
    rows : iterable of LedgerRow
        The ledger, or the part of it that is meant; memo rows are passed over.
    key : callable
        Returns what a row is summed by.
    product : int, optional
        The index of a product among those that are sold; the whole plant if not given.
    per : float
        The amount of the product that the sums are for: by default all of the period.
    absolute : bool
        Whether credits are added as if they were burdens, so that shares stay below one.
    """
    parts: dict[Key, list[Numeric]] = {}
    for row in rows:
        if row.counts:
            value = carried(row, product, per)
            parts.setdefault(key(row), []).append(abs(value) if absolute else value)
    return {name: arrays.total(values) for name, values in parts.items()}


def total(
    rows: Iterable[LedgerRow], product: int | None = None, *, absolute: bool = False
) -> Numeric:
    """Return the sum of the rows that count [kgCO2e]; see `totals`."""
    return totals(rows, lambda _: None, product, absolute=absolute).get(None, 0.0)


def by_category(rows: Iterable[LedgerRow]) -> dict[Category, Numeric]:
    """Return scope 3 by its categories [kgCO2e], in the order of their numbers."""
    found = totals((row for row in rows if row.scope == "3"), lambda row: row.category)
    return {number: found[number] for number in CATEGORY_NAMES if number in found}


def contributions(rows: Iterable[LedgerRow], product: int | None = None) -> list[Contribution]:
    """Sum the ledger by step and flow, the largest first; of one product if its index is given."""
    sums = totals(rows, _entry, product)
    found = [Contribution(*key, value) for key, value in sums.items()]
    return sorted(found, key=lambda c: (-abs(c.kgco2e), c.step, c.flow))


def _entry(row: LedgerRow) -> tuple[str, str, str]:
    return row.step, row.flow, "emitted" if row.kind == "emission" else "used"
