"""Oxidative roasting with hydrochloric leach: bastnaesite to chloride and a cerium concentrate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MassRatio,
    Temperature,
)
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
    merged,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
    where,
)

Fuel = Literal["natural gas", "bituminous coal", "coke oven gas", "fuel oil", "electricity"]


@unit_process(governed_by=("cerium_oxidation", "recovery", "kiln_efficiency"))
def oxidative_roasting(
    *,
    feed: Feed = Feed("rare earth concentrate"),
    product: FlowName = "rare earth chloride liquor",
    cerium_product: FlowName = "cerium concentrate",
    residue: FlowName = "leach residue",
    alkaline_water: FlowName = "alkaline wastewater",
    bastnaesite_share: Fraction,
    calcite: Fraction,
    cerium_oxidation: Fraction,
    recovery: Fraction,
    fluorine_to_gas: Fraction,
    moisture: Fraction,
    fuel: Fuel = "natural gas",
    kiln_efficiency: Fraction,
    heat_capacity: HeatCapacity,
    temperature_rise: Temperature,
    decomposition_heat: HeatPerMass,
    evaporation_heat: HeatPerMass,
    acid_excess: Fraction,
    caustic_excess: Fraction,
    product_water: MassRatio,
    wash_water: MassRatio,
    gangue: MassRatio,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Roast a bastnaesite concentrate in air, leach it with acid and keep the cerium back.

    Air takes the carbonate away and oxidises cerium, which acid then leaves behind; fluorine stays
    with rare earths as fluoride until alkali takes it, and a second leach dissolves those too::

        REFCO3 -> REOF + CO2                   6 CeOF + O2 -> 4 CeO2 + 2 CeF3
        3 REOF + 6 HCl -> 2 RECl3 + REF3 + 3 H2O
        REF3 + 3 NaOH -> RE(OH)3 + 3 NaF       RE(OH)3 + 3 HCl -> RECl3 + 3 H2O

    In sum each trivalent atom takes three of acid, each fluorine one of alkali, and each cerium
    that is oxidised none: the better the roast, the less acid and the purer both products.

    Inside the boundary: kiln, both leaches, alkali conversion, washing.
    Outside: washing HF out of the gas (`offgas_scrubbing`), separation, the residue.

    Parameters
    ----------
    feed : Feed
        The concentrate [kg dry]; its rare earths add up to its grade.
    product : FlowName
        The chloride liquor, poor in cerium [kg REO].
    cerium_product : FlowName
        The cerium that acid left behind, as CeO2 [kg REO].
    residue : FlowName
        Monazite, lost rare earths and gangue, a waste [kg].
    alkaline_water : FlowName
        Sodium fluoride with alkali in excess, a waste [kg].
    bastnaesite_share : Fraction
        Share of the REO in bastnaesite; monazite passes unchanged to the residue [-].
    calcite : Fraction
        CaCO3 in the dry concentrate; acid dissolves it [kg/kg].
    cerium_oxidation : Fraction
        Cerium of the bastnaesite that becomes tetravalent and stays undissolved [-].
    recovery : Fraction
        Rare earths of the bastnaesite that reach one of the two products [-].
    fluorine_to_gas : Fraction
        Fluorine of the bastnaesite that leaves the kiln as HF [-].
    moisture : Fraction
        Water in the wet concentrate [kg/kg].
    fuel : Fuel
        What heats the kiln.
    kiln_efficiency : Fraction
        Heat taken up by the charge over fuel, lower heating value, or over electricity, whose
        default is higher: there is no flue gas [-].
    heat_capacity : HeatCapacity
        Of the dry concentrate [kJ/kg/K].
    temperature_rise : Temperature
        By which the charge is heated [K].
    decomposition_heat : HeatPerMass
        To drive the CO2 out of bastnaesite [MJ/kg REO].
    evaporation_heat : HeatPerMass
        To heat and evaporate the moisture [MJ/kg water].
    acid_excess : Fraction
        Hydrochloric acid above stoichiometry; it stays in the liquor as free acid [-].
    caustic_excess : Fraction
        Sodium hydroxide above stoichiometry; it leaves with the alkaline water [-].
    product_water : MassRatio
        Water in the chloride liquor [kg/kg REO].
    wash_water : MassRatio
        Water of the alkali conversion and its washes [kg/kg dry concentrate].
    gangue : MassRatio
        Minerals that pass unchanged into the residue [kg/kg REO].
    electricity : EnergyPerMass
        Kiln drive, fans, stirrers, pumps and filters [kWh/t dry concentrate].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry concentrate; indicators: mineral CO2 per REO [kg/kg], acid per REO
        dissolved [kg/kg], cerium in the chloride [%], kiln heat per concentrate [GJ/t].

    Raises
    ------
    ModelError
        If nothing of the feed would dissolve, or what dissolves cannot bind the fluorine before.

    Notes
    -----
    Valid for 450 to 600 degC in air. The heat of oxidising cerium is not credited. Calcium of the
    calcite stays in the liquor as chloride. Excluded: thorium (in the residue), praseodymium that
    is oxidised, chlorine that tetravalent cerium sets free in strong acid, fluorite.

    References
    ----------
    Stoichiometry; practice: factors/processes/oxidative_roasting.csv.
    """
    size = species.one("kg")
    attacked = {o: bastnaesite_share * share for o, share in feed.rare_earths.items()}
    reach = {oxide: recovery * share for oxide, share in attacked.items()}
    oxidised = cerium_oxidation * reach.get("CeO2", 0.0)
    liquor = {**reach, "CeO2": reach.get("CeO2", 0.0) - oxidised}
    made = sum(liquor.values())
    check(made > 0, "feed", f"nothing of '{feed.flow}' would dissolve; state its oxides")
    contained = {oxide: share / made for oxide, share in liquor.items()}

    total = species.moles(feed.rare_earths)
    cerium = species.moles({"CeO2": feed.rare_earths.get("CeO2", 0.0)})
    dissolved = bastnaesite_share * recovery * (total - cerium * cerium_oxidation)
    carbonate = bastnaesite_share * total
    fluoride = carbonate * (1 - fluorine_to_gas)
    stone = calcite / species.mass("CaCO3")
    acid = (3 * dissolved + 2 * stone) * (1 + acid_excess)
    alkali = recovery * fluoride
    words = "the trivalent rare earths that are left cannot bind the fluorine, three atoms each"
    check(alkali <= 3 * dissolved, "cerium_oxidation", words)
    caustic = alkali * (1 + caustic_excess)

    heat = _heat(
        moisture, evaporation_heat, heat_capacity * temperature_rise,
        bastnaesite_share * feed.reo * decomposition_heat, kiln_efficiency,
    )  # fmt: skip
    electric = fuel == "electricity"

    chloride = salt(contained, "Cl", 3)
    free = (acid - 3 * dissolved) * species.mass("Cl") / made
    chloride["Cl"] = chloride["Cl"] + free
    chloride["Ca"] = stone * species.mass("Ca") / made
    monazite = (1 - bastnaesite_share) * total
    solids, stays = _residue(
        {oxide: (1 - recovery) * share for oxide, share in attacked.items()},
        (1 - recovery) * fluoride,
        {oxide: (1 - bastnaesite_share) * share for oxide, share in feed.rare_earths.items()},
        gangue * feed.reo, species,
    )  # fmt: skip
    alkaline, sodium = _alkaline_water(alkali, caustic - alkali, wash_water, species)
    return [
        makes(product, size * made, {**chloride, WATER: product_water}, contained),
        makes(cerium_product, size * oxidised, mixture({"CeO2": 1.0}), {"CeO2": 1.0}),
        uses(feed.flow, size, _concentrate(feed, carbonate, monazite, calcite, species)),
        uses("hydrochloric acid", size * acid * species.mass("HCl")),
        uses("caustic soda", size * caustic * species.mass("NaOH")),
        uses("water", size * (made * product_water + wash_water)),
        *([] if electric else [uses(fuel, size * heat)]),
        uses("electricity", size * (electricity + heat if electric else electricity)),
        wastes(
            "HF in off-gas",
            size * (carbonate - fluoride) * species.mass("HF"),
            mixture({"HF": 1.0}),
        ),
        emits("CO2", size * (carbonate + stone) * species.mass("CO2")),
        wastes(residue, size * solids, stays),
        wastes(alkaline_water, size * alkaline, sodium),
        indicator("mineral CO2 per REO", carbonate * species.mass("CO2") / feed.reo, "kg/kg"),
        indicator("acid per REO dissolved", acid * species.mass("HCl") / made, "kg/kg"),
        indicator("cerium in the chloride", contained["CeO2"], "%"),
        indicator("kiln heat per concentrate", heat, "GJ/t"),
    ]


