"""Meter readings: measured / modelled at the baseline is a factor on that exchange.

So the baseline reproduces the meter, and scenarios and sweeps scale from it. A draw is no other
plant, but what the same plant may be: the meter reads the same, and each draw has its own factor.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from carbonre.core.arrays import (
    NO_OVERRIDES,
    Numeric,
    Overrides,
    any_nonzero,
    first,
    maximum,
    unanimous,
)
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.notes import Note, warning
from carbonre.core.paths import dotted
from carbonre.core.units import QuantityError
from carbonre.factors.lookup import Factors
from carbonre.plant.format import Plant
from carbonre.system import material as material_balance
from carbonre.system.build import build_system
from carbonre.system.checks import check_system
from carbonre.system.conversions import counted, words_at
from carbonre.system.network import Network
from carbonre.system.steps import StepExchange, System

FAR = 2.0  # a meter that reads so many times the model, or so little, is probably another meter
CLOSE = 1e-13  # of a factor: readings are met
Calibration = Mapping[tuple[str, str], Numeric]  # (step, flow) -> measured / modelled


def calibration(
    plant: Plant, factors: Factors, problems: Problems, overrides: Overrides = NO_OVERRIDES
) -> Calibration:
    """Return measured / modelled at the baseline for every meter reading.

    A reading of a flow that the plant makes itself moves other steps, so the scaling factors are
    solved again until the readings are met.

    Parameters
    ----------
    overrides : Overrides
        Numbers in place of what is written; with arrays, a factor for each row.
    """
    if not any(step.measured for step in plant.data.steps.values()):
        return {}
    system = build_system(plant, factors, problems, overrides)
    check_system(system, Network(system.steps), problems)
    if problems.found:
        return {}
    scale: dict[tuple[str, str], Numeric] = {}
    for _ in range(100):
        metered = calibrated(system, scale)
        net = Network(metered.steps)
        material = material_balance.material(metered, net, problems)
        if problems.found:
            return {}
        moved = False
        for step, scaling in zip(system.steps, material.scaling, strict=True):
            for flow, reading in plant.data.steps[step.name].measured.items():
                path = ("steps", step.name, "measured", flow)
                if path in plant.invalid:
                    return {}
                metered_exchanges = [
                    one for one in step.exchanges if one.flow == flow and one.kind != "makes"
                ]
                modelled = sum(exchange.amount for exchange in metered_exchanges) * scaling
                if not metered_exchanges or unanimous(modelled <= 0):
                    flows = [one.flow for one in step.exchanges if one.kind != "makes"]
                    message = (
                        f"the model of '{step.name}' has no '{flow}' to compare the meter with"
                    )
                    hint = did_you_mean(flow, [f for f in flows if f != flow])
                    problems.add(
                        message + hint,
                        plant.place(*path),
                        dotted(path),
                        code="contradicting-meters",
                    )
                    return {}
                metered_amount = _reading(system, flow, reading, path, problems)
                if metered_amount is None:
                    return {}
                factor = metered_amount / modelled
                before = scale.get((step.name, flow), 1.0)
                apart = abs(factor - before) > CLOSE * maximum(factor, before)
                moved = moved or any_nonzero(apart)
                scale[step.name, flow] = factor
        if not moved:
            return scale
    message = "the meter readings contradict each other: no operating point reproduces them"
    problems.add(message, plant.place("steps"), code="contradicting-meters")
    return {}


def _reading(
    system: System, flow: str, reading: Any, path: tuple[str, ...], problems: Problems
) -> float | None:
    place = system.plant.data.location
    try:
        found = counted(system.flow_of(flow), reading, system.factors, place)
    except QuantityError as error:
        problems.add(str(error), system.plant.place(*path), dotted(path), code="wrong-dimension")
        return None
    return float(reading.base * found.factor)


def calibrated(system: System, calibration: Calibration) -> System:
    """Scale the exchanges that a meter has read."""
    if not calibration:
        return system

    def scaled(step: str, exchange: StepExchange) -> StepExchange:
        factor = calibration.get((step, exchange.flow)) if exchange.kind != "makes" else None
        if factor is None:
            return exchange
        path = ("steps", step, "measured", exchange.flow)
        return dataclasses.replace(
            exchange,
            amount=exchange.amount * factor,
            origin="measured",
            place=system.plant.place(*path),
            conversion=words_at(system.converted, path),
        )

    steps = tuple(
        dataclasses.replace(step, exchanges=tuple(scaled(step.name, one) for one in step.exchanges))
        for step in system.steps
    )
    return dataclasses.replace(system, steps=steps)


def meter_warnings(plant: Plant, calibration: Calibration) -> list[Note]:
    """Say which meters are far from their model: a wrong unit, or a meter of something else."""
    found = []
    for (step, flow), factor in calibration.items():
        if not 1 / FAR <= first(factor) <= FAR:
            path = ("steps", step, "measured", flow)
            message = f"the meter reads {first(factor):.3g} times what the model says"
            place = plant.place(*path)
            found.append(warning("meter-far-from-model", dotted(path), message, place))
    return found
