"""Every process model is proven, for all combinations of its choices: see proofs.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import proofs
import pytest

from carbonre.parameters import defaults
from carbonre.process import ModelError, process_named, process_names
from carbonre.units import unit

CASES = [
    pytest.param(name, choices, id=" ".join([name, *map(str, choices.values())]))
    for name in process_names()
    for choices in proofs.combinations(process_named(name))
]


@pytest.mark.parametrize(("name", "choices"), CASES)
def test_a_model_is_sound(name: str, choices: Mapping[str, Any]) -> None:
    process = process_named(name)
    values = proofs.example(name, **choices)
    if proofs.is_refused(name, choices):
        with pytest.raises(ModelError):
            process.exchanges(values)
        return
    result = process.exchanges(values)
    proofs.sign_proof(process, result)
    proofs.element_proof(process, values, result)
    proofs.dimension_proof(process, values)
    proofs.row_proof(process, values)


@pytest.mark.parametrize("name", process_names())
def test_a_model_has_its_words(name: str) -> None:
    process = process_named(name)
    assert process.summary.endswith(".")
    for parameter in process.parameters:
        assert f"\n{parameter} : " in process.doc, f"{name}: '{parameter}' is not in its docstring"


@pytest.mark.parametrize("name", process_names())
def test_a_model_has_its_table(name: str) -> None:
    """Every quantity has rows, every row a quantity; units, choices and bands fit."""
    process = process_named(name)
    inner = {
        f"{parameter.name}.{field.name}": field
        for parameter in process.parameters.values()
        for field in parameter.fields
    }
    every = {**process.parameters, **inner}
    rows = defaults(name)
    wanted = {key for key, parameter in every.items() if parameter.form == "quantity"}
    assert {row.parameter for row in rows} == wanted
    for row in rows:
        where = f"{row.place}: {row.parameter}"
        shown = every[row.parameter].unit
        assert row.unit.dimension == unit("" if shown == "1" else shown).dimension, where
        band = (row.minimum, row.low, row.value, row.high, row.maximum)
        known = [value for value in band if value is not None]
        assert known == sorted(known), f"{where}: min, low, value, high, max are not in order"
        assert (row.value is None) == (row.evidence in ("unknown", "none")), where
        assert row.source and row.evidence, where
        prefix = row.parameter.partition(".")[0] + "."
        for key, value in row.when.items():
            parameter = every.get(key) or every[prefix + key]
            assert parameter.form in ("choice", "flow", "feed", "yes or no"), where
            assert not parameter.choices or value in parameter.choices, f"{where}: {value}"
    cells = [(row.parameter, tuple(sorted(row.when.items()))) for row in rows]
    assert len(set(cells)) == len(cells), "two rows for the same case"
