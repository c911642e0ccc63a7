"""Intermediate alloy: a case by hand, energy limits, each direction, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements
from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "intermediate_alloy_reduction"
KWH = 3.6e6
SLAG = "calcium fluoride and chloride slag"
EXAMPLE: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("metal", "fluoride", "calcium", "alloyed", "made_up", "chloride", "slag"),
    [
        ("Y", 1.7441, 0.7905, 0.3256, 0.0163, 1.2600, 2.7637),
        ("Dy", 1.4356, 0.4325, 0.1819, 0.0091, 0.6894, 1.5265),
        ("Gd", 1.4480, 0.4469, 0.1819, 0.0091, 0.7124, 1.5764),
        ("Tb", 1.4440, 0.4422, 0.1819, 0.0091, 0.7049, 1.5601),
    ],
)
def test_a_kilogram_of_metal_by_hand(
    metal: str, fluoride: float, calcium: float, alloyed: float, made_up: float, chloride: float,
    slag: float,
) -> None:  # fmt: skip
    """REF3 = M(REF3)/M(RE)/(y1 y2), Ca = 1.65 M(Ca)/M(RE)/(y1 y2), Mg = w/(1 - w)/y2."""
    result = run_model(NAME, metal=metal)
    assert amount(result, "uses", f"{metal}F3") == pytest.approx(fluoride, abs=6e-5)
    assert amount(result, "uses", "calcium") == pytest.approx(calcium, abs=6e-5)
    told = indicator_of(result, "magnesium in the alloy per metal")
    assert told == pytest.approx(alloyed, abs=6e-5)
    assert amount(result, "uses", "magnesium") == pytest.approx(made_up, abs=6e-5)
    assert amount(result, "uses", "calcium chloride") == pytest.approx(chloride, abs=6e-5)
    assert amount(result, "wastes", SLAG) == pytest.approx(slag, abs=1.1e-4)


@pytest.mark.parametrize(
    ("metal", "mass", "percent", "power"),
    [("Y", 88.906, 24, 36), ("Gd", 157.25, 15, 19), ("Tb", 158.93, 15, 19), ("Dy", 162.5, 15, 19)],
)
def test_a_second_way_to_the_carbon(metal: str, mass: float, percent: float, power: float) -> None:
    """Backwards from a mole of fluoride, with a factor for each purchase: kg CO2e per kg metal."""
    left = mass * 0.97 * 0.97  # grams of metal from one mole of REF3
    calcium = 1.1 * 1.5 * 40.078 / left
    magnesium = percent / (100 - percent) * mass * 0.97 / left * 0.05
    chloride = 0.9 * 1.5 * (40.078 + 2 * 18.998) / left
    by_hand = 17.888 * calcium + 28.7 * magnesium + 0.0388 * chloride + 0.5777 * power
    result = run_model(NAME, metal=metal)
    counted = sum(
        factor * amount(result, "uses", flow)
        for flow, factor in (
            ("calcium", 17.888),
            ("magnesium", 28.7),
            ("calcium chloride", 0.0388),
            ("electricity", 0.5777 / KWH),
        )
    )
    assert counted == pytest.approx(by_hand, rel=1e-4)
    wanted = {"Y": 35.4542, "Dy": 19.0008, "Gd": 19.2600, "Tb": 19.1754}[metal]
    assert by_hand == pytest.approx(wanted, abs=2e-3)


@pytest.mark.parametrize(
    ("metal", "best", "worst"),
    [("Y", 4.77, 5.02), ("Gd", 2.65, 2.79), ("Tb", 2.65, 2.79), ("Dy", 2.65, 2.79)],
)
def test_the_route_lands_at_the_energy_limit(metal: str, best: float, worst: float) -> None:
    """GB 29435-2025, Table 6 [tce/t], oxide to metal, all as electricity at 0.1229 kgce/kWh."""
    result = run_model(NAME, metal=metal)
    own = amount(result, "uses", "electricity") / KWH
    fluorination = 2.3 * amount(result, "uses", f"{metal}F3")  # kWh per kg of metal
    assert best < (own + fluorination) * 0.1229 < worst
    assert best / 2 < own * 0.1229 < 2 * worst


def test_the_floor_is_the_heat_of_the_magnesium() -> None:
    """0.3256 kg of magnesium x (128 kJ/mol + 1.2 MJ/kg) are 0.585 kWh per kg of yttrium."""
    result = run_model(NAME, metal="Y")
    assert 36 / indicator_of(result, "energy over its floor") == pytest.approx(0.585, abs=1e-3)
    with pytest.raises(ModelError, match="evaporates the magnesium") as caught:
        run_model(NAME, metal="Y", electricity="0.58 kWh/kg")
    assert caught.value.parameter == "electricity"
    run_model(NAME, metal="Y", electricity="0.59 kWh/kg")


share = st.floats(0.6, 1)


@given(share, share, share, share)
def test_a_loss_costs_fluoride_calcium_and_flux(a: float, b: float, c: float, d: float) -> None:
    (low, high), (poor, good) = sorted((a, b)), sorted((c, d))
    worst = run_model(NAME, reduction_yield=low, distillation_yield=poor)
    best = run_model(NAME, reduction_yield=high, distillation_yield=good)
    for line in ("YF3", "calcium", "calcium chloride", "magnesium"):
        assert amount(worst, "uses", line) >= amount(best, "uses", line) * (1 - 1e-12)
    for line in (SLAG, "metal skulls"):
        assert amount(worst, "wastes", line) >= amount(best, "wastes", line) - 1e-12


@given(st.floats(0.01, 0.5), st.floats(0.01, 0.5), st.floats(0, 1), st.floats(0, 1))
def test_magnesium_is_bought_for_what_is_lost(a: float, b: float, c: float, d: float) -> None:
    (little, much), (lost, kept) = sorted((a, b)), sorted((c, d))
    less = run_model(NAME, magnesium_in_alloy=little, magnesium_recovered=kept)
    more = run_model(NAME, magnesium_in_alloy=much, magnesium_recovered=lost)
    assert amount(more, "uses", "magnesium") >= amount(less, "uses", "magnesium")
    assert amount(more, "wastes", "magnesium dust") == amount(more, "uses", "magnesium")
    assert amount(run_model(NAME, magnesium_recovered=1.0), "uses", "magnesium") == 0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 2), st.floats(0.1, 2))
def test_excess_and_flux_end_in_the_slag(a: float, b: float, c: float, d: float) -> None:
    (some, more), (thin, thick) = sorted((a, b)), sorted((c, d))
    less = run_model(NAME, calcium_excess=some, flux=thin)
    much = run_model(NAME, calcium_excess=more, flux=thick)
    assert amount(much, "uses", "calcium") >= amount(less, "uses", "calcium")
    assert amount(much, "uses", "calcium chloride") >= amount(less, "uses", "calcium chloride")
    assert amount(much, "wastes", SLAG) >= amount(less, "wastes", SLAG)


def test_what_is_not_an_alloy_or_not_the_fluoride_is_refused() -> None:
    for share in (0.0, 1.0):
        with pytest.raises(ModelError, match="magnesium and rare earth") as caught:
            run_model(NAME, magnesium_in_alloy=share)
        assert caught.value.parameter == "magnesium_in_alloy"
    with pytest.raises(ModelError, match="not of Y alone") as caught:
        run_model(NAME, fluoride=Feed("DyF3", elements("DyF3"), {"Dy2O3": 0.85}))
    assert caught.value.parameter == "fluoride"
    own = Feed("own YF3", elements("YF3"), {"Y2O3": 0.7738})
    assert amount(run_model(NAME, fluoride=own), "uses", "own YF3") == pytest.approx(1.7441, 1e-4)
