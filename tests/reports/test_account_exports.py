"""JSON, database, parquet and workbook of an account: their figures are the sums of its rows."""

from __future__ import annotations

import io
import json
import math
import sqlite3
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from carbonre.accounts.account import Account
from carbonre.accounts.books import COLUMNS, ledger_bytes, ledger_row
from carbonre.reports import account_tables
from carbonre.reports.account_exports import account_json, account_sqlite, ledger_parquet
from carbonre.reports.workbook.account_sheets import account_workbook
from carbonre.reports.workbook.sheets import Block
from helpers.accounts import FEBRUARY, JANUARY, NAME, account, activity_of, chain, stock_month
from helpers.books import books, row
from helpers.hostile import NAMES

SCOPES = {"scope1": "1", "scope2_market": "2 market", "scope2_location": "2 location",
          "scope3": "3", "memo": "memo"}  # fmt: skip


def base_of(found: Account, **options: Any) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(account_sqlite(found, **options))
    return base


def sheets_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}


def hostile(name: str) -> Account:
    """An account in which everything that can be named has the name."""
    rows = [
        row(plant=name, step=name, flow=name, document=name, source=name, meter=name, share=0.5)
    ]
    return account(
        activity=activity_of(name=name),
        books={JANUARY: books("2024-01", rows), FEBRUARY: books("2024-02", rows)},
        stocks=(stock_month(JANUARY, plant=name, flow=name),),
    )


def test_json_says_what_the_books_say() -> None:
    found = account()
    document = json.loads(account_json(found, chain()))
    assert (document["format"], document["version"]) == ("account", 1)
    assert (document["group"], document["period"]) == (NAME, "2024-01..2024-02")
    assert document["head"] == found.head == chain().head
    assert document["sums"] == found.sums()
    months = document["months"]
    assert [month["state"] for month in months] == ["closed", "open"]
    assert months[0]["version"] == "2024-01 v2"
    for key, line in SCOPES.items():
        rows = [r for r in found.rows() if r.line == line]
        total = math.fsum(month[key] for month in months)
        assert total == pytest.approx(math.fsum(r.share * r.kgCO2e for r in rows))
    assert months[0]["total_market"] == pytest.approx(84 + 14760 + 20)
    assert months[0]["total_location"] == pytest.approx(60 + 14760 + 20)
    assert document["categories"] == [
        {"category": "1", "name": "purchased goods and services", "kgCO2e": 40.0}
    ]
    assert document["quality"]["total"] == pytest.approx(document["sums"]["1"] + 119 + 40)
    assert [one["reason"] for one in document["closings"]] == ["closed", "data"]


def test_the_ledger_of_json_is_the_ledger() -> None:
    found = account()
    ledger = json.loads(account_json(found))["ledger"]
    assert ledger_bytes(ledger_row({k: "" if v is None else str(v) for k, v in one.items()})
                        for one in ledger) == ledger_bytes(found.rows())  # fmt: skip


def test_a_restatement_adds_up_in_json() -> None:
    records = json.loads(account_json(account(), chain()))["restatements"]
    assert {one["scope"] for one in records} == {"2 market", "2 location"}
    market = next(one for one in records if one["scope"] == "2 market")
    assert (market["before"], market["data"], market["after"]) == (70.0, 14.0, 84.0)


def restated_total(found: Account) -> account_tables.Restated | None:
    """What the restatements of the chain moved of an account."""
    records = account_tables.restated_records(chain(), found)
    return account_tables.restated_total(records, chain(), found)


def test_the_way_from_first_versions_to_standing_ones() -> None:
    found = restated_total(account())
    assert found is not None
    assert found.first == pytest.approx(70 + 14760 + 20)
    assert found.changes == {"data": pytest.approx(14)}
    assert found.first + sum(found.changes.values()) == pytest.approx(found.last)
    assert restated_total(account(books={FEBRUARY: books("2024-02")})) is None


def test_the_order_of_rows_moves_no_byte() -> None:
    found = account()
    mixed = {m: replace(b, rows=tuple(reversed(b.rows))) for m, b in found.books.items()}
    again = replace(found, books=mixed)
    assert account_json(found) == account_json(again)
    assert account_sqlite(found) == account_sqlite(again)
    assert account_workbook(found) == account_workbook(again)


