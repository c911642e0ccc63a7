"""From the meters of a group to its account: month by month, each on the ground of the one before.

A closed month is taken as it was closed; every other is made by the parts of the books, through
`Maker.parts`. Nothing here knows how a part does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from carbonre.accounts.account import Account
from carbonre.accounts.books import InputFile, MonthBooks
from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import Closing
from carbonre.accounts.coverage import coverage
from carbonre.accounts.findings import OF_A_MONTH, Finding
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.group_files import data_files, evidence_files
from carbonre.accounts.month_books import (
    MonthParts,
    Opening,
    books_of,
    closed_books,
    contracts_of,
    opening_of,
)
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.notes import Note, warning
from carbonre.core.periods import Month, Period, month

Parts = Callable[[Month, Opening, Problems], MonthParts]


@dataclass(frozen=True)
class Maker:
    """Who makes the books of open months.

    Attributes
    ----------
    activity : GroupActivity
        What the meters read.
    parts : callable
        Gives the parts of a month from what it begins with; faults go to the problems.
    made_with : mapping
        The version of carbonre and the SHA-256 of its code, as they stand in a closing.
    """

    activity: GroupActivity
    parts: Parts
    made_with: Mapping[str, str]


@dataclass(frozen=True)
class Again:
    """Which closed months are made again.

    Attributes
    ----------
    first : Month
        This one and all later ones.
    as_closed : bool
        Whether each stands on what is closed of the month before, or on what was made again.
    """

    first: Month
    as_closed: bool = False


@dataclass(frozen=True)
class _Made:
    """A month of an account."""

    month: Month
    books: MonthBooks
    closing: Closing | None  # where the books are those that were closed
    parts: MonthParts | None  # where they are not


def known_months(activity: GroupActivity, chain: Chain) -> Period | None:
    """Return the months from the first that has a row or is closed to the last; None of none."""
    months = {month(period) for period in chain.standing()}
    months |= {one for read in activity.activity.months.values() for one in read}
    return Period(min(months), max(months)) if months else None


def account(
    maker: Maker,
    chain: Chain,
    period: Period,
    problems: Problems,
    again: Again | None = None,
) -> Account | None:
    """Make the account of a group over a period; what is wrong goes to `problems`.

    Parameters
    ----------
    chain : Chain
        What is closed.
    period : Period
        It begins with the first and ends with the last month of it that has a row or is closed.
    again : Again, optional
        Closed months that are made again; none if not given.

    Returns
    -------
    Account or None
        None if nothing is known of the period, or something is wrong.
    """
    known = known_months(maker.activity, chain)
    if known is None or period.last < known.first or known.last < period.first:
        words = f"no meter has a row in {period}"
        words += f"; rows are of {known}" if known else ""
        problems.add(words, maker.activity.group.place("plants", key=True), code="no-activity")
        return None
    last = min(known.last, period.last)
    before = len(problems.found)
    data = data_files(maker.activity)
    made = list(_months(maker, chain, Period(known.first, last), data, problems, again))
    changed = sorted({one.path for one in set(data) ^ set(data_files(maker.activity))})
    for path in changed:
        words = "changed while the account was calculated; calculate it again"
        problems.add(words, Place(path), code="changed-inputs")
    if len(problems.found) > before:
        return None
    shown = [one for one in made if period.first <= one.month]
    whole = _findings(maker.activity, made)
    parts = [one.parts for one in shown if one.parts]
    return Account(
        activity=maker.activity,
        period=period,
        books={one.month: one.books for one in shown},
        closed={one.month: one.closing.name for one in shown if one.closing},
        head=chain.head,
        plant_months=tuple(plant for part in parts for plant in part.plants),
        stocks=tuple(stock for part in parts for stock in part.stocks),
        contracts=tuple(use for one in shown for use in contracts_of(one.books)),
        findings=tuple(one for one in whole if one.time[:7] <= str(last)),
        notes=(
            *(note for part in parts for plant in part.plants for note in plant.notes),
            *_unused_acceptances(maker.activity, whole),
        ),
    )


def _months(
    maker: Maker,
    chain: Chain,
    period: Period,
    data: tuple[InputFile, ...],
    problems: Problems,
    again: Again | None,
) -> Iterator[_Made]:
    """Yield every month of a period, each from what the one before hands on."""
    standing, opening = chain.standing(), Opening()
    for one in period.months:
        closing = standing.get(str(one))
        stored = closed_books(closing) if closing else None
        if closing and stored and not (again and again.first <= one):
            made = _Made(one, stored, closing, None)
        else:
            parts = maker.parts(one, opening, problems)
            documents = (reading.document for plant in parts.plants for reading in plant.readings)
            inputs = (*data, *evidence_files(maker.activity, documents))
            books = books_of(maker.activity, parts, one, inputs, maker.made_with)
            _must_have_rows(maker.activity, one, parts, problems)
            made = _Made(one, books, None, parts)
        yield made
        ground = stored if stored and again and again.as_closed else made.books
        opening = opening_of(opening, ground)


def _must_have_rows(
    activity: GroupActivity, when: Month, parts: MonthParts, problems: Problems
) -> None:
    """Refuse a month whose meters read something and whose books hold nothing."""
    is_read = any(when in read for read in activity.activity.months.values())
    if is_read and not parts.rows and not any(plant.rows for plant in parts.plants):
        words = "meters have rows of this month, and nothing in them has a factor"
        problems.add(words, Place(str(when)), code="no-activity")


def _findings(activity: GroupActivity, made: list[_Made]) -> list[Finding]:
    """Return the warnings of meters, and those of the months that were made."""
    found = list(activity.activity.findings)
    for one in made:
        if one.parts:
            found += [*coverage(activity, one.month), *one.parts.findings]
    return [one for one in dict.fromkeys(found) if not one.is_error]


def _unused_acceptances(activity: GroupActivity, found: list[Finding]) -> Iterator[Note]:
    """Warn of what the group accepts and nobody found; closed months are not looked through."""
    names = [one.name for one in found]
    for name in activity.group.data.accept:
        if name not in names and not name.startswith(OF_A_MONTH):
            words = f"no warning has this name{did_you_mean(name, names)}"
            place = activity.group.place("accept", name, key=True)
            yield warning("unused-acceptance", f"accept '{name}'", words, place)


def recalculated(
    maker: Maker, chain: Chain, problems: Problems, *, as_closed: bool
) -> dict[str, MonthBooks]:
    """Return the books of every closed month, made again of what the files say today."""
    standing = chain.standing()
    if not standing:
        return {}
    period = Period(month(min(standing)), month(max(standing)))
    found = account(maker, chain, period, problems, Again(period.first, as_closed))
    books = found.books if found else {}
    return {str(one): made for one, made in books.items() if str(one) in standing}
