"""The books of a month: of what its parts give, or of what was closed.

What one month hands to the next stands in the settings of its books, so that a closed month is
ground for the next one as an open month is: what stocks carry, and what contracts have covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from carbonre.accounts.books import BookRow, InputFile, MonthBooks, read_inputs
from carbonre.accounts.canonical import Cell, Json, csv_rows
from carbonre.accounts.closing import Closing
from carbonre.accounts.consolidation import InternalPurchase, consolidated, trade_rows
from carbonre.accounts.contract_use import ContractUse
from carbonre.accounts.findings import Finding
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.group_format import Group
from carbonre.accounts.plant_month import PlantMonth
from carbonre.accounts.restated import ledger_of
from carbonre.accounts.stock_month import StockMonth
from carbonre.core.periods import Month, month
from carbonre.factors.editions import USED_COLUMNS, used_records, used_rows

STOCKS, CONTRACTS = "stocks", "contracts"  # keys of the settings
WHOLE = ("year", "line")  # the columns of used factors that hold a whole number


@dataclass(frozen=True)
class Opening:
    """What a month begins with.

    Attributes
    ----------
    stocks : mapping
        What the stocks of the month before carry; empty for the first.
    contracts : tuple of ContractUse
        What contracts have covered in all months before.
    """

    stocks: Mapping[str, Json] = field(default_factory=dict)
    contracts: tuple[ContractUse, ...] = ()


@dataclass(frozen=True)
class MonthParts:
    """What the parts of the books give for a month.

    Attributes
    ----------
    plants : tuple of PlantMonth
        Of each plant of the group, its rows at 100 %.
    rows : tuple of BookRow
        What needs more than a plant, at 100 % of it: bought electricity by both methods.
    purchases : tuple of InternalPurchase
        What plants bought from each other, at the sellers' own figures.
    stocks : tuple of StockMonth
        The lines of the stock table.
    carried : mapping
        What the stocks carry into the next month, as JSON.
    contracts : tuple of ContractUse
        What contracts covered this month.
    findings : tuple of Finding
        Warnings of stocks and contracts.
    """

    plants: tuple[PlantMonth, ...] = ()
    rows: tuple[BookRow, ...] = ()
    purchases: tuple[InternalPurchase, ...] = ()
    stocks: tuple[StockMonth, ...] = ()
    carried: Mapping[str, Json] = field(default_factory=dict)
    contracts: tuple[ContractUse, ...] = ()
    findings: tuple[Finding, ...] = ()


def books_of(
    activity: GroupActivity,
    parts: MonthParts,
    period: Month,
    inputs: Iterable[InputFile],
    made_with: Mapping[str, str],
) -> MonthBooks:
    """Assemble the books of a month: every row at the share of the group."""
    group = activity.group
    whole = [row for one in parts.plants for row in one.rows] + list(parts.rows)
    rows = [*consolidated(whole, group, period), *trade_rows(parts.purchases, group)]
    return MonthBooks(
        period=str(period),
        rows=tuple(_from_the_folder(row, group) for row in rows),
        factors=tuple(_factors_used(rows, activity)),
        inputs=tuple(inputs),
        settings=settings_of(group, parts),
        made_with=dict(made_with),
    )


def _from_the_folder(row: BookRow, group: Group) -> BookRow:
    """Return a row that names its files from the folder of the group, wherever that stands."""
    start = f"{group.folder.as_posix()}/"
    names = {key: getattr(row, key).removeprefix(start) for key in ("meter_row", "factor_row")}
    return replace(row, **names)


def _factors_used(rows: Sequence[BookRow], activity: GroupActivity) -> Iterator[tuple[Cell, ...]]:
    """Yield the factor rows that the ledger names, each once; plants may have tables of their own.

    Whether the bundled tables differ only the run knows, and it is not closed: a later edition must
    not change what is.
    """
    start = f"{activity.group.folder.as_posix()}/"
    seen = dict[tuple[Cell, ...], None]()
    for plant, tables in activity.factors.items():
        ids = {row.factor_id for row in rows if row.plant == plant}
        for record in used_records(used_rows(ids, tables)):
            cells: list[Any] = [*record[:-1], ""]
            cells = [cell.removeprefix(start) if isinstance(cell, str) else cell for cell in cells]
            seen[tuple(cells)] = None
    yield from seen


def settings_of(group: Group, parts: MonthParts) -> dict[str, Json]:
    """Return all that moves a figure of a month and is no file, and what it hands on."""
    data = group.data
    return {
        "gwp": data.gwp,
        "consolidation": data.consolidation,
        "calendar": "by days",
        "factors": data.factors,
        "rest factor": {str(place): rest for place, rest in data.rest_factor.items()},
        "contract window": data.contract_window,
        STOCKS: dict(parts.carried),
        CONTRACTS: [{"id": one.id, "plant": one.plant, "MWh": one.mwh} for one in parts.contracts],
    }


# --- closed months --------------------------------------------------------------------------------


def closed_books(closing: Closing) -> MonthBooks:
    """Return the books of a month as it was closed."""
    statement = closing.statement
    cells = csv_rows(closing.texts["factors.csv"], USED_COLUMNS)
    return MonthBooks(
        period=closing.name.period,
        rows=ledger_of(closing),
        factors=tuple(tuple(_cell(key, text) for key, text in row.items()) for row in cells),
        inputs=tuple(read_inputs(closing.texts["inputs.txt"])),
        settings=statement.settings,
        made_with=statement.made_with,
    )


def _cell(column: str, text: str) -> Cell:
    if column == "value":
        return float(text)
    return int(text) if column in WHOLE and text else text


def contracts_of(books: MonthBooks) -> tuple[ContractUse, ...]:
    """Return what contracts covered in a month, closed or open."""
    uses: Any = books.settings.get(CONTRACTS, [])
    when = month(books.period)
    return tuple(ContractUse(use["id"], use["plant"], when, float(use["MWh"])) for use in uses)


def opening_of(before: Opening, books: MonthBooks) -> Opening:
    """Return what the month after these books begins with."""
    stocks: Any = books.settings.get(STOCKS, {})
    return Opening(stocks, (*before.contracts, *contracts_of(books)))
