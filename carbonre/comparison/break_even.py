"""Break-even of two scenarios: the value of a factor or a parameter at which neither is better."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbonre.comparison.comparability import labels
from carbonre.comparison.parametric import total_of
from carbonre.core.documents import KeyPath
from carbonre.core.errors import InputError, Place, Problem, did_you_mean
from carbonre.core.paths import PathError, split_path, value_at
from carbonre.core.roots import sign_changes
from carbonre.core.units import Amount, QuantityError, quantity, unit
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.result import Footprint
from carbonre.plant.format import INVENTORY
from carbonre.processes import process_named
from carbonre.unit_process.defaults import default_for

POINTS = 24  # intervals of the range in which a change of sign is sought


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two scenarios break even, or why they do not.

    Attributes
    ----------
    counting : str
        What is counted: ``direct CO2 and this only``, ``scope 1 and this``, ``all``.
    values : tuple of float
        Every value within `low` and `high` at which the two change places, rising, in `unit`.
    better : tuple of str
        Who is better below the first value, between them, and above the last; "" for neither.
    ends : tuple of float
        How much more the second emits than the first at `low` and at `high` [kgCO2e in the
        period]; at an infinite end, the sign with which the difference grows, or the difference
        itself where it does not.
    why : str
        In words, where they never break even.
    """

    counting: str
    values: tuple[float, ...]
    unit: str
    low: float
    high: float
    better: tuple[str, ...]
    ends: tuple[float, float]
    why: str = ""

    @property
    def value(self) -> float | None:
        """The first value at which they break even; None if there is none."""
        return self.values[0] if self.values else None

    @property
    def better_below(self) -> str:
        """Who is better below the first value, or throughout."""
        return self.better[0]


VIEWS: dict[str, Callable[[LedgerRow], bool]] = {
    "direct CO2 and this only": lambda row: row.scope == "1" and row.gas == "CO2",
    "scope 1 and this": lambda row: row.scope == "1",
    "all": lambda row: True,
}


def break_even(one: Footprint, two: Footprint, path: str) -> list[BreakEven]:
    """Return where the totals of two scenarios are equal as one value changes in both.

    What a scenario itself sets there gives way to the value that is sought.

    Parameters
    ----------
    one, two : Footprint
        Two scenarios of one plant, or two plants that have the flow or the step in common.
    path : str
        ``supply.FLOW``: the factor of a bought flow [kgCO2e per unit], counted once with the
        direct CO2 of the plant only, with its scope 1, and with everything; or the dotted path of
        a numeric parameter, sought within its plausible range; or of any other quantity that the
        plant states, from a tenth of it to ten times.

    Raises
    ------
    InputError
        If the path leads to nothing that can be changed.
    """
    try:
        parts = split_path(path)
    except PathError as error:
        raise _refused(one, str(error)) from None
    if parts[0] == "supply" and len(parts) == 2:
        return _of_factor(one, two, str(parts[1]))
    if parts[0] == "steps" and len(parts) == 3:
        return [_of_value(one, two, path, *_plausible_range(one, str(parts[1]), str(parts[2])))]
    stated = _stated(one, parts)
    if stated is None:
        words = f"'{path}' cannot be sought; name supply.FLOW, steps.STEP.PARAMETER or a quantity"
        raise _refused(one, f"{words} that the plant states")
    return [_of_value(one, two, path, *_around(stated))]


def _stated(result: Footprint, parts: KeyPath) -> Amount | None:
    """Return the quantity that stands at a path, such as an amount that a step uses."""
    data = value_at(result.plant.document.data, parts)
    with contextlib.suppress(QuantityError):
        return quantity(data) if isinstance(data, str) else None
    return None


def _around(amount: Amount) -> tuple[float, float, str]:
    """Return a tenth and ten times a quantity without a range; of a share, at most all."""
    high = amount.value * 10
    if not amount.unit.dimension:
        high = min(high, 1 / amount.unit.factor)
    return amount.value / 10, high, amount.unit.text


def _refused(result: Footprint, words: str) -> InputError:
    return InputError(
        [Problem(f"--break-even: {words}", Place(result.plant.document.file), code="no-break-even")]
    )


