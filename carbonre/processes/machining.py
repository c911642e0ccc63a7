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
    Total,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(
    governed_by=("machining_yield", "thickness", "kerf"),
    balanced=METALS,
    totals={
        "machining_yield": Total(
            ("edge_loss", "rejects"),
            shared=("kerf", "grinding"),
            conditions=("reference_thickness",),
        )
    },
)
def machining(
    *,
    feed: Feed = Feed("sintered NdFeB block"),
    product: FlowName = "machined NdFeB magnet",
    swarf: FlowName = "magnet swarf",
    thickness: Length,
    machining_yield: Fraction,
    reference_thickness: Length,
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

    Thin magnets therefore make the most swarf. The whole yield is published, for small parts; at
    another thickness the slices, the first factor, move it.

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
    machining_yield : Fraction
        Magnets over blocks at the reference thickness; the losses, from `kerf` to `rejects`, may be
        stated instead [kg/kg].
    reference_thickness : Length
        The thickness to which `machining_yield` belongs; that of the magnet, if a yield is stated
        and this is not [mm].
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
        If the thickness is zero, nothing is left of the block, or more than the block.

    Notes
    -----
    Valid for flat magnets; arcs and rings lose more: state `edge_loss`. Excluded: coolant, wire and
    abrasive, cleaning; oil and water in the wet swarf.

    References
    ----------
    Geometry; practice: factors/processes/machining.csv.
    """
    check(thickness > 0, "thickness", "a magnet has a thickness")
    reference = where(reference_thickness > 0, reference_thickness, thickness)
    sliced, usual = (part / (part + kerf + 2 * grinding) for part in (thickness, reference))
    by_parts = sliced * (1 - edge_loss) * (1 - rejects)
    whole = where(machining_yield > 0, machining_yield * sliced / usual, by_parts)
    check(whole > 0, "edge_loss", "nothing is left of the block")
    words = "more is left of a magnet of this thickness than the block holds"
    check(whole <= 1, "machining_yield", words)
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
