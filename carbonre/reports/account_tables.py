"""The account of a group as plain tables: what its JSON, database, workbook and page share.

Every figure is a sum of rows of the ledger, at the share of the group [kgCO2e].
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.books import COLUMNS, LINES, sums
from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import Closing
from carbonre.accounts.quality import COUNTED, Quality
from carbonre.accounts.restated import RESTATED_COLUMNS, restatement_records
from carbonre.accounts.restatement import CAUSES
from carbonre.core.scopes import CATEGORY_NAMES, Category

CLOSED, OPEN = "closed", "open"
MONTH_COLUMNS = (
    "period", "state", "version", "scope1", "scope2_market", "scope2_location", "scope3", "memo",
    "total_market", "total_location",
)  # fmt: skip
CATEGORY_COLUMNS = ("category", "name", "kgCO2e")
STOCK_AMOUNTS = ("opening", "bought", "made", "used", "sold", "loss", "closing", "residual")
STOCK_BURDENS = ("burden_opening", "burden_in", "burden_out", "burden_closing")
STOCK_COLUMNS = (
    "period", "plant", "flow", "unit", *STOCK_AMOUNTS, "counted", "intensity", *STOCK_BURDENS,
)  # fmt: skip
CONTRACT_COLUMNS = ("period", "plant", "contract", "MWh")
CLOSING_COLUMNS = (
    "version", "stands", "reason", "prepared_by", "reviewed_by", "on", "note", "follows",
    "replaces", "sha256",
)  # fmt: skip
QUALITY_COLUMNS = ("of", "which", "share")
PERIOD = COLUMNS.index("period")
LINE_NAMES = {
    "1": "scope 1", "2 market": "scope 2, market-based", "2 location": "scope 2, location-based",
    "3": "scope 3", "memo": "memo",
}  # fmt: skip
Record = tuple[Any, ...]
NO_CHAIN = Chain({})


@dataclass(frozen=True, slots=True)
class MonthSums:
    """A month of an account by line of the inventory [kgCO2e].

    Attributes
    ----------
    version : str
        The closing that stands, such as ``2024-03 v2``; empty of a month that is open.
    """

    period: str
    version: str
    sums: Mapping[str, float]

    @property
    def state(self) -> str:
        """``closed`` or ``open``."""
        return CLOSED if self.version else OPEN

    @property
    def record(self) -> Record:
        """Return the values of `MONTH_COLUMNS`."""
        lines = (self.sums[line] for line in LINES)
        return (self.period, self.state, self.version, *lines, *totals(self.sums))


def totals(sums: Mapping[str, float]) -> tuple[float, float]:
    """Return scopes 1 to 3 with scope 2 by market, and by location [kgCO2e]."""
    return (
        math.fsum((sums["1"], sums["2 market"], sums["3"])),
        math.fsum((sums["1"], sums["2 location"], sums["3"])),
    )


def months(account: Account) -> list[MonthSums]:
    """Return the months of an account, in order."""
    return [
        MonthSums(str(month), str(account.closed.get(month, "")), books.sums())
        for month, books in account.books.items()
    ]


def by_plant(account: Account) -> dict[str, Mapping[str, float]]:
    """Return each line of the inventory by plant, at the share of the group [kgCO2e]."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in account.rows():
        found.setdefault(row.plant, []).append((row.line, row.counted))
    return {plant: sums(rows) for plant, rows in sorted(found.items())}


def categories(account: Account) -> dict[Category, float]:
    """Return the categories of scope 3 that have rows, by number [kgCO2e]."""
    found: dict[Category, list[float]] = {}
    for row in account.rows():
        if row.line == "3":
            found.setdefault(row.category, []).append(row.counted)
    order: tuple[Category, ...] = (*CATEGORY_NAMES, "")
    return {one: math.fsum(found[one]) for one in order if one in found}


def category_records(account: Account) -> Iterator[Record]:
    """Yield the records of `CATEGORY_COLUMNS`."""
    for number, kgco2e in categories(account).items():
        yield number, CATEGORY_NAMES.get(number, "no category"), kgco2e


def ledger_records(account: Account) -> list[Record]:
    """Return the records of `accounts.books.COLUMNS`, in one order whatever that of the rows."""
    rows = (tuple(getattr(row, name) for name in COLUMNS) for row in account.rows())
    return sorted(rows, key=lambda row: (row[PERIOD], *map(str, row)))


