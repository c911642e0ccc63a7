"""Factors that are not drawn because no distribution is known, and how much hangs on them.

A total is linear in a factor: the share of the total that a factor makes is its elasticity, the
change of the total in per cent for one per cent of the factor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from carbonre.footprint.contributions import total, totals
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.products import PLANT

EMISSION = "emission"  # the kind of a ledger row whose factor is a potential


@dataclass(frozen=True)
class ConstantFactor:
    """A factor without a distribution.

    Attributes
    ----------
    id : str
        Of its row, or ``supply.FLOW`` for one that the plant states.
    shares : mapping
        By product, and for the plant: which part of the total it makes [1].
    """

    id: str
    shares: Mapping[str, float]


def constant_factors(point: OperatingPoint, drawn: Collection[str]) -> tuple[ConstantFactor, ...]:
    """Return the factors that count and are not among those drawn; the largest of the plant first.

    Parameters
    ----------
    drawn : collection of str
        Ids of the factors that have a distribution, or are fixed on purpose.
    """
    rows = [
        row
        for row in point.ledger_rows
        if row.counts and row.factor_id and row.kind != EMISSION and row.factor_id not in drawn
    ]
    shares: dict[str, dict[str, float]] = {}
    indices: dict[str, int | None] = {PLANT: None}
    indices |= {name: index for index, name in enumerate(point.carbon.products)}
    for product, index in indices.items():
        whole = float(total(point.ledger_rows, index))
        for id_, part in totals(rows, lambda row: row.factor_id, index).items():
            shares.setdefault(id_, {})[product] = float(part) / whole if whole else 0.0
    ranked = sorted(shares, key=lambda id_: (-abs(shares[id_][PLANT]), id_))
    return tuple(ConstantFactor(id_, shares[id_]) for id_ in ranked)
