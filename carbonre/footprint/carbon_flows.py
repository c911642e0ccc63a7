"""The burden of the period as it flows: where it enters, from step to step, and out of the gate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from carbonre.core.linear import solve
from carbonre.footprint.contributions import totals
from carbonre.footprint.ledger import RESOLD, LedgerRow
from carbonre.footprint.result import Footprint

MATERIAL = ("purchase", "circular")  # kinds of ledger rows
Source = Literal["emitted", "energy", "material", "other"]
SOURCES: tuple[Source, ...] = ("emitted", "energy", "material", "other")


@dataclass(frozen=True, slots=True)
class Link:
    """Burden that a flow carries from one step to another, or out of the gate [kgCO2e].

    Attributes
    ----------
    source : str
        The step that the burden comes from.
    target : str
        The step that takes it over; empty for what is sold.
    flow : str
        What carries it: the product, or the waste whose treatment is charged.
    is_service : bool
        Whether the burden is that of a treatment and goes against the flow of the waste.
    """

    source: str
    target: str
    flow: str
    kgco2e: float
    is_service: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Burden that enters the plant at a step, from outside or to the air [kgCO2e]."""

    step: str
    flow: str
    source: Source
    kgco2e: float


@dataclass(frozen=True)
class CarbonFlows:
    """All entries and links; for each step what enters is what leaves.

    Attributes
    ----------
    returns : tuple of Link
        Wastes that close a loop: their recipient makes something that their maker needs, at once
        or by way of others. Waste carries no burden, so these links carry none.
    """

    steps: tuple[str, ...]
    entries: tuple[Entry, ...]
    links: tuple[Link, ...]
    products: tuple[str, ...]
    returns: tuple[Link, ...] = ()

    def through(self, step: str) -> float:
        """The burden that passes a step [kgCO2e]."""
        entered = [entry.kgco2e for entry in self.entries if entry.step == step]
        return math.fsum([*entered, *(x.kgco2e for x in self.links if x.target == step)])


def source_of(row: LedgerRow) -> Source:
    """Return how a row of the ledger enters: from a chimney, as energy, as material, otherwise."""
    if row.scope == "1":
        return "emitted"
    if row.scope == "2" or row.category == "3":
        return "energy"
    return "material" if row.kind in MATERIAL and row.category == "1" else "other"


def carbon_flows(result: Footprint) -> CarbonFlows:
    """Return how the burden of a plant flows.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.

    Returns
    -------
    CarbonFlows
        What leaves with the products is the total of the plant [kgCO2e in the period].
    """
    names = [step.name for step in result.system.steps]
    carbon, material = result.carbon, result.material
    entries = _entries(result.ledger_rows)
    own = [math.fsum(e.kgco2e for e in entries if e.step == name) for name in names]
    held = solve(carbon.inherited, own)
    links = []
    for i, step in enumerate(result.system.steps):
        for flow, amount in step.unit_amounts("uses").items():
            available = carbon.supply_mix.get(flow)
            taken = amount * material.scaling[i]
            for j, shares in enumerate(carbon.allocated):
                if available and shares.get(flow) and taken:
                    share = shares[flow] * taken / available
                    links.append(Link(names[j], step.name, flow, held[j] * share))
        links += _services(result, i, held)
    for flow in carbon.products:
        sold = material.flows[flow].sold / carbon.supply_mix[flow]
        for j, shares in enumerate(carbon.allocated):
            if shares.get(flow):
                links.append(Link(names[j], "", flow, held[j] * shares[flow] * sold))
    steps = tuple(name for name, value in zip(names, held, strict=True) if value)
    entries += _resold(result.ledger_rows)
    kept = tuple(link for link in links if link.kgco2e)
    return CarbonFlows(steps, tuple(entries), kept, carbon.products, tuple(_returns(result, kept)))


def _returns(result: Footprint, links: Iterable[Link]) -> Iterator[Link]:
    after: dict[str, set[str]] = {}
    for link in links:
        if link.target and not link.is_service:
            after.setdefault(link.source, set()).add(link.target)
    for recipient in result.system.steps:
        if recipient.scaling_rule.by not in ("takes", "treats"):
            continue
        reached = {recipient.name}
        waiting = [recipient.name]
        while waiting:
            new = after.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        for maker in result.system.steps:
            flow = recipient.scaling_rule.flow
            if maker.name in reached - {recipient.name} and maker.unit_amounts("wastes").get(flow):
                yield Link(maker.name, recipient.name, flow, 0.0)


def _entries(rows: Iterable[LedgerRow]) -> list[Entry]:
    inside = (row for row in rows if row.step != RESOLD)
    sums = totals(inside, lambda row: (row.step, row.flow, source_of(row)))
    return [Entry(*key, value) for key, value in sums.items()]


def _resold(rows: Iterable[LedgerRow]) -> list[Entry]:
    """Return what is bought and sold with the plant's own: it passes no step."""
    sums = totals((row for row in rows if row.step == RESOLD), lambda row: row.flow)
    return [Entry(RESOLD, flow, "material", value) for flow, value in sums.items()]


def _services(result: Footprint, i: int, held: list[float]) -> list[Link]:
    """Return what step `i` is charged for the treatment of its wastes."""
    carbon, material = result.carbon, result.material
    found = []
    for j, treater in enumerate(result.system.steps):
        flow = treater.scaling_rule.flow
        returned = 1.0 - math.fsum(carbon.allocated[j].values())
        if treater.scaling_rule.by != "treats" or returned <= 1e-12:
            continue
        amount = result.system.steps[i].unit_amounts("wastes").get(flow, 0.0)
        wasted = material.flows[flow].wasted
        if amount and wasted:
            share = returned * amount * material.scaling[i] / wasted
            name = result.system.steps[i].name
            found.append(Link(treater.name, name, flow, held[j] * share, is_service=True))
    return found
