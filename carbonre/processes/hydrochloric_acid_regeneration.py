"""Hydrochloric acid out of a chloride brine: by pyrohydrolysis, or driven out by sulfuric acid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import WATER
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MolarEnergy,
    Temperature,
)
from carbonre.unit_process.brines import share_of_salt
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    Species,
    check,
    emits,
    indicator,
    makes,
    minimum,
    mixture,
    unit_process,
    uses,
    wastes,
)

# Each chloride: its formula, the chloride in a mole, and what is left of it by either route.
SALTS = {
    "magnesium chloride": ("MgCl2", 2, "MgO"),
    "calcium chloride": ("CaCl2", 2, "CaSO4(H2O)2"),
    "sodium chloride": ("NaCl", 1, "Na2SO4"),
}
AZEOTROPE = 0.202  # boiling point of dilute acid: absorption of moist gas stops there (CRC) [kg/kg]


@unit_process(governed_by=("route", "feed_strength", "efficiency", "brine"))
def hydrochloric_acid_regeneration(
    *,
    brine: Feed,
    route: Literal["pyrohydrolysis", "sulfuric acid"] = "pyrohydrolysis",
    salt: Literal["magnesium chloride", "calcium chloride", "sodium chloride"] = (
        "magnesium chloride"
    ),
    fuel: Literal["natural gas", "LPG", "diesel"] = "natural gas",
    unreacted: FlowName = "unreacted chloride",
    feed_strength: Fraction,
    conversion: Fraction,
    acid_strength: Fraction,
    reaction_heat: MolarEnergy,
    solution_heat: MolarEnergy,
    evaporation_heat: HeatPerMass,
    temperature_rise: Temperature,
    vapour_heat_capacity: HeatCapacity,
    product_heat_capacity: HeatCapacity,
    efficiency: Fraction,
    furnace_heat: HeatPerMass,
    concentration_electricity: EnergyPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Win hydrochloric acid back from a chloride brine.

    Hot steam takes the chloride from magnesium, and leaves magnesia to be used again; sulfuric acid
    takes it from sodium in a furnace, and from calcium in a cold tank::

        MgCl2 + H2O -> MgO + 2 HCl
        2 NaCl + H2SO4 -> Na2SO4 + 2 HCl
        CaCl2 + H2SO4 + 2 H2O -> CaSO4(H2O)2 + 2 HCl

    All water of the liquor goes through the fire of pyrohydrolysis, so its strength decides::

        heat = reaction + undoing the solution + evaporation + warming of vapour, acid and oxide
        fuel = heat / efficiency

    Inside the boundary: concentrating the brine, furnace or tank, absorption, fuel.
    Outside: cleaning the brine, concentrating the acid; drying of sulfate and gypsum.

    Parameters
    ----------
    brine : Feed
        A solution of one chloride, or the dry salt [kg].
    route : Literal["pyrohydrolysis", "sulfuric acid"]
        What takes the chloride.
    salt : Literal["magnesium chloride", "calcium chloride", "sodium chloride"]
        The chloride of the brine.
    fuel : Literal["natural gas", "LPG", "diesel"]
        What heats roaster or furnace, by its lower heating value.
    unreacted : FlowName
        Chloride that is not converted, a waste [kg].
    feed_strength : Fraction
        Salt in the liquor that enters; a weaker brine is concentrated to it first [kg/kg].
    conversion : Fraction
        Chloride that becomes acid [mol/mol].
    acid_strength : Fraction
        Of the acid absorbed from moist gas; counted as 100 % HCl [kg/kg].
    reaction_heat : MolarEnergy
        Of pyrohydrolysis, from dry chloride and liquid water [kJ/mol MgCl2].
    solution_heat : MolarEnergy
        Set free when the chloride dissolves, so needed to dry it [kJ/mol MgCl2].
    evaporation_heat : HeatPerMass
        Of water at 25 degC [MJ/kg water].
    temperature_rise : Temperature
        From 25 degC to the roaster's temperature [K].
    vapour_heat_capacity : HeatCapacity
        Of water vapour, mean over the rise [kJ/kg/K].
    product_heat_capacity : HeatCapacity
        Of acid and its magnesia, mean over the rise, per kilogram of acid [kJ/kg/K].
    efficiency : Fraction
        Heat needed over lower heating value of the fuel [J/J].
    furnace_heat : HeatPerMass
        Fuel of the furnace of salt and sulfuric acid [MJ/kg HCl].
    concentration_electricity : EnergyPerMass
        Vapour recompression to concentrate the brine [kWh/t water].
    electricity : EnergyPerMass
        Fans, pumps, stirrers, filters [kWh/kg HCl].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of HCl; indicators: acid strength [%], "heat, floor" [MJ/kg], water taken
        off the brine [kg/kg].

    Raises
    ------
    ModelError
        If calcium or sodium chloride is to be hydrolysed (they do not), magnesium chloride is to be
        treated with sulfuric acid, the brine is of another salt, acid is to be absorbed above the
        azeotrope, or gypsum would take more water than the liquor brings.

    Notes
    -----
    Valid for brines of one chloride. Acid is counted as 100 %: its water leaves as "water", from
    which those who take acid take theirs. Acid of pyrohydrolysis is at most 20 %, too weak to strip
    what needs more than 5 mol/L; acid from calcium brine is as strong as the brine allows. GB 29435
    does not cover this process: it is no step of the rare-earth oxides whose limits it sets.
    Excluded: warming of the liquor by the off-gas, acid lost to the stack, sulfuric acid above
    stoichiometry, extractant in the brine.

    References
    ----------
    S. McKinley, A. Ghahreman, Miner. Process. Extr. Metall. 2018, for which chlorides are
    hydrolysed in industry; CRC thermochemistry; values:
    factors/processes/hydrochloric_acid_regeneration.csv.
    """
    _possible(route, salt)
    size = species.one("kg")
    formula, ions, left = SALTS[salt]
    share = share_of_salt(brine, salt, {name: row[0] for name, row in SALTS.items()})
    moles = 1 / species.mass("HCl") / ions  # of the chloride that is converted, per kg of acid
    fed = moles * species.mass(formula) / conversion
    held = fed / share * brine.elements.get(WATER, 0.0)
    water = minimum(held, fed * (1 / feed_strength - 1))
    boiled = held - water
    lines: list[Exchange | Indicator] = []
    if route == "pyrohydrolysis":
        words = "moist gas gives at most 20.2 % acid, the azeotrope"
        check(acid_strength <= AZEOTROPE, "acid_strength", words)
        vapour = water - moles * species.mass(WATER)
        words = f"'{brine.flow}' brings less water than the reaction takes"
        check(vapour >= 0 * vapour, "brine", words)
        water = minimum(vapour, 1 / acid_strength - 1)  # the rest of the vapour leaves by the stack
        heat = moles * (reaction_heat + solution_heat) + vapour * evaporation_heat
        heat = heat + temperature_rise * (vapour * vapour_heat_capacity + product_heat_capacity)
        lines = [
            makes("magnesia", size * moles * species.mass(left)),
            uses(fuel, size * heat / efficiency),
            emits("H2O", size * (vapour - water)),
            indicator("heat, floor", heat, "MJ/kg"),
            indicator("acid strength", acid_strength, "%"),
        ]
    else:
        lines = [uses("sulfuric acid", size * moles * ions / 2 * species.mass("H2SO4"))]
        if salt == "sodium chloride":
            lines += [
                makes("sodium sulfate", size * moles / 2 * species.mass(left)),
                uses(fuel, size * furnace_heat),
            ]
        else:
            water = water - 2 * moles * species.mass(WATER)
            words = f"gypsum takes more water than '{brine.flow}' brings"
            check(water >= 0 * water, "brine", words)
            lines += [
                wastes("gypsum", size * moles * species.mass(left)),
                indicator("acid strength", 1 / (1 + water), "%"),
            ]
    lost = fed * (1 - conversion)
    return [
        makes("hydrochloric acid", size),
        uses(brine.flow, size * fed / share, brine.elements),
        *lines,
        uses("electricity", size * (electricity + boiled * concentration_electricity)),
        wastes("water", size * (water + boiled)),
        wastes(unreacted, size * lost, mixture({formula: 1.0})),
        indicator("water taken off the brine", boiled, "kg/kg"),
    ]


def _possible(route: str, salt: str) -> None:
    """Refuse what no plant does: it does not react, or the salt is not parted from the acid."""
    if route == "pyrohydrolysis" and salt != "magnesium chloride":
        words = (
            f"{salt} is not hydrolysed by steam; only chlorides of magnesium, iron and nickel are"
        )
        raise ModelError("route", f"{words}: choose sulfuric acid")
    if route == "sulfuric acid" and salt == "magnesium chloride":
        words = "magnesium sulfate stays dissolved in the acid; choose pyrohydrolysis"
        raise ModelError("route", words)
