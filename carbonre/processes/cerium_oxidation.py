"""Cerium oxidation: cerium is oxidised in a liquor and leaves it as hydroxide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
from carbonre.unit_process.brines import other_elements, salt_share
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    check,
    emits,
    indicator,
    makes,
    maximum,
    merged,
    salt,
    unit_process,
    uses,
    wastes,
)

# Each oxidant: its formula, and its moles per mole of cerium. Air is free.
OXIDANTS = {"air": ("O2", 0.25), "hydrogen peroxide": ("H2O2", 0.5),
            "sodium hypochlorite": ("NaOCl", 0.5)}  # fmt: skip
BASES = {"ammonia": ("NH3", "NH4"), "caustic soda": ("NaOH", "Na")}
ANIONS = {"Cl": "Cl", "N": "NO3"}
CERIA = "CeO2"


@unit_process(governed_by=("cerium_oxidation", "base", "recovery"))
def cerium_oxidation(
    *,
    feed: Feed,
    product: FlowName = "cerium hydroxide",
    liquor: FlowName = "liquor without cerium",
    cerium_oxidation: Literal["air", "hydrogen peroxide", "sodium hypochlorite"] = "air",
    base: Literal["ammonia", "caustic soda"] = "ammonia",
    brine: Feed = Feed("ammonium chloride brine"),
    recovery: Fraction,
    entrained: Fraction,
    oxidant_excess: Fraction,
    cake_water: MassRatio,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Take cerium out of a chloride or nitrate liquor by oxidising it.

    Of all rare earths cerium alone becomes tetravalent, and its hydroxide precipitates where the
    others stay dissolved::

        4 CeCl3 + O2 + 12 NH3 + 14 H2O     -> 4 Ce(OH)4 + 12 NH4Cl
        2 CeCl3 + H2O2 + 6 NH3 + 6 H2O     -> 2 Ce(OH)4 + 6 NH4Cl
        2 CeCl3 + NaOCl + 6 NaOH + H2O     -> 2 Ce(OH)4 + 7 NaCl

    Nitrate reacts as chloride does.

    Inside the boundary: oxidant, base, stirring, blowing, filtering.
    Outside: dissolving or calcining the hydroxide, treatment of the brine, heating of the tanks.

    Parameters
    ----------
    feed : Feed
        The chloride or nitrate liquor [kg REO]. If it states only its oxides, it is a neutral
        chloride.
    product : FlowName
        The wet hydroxide [kg REO].
    liquor : FlowName
        What stays dissolved [kg REO].
    cerium_oxidation : Literal["air", "hydrogen peroxide", "sodium hypochlorite"]
        The oxidant.
    base : Literal["ammonia", "caustic soda"]
        What takes the acid of the hydrolysis.
    brine : Feed
        A solution of the salt of the base, stated under `flows` [kg].
    recovery : Fraction
        Cerium that precipitates [kg/kg].
    entrained : Fraction
        Share of each other rare earth that precipitates with it [kg/kg].
    oxidant_excess : Fraction
        Oxidant above stoichiometry; it decomposes [mol/mol].
    cake_water : MassRatio
        Water in the cake [kg/kg REO].
    electricity : EnergyPerMass
        Stirrers, blowers, filters [kWh/t REO fed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO fed; indicators: oxidant per ceria [kg/kg].

    Raises
    ------
    ModelError
        If the liquor holds no cerium, the brine is not the salt of the base, or hypochlorite would
        bring sodium chloride into another brine.

    Notes
    -----
    Valid for chloride and nitrate liquors. Free acid of the liquor takes base too. Liquor and brine
    are one water in the plant, and are accounted as two. GB 29435 sets no limit for this step
    alone: it is part of the oxides from the liquor. Excluded: permanganate, electrolytic oxidation,
    extraction of tetravalent cerium and its reduction on stripping, losses of rare earths.

    References
    ----------
    Stoichiometry; values: factors/processes/cerium_oxidation.csv.
    """
    atom = "N" if "N" in feed.elements and "Cl" not in feed.elements else "Cl"
    anion = ANIONS[atom]
    held = feed.elements if atom in feed.elements else salt(feed.rare_earths, "Cl", 3)
    words = f"'{feed.flow}' holds no cerium; state its composition under 'flows'"
    check(feed.rare_earths.get(CERIA, 0.0) > 0, "feed", words)
    formula, each = OXIDANTS[cerium_oxidation]
    sodium = cerium_oxidation == "sodium hypochlorite"
    if sodium and (base != "caustic soda" or atom != "Cl"):
        words = "hypochlorite leaves sodium chloride: take caustic soda, in a chloride liquor"
        raise ModelError("cerium_oxidation", words)

    taken = {o: x * (recovery if o == CERIA else entrained) for o, x in feed.rare_earths.items()}
    rest = {oxide: share - taken[oxide] for oxide, share in feed.rare_earths.items()}
    cerium = taken[CERIA] / species.oxide_mass(CERIA)
    others = sum(share / species.oxide_mass(oxide) for oxide, share in rest.items())
    oxidant = cerium * each * (1 + oxidant_excess)
    spare = oxidant - cerium * each
    bought = [
        uses(cerium_oxidation, oxidant * species.mass(formula)),
        emits("O2", spare / 2 * species.mass("O2")),
    ]
    if cerium_oxidation == "air":
        bought = []
    left = held[atom] / species.mass(atom) - 3 * others  # anions that meet base
    reagent, cation = BASES[base]
    salty = left + oxidant if sodium else left
    effluent = salty * species.mass(f"{cation}{anion}") / salt_share(brine, f"{cation}{anion}")
    made, stays = sum(taken.values()), sum(rest.values())
    shares = {oxide: share / made for oxide, share in taken.items()}
    kept = {oxide: share / stays for oxide, share in rest.items()}
    alone = {oxide: x for oxide, x in shares.items() if oxide != CERIA}
    cake = merged(salt({CERIA: shares[CERIA]}, "OH", 4), salt(alone, "OH", 3))
    passed = other_elements(held, {atom})
    dissolved = merged(salt(kept, anion, 3), {name: x / stays for name, x in passed.items()})
    water = held.get(WATER, 0.0)
    need = made * cake_water + effluent * brine.elements.get(WATER, 0.0) - water * (1 - stays)
    return [
        makes(product, made, {**cake, WATER: cake_water}, shares),
        makes(liquor, stays, {**dissolved, WATER: water}, kept),
        uses(feed.flow, 1.0, held),
        uses(base, left * species.mass(reagent)),
        *bought,
        uses("electricity", electricity),
        uses("water", maximum(need, 0.0)),
        wastes("water", maximum(-need, 0.0)),
        wastes(brine.flow, effluent, brine.elements),
        indicator("oxidant per ceria", oxidant * species.mass(formula) / taken[CERIA], "kg/kg"),
    ]
