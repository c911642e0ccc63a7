"""The page of an account: its figures are sums of the ledger, it asks nobody, names are inert."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from carbonre.reports import account_tables
from carbonre.reports.figures.columns import Column, columns
from carbonre.reports.language import Language
from carbonre.reports.page.account import account_html
from carbonre.reports.page.account_parts import months, of_block, plants
from carbonre.reports.text import tonnes
from carbonre.reports.workbook.sheets import Block
from helpers.accounts import FEBRUARY, JANUARY, account, activity_of, chain, stock_month
from helpers.books import books, row
from helpers.hostile import EVIL, NAMES

TARGETS = Block(("target", "gap", "needed per year"), (("2030", 12.5, 0.07),), "", frozenset({2}))


def language(code: str = "en") -> Language:
    return Language(code, activity_of().factors["smelter"])


def test_the_tables_add_up_to_the_ledger() -> None:
    found = account()
    market, location = account_tables.totals(found.sums())
    for table in (months(found, language()), plants(found, language())):
        assert list(table.foot[-2:]) == [tonnes(market), tonnes(location)]
    assert [one[1] for one in months(found, language()).rows] == ["closed v2", "open"]
    page = account_html(found, chain())
    for line in ("1", "2 market", "2 location", "3"):
        assert tonnes(found.sums()[line]) in page


def test_head_and_how_to_check_it_stand_on_the_page() -> None:
    found = account()
    page = account_html(found, chain())
    assert f"carbonre verify GROUP.yaml --head {found.head}" in page
    assert "1 of 2 months are open" in page
    assert "a late bill" in page and "Restatements" in page and ">Targets<" not in page
    assert "No month is closed." in account_html(account(closed={}, head=""))


def test_targets_stand_on_it_with_shares_in_percent() -> None:
    table = of_block(TARGETS, language())
    assert table.rows == [["2030", "12.5", "7.0 %"]]
    assert ">Targets<" in account_html(account(), chain(), TARGETS)


def test_a_category_without_a_number_says_why_or_that_nobody_did() -> None:
    found = account(activity=activity_of(more={"relevance": {"13": "nothing is leased out"}}))
    page = account_html(found)
    assert "13 downstream leased assets: nothing is leased out" in page
    assert "14 franchises: no number, and no reason stated" in page


@pytest.mark.parametrize("code", ["en", "zh"])
def test_it_runs_nothing_and_asks_nobody(code: str) -> None:
    page = account_html(account(), chain(), TARGETS, code)
    assert "script-src 'none'" in page and "default-src 'none'" in page
    assert not re.search(r"<(script|link|iframe|img|object|form)\b", page)
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert page == account_html(account(), chain(), TARGETS, code)


def test_its_words_have_a_chinese() -> None:
    page = account_html(account(), chain(), TARGETS, "zh")
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    for words in ("scope", "months", "market-based", "modelled", "category", "Stocks"):
        assert words not in text, words


@pytest.mark.parametrize("name", [*NAMES.values(), EVIL])
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    rows = [row(plant=name, step=name, flow=name, document=name, origin=name, scope="3", method="")]
    found = account(
        activity=activity_of(name=name),
        books={JANUARY: books("2024-01", rows), FEBRUARY: books("2024-02", rows)},
        stocks=(stock_month(JANUARY, plant=name, flow=name),),
    )
    page = account_html(found, chain(), Block((name,), ((name,),)))
    assert "<script" not in page and "<b>" not in page
    assert "alert(1)" not in re.sub(r"&lt;.*?&gt;", "", page) or "&lt;script&gt;" in page


def test_columns_hang_what_is_below_zero_and_pale_what_is_open() -> None:
    found = [Column("2024-01", (("emitted", 10.0), ("material", -4.0)), 7.0, "v1"),
             Column("2024-02", (("emitted", 5.0),), 5.0, "open", is_pale=True)]  # fmt: skip
    picture = ElementTree.fromstring(columns("Months", found, [], "t CO2e"))
    boxes = [e for e in picture.iter() if e.tag.endswith("rect")]
    high = {e.get("class"): float(e.get("height", 0)) for e in boxes[:2]}
    assert high["c-emitted"] == pytest.approx(2.5 * high["c-material"], rel=0.01)
    assert float(boxes[1].get("y", 0)) == pytest.approx(
        float(boxes[0].get("y", 0)) + high["c-emitted"], abs=0.11
    )
    pale = [e for e in boxes if e.get("fill-opacity")]
    assert len(pale) == 1 and pale[0].get("class") == "c-emitted"


def test_columns_of_nothing_are_a_picture() -> None:
    ElementTree.fromstring(columns("Months", [Column("2024-01", (), 0.0)], [], "t"))
    assert "<svg" not in account_html(account(books={}, closed={}, head="")).split("<h2")[1]
