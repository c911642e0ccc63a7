"""What makes the difference between two scenarios, split so that the parts add up.

The levers are what the scenarios set. Each lever's part is its Shapley value: its mean effect over
all orders in which the levers can be pulled. So the parts add up to the whole exactly, do not
depend on the order in the file, and change sign when the two scenarios change places. Settings
that only work together (a reagent and the treatment of its waste water) are one lever.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.calibration import Calibration, calibration
from carbonre.documents import Path_
from carbonre.errors import Problems
from carbonre.factors import Factors
from carbonre.footprint import Footprint, of_variant
from carbonre.plant import BASELINE, Plant, split_path
from carbonre.scenarios import lay_over, overrides

EXACT = 10  # levers; beyond, orders are drawn
ORDERS = 200  # draws of an order, each with its reverse
PLANT, COST = "(plant)", "(cost)"
Setting = tuple[Any, Path_]


@dataclass(frozen=True)
class Part:
    """What one lever adds to the difference [kgCO2e per unit; of the plant: in the period].

    Attributes
    ----------
    error : float
        Standard error, zero where all orders were taken.
    """

    lever: str
    value: float
    error: float = 0.0


@dataclass
class _Levers:
    """The levers between two scenarios of a plant, and the footprints of their combinations."""

    plant: Plant
    factors: Factors
    readings: Calibration
    start: Mapping[str, Setting]
    end: Mapping[str, Setting]
    groups: list[tuple[str, ...]]
    known: dict[frozenset[str], dict[str, float] | None]

    def totals(self, pulled: Iterable[str]) -> dict[str, float] | None:
        """Return the totals of products and plant with these settings at their end; or None."""
        key = frozenset(pulled)
        if key not in self.known:
            self.known[key] = self._calculate(key)
        return self.known[key]

    def _calculate(self, pulled: frozenset[str]) -> dict[str, float] | None:
        settings = {
            path: found
            for path in {*self.start, *self.end}
            if (found := (self.end if path in pulled else self.start).get(path)) is not None
        }
        problems = Problems()
        variant = lay_over(self.plant, settings, problems)
        result = None
        if variant is not None and not problems.found:
            result = of_variant(variant, self.factors, BASELINE, self.readings, problems)
        return None if result is None or problems.found else totals(result)

    def works(self, groups: Sequence[tuple[str, ...]]) -> bool:
        """Whether the plant can be calculated with these levers pulled."""
        return self.totals(path for group in groups for path in group) is not None

    def merge(self) -> None:
        """Join what does not work alone with what it needs."""
        while len(self.groups) > 1:
            faulty = [group for group in self.groups if not self.works([group])]
            if not faulty:
                break
            one = faulty[0]
            partner = next(
                (other for other in self.groups if other != one and self.works([one, other])), None
            )
            if partner is None:
                rest = [group for group in self.groups if group != one]
                partner = faulty[1] if len(faulty) > 1 else rest[0]
            self.join([one, partner])

    def join(self, groups: Sequence[tuple[str, ...]]) -> None:
        """Make one lever of several."""
        joined = tuple(sorted({path for group in groups for path in group}))
        self.groups = [group for group in self.groups if group not in groups] + [joined]


def totals(result: Footprint) -> dict[str, float]:
    """Return the total of each product per base unit, that of the plant, and its running cost."""
    found = {item.name: item.total / item.unit.factor for item in result.items}
    return {**found, PLANT: result.total, COST: _running_cost(result)}


def _running_cost(result: Footprint) -> float:
    """What is bought in the period, at the plant's own prices, in their currency."""
    prices = result.plant.data.prices
    flows = result.material.flows.items()
    return math.fsum(balance.bought * prices[f].base for f, balance in flows if f in prices)


def parts(baseline: Footprint, scenario: Footprint) -> dict[str, list[Part]] | None:
    """Split the difference between two scenarios of one plant over what they set.

    Returns
    -------
    dict or None
        For the plant and each product that both sell, the parts [kgCO2e per base unit], the
        largest first; None if the two are not scenarios of one plant.
    """
    levers = _levers(baseline, scenario)
    if levers is None:
        return None
    products = [i.name for i in baseline.items if i.name in {j.name for j in scenario.items}]
    names = [PLANT, COST, *products]
    while True:
        levers.merge()
        try:
            values = _shapley(levers, names)
            break
        except _Unworkable as error:
            levers.join(error.groups)
    labels = _labels(_named(baseline, scenario), levers.groups)
    return {
        name: sorted(
            (Part(labels[g], *values[g][name]) for g in levers.groups),
            key=lambda part: (-abs(part.value), part.lever),
        )
        for name in names
    }


