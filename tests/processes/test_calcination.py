"""Calcination: CO2 of carbonates and oxalates, and the floor of the heat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import molar_mass
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers.models import amount, indicator_of, run_model

MIXED = {"La2O3": 0.25, "CeO2": 0.5, "Pr6O11": 0.06, "Nd2O3": 0.19}


def cake(oxides: dict[str, float], anion: str = "CO3", water: float = 0.8) -> Feed:
    made = {**salt(oxides, anion, 1.5), "H2O": water}
    return Feed("cake", made, oxides, carbon_of="ammonium bicarbonate")


EXAMPLE = {"feed": cake(MIXED), "product": "LaCePrNd oxide", "capture": "20 %"}
FREE = {"capture": 0.0}
MJ = 1e6


# Stoichiometry: 1.5 mol CO2 per mol of rare earth [kg per kg of oxide].
@pytest.mark.parametrize(
    ("oxide", "carbon_dioxide"), [("Nd2O3", 0.392), ("CeO2", 0.3835), ("Dy2O3", 0.354)]
)
def test_carbonates(oxide: str, carbon_dioxide: float) -> None:
    result = run_model("calcination", feed=cake({oxide: 1.0}), **FREE)
    assert amount(result, "emits", "CO2") == pytest.approx(carbon_dioxide, rel=2e-3)


def test_oxalate_of_neodymium() -> None:
    """0.785 kg CO2 per kg Nd2O3 when fully burnt."""
    result = run_model("calcination", feed=cake({"Nd2O3": 1.0}, "C2O4"), **FREE)
    assert amount(result, "emits", "CO2") == pytest.approx(0.785, rel=2e-3)


def test_oxalate_of_dysprosium_by_the_guideline() -> None:
    """0.354 kg CO2 and 0.225 kg CO per kg Dy2O3; 0.349 kg CO2 per kg of oxalic acid dihydrate."""
    feed = cake({"Dy2O3": 1.0}, "C2O4")
    result = run_model("calcination", feed=feed, oxalate_method="guideline 0.349", **FREE)
    assert amount(result, "emits", "CO2") == pytest.approx(0.354, rel=2e-3)
    assert amount(result, "emits", "CO") == pytest.approx(0.225, rel=2e-3)
    acid = feed.elements["C"] / 2 / molar_mass("C") * molar_mass("H2C2O4(H2O)2")
    assert amount(result, "emits", "CO2") / acid == pytest.approx(0.349, rel=2e-3)


def test_the_guideline_is_not_for_carbonates() -> None:
    result = run_model("calcination", oxalate_method="guideline 0.349", **FREE)
    assert amount(result, "emits", "CO") == 0.0
    assert amount(result, "emits", "CO2") == amount(
        run_model("calcination", **FREE), "emits", "CO2"
    )


def test_floor_of_a_wet_cake() -> None:
    """A cake of 45 % REO (0.8 kg water per kg) needs 3.5 to 4 MJ/kg REO at least."""
    assert 3.5e6 <= indicator_of(run_model("calcination"), "floor of the heat") <= 4.0e6


def test_heat_below_the_floor_is_refused() -> None:
    with pytest.raises(ModelError, match="of what drying") as caught:
        run_model("calcination", heat="3 MJ/kg")
    assert caught.value.parameter == "heat"
    run_model("calcination", heat="3 MJ/kg", feed=cake(MIXED, water=0.1))
    with pytest.raises(ModelError):
        run_model("calcination", fuel="electricity", heat="3 MJ/kg")


@given(st.floats(0, 2), st.floats(0.01, 1))
def test_water_raises_the_floor(water: float, more: float) -> None:
    wet, dry = (run_model("calcination", feed=cake(MIXED, water=w)) for w in (water + more, water))
    assert indicator_of(wet, "floor of the heat") > indicator_of(dry, "floor of the heat")
    assert amount(wet, "emits", "H2O") > amount(dry, "emits", "H2O")


def test_an_electric_kiln_by_practice() -> None:
    """Tunnel and pusher kilns take 1.2 to 2 kWh/kg REO; a fired one, with flue gas, 8 to 20 MJ/kg.

    Both stand above the floor of the cake, and both lose heat through their walls.
    """
    fired, electric = (run_model("calcination", fuel=f) for f in ("natural gas", "electricity"))
    assert amount(fired, "uses", "natural gas") == pytest.approx(12 * MJ)
    assert 1.2 * 3.6 * MJ <= amount(electric, "uses", "electricity") <= 2 * 3.6 * MJ
    assert amount(electric, "uses", "natural gas") == 0
    assert amount(electric, "uses", "electricity") > indicator_of(electric, "floor of the heat")


def test_caught_carbon_dioxide_is_not_emitted() -> None:
    result = run_model("calcination", capture=0.25)
    free = amount(run_model("calcination", **FREE), "emits", "CO2")
    assert amount(result, "emits", "CO2") == pytest.approx(0.75 * free)
    assert amount(result, "wastes", "carbon dioxide") == pytest.approx(0.25 * free)


def test_carbon_keeps_the_name_of_its_reagent() -> None:
    lines = [line for line in run_model("calcination") if isinstance(line, Exchange)]
    carbon = {line.flow: line.carbon_of for line in lines}
    assert carbon["CO2"] == carbon["carbon dioxide"] == "ammonium bicarbonate"


def test_a_feed_without_carbon_is_refused() -> None:
    with pytest.raises(ModelError, match="holds no carbon") as caught:
        run_model("calcination", feed=Feed("oxide", mixture(MIXED), MIXED))
    assert caught.value.parameter == "feed"
