"""Hydrogen: how its flows are measured, and the work of compressing it."""

from __future__ import annotations

import math
from typing import Any

from carbonre.unit_process.model import Species, maximum

FUEL = "hydrogen"  # measured by its lower heating value; every other hydrogen flow by its mass


def carried(flow: str, mass: Any, heating_value: Any) -> Any:
    """Return an amount of a hydrogen flow in the base unit of that flow."""
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
    """Return the isentropic work of compression with intercooling [J/kg].

    Equal pressure ratios, each stage from the same temperature; hydrogen as a Noble-Abel gas,
    ``p (v - b) = R T / M``, whose co-volume adds ``b (p2 - p1)``. Zero if no lift is needed.
    """
    specific = species.gas_constant * temperature / species.mass("H2")
    ratio = maximum(discharge / suction, 1.0)
    power = (heat_capacity_ratio - 1) / (heat_capacity_ratio * stages)
    lift = maximum(discharge - suction, 0 * suction)
    return specific / power * (ratio**power - 1) + co_volume * lift


def plateau(
    species: Species, pressure: Any, at: Any, temperature: Any, desorption_enthalpy: Any
) -> Any:
    """Return the plateau pressure of a hydride at a temperature, by van 't Hoff [Pa]."""
    slope = desorption_enthalpy / species.gas_constant
    return pressure * exponential(slope * (1 / at - 1 / temperature))
