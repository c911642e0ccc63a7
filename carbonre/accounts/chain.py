"""The chain: which closings follow which, and what one more makes of it.

Every month that is closed stands in its latest version, and that names the standing closing of
the month before it; each version names the one that it replaces. So the hash of the last month,
the head, stands for every byte that was ever closed. What is written into the middle, a month
restated or closed late, moves the ground of all later months: by rule each of them is written
again as a new version with the reason ``follows 2024-03 v2``, its books as they were unless new
ones are handed in with it. Nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carbonre.accounts.books import MonthBooks, check
from carbonre.accounts.canonical import CanonicalError, digest
from carbonre.accounts.closing import (
    CLOSED,
    FOLLOWS,
    HEAD,
    REASONS,
    Closing,
    ClosingName,
    Link,
    Signature,
    Statement,
)
from carbonre.core.errors import Place, Problems, did_you_mean


@dataclass(frozen=True, slots=True)
class Chain:
    """All closings of a group, every version, by name."""

    closings: Mapping[ClosingName, Closing]

    def standing(self) -> dict[str, Closing]:
        """Return the latest version of each month, in the order of the months."""
        return {name.period: self.closings[name] for name in sorted(self.closings)}

    @property
    def head(self) -> str:
        """The first digits of the hash of the last month: what stands on every report."""
        return "" if not self.closings else [*self.standing().values()][-1].statement.sha256[:HEAD]

    def with_closings(self, more: Sequence[Closing]) -> Chain:
        """Return the chain with more closings in it."""
        return Chain({**self.closings, **{closing.name: closing for closing in more}})


def close(chain: Chain, books: MonthBooks, signature: Signature) -> tuple[Closing, ...]:
    """Close a month.

    Parameters
    ----------
    chain : Chain
        What is closed already.
    books : MonthBooks
        Of a month that is not.
    signature : Signature
        Who closes it.

    Returns
    -------
    tuple of Closing
        The first version of the month, and a new one of every later month that is closed already.

    Raises
    ------
    InputError
        If the month is closed, the books cannot be, or nobody else reviewed them.
    """
    problems = Problems()
    check(books, problems)
    _check_signature(signature, problems)
    if standing := chain.standing().get(books.period):
        words = f"is closed as {standing.name}; `restate` adds a version to it"
        problems.add(words, Place(books.period), code="closed-month")
    problems.raise_any()
    return _written(chain, {books.period: books}, signature, CLOSED)


def restate(
    chain: Chain,
    books: MonthBooks,
    signature: Signature,
    reason: str,
    later: Sequence[MonthBooks] = (),
) -> tuple[Closing, ...]:
    """Restate a month that is closed.

    Parameters
    ----------
    chain : Chain
        What is closed already.
    books : MonthBooks
        The new books of a month that is.
    signature : Signature
        Who restates it; its note says why.
    reason : str
        One of `carbonre.accounts.closing.REASONS`.
    later : sequence of MonthBooks
        New books of later closed months, where the change moves them too, as a stock does.

    Returns
    -------
    tuple of Closing
        A new version of the month, and one of every later month that is closed.

    Raises
    ------
    InputError
        If the month is not closed, nothing in it changes, or the reason is none of the list.
    """
    problems = Problems()
    _check_signature(signature, problems)
    for one in (books, *later):
        check(one, problems)
    if reason not in REASONS:
        words = f"'{reason}' is no reason; one of {', '.join(REASONS)} is wanted"
        problems.add(words + did_you_mean(reason, REASONS), code="invalid-option")
    if not signature.note.strip():
        problems.add("a restatement says why, in a note", code="invalid-option")
    standing = chain.standing()
    for one in (books, *later):
        if one.period not in standing:
            words = f"is not closed{did_you_mean(one.period, standing)}; `close` closes it"
            problems.add(words, Place(one.period), code="closed-month")
        elif one.period < books.period:
            words = f"is before {books.period}; restate the earliest month first"
            problems.add(words, Place(one.period), code="closed-month")
    problems.raise_any()
    if _is_same(standing[books.period], books):
        words = f"the books are those of {standing[books.period].name}; there is nothing to restate"
        problems.add(words, Place(books.period), code="nothing-to-do")
    problems.raise_any()
    return _written(chain, {one.period: one for one in (books, *later)}, signature, reason)


def _check_signature(signature: Signature, problems: Problems) -> None:
    by, review = signature.by.strip().casefold(), signature.review.strip().casefold()
    if not by or not (review or signature.alone):
        words = "who prepared it and who reviewed it must be named"
        problems.add(words, code="unsigned-closing")
    elif by == review and not signature.alone:
        words = f"'{signature.by}' prepared it and reviewed it; a second person is wanted"
        problems.add(words, code="unsigned-closing")
    for one in signature.accepted:
        if not (one.by.strip() and one.why.strip()):
            words = f"the warning '{one.warning}' is accepted without a name or a reason"
            problems.add(words, code="unsigned-closing")


def _is_same(standing: Closing, books: MonthBooks) -> bool:
    """Whether the new books are what is closed: texts, settings and what made them."""
    stated = standing.statement
    again = Statement(
        stated.name, stated.before, stated.replaces, stated.reason, stated.signature,
        books.settings, books.made_with, books.sums(), _digests(_texts(books)),
    )  # fmt: skip
    return again.sha256 == stated.sha256


def _written(
    chain: Chain, books: Mapping[str, MonthBooks], signature: Signature, reason: str
) -> tuple[Closing, ...]:
    """Write the first of the books into the chain, and every closed month behind it again."""
    standing, first = chain.standing(), min(books)
    earlier = [closing for period, closing in standing.items() if period < first]
    before = earlier[-1].statement.link if earlier else None
    made: list[Closing] = []
    for period in sorted({first, *(period for period in standing if period > first)}):
        old = standing.get(period)
        name = ClosingName(period, old.name.version + 1 if old else 1)
        why = reason if period == first else f"{FOLLOWS}{made[0].name}"
        replaces = old.statement.link if old else None
        links = (before, replaces)
        if period in books:
            closing = _of_books(name, links, why, signature, books[period])
        else:
            assert old is not None
            closing = _chained_again(old, name, links, why, signature)
        made.append(closing)
        before = closing.statement.link
    return tuple(made)


Links = tuple[Link | None, Link | None]  # to the closing before, and to the version replaced


def _of_books(
    name: ClosingName, links: Links, reason: str, signature: Signature, books: MonthBooks
) -> Closing:
    texts = _texts(books)
    statement = Statement(
        name, *links, reason, signature,
        books.settings, books.made_with, books.sums(), _digests(texts),
    )  # fmt: skip
    _must_have_text(statement)
    return Closing(statement, texts)


def _chained_again(
    old: Closing, name: ClosingName, links: Links, reason: str, signature: Signature
) -> Closing:
    """Return a closed month as it was, on other ground; its accepted warnings stay accepted."""
    was = old.statement
    sign = Signature(
        signature.by, signature.review, signature.on, signature.note, signature.alone,
        was.signature.accepted,
    )  # fmt: skip
    statement = Statement(
        name, *links, reason, sign, was.settings, was.made_with, was.sums, was.files
    )
    return Closing(statement, old.texts)


def _texts(books: MonthBooks) -> dict[str, bytes]:
    problems = Problems()
    try:
        return books.texts()
    except CanonicalError as error:  # of a factor row
        problems.add(str(error), Place(books.period), "factors", code="invalid-row")
    problems.raise_any()
    raise AssertionError


def _digests(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: digest(content) for name, content in texts.items()}


def _must_have_text(statement: Statement) -> None:
    """Refuse settings and names that have no canonical text."""
    problems = Problems()
    try:
        statement.content()
    except CanonicalError as error:
        problems.add(str(error), Place(statement.name.period), code="invalid-value")
    problems.raise_any()
