"""The account of a group as JSON, as an SQLite database and as parquet."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.books import COLUMNS, NUMBERS
from carbonre.accounts.chain import Chain
from carbonre.accounts.quality import Quality, quality
from carbonre.accounts.restated import RESTATED_COLUMNS
from carbonre.core.extras import require
from carbonre.reports import account_tables
from carbonre.reports.versions import version_of

FORMAT, VERSION = "account", 1  # of the JSON; a key that changes its meaning makes a new version
REALS = frozenset((
    *NUMBERS, *account_tables.MONTH_COLUMNS[3:], *account_tables.STOCK_AMOUNTS, "intensity",
    *account_tables.STOCK_BURDENS, "MWh",
))  # fmt: skip


def account_json(account: Account, chain: Chain = account_tables.NO_CHAIN) -> str:
    """Return an account as JSON.

    Parameters
    ----------
    account : Account
        Of any period.
    chain : Chain
        The closings, for versions and restatements; without it these lists are empty.

    Returns
    -------
    str
        An object with the keys ``format`` and ``version``; tables are lists of objects with the
        names of their columns; a number is a number or null, never a text. Sums and kgCO2e are at
        the share of the group [kgCO2e] but for the ledger, whose rows have their `share`.
    """
    data = account.activity.group.data
    document = {
        "carbonre": 1,
        "format": FORMAT,
        "version": VERSION,
        "made_with": version_of("carbonre"),
        "group": data.group,
        "consolidation": data.consolidation,
        "gwp": data.gwp,
        "period": str(account.period),
        "head": account.head,
        "sums": account.sums(),
        **{name: account_tables.objects(*table) for name, table in _tables(account, chain).items()},
        "categories": account_tables.objects(
            account_tables.CATEGORY_COLUMNS, account_tables.category_records(account)
        ),
        "restatements": account_tables.objects(
            RESTATED_COLUMNS, account_tables.restated_records(chain, account)
        ),
        "quality": _quality(quality(account)),
        "findings": [
            {"name": one.name, "kind": one.kind, "message": one.message, "place": str(one.place)}
            for one in account.findings
        ],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def account_sqlite(account: Account, chain: Chain = account_tables.NO_CHAIN) -> bytes:
    """Return an account as an SQLite database: ledger, totals, stocks, contracts, closings.

    Numbers are of type REAL and texts of type TEXT; the table ``account`` holds group, period and
    the head of the chain. A sum of ``share * kgCO2e`` over the ledger is that of ``totals``.
    """
    with_head = {"group": account.activity.group.data.group, "period": str(account.period),
                 "head": account.head, "made_with": version_of("carbonre")}  # fmt: skip
    base = sqlite3.connect(":memory:")
    try:
        tables = _tables(account, chain)
        tables["totals"] = tables.pop("months")
        _fill(base, "account", ("key", "value"), with_head.items())
        for name in ("ledger", "totals", "stocks", "contracts", "closings"):
            _fill(base, name, *tables[name])
        base.commit()
        return base.serialize()
    finally:
        base.close()


def ledger_parquet(account: Account) -> bytes:
    """Return the ledger of an account as parquet; numbers are doubles, the head is in its metadata.

    Raises
    ------
    InputError
        Without the extra ``parquet``.
    """
    require("pyarrow", extra="parquet")
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema(
        [(name, pyarrow.float64() if name in REALS else pyarrow.string()) for name in COLUMNS],
        metadata={"carbonre": version_of("carbonre"), "head": account.head},
    )
    rows = account_tables.objects(COLUMNS, account_tables.ledger_records(account))
    stream = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), stream)
    return stream.getvalue()


def _tables(account: Account, chain: Chain) -> dict[str, tuple[Sequence[str], Iterable[Any]]]:
    return {
        "months": (
            account_tables.MONTH_COLUMNS,
            [month.record for month in account_tables.months(account)],
        ),
        "ledger": (COLUMNS, account_tables.ledger_records(account)),
        "stocks": (account_tables.STOCK_COLUMNS, account_tables.stock_records(account)),
        "contracts": (account_tables.CONTRACT_COLUMNS, account_tables.contract_records(account)),
        "closings": (
            account_tables.CLOSING_COLUMNS,
            account_tables.closing_records(chain, account),
        ),
    }


def _quality(found: Quality) -> Mapping[str, Any]:
    return asdict(found) | {
        "uncertainty": asdict(found.uncertainty) | {"deviation": found.uncertainty.deviation}
    }


def _fill(
    base: sqlite3.Connection, name: str, columns: Sequence[str], records: Iterable[Sequence[Any]]
) -> None:
    """Make a table and fill it; a name of a column is ours, and every value is bound."""
    typed = ", ".join(f'"{one}" {"REAL" if one in REALS else "TEXT"}' for one in columns)
    base.execute(f'CREATE TABLE "{name}" ({typed}) STRICT')
    marks = ", ".join("?" * len(columns))
    base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', map(tuple, records))
