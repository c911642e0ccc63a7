"""Scrubbing of HF and SO2: published coefficients of the reactions, and their directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import mixture
from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, run_model

HF = Feed("HF in off-gas", mixture({"HF": 1.0}))
SO2 = Feed("SO2 in off-gas", mixture({"SO2": 1.0}))
BOTH = Feed("acid gas", mixture({"HF": 0.3, "SO2": 0.7}))
EXAMPLE: dict[str, Any] = {"gas": BOTH}
EXACT = {"efficiency": 1.0, "excess": 0.0}


@pytest.mark.parametrize(
    ("gas", "sorbent", "coefficient"),
    [
        (HF, "hydrated lime", 1.85),  # 74.093/(2 x 20.006)
        (SO2, "limestone", 1.56),  # 100.087/64.066
        (SO2, "quicklime", 0.875),  # 56.077/64.066
        (HF, "caustic soda", 1.999),  # 39.997/20.006
        (SO2, "caustic soda", 1.249),  # 2 x 39.997/64.066
    ],
)
def test_base_by_stoichiometry(gas: Feed, sorbent: str, coefficient: float) -> None:
    result = run_model("offgas_scrubbing", gas=gas, sorbent=sorbent, **EXACT)
    assert amount(result, "uses", sorbent) == pytest.approx(coefficient, rel=2e-3)


def test_limestone_gives_its_carbon_dioxide() -> None:
    """0.687 kg of CO2 per kg of SO2 with limestone: 44.009/64.066; none with lime."""
    stone = run_model("offgas_scrubbing", gas=SO2, sorbent="limestone", **EXACT)
    assert amount(stone, "emits", "CO2") == pytest.approx(0.687, rel=1e-3)
    assert amount(run_model("offgas_scrubbing", gas=SO2), "emits", "CO2") == 0
    surplus = run_model(
        "offgas_scrubbing", gas=SO2, sorbent="limestone", efficiency=1.0, excess=0.2
    )
    assert amount(surplus, "emits", "CO2") == pytest.approx(amount(stone, "emits", "CO2"))
    assert amount(surplus, "uses", "limestone") == pytest.approx(1.2 * 1.5623, rel=1e-3)


def test_lime_for_the_acid_of_a_roast() -> None:
    """0.34 t CaO for 0.39 t SO2 per tonne of concentrate."""
    result = run_model("offgas_scrubbing", gas=SO2, sorbent="quicklime", **EXACT)
    assert 0.39 * amount(result, "uses", "quicklime") == pytest.approx(0.34, rel=0.01)


def test_what_is_not_washed_escapes() -> None:
    result = run_model("offgas_scrubbing", efficiency=0.9)
    assert amount(result, "emits", "HF") == pytest.approx(0.1 * 0.3)
    assert amount(result, "emits", "SO2") == pytest.approx(0.1 * 0.7)


@given(st.floats(0.5, 1), st.floats(0.5, 1))
def test_better_washing_takes_more_base(one: float, two: float) -> None:
    one, two = sorted((one, two))
    less, more = (run_model("offgas_scrubbing", efficiency=value) for value in (one, two))
    assert amount(more, "uses", "hydrated lime") >= amount(less, "uses", "hydrated lime")
    assert amount(more, "emits", "SO2") <= amount(less, "emits", "SO2")


def test_a_gas_without_acid_is_refused() -> None:
    with pytest.raises(ModelError):
        run_model("offgas_scrubbing", gas=Feed("air", {"N": 1.0}))
