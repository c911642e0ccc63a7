"""Chloride electrolysis: Faraday, chlorine, and what water in the chloride spoils."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import oxide_mass
from carbonre.unit_process.model import Exchange, Feed, ModelError, salt
from helpers.models import amount, indicator_of, run_model

NAME = "chloride_electrolysis"
KWH = 3.6e6


def chloride(oxides: dict[str, float], water: float = 0.0) -> Feed:
    return Feed("dry chloride", {**salt(oxides, "Cl", 3), "H2O": water}, oxides)


ND = chloride({"Nd2O3": 1.0})
MIXED = chloride({"La2O3": 0.26, "CeO2": 0.51, "Pr6O11": 0.05, "Nd2O3": 0.17, "Sm2O3": 0.01}, 0.01)
LOOSE = {"bath_loss": 0.05, "anode_wear": 0.03}
EXAMPLE: dict[str, Any] = {
    **LOOSE,
    "feed": MIXED,
    "cell_voltage": lambda choices: "5 V" if choices["practice"] == "laboratory" else None,
    "auxiliary_power": lambda choices: "2 kWh/kg" if choices["practice"] == "laboratory" else None,
}
IDEAL = {"rectifier_efficiency": 1.0, "auxiliary_power": 0.0}
METAL = ("makes", "mischmetal")


def test_chlorine_of_neodymium() -> None:
    """1.5 mol Cl2 per mol Nd: 106.36 / 144.24 = 0.737 kg per kg."""
    result = run_model(NAME, feed=ND)
    assert indicator_of(result, "chlorine per metal") == pytest.approx(0.737, rel=1e-3)
    free = amount(result, "wastes", "chlorine") + amount(result, "emits", "Cl2")
    assert free / amount(result, *METAL) == pytest.approx(0.737, rel=1e-3)


@pytest.mark.parametrize(("voltage", "efficiency", "energy"), [(8, 0.50, 9.2), (14, 0.35, 23.0)])
def test_the_old_mischmetal_route(voltage: float, efficiency: float, energy: float) -> None:
    """8 to 14 V at 50 to 35 % is 9 to 23 kWh/kg mischmetal by Faraday's law."""
    given = {**IDEAL, "cell_voltage": voltage, "current_efficiency": efficiency}
    found = indicator_of(run_model(NAME, **given), "electricity per metal") / KWH
    assert found == pytest.approx(energy, rel=0.02)


def test_the_defaults_land_in_what_is_remembered() -> None:
    assert 20 < indicator_of(run_model(NAME), "electricity per metal") / KWH < 35


def test_no_carbon_but_the_wear_of_the_anode() -> None:
    assert amount(run_model(NAME, anode_wear=0.0), "emits", "CO2") == 0
    worn = run_model(NAME, anode_wear=0.03)
    wear = 0.03 * amount(worn, *METAL)
    assert amount(worn, "emits", "CO2") == pytest.approx(wear * 44.009 / 12.011, rel=1e-4)


def test_water_spoils_its_moles() -> None:
    """RECl3 + H2O -> REOCl + 2 HCl: a mole of water takes a mole of metal."""
    share = 0.1 * 0.018015 / oxide_mass("Nd2O3")  # of kg per kg REO: a tenth of the moles
    dry, wet = run_model(NAME, feed=ND), run_model(NAME, feed=chloride({"Nd2O3": 1.0}, share))
    assert amount(wet, *METAL) == pytest.approx(0.9 * amount(dry, *METAL), rel=1e-4)
    acid = 0.2 / oxide_mass("Nd2O3") * 0.036458
    assert amount(wet, "wastes", "HCl in off-gas") == pytest.approx(acid, rel=1e-4)
    with pytest.raises(ModelError, match="dry it first") as caught:
        run_model(NAME, feed=chloride({"Nd2O3": 1.0}, 0.7))
    assert caught.value.parameter == "feed"


def test_what_is_not_won_is_in_the_sludge() -> None:
    result = run_model(NAME)
    (metal,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    (sludge,) = (x for x in result if isinstance(x, Exchange) and x.flow.endswith("sludge"))
    assert "Sm" not in (metal.elements or {})
    assert sludge.amount * (sludge.rare_earths or {})["Sm2O3"] == pytest.approx(0.01)
    assert sum((metal.elements or {}).values()) == pytest.approx(1.0)


def test_heavy_rare_earths_and_low_voltages_are_refused() -> None:
    with pytest.raises(ModelError, match="none of La, Ce, Pr and Nd") as caught:
        run_model(NAME, feed=chloride({"Dy2O3": 1.0}))
    assert caught.value.parameter == "feed"
    with pytest.raises(ModelError, match="below the voltage") as caught:
        run_model(NAME, cell_voltage=2.5)
    assert caught.value.parameter == "cell_voltage"
    acid = Feed("acid chloride", {"Nd": 0.86, "Cl": 0.9}, {"Nd2O3": 1.0})
    with pytest.raises(ModelError, match="no neutral chloride"):
        run_model(NAME, feed=acid)


def test_energy_falls_with_efficiency() -> None:
    name = "electricity per metal"
    poor, good = (
        indicator_of(run_model(NAME, current_efficiency=x, **IDEAL), name) for x in (0.4, 0.8)
    )
    assert poor == pytest.approx(2 * good)
