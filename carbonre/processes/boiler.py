"""Boiler: steam from fuel or from electricity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import EnergyPerEnergy, Fraction
from carbonre.unit_process.model import (
    Exchange,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    unit_process,
    uses,
)

Fuel = Literal[
    "bituminous coal",
    "anthracite",
    "lignite",
    "natural gas",
    "coke oven gas",
    "fuel oil",
    "diesel",
    "LPG",
    "hydrogen",
    "electricity",
]


@unit_process(governed_by=("efficiency", "fuel"))
def boiler(
    *,
    product: FlowName = "steam",
    fuel: Fuel = "bituminous coal",
    efficiency: Fraction,
    auxiliary_power: EnergyPerEnergy,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Raise steam in a boiler.

    Fuel is measured by its lower heating value and steam by its enthalpy above the feed water, so
    one unit of steam takes ``1 / efficiency`` units of fuel. What the fuel emits is in its
    factor, not here.

    Inside the boundary: fuel, and the power of fans, pumps and mills.
    Outside: water treatment, ash, flue-gas cleaning, losses of the steam network.

    Parameters
    ----------
    product : FlowName
        What is made: steam or heat [J].
    fuel : Fuel
        The fuel; ``electricity`` is an electrode boiler.
    efficiency : Fraction
        Steam out over fuel in, lower heating value [-].
    auxiliary_power : EnergyPerEnergy
        Electricity of fans, pumps and mills per steam [kWh/GJ].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per joule of steam; indicators: fuel per steam [-].

    Raises
    ------
    ModelError
        If an electric boiler is said to give more heat than it takes.

    Notes
    -----
    Valid for yearly means: part load and blow-down are included in the efficiency. A condensing
    boiler may exceed 100 % of the lower heating value; a heat pump is another process. Excluded:
    emissions of the fuel, which its factor carries.

    References
    ----------
    Values: factors/processes/boiler.csv.
    """
    electric = fuel == "electricity"
    if electric:
        words = "an electric boiler gives at most the heat that it takes"
        check(efficiency <= 1, "efficiency", words)
    size = species.one("J")
    energy = size / efficiency
    power = size * auxiliary_power + energy if electric else size * auxiliary_power
    return [
        makes(product, size),
        *([] if electric else [uses(fuel, energy)]),
        uses("electricity", power),
        indicator("fuel per steam", energy / size, "1"),
    ]
