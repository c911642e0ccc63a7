"""Laws of meters on drawn rows: spreading conserves, order and splitting change nothing."""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.activity import Activity, spread, steps_of
from carbonre.accounts.meter_rows import MeterRows, RowBuffer, Tag
from carbonre.accounts.meter_tree import steps_of_month
from carbonre.accounts.register import Meter, Register, unit_of
from carbonre.accounts.times import DAY, minutes, minutes_of_day, written
from carbonre.core.errors import Place, Problems
from carbonre.core.periods import Month, Period

START = minutes("2023-11-07")
TODAY = datetime.date(2030, 1, 1)
KWH = unit_of("kWh")
Bill = tuple[int, int, float]  # start and end [min], amount


def bills(minute: bool = False) -> st.SearchStrategy[list[Bill]]:
    """Draw bills that follow each other, with gaps; by days, or by minutes."""
    step = 1 if minute else DAY
    lengths = st.tuples(
        st.integers(0, 3 * DAY // step),
        st.integers(1, 100 * DAY // step),
        st.one_of(st.just(0.0), st.floats(1e-3, 1e9)),
    )

    def placed(parts: list[tuple[int, int, float]]) -> list[Bill]:
        found, time = [], START
        for gap, long, amount in parts:
            found.append((time + gap * step, time + (gap + long) * step, amount))
            time = found[-1][1]
        return found

    return st.lists(lengths, min_size=1, max_size=12).map(placed)


def rows_of(bills_of: Mapping[str, list[Bill]], seed: int = 0) -> MeterRows:
    """Return rows of meters, in a drawn order."""
    buffer = RowBuffer(files=["rows.csv"])
    lines = []
    for meter, some in bills_of.items():
        buffer.tags.append(Tag(meter, "", "", "", "read", Place("rows.csv")))
        lines += [(len(buffer.tags) - 1, *bill) for bill in some]
    random.Random(seed).shuffle(lines)
    for row, (tag, *bill) in enumerate(lines):
        append(buffer, row, tag, (bill[0], bill[1], bill[2]))
    return buffer.rows()


def append(buffer: RowBuffer, row: int, tag: int, bill: Bill) -> None:
    """Add a row to a buffer."""
    buffer.file.append(0)
    buffer.line.append(row + 2)
    buffer.tag.append(tag)
    buffer.start.append(bill[0])
    buffer.end.append(bill[1])
    buffer.amount.append(bill[2])
    buffer.reading_start.append(math.nan)
    buffer.document.append(0)


def register(*names: str, parent: str = "") -> Register:
    """Return a main meter, and sub-meters below it."""
    meters = {n: Meter(n, "works", n if parent and n != parent else "", "electricity", KWH,
                       parent if n != parent else "") for n in names}  # fmt: skip
    return Register(meters)


def activity(bills_of: Mapping[str, list[Bill]], seed: int = 0, parent: str = "") -> Activity:
    names = register(*bills_of, parent=parent)
    return spread(rows_of(bills_of, seed), names, (1.0,) * len(bills_of), TODAY)


@given(bills())
def test_spreading_conserves_the_sum(some: list[Bill]) -> None:
    found = activity({"E": some}).months["E"]
    whole = math.fsum(amount for _, _, amount in some)
    assert math.fsum(one.amount for one in found.values()) == pytest.approx(whole, rel=1e-12)
    assert sum(one.covered for one in found.values()) == sum(end - start for start, end, _ in some)
    for one in found.values():
        assert math.fsum(one.by_quality.values()) == pytest.approx(one.amount, rel=1e-12)
        assert one.covered <= one.minutes


@given(bills(minute=True))
def test_each_month_has_the_share_of_its_minutes(some: list[Bill]) -> None:
    """Against a second computation: row by row and month by month."""
    found = activity({"E": some}).months["E"]
    for month, one in found.items():
        begin, end = minutes_of_day(month.start), minutes_of_day(month.end)
        wanted = 0.0
        for start, stop, amount in some:
            wanted += amount * max(0, min(stop, end) - max(start, begin)) / (stop - start)
        assert one.amount == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(bills(), bills(), st.integers(1, 10_000))
def test_the_order_of_rows_changes_nothing(one: list[Bill], two: list[Bill], seed: int) -> None:
    """Not a digit."""
    known, shuffled = (activity({"A": one, "B": two}, number) for number in (0, seed))
    assert known.months == shuffled.months
    assert [(f.name, f.message) for f in known.findings] == [
        (f.name, f.message) for f in shuffled.findings
    ]


@given(bills(), st.data())
def test_splitting_a_row_at_any_day_changes_nothing(some: list[Bill], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(some) - 1))
    start, end, amount = some[at]
    days = (end - start) // DAY
    if days < 2:
        return
    cut = data.draw(st.integers(1, days - 1))
    middle = start + cut * DAY
    parts = [(start, middle, amount * cut / days), (middle, end, amount * (days - cut) / days)]
    whole = activity({"E": some}).months["E"]
    split = activity({"E": [*some[:at], *parts, *some[at + 1 :]]}).months["E"]
    assert whole.keys() == split.keys()
    for month in whole:
        assert split[month].amount == pytest.approx(whole[month].amount, rel=1e-9, abs=1e-9)
        assert split[month].covered == whole[month].covered


@given(bills(), bills(), bills())
def test_what_the_tree_tells_is_what_main_meters_read(
    main: list[Bill], one: list[Bill], two: list[Bill]
) -> None:
    found = activity({"M": main, "a": one, "b": two}, parent="M")
    for month, read in found.months["M"].items():
        steps = steps_of_month(found.register, "works", found.months, month, [])
        assert math.fsum(s.amount for s in steps) == pytest.approx(read.amount, rel=1e-9, abs=1e-9)
        assert all(step.amount >= 0 for step in steps)


@given(bills())
def test_months_add_up_to_the_year(some: list[Bill]) -> None:
    found = activity({"E": some})
    first, last = min(found.months["E"]), max(found.months["E"])
    whole = steps_of(found, "works", Period(first, last), Problems())
    parts: list[float] = []
    month = first
    while month <= last:
        steps = steps_of(found, "works", Period(month, month), Problems())
        parts += [step.amount for step in steps]
        month = month.plus(1)
    assert math.fsum(parts) == math.fsum(step.amount for step in whole)
    assert Month.of(datetime.date(2023, 11, 7)) <= first


@given(bills(), st.floats(0.1, 10), st.integers(1, 10_000))
def test_a_replaced_estimate_leaves_nothing_behind(
    some: list[Bill], factor: float, seed: int
) -> None:
    """Every bill was estimated before: months are as if it had not been, and true-ups tell it."""
    known = activity({"E": some})
    buffer = RowBuffer(files=["rows.csv"])
    buffer.tags += [Tag("E", "", "", "", q, Place("rows.csv")) for q in ("read", "estimated")]
    lines = [(0, *bill) for bill in some] + [(1, s, e, a * factor) for s, e, a in some]
    random.Random(seed).shuffle(lines)
    for row, (tag, start, end, amount) in enumerate(lines):
        (buffer.note if tag else buffer.replaces)[row] = "as before" if tag else written(start)
        append(buffer, row, tag, (start, end, amount))
    found = spread(buffer.rows(), register("E"), (1.0, 1.0), TODAY)
    assert not [one for one in found.findings if one.is_error]
    assert found.months == known.months
    for up in found.true_ups:
        month = known.months["E"][up.month]
        assert up.known == pytest.approx(month.amount, rel=1e-9, abs=1e-9)
        assert up.estimated == pytest.approx(factor * month.amount, rel=1e-9, abs=1e-9)
