"""Low-temperature sulfation: monazite baked with acid, leached, freed of phosphate and thorium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MassConcentration,
    MassRatio,
    MolarEnergy,
    Ratio,
    Temperature,
)
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    maximum,
    merged,
    minimum,
    mixture,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
    where,
)

ASSAYED = ("C", "F", "P", "Ca", "Fe", "Al", "Th")
BASES = {"magnesia": "MgO", "limestone": "CaCO3", "hydrated lime": "Ca(OH)2"}
# What adds iron: its formula, and the sulfuric acid that each mole of its iron sets free.
IRON = {"iron oxide": ("Fe2O3", 0.0), "iron sulfate": ("Fe2(SO4)3", 1.5)}
Fuel = Literal["natural gas", "bituminous coal", "anthracite", "coke oven gas", "fuel oil"]


@unit_process(
    governed_by=("acid_charge", "acid_to_gas", "acid_recycled", "neutraliser", "feed"),
    balanced=BALANCED | {"Fe", "Al", "Th"},
)
def low_temperature_sulfation(
    *,
    feed: Feed = Feed("rare earth concentrate"),
    product: FlowName = "rare earth sulfate liquor",
    residue: FlowName = "iron phosphate residue",
    neutraliser: Literal["magnesia", "limestone", "hydrated lime"] = "magnesia",
    iron_source: Literal["none", "iron oxide", "iron sulfate"] = "none",
    fuel: Fuel = "natural gas",
    acid_charge: MassRatio,
    acid_strength: Fraction,
    rare_earth_sulfated: Fraction,
    iron_sulfated: Fraction,
    aluminium_sulfated: Fraction,
    phosphate_dissolved: Fraction,
    acid_to_gas: Fraction,
    acid_recovered: Fraction,
    acid_recycled: Fraction,
    iron_per_phosphate: Ratio,
    loss_to_cake: Fraction,
    bake_temperature: Temperature,
    feed_temperature: Temperature,
    thorium_temperature: Temperature,
    moisture: MassRatio,
    heat_capacity: HeatCapacity,
    water_heat: HeatPerMass,
    acid_heat: MolarEnergy,
    kiln_heat: HeatPerMass,
    electricity: EnergyPerMass,
    liquor_strength: MassConcentration,
    water_in_liquor: MassConcentration,
    gangue: MassRatio,
    residue_moisture: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Bake a monazite concentrate with acid below 450 degC, leach it and precipitate phosphate.

    In the kiln sulfates form; part of the excess acid evaporates, and the rest stays in the cake,
    because it does not decompose to SO2 at these temperatures::

        2 REPO4 + 3 H2SO4 -> RE2(SO4)3 + 2 H3PO4        ThO2 + 2 H2SO4 -> Th(SO4)2 + 2 H2O
        Fe2O3 + 3 H2SO4 -> Fe2(SO4)3 + 3 H2O            Al2O3 + 3 H2SO4 -> Al2(SO4)3 + 3 H2O
        CaO + H2SO4 -> CaSO4 + H2O                      CaF2 + H2SO4 -> CaSO4 + 2 HF

    In the leach iron and aluminium take the phosphate out and give their acid back; a base takes
    that acid and the free acid of the cake. Iron that is added as oxide gives none::

        Fe2(SO4)3 + 2 H3PO4 -> 2 FePO4 + 3 H2SO4        H2SO4 + MgO -> MgSO4 + H2O
        Fe2O3 + 2 H3PO4 -> 2 FePO4 + 3 H2O              H2SO4 + CaCO3 + H2O -> CaSO4(H2O)2 + CO2
        base = free acid (1 - acid_recycled) + 1.5 (Fe + Al dissolved)        [mol]

    Inside the boundary: kiln with its gas cleaning, water leach, neutralisation, filters.
    Outside: acid mist and HF of the gas (`offgas_scrubbing`), precipitation of carbonate
    (`precipitation`), magnesium in the waste water (`lime_neutralisation`), concentrating the
    recycled acid, storing the residue (`residue_storage`).

    Parameters
    ----------
    feed : Feed
        The concentrate with its assay: rare earths, P2O5, Fe2O3, Al2O3, CaO, ThO2, F, and CO2 of
        carbonates [kg dry].
    product : FlowName
        The clean sulfate liquor [kg REO].
    residue : FlowName
        Filter cake of phosphates, thorium, gypsum and what did not react, a waste [kg wet].
    neutraliser : Literal["magnesia", "limestone", "hydrated lime"]
        What binds the acid; with magnesia the sulfate stays in the liquor.
    iron_source : Literal["none", "iron oxide", "iron sulfate"]
        What makes up the iron where the concentrate has too little for its phosphate.
    fuel : Fuel
        What heats the kiln.
    acid_charge : MassRatio
        Acid as charged, with what comes back to it [kg/kg dry concentrate].
    acid_strength : Fraction
        H2SO4 in that acid [kg/kg].
    rare_earth_sulfated : Fraction
        Rare earths that become sulfate [-].
    iron_sulfated : Fraction
        Iron that becomes sulfate [-].
    aluminium_sulfated : Fraction
        Aluminium that becomes sulfate [-].
    phosphate_dissolved : Fraction
        Phosphorus that dissolves as phosphoric acid [-].
    acid_to_gas : Fraction
        Share of the excess acid that leaves with the kiln gas, as SO3 and mist [-].
    acid_recovered : Fraction
        Share of the acid in the gas that is washed out and charged again [-].
    acid_recycled : Fraction
        Share of the free acid of the cake that goes back to the charge and is not neutralised [-].
    iron_per_phosphate : Ratio
        Iron and aluminium in solution that the phosphate needs [mol/mol].
    loss_to_cake : Fraction
        Share of the dissolved rare earths that stays in the residue [-].
    bake_temperature : Temperature
        Of the kiln discharge, absolute [K].
    feed_temperature : Temperature
        Of concentrate and acid, absolute [K].
    thorium_temperature : Temperature
        At this bake and above thorium stays in the leached solid; below, it dissolves, gives its
        acid back and falls out with the phosphate [K].
    moisture : MassRatio
        Water in the concentrate as charged [kg/kg dry concentrate].
    heat_capacity : HeatCapacity
        Of the charge [kJ/kg/K].
    water_heat : HeatPerMass
        To evaporate the water of concentrate and acid and heat its vapour [MJ/kg].
    acid_heat : MolarEnergy
        To evaporate and split the acid that goes with the gas [kJ/mol].
    kiln_heat : HeatPerMass
        Fuel energy, lower heating value [GJ/t dry concentrate].
    electricity : EnergyPerMass
        Kiln, fans, gas washing, leach and filters [kWh/t dry concentrate].
    liquor_strength : MassConcentration
        REO in the liquor [g/L].
    water_in_liquor : MassConcentration
        Water in the liquor [g/L].
    gangue : MassRatio
        Minerals that pass unchanged into the residue [kg/kg dry concentrate].
    residue_moisture : Fraction
        Water in the wet residue [kg/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry concentrate; indicators: acid by stoichiometry [kg/kg], free acid in
        the cake [kg/kg], iron and aluminium over phosphate [-], base per REO in the feed [mol/kg],
        dry residue per REO in the feed [kg/kg], thorium in the dry residue [%], heat of the charge
        [GJ/t].

    Raises
    ------
    ModelError
        If the concentrate has no assay of phosphorus; if the acid is less than its minerals take,
        or the heat less than its charge takes up; if iron and aluminium in solution are short of
        the phosphate and no source of iron is chosen: the rare earths would fall out as phosphate.

    Notes
    -----
    Valid for monazite and its secondary minerals at 150 to 450 degC; each rare earth takes 1.5 mol
    of acid, in phosphate and fluorocarbonate alike. Calcium and thorium are sulfated in full. The
    heat of sulfation is not credited to the kiln. Carbonate of the concentrate leaves as CO2;
    phosphate gives none. Excluded: manganese, magnesium and lead of the minerals, uranium in the
    liquor, SiF4, the 2 g/L of gypsum that stays dissolved.

    References
    ----------
    Watts and Fisher, Minerals 11 (2021) 931, introduction; Demol and co-workers, sulfuric acid
    baking of monazite (abstract); values: factors/processes/low_temperature_sulfation.csv.
    """
    size = species.one("kg")
    rare_earth = species.moles(feed.rare_earths)
    carbon, fluorine, phosphorus, calcium, iron, aluminium, thorium = (
        feed.elements.get(element, 0.0) / species.mass(element) for element in ASSAYED
    )
    _check_assay(feed, rare_earth, phosphorus)

    reacted = rare_earth_sulfated * rare_earth
    dissolved_iron, dissolved_aluminium = iron_sulfated * iron, aluminium_sulfated * aluminium
    metals = dissolved_iron + dissolved_aluminium
    bound = 1.5 * (reacted + metals) + calcium + 2 * thorium
    charged = acid_charge * acid_strength / species.mass("H2SO4")
    _check_acid(acid_charge, charged, bound)
    in_gas = acid_to_gas * (charged - bound)
    free = charged - bound - in_gas
    returned = acid_recovered * in_gas + acid_recycled * free

    water_charged = moisture + acid_charge * (1 - acid_strength)
    warming = (1 + acid_charge) * heat_capacity * (bake_temperature - feed_temperature)
    heat = warming + water_charged * water_heat + in_gas * acid_heat
    _check_heat(kiln_heat, heat)

    phosphate = phosphate_dissolved * phosphorus
    short = maximum(iron_per_phosphate * phosphate - metals, 0 * metals)
    if iron_source == "none":
        _check_iron(short, species)
        added, acid_of_iron = 0 * short, 0.0
    else:
        added, acid_of_iron = short, IRON[iron_source][1]
    thorium_gone = where(bake_temperature < thorium_temperature, 1.0, 0.0)
    acid = (
        (1 - acid_recycled) * free
        + 1.5 * metals
        + acid_of_iron * added
        + 2 * thorium_gone * thorium
    )

    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    made = feed.reo * rare_earth_sulfated * (1 - loss_to_cake)
    magnesia = neutraliser == "magnesia"
    water = water_in_liquor / liquor_strength
    in_liquor = {"MgSO4": acid * species.mass("MgSO4") / made} if magnesia else {}
    liquor = merged(salt(contained, "SO4", 1.5), mixture({**in_liquor, "H2O": water}))

    iron_phosphate = minimum(dissolved_iron + added, phosphate)
    aluminium_phosphate = phosphate - iron_phosphate
    moles = {
        "FePO4(H2O)2": iron_phosphate,
        "Fe(OH)3": dissolved_iron + added - iron_phosphate,
        "AlPO4(H2O)2": aluminium_phosphate,
        "Al(OH)3": dissolved_aluminium - aluminium_phosphate,
        "CaSO4(H2O)2": calcium if magnesia else calcium + acid,
        "Th(SO4)2": (1 - thorium_gone) * thorium,
        "Th(OH)4": thorium_gone * thorium,
        "Fe2O3": (iron - dissolved_iron) / 2,
        "Al2O3": (aluminium - dissolved_aluminium) / 2,
        "P2O5": (phosphorus - phosphate) / 2,
    }
    shares = (rare_earth_sulfated, loss_to_cake)
    solids, dry = _cake(feed, moles, shares, gangue, species)
    wet = dry / (1 - residue_moisture)
    cake = merged(solids, mixture({"H2O": wet - dry}))

    lime_carbon = acid if neutraliser == "limestone" else 0 * acid
    source = []
    if iron_source != "none":
        formula = IRON[iron_source][0]
        source.append(uses(iron_source, size * added * species.mass(formula) / 2))
    return [
        makes(product, size * made, liquor, contained),
        uses(feed.flow, size, feed.elements),
        uses("sulfuric acid", size * (charged - returned) * species.mass("H2SO4")),
        uses(neutraliser, size * acid * species.mass(BASES[neutraliser])),
        *source,
        uses(fuel, size * kiln_heat),
        uses("electricity", size * electricity),
        uses("water", size * (water * made + wet - dry)),
        emits("CO2", size * (carbon + lime_carbon) * species.mass("CO2")),
        wastes("HF in off-gas", size * fluorine * species.mass("HF"), mixture({"HF": 1.0})),
        wastes(
            "sulfuric acid mist",
            size * (1 - acid_recovered) * in_gas * species.mass("H2SO4"),
            mixture({"H2SO4": 1.0}),
        ),
        wastes(residue, size * wet, {name: part / wet for name, part in cake.items()}),
        indicator("acid by stoichiometry", bound * species.mass("H2SO4"), "kg/kg"),
        indicator("free acid in the cake", free * species.mass("H2SO4"), "kg/kg"),
        indicator("iron and aluminium over phosphate", metals / phosphate),
        indicator("base per REO in the feed", acid / feed.reo, "mol/kg"),
        indicator("dry residue per REO in the feed", dry / feed.reo, "kg/kg"),
        indicator("thorium in the dry residue", thorium * species.mass("Th") / dry, "%"),
        indicator("heat of the charge", heat, "GJ/t"),
    ]


