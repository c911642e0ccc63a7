"""Acid leaching of lean solids: phosphogypsum, ash, red mud or heaps with dilute sulfuric acid."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, metal_of
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    MassRatio,
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
    minimum,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)
from carbonre.unit_process.sulfate_liquors import OXALIC, Liquor, hydroxide, oxalate

# Rare earths whose double sulfates stay dissolved in part.
HEAVY = frozenset({"Sc", "Y", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu"})


@unit_process(
    governed_by=("liquid_to_solid", "acid_strength", "acid_recycled", "feed", "precipitation"),
    balanced=BALANCED | {"Al", "Fe"},
)
def acid_leaching(
    *,
    feed: Feed = Feed("phosphogypsum"),
    product: FlowName = "rare earth leach liquor",
    residue: FlowName = "leached solid",
    purge: FlowName = "acid purge",
    precipitation: Literal["none", "double sulfate", "oxalate"] = "none",
    recovery: Fraction,
    liquid_to_solid: MassRatio,
    acid_strength: Fraction,
    acid_recycled: Fraction,
    gangue_acid: MassRatio,
    aluminium_dissolved: Fraction,
    iron_dissolved: Fraction,
    gypsum_dissolved: MassRatio,
    concentration: Ratio,
    light_yield: Fraction,
    heavy_yield: Fraction,
    oxalic_excess: Fraction,
    sodium_sulfate: Ratio,
    sodium_sulfate_returned: Fraction,
    leach_rise: Temperature,
    heat_capacity: HeatCapacity,
    heat_recovered: Fraction,
    residue_moisture: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach a lean solid with dilute sulfuric acid, and precipitate what dissolves.

    So little is in the solid that the acid of the liquor, not that of the reactions, decides: per
    rare earth it is liquid to solid times strength, over grade times recovery, less what returns::

        acid = liquid_to_solid x acid_strength x (1 - acid_recycled) + carbonate + metals + gangue
        CaCO3 + H2SO4 + H2O -> CaSO4(H2O)2 + CO2     Al2O3 + 3 H2SO4 -> Al2(SO4)3 + 3 H2O

    The rare earths stay in the liquor (for ion exchange or extraction), or fall out as oxalate, or
    as double sulfate that caustic soda turns to hydroxide; dissolved gypsum takes oxalic acid too::

        RE2(SO4)3 + 3 H2C2O4 -> RE2(C2O4)3 + 3 H2SO4     CaSO4 + H2C2O4 -> CaC2O4 + H2SO4
        RE2(SO4)3 + Na2SO4 + 2 H2O -> 2 NaRE(SO4)2(H2O)
        NaRE(SO4)2 + 3 NaOH -> RE(OH)3 + 2 Na2SO4

    Inside the boundary: acid, water, heat and stirring of the leach; reagents of precipitation.
    Outside: neutralising the purge (`lime_neutralisation`), storing the solid (`residue_storage`),
    ion exchange, calcination.

    Parameters
    ----------
    feed : Feed
        The solid, by its assay: rare earths, carbon of carbonate, Ca, Al, Fe, S [kg dry].
    product : FlowName
        Liquor, oxalate or hydroxide [kg REO].
    residue : FlowName
        The leached solid, a waste [kg wet].
    purge : FlowName
        The liquor after precipitation that does not return, a waste [kg]; its composition, with
        its free acid, is computed.
    precipitation : Literal["none", "double sulfate", "oxalate"]
        What is done with the liquor; with ``none`` it is the product.
    recovery : Fraction
        Rare earths that dissolve [-].
    liquid_to_solid : MassRatio
        Leach liquor per solid; of a heap, all that trickles through it [kg/kg dry solid].
    acid_strength : Fraction
        H2SO4 in that liquor, above what the gangue takes [kg/kg].
    acid_recycled : Fraction
        Share of the liquor, with its acid, that is used again [-].
    gangue_acid : MassRatio
        Acid that gangue takes besides carbonate, aluminium and iron; it stays as sulfate in the
        solid [kg/kg dry solid].
    aluminium_dissolved : Fraction
        Aluminium of the solid that dissolves [-].
    iron_dissolved : Fraction
        Iron of the solid that dissolves, counted as Fe(III) [-].
    gypsum_dissolved : MassRatio
        Calcium sulfate in the liquor, at most what the solid holds [g/kg liquor].
    concentration : Ratio
        Leach liquor over liquor that is precipitated: above 1 where ion exchange stands between,
        and leaves that much of the calcium behind [-].
    light_yield : Fraction
        Dissolved light rare earths, lanthanum to europium, that precipitate [-].
    heavy_yield : Fraction
        The other dissolved rare earths that precipitate, scandium and yttrium among them [-].
    oxalic_excess : Fraction
        Oxalic acid above what the rare earths take [mol/mol].
    sodium_sulfate : Ratio
        Sodium sulfate over what the double sulfate takes by stoichiometry [mol/mol].
    sodium_sulfate_returned : Fraction
        Share of the sodium sulfate of the hydroxide liquor that precipitates again [-].
    leach_rise : Temperature
        By how much the liquor is heated [K].
    heat_capacity : HeatCapacity
        Of the liquor [kJ/kg/K].
    heat_recovered : Fraction
        Share of that heat that the outgoing liquor gives back [-].
    residue_moisture : Fraction
        Water in the wet solid [kg/kg].
    electricity : EnergyPerMass
        Pumps, stirrers and filters [kWh/t dry solid].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry solid; indicators: acid per REO leached [kg/kg], water per REO leached
        [kg/kg], mineral CO2 per REO leached [kg/kg], free acid not returned per REO leached
        [kg/kg], oxalic acid for calcium per REO leached [kg/kg].

    Raises
    ------
    ModelError
        If the solid states no rare earths; if the liquor has less acid than its rare earths take,
        or less is left than returns; if the solid holds less than what leaves it.

    Notes
    -----
    Valid for dilute sulfuric acid, below some 20 %, on solids of less than some 5 % REO. All carbon
    of the solid counts as carbonate, and all of it dissolves. Acid in the moisture of the leached
    solid is counted with the purge. Excluded: silica gel, phosphoric acid and fluorine of
    phosphogypsum, radium, sodium and potassium of ash, making the ion exchanger; rare earths that
    precipitate with gypsum are in `recovery`. Oxalate from a liquor that is saturated with gypsum
    is for the greater part calcium oxalate where the solid is lean, and lime when it is calcined:
    amounts are in REO, and the CO2 of that lime counts; `concentration` is what takes it away.

    References
    ----------
    Liang 2017 as used by REEPS, for phosphogypsum; double sulfate: SIPS 2017; oxalate of sulfate
    liquor: Klemettinen; stoichiometry; values: factors/processes/acid_leaching.csv.
    """
    size = species.one("kg")
    reo = feed.reo
    check(reo > 0, "feed", f"'{feed.flow}' states no rare earths; give its assay under 'flows'")
    carbonate, calcium, sulfur, aluminium, iron = (
        feed.elements.get(name, 0.0) / species.mass(name) for name in ("C", "Ca", "S", "Al", "Fe")
    )
    leached = {oxide: recovery * part for oxide, part in feed.rare_earths.items()}
    atoms = {
        oxide: recovery * species.moles({oxide: part}) for oxide, part in feed.rare_earths.items()
    }
    taken = 1.5 * sum(atoms.values())
    supplied = liquid_to_solid * acid_strength / species.mass("H2SO4")
    words = "the liquor has less acid than the sulfates of its rare earths take"
    check(supplied >= taken, "acid_strength", words)
    _check_recycled(acid_recycled, supplied, taken)
    alumina, ferric = aluminium_dissolved * aluminium / 2, iron_dissolved * iron / 2
    held = carbonate + gangue_acid / species.mass("H2SO4")
    gypsum = minimum(gypsum_dissolved * liquid_to_solid / species.mass("CaSO4"), calcium)
    words = "more gypsum dissolves than the sulfur of the solid and of its acid makes"
    check(sulfur + held >= gypsum, "gypsum_dissolved", words)

    kept = 1 - acid_recycled
    free = kept * supplied - taken
    water = kept * liquid_to_solid * (1 - acid_strength)
    sulfates = {"CaSO4": gypsum, "Al2(SO4)3": alumina, "Fe2(SO4)3": ferric}
    liquor = Liquor(leached, atoms, {"H2SO4": free, **sulfates}, water)
    yields = {oxide: heavy_yield if metal_of(oxide) in HEAVY else light_yield for oxide in leached}
    lost_calcium = 0 * gypsum
    if precipitation == "oxalate":
        lost_calcium = gypsum / concentration
        lines = oxalate(product, purge, liquor, yields, lost_calcium, oxalic_excess, species)
    elif precipitation == "double sulfate":
        salts = (sodium_sulfate, sodium_sulfate_returned)
        lines = hydroxide(product, purge, liquor, yields, salts, species)
    else:
        made = sum(leached.values())
        content = {name: part / made for name, part in liquor.elements(species).items()}
        shares = {oxide: part / made for oxide, part in leached.items()}
        lines = [makes(product, made, content, shares)]

    fresh = kept * supplied + held + 3 * (alumina + ferric)
    dioxide = carbonate * species.mass("CO2")
    gone = {"CaSO4": gypsum, "Al2O3": alumina, "Fe2O3": ferric}
    solid, dry = _leached_solid(feed, recovery, gone, held, species)
    wet = dry / (1 - residue_moisture)
    solid[WATER] = wet - dry
    heat = liquid_to_solid * heat_capacity * leach_rise * (1 - heat_recovered)
    per_reo = sum(leached.values())
    oxalic = lost_calcium * species.mass(OXALIC)
    return [
        *(dataclasses.replace(line, amount=size * line.amount) for line in lines),
        uses(feed.flow, size, feed.elements),
        uses("sulfuric acid", size * fresh * species.mass("H2SO4")),
        uses("water", size * (water + wet - dry)),
        uses("steam", size * heat),
        uses("electricity", size * electricity),
        emits("CO2", size * dioxide),
        wastes(residue, size * wet, {name: part / wet for name, part in solid.items()}),
        indicator("acid per REO leached", fresh * species.mass("H2SO4") / per_reo, "kg/kg"),
        indicator("water per REO leached", water / per_reo, "kg/kg"),
        indicator("mineral CO2 per REO leached", dioxide / per_reo, "kg/kg"),
        indicator(
            "free acid not returned per REO leached",
            free * species.mass("H2SO4") / per_reo,
            "kg/kg",
        ),
        indicator("oxalic acid for calcium per REO leached", oxalic / per_reo, "kg/kg"),
    ]


