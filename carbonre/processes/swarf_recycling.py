"""Swarf recycling, the long loop: NdFeB swarf or scrap gives a rare-earth chloride liquor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.brines import salt_share
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    emits,
    indicator,
    makes,
    maximum,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
)

Fuel = Literal["natural gas", "bituminous coal", "LPG", "diesel", "electricity"]
# What is bought, its formula, the hydroxide of a mole, its chloride salt and the Cl of a mole.
BASES = {
    "ammonia": ("NH3", 1, "NH4Cl", 1),
    "caustic soda": ("NaOH", 1, "NaCl", 1),
    "magnesia": ("MgO", 2, "MgCl2", 2),
}


@unit_process(governed_by=("method", "recovery", "iron_dissolved", "roasting_heat"))
def swarf_recycling(
    *,
    swarf: Feed,
    product: FlowName = "recycled rare earth chloride liquor",
    residue: FlowName = "iron residue",
    method: Literal["selective leaching", "full dissolution"] = "selective leaching",
    neutraliser: Literal["ammonia", "caustic soda", "magnesia"] = "ammonia",
    brine: Feed = Feed("ammonium chloride brine"),
    fuel: Fuel = "natural gas",
    roasting_heat: HeatPerMass,
    evaporation_heat: HeatPerMass,
    recovery: Fraction,
    iron_dissolved: Fraction,
    acid_excess: Fraction,
    liquor_water: MassRatio,
    oxidation_heat: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach the rare earths of NdFeB swarf or scrap, and leave the iron behind.

    The long loop. Selective leaching roasts first, so that the acid finds oxide of iron and leaves
    it undissolved; the third line is the iron that dissolves nevertheless::

        2 RE + 1.5 O2 -> RE2O3          2 Fe + 1.5 O2 -> Fe2O3
        RE2O3 + 6 HCl -> 2 RECl3 + 3 H2O
        FeCl3 + 3 OH- -> Fe(OH)3 + 3 Cl-

    Full dissolution takes the metal as it is, and the iron takes most of the acid::

        RE + 3 HCl -> RECl3 + 1.5 H2    Fe + 2 HCl -> FeCl2 + H2

    Inside the boundary: roasting, leaching, iron removal, filtering.
    Outside: separation (`solvent_extraction`), `precipitation`, `calcination`, smelting.

    Parameters
    ----------
    swarf : Feed
        Swarf or scrap by elements [kg]; its C is that of cutting oil, its H2O the moisture.
    product : FlowName
        Neutral chloride liquor [kg REO].
    residue : FlowName
        Iron oxide, or what does not dissolve [kg dry].
    method : Literal["selective leaching", "full dissolution"]
        Roasting and leaching of the rare earths alone, or dissolving all, unroasted.
    neutraliser : Literal["ammonia", "caustic soda", "magnesia"]
        Base for free acid and dissolved iron.
    brine : Feed
        Waste water of the base: a solution of its chloride, stated under `flows` [kg].
    fuel : Fuel
        What heats the kiln, by its lower heating value.
    roasting_heat : HeatPerMass
        Fuel of the kiln, without drying [MJ/kg dry swarf].
    evaporation_heat : HeatPerMass
        Fuel to dry the swarf [MJ/kg water].
    recovery : Fraction
        Rare earths in the liquor over those in the swarf [kg/kg].
    iron_dissolved : Fraction
        Iron that dissolves with the rare earths [kg/kg].
    acid_excess : Fraction
        Acid above what rare earths and dissolved iron take [mol/mol].
    liquor_water : MassRatio
        Water in the liquor [kg/kg REO].
    oxidation_heat : HeatPerMass
        Heat that the alloy gives off when it oxidises; for the indicator only [MJ/kg dry swarf].
    electricity : EnergyPerMass
        Mill, kiln drive, stirring, filtering [kWh/kg swarf].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of swarf as charged; indicators: acid per REO made [kg/kg], heat of oxidation
        [MJ/kg].

    Raises
    ------
    ModelError
        If the swarf holds no rare earth, or the brine is not the salt of the base.

    Notes
    -----
    Valid for swarf and scrap of NdFeB. Carbon of the swarf is oxidised to CO2 in the kiln;
    unroasted it stays in the residue. Cobalt, copper, aluminium, nickel and boron stay in the
    residue. Iron of full dissolution leaves as "iron chloride", measured as FeCl2, whose water is
    not tracked. The heat of oxidation exceeds that of heating the charge (about 0.6 MJ/kg) many
    times: dry metallic swarf burns by itself, and the fuel is that of starting, drying and
    finishing. Excluded: the acid that cobalt, copper, aluminium, nickel and boron take.

    Reagents follow stoichiometry; no published energy was found. GB 29435-2025 allows 1.51 to 1.89
    tce/t (44 to 55 MJ/kg) of PrNd oxide from scrap, with separation, precipitation and calcination.

    References
    ----------
    Stoichiometry; CRC thermochemistry; GB 29435-2025, Table 4; values:
    factors/processes/swarf_recycling.csv.
    """
    words = f"'{swarf.flow}' holds no rare earth; state its composition under 'flows'"
    check(swarf.reo > 0, "swarf", words)
    roasted = method == "selective leaching"
    reo, iron = swarf.reo, swarf.elements.get("Fe", 0.0) / species.mass("Fe")
    contained = {oxide: share / reo for oxide, share in swarf.rare_earths.items()}
    moles, made = species.moles(swarf.rare_earths), recovery * reo
    dissolved = iron * (iron_dissolved if roasted else 1.0)
    taken = 3 * recovery * moles + (3 if roasted else 2) * dissolved
    spare = taken * acid_excess
    chloride = spare + (3 * dissolved if roasted else 0 * dissolved)  # bound by the base
    lines = _neutralised(neutraliser, brine, chloride, species)
    need = liquor_water * made + lines[-1].amount * brine.elements.get(WATER, 0.0)
    water = swarf.elements.get(WATER, 0.0)
    heat = roasting_heat * (1 - water) + evaporation_heat * water
    carbon = swarf.elements.get("C", 0.0)
    if roasted:
        lines += [
            uses(fuel, heat),
            emits("CO2", carbon * species.mass("CO2") / species.mass("C")),
            emits("H2O", water),
        ]
    else:
        gas = 1.5 * recovery * moles + dissolved
        lines += [
            wastes("iron chloride", dissolved * species.mass("FeCl2"), mixture({"FeCl2": 1.0})),
            emits("H2", gas * species.mass("H2")),
        ]
    need = need - (0.0 if roasted else water)
    liquor = {**salt(contained, "Cl", 3), WATER: liquor_water}
    return [
        makes(product, made, liquor, contained),
        uses(swarf.flow, 1.0, swarf.elements),
        uses("hydrochloric acid", (taken + spare) * species.mass("HCl")),
        *lines,
        uses("electricity", electricity),
        uses("water", maximum(need, 0.0)),
        wastes("water", maximum(-need, 0.0)),
        _residue(residue, swarf, recovery, roasted, species),
        indicator("acid per REO made", (taken + spare) * species.mass("HCl") / made, "kg/kg"),
        indicator("heat of oxidation", oxidation_heat * (1 - water), "MJ/kg"),
    ]


