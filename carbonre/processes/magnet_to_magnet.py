"""Magnet to magnet: powder of old magnets and a little fresh rare earth become a new magnet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.core.species import RARE_EARTHS, WATER
from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
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
    shown,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("addition", "oxygen", "block_yield"))
def magnet_to_magnet(
    *,
    powder: Feed = Feed("recycled magnet powder"),
    addition: Feed = Feed("Nd metal"),
    product: FlowName = "NdFeB magnet",
    swarf: FlowName = "magnet swarf",
    oxygen: Fraction,
    metallic_rare_earth: Fraction,
    block_yield: Fraction,
    nitrogen: MassRatio,
    argon: MassRatio,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Make sintered blocks from recycled magnet powder and a fresh rare-earth addition.

    Oxygen that the powder has taken up binds rare earth, which is lost to the magnet::

        4 RE + 3 O2 -> 2 RE2O3

    Fresh rare-earth metal, hydride or alloy brings the metallic rare earth back to what sintering
    needs::

        share of addition = (required - metallic in powder) / (in addition - metallic in powder)

    Inside the boundary: blending, milling, aligning and pressing, sintering with degassing, ageing.
    Outside: hydrogen processing of the scrap, machining and coating of the new blocks.

    Parameters
    ----------
    powder : Feed
        Powder of `hydrogen_processing`, with the hydrogen it holds [kg].
    addition : Feed
        Metal, hydride or rich alloy that brings rare earth [kg].
    product : FlowName
        Sintered and aged blocks, not machined [kg].
    swarf : FlowName
        Fines, broken and rejected blocks [kg].
    oxygen : Fraction
        Oxygen in the sintered block that came with powder and milling [kg/kg powder].
    metallic_rare_earth : Fraction
        Rare earth not bound to oxygen in the blend [kg/kg].
    block_yield : Fraction
        Blocks over blend [kg/kg].
    nitrogen : MassRatio
        Gas for milling and glove boxes [kg/kg blend].
    argon : MassRatio
        Gas for the sintering furnace [kg/kg blend].
    electricity : EnergyPerMass
        Milling, pressing, sintering, ageing, dry halls [kWh/kg blend].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of blend, without its hydrogen; indicators: addition in the blend [%], rare
        earth bound to oxygen [%], least metallic rare earth [%].

    Raises
    ------
    ModelError
        If the metallic rare earth required is not above that of RE2Fe14B (no liquid phase: the
        powder does not sinter), or the addition is not richer than that.

    Notes
    -----
    Valid for sintered NdFeB. Powder that has enough metallic rare earth takes no addition. Hydrogen
    leaves in the sintering furnace. An addition of Dy or Tb is stated as another `addition`. Not
    limited by GB 29435-2025. Published: 64 to 96 % less impact than a virgin magnet (Jin 2018), 18
    to 33 % less carbon by functional unit (Accardo 2024): power of magnet making and the share of
    addition decide. Excluded: coercivity, the oxygen in the weight of the block (below 1 %).

    References
    ----------
    Jin et al. 2018, Environ. Sci. Technol. 52, 3796; Accardo et al. 2024, Energies 17, 908; values:
    factors/processes/magnet_to_magnet.csv.
    """
    old, fresh = _solids(powder), _solids(addition)
    total, mean = _rare_earth(old, species)
    brought, _ = _rare_earth(fresh, species)
    for feed, parameter, held in ((powder, "powder", total), (addition, "addition", brought)):
        words = f"'{feed.flow}' holds no rare earth; state its composition under 'flows'"
        check(held > 0, parameter, words)
    bound = oxygen * 2 / 3 * mean / species.mass("O")
    metallic = total - bound
    floor = 2 * mean / (2 * mean + 14 * species.mass("Fe") + species.mass("B"))
    check(
        metallic_rare_earth > floor,
        "metallic_rare_earth",
        lambda: (
            f"{shown(metallic_rare_earth, '.1%')} is no more than the {shown(floor, '.1%')} of "
            "RE2Fe14B: no liquid phase, and the powder does not sinter"
        ),
    )
    words = f"'{addition.flow}' is no richer in rare earth than the blend wanted"
    check(brought > metallic_rare_earth, "addition", words)
    share = maximum(metallic_rare_earth - metallic, 0.0) / (brought - metallic)

    kept = sum(old.values())  # solids per kilogram of powder; the rest is hydrogen
    new = sum(fresh.values())
    names = [*old, *(e for e in fresh if e not in old)]
    blend = {
        e: old.get(e, 0.0) / kept * (1 - share) + fresh.get(e, 0.0) / new * share for e in names
    }
    oxides = {
        o: powder.rare_earths.get(o, 0.0) / kept * (1 - share)
        + addition.rare_earths.get(o, 0.0) / new * share
        for o in {**powder.rare_earths, **addition.rare_earths}
    }
    taken, added = (1 - share) / kept, share / new
    hydrogen = _gas(powder) * taken + _gas(addition) * added
    return [
        makes(product, block_yield, blend, oxides),
        uses(powder.flow, taken, powder.elements),
        uses(addition.flow, added, addition.elements),
        uses("electricity", electricity),
        uses("nitrogen", nitrogen),
        uses("argon", argon),
        emits("N2", nitrogen),
        emits("Ar", argon),
        emits("H2", hydrogen),
        wastes(swarf, 1 - block_yield, blend, oxides),
        indicator("addition in the blend", share, "%"),
        indicator("rare earth bound to oxygen", bound, "%"),
        indicator("least metallic rare earth", floor, "%"),
    ]


def _solids(feed: Feed) -> dict[str, Any]:
    return {e: part for e, part in feed.elements.items() if e not in {"H", WATER}}


def _gas(feed: Feed) -> Any:
    return feed.elements.get("H", 0.0)


def _rare_earth(solids: Mapping[str, Any], species: Species) -> tuple[Any, Any]:
    """Return the rare earth in the solids [kg/kg] and its mean molar mass."""
    mass, moles = 0.0, 0.0
    whole = sum(solids.values())
    for element in sorted(solids.keys() & {*RARE_EARTHS}):
        mass = mass + solids[element] / whole
        moles = moles + solids[element] / whole / species.mass(element)
    return mass, mass / moles if solids.keys() & {*RARE_EARTHS} else 0.0
