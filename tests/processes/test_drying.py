"""Drying: heat goes with the water that leaves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError, salt
from helpers.models import amount, indicator_of, run_model

OXIDES = {"La2O3": 0.4, "Nd2O3": 0.6}
DRY = sum(salt(OXIDES, "CO3", 1.5).values())


def cake(reo: float) -> Feed:
    """Return a wet carbonate with so much REO."""
    return Feed("carbonate", {**salt(OXIDES, "CO3", 1.5), "H2O": 1 / reo - DRY}, OXIDES, "soda ash")


EXAMPLE: dict[str, Any] = {"feed": cake(0.45), "product": "dried carbonate"}


def test_heat_by_hand() -> None:
    """Water of a 45 % REO cake, 2.6 MJ/kg at 60 %: 0.82 kg water and about 3.6 MJ per kg REO."""
    result = run_model("drying", product_moisture=0.0)
    water = 1 / 0.45 - DRY
    assert indicator_of(result, "water evaporated") == pytest.approx(water)
    assert amount(result, "uses", "natural gas") / 1e6 == pytest.approx(water * 2.6 / 0.6)
    assert indicator_of(result, "REO in the dried cake") == pytest.approx(1 / DRY)


def test_concentrate_of_ten_per_cent() -> None:
    """8 to 12 % moisture of a concentrate takes about 0.5 GJ per tonne (2.6 MJ/kg at 60 %)."""
    wet = Feed("concentrate", {"Ce": 0.3, "H2O": 0.1 / 0.9}, {"CeO2": 0.3 * 172.114 / 140.116})
    result = run_model("drying", feed=wet, product_moisture=0.0)
    assert amount(result, "uses", "natural gas") / 1e6 == pytest.approx(0.1 / 0.9 * 2.6 / 0.6)


@given(st.floats(0.30, 0.48), st.floats(0.30, 0.48))
def test_a_wetter_cake_takes_more(one: float, two: float) -> None:
    wet, dry = (run_model("drying", feed=cake(reo)) for reo in sorted((one, two)))
    assert amount(wet, "uses", "natural gas") >= amount(dry, "uses", "natural gas")


def test_a_drier_product_takes_more() -> None:
    some, more = (run_model("drying", product_moisture=x) for x in (0.1, 0.0))
    assert amount(more, "uses", "natural gas") > amount(some, "uses", "natural gas")
    assert amount(more, "uses", "electricity") > amount(some, "uses", "electricity")


def test_an_electric_dryer_burns_nothing() -> None:
    gas = run_model("drying")
    electric = run_model("drying", fuel="electricity", electric_saving=0.25)
    assert amount(electric, "uses", "natural gas") == 0
    extra = amount(electric, "uses", "electricity") - amount(gas, "uses", "electricity")
    assert extra == pytest.approx(0.75 * amount(gas, "uses", "natural gas"))


def test_water_cannot_be_added() -> None:
    with pytest.raises(ModelError, match="drying makes it less") as error:
        run_model("drying", product_moisture=0.6)
    assert error.value.parameter == "product_moisture"
    with pytest.raises(ModelError, match="states no water"):
        run_model("drying", feed=Feed("oxide", {"Nd": 0.857, "O": 0.143}, {"Nd2O3": 1.0}))
