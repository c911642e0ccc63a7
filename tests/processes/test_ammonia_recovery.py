"""Ammonia recovery: base by stoichiometry, steam by the column, N2O of what is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model


def brine(**salts: float) -> Feed:
    return Feed("ammonium brine", mixture({**salts, "H2O": 1 - sum(salts.values())}))


AMMONIUM = {"(NH4)2SO4": 0.05}
EXAMPLE: dict[str, Any] = {
    "brine": Feed(
        "ammonium brine",
        mixture({"NH4Cl": 0.08, "(NH4)2SO4": 0.02, "NaCl": 0.01, "H2O": 0.89}),
    )
}
ALL = {"stripping_factor": 3.0, "stages": 60.0, "excess": 0.0}  # strips to 1e-29


def part(result: Any, flow: str, element: str) -> float:
    line = next(x for x in result if isinstance(x, Exchange) and x.flow == flow)
    return float(line.amount * (line.elements or {}).get(element, 0.0))


def test_lime_and_ammonia_of_a_kilogram_of_salt() -> None:
    """CaO 0.524 and NH3 0.318 kg per kg NH4Cl."""
    result = run_model("ammonia_recovery", brine=brine(NH4Cl=0.1), **ALL)
    assert amount(result, "uses", "quicklime") / 0.1 == pytest.approx(0.524, rel=1e-3)
    assert amount(result, "makes", "ammonia") / 0.1 == pytest.approx(0.318, rel=2e-3)
    calcium = part(result, "stripped water", "Ca") / 40.078
    assert calcium == pytest.approx(0.1 / 53.491 / 2, rel=1e-3)


def test_kremser() -> None:
    """Ten stages at S = 1.5 strip 99.4 %: (1.5^11 - 1.5)/(1.5^11 - 1)."""
    result = run_model("ammonia_recovery")
    assert indicator_of(result, "recovery of ammonia") == pytest.approx(0.99415, abs=1e-4)
    assert 0.08 < indicator_of(result, "steam per water") < 0.2  # 0.1 to 0.2 kg per kg in practice


@given(st.floats(1.1, 3), st.floats(1.1, 3))
def test_more_steam_strips_more(one: float, two: float) -> None:
    little, much = (run_model("ammonia_recovery", stripping_factor=s) for s in sorted((one, two)))
    assert amount(much, "uses", "steam") >= amount(little, "uses", "steam")
    assert amount(much, "makes", "ammonia") >= amount(little, "makes", "ammonia")
    assert amount(much, "emits", "N2O") <= amount(little, "emits", "N2O")


def test_more_stages_strip_more_with_the_same_steam() -> None:
    few, many = (run_model("ammonia_recovery", stages=n) for n in (4.0, 12.0))
    assert amount(many, "makes", "ammonia") > amount(few, "makes", "ammonia")
    assert amount(many, "uses", "steam") == pytest.approx(amount(few, "uses", "steam"))


def test_a_weaker_brine_takes_more_steam_per_ammonia() -> None:
    weak, strong = (run_model("ammonia_recovery", brine=brine(NH4Cl=x)) for x in (0.02, 0.12))
    assert indicator_of(weak, "steam per ammonia") > indicator_of(strong, "steam per ammonia")


def test_sulfate_leaves_as_gypsum_with_lime_and_in_the_water_with_soda() -> None:
    lime = run_model("ammonia_recovery", brine=brine(**AMMONIUM), **ALL)
    soda = run_model("ammonia_recovery", brine=brine(**AMMONIUM), base="caustic soda", **ALL)
    sulfur = 0.05 * 32.06 / 132.13
    assert part(lime, "gypsum sludge", "S") == pytest.approx(sulfur, rel=1e-3)
    assert part(soda, "stripped water", "S") == pytest.approx(sulfur, rel=1e-3)
    assert amount(soda, "uses", "caustic soda") == pytest.approx(
        0.05 / 132.13 * 2 * 39.997, rel=1e-3
    )


def test_nitrous_oxide_by_fate() -> None:
    """N2O-N 0.016, 0.005 and 0.019 of the nitrogen left (IPCC 2019)."""
    left = None
    for fate, share in (("treatment plant", 0.016), ("fresh water", 0.005),
                        ("oxygen-poor water", 0.019), ("counted elsewhere", 0.0)):  # fmt: skip
        result = run_model("ammonia_recovery", nitrogen_fate=fate)
        gas = amount(result, "emits", "N2O") * 28.014 / 44.013
        whole = gas + part(result, "stripped water", "N")
        left = left or whole
        assert whole == pytest.approx(left, rel=1e-9)
        assert gas == pytest.approx(share * left, rel=1e-4)


def test_refused() -> None:
    with pytest.raises(ModelError, match="no ammonium"):
        run_model("ammonia_recovery", brine=brine(NaCl=0.1))
    with pytest.raises(ModelError, match="magnesium"):
        run_model("ammonia_recovery", brine=brine(NH4Cl=0.1, MgCl2=0.01))
