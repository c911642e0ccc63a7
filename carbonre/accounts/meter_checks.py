"""What is wrong in the series of a meter, by name, before anything is spread over months."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import numpy as np

from carbonre.accounts.findings import Finding, FindingKind
from carbonre.accounts.meter_rows import ESTIMATED, Integers, MeterRows
from carbonre.accounts.series import Series
from carbonre.accounts.times import DAY, length, minutes_of_day, span, written

MOST_TOLD = 100  # of one kind of one meter
CLOSE = 1e-9  # of two readings of a counter that are one


def findings(series: Series, today: datetime.date) -> list[Finding]:
    """Return everything that is found in the rows of a meter.

    Parameters
    ----------
    today : date
        A row that ends after this day is of the future.
    """
    checks = (_double_rows_and_overlaps, _gaps, _negatives, _estimates, _counters, _calibration)
    found = [finding for check in checks for finding in check(series)]
    return [*found, *_future(series, today)]


def _rows(series: Series) -> MeterRows:
    assert series.source is not None
    return series.source


def _each(
    series: Series,
    kind: FindingKind,
    positions: Integers,
    words: Callable[[int], str],
    begin: Callable[[int], int] | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each position; of very many the first, and how many there are.

    Parameters
    ----------
    begin : callable, optional
        The time that names the finding; the start of the row if not given [min].
    """
    for count, at in enumerate(positions):
        place = _rows(series).place(series.rows[at])
        time = written(begin(int(at)) if begin else series.start[at])
        if count == MOST_TOLD:
            more = f"{len(positions) - MOST_TOLD} more of this kind follow; correct these first"
            yield Finding(kind, series.meter.name, time, more, place)
            return
        yield Finding(kind, series.meter.name, time, words(int(at)), place)


def _line(series: Series, at: int) -> str:
    """Name another row by its place."""
    return str(_rows(series).place(series.rows[at]))


def _ends_before(series: Series, standing: Integers) -> Integers:
    """Return for each standing row but the first the latest end before it."""
    return np.maximum.accumulate(series.end[standing])[:-1]


def _double_rows_and_overlaps(series: Series) -> Iterator[Finding]:
    standing = np.flatnonzero(series.stands)
    if len(standing) < 2:
        return
    start, end = series.start[standing], series.end[standing]
    double = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    overlap = (start[1:] < _ends_before(series, standing)) & ~double

    def before(at: int) -> int:
        """Return the standing row that covers the start of another."""
        place = int(np.searchsorted(standing, at))
        return int(standing[int(np.argmax(series.end[standing[:place]]))])

    def of_double(at: int) -> str:
        other = int(standing[int(np.searchsorted(standing, at)) - 1])
        same = "the same amount" if series.amount[at] == series.amount[other] else "another amount"
        words = f"the row of {span(series.start[at], series.end[at])} is there twice, with {same}"
        return f"{words} in {_line(series, other)}{_hint(series, at, other)}"

    def of_overlap(at: int) -> str:
        other = before(at)
        until = min(series.end[at], series.end[other])
        words = f"{span(series.start[at], until)} is also in the row of"
        words += f" {span(series.start[other], series.end[other])}, {_line(series, other)}"
        return words + _hint(series, at, other)

    yield from _each(series, "double row", standing[1:][double], of_double)
    yield from _each(series, "overlap", standing[1:][overlap], of_overlap)


def _hint(series: Series, one: int, two: int) -> str:
    """Say how an estimate is replaced, where one of two rows is an estimate."""
    estimated = [at for at in (one, two) if series.quality[at] == ESTIMATED]
    if len(estimated) != 1:
        return ""
    (estimate,) = estimated
    other = two if estimate == one else one
    words = f"; write 'replaces' {written(series.start[estimate])} in {_line(series, other)}"
    return f"{words}, if it takes the place of the estimate"


def _gaps(series: Series) -> Iterator[Finding]:
    standing = np.flatnonzero(series.stands)
    if len(standing) < 2:
        return
    before = _ends_before(series, standing)
    gap = series.start[standing[1:]] > before
    begin = dict(zip(standing[1:][gap].tolist(), before[gap].tolist(), strict=True))
    yield from _each(
        series,
        "gap",
        standing[1:][gap],
        lambda at: _gap_words(begin[at], int(series.start[at])),
        begin.__getitem__,
    )


def _gap_words(begin: int, end: int) -> str:
    words = f"no row covers {span(begin, end)} ({length(end - begin)})"
    if end - begin == DAY:
        return f"{words}; the end of a row is the first day that is no more part of it"
    return f"{words}; it stays missing: nothing is filled"


def _negatives(series: Series) -> Iterator[Finding]:
    rows, index = _rows(series), series.rows
    wrong = (rows.amount[index] < 0) & np.isnan(rows.reading_start[index])
    yield from _each(
        series,
        "negative",
        np.flatnonzero(wrong),
        lambda at: f"{rows.amount[index[at]]:g} is negative; correct the row that it takes back",
    )


def _estimates(series: Series) -> Iterator[Finding]:
    rows = _rows(series)
    wrong = [
        int(at)
        for at in np.flatnonzero(series.quality == ESTIMATED)
        if not rows.note.get(int(series.rows[at]))
    ]
    yield from _each(
        series,
        "estimate",
        np.array(wrong, dtype=np.int64),
        lambda _: "the estimate does not say how it was made; write it under note",
    )


def _counters(series: Series) -> Iterator[Finding]:
    rows, index = _rows(series), series.rows
    first = rows.reading_start[index]
    last = first + rows.amount[index]
    roll = series.meter.rolls_over_at
    if roll is None:
        hint = "; if it has rolled over, state rolls_over_at in the register"

        def words(at: int) -> str:
            return f"the counter runs backwards, from {first[at]:.12g} to {last[at]:.12g}{hint}"

        yield from _each(series, "backwards", np.flatnonzero(last < first), words)
    standing = np.flatnonzero(series.stands & ~np.isnan(first))
    if len(standing) < 2:
        return
    ends, starts = last[standing[:-1]], first[standing[1:]]
    meets = series.end[standing[:-1]] == series.start[standing[1:]]
    jump = meets & (np.abs(starts - ends) > CLOSE * np.maximum(np.abs(ends), 1.0))
    before = dict(zip(standing[1:][jump], ends[jump], strict=True))
    yield from _each(
        series,
        "jump",
        standing[1:][jump],
        lambda at: f"the counter starts at {first[at]:.12g}, and ended at {before[at]:.12g} before",
    )


def _calibration(series: Series) -> Iterator[Finding]:
    until = series.meter.calibrated_until
    if until is None:
        return
    late = np.flatnonzero(series.stands & (series.end > minutes_of_day(until) + DAY))
    count = len(late)
    yield from _each(
        series,
        "calibration",
        late[:1],
        lambda _: f"{count} row{'s' if count > 1 else ''} after its calibration, valid to {until}",
    )


def _future(series: Series, today: datetime.date) -> Iterator[Finding]:
    late = np.flatnonzero(series.end > minutes_of_day(today) + DAY)
    yield from _each(
        series,
        "future",
        late,
        lambda at: f"the row ends on {written(series.end[at])}, after today, {today}",
    )
