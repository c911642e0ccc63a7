"""Grain-boundary diffusion: heavy rare earth by the vendor's figure, and how deep it comes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

NAME = "grain_boundary_diffusion"
TERBIUM = Feed("Tb metal", {"Tb": 1.0})
FLUORIDE = Feed("TbF3", mixture({"TbF3": 1.0}))
EXAMPLE: dict[str, Any] = {
    "feed": Feed("machined NdFeB magnet", {"Nd": 0.305, "Fe": 0.685, "B": 0.01}),
    "source": TERBIUM,
    "thickness": "4 mm",
    "electricity": "2 kWh/kg",
    "argon": "0.3 kg/kg",
}


def test_the_terbium_of_the_vendor() -> None:
    """A coating of 0.35 % Tb turns N45H into N45UH (Mainrich); below the 0.6 % it quotes in all."""
    result = run_model(NAME, rejects=0.0)
    bare = amount(result, "uses", "machined NdFeB magnet")
    assert amount(result, "uses", "Tb metal") / bare == pytest.approx(0.0035)
    made = next(line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None
    assert made.elements["Tb"] == pytest.approx(0.0028, rel=0.01)
    assert made.elements["Tb"] < 0.006


def test_a_fluoride_brings_the_same_terbium() -> None:
    """TbF3 holds 73.6 % Tb: 158.925 / 215.92; its fluorine stays in the residue."""
    metal, fluoride = run_model(NAME), run_model(NAME, source=FLUORIDE)
    ratio = amount(fluoride, "uses", "TbF3") / amount(metal, "uses", "Tb metal")
    assert ratio == pytest.approx(215.92 / 158.925, rel=1e-4)
    residue = next(line for line in fluoride if getattr(line, "flow", "") == "diffusion residue")
    assert isinstance(residue, Exchange) and residue.elements is not None
    assert residue.elements["F"] > 0


def test_it_comes_only_so_deep() -> None:
    """3 to 6 mm from each face (Mainrich): at 4.5 mm no magnet above 9 mm."""
    run_model(NAME, thickness="8.9 mm")
    with pytest.raises(ModelError) as error:
        run_model(NAME, thickness="9.1 mm")
    assert error.value.parameter == "thickness"


def test_power_below_the_heat_of_the_load_is_refused() -> None:
    """0.5 kJ/kg/K x 1350 K x 1.5 is 1.01 MJ, 0.28 kWh per kg."""
    run_model(NAME, electricity="0.29 kWh/kg")
    with pytest.raises(ModelError) as error:
        run_model(NAME, electricity="0.28 kWh/kg")
    assert error.value.parameter == "electricity"
    with pytest.raises(ModelError):
        run_model(NAME, source=Feed("iron", {"Fe": 1.0}))
    with pytest.raises(ModelError):
        run_model(NAME, rejects=1.0)


@given(st.floats(0, 0.02), st.floats(0, 0.02), st.floats(0, 1), st.floats(0, 1))
def test_more_is_taken_in_if_more_is_put_on(a: float, b: float, c: float, d: float) -> None:
    (little, much), (poor, good) = sorted((a, b)), sorted((c, d))
    less = run_model(NAME, coating_mass=little, diffused_share=poor)
    more = run_model(NAME, coating_mass=much, diffused_share=good)
    assert indicator_of(more, "rare earth taken in") >= indicator_of(less, "rare earth taken in")
