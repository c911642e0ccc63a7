"""Battery recycling: electrodes of NiMH cells give a nickel-cobalt liquor and rare earths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, Ratio
from carbonre.unit_process.alloys import METALS
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
    merged,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
)

# Metals that dilute sulfuric acid dissolves, with the charge of their ions.
CHARGES = {"Ni": 2, "Co": 2, "Mn": 2, "Fe": 2, "Zn": 2, "Mg": 2, "Al": 3, "Na": 1, "K": 1}


@unit_process(
    governed_by=("feed", "acid_excess", "steam", "electricity", "rare_earths_as"),
    balanced=METALS | {"K"},
)
def battery_recycling(
    *,
    feed: Feed = Feed("NiMH electrode material"),
    product: FlowName = "nickel cobalt liquor",
    rare_earth_product: FlowName = "recycled rare earth hydroxide",
    rare_earths_as: Literal["hydroxide", "double sulfate"] = "hydroxide",
    residue: FlowName = "battery leach residue",
    effluent: FlowName = "sodium sulfate effluent",
    nickel_recovery: Fraction,
    cobalt_recovery: Fraction,
    rare_earth_recovery: Fraction,
    others_dissolved: Fraction,
    acid_excess: Fraction,
    sodium_sulfate: Ratio,
    precipitation_yield: Fraction,
    caustic_excess: Fraction,
    sodium_sulfate_returned: Fraction,
    steam: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach NiMH electrodes with sulfuric acid and part rare earths from nickel by double sulfate.

    The acid dissolves alloy and hydroxide alike; metal gives hydrogen. Caustic soda takes the free
    acid, and its sodium sulfate, with more of it, throws the rare earths down::

        RE + 1.5 H2SO4 -> 0.5 RE2(SO4)3 + 1.5 H2      Ni(OH)2 + H2SO4 -> NiSO4 + 2 H2O
        RE2(SO4)3 + Na2SO4 + 2 H2O -> 2 NaRE(SO4)2(H2O)
        NaRE(SO4)2 + 3 NaOH -> RE(OH)3 + 2 Na2SO4

    Two products leave, and which of them carries the burden is a choice that decides: by mass
    nickel carries most of it, by value nearly all, by the mass of a rare earth nearly nothing.

    Inside the boundary: leaching, filtering, precipitation, conversion to hydroxide.
    Outside: collecting, discharging and opening cells; iron, aluminium and zinc out of the liquor;
    nickel and cobalt salts; separation of the rare earths; neutralising the effluent, whose
    sulfate `bipolar_electrodialysis` splits only if it is free of caustic soda.

    Parameters
    ----------
    feed : Feed
        Electrode material by elements, its O and H those of hydroxide [kg dry].
    product : FlowName
        The liquor with all that dissolves but the rare earths, measured as the nickel and cobalt in
        it [kg].
    rare_earth_product : FlowName
        Hydroxide or double sulfate [kg REO].
    rare_earths_as : Literal["hydroxide", "double sulfate"]
        Whether the double sulfate is converted by caustic soda.
    residue : FlowName
        What does not dissolve [kg dry].
    effluent : FlowName
        Liquor of the conversion, measured as its sodium sulfate and soda [kg].
    nickel_recovery : Fraction
        Nickel that dissolves [kg/kg].
    cobalt_recovery : Fraction
        Cobalt that dissolves [kg/kg].
    rare_earth_recovery : Fraction
        Rare earths that dissolve [kg/kg].
    others_dissolved : Fraction
        Manganese, iron, zinc, magnesium, aluminium, sodium and potassium that dissolve [kg/kg].
    acid_excess : Fraction
        Acid above what the metals take [mol/mol].
    sodium_sulfate : Ratio
        Sodium sulfate in the precipitation over what the double sulfate takes [mol/mol].
    precipitation_yield : Fraction
        Rare earths in the double sulfate over those dissolved [kg/kg].
    caustic_excess : Fraction
        Caustic soda above what the conversion takes [mol/mol].
    sodium_sulfate_returned : Fraction
        Sodium sulfate of the conversion that precipitates again [mol/mol].
    steam : HeatPerMass
        Heat of leaching and precipitation [MJ/kg feed].
    electricity : EnergyPerMass
        Milling, stirring, filtering [kWh/kg feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of feed; indicators: acid per feed [kg/kg], caustic soda per REO made [kg/kg],
        sodium sulfate in the liquor per nickel and cobalt [kg/kg], rare earths recovered [%].

    Raises
    ------
    ModelError
        If the feed holds no rare earth, or no nickel and cobalt, or the sodium sulfate is less than
        the double sulfate takes.

    Notes
    -----
    Valid for electrodes of AB5 alloy and nickel hydroxide, without steel cans. Hydrogen is that of
    the metal which the oxygen of the feed leaves unbound: all of it, if the feed states no oxygen.
    Copper and carbon stay undissolved. Excluded: water, which stirs and washes; heat of
    dissolution, which metal gives off in plenty; oxidant for slow nickel oxide; iron and aluminium
    that precipitate with the rare earths. Batteries come free of burden (cut-off).

    References
    ----------
    Stoichiometry; Otron et al. 2025; Pietrelli et al. 2002; SIPS 2017; values:
    factors/processes/battery_recycling.csv.
    """
    words = f"'{feed.flow}' holds no rare earth; state its composition under 'flows'"
    check(feed.reo > 0, "feed", words)
    words = "the double sulfate takes more sodium sulfate than that: 1 is the least"
    check(sodium_sulfate >= 1, "sodium_sulfate", words)
    shares = dict.fromkeys(CHARGES, others_dissolved)
    shares |= {"Ni": nickel_recovery, "Co": cobalt_recovery}
    metals = {el: feed.elements[el] * shares[el] for el in CHARGES if el in feed.elements}
    made = metals.get("Ni", 0.0) + metals.get("Co", 0.0)
    check(made > 0, "feed", f"no nickel or cobalt of '{feed.flow}' dissolves")

    rare_earths = {oxide: part * rare_earth_recovery for oxide, part in feed.rare_earths.items()}
    dissolved = species.moles(feed.rare_earths) * rare_earth_recovery
    won = dissolved * precipitation_yield
    charges = sum(CHARGES[el] * part / species.mass(el) for el, part in metals.items())
    bound = charges / 2 + 1.5 * dissolved  # moles of sulfate that the metals take
    free = bound * acid_excess
    converted = rare_earths_as == "hydroxide"
    returned = sodium_sulfate_returned * 2 * won if converted else 0 * won
    bought = maximum(sodium_sulfate * 0.5 * dissolved - free - returned, 0 * won)
    left = {  # besides the sulfates of the metals
        "Na2SO4": (free + returned + bought - 0.5 * won) * species.mass("Na2SO4"),
        "SO4": (bound - 1.5 * won) * species.mass("SO4"),
    }
    lost = {oxide: part * (1 - precipitation_yield) for oxide, part in rare_earths.items()}
    liquor = merged(metals, salt(lost), mixture(left))
    reo = sum(rare_earths.values()) * precipitation_yield
    contained = {oxide: part / feed.reo for oxide, part in feed.rare_earths.items()}
    soda = 3 * won * (1 + caustic_excess) if converted else 0 * won
    caustic = (2 * free + soda) * species.mass("NaOH")
    hydrogen = charges / 2 + 1.5 * dissolved - _oxygen(feed, species)
    size = species.one("kg")
    return [
        makes(
            product,
            size * made,
            {el: part / made for el, part in liquor.items()},
            {oxide: part / made for oxide, part in lost.items()},
        ),
        makes(rare_earth_product, size * reo, _cake(contained, converted, species), contained),
        uses(feed.flow, size, feed.elements),
        uses("sulfuric acid", size * (bound + free) * species.mass("H2SO4")),
        uses("caustic soda", size * caustic),
        uses("sodium sulfate", size * bought * species.mass("Na2SO4")),
        uses("steam", size * steam),
        uses("electricity", size * electricity),
        emits("H2", size * maximum(hydrogen, 0 * hydrogen) * species.mass("H2")),
        *(
            _effluent(effluent, size, 2 * won - returned, soda - 3 * won, species)
            if converted
            else []
        ),
        _residue(residue, feed, metals, rare_earth_recovery, size),
        indicator("acid per feed", (bound + free) * species.mass("H2SO4"), "kg/kg"),
        indicator("caustic soda per REO made", caustic / reo, "kg/kg"),
        indicator(
            "sodium sulfate in the liquor per nickel and cobalt", left["Na2SO4"] / made, "kg/kg"
        ),
        indicator("rare earths recovered", rare_earth_recovery * precipitation_yield, "%"),
    ]


