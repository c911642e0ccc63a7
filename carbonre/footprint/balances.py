"""The plant's own balances: every element, water and energy, in and out, and what is unexplained.

A user trusts a footprint whose chloride balance closes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.species import RARE_EARTHS, WATER
from carbonre.core.units import unit
from carbonre.factors.energy_limits import limits
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.energy import ProductEnergy, product_energies
from carbonre.footprint.purchased_shares import PurchasedShares
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

TRACKED = ("S", "N", "Cl", "F", "P", "C", "Ca", "Mg", "Na", WATER)


@dataclass(frozen=True, slots=True)
class ElementBalance:
    """One element over the plant and the period [kg].

    Attributes
    ----------
    entered, sold, wasted, emitted : float
        What is bought, what is sold, what leaves as waste or to air.
    """

    element: str
    entered: float
    sold: float
    wasted: float
    emitted: float

    @property
    def unexplained(self) -> float:
        """What came in and was not seen to leave; negative if more left."""
        return self.entered - self.sold - self.wasted - self.emitted

    @property
    def gap(self) -> float:
        """The unexplained share of the larger side."""
        size = max(self.entered, self.sold + self.wasted + self.emitted)
        return self.unexplained / size if size else 0.0


@dataclass(frozen=True, slots=True)
class EnergyBalance:
    """Energy bought less energy sold, per tonne of rare-earth oxide sold, beside a limit [tce/t].

    Attributes
    ----------
    limits : tuple of float
        Levels 1, 2 and 3 of GB 29435-2025 for the product that the plant names; empty without.
    of_products : tuple of ProductEnergy
        The same for each product whose limit has a known boundary that the plant holds.
    """

    per_tonne: float
    total: float
    product: str = ""
    limits: tuple[float, ...] = ()
    source: str = ""
    of_products: tuple[ProductEnergy, ...] = ()

    @property
    def unexplained(self) -> float:
        """Level 3 less what is modelled: steam and what the model leaves out [tce/t]."""
        return self.limits[-1] - self.per_tonne if self.limits else 0.0


def elements(
    system: System, material: MaterialBalance, carbon: CarbonBalance, purchased: PurchasedShares
) -> list[ElementBalance]:
    """Return the balance of every element that the plant's exchanges carry."""
    totals: dict[str, list[float]] = {}

    def add(side: int, parts: dict[str, float], amount: float) -> None:
        for element, part in parts.items():
            totals.setdefault(element, [0.0] * 4)[side] += part * amount

    for index, step in enumerate(system.steps):
        for line in step.exchanges:
            amount = line.amount * material.scaling[index]
            balance = material.flows.get(line.flow)
            if not line.elements or not amount:
                continue
            if line.kind == "emits":
                add(3, dict(line.elements), amount)
            elif line.kind == "uses":
                # The carbon of a combusted fuel is in its factor.
                if system.flow_of(line.flow).kind != "fuel" or line.feedstock:
                    add(0, dict(line.elements), amount * purchased.of(index, line.flow))
            elif line.kind == "makes" and balance and balance.sold:
                add(1, dict(line.elements), amount * balance.sold / carbon.supply_mix[line.flow])
            elif line.kind == "wastes" and balance and balance.untreated:
                vented = system.flow_of(line.flow).emitted_as
                share = balance.untreated / balance.wasted
                add(3 if vented else 2, dict(line.elements), amount * share)
    order = [*RARE_EARTHS, *TRACKED]
    return [ElementBalance(name, *totals[name]) for name in order if name in totals]


def opened_by(
    system: System, material: MaterialBalance, elements: Collection[str]
) -> list[tuple[str, float]]:
    """Return the steps that leave these elements unexplained [kg], the most first.

    What a step takes from others holds what they gave, whatever it is taken for; a product without
    a composition, such as one that is counted in kilojoules, holds nothing.
    """
    lines = [
        (index, line, line.amount * scale)
        for index, (step, scale) in enumerate(zip(system.steps, material.scaling, strict=True))
        for line in step.exchanges
    ]
    held: dict[str, float] = {}
    amounts: dict[str, float] = {}
    gaps = [0.0] * len(system.steps)
    for index, line, amount in lines:
        if line.kind != "uses":
            content = amount * sum(line.elements.get(element, 0.0) for element in elements)
            gaps[index] -= content
            if line.kind != "emits":
                held[line.flow] = held.get(line.flow, 0.0) + content
                amounts[line.flow] = amounts.get(line.flow, 0.0) + amount
    for index, line, amount in lines:
        if line.kind == "uses":
            share = sum(line.elements.get(element, 0.0) for element in elements)
            if amounts.get(line.flow):
                share = held[line.flow] / amounts[line.flow]
            gaps[index] += amount * share
    names = [step.name for step in system.steps]
    return sorted(zip(names, gaps, strict=True), key=lambda gap: -abs(gap[1]))


def _of_products(system: System, material: MaterialBalance) -> tuple[ProductEnergy, ...]:
    """The limits are China's, and hold for a plant there."""
    in_china = system.plant.data.location.partition("-")[0] == "CN"
    return product_energies(system, material) if in_china else ()


def energy(system: System, material: MaterialBalance, problems: Problems) -> EnergyBalance:
    """Return the plant's energy per tonne of rare-earth oxide in what it sells."""
    tce = unit("tce").factor
    total = oxides = 0.0
    for name, balance in material.flows.items():
        flow = system.flow_of(name)
        if flow.kind in ENERGY_KINDS:
            total += balance.bought - balance.sold
        oxides += balance.sold * float(sum(flow.rare_earths.values()))
    per_tonne = total / tce / (oxides / 1000) if oxides else 0.0
    whole = EnergyBalance(per_tonne, total / tce, of_products=_of_products(system, material))
    product = system.plant.data.energy_limit
    if product is None:
        return whole
    named = {f"{limit.route}: {limit.product}": limit for limit in limits()}
    if product not in named:
        place = system.plant.place("energy_limit")
        hint = did_you_mean(product, named, 3) or "; write 'route: product' of energy_limits.csv"
        problems.add(
            f"there is no energy limit '{product}'{hint}",
            place,
            "energy_limit",
            code="unknown-limit",
        )
        return whole
    limit = named[product]
    return replace(whole, product=product, limits=limit.levels, source=limit.source)