def _neutralised(name: str, brine: Feed, chloride: Any, species: Species) -> list[Exchange]:
    formula, strength, left, ions = BASES[name]
    effluent = chloride / ions * species.mass(left) / salt_share(brine, left)
    return [
        uses(name, chloride / strength * species.mass(formula)),
        wastes(brine.flow, effluent, brine.elements),
    ]


def _residue(flow: str, swarf: Feed, recovery: Any, roasted: bool, species: Species) -> Exchange:
    """What stays: lost rare earths as oxide, iron oxide, all other elements; dry."""
    lost = {oxide: share * (1 - recovery) for oxide, share in swarf.rare_earths.items()}
    gone = {*RARE_EARTHS, WATER, "O", "H", "Fe", *({"C"} if roasted else ())}
    parts = mixture(lost)
    for element in sorted(swarf.elements.keys() - gone):
        parts[element] = parts.get(element, 0.0) + swarf.elements[element]
    if roasted:
        iron = swarf.elements.get("Fe", 0.0)
        parts["Fe"] = iron
        parts["O"] = parts.get("O", 0.0) + 1.5 * iron / species.mass("Fe") * species.mass("O")
    amount = sum(parts.values())
    whole = maximum(amount, 1e-12)
    shares = {element: part / whole for element, part in parts.items()}
    return wastes(flow, amount, shares, {oxide: part / whole for oxide, part in lost.items()})
