"""Transport: what a flow weighs, over the way it goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError, mixture, salt
from helpers.models import amount, indicator_of, run_model

OXIDES = {"La2O3": 0.3, "CeO2": 0.7}
DRY = sum(salt(OXIDES, "CO3", 1.5).values())
CAKE = Feed(
    "mixed rare earth carbonate", {**salt(OXIDES, "CO3", 1.5), "H2O": 1 / 0.45 - DRY}, OXIDES
)
CONCENTRATE = Feed("rare earth concentrate", {"Ce": 0.4, "H2O": 0.1 / 0.9}, {"CeO2": 0.49})
EXAMPLE: dict[str, Any] = {"cargo": CAKE, "product": "carbonate in Gansu", "rail": "900 km"}


def test_a_wet_carbonate_weighs_more_than_twice_its_oxides() -> None:
    """At 45 % REO 2.22 kg per kg REO: 900 km of rail are 2.0 t km (Baotou to Gansu)."""
    result = run_model("transport")
    assert indicator_of(result, "weight carried per unit of cargo") == pytest.approx(1 / 0.45)
    assert amount(result, "uses", "rail") / 1e6 == pytest.approx(900 / 0.45 / 1000)


def test_a_concentrate_weighs_itself_and_its_water() -> None:
    result = run_model("transport", cargo=CONCENTRATE)
    assert indicator_of(result, "weight carried per unit of cargo") == pytest.approx(1 / 0.9)


def test_an_oxide_weighs_itself() -> None:
    oxide = Feed("Nd2O3", mixture({"Nd2O3": 1.0}), {"Nd2O3": 1.0})
    assert indicator_of(
        run_model("transport", cargo=oxide), "weight carried per unit of cargo"
    ) == pytest.approx(1)


def test_ore_to_baotou_weighs_on_the_footprint_as_published() -> None:
    """About 0.01 kg CO2e per kg REO: 30 % of 31 t ore per t REO, 150 km at 6.5 g/t km of rail."""
    ore = Feed("ore", {"Ce": 0.05}, {"CeO2": 0.061})
    moved = amount(run_model("transport", cargo=ore, rail="150 km"), "uses", "rail") / 1e6
    assert 0.3 * 31 * moved * 0.006502 == pytest.approx(0.01, abs=0.002)


@given(st.floats(1, 3e6), st.floats(1, 3e6))
def test_further_takes_more(one: float, two: float) -> None:
    near, far = (run_model("transport", truck=way) for way in sorted((one, two)))
    assert amount(far, "uses", "truck") >= amount(near, "uses", "truck")


def test_what_is_lost_does_not_arrive() -> None:
    result = run_model("transport", loss=0.02, packaging=0.05)
    assert amount(result, "makes", "carbonate in Gansu") == pytest.approx(0.98)
    assert amount(result, "wastes", "cargo lost on the way") == pytest.approx(0.02)
    assert indicator_of(result, "weight carried per unit of cargo") == pytest.approx(1.05 / 0.45)


def test_no_distance_is_refused() -> None:
    with pytest.raises(ModelError, match="state the distance"):
        run_model("transport", rail="0 km")
