"""Which rows of two ledgers are the same thing measured, so that their difference has a cause.

Rows of one exchange, gas and method are one entry where they share factor, potential, meter and
share: two bills, or one split in two, are one amount. An entry is matched with its like: by meter
and factor row, then by meter (the factor row is another), then by factor row (the meter is
another), then where only one is left on either side. What stays is new or gone. Nothing depends
on the order of rows, and swapping the two ledgers swaps the pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from carbonre.accounts.books import BookRow, Line

Exchange = tuple[str, ...]  # plant, period, line, step, flow, kind, category, gas, unit


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows of one exchange that share all but their amount.

    Attributes
    ----------
    share, amount, factor, gwp : Fraction
        Their product is what the entry counts; `factor` in kg of the gas per unit.
    has_potential : bool
        Whether the gas has one; if not, `factor` is 1 and `gwp` 0.
    kgCO2e : Fraction
        What its rows state, which may differ from the product by rounding; times the share.
    """

    exchange: Exchange
    line: Line
    meter: str
    factor_id: str
    share: Fraction
    amount: Fraction
    factor: Fraction
    gwp: Fraction
    has_potential: bool
    kgCO2e: Fraction


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry before and after; one of the two is None where it is new or gone."""

    before: Entry | None
    after: Entry | None

    @property
    def line(self) -> Line:
        """The line of the inventory that both are of."""
        entry = self.before or self.after
        assert entry is not None
        return entry.line


Label = Callable[[Entry], tuple[object, ...]]
LABELS: tuple[Label, ...] = (
    lambda entry: (entry.meter, entry.factor_id, entry.share, entry.factor, entry.gwp),
    lambda entry: (entry.meter, entry.factor_id),
    lambda entry: (entry.meter,),
    lambda entry: (entry.factor_id,),
    lambda entry: (),
)


def entries(rows: Iterable[BookRow]) -> list[Entry]:
    """Join rows that share all but their amount."""
    found: dict[tuple[object, ...], list[BookRow]] = {}
    for row in rows:
        key = (_exchange(row), row.meter, row.factor_id, row.share, row.factor, row.gwp)
        found.setdefault(key, []).append(row)
    return [_entry(rows) for rows in found.values()]


def _exchange(row: BookRow) -> Exchange:
    return (
        row.plant, row.period, row.line, row.step, row.flow, row.kind, row.category, row.gas,
        row.unit,
    )  # fmt: skip


def _entry(rows: list[BookRow]) -> Entry:
    first = rows[0]
    share = Fraction(first.share)
    has_potential = first.factor is not None and bool(first.gwp)
    gwp = Fraction(first.gwp or 0)
    return Entry(
        exchange=_exchange(first),
        line=first.line,
        meter=first.meter,
        factor_id=first.factor_id,
        share=share,
        amount=sum((Fraction(row.amount) for row in rows), Fraction(0)),
        factor=Fraction(first.factor or 0) / gwp if has_potential else Fraction(1),
        gwp=gwp,
        has_potential=has_potential,
        kgCO2e=share * sum((Fraction(row.kgCO2e) for row in rows), Fraction(0)),
    )


def pairs(before: Iterable[BookRow], after: Iterable[BookRow]) -> list[Pair]:
    """Match the rows of two ledgers; every row of both is in one pair."""
    old, new = _by_exchange(before), _by_exchange(after)
    return [
        pair
        for exchange in sorted({*old, *new})
        for pair in _matched(old.get(exchange, []), new.get(exchange, []))
    ]


def _by_exchange(rows: Iterable[BookRow]) -> dict[Exchange, list[Entry]]:
    found: dict[Exchange, list[Entry]] = {}
    for entry in entries(rows):
        found.setdefault(entry.exchange, []).append(entry)
    return found


def _matched(old: list[Entry], new: list[Entry]) -> list[Pair]:
    """Match the entries of one exchange, by one label after the other."""
    found: list[Pair] = []
    for label in LABELS:
        ours, theirs = _alone(old, label), _alone(new, label)
        some = [Pair(ours[key], theirs[key]) for key in ours if key in theirs]
        old = [entry for entry in old if not any(entry is pair.before for pair in some)]
        new = [entry for entry in new if not any(entry is pair.after for pair in some)]
        found += some
    return [*found, *(Pair(entry, None) for entry in old), *(Pair(None, entry) for entry in new)]


def _alone(some: list[Entry], label: Label) -> dict[tuple[object, ...], Entry]:
    """The entries that no other shares its label with."""
    by_label: dict[tuple[object, ...], list[Entry]] = {}
    for entry in some:
        by_label.setdefault(label(entry), []).append(entry)
    return {key: ones[0] for key, ones in by_label.items() if len(ones) == 1}
