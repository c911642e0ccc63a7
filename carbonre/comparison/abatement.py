"""What a tonne of CO2e costs that a measure avoids, where the plant prices what it buys.

The running cost is what is bought, at the plant's own prices. Investment, labour and what is sold
are no part of it: the table says what a measure costs to run.
"""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.comparison import levers
from carbonre.core.units import Amount
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint


@dataclass(frozen=True, slots=True)
class Measure:
    """One lever: what it avoids [t CO2e in the period] and what it adds to the running cost.

    Attributes
    ----------
    per_tonne : float or None
        Cost per tonne of CO2e avoided; None for a lever that avoids nothing.
    """

    lever: str
    avoided: float
    cost: float
    per_tonne: float | None


def measures(
    baseline: Footprint, scenario: Footprint, parts: levers.Parts | None = None
) -> list[Measure]:
    """Return the levers of a scenario by rising cost per tonne avoided; none without prices.

    `parts` are those of `levers.parts`, where they are known.
    """
    if not priced(baseline) and not priced(scenario):
        return []
    parts = parts or levers.parts(baseline, scenario)
    if parts is None or levers.COST not in parts:
        return []
    costs = {part.lever: part.value for part in parts[levers.COST]}
    found = []
    for part in parts[PLANT]:
        avoided, cost = -part.value / 1000, costs[part.lever]
        per_tonne = cost / avoided if avoided > 0 else None
        found.append(Measure(part.lever, avoided, cost, per_tonne))
    return sorted(found, key=lambda m: (m.per_tonne is None, m.per_tonne or 0.0, m.lever))


def priced(result: Footprint) -> dict[str, Amount]:
    """Return the prices of flows that the plant buys."""
    prices = result.plant.data.prices
    return {f: prices[f] for f, b in result.material.flows.items() if b.bought and f in prices}


def currency(*results: Footprint) -> str:
    """Return the currency of the prices, such as USD."""
    units = [price.unit.text for result in results for price in priced(result).values()]
    return units[0].partition("/")[0] if units else ""


def unpriced(baseline: Footprint, scenario: Footprint) -> list[str]:
    """Return the flows whose purchases change and that have no price: the cost leaves them out."""
    known = {**priced(baseline), **priced(scenario)}
    bought = [{f: b.bought for f, b in r.material.flows.items()} for r in (baseline, scenario)]
    names = dict.fromkeys([*bought[0], *bought[1]])
    return [
        flow
        for flow in names
        if flow not in known
        and abs(bought[0].get(flow, 0.0) - bought[1].get(flow, 0.0))
        > 1e-6 * max(bought[0].get(flow, 0.0), bought[1].get(flow, 0.0))
    ]
