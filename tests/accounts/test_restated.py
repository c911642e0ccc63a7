"""The table of restatements, from closings alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.chain import restate
from carbonre.accounts.closing import ClosingName
from carbonre.accounts.restated import (
    RESTATED_COLUMNS,
    ledger_of,
    reason_of,
    restated,
    restatement_records,
)
from helpers.books import MONTHS, SIGNED, books, chain_of, direct, row

NOTED = replace(SIGNED, note="the factor of 2024 appeared", on="2025-02-01")
ZERO = Decimal("0.000000")


def kg(value: str) -> Decimal:
    return Decimal(value).quantize(ZERO)


def test_the_table_by_hand() -> None:
    """2024-02: 100 kWh at 0.5 to 120 at 0.75, and 2 kg of CF4 are gone; 2024-03 only follows."""
    rows = [row(), direct("CF4", 2, 7380)]
    chain = chain_of(*(books(period, rows) for period in MONTHS))
    made = books("2024-02", [row(amount=120, factor=0.75)])
    chain = chain.with_closings(restate(chain, made, NOTED, "factor"))
    one, two = restatement_records(chain)
    assert dict(zip(RESTATED_COLUMNS, two, strict=True)) == {
        "period": "2024-02", "scope": "2 location", "before": kg("50"), "data": kg("12.5"),
        "factor": kg("27.5"), "method": ZERO, "boundary": ZERO, "gwp": ZERO, "error": ZERO,
        "rounding": ZERO, "after": kg("90"), "reason": "factor", "by": "Li Na",
        "on": "2025-02-01", "closing": "2024-02 v2",
    }  # fmt: skip
    found = dict(zip(RESTATED_COLUMNS, one, strict=True))
    assert (found["scope"], found["factor"], found["after"]) == ("1", kg("-14760"), ZERO)
    assert reason_of(chain, ClosingName("2024-03", 2)) == "factor"
    assert restated(chain, ClosingName("2024-03", 2)) is None


def test_a_later_month_that_moves_has_the_reason_of_what_it_follows() -> None:
    chain = chain_of(*(books(period, [row()]) for period in MONTHS))
    later = [books("2024-03", [row(), row(step="casting")])]
    added = restate(chain, books("2024-02", [row(amount=90)]), NOTED, "error", later)
    records = list(restatement_records(chain.with_closings(added)))
    where = RESTATED_COLUMNS.index("error")
    assert [(r[0], r[where], r[-1]) for r in records] == [
        ("2024-02", ZERO, "2024-02 v2"),
        ("2024-03", kg("50"), "2024-03 v2"),
    ]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=4), st.floats(0, 2), st.integers(0, 8))
def test_what_is_printed_adds_up(amounts: list[float], factor: float, places: int) -> None:
    chain = chain_of(books("2024-01", [row(amount=7, share=0.6)]))
    made = books("2024-01", [row(amount=a, factor=factor, share=0.8) for a in amounts])
    chain = chain.with_closings(restate(chain, made, NOTED, "boundary"))
    for record in restatement_records(chain, places):
        before, *parts, after = record[2:11]
        assert before + sum(parts, Decimal(0)) == after
    assert len(ledger_of(chain.closings[ClosingName("2024-01", 2)])) == len(amounts)
