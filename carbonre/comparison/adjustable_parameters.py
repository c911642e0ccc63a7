"""The parameters of a plant that can be moved within their plausible range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place
from carbonre.core.units import QuantityError, Unit, quantity
from carbonre.footprint.result import Footprint
from carbonre.plant.format import Plant
from carbonre.processes import process_named
from carbonre.unit_process.defaults import Default, default_for


@dataclass(frozen=True, eq=False)
class AdjustableParameter:
    """A parameter that can be moved within its plausible range; numbers in base units.

    Attributes
    ----------
    row : Default
        The row of the table of defaults that knows the range.
    steps : tuple of str
        The steps that it belongs to: a default is one number for all that use it.
    path : tuple
        Where the plant states it; empty if it is a default.
    """

    row: Default
    steps: tuple[str, ...]
    value: float
    path: KeyPath = ()

    @property
    def low(self) -> float:
        """The lower end of the range, and of what the plant states."""
        return min(self.row.low or 0.0, self.value)

    @property
    def high(self) -> float:
        """The upper end of the range, and of what the plant states."""
        return max(self.row.high or 0.0, self.value)

    @property
    def unit(self) -> Unit:
        """The unit to show it in."""
        return self.row.unit


def adjustable_parameters(result: Footprint) -> Iterator[AdjustableParameter]:
    """Yield the defaults that are used, and what the plant states where a range is known."""
    users: dict[Place, list[str]] = {}
    rows: dict[Place, Default] = {}
    for step, run in zip(result.system.steps, result.material.scaling, strict=True):
        for row in step.defaults if run else ():
            rows[row.place] = row
            if step.name not in users.setdefault(row.place, []):
                users[row.place].append(step.name)
        if run:
            yield from _stated(result.plant, step.name)
    for place, steps in users.items():
        row = rows[place]
        if row.value is not None and _has_range(row):
            yield AdjustableParameter(row, tuple(steps), row.value)


def _stated(plant: Plant, step: str) -> Iterator[AdjustableParameter]:
    entry = plant.data.steps[step]
    if not entry.parameters:
        return
    process = process_named(entry.process)
    known = process.parameters
    context = process.choices(entry.parameters)
    for name, given in entry.parameters.items():
        if name not in known or known[name].form != "quantity" or not isinstance(given, str):
            continue
        row = default_for(process.name, name, context)
        if row is not None and _has_range(row):
            try:
                value = quantity(given).base
            except QuantityError:  # a bare ratio; it stays as it is
                continue
            yield AdjustableParameter(row, (step,), value, ("steps", step, name))


def _has_range(row: Default) -> bool:
    return row.low is not None and row.high is not None and row.low < row.high
