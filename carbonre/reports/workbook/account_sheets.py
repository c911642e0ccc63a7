"""The account of a group as a workbook: its year by month, category, row, stock and contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.books import COLUMNS
from carbonre.accounts.chain import Chain
from carbonre.accounts.quality import Quality, quality
from carbonre.accounts.restated import RESTATED_COLUMNS
from carbonre.reports import account_tables
from carbonre.reports.text import TONNE
from carbonre.reports.versions import version_of
from carbonre.reports.workbook.sheets import Block, Sheet
from carbonre.reports.workbook.xlsx import written

KG = "kgCO2e"
MONTH_UNITS = dict.fromkeys(account_tables.MONTH_COLUMNS[3:], KG)
STOCK_UNITS = {
    **dict.fromkeys(account_tables.STOCK_AMOUNTS, "unit"), "intensity": "kgCO2e per unit",
    **dict.fromkeys(account_tables.STOCK_BURDENS, KG),
}  # fmt: skip
LEDGER_UNITS = {"amount": "unit", "factor": "factor_unit", "gwp": "kgCO2e/kg"}
RESTATED_UNITS = dict.fromkeys(RESTATED_COLUMNS[2:11], KG)


def account_workbook(
    account: Account, chain: Chain = account_tables.NO_CHAIN, targets: Block | None = None
) -> bytes:
    """Return an account as an XLSX file.

    Parameters
    ----------
    account : Account
        Of any period.
    chain : Chain
        The closings, for versions and restatements; without it their sheets have no rows.
    targets : Block, optional
        The table of targets, if there are any.

    Returns
    -------
    bytes
        The same for the same account. Figures are in full precision; no cell is a formula or a
        link. The head of the chain stands in the summary and below each page.

    Raises
    ------
    InputError
        If `xlsxwriter` is not installed, or SOURCE_DATE_EPOCH is no date.
    """
    foot = f"head {account.head}" if account.head else ""
    return written(account_sheets(account, chain, targets), "Account of a group", foot)


def account_sheets(
    account: Account, chain: Chain = account_tables.NO_CHAIN, targets: Block | None = None
) -> list[Sheet]:
    """Return the sheets of an account, as plain data."""
    found = quality(account)
    months = [month.record for month in account_tables.months(account)]
    return [
        Sheet("summary", tuple(_summary(account, found))),
        _sheet("months", account_tables.MONTH_COLUMNS, months, MONTH_UNITS),
        _sheet(
            "categories",
            account_tables.CATEGORY_COLUMNS,
            account_tables.category_records(account),
        ),
        _sheet("ledger", COLUMNS, account_tables.ledger_records(account), LEDGER_UNITS),
        _sheet(
            "contracts", account_tables.CONTRACT_COLUMNS, account_tables.contract_records(account)
        ),
        _sheet(
            "stocks",
            account_tables.STOCK_COLUMNS,
            account_tables.stock_records(account),
            STOCK_UNITS,
        ),
        _sheet(
            "closings",
            account_tables.CLOSING_COLUMNS,
            account_tables.closing_records(chain, account),
        ),
        _sheet(
            "restatements",
            RESTATED_COLUMNS,
            account_tables.restated_records(chain, account),
            RESTATED_UNITS,
        ),
        *([Sheet("targets", (targets,))] if targets else []),
        Sheet("quality", (_quality(found),)),
        _sheet(
            "findings",
            ("name", "kind", "message", "place"),
            ((one.name, one.kind, one.message, str(one.place)) for one in account.findings),
        ),
    ]


def _sheet(
    name: str,
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    units: Mapping[str, str] = MappingProxyType({}),
) -> Sheet:
    head = tuple(f"{one} [{units[one]}]" if one in units else one for one in columns)
    return Sheet(name, (Block(head, tuple(map(tuple, records))),))


def _summary(account: Account, found: Quality) -> Iterator[Block]:
    data = account.activity.group.data
    facts = (
        ("group", data.group),
        ("period", str(account.period)),
        ("consolidation", data.consolidation),
        ("GWP set", data.gwp),
        ("months closed", f"{len(account.closed)} of {len(account.books)}"),
        ("head of the chain", account.head or "no month is closed"),
        ("calculated with", f"carbonre {version_of('carbonre')}"),
    )
    yield Block(("item", "of the account"), facts, "Account of a group", loose=True)
    sums = account.sums()
    market, location = account_tables.totals(sums)
    lines = [(account_tables.LINE_NAMES[line], value / TONNE) for line, value in sums.items()]
    lines += [
        ("total, scope 2 market-based", market / TONNE),
        ("total, scope 2 location-based", location / TONNE),
    ]
    yield Block(("line", "t CO2e"), tuple(lines), "Sums of the months, at the share of the group")
    plants = tuple(
        (plant, *(value / TONNE for value in of.values()))
        for plant, of in account_tables.by_plant(account).items()
    )
    head = ("plant", *(f"{name} [t CO2e]" for name in account_tables.LINE_NAMES.values()))
    yield Block(head, plants, "By plant, at the share of the group")
    deviation = account_tables.relative_deviation(found)
    yield Block(("of", "share"), (("standard deviation of the total", deviation),),
                "Uncertainty", frozenset({1}))  # fmt: skip


def _quality(found: Quality) -> Block:
    records = tuple(account_tables.quality_records(found))
    return Block(account_tables.QUALITY_COLUMNS, records, "", frozenset({2}))
