"""Open-pit mining: rock is blasted, loaded and hauled out of the pit."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import Distance, EnergyPerMass, Fraction, HeatPerMass, Height, MassRatio
from carbonre.unit_process.minerals import GRAVITY, RESOURCE
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
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("strip_ratio", "haul_distance", "lift"))
def open_pit_mining(
    *,
    ore: Feed = Feed("rare earth ore"),
    waste_rock: FlowName = "waste rock",
    strip_ratio: MassRatio,
    haul_distance: Distance,
    lift: Height,
    rolling_resistance: Fraction,
    tare: MassRatio,
    drive_efficiency: Fraction,
    other_diesel: HeatPerMass,
    electricity: EnergyPerMass,
    explosive: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Mine ore from an open pit: blasting, loading, hauling.

    Every kilogram of ore takes `strip_ratio` kilograms of waste rock along. The trucks work against
    rolling resistance and gravity, loaded on the way out and empty on the way back::

        w = g [(1 + tare) (f d + h) + tare max(f d - h, 0)] / efficiency

    The explosive is ammonium nitrate with fuel oil at its oxygen balance::

        3 NH4NO3 + CH2 -> 3 N2 + 7 H2O + CO2

    Inside the boundary: drilling, blasting, loading, hauling, dozers, pumps of the pit.
    Outside: crushing and milling (`comminution`), land, capital goods, the way to the mill by rail.

    Parameters
    ----------
    ore : Feed
        The ore as mined [kg dry]; its composition is stated under `flows`, best by minerals, such
        as ``{CeFCO3: 3 %, CePO4: 1 %, CaF2: 10 %, Fe2O3: 40 %}``.
    waste_rock : FlowName
        The rock that goes to the dump, a waste [kg].
    strip_ratio : MassRatio
        Waste rock per ore [kg/kg].
    haul_distance : Distance
        One way, pit to crusher or dump [km].
    lift : Height
        By which the rock is lifted on this way [m].
    rolling_resistance : Fraction
        Drag over weight on the haul road [-].
    tare : MassRatio
        Empty truck over payload [kg/kg].
    drive_efficiency : Fraction
        Work at the wheels over diesel, lower heating value [-].
    other_diesel : HeatPerMass
        Loaders, drills, dozers, graders and idling [MJ/t moved].
    electricity : EnergyPerMass
        Shovels, drills, pumps, light [kWh/t moved].
    explosive : MassRatio
        Explosive per rock [kg/t moved].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of dry ore; indicators: diesel of the trucks per rock moved [MJ/t], diesel per
        rock moved [MJ/t].

    Raises
    ------
    ModelError
        If the road would be steeper than a slope of one in three.

    Notes
    -----
    Valid for trucks on a ramp. Ore and waste rock are hauled alike. Which share of a mine is
    charged to rare earths is a matter of allocation where the ore is split (`magnetic_separation`).
    Excluded: regeneration and brake losses on the way down, conveyors, nitrogen oxides of the
    blast, dust.

    References
    ----------
    Mechanics; practice: factors/processes/open_pit_mining.csv.
    """
    words = "a haul road is no steeper than one in three; give its length"
    check(lift <= haul_distance / 3, "lift", words)
    size = species.one("kg")
    moved = 1 + strip_ratio
    drag = rolling_resistance * haul_distance
    heights = (1 + tare) * (drag + lift) + tare * maximum(drag - lift, 0 * lift)
    haul = GRAVITY * species.one("m/s^2") * heights / drive_efficiency
    diesel = haul + other_diesel
    charge = moved * explosive / species.mass("CH14N6O9")
    return [
        makes(ore.flow, size, ore.elements, ore.rare_earths),
        uses(RESOURCE, size, ore.elements),
        uses("diesel", size * moved * diesel),
        uses("electricity", size * moved * electricity),
        uses("explosive", size * moved * explosive),
        emits("CO2", size * charge * species.mass("CO2")),
        emits("N2", size * 3 * charge * species.mass("N2")),
        wastes(waste_rock, size * strip_ratio, elements={}),
        indicator("diesel of the trucks per rock moved", haul, "MJ/t"),
        indicator("diesel per rock moved", diesel, "MJ/t"),
    ]
