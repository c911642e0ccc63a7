"""Dissolution: carbonate, hydroxide or oxide becomes a chloride or nitrate liquor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER, atoms, metal_of
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.brines import impurities
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
    maximum,
    mixture,
    salt,
    unit_process,
    uses,
    wastes,
)

ACIDS = {"hydrochloric acid": ("HCl", "Cl"), "nitric acid": ("HNO3", "NO3")}


@unit_process(governed_by=("acid", "acid_excess", "reductant", "recovery"))
def dissolution(
    *,
    feed: Feed,
    product: FlowName = "rare earth chloride liquor",
    residue: FlowName = "dissolution residue",
    acid: Literal["hydrochloric acid", "nitric acid"] = "hydrochloric acid",
    reductant: Literal["hydrogen peroxide", "the acid itself"] = "hydrogen peroxide",
    recovery: Fraction,
    acid_excess: Fraction,
    reductant_excess: Fraction,
    capture: Fraction,
    product_water: MassRatio,
    steam: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Dissolve rare-earth carbonate, hydroxide or oxide in acid.

    The elements of the feed say what it is: carbon, hydrogen, or neither (then it is an oxide)::

        RE2(CO3)3 + 6 HCl -> 2 RECl3 + 3 CO2 + 3 H2O      RE(OH)3 + 3 HCl -> RECl3 + 3 H2O
        RE2O3 + 6 HCl -> 2 RECl3 + 3 H2O
        2 CeO2 + 6 HCl + H2O2 -> 2 CeCl3 + O2 + 4 H2O     2 CeO2 + 8 HCl -> 2 CeCl3 + Cl2 + 4 H2O

    Oxides with more oxygen than M2O3 (of Ce, Pr, Tb) need a reductant: two electrons for each
    oxygen atom in excess, from peroxide or from the acid, which then gives off chlorine.

    Inside the boundary: acid, reductant, the carbon dioxide of a carbonate, heat and stirring.
    Outside: making the feed, removal of impurities, treatment of gas and residue.

    Parameters
    ----------
    feed : Feed
        Carbonate, hydroxide or oxide [kg REO].
    product : FlowName
        The liquor [kg REO].
    residue : FlowName
        What does not dissolve, a waste [kg].
    acid : Literal["hydrochloric acid", "nitric acid"]
        Hydrochloric gives a chloride, nitric a nitrate.
    reductant : Literal["hydrogen peroxide", "the acid itself"]
        What takes the oxygen in excess of a higher oxide.
    recovery : Fraction
        Rare earths that dissolve [-].
    acid_excess : Fraction
        Acid above what the rare earths bind; it stays in the liquor as free acid [-].
    reductant_excess : Fraction
        Hydrogen peroxide above stoichiometry; it decomposes to water and oxygen [-].
    capture : Fraction
        CO2 of a carbonate that is captured and leaves as carbon dioxide to be used [-].
    product_water : MassRatio
        Water in the liquor [kg/kg REO].
    steam : HeatPerMass
        Heating of the tanks; none unless stated, for the steam of `solvent_extraction` stands for
        it [GJ/t REO].
    electricity : EnergyPerMass
        Stirring, filtering and fans [kWh/t REO].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO in the feed; indicators: acid per REO [kg/kg], oxygen to be reduced
        [mol/mol].

    Raises
    ------
    ModelError
        If nitric acid is asked to reduce a higher oxide.

    Notes
    -----
    Valid for carbonate, hydroxide and oxide; oxygen of a feed that is no oxide counts as that of
    its anion, and a partly calcined carbonate is taken as its carbon says. The carbon dioxide
    carries the mark of the reagent that brought it (`carbon_of` of the feed). Water that comes with
    the acid is counted as water. The heat of reaction is not credited. Other elements of the feed
    leave as "impurities in wastewater". Excluded: mist and nitrogen oxides.

    References
    ----------
    Stoichiometry; practice: factors/processes/dissolution.csv.
    """
    size = species.one("kg")
    formula, anion = ACIDS[acid]
    moles = species.moles(feed.rare_earths)
    extra = _extra_oxygen(feed, species)
    peroxide = reductant == "hydrogen peroxide"
    if not peroxide and formula == "HNO3":
        words = "nitric acid does not reduce a higher oxide; take peroxide"
        check(extra <= 1e-9 * moles, "reductant", words)
    bound = 3 * moles * recovery
    spent = bound if peroxide else bound + 2 * extra * recovery
    taken = bound * acid_excess + spent
    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    made = recovery * feed.reo
    liquor = salt(contained, anion, 3)
    for element, share in mixture({formula: bound * acid_excess * species.mass(formula)}).items():
        if element in liquor:
            liquor[element] = liquor[element] + share / made
    carbon = feed.elements.get("C", 0.0) * recovery / species.mass("C") * species.mass("CO2")
    undissolved = {
        name: part for name, part in feed.elements.items() if name in (*RARE_EARTHS, "C", "O", "H")
    }
    held = sum(undissolved.values())
    water = made * product_water - feed.elements.get(WATER, 0.0)
    return [
        makes(product, size * made, {**liquor, WATER: product_water}, contained),
        uses(feed.flow, size, feed.elements),
        uses(acid, size * taken * species.mass(formula)),
        *(
            [
                uses(
                    "hydrogen peroxide",
                    size * extra * recovery * (1 + reductant_excess) * species.mass("H2O2"),
                )
            ]
            if peroxide
            else [emits("Cl2", size * extra * recovery * species.mass("Cl2"))]
        ),
        uses("water", size * maximum(water, 0.0)),
        wastes("water", size * maximum(-water, 0.0)),
        uses("steam", size * steam),
        uses("electricity", size * electricity),
        emits("CO2", size * carbon * (1 - capture), carbon_of=feed.carbon_of),
        wastes("carbon dioxide", size * carbon * capture, carbon_of=feed.carbon_of),
        wastes(
            residue,
            size * (1 - recovery) * held,
            {name: part / held for name, part in undissolved.items()},
        ),
        *_impurities(feed, size),
        indicator("acid per REO", taken * species.mass(formula) / made, "kg/kg"),
        indicator("oxygen to be reduced", extra / moles, "mol/mol"),
    ]


def _extra_oxygen(feed: Feed, species: Species) -> Any:
    """Return the oxygen above M2O3 of a feed that is an oxide [mol per unit]."""
    if {"H", "C"} & feed.elements.keys():
        return 0 * species.moles(feed.rare_earths)
    return sum(
        (atoms(oxide)["O"] / atoms(oxide)[metal_of(oxide)] - 1.5) * species.moles({oxide: share})
        for oxide, share in feed.rare_earths.items()
    )


def _impurities(feed: Feed, size: Any) -> list[Exchange]:
    lines = impurities("impurities in wastewater", feed.elements, {"C"})
    return [wastes(line.flow, size * line.amount, line.elements) for line in lines]
