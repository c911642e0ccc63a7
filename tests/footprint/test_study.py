"""A study: scenarios, overrides in words and in numbers, and what is wrong with them."""

from pathlib import Path

import numpy as np
import pytest

import carbonre as cr
from carbonre.core.arrays import Overrides
from carbonre.core.errors import InputError, Problems
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.study import Study
from helpers.plants import factors

ROOT = Path(__file__).parents[2]
VOLTAGE = ("steps", "electrolysis", "cell_voltage")
PATH = "steps.electrolysis.cell_voltage"


@pytest.fixture(scope="module")
def study():
    plant = cr.read_plant(ROOT / "examples" / "nd_metal.yaml")
    return Study.of(plant, factors_of(plant, factors()))


def test_a_scenario_is_what_calc_says_of_it(study):
    for name in study.plant.scenarios:
        mine = study.scenario(name).footprint()
        assert list(mine.product_records()) == list(
            cr.footprint(study.plant, factors(), name).product_records()
        )
        assert mine.study.scenario_name == mine.scenario == name


def test_an_override_lies_on_top_of_the_scenario_and_the_plant_stays(study):
    wind = study.scenario("wind power")
    low = wind.with_overrides({PATH: "8.5 V"}).footprint()
    assert low.total < wind.footprint().total
    assert low.study.overrides.keys() == {*wind.overrides, PATH}
    assert low.study.plant is study.plant
    assert study.footprint().total == cr.footprint(study.plant, factors()).total


def test_words_numbers_and_arrays_agree(study):
    volts = [8.5, 9.0, 10.5]
    in_words = [study.with_overrides({PATH: f"{v} V"}).footprint().total for v in volts]
    in_numbers = [study.footprint(Overrides(plant={VOLTAGE: v})).total for v in volts]
    at_once = study.evaluate(Overrides(plant={VOLTAGE: np.array(volts)}), len(volts))
    assert in_numbers == in_words
    assert list(at_once.plant) == pytest.approx(in_words, rel=1e-12)


def test_more_rows_than_a_chunk_are_evaluated_in_order(study):
    volts = np.linspace(8.5, 10.5, 9000)
    counts = []
    found = study.evaluate(Overrides(plant={VOLTAGE: volts}), len(volts), counts.append)
    assert sum(counts) == len(volts) and (np.diff(found.plant) > 0).all()


def test_what_is_wrong_is_said_when_it_is_calculated(study):
    with pytest.raises(InputError, match="did you mean 'wind power'"):
        study.scenario("wind powr")
    faulty = study.with_overrides({"steps.electrolysis.cell_volts": "9 V"})
    problems = Problems()
    assert faulty.calculate(problems) is None and problems.found
    with pytest.raises(InputError, match="cell_volts"):
        faulty.footprint()


def test_an_override_of_an_unknown_flow_is_refused(study):
    with pytest.raises(InputError, match=r"supply\.unobtainium: .* there is no flow"):
        study.with_overrides({"supply.unobtainium": "wind power"}).footprint()
