"""Transport: a flow is carried from one place to another by truck, rail and ship."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import Distance, Fraction, MassRatio
from carbonre.unit_process.minerals import weight
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


@unit_process(governed_by=("truck", "rail", "ship", "loss"))
def transport(
    *,
    cargo: Feed,
    product: FlowName,
    spillage: FlowName = "cargo lost on the way",
    truck: Distance,
    rail: Distance,
    ship: Distance,
    packaging: MassRatio,
    loss: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Carry a flow from one place to another.

    What is carried is what the flow weighs: its oxides and all that they are bound to, its water
    and its packaging. A tonne of REO as wet carbonate weighs more than two tonnes::

        t km = (dry weight + water) (1 + packaging) x distance

    Inside the boundary: the freight of this flow, as one sum over the modes.
    Outside: making the packaging, loading, empty ways that the factor does not hold.

    Parameters
    ----------
    cargo : Feed
        What leaves, on its own basis [kg REO or kg dry].
    product : FlowName
        The same flow where it arrives, such as ``rare earth concentrate at the smelter``, on the
        same basis [kg REO or kg dry].
    spillage : FlowName
        What is lost on the way, a waste, on the same basis [kg REO or kg dry].
    truck : Distance
        Distance by truck [km].
    rail : Distance
        Distance by rail [km].
    ship : Distance
        Distance by ship [km].
    packaging : MassRatio
        Packaging per weight of the cargo [kg/kg].
    loss : Fraction
        Cargo lost on the way [-].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per unit of the cargo, on its own basis; indicators: weight carried per unit of cargo
        [kg/kg].

    Raises
    ------
    ModelError
        If no distance is stated.

    Notes
    -----
    Valid for factors of `truck`, `rail` and `ship` per tonne and kilometre at an average load,
    which say whether the fuel's supply is in them. Inputs that are bought may state their transport
    under `supply` instead. Ore and concentrate, of which not all elements are known, weigh a
    kilogram and their water. Excluded: empty ways that the factor does not hold.

    References
    ----------
    Weights: stoichiometry. Losses: factors/processes/transport.csv.
    """
    distance = truck + rail + ship
    check(distance > 0 * distance, "truck", "state the distance by truck, rail or ship")
    size = species.one("kg")
    gross = weight(cargo) * (1 + packaging)
    ways = {"truck": truck, "rail": rail, "ship": ship}
    return [
        makes(product, size * (1 - loss), cargo.elements, cargo.rare_earths, cargo.carbon_of),
        uses(cargo.flow, size, cargo.elements),
        *(uses(mode, size * gross * way) for mode, way in ways.items()),
        wastes(spillage, size * loss, cargo.elements, cargo.rare_earths),
        indicator("weight carried per unit of cargo", gross, "kg/kg"),
    ]
