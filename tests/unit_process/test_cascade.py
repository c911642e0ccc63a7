"""The theory of countercurrent extraction: worked cascades, and its laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonre.unit_process.cascade import TwoComponents


# Xu's equations, worked by hand and by McCabe-Thiele steps: a = b = 999 and 99 at f_A = 0.5.
@pytest.mark.parametrize(
    ("purity", "beta", "organic", "scrub", "floor", "formula", "steps"),
    [
        (0.999, 1.5, 2.7247, 2.2247, 2.50, (29.14, 33.07), (36, 38)),
        (0.99, 1.5, 2.7247, 2.2247, 2.50, (19.39, 21.67), (25, 26)),
        (0.999, 2.0, 1.7071, 1.2071, 1.50, (15.83, 18.93), (20, 20)),
    ],
)
def test_cascades_of_the_theory(
    purity: float, beta: float, organic: float, scrub: float, floor: float, formula: Any, steps: Any
) -> None:
    cut = TwoComponents(0.5, purity, purity, beta)
    assert cut.optimum == pytest.approx(organic, rel=1e-4)
    assert cut.optimum - cut.product == pytest.approx(scrub, rel=1e-4)
    assert cut.floor == pytest.approx(floor)
    assert cut.stages(cut.optimum) == pytest.approx(formula, abs=0.01)
    assert cut.steps(cut.optimum) == steps


def test_floor_as_in_cheng_2014() -> None:
    """S_min = f_A + 1/(beta - 1) and W_min = 1/(beta - 1), aqueous feed: AMPC 4:275."""
    cut = TwoComponents(0.5, 0.999999, 0.999999, 2.0)
    assert cut.floor == pytest.approx(1.5)
    assert cut.floor - cut.product == pytest.approx(1.0, abs=1e-5)


def test_an_organic_feed_is_an_aqueous_one_in_a_mirror() -> None:
    """S_min = 1/(beta - 1) = 1.0 and W_min = f_B + 1/(beta - 1) = 1.5 at f_A 0.5, beta 2, organic
    feed (Cheng et al. 2014). A and B, organic and water change places: S of the one is W of the
    other. At unequal parts the same rule, and stepping in the mirror needs no less than it."""
    for share, beta, least_s, least_w in ((0.5, 2.0, 1.0, 1.5), (0.3, 1.5, 2.0, 2.7)):
        mirror = TwoComponents(1 - share, 0.999999, 0.999999, beta)
        assert mirror.floor == pytest.approx(least_w)
        assert mirror.floor - mirror.product == pytest.approx(least_s, abs=1e-5)
        assert mirror.steps(mirror.floor * 0.98) is None
        assert mirror.steps(mirror.floor * 1.02) is not None


@pytest.mark.parametrize(
    ("feed", "beta", "organic", "stages"),
    [
        (0.0181, 10.6, 0.435, (2.5, 3.7)),
        (0.2532, 2.03, 1.758, (16.5, 13.5)),
        (0.6729, 6.83, 1.089, (4.6, 5.4)),
    ],
)
def test_cuts_of_bayan_obo(feed: float, beta: float, organic: float, stages: Any) -> None:
    cut = TwoComponents(feed, 0.999, 0.999, beta)
    assert cut.optimum == pytest.approx(organic, rel=2e-3)
    assert cut.stages(cut.optimum) == pytest.approx(stages, abs=0.06)


def test_a_battery_of_the_stages_counted_reaches_the_purity_at_the_same_s() -> None:
    cut = TwoComponents(0.5, 0.999, 0.999, 1.5)
    assert cut.in_battery(36, 38) == pytest.approx(cut.optimum, rel=2e-3)
    assert cut.in_battery(36, 38) <= cut.optimum


@given(st.floats(0.02, 0.98), st.floats(1.3, 12), st.floats(0.99, 0.9999), st.floats(0.99, 0.9999))
@settings(deadline=None, max_examples=100)
def test_laws_of_a_cut(feed: float, beta: float, purity_a: float, purity_b: float) -> None:
    """The optimum lies above the floor; more stages need less S; a better extractant less too."""
    cut = TwoComponents(feed, purity_a, purity_b, beta)
    steps = cut.steps(cut.optimum)
    assert steps is not None
    assert cut.in_battery(*steps) <= cut.optimum * (1 + 1e-9)
    more = cut.in_battery(steps[0] + 5, steps[1] + 5)
    assert more <= cut.in_battery(*steps) * (1 + 1e-9)
    assert TwoComponents(feed, purity_a, purity_b, beta * 1.1).optimum < cut.optimum
