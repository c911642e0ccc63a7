"""Comminution: ore is crushed and ground until its minerals are free."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import EnergyPerMass, Fraction, Length, MassRatio
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
)

REFERENCE_SIZE = 100e-6  # [m] the work index is the work down to 100 um: its definition (Bond 1952)


@unit_process(governed_by=("work_index", "feed_size", "product_size"))
def comminution(
    *,
    feed: Feed = Feed("rare earth ore"),
    product: FlowName = "ground ore",
    feed_size: Length,
    product_size: Length,
    work_index: EnergyPerMass,
    drive_efficiency: Fraction,
    auxiliary_electricity: EnergyPerMass,
    grinding_media: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Crush and grind ore to the size at which its minerals are free.

    Bond's law: the work grows with the length of the new cracks::

        W = work_index (sqrt(100 um / P80) - sqrt(100 um / F80))

    Inside the boundary: crushers, mills, pumps and classifiers, steel of balls and liners.
    Outside: mining, thickening, flotation.

    Parameters
    ----------
    feed : Feed
        The ore [kg dry].
    product : FlowName
        The ground ore [kg dry], of the same composition.
    feed_size : Length
        80 % of the feed is smaller [mm].
    product_size : Length
        80 % of the product is smaller [mm].
    work_index : EnergyPerMass
        Bond work index of the ore, at the shaft of a wet ball mill [kWh/t].
    drive_efficiency : Fraction
        Work at the shaft over electricity of motor and gear [-].
    auxiliary_electricity : EnergyPerMass
        Pumps, cyclones, conveyors, screens [kWh/t].
    grinding_media : MassRatio
        Steel worn off balls and liners [kg/t].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry ore; indicators: electricity of the mills [kWh/t], electricity of
        comminution [kWh/t].

    Raises
    ------
    ModelError
        If the product would not be finer than the feed.

    Notes
    -----
    Valid for wet ball mills from about 25 mm down to 0.03 mm; below that the law underrates the
    work, and stirred mills are used. Dry grinding takes about 1.3 times as much. The wear of steel
    is taken as given, not as a function of the work. No ore is lost. Excluded: water that stays in
    the pulp.

    References
    ----------
    F. C. Bond, The third theory of comminution, Trans. AIME 193 (1952) 484; work indices: F. C.
    Bond, Crushing and grinding calculations, 1961; values: factors/processes/comminution.csv.
    """
    words = "grinding makes finer: it must be below feed_size"
    check(product_size < feed_size, "product_size", words)
    size = species.one("kg")
    reference = REFERENCE_SIZE * species.one("m")
    cracks = (reference / product_size) ** 0.5 - (reference / feed_size) ** 0.5
    work = work_index * cracks / drive_efficiency
    electricity = work + auxiliary_electricity
    return [
        makes(product, size, feed.elements, feed.rare_earths),
        uses(feed.flow, size, feed.elements),
        uses("electricity", size * electricity),
        uses("steel", size * grinding_media),
        indicator("electricity of the mills", work, "kWh/t"),
        indicator("electricity of comminution", electricity, "kWh/t"),
    ]
