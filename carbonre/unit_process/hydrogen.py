"""Hydrogen: how its flows are measured, and the work of compressing it."""

from __future__ import annotations

import math
from typing import Any

from carbonre.unit_process.model import Species, maximum

FUEL = "hydrogen"  # measured by its lower heating value; every other hydrogen flow by its mass


def carried(flow: str, mass: Any, heating_value: Any) -> Any:
    """Return an amount of a hydrogen flow in the base unit of that flow.

    Parameters
    ----------
    flow : str
        Its name; `FUEL` is measured by its heating value.
    mass : mass
        Hydrogen [kg].
    heating_value : heat per mass
        Lower heating value of hydrogen [J/kg].

    Returns
    -------
    float or array
        The amount [J] of the fuel, [kg] of any other flow.
    """
    return mass * heating_value if flow == FUEL else mass


def exponential(value: Any) -> Any:
    """Return e to a dimensionless power."""
    return math.e**value


def compression(
    species: Species,
    suction: Any,
    discharge: Any,
    stages: Any,
    temperature: Any,
    heat_capacity_ratio: Any,
    co_volume: Any,
) -> Any:
    """Return the isentropic work of compression with intercooling.

    Equal pressure ratios, each stage from the same temperature; hydrogen as a Noble-Abel gas,
    ``p (v - b) = R T / M``, whose co-volume adds ``b (p2 - p1)``::

        w = n g / (g - 1) * R T / M * ((p2 / p1)^((g - 1) / (g n)) - 1) + b (p2 - p1)

    Parameters
    ----------
    suction, discharge : pressure
        Before and after the compressor, absolute [Pa].
    stages : ratio
        Stages, n [-].
    temperature : temperature
        Before each stage, T [K].
    heat_capacity_ratio : ratio
        Heat capacity at constant pressure over that at constant volume, g [-].
    co_volume : volume per mass
        Volume of the molecules, b [m3/kg].

    Returns
    -------
    float or array
        Work on the gas [J/kg]; zero if no lift is needed.

    References
    ----------
    Isentropic work of an ideal gas, stage by stage; Noble-Abel equation of state.
    """
    specific = species.gas_constant * temperature / species.mass("H2")
    ratio = maximum(discharge / suction, 1.0)
    power = (heat_capacity_ratio - 1) / (heat_capacity_ratio * stages)
    lift = maximum(discharge - suction, 0 * suction)
    return specific / power * (ratio**power - 1) + co_volume * lift


def plateau(
    species: Species, pressure: Any, at: Any, temperature: Any, desorption_enthalpy: Any
) -> Any:
    """Return the plateau pressure of a hydride at a temperature, by van 't Hoff.

    ``ln(p / p0) = dH / R * (1 / T0 - 1 / T)``

    Parameters
    ----------
    pressure, at : pressure, temperature
        A known point of the plateau, p0 [Pa] and T0 [K].
    temperature : temperature
        The temperature that is asked for, T [K].
    desorption_enthalpy : molar energy
        Heat of desorption per mole of hydrogen, dH [J/mol].

    Returns
    -------
    float or array
        The plateau pressure, p [Pa].
    """
    slope = desorption_enthalpy / species.gas_constant
    return pressure * exponential(slope * (1 / at - 1 / temperature))
