"""Crystallisation: hydrates of the textbook, and steam for the water that must go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError, salt
from helpers.models import amount, indicator_of, run_model

LACE = {"La2O3": 0.32, "CeO2": 0.68}


def liquor(oxides: dict[str, float], water: float = 3.0, **more: float) -> Feed:
    made = {**salt(oxides, "Cl", 3), "H2O": water}
    return Feed("LaCe chloride", {e: x + more.get(e, 0.0) for e, x in made.items()}, oxides)


EXAMPLE: dict[str, Any] = {"feed": liquor(LACE, Cl=0.01)}


def refused(choices: Mapping[str, Any]) -> bool:
    """Three effects do not fit the boiling-point rise of this liquor."""
    return choices["effects"] in ("triple", "quadruple")


@pytest.mark.parametrize(
    ("oxide", "content"), [("La2O3", 162.904 / 371.36), ("Nd2O3", 168.24 / 358.68)]
)
def test_oxide_in_the_crystal(oxide: str, content: float) -> None:
    """LaCl3(H2O)7 holds 43.9 % La2O3, NdCl3(H2O)6 46.9 % Nd2O3 (molar masses)."""
    result = run_model("crystallisation", feed=liquor({oxide: 1.0}), product_moisture=0.0)
    assert indicator_of(result, "REO in the crystals") == pytest.approx(content, rel=1e-3)


def test_carbon_weight_of_practice() -> None:
    """0.1 to 0.3 kg CO2e per kg REO (judgement); steam of a coal boiler has 112 kg CO2 per GJ.

    For a liquor of 330 g REO/L it wants three effects, as if the liquor boiled like water: 2.23 kg
    of water x 0.4 x 2.7 MJ. Its boiling-point rise leaves room for two, which take 0.38.
    """
    like_water = run_model("crystallisation", effects="triple", boiling_point_rise=0.0)
    assert 0.1 < indicator_of(like_water, "steam per REO") / 1e9 * 112 < 0.3
    steam = indicator_of(run_model("crystallisation"), "steam per REO") / 1e9
    assert steam * 112 == pytest.approx(0.38, abs=0.01)


@given(st.floats(1.5, 8), st.floats(1.5, 8))
def test_a_weaker_liquor_takes_more_steam(one: float, two: float) -> None:
    strong, weak = (run_model("crystallisation", feed=liquor(LACE, w)) for w in sorted((one, two)))
    assert amount(weak, "uses", "steam") >= amount(strong, "uses", "steam")


def test_more_effects_take_less_steam() -> None:
    steam = [
        amount(run_model("crystallisation", effects=e, temperature_span=140.0), "uses", "steam")
        for e in ("single", "double", "triple", "quadruple")
    ]
    assert steam == sorted(steam, reverse=True)


def test_free_acid_leaves_with_the_condensate() -> None:
    result = run_model("crystallisation")
    acid = amount(result, "wastes", "hydrochloric acid in condensate")
    assert acid == pytest.approx(0.01 * 36.458 / 35.45, rel=1e-3)


def test_a_liquor_without_water_is_refused() -> None:
    with pytest.raises(ModelError, match="less water than its crystals") as error:
        run_model("crystallisation", feed=liquor(LACE, water=0.5))
    assert error.value.parameter == "feed"


def test_the_rise_leaves_room_for_two_effects() -> None:
    """By hand, LaCe liquor of 3 kg water per kg REO, crystals of 0.75 kg, 40 K at the end.

    Three: water 2.26, 1.52, 0.77 kg, rises 13, 20, 39 K and 3 x 10 K make 102 K, of 90.
    Two: 1.89 and 0.77 kg, rises 16 and 39 K and 2 x 10 K make 75 K.
    """
    run_model("crystallisation", effects="double")
    with pytest.raises(
        ModelError, match=r"triple takes 10\d K .* 90 K: double is the most"
    ) as error:
        run_model("crystallisation", effects="triple")
    assert error.value.parameter == "effects"
    run_model("crystallisation", effects="triple", boiling_point_rise=30.0)
    with pytest.raises(ModelError, match="single is the most"):
        run_model("crystallisation", effects="double", boiling_point_rise=55.0)
    with pytest.raises(ModelError, match="not even a single one"):
        run_model("crystallisation", effects="double", temperature_span=40.0)


@given(st.floats(1.5, 8), st.floats(0.1, 4))
def test_a_weaker_liquor_leaves_room_for_more(water: float, more: float) -> None:
    """The first effects then boil nearer to water."""

    def fits(weight: float) -> bool:
        try:
            run_model("crystallisation", effects="triple", feed=liquor(LACE, weight))
        except ModelError:
            return False
        return True

    assert fits(water + more) or not fits(water)
    assert fits(8.0) and not fits(3.0)
