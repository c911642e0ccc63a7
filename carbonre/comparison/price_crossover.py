"""At which price two products change rank, where the burden is shared by value.

The price of one co-product moves and the others are held. What a step gives to its product by
value is price x amount over the sum of all values, so the difference of two footprints, times that
sum, is a straight line in the price: two prices give the line, and its zero is exact. The plant is
calculated again at that price; where loops or several makers bend the line, the price is sought.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.comparison.parametric import column_of, open_along
from carbonre.core.errors import InputError
from carbonre.core.paths import dotted
from carbonre.core.roots import sign_changes
from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import Amount, unit
from carbonre.footprint.result import Footprint
from carbonre.system.steps import Step

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

EQUAL = 1e-9  # of a footprint
SPAN, POINTS = 1e4, 41  # how far from its price a price is sought where the line bends
Totals = Callable[[tuple[float, ...]], Mapping[str, "Array"]]


@dataclass(frozen=True, slots=True)
class PriceCrossover:
    """Where two products change rank as the price of one co-product moves.

    Attributes
    ----------
    priced : str
        The co-product whose price moves; `product` is it, or is made of it, and `other` is not.
    now : float
        Its price as it stands, in `unit`.
    prices : tuple of float
        Every price above zero at which the footprints per kilogram (or other unit) are equal, in
        `unit`; empty if there is none.
    above : str
        Which of the two has the larger footprint at the price as it stands.
    """

    priced: str
    product: str
    other: str
    now: float
    unit: str
    prices: tuple[float, ...]
    above: str


def price_crossovers(result: Footprint) -> list[PriceCrossover]:
    """Return for every pair of sold products the prices at which they change rank.

    Parameters
    ----------
    result : Footprint
        A plant, or a scenario of it, with ``allocation: economic``.

    Returns
    -------
    list of PriceCrossover
        For each co-product of a step that shares by value, each product made of it, and each
        product that is not; pairs in different units are not listed. Empty if nothing is shared by
        value.
    """
    found = []
    for step in result.system.steps:
        made = list(dict.fromkeys(line.flow for line in step.exchanges if line.kind == "makes"))
        if len(made) > 1 and _by_value(result, step):
            for flow in made:
                found += _of_price(result, step, flow)
    return found


def _by_value(result: Footprint, step: Step) -> bool:
    own = result.plant.data.steps[step.name].allocation
    return bool((result.plant.data.allocation if own is None else own) == "economic")


def _of_price(result: Footprint, step: Step, flow: str) -> list[PriceCrossover]:
    price = price_of(result, flow)
    if price is None or not price.value:
        return []
    reached = _made_of(result, flow)
    units = {item.name: item.unit.dimension for item in result.products_sold}
    pairs = [
        (product, other)
        for product in units
        for other in units
        if product in reached and other not in reached and units[product] == units[other]
    ]
    if not pairs:
        return []
    totals = _totals_at(result, flow, price)
    if totals is None:
        return []
    index = next(i for i, s in enumerate(result.system.steps) if s is step)
    makes = step.unit_amounts("makes")
    rest = math.fsum(
        amount * known.base
        for name, amount in makes.items()
        if name != flow and (known := price_of(result, name)) is not None
    )
    mine = makes[flow] * price.unit.factor
    if not result.material.scaling[index] or not mine:
        return []
    found = []
    for product, other in pairs:
        prices = _equal(totals, product, other, price.value, rest / mine)
        now = totals((price.value,))
        above = product if now[product][0] > now[other][0] else other
        found.append(
            PriceCrossover(flow, product, other, price.value, price.unit.text, prices, above)
        )
    return found


def price_of(result: Footprint, flow: str) -> Amount | None:
    """Return the price that allocation by value takes: the plant's own, or that of the tables."""
    data = result.plant.data
    if flow in data.prices:
        stated: Amount = data.prices[flow]
        return stated
    row = result.system.factors.price(flow, data.period.year)
    return None if row is None else Amount(row.value, unit(row.unit))


def price_years(result: Footprint) -> list[int]:
    """Return the years of the prices by which burden is shared, rising.

    A price that the plant states is one of its period.
    """
    years = set()
    for step in result.system.steps:
        if len(step.unit_amounts("makes")) > 1 and _by_value(result, step):
            for flow in step.unit_amounts("makes"):
                row = result.system.factors.price(flow, result.plant.data.period.year)
                stated = flow in result.plant.data.prices or row is None
                years.add(result.plant.data.period.year if stated or row is None else row.year)
    return sorted(years)


def _made_of(result: Footprint, flow: str) -> set[str]:
    """Return a flow and what is made of it, step by step; of rare earths, what holds some."""
    lines = [line for s in result.system.steps for line in s.exchanges if line.kind == "makes"]
    bare = {line.flow for line in lines if line.elements and not RARE_EARTHS & line.elements.keys()}
    reached, new = {flow}, [flow]
    while new:
        uses = new.pop()
        for step in result.system.steps:
            if uses in step.unit_amounts("uses"):
                more = set(step.unit_amounts("makes")) - reached
                more -= bare if flow not in bare else set()
                reached |= more
                new += more
    return reached


def _totals_at(result: Footprint, flow: str, price: Amount) -> Totals | None:
    """Return the footprints of the products per base unit as a function of many prices at once.

    None if the plant cannot be calculated with a price of its own.
    """
    path, label = dotted(("prices", flow)), price.unit.text
    try:
        opened = open_along(
            result.study, [column_of(path, label, price.unit.factor, [price.value])]
        )
    except InputError:
        return None

    @functools.cache
    def totals(prices: tuple[float, ...]) -> Mapping[str, Array]:
        columns = [column_of(path, label, price.unit.factor, prices)]
        found = opened.evaluate(columns, len(prices))
        return {i.name: found.total_of(i.name) / i.unit.factor for i in result.products_sold}

    return totals


def _equal(totals: Totals, one: str, two: str, now: float, others: float) -> tuple[float, ...]:
    """Return the prices at which two footprints are equal; `others`: the value of the rest."""

    def line(prices: Sequence[float]) -> list[float]:
        found = totals(tuple(prices))
        pairs = zip(found[one], found[two], prices, strict=True)
        return [float((a - b) * (price + others)) for a, b, price in pairs]

    first, second, third = line([now, 2 * now, 3 * now])
    scale = max(abs(first), abs(second), abs(third))
    if not math.isfinite(scale) or scale == 0:
        return ()
    slope = (second - first) / now
    if abs(third - second - (second - first)) <= EQUAL * scale:
        price = now - first / slope if slope else -1.0
        if price <= 0:
            return ()
        found = totals((price,))
        if abs(found[one][0] - found[two][0]) <= EQUAL * abs(found[one][0]):
            return (price,)
    low, high = math.log(now / SPAN), math.log(now * SPAN)
    points = [low + (high - low) * i / (POINTS - 1) for i in range(POINTS)]
    found_at = sign_changes(lambda logs: line([math.exp(log) for log in logs]), points)
    return tuple(math.exp(log) for log in found_at)
