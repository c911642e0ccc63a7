"""Refuelling station: stored hydrogen into the tanks of vehicles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MassFlow,
    Power,
    Pressure,
    Ratio,
    Temperature,
    VolumePerMass,
)
from carbonre.unit_process.hydrogen import carried, compression
from carbonre.unit_process.model import (
    Exchange,
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
)


@unit_process(
    governed_by=("supply_pressure", "bank_pressure", "precooling_temperature", "throughput")
)
def refuelling_station(
    *,
    nozzle: Literal["350 bar", "700 bar", "hydride"] = "350 bar",
    hydrogen: FlowName = "stored hydrogen",
    product: FlowName = "dispensed hydrogen",
    supply_pressure: Pressure,
    bank_pressure: Pressure,
    stages: Ratio,
    gas_temperature: Temperature,
    heat_capacity_ratio: Ratio,
    co_volume: VolumePerMass,
    isentropic_efficiency: Fraction,
    motor_efficiency: Fraction,
    ambient_temperature: Temperature,
    precooling_temperature: Temperature,
    heat_capacity: HeatCapacity,
    cooling_efficiency: Fraction,
    compressor_cooling: EnergyPerMass,
    standby_power: Power,
    throughput: MassFlow,
    losses: Fraction,
    heating_value: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Compress hydrogen to the banks of a station, cool it and fill vehicles.

    The banks stand above the pressure of the tank; a fast fill heats the tank, so the hydrogen is
    cooled before it, at 700 bar to -40 degC. A refrigerator reaches a share of Carnot, and what
    runs all day is spread over what is sold::

        cooling = cp (Ta - Tc) * (Ta - Tc) / (efficiency * Tc)        standby = power / throughput

    A vehicle with a hydride tank fills at low pressure, without precooling.

    Inside the boundary: compressor, banks, precooling, dispenser.
    Outside: making, storing and delivering the hydrogen; the vehicle and its tank.

    Parameters
    ----------
    nozzle : Literal["350 bar", "700 bar", "hydride"]
        Pressure of the vehicle's tank, or a hydride tank.
    hydrogen : FlowName
        The hydrogen taken; ``hydrogen`` is measured by its heating value, others by mass [J or kg].
    product : FlowName
        The hydrogen filled in [kg].
    supply_pressure : Pressure
        Mean pressure at which it comes to the compressor, absolute [bar].
    bank_pressure : Pressure
        Pressure of the banks [bar].
    stages : Ratio
        Stages of the compressor [-].
    gas_temperature : Temperature
        Temperature before each stage [K].
    heat_capacity_ratio : Ratio
        Heat capacity at constant pressure over that at constant volume [-].
    co_volume : VolumePerMass
        Volume of the molecules, Noble-Abel equation [L/kg].
    isentropic_efficiency : Fraction
        Isentropic over shaft work [-].
    motor_efficiency : Fraction
        Shaft work over electricity [-].
    ambient_temperature : Temperature
        Temperature at which the refrigerator gives off its heat [K].
    precooling_temperature : Temperature
        Temperature of the hydrogen at the nozzle; ambient if it is not cooled [K].
    heat_capacity : HeatCapacity
        Heat capacity of hydrogen [kJ/kg/K].
    cooling_efficiency : Fraction
        Refrigerator over Carnot [-].
    compressor_cooling : EnergyPerMass
        Cooling of the compressor, controls [kWh/kg H2].
    standby_power : Power
        What runs all day: cold blocks, dispensers, lights [kW].
    throughput : MassFlow
        Hydrogen sold [kg/d].
    losses : Fraction
        Hydrogen vented and leaked [kg/kg].
    heating_value : HeatPerMass
        Lower heating value by which hydrogen is measured [MJ/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of hydrogen filled in; indicators: work of compression [kWh/kg], precooling
        [kWh/kg], standby [kWh/kg], compression per heating value [%].

    Raises
    ------
    ModelError
        If nothing is sold, or the hydrogen is colder at the nozzle than a refrigerator can be.

    Notes
    -----
    Valid for stations whose whole mass goes through the compressor to bank pressure; a cascade that
    fills the first part from the supply takes 10 to 30 % less. Excluded: wear of banks and
    compressor, buildings.

    References
    ----------
    Thermodynamics; SAE J2601; practice: factors/processes/refuelling_station.csv.
    """
    check(throughput > 0, "throughput", "a station that sells nothing has no energy per kilogram")
    check(precooling_temperature > 0, "precooling_temperature", "this is below absolute zero")
    size = species.one("kg")
    taken = size / (1 - losses)
    ideal = compression(species, supply_pressure, bank_pressure, stages, gas_temperature,
                        heat_capacity_ratio, co_volume)  # fmt: skip
    work = ideal / (isentropic_efficiency * motor_efficiency)
    fall = maximum(ambient_temperature - precooling_temperature, 0 * ambient_temperature)
    if nozzle == "hydride":
        fall = 0 * fall
    cooling = heat_capacity * fall * fall / (cooling_efficiency * precooling_temperature)
    standby = standby_power / throughput
    return [
        makes(product, size),
        uses(hydrogen, carried(hydrogen, taken, heating_value)),
        uses("electricity", taken * (work + compressor_cooling) + size * (cooling + standby)),
        emits("H2", taken - size),
        indicator("work of compression", work, "kWh/kg"),
        indicator("precooling", cooling, "kWh/kg"),
        indicator("standby", standby, "kWh/kg"),
        indicator("compression per heating value", work / heating_value, "%"),
    ]
