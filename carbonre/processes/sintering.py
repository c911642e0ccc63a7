"""Sintering: powder to dense blocks, with pressing and ageing."""

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
from carbonre.unit_process.alloys import METALS, grade, heating, oxides, step_yield
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    Total,
    check,
    emits,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)

HEATS = ("sintering_rise", "first_ageing_rise", "second_ageing_rise")


@unit_process(
    governed_by=("furnace_power", "hall_power", "charge_to_block"),
    balanced=METALS,
    totals={
        "charge_to_block": Total(("block_yield",)),
        "furnace_power": Total((*HEATS, "heat_capacity", "tray_load", "furnace_efficiency")),
    },
)
def sintering(
    *,
    feed: Feed = Feed("NdFeB powder"),
    product: FlowName = "sintered NdFeB block",
    scrap: FlowName = "magnet scrap",
    pressing_power: EnergyPerMass,
    hall_power: EnergyPerMass,
    furnace_power: EnergyPerMass,
    heat_capacity: HeatCapacity,
    sintering_rise: Temperature,
    first_ageing_rise: Temperature,
    second_ageing_rise: Temperature,
    tray_load: MassRatio,
    furnace_efficiency: Fraction,
    argon: MassRatio,
    charge_to_block: Fraction,
    loss_share: Fraction,
    block_yield: Fraction,
    remanence: Polarisation,
    energy_product: EnergyProduct,
    density: Density,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Press powder in a magnetic field, sinter it in vacuum and age it.

    The powder is aligned and pressed in an oxygen-free hall, sintered at 1000 to 1100 degC and aged
    at about 900 and 500 degC; the hydrogen left by decrepitation leaves on the way. The electricity
    of the furnaces is published as a sum, or follows from the heat of blocks and trays, heated once
    for each step::

        furnace power = heat_capacity * (sum of the rises) * (1 + tray_load) / furnace_efficiency

    Inside the boundary: presses, isostatic press, furnaces, vacuum pumps, hall, argon.
    Outside: making the powder, tools, machining.

    Parameters
    ----------
    feed : Feed
        The powder [kg].
    product : FlowName
        The sintered and aged blocks [kg].
    scrap : FlowName
        Rejected blocks and green parts [kg].
    pressing_power : EnergyPerMass
        Presses, field coils, isostatic press [kWh/kg powder].
    hall_power : EnergyPerMass
        Air conditioning and the inert, oxygen-free hall [kWh/kg powder].
    furnace_power : EnergyPerMass
        Electricity of the furnaces and their vacuum pumps; the next six may be stated instead
        [kWh/kg powder].
    heat_capacity : HeatCapacity
        Mean heat capacity of blocks and trays [kJ/kg/K].
    sintering_rise : Temperature
        Sintering temperature above that of the cold load [K].
    first_ageing_rise : Temperature
        First ageing temperature above that of the cold load [K].
    second_ageing_rise : Temperature
        Second ageing temperature above that of the cold load [K].
    tray_load : MassRatio
        Boxes and trays heated with the blocks [kg/kg].
    furnace_efficiency : Fraction
        Heat in the load over electricity of furnaces and vacuum pumps, holding included [-].
    argon : MassRatio
        Argon for quenching and filling [kg/kg powder].
    charge_to_block : Fraction
        Yield of the whole chain, from charge to sintered block; or state `block_yield` [kg/kg].
    loss_share : Fraction
        This step's part of the loss of the chain, by logarithm [-].
    block_yield : Fraction
        Good blocks over powder, without its hydrogen [kg/kg].
    remanence : Polarisation
        Remanence of the grade, for the bound of its energy product; zero if not stated [T].
    energy_product : EnergyProduct
        Energy product (BH)max of the grade; zero if not stated [kJ/m3].
    density : Density
        Density of the sintered block [kg/m3].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of blocks; indicators: electricity of the furnaces [kWh/kg], electricity per
        block [kWh/kg].

    Raises
    ------
    ModelError
        If no block is made, or the energy product is above ``remanence^2 / (4 mu0)``.

    Notes
    -----
    Valid for sintered NdFeB and, with its temperatures, SmCo. For a footprint per energy product,
    divide that per kg by the indicator of energy per mass. Excluded: binder and lubricant, oxygen
    picked up, rare earth that evaporates.

    References
    ----------
    Heat balance; practice: factors/processes/sintering.csv.
    """
    good = step_yield(charge_to_block, loss_share, block_yield)
    check(good > 0, "block_yield", "no block is made")
    hydrogen = feed.elements.get("H", 0.0)
    block = {el: part / (1 - hydrogen) for el, part in feed.elements.items() if el != "H"}
    size = species.one("kg")
    powder = size / (good * (1 - hydrogen))
    rises = sintering_rise + first_ageing_rise + second_ageing_rise
    heated = heating(heat_capacity, rises, tray_load, furnace_efficiency)
    furnace = where(furnace_power > 0, furnace_power, heated)
    power = pressing_power + hall_power + furnace
    return [
        makes(product, size, block, oxides(block)),
        uses(feed.flow, powder, feed.elements),
        uses("electricity", powder * power),
        uses("argon", powder * argon),
        emits("H2", powder * hydrogen),
        wastes(scrap, size * (1 / good - 1), block, oxides(block)),
        indicator("electricity of the furnaces", powder / size * furnace, "kWh/kg"),
        indicator("electricity per block", powder / size * power, "kWh/kg"),
        *grade(remanence, energy_product, density, species),
    ]
