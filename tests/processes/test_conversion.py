"""Conversion: stoichiometry per kilogram of REO, and where sulfate and magnesium go."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements, molar_mass, oxide_mass, rare_earth_moles
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers.models import amount, run_model

MIXED = {"La2O3": 0.25, "CeO2": 0.5, "Pr6O11": 0.06, "Nd2O3": 0.19}
# kg per kg REO: salt formed per kg at the mean molar mass of the Bayan Obo mix, 169.18 g/mol.
HERE = 1 / rare_earth_moles(MIXED) * 1000


def liquor(magnesium_sulfate: float = 0.3, **more: float) -> Feed:
    """Sulfate liquor of 35 g REO/L, with magnesium sulfate and other elements [kg/kg REO]."""
    made = {**salt(MIXED, "SO4", 1.5), "H2O": 1 / 0.035}
    for element, part in elements("MgSO4").items():
        made[element] = made.get(element, 0.0) + magnesium_sulfate * part
    for element, part in more.items():
        made[element] = made.get(element, 0.0) + part
    return Feed("rare earth sulfate liquor", made, MIXED)


AMMONIUM = Feed("ammonium sulfate brine", mixture({"(NH4)2SO4": 0.05, "H2O": 0.95}))
ACID = Feed("acid sulfate wastewater", mixture({"H2SO4": 0.03, "H2O": 0.97}))
BITTER = Feed("magnesium sulfate brine", mixture({"MgSO4": 0.04, "H2O": 0.96}))


def brine(choices: Any) -> Feed:
    return ACID if choices["route"] == "extraction" else AMMONIUM


EXAMPLE = {
    "feed": liquor(P=0.001, Ca=0.002),
    "brine": brine,
    "magnesium_brine": BITTER,
    "capture": lambda choices: "90 %" if choices["route"] == "magnesium bicarbonate" else None,
}
EXACT = {"excess": 0.0}


def test_carbonate_route() -> None:
    """NH4HCO3 1.402, HCl 0.646, (NH4)2SO4 1.172, CO2 0.780 kg/kg REO at 169.18 g/mol."""
    result = run_model("conversion", feed=liquor(0.0), **EXACT)
    scale = 169.18 / HERE
    assert amount(result, "uses", "ammonium bicarbonate") == pytest.approx(1.402 * scale, rel=1e-3)
    assert amount(result, "uses", "hydrochloric acid") == pytest.approx(0.646 * scale, rel=1e-3)
    made = 0.05 * amount(result, "wastes", "ammonium sulfate brine")
    assert made == pytest.approx(1.172 * scale, rel=1e-3)
    assert amount(result, "emits", "CO2") == pytest.approx(2 * 0.390 * scale, rel=2e-3)
    assert amount(result, "uses", "sulfuric acid") == 0.0


def test_pumping_and_filtering() -> None:
    """25 to 33 m3 of liquor per t REO take 30 to 60 kWh on every route."""
    for route in ("carbonate and acid", "magnesium bicarbonate", "extraction"):
        wet = ACID if route == "extraction" else AMMONIUM
        result = run_model("conversion", route=route, brine=wet, capture=0.9)
        assert 30 <= amount(result, "uses", "electricity") / 3.6e3 <= 60
    more = run_model("conversion", electricity="60 kWh/t")
    assert amount(more, "uses", "electricity") == pytest.approx(60 * 3.6e3)


def test_default_is_the_practice_of_baotou() -> None:
    """1.6 t NH4HCO3 per t REO (trade press), at 169.18 g/mol."""
    used = amount(run_model("conversion", feed=liquor(0.0)), "uses", "ammonium bicarbonate")
    assert used == pytest.approx(1.6 * 169.18 / HERE, rel=2e-3)


def test_extraction_route() -> None:
    """No base: HCl 0.646 strips; 1.5 mol of H2SO4 per mol RE stays in the raffinate."""
    result = run_model("conversion", feed=liquor(0.0), route="extraction")
    assert amount(result, "uses", "ammonium bicarbonate") == 0
    assert amount(result, "emits", "CO2") == 0
    acid = 0.03 * amount(result, "wastes", "acid sulfate wastewater") / molar_mass("H2SO4")
    assert acid == pytest.approx(1.5 * rare_earth_moles(MIXED), rel=1e-9)


def test_magnesium_leaves_as_sulfate() -> None:
    """1.067 kg MgSO4 per kg REO leave as such."""
    result = run_model("conversion", feed=liquor(1.067))
    assert 0.04 * amount(result, "wastes", "magnesium sulfate brine") == pytest.approx(1.067)


def test_magnesium_route() -> None:
    """MgSO4 1.067 and HCl 0.646 kg/kg REO at 169.18 g/mol; MgO 1.5 mol, CO2 3 mol go round."""
    result = run_model("conversion", feed=liquor(0.0), route="magnesium bicarbonate", **EXACT)
    scale = 169.18 / HERE
    made = 0.04 * amount(result, "wastes", "magnesium sulfate brine")
    assert made == pytest.approx(1.067 * scale, rel=1e-3)
    assert amount(result, "uses", "hydrochloric acid") == pytest.approx(0.646 * scale, rel=1e-3)
    moles = rare_earth_moles(MIXED)
    assert amount(result, "uses", "magnesia") == pytest.approx(1.5 * moles * molar_mass("MgO"))
    lost = 0.1 * 3 * moles * molar_mass("CO2")
    assert amount(result, "emits", "CO2") == pytest.approx(lost)
    assert amount(result, "uses", "carbon dioxide") == pytest.approx(lost)
    for flow in ("ammonium bicarbonate", "sulfuric acid"):
        assert amount(result, "uses", flow) == 0
    assert amount(result, "wastes", "ammonium sulfate brine") == 0


def test_magnesium_of_the_liquor_joins_that_of_the_route() -> None:
    flow = ("wastes", "magnesium sulfate brine")
    plain, both = (
        amount(run_model("conversion", feed=liquor(salts), route="magnesium bicarbonate"), *flow)
        for salts in (0.0, 0.3)
    )
    assert 0.04 * (both - plain) == pytest.approx(0.3)


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_is_caught_is_not_bought(one: float, two: float) -> None:
    poor, good = (
        run_model("conversion", route="magnesium bicarbonate", capture=share)
        for share in sorted((one, two))
    )
    for kind, flow in (("uses", "carbon dioxide"), ("emits", "CO2")):
        assert amount(good, kind, flow) <= amount(poor, kind, flow)


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_all_bicarbonate_carbon_is_released(excess: float, capture: float) -> None:
    result = run_model("conversion", excess=excess, capture=capture)
    carbon = amount(result, "emits", "CO2") + amount(result, "wastes", "carbon dioxide")
    used = amount(result, "uses", "ammonium bicarbonate")
    assert carbon / used == pytest.approx(molar_mass("CO2") / molar_mass("NH4HCO3"))
    lines = [line for line in result if isinstance(line, Exchange)]
    names = {line.carbon_of for line in lines if line.flow in ("CO2", "carbon dioxide")}
    assert names == {"ammonium bicarbonate"}


def test_free_acid_and_excess_cost_bicarbonate() -> None:
    plain, sour = run_model("conversion"), run_model("conversion", feed=liquor(S=0.02))
    more = run_model("conversion", excess=0.3)
    for result in (sour, more):
        for kind, flow in (("uses", "ammonium bicarbonate"), ("emits", "CO2")):
            assert amount(result, kind, flow) > amount(plain, kind, flow)


def test_a_weaker_brine_takes_more_water() -> None:
    weak = Feed("ammonium sulfate brine", mixture({"(NH4)2SO4": 0.02, "H2O": 0.98}))
    water = [
        amount(result, "uses", "water") - amount(result, "wastes", "water")
        for result in (run_model("conversion"), run_model("conversion", brine=weak))
    ]
    assert water[1] > water[0]


def test_a_liquor_stated_by_its_oxides_is_a_sulfate() -> None:
    plain = Feed("rare earth sulfate liquor", mixture(MIXED), MIXED)
    used = amount(run_model("conversion", feed=plain), "uses", "ammonium bicarbonate")
    other = amount(run_model("conversion", feed=liquor(0.0)), "uses", "ammonium bicarbonate")
    assert used == pytest.approx(other)


def test_product_is_the_neutral_chloride() -> None:
    product = run_model("conversion")[0]
    assert isinstance(product, Exchange) and product.elements is not None
    neodymium = MIXED["Nd2O3"] / oxide_mass("Nd2O3") * molar_mass("Nd")
    assert product.elements["Nd"] == pytest.approx(neodymium)
    chlorine = product.elements["Cl"] / molar_mass("Cl")
    assert chlorine == pytest.approx(3 * rare_earth_moles(MIXED))


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"feed": liquor(0.0, Mg=0.1)}, "feed"),
        ({"brine": ACID}, "brine"),
        ({"route": "extraction", "brine": AMMONIUM}, "brine"),
        ({"magnesium_brine": AMMONIUM}, "magnesium_brine"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any], parameter: str) -> None:
    with pytest.raises(ModelError) as caught:
        run_model("conversion", **given)
    assert caught.value.parameter == parameter
