"""Strip casting: the charge of a published grade, melting heat, rare earth that burns off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, Indicator, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "strip_casting"
KWH = 3.6e6
IRON = Feed("iron", {"Fe": 1.0})
FERROBORON = Feed("ferroboron", {"B": 0.2, "Fe": 0.8})
PRND = Feed("PrNd metal", {"Pr": 0.25, "Nd": 0.75})
DYFE = Feed("DyFe alloy", {"Dy": 0.8, "Fe": 0.2})
EXAMPLE: dict[str, Any] = {
    "balance": IRON,
    "argon": "0.3 kg/kg",
    "composition": [
        {"metal": PRND, "share": "30 %"},
        {"metal": DYFE, "of": "Dy", "share": "0.8 %"},
        {"metal": FERROBORON, "of": "B", "share": "1 %"},
        {"metal": Feed("cobalt", {"Co": 1.0}), "share": "0.6 %"},
    ],
}
LOSSLESS = {"rare_earth_loss": 0.0, "casting_yield": 1.0}


def alloy(result: list[Exchange | Indicator]) -> dict[str, float]:
    made = next(line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None
    return dict(made.elements)


def test_a_published_grade_is_made_from_its_metals() -> None:
    """CSC technical bulletin 35: 29.6 Nd, 1.2 Tb, 67.2 Fe, 1.0 B, 0.6 Co, 0.2 Cu, 0.2 Al."""
    grade = {"Nd": 0.296, "Tb": 0.012, "Fe": 0.672, "B": 0.01, "Co": 0.006, "Cu": 0.002}
    names = {"Nd": "Nd metal", "Tb": "Tb metal", "Co": "cobalt", "Cu": "copper"}
    charge = [{"metal": Feed(names[el], {el: 1.0}), "share": grade[el]} for el in names]
    charge.append({"metal": FERROBORON, "of": "B", "share": 0.01})
    charge.append({"metal": Feed("aluminium", {"Al": 1.0}), "share": 0.002})
    result = run_model(NAME, composition=charge, **LOSSLESS)
    for element, share in grade.items():
        assert alloy(result)[element] == pytest.approx(share, rel=1e-9)
    assert amount(result, "uses", "ferroboron") == pytest.approx(0.05)
    assert amount(result, "uses", "iron") == pytest.approx(0.672 - 0.04)


def test_a_charge_above_the_whole_is_refused() -> None:
    charge = [{"metal": PRND, "share": "90 %"}, {"metal": FERROBORON, "share": "20 %"}]
    with pytest.raises(ModelError) as error:
        run_model(NAME, composition=charge)
    assert error.value.parameter == "composition"
    assert "110.00%" in error.value.message
    with pytest.raises(ModelError, match="holds no Tb"):
        run_model(NAME, composition=[{"metal": PRND, "of": "Tb", "share": "1 %"}])
    with pytest.raises(ModelError):
        run_model(NAME, composition=[])
    with pytest.raises(ModelError):
        run_model(NAME, casting_yield=0.0)


def test_electricity_lies_in_practice_and_above_the_melting_heat() -> None:
    """0.8 kWh/kg in the inventory of Sprecher 2014, per charge here; melting heat 0.35."""
    charged = indicator_of(run_model(NAME), "charge per alloy")
    assert amount(run_model(NAME), "uses", "electricity") / KWH == pytest.approx(0.8 * charged)
    with pytest.raises(ModelError, match="less than the melt holds"):
        run_model(NAME, electricity="0.3 kWh/kg")
    ideal = run_model(NAME, furnace_efficiency=1.0, auxiliary_power=0.0, **LOSSLESS)
    assert amount(ideal, "uses", "electricity") / KWH == pytest.approx(0.35)


def test_burnt_rare_earth_is_in_the_slag_as_oxide() -> None:
    """1 % of 0.3 kg Nd is 3 g metal, 3.5 g oxide (1.1664 kg Nd2O3 per kg Nd)."""
    charge = [{"metal": Feed("Nd metal", {"Nd": 1.0}), "share": 0.3}]
    result = run_model(NAME, composition=charge, rare_earth_loss=0.01, casting_yield=1.0)
    melted = 1 / indicator_of(result, "charge per alloy")
    assert amount(result, "wastes", "melting slag") * melted == pytest.approx(0.0034991, rel=1e-4)
    assert alloy(result)["Nd"] == pytest.approx((0.3 - 0.003) / 0.997)


@pytest.mark.parametrize(("metal", "oxide"), [("Ce", 1.17128), ("Pr", 1.17031)])
def test_beside_metal_an_oxide_is_trivalent(metal: str, oxide: float) -> None:
    """Ce2O3 and Pr2O3, not what calcining in air gives."""
    charge = [{"metal": Feed(f"{metal} metal", {metal: 1.0}), "share": 0.3}]
    result = run_model(NAME, composition=charge, rare_earth_loss=0.01, casting_yield=1.0)
    melted = 1 / indicator_of(result, "charge per alloy")
    assert amount(result, "wastes", "melting slag") * melted == pytest.approx(
        0.003 * oxide, rel=1e-5
    )


@given(st.floats(0.5, 1), st.floats(0.5, 1))
def test_a_better_yield_takes_less_metal_and_power(one: float, two: float) -> None:
    poor, good = (run_model(NAME, casting_yield=value) for value in sorted((one, two)))
    for flow in ("PrNd metal", "iron", "electricity", "argon"):
        assert amount(good, "uses", flow) <= amount(poor, "uses", flow)
