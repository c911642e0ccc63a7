"""Lime on acid, magnesium and ammonium: the coefficients of the reactions, and their directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import mixture
from carbonre.unit_process.model import Exchange, Feed, ModelError, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model


def water(**salts: float) -> Feed:
    """Return a solution of so much of each compound per kg."""
    return Feed("acid sulfate wastewater", mixture({**salts, "H2O": 1 - sum(salts.values())}))


MIXED = Feed(
    "acid sulfate wastewater",
    mixture(
        {"H2SO4": 0.03, "MgSO4": 0.02, "NH4Cl": 0.02, "NaCl": 0.01, "NdCl3": 0.001, "H2O": 0.919}
    ),
    rare_earth_oxides({"NdCl3": 0.001}),
)
EXAMPLE: dict[str, Any] = {"stream": MIXED}
EXACT = {"excess": 0.0, "magnesium_removal": 1.0, "ammonium_removal": 1.0}


def part(result: Any, flow: str, element: str) -> float:
    line = next(x for x in result if isinstance(x, Exchange) and x.flow == flow)
    assert line.elements is not None
    return float(line.amount * line.elements.get(element, 0.0))


def test_lime_on_magnesium_sulfate() -> None:
    """CaO 0.466 and gypsum 1.430 kg per kg MgSO4."""
    result = run_model("lime_neutralisation", stream=water(MgSO4=0.05), **EXACT)
    assert amount(result, "uses", "quicklime") / 0.05 == pytest.approx(0.466, rel=1e-3)
    assert indicator_of(result, "gypsum") / 0.05 == pytest.approx(1.430, rel=1e-3)


def test_lime_of_the_magnesium_loop() -> None:
    """CaO 0.497 kg per kg REO for the 1.5 mol Mg per mol of a rare earth of 169.2 g/mol."""
    magnesium = 1.5 / 0.1692 * 0.024305
    stream = Feed("acid sulfate wastewater", mixture({"MgSO4": 0.04, "H2O": 0.96}))
    result = run_model("lime_neutralisation", stream=stream, magnesium="regenerated", **EXACT)
    per_magnesium = amount(result, "uses", "quicklime") / stream.elements["Mg"]
    assert per_magnesium * magnesium == pytest.approx(0.497, rel=3e-3)
    magnesia = amount(result, "makes", "magnesia") / stream.elements["Mg"] * magnesium
    assert magnesia == pytest.approx(1.5 * 0.040304 / 0.1692, rel=1e-3)


def test_lime_on_ammonium_chloride() -> None:
    """CaO 0.524 and NH3 0.318 kg per kg NH4Cl; the chloride stays as calcium chloride."""
    result = run_model("lime_neutralisation", stream=water(NH4Cl=0.1), ammonium="stripped", **EXACT)
    assert amount(result, "uses", "quicklime") / 0.1 == pytest.approx(0.524, rel=1e-3)
    assert amount(result, "makes", "ammonia") / 0.1 == pytest.approx(0.318, rel=2e-3)
    calcium = part(result, "treated wastewater", "Ca") / 40.078
    assert calcium == pytest.approx(part(result, "treated wastewater", "Cl") / 35.45 / 2, rel=1e-6)


def test_limestone_on_sulfuric_acid() -> None:
    """0.45 kg of CO2 per kg of acid; magnesium takes quicklime all the same."""
    acid = run_model("lime_neutralisation", stream=water(H2SO4=0.04), reagent="limestone", **EXACT)
    assert amount(acid, "emits", "CO2") / 0.04 == pytest.approx(0.449, rel=1e-3)
    assert amount(acid, "uses", "quicklime") == pytest.approx(0, abs=1e-9)
    mixed = run_model(
        "lime_neutralisation", stream=water(H2SO4=0.02, MgSO4=0.02), reagent="limestone"
    )
    assert amount(mixed, "uses", "quicklime") > 0


def test_a_neutral_salt_takes_no_lime() -> None:
    result = run_model("lime_neutralisation", stream=water(NH4Cl=0.1))
    assert indicator_of(result, "free acid, as H2SO4") == pytest.approx(0, abs=1e-9)
    assert amount(result, "uses", "quicklime") == pytest.approx(0, abs=1e-9)
    assert part(result, "treated wastewater", "Cl") == pytest.approx(0.1 * 35.45 / 53.49, rel=1e-3)


def test_magnesium_chloride_gives_calcium_chloride() -> None:
    result = run_model(
        "lime_neutralisation", stream=water(MgCl2=0.1), magnesium="regenerated", **EXACT
    )
    assert amount(result, "uses", "quicklime") / 0.1 == pytest.approx(56.077 / 95.211, rel=1e-3)
    assert indicator_of(result, "gypsum") == 0
    assert part(result, "treated wastewater", "Mg") == pytest.approx(0, abs=1e-12)


def test_mass_goes_as_it_came() -> None:
    for magnesium in ("to sludge", "regenerated"):
        result = run_model("lime_neutralisation", magnesium=magnesium, reagent="limestone")
        material = [x for x in result if isinstance(x, Exchange) and x.flow != "electricity"]
        inside = sum(x.amount for x in material if x.kind == "uses")
        assert sum(x.amount for x in material if x.kind != "uses") == pytest.approx(inside)


@given(st.floats(0, 0.1), st.floats(0, 0.1))
def test_more_acid_takes_more_lime(one: float, two: float) -> None:
    one, two = sorted((one, two))
    less, more = (
        run_model("lime_neutralisation", stream=water(H2SO4=share)) for share in (one, two)
    )
    assert amount(more, "uses", "quicklime") >= amount(less, "uses", "quicklime")


def test_a_stream_without_water_is_refused() -> None:
    with pytest.raises(ModelError):
        run_model("lime_neutralisation", stream=water(MgSO4=1.0))