def _cake(
    feed: Feed, moles: Mapping[str, Any], shares: tuple[Any, Any], gangue: Any, species: Species
) -> tuple[dict[str, Any], Any]:
    """Return the elements of the residue and its dry mass, per kilogram of dry concentrate.

    Parameters
    ----------
    moles : mapping
        Of what is solid, but for rare earths and gangue [mol/kg].
    shares : tuple
        Rare earths that become sulfate, and what of these stays in the residue [-].
    """
    sulfated, loss = shares
    washed_in = {oxide: loss * sulfated * part for oxide, part in feed.rare_earths.items()}
    unreacted = {oxide: (1 - sulfated) * part for oxide, part in feed.rare_earths.items()}
    # Row by row, what is left of two equal amounts may round to just below nothing.
    solids = {name: maximum(n, 0 * n) * species.mass(name) for name, n in moles.items()}
    sulfate = 1.5 * loss * sulfated * species.moles(feed.rare_earths) * species.mass("SO3")
    rare_earths = sum(washed_in.values()) + sum(unreacted.values()) + sulfate
    content = merged(salt(washed_in, "SO4", 1.5), salt(unreacted), mixture(solids))
    return content, sum(solids.values()) + rare_earths + gangue


def _check_assay(feed: Feed, rare_earth: Any, phosphorus: Any) -> None:
    words = (
        f"state the composition of '{feed.flow}' under 'flows', by its assay: rare-earth oxides, "
        "P2O5, Fe2O3, Al2O3, CaO, ThO2, F"
    )
    check((rare_earth > 0 * rare_earth) & (phosphorus > 0 * phosphorus), "feed", words)


def _check_acid(acid_charge: Any, charged: Any, bound: Any) -> None:
    check(
        charged >= bound,
        "acid_charge",
        lambda: (
            f"the minerals take {shown(acid_charge * bound / charged, '.3g')} kg/kg of this acid "
            "by stoichiometry; charge more"
        ),
    )


def _check_heat(kiln_heat: Any, heat: Any) -> None:
    check(
        kiln_heat >= heat,
        "kiln_heat",
        lambda: (
            f"the kiln gets {shown(kiln_heat / heat, '.2f')} of the heat that its charge takes up "
            "at this temperature; give more"
        ),
    )


def _check_iron(short: Any, species: Species) -> None:
    check(
        short <= 0 * short,
        "iron_source",
        lambda: (
            f"the phosphate lacks {shown(short * species.mass('Fe'), '.3g')} kg of dissolved iron "
            "per kg of concentrate, and rare earths would fall out as phosphate; choose "
            "'iron oxide' or 'iron sulfate' (or measure iron_sulfated)"
        ),
    )
