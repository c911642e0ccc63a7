"""In-situ leaching: the salt that the ore keeps, the base it takes, the nitrogen left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonre as cr
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model
from helpers.paths import ROOT

CLAY = {"La2O3": 2.5e-4, "Nd2O3": 2e-4, "Y2O3": 2.5e-4, "Dy2O3": 1e-4}


def clay(factor: float = 1.0) -> Feed:
    """Return an ore of 0.08 % REO, times a factor."""
    parts = {oxide: factor * share for oxide, share in CLAY.items()}
    return Feed("ion adsorption ore", mixture(parts), rare_earth_oxides(parts))


EXAMPLE: dict[str, Any] = {
    "ore": clay(),
    "capture": lambda choices: 0.5 if choices["precipitant"] == "magnesium bicarbonate" else 0.0,
}


def part(result: Any, kind: str, element: str) -> float:
    lines = [x for x in result if isinstance(x, Exchange) and x.kind == kind]
    return sum(float(x.amount * (x.elements or {}).get(element, 0.0)) for x in lines)


def test_ammonium_sulfate_of_the_published_range() -> None:
    """7 to 9 and 7 to 12 t per t (two pages) for an ore of 0.08 %; half for one of 0.16 %."""
    name = "lixiviant lost per REO"
    whole = indicator_of(run_model("in_situ_leaching"), name)
    assert whole == pytest.approx(8.0, rel=1e-3)
    half = indicator_of(run_model("in_situ_leaching", ore=clay(2.0)), name)
    assert half == pytest.approx(4.0, rel=1e-3)
    stated = run_model("in_situ_leaching", ore=clay(2.0), lixiviant_use="7 kg/kg")
    assert indicator_of(stated, name) == pytest.approx(7.0)


def test_bicarbonate_of_practice() -> None:
    """5 to 8 t NH4HCO3 per t REO (trade page); 1.4 without aluminium and excess."""
    used = amount(run_model("in_situ_leaching"), "uses", "ammonium bicarbonate")
    assert used == pytest.approx(6.5)
    with pytest.raises(ModelError, match="less than rare earths and aluminium take"):
        run_model("in_situ_leaching", base_use="2 kg/kg")
    bare = run_model("in_situ_leaching", aluminium=0.0, excess=0.0)
    moles = sum(
        share / 8e-4 / mass
        for share, mass in zip(CLAY.values(), (162.9, 168.24, 112.9, 186.5), strict=True)
    )
    assert amount(bare, "uses", "ammonium bicarbonate") == pytest.approx(
        3 * moles * 79.056, rel=1e-3
    )


def test_the_held_liquid_by_hand() -> None:
    """344 mL/kg of ore at 20 g/L, nothing rinsed out, no excess of base."""
    result = run_model("in_situ_leaching", rinse_recovery=0.0, excess=0.0)
    wetted = 1 / (8e-4 * 0.75)
    assert indicator_of(result, "ore wetted per REO") == pytest.approx(wetted)
    assert indicator_of(result, "lixiviant lost per REO") == pytest.approx(
        wetted * 0.344e-3 * 20, rel=1e-6
    )


def test_water_and_salt_fill_the_pores() -> None:
    """A litre of the liquid weighs 1010 g: 15 g of salt that no rinse took, and 995 g of water."""
    dry, wet = (
        run_model("in_situ_leaching", liquid_held=held, rinse_recovery=0.25)
        for held in (0.2e-3, 0.3e-3)
    )
    litres = (0.3 - 0.2) / (8e-4 * 0.75)
    more = amount(wet, "uses", "water") - amount(dry, "uses", "water")
    assert more == pytest.approx(0.995 * litres)
    ground = ("wastes", "salts left in the ground")
    salts = amount(wet, *ground) - amount(dry, *ground) - more
    nitrous = 0.015 * litres * 28.014 / 132.134 * 0.01  # leaves as N2O, with its hydrogen
    assert salts == pytest.approx(0.015 * litres - nitrous * 18.039 / 14.007, rel=1e-5)


@given(st.floats(0.4, 3), st.floats(0.4, 3))
def test_a_poorer_ore_takes_more(one: float, two: float) -> None:
    poor, rich = (run_model("in_situ_leaching", ore=clay(factor)) for factor in sorted((one, two)))
    name = "lixiviant lost per REO"
    assert indicator_of(poor, name) >= indicator_of(rich, name) - 1e-12


@pytest.mark.parametrize(
    ("parameter", "more", "less"),
    [("recovery", 0.6, 0.9), ("rinse_recovery", 0.1, 0.5), ("strength", 40.0, 20.0)],
)
def test_what_saves_lixiviant(parameter: str, more: float, less: float) -> None:
    low, high = (run_model("in_situ_leaching", **{parameter: v}) for v in (less, more))
    assert indicator_of(high, "lixiviant lost per REO") > indicator_of(
        low, "lixiviant lost per REO"
    )


def test_all_nitrogen_stays_but_for_its_nitrous_oxide() -> None:
    """N2O-N is 0.010 of the nitrogen that stays (IPCC 2019, soil): 15.7 g N2O per kg N."""
    result = run_model("in_situ_leaching")
    brought = amount(result, "uses", "ammonium sulfate") * 28.014 / 132.14
    brought += amount(result, "uses", "ammonium bicarbonate") * 14.007 / 79.056
    gas = amount(result, "emits", "N2O")
    assert gas == pytest.approx(0.01 * brought * 44.013 / 28.014, rel=1e-3)
    assert indicator_of(result, "nitrogen left in the ground") == pytest.approx(
        0.99 * brought, rel=1e-3
    )


def test_each_fate_has_its_share() -> None:
    gases = {
        fate: amount(run_model("in_situ_leaching", nitrogen_fate=fate), "emits", "N2O")
        for fate in ("fresh water", "soil", "leached", "oxygen-poor water")
    }
    assert list(gases.values()) == sorted(gases.values())


def test_magnesium_without_ammonium_has_no_nitrogen() -> None:
    result = run_model("in_situ_leaching", lixiviant="magnesium sulfate", precipitant="soda ash")
    assert amount(result, "emits", "N2O") == 0
    assert part(result, "wastes", "N") == 0
    assert part(result, "wastes", "Mg") > 0


def test_equal_charge_takes_0911_of_magnesium_sulfate() -> None:
    """120.366/132.14 at equal charge; the abstract compares at equal cation charge."""
    given = {"rinse_recovery": 0.0, "excess": 0.0}
    ammonium = run_model("in_situ_leaching", **given)
    magnesium = run_model(
        "in_situ_leaching", lixiviant="magnesium sulfate", strength="18.218 g/L", **given
    )
    name = "lixiviant lost per REO"
    assert indicator_of(magnesium, name) / indicator_of(ammonium, name) == pytest.approx(
        0.911, rel=1e-3
    )


def test_a_rich_ore_needs_no_more_than_its_base() -> None:
    result = run_model("in_situ_leaching", ore=clay(20.0), strength="20 g/L")
    assert amount(result, "uses", "ammonium sulfate") == 0
    assert part(result, "wastes", "S") > 0


def test_pumping_is_the_lift_of_the_liquor() -> None:
    """2 m3 per kg REO by 100 m at 60 %: 0.92 kWh/kg."""
    result = run_model("in_situ_leaching")
    by_hand = 9.80665 * 100 * 1010 / 0.5 / 0.6
    assert indicator_of(result, "electricity of pumping") == pytest.approx(by_hand)
    thin = run_model("in_situ_leaching", liquor_strength="0.25 g/L")
    assert indicator_of(thin, "electricity of pumping") == pytest.approx(2 * by_hand)


def test_refused() -> None:
    with pytest.raises(ModelError, match="no rare earths"):
        run_model("in_situ_leaching", ore=Feed("clay", {"Al": 0.2}))
    with pytest.raises(ModelError, match="water-free"):
        run_model("in_situ_leaching", reo_content=0.9)


def test_the_example_has_the_published_size() -> None:
    """17.8 to 24.3 kg CO2e per kg of mixed oxide, +- 15.54 % (Processes 2022, 10, 1354, abstract).

    Whether that study counts nitrous oxide was not read; half of ours is.
    """
    plant = cr.read_plant(ROOT / "examples" / "ionic_clay.yaml")
    items = {name: cr.footprint(plant, scenario=name).products_sold[0] for name in plant.scenarios}
    total = {name: item.total / item.unit.factor for name, item in items.items()}
    assert 17.8 / 1.1554 < total["baseline"] < 24.3 * 1.1554
    assert total["no ammonium"] < total["magnesium sulfate"] < total["baseline"]
    assert total["fresh water"] < total["baseline"] < total["leached"]
    assert total["rich ore"] < total["baseline"]


def test_the_choice_of_nitrous_oxide_is_most_of_the_gas() -> None:
    """Managed soil 1 %, a wet one 1.6 %, an acid ore body that does not nitrify none."""
    fates = ("acid ore body", "soil", "wet soil")
    name = "nitrous oxide per REO"
    results = [run_model("in_situ_leaching", nitrogen_fate=fate) for fate in fates]
    none, soil, wet = (indicator_of(result, name) for result in results)
    assert none == 0
    assert wet == pytest.approx(1.6 * soil)
    assert soil == pytest.approx(amount(results[1], "emits", "N2O"))
    held = part(results[0], "wastes", "N")
    assert soil == pytest.approx(0.01 * held * 44.013 / 28.014, rel=1e-3)
