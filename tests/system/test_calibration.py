"""Meter readings: the baseline reproduces the meter, and scenarios scale from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.plants import attempt, calculate

PLANT = """\
carbonre: 1
plant: metered works
period: 2024
production: {{metal: 100 t}}
steps:
  furnace:
    process: inventory
    makes: {{metal: 1 kg}}
    uses: {{ore: 2 kg, electricity: 10 kWh, heat carrier: 0.5 kg}}
    emits: {{CO2: 0.4 kg}}
    wastes: {{slag: 1 kg}}
    measured: {{{measured}}}
  heater:
    process: inventory
    makes: {{heat carrier: 1 kg}}
    uses: {{electricity: 1 kWh}}
  dump:
    process: inventory
    treats: {{slag: all}}
    uses: {{slag: 1 kg}}
    emits: {{CO2: 0.1 kg}}
supply:
  ore: {{factor: 3 kgCO2e/kg, source: stated}}
  electricity: {{factor: 0.5 kgCO2e/kWh, source: stated}}
scenarios:
  lean: {{set: {{steps.furnace.uses.electricity: 8 kWh}}}}
  twice: {{set: {{production.metal: 200 t}}}}
  other meter: {{set: {{steps.furnace.measured.electricity: 1 GWh}}}}
"""


def plant(measured: str) -> str:
    return PLANT.format(measured=measured)


def used(text: str, flow: str, scenario: str = "baseline", step: str = "furnace") -> float:
    rows = calculate(text, scenario).ledger_rows
    return sum(row.amount for row in rows if (row.flow, row.step) == (flow, step) and row.counts)


def test_the_baseline_reproduces_the_meter() -> None:
    text = plant("electricity: 1.2 GWh")
    assert used(text, "electricity") == pytest.approx(1_200_000, rel=1e-12)
    assert used(text, "ore") == pytest.approx(200_000, rel=1e-12)  # of the model
    assert used(text, "electricity", step="heater") == pytest.approx(50_000, rel=1e-12)
    row = next(
        r for r in calculate(text).ledger_rows if (r.flow, r.step) == ("electricity", "furnace")
    )
    assert (row.origin, row.plant_line) == ("measured", "plant.yaml:12")


def test_scenarios_scale_from_the_meter() -> None:
    text = plant("electricity: 1.2 GWh")
    assert used(text, "electricity", "lean") == pytest.approx(0.8 * 1_200_000, rel=1e-12)
    assert used(text, "electricity", "twice") == pytest.approx(2 * 1_200_000, rel=1e-12)


def test_a_meter_belongs_to_the_baseline() -> None:
    result, problems = attempt(plant("electricity: 1.2 GWh"), "other meter")
    assert result is None
    assert "a meter reading belongs to the baseline" in str(problems[0])


def test_every_side_of_a_step_can_be_metered() -> None:
    text = plant("ore: 250 t, CO2: 30 t, slag: 90 t")
    assert used(text, "ore") == pytest.approx(250_000, rel=1e-12)
    assert used(text, "CO2") == pytest.approx(30_000, rel=1e-12)
    assert used(text, "CO2", step="dump") == pytest.approx(0.1 * 90_000, rel=1e-12)


def test_a_reading_of_what_the_plant_makes_moves_the_maker() -> None:
    text = plant("heat carrier: 80 t")
    assert used(text, "electricity", step="heater") == pytest.approx(80_000, rel=1e-12)


def test_a_meter_that_stands_still_is_a_reading() -> None:
    assert used(plant("electricity: 0 kWh"), "electricity") == 0.0
    assert used(plant("electricity: 0 kWh"), "electricity", "lean") == 0.0


@given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.2, 5))
def test_readings_in_a_loop_are_all_met(a: float, b: float, c: float) -> None:
    """Meters on both sides of a loop: the runs move with the readings until all are met."""
    text = f"""\
carbonre: 1
plant: a loop with meters
period: 2024
production: {{oxide: 10 t}}
steps:
  dissolving:
    process: inventory
    makes: {{liquor: 1 kg}}
    uses: {{acid: 0.4 kg, oxide: 0.01 kg, electricity: 1 kWh}}
    measured: {{oxide: {a * 0.2!r} t, electricity: {b * 20!r} MWh}}
  calcining:
    process: inventory
    makes: {{oxide: 1 kg}}
    uses: {{liquor: 2 kg}}
    measured: {{liquor: {c * 20!r} t}}
supply:
  acid: {{factor: 1 kgCO2e/kg, source: stated}}
  electricity: {{factor: 0.5 kgCO2e/kWh, source: stated}}
"""
    result = calculate(text)
    flows = result.material.flows
    assert flows["oxide"].used == pytest.approx(a * 200, rel=1e-9)
    assert flows["liquor"].used == pytest.approx(c * 20_000, rel=1e-9)
    assert used(text, "electricity", step="dissolving") == pytest.approx(b * 20_000, rel=1e-9)


def test_a_reading_equal_to_the_model_changes_nothing() -> None:
    text = plant("electricity: 1 GWh, ore: 200 t")
    plain = calculate(PLANT.replace("    measured: {{{measured}}}\n", "").format())
    assert calculate(text).total == pytest.approx(plain.total, rel=1e-14)
    assert not calculate(text).warnings


def test_a_meter_far_from_its_model_is_remarked() -> None:
    result = calculate(plant("electricity: 1.2 MWh"))
    assert [(note.code, note.subject) for note in result.warnings] == [
        ("meter-far-from-model", "steps.furnace.measured.electricity")
    ]


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ("steam: 1 GJ", "the model of 'furnace' has no 'steam' to compare the meter with"),
        ("metal: 1 t", "the model of 'furnace' has no 'metal'"),
        ("electricty: 1 GWh", "did you mean 'electricity'?"),
        ("electricity: 1 t", "'1 t' is a mass; electricity is measured in kWh"),
        ("electricity: 1", "the bare number 1 has no unit"),
        ("electricity: -1 GWh", "is negative"),
    ],
)
def test_readings_that_cannot_be(measured: str, words: str) -> None:
    result, problems = attempt(plant(measured))
    assert result is None
    assert len(problems) == 1
    assert problems[0].place.line == 12
    assert words in str(problems[0])


def test_a_fuel_may_be_metered_by_mass_or_energy() -> None:
    """Coke of the Chinese guideline: 28.446 MJ/kg."""
    text = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {metal: 100 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {coke: 0.5 kg}
    measured: {coke: READING}
"""
    by_mass, by_energy = (
        calculate(text.replace("READING", "60 t")),
        calculate(text.replace("READING", "1706.76 GJ")),
    )
    assert by_mass.total == pytest.approx(by_energy.total, rel=1e-12)
    assert by_mass.material.flows["coke"].used == pytest.approx(60_000 * 28.446e6, rel=1e-12)


def test_a_model_of_zero_against_a_reading() -> None:
    text = plant("electricity: 1 GWh").replace("electricity: 10 kWh", "electricity: 0 kWh")
    result, problems = attempt(text)
    assert result is None
    assert problems[0].place.line == 12
