"""Shapley values: what each of several levers adds, as the mean over all orders of joining.

The value function gives the totals of a coalition by name, or None for an infeasible coalition.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence

FEWEST, MOST = 10, 100  # drawn orders, each with its reverse
PRECISE = 0.002  # of the largest part: a standard error at which drawing ends
Lever = tuple[str, ...]  # a player
ValueFunction = Callable[[frozenset[Lever]], Mapping[str, float] | None]
Tick = Callable[[int, int], None]
Values = dict[Lever, dict[str, tuple[float, float]]]  # by lever and name: value, standard error


def _complete(
    found: Mapping[str, float] | None, names: Sequence[str]
) -> Mapping[str, float] | None:
    return found if found is not None and all(name in found for name in names) else None


def exact(
    levers: Sequence[Lever], value: ValueFunction, names: Sequence[str], tick: Tick | None = None
) -> Values:
    """Take all orders: each lever's effect on every coalition of the others, weighted by number.

    An infeasible coalition has the value of its largest feasible ones (the mean, if several are
    as large): the levers that are left wait for what they need, and the others have their effect.
    A coalition is a number of bits here, one for each lever.
    """
    size = len(levers)
    values: list[Mapping[str, float]] = []
    working: list[tuple[int, ...]] = []
    for mask in range(1 << size):
        inside = [i for i in range(size) if mask >> i & 1]
        found = _complete(value(frozenset(levers[i] for i in inside)), names)
        if found is not None:
            working.append((mask,))
        else:
            within = {one for i in inside for one in working[mask ^ 1 << i]}
            most = max(one.bit_count() for one in within)
            working.append(tuple(sorted(one for one in within if one.bit_count() == most)))
            some = [values[one] for one in working[mask]]
            found = {name: math.fsum(v[name] for v in some) / len(some) for name in names}
        values.append(found)
        if tick:
            tick(mask + 1, 1 << size)
    weights = [
        math.factorial(count) * math.factorial(size - count - 1) / math.factorial(size)
        for count in range(size)
    ]
    return {
        lever: {name: (_mean_effect(values, name, i, weights), 0.0) for name in names}
        for i, lever in enumerate(levers)
    }


def _mean_effect(
    values: Sequence[Mapping[str, float]], name: str, lever: int, weights: Sequence[float]
) -> float:
    return math.fsum(
        weights[mask.bit_count()] * (values[mask | 1 << lever][name] - values[mask][name])
        for mask in range(len(values))
        if not mask >> lever & 1
    )


def sampled(
    levers: Sequence[Lever], value: ValueFunction, names: Sequence[str], tick: Tick | None = None
) -> Values:
    """Draw orders, each with its reverse; the parts of every order add up, so do their means.

    A lever that is not feasible yet waits, and joins as soon as it is.
    """
    generator = random.Random(1)
    pairs: dict[Lever, dict[str, list[float]]] = {
        lever: {name: [] for name in names} for lever in levers
    }
    values: Values = {}
    for draw in range(MOST):
        order = sorted(levers)
        generator.shuffle(order)
        effects = [_effects(value, sequence, names) for sequence in (order, order[::-1])]
        for lever, of_name in pairs.items():
            for name, found in of_name.items():
                found.append(math.fsum(effect[lever][name] for effect in effects) / 2)
        if tick:
            tick(draw + 1, MOST)
        if draw + 1 >= FEWEST:
            values = {p: {n: _mean(of) for n, of in found.items()} for p, found in pairs.items()}
            if all(_is_precise([v[name] for v in values.values()]) for name in names):
                break
    return values


def _effects(
    value: ValueFunction, order: Sequence[Lever], names: Sequence[str]
) -> dict[Lever, dict[str, float]]:
    """Let levers join in one order; return the effect of each."""
    before = value(frozenset())
    assert before is not None
    coalition: frozenset[Lever] = frozenset()
    waiting: list[Lever] = []
    effects = {}
    for lever in order:
        waiting.append(lever)
        tries = [[one] for one in reversed(waiting)] + [waiting]
        after = before
        while ready := next(
            (some for some in tries if _complete(value(coalition | set(some)), names)), None
        ):
            coalition |= set(ready)
            waiting = [one for one in waiting if one not in ready]
            after = value(coalition) or after
            tries = [[one] for one in waiting] + [waiting] * bool(waiting)
        effects[lever] = {name: after[name] - before[name] for name in names}
        before = after
    return effects


def _is_precise(parts: Sequence[tuple[float, float]]) -> bool:
    """Whether the largest standard error is small beside the largest part."""
    return max(e for _, e in parts) <= PRECISE * max(abs(value) for value, _ in parts)


def _mean(found: Sequence[float]) -> tuple[float, float]:
    """Return a mean and its standard error; the two orders of a pair are one observation."""
    mean = math.fsum(found) / len(found)
    spread = math.fsum((x - mean) ** 2 for x in found) / (len(found) - 1)
    return mean, math.sqrt(spread / len(found))
