"""What only a scenario states and does not use is said, though the baseline does not warn of it."""

from __future__ import annotations

import pytest

from carbonre.reports.notes import to_look_at_first
from helpers.plants import calculate

PLANT = """\
carbonre: 1
plant: cells
location: CN
period: 2024
production: {caustic soda: 1 t}
supply: {sodium chloride: {factor: 0.2 kgCO2e/kg, source: ours}}
steps:
  cells: {process: chlor_alkali}
scenarios:
  high voltage: {set: {steps.cells.voltage: 3.1 V}}
  by parts: {set: {steps.cells.voltage: 3.1 V, steps.cells.electricity_by: voltage}}
"""
NAMES = ["baseline", "high voltage", "by parts"]
WORDS = "steps.cells.voltage: is stated, and changes nothing with electricity_by: total"


@pytest.mark.parametrize(
    ("names", "said"),
    [(NAMES[:1], 0), (NAMES[:2], 1), ([NAMES[0], NAMES[2]], 0), (NAMES, 1)],
)
def test_a_parameter_that_its_scenario_does_not_use(names: list[str], said: int) -> None:
    results = [calculate(PLANT, name) for name in names]
    assert sum(WORDS in line for line in to_look_at_first(results)) == said


def test_a_parameter_of_the_baseline_that_a_scenario_uses_is_not_unused() -> None:
    text = PLANT.replace("chlor_alkali}", "chlor_alkali, voltage: 3.1 V}")
    text = text.replace("steps.cells.voltage: 3.1 V, ", "")
    assert to_look_at_first([calculate(text)])
    assert not to_look_at_first([calculate(text, name) for name in ("baseline", "by parts")])


def test_a_warning_names_the_scenarios_that_are_not_all() -> None:
    both = [calculate(PLANT, name) for name in NAMES[:2]]
    (line,) = (line for line in to_look_at_first(both) if WORDS in line)
    assert line.endswith("[high voltage]")
    (line,) = (line for line in to_look_at_first(both[1:]) if WORDS in line)
    assert "[" not in line
