"""In-situ leaching: ion-adsorbed rare earths are exchanged out of the clay and precipitated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER, elements
from carbonre.core.units import (
    Density,
    EnergyPerMass,
    Fraction,
    Height,
    MassConcentration,
    MassRatio,
    Ratio,
    VolumePerMass,
)
from carbonre.unit_process.minerals import GRAVITY, RESOURCE
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    Total,
    check,
    emits,
    indicator,
    makes,
    maximum,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
    where,
)

NitrogenFate = Literal[
    "soil", "wet soil", "acid ore body", "leached", "fresh water", "oxygen-poor water"
]
# The salt of the field, and the charges of cations in a mole of it.
LIXIVIANTS = {"ammonium sulfate": ("(NH4)2SO4", 2), "magnesium sulfate": ("MgSO4", 2)}
# What is bought, its formula, the charges of base and the carbon in a mole, and its cation.
REAGENTS = {
    "ammonium bicarbonate": ("ammonium bicarbonate", "NH4HCO3", 1, 1, "N"),
    "soda ash": ("soda ash", "Na2CO3", 2, 1, "Na2"),
    "magnesium bicarbonate": ("magnesia", "MgO", 2, 2, "Mg"),
}


@unit_process(
    governed_by=("lixiviant_use", "base_use", "recovery", "nitrogen_fate"),
    totals={
        "lixiviant_use": Total(
            (),
            shared=("strength", "rinse_recovery", "liquid_held"),
            conditions=("reference_ore",),
        ),
        "base_use": Total(("excess",), shared=("aluminium",)),
    },
)
def in_situ_leaching(
    *,
    ore: Feed = Feed("ion adsorption ore"),
    product: FlowName = "mixed rare earth carbonate",
    lixiviant: Literal["ammonium sulfate", "magnesium sulfate"] = "ammonium sulfate",
    precipitant: Literal[
        "ammonium bicarbonate", "soda ash", "magnesium bicarbonate"
    ] = "ammonium bicarbonate",
    nitrogen_fate: NitrogenFate = "soil",
    recovery: Fraction,
    lixiviant_use: MassRatio,
    reference_ore: MassRatio,
    strength: MassConcentration,
    liquid_held: VolumePerMass,
    rinse_recovery: Fraction,
    base_use: MassRatio,
    aluminium: Ratio,
    excess: Fraction,
    capture: Fraction,
    liquor_strength: MassConcentration,
    density: Density,
    head: Height,
    pump_efficiency: Fraction,
    electricity: EnergyPerMass,
    reo_content: Fraction,
    nitrous_oxide: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach ion-adsorption clay in place and precipitate a mixed carbonate from the liquor.

    Ammonium or magnesium takes the place of rare earths and aluminium on the clay, charge for
    charge; a base precipitates them, and its cation returns to the field as sulfate::

        2 RE(clay) + 3 (NH4)2SO4 -> 6 NH4(clay) + RE2(SO4)3
        RE2(SO4)3 + 6 NH4HCO3 -> RE2(CO3)3 + 3 (NH4)2SO4 + 3 CO2 + 3 H2O
        Al2(SO4)3 + 6 NH4HCO3 -> 2 Al(OH)3 + 3 (NH4)2SO4 + 6 CO2

    So the exchange itself consumes the base. The sulfate is lost because the ore holds back its
    pore liquid: the poorer the ore, the more of it must be wetted for a kilogram::

        sulfate = liquid held / (grade x recovery) x strength x (1 - rinsed out) - excess of base

    What a field buys of both salts is published per kilogram of oxides, so the sums are parameters;
    that of the sulfate goes with the ore wetted.

    Inside the boundary: lixiviant, pumping, removal of aluminium, precipitation, filtering; the
    nitrogen that stays in the ground.
    Outside: calcination, drilling, land and its restoration.

    Parameters
    ----------
    ore : Feed
        The ore [kg dry], with its exchangeable rare earths, stated under `flows`.
    product : FlowName
        The wet carbonate [kg REO].
    lixiviant : Literal["ammonium sulfate", "magnesium sulfate"]
        The salt of the leach solution.
    precipitant : Literal[ "ammonium bicarbonate", "soda ash", "magnesium bicarbonate" ]
        The base for aluminium and rare earths; magnesium bicarbonate is made from magnesia.
    nitrogen_fate : NitrogenFate
        Where the nitrogen that stays in the ground ends; it chooses `nitrous_oxide`: by the factors
        of managed soil, or none where an acid ore body does not nitrify.
    recovery : Fraction
        Rare earths of the wetted ore that reach the liquor [-].
    lixiviant_use : MassRatio
        Salt of the field bought for the reference ore; the next three may be stated instead
        [kg/kg REO].
    reference_ore : MassRatio
        Ore wetted to which `lixiviant_use` belongs; that of the step, if `lixiviant_use` is stated
        and this is not [kg/kg REO].
    strength : MassConcentration
        Salt in the leach solution [g/L].
    liquid_held : VolumePerMass
        Liquid that the ore holds back [L/kg ore].
    rinse_recovery : Fraction
        Salt of the held liquid that the water rinse brings out again [-].
    base_use : MassRatio
        The base bought; aluminium and excess may be stated instead [kg/kg REO].
    aluminium : Ratio
        Aluminium leached per rare earth [mol/mol].
    excess : Fraction
        Base above stoichiometry; sulfuric acid takes it up when the liquor is made fresh [-].
    capture : Fraction
        CO2 set free that makes magnesium bicarbonate again [-].
    liquor_strength : MassConcentration
        REO in the liquor that comes out [g/L].
    density : Density
        Of the solutions [kg/m3].
    head : Height
        Against which the liquor is pumped back to the field [m].
    pump_efficiency : Fraction
        Work on the liquid over electricity [-].
    electricity : EnergyPerMass
        Stirring, filtering, site, beside the pumping [kWh/kg REO].
    reo_content : Fraction
        REO in the wet carbonate [kg/kg].
    nitrous_oxide : Fraction
        Nitrogen of the ground that becomes N2O [kg N2O-N/kg N].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO in the carbonate; indicators: ore wetted per REO [kg/kg], lixiviant lost
        per REO [kg/kg], base per REO [kg/kg], nitrogen left in the ground [kg/kg], nitrous oxide
        per REO [g/kg], electricity of pumping [kWh/t].

    Raises
    ------
    ModelError
        If the ore holds no rare earths, the cake could hold no water, or the base is less than rare
        earths and aluminium take.

    Notes
    -----
    Valid for a field in steady state whose mother liquor all returns. All salt that is bought ends
    in the ground: on the clay, or in the liquid that is left; it leaves as one waste. If the base
    in excess brings more sulfate than is lost, that remains too. All water held is counted as
    make-up (rain and the moisture of the clay lessen it). Excluded: calcium, magnesium and
    potassium that come off the clay, ammonia to air, losses in precipitation, the later rinse of
    the closed field.

    References
    ----------
    Stoichiometry; IPCC 2019 for N2O; practice: factors/processes/in_situ_leaching.csv.
    """
    check(ore.reo > 0, "ore", f"'{ore.flow}' states no rare earths; give its composition")
    contained = {oxide: share / ore.reo for oxide, share in ore.rare_earths.items()}
    moles = species.moles(contained)
    size = species.one("kg")
    wetted = 1 / (ore.reo * recovery)
    formula, charges = LIXIVIANTS[lixiviant]
    exchanged = 3 * moles * (1 + aluminium)  # charges
    _, base_formula, base_charges, _, _ = REAGENTS[precipitant]
    in_all = base_use / species.mass(base_formula) * base_charges
    surplus = where(base_use > 0, in_all - exchanged, excess * exchanged)
    words = "this is less than rare earths and aluminium take; state the aluminium"
    check(surplus >= 0, "base_use", words)
    pores = wetted * liquid_held
    lost = pores * strength * (1 - rinse_recovery) / species.mass(formula) * charges
    by_parts = maximum(lost - surplus, 0 * lost) / charges * species.mass(formula)
    usual = where(reference_ore > 0, reference_ore, wetted)
    bought = where(lixiviant_use > 0, lixiviant_use * wetted / usual, by_parts)
    base = (exchanged + surplus) / REAGENTS[precipitant][2]
    left = {  # of the salts, by mole; the cation of the base and the lixiviant, and the sulfate
        **_cations(lixiviant, bought / species.mass(formula), precipitant, base),
        "S": bought / species.mass(formula) + surplus / 2,
    }
    nitrogen = left.get("N", 0 * moles) * species.mass("N")
    gas = nitrogen * nitrous_oxide
    rest = {name: n * species.mass(name) for name, n in left.items()}
    rest["N"] = nitrogen - gas
    rest["H"] = 4 * rest["N"] / species.mass("N") * species.mass("H")  # all of it is ammonium
    rest["O"] = 4 * left["S"] * species.mass("O")
    cake = _cake(contained, reo_content)
    pumping = GRAVITY * species.one("m/s^2") * head * density / liquor_strength / pump_efficiency
    kept = pores * (density - strength * (1 - rinse_recovery))  # water of the liquid held back
    ground = sum(rest.values()) + kept
    leached = _leached(ore, recovery)
    return [
        makes(product, size, cake, contained, _carbon_of(precipitant)),
        uses(RESOURCE, size * wetted, ore.elements),
        uses(lixiviant, size * bought),
        *_reagents(precipitant, base, moles, surplus, capture, size, species),
        uses("electricity", size * (pumping + electricity)),
        uses("water", size * (kept + cake[WATER])),
        emits("N2O", size * gas * species.mass("N2O") / species.mass("N2")),
        wastes(
            "salts left in the ground",
            size * ground,
            {**{name: part / ground for name, part in rest.items()}, WATER: kept / ground},
        ),
        wastes("leached ore in the ground", size * wetted, leached),
        wastes(
            "aluminium sludge",
            size * aluminium * moles * species.mass("Al(OH)3"),
            elements("Al(OH)3"),
        ),
        indicator("ore wetted per REO", wetted, "kg/kg"),
        indicator("lixiviant lost per REO", bought, "kg/kg"),
        indicator("base per REO", base * species.mass(REAGENTS[precipitant][1]), "kg/kg"),
        indicator("nitrogen left in the ground", rest["N"], "kg/kg"),
        indicator("nitrous oxide per REO", gas * species.mass("N2O") / species.mass("N2"), "g/kg"),
        indicator("electricity of pumping", pumping, "kWh/t"),
    ]


