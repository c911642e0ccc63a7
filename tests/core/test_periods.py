"""Periods: a year, a month, a range; their months and days, and the year of look-ups."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.periods import Month, Period, PeriodError, month, period, year

MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("written", "first", "last", "looked_up", "shown"),
    [
        (2024, "2024-01", "2024-12", 2024, 2024),
        ("2024", "2024-01", "2024-12", 2024, 2024),
        ("2024-03", "2024-03", "2024-03", 2024, "2024-03"),
        ("2024-04..2025-03", "2024-04", "2025-03", 2024, "2024-04..2025-03"),  # 9 and 3 months
        ("2024-07..2025-06", "2024-07", "2025-06", 2024, "2024-07..2025-06"),  # 6 and 6
        ("2024-10..2025-09", "2024-10", "2025-09", 2025, "2024-10..2025-09"),  # 3 and 9
        ("2024-01..2024-12", "2024-01", "2024-12", 2024, 2024),
        ("2024-03..2024-03", "2024-03", "2024-03", 2024, "2024-03"),
    ],
)
def test_a_period_has_its_months(written, first, last, looked_up, shown):
    found = period(written)
    assert (found.first, found.last) == (month(first), month(last))
    assert found.year == looked_up
    assert found.written == shown


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2024-13", "a month 2024-03"),
        ("2024/25", "is no period"),
        ("2024-04..", "is no period"),
        ("2024..2025", "is no period"),
        ("2025-03..2024-04", "write 2024-04..2025-03"),
        ("2020-01..2024-12", "60 months; at most 36"),
        (24, "between 1990 and 2100"),
        ("1989-12", "between 1990 and 2100"),
        (2024.0, "is no period"),
        (True, "is no period"),
        (None, "is no period"),
    ],
)
def test_what_is_no_period_is_told(written, words):
    with pytest.raises(PeriodError, match=words):
        period(written)


def test_days_of_months():
    assert [Month(2024, n).days for n in (1, 2, 4)] == [31, 29, 30]
    assert Month(2023, 2).days == 28
    assert Month(2024, 12).end == datetime.date(2025, 1, 1)
    assert sum(m.days for m in year(2024).months) == 366


@given(MONTHS, st.integers(0, 35))
def test_what_is_written_is_read_again(first: Month, more: int):
    last = first.plus(more)
    if last.year > 2100:
        return
    found = Period(first, last)
    assert period(found.written) == found
    assert len(found.months) == more + 1
    assert (found.end - found.start).days == sum(m.days for m in found.months)
