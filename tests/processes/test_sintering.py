"""Sintering: heat of the load, hydrogen that leaves, the energy product of the grade."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "sintering"
KWH = 3.6e6
EXAMPLE: dict[str, Any] = {
    "feed": Feed("NdFeB powder", {"Nd": 0.305, "Fe": 0.6845, "B": 0.01, "H": 0.0005}),
    "argon": "0.3 kg/kg",
}
PER_MASS = "energy product per mass"


@pytest.mark.parametrize(("product", "per_mass"), [("318 kJ/m3", 42.4), ("342 kJ/m3", 45.6)])
def test_energy_product_of_n42(product: str, per_mass: float) -> None:
    """N42: 318 to 342 kJ/m3 at 7.50 g/cm3 (Shanghai Magnet) are 42.4 to 45.6 J/kg."""
    result = run_model(NAME, energy_product=product, remanence="1.32 T")
    assert indicator_of(result, PER_MASS) == pytest.approx(per_mass, rel=5e-3)
    assert indicator_of(run_model(NAME, energy_product="40 MGOe"), PER_MASS) == pytest.approx(
        42.4, rel=5e-3
    )


def test_the_grades_lie_below_their_bound() -> None:
    """N52: Br 1.42 to 1.46 T, 390 to 422 kJ/m3; the bound of 1.46 T is 424."""
    result = run_model(NAME, energy_product="422 kJ/m3", remanence="1.46 T")
    bound = indicator_of(result, "bound of the energy product by the remanence")
    assert bound / 1e3 == pytest.approx(424, rel=1e-3)
    with pytest.raises(ModelError) as error:
        run_model(NAME, energy_product="430 kJ/m3", remanence="1.46 T")
    assert error.value.parameter == "energy_product"
    assert not [line for line in run_model(NAME) if getattr(line, "name", "") == PER_MASS]


def test_the_default_lies_in_practice() -> None:
    """2.4 kWh per kg of block, 0.4 per kg pressed (Sprecher 2014); the hall is judged, 1.2."""
    furnace = indicator_of(run_model(NAME), "electricity of the furnaces") / KWH
    assert furnace == pytest.approx(2.4, rel=3e-3)
    powder = amount(run_model(NAME), "uses", "NdFeB powder")
    used = amount(run_model(NAME), "uses", "electricity") / KWH
    assert used == pytest.approx(furnace + (0.4 + 1.2) * powder)


def test_the_floor_is_the_heat_of_the_load() -> None:
    """0.5 kJ/kg/K x 2375 K is 1.19 MJ, 0.33 kWh per kg without trays."""
    ideal = run_model(
        NAME, furnace_efficiency=1.0, tray_load=0.0, pressing_power=0.0, hall_power=0.0,
        block_yield=1.0,
    )  # fmt: skip
    assert amount(ideal, "uses", "electricity") == pytest.approx(1.1875e6 / 0.9995)


def test_the_hydrogen_of_the_powder_leaves() -> None:
    result = run_model(NAME, block_yield=1.0)
    assert amount(result, "emits", "H2") == pytest.approx(0.0005 / 0.9995)
    made = next(line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None and "H" not in made.elements
    with pytest.raises(ModelError):
        run_model(NAME, block_yield=0.0)


@given(st.floats(900, 1200), st.floats(900, 1200), st.floats(0, 2), st.floats(0, 2))
def test_hotter_and_with_more_trays_takes_more(a: float, b: float, c: float, d: float) -> None:
    (cool, hot), (few, many) = sorted((a, b)), sorted((c, d))
    less = run_model(NAME, sintering_rise=cool, tray_load=few)
    more = run_model(NAME, sintering_rise=hot, tray_load=many)
    assert amount(more, "uses", "electricity") >= amount(less, "uses", "electricity")
