"""Which meters say nothing, or not all, of a month: asked for by name, and never taken as zero."""

from __future__ import annotations

from collections.abc import Iterator

from carbonre.accounts.consolidation import counted_plants
from carbonre.accounts.findings import Finding
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.months import missing
from carbonre.accounts.times import DAY
from carbonre.core.periods import Month


def coverage(activity: GroupActivity, month: Month) -> Iterator[Finding]:
    """Yield what is missing of a month: plants without a row, and meters not covered whole.

    A gap between rows has a name already in the month in which it begins; it is not told twice.
    """
    read = activity.activity
    gaps = {(one.meter, one.time[:7]) for one in read.findings if one.kind == "gap"}
    for plant in counted_plants(activity.group, month):
        meters = read.register.of(plant)
        if not any(month in read.months.get(meter.name, {}) for meter in meters):
            words = "no meter of the plant has a row in this month; where nothing was used or"
            words += " made, a row says 0"
            place = activity.group.place("plants", plant, key=True)
            yield Finding("no rows", plant, str(month), words, place)
            continue
        for meter in meters:
            found = read.months.get(meter.name, {}).get(month, missing(month))
            if found.status == "complete" or (meter.name, str(month)) in gaps:
                continue
            if found.status == "missing":
                words = "no row is of this month; add one, of 0 if nothing was read"
                yield Finding("missing", meter.name, str(month), words, meter.place)
            else:
                days = f"{found.covered / DAY:g} of {month.days} days"
                words = f"rows cover {days}; add the rest, or an estimate of it"
                yield Finding("partial", meter.name, str(month), words, meter.place)