def _leached_solid(
    feed: Feed, recovery: Any, gone: Mapping[str, Any], held: Any, species: Species
) -> tuple[dict[str, Any], Any]:
    """Return the elements and the mass of the dry solid after the leach, per kg before.

    Parameters
    ----------
    recovery : share
        Rare earths that dissolve [-].
    gone : mapping
        Gypsum, alumina and iron oxide that dissolve, by formula [mol/kg].
    held : amount of substance
        Sulfate that carbonate and gangue take up [mol/kg].
    """
    carbon, calcium, sulfur, aluminium, iron = (
        feed.elements.get(name, 0.0) for name in ("C", "Ca", "S", "Al", "Fe")
    )
    dioxide = carbon / species.mass("C") * species.mass("CO2")
    dissolved = sum(n * species.mass(name) for name, n in gone.items())
    dry = 1 - dioxide - recovery * feed.reo - dissolved + held * species.mass("SO3")
    check(dry > 0 * dry, "feed", "less than nothing is left of the solid; correct its assay")
    solid = {
        **feed.elements,
        **{name: part * (1 - recovery) for name, part in salt(feed.rare_earths).items()},
        "C": 0 * dioxide,
        "Ca": calcium - gone["CaSO4"] * species.mass("Ca"),
        "S": sulfur + (held - gone["CaSO4"]) * species.mass("S"),
        "Al": aluminium - 2 * gone["Al2O3"] * species.mass("Al"),
        "Fe": iron - 2 * gone["Fe2O3"] * species.mass("Fe"),
    }
    return solid, dry


def _check_recycled(acid_recycled: Any, supplied: Any, taken: Any) -> None:
    check(
        acid_recycled * supplied <= supplied - taken,
        "acid_recycled",
        lambda: (
            f"at most {shown(1 - taken / supplied, '.1%')} of the acid is left in the liquor; "
            "the rest is in its rare-earth sulfate"
        ),
    )
