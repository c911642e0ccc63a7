"""Flotation: rare-earth minerals float in warm pulp, gangue sinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import EnergyPerMass, Fraction, HeatCapacity, MassRatio, Temperature
from carbonre.unit_process.minerals import concentrate
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    emits,
    indicator,
    makes,
    maximum,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("grade", "recovery", "collector", "temperature_rise"))
def flotation(
    *,
    feed: Feed = Feed("ground ore"),
    product: FlowName = "rare earth concentrate",
    tailings: FlowName = "flotation tailings",
    recovery: Fraction,
    grade: Fraction,
    collector_is: Literal["hydroxamic acid", "fatty acid"] = "hydroxamic acid",
    collector: MassRatio,
    water_glass: MassRatio,
    soda_ash: MassRatio,
    lignin_sulfonate: MassRatio,
    solids: Fraction,
    water_reuse: Fraction,
    temperature_rise: Temperature,
    water_heat_capacity: HeatCapacity,
    rock_heat_capacity: HeatCapacity,
    heat_return: Fraction,
    moisture: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Float a rare-earth concentrate from ground ore or from the tailings of an iron plant.

    The two-product formula gives how much feed a concentrate takes, and reagents, power and heat go
    with the feed::

        concentrate / feed = recovery x grade of the feed / grade of the concentrate

    Collectors are used warm, hydroxamic acid at 30 to 45 degC, fatty acid near 70: the pulp is
    heated, water and rock alike. Soda ash sets the pH; its carbon leaves as CO2.

    Inside the boundary: cells, reagents, warm pulp, filter of the concentrate, make-up water.
    Outside: grinding and magnets before it, drying of the concentrate (`drying`), tailings pond.

    Parameters
    ----------
    feed : Feed
        What is floated [kg dry]. Its carbon, fluorine and phosphorus go with the rare earths as far
        as bastnaesite and monazite bind them, and with the gangue beyond.
    product : FlowName
        The concentrate [kg dry], with the water of its filter cake.
    tailings : FlowName
        The rest, a waste [kg dry].
    recovery : Fraction
        Rare earths of the feed that reach the concentrate [-].
    grade : Fraction
        REO in the dry concentrate [kg/kg].
    collector_is : Literal["hydroxamic acid", "fatty acid"]
        What makes the minerals float; it chooses the defaults of the reagents and of the heat.
    collector : MassRatio
        The collector [kg/t feed].
    water_glass : MassRatio
        Water glass that depresses the gangue [kg/t feed].
    soda_ash : MassRatio
        Soda ash that sets the pH [kg/t feed].
    lignin_sulfonate : MassRatio
        Lignin sulfonate that depresses the gangue, its solids [kg/t feed].
    solids : Fraction
        Solids in the pulp [kg/kg].
    water_reuse : Fraction
        Water of the pulp that comes back from thickeners and pond [-].
    temperature_rise : Temperature
        By which the pulp is heated [K].
    water_heat_capacity : HeatCapacity
        Of water [kJ/kg/K].
    rock_heat_capacity : HeatCapacity
        Of the solids [kJ/kg/K].
    heat_return : Fraction
        Heat of the pulp that comes back with warm process water [-].
    moisture : Fraction
        Water in the wet filter cake [kg/kg].
    electricity : EnergyPerMass
        Cells, blowers, pumps, thickeners and filters [kWh/t feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry feed; indicators: feed per REO in the concentrate [kg/kg], concentrate
        per feed [kg/kg], warm pulp per REO [GJ/t].

    Raises
    ------
    ModelError
        If the grade is above that of the pure mineral, or not above the feed's.

    Notes
    -----
    Valid for a point of the plant's own curve: recovery and grade are stated together, and no model
    of the curve is behind them. All soda counts as emissive use. Excluded: frother (no amount
    known), the sodium of the water glass, heat lost from the cells.

    References
    ----------
    Two-product formula; practice: factors/processes/flotation.csv.
    """
    size = species.one("kg")
    floated, sunk = concentrate(feed, recovery, grade, species)
    cake_water = moisture / (1 - moisture)
    pulp_water = (1 - solids) / solids
    warmth = pulp_water * water_heat_capacity + rock_heat_capacity
    heat = warmth * temperature_rise * (1 - heat_return)
    brought = feed.elements.get(WATER, 0.0)
    pond = pulp_water * (1 - water_reuse)
    water = pond + floated.mass * cake_water - brought
    followed = {name: feed.elements[name] for name in floated.elements}
    oxides = recovery * feed.reo
    cake = {**floated.elements, WATER: cake_water}
    soda = soda_ash / species.mass("Na2CO3")
    sodium = 2 * soda * species.mass("Na")
    rest = sunk.mass + sodium
    left = _diluted(sunk.elements, sunk.mass / rest)
    left |= {"Na": left.get("Na", 0.0) + sodium / rest, WATER: pond / rest}
    return [
        makes(product, size * floated.mass, cake, floated.rare_earths),
        uses(feed.flow, size, {**followed, WATER: brought}),
        uses(collector_is, size * collector),
        uses("water glass", size * water_glass),
        uses("soda ash", size * soda_ash),
        uses("lignin sulfonate", size * lignin_sulfonate),
        emits("CO2", size * soda * species.mass("CO2"), carbon_of="soda ash"),
        uses("steam", size * heat),
        uses("electricity", size * electricity),
        uses("water", size * maximum(water, 0.0)),
        wastes("water", size * maximum(-water, 0.0)),
        wastes(tailings, size * rest, left, _diluted(sunk.rare_earths, sunk.mass / rest)),
        indicator("feed per REO in the concentrate", 1 / oxides, "kg/kg"),
        indicator("concentrate per feed", floated.mass, "kg/kg"),
        indicator("warm pulp per REO", heat / oxides, "GJ/t"),
    ]


def _diluted(parts: Mapping[str, Any], by: Any) -> dict[str, Any]:
    """Return the parts of a mixture in a larger mass [kg/kg]."""
    return {name: part * by for name, part in parts.items()}