def _residue(
    lost: dict[str, Any], fluoride: Any, monazite: dict[str, Any], gangue: Any, species: Species
) -> tuple[Any, dict[str, Any]]:
    """Return the leach residue [kg/kg] and its elements.

    Two moles of fluoride take the place of one of oxygen in the oxides that are lost; monazite is
    metal and phosphate, by its oxides.
    """
    phosphate = salt(monazite, "PO4", 1)
    stays = merged(salt(lost), {"F": fluoride * species.mass("F")}, phosphate)
    del stays["O"]
    mass = sum(lost.values()) + stays["F"] - fluoride / 2 * species.mass("O")
    mass = mass + sum(phosphate.values()) + gangue
    basis = where(mass > 0, mass, 1.0)  # there may be no residue
    return mass, {name: part / basis for name, part in stays.items()}


def _alkaline_water(
    fluoride: Any, alkali: Any, water: Any, species: Species
) -> tuple[Any, dict[str, Any]]:
    """Return the water of the conversion [kg/kg] and its elements; fluoride and alkali in moles."""
    parts = {
        "NaF": fluoride * species.mass("NaF"),
        "NaOH": alkali * species.mass("NaOH"),
        WATER: water,
    }
    mass = sum(parts.values())
    return mass, {name: part / mass for name, part in mixture(parts).items()}


def _heat(moisture: Any, evaporation: Any, warming: Any, breaking: Any, efficiency: Any) -> Any:
    """Return the fuel that dries, heats and decomposes the charge [J/kg dry]."""
    return (moisture / (1 - moisture) * evaporation + warming + breaking) / efficiency


def _concentrate(
    feed: Feed, carbonate: Any, monazite: Any, calcite: Any, species: Species
) -> dict[str, Any]:
    """Return the elements of the concentrate [kg/kg]; carbonate and monazite in moles."""
    stone = calcite / species.mass("CaCO3")
    return {
        **salt(feed.rare_earths),
        "C": (carbonate + stone) * species.mass("C"),
        "F": carbonate * species.mass("F"),
        "P": monazite * species.mass("P"),
        "Ca": stone * species.mass("Ca"),
    }
