"""Every process model is proven, for all combinations of its choices: see helpers/proofs.py."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pint
import pytest

from carbonre.core.units import unit
from carbonre.processes import process_named, process_names
from carbonre.unit_process.defaults import defaults
from carbonre.unit_process.model import Exchange, Indicator, ModelError, Process, check, shown
from helpers import models, proofs

CASES = [
    pytest.param(name, choices, id=" ".join([name, *map(str, choices.values())]))
    for name in process_names()
    for choices in models.combinations(process_named(name))
]


@pytest.mark.parametrize(("name", "choices"), CASES)
def test_a_model_is_sound(name: str, choices: Mapping[str, Any]) -> None:
    process = process_named(name)
    values = models.example(name, **choices)
    if models.is_refused(name, choices):
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


def faulty(change: Callable[[Exchange], Exchange | None]) -> Process:
    """Return solvent extraction with a fault: every exchange changed, or left out."""
    sound = process_named("solvent_extraction")

    def body(**values: Any) -> list[Exchange | Indicator]:
        lines = sound.body(**values)
        kept = [line if isinstance(line, Indicator) else change(line) for line in lines]
        return [line for line in kept if line is not None]

    return dataclasses.replace(sound, body=functools.wraps(sound.body)(body))


def without(flow: str, line: Exchange) -> Exchange | None:
    return None if line.flow == flow else line


def with_amount(line: Exchange, flow: str, amount: Any) -> Exchange:
    return dataclasses.replace(line, amount=amount) if line.flow == flow else line


def test_the_element_proof_sees_a_stream_left_out() -> None:
    for flow, words in (
        ("ammonium chloride brine", "Cl"),
        ("ammonia", "N"),
        ("separation residue", "C"),
        ("Nd chloride", "Cl"),
    ):
        process = faulty(functools.partial(without, flow))
        values = models.example("solvent_extraction")
        with pytest.raises(AssertionError, match=words):
            proofs.element_proof(process, values, process.exchanges(values))


def test_the_dimension_proof_sees_a_mass_for_an_energy() -> None:
    values = models.example("solvent_extraction")
    process = faulty(lambda line: with_amount(line, "electricity", 0 * line.amount + 1))
    with pytest.raises((AssertionError, pint.DimensionalityError)):
        proofs.dimension_proof(process, values)
    process = faulty(lambda line: with_amount(line, "steam", 1.0))
    with pytest.raises(AssertionError, match="steam"):
        proofs.dimension_proof(process, values)


def test_the_row_proof_sees_rows_that_mix() -> None:
    process = faulty(lambda line: with_amount(line, "P507", np.max(line.amount)))
    with pytest.raises(AssertionError, match="P507"):
        proofs.row_proof(process, models.example("solvent_extraction"))


def test_the_sign_proof_sees_a_negative_amount() -> None:
    process = faulty(lambda line: with_amount(line, "P507", -line.amount))
    with pytest.raises(AssertionError, match="P507"):
        proofs.sign_proof(process, process.exchanges(models.example("solvent_extraction")))


def test_a_check_makes_its_words_only_when_it_refuses() -> None:
    check(np.float64(1) > 0, "share", lambda: str(1 / 0))
    with pytest.raises(ModelError, match=r"^12\.5% is too much$") as refused:
        check(np.bool_(False), "share", lambda: f"{shown(0.125, '.1%')} is too much")
    assert refused.value.parameter == "share"


def test_rows_are_shown_from_the_least_to_the_largest() -> None:
    assert shown(np.array([0.5, 0.25, 0.75]), ".0%") == "25% to 75%"
    assert shown(np.array(0.5), ".0%") == "50%"
