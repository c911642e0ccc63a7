"""Periods: a year, a month or a range of months; the months of a calendar, and their days."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1990, 2100
FORMS = "a calendar year such as 2024, a month 2024-03 or a range of months 2024-04..2025-03"
MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_MONTH = re.compile(MONTH)
PATTERN = rf"^([0-9]{{4}}|{MONTH}(\.\.{MONTH})?)$"
LONGEST = 36  # months of a range; longer ones are reported year by year


class PeriodError(ValueError):
    """A text is no period; the message says what is wanted."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar.

    Attributes
    ----------
    year, number : int
        The number is 1 for January.
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @classmethod
    def of(cls, day: datetime.date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def index(self) -> int:
        """Months since the year 0, for arithmetic."""
        return 12 * self.year + self.number - 1

    def plus(self, months: int) -> Month:
        """Return the month so many months later."""
        year, before = divmod(self.index + months, 12)
        return Month(year, before + 1)

    @property
    def start(self) -> datetime.date:
        """The first day."""
        return datetime.date(self.year, self.number, 1)

    @property
    def end(self) -> datetime.date:
        """The first day of the next month: [start, end) holds every day."""
        return self.plus(1).start

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Period:
    """What a plant's figures or a closing are of: whole months, from the first to the last.

    Attributes
    ----------
    first, last : Month
        Both belong to it.
    """

    first: Month
    last: Month

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return (self.first.number, self.last) == (1, self.first.plus(11))

    @property
    def year(self) -> int:
        """The year in which factors and prices are looked up: of most of its months.

        Where two years have as many months, the earlier: its rows are at or before the period.
        """
        years = [month.year for month in self.months]
        return max(sorted(set(years)), key=years.count)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month, in order."""
        return tuple(map(self.first.plus, range(self.last.index - self.first.index + 1)))

    @property
    def start(self) -> datetime.date:
        """The first day."""
        return self.first.start

    @property
    def end(self) -> datetime.date:
        """The day after the last."""
        return self.last.end

    @property
    def written(self) -> int | str:
        """What stands in outputs: the year as a number, else the month or the range as text."""
        return self.first.year if self.is_year else str(self)

    def __str__(self) -> str:
        if self.is_year:
            return str(self.first.year)
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(Month(number, 1), Month(number, 12))


def month(text: str) -> Month:
    """Read a month such as ``2024-03``.

    Raises
    ------
    PeriodError
        If it is none.
    """
    if _MONTH.fullmatch(text) is None:
        raise PeriodError(f"'{text}' is no month; write one such as 2024-03")
    found = Month(int(text[:4]), int(text[5:]))
    _check_year(text, found.year)
    return found


def period(value: object) -> Period:
    """Read a period: ``2024`` (a number or a text), ``2024-03`` or ``2024-04..2025-03``.

    Raises
    ------
    PeriodError
        If it is none; the message says what is wanted.
    """
    text = str(value)
    is_text_or_number = isinstance(value, (int, str)) and not isinstance(value, bool)
    if is_text_or_number and re.fullmatch(r"-?[0-9]+", text):
        _check_year(text, int(text))
        return year(int(text))
    first, dots, last = text.partition("..")
    if not is_text_or_number or not all(map(_MONTH.fullmatch, (first, last) if dots else (first,))):
        raise PeriodError(f"'{text}' is no period; a period is {FORMS}")
    found = Period(month(first), month(last or first))
    if found.last < found.first:
        raise PeriodError(f"'{text}' ends before it begins; write {last}..{first}")
    if len(found.months) > LONGEST:
        raise PeriodError(f"'{text}' has {len(found.months)} months; at most {LONGEST} are one")
    return found


def _check_year(text: str, number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        words = f"'{text}' is no period between {FIRST_YEAR} and {LAST_YEAR}; a period is {FORMS}"
        raise PeriodError(words)
