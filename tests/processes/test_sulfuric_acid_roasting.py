"""Roasting of bastnaesite and monazite: the stoichiometry of the textbook, and its directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import molar_mass
from carbonre.processes import process_named
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, example, indicator_of, run_model

# Bayan Obo, four light oxides of USGS Minerals Yearbook, Rare Earths, Table 2, at 58 % REO.
CONCENTRATE = Feed(
    "rare earth concentrate",
    rare_earths={"La2O3": 0.137, "CeO2": 0.297, "Pr6O11": 0.037, "Nd2O3": 0.109},
)
EXAMPLE: dict[str, Any] = {"feed": CONCENTRATE}
PURE = {"calcium_fluoride": 0.0, "calcite": 0.0, "iron_oxide": 0.0}


def per_reo(result: Any, kind: str, flow: str) -> float:
    return float(amount(result, kind, flow) / amount(result, "makes", "sulfated concentrate"))


def test_the_coefficients_of_pure_bastnaesite() -> None:
    """H2SO4 0.870, CO2 0.260 and HF 0.118 kg per kg REO at 169.2 g/mol: 1.5 x 98.079/169.2 ..."""
    weight = 1 / (0.5 / 172.114 + 0.5 / 168.24)
    mean = Feed("rare earth concentrate", rare_earths={"CeO2": 0.3, "Nd2O3": 0.3})
    result = run_model("sulfuric_acid_roasting", feed=mean, bastnaesite_share=1.0, **PURE)
    scale = weight / 169.2
    acid = indicator_of(result, "acid by stoichiometry") / 0.6
    assert acid * scale == pytest.approx(0.870, rel=3e-3)
    assert per_reo(result, "emits", "CO2") * scale == pytest.approx(0.260, rel=3e-3)
    assert per_reo(result, "wastes", "HF in off-gas") * scale == pytest.approx(0.118, rel=3e-3)


def test_acid_and_fuel_of_a_published_inventory() -> None:
    """Per 1.11 kg of concentrate: 1.55 kg of acid, 6.59 MJ of heavy oil.

    Sprecher et al. 2014, in the product system of Miranda Xicotencatl et al. 2023, process P4097.
    """
    result = run_model("sulfuric_acid_roasting", fuel="fuel oil", acid_recovered=0.0)
    assert amount(result, "uses", "fuel oil") * 1.11 == pytest.approx(6.59e6, rel=2e-3)
    assert amount(result, "uses", "sulfuric acid") / 0.93 * 1.11 == pytest.approx(1.55, rel=2e-3)


def test_monazite_gives_no_gas() -> None:
    result = run_model("sulfuric_acid_roasting", bastnaesite_share=0.0, **PURE)
    assert amount(result, "emits", "CO2") == 0
    assert amount(result, "wastes", "HF in off-gas") == 0
    pure = run_model("sulfuric_acid_roasting", bastnaesite_share=1.0, **PURE)
    assert indicator_of(result, "acid by stoichiometry") == pytest.approx(
        indicator_of(pure, "acid by stoichiometry"), rel=1e-12
    )


@pytest.mark.parametrize(
    ("gangue", "kind", "flow", "coefficient"),
    [
        ("calcium_fluoride", "wastes", "HF in off-gas", 0.5125),  # 2 x 20.006/78.075
        ("calcite", "emits", "CO2", 0.4397),  # 44.009/100.087
    ],
)
def test_gangue_gives_gas(gangue: str, kind: str, flow: str, coefficient: float) -> None:
    none = run_model("sulfuric_acid_roasting", **PURE)
    some = run_model("sulfuric_acid_roasting", **{**PURE, gangue: 0.05})
    more = amount(some, kind, flow) - amount(none, kind, flow)
    assert more / 0.05 == pytest.approx(coefficient, rel=1e-3)


def test_iron_takes_acid() -> None:
    none = run_model("sulfuric_acid_roasting", **PURE)
    some = run_model("sulfuric_acid_roasting", **{**PURE, "iron_oxide": 0.06})
    more = indicator_of(some, "acid by stoichiometry") - indicator_of(none, "acid by stoichiometry")
    assert more / 0.06 == pytest.approx(1.84, rel=2e-3)  # 3 x 98.079/159.69


def test_the_sulfur_of_the_practice_sheet() -> None:
    """At 1.4 t/t of 93 % acid about 0.59 t/t is excess: 0.39 t SO2 per t, if nothing is kept."""
    result = run_model("sulfuric_acid_roasting", acid_charge=1.4, acid_left=0.0, acid_recovered=0.0)
    assert indicator_of(result, "excess acid") == pytest.approx(0.59, abs=0.03)
    assert amount(result, "wastes", "SO2 in off-gas") == pytest.approx(0.39, abs=0.02)


def test_mineral_carbon_dioxide_lies_in_the_published_band() -> None:
    """0.169 to 0.221 kg/kg REO for 65 to 85 % bastnaesite, calcite apart."""
    for share, expected in ((0.65, 0.169), (0.85, 0.221)):
        result = run_model("sulfuric_acid_roasting", bastnaesite_share=share, **PURE)
        assert per_reo(result, "emits", "CO2") == pytest.approx(expected, rel=0.02)


def test_more_acid_is_more_gas_and_recovery_buys_less() -> None:
    lean = run_model("sulfuric_acid_roasting", acid_charge=1.2)
    rich = run_model("sulfuric_acid_roasting", acid_charge=1.6)
    assert amount(rich, "wastes", "SO2 in off-gas") > amount(lean, "wastes", "SO2 in off-gas")
    none = run_model("sulfuric_acid_roasting", acid_recovered=0.0)
    all_ = run_model("sulfuric_acid_roasting", acid_recovered=1.0)
    assert amount(none, "uses", "sulfuric acid") == pytest.approx(1.396 * 0.93)
    saved = amount(none, "uses", "sulfuric acid") - amount(all_, "uses", "sulfuric acid")
    gas = amount(none, "wastes", "SO2 in off-gas") / molar_mass("SO2")
    assert saved / molar_mass("H2SO4") == pytest.approx(gas)
    assert amount(all_, "wastes", "SO2 in off-gas") == pytest.approx(0, abs=1e-12)


def test_too_little_acid_or_heat_is_refused() -> None:
    with pytest.raises(ModelError) as no_acid:
        run_model("sulfuric_acid_roasting", acid_charge=0.5)
    assert no_acid.value.parameter == "acid_charge"
    with pytest.raises(ModelError) as no_heat:
        run_model("sulfuric_acid_roasting", kiln_heat="2.4 GJ/t")
    assert no_heat.value.parameter == "kiln_heat"
    with pytest.raises(ModelError):
        run_model("sulfuric_acid_roasting", fuel="electricity", kiln_heat="2.4 GJ/t")
    run_model("sulfuric_acid_roasting", kiln_heat="2.6 GJ/t")


def test_an_electric_kiln_burns_nothing() -> None:
    """It has no flue, which carries off 0.82 Nm3/MJ x 1.35 kJ/Nm3/K x 250 K = 28 % of the heat."""
    gas = run_model("sulfuric_acid_roasting")
    electric = run_model("sulfuric_acid_roasting", fuel="electricity")
    assert amount(electric, "uses", "natural gas") == 0
    extra = amount(electric, "uses", "electricity") - amount(gas, "uses", "electricity")
    assert extra == pytest.approx((1 - 0.277) * amount(gas, "uses", "natural gas"), rel=2e-3)
    assert amount(electric, "emits", "CO2") == amount(gas, "emits", "CO2")


@given(st.floats(0, 1), st.floats(0, 0.05), st.floats(1.3, 2), st.floats(0, 1))
def test_sulfur_goes_somewhere(share: float, iron: float, charge: float, left: float) -> None:
    values = example(
        "sulfuric_acid_roasting",
        bastnaesite_share=share,
        iron_oxide=iron,
        acid_charge=charge,
        acid_left=left,
    )
    lines = process_named("sulfuric_acid_roasting").exchanges(values)
    product = next(x for x in lines if isinstance(x, Exchange) and x.kind == "makes")
    acid = amount(lines, "uses", "sulfuric acid") * 32.06 / 98.072
    gas = amount(lines, "wastes", "SO2 in off-gas") * 32.06 / 64.058
    assert product.elements is not None
    assert product.amount * product.elements["S"] + gas == pytest.approx(acid, rel=1e-4)
