"""What a group counts of its plants: their shares, and what they sell to each other.

``E = sum s_i E_i - sum s_i s_j q_ij f_ij``: a plant that buys from another counts the purchase at
the seller's own figure f, and a row of its own takes out what both shares hold. What stays of a
purchase is ``s_j (1 - s_i) q f``, the part of it that belongs to outsiders. So the group is always
the sum of share x kgCO2e over rows, and no total is ever corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from carbonre.accounts.books import BookRow, Method
from carbonre.accounts.burden import Burden
from carbonre.accounts.group_format import Group
from carbonre.accounts.readings import Reading
from carbonre.core.periods import Month
from carbonre.core.scopes import LOCATION, MATERIALS, Category, Scope
from carbonre.core.units import Unit

PURCHASE = "purchase"
INTERNAL = "internal trade"  # the kind of a row that takes out what the group counts twice
CO2E = "CO2e"
CONTROLLED = {
    "operational control": ("operational", "both"),
    "financial control": ("financial", "both"),
}


def share_of(group: Group, plant: str, month: Month) -> float:
    """Return what the group counts of a plant in a month [1].

    Under control all of a plant or nothing; under equity share its share. Nothing in a month
    before it comes or after it leaves.
    """
    entry = group.data.plants[plant]
    if not group.counts(plant, month):
        return 0.0
    if group.data.consolidation == "equity share":
        return entry.share.base
    return 1.0 if entry.control in CONTROLLED[group.data.consolidation] else 0.0


def counted_plants(group: Group, month: Month) -> tuple[str, ...]:
    """Return the plants of which the group counts anything in a month."""
    return tuple(plant for plant in group.data.plants if share_of(group, plant, month))


def consolidated(rows: Iterable[BookRow], group: Group, month: Month) -> Iterator[BookRow]:
    """Yield the rows of plants with the share of the group, of those that have one."""
    shares = {plant: share_of(group, plant, month) for plant in group.data.plants}
    for row in rows:
        if share := shares[row.plant]:
            yield replace(row, share=share)


# --- internal trade -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InternalPurchase:
    """What a plant of the group bought from another in a month.

    Attributes
    ----------
    reading : Reading
        Of the buyer; its amount is in the base unit of the flow.
    seller : str
        A plant of the group.
    unit : Unit
        In which the rows show it.
    figure : Burden
        What the seller's own product carries this month [kgCO2e per base unit].
    is_energy : bool
        Whether it is electricity or heat, which is scope 2 of the buyer.
    """

    reading: Reading
    seller: str
    unit: Unit
    figure: Burden
    is_energy: bool = False


def trade_rows(purchases: Iterable[InternalPurchase], group: Group) -> Iterator[BookRow]:
    """Yield the purchases of plants from each other, and the rows that eliminate them.

    Their shares are set: a purchase counts where the group has a share of the buyer.
    """
    for one in purchases:
        month = one.reading.month
        seller, buyer = (share_of(group, name, month) for name in (one.seller, one.reading.plant))
        if buyer:
            for row in _purchase(one):
                yield replace(row, share=buyer)
                if seller:
                    yield replace(
                        row, kind=INTERNAL, share=seller * buyer,
                        amount=-row.amount, kgCO2e=-row.kgCO2e,
                    )  # fmt: skip


def _purchase(one: InternalPurchase) -> Iterator[BookRow]:
    """Yield the rows of a purchase at 100 % of the buyer: one, or one by each method of scope 2."""
    figure = one.figure
    lines: tuple[tuple[Scope, Category, Method, float], ...] = (
        (("2", LOCATION, "location", figure.total_by_location), ("2", "", "market", figure.total))
        if one.is_energy
        else (("3", MATERIALS, "", figure.total),)
    )
    reading, measure = one.reading, one.unit
    amount = reading.amount / measure.factor
    for scope, category, method, per_base in lines:
        factor = per_base * measure.factor
        yield BookRow(
            plant=reading.plant, share=1.0, period=str(reading.month), step=reading.step,
            flow=reading.flow, kind=PURCHASE, scope=scope, category=category, gas=CO2E,
            amount=amount, unit=measure.text, factor_id=f"{one.seller}: {reading.flow}",
            factor=factor, factor_unit=f"kgCO2e/{measure.text}", kgCO2e=amount * factor,
            method=method, origin=reading.origin, meter=reading.meter,
            document=reading.document, meter_row=reading.meter_row, factor_row="",
            source=f"the books of {one.seller}, {reading.month}", gwp=1.0,
        )  # fmt: skip
