"""Solvent extraction: a rare-earth liquor is cut into liquors of the products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER, Species
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.brines import other_elements, salt_share
from carbonre.unit_process.cascade import Cut, Product, Sized, make_cuts
from carbonre.unit_process.extraction import (
    SYSTEMS,
    Base,
    Charges,
    Moles,
    System,
    SystemName,
    charges_of,
    extractant,
    lost,
)
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    check,
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

# What is bought, its formula, and the base in a mole of it.
REAGENTS = {
    "ammonia": ("ammonia", "NH3", 1),
    "caustic soda": ("caustic soda", "NaOH", 1),
    "quicklime": ("quicklime", "CaO", 2),
    "magnesia": ("magnesia", "MgO", 2),
    "magnesium bicarbonate": ("magnesia", "MgO", 2),
}


@unit_process(governed_by=("cuts", "saponification", "system"))
def solvent_extraction(
    *,
    feed: Feed,
    cuts: tuple[Cut, ...],
    system: SystemName = "P507 chloride",
    saponification: Base = "ammonia",
    brine: Feed = Feed("ammonium chloride brine"),
    residue: FlowName = "separation residue",
    reference_product: FlowName = "",
    concentration: Literal["three effects", "vapour recompression"] = "three effects",
    recovery: Fraction,
    linked_reduction: Fraction,
    reagent_excess: Fraction,
    free_acid: Fraction,
    capture: Fraction,
    product_water: MassRatio,
    strip_water: MassRatio,
    concentration_steam: HeatPerMass,
    concentration_electricity: EnergyPerMass,
    electricity: EnergyPerMass,
    steam: HeatPerMass,
    extractant_loss: MassRatio,
    diluent_loss: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Cut a rare-earth liquor into products by solvent extraction.

    An organic phase circulates through mixer-settlers. An acidic extractant (P507, P204, naphthenic
    acid, in kerosene) is loaded with base (saponified), takes up the heavier rare earths, is
    scrubbed and stripped with acid::

        HA + NH3 -> NH4A        RECl3 + 3 NH4A -> REA3 + 3 NH4Cl        REA3 + 3 HCl -> RECl3 + 3 HA

    Without base the acid stays in the water, as P204 in sulfate is used; hydrochloric acid strips
    it, so that the heavy side becomes a chloride::

        RE2(SO4)3 + 6 HA -> 2 REA3 + 3 H2SO4

    Tributyl phosphate (TBP) is neutral: water strips it, and the reflux is strip liquor boiled down
    to the strength of the feed. Neither base nor acid is used, but steam::

        RE(NO3)3 + 3 TBP -> RE(NO3)3(TBP)3
        water boiled off = S x (strip_water - product_water)

    What it takes follows from S: the moles of rare earths that the organic carries per mole fed to
    a cut. With an acidic extractant each needs 3 mol of base and 3 mol of acid, which leave as salt
    in the brine. Stripping takes more acid than it binds: the free acid leaves with the product.

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
        The liquor [kg REO]. If it states only its oxides, it is a neutral salt of the system.
    cuts : tuple[Cut, ...]
        The cuts in the order they are made. ``cut: Nd/Sm`` is the pair of neighbours that it parts;
        ``heavy`` and ``light`` name the products; the side without a name goes to the next cut.
        ``of: PRODUCT`` cuts a named product further. ``purity_heavy``, ``purity_light`` [mol/mol]
        are the shares that belong on that side; ``separation_factor`` [-] is that of the pair.
        ``extraction_stages`` and ``scrub_stages`` [-] describe an existing battery: S is then what
        these stages need for the purities. Without them the optimum rule gives S and the stages,
        held to ``reflux_limit`` [-] floors of S.
    system : SystemName
        Extractant and anion of the liquor. Naphthenic acid takes yttrium least: ``cut: Y/La``.
    saponification : Base
        The base; ``none`` leaves the acid in the brine, and is all that TBP takes.
    brine : Feed
        The waste water of saponification, a solution of one chloride (of one sulfate with P204)
        stated under `flows`; none with TBP [kg].
    residue : FlowName
        Lost rare earths (as salt of the liquor) and extractant; other elements of the feed [kg].
    reference_product : FlowName
        The product that the step is run for; the first one named if empty [kg REO].
    concentration : Literal["three effects", "vapour recompression"]
        What boils down the strip liquor of TBP.
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
        Water in the product liquors; of TBP also in the reflux [kg/kg REO].
    strip_water : MassRatio
        Water in the strip liquor of TBP before it is boiled down [kg/kg REO].
    concentration_steam : HeatPerMass
        Steam of the effects [MJ/kg water].
    concentration_electricity : EnergyPerMass
        Electricity of vapour recompression [kWh/t water].
    electricity : EnergyPerMass
        Mixing and pumping [kWh/t REO fed].
    steam : HeatPerMass
        All steam of the tanks of a hydrometallurgy: conversion, dissolution, extraction,
        precipitation and washing, and the hall, whose own models add none unless it is stated. That
        of evaporators and crystallisers is theirs [GJ/t REO fed].
    extractant_loss : MassRatio
        Extractant that leaves with liquors and residue [kg/t REO fed].
    diluent_loss : MassRatio
        Kerosene that evaporates or dissolves; its carbon is counted as CO2 [kg/t REO fed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO fed; indicators: "S, independent cuts" [-], "S, charged" [-], "S, floor
        of independent cuts" [-], S [-], W [-], "S, floor" [-], stages of extraction [-], stages of
        scrub [-], "stages of extraction, one by one" [-], "stages of scrub, one by one" [-], water
        boiled off [kg/kg].

    Raises
    ------
    ModelError
        If a purity is not above what the feed has, a cut parts nothing, the stages of a battery
        cannot reach the purities, a limit of the reflux is below the floor, the brine is not the
        salt of the base, the system takes no such base, or the strip liquor of TBP is stronger than
        what it is boiled down to.

    Notes
    -----
    Valid for the four systems; TBP for lanthanum to gadolinium, whose order it keeps. For
    separation factors above 3 the optimum rule is rough, and the limit of the reflux decides where
    one side of a cut is small. Impurities are taken in proportion to the side they come from; the
    nearest element would be more. The water of neutralisation is not tracked. Lost extractant is in
    the residue with its carbon. Water that the brine, as stated, cannot carry leaves as water for
    use elsewhere: state the brine as weak as it is. With P204 brine and light liquor, one water in
    the plant, are accounted as two. Free acid of a nitrate liquor leaves with all that it holds.
    Excluded: condensate of TBP that is not used again, first fill, water losses, Fe and Al removal,
    the heat of the reactions.

    References
    ----------
    Xu G. (ed.), Rare Earths; Zhang, Zhao, Schreiner, Separation Hydrometallurgy of Rare Earth
    Elements, Springer 2016. Cheng et al. 2014, Adv. Mater. Phys. Chem. 4:275, for S_min and W_min.
    Values: factors/processes/solvent_extraction.csv.
    """
    kind = SYSTEMS[system]
    kind.check(saponification, cuts)
    products, sized = make_cuts(feed, cuts, species, kind.order)
    carried = sum(one.organic * one.moles for one in sized)
    floor = sum(one.cut.floor * one.moles for one in sized)
    moles = Moles(
        fed=species.moles(feed.rare_earths),
        charged=carried * (1 - linked_reduction) if len(cuts) > 1 else carried,
        stripped=sum(one.stripped for one in sized),
        sour=sum(sum(one.stream.values()) for one in products.values() if one.is_stripped),
    )
    liquor = kind.liquor(feed)
    held = kind.charges(liquor, species)
    charges = charges_of(kind, moles, held, recovery, reagent_excess, free_acid)
    boiled = 0 * product_water
    if not kind.salts:
        words = "the strip liquor holds less water than what it is boiled down to, product_water"
        check(strip_water >= product_water, "strip_water", words)
        boiled = moles.charged / moles.fed * (strip_water - product_water)
    steaming = concentration == "three effects"
    effluent = [] if not kind.salts else [_brine(kind, saponification, brine, charges, species)]
    water = sum(line.amount * brine.elements.get(WATER, 0.0) for line in effluent)
    water = recovery * product_water + water - liquor.get(WATER, 0.0)
    sulfuric = charges.sulfuric / 2 * species.mass("H2SO4")
    return [
        *_products(products, recovery, product_water, reference_product, kind, charges, species),
        uses(feed.flow, 1.0, elements=liquor),
        uses("hydrochloric acid", charges.hydrochloric * species.mass("HCl")),
        *([uses("sulfuric acid", sulfuric)] if kind.anion == "SO4" else []),
        *_base(saponification, charges.brine, capture, species),
        uses("electricity", electricity + (0 if steaming else boiled * concentration_electricity)),
        uses("steam", steam + (boiled * concentration_steam if steaming else 0)),
        uses(kind.extractant, extractant_loss),
        uses("kerosene", diluent_loss),
        uses("water", maximum(water, 0.0)),
        emits("CO2", diluent_loss * 12 * species.mass("CO2") / species.mass("C12H26")),
        _residue(residue, feed, 1 - recovery, extractant_loss, kind, charges),
        *effluent,
        wastes("water", maximum(-water, 0.0)),
        indicator("S, independent cuts", carried / moles.fed),
        indicator("S, charged", moles.charged / moles.fed),
        indicator("S, floor of independent cuts", floor / moles.fed),
        *([] if kind.salts else [indicator("water boiled off", boiled, "kg/kg")]),
        *(line for cut, one in zip(cuts, sized, strict=True) for line in _indicators(cut, one)),
    ]


