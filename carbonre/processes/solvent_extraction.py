"""Solvent extraction: a rare-earth chloride liquor is cut into chlorides of the products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, Species, elements
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.brines import other_elements, salt_share
from carbonre.unit_process.cascade import Cut, Product, Sized, make_cuts
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    emits,
    indicator,
    is_scalar,
    makes,
    maximum,
    merged,
    salt,
    unit_process,
    uses,
    wastes,
    where,
)

Base = Literal["ammonia", "caustic soda", "quicklime", "magnesia", "magnesium bicarbonate", "none"]
EXTRACTANT = "C16H35O3P"  # P507
# What is bought, its formula, and the base in a mole of it.
REAGENTS = {
    "ammonia": ("ammonia", "NH3", 1),
    "caustic soda": ("caustic soda", "NaOH", 1),
    "quicklime": ("quicklime", "CaO", 2),
    "magnesia": ("magnesia", "MgO", 2),
    "magnesium bicarbonate": ("magnesia", "MgO", 2),
}
# The salt of the brine, and the chloride in a mole of it.
SALTS = {
    "ammonia": ("NH4Cl", 1),
    "caustic soda": ("NaCl", 1),
    "quicklime": ("CaCl2", 2),
    "magnesia": ("MgCl2", 2),
    "magnesium bicarbonate": ("MgCl2", 2),
    "none": ("HCl", 1),
}


@unit_process(governed_by=("cuts", "saponification"))
def solvent_extraction(
    *,
    feed: Feed,
    cuts: tuple[Cut, ...],
    saponification: Base = "ammonia",
    brine: Feed = Feed("ammonium chloride brine"),
    residue: FlowName = "separation residue",
    reference_product: FlowName = "",
    recovery: Fraction,
    linked_reduction: Fraction,
    reagent_excess: Fraction,
    free_acid: Fraction,
    capture: Fraction,
    product_water: MassRatio,
    electricity: EnergyPerMass,
    steam: HeatPerMass,
    extractant_loss: MassRatio,
    diluent_loss: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Cut a rare-earth chloride liquor into products by solvent extraction with P507.

    An organic phase (P507 in kerosene) circulates through mixer-settlers. It is loaded with base
    (saponified), takes up the heavier rare earths, is scrubbed and stripped with hydrochloric
    acid::

        HA + NH3 -> NH4A        RECl3 + 3 NH4A -> REA3 + 3 NH4Cl        REA3 + 3 HCl -> RECl3 + 3 HA

    What it takes follows from S: the moles of rare earths that the organic carries per mole fed to
    a cut. Each needs 3 mol of base and 3 mol of acid, which leave as salt in the brine. Stripping
    takes more acid than it binds: the free acid leaves with the product.

    Each cut is a two-component cascade with an aqueous feed: the heavier side against the lighter
    one, with the separation factor of the neighbours. With f' the shares of the moles that leave as
    products and r the square root of the separation factor, the optimum rule is::

        S = max(f'_light, r f'_heavy) / (r - 1)        W = S - f'_heavy

    It hardly depends on purity, which takes stages; in a battery of given stages purity takes S,
    that is base and acid. Where the separation factor is large the rule asks for a handful of
    stages, and plants build more: S is then held to a limit above its floor::

        S <= reflux_limit x floor        floor = f_heavy + 1 / (separation factor - 1)

    Inside the boundary: saponification, extraction, scrubbing, stripping, mixing, heating, losses.
    Outside: dissolving the feed, precipitation of the products, treatment of the brine.

    Parameters
    ----------
    feed : Feed
        The chloride liquor [kg REO]. If it states only its oxides, it is a neutral chloride.
    cuts : tuple[Cut, ...]
        The cuts in the order they are made. ``cut: Nd/Sm`` is the pair of neighbours that it parts;
        ``heavy`` and ``light`` name the products; the side without a name goes to the next cut.
        ``of: PRODUCT`` cuts a named product further. ``purity_heavy``, ``purity_light`` [mol/mol]
        are the shares that belong on that side; ``separation_factor`` [-] is that of the pair.
        ``extraction_stages`` and ``scrub_stages`` [-] describe an existing battery: S is then what
        these stages need for the purities. Without them the optimum rule gives S and the stages,
        held to ``reflux_limit`` [-] floors of S.
    saponification : Base
        The base; ``none`` leaves the acid in the brine.
    brine : Feed
        The waste water of saponification, a solution of one chloride stated under `flows` [kg].
    residue : FlowName
        Lost rare earths (as chloride) and extractant; other elements of the feed [kg].
    reference_product : FlowName
        The product that the step is run for; the first one named if empty [kg REO].
    recovery : Fraction
        Rare earths in products per rare earths fed, the same for each [kg/kg].
    linked_reduction : Fraction
        How much less the organic carries when cuts share it (linked extraction) than the sum of
        independent cuts; without effect on a single cut [mol/mol].
    reagent_excess : Fraction
        Base and acid used above 3 S mol; free acid of the strip liquors is apart [mol/mol].
    free_acid : Fraction
        Hydrochloric acid in the strip liquors, the heavier sides of the cuts, per acid that their
        rare earths bind. It leaves with a product; where a cut follows, it meets base [mol/mol].
    capture : Fraction
        CO2 released by saponification with magnesium bicarbonate that is used again [kg/kg].
    product_water : MassRatio
        Water in the product liquors [kg/kg REO].
    electricity : EnergyPerMass
        Mixing and pumping [kWh/t REO fed].
    steam : HeatPerMass
        All steam of the tanks of a hydrometallurgy: conversion, dissolution, extraction,
        precipitation and washing, and the hall, whose own models add none unless it is stated. That
        of evaporators and crystallisers is theirs [GJ/t REO fed].
    extractant_loss : MassRatio
        P507 that leaves with liquors and residue [kg/t REO fed].
    diluent_loss : MassRatio
        Kerosene that evaporates or dissolves; its carbon is counted as CO2 [kg/t REO fed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO fed; indicators: "S, independent cuts" [-], "S, charged" [-], "S, floor
        of independent cuts" [-], S [-], W [-], "S, floor" [-], stages of extraction [-], stages of
        scrub [-], "stages of extraction, one by one" [-], "stages of scrub, one by one" [-].

    Raises
    ------
    ModelError
        If a purity is not above what the feed has, a cut parts nothing, the stages of a battery
        cannot reach the purities, a limit of the reflux is below the floor, or the brine is not the
        salt of the base.

    Notes
    -----
    Valid for P507 in chloride; for separation factors above 3 the optimum rule is rough, and the
    limit of the reflux decides where one side of a cut is small. Impurities are
    taken in proportion to the side they come from; the nearest element would be more. The water of
    neutralisation is not tracked. Lost P507 is in the residue with its carbon. Water that the
    brine, as stated, cannot carry leaves as water for use elsewhere: state the brine as weak as it
    is. Excluded: first fill, water losses, Fe and Al removal, the heat of the reactions.

    References
    ----------
    Xu G. (ed.), Rare Earths; Zhang, Zhao, Schreiner, Separation Hydrometallurgy of Rare Earth
    Elements, Springer 2016. Cheng et al. 2014, Adv. Mater. Phys. Chem. 4:275, for S_min and W_min.
    Values: factors/processes/solvent_extraction.csv.
    """
    fed = species.moles(feed.rare_earths)
    products, sized = make_cuts(feed, cuts, species)
    carried = sum(one.organic * one.moles for one in sized)
    floor = sum(one.cut.floor * one.moles for one in sized)
    charged = carried * (1 - linked_reduction) if len(cuts) > 1 else carried
    stripped = sum(one.stripped for one in sized)
    acid = 3 * charged * (1 + reagent_excess) + 3 * free_acid * stripped
    sour = sum(sum(one.stream.values()) for one in products.values() if one.is_stripped)
    liquor = feed.elements if "Cl" in feed.elements else salt(feed.rare_earths, "Cl", 3)
    # What chloride is not in the products, nor lost with rare earths, is in the brine.
    chloride = acid + liquor["Cl"] / species.mass("Cl") - 3 * fed - 3 * free_acid * sour * recovery
    left, chlorides = SALTS[saponification]
    effluent = chloride / chlorides * species.mass(left) / salt_share(brine, left)
    water = recovery * product_water + effluent * brine.elements.get(WATER, 0.0)
    water = water - liquor.get(WATER, 0.0)
    return [
        *_products(products, recovery, product_water, reference_product, free_acid, species),
        uses(feed.flow, 1.0, elements=liquor),
        uses("hydrochloric acid", acid * species.mass("HCl")),
        *_base(saponification, chloride, capture, species),
        uses("electricity", electricity),
        uses("steam", steam),
        uses("P507", extractant_loss),
        uses("kerosene", diluent_loss),
        uses("water", maximum(water, 0.0)),
        emits("CO2", diluent_loss * 12 * species.mass("CO2") / species.mass("C12H26")),
        _residue(residue, feed, 1 - recovery, extractant_loss),
        wastes(brine.flow, effluent, elements=brine.elements),
        wastes("water", maximum(-water, 0.0)),
        indicator("S, independent cuts", carried / fed),
        indicator("S, charged", charged / fed),
        indicator("S, floor of independent cuts", floor / fed),
        *(line for cut, one in zip(cuts, sized, strict=True) for line in _indicators(cut, one)),
    ]


