"""Dates and times of meters, as whole minutes: local standard time, without a zone."""

from __future__ import annotations

import datetime
import re

from carbonre.core.periods import FIRST_YEAR, LAST_YEAR, Month

DAY = 24 * 60  # minutes
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([T ]([0-9]{2}):([0-9]{2})(:00)?)?")
_OTHER = re.compile(r"([0-9]{4})[/.年]([0-9]{1,2})[/.月]([0-9]{1,2})日?")
_ZONE = re.compile(r".*[0-9](Z|[+-][0-9]{2}:?[0-9]{2})")


class TimeError(ValueError):
    """A text is no date and no date with a time; the message says what is wanted."""


def minutes_of_day(day: datetime.date) -> int:
    """Return the minutes from the year 1 to the start of a day."""
    return day.toordinal() * DAY


def minutes(text: str) -> int:
    """Read ``2024-03-01`` or ``2024-03-01T06:15`` as minutes from the year 1.

    Raises
    ------
    TimeError
        If it is none; the message says what is wanted.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise TimeError(f"'{text}' is no date{_hint(text)}")
    try:
        day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        time = datetime.time(int(found[5] or 0), int(found[6] or 0))
    except ValueError:
        raise TimeError(f"'{text}' is not in the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TimeError(f"'{text}' is not between {FIRST_YEAR} and {LAST_YEAR}")
    return minutes_of_day(day) + 60 * time.hour + time.minute


def _hint(text: str) -> str:
    if other := _OTHER.fullmatch(text):
        return f"; write {other[1]}-{int(other[2]):02}-{int(other[3]):02}"
    if _ZONE.fullmatch(text) and "T" in text:
        return "; write local standard time, without a zone"
    return "; write one such as 2024-03-01, or 2024-03-01T06:15"


def written(time: int) -> str:
    """Write minutes as a date, with the time of day if it is not midnight."""
    day, rest = divmod(int(time), DAY)
    text = datetime.date.fromordinal(day).isoformat()
    return f"{text}T{rest // 60:02}:{rest % 60:02}" if rest else text


def month_of(time: int) -> Month:
    """Return the month in which a minute lies."""
    return Month.of(datetime.date.fromordinal(int(time) // DAY))


def span(start: int, end: int) -> str:
    """Write a time from its start to its end."""
    return f"{written(start)} to {written(end)}"


def length(minutes_: int) -> str:
    """Write how long it is: in days, or in hours if it is less than two days."""
    days = int(minutes_) / DAY
    if days == int(days):
        return f"{int(days)} day{'s' if days != 1 else ''}"
    return f"{days:.3g} days" if days > 2 else f"{int(minutes_) / 60:.3g} hours"
