"""A restatement: what makes the difference between two versions of a month.

Every row is a product, E = share x amount x factor x potential. The change of a matched row is
split over what changed in it, exactly and free of order (`accounts.splitting`); a changed share
is one of boundary. A row without a partner is what the reason given for the restatement says.
All arithmetic is with fractions, so the parts and the stated remainder of rounding add up to the
difference of the two ledgers, to the last digit and in any order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

from carbonre.accounts.books import LINES, BookRow, Line
from carbonre.accounts.closing import REASONS
from carbonre.accounts.matching import Pair, pairs
from carbonre.accounts.splitting import split_product

Cause = Literal["data", "factor", "method", "boundary", "gwp", "error", "rounding"]
CAUSES: tuple[Cause, ...] = ("data", "factor", "method", "boundary", "gwp", "error", "rounding")
PLACES = 6  # of a printed kilogram
DIGITS = 400  # more than any float has before and behind its point


@dataclass(frozen=True, slots=True)
class LineChange:
    """The change of one line of the inventory, at the share of the group [kgCO2e].

    Attributes
    ----------
    before, after : Fraction
        The sums of the rows of either version.
    parts : mapping
        By cause; ``rounding`` is by how much rows miss the product of their factors. They add up
        to ``after - before``.
    """

    line: Line
    before: Fraction
    after: Fraction
    parts: Mapping[Cause, Fraction]

    @property
    def difference(self) -> Fraction:
        """By how much the line moves."""
        return self.after - self.before

    def printed(self, places: int = PLACES) -> Mapping[str, Decimal]:
        """Return decimals that add up as they are printed.

        Each is rounded for itself, and what that leaves of the sum stands in ``rounding``.
        """
        before, after = (_rounded(side, places) for side in (self.before, self.after))
        parts: dict[str, Decimal] = {
            cause: _rounded(self.parts[cause], places) for cause in CAUSES[:-1]
        }
        with localcontext(prec=DIGITS):
            rest = after - before - sum(parts.values(), Decimal(0))
        return {"before": before, **parts, "rounding": rest, "after": after}


@dataclass(frozen=True, slots=True)
class Restatement:
    """What makes the difference between two ledgers, line by line of the inventory."""

    lines: tuple[LineChange, ...]
    changed: tuple[Pair, ...]  # every pair that moves a sum

    def line(self, name: Line) -> LineChange:
        """Return the change of a line; it is there for each of `books.LINES`."""
        return next(one for one in self.lines if one.line == name)


def restatement(before: Iterable[BookRow], after: Iterable[BookRow], reason: str) -> Restatement:
    """Split the difference between two ledgers of one month.

    Parameters
    ----------
    before, after : iterable of BookRow
        The rows of the two versions, in any order.
    reason : str
        One of `closing.REASONS`: what a row that is new or gone is counted as.

    Returns
    -------
    Restatement
        Swapping the ledgers changes the sign of every part, and nothing else.

    Raises
    ------
    ValueError
        If the reason is none of the list.
    """
    cause = next((one for one in CAUSES if one == reason and one in REASONS), None)
    if cause is None:
        raise ValueError(f"'{reason}' is no reason; one of {', '.join(REASONS)} is wanted")
    found = pairs(before, after)
    parts: dict[Line, dict[Cause, Fraction]] = {
        line: dict.fromkeys(CAUSES, Fraction(0)) for line in LINES
    }
    totals = {line: (Fraction(0), Fraction(0)) for line in LINES}
    changed = []
    for pair in found:
        old, new = (entry.kgCO2e if entry else Fraction(0) for entry in (pair.before, pair.after))
        totals[pair.line] = (totals[pair.line][0] + old, totals[pair.line][1] + new)
        effects = effects_of(pair, cause)
        for one, effect in effects.items():
            parts[pair.line][one] += effect
        if new != old or any(effects.values()):
            changed.append(pair)
    lines = tuple(LineChange(line, *totals[line], parts[line]) for line in LINES)
    return Restatement(lines, tuple(changed))


def effects_of(pair: Pair, cause: Cause) -> dict[Cause, Fraction]:
    """Split the change of one pair; `cause` is that of an entry that is new or gone."""
    before, after = pair.before, pair.after
    old, new = (entry.kgCO2e if entry else Fraction(0) for entry in (before, after))
    if before is None or after is None:
        return {cause: new - old}
    # A gas without a potential has no factor of its own; that of the other side is as good.
    factors = [
        one.factor if one.has_potential else other.factor
        for one, other in ((before, after), (after, before))
    ]
    boundary, data, factor, gwp = split_product(
        (before.share, before.amount, factors[0], before.gwp),
        (after.share, after.amount, factors[1], after.gwp),
    )
    whole = boundary + data + factor + gwp
    return {
        "data": data, "factor": factor, "boundary": boundary, "gwp": gwp,
        "rounding": new - old - whole,
    }  # fmt: skip


def _rounded(value: Fraction, places: int) -> Decimal:
    """Round a fraction half to even, from its exact value."""
    with localcontext(prec=DIGITS):
        return Decimal(round(value * 10**places)).scaleb(-places)
