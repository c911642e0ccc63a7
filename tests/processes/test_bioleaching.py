"""Bioleaching (laboratory): glucose and air by the liquor that a poor feed needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.defaults import default_for
from carbonre.unit_process.model import Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

CATALYST = {"La2O3": 0.012, "CeO2": 0.003, "Al2O3": 0.45, "SiO2": 0.535}
FEED = Feed("spent catalyst", mixture(CATALYST), {"La2O3": 0.012, "CeO2": 0.003})
EXAMPLE: dict[str, Any] = {
    "feed": FEED, "liquid_to_solid": 40.0, "acid_strength": "1 %", "mixing": "50 kWh/t",
}  # fmt: skip


def test_the_published_recovery() -> None:
    """51 % in continuous runs on spent cracking catalyst (Thompson et al. 2018)."""
    row = default_for("bioleaching", "recovery", {})
    assert row is not None and row.value == pytest.approx(0.51) and row.evidence == "read"
    made = amount(run_model("bioleaching"), "makes", "rare earth gluconate liquor")
    assert made == pytest.approx(0.51 * 0.015)


def test_glucose_by_hand() -> None:
    """40 kg of liquor with 1 % gluconic acid per kg: 0.4 x 180.16/196.16 / 0.9 kg of glucose."""
    glucose = amount(run_model("bioleaching"), "uses", "glucose")
    assert glucose == pytest.approx(0.4 * 180.156 / 196.155 / 0.9, rel=1e-3)


def test_carbon_that_is_no_acid_is_breathed_out() -> None:
    result = run_model("bioleaching", acid_yield=0.8)
    burnt = 0.2 * amount(result, "uses", "glucose") / 0.180156
    assert amount(result, "emits", "CO2_biogenic") == pytest.approx(6 * burnt * 0.044009, rel=1e-3)


@given(st.floats(0.55, 1), st.floats(0.55, 1))
def test_burning_sugar_takes_more_sugar_and_air(one: float, two: float) -> None:
    poor, good = (run_model("bioleaching", acid_yield=x) for x in sorted((one, two)))
    for flow in ("glucose", "electricity"):
        assert amount(poor, "uses", flow) >= amount(good, "uses", flow)


def test_a_thinner_slurry_takes_more_glucose_per_oxide() -> None:
    thick, thin = (run_model("bioleaching", liquid_to_solid=x) for x in (20.0, 60.0))
    assert indicator_of(thin, "glucose per REO") == pytest.approx(
        3 * indicator_of(thick, "glucose per REO")
    )


def test_too_few_protons_are_refused() -> None:
    with pytest.raises(ModelError) as error:
        run_model("bioleaching", acid_strength="0.05 %", liquid_to_solid=20.0)
    assert error.value.parameter == "acid_strength"


def test_the_solid_is_lighter_by_what_left_it() -> None:
    """Half of 1.2 % La2O3 and 0.3 % CeO2 as metal; three protons stand for each."""
    result = run_model("bioleaching", recovery=0.5)
    metal = 0.012 * 138.905 / 162.904 + 0.003 * 140.116 / 172.114
    protons = 3 * 1.008 * (0.012 / 162.904 + 0.003 / 172.114)
    left = amount(result, "wastes", "bioleaching residue")
    assert left == pytest.approx(1 - 0.5 * (metal - protons), rel=1e-5)
