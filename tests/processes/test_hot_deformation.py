"""Hot deformation: a block by hand, the heat of the powder, each direction, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "hot_deformation"
KWH = 3.6e6
POWDER = Feed("melt-spun NdFeB powder", {"Nd": 0.3, "Fe": 0.69, "B": 0.01}, {"Nd2O3": 0.3499})
EXAMPLE: dict[str, Any] = {"feed": POWDER, "argon": "0.3 kg/kg"}


def test_a_block_from_the_alloy_by_hand() -> None:
    """1 / 0.9 kg powder, each 1 / 0.9623 kg alloy: 4 + (2.5 / 0.9623 + 0.3) / 0.9 = 7.22 kWh."""
    alloy = Feed("NdFeB alloy", {"Nd": 0.28, "Fe": 0.71, "B": 0.01}, {"Nd2O3": 0.3266})
    spun = run_model("melt_spinning", feed=alloy)
    pressed = run_model(NAME)
    powder = amount(pressed, "uses", "melt-spun NdFeB powder")
    assert powder == pytest.approx(1 / 0.9)
    whole = amount(pressed, "uses", "electricity") + powder * amount(spun, "uses", "electricity")
    left = (1 - 0.28 * 0.01) * 0.965  # kilograms of powder from one of alloy
    assert whole / KWH == pytest.approx(4 + (2.5 / left + 0.3) / 0.9)
    assert whole / KWH == pytest.approx(7.22, abs=0.005)
    assert amount(pressed, "uses", "argon") == pytest.approx(0.3 / 0.9)


def test_the_floor_is_the_heat_of_the_powder() -> None:
    """0.5 kJ/kg/K x 750 K / 0.9 is 0.1157 kWh per kg of block; the presses take 35 times that."""
    result = run_model(NAME)
    assert 4 / indicator_of(result, "electricity over its floor") == pytest.approx(0.1157, abs=1e-4)
    with pytest.raises(ModelError, match="heat of the powder") as caught:
        run_model(NAME, electricity="0.11 kWh/kg")
    assert caught.value.parameter == "electricity"
    with pytest.raises(ModelError, match="no block") as caught:
        run_model(NAME, block_yield=0.0)
    assert caught.value.parameter == "block_yield"


def test_a_grade_above_its_bound_is_refused() -> None:
    """1.30 T bound 336 kJ/m3; 320 kJ/m3 at 7.6 g/cm3 are 42.1 J/kg."""
    result = run_model(NAME, remanence="1.30 T", energy_product="320 kJ/m3")
    assert indicator_of(result, "energy product per mass") == pytest.approx(42.1, abs=0.05)
    bound = indicator_of(result, "bound of the energy product by the remanence")
    assert bound / 1e3 == pytest.approx(336.2, abs=0.1)
    with pytest.raises(ModelError) as caught:
        run_model(NAME, remanence="1.30 T", energy_product="340 kJ/m3")
    assert caught.value.parameter == "energy_product"


@given(st.floats(0.3, 1), st.floats(0.3, 1))
def test_a_better_yield_saves_powder_and_argon(one: float, two: float) -> None:
    poor, good = sorted((one, two))
    worst, best = (run_model(NAME, block_yield=value) for value in (poor, good))
    for flow in ("melt-spun NdFeB powder", "argon"):
        assert amount(worst, "uses", flow) >= amount(best, "uses", flow)
    assert amount(worst, "wastes", "magnet scrap") >= amount(best, "wastes", "magnet scrap")


@given(st.floats(400, 900), st.floats(400, 900), st.floats(1, 20), st.floats(1, 20))
def test_hotter_raises_the_floor_and_the_meter_the_power(
    a: float, b: float, c: float, d: float
) -> None:
    (cool, hot), (less, more) = sorted((a, b)), sorted((c, d))
    floor = "electricity over its floor"
    one, two = (run_model(NAME, forming_rise=value) for value in (cool, hot))
    assert indicator_of(two, floor) <= indicator_of(one, floor)
    one, two = (run_model(NAME, electricity=value * KWH) for value in (less, more))
    assert amount(two, "uses", "electricity") >= amount(one, "uses", "electricity")
