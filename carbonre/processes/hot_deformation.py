"""Hot deformation: melt-spun powder to dense blocks whose grains lie in one direction."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import (
    Density,
    EnergyPerMass,
    EnergyProduct,
    Fraction,
    HeatCapacity,
    MassRatio,
    Polarisation,
    Temperature,
)
from carbonre.unit_process.alloys import METALS, grade, oxides
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
)


@unit_process(governed_by=("electricity", "block_yield", "argon"), balanced=METALS)
def hot_deformation(
    *,
    feed: Feed = Feed("melt-spun NdFeB powder"),
    product: FlowName = "hot-deformed NdFeB block",
    scrap: FlowName = "magnet scrap",
    electricity: EnergyPerMass,
    heat_capacity: HeatCapacity,
    forming_rise: Temperature,
    block_yield: Fraction,
    argon: MassRatio,
    remanence: Polarisation,
    energy_product: EnergyProduct,
    density: Density,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Press melt-spun powder hot to full density and upset it, which turns its grains.

    Powder is pressed at 700 to 850 degC and then upset to a fraction of its height; the grains grow
    across the pressure, so that no field aligns them and no hall without oxygen is needed.
    What the press takes is at least the heat of the powder, once::

        electricity >= heat_capacity * forming_rise / block_yield

    Inside the boundary: cold and hot press, die-upsetting, heating, argon.
    Outside: making the powder (`melt_spinning`), dies, `machining`, `coating`.

    Parameters
    ----------
    feed : Feed
        The powder [kg].
    product : FlowName
        The deformed blocks [kg].
    scrap : FlowName
        Cracked blocks and edges, of the composition of the powder [kg].
    electricity : EnergyPerMass
        Presses and their heating [kWh/kg block].
    heat_capacity : HeatCapacity
        Mean heat capacity of the powder [kJ/kg/K].
    forming_rise : Temperature
        Forming temperature above that of the cold powder [K].
    block_yield : Fraction
        Good blocks over powder [kg/kg].
    argon : MassRatio
        Argon around dies and blocks [kg/kg powder].
    remanence : Polarisation
        Remanence of the grade, for the bound of its energy product; zero if not stated [T].
    energy_product : EnergyProduct
        Energy product (BH)max of the grade; zero if not stated [kJ/m3].
    density : Density
        Density of the block [kg/m3].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of blocks; indicators: electricity over its floor [-], energy product per mass
        [J/kg], bound of the energy product by the remanence [kJ/m3].

    Raises
    ------
    ModelError
        If no block is made, the electricity is below the heat of the powder, or the energy product
        is above ``remanence^2 / (4 mu0)``.

    Notes
    -----
    Valid for melt-spun NdFeB. The fine grains give the coercivity that a sintered magnet needs
    dysprosium or terbium for: compare magnets of one grade. No published inventory was found.
    Excluded: dies and their lubricant, oxygen picked up.

    References
    ----------
    Heat balance; practice: factors/processes/hot_deformation.csv.
    """
    check(block_yield > 0, "block_yield", "no block is made")
    floor = heat_capacity * forming_rise / block_yield
    words = "the presses take less than the heat of the powder"
    check(electricity >= floor, "electricity", words)
    size = species.one("kg")
    powder = size / block_yield
    kinds = (feed.elements, oxides(feed.elements))
    return [
        makes(product, size, *kinds),
        uses(feed.flow, powder, feed.elements),
        uses("electricity", size * electricity),
        uses("argon", powder * argon),
        wastes(scrap, powder - size, *kinds),
        indicator("electricity over its floor", electricity / floor),
        *grade(remanence, energy_product, density, species),
    ]
