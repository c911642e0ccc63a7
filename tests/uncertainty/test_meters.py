"""A meter reads the same in every draw; what it meters is known."""

import dataclasses

import numpy as np
import pytest

from carbonre.core.arrays import Overrides
from carbonre.core.errors import Problems
from carbonre.footprint.products import PLANT
from carbonre.footprint.study import Study
from carbonre.uncertainty.monte_carlo import collect, plan, run, sizes_of
from helpers.examples import example_plant
from helpers.plants import calculate, factors, read

WORKS = """\
carbonre: 1
plant: metered works
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {ore: 2 kg, electricity: 10 kWh, heat carrier: 0.5 kg}
    MEASURED
  heater:
    process: inventory
    makes: {heat carrier: 1 kg}
    uses: {electricity: 1 kWh}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated}
  electricity: {factor: 0.5 kgCO2e/kWh, source: stated}
uncertainty:
  steps.furnace.uses.electricity: {triangular: [8 kWh, 14 kWh]}
  steps.furnace.uses.heat carrier: {uniform: [0.2 kg, 0.8 kg]}
scenarios:
  lean: {set: {steps.furnace.uses.electricity: 9 kWh}}
"""


def totals(measured, scenario="baseline", draws=50):
    text = WORKS.replace("MEASURED", f"measured: {{{measured}}}" if measured else "")
    problems = Problems()
    plant = read(text, problems)
    made = plan(plant, factors(), [scenario], 1, problems)
    problems.raise_any()
    (found,) = collect(*made, run(made[0], sizes_of(draws)))
    return found.totals["metal"], float(calculate(text, scenario).products_sold[0].total)


def test_what_is_metered_is_not_open():
    free, _ = totals("")
    metered, figure = totals("electricity: 9.6 MWh, heat carrier: 0.4 t")
    assert np.ptp(free) > 1
    assert metered == pytest.approx(figure, rel=1e-12)


def test_what_is_not_metered_stays_open():
    """The heater's power follows the heat carrier: 0.5 kgCO2e/kWh x 1 kWh/kg, of a tonne."""
    metered, _ = totals("electricity: 9.6 MWh")
    assert metered.min() >= 6000 + 4800 + 200 * 0.5
    assert metered.max() <= 6000 + 4800 + 800 * 0.5
    assert np.ptp(metered) > 100


def test_what_a_scenario_sets_is_not_what_the_meter_saw():
    """9 kWh for the 10 that the meter of the baseline tells to be 9.6; the 9 is drawn."""
    lean, figure = totals("electricity: 9.6 MWh, heat carrier: 0.4 t", "lean")
    assert figure == pytest.approx(6000 + 500 * 9.6 * 9 / 10 + 200)
    drawn = (lean - 6000 - 200) / (500 * 9.6 / 10)
    assert 8 <= drawn.min() < drawn.max() <= 14


def test_a_sweep_is_another_plant_and_moves_what_is_metered():
    problems = Problems()
    text = WORKS.replace("MEASURED", "measured: {electricity: 9.6 MWh}")
    study = Study.of(read(text, problems), factors())
    swept = Overrides(
        plant={("steps", "furnace", "uses", "electricity"): np.array([10.0, 20.0]) * 3.6e6}
    )
    one, two = study.evaluate(swept, 2).total_of("metal")
    assert two - one == pytest.approx(500 * 9.6)
    held = study.drawn().evaluate(swept, 2).total_of("metal")
    assert held == pytest.approx(one)


def test_each_row_has_the_factor_it_would_have_alone():
    """The reading is of a flow that the plant makes, so the factors are solved again."""
    study = Study.of(example_plant("magnet_works"), factors())
    path = ("steps", "smelting", "cell_voltage")
    volts = np.array([8.0, 9.5, 11.0])
    together = study.drawn().evaluate(Overrides(plant={path: volts}), 3).total_of(PLANT)
    for volt, total in zip(volts, together, strict=True):
        alone = study.drawn().evaluate(Overrides(plant={path: volt}), 1).total_of(PLANT)[0]
        assert alone == pytest.approx(total, rel=1e-12)
    assert together == pytest.approx(together[0], rel=1e-9)  # the meter tells the electricity
    assert dataclasses.replace(study, meters_hold=True) == study.drawn()
