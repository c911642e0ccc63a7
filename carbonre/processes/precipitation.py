"""Precipitation: a rare-earth liquor gives a wet cake of carbonate or oxalate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, Species, elements
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass
from carbonre.unit_process.brines import impurities, salt_share
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
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)

Reagent = Literal["ammonium bicarbonate", "soda ash", "oxalic acid", "magnesium bicarbonate"]
# What is bought, its formula, the charges of anion that a mole of it binds, and its carbon.
REAGENTS = {
    "ammonium bicarbonate": ("ammonium bicarbonate", "NH4HCO3", 1, 1),
    "soda ash": ("soda ash", "Na2CO3", 2, 1),
    "oxalic acid": ("oxalic acid", "H2C2O4(H2O)2", 2, 2),
    "magnesium bicarbonate": ("magnesia", "MgO", 2, 2),
}
# Of each anion: its charge, its acid, that acid's formula, and for each reagent the salt of the
# brine with the anions in a mole of it.
ANIONS = {
    "Cl": (1, "hydrochloric acid", "HCl", {
        "ammonium bicarbonate": ("NH4Cl", 1),
        "soda ash": ("NaCl", 1),
        "oxalic acid": ("HCl", 1),
        "magnesium bicarbonate": ("MgCl2", 2),
    }),
    "N": (1, "nitric acid", "HNO3", {
        "ammonium bicarbonate": ("NH4NO3", 1),
        "soda ash": ("NaNO3", 1),
        "oxalic acid": ("HNO3", 1),
        "magnesium bicarbonate": ("Mg(NO3)2", 2),
    }),
    "S": (2, "sulfuric acid", "H2SO4", {
        "ammonium bicarbonate": ("(NH4)2SO4", 1),
        "soda ash": ("Na2SO4", 1),
        "oxalic acid": ("H2SO4", 1),
        "magnesium bicarbonate": ("MgSO4", 1),
    }),
}  # fmt: skip


@unit_process(governed_by=("reagent", "excess", "capture"))
def precipitation(
    *,
    feed: Feed,
    product: FlowName = "mixed rare earth carbonate",
    reagent: Reagent = "ammonium bicarbonate",
    brine: Feed = Feed("ammonium chloride brine"),
    excess: Fraction,
    reo_content: Fraction,
    capture: Fraction,
    electricity: EnergyPerMass,
    steam: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Precipitate rare-earth carbonate or oxalate from a chloride, nitrate or sulfate liquor.

    By bicarbonate, soda, oxalic acid, or magnesium bicarbonate made on site; nitrate and sulfate
    react as chloride does, charge for charge, and leave as salts of ammonium, sodium or magnesium::

        RECl3 + 3 NH4HCO3    -> 1/2 RE2(CO3)3 + 3 NH4Cl   + 1.5 CO2 + 1.5 H2O
        RECl3 + 1.5 Na2CO3   -> 1/2 RE2(CO3)3 + 3 NaCl
        RECl3 + 1.5 H2C2O4   -> 1/2 RE2(C2O4)3 + 3 HCl
        1.5 MgO + 3 CO2 + 1.5 H2O -> 1.5 Mg(HCO3)2
        RECl3 + 1.5 Mg(HCO3)2 -> 1/2 RE2(CO3)3 + 1.5 MgCl2 + 1.5 CO2 + 1.5 H2O

    Inside the boundary: reagent, making the magnesium bicarbonate, washing and filtering the cake.
    Outside: calcination, treatment of the brine, making hot water or steam.

    Parameters
    ----------
    feed : Feed
        The chloride, nitrate or sulfate liquor [kg REO]. If it states only its oxides, it is a
        neutral chloride.
    product : FlowName
        The wet cake: carbonate, or oxalate if the reagent is oxalic acid [kg REO].
    reagent : Reagent
        Magnesium bicarbonate is made on site from magnesia and carbon dioxide.
    brine : Feed
        The mother liquor with the wash water: a solution of the one salt of the anion that the
        reagent leaves (of the acid after oxalic acid), stated under `flows` [kg].
    excess : Fraction
        Reagent above what the anion of the feed asks for [mol/mol].
    reo_content : Fraction
        REO in the wet cake; the rest is carbonate or oxalate, and water [kg/kg].
    capture : Fraction
        CO2 set free in the tanks that is captured: it makes magnesium bicarbonate again, or leaves
        as carbon dioxide to be used [kg/kg].
    electricity : EnergyPerMass
        Stirring, pumping and filtering [kWh/t REO].
    steam : HeatPerMass
        Heating of the tanks and of the wash water; none unless stated, for the steam of
        `solvent_extraction` stands for it [GJ/t REO].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO; indicators: water in the cake [kg/kg].

    Raises
    ------
    ModelError
        If the cake would hold less than no water, the brine is not the salt of the reagent, or a
        sulfate liquor has less sulfate than its metals.

    Notes
    -----
    Valid for liquors of one anion: chloride, nitrate or sulfate. Free acid of the feed takes
    reagent too. Excess bicarbonate or soda meets acid of the liquor's anion before it leaves, and
    gives salt and CO2. Nitrate brines are oxidisers: they are sold as solution or denitrified,
    never boiled dry. Excess oxalic acid leaves as "oxalic acid in wastewater", other elements of
    the feed as "impurities in wastewater", magnesium of a sulfate liquor with its sulfate. All
    carbon of bicarbonate and soda is that of the bought reagent, and its factor says whether it was
    counted there; CO2 for magnesium bicarbonate is the plant's own or bought. Water that the brine,
    as stated, cannot carry leaves as water for use elsewhere: state the brine as weak as it is.
    Excluded: losses of rare earths with the mother liquor (they are in the recovery of the
    separation), anion that stays in the cake, water set free by the reactions.

    References
    ----------
    Stoichiometry. Excess and cake: factors/processes/precipitation.csv.
    """
    moles = species.moles(feed.rare_earths)
    atom = next((name for name in ANIONS if name in feed.elements), "Cl")
    liquor = feed.elements if atom in feed.elements else salt(feed.rare_earths, "Cl", 3)
    charge, acid, acid_formula, salts = ANIONS[atom]
    flow, formula, binds, _ = REAGENTS[reagent]
    anions, others = _anions(feed, atom, liquor, moles, species)
    charges = anions * charge
    cake = _cake(feed, reagent, reo_content)
    lines = [
        makes(product, 1.0, cake, feed.rare_earths, carbon_of=_carbon_of(reagent)),
        uses(feed.flow, 1.0, elements=liquor),
        uses(flow, charges * (1 + excess) / binds * species.mass(formula)),
    ]
    if reagent == "oxalic acid":
        spare = charges * (1 + excess) / binds - 1.5 * moles
        flow = "oxalic acid in wastewater"
        spare = spare * species.mass(formula)
        lines.append(wastes(flow, spare, elements=elements(formula)))
    else:
        lines.append(uses(acid, anions * excess * species.mass(acid_formula)))
        lines += _carbonic(reagent, charges, excess, moles, capture, species)
        anions = anions * (1 + excess)
    left, each = salts[reagent]
    effluent = anions / each * species.mass(left) / salt_share(brine, left)
    water = effluent * brine.elements.get(WATER, 0.0) + cake[WATER] - liquor.get(WATER, 0.0)
    return [
        *lines,
        uses("electricity", electricity),
        uses("steam", steam),
        uses("water", maximum(water, 0.0)),
        wastes(brine.flow, effluent, elements=brine.elements),
        wastes("water", maximum(-water, 0.0)),
        *impurities("impurities in wastewater", others, set()),
        indicator("water in the cake", cake[WATER], "kg/kg"),
    ]


