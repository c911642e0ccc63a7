"""Hydrogen decrepitation: uptake against stoichiometry, heat of degassing, hydrogen vented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

NAME = "hydrogen_decrepitation"
KWH = 3.6e6
EXAMPLE: dict[str, Any] = {
    "feed": Feed("NdFeB alloy", {"Nd": 0.305, "Fe": 0.685, "B": 0.01}, {"Nd2O3": 0.3558}),
}
PHASE = Feed("Nd2Fe14B", mixture({"Nd2Fe14B": 1.0}), {"Nd2O3": 0.3112})


def test_one_mole_of_hydrogen_per_formula() -> None:
    """prommis, hydrogen decrepitation furnace: 1 mol H2 per mol Nd2Fe14B, 1.86 g/kg."""
    result = run_model(NAME, feed=PHASE, uptake="1.865 g/kg", residue=0.0)
    assert indicator_of(result, "hydrogen atoms per rare-earth atom") == pytest.approx(
        1.0, rel=1e-3
    )
    assert amount(result, "uses", "hydrogen") / 120e6 == pytest.approx(1.865e-3)


def test_the_default_lies_in_practice() -> None:
    """Between 0.1 kWh/kg (Sprecher 2014), the heat alone, and 0.96: 2 x 24 kW, 3 h, 150 kg."""
    power = amount(run_model(NAME), "uses", "electricity") / KWH
    assert power == pytest.approx((0.10 + 2 * 24 * 3 / 150) / 2)
    heat = 0.5 * 525 / 3600 + 3.8 / 2.016 * 57 / 3600
    run_model(NAME, electricity=1.001 * heat * KWH)
    with pytest.raises(ModelError, match="less than the heat"):
        run_model(NAME, electricity=0.999 * heat * KWH)


def test_more_hydrogen_than_a_hydride_holds_is_refused() -> None:
    """REH3 is 3 atoms per rare-earth atom: 6.39 g/kg for 30.5 % Nd."""
    run_model(NAME, uptake="6.3 g/kg")
    with pytest.raises(ModelError) as error:
        run_model(NAME, uptake="6.5 g/kg")
    assert error.value.parameter == "uptake"
    with pytest.raises(ModelError):
        run_model(NAME, residue="5 g/kg")
    with pytest.raises(ModelError):
        run_model(NAME, powder_yield=0.0)
    with pytest.raises(ModelError, match="no rare earth"):
        run_model(NAME, feed=Feed("iron", {"Fe": 1.0}))


def test_hydrogen_is_bought_for_what_is_vented_and_kept() -> None:
    vented = run_model(NAME)
    assert amount(vented, "emits", "H2") == pytest.approx(3.8e-3)
    used = run_model(NAME, hydrogen_recovered=1.0)
    assert amount(used, "emits", "H2") == pytest.approx(0.0)
    assert amount(used, "uses", "hydrogen") / 120e6 == pytest.approx(0.5e-3)
    made = next(line for line in used if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None
    assert made.elements["H"] == pytest.approx(0.5e-3 / 1.0005)
    by_mass = run_model(NAME, hydrogen="clean hydrogen")
    assert amount(by_mass, "uses", "clean hydrogen") == pytest.approx(4.3e-3)


@given(st.floats(0, 600), st.floats(0, 600))
def test_hotter_degassing_takes_more_power(one: float, two: float) -> None:
    cool, hot = (run_model(NAME, degassing_rise=value) for value in sorted((one, two)))
    assert amount(hot, "uses", "electricity") >= amount(cool, "uses", "electricity")
