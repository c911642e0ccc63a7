"""Oxidative roasting: carbon, acid, alkali and cerium by the stoichiometry of the route."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import molar_mass
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

FEED = Feed(
    "rare earth concentrate", rare_earths={"La2O3": 0.19, "CeO2": 0.31, "Nd2O3": 0.09, "Y2O3": 0.01}
)
EXAMPLE: dict[str, Any] = {"feed": FEED, "fluorine_to_gas": "3 %"}
PURE = {"bastnaesite_share": 1.0, "calcite": 0.0, "recovery": 1.0, "fluorine_to_gas": 0.0}


def made(result: Any, flow: str) -> Exchange:
    return next(x for x in result if isinstance(x, Exchange) and x.flow == flow)


def test_mineral_carbon_dioxide() -> None:
    """CO2 0.260 kg per kg REO in bastnaesite at 169.2 g/mol: 44.009/169.2."""
    mean = Feed("rare earth concentrate", rare_earths={"CeO2": 0.3, "Nd2O3": 0.3})
    result = run_model("oxidative_roasting", feed=mean, **PURE)
    weight = 1 / (0.5 / 172.114 + 0.5 / 168.24)
    assert indicator_of(result, "mineral CO2 per REO") * weight / 169.2 == pytest.approx(
        0.260, rel=1e-3
    )


def test_theoretical_loss_of_bastnaesite() -> None:
    """REFCO3 loses 19.7 to 20.2 % of its mass as CO2 (La to Nd)."""
    for metal, share in (("La", 0.202), ("Ce", 0.201), ("Nd", 0.197)):
        mineral = molar_mass(f"{metal}FCO3")
        assert molar_mass("CO2") / mineral == pytest.approx(share, abs=6e-4)


def test_acid_goes_to_the_trivalent() -> None:
    """HCl 0.646 kg per kg REO dissolved at 169.2 g/mol, none for cerium that is oxidised."""
    neodymium = Feed("rare earth concentrate", rare_earths={"Nd2O3": 0.6})
    result = run_model("oxidative_roasting", feed=neodymium, acid_excess=0.0, **PURE)
    assert indicator_of(result, "acid per REO dissolved") == pytest.approx(0.6501, rel=1e-3)


def test_a_better_roast_saves_acid_and_parts_cerium() -> None:
    poor, good = (run_model("oxidative_roasting", cerium_oxidation=x) for x in (0.4, 0.95))
    assert amount(good, "uses", "hydrochloric acid") < amount(poor, "uses", "hydrochloric acid")
    assert indicator_of(good, "cerium in the chloride") < indicator_of(
        poor, "cerium in the chloride"
    )
    made_of = amount(good, "makes", "cerium concentrate")
    assert made_of == pytest.approx(0.95 * 0.95 * 0.94 * 0.31)


def test_alkali_is_one_per_fluorine() -> None:
    result = run_model("oxidative_roasting", caustic_excess=0.0, **PURE)
    moles = sum(
        share / mass
        for share, mass in (
            (0.19, 162.904),
            (0.31, 172.114),
            (0.09, 168.24),
            (0.01, 112.904),
        )
    )
    assert amount(result, "uses", "caustic soda") == pytest.approx(moles * 39.997, rel=1e-3)
    assert amount(result, "wastes", "HF in off-gas") == 0


def test_fluorine_in_the_gas_takes_no_alkali() -> None:
    little, much = (run_model("oxidative_roasting", fluorine_to_gas=x) for x in (0.0, 0.5))
    assert amount(much, "uses", "caustic soda") < amount(little, "uses", "caustic soda")
    assert amount(much, "wastes", "HF in off-gas") > amount(little, "wastes", "HF in off-gas")


def test_kiln_heat_by_hand() -> None:
    """Moisture 0.111 x 2.6, warming 0.6 x 480, CO2 0.95 x 0.60 x 0.8 MJ/kg, at 55 %: 1.88 GJ/t."""
    result = run_model("oxidative_roasting")
    by_hand = (0.1 / 0.9 * 2.6 + 0.6e-3 * 480 + 0.95 * 0.6 * 0.8) / 0.55
    assert indicator_of(result, "kiln heat per concentrate") / 1e6 == pytest.approx(
        by_hand, rel=1e-6
    )


@given(st.floats(0.0, 0.2), st.floats(0.0, 0.2))
def test_a_wetter_concentrate_takes_more_heat(one: float, two: float) -> None:
    dry, wet = (run_model("oxidative_roasting", moisture=x) for x in sorted((one, two)))
    assert amount(wet, "uses", "natural gas") >= amount(dry, "uses", "natural gas")


def test_monazite_weighs_its_metal_and_phosphate() -> None:
    """0.3 kg of Nd2O3 in NdPO4: 239.21 over 168.24 g/mol; 0.3 kg in bastnaesite all dissolves."""
    feed = Feed("rare earth concentrate", rare_earths={"Nd2O3": 0.6})
    half = {**PURE, "bastnaesite_share": 0.5, "gangue": 0.0}
    result = run_model("oxidative_roasting", feed=feed, **half)
    assert made(result, "leach residue").amount == pytest.approx(0.3 * 1.42187, rel=1e-4)


def test_monazite_stays_in_the_residue() -> None:
    none, some = (run_model("oxidative_roasting", bastnaesite_share=x) for x in (1.0, 0.7))
    assert (made(none, "leach residue").elements or {})["P"] == 0
    assert (made(some, "leach residue").elements or {})["P"] > 0
    assert amount(some, "emits", "CO2") < amount(none, "emits", "CO2")


def test_fluorine_must_find_a_partner() -> None:
    cerium = Feed("rare earth concentrate", rare_earths={"CeO2": 0.5, "La2O3": 0.05})
    with pytest.raises(ModelError) as error:
        run_model("oxidative_roasting", feed=cerium, cerium_oxidation=0.95)
    assert error.value.parameter == "cerium_oxidation"


def test_an_electric_kiln_has_no_flue() -> None:
    """At 55 % a fired kiln puts 0.277 of its fuel into the flue; without, 55/(1 - 0.277) = 76 %."""
    fired, electric = (
        run_model("oxidative_roasting", fuel=fuel) for fuel in ("natural gas", "electricity")
    )
    power = amount(electric, "uses", "electricity") - amount(fired, "uses", "electricity")
    assert amount(electric, "uses", "natural gas") == 0
    assert power == pytest.approx((1 - 0.277) * amount(fired, "uses", "natural gas"), rel=2e-3)
