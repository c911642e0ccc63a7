"""Acid recovery: sulfur and fluorine that come back, and the water that must be boiled off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

GASES = {
    "sulfuric acid": Feed("SO2 in off-gas", mixture({"SO2": 1.0})),
    "hydrofluoric acid": Feed("HF in off-gas", mixture({"HF": 1.0})),
}
EXAMPLE: dict[str, Any] = {
    "gas": lambda choices: GASES[choices["acid"]],
    "acid_mist": lambda choices: 0.6 if choices["acid"] == "sulfuric acid" else 0.0,
}


def test_acid_of_a_kilogram_of_gas() -> None:
    """1.531 kg H2SO4 per kg SO2 (98.07/64.06) that is mist already and absorbed."""
    result = run_model("acid_recovery", acid_mist=1.0, absorption=1.0)
    assert amount(result, "makes", "sulfuric acid") == pytest.approx(1.531, rel=1e-3)
    assert amount(result, "wastes", "tail gas of the acid recovery") == pytest.approx(0, abs=1e-12)


def test_peroxide_takes_what_is_no_mist() -> None:
    """SO2 + H2O2 -> H2SO4: 0.531 kg per kg SO2 (34.01/64.06)."""
    with pytest.raises(ModelError, match="nothing is won"):
        run_model("acid_recovery", acid_mist=0.0)
    result = run_model(
        "acid_recovery", acid_mist=0.0, absorption=1.0, sulfur_dioxide="oxidised with peroxide"
    )
    assert amount(result, "uses", "hydrogen peroxide") == pytest.approx(0.531, rel=1e-3)
    assert amount(result, "makes", "sulfuric acid") == pytest.approx(1.531, rel=1e-3)


def test_water_by_hand() -> None:
    """From 40 to 93 %: 1/0.40 - 1/0.93 = 1.425 kg of water per kg of acid."""
    assert indicator_of(run_model("acid_recovery"), "water boiled off per acid") == pytest.approx(
        1.4247, rel=1e-3
    )


@given(st.floats(0.2, 0.9), st.floats(0.2, 0.9))
def test_stronger_wash_acid_takes_less_steam(one: float, two: float) -> None:
    weak, strong = (run_model("acid_recovery", wash_strength=x) for x in sorted((one, two)))
    assert amount(weak, "uses", "steam") >= amount(strong, "uses", "steam")


def test_more_mist_gives_more_acid() -> None:
    little, much = (run_model("acid_recovery", acid_mist=x) for x in (0.2, 0.8))
    assert amount(much, "makes", "sulfuric acid") == pytest.approx(
        4 * amount(little, "makes", "sulfuric acid")
    )


def test_hydrogen_fluoride() -> None:
    result = run_model("acid_recovery", acid="hydrofluoric acid")
    assert amount(result, "makes", "hydrofluoric acid") == pytest.approx(0.9)
    assert amount(result, "uses", "hydrogen peroxide") == 0


@pytest.mark.parametrize(
    ("given", "parameter"),
    [({"product_strength": 0.3}, "product_strength"),
     ({"product_strength": 0.99}, "product_strength"),
     ({"acid": "hydrofluoric acid", "product_strength": 0.5}, "product_strength"),
     ({"gas": GASES["hydrofluoric acid"]}, "gas")],
)  # fmt: skip
def test_refused(given: dict[str, Any], parameter: str) -> None:
    with pytest.raises(ModelError) as error:
        run_model("acid_recovery", **given)
    assert error.value.parameter == parameter
