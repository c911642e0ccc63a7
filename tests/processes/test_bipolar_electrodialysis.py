"""Bipolar electrodialysis: Faraday's law, a measured stack, base and acid of each salt."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.unit_process.model import Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

FORMULAS = {
    "sodium sulfate": "Na2SO4", "sodium chloride": "NaCl", "sodium nitrate": "NaNO3",
    "ammonium chloride": "NH4Cl",
}  # fmt: skip
KWH = 3.6e6


def brine(salt: str) -> Feed:
    """A brine of a tenth of salt."""
    return Feed(f"{salt} brine", mixture({FORMULAS[salt]: 0.1, "H2O": 0.9}))


EXAMPLE: dict[str, Any] = {"brine": lambda choices: brine(choices["salt"])}


def run(**given: Any) -> Any:
    return run_model("bipolar_electrodialysis", **given)


def test_a_stack_by_hand() -> None:
    """1.5 V, 80 %: 1.2564 kWh per kg NaOH, with H2SO4 1.2261 of Na2SO4 1.7756, or HCl 0.9115."""
    sulfate = run(salt="sodium sulfate", salt_converted=1.0)
    assert indicator_of(sulfate, "electricity of the stack") / KWH == pytest.approx(
        1.2564, abs=5e-5
    )
    assert amount(sulfate, "makes", "sulfuric acid") == pytest.approx(1.2261, abs=2e-4)
    assert 0.1 * amount(sulfate, "uses", "sodium sulfate brine") == pytest.approx(1.7756, abs=1e-4)
    assert amount(run(), "makes", "hydrochloric acid") == pytest.approx(0.9115, abs=1e-4)
    assert indicator_of(sulfate, "floor") / KWH == pytest.approx(0.555, abs=5e-4)


def test_the_loop_of_an_extraction_by_hand() -> None:
    """S 2.2 and 7.5 % excess, 169.18 g/mol: 2.1075 kWh per kg REO."""
    lye = 3 * 2.2 * 1.075 * 39.997 / 169.18
    stack = indicator_of(run(), "electricity of the stack") / KWH
    assert lye * stack == pytest.approx(2.1075, abs=2e-4)


def test_ammonium_chloride_by_hand() -> None:
    """Per kg NH4Cl and volt 0.50107 kWh; NH3 0.3184, HCl 0.6816 kg, and no water."""
    result = run(salt="ammonium chloride", voltage=1.0, current_efficiency=1.0, salt_converted=1.0)
    salt = 0.1 * amount(result, "uses", "ammonium chloride brine")
    assert 1 / salt == pytest.approx(0.3184, abs=5e-5)
    assert amount(result, "makes", "hydrochloric acid") / salt == pytest.approx(0.6816, abs=5e-5)
    stack = indicator_of(result, "electricity of the stack") / KWH
    assert stack / salt == pytest.approx(0.50107, abs=2e-5)
    assert amount(result, "uses", "water") == 0


def test_a_measured_stack() -> None:
    """Lee et al., Membranes 15 (2025) 312: 4.72 kWh/kg NaOH at 36.39 % implies 2.56 V."""
    result = run(salt="sodium sulfate", voltage=2.56, current_efficiency=0.3639)
    assert indicator_of(result, "electricity of the stack") / KWH == pytest.approx(4.72, abs=0.01)


def test_a_second_computation_from_atoms_and_charge() -> None:
    """The same from atomic masses and the Faraday constant, at a conversion of 75 %."""
    na, n, cl, h, o, s, faraday = 22.990, 14.007, 35.45, 1.008, 15.999, 32.06, 96485.332
    lye, water = na + o + h, 2 * h + o
    cases = [
        ("sodium sulfate", na + (s + 4 * o) / 2, h + (s + 4 * o) / 2, "sulfuric acid"),
        ("sodium chloride", na + cl, h + cl, "hydrochloric acid"),
        ("sodium nitrate", na + n + 3 * o, h + n + 3 * o, "nitric acid"),
    ]
    for salt, mass, acid, name in cases:
        result = run(salt=salt, salt_converted=0.75, voltage=1.8, current_efficiency=0.7)
        power = 1.8 * faraday * 1000 / lye / 0.7 / KWH + 0.1
        assert amount(result, "uses", "electricity") / KWH == pytest.approx(power, rel=1e-4)
        assert amount(result, "makes", name) == pytest.approx(acid / lye, rel=1e-4)
        fed = mass / lye / 0.75 / 0.1
        assert amount(result, "uses", f"{salt} brine") == pytest.approx(fed, rel=1e-4)
        assert amount(result, "uses", "water") == pytest.approx(water / lye, rel=1e-4)
        left = fed * (0.9 + 0.1 * 0.25)
        assert amount(result, "wastes", "depleted brine") == pytest.approx(left, rel=1e-4)


@pytest.mark.parametrize(
    ("given", "low", "high", "kind", "flow"),
    [
        ("voltage", 1.3, 2.0, "uses", "electricity"),
        ("current_efficiency", 0.9, 0.5, "uses", "electricity"),
        ("utilities", 0.0, 1e6, "uses", "electricity"),
        ("salt_converted", 0.9, 0.6, "uses", "sodium chloride brine"),
        ("salt_converted", 0.9, 0.6, "wastes", "depleted brine"),
    ],
)
def test_directions(given: str, low: float, high: float, kind: str, flow: str) -> None:
    less, more = (run(**{given: value}) for value in (low, high))
    assert amount(more, kind, flow) > amount(less, kind, flow)


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({"voltage": 0.82}, "voltage", "Gibbs"),
        ({"salt": "ammonium chloride", "voltage": 0.54}, "voltage", "Gibbs"),
        ({"brine": brine("sodium sulfate")}, "salt", "write 'salt: sodium sulfate'"),
    ],
)
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run(**given)
    assert error.value.parameter == parameter


def test_ammonia_and_acid_of_an_extraction_come_back() -> None:
    """A stack that splits all the brine gives an extraction its ammonia and acid, mole for mole."""
    flow = "ammonium chloride brine"
    plant: dict[str, Any] = {
        "carbonre": 1, "plant": "ammonia loop", "location": "CN", "period": 2024,
        "allocation": "mass",
        "flows": {
            "rare earth chloride liquor": {
                "unit": "kg", "basis": "REO", "composition": {"CeO2": "70 %", "Nd2O3": "30 %"},
            },
            flow: {"composition": {"NH4Cl": "10 %", "H2O": "90 %"}},
        },
        "production": {"Nd chloride": "30 t"},
        "steps": {
            "separation": {
                "process": "solvent_extraction", "feed": "rare earth chloride liquor",
                "free_acid": "0 %",
                "cuts": [{"cut": "Ce/Pr", "heavy": "Nd chloride", "light": "Ce chloride"}],
            },
            "stack": {
                "process": "bipolar_electrodialysis", "brine": flow, "salt": "ammonium chloride",
                "treats": {flow: "all"}, "salt_converted": "90 %",
            },
        },
        "supply": {"rare earth chloride liquor": {"factor": "0 kgCO2e/kg", "source": "test"}},
    }  # fmt: skip
    flows = calculate(plant).material.flows
    for made in ("ammonia", "hydrochloric acid"):
        assert flows[made].made == pytest.approx(0.9 * flows[made].used, rel=1e-9)
    left = flows["depleted brine"].untreated
    assert left == pytest.approx(0.91 * flows[flow].wasted, rel=1e-2)