def _products(
    products: Mapping[str, Product],
    recovery: Any,
    water: Any,
    first: str,
    kind: System,
    charges: Charges,
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
        if products[name].is_stripped:
            made = salt(shares, charges.stripped_anion, charges.stripped_per_mole)
        else:
            made = salt(shares, kind.anion, charges.per_mole / kind.charge)
        made = {**made, WATER: water}
        lines.append(makes(name, amount * recovery, elements=made, rare_earths=shares))
    return lines


def _brine(
    kind: System, saponification: str, brine: Feed, charges: Charges, species: Species
) -> Exchange:
    """Return the brine that carries the salt of the base, or the acid where there is none."""
    left, each = kind.salts[saponification]
    amount = charges.brine / each * species.mass(left) / salt_share(brine, left)
    return wastes(brine.flow, amount, elements=brine.elements)


def _base(saponification: str, charges: Any, capture: Any, species: Species) -> list[Exchange]:
    """Return the base for what is left in the brine; bicarbonate brings and loses CO2."""
    if saponification == "none":
        return []
    flow, formula, strength = REAGENTS[saponification]
    lines = [uses(flow, charges / strength * species.mass(formula))]
    if saponification == "magnesium bicarbonate":
        gas = charges * (1 - capture) * species.mass("CO2")
        lines += [uses("carbon dioxide", gas), emits("CO2", gas, carbon_of="carbon dioxide")]
    return lines


def _residue(
    flow: str, feed: Feed, share: Any, spilt: Any, kind: System, charges: Charges
) -> Exchange:
    """Lost rare earths as salt of the liquor, lost extractant, and what else the feed holds."""
    oxides = feed.rare_earths
    parts = merged(
        lost(kind, oxides, share, charges),
        extractant(kind, spilt),
        other_elements(feed.elements, {kind.atom}),
    )
    amount = sum(parts.values())
    whole = where(amount > 0, amount, 1.0)
    rare_earths = {oxide: mass * share / whole for oxide, mass in oxides.items()}
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
