"""From rows to months: a row gives each month the share of its days; nothing is filled."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from carbonre.accounts.findings import Finding
from carbonre.accounts.meter_rows import QUALITIES, Floats, Integers, Quality
from carbonre.accounts.series import Series
from carbonre.accounts.times import DAY, minutes_of_day, month_of
from carbonre.core.errors import Place
from carbonre.core.periods import Month, Period

Status = Literal["complete", "partial", "missing"]
OUTLIER = 3.0  # times the median of its neighbours, or that part of it
NEIGHBOURS = 3  # months on either side
FEWEST = 2  # neighbours that make a median


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """What a meter read in a month.

    Attributes
    ----------
    amount : float
        The sum of what its rows give this month [base unit of the flow].
    by_quality : mapping
        The parts of it [base unit of the flow].
    covered, minutes : int
        How much of the month rows cover, and how long it is [min].
    """

    amount: float
    by_quality: Mapping[Quality, float]
    covered: int
    minutes: int

    @property
    def status(self) -> Status:
        """Whether rows cover the month, a part of it, or nothing: missing is not zero."""
        if not self.covered:
            return "missing"
        return "complete" if self.covered >= self.minutes else "partial"


def missing(month: Month) -> MonthAmount:
    """Return a month without any row."""
    return MonthAmount(0.0, {}, 0, month.days * DAY)


def months_of(series: Series) -> Mapping[Month, MonthAmount]:
    """Return every month that standing rows of a meter touch, in order.

    A row [a, b) gives a month the share of its days; rows by date-times, of its minutes. The sums
    are exact, so that they depend on no order of rows.
    """
    rows = np.flatnonzero(series.stands)
    parts = _parts(series.start[rows], series.end[rows], series.amount[rows])
    quality = series.quality[rows]
    found: dict[Month, MonthAmount] = {}
    for month, which, amounts, minutes in parts:
        by_quality = {
            name: math.fsum(amounts[quality[which] == number].tolist())
            for number, name in enumerate(QUALITIES)
            if (quality[which] == number).any()
        }
        total = math.fsum(amounts.tolist())
        found[month] = MonthAmount(total, by_quality, int(minutes.sum()), month.days * DAY)
    return found


def _parts(
    start: Integers, end: Integers, amount: Floats
) -> Iterator[tuple[Month, Integers, Floats, Integers]]:
    """Yield each month with the rows that touch it, what they give it and how long [min]."""
    if not len(start):
        return
    month, last = month_of(start.min()), month_of(end.max() - 1)
    ends = np.maximum.accumulate(end)  # rows are by start: none before ends later than this
    while month <= last:
        begin, close = minutes_of_day(month.start), minutes_of_day(month.end)
        first = int(np.searchsorted(ends, begin, side="right"))
        until = int(np.searchsorted(start, close, side="left"))
        which = np.arange(first, until)
        minutes = np.minimum(end[which], close) - np.maximum(start[which], begin)
        which, minutes = which[minutes > 0], minutes[minutes > 0]
        if len(which):
            share = minutes / (end[which] - start[which])
            yield month, which, amount[which] * share, minutes
        month = month.plus(1)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the amount of a month comes from.

    Attributes
    ----------
    places : tuple of Place
        Its rows, by time.
    documents : tuple of str
        What they name, each once.
    documented : float
        The part of the amount whose rows name a document [base unit of the flow].
    """

    places: tuple[Place, ...]
    documents: tuple[str, ...]
    documented: float


def sources(series: Series, month: Month) -> Sources:
    """Return the rows and documents behind what a meter read in a month."""
    assert series.source is not None
    rows = np.flatnonzero(series.stands)
    source = series.source
    parts = _parts(series.start[rows], series.end[rows], series.amount[rows])
    for other, which, amounts, _ in parts:
        if other == month:
            numbers = [int(row) for row in series.rows[rows[which]]]
            texts = [source.texts[source.document[row]] for row in numbers]
            known = [a for a, text in zip(amounts.tolist(), texts, strict=True) if text]
            places = tuple(source.place(row) for row in numbers)
            return Sources(places, tuple(dict.fromkeys(filter(None, texts))), math.fsum(known))
    return Sources((), (), 0.0)


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What became known of a month after it had been estimated.

    Attributes
    ----------
    meter : str
        Of which meter.
    month : Month
        The month of the estimate.
    estimated, known : float
        What the estimate gave the month, and what the row that replaces it gives the same days
        [base unit of the flow].
    """

    meter: str
    month: Month
    estimated: float
    known: float

    @property
    def difference(self) -> float:
        """What is booked: known less estimated [base unit of the flow]."""
        return self.known - self.estimated


def true_ups(series: Series) -> tuple[TrueUp, ...]:
    """Return for each month with a replaced estimate how far the estimate was out.

    Of an estimate that another estimate replaced, the last one counts.
    """
    stands = series.stands
    passed = {at for by, some in series.replaces.items() if not stands[by] for at in some}
    estimated: dict[Month, list[float]] = {}
    known: dict[Month, list[float]] = {}
    counted: set[int] = set()  # two rows may replace one estimate, each a part of it
    for by, replaced in series.replaces.items():
        for at in replaced if stands[by] else ():
            if at in passed:
                continue
            begin, end = int(series.start[at]), int(series.end[at])
            if at not in counted:
                _add(estimated, series, at, begin, end)
            counted.add(at)
            _add(known, series, by, begin, end)
    return tuple(
        TrueUp(series.meter.name, month, math.fsum(parts), math.fsum(known.get(month, ())))
        for month, parts in sorted(estimated.items())
    )


def _add(sums: dict[Month, list[float]], series: Series, at: int, begin: int, end: int) -> None:
    """Add to sums what a row gives each month of a time."""
    start, stop = int(series.start[at]), int(series.end[at])
    first, last = max(begin, start), min(end, stop)
    if first >= last:
        return
    amount = float(series.amount[at]) * ((last - first) / (stop - start))
    one = (np.array([first]), np.array([last]), np.array([amount]))
    for month, _, amounts, _ in _parts(*one):
        sums.setdefault(month, []).extend(amounts.tolist())


def in_period(months: Mapping[Month, MonthAmount], period: Period) -> Mapping[Month, MonthAmount]:
    """Return every month of a period; one without rows is missing."""
    return {month: months.get(month) or missing(month) for month in period.months}


def outliers(series: Series, months: Mapping[Month, MonthAmount]) -> Iterator[Finding]:
    """Yield the complete months of three times, or a third of, the median of their neighbours."""
    whole = {month: one.amount for month, one in months.items() if one.status == "complete"}
    for month, amount in whole.items():
        near = [
            whole[other]
            for step in (*range(-NEIGHBOURS, 0), *range(1, NEIGHBOURS + 1))
            if (other := month.plus(step)) in whole
        ]
        if len(near) < FEWEST or (median := statistics.median(near)) <= 0:
            continue
        if not median / OUTLIER < amount < median * OUTLIER:
            words = f"the month is {amount / median:.3g} times the median of those beside it"
            rows = np.flatnonzero(series.stands & (series.end > minutes_of_day(month.start)))
            assert series.source is not None
            place = series.source.place(series.rows[rows[0]])
            yield Finding("outlier", series.meter.name, str(month), words, place)
