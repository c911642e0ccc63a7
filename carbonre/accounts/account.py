"""The account of a group: the books of its months, and what they were made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from carbonre.accounts.books import LINES, BookRow, MonthBooks
from carbonre.accounts.closing import ClosingName
from carbonre.accounts.contract_use import ContractUse
from carbonre.accounts.findings import Finding
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.plant_month import PlantMonth
from carbonre.accounts.stock_month import StockMonth
from carbonre.core.notes import Note
from carbonre.core.periods import Month, Period


@dataclass(frozen=True)
class Account:
    """The books of a group over a period.

    Attributes
    ----------
    activity : GroupActivity
        The group, its plants, tables and meters.
    books : mapping
        By month, in order: of a closed month as it was closed, else as it is now.
    closed : mapping
        By closed month the version that stands.
    head : str
        Of the chain of closings; empty if no month is closed.
    plant_months : tuple of PlantMonth
        Of the months that are not closed.
    stocks : tuple of StockMonth
        Of all months.
    contracts : tuple of ContractUse
        Of all months.
    findings : tuple of Finding
        Warnings, which may be accepted by name: of meters, stocks and contracts.
    notes : tuple of Note
        What a reader must know beside the figures.
    """

    activity: GroupActivity
    period: Period
    books: Mapping[Month, MonthBooks]
    closed: Mapping[Month, ClosingName] = field(default_factory=dict)
    head: str = ""
    plant_months: tuple[PlantMonth, ...] = ()
    stocks: tuple[StockMonth, ...] = ()
    contracts: tuple[ContractUse, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    def rows(self) -> Iterator[BookRow]:
        """Yield every row of the ledger, month by month."""
        for books in self.books.values():
            yield from books.rows

    def sums(self) -> Mapping[str, float]:
        """Return the sum of each line of the inventory, as the group counts it [kgCO2e].

        A year is the sum of its months, by definition.
        """
        months = [books.sums() for books in self.books.values()]
        return {line: math.fsum(month[line] for month in months) for line in LINES}
