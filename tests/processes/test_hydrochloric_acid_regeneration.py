"""Regeneration of hydrochloric acid: heat of pyrohydrolysis, stoichiometry of displacement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carbonre.unit_process.model import Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

FORMULAS = {
    "magnesium chloride": "MgCl2", "calcium chloride": "CaCl2", "sodium chloride": "NaCl",
}  # fmt: skip
MJ = 1e6


def brine(salt: str, share: float = 0.1) -> Feed:
    """A brine of so much salt."""
    return Feed(f"{salt} brine", mixture({FORMULAS[salt]: share, "H2O": 1 - share}))


EXAMPLE: dict[str, Any] = {"brine": lambda choices: brine(choices["salt"])}
DRY = Feed("sodium chloride", mixture({"NaCl": 1.0}))
WHOLE = {"conversion": 1.0}
SULFURIC = {"route": "sulfuric acid"}


def refused(choices: Mapping[str, Any]) -> bool:
    """Steam hydrolyses magnesium chloride alone; sulfate of magnesium does not leave the acid."""
    return (choices["route"] == "pyrohydrolysis") != (choices["salt"] == "magnesium chloride")


def run(**given: Any) -> Any:
    return run_model("hydrochloric_acid_regeneration", **given)


@pytest.mark.parametrize(("strength", "floor"), [(0.25, 20.31), (0.30, 16.747), (0.35, 14.20)])
def test_heat_of_pyrohydrolysis_by_hand(strength: float, floor: float) -> None:
    """141.1 + 160 kJ/mol, 2.442 MJ/kg of water and 850 degC: 16.747 MJ/kg HCl of 30 % liquor."""
    result = run(feed_strength=strength, **WHOLE)
    assert indicator_of(result, "heat, floor") / MJ == pytest.approx(floor, abs=5e-3)
    fuel = amount(result, "uses", "natural gas") / MJ
    assert fuel == pytest.approx(floor / 0.75, rel=3e-4)


def test_pyrohydrolysis_by_hand() -> None:
    """30 % liquor: 2.7995 kg of water, 0.5528 kg of MgO, 22.33 MJ of fuel per kg HCl."""
    result = run(**WHOLE)
    assert amount(result, "makes", "magnesia") == pytest.approx(0.5528, abs=1e-4)
    assert amount(result, "uses", "natural gas") / MJ == pytest.approx(22.33, abs=5e-3)
    boiled = indicator_of(result, "water taken off the brine")
    vapour = amount(result, "wastes", "water") + amount(result, "emits", "H2O") - boiled
    assert vapour == pytest.approx(2.7995, abs=5e-4)


def test_the_magnesia_loop_by_hand() -> None:
    """S 2.2 and 7.5 % excess: per kg REO 1.5290 HCl, 0.8451 MgO back, 34.14 MJ of gas."""
    acid = 3 * 2.2 * 1.075 * 36.458 / 169.18
    result = run(**WHOLE)
    assert acid * amount(result, "makes", "magnesia") == pytest.approx(0.8451, abs=1e-4)
    assert acid * amount(result, "uses", "natural gas") / MJ == pytest.approx(34.14, abs=0.01)


def test_displacement_by_hand() -> None:
    """Per kg HCl: NaCl 1.6029, H2SO4 1.3450, Na2SO4 1.9479; CaCl2 1.5220, gypsum 2.3611."""
    soda = run(salt="sodium chloride", **SULFURIC, **WHOLE)
    assert 0.1 * amount(soda, "uses", "sodium chloride brine") == pytest.approx(1.6029, abs=1e-4)
    assert amount(soda, "uses", "sulfuric acid") == pytest.approx(1.3450, abs=2e-4)
    assert amount(soda, "makes", "sodium sulfate") == pytest.approx(1.9479, abs=2e-4)
    assert amount(soda, "uses", "natural gas") / MJ == pytest.approx(5)
    lime = run(salt="calcium chloride", **SULFURIC, **WHOLE)
    assert 0.1 * amount(lime, "uses", "calcium chloride brine") == pytest.approx(1.5220, abs=1e-4)
    assert amount(lime, "uses", "sulfuric acid") == pytest.approx(1.3450, abs=2e-4)
    assert amount(lime, "wastes", "gypsum") == pytest.approx(2.3611, abs=3e-4)
    assert amount(lime, "uses", "natural gas") == 0


def test_carbon_of_displaced_acid_by_hand() -> None:
    """Salt 0.0255, acid 0.2175 kg CO2e/kg, gas 0.0712/MJ, power 0.5777/kWh: 0.776 per kg HCl."""
    soda = run(salt="sodium chloride", **SULFURIC, **WHOLE, brine=DRY)
    carbon = (
        0.0255 * amount(soda, "uses", "sodium chloride")
        + 0.2175 * amount(soda, "uses", "sulfuric acid")
        + 0.0712 * amount(soda, "uses", "natural gas") / MJ
        + 0.5777 * amount(soda, "uses", "electricity") / 3.6e6
    )
    assert carbon == pytest.approx(0.776, abs=1e-3)


def test_gypsum_of_a_lime_saponified_plant() -> None:
    """3.61 kg of gypsum per kg REO at S 2.2 and 7.5 % excess."""
    lime = run(salt="calcium chloride", **SULFURIC, **WHOLE)
    acid = 3 * 2.2 * 1.075 * 36.458 / 169.18
    assert acid * amount(lime, "wastes", "gypsum") == pytest.approx(3.61, abs=5e-3)


def test_a_second_computation_from_atoms() -> None:
    """The same from atomic masses, at a conversion of 96 % and brine of 10 %."""
    mg, ca, na, cl, h, o, s = 24.305, 40.078, 22.990, 35.45, 1.008, 15.999, 32.06
    mol = 1000 / (h + cl)
    water = 2 * h + o
    fed = mol / 2 * (mg + 2 * cl) / 1000 / 0.96
    gone, vapour = fed * (9 - 7 / 3), fed * 7 / 3 - mol / 2 * water / 1000
    result = run(conversion=0.96)
    heat = mol / 2 * 0.3011 + vapour * 2.442 + 0.825 * (2.004 * vapour + 1.397)
    assert amount(result, "uses", "natural gas") / MJ == pytest.approx(heat / 0.75, rel=1e-4)
    assert amount(result, "makes", "magnesia") == pytest.approx(mol / 2 * (mg + o) / 1000, rel=1e-4)
    assert amount(result, "wastes", "unreacted chloride") == pytest.approx(0.04 * fed, rel=1e-4)
    power = amount(result, "uses", "electricity") / 3.6e6
    assert power == pytest.approx(0.15 + 0.030 * gone, rel=1e-4)

    lime = run(salt="calcium chloride", conversion=0.96, **SULFURIC)
    fed = mol / 2 * (ca + 2 * cl) / 1000 / 0.96
    left = fed * 7 / 3 - mol * water / 1000
    assert indicator_of(lime, "acid strength") == pytest.approx(1 / (1 + left), rel=1e-4)
    gypsum = mol / 2 * (ca + s + 4 * o + 2 * water) / 1000
    assert amount(lime, "wastes", "gypsum") == pytest.approx(gypsum, rel=1e-4)

    soda = run(salt="sodium chloride", conversion=0.96, **SULFURIC)
    sulfate = mol / 2 * (2 * na + s + 4 * o) / 1000
    assert amount(soda, "makes", "sodium sulfate") == pytest.approx(sulfate, rel=1e-4)
    dried = amount(soda, "wastes", "water")
    assert dried == pytest.approx(9 * mol * (na + cl) / 1000 / 0.96, rel=1e-4)


@pytest.mark.parametrize(
    ("given", "low", "high", "kind", "flow"),
    [
        ("feed_strength", 0.35, 0.25, "uses", "natural gas"),
        ("feed_strength", 0.25, 0.35, "uses", "electricity"),
        ("efficiency", 0.8, 0.6, "uses", "natural gas"),
        ("temperature_rise", 575.0, 825.0, "uses", "natural gas"),
        ("reaction_heat", 120e3, 150e3, "uses", "natural gas"),
        ("solution_heat", 120e3, 160e3, "uses", "natural gas"),
        ("evaporation_heat", 2.3e6, 2.5e6, "uses", "natural gas"),
        ("vapour_heat_capacity", 1900.0, 2200.0, "uses", "natural gas"),
        ("product_heat_capacity", 1300.0, 1500.0, "uses", "natural gas"),
        ("conversion", 0.99, 0.95, "uses", "magnesium chloride brine"),
        ("conversion", 0.99, 0.95, "wastes", "unreacted chloride"),
        ("electricity", 1e5, 1e6, "uses", "electricity"),
        ("concentration_electricity", 1e5, 2e5, "uses", "electricity"),
    ],
)
def test_directions(given: str, low: float, high: float, kind: str, flow: str) -> None:
    less, more = (run(**{given: value}) for value in (low, high))
    assert amount(more, kind, flow) > amount(less, kind, flow)


def test_directions_of_the_other_route() -> None:
    less, more = (run(salt="sodium chloride", furnace_heat=x, **SULFURIC) for x in (3e6, 6e6))
    assert amount(more, "uses", "natural gas") == 2 * amount(less, "uses", "natural gas")
    weak, strong = (run(salt="calcium chloride", feed_strength=x, **SULFURIC) for x in (0.15, 0.3))
    assert indicator_of(strong, "acid strength") > indicator_of(weak, "acid strength")
    weak, strong = (run(feed_strength=0.1, acid_strength=x) for x in (0.16, 0.20))
    assert amount(strong, "emits", "H2O") > amount(weak, "emits", "H2O") > 0


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({"salt": "calcium chloride"}, "route", "not hydrolysed"),
        ({"salt": "sodium chloride"}, "route", "not hydrolysed"),
        (SULFURIC, "route", "choose pyrohydrolysis"),
        ({"acid_strength": 0.25}, "acid_strength", "azeotrope"),
        ({"brine": brine("sodium chloride")}, "salt", "write 'salt: sodium chloride'"),
        ({"brine": brine("magnesium chloride", 0.9)}, "brine", "less water"),
        ({"salt": "calcium chloride", **SULFURIC, "brine": brine("calcium chloride", 0.8),
          "feed_strength": 0.9}, "brine", "gypsum"),
    ],
)  # fmt: skip
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    if words == "less water":
        given = {**given, "feed_strength": 0.95}
    with pytest.raises(ModelError, match=words) as error:
        run(**given)
    assert error.value.parameter == parameter


def test_magnesia_and_acid_of_an_extraction_come_back() -> None:
    """Pyrohydrolysis of its brine gives a magnesia-saponified extraction all it needs but gas.

    But for the free acid that leaves with what is stripped, which is none here.
    """
    flow = "magnesium chloride brine"
    plant: dict[str, Any] = {
        "carbonre": 1, "plant": "magnesia loop", "location": "CN", "period": 2024,
        "allocation": "mass",
        "flows": {
            "rare earth chloride liquor": {
                "unit": "kg", "basis": "REO", "composition": {"CeO2": "70 %", "Nd2O3": "30 %"},
            },
            flow: {"composition": {"MgCl2": "10 %", "H2O": "90 %"}},
        },
        "production": {"Nd chloride": "30 t"},
        "steps": {
            "separation": {
                "process": "solvent_extraction", "feed": "rare earth chloride liquor",
                "saponification": "magnesia", "brine": flow, "free_acid": "0 %",
                "cuts": [{"cut": "Ce/Pr", "heavy": "Nd chloride", "light": "Ce chloride"}],
            },
            "regeneration": {
                "process": "hydrochloric_acid_regeneration", "brine": flow,
                "treats": {flow: "all"}, "conversion": "100 %",
            },
        },
        "supply": {"rare earth chloride liquor": {"factor": "0 kgCO2e/kg", "source": "test"}},
    }  # fmt: skip
    flows = calculate(plant).material.flows
    for made in ("magnesia", "hydrochloric acid"):
        assert flows[made].made == pytest.approx(flows[made].used, rel=1e-9)
        assert flows[made].bought == pytest.approx(0, abs=1e-6 * flows[made].used)
    gas = flows["natural gas"].bought / MJ
    assert gas == pytest.approx(22.33 * flows["hydrochloric acid"].made, rel=1e-3)
