"""One value or two over a range, for several scenarios: what happens if."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.core.errors import Place, Problem, Problems
from carbonre.core.paths import PathError, split_path, value_at
from carbonre.core.units import QuantityError, quantity
from carbonre.footprint.assemble import unmatched
from carbonre.footprint.result import Footprint

POINTS = 11  # of each range
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values of one path, in `unit`."""

    path: str
    unit: str
    values: tuple[float, ...]

    @property
    def head(self) -> str:
        """The head of a column, as `carbonre batch` reads it."""
        return f"{self.path} [{self.unit}]"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of each axis, and the plant under each scenario there."""

    values: tuple[float, ...]
    results: tuple[Footprint, ...]

    @property
    def totals(self) -> tuple[float, ...]:
        """The plant's total under each scenario [kgCO2e]."""
        return tuple(result.total for result in self.results)


def axes(texts: Sequence[str], file: str = "") -> list[Axis]:
    """Read one or two ranges.

    Parameters
    ----------
    texts : sequence of str
        ``PATH=LOW..HIGH`` each, such as ``steps.smelting.cell_voltage=8 V..11 V``.

    Raises
    ------
    InputError
        If a text is no range, or there are more than two.
    """
    found = []
    problems = Problems()
    for text in texts:
        path, equals, span = text.partition("=")
        low, dots, high = span.partition("..")
        try:
            split_path(path.strip())
            if not equals or not dots:
                raise QuantityError("write PATH=LOW..HIGH, such as steps.x.cell_voltage=8 V..11 V")
            first, last = quantity(low.strip()), quantity(high.strip())
            if first.unit.dimension != last.unit.dimension:
                kinds = f"is {first.unit.kind} and '{high}' is {last.unit.kind}"
                raise QuantityError(f"'{low}' {kinds}")
        except (QuantityError, PathError) as error:
            problems.add(f"--sweep: {error}", Place(file))
            continue
        end = last.base / first.unit.factor
        steps = range(POINTS)
        values = tuple(first.value + (end - first.value) * i / (POINTS - 1) for i in steps)
        found.append(Axis(path.strip(), first.unit.text, values))
    if len(texts) > 2:
        problems.add(
            "--sweep: one value or two can be swept; for more, carbonre batch", Place(file)
        )
    if len(found) == 2 and found[0].path == found[1].path:
        problems.add("--sweep: both ranges are of one path; name two", Place(file))
    problems.raise_any()
    return found


def sweep(
    results: Sequence[Footprint], texts: Sequence[str], tick: Tick | None = None
) -> list[Point]:
    """Return scenarios along a range, or over the grid of two.

    Parameters
    ----------
    results : sequence of Footprint
        Scenarios of one plant, or of several that have the path in common.
    texts : sequence of str
        One or two ranges; see `axes`. Of a bought flow, ``supply.FLOW``, the range is one of its
        factor, such as ``supply.electricity=0.1 kgCO2e/kWh..0.9 kgCO2e/kWh``.

    Raises
    ------
    InputError
        If a text is no range, or a value in it cannot be set.
    """
    ranges = axes(texts, results[0].plant.document.file)
    _must_move(results, ranges)
    functions = [along(result, [axis.path for axis in ranges]) for result in results]
    grid = list(itertools.product(*(axis.values for axis in ranges)))
    points = []
    for count, values in enumerate(grid, start=1):
        settings = [f"{v!r} {axis.unit}" for v, axis in zip(values, ranges, strict=True)]
        points.append(Point(values, tuple(function(settings) for function in functions)))
        if tick:
            tick(count, len(grid))
    return points


def _must_move(results: Sequence[Footprint], ranges: Sequence[Axis]) -> None:
    """Refuse a flow that nobody knows, and a supply of what no scenario buys."""
    problems = Problems()
    place = Place(results[0].plant.document.file)
    for axis in ranges:
        words = unmatched(results[0], axis.path)
        split = split_path(axis.path)
        if words:
            problems.add(f"--sweep: {words}", place)
        elif split[0] == "supply" and len(split) > 1:
            flows = [result.material.flows.get(str(split[1])) for result in results]
            if not any(flow and flow.bought for flow in flows):
                problems.add(f"--sweep: nothing is bought of '{split[1]}'", place)
    problems.raise_any()


def total_along(result: Footprint, path: str) -> Callable[[str], float]:
    """Return the plant's total of a scenario [kgCO2e] as a function of one value, set on top."""
    function = along(result, [path])
    return lambda setting: function([setting]).total


def along(result: Footprint, paths: Sequence[str]) -> Callable[[Sequence[str]], Footprint]:
    """Return a scenario as a function of values that are set on top of it."""
    study = result.study

    def footprint(values: Sequence[str]) -> Footprint:
        problems = Problems()
        laid = {p: _value(result, p, value) for p, value in zip(paths, values, strict=True)}
        found = study.with_overrides(laid).calculate(problems)
        for index, problem in enumerate(problems.found):
            at = ", ".join(f"{p} = {v}" for p, v in zip(paths, values, strict=True))
            words = f"at {at}: {problem.message}"
            problems.found[index] = Problem(words, problem.place, problem.field)
        problems.raise_any()
        assert found is not None
        return found

    return footprint


def _value(result: Footprint, path: str, text: str) -> Any:
    """Return what a path is set to; the factor of a bought flow keeps what stands beside it.

    The supply chain of energy stays that of the scenario's own supply, as in a break-even.
    """
    split = split_path(path)
    if split[0] != "supply" or len(split) != 2 or not text.split(" ", 1)[-1].startswith("kgCO2e"):
        return text
    flow = str(split[1])
    beside = value_at(result.plant.document.data, ("supply", flow), {})
    beside = beside if isinstance(beside, Mapping) else {}
    kept = {key: beside[key] for key in ("transport", "share") if key in beside}
    balance = result.material.flows.get(flow)
    chain = math.fsum(r.kgCO2e for r in result.ledger_rows if r.flow == flow and r.category == "3")
    if balance is not None and balance.bought and chain:
        measure = result.system.flow_of(flow).unit
        per_unit = chain / balance.bought * measure.factor
        kept["upstream"] = f"{per_unit!r} kgCO2e/{measure.text}"
    return {"factor": text, "source": "swept", **kept}