def _of_factor(one: Footprint, two: Footprint, flow: str) -> list[BreakEven]:
    """Both totals are straight lines in the factor of a bought flow."""
    bought = [_bought(result, flow) for result in (one, two)]
    if not any(bought):
        known = sorted({f for r in (one, two) for f, b in r.material.flows.items() if b.bought})
        raise _refused(one, f"neither scenario buys '{flow}'{did_you_mean(flow, known)}")
    if any(
        row.flow == flow and row.kind == "circular" for r in (one, two) for row in r.ledger_rows
    ):
        words = f"'{flow}' is counted with the circular footprint formula; seek without 'circular'"
        raise _refused(one, words)
    label = f"kgCO2e/{one.system.flow_of(flow).unit.text}"
    names = labels([one, two])
    slope = bought[1] - bought[0]
    straight = abs(slope) <= 1e-12 * max(bought)
    found = []
    for counting, counts in VIEWS.items():
        rest = [
            math.fsum(
                row.kgCO2e
                for row in result.ledger_rows
                if row.counts and counts(row) and not _is_direct(row, flow)
            )
            for result in (one, two)
        ]
        at_zero = rest[1] - rest[0]
        if abs(at_zero) <= 1e-12 * max(map(abs, rest)):
            at_zero = 0.0
        if straight:
            ends = (at_zero, at_zero)
            why = f"both buy the same amount of {flow}, so the difference does not move with it"
        else:
            ends = (at_zero, math.copysign(math.inf, slope))
            why = "the difference grows with the factor"
            if not at_zero:
                why = "the two are equal at zero, and the difference grows with the factor"
        equal = not straight and at_zero * slope < 0
        values = (-at_zero / slope,) if equal else ()
        better = (_better(names, ends[0]), _better(names, ends[1])) if equal else (
            _better(names, ends[0] or ends[1]),)  # fmt: skip
        why = "" if equal else why
        found.append(BreakEven(counting, values, label, 0.0, math.inf, better, ends, why))
    return found


def _better(names: Sequence[str], difference: float) -> str:
    """Name the side with the smaller total."""
    return names[1] if difference < 0 else names[0] if difference > 0 else ""


def _bought(result: Footprint, flow: str) -> float:
    balance = result.material.flows.get(flow)
    return balance.bought / result.system.flow_of(flow).unit.factor if balance else 0.0


def _is_direct(row: LedgerRow, flow: str) -> bool:
    """Whether a row is what the sought factor stands for: not the supply chain of energy."""
    return row.flow == flow and row.kind == "purchase" and row.category != "3"


def _of_value(
    one: Footprint, two: Footprint, path: str, low: float, high: float, label: str
) -> BreakEven:
    """Seek a value within its range."""
    points = [low + (high - low) * i / POINTS for i in range(POINTS + 1)]
    of_one, of_two = (total_of(result.study, path, label, points[0]) for result in (one, two))
    known: dict[float, float] = {}

    def differences(values: Sequence[float]) -> list[float]:
        new = [value for value in dict.fromkeys(values) if value not in known]
        if new:
            known.update(zip(new, map(float, of_two(new) - of_one(new)), strict=True))
        return [known[value] for value in values]

    noise = 1e-12 * max(abs(one.total), abs(two.total))
    values = tuple(sign_changes(differences, points, noise))
    bounds = [low, *values, high]
    names = labels([one, two])
    better = tuple(
        _better(names, _largest(differences, points, bounds[i], bounds[i + 1], noise))
        for i in range(len(bounds) - 1)
    )
    first, last = differences([low, high])
    ends = (first, last)
    why = "" if values else _why(ends, noise)
    return BreakEven("all", values, label, low, high, better, ends, why)


def _largest(
    differences: Callable[[Sequence[float]], Sequence[float]],
    points: Sequence[float],
    low: float,
    high: float,
    noise: float,
) -> float:
    """Return the difference that is farthest from zero on a stretch; zero if it is nowhere any."""
    inside = [p for p in points if low < p < high] or [low, (low + high) / 2, high]
    found = max(differences(inside), key=abs)
    return found if abs(found) > noise else 0.0


def _why(ends: tuple[float, float], noise: float) -> str:
    if max(map(abs, ends)) <= noise:
        return "the two are the same for every value: they differ in nothing else"
    if abs(ends[1] - ends[0]) <= 1e-9 * max(map(abs, ends)):
        return "the difference does not move with it"
    return "on the same side all the way"


def _plausible_range(result: Footprint, step: str, name: str) -> tuple[float, float, str]:
    """Return the plausible range of a parameter, in the unit of its default."""
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
    context = process_named(entry.process).choices(entry.parameters)
    row = default_for(entry.process, name, context)
    if row is not None and row.low is not None and row.high is not None:
        return row.low / row.unit.factor, row.high / row.unit.factor, row.unit.text
    stated = entry.parameters.get(name)
    if isinstance(stated, str):
        return _around(quantity(stated))
    measure = unit(parameter.unit)
    raise _refused(
        result, f"'{name}' has no plausible range; state a value in {measure.text} in the plant"
    )
