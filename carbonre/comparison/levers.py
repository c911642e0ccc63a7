"""What makes the difference between two scenarios, split so that the parts add up.

The levers are what the scenarios set. Each lever's part is its Shapley value: its mean effect over
all orders in which the levers can become active. So the parts add up to the whole exactly, do not
depend on the order in the file, and change sign when the two scenarios change places.

A measure that depends on another (a treatment of a waste water that does not arise yet) has no
effect until that one is active too: the value of an infeasible coalition is that of its largest
feasible ones, and where orders are drawn, a lever waits for what it needs. Overrides without a
block of their own that are infeasible alone are one lever with what they need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.comparison import shapley
from carbonre.comparison.lever_game import (
    COST,
    LeverGame,
    connects,
    find_additive,
    footprint_totals,
    merge_dependent,
)
from carbonre.core.errors import Problems
from carbonre.core.paths import split_path, value_at
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import Override, overrides

__all__ = ["COST", "Part", "Parts", "footprint_totals", "parts"]

EXACT = 4096  # calculations: 12 levers, more where some are additive; beyond, orders are drawn
MOST_EXACT = 14  # levers, for what is added up
UNSET = object()  # stands for a path that a scenario leaves as it is


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


def parts(
    baseline: Footprint, scenario: Footprint, tick: shapley.Tick | None = None
) -> dict[str, list[Part]] | None:
    """Split the difference between two scenarios of one plant over what they set.

    Parameters
    ----------
    tick : callable, optional
        Told how many of how many coalitions of levers are calculated.

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
    game = lever_game(*ends)
    if not connects(game, *ends):
        game = lever_game(*ends, every=True)
    game = find_additive(merge_dependent(game))
    products = [
        i.name for i in baseline.products_sold if i.name in {j.name for j in scenario.products_sold}
    ]
    names = [PLANT, COST, *products]
    exact = game.calculations() <= EXACT and len(game.levers) <= MOST_EXACT
    values = (shapley.exact if exact else shapley.sampled)(game.levers, game.value, names, tick)
    sides = (baseline, scenario) if back else (scenario, baseline)
    labels = {
        lever: " + ".join(dict.fromkeys(_label(plant, sides, path) for path in lever))
        for lever in game.levers
    }
    sign = -1.0 if back else 1.0
    return {
        name: sorted(
            (Part(labels[lever], sign * value, error) for lever in game.levers
             for value, error in [values[lever][name]]),
            key=lambda part: (-abs(part.value), part.lever),
        )
        for name in names
    }  # fmt: skip


def lever_game(baseline: Footprint, scenario: Footprint, *, every: bool = False) -> LeverGame:
    """Find the levers; unless `every` is asked for, those that have an effect of their own."""
    plant = baseline.study.plant
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
    levers = {label: tuple(paths) for label, paths in by_label.items()}
    blocks = frozenset(levers[label] for label in levers if label in plant.data.scenarios)
    study = baseline.study.scenario(BASELINE)
    return LeverGame(study, start, end, tuple(levers.values()), blocks)


def _needed(result: Footprint) -> set[str]:
    """Return the flows that are bought, combusted or untreated: their supply matters."""
    flows = result.material.flows.items()
    return {row.flow for row in result.ledger_rows} | {
        f for f, b in flows if b.bought or b.untreated
    }


def _value(plant: Plant, overrides: Mapping[str, Override], path: str) -> Any:
    """Return what a path is set to, or else what the file states."""
    if path in overrides:
        return overrides[path][0]
    return value_at(plant.document.data, split_path(path), UNSET)


def _label(plant: Plant, sides: Sequence[Footprint], path: str) -> str:
    """Name what a path belongs to: the block that a side extends, otherwise its step or supply."""
    for result in sides:
        entry = plant.data.scenarios.get(result.scenario)
        if entry is not None and path not in entry.set:
            for block in entry.extends:
                if path in overrides(plant, block, Problems()):
                    return block
    return ".".join(str(part) for part in split_path(path)[:2])
