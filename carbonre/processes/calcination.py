"""Calcination: rare-earth carbonate or oxalate becomes oxide in a kiln."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER, Species
from carbonre.core.units import Fraction, HeatPerMass
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    emits,
    indicator,
    makes,
    mixture,
    shown,
    unit_process,
    uses,
    wastes,
    where,
)

Fuel = Literal["natural gas", "bituminous coal", "coke oven gas", "LPG", "diesel", "electricity"]


@unit_process(governed_by=("heat", "feed", "fuel"))
def calcination(
    *,
    feed: Feed,
    product: FlowName = "rare earth oxide",
    fuel: Fuel = "natural gas",
    oxalate_method: Literal["full oxidation", "guideline 0.349"] = "full oxidation",
    heat: HeatPerMass,
    capture: Fraction,
    evaporation_heat: HeatPerMass,
    decomposition_heat: HeatPerMass,
    sensible_heat: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Calcine rare-earth carbonate or oxalate to oxide.

    The carbon of the cake leaves as CO2; from an oxalate without air, half of it as CO::

        RE2(CO3)3             -> RE2O3 + 3 CO2
        RE2(C2O4)3 + 1.5 O2   -> RE2O3 + 6 CO2         (complete combustion)
        RE2(C2O4)3            -> RE2O3 + 3 CO2 + 3 CO  (without air)

    Cerium, praseodymium and terbium take oxygen to CeO2, Pr6O11 and Tb4O7; the CO2 stays the same.

    Inside the boundary: drying and calcining the wet cake, the carbon in it, the fuel.
    Outside: filtering, grinding and packing the oxide; CO2 of the fuel is in its factor.

    Parameters
    ----------
    feed : Feed
        The wet cake; its carbon distinguishes carbonate (1.5 mol/mol RE) from oxalate (3) [kg REO].
    product : FlowName
        The oxide [kg REO].
    fuel : Fuel
        What heats the kiln, by its lower heating value.
    oxalate_method : Literal["full oxidation", "guideline 0.349"]
        How the carbon of an oxalate leaves: all as CO2, or half as CO2 and half as CO, which is
        what the Chinese guideline's 0.349 t CO2 per t of oxalic acid counts. Without effect on
        carbonate.
    heat : HeatPerMass
        Heat that the kiln takes of its fuel, or of electricity, whose default is lower: there is no
        flue gas. State it anew where a scenario changes the fuel [MJ/kg REO].
    capture : Fraction
        CO2 of the cake that is captured and leaves as carbon dioxide to be used [kg/kg].
    evaporation_heat : HeatPerMass
        To heat and evaporate the water of the cake; for the minimum [MJ/kg water].
    decomposition_heat : HeatPerMass
        To decompose carbonate; for the minimum; that of oxalate is taken as zero [MJ/kg REO].
    sensible_heat : HeatPerMass
        To heat the oxide; for the minimum [MJ/kg REO].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO; indicators: floor of the heat [MJ/kg], heat over its floor [-].

    Raises
    ------
    ModelError
        If the feed holds no carbon, or the heat is below its minimum.

    Notes
    -----
    Valid for wet cakes of carbonate or oxalate. The CO2 of the cake is that of the reagent which
    precipitated it (`carbon_of` of the feed): its factor says whether it was counted there. Other
    elements of the cake stay in the oxide; water leaves as vapour. Excluded: rare-earth dust, power
    of fans and drives, kiln gas of the fuel (which `capture` does not affect).

    References
    ----------
    Stoichiometry; NDRC 2015 guideline for other non-ferrous metals, for 0.349; values:
    factors/processes/calcination.csv.
    """
    moles = species.moles(feed.rare_earths)
    carbon = feed.elements.get("C", 0.0) / species.mass("C")
    words = "holds no carbon; state the composition of the carbonate or oxalate"
    check(carbon > 0 * moles, "feed", f"'{feed.flow}' {words}")
    is_oxalate = carbon > 2.25 * moles  # midway between 1.5 and 3
    water = feed.elements.get(WATER, 0.0)
    decomposition = where(is_oxalate, 0.0, 1.0) * decomposition_heat
    floor = water * evaporation_heat + decomposition + sensible_heat
    _check(heat, floor)
    as_monoxide = where(is_oxalate, 0.5, 0.0) if oxalate_method == "guideline 0.349" else 0.0
    gas = carbon * (1 - as_monoxide) * species.mass("CO2")
    lines: list[Exchange | Indicator] = [
        makes(product, 1.0, elements=_oxide(feed), rare_earths=feed.rare_earths),
        uses(feed.flow, 1.0, elements=feed.elements),
        uses(fuel, heat),
        emits("CO2", gas * (1 - capture), carbon_of=feed.carbon_of),
        emits("H2O", water),
        wastes("carbon dioxide", gas * capture, carbon_of=feed.carbon_of),
        indicator("floor of the heat", floor, "MJ/kg"),
        indicator("heat over its floor", heat / floor),
    ]
    if oxalate_method == "guideline 0.349":
        lines.insert(4, emits("CO", carbon * as_monoxide * species.mass("CO")))
    return lines


def _check(heat: Any, floor: Any) -> None:
    check(
        heat >= floor,
        "heat",
        lambda: (
            f"the kiln would take {shown(heat / floor, '.0%')} of what drying and decomposing "
            "the cake need at least"
        ),
    )


def _oxide(feed: Feed) -> dict[str, Any]:
    """Return the elements of the oxide: its oxides, and what else of the cake is not volatile."""
    stays = (BALANCED & feed.elements.keys()) - {*RARE_EARTHS, "C"}
    return {**mixture(feed.rare_earths), **{name: feed.elements[name] for name in sorted(stays)}}
