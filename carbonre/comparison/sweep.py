"""One value or two over a range, for several scenarios: what happens if."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.comparison.override_table import Column
from carbonre.comparison.parametric import ParametricStudy, column_of, open_along, records, refusal
from carbonre.core.arrays import Overrides
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problems
from carbonre.core.paths import PathError, dotted, split_path, value_at
from carbonre.core.units import QuantityError, quantity, unit
from carbonre.factors.rows import CO2E
from carbonre.footprint.assemble import unmatched
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import VectorResult

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

    @property
    def is_factor(self) -> bool:
        """Whether it is an emission factor that is swept."""
        return CO2E[0] in unit(self.unit).dimension


@dataclass(frozen=True, slots=True)
class Point:
    """One value of each axis, and the plant under each scenario there.

    Attributes
    ----------
    totals : tuple of float
        The plant's total under each scenario [kgCO2e].
    records : tuple of tuples
        Under each scenario, a record per product with the columns of the footprint CSV.
    """

    values: tuple[float, ...]
    totals: tuple[float, ...]
    records: tuple[tuple[Mapping[str, Any], ...], ...]


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
            problems.add(f"--sweep: {error}", Place(file), code="invalid-sweep")
            continue
        end = last.base / first.unit.factor
        steps = range(POINTS)
        values = tuple(first.value + (end - first.value) * i / (POINTS - 1) for i in steps)
        found.append(Axis(path.strip(), first.unit.text, values))
    if len(texts) > 2:
        problems.add(
            "--sweep: one value or two can be swept; for more, carbonre batch",
            Place(file),
            code="invalid-sweep",
        )
    if len(found) == 2 and found[0].path == found[1].path:
        problems.add(
            "--sweep: both ranges are of one path; name two", Place(file), code="invalid-sweep"
        )
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
    grid = list(itertools.product(*(axis.values for axis in ranges)))
    whole, done = len(grid) * len(results), 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        if tick:
            tick(done, whole)

    swept = [_swept(result, ranges, grid, progress) for result in results]
    refused = [(min(one.found.refused), i) for i, one in enumerate(swept) if one.found.refused]
    if refused:
        index, which = min(refused)
        one = swept[which]
        raise refusal(one.study, one.columns, one.found, index)
    return [
        Point(
            values,
            tuple(float(one.found.plant[i]) for one in swept),
            tuple(tuple(records(one.study.footprint, one.found, i)) for one in swept),
        )
        for i, values in enumerate(grid)
    ]


def _must_move(results: Sequence[Footprint], ranges: Sequence[Axis]) -> None:
    """Refuse an undefined flow, and a supply of what no scenario buys."""
    problems = Problems()
    place = Place(results[0].plant.document.file)
    for axis in ranges:
        words = unmatched(results[0], axis.path)
        split = split_path(axis.path)
        if words:
            problems.add(f"--sweep: {words}", place, code="unknown-flow")
        elif split[0] == "supply" and len(split) > 1:
            flows = [result.material.flows.get(str(split[1])) for result in results]
            if not any(flow and flow.bought for flow in flows):
                problems.add(
                    f"--sweep: nothing is bought of '{split[1]}'", place, code="invalid-sweep"
                )
    problems.raise_any()


@dataclass(frozen=True)
class _Swept:
    """One scenario at every point of the grid."""

    study: ParametricStudy
    columns: Sequence[Column]
    found: VectorResult


def _swept(
    result: Footprint,
    ranges: Sequence[Axis],
    grid: Sequence[Sequence[float]],
    progress: Callable[[int], None],
) -> _Swept:
    study, columns = result.study, []
    fixed: dict[KeyPath, float] = {}
    for i, axis in enumerate(ranges):
        path = axis.path
        if _is_supply(axis):
            path = dotted((*split_path(path), "factor"))
            study, upstream = _with_factor(study, result, axis)
            fixed |= upstream
        values = [point[i] for point in grid]
        columns.append(column_of(path, axis.unit, unit(axis.unit).factor, values))
    opened = open_along(study, columns, Overrides(plant=fixed))
    return _Swept(opened, columns, opened.evaluate(columns, len(grid), progress))


def _is_supply(axis: Axis) -> bool:
    """Whether a factor is swept in place of the supply of a bought flow."""
    path = split_path(axis.path)
    return path[0] == "supply" and len(path) == 2 and axis.is_factor


def _with_factor(
    study: Study, result: Footprint, axis: Axis
) -> tuple[Study, Mapping[KeyPath, float]]:
    """Return a study in which a bought flow has a factor, and what its supply chain counts.

    What stands beside the supply stays. The supply chain of energy stays that of the scenario's
    own supply, as in a break-even.
    """
    flow = str(split_path(axis.path)[1])
    beside = value_at(result.plant.document.data, ("supply", flow), {})
    beside = beside if isinstance(beside, Mapping) else {}
    kept = {key: beside[key] for key in ("transport", "share") if key in beside}
    fixed: dict[KeyPath, float] = {}
    balance = result.material.flows.get(flow)
    chain = math.fsum(r.kgCO2e for r in result.ledger_rows if r.flow == flow and r.category == "3")
    if balance is not None and balance.bought and chain:
        measure = result.system.flow_of(flow).unit
        fixed["supply", flow, "upstream"] = chain / balance.bought
        per_unit = chain / balance.bought * measure.factor
        kept["upstream"] = f"{per_unit!r} kgCO2e/{measure.text}"
    entry = {"factor": f"{axis.values[0]!r} {axis.unit}", "source": "swept", **kept}
    return study.with_overrides({axis.path: entry}), fixed
