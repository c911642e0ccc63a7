"""Vacuum refining: calcium leaves, some metal with it, and never below the heat of melting."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.defaults import default_for
from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "vacuum_refining"


def crude(metal: str, calcium: float = 0.01) -> Feed:
    return Feed(f"crude {metal} metal", {metal: 1 - calcium, "Ca": calcium})


EXAMPLE: dict[str, Any] = {"feed": lambda choices: crude(choices["metal"])}


def test_rayleigh_step_by_step() -> None:
    """Evaporate in ten thousand steps: calcium leaves `volatility` times as readily per atom."""
    volatility, metal, calcium = 50.0, 0.99 / 162.5, 0.01 / 40.078
    first, target = metal, 0.001 / 40.078 / (0.999 / 162.5)
    while calcium / metal > target:
        gone = calcium * 1e-4
        metal -= gone / calcium * metal / volatility
        calcium -= gone
    result = run_model(NAME, residual_calcium=0.001, relative_volatility=volatility)
    assert indicator_of(result, "metal that boils off") == pytest.approx(
        1 - metal / first, rel=2e-3
    )


def test_dysprosium_boils_off_and_yttrium_stays() -> None:
    """Vapour pressures of CRC: dysprosium at its melting point is a thousand times that of Y."""
    dysprosium, yttrium = run_model(NAME), run_model(NAME, metal="Y")
    assert 1e-3 < indicator_of(dysprosium, "metal that boils off") < 1e-2
    assert indicator_of(yttrium, "metal that boils off") < 1e-4


def test_the_heat_of_melting_is_the_least() -> None:
    """49.8 kJ/mol Dy (27.7 J/mol/K x 1387 K + 11.35 kJ/mol) = 0.306 MJ/kg."""
    floor = 49.8e3 / 0.1625
    run_model(NAME, electricity=floor * 1.01)
    with pytest.raises(ModelError, match="heat to melt") as caught:
        run_model(NAME, electricity=floor * 0.98)
    assert caught.value.parameter == "electricity"


@given(st.floats(1e-5, 5e-3), st.floats(1e-5, 5e-3))
def test_purer_metal_costs_metal(one: float, two: float) -> None:
    pure, less = sorted((one, two))
    tight, loose = run_model(NAME, residual_calcium=pure), run_model(NAME, residual_calcium=less)
    name = "metal that boils off"
    assert indicator_of(tight, name) >= indicator_of(loose, name)
    made = ("makes", "Dy metal")
    assert amount(tight, *made) <= amount(loose, *made) * (1 + 1e-12)


def test_more_calcium_in_the_crude_metal_costs_more_of_it() -> None:
    clean, dirty = (run_model(NAME, feed=crude("Dy", share)) for share in (0.005, 0.02))
    assert amount(dirty, "wastes", "calcium condensate") > amount(
        clean, "wastes", "calcium condensate"
    )
    assert amount(dirty, "makes", "Dy metal") < amount(clean, "makes", "Dy metal")


def test_what_is_not_crude_metal_is_refused() -> None:
    for feed, words in (
        (Feed("Dy metal", {"Dy": 1.0}), "no crude Dy metal"),
        (Feed("scrap", {"Dy": 0.5, "Nd": 0.49, "Ca": 0.01}), "holds Nd"),
    ):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, feed=feed)
        assert caught.value.parameter == "feed"
    with pytest.raises(ModelError, match="less calcium than"):
        run_model(NAME, residual_calcium=0.02)
    with pytest.raises(ModelError, match="more volatile"):
        run_model(NAME, relative_volatility=1.0)


@pytest.mark.parametrize(
    ("metal", "molar", "kelvin", "calcium", "a", "b", "c"),
    [
        ("Tb", 158.93, 1680, 62e3, 38.7035, -46171.44, -1.7216),
        ("Gd", 157.25, 1636, 46e3, 35.9473, -47214.51, -1.3598),
        ("Y", 88.906, 1845, 168e3, 43.1751, -51151.93, -2.1235),
    ],
)
def test_the_volatilities_of_the_table(
    metal: str, molar: float, kelvin: float, calcium: float, a: float, b: float, c: float
) -> None:
    """ln p = a + b/T + c ln T [Pa] of the metal (Alcock, Itkin and Horrigan 1984), 50 K above its
    melting point; the pressure of calcium is recalled. Langmuir: the ratio of p times root of M."""
    row = default_for(NAME, "relative_volatility", {"metal": metal})
    assert row is not None and row.value is not None
    pressure = math.exp(a + b / kelvin + c * math.log(kelvin))
    ratio = calcium / pressure * math.sqrt(molar / 40.078)
    assert row.value == pytest.approx(ratio, rel=0.02)
