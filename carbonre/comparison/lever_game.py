"""The cooperative game of the levers between two scenarios.

A lever is a player: overrides that one of the two scenarios has and the other has not, set
together. A coalition is a set of active levers, and its value the totals of the plant in which they
are active. A coalition is infeasible where that plant cannot be calculated: a measure may depend on
another. Levers are additive where their effects add up: which supplier a flow has changes no amount
and no share, so the total is a sum over flows.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carbonre.core.errors import Problems
from carbonre.core.paths import split_path
from carbonre.footprint.contributions import total
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.products import PLANT, ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.scenarios import Override

COST = "(cost)"
EQUAL = 1e-9  # of a total
Lever = tuple[str, ...]  # the dotted paths that are set together
Coalition = frozenset[Lever]
Value = Mapping[str, float]


@dataclass(frozen=True)
class LeverGame:
    """The levers between two scenarios of a plant, and the value of every coalition.

    Attributes
    ----------
    study : Study
        The plant as written.
    start, end : mapping
        The overrides of the two scenarios.
    levers : tuple
        The players.
    blocks : frozenset
        Levers that are blocks of the plant file: they stay apart though infeasible alone.
    additive : frozenset
        Levers whose effects add up.
    """

    study: Study
    start: Mapping[str, Override]
    end: Mapping[str, Override]
    levers: tuple[Lever, ...]
    blocks: frozenset[Lever] = frozenset()
    additive: frozenset[Lever] = frozenset()
    _calculated: dict[frozenset[str], Value | None] = field(default_factory=dict, repr=False)
    _summed: dict[Coalition, Value | None] = field(default_factory=dict, init=False, repr=False)

    def value(self, active: Iterable[Lever]) -> Value | None:
        """Return the totals of products and plant with these levers active; None: infeasible.

        n additive levers need n + 1 calculations instead of 2^n; that of all levers is made anyway.
        """
        coalition = frozenset(active)
        if len(coalition & self.additive) < 2 or len(coalition) == len(self.levers):
            return self._calculate(coalition)
        if coalition not in self._summed:
            self._summed[coalition] = self.sum_of_effects(coalition)
        return self._summed[coalition]

    def sum_of_effects(self, coalition: Coalition) -> Value | None:
        """Return the value of the levers that are not additive, and the effect of each that is."""
        rest, additive = coalition - self.additive, coalition & self.additive
        base = self._calculate(rest)
        tops = [self._calculate(rest | {lever}) for lever in sorted(additive)]
        if base is None or any(top is None or top.keys() != base.keys() for top in tops):
            return None
        return {
            name: math.fsum([level, *(top[name] - level for top in tops if top)])
            for name, level in base.items()
        }

    def _calculate(self, coalition: Coalition) -> Value | None:
        changed = frozenset(path for lever in coalition for path in lever)
        if changed not in self._calculated:
            sides = {p: self.end if p in changed else self.start for p in {*self.start, *self.end}}
            overrides = {path: side[path] for path, side in sides.items() if path in side}
            point = self.study.at(overrides).operating_point(Problems())
            value = None if point is None else point_totals(point, point.products_sold())
            self._calculated[changed] = value
        return self._calculated[changed]

    def calculations(self) -> int:
        """Return how many calculations the value of all coalitions needs."""
        additive = len(self.additive)
        return int(2 ** (len(self.levers) - additive) * (1 + additive))


def connects(game: LeverGame, baseline: Footprint, scenario: Footprint) -> bool:
    """Whether the levers lead from the one scenario to the other."""
    ends = ((game.value([]), baseline), (game.value(game.levers), scenario))
    return all(
        value is not None and math.isclose(value[PLANT], result.total, rel_tol=EQUAL)
        for value, result in ends
    )


def merge_dependent(game: LeverGame) -> LeverGame:
    """Return the game in which each lever that is infeasible alone is one with what it needs.

    Blocks stay as their author made them.
    """
    while len(game.levers) > 1:
        infeasible = [lever for lever in game.levers if game.value([lever]) is None]
        dependent = next((lever for lever in infeasible if lever not in game.blocks), None)
        if dependent is None:
            break
        others = [lever for lever in game.levers if lever != dependent]
        feasible = (other for other in others if game.value([dependent, other]) is not None)
        fallback = next((other for other in others if other in infeasible), others[0])
        game = _joined(game, dependent, next(feasible, fallback))
    return game


def _joined(game: LeverGame, *pair: Lever) -> LeverGame:
    joined = tuple(sorted({path for lever in pair for path in lever}))
    kept = tuple(lever for lever in game.levers if lever not in pair)
    return dataclasses.replace(game, levers=(*kept, joined))


def find_additive(game: LeverGame) -> LeverGame:
    """Return the game with its additive levers: supplies of different flows.

    The sum of their effects is held against the plant with all levers active.
    """
    whole = game.value(game.levers)
    additive = frozenset(
        lever for lever in game.levers if all(_is_only_counted(game, path) for path in lever)
    )
    if whole is None or len(additive) < 2:
        return game
    split = dataclasses.replace(game, additive=additive)
    summed = split.sum_of_effects(frozenset(game.levers))
    scale = max(map(abs, whole.values()))
    if not summed or any(abs(summed[name] - whole[name]) > EQUAL * scale for name in whole):
        return game
    return split


def _is_only_counted(game: LeverGame, path: str) -> bool:
    """Whether a path changes what a purchase is counted with, and no amount."""
    section, *rest = split_path(path)
    values = [side[path][0] for side in (game.start, game.end) if path in side]
    plain = not any(isinstance(v, dict) and {"share", "transport"} & set(v) for v in values)
    row = game.study.factors.flows.get(str(rest[-1])) if rest else None
    carries = row is not None and row.kind == "transport"
    return section == "supply" and len(rest) == 1 and plain and not carries


def footprint_totals(result: Footprint) -> Value:
    """Return the total of each product per base unit, that of the plant, and its running cost."""
    return point_totals(result.point, result.products_sold)


def point_totals(point: OperatingPoint, products: Iterable[ProductFootprint]) -> Value:
    """Return the totals of an operating point; see `footprint_totals`."""
    found = {item.name: float(item.total / item.unit.factor) for item in products}
    return {**found, PLANT: total(point.ledger_rows), COST: _running_cost(point)}


def _running_cost(point: OperatingPoint) -> float:
    """Return the cost of what is bought in the period, at the plant's own prices."""
    prices, value = point.system.plant.data.prices, point.system.overrides.value
    return math.fsum(
        balance.bought * value(("prices", flow), prices[flow].base)
        for flow, balance in point.material.flows.items()
        if flow in prices
    )
