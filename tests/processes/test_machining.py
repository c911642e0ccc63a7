"""Machining: the yield by geometry, against the swarf of practice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "machining"
KWH = 3.6e6
EXAMPLE: dict[str, Any] = {
    "feed": Feed("sintered NdFeB block", {"Nd": 0.305, "Fe": 0.685, "B": 0.01}),
    "thickness": "3 mm",
}


def test_the_yield_of_a_slice() -> None:
    """3 mm slices, 0.25 mm kerf, 0.05 mm ground off each face: 3 / 3.35 = 89.6 %."""
    result = run_model(NAME, edge_loss=0.0, rejects=0.0)
    assert indicator_of(result, "yield of machining") == pytest.approx(3 / 3.35)
    assert amount(result, "wastes", "magnet swarf") == pytest.approx(0.35 / 3)


def test_swarf_lies_within_published_waste() -> None:
    """Magnet making wastes 6 to 73 % (Metals 2023, 13, 779, abstract); small parts 25 to 35 %."""
    for thickness, least, most in (
        ("20 mm", 0.06, 0.25),
        ("3 mm", 0.15, 0.35),
        ("1 mm", 0.25, 0.5),
    ):
        lost = 1 - indicator_of(run_model(NAME, thickness=thickness), "yield of machining")
        assert least < lost < most


def test_the_default_lies_in_practice() -> None:
    """1.43 kg of block and 1.4 kWh per kg of shaped magnet (Sprecher 2014)."""
    result = run_model(NAME)
    assert amount(result, "uses", "sintered NdFeB block") == pytest.approx(1.43, rel=2e-3)
    assert amount(result, "uses", "electricity") / KWH == pytest.approx(1.4)


def test_the_published_yield_belongs_to_a_thickness() -> None:
    """At 10 mm the slices keep 10 / 10.35 in place of 3 / 3.35: 75.5 %; a stated yield stands."""
    name = "yield of machining"
    thick = indicator_of(run_model(NAME, thickness="10 mm"), name)
    assert thick == pytest.approx(0.70 * (10 / 10.35) / (3 / 3.35))
    assert indicator_of(run_model(NAME, thickness="10 mm", machining_yield=0.8), name) == 0.8
    at_three = run_model(NAME, thickness="10 mm", machining_yield=0.7, reference_thickness="3 mm")
    assert indicator_of(at_three, name) == pytest.approx(thick)
    with pytest.raises(ModelError, match="than the block holds"):
        run_model(NAME, thickness="10 mm", machining_yield=0.95, reference_thickness="3 mm")


@given(st.floats(0.5, 50), st.floats(0.5, 50))
def test_thin_magnets_make_more_swarf_and_take_more_power(one: float, two: float) -> None:
    thin, thick = (run_model(NAME, thickness=value / 1000) for value in sorted((one, two)))
    assert amount(thin, "wastes", "magnet swarf") >= amount(thick, "wastes", "magnet swarf")
    assert amount(thin, "uses", "electricity") >= amount(thick, "uses", "electricity")


def test_swarf_may_be_a_product() -> None:
    result = run_model(NAME, swarf_is="product")
    assert amount(result, "makes", "magnet swarf") == amount(
        run_model(NAME), "wastes", "magnet swarf"
    )


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ModelError) as error:
        run_model(NAME, thickness=0.0)
    assert error.value.parameter == "thickness"
    with pytest.raises(ModelError):
        run_model(NAME, edge_loss=1.0)
