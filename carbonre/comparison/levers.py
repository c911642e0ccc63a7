"""What makes the difference between two scenarios, split so that the parts add up.

The levers are what the scenarios set. Each lever's part is its Shapley value: its mean effect over
all orders in which the levers can be pulled. So the parts add up to the whole exactly, do not
depend on the order in the file, and change sign when the two scenarios change places.

A lever that cannot work before another (a treatment of a waste water that does not arise yet) has
no effect until that one is pulled too: the value of a set of levers is that of the largest sets in
it that work, and where orders are drawn, a lever waits for what it needs. Settings without a block
of their own that do not work alone are one lever with what they need.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carbonre.comparison import shapley
from carbonre.core.errors import Problems
from carbonre.core.paths import split_path, value_at
from carbonre.footprint.contributions import total
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.products import PLANT, ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import Override, overrides
from carbonre.system.material import MaterialBalance

EXACT = (
    4096  # calculations: 12 levers, more where suppliers are among them; beyond, orders are drawn
)
MOST_EXACT = 14  # levers, for what is added up
COST = "(cost)"
Group = tuple[str, ...]


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


Parts = Mapping[str, Sequence[Part]]


@dataclass
class _LeverGame:
    """The levers between two scenarios of a plant, and the footprints of their combinations."""

    study: Study  # the plant as written
    start: Mapping[str, Override]
    end: Mapping[str, Override]
    groups: list[Group]
    named: frozenset[Group] = frozenset()  # blocks that the author of the file made
    apart: frozenset[Group] = frozenset()  # their effects add up; see `separate`
    known: dict[frozenset[Group], dict[str, float] | None] = field(default_factory=dict)

    def totals(self, pulled: Iterable[Group]) -> dict[str, float] | None:
        """Return the totals of products and plant with these levers pulled; None if they cannot."""
        key = frozenset(pulled)
        if key not in self.known:
            single = key & self.apart
            self.known[key] = self._sum(key, single) if len(single) > 1 else self._calculate(key)
        return self.known[key]

    def _calculate(self, pulled: frozenset[Group]) -> dict[str, float] | None:
        changed = {path for group in pulled for path in group}
        settings = {
            path: found
            for path in {*self.start, *self.end}
            if (found := (self.end if path in changed else self.start).get(path)) is not None
        }
        problems = Problems()
        point = self.study.at(settings).operating_point(problems)
        if point is None or problems.found:
            return None
        return _totals(point.system.plant, point.material, point.ledger_rows, point.products_sold())

    def _sum(self, key: frozenset[Group], single: frozenset[Group]) -> dict[str, float] | None:
        """Add up the effects of levers that change no amounts, but only what an amount counts."""
        base = self.totals(key - single)
        tops = [self.totals((key - single) | {group}) for group in sorted(single)]
        if base is None or any(top is None or top.keys() != base.keys() for top in tops):
            return None
        return {
            name: math.fsum([value, *(top[name] - value for top in tops if top)])
            for name, value in base.items()
        }

    def separate(self) -> None:
        """Find the levers whose effects add up: suppliers of different flows.

        Which supplier a flow has changes no amount and no share, so the total is a sum over flows,
        and 2^n combinations of n suppliers need n + 1 calculations. The sum is held against the
        plant with all levers pulled.
        """
        whole = self.totals(self.groups)
        if whole is None:
            return
        self.apart = frozenset(g for g in self.groups if all(map(self._only_counts, g)))
        if len(self.apart) < 2:
            return
        del self.known[frozenset(self.groups)]
        found = self.totals(self.groups)
        self.known[frozenset(self.groups)] = whole
        scale = max(map(abs, whole.values()))
        if not found or any(abs(found[n] - whole[n]) > 1e-9 * scale for n in whole):
            self.apart = frozenset()
            self.known.clear()

    def calculations(self) -> int:
        """Return how many calculations all combinations need."""
        single = len(self.apart)
        return int(2 ** (len(self.groups) - single) * (1 + single))

    def _only_counts(self, path: str) -> bool:
        split = split_path(path)
        values = [side[path][0] for side in (self.start, self.end) if path in side]
        plain = not any(isinstance(v, dict) and {"share", "transport"} & set(v) for v in values)
        row = self.study.factors.flows.get(str(split[-1]))
        carries = row is not None and row.kind == "transport"
        return split[0] == "supply" and len(split) == 2 and plain and not carries

    def reach(self, baseline: Footprint, scenario: Footprint) -> bool:
        """Whether the levers lead from the one to the other."""
        return all(
            found is not None and math.isclose(found[PLANT], result.total, rel_tol=1e-9)
            for found, result in (
                (self.totals([]), baseline),
                (self.totals(self.groups), scenario),
            )
        )

    def merge(self) -> None:
        """Join what does not work alone, and is no block, with what it needs."""
        while len(self.groups) > 1:
            faulty = [group for group in self.groups if self.totals([group]) is None]
            loose = [group for group in faulty if group not in self.named]
            if not loose:
                break
            one = loose[0]
            rest = [group for group in self.groups if group != one]
            works = (other for other in rest if self.totals([one, other]) is not None)
            self._join(one, next(works, next((o for o in rest if o in faulty), rest[0])))

    def _join(self, *groups: Group) -> None:
        joined = tuple(sorted({path for group in groups for path in group}))
        self.groups = [group for group in self.groups if group not in groups] + [joined]


def totals(result: Footprint) -> dict[str, float]:
    """Return the total of each product per base unit, that of the plant, and its running cost."""
    return _totals(result.plant, result.material, result.ledger_rows, result.products_sold)


def _totals(
    plant: Plant,
    material: MaterialBalance,
    rows: Iterable[LedgerRow],
    items: Iterable[ProductFootprint],
) -> dict[str, float]:
    found = {item.name: float(item.total / item.unit.factor) for item in items}
    # What is bought in the period, at the plant's own prices, in their currency.
    prices = plant.data.prices
    cost = math.fsum(b.bought * prices[f].base for f, b in material.flows.items() if f in prices)
    return {**found, PLANT: float(total(rows)), COST: cost}


def parts(
    baseline: Footprint, scenario: Footprint, tick: shapley.Tick | None = None
) -> dict[str, list[Part]] | None:
    """Split the difference between two scenarios of one plant over what they set.

    Parameters
    ----------
    tick : callable, optional
        Told how many of how many combinations of levers are calculated.

    Returns
    -------
    dict or None
        For the plant, its running cost and each product that both sell, the parts [kgCO2e per base
        unit], the largest first; None if the two are not scenarios of one plant.
    """
    plant = baseline.study.plant
    if scenario.study.plant is not plant:
        return None
    if baseline.system.factors != scenario.system.factors:
        return None
    # From the earlier scenario of the file to the later, so that the way back is the same way.
    order = (BASELINE, *plant.data.scenarios)
    back = order.index(baseline.scenario) > order.index(scenario.scenario)
    ends = (scenario, baseline) if back else (baseline, scenario)
    levers = _levers(plant, *ends)
    if not levers.reach(*ends):
        levers = _levers(plant, *ends, every=True)
    levers.merge()
    levers.separate()
    products = [
        i.name for i in baseline.products_sold if i.name in {j.name for j in scenario.products_sold}
    ]
    names = [PLANT, COST, *products]
    exact = levers.calculations() <= EXACT and len(levers.groups) <= MOST_EXACT
    values = (shapley.exact if exact else shapley.drawn)(levers.groups, levers.totals, names, tick)
    sides = (baseline, scenario) if back else (scenario, baseline)
    labels = {
        group: " + ".join(dict.fromkeys(_label(plant, sides, path) for path in group))
        for group in levers.groups
    }
    sign = -1.0 if back else 1.0
    return {
        name: sorted(
            (Part(labels[g], sign * value, error) for g in levers.groups
             for value, error in [values[g][name]]),
            key=lambda part: (-abs(part.value), part.lever),
        )
        for name in names
    }  # fmt: skip


def _levers(
    plant: Plant, baseline: Footprint, scenario: Footprint, *, every: bool = False
) -> _LeverGame:
    """Find the levers; unless `every` is asked for, those that have an effect of their own."""
    start, end = (dict(result.study.overrides) for result in (baseline, scenario))
    changed = {p for p in {*start, *end} if _value(plant, start, p) != _value(plant, end, p)}
    # A supply that one side does not buy of has no effect of its own; where it is bought it is set.
    used = _needed(baseline), _needed(scenario)
    for path in sorted(changed) if not every else ():
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
    by_label: dict[str, list[str]] = {}
    for path in sorted(changed):
        by_label.setdefault(_label(plant, (scenario, baseline), path), []).append(path)
    groups = {label: tuple(paths) for label, paths in by_label.items()}
    named = frozenset(groups[label] for label in groups if label in plant.data.scenarios)
    study = baseline.study.scenario(BASELINE)
    return _LeverGame(study, start, end, list(groups.values()), named)


def _needed(result: Footprint) -> set[str]:
    """Return the flows that are bought, burnt or left, so that a supply or exclusion matters."""
    flows = result.material.flows.items()
    return {row.flow for row in result.ledger_rows} | {
        f for f, b in flows if b.bought or b.untreated
    }


def _value(plant: Plant, settings: Mapping[str, Override], path: str) -> Any:
    """Return what a path is set to, or else how it stands in the file."""
    if path in settings:
        return settings[path][0]
    return value_at(plant.document.data, split_path(path), _Unset)


class _Unset:
    """Stands for a path that a scenario leaves as it is."""


def _label(plant: Plant, sides: Sequence[Footprint], path: str) -> str:
    """Name what a path belongs to: the block that a side extends, otherwise its step or supply."""
    for result in sides:
        entry = plant.data.scenarios.get(result.scenario)
        if entry is not None and path not in entry.set:
            for block in entry.extends:
                if path in overrides(plant, block, Problems()):
                    return block
    return ".".join(str(part) for part in split_path(path)[:2])
