"""Activity data of plants: register and rows, what is found in them, and the amounts by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carbonre.accounts.findings import Finding, add_errors
from carbonre.accounts.meter_checks import findings
from carbonre.accounts.meter_reader import read_meters
from carbonre.accounts.meter_rows import MeterRows
from carbonre.accounts.meter_tree import StepAmount, steps_of_month
from carbonre.accounts.metered_plant import MeteredPlant, base_of_tags, check_register
from carbonre.accounts.months import (
    MonthAmount,
    Status,
    TrueUp,
    in_period,
    months_of,
    outliers,
    true_ups,
)
from carbonre.accounts.register import Register, read_register
from carbonre.accounts.series import Series, series_of
from carbonre.core.errors import Problems
from carbonre.core.periods import Month, Period


@dataclass(frozen=True)
class Activity:
    """What the meters of plants read.

    Attributes
    ----------
    register : Register
        The meters whose plant, step, flow and unit are known.
    months : mapping
        By meter and month what was read; a month that no row touches is not there: it is missing.
    series : mapping
        By meter its rows, for `months.sources`.
    true_ups : tuple of TrueUp
        How far replaced estimates were out.
    findings : tuple of Finding
        Errors, which are problems of the run too, and warnings, which may be accepted by name.
    """

    register: Register
    months: Mapping[str, Mapping[Month, MonthAmount]]
    series: Mapping[str, Series] = field(repr=False)
    true_ups: tuple[TrueUp, ...]
    findings: tuple[Finding, ...]

    def incomplete(self, plant: str, period: Period) -> tuple[tuple[str, Month, Status], ...]:
        """Return the meters of a plant and the months of a period that rows do not cover whole."""
        return tuple(
            (meter.name, month, read.status)
            for meter in self.register.of(plant)
            for month, read in in_period(self.months.get(meter.name, {}), period).items()
            if read.status != "complete"
        )


def read_activity(
    register: Path | str,
    files: Iterable[Path | str],
    plants: Mapping[str, MeteredPlant],
    today: datetime.date,
    problems: Problems,
    *,
    others: bool = False,
) -> Activity:
    """Read register and rows, and spread the rows over months; errors go to `problems`.

    Parameters
    ----------
    register : path
        The register of meters.
    files : iterable of path
        Files of activity data; see `meter_files`.
    plants : mapping
        By the names that the register uses.
    today : date
        What ends later is an error.
    others : bool
        Whether the register may have meters of other plants, which are then left out.
    """
    named = read_register(register, problems)
    asked = Register({n: m for n, m in named.meters.items() if not others or m.plant in plants})
    known = check_register(asked, plants, problems)
    rows = read_meters(files, problems)
    faulty = frozenset(named.meters.keys() - known.meters.keys())
    base = base_of_tags(rows, known, plants, problems, faulty)
    activity = spread(rows, known, base, today)
    add_errors(activity.findings, problems)
    return activity


def spread(
    rows: MeterRows, register: Register, base: tuple[float | None, ...], today: datetime.date
) -> Activity:
    """Look through the rows of each meter, and only then spread them over months."""
    series, wrong = series_of(rows, register, base)
    found = [*wrong, *(finding for one in series for finding in findings(one, today))]
    months = {one.meter.name: months_of(one) for one in series}
    for one in series:
        found += outliers(one, months[one.meter.name])
    late = tuple(up for one in series for up in true_ups(one))
    by_meter = {one.meter.name: one for one in series}
    return Activity(register, months, by_meter, late, tuple(found))


def steps_of(
    activity: Activity, plant: str, period: Period, problems: Problems
) -> tuple[StepAmount, ...]:
    """Return what the meters of a plant tell, by month and step; faults go to `problems`."""
    found: list[Finding] = []
    steps = [
        one
        for month in period.months
        for one in steps_of_month(activity.register, plant, activity.months, month, found)
    ]
    add_errors(found, problems)
    return tuple(steps)
