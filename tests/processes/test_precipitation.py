"""Precipitation: stoichiometry per kilogram of oxide, and the loop of magnesium bicarbonate."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import molar_mass, rare_earth_moles
from carbonre.processes import process_named
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers import proofs
from helpers.models import amount, example, indicator_of, run_model

MIXED = {"La2O3": 0.25, "CeO2": 0.5, "Pr6O11": 0.06, "Nd2O3": 0.19}
SALTS = {
    "ammonium bicarbonate": ("ammonium chloride brine", "NH4Cl"),
    "soda ash": ("sodium chloride brine", "NaCl"),
    "oxalic acid": ("acid chloride wastewater", "HCl"),
    "magnesium bicarbonate": ("magnesium chloride brine", "MgCl2"),
}


def liquor(oxides: dict[str, float], **more: float) -> Feed:
    made = {**salt(oxides, "Cl", 3), "H2O": 5.0}
    return Feed("chloride liquor", {e: x + more.get(e, 0.0) for e, x in made.items()}, oxides)


def brine(choices: Any) -> Feed:
    flow, formula = SALTS[choices["reagent"]]
    return Feed(flow, mixture({formula: 0.10, "H2O": 0.90}))


EXAMPLE = {"feed": liquor(MIXED, Ca=0.001), "brine": brine, "capture": "80 %"}
EXACT = {"excess": 0.0, "capture": 0.0}
ND = liquor({"Nd2O3": 1.0})
DY = liquor({"Dy2O3": 1.0})


def made(result: Any) -> Exchange:
    (line,) = (line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    return line


def test_soda_on_neodymium() -> None:
    """Na2CO3 0.945 kg per kg Nd2O3, no CO2, 0.392 kg CO2 in the carbonate: stoichiometry."""
    result = run_model("precipitation", feed=ND, reagent="soda ash", **EXACT)
    assert amount(result, "uses", "soda ash") == pytest.approx(0.945, rel=2e-3)
    assert amount(result, "emits", "CO2") == pytest.approx(0.0, abs=1e-12)
    carbon = (made(result).elements or {})["C"] * molar_mass("CO2") / molar_mass("C")
    assert carbon == pytest.approx(0.392, rel=2e-3)


def test_bicarbonate_on_neodymium() -> None:
    """NH4HCO3 1.410 kg, CO2 0.392 kg at once and 0.392 kg later, NH4Cl 0.954 kg per kg Nd2O3."""
    result = run_model("precipitation", feed=ND, **EXACT)
    assert amount(result, "uses", "ammonium bicarbonate") == pytest.approx(1.410, rel=2e-3)
    assert amount(result, "emits", "CO2") == pytest.approx(0.392, rel=2e-3)
    left = 0.10 * amount(result, "wastes", "ammonium chloride brine")
    assert left == pytest.approx(0.954, rel=2e-3)
    carbon = (made(result).elements or {})["C"] * molar_mass("CO2") / molar_mass("C")
    assert carbon == pytest.approx(0.392, rel=2e-3)
    assert made(result).carbon_of == "ammonium bicarbonate"


def test_oxalate_of_dysprosium() -> None:
    """Oxalic acid dihydrate 1.014 kg per kg Dy2O3; its carbon would burn to 0.708 kg CO2."""
    result = run_model("precipitation", feed=DY, reagent="oxalic acid", **EXACT)
    assert amount(result, "uses", "oxalic acid") == pytest.approx(1.014, rel=2e-3)
    carbon = (made(result).elements or {})["C"] * molar_mass("CO2") / molar_mass("C")
    assert carbon == pytest.approx(0.708, rel=2e-3)
    assert amount(result, "wastes", "oxalic acid in wastewater") == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("excess", [0.05, 0.15])
def test_bicarbonate_in_practice(excess: float) -> None:
    """1.47 to 1.61 kg/kg REO at 5 to 15 % excess and 169.18 g REO/mol."""
    result = run_model("precipitation", excess=excess)
    mean = 1 / rare_earth_moles(MIXED) * 1000
    expected = 1.402 * 169.18 / mean * (1 + excess)
    assert amount(result, "uses", "ammonium bicarbonate") == pytest.approx(expected, rel=1e-3)


def test_magnesium_loop() -> None:
    """3 mol CO2 in; 1.5 r come back: bought 3 - 1.5 r, emitted 1.5 (1 - r) mol per mol RE."""
    per_mole = rare_earth_moles({"Nd2O3": 1.0}) * molar_mass("CO2")
    for capture in (0.0, 0.64, 1.0):
        result = run_model(
            "precipitation", feed=ND, reagent="magnesium bicarbonate", excess=0.0, capture=capture
        )
        bought = amount(result, "uses", "carbon dioxide") / per_mole
        assert bought == pytest.approx(3 - 1.5 * capture)
        assert amount(result, "emits", "CO2") / per_mole == pytest.approx(1.5 * (1 - capture))
        assert amount(result, "uses", "magnesia") == pytest.approx(0.359, rel=2e-3)


@pytest.mark.parametrize(("calcined", "make_up"), [(1.0, 0.0), (0.5, 0.195), (0.28, 0.281)])
def test_magnesium_loop_with_calcination(calcined: float, make_up: float) -> None:
    """All CO2 caught: what the uncalcined carbonate carries off is bought [kg/kg REO]."""
    settled = run_model("precipitation", reagent="magnesium bicarbonate", excess=0.0, capture=1.0)
    wet = made(settled)
    cake = Feed(wet.flow, wet.elements or {}, wet.rare_earths or {}, wet.carbon_of)
    kiln = run_model("calcination", feed=cake, capture=1.0)
    back = calcined * amount(kiln, "wastes", "carbon dioxide")
    bought = amount(settled, "uses", "carbon dioxide") - back
    scale = rare_earth_moles(MIXED) * 0.16918
    assert bought == pytest.approx(make_up * scale, rel=3e-3, abs=1e-9)
    assert amount(settled, "emits", "CO2") == amount(kiln, "emits", "CO2") == 0.0


def test_excess_costs_reagent_and_carbon() -> None:
    """Each reagent: more excess takes more reagent, and more carbon leaves at once."""
    for reagent, flow in (("ammonium bicarbonate",) * 2, ("soda ash",) * 2):
        some, more = (
            run_model("precipitation", reagent=reagent, excess=e, capture=0.0) for e in (0.05, 0.15)
        )
        assert amount(more, "uses", flow) == pytest.approx(amount(some, "uses", flow) * 1.15 / 1.05)
        assert amount(more, "emits", "CO2") > amount(some, "emits", "CO2")
    some, more = (run_model("precipitation", reagent="oxalic acid", excess=e) for e in (0.1, 0.3))
    flow = "oxalic acid in wastewater"
    assert amount(more, "wastes", flow) == pytest.approx(3 * amount(some, "wastes", flow))


def test_free_acid_takes_reagent() -> None:
    acid = liquor(MIXED, Cl=0.05)
    some, more = run_model("precipitation"), run_model("precipitation", feed=acid)
    for kind, flow in (("uses", "ammonium bicarbonate"), ("emits", "CO2")):
        assert amount(more, kind, flow) > amount(some, kind, flow)


def test_a_wetter_cake_holds_more_water() -> None:
    wet, dry = (run_model("precipitation", reo_content=share) for share in (0.42, 0.48))
    more = indicator_of(wet, "water in the cake") - indicator_of(dry, "water in the cake")
    assert more == pytest.approx(1 / 0.42 - 1 / 0.48)


def test_a_cake_without_room_for_water_is_refused() -> None:
    with pytest.raises(ModelError, match="the water-free cake holds 73") as caught:
        run_model("precipitation", reo_content=0.9)
    assert caught.value.parameter == "reo_content"


def test_caught_carbon_dioxide_leaves_to_be_used() -> None:
    result = run_model("precipitation", capture=0.6)
    caught, lost = amount(result, "wastes", "carbon dioxide"), amount(result, "emits", "CO2")
    assert caught / (caught + lost) == pytest.approx(0.6)


def test_a_nitrate_liquor_leaves_ammonium_nitrate() -> None:
    """3 mol of NH4NO3 per mol: 3 x 80.043/168.24 = 1.427 kg per kg Nd2O3, and acid is nitric."""
    feed = Feed("nitrate liquor", {**salt({"Nd2O3": 1.0}, "NO3", 3), "H2O": 2.5}, {"Nd2O3": 1.0})
    water = Feed("nitrate brine", mixture({"NH4NO3": 0.2, "H2O": 0.8}))
    exact = run_model("precipitation", feed=feed, brine=water, **EXACT)
    assert 0.2 * amount(exact, "wastes", "nitrate brine") == pytest.approx(1.427, rel=1e-3)
    assert amount(exact, "uses", "ammonium bicarbonate") == pytest.approx(1.410, rel=2e-3)
    usual = run_model("precipitation", feed=feed, brine=water, excess=0.1)
    assert amount(usual, "uses", "nitric acid") == pytest.approx(
        0.1 * 3 * 63.013 / 168.24, rel=1e-3
    )
    assert amount(usual, "uses", "hydrochloric acid") == 0
    with pytest.raises(ModelError, match="NH4NO3"):
        run_model("precipitation", feed=feed)


def sulfate(oxides: dict[str, float], **compounds: float) -> Feed:
    parts = {**salt(oxides, "SO4", 1.5), "H2O": 20.0}
    for element, part in mixture(compounds).items():
        parts[element] = parts.get(element, 0.0) + part
    return Feed("rare earth sulfate liquor", parts, oxides)


SULFATES = {
    "ammonium bicarbonate": "(NH4)2SO4",
    "soda ash": "Na2SO4",
    "oxalic acid": "H2SO4",
    "magnesium bicarbonate": "MgSO4",
}


@pytest.mark.parametrize(("reagent", "formula"), SULFATES.items())
def test_a_sulfate_liquor_closes_its_elements(reagent: str, formula: str) -> None:
    """Free acid takes reagent, magnesium sulfate passes, and what comes in goes out."""
    feed = sulfate(MIXED, MgSO4=0.3, H2SO4=0.02)
    solution = Feed("sulfate brine", mixture({formula: 0.05, "H2O": 0.95}))
    values = example("precipitation", feed=feed, reagent=reagent, brine=solution, capture=0.5)
    process = process_named("precipitation")
    result = process.exchanges(values)
    proofs.element_proof(process, values, result)
    proofs.sign_proof(process, result)
    proofs.dimension_proof(process, values)
    held = feed.elements["Mg"]
    lines = [x for x in result if isinstance(x, Exchange) and x.flow == "impurities in wastewater"]
    assert sum(x.amount * (x.elements or {})["Mg"] for x in lines) == pytest.approx(held)


def test_soda_on_a_sulfate_liquor() -> None:
    """1.5 mol of soda per rare earth, 0.9996 kg/kg REO at 167.0 g/mol and 5 % excess, whose acid
    is sulfuric."""
    solution = Feed("sodium sulfate brine", mixture({"Na2SO4": 0.05, "H2O": 0.95}))
    given: dict[str, Any] = {"reagent": "soda ash", "brine": solution, "excess": 0.05}
    result = run_model("precipitation", feed=sulfate({"Nd2O3": 1.0}), **given)
    soda = amount(result, "uses", "soda ash")
    assert soda * 168.24 / 167.0 == pytest.approx(0.9996, rel=1e-3)
    acid = amount(result, "uses", "sulfuric acid")
    assert acid / 98.072 == pytest.approx(soda * 0.05 / 1.05 / 105.988, rel=1e-4)
    assert amount(result, "uses", "hydrochloric acid") == 0


def test_a_sulfate_liquor_of_less_sulfate_than_metal_is_refused() -> None:
    feed = Feed("liquor", {**salt({"Nd2O3": 1.0}, "SO4", 1.4), "H2O": 20.0}, {"Nd2O3": 1.0})
    with pytest.raises(ModelError, match="less sulfate than its metals"):
        run_model("precipitation", feed=feed, reagent="soda ash")
