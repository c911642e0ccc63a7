"""Coating: mass by surface, Faraday's charge, metal in the rinse water."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "coating"
KWH = 3.6e6
SMALL = 2 * (1 / 0.020 + 1 / 0.010 + 1 / 0.003) / 7500  # m2/kg, a block of 20 x 10 x 3 mm
EXAMPLE: dict[str, Any] = {
    "feed": Feed("machined NdFeB magnet", {"Nd": 0.305, "Fe": 0.685, "B": 0.01}),
    "surface": SMALL,
    "rinse_water": "10 kg/kg",
}


def test_the_coat_of_small_parts() -> None:
    """Nickel-copper-nickel is 1 to 3 % of small parts (practice, from memory)."""
    assert pytest.approx(0.129, rel=2e-3) == SMALL
    assert 0.01 < indicator_of(run_model(NAME), "coat per coated magnet") < 0.03


def test_plating_takes_faradays_charge() -> None:
    """2 F / M(Ni) is 3.288 MC/kg, 0.9133 kAh: at 1 V and full efficiency 0.9133 kWh per kg."""
    result = run_model(
        NAME, cell_voltage=1.0, current_efficiency=1.0, copper_thickness=0.0, rejects=0.0,
        drag_out=0.0,
    )  # fmt: skip
    nickel = amount(result, "uses", "nickel")
    energy = indicator_of(result, "electricity of plating") / KWH
    assert energy / nickel == pytest.approx(2 * 96485.33 / 0.058693 / 3.6e6, rel=1e-4)
    assert energy / nickel == pytest.approx(0.9133, rel=1e-3)


def test_the_default_lies_in_practice() -> None:
    """1 to 2 kWh per kg finished (engineering judgement)."""
    for kind in ("nickel-copper-nickel", "zinc", "epoxy"):
        assert 1 < amount(run_model(NAME, kind=kind), "uses", "electricity") / KWH < 2


def test_metal_dragged_out_is_in_the_rinse_water() -> None:
    result = run_model(NAME, kind="zinc", drag_out=0.5, rejects=0.0)
    coat = indicator_of(result, "coat per coated magnet")
    assert amount(result, "uses", "zinc") == pytest.approx(2 * coat)
    bare = amount(result, "uses", "machined NdFeB magnet")
    water = amount(result, "wastes", "plating waste water")
    assert water == pytest.approx(10 * bare + coat)


@given(st.floats(0.01, 1), st.floats(0.01, 1))
def test_more_surface_takes_more_metal_and_power(one: float, two: float) -> None:
    big, small = (run_model(NAME, surface=value) for value in sorted((one, two)))
    for name in ("nickel", "copper"):
        assert amount(small, "uses", name) >= amount(big, "uses", name)
    name = "electricity of plating"
    assert indicator_of(small, name) >= indicator_of(big, name)


def test_what_cannot_be_is_refused() -> None:
    for fault in ({"rejects": 1.0}, {"drag_out": 1.0}, {"surface": 0.0}):
        with pytest.raises(ModelError):
            run_model(NAME, **fault)
