"""Machining: sintered blocks to magnets of their final shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import EnergyPerMass, Fraction, Length
from carbonre.unit_process.alloys import METALS, oxides
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


@unit_process(governed_by=("thickness", "kerf", "rejects"), balanced=METALS)
def machining(
    *,
    feed: Feed = Feed("sintered NdFeB block"),
    product: FlowName = "machined NdFeB magnet",
    swarf: FlowName = "magnet swarf",
    thickness: Length,
    kerf: Length,
    grinding: Length,
    edge_loss: Fraction,
    rejects: Fraction,
    machining_power: EnergyPerMass,
    swarf_is: Literal["waste", "product"] = "waste",
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Slice and grind sintered blocks to magnets; what is cut away is swarf.

    Each slice costs its own thickness, the kerf of the wire or blade, and what is ground off both
    faces; the skin of the block is ground off before::

        yield = thickness / (thickness + kerf + 2 * grinding) * (1 - edge_loss) * (1 - rejects)

    Thin magnets therefore make the most swarf.

    Inside the boundary: grinders, slicers, coolant pumps.
    Outside: coating, swarf recycling.

    Parameters
    ----------
    feed : Feed
        The blocks [kg].
    product : FlowName
        The machined magnets [kg].
    swarf : FlowName
        What is cut away, dry, with the rejects [kg].
    thickness : Length
        Thickness of the magnet in the direction in which blocks are sliced [mm].
    kerf : Length
        Width of the cut [mm].
    grinding : Length
        Ground off each face [mm].
    edge_loss : Fraction
        Skin and ends of the block [kg/kg].
    rejects : Fraction
        Magnets rejected [kg/kg].
    machining_power : EnergyPerMass
        Grinding, slicing and coolant, per mass of block [kWh/kg block].
    swarf_is : Literal["waste", "product"]
        Whether swarf leaves as a waste, free of burden, or as a product with a price.

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of magnets; indicators: yield of machining [%], electricity per magnet
        [kWh/kg].

    Raises
    ------
    ModelError
        If the thickness is zero or nothing is left of the block.

    Notes
    -----
    Valid for flat magnets; arcs and rings lose more: state `edge_loss`. Excluded: coolant, wire and
    abrasive, cleaning; oil and water in the wet swarf.

    References
    ----------
    Geometry; practice: factors/processes/machining.csv.
    """
    check(thickness > 0, "thickness", "a magnet has a thickness")
    sliced = thickness / (thickness + kerf + 2 * grinding)
    whole = sliced * (1 - edge_loss) * (1 - rejects)
    check(whole > 0, "edge_loss", "nothing is left of the block")
    size = species.one("kg")
    block = size / whole
    leaves = wastes if swarf_is == "waste" else makes
    kinds = (feed.elements, oxides(feed.elements))
    return [
        makes(product, size, *kinds),
        uses(feed.flow, block, feed.elements),
        uses("electricity", block * machining_power),
        leaves(swarf, block - size, *kinds),
        indicator("yield of machining", whole, "%"),
        indicator("electricity per magnet", block / size * machining_power, "kWh/kg"),
    ]
