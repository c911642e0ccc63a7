"""How good the numbers behind an account are: shares of its CO2e, and how sure the total is.

All shares are of scope 1, scope 2 by market and scope 3 as the group counts them, signed, so that
internal trade takes off what its purchase put on, and shares of a kind add up to 1.

A factor that a plant file states counts as supplier data, and so does internal trade, which has
the seller's own figure; all else is of the tables.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carbonre.accounts.account import Account
from carbonre.accounts.books import BookRow, Line, MonthBooks
from carbonre.accounts.consolidation import INTERNAL
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.register import Register
from carbonre.core.evidence import DRAFT_EVIDENCE
from carbonre.core.periods import month
from carbonre.core.scopes import CATEGORY_NAMES, Category
from carbonre.factors.editions import USED_COLUMNS

ORIGINS = ("read", "invoiced", "calculated", "estimated", "modelled", "derived", "override")
COUNTED: tuple[Line, ...] = ("1", "2 market", "3")
PLANT_FILES = (".yaml", ".yml")
LIMITS = math.sqrt(3)  # an accuracy states limits; within them nothing is known (GUM 4.3.7)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What the accuracy of meters and the spread of factors leave open of the total.

    Amounts of one meter are wrong together, and so are all uses of one factor row; meters and
    factor rows are independent of each other.

    Attributes
    ----------
    by_meter, by_factor : mapping
        The standard deviation that each brings, by its name [kgCO2e].
    amounts_covered, factors_covered : float or None
        The shares of CO2e whose meter states an accuracy, and whose factor row a spread: the rest
        is taken as exact [1].
    """

    by_meter: Mapping[str, float]
    by_factor: Mapping[str, float]
    amounts_covered: float | None
    factors_covered: float | None

    @property
    def deviation(self) -> float:
        """The standard deviation of the total [kgCO2e]."""
        return math.hypot(*self.by_meter.values(), *self.by_factor.values())


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the CO2e of an account [1]; None of a total that is zero.

    Attributes
    ----------
    total : float
        Scope 1, scope 2 by market and scope 3 [kgCO2e].
    origins : mapping
        By origin of the amount; all others than `ORIGINS` as they are written.
    drafts : float or None
        Of rows whose factor is a draft.
    documents : float or None
        Of rows that name a document.
    suppliers : mapping
        By category of scope 3 that has rows, of those with supplier data.
    past_calibration : tuple of str
        Meters that were read after the last day of their calibration.
    """

    total: float
    origins: Mapping[str, float | None]
    drafts: float | None
    documents: float | None
    suppliers: Mapping[Category, float | None]
    past_calibration: tuple[str, ...]
    uncertainty: Uncertainty


def quality(account: Account) -> Quality:
    """Return how good the numbers of an account are."""
    rows = counted_rows(account.rows())
    drafts = {(b.period, id_) for b in account.books.values() for id_ in draft_ids(b)}
    register = account.activity.activity.register
    origins = dict.fromkeys((*ORIGINS, *sorted({row.origin for row in rows})))
    categories = [c for c in CATEGORY_NAMES if any(row.category == c for row in rows)]
    return Quality(
        total=math.fsum(row.counted for row in rows),
        origins={one: share(rows, functools.partial(_is_of, one)) for one in origins},
        drafts=share(rows, lambda row: (row.period, row.factor_id) in drafts),
        documents=share(rows, lambda row: bool(row.document)),
        suppliers={c: share([r for r in rows if r.category == c], is_supplier) for c in categories},
        past_calibration=past_calibration(rows, register),
        uncertainty=uncertainty(rows, register, spreads(account.activity)),
    )


def counted_rows(rows: Iterable[BookRow]) -> list[BookRow]:
    """Return the rows that make the total: scope 1, scope 2 by market, scope 3."""
    return [row for row in rows if row.line in COUNTED]


def share(rows: Iterable[BookRow], belongs: Callable[[BookRow], bool]) -> float | None:
    """Return the share of the CO2e of rows that some of them have; None of nothing."""
    found = list(rows)
    total = math.fsum(row.counted for row in found)
    return math.fsum(row.counted for row in found if belongs(row)) / total if total else None


def _is_of(origin: str, row: BookRow) -> bool:
    return row.origin == origin


def draft_ids(books: MonthBooks) -> frozenset[str]:
    """Return the factor rows of a month that are drafts."""
    at = {name: USED_COLUMNS.index(name) for name in ("id", "evidence", "status")}
    return frozenset(
        str(record[at["id"]])
        for record in books.factors
        if record[at["status"]] == "draft" or record[at["evidence"]] in DRAFT_EVIDENCE
    )


def is_supplier(row: BookRow) -> bool:
    """Whether a row has a factor that a plant file states, or that a plant of the group has."""
    return row.kind == INTERNAL or row.factor_row.rpartition(":")[0].endswith(PLANT_FILES)


def past_calibration(rows: Iterable[BookRow], register: Register) -> tuple[str, ...]:
    """Return the meters with rows in months that their calibration does not reach to the end."""
    last: dict[str, str] = {}
    for row in rows:
        last[row.meter] = max(last.get(row.meter, ""), row.period)
    found = []
    for name, text in sorted(last.items()):
        meter = register.meters.get(name)
        until = meter.calibrated_until if meter else None
        if until and (month(text).end - until).days > 1:
            found.append(name)
    return tuple(found)


def spreads(activity: GroupActivity) -> dict[str, float]:
    """Return the geometric standard deviation of each factor row of the tables that has one [1]."""
    return {row.id: row.gsd for table in activity.factors.values() for row in table.rows if row.gsd}


def uncertainty(
    rows: Iterable[BookRow], register: Register, gsds: Mapping[str, float]
) -> Uncertainty:
    """Return how sure the sum of rows is, to first order.

    Parameters
    ----------
    rows : iterable of BookRow
        Those of `counted_rows`.
    register : Register
        An accuracy states limits: its deviation is accuracy / sqrt(3).
    gsds : mapping
        The geometric standard deviation of factors, by id: lognormal, with a relative deviation of
        sqrt(exp(ln(gsd)^2) - 1) [1].
    """
    found = list(rows)
    meters: dict[str, float] = {
        name: meter.accuracy / LIMITS
        for name, meter in register.meters.items()
        if meter.accuracy is not None
    }
    factors = {id_: math.sqrt(math.expm1(math.log(gsd) ** 2)) for id_, gsd in gsds.items()}
    return Uncertainty(
        by_meter=_deviations(found, lambda row: row.meter, meters),
        by_factor=_deviations(found, lambda row: row.factor_id, factors),
        amounts_covered=share(found, lambda row: row.meter in meters),
        factors_covered=share(found, lambda row: row.factor_id in factors),
    )


def _deviations(
    rows: Iterable[BookRow], name_of: Callable[[BookRow], str], relative: Mapping[str, float]
) -> dict[str, float]:
    """Add what one name stands behind before its deviation is taken: it is wrong together."""
    sums: dict[str, list[float]] = {}
    for row in rows:
        if name_of(row) in relative:
            sums.setdefault(name_of(row), []).append(row.counted)
    return {name: relative[name] * abs(math.fsum(sums[name])) for name in sorted(sums)}
