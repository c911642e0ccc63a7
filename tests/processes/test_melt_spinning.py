"""Melt spinning: a bonded magnet by hand, losses, the floor of the furnace, each direction."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "melt_spinning"
KWH = 3.6e6
ALLOY = Feed("NdFeB alloy", {"Nd": 0.28, "Fe": 0.71, "B": 0.01}, {"Nd2O3": 0.3266})
EXAMPLE: dict[str, Any] = {"feed": ALLOY}
POWERS = ("spinning_power", "annealing_power", "crushing_power")


def power(**given: Any) -> float:
    return float(amount(run_model(NAME, **given), "uses", "electricity")) / KWH


def test_the_powder_of_a_bonded_magnet_by_hand() -> None:
    """0.975 kg of powder at 93 %: 1.0484 kg alloy x (2.0 + 0.5) + 0.975 x 0.3 = 2.9135 kWh."""
    result = run_model(NAME, rare_earth_loss=0.0, ribbon_yield=0.93)
    assert 0.975 * amount(result, "uses", "NdFeB alloy") == pytest.approx(1.0484, abs=5e-5)
    electricity = 0.975 * amount(result, "uses", "electricity") / KWH
    assert electricity == pytest.approx(0.975 / 0.93 * 2.5 + 0.975 * 0.3)
    assert electricity == pytest.approx(2.9135, abs=5e-5)


def test_a_second_way_to_alloy_and_slag() -> None:
    """From a kilogram of alloy: 28 % Nd, of which 1 % burns; 96.5 % of what is left is powder."""
    burnt = 0.28 * 0.01
    powder = (1 - burnt) * 0.965
    result = run_model(NAME)
    assert amount(result, "uses", "NdFeB alloy") == pytest.approx(1 / powder)
    oxide = burnt * (2 * 144.242 + 3 * 15.999) / (2 * 144.242)
    assert amount(result, "wastes", "melting slag") == pytest.approx(oxide / powder, rel=1e-5)
    scrap = (1 - burnt - powder) / powder
    assert amount(result, "wastes", "magnet scrap") == pytest.approx(scrap)
    made = next(x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    assert made.elements is not None
    assert made.elements["Nd"] == pytest.approx((0.28 - burnt) / (1 - burnt))


def test_the_default_lies_in_practice() -> None:
    """Melting (1.25) and spinning take 2 to 6 kWh/kg alloy; annealing and crushing come on top."""
    assert 2 - 1.25 < power(annealing_power=0.0, crushing_power=0.0) < 6
    assert power() == pytest.approx((2.0 + 0.5) / 0.9623 + 0.3, rel=1e-3)


def test_less_than_the_heat_of_the_melt_is_refused() -> None:
    assert indicator_of(run_model(NAME), "spinning power over its floor") == pytest.approx(
        5.714, 1e-3
    )
    with pytest.raises(ModelError, match="heat of the melt") as caught:
        run_model(NAME, spinning_power="0.34 kWh/kg")
    assert caught.value.parameter == "spinning_power"
    with pytest.raises(ModelError, match="nothing is spun") as caught:
        run_model(NAME, ribbon_yield=0.0)
    assert caught.value.parameter == "ribbon_yield"


@given(st.floats(0.5, 1), st.floats(0.5, 1), st.floats(0, 0.2), st.floats(0, 0.2))
def test_a_loss_costs_alloy_power_and_argon(a: float, b: float, c: float, d: float) -> None:
    (poor, good), (little, much) = sorted((a, b)), sorted((c, d))
    worst = run_model(NAME, ribbon_yield=poor, rare_earth_loss=much)
    best = run_model(NAME, ribbon_yield=good, rare_earth_loss=little)
    for flow in ("NdFeB alloy", "electricity", "argon"):
        assert amount(worst, "uses", flow) >= amount(best, "uses", flow) * (1 - 1e-12)


@pytest.mark.parametrize("name", POWERS)
@given(st.floats(0.5, 5), st.floats(0.5, 5))
def test_each_power_adds(name: str, one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert power(**{name: more * KWH}) >= power(**{name: less * KWH})


def test_argon_is_bought_for_the_alloy_charged() -> None:
    result = run_model(NAME, argon=2.0)
    charged = amount(result, "uses", "NdFeB alloy")
    assert amount(result, "uses", "argon") == pytest.approx(2 * charged)
