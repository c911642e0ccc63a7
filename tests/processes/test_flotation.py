"""Flotation: feed, reagents and heat per kilogram of REO, and what minerals allow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

PURE = {"CeFCO3": 0.06, "LaPO4": 0.02, "CaF2": 0.25, "SiO2": 0.67}
FEED = Feed("ground ore", mixture(PURE), rare_earth_oxides(PURE))
EXAMPLE: dict[str, Any] = {"feed": FEED}


def product(result: Any) -> Exchange:
    return next(x for x in result if isinstance(x, Exchange) and x.kind == "makes")


def test_feed_of_a_tonne_of_oxides() -> None:
    """1 t REO takes 1 / (grade x recovery); Bayan Obo carries 20 to 45 t (judgement)."""
    result = run_model("flotation")
    assert indicator_of(result, "feed per REO in the concentrate") == pytest.approx(
        1 / FEED.reo / 0.75
    )
    assert 15 < indicator_of(result, "feed per REO in the concentrate") < 45


def test_two_products_by_hand() -> None:
    """Concentrate per feed is recovery x feed grade / concentrate grade."""
    result = run_model("flotation", recovery="70 %", grade="58 %")
    assert product(result).amount == pytest.approx(0.70 * FEED.reo / 0.58)
    assert sum((product(result).rare_earths or {}).values()) == pytest.approx(0.58)


def test_warm_pulp_by_hand() -> None:
    """Water 55/45 at 4.18 and rock at 0.8 kJ/kg/K by 20 K, half of it back: 59 MJ per tonne."""
    heat = amount(run_model("flotation"), "uses", "steam")
    assert heat / 1000 == pytest.approx((55 / 45 * 4.18 + 0.8) * 20 * 0.5, rel=1e-3)
    assert 0.5 < indicator_of(run_model("flotation"), "warm pulp per REO") / 1e6 < 7


@given(st.floats(0.5, 0.85), st.floats(0.5, 0.85))
def test_a_better_recovery_takes_less_feed(one: float, two: float) -> None:
    poor, good = sorted((one, two))
    name = "feed per REO in the concentrate"
    assert indicator_of(run_model("flotation", recovery=good), name) <= indicator_of(
        run_model("flotation", recovery=poor), name
    )


def test_warmer_and_thinner_pulp_takes_more_heat() -> None:
    base = amount(run_model("flotation"), "uses", "steam")
    assert amount(run_model("flotation", temperature_rise="30 K"), "uses", "steam") > base
    assert amount(run_model("flotation", solids="30 %"), "uses", "steam") > base
    assert amount(run_model("flotation", heat_return="0 %"), "uses", "steam") > base


def test_the_minerals_keep_their_carbon_and_phosphorus() -> None:
    """Bastnaesite brings one carbon and one fluorine per atom, fluorite goes with the gangue."""
    parts = product(run_model("flotation", grade="70 %")).elements or {}
    assert parts["C"] / 12.011 == pytest.approx(parts["Ce"] / 140.116, rel=1e-4)
    assert parts["P"] / 30.974 == pytest.approx(parts["La"] / 138.905, rel=1e-4)
    rich, poor = (product(run_model("flotation", grade=g)).elements or {} for g in ("70 %", "55 %"))
    assert rich["Ca"] < poor["Ca"]


@pytest.mark.parametrize(("grade", "words"), [("85 %", "pure mineral"), ("4 %", "no more than")])
def test_a_grade_that_cannot_be(grade: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run_model("flotation", grade=grade)
    assert error.value.parameter == "grade"


def test_mountain_pass_with_fatty_acid() -> None:
    """0.3, 2.9 and 2.9 kg/t of fatty acid, soda ash and lignin sulfonate at 70 degC (Pradip and
    Fuerstenau, via prommis): all carbon of the soda leaves, 44.009/105.988 kg CO2 per kg."""
    result = run_model("flotation", collector_is="fatty acid")
    for flow, each in (("fatty acid", 0.3), ("soda ash", 2.9), ("lignin sulfonate", 2.9)):
        assert amount(result, "uses", flow) == pytest.approx(each / 1000)
    for flow in ("hydroxamic acid", "water glass"):
        assert amount(result, "uses", flow) == 0
    (gas,) = (x for x in result if isinstance(x, Exchange) and x.kind == "emits")
    assert gas.amount == pytest.approx(2.9e-3 * 44.009 / 105.988, rel=1e-4)
    assert gas.carbon_of == "soda ash"
    heat = amount(result, "uses", "steam") / amount(run_model("flotation"), "uses", "steam")
    assert heat == pytest.approx(50 / 20)
    assert amount(run_model("flotation"), "emits", "CO2") == 0
