"""Shapley values: what each of several levers adds, as the mean over all orders of pulling them.

`totals` tells for a set of levers the totals by name, or None for a set that does not work.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence

FEWEST, MOST = 10, 100  # drawn orders, each with its reverse
PRECISE = 0.002  # of the largest part: a standard error at which drawing ends
Group = tuple[str, ...]
Totals = Callable[[frozenset[Group]], dict[str, float] | None]
Tick = Callable[[int, int], None]
Values = dict[Group, dict[str, tuple[float, float]]]  # by lever and name: value, standard error


def _complete(found: dict[str, float] | None, names: Sequence[str]) -> dict[str, float] | None:
    return found if found is not None and all(name in found for name in names) else None


def exact(
    groups: Sequence[Group], totals: Totals, names: Sequence[str], tick: Tick | None = None
) -> Values:
    """Take all orders: each lever's effect on every set of the others, weighted by their number.

    A set that does not work stands for the largest sets in it that do (the mean, if several are
    as large): the levers that are left wait for what they need, and the others have their effect.
    """
    size = len(groups)
    values: list[dict[str, float]] = []
    working: list[tuple[int, ...]] = []
    for mask in range(1 << size):
        inside = [i for i in range(size) if mask >> i & 1]
        found = _complete(totals(frozenset(groups[i] for i in inside)), names)
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
        group: {name: (_mean_effect(values, name, i, weights), 0.0) for name in names}
        for i, group in enumerate(groups)
    }


def _mean_effect(
    values: Sequence[Mapping[str, float]], name: str, lever: int, weights: Sequence[float]
) -> float:
    return math.fsum(
        weights[mask.bit_count()] * (values[mask | 1 << lever][name] - values[mask][name])
        for mask in range(len(values))
        if not mask >> lever & 1
    )


def drawn(
    groups: Sequence[Group], totals: Totals, names: Sequence[str], tick: Tick | None = None
) -> Values:
    """Draw orders, each with its reverse; the parts of every order add up, so do their means.

    A lever that does not work yet waits, and is pulled as soon as it does.
    """
    generator = random.Random(1)
    pairs: dict[Group, dict[str, list[float]]] = {
        group: {name: [] for name in names} for group in groups
    }
    values: Values = {}
    for draw in range(MOST):
        order = sorted(groups)
        generator.shuffle(order)
        effects = [_climb(totals, sequence, names) for sequence in (order, order[::-1])]
        for group, of_name in pairs.items():
            for name, found in of_name.items():
                found.append(math.fsum(effect[group][name] for effect in effects) / 2)
        if tick:
            tick(draw + 1, MOST)
        if draw + 1 >= FEWEST:
            values = {g: {n: _mean(of) for n, of in found.items()} for g, found in pairs.items()}
            if all(_is_precise([v[name] for v in values.values()]) for name in names):
                break
    return values


def _climb(
    totals: Totals, order: Sequence[Group], names: Sequence[str]
) -> dict[Group, dict[str, float]]:
    """Pull levers in one order; return the effect of each."""
    before = totals(frozenset())
    assert before is not None
    pulled: frozenset[Group] = frozenset()
    waiting: list[Group] = []
    effects = {}
    for group in order:
        waiting.append(group)
        tries = [[one] for one in reversed(waiting)] + [waiting]
        after = before
        while ready := next(
            (some for some in tries if _complete(totals(pulled | set(some)), names)), None
        ):
            pulled |= set(ready)
            waiting = [one for one in waiting if one not in ready]
            after = totals(pulled) or after
            tries = [[one] for one in waiting] + [waiting] * bool(waiting)
        effects[group] = {name: after[name] - before[name] for name in names}
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
