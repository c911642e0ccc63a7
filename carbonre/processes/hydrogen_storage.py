"""Hydrogen storage: in a metal hydride, or compressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatPerMass,
    MassRatio,
    MolarEnergy,
    Pressure,
    Ratio,
    Temperature,
    VolumePerMass,
)
from carbonre.unit_process.hydrogen import carried, compression, plateau
from carbonre.unit_process.model import (
    Exchange,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    log,
    makes,
    maximum,
    unit_process,
    uses,
)


@unit_process(
    governed_by=(
        "usable_capacity",
        "cycles",
        "supply_pressure",
        "storage_pressure",
        "desorption_enthalpy",
    )
)
def hydrogen_storage(
    *,
    method: Literal["metal hydride", "compressed gas"] = "metal hydride",
    hydrogen: FlowName = "hydrogen",
    product: FlowName = "stored hydrogen",
    alloy: FlowName = "hydrogen storage alloy",
    vessel: FlowName = "steel",
    heat: FlowName = "heat",
    supply_pressure: Pressure,
    storage_pressure: Pressure,
    stages: Ratio,
    gas_temperature: Temperature,
    heat_capacity_ratio: Ratio,
    co_volume: VolumePerMass,
    isentropic_efficiency: Fraction,
    motor_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    usable_capacity: Fraction,
    capacity_basis: Literal["alloy", "hydride"] = "alloy",
    capacity_fade: Fraction,
    cycles: Ratio,
    vessel_mass: MassRatio,
    plateau_pressure: Pressure,
    plateau_temperature: Temperature,
    desorption_enthalpy: MolarEnergy,
    charging_temperature: Temperature,
    driving_ratio: Ratio,
    delivery_pressure: Pressure,
    heat_temperature: Temperature,
    waste_heat: Fraction,
    losses: Fraction,
    heating_value: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Store hydrogen in a metal hydride, or compress it into vessels.

    A hydride charges at a few times its plateau pressure, mostly below that of an electrolyser, so
    it needs no compressor; releasing the hydrogen takes its heat of desorption, as warm as the
    delivery pressure asks for. Compression takes isentropic work, with intercooling::

        ln(p / p0) = dH / R * (1 / T0 - 1 / T)
        w = n g / (g - 1) * R T / M * ((p2 / p1)^((g - 1) / (g n)) - 1) + b (p2 - p1)

    The alloy is spread over what it delivers in its life: 1 / (capacity x cycles).

    Inside the boundary: compressor if one is needed, cooling, heat of release, wear of alloy and
    vessel.
    Outside: making the hydrogen, dispensing.

    Parameters
    ----------
    method : Literal["metal hydride", "compressed gas"]
        Hydride or compressed gas.
    hydrogen : FlowName
        The hydrogen taken; ``hydrogen`` is measured by its heating value, others by mass [J or kg].
    product : FlowName
        The hydrogen given back [kg].
    alloy : FlowName
        The alloy of the hydride [kg].
    vessel : FlowName
        What the vessels are made of [kg].
    heat : FlowName
        What heats the hydride: ``heat``, ``steam`` or ``electricity`` [J].
    supply_pressure : Pressure
        Pressure at which the hydrogen comes, absolute [bar].
    storage_pressure : Pressure
        Pressure of the full vessel, compressed gas only [bar].
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
    auxiliary_power : EnergyPerMass
        Cooling, pumps, controls [kWh/kg H2].
    usable_capacity : Fraction
        Hydrogen given back per cycle when new, on `capacity_basis` [kg/kg].
    capacity_basis : Literal["alloy", "hydride"]
        Whether the capacity is per alloy or per hydride.
    capacity_fade : Fraction
        Capacity lost at the end of life; the mean over life counts [kg/kg].
    cycles : Ratio
        Full cycles in the life of alloy and vessel [-].
    vessel_mass : MassRatio
        Vessel per hydrogen that it holds [kg/kg].
    plateau_pressure : Pressure
        Desorption plateau at `plateau_temperature` [bar].
    plateau_temperature : Temperature
        Temperature of that plateau [K].
    desorption_enthalpy : MolarEnergy
        Heat of desorption [kJ/mol H2].
    charging_temperature : Temperature
        Temperature of the cooled bed when it is charged [K].
    driving_ratio : Ratio
        Charging pressure over plateau pressure: hysteresis, slope and speed [-].
    delivery_pressure : Pressure
        Pressure at which the hydride gives its hydrogen [bar].
    heat_temperature : Temperature
        Temperature to which the heat source can warm the bed [K].
    waste_heat : Fraction
        Share of the heat of desorption that is waste heat, which costs nothing [J/J].
    losses : Fraction
        Hydrogen lost to air [kg/kg].
    heating_value : HeatPerMass
        Lower heating value by which hydrogen is measured [MJ/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of hydrogen given back; indicators: work of compression [kWh/kg], pressure of
        charging [bar], heat of desorption [kWh/kg], temperature of release [K], alloy per hydrogen
        held [-], hydrogen over the life of the alloy [-].

    Raises
    ------
    ModelError
        If a vessel is to hold less than the supply pressure, or the heat is not warm enough for the
        delivery pressure, or capacity or cycles are zero.

    Notes
    -----
    Valid for hydrides of AB5, A2B7 and TiFe at 1 to 100 bar, and for compressed gas to 1000 bar
    (within 3 % of real gas). Excluded: sensible heat of bed and vessel, cooling duty beyond
    `auxiliary_power`, liners.

    References
    ----------
    Thermodynamics; DOE record 9013; practice: factors/processes/hydrogen_storage.csv.
    """
    check(cycles > 0, "cycles", "a store without a cycle stores nothing")
    size = species.one("kg")
    taken = size / (1 - losses)
    hydride = method == "metal hydride"
    full = storage_pressure
    lines: list[Exchange | Indicator] = []
    if hydride:
        check(usable_capacity > 0, "usable_capacity", "an alloy that holds nothing stores nothing")
        bed = plateau(species, plateau_pressure, plateau_temperature, charging_temperature,
                      desorption_enthalpy)  # fmt: skip
        full = bed * driving_ratio
        capacity = _on_alloy(usable_capacity, capacity_basis) * (1 - capacity_fade / 2)
        slope = species.gas_constant / desorption_enthalpy
        shift = slope * log(delivery_pressure / plateau_pressure)
        warm = 1 / (1 / plateau_temperature - shift)
        words = "the heat is not warm enough to release hydrogen at this pressure"
        check((warm > 0 * warm) & (warm <= heat_temperature), "delivery_pressure", words)
        release = desorption_enthalpy / species.mass("H2")
        lines = [
            uses(heat, size * release * (1 - waste_heat)),
            uses(alloy, size / (capacity * cycles)),
            indicator("heat of desorption", release, "kWh/kg"),
            indicator("temperature of release", warm, "K"),
            indicator("alloy per hydrogen held", 1 / capacity, "1"),
            indicator("hydrogen over the life of the alloy", capacity * cycles, "1"),
        ]
    else:
        words = "the hydrogen comes at a higher pressure than the vessel holds"
        check(storage_pressure >= supply_pressure, "storage_pressure", words)
    ideal = compression(species, supply_pressure, full, stages, gas_temperature,
                        heat_capacity_ratio, co_volume)  # fmt: skip
    work = ideal / (isentropic_efficiency * motor_efficiency)
    return [
        makes(product, size),
        uses(hydrogen, carried(hydrogen, taken, heating_value)),
        uses("electricity", taken * (work + auxiliary_power)),
        uses(vessel, size * vessel_mass / cycles),
        emits("H2", taken - size),
        indicator("work of compression", work, "kWh/kg"),
        indicator("pressure of charging", maximum(full, 0 * full), "bar"),
        *lines,
    ]


def _on_alloy(capacity: Any, basis: str) -> Any:
    """Return a capacity per kilogram of alloy."""
    return capacity / (1 - capacity) if basis == "hydride" else capacity
