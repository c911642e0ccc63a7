"""Hydrogen production: published inventories, thresholds, the floor of electrolysis."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

NAME = "hydrogen_production"
KWH = 3.6e6
EXAMPLE: dict[str, Any] = {
    "capture": lambda choices: None if "electrolysis" in choices["route"] else "50 %",
    "capture_power": "0.3 kWh/kg",
}
NONE = {"capture": 0.0}


@pytest.mark.parametrize(
    ("route", "dioxide", "power"),
    [
        ("coal gasification", 17.77, 4.39),
        ("steam reforming", 8.922, 0.0),
        ("autothermal reforming", 8.987, 0.0),
        ("PEM electrolysis", 0.0, 54.0),
        ("alkaline electrolysis", 0.0, 51.8),
        ("solid oxide electrolysis", 0.0, 39.0),
    ],
)
def test_the_published_inventories(route: str, dioxide: float, power: float) -> None:
    """PREMISE, additional inventories (polca/premise@d74d45b): direct CO2 and kWh per kg H2."""
    result = run_model(NAME, route=route, **NONE)
    assert amount(result, "emits", "CO2") == pytest.approx(dioxide, rel=1e-5)
    assert amount(result, "uses", "electricity") / KWH == pytest.approx(power)
    assert amount(result, "makes", "hydrogen") == pytest.approx(120e6)


@pytest.mark.parametrize(
    ("threshold", "grid"), [(4.9, 0.0907), (14.51, 0.2687)]
)  # kg CO2e/kg H2, kg CO2e/kWh
def test_thresholds_of_the_chinese_standard(threshold: float, grid: float) -> None:
    """T/CAB 0078-2020: PEM is clean to 0.0907, low-carbon to 0.2687 kg CO2e/kWh."""
    power = amount(run_model(NAME), "uses", "electricity") / KWH
    assert threshold / power == pytest.approx(grid, rel=1e-3)


def test_steam_reforming_with_capture() -> None:
    """PREMISE: 2.610 kg emitted and 6.161 kg captured of 8.771 kg CO2."""
    given = {"feedstock": 8.771 * 12.011 / 44.009 / 15.3e-9, "capture": 6.161 / 8.771}
    result = run_model(NAME, route="steam reforming", **given)
    assert amount(result, "emits", "CO2") == pytest.approx(2.610, rel=1e-3)
    assert amount(result, "wastes", "carbon dioxide") == pytest.approx(6.161, rel=1e-3)


def test_the_floor_of_electrolysis() -> None:
    """The Gibbs energy of liquid water, 237.1 kJ/mol, is 32.7 kWh per kg; its enthalpy, the higher
    heating value of hydrogen, 285.8/2.016 = 39.4: of PEM and alkaline cells, with their heat.
    """
    assert indicator_of(run_model(NAME), "Gibbs energy of water") / KWH == pytest.approx(
        32.67, rel=1e-3
    )
    for route in ("PEM electrolysis", "alkaline electrolysis"):
        run_model(NAME, route=route, electricity="39.5 kWh/kg")
        run_model(NAME, route=route, electricity="34 kWh/kg", steam="20 MJ/kg")
        for power in ("32 kWh/kg", "34 kWh/kg", "39.3 kWh/kg"):
            with pytest.raises(ModelError) as error:
                run_model(NAME, route=route, electricity=power)
            assert error.value.parameter == "electricity"


def test_steam_brings_a_solid_oxide_cell_the_heat_of_evaporation() -> None:
    """39.4 kWh/kg less 33.3: with steam 33.3 of electricity are the least, without it 39.4."""
    route = {"route": "solid oxide electrolysis"}
    run_model(NAME, **route, electricity="33.5 kWh/kg", steam="22 MJ/kg")
    run_model(NAME, **route, electricity="42.3 kWh/kg", steam="0 MJ/kg")
    for power, steam in (("33.2", "60"), ("34", "0"), ("36", "8")):
        with pytest.raises(ModelError, match=r"39\.4 kWh/kg"):
            run_model(NAME, **route, electricity=f"{power} kWh/kg", steam=f"{steam} MJ/kg")


def test_less_than_the_heating_value_is_refused() -> None:
    with pytest.raises(ModelError) as error:
        run_model(NAME, route="steam reforming", feedstock="110 MJ/kg", **NONE)
    assert error.value.parameter == "feedstock"
    with pytest.raises(ModelError) as error:
        run_model(NAME, route="coal gasification", capture=0.5, capture_power=0.0)
    assert error.value.parameter == "capture_power"


def test_a_plant_counts_the_carbon_of_the_gas_once() -> None:
    """8.922 kg of CO2 per kg of hydrogen by the model; of the gas only its supply chain counts."""
    plant = {
        "carbonre": 1, "plant": "Reformer", "location": "CN-NM", "period": 2024,
        "production": {"hydrogen": "1 t"},
        "steps": {"reforming": {"process": NAME, "route": "steam reforming"}},
    }  # fmt: skip
    result = calculate(plant)
    direct = sum(row.kgCO2e for row in result.ledger_rows if row.counts and row.scope == "1")
    assert direct == pytest.approx(8922, rel=1e-4)
    supply = [row for row in result.ledger_rows if row.flow == "natural gas"]
    assert {row.category for row in supply} == {"3"}
    carbon = next(balance for balance in result.elements if balance.element == "C")
    assert abs(carbon.gap) < 1e-9


@given(st.floats(0, 1), st.floats(0, 1))
def test_capture_emits_less_and_takes_power(one: float, two: float) -> None:
    less, more = (run_model(NAME, route="steam reforming", capture=v) for v in sorted((one, two)))
    assert amount(more, "emits", "CO2") <= amount(less, "emits", "CO2")
    assert amount(more, "uses", "electricity") >= amount(less, "uses", "electricity")


@given(st.floats(40, 80), st.floats(40, 80))
def test_more_power_is_a_worse_efficiency(one: float, two: float) -> None:
    good, poor = (run_model(NAME, electricity=value * KWH) for value in sorted((one, two)))
    name = "efficiency, lower heating value"
    assert indicator_of(poor, name) <= indicator_of(good, name)


def test_oxygen_by_stoichiometry() -> None:
    assert amount(run_model(NAME), "emits", "O2") == pytest.approx(31.998 / 2 / 2.016, rel=1e-4)
