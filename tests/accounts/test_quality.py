"""Shares of an account by the quality of its numbers, and the uncertainty of the total, by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.books import BookRow
from carbonre.accounts.quality import (
    ORIGINS,
    counted_rows,
    draft_ids,
    past_calibration,
    quality,
    share,
    uncertainty,
)
from carbonre.accounts.register import Register
from carbonre.factors.editions import USED_COLUMNS
from helpers.accounts import FEBRUARY, JANUARY, account, activity_of, meter, month_rows, purchase
from helpers.books import books, direct, row

TOTAL = 120 * 0.7 + 50 * 0.7 + 2 * (14760 + 20)


def test_shares_by_hand() -> None:
    found = quality(account())
    assert found.total == pytest.approx(TOTAL)
    assert found.origins["modelled"] == pytest.approx(2 * 14760 / TOTAL)
    assert found.origins["read"] == pytest.approx(170 * 0.7 / TOTAL)
    assert found.origins["estimated"] == 0
    assert found.documents == pytest.approx(40 / TOTAL)
    assert found.suppliers == {"1": 0.0}


def test_location_and_memo_are_not_in_the_total() -> None:
    rows = counted_rows([*month_rows(), direct("CO2", 9.0, 1.0, kind="memo")])
    assert [r.line for r in rows] == ["2 market", "1", "3"]


def test_drafts_are_those_of_their_own_month() -> None:
    """The row that February calls a draft is active in January."""
    record = dict.fromkeys(USED_COLUMNS, "") | {"id": "acid", "status": "draft"}
    draft = tuple(record[name] for name in USED_COLUMNS)
    found = account()
    months = {JANUARY: found.books[JANUARY],
              FEBRUARY: replace(found.books[FEBRUARY], factors=(draft,))}  # fmt: skip
    assert draft_ids(months[FEBRUARY]) == {"acid"}
    assert quality(replace(found, books=months)).drafts == pytest.approx(20 / TOTAL)


def test_supplier_data_is_stated_by_a_plant_file_or_of_a_seller_in_the_group() -> None:
    rows = [
        purchase(factor_row="smelter.yaml:12"),
        purchase(5.0, kind="internal trade"),
        purchase(5.0, factor_row="factors/materials.csv:7"),
    ]
    found = quality(account(books={JANUARY: books("2024-01", rows)}))
    assert found.suppliers == {"1": pytest.approx(0.75)}


def test_nothing_has_no_shares() -> None:
    found = quality(account(books={JANUARY: books("2024-01")}))
    assert (found.total, found.drafts, found.documents) == (0, None, None)
    assert found.uncertainty.deviation == 0


def test_one_meter_is_wrong_together_and_two_are_not() -> None:
    """3 % limits: 100 and 40 kg of one meter are 140 kg; of two, the root of the squares."""
    rows = [row(method="market", factor=1.0, amount=a, meter=m) for m, a in
            (("A", 100.0), ("A", 40.0), ("B", 40.0))]  # fmt: skip
    register = Register({name: meter(name, 0.03) for name in "AB"})
    found = uncertainty(rows, register, {})
    each = 0.03 / math.sqrt(3)
    assert found.by_meter == {"A": pytest.approx(140 * each), "B": pytest.approx(40 * each)}
    assert found.deviation == pytest.approx(each * math.hypot(140, 40))
    assert (found.amounts_covered, found.factors_covered) == (1, 0)


def test_a_factor_row_is_wrong_together_over_meters_and_months() -> None:
    rows = [purchase(10.0), purchase(30.0, meter="B2", period="2024-05")]
    found = uncertainty(rows, Register({}), {"acid": 1.2})
    relative = math.sqrt(math.exp(math.log(1.2) ** 2) - 1)
    assert found.deviation == pytest.approx(80 * relative)


def test_internal_trade_that_cancels_leaves_nothing_open() -> None:
    rows = [purchase(10.0), purchase(-10.0, kind="internal trade")]
    assert uncertainty(rows, Register({}), {"acid": 1.5}).deviation == 0


def test_spreads_are_those_of_the_tables() -> None:
    table = activity_of().factors["smelter"]
    known = next(one for one in table.rows if one.gsd)
    rows = [purchase(factor_id=known.id)]
    found = quality(account(books={JANUARY: books("2024-01", rows)}))
    assert set(found.uncertainty.by_factor) == {known.id}


@pytest.mark.parametrize(("until", "found"), [
    ("2024-02-29", ()), ("2024-02-28", ("M1",)), ("2023-12-31", ("M1",)), ("", ()),
])  # fmt: skip
def test_a_calibration_must_reach_the_last_day_of_the_last_month(until: str, found: Any) -> None:
    register = Register({"M1": meter("M1", until=until)})
    assert past_calibration([row(period="2024-01"), row(period="2024-02")], register) == found


rows_of_origins = st.lists(
    st.builds(
        lambda kg, origin, part: purchase(kg, origin=origin, share=part),
        st.floats(0.1, 1e6), st.sampled_from(ORIGINS), st.floats(0.1, 1),
    ),
    min_size=1,
)  # fmt: skip


@given(rows_of_origins)
def test_shares_of_all_origins_add_up_to_one(rows: list[BookRow]) -> None:
    parts = [share(rows, lambda r, one=one: r.origin == one) for one in ORIGINS]
    assert math.fsum(part for part in parts if part) == pytest.approx(1)


@given(rows_of_origins, st.randoms())
def test_the_order_of_rows_moves_nothing(rows: list[BookRow], random: Any) -> None:
    mixed = random.sample(rows, len(rows))
    register = Register({"B1": meter("B1", 0.01)})
    assert uncertainty(rows, register, {"acid": 1.3}) == uncertainty(mixed, register, {"acid": 1.3})
