"""Shapley values against their definition, on games small enough to list all orders."""

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.comparison.shapley import exact, sampled
from carbonre.core.roots import sign_changes

NAMES = ("a", "b")


def game(values, failing=()):
    def totals(coalition):
        if coalition in failing:
            return None
        generator = random.Random(repr((values, sorted(coalition))))
        return {name: generator.uniform(-1, 1) * values for name in NAMES}

    return totals


def groups(count):
    return [(f"lever {i}",) for i in range(count)]


@given(st.integers(1, 5), st.integers(1, 1000))
def test_the_mean_over_all_orders_by_its_definition(count, values):
    levers, totals = groups(count), game(values)
    found = exact(levers, totals, NAMES)
    orders = list(itertools.permutations(levers))
    for lever in levers:
        for name in NAMES:
            steps = []
            for order in orders:
                before = frozenset(order[: order.index(lever)])
                steps.append(totals(before | {lever})[name] - totals(before)[name])
            assert found[lever][name][0] == pytest.approx(sum(steps) / len(steps), abs=1e-9)


@given(st.integers(2, 5), st.integers(1, 1000), st.data())
def test_parts_add_up_though_some_sets_do_not_work(count, values, data):
    levers = groups(count)
    inner = [frozenset(s) for n in range(1, count) for s in itertools.combinations(levers, n)]
    failing = data.draw(st.sets(st.sampled_from(inner)))
    totals = game(values, failing)
    for way in (exact, sampled):
        found = way(levers, totals, NAMES)
        for name in NAMES:
            whole = totals(frozenset(levers))[name] - totals(frozenset())[name]
            parts = math.fsum(found[lever][name][0] for lever in levers)
            assert parts == pytest.approx(whole, abs=1e-9 * values)


def test_a_lever_that_waits_leaves_the_others_alone():
    """Heat saves 10 whatever happens; water works only after the reagent, and saves 6 then."""

    def totals(coalition):
        names = {name for group in coalition for name in group}
        if "water" in names and "reagent" not in names:
            return None
        return {
            "t": 100 - 10 * ("heat" in names) - 4 * ("reagent" in names) - 6 * ("water" in names)
        }

    found = exact([("heat",), ("reagent",), ("water",)], totals, ["t"])
    assert found["heat",]["t"][0] == pytest.approx(-10)
    assert found["reagent",]["t"][0] == pytest.approx(-4 - 3)
    assert found["water",]["t"][0] == pytest.approx(-3)


def test_drawn_orders_say_how_sure_they_are():
    """Fourteen levers in pairs that strengthen each other: the true value is known."""

    def totals(coalition):
        numbers = {int(name.split()[1]) for group in coalition for name in group}
        pairs = sum(1 for i in range(0, 14, 2) if {i, i + 1} <= numbers)
        return {"t": sum(numbers) + 8 * pairs}

    levers = groups(14)
    found = sampled(levers, totals, ["t"])
    for i, lever in enumerate(levers):
        value, error = found[lever]["t"]
        assert abs(value - (i + 4)) <= max(4 * error, 1e-9)
    assert math.fsum(found[lever]["t"][0] for lever in levers) == pytest.approx(91 + 56)
    assert sampled(levers, totals, ["t"]) == found


def test_every_change_of_sign_is_found():
    points = [i / 10 for i in range(41)]
    roots = [0.55, 1.5, 3.21]
    found = sign_changes(lambda xs: [math.prod(x - root for root in roots) for x in xs], points)
    assert found == pytest.approx(roots, abs=1e-12)
    assert sign_changes(lambda xs: [(x - 1.5) ** 2 for x in xs], points) == []
    assert sign_changes(lambda xs: [1.0 for _ in xs], points) == []
