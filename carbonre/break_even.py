"""Where two scenarios meet: the value of a factor or a parameter at which neither is better."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from carbonre.errors import InputError, Place, Problem, did_you_mean
from carbonre.footprint import Footprint
from carbonre.ledger import LedgerRow
from carbonre.parameters import default_for
from carbonre.plant import INVENTORY, split_path
from carbonre.process import process_named
from carbonre.sweep import total_along
from carbonre.units import QuantityError, quantity, unit

POINTS, STEPS = 24, 60  # points of the band, and halvings between two of them


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two scenarios meet, or that they do not.

    Attributes
    ----------
    counting : str
        What is counted: ``direct CO2 only``, ``scope 1 and 2``, ``all``.
    value : float or None
        In `unit`; None if there is no such value within `low` and `high`.
    """

    counting: str
    value: float | None
    unit: str
    low: float
    high: float
    better_below: str


VIEWS: dict[str, Callable[[LedgerRow], bool]] = {
    "direct CO2 and this only": lambda row: row.scope == "1" and row.gas == "CO2",
    "scope 1 and this": lambda row: row.scope == "1",
    "all": lambda row: True,
}


def break_even(one: Footprint, two: Footprint, path: str) -> list[Meeting]:
    """Return where the totals of two scenarios meet as one value changes in both.

    Parameters
    ----------
    one, two : Footprint
        Two scenarios of one plant.
    path : str
        ``supply.FLOW``: the factor of a bought flow [kgCO2e per unit], counted once with the
        direct CO2 of the plant only, with its scope 1, and with everything; or the dotted path of
        a numeric parameter, sought within its plausible band.

    Raises
    ------
    InputError
        If the path leads to nothing that can be changed.
    """
    try:
        parts = split_path(path)
    except QuantityError as error:
        raise _refused(one, str(error)) from None
    if parts[0] == "supply" and len(parts) == 2:
        return _of_factor(one, two, str(parts[1]))
    if parts[0] == "steps" and len(parts) == 3:
        return [_of_parameter(one, two, path, str(parts[1]), str(parts[2]))]
    words = f"'{path}' cannot be sought; name supply.FLOW or steps.STEP.PARAMETER"
    raise _refused(one, words)


def _refused(result: Footprint, words: str) -> InputError:
    return InputError([Problem(f"--break-even: {words}", Place(result.plant.document.file))])


def _of_factor(one: Footprint, two: Footprint, flow: str) -> list[Meeting]:
    """Both totals are straight lines in the factor of a bought flow."""
    bought = [_bought(result, flow) for result in (one, two)]
    if not any(bought):
        known = sorted({f for r in (one, two) for f, b in r.material.flows.items() if b.bought})
        raise _refused(one, f"neither scenario buys '{flow}'{did_you_mean(flow, known)}")
    if any(row.flow == flow and row.kind == "circular" for r in (one, two) for row in r.rows):
        words = f"'{flow}' is counted with the circular footprint formula; seek without 'circular'"
        raise _refused(one, words)
    label = f"kgCO2e/{one.system.flow_of(flow).unit.text}"
    found = []
    for counting, counts in VIEWS.items():
        rest = [
            math.fsum(
                row.kgCO2e
                for row in result.rows
                if row.counts and counts(row) and not _is_direct(row, flow)
            )
            for result in (one, two)
        ]
        slope = bought[1] - bought[0]
        value = (rest[0] - rest[1]) / slope if abs(slope) > 1e-12 * max(bought) else -1.0
        below = two if slope > 0 else one
        meets = value if value > 0 else None
        found.append(Meeting(counting, meets, label, 0.0, math.inf, below.scenario))
    return found


def _bought(result: Footprint, flow: str) -> float:
    balance = result.material.flows.get(flow)
    return balance.bought / result.system.flow_of(flow).unit.factor if balance else 0.0


def _is_direct(row: LedgerRow, flow: str) -> bool:
    """Whether a row is what the sought factor stands for: not the supply chain of energy."""
    return row.flow == flow and row.kind == "purchase" and row.category != "3"


def _of_parameter(one: Footprint, two: Footprint, path: str, step: str, name: str) -> Meeting:
    low, high, label = _band(one, step, name)
    of_one, of_two = total_along(one, path), total_along(two, path)

    def difference(value: float) -> float:
        setting = f"{value!r} {label}"
        return of_two(setting) - of_one(setting)

    points = [low + (high - low) * i / POINTS for i in range(POINTS + 1)]
    values = [difference(point) for point in points]
    for index in range(POINTS):
        before, after = values[index], values[index + 1]
        if before == 0 or before * after < 0:
            rising = after > before
            value = _halved(difference, points[index], points[index + 1], rising)
            return Meeting("all", value, label, low, high, (two if rising else one).scenario)
    best = two if values[0] < 0 else one
    return Meeting("all", None, label, low, high, best.scenario)


def _halved(difference: Callable[[float], float], low: float, high: float, rising: bool) -> float:
    """Halve an interval in which a difference changes its sign."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        if (difference(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _band(result: Footprint, step: str, name: str) -> tuple[float, float, str]:
    """Return the plausible band of a parameter, in the unit of its default."""
    entry = result.plant.data.steps.get(step)
    if entry is None:
        hint = did_you_mean(step, result.plant.data.steps)
        raise _refused(result, f"there is no step '{step}'{hint}")
    parameters = {} if entry.process == INVENTORY else process_named(entry.process).parameters
    parameter = parameters.get(name)
    if parameter is None or parameter.form != "quantity":
        known = [p.name for p in parameters.values() if p.form == "quantity"]
        hint = did_you_mean(name, known)
        raise _refused(result, f"'{step}' has no numeric parameter '{name}'{hint}")
    context = {key: str(value) for key, value in entry.parameters.items()}
    context |= {
        key: str(p.default) for key, p in parameters.items() if p.default and key not in context
    }
    row = default_for(entry.process, name, context)
    if row is not None and row.low is not None and row.high is not None:
        return row.low / row.unit.factor, row.high / row.unit.factor, row.unit.text
    stated = entry.parameters.get(name)
    if isinstance(stated, str):
        amount = quantity(stated)
        return amount.value / 10, amount.value * 10, amount.unit.text
    measure = unit(parameter.unit)
    raise _refused(result, f"'{name}' has no band; state a value in {measure.text} in the plant")