def _products(
    products: Mapping[str, Product],
    recovery: Any,
    water: Any,
    first: str,
    free_acid: Any,
    species: Species,
) -> list[Exchange]:
    """Return the product liquors; those that were stripped hold free acid."""
    if first and first not in products:
        raise ModelError("reference_product", f"no cut makes '{first}'")
    lines = []
    for name in sorted(products, key=lambda name: name != first):
        oxides = {o: n * species.oxide_mass(o) for o, n in products[name].stream.items()}
        amount = sum(oxides.values())
        shares = {oxide: mass / amount for oxide, mass in oxides.items()}
        chloride = 3 * (1 + free_acid) if products[name].is_stripped else 3
        made = {**salt(shares, "Cl", chloride), WATER: water}
        lines.append(makes(name, amount * recovery, elements=made, rare_earths=shares))
    return lines


def _base(saponification: str, chloride: Any, capture: Any, species: Species) -> list[Exchange]:
    """Return the base for what chloride leaves in the brine; bicarbonate brings and loses CO2."""
    if saponification == "none":
        return []
    flow, formula, strength = REAGENTS[saponification]
    lines = [uses(flow, chloride / strength * species.mass(formula))]
    if saponification == "magnesium bicarbonate":
        lost = chloride * (1 - capture) * species.mass("CO2")
        lines += [uses("carbon dioxide", lost), emits("CO2", lost, carbon_of="carbon dioxide")]
    return lines


