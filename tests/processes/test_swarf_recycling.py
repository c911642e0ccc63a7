"""Swarf recycling: acid by stoichiometry, iron that dissolves or not, water and carbon."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import molar_mass
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

NAME = "swarf_recycling"
SALTS = {
    "ammonia": ("ammonium chloride brine", "NH4Cl"),
    "caustic soda": ("sodium chloride brine", "NaCl"),
    "magnesia": ("magnesium chloride brine", "MgCl2"),
}


def swarf(shares: dict[str, float]) -> Feed:
    return Feed("magnet swarf", mixture(shares), rare_earth_oxides(shares))


def brine(choices: Any) -> Feed:
    flow, formula = SALTS[choices["neutraliser"]]
    return Feed(flow, mixture({formula: 0.10, "H2O": 0.90}))


METAL = {"Pr": 0.065, "Nd": 0.195, "Dy": 0.01, "Fe": 0.57, "Co": 0.01, "B": 0.008}
WET = swarf({**METAL, "C": 0.02, "H2O": 0.12})
PLAIN = swarf({"Nd": 0.30, "Fe": 0.69, "B": 0.01})
EXAMPLE: dict[str, Any] = {
    "swarf": WET,
    "brine": brine,
    "roasting_heat": lambda c: "3 MJ/kg" if c["method"] == "selective leaching" else None,
    "electricity": "0.5 kWh/kg",
}
LIQUOR = ("makes", "recycled rare earth chloride liquor")
ACID = ("uses", "hydrochloric acid")
IDEAL = {"recovery": 1.0, "iron_dissolved": 0.0, "acid_excess": 0.0}


def test_acid_of_neodymium() -> None:
    """3 mol HCl per mol: 0.650 kg per kg Nd2O3, and no base, if no iron dissolves."""
    result = run_model(NAME, swarf=PLAIN, **IDEAL)
    assert amount(result, *ACID) / amount(result, *LIQUOR) == pytest.approx(0.650, rel=1e-3)
    assert amount(result, "uses", "ammonia") == pytest.approx(0, abs=1e-12)
    assert amount(result, *LIQUOR) == pytest.approx(0.30 * 1.1664, rel=1e-4)


def test_dissolving_the_iron_takes_most_of_the_acid() -> None:
    """Nd2Fe14B + 34 HCl against 6 HCl: iron takes 28 of 34."""
    phase = swarf({"Nd2Fe14B": 1.0})
    selective = run_model(NAME, swarf=phase, **IDEAL)
    full = run_model(
        NAME, swarf=phase, method="full dissolution", **{**IDEAL, "iron_dissolved": 1.0}
    )
    assert amount(full, *ACID) / amount(selective, *ACID) == pytest.approx(34 / 6)
    hydrogen = 17 * molar_mass("H2") / molar_mass("Nd2Fe14B")
    assert amount(full, "emits", "H2") == pytest.approx(hydrogen)
    iron = 14 * molar_mass("FeCl2") / molar_mass("Nd2Fe14B")
    assert amount(full, "wastes", "iron chloride") == pytest.approx(iron)
    assert amount(full, "uses", "natural gas") == 0


def test_iron_that_dissolves_costs_acid_and_base() -> None:
    clean, poor = (run_model(NAME, iron_dissolved=share) for share in (0.02, 0.10))
    for line in (ACID, ("uses", "ammonia"), ("wastes", "ammonium chloride brine")):
        assert amount(poor, *line) > amount(clean, *line)
    assert indicator_of(poor, "acid per REO made") > indicator_of(clean, "acid per REO made")


def test_the_base_follows_its_charge() -> None:
    """One mole of magnesia does the work of two of ammonia or caustic soda."""
    moles = {
        name: amount(run_model(NAME, neutraliser=name), "uses", name) / molar_mass(formula)
        for name, formula in (("ammonia", "NH3"), ("caustic soda", "NaOH"), ("magnesia", "MgO"))
    }
    assert moles["ammonia"] == pytest.approx(moles["caustic soda"])
    assert moles["ammonia"] == pytest.approx(2 * moles["magnesia"])


def test_wet_and_oily_swarf_costs_fuel_and_carbon() -> None:
    dry, wet = swarf(METAL), swarf({**METAL, "H2O": 0.12})
    used = ("uses", "natural gas")
    assert amount(run_model(NAME, swarf=wet), *used) > amount(run_model(NAME, swarf=dry), *used)
    assert amount(run_model(NAME, swarf=dry), "emits", "CO2") == 0
    oily = run_model(NAME)
    assert amount(oily, "emits", "CO2") == pytest.approx(0.02 * 44.009 / 12.011, rel=1e-4)


def test_the_residue_is_iron_oxide() -> None:
    """Fe2O3 is 1.4297 times its iron."""
    result = run_model(NAME, swarf=PLAIN, **IDEAL)
    left = amount(result, "wastes", "iron residue")
    assert left == pytest.approx(0.69 * 1.4297 + 0.01, rel=1e-3)


def test_less_recovery_leaves_rare_earth_in_the_residue() -> None:
    good, poor = (run_model(NAME, recovery=share) for share in (0.98, 0.90))
    assert amount(poor, *LIQUOR) < amount(good, *LIQUOR)
    (rest,) = (x for x in poor if isinstance(x, Exchange) and x.flow == "iron residue")
    lost = rest.amount * sum((rest.rare_earths or {}).values())
    assert lost == pytest.approx(amount(poor, *LIQUOR) / 9)


def test_scrap_without_rare_earth_is_refused() -> None:
    with pytest.raises(ModelError, match="holds no rare earth") as caught:
        run_model(NAME, swarf=Feed("ferrite", {"Fe": 0.6}))
    assert caught.value.parameter == "swarf"
    with pytest.raises(ModelError, match="holds no NH4Cl"):
        run_model(NAME, brine=Feed("water", {"H2O": 1.0}))