def stock_records(account: Account) -> Iterator[Record]:
    """Yield the records of `STOCK_COLUMNS`: amounts in `unit`, the intensity in kgCO2e per it."""
    for stock in account.stocks:
        size = stock.unit.factor
        yield (
            str(stock.month), stock.plant, stock.flow, stock.unit.text,
            *(getattr(stock, name) / size for name in STOCK_AMOUNTS),
            "yes" if stock.is_counted else "no", stock.per_unit.total * size,
            *(getattr(stock, name).total for name in STOCK_BURDENS),
        )  # fmt: skip


def contract_records(account: Account) -> Iterator[Record]:
    """Yield the records of `CONTRACT_COLUMNS`."""
    for use in account.contracts:
        yield str(use.month), use.plant, use.id, use.mwh


def quality_records(found: Quality) -> Iterator[Record]:
    """Yield the records of `QUALITY_COLUMNS`; a share is of the CO2e [1]."""
    yield from (("origin", name, value) for name, value in found.origins.items())
    yield "factor", "draft", found.drafts
    yield "amount", "with a document", found.documents
    for number, value in found.suppliers.items():
        yield "supplier data", f"category {number}", value
    spread = found.uncertainty
    yield "uncertainty", "amounts with a stated accuracy", spread.amounts_covered
    yield "uncertainty", "factors with a stated spread", spread.factors_covered
    yield "uncertainty", "standard deviation", relative_deviation(found)
    yield from (("past calibration", name, None) for name in found.past_calibration)


def relative_deviation(found: Quality) -> float | None:
    """Return the standard deviation of the total as a share of it [1]."""
    return found.uncertainty.deviation / abs(found.total) if found.total else None


# --- of the chain ---------------------------------------------------------------------------------


def closing_records(chain: Chain, account: Account) -> Iterator[Record]:
    """Yield the records of `CLOSING_COLUMNS`: every version of the months of an account."""
    standing = {closing.name for closing in chain.standing().values()}
    kept = set(map(str, account.books))
    for name in sorted(one for one in chain.closings if one.period in kept):
        stated = chain.closings[name].statement
        links = (str(link.name) if link else "" for link in (stated.before, stated.replaces))
        signed = stated.signature
        yield (
            str(name), "yes" if name in standing else "no", stated.reason, signed.by,
            signed.review, signed.on, signed.note, *links, stated.sha256,
        )  # fmt: skip


def restated_records(chain: Chain, account: Account) -> Iterator[Record]:
    """Yield the records of `RESTATED_COLUMNS` of the months of an account, as numbers."""
    kept = set(map(str, account.books))
    for record in restatement_records(chain):
        if record[0] in kept:
            yield tuple(cell if isinstance(cell, str) else float(cell) for cell in record)


@dataclass(frozen=True, slots=True)
class Restated:
    """How the closed months came from their first versions to where they stand [kgCO2e].

    Attributes
    ----------
    changes : mapping
        By cause, where it moved the total; first + changes = last.
    """

    first: float
    changes: Mapping[str, float]
    last: float


def restated_total(records: Iterable[Record], chain: Chain, account: Account) -> Restated | None:
    """Return what restatements moved in scopes 1 to 3 with scope 2 by market; None of none.

    Parameters
    ----------
    records : iterable
        From `restated_records`, which splits every ledger exactly: once for a page.
    """
    moves = objects(RESTATED_COLUMNS, records)
    counted = [record for record in moves if record["scope"] in COUNTED]
    if not counted:
        return None
    moved = {cause: math.fsum(record[cause] for record in counted) for cause in CAUSES}
    first = (one for one in chain.closings.values() if one.statement.replaces is None)
    return Restated(
        _counted(first, account),
        {cause: value for cause, value in moved.items() if value},
        _counted(chain.standing().values(), account),
    )


def _counted(closings: Iterable[Closing], account: Account) -> float:
    """Return what closings of the months of an account state of scopes 1 to 3 [kgCO2e]."""
    kept = set(map(str, account.books))
    stated = [one.statement for one in closings if one.name.period in kept]
    return math.fsum(one.sums[line] for one in stated for line in COUNTED)


# --- as objects -----------------------------------------------------------------------------------


def objects(columns: Sequence[str], records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return records by the names of their columns."""
    return [dict(zip(columns, record, strict=True)) for record in records]
