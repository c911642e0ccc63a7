"""Caustic digestion: bastnaesite and monazite become hydroxide in hot sodium hydroxide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbonre.core.species import WATER
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MassRatio,
    Temperature,
)
from carbonre.unit_process.minerals import concentrate_elements
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
    shown,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(governed_by=("caustic_charge", "caustic_recovery", "wash_water"))
def caustic_digestion(
    *,
    feed: Feed = Feed("rare earth concentrate"),
    product: FlowName = "rare earth hydroxide",
    residue: FlowName = "digestion residue",
    alkaline_water: FlowName = "alkaline wastewater",
    calcium_water: FlowName = "calcium wastewater",
    bastnaesite_share: Fraction,
    calcite: Fraction,
    calcium_fluoride: Fraction,
    decomposition: Fraction,
    caustic_charge: MassRatio,
    lye_strength: Fraction,
    caustic_recovery: Fraction,
    acid_excess: Fraction,
    prewash_water: MassRatio,
    wash_water: MassRatio,
    hydroxide_moisture: Fraction,
    charge_heat_capacity: HeatCapacity,
    digestion_rise: Temperature,
    water_heat_capacity: HeatCapacity,
    wash_rise: Temperature,
    evaporation_steam: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Digest a rare-earth concentrate with sodium hydroxide to hydroxide.

    Hydrochloric acid takes the calcite out first; then the alkali takes fluorine, carbonate and
    phosphate from the minerals, and water washes them out::

        CaCO3  + 2 HCl  -> CaCl2 + CO2 + H2O
        REFCO3 + 3 NaOH -> RE(OH)3 + NaF + Na2CO3
        REPO4  + 3 NaOH -> RE(OH)3 + Na3PO4

    No gas leaves the digestion: the carbon of bastnaesite stays in the alkaline water as soda.

    Inside the boundary: acid, alkali, steam for charge, wash water and recovered lye.
    Outside: dissolving the hydroxide (`dissolution`), treating the waters, the residue.

    Parameters
    ----------
    feed : Feed
        The concentrate [kg dry]; its rare earths add up to its grade.
    product : FlowName
        The washed hydroxide [kg REO].
    residue : FlowName
        Undecomposed mineral and fluorite, a waste [kg].
    alkaline_water : FlowName
        Wash water with the salts and the alkali that is not recovered, a waste [kg].
    calcium_water : FlowName
        Water of the acid wash, a waste [kg].
    bastnaesite_share : Fraction
        Share of the REO in bastnaesite; the rest is monazite [-].
    calcite : Fraction
        CaCO3 in the dry concentrate [kg/kg].
    calcium_fluoride : Fraction
        CaF2 in the dry concentrate; it passes unchanged [kg/kg].
    decomposition : Fraction
        Rare-earth minerals that become hydroxide [-].
    caustic_charge : MassRatio
        NaOH in the charge, recovered lye included [kg/kg dry concentrate].
    lye_strength : Fraction
        NaOH in the lye of the charge [kg/kg].
    caustic_recovery : Fraction
        Share of the excess alkali that returns after evaporation of the first wash [-].
    acid_excess : Fraction
        Hydrochloric acid above what the calcite takes [-].
    prewash_water : MassRatio
        Water of the acid wash [kg/kg dry concentrate].
    wash_water : MassRatio
        Water of the washes after digestion [kg/kg dry concentrate].
    hydroxide_moisture : Fraction
        Water in the wet hydroxide [kg/kg].
    charge_heat_capacity : HeatCapacity
        Of concentrate with lye [kJ/kg/K].
    digestion_rise : Temperature
        By which the charge is heated [K].
    water_heat_capacity : HeatCapacity
        Of water [kJ/kg/K].
    wash_rise : Temperature
        By which the wash water is heated [K].
    evaporation_steam : HeatPerMass
        Steam to recover lye [MJ/kg NaOH recovered].
    electricity : EnergyPerMass
        Mills, stirrers, pumps and filters [kWh/t dry concentrate].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry concentrate; indicators: alkali by stoichiometry per REO [kg/kg], alkali
        in excess [%], steam per concentrate [GJ/t].

    Raises
    ------
    ModelError
        If the alkali does not suffice for the minerals, or the washes for the moisture.

    Notes
    -----
    Valid for 140 to 160 degC at ambient pressure. When the alkaline water is acidified later, its
    soda gives off the CO2 of the bastnaesite: then it must be counted there. Excluded: oxidation of
    cerium, alkali bound by silica, thorium (it follows the hydroxide), trisodium phosphate that is
    sold (make it of the alkaline water in a step of its own).

    References
    ----------
    Stoichiometry; practice: factors/processes/caustic_digestion.csv.
    """
    size = species.one("kg")
    moles = species.moles(feed.rare_earths)
    bastnaesite = bastnaesite_share * moles
    monazite = moles - bastnaesite
    charged = caustic_charge / species.mass("NaOH")
    bound = 3 * decomposition * moles
    _check(caustic_charge, charged, bound)
    spare = charged - bound
    recovered = spare * caustic_recovery
    stone = calcite / species.mass("CaCO3")
    acid = 2 * stone * (1 + acid_excess)

    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    hydroxide = salt(contained, "OH", 3)
    cake = sum(hydroxide.values()) * hydroxide_moisture / (1 - hydroxide_moisture)
    made = decomposition * feed.reo
    drained = wash_water - made * cake
    check(drained >= 0, "wash_water", "the hydroxide keeps more water than the washes bring")

    kept = 1 - decomposition
    solids, minerals = _residue(
        {oxide: kept * share for oxide, share in feed.rare_earths.items()},
        kept * bastnaesite, kept * monazite, calcium_fluoride, species,
    )  # fmt: skip
    alkaline, salts = _alkaline_water(
        decomposition * bastnaesite, decomposition * monazite, spare - recovered, drained, species
    )
    chloride = {
        "CaCl2": stone * species.mass("CaCl2"),
        "HCl": (acid - 2 * stone) * species.mass("HCl"),
        WATER: prewash_water,
    }
    calcium = sum(chloride.values())
    lye_water = caustic_charge / lye_strength * (1 - lye_strength)
    warm = (1 + caustic_charge + lye_water) * charge_heat_capacity * digestion_rise
    wash = wash_water * water_heat_capacity * wash_rise
    steam = warm + wash + recovered * species.mass("NaOH") * evaporation_steam
    gangue = mixture({"CaCO3": calcite, "CaF2": calcium_fluoride})
    concentrate = concentrate_elements(feed, bastnaesite, monazite, gangue, species)
    return [
        makes(product, size * made, {**hydroxide, WATER: cake}, contained),
        uses(feed.flow, size, concentrate),
        uses("caustic soda", size * (charged - recovered) * species.mass("NaOH")),
        uses("hydrochloric acid", size * acid * species.mass("HCl")),
        uses("steam", size * steam),
        uses("electricity", size * electricity),
        uses("water", size * (wash_water + prewash_water)),
        emits("CO2", size * stone * species.mass("CO2")),
        wastes(residue, size * solids, minerals),
        wastes(alkaline_water, size * alkaline, salts),
        wastes(
            calcium_water,
            size * calcium,
            {name: part / calcium for name, part in mixture(chloride).items()},
        ),
        indicator("alkali by stoichiometry per REO", bound * species.mass("NaOH") / made, "kg/kg"),
        indicator("alkali in excess", spare / bound, "%"),
        indicator("steam per concentrate", steam, "GJ/t"),
    ]