def _residue(flow: str, feed: Feed, lost: Any, extractant: Any) -> Exchange:
    """Lost rare earths as chloride, lost P507, and what else the feed holds."""
    oxides = feed.rare_earths
    parts = merged(
        {element: share * lost for element, share in salt(oxides, "Cl", 3).items()},
        {element: share * extractant for element, share in elements(EXTRACTANT).items()},
        other_elements(feed.elements, {"Cl"}),
    )
    amount = sum(parts.values())
    whole = where(amount > 0, amount, 1.0)
    rare_earths = {oxide: share * lost / whole for oxide, share in oxides.items()}
    shares = {element: part / whole for element, part in parts.items()}
    return wastes(flow, amount, elements=shares, rare_earths=rare_earths)


def _indicators(cut: Cut, one: Sized) -> list[Indicator]:
    lines = [
        indicator(f"{cut.cut}: S", one.organic),
        indicator(f"{cut.cut}: W", one.organic - one.cut.product),
        indicator(f"{cut.cut}: S, floor", one.cut.floor),
        indicator(f"{cut.cut}: stages of extraction", one.stages[0]),
        indicator(f"{cut.cut}: stages of scrub", one.stages[1]),
    ]
    steps = one.cut.steps(one.organic) if is_scalar(one.organic) else None
    if steps is not None:
        lines += [indicator(f"{cut.cut}: stages of extraction, one by one", steps[0]),
                  indicator(f"{cut.cut}: stages of scrub, one by one", steps[1])]  # fmt: skip
    return lines