def test_the_database_adds_up() -> None:
    found = account()
    base = base_of(found, chain=chain())
    names = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
    assert names == {"account", "ledger", "totals", "stocks", "contracts", "closings"}
    (market,) = base.execute(
        "SELECT sum(share * kgCO2e) FROM ledger WHERE scope IN ('1', '3') OR method = 'market'"
    ).fetchone()
    (total,) = base.execute("SELECT sum(total_market) FROM totals").fetchone()
    assert market == pytest.approx(total) == pytest.approx(account_tables.totals(found.sums())[0])  # type: ignore[arg-type]
    assert base.execute("SELECT typeof(factor), typeof(plant) FROM ledger").fetchone() == (
        "real",
        "text",
    )
    assert base.execute("SELECT contract, MWh FROM contracts").fetchall() == [("PPA-1", 0.05)]
    (stock,) = base.execute("SELECT bought, closing, burden_closing FROM stocks").fetchall()
    assert stock == (10, 6, 18)
    head = dict(base.execute("SELECT key, value FROM account"))["head"]
    assert head == found.head
    (sha256,) = base.execute("SELECT sha256 FROM closings WHERE stands = 'yes'").fetchone()
    assert sha256.startswith(head)


def test_a_missing_factor_is_null_and_not_zero() -> None:
    rows = [row(factor=None, gwp=None)]
    base = base_of(account(books={JANUARY: books("2024-01", rows)}))
    assert base.execute("SELECT factor, kgCO2e FROM ledger").fetchall() == [(None, 0.0)]


def test_parquet_is_the_ledger() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = account()
    table = parquet.read_table(io.BytesIO(ledger_parquet(found)))
    assert table.column_names == list(COLUMNS)
    assert [tuple(one.values()) for one in table.to_pylist()] == account_tables.ledger_records(
        found
    )
    assert str(table.schema.field("share").type) == "double"
    assert table.schema.metadata[b"head"].decode() == found.head


def test_the_workbook_adds_up() -> None:
    found = account()
    targets = Block(("target", "gap"), (("2030", 12.5),))
    pages = sheets_of(account_workbook(found, chain(), targets))
    head, *rows = pages["months"]
    assert head[:5] == ("period", "state", "version", "scope1 [kgCO2e]", "scope2_market [kgCO2e]")
    assert sum(one[4] for one in rows) == pytest.approx(170 * 0.7)
    assert sum(one[5] for one in rows) == pytest.approx(170 * 0.5)
    head, *rows = pages["ledger"]
    assert {"amount [unit]", "factor [factor_unit]", "method"} <= set(head)
    assert len(rows) == len([*found.rows()])
    at = [list(COLUMNS).index(name) for name in ("share", "kgCO2e", "method")]
    market = sum(one[at[0]] * one[at[1]] for one in rows if one[at[2]] != "location")
    summary = {one[0]: one[1] for one in pages["summary"]}
    assert summary["total, scope 2 market-based"] * 1000 == pytest.approx(market)
    assert summary["head of the chain"] == found.head
    assert summary["months closed"] == "1 of 2"
    assert pages["restatements"][0][3:6] == ("data [kgCO2e]", "factor [kgCO2e]", "method [kgCO2e]")
    assert pages["restatements"][1][:4] == ("2024-01", "2 market", 70, 14)
    assert pages["targets"][1] == ("2030", 12.5)
    assert pages["stocks"][1][:6] == ("2024-01", "smelter", "Nd2O3", "kg", 0, 10)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    found = hostile(name)
    ledger = json.loads(account_json(found))["ledger"]
    assert {one["plant"] for one in ledger} == {name}
    assert base_of(found).execute("SELECT DISTINCT plant, flow FROM ledger").fetchall() == [
        (name, name)
    ]
    book = openpyxl.load_workbook(io.BytesIO(account_workbook(found)))
    cells = [cell for page in book for record in page.iter_rows() for cell in record]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_an_account_without_a_month_is_no_crash() -> None:
    found = account(books={}, closed={}, head="", stocks=(), contracts=())
    assert json.loads(account_json(found))["sums"]["1"] == 0
    assert sheets_of(account_workbook(found))["months"][1:] == []
    assert base_of(found).execute("SELECT count(*) FROM ledger").fetchone() == (0,)
