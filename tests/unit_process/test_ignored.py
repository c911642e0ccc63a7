"""A stated parameter that the chosen branch of a model does not use is said, and only such."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonre as cr
from carbonre.comparison.batch import cases
from carbonre.core.errors import Problems
from helpers.paths import EXAMPLES
from helpers.plants import calculate, factors, read

PLANT = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {PRODUCT: 1 t}
flows: {OWN}
supply: {SUPPLY}
steps:
  s: {process: PROCESS, PARAMETERS}
"""
SALTS = "NdF3: {factor: 10 kgCO2e/kg, source: s}, LiF: {factor: 10 kgCO2e/kg, source: s}"


def plant(parameters: str, more: str = "") -> str:
    text = PLANT.replace("PRODUCT", "Nd metal").replace("{OWN}", "{}")
    text = text.replace("{SUPPLY}", f"{{{SALTS}}}").replace("PROCESS", "oxide_electrolysis")
    return text.replace("PARAMETERS", parameters) + more


def said(text: str, scenario: str = "baseline") -> dict[str, str]:
    found = calculate(text, scenario).warnings
    return {n.subject: n.message for n in found if n.code == "unused-parameter"}


@pytest.mark.parametrize(
    ("parameters", "unused"),
    [
        ("anode: inert, cf4: 100 g/t", ["steps.s.cf4"]),
        ("anode: inert, c2f6: 10 g/t", ["steps.s.c2f6"]),
        ("anode: inert, cf4: 0 g/t", ["steps.s.cf4"]),
        ("lighter_share: 20 %", ["steps.s.lighter_share"]),
        ("lighter_share: 20 %, cf4: 100 g/t", ["steps.s.lighter_share"]),
        ("cell_voltage: 9.5 V, current_efficiency: 76 %, cf4: 100 g/t", []),
    ],
)
def test_what_the_branch_does_not_use_is_said(parameters: str, unused: list[str]) -> None:
    assert list(said(plant(parameters))) == unused


def test_what_decides_is_named() -> None:
    (words,) = said(plant("anode: inert, cf4: 100 g/t")).values()
    assert words.startswith("is stated, and changes nothing with anode: inert")


def test_a_scenario_is_told_too() -> None:
    text = plant("anode: inert", "scenarios: {more: {set: {steps.s.cf4: 500 g/t}}}\n")
    assert not said(text)
    assert list(said(text, "more")) == ["steps.s.cf4"]


@pytest.mark.parametrize(
    ("columns", "unused"),
    [
        ([("steps.s.cf4", ["100 g/t", "500 g/t"])], 1),
        ([("steps.s.cf4", ["100 g/t", "500 g/t"]), ("steps.s.anode", ["inert", "graphite"])], 0),
        ([("steps.s.cell_voltage", ["9 V", "10 V"])], 0),
    ],
)
def test_a_column_of_cases_is_told_where_no_row_uses_it(
    columns: list[tuple[str, list[str]]], unused: int
) -> None:
    made = read(plant("anode: inert"), Problems())
    assert made is not None
    warned: list[str] = []
    cases(made, factors(), ["a", "b"], columns, warn=warned.append)
    assert len(warned) == unused


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_state_nothing_in_vain(path: Path) -> None:
    codes = [note.code for note in cr.footprint(cr.read_plant(path)).warnings]
    assert "unused-parameter" not in codes