def _carbon_of(reagent: Reagent) -> str:
    return "carbon dioxide" if reagent == "magnesium bicarbonate" else reagent


def _anions(
    feed: Feed, atom: str, liquor: Mapping[str, Any], moles: Any, species: Species
) -> tuple[Any, dict[str, Any]]:
    """Return the anions of rare earths and free acid [mol], and the elements besides them [kg]."""
    others = {name: part for name, part in liquor.items() if name != atom}
    anions = liquor[atom] / species.mass(atom)
    if atom == "S":
        magnesium = liquor.get("Mg", 0.0) / species.mass("Mg")
        anions = anions - magnesium
        words = f"'{feed.flow}' holds less sulfate than its metals bind"
        check(anions >= moles * (1.5 - 1e-6), "feed", words)
        if "Mg" in liquor:
            others["S"] = magnesium * species.mass("S")
    return anions, others


def _carbonic(
    reagent: Reagent, charges: Any, excess: Any, moles: Any, capture: Any, species: Species
) -> list[Exchange]:
    """Return the carbon dioxide: brought, set free and caught."""
    _, _, binds, carbon = REAGENTS[reagent]
    brought = charges * (1 + excess) / binds * carbon
    free = brought - 1.5 * moles
    caught, lost = free * capture * species.mass("CO2"), free * (1 - capture) * species.mass("CO2")
    source = _carbon_of(reagent)
    lines = [emits("CO2", lost, carbon_of=source)]
    if reagent == "magnesium bicarbonate":
        return [*lines, uses("carbon dioxide", brought * species.mass("CO2") - caught)]
    return [*lines, wastes("carbon dioxide", caught, carbon_of=source)]


def _cake(feed: Feed, reagent: Reagent, reo_content: Any) -> dict[str, Any]:
    """Return the elements of the wet cake per kilogram of REO; the water is what is left over."""
    anion = "C2O4" if reagent == "oxalic acid" else "CO3"
    dry = salt(feed.rare_earths, anion, 1.5)
    solids = sum(dry.values())
    water = 1 / reo_content - solids
    check(
        water >= 0,
        "reo_content",
        lambda: f"the water-free cake holds {shown(1 / solids, '.1%')} REO, not more",
    )
    return {**dry, WATER: water}