def _residue(
    rare_earths: dict[str, Any],
    bastnaesite: Any,
    monazite: Any,
    calcium_fluoride: Any,
    species: Species,
) -> tuple[Any, dict[str, Any]]:
    """Return the minerals that are not decomposed, with the fluorite [kg/kg], and their elements.

    Rare earths in kilograms of oxide, bastnaesite and monazite in moles per kilogram of feed.
    """
    metals = salt(rare_earths)
    minerals = {
        **metals,
        "C": bastnaesite * species.mass("C"),
        "F": bastnaesite * species.mass("F") + _part(calcium_fluoride, "F", 2, species),
        "P": monazite * species.mass("P"),
        "Ca": _part(calcium_fluoride, "Ca", 1, species),
    }
    mass = (
        bastnaesite * (species.mass("F") + species.mass("CO3"))
        + monazite * species.mass("PO4")
        + sum(metals.values())
        + calcium_fluoride
    )
    basis = where(mass > 0, mass, 1.0)  # there may be no residue
    return mass, {name: part / basis for name, part in minerals.items()}


def _alkaline_water(
    bastnaesite: Any, monazite: Any, alkali: Any, water: Any, species: Species
) -> tuple[Any, dict[str, Any]]:
    """Return the wash water [kg/kg] and its elements.

    Bastnaesite and monazite decomposed and alkali left in moles, water in kilograms per kilogram
    of feed.
    """
    salts = mixture(
        {
            "NaF": bastnaesite * species.mass("NaF"),
            "Na2CO3": bastnaesite * species.mass("Na2CO3"),
            "Na3PO4": monazite * species.mass("Na3PO4"),
            "NaOH": alkali * species.mass("NaOH"),
        }
    )
    mass = sum(salts.values()) + water
    return mass, {name: part / mass for name, part in merged(salts, {WATER: water}).items()}


def _part(mass: Any, element: str, atoms: int, species: Species) -> Any:
    """Return so many atoms of an element in a mass of calcium fluoride [kg/kg]."""
    return mass / species.mass("CaF2") * atoms * species.mass(element)


def _check(caustic_charge: Any, charged: Any, bound: Any) -> None:
    check(
        charged >= bound,
        "caustic_charge",
        lambda: (
            f"the minerals take {shown(caustic_charge * bound / charged, '.3g')} kg/kg of NaOH "
            "by stoichiometry; charge more"
        ),
    )
