"""Grain-boundary diffusion: heavy rare earth taken in through the surface of a magnet."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    Length,
    MassRatio,
    Temperature,
)
from carbonre.unit_process.alloys import METALS, heating, oxides, rare_earth_share
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(
    governed_by=("coating_mass", "diffused_share", "electricity", "tray_load"), balanced=METALS
)
def grain_boundary_diffusion(
    *,
    feed: Feed = Feed("machined NdFeB magnet"),
    source: Feed = Feed("Tb metal"),
    product: FlowName = "diffused NdFeB magnet",
    residue: FlowName = "diffusion residue",
    scrap: FlowName = "magnet scrap",
    thickness: Length,
    diffusion_depth: Length,
    coating_mass: MassRatio,
    diffused_share: Fraction,
    heat_capacity: HeatCapacity,
    diffusion_rise: Temperature,
    ageing_rise: Temperature,
    tray_load: MassRatio,
    electricity: EnergyPerMass,
    argon: MassRatio,
    rejects: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Let terbium or dysprosium diffuse from the surface along the grain boundaries of a magnet.

    A thin layer of metal, fluoride or oxide is applied; at about 900 degC its rare earth diffuses
    along the grain boundaries and hardens the shell of each grain. Far less heavy rare earth is
    needed than in the alloy, but only as deep as it diffuses: from both faces, twice
    `diffusion_depth`.

    Electricity is that of the furnace; less than the heat of magnets and trays is refused.

    Inside the boundary: applying the layer, furnace, vacuum pumps, argon.
    Outside: making the source, machining, coating.

    Parameters
    ----------
    feed : Feed
        The machined magnets [kg].
    source : Feed
        What is applied: a metal, a fluoride or an oxide of a rare earth, or an alloy of it [kg].
    product : FlowName
        The magnets with the rare earth taken in [kg].
    residue : FlowName
        What stays on the surface and on the trays, and what the source holds besides [kg].
    scrap : FlowName
        Magnets rejected [kg].
    thickness : Length
        Thickness of the magnets [mm].
    diffusion_depth : Length
        How deep the rare earth diffuses from each face [mm].
    coating_mass : MassRatio
        Rare earth applied [kg/kg magnet].
    diffused_share : Fraction
        Share of it that goes into the magnet [kg/kg].
    heat_capacity : HeatCapacity
        Mean heat capacity of magnets and trays [kJ/kg/K].
    diffusion_rise : Temperature
        Diffusion temperature above that of the cold load [K].
    ageing_rise : Temperature
        Ageing temperature above that of the cold load [K].
    tray_load : MassRatio
        Trays heated with the magnets [kg/kg].
    electricity : EnergyPerMass
        Electricity of furnace, vacuum pumps and coating [kWh/kg magnet].
    argon : MassRatio
        Argon of the furnace [kg/kg magnet].
    rejects : Fraction
        Magnets rejected [kg/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of diffused magnets; indicators: rare earth taken in [%], electricity over the
        heat of the load [-].

    Raises
    ------
    ModelError
        If the magnet is thicker than the rare earth can diffuse, the source holds no rare earth, or
        the electricity is below the heat of the load.

    Notes
    -----
    Valid for magnets up to 6 to 12 mm thick, as reported. The gain in coercivity is the grade's and
    no result here. Excluded: solvent and binder of the layer, oxygen and fluorine taken up by the
    magnet.

    References
    ----------
    Mainrich, vendor page; heat balance: factors/processes/grain_boundary_diffusion.csv.
    """
    words = "the rare earth does not come so deep: the magnet is thicker than twice its depth"
    check(thickness <= 2 * diffusion_depth, "thickness", words)
    held = rare_earth_share(source.elements)
    check(held > 0, "source", f"'{source.flow}' holds no rare earth")
    floor = heating(heat_capacity, diffusion_rise + ageing_rise, tray_load, 1.0)
    check(electricity >= floor, "electricity", "this is less than the heat of magnets and trays")
    check(rejects < 1, "rejects", "all magnets are rejected")
    size = species.one("kg")
    put = coating_mass / held
    taken = {
        el: put * part * diffused_share for el, part in source.elements.items() if el in RARE_EARTHS
    }
    gain = sum(taken.values())
    magnet = {
        el: (feed.elements.get(el, 0.0) + taken.get(el, 0.0)) / (1 + gain)
        for el in {**feed.elements, **taken}
    }
    left = {el: put * part - taken.get(el, 0.0) for el, part in source.elements.items()}
    left_mass = sum(left.values())
    whole = where(left_mass > 0, left_mass, 1 + left_mass)
    bare = size / ((1 + gain) * (1 - rejects))
    return [
        makes(product, size, magnet, oxides(magnet)),
        uses(feed.flow, bare, feed.elements),
        uses(source.flow, bare * put, source.elements),
        uses("electricity", bare * electricity),
        uses("argon", bare * argon),
        wastes(residue, bare * left_mass, {el: part / whole for el, part in left.items()}),
        wastes(scrap, size * (1 / (1 - rejects) - 1), magnet, oxides(magnet)),
        indicator("rare earth taken in", gain, "%"),
        indicator("electricity over the heat of the load", electricity / floor, "1"),
    ]
