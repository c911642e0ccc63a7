"""Bonding: a pressed magnet by hand, loading and energy product, directions, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

NAME = "bonding"
KWH = 3.6e6
POWDER = Feed("melt-spun NdFeB powder", {"Nd": 0.28, "Fe": 0.71, "B": 0.01}, {"Nd2O3": 0.3266})


def moulding(choices: dict[str, Any]) -> str | None:
    return "0.6 kWh/kg" if choices["method"] == "injection" else None


EXAMPLE: dict[str, Any] = {"powder": POWDER, "moulding_power": moulding}


def test_a_pressed_magnet_from_the_alloy_by_hand() -> None:
    """Sum for 1 kg: 97.5 % powder, yield 0.93, alloy 10.3884, power 0.5777, epoxy 6.87 kg CO2e.

    1.0484 kg alloy; 3.75 kWh/kg alloy melts, spins and anneals it; crushing 0.3 kWh/kg powder,
    compounding 0.1, pressing, curing and coating 0.2 each; 2 kg of nitrogen of 0.1155.
    """
    spun = run_model("melt_spinning", rare_earth_loss=0.0, ribbon_yield=0.93)
    pressed = run_model(NAME, bonding_yield=1.0)
    powder = amount(pressed, "uses", "melt-spun NdFeB powder")
    alloy = powder * amount(spun, "uses", "NdFeB alloy")
    assert alloy == pytest.approx(1.0484, abs=5e-5)
    own = amount(pressed, "uses", "electricity") + powder * amount(spun, "uses", "electricity")
    power = own / KWH + 1.25 * alloy + 0.2  # melting the alloy before, coating behind
    assert power == pytest.approx(4.9240, abs=5e-5)
    parts = (
        alloy * 10.3884,
        power * 0.5777,
        amount(pressed, "uses", "epoxy resin") * 6.87,
        2 * 0.1155,
    )
    for part, by_hand in zip(parts, (10.8911, 2.8446, 0.1718, 0.2310), strict=True):
        assert part == pytest.approx(by_hand, abs=1e-4)
    assert sum(parts) == pytest.approx(14.1384, abs=2e-4)


@pytest.mark.parametrize("share", [0.025, 0.03, 0.04])
def test_a_second_way_to_the_loading(share: float) -> None:
    """A litre of magnet: 900 mL of powder and resin, which have the mass that their volumes say."""
    result = run_model(NAME, binder_share=share)
    loading = indicator_of(result, "loading by volume")
    powder, resin = 1000 * loading, 900 - 1000 * loading  # mL
    assert resin * 1.2 / (resin * 1.2 + powder * 7.6) == pytest.approx(share)
    density = indicator_of(result, "density of the magnet")
    assert density == pytest.approx(resin * 1.2 + powder * 7.6)


def test_injection_stops_at_65_percent() -> None:
    """7.41 % of polyamide by mass is 35 % by volume (Kulkarni et al. 2023: no more than 0.65)."""
    dense = run_model(NAME, method="injection", binder_share=0.07413, porosity=0.0)
    assert indicator_of(dense, "loading by volume") == pytest.approx(0.65, abs=1e-4)
    with pytest.raises(ModelError, match=r"cannot shape more than 65\.0%") as caught:
        run_model(NAME, method="injection", binder_share=0.07, porosity=0.0)
    assert caught.value.parameter == "binder_share"


def test_the_energy_product_follows_the_square_of_the_loading() -> None:
    """65 against 80 % of the volume: (65/80)^2 = 0.6602 of the energy product."""
    best = {"porosity": 0.0, "powder_energy_product": "110 kJ/m3"}
    injected = run_model(NAME, method="injection", binder_share=0.07413, **best)
    pressed = run_model(NAME, binder_share=0.2 * 1.2 / (0.2 * 1.2 + 0.8 * 7.6), **best)
    assert indicator_of(pressed, "loading by volume") == pytest.approx(0.8)
    one, two = (indicator_of(result, "energy product") for result in (injected, pressed))
    assert one / two == pytest.approx(0.6602, abs=2e-4)
    assert two == pytest.approx(0.64 * 110e3)
    per_mass = indicator_of(pressed, "energy product per mass")
    assert per_mass == pytest.approx(two / indicator_of(pressed, "density of the magnet"))
    assert not [line for line in run_model(NAME) if getattr(line, "name", "") == "energy product"]


def test_the_default_lies_among_the_grades() -> None:
    """A vendor's BN9: 5.9 to 6.2 g/cm3, 68 to 74 kJ/m3."""
    result = run_model(NAME, powder_energy_product="118 kJ/m3")
    assert 5900 < indicator_of(result, "density of the magnet") < 6200
    assert 68e3 < indicator_of(result, "energy product") < 74e3


@given(st.floats(0.02, 0.3), st.floats(0.02, 0.3))
def test_more_resin_is_less_powder_and_a_weaker_magnet(one: float, two: float) -> None:
    little, much = sorted((one, two))
    strong = run_model(NAME, binder_share=little, powder_energy_product="110 kJ/m3")
    weak = run_model(NAME, binder_share=much, powder_energy_product="110 kJ/m3")
    powder = ("uses", "melt-spun NdFeB powder")
    assert amount(weak, *powder) <= amount(strong, *powder)
    assert amount(weak, "uses", "epoxy resin") >= amount(strong, "uses", "epoxy resin")
    for name in ("energy product", "energy product per mass", "loading by volume"):
        assert indicator_of(weak, name) <= indicator_of(strong, name) * (1 + 1e-12)


@given(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.5, 1), st.floats(0.5, 1))
def test_pores_weaken_and_rejects_cost(a: float, b: float, c: float, d: float) -> None:
    (dense, open_), (poor, good) = sorted((a, b)), sorted((c, d))
    best = run_model(NAME, porosity=dense, bonding_yield=good)
    worst = run_model(NAME, porosity=open_, bonding_yield=poor)
    for name in ("loading by volume", "density of the magnet"):
        assert indicator_of(worst, name) <= indicator_of(best, name) * (1 + 1e-12)
    for flow in ("melt-spun NdFeB powder", "epoxy resin", "electricity"):
        assert amount(worst, "uses", flow) >= amount(best, "uses", flow) * (1 - 1e-12)


@pytest.mark.parametrize("name", ["compounding_power", "moulding_power", "curing_power"])
def test_each_power_adds(name: str) -> None:
    less, more = (run_model(NAME, **{name: f"{value} kWh/kg"}) for value in (0.1, 0.5))
    added = amount(more, "uses", "electricity") - amount(less, "uses", "electricity")
    assert added / KWH == pytest.approx(0.4 / 0.965)


def test_a_magnet_without_powder_or_that_is_not_made_is_refused() -> None:
    for given_, name in (({"binder_share": 1.0}, "binder_share"), ({"bonding_yield": 0.0},
                                                                  "bonding_yield")):  # fmt: skip
        with pytest.raises(ModelError) as caught:
            run_model(NAME, **given_)
        assert caught.value.parameter == name


def test_the_magnet_is_made_of_its_powder() -> None:
    made = next(x for x in run_model(NAME) if isinstance(x, Exchange) and x.kind == "makes")
    assert made.elements is not None and made.rare_earths is not None
    assert made.elements["Nd"] == pytest.approx(0.975 * 0.28)
    assert made.rare_earths["Nd2O3"] == pytest.approx(0.975 * 0.28 * 336.481 / 288.484, rel=1e-4)
    own = run_model(NAME, binder="phenolic resin")
    assert amount(own, "uses", "phenolic resin") == pytest.approx(0.025 / 0.965)
