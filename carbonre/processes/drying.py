"""Drying: water of a wet cake is driven off by hot gas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import WATER
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass
from carbonre.unit_process.minerals import dry_weight
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    shown,
    unit_process,
    uses,
)

Fuel = Literal["natural gas", "bituminous coal", "coke oven gas", "diesel", "steam", "electricity"]


@unit_process(governed_by=("feed", "product_moisture", "dryer_efficiency", "fuel"))
def drying(
    *,
    feed: Feed,
    product: FlowName,
    fuel: Fuel = "natural gas",
    product_moisture: Fraction,
    evaporation_heat: HeatPerMass,
    dryer_efficiency: Fraction,
    electric_saving: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Dry a wet cake: carbonate, oxalate, hydroxide or concentrate.

    The heat goes with the water that leaves, from the moisture of the feed to that of the product::

        heat = water evaporated x evaporation_heat / dryer_efficiency

    Inside the boundary: heat and fans of the dryer.
    Outside: filtering before it, water bound in crystals, calcination.

    Parameters
    ----------
    feed : Feed
        The wet cake, on its own basis; it states its water [kg REO or kg dry].
    product : FlowName
        The dried cake, on the same basis [kg REO or kg dry].
    fuel : Fuel
        What heats the dryer.
    product_moisture : Fraction
        Water that is left in the dried cake [kg/kg wet].
    evaporation_heat : HeatPerMass
        To heat and evaporate the water [MJ/kg water].
    dryer_efficiency : Fraction
        Heat taken up by the water over heat given [-].
    electric_saving : Fraction
        How much less an electric dryer takes, having no flue gas [-].
    electricity : EnergyPerMass
        Fans, conveyors and drives [kWh/t water].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per unit of the cake, on its own basis; indicators: water evaporated [kg/kg], REO in the
        dried cake [%].

    Raises
    ------
    ModelError
        If the feed states no water, or is drier than the product.

    Notes
    -----
    Valid for free water only. On REO basis the solid weighs what its elements add up to; of ore and
    concentrate, of which not all elements are known, a kilogram weighs a kilogram. Excluded: dust.

    References
    ----------
    Enthalpy of water; practice: factors/processes/drying.csv.
    """
    size = species.one("kg")
    wet = feed.elements.get(WATER, 0.0)
    check(wet > 0, "feed", f"'{feed.flow}' states no water; give its H2O under 'flows'")
    left = dry_weight(feed) * product_moisture / (1 - product_moisture)
    before = wet / (dry_weight(feed) + wet)
    check(
        left <= wet,
        "product_moisture",
        lambda: f"'{feed.flow}' holds {shown(before, '.1%')} of water; drying makes it less",
    )
    gone = wet - left
    heat = gone * evaporation_heat / dryer_efficiency
    electric = fuel == "electricity"
    heat = heat * (1 - electric_saving) if electric else heat
    power = gone * electricity
    dried = {**feed.elements, WATER: left}
    return [
        makes(product, size, dried, feed.rare_earths, feed.carbon_of),
        uses(feed.flow, size, feed.elements),
        *([] if electric else [uses(fuel, size * heat)]),
        uses("electricity", size * (power + heat if electric else power)),
        emits("H2O", size * gone),
        indicator("water evaporated", gone, "kg/kg"),
        indicator("REO in the dried cake", feed.reo / (dry_weight(feed) + left), "%"),
    ]