def _levers(baseline: Footprint, scenario: Footprint) -> _Levers | None:
    plant = baseline.origin
    if plant is None or scenario.origin is not plant:
        return None
    problems = Problems()
    start, end = (_settings(plant, result.scenario) for result in (baseline, scenario))
    changed = {p for p in {*start, *end} if _value(start, p) != _value(end, p)}
    # A supply that one side does not buy of has no effect of its own; where it is bought it is set.
    used = {row.flow for row in baseline.rows}, {row.flow for row in scenario.rows}
    start, end = dict(start), dict(end)
    for path in sorted(changed):
        split = split_path(path)
        if split[0] in ("supply", "exclude") and len(split) == 2:
            if path in end and split[1] not in used[0]:
                start[path] = end[path]
                changed.discard(path)
            elif split[1] not in used[1]:
                end.pop(path, None)
                if path in start:
                    end[path] = start[path]
                changed.discard(path)
    readings = calibration(plant, baseline.system.factors, problems)
    named = _named(baseline, scenario)
    groups = _grouped(named, sorted(changed))
    return _Levers(plant, baseline.system.factors, readings, start, end, groups, {})


def _named(baseline: Footprint, scenario: Footprint) -> Footprint:
    """Return the side whose blocks name the levers."""
    return scenario if scenario.scenario != BASELINE else baseline


def _settings(plant: Plant, scenario: str) -> Mapping[str, Setting]:
    return {} if scenario == BASELINE else overrides(plant, scenario, Problems())


def _value(settings: Mapping[str, Setting], path: str) -> Any:
    return settings[path][0] if path in settings else _Unset


class _Unset:
    """Stands for a path that a scenario leaves as it is."""


def _grouped(result: Footprint, paths: Sequence[str]) -> list[tuple[str, ...]]:
    """Group paths: by the block that a scenario extends, otherwise by step or supply."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(_label(result, path), []).append(path)
    return [tuple(group) for group in groups.values()]


def _label(result: Footprint, path: str) -> str:
    plant = result.origin
    entry = plant.data.scenarios.get(result.scenario) if plant else None
    if plant is not None and entry is not None and path not in entry.set:
        for block in entry.extends:
            if path in overrides(plant, block, Problems()):
                return block
    return ".".join(str(part) for part in split_path(path)[:2])


def _labels(result: Footprint, groups: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    labels = {}
    for group in groups:
        names = dict.fromkeys(_label(result, path) for path in group)
        labels[group] = " + ".join(names)
    return labels


class _Unworkable(Exception):  # noqa: N818
    """Some levers cannot be pulled together without the others."""

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self.groups = groups


Values = dict[tuple[str, ...], dict[str, tuple[float, float]]]


def _shapley(levers: _Levers, names: Sequence[str]) -> Values:
    if len(levers.groups) <= EXACT:
        return _exact(levers, names)
    return _drawn(levers, names)


def _at(
    levers: _Levers, groups: Sequence[tuple[str, ...]], names: Sequence[str]
) -> dict[str, float]:
    found = levers.totals(path for group in groups for path in group)
    if found is None or not all(name in found for name in names):
        rest = [group for group in levers.groups if group not in groups]
        raise _Unworkable([*groups, rest[0]] if rest and len(groups) < 2 else groups)
    return found


def _exact(levers: _Levers, names: Sequence[str]) -> Values:
    groups, size = levers.groups, len(levers.groups)
    subsets = [[g for i, g in enumerate(groups) if mask >> i & 1] for mask in range(1 << size)]
    found = [_at(levers, subset, names) for subset in sorted(subsets, key=len)]
    by_mask = {
        sum(1 << groups.index(g) for g in subset): totals_
        for subset, totals_ in zip(sorted(subsets, key=len), found, strict=True)
    }
    values: Values = {}
    for i, group in enumerate(groups):
        sums: dict[str, list[float]] = {name: [] for name in names}
        for mask in range(1 << size):
            if mask >> i & 1:
                continue
            count = mask.bit_count()
            weight = math.factorial(count) * math.factorial(size - count - 1)
            for name in names:
                step = by_mask[mask | 1 << i][name] - by_mask[mask][name]
                sums[name].append(weight / math.factorial(size) * step)
        values[group] = {name: (math.fsum(parts), 0.0) for name, parts in sums.items()}
    return values


def _drawn(levers: _Levers, names: Sequence[str]) -> Values:
    """Draw orders, each with its reverse; the parts of every order add up, so do their means."""
    generator = random.Random(1)
    effects: dict[tuple[str, ...], dict[str, list[float]]] = {
        group: {name: [] for name in names} for group in levers.groups
    }
    for _ in range(ORDERS // 2):
        order = sorted(levers.groups)
        generator.shuffle(order)
        for sequence in (order, order[::-1]):
            before = _at(levers, [], names)
            for count, group in enumerate(sequence, start=1):
                after = _at(levers, sequence[:count], names)
                for name in names:
                    effects[group][name].append(after[name] - before[name])
                before = after
    values: Values = {}
    for group, of_name in effects.items():
        values[group] = {}
        for name, found in of_name.items():
            mean = math.fsum(found) / len(found)
            spread = math.fsum((x - mean) ** 2 for x in found) / (len(found) - 1)
            values[group][name] = (mean, math.sqrt(spread / len(found)))
    return values
