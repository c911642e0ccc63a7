"""docs/by-hand.md holds: each line from the numbers that are printed, the sum against calc."""

from __future__ import annotations

import pytest

from helpers.examples import example_footprint
from reference import pages
from reference.by_hand_page import TONNES
from reference.markdown import tables
from reference.ours import product
from reference.sheet import DIGITS, Sheet, calculated, printed

PAGE = pages.written("by-hand.md")
HALF_A_DIGIT = 0.5 * 10 ** (1 - DIGITS)  # relative, at most


def rows_with(column: str) -> list[dict[str, str]]:
    return [row for found in tables(PAGE) if column in found[0] for row in found]


def test_each_line_is_right_by_the_numbers_that_are_printed() -> None:
    lines = [row for row in rows_with("result") if row["arithmetic"]]
    assert len(lines) > 80
    for row in lines:
        near = pytest.approx(float(row["result"]), rel=HALF_A_DIGIT)
        assert calculated(row["arithmetic"]) == near, row["what"]


def test_each_amount_times_its_factor_is_right_and_so_is_their_sum() -> None:
    *lines, last = rows_with("factor")
    assert len(lines) > 15
    for row in lines:
        product_of_both = float(row["amount"]) * float(row["factor"])
        near = pytest.approx(product_of_both, rel=HALF_A_DIGIT)
        assert float(row["kg CO2e"]) == near, row["what"]
    whole = sum(float(row["kg CO2e"]) for row in lines)
    assert float(last["kg CO2e"].strip("*")) == pytest.approx(whole, rel=HALF_A_DIGIT)


def test_the_sum_is_what_calc_says() -> None:
    """Within a tenth of a per cent: five digits through a hundred lines."""
    *_, last = rows_with("factor")
    plant = float(last["kg CO2e"].strip("*")) * TONNES
    assert plant == pytest.approx(example_footprint("baotou_smelter").total, rel=1e-3)
    oxide = next(row for row in rows_with("result") if row["what"] == "**PrNd oxide**")
    figure = product("baotou_smelter", "PrNd oxide")
    assert float(oxide["result"]) == pytest.approx(figure, rel=1e-3)


def test_every_row_that_counts_is_in_the_sheet() -> None:
    rows = {row.factor_id for row in example_footprint("baotou_smelter").ledger_rows if row.counts}
    named = {one for row in rows_with("factor") for one in row["row of the tables"].split(", ")}
    assert rows <= named


def test_a_sheet_calculates_with_what_it_prints() -> None:
    page = Sheet()
    page.section("toy")
    page.given("a", 1 / 3, "-", "a third, to five digits")
    assert page.values["a"] == 0.33333
    assert page.line("b", "3 * a ** 2", "-", "of it") == pytest.approx(0.33333, abs=1e-5)
    (_, line) = page.sections["toy"]
    assert line.arithmetic == "3 x 0.33333 ^ 2"
    assert calculated(line.arithmetic) == pytest.approx(line.result, rel=HALF_A_DIGIT)
    assert printed(12_000.0) == "12000"
    assert printed(1.7452e-05) == "0.000017452"