def _oxygen(feed: Feed, species: Species) -> Any:
    """Return the hydrogen that the oxygen of the feed keeps from being set free [mol per unit]."""
    oxygen, hydrogen = (feed.elements.get(el, 0.0) / species.mass(el) for el in ("O", "H"))
    return oxygen - hydrogen / 2


def _cake(contained: Mapping[str, Any], converted: bool, species: Species) -> dict[str, Any]:
    """Return the elements of the hydroxide or double sulfate [kg/kg REO]."""
    if converted:
        return salt(contained, "OH", 3)
    moles = species.moles(contained)
    rest = {"Na": moles * species.mass("Na"), "H2O": moles * species.mass("H2O")}
    return merged(salt(contained, "SO4", 2), rest)


def _effluent(flow: str, size: Any, sulfate: Any, soda: Any, species: Species) -> list[Exchange]:
    """Return the liquor of the conversion, dry: sodium sulfate and spare soda."""
    parts = {"Na2SO4": sulfate * species.mass("Na2SO4"), "NaOH": soda * species.mass("NaOH")}
    amount = sum(parts.values())
    whole = maximum(amount, 1e-12 + 0 * amount)
    return [
        wastes(flow, size * amount, mixture({name: part / whole for name, part in parts.items()}))
    ]


def _residue(
    flow: str, feed: Feed, metals: Mapping[str, Any], recovery: Any, size: Any
) -> Exchange:
    """Return what stays: what does not dissolve, and all of the other elements; dry."""
    parts = {el: part for el, part in feed.elements.items() if el not in ("O", "H", WATER)}
    parts |= {el: parts[el] - gone for el, gone in metals.items()}
    parts |= {el: part * (1 - recovery) for el, part in parts.items() if el in RARE_EARTHS}
    oxides = {oxide: part * (1 - recovery) for oxide, part in feed.rare_earths.items()}
    amount = sum(parts.values())
    whole = maximum(amount, 1e-12 + 0 * amount)
    return wastes(
        flow,
        size * amount,
        {el: part / whole for el, part in parts.items()},
        {oxide: part / whole for oxide, part in oxides.items()},
    )
