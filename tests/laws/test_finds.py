"""What a newcomer's plants and drawn plants have found, kept."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.documents import parse_yaml
from carbonre.core.errors import InputError
from helpers.plants import attempt, calculate


def make(**parts: Any) -> dict[str, Any]:
    return {"carbonre": 1, "plant": "found", "period": 2024, "allocation": "mass", **parts}


def test_co_products_that_displace_each_other_settle():
    """From all steps on, this one goes round in a circle; only the second step is wanted."""
    steps = {
        "one": {"process": "inventory", "makes": {"b": "0.25 kg", "a": "0.29 kg"}},
        "two": {
            "process": "inventory",
            "makes": {"a": "0.101 kg", "b": "0.239 kg"},
            "uses": {"a": "0.024 kg", "b": "0.039 kg"},
        },
    }
    result = calculate(make(production={"a": "45 kg"}, steps=steps))
    assert result.material.flows["a"].sold == 45
    assert result.material.scaling[0] == 0
    assert abs(result.material.scaling[1] - 45 / 0.077) < 1e-9


def test_more_than_is_asked_for_is_said():
    steps = {
        "first": {"process": "inventory", "amount": {"x": "1000 kg"}, "makes": {"x": "1 kg"}},
        "last": {
            "process": "inventory",
            "takes": {"x": "100 %"},
            "makes": {"p": "1 kg"},
            "uses": {"x": "1 kg"},
        },
    }
    result = calculate(make(production={"p": "600 kg"}, steps=steps))
    assert any(
        "600 kg are stated, and 1,000 kg are made" in note.message for note in result.warnings
    )


def test_oxides_on_reo_basis_add_up():
    flows = {"cake": {"basis": "REO", "composition": {"Nd2O3": "60 %"}}}
    steps = {"s": {"process": "inventory", "makes": {"p": "1 kg"}, "uses": {"cake": "1 kg"}}}
    supply = {"cake": {"factor": "1 kgCO2e/kg", "source": "drawn"}}
    plant = make(production={"p": "1 t"}, flows=flows, steps=steps, supply=supply)
    result, problems = attempt(plant)
    assert result is None
    assert "add up to 60 %" in "\n".join(map(str, problems))


def test_a_decimal_comma_in_braces_is_named():
    with pytest.raises(InputError, match="'17,3 kgCO2e/kg' has a decimal comma"):
        parse_yaml("supply:\n  gas: {factor: 17,3 kgCO2e/kg, source: me}\n", "plant.yaml")
