"""Polishing powder: cerium carbonate is fluorinated, calcined, milled and classed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import RARE_EARTHS, WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass
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
    salt,
    unit_process,
    uses,
    wastes,
)

STAYS = BALANCED - {*RARE_EARTHS, "C", "F"}  # elements of the cake that no kiln drives out
Fuel = Literal["natural gas", "bituminous coal", "coke oven gas", "LPG", "diesel", "electricity"]


@unit_process(governed_by=("heat", "fluorine", "powder_yield"))
def polishing_powder(
    *,
    feed: Feed,
    product: FlowName = "polishing powder",
    fines: FlowName = "polishing powder fines",
    fuel: Fuel = "natural gas",
    fluorine: Fraction,
    fluorine_kept: Fraction,
    powder_yield: Fraction,
    heat: HeatPerMass,
    evaporation_heat: HeatPerMass,
    decomposition_heat: HeatPerMass,
    sensible_heat: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Make polishing powder from the carbonate of cerium, or of cerium with lanthanum.

    Hydrofluoric acid takes the place of carbonate, and the kiln drives out the rest of it::

        RE2(CO3)3 + 6 f HF -> RE2(CO3)3(1-f)F6f + 3 f CO2 + 3 f H2O
        carbonate -> oxide (CeO2, La2O3 ...) + CO2;  fluoride takes the place of half as much oxygen

    Inside the boundary: fluorination, drying and calcining, milling, classing.
    Outside: making the carbonate, scrubbing of HF, suspensions and additives.

    Parameters
    ----------
    feed : Feed
        Wet carbonate cake [kg REO].
    product : FlowName
        The powder [kg].
    fines : FlowName
        Powder that classing rejects and that is not returned [kg].
    fuel : Fuel
        What heats the kiln, by its lower heating value.
    fluorine : Fraction
        Fluorine in the powder; zero for pure oxide [kg/kg].
    fluorine_kept : Fraction
        Fluorine in the powder over that of the acid; the rest is HF in the kiln gas [kg/kg].
    powder_yield : Fraction
        Powder sold over powder calcined [kg/kg].
    heat : HeatPerMass
        Heat that the kiln takes of its fuel, or of electricity, whose default is lower: there is no
        flue gas. State it anew where a scenario changes the fuel [MJ/kg REO].
    evaporation_heat : HeatPerMass
        To heat and evaporate the water of the cake; for the minimum [MJ/kg water].
    decomposition_heat : HeatPerMass
        To decompose the carbonate; for the minimum [MJ/kg REO].
    sensible_heat : HeatPerMass
        To heat the oxide; for the minimum [MJ/kg REO].
    electricity : EnergyPerMass
        Milling and classing, stirring, fans [kWh/kg powder].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO in the carbonate; indicators: powder calcined per REO [kg/kg], floor of
        the heat [MJ/kg].

    Raises
    ------
    ModelError
        If the feed holds no carbon or holds fluorine, the powder more than three fluorine per rare
        earth, or the heat is below its minimum.

    Notes
    -----
    Valid for carbonates of cerium, or of cerium with lanthanum. Fluorine takes the place of oxygen
    by charge: two for one. All carbon of the carbonate leaves as CO2, that of the reagent which
    precipitated it (`carbon_of` of the feed), whether acid or kiln drives it out. GB 29435-2025
    states no limit for polishing powder; no inventory of it was found. Excluded: wet milling water,
    dispersants, dust.

    References
    ----------
    Stoichiometry; heat as `calcination`; values: factors/processes/polishing_powder.csv.
    """
    moles = species.moles(feed.rare_earths)
    carbon = feed.elements.get("C", 0.0) / species.mass("C")
    check(carbon > 0 * moles, "feed", f"'{feed.flow}' holds no carbon: a carbonate is wanted")
    check(feed.elements.get("F", 0.0) == 0, "feed", f"'{feed.flow}' holds fluorine already")
    others = {e: feed.elements[e] for e in sorted(feed.elements.keys() & STAYS)}
    solids = feed.reo + sum(others.values())
    lighter = 1 - species.mass("O") / (2 * species.mass("F"))  # weight gained per fluorine
    calcined = solids / (1 - fluorine * lighter)
    kept = fluorine * calcined / species.mass("F")
    words = "a powder of all fluoride holds less: three fluorine per rare earth are the most"
    check(kept <= 3 * moles, "fluorine", words)
    acid = kept / fluorine_kept * species.mass("HF")
    water = feed.elements.get(WATER, 0.0)
    floor = water * evaporation_heat + decomposition_heat + sensible_heat
    check(heat >= floor, "heat", "the kiln takes less than drying and decomposing the cake need")

    parts = {**salt(feed.rare_earths), **others, "F": fluorine * calcined}
    oxygen = mixture(feed.rare_earths)["O"] - kept / 2 * species.mass("O")
    parts["O"] = oxygen
    shares = {element: part / calcined for element, part in parts.items()}
    oxides = {oxide: share / calcined for oxide, share in feed.rare_earths.items()}
    return [
        makes(product, calcined * powder_yield, shares, oxides),
        uses(feed.flow, 1.0, feed.elements),
        uses("hydrofluoric acid", acid),
        uses(fuel, heat),
        uses("electricity", calcined * powder_yield * electricity),
        emits("CO2", carbon * species.mass("CO2"), carbon_of=feed.carbon_of),
        emits("H2O", water),
        wastes("HF in off-gas", acid * (1 - fluorine_kept), mixture({"HF": 1.0})),
        wastes(fines, calcined * (1 - powder_yield), shares, oxides),
        indicator("powder calcined per REO", calcined, "kg/kg"),
        indicator("floor of the heat", floor, "MJ/kg"),
    ]