def _cations(lixiviant: str, salt_moles: Any, precipitant: str, base: Any) -> dict[str, Any]:
    """Return the moles of nitrogen, sodium and magnesium that stay in the ground."""
    total = {"N": 0 * base}
    brought = {"N": 2 * salt_moles} if lixiviant == "ammonium sulfate" else {"Mg": salt_moles}
    cation = REAGENTS[precipitant][4]
    name, per_mole = ("Na", 2) if cation == "Na2" else (cation, 1)
    for element, number in (*brought.items(), (name, per_mole * base)):
        total[element] = total.get(element, 0 * base) + number
    return total


def _carbon_of(precipitant: str) -> str:
    return "carbon dioxide" if precipitant == "magnesium bicarbonate" else precipitant


def _reagents(
    precipitant: str, base: Any, moles: Any, surplus: Any, capture: Any, size: Any, species: Species
) -> list[Exchange]:
    """Return the base, the acid for its excess, and the carbon dioxide."""
    flow, formula, _, carbon, _ = REAGENTS[precipitant]
    brought = base * carbon * species.mass("CO2")
    free = brought - 1.5 * moles * species.mass("CO2")
    bicarbonate = precipitant == "magnesium bicarbonate"
    caught = free * capture if bicarbonate else 0 * free
    return [
        uses(flow, size * base * species.mass(formula)),
        uses("sulfuric acid", size * surplus / 2 * species.mass("H2SO4")),
        *([uses("carbon dioxide", size * (brought - caught))] if bicarbonate else []),
        emits("CO2", size * (free - caught), carbon_of=_carbon_of(precipitant)),
    ]


def _cake(contained: dict[str, Any], reo_content: Any) -> dict[str, Any]:
    """Return the elements of the wet carbonate per kilogram of REO."""
    dry = salt(contained, "CO3", 1.5)
    solids = sum(dry.values())
    water = 1 / reo_content - solids
    check(
        water >= 0,
        "reo_content",
        lambda: f"the water-free carbonate holds {shown(1 / solids, '.1%')} REO, not more",
    )
    return {**dry, WATER: water}


def _leached(ore: Feed, recovery: Any) -> dict[str, Any]:
    """Return the elements of the ore that stays: all but the rare earths that came out."""
    kept = {name: 1 - recovery if name in RARE_EARTHS else 1.0 for name in ore.elements}
    return {name: part * kept[name] for name, part in ore.elements.items()}
