"""What the sliders of a report say is what a calculation says: at random places, to four digits."""

from __future__ import annotations

import functools
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.comparison.interpolation import basis, nodes
from carbonre.comparison.what_if import WhatIf, what_if
from carbonre.core.errors import Problems
from carbonre.footprint import calculate as calculation
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.plant.scenarios import apply_overrides
from carbonre.reports.page.html import html
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate, factors
from helpers.sliders import own_table, recalculate, settings_of

FOUR = 5e-5  # half a unit of the fourth digit of a number that begins with 1
PLACES = 3
CASES = [
    ("baotou_smelter", "baseline"), ("nd_metal", "baseline"), ("nd_metal", "wind power"),
    ("ndfeb_magnet", "baseline"), ("hydrogen_station", "solid state"),
]  # fmt: skip


@functools.cache
def studied(example: str, scenario: str) -> tuple[Footprint, WhatIf]:
    result = example_footprint(example, scenario)
    return result, what_if(result)


@pytest.mark.parametrize(("example", "scenario"), CASES)
def test_sliders_say_what_a_calculation_says(example, scenario, tmp_path) -> None:
    result, found = studied(example, scenario)
    shipped = {row.id for row in factors().rows}
    adjustable = [factor for factor in found.adjustable if factor.factor_id in shipped]
    assert adjustable and found.axes
    generator = random.Random(f"{example}, {scenario}")
    table = tmp_path / "moved.csv"
    for _ in range(PLACES):
        moved = {
            factor.factor_id: factor.value * generator.uniform(0.2, 2) for factor in adjustable
        }
        values = [
            axis.parameter.value
            if "." in axis.parameter.row.parameter
            else generator.uniform(axis.parameter.low, axis.parameter.high)
            for axis in found.axes
        ]
        table.write_text(own_table(result, adjustable, moved), encoding="utf-8")
        answer = recalculate(result, settings_of(found.axes, values), table)
        for item in answer.products_sold:
            assert found.total(item.name, moved, values) == pytest.approx(item.total, rel=FOUR)
        assert found.total(PLANT, moved, values) == pytest.approx(answer.total, rel=FOUR)


def test_a_parameter_in_a_list_is_met_too() -> None:
    """The separation factor of the smelter stands in its cuts: set there, it says the same."""
    result, found = studied("baotou_smelter", "baseline")
    plant = result.plant
    names = [axis.parameter.row.parameter for axis in found.axes]
    axis = found.axes[names.index("cuts.separation_factor")]
    value = axis.parameter.low + 0.37 * (axis.parameter.high - axis.parameter.low)
    cuts = [dict(cut) for cut in plant.data.steps["separation"].parameters["cuts"]]
    meant = next(cut for cut in cuts if cut["cut"] == axis.parameter.row.when["cut"])
    meant["separation_factor"] = value
    problems = Problems()
    variant = apply_overrides(plant, {"steps.separation.cuts": (cuts, ())}, problems)
    assert variant is not None
    answer = calculation.calculate(variant, factors(), BASELINE, problems)
    assert answer is not None, problems.found
    values = [value if a is axis else a.parameter.value for a in found.axes]
    for item in answer.products_sold:
        assert found.total(item.name, {}, values) == pytest.approx(item.total, rel=FOUR)


QUICK = ("hydrogen_alloy", "ionic_clay", "magnet_works", "magnet_recycling")
EXAMPLES = [
    pytest.param(path.stem, marks=() if path.stem in QUICK else pytest.mark.slow)
    for path in sorted((ROOT / "examples").glob("*.yaml"))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_where_nothing_is_moved_it_is_the_report(example) -> None:
    result, found = studied(example, "baseline")
    values = [axis.parameter.value for axis in found.axes]
    for item in result.products_sold:
        assert found.total(item.name, {}, values) == pytest.approx(item.total, rel=2e-5, abs=1e-12)
    assert found.total(PLANT, {}, values) == pytest.approx(result.total, rel=2e-5)
    assert found.error <= 2e-5
    # A page holds it.
    assert len(json.dumps(found.points)) < 200_000


def test_the_grid_comes_first_and_its_slope_is_the_electricity() -> None:
    """What a kilowatt hour adds is how many of them a kilogram needs."""
    result = example_footprint("nd_metal")
    found = what_if(result, parameters=0)
    grid = found.adjustable[0]
    assert grid.flow == "electricity" and grid.unit == "kgCO2e/kWh"
    item = result.products_sold[0]
    kilowatt_hours = result.material.flows["electricity"].bought / 3.6e6 / item.amount
    more = found.total(item.name, {grid.factor_id: grid.value + 1}, [])
    assert more - found.total(item.name, {}, []) == pytest.approx(kilowatt_hours)


TOY = """\
carbonre: 1
plant: Toy
location: CN-NM
period: 2024
production: {thing: 2 t}
steps:
  making:
    process: inventory
    makes: {thing: 1 kg}
    uses: {electricity: 3 kWh, iron: 1.1 kg}
"""


def test_a_plant_without_parameters_has_factors_only() -> None:
    found = what_if(calculate(TOY))
    assert found.axes == () and len(found.points) == 1
    assert found.adjustable[0].flow == "electricity"


def test_the_most_telling_parameter_is_offered_first() -> None:
    """Of a cell, the voltage: nothing else moves an electrolysis as far within its band."""
    axes = studied("nd_metal", "baseline")[1].axes
    assert axes[0].parameter.row.parameter == "cell_voltage"
    assert axes[0].parameter.path == ("steps", "electrolysis", "cell_voltage")
    assert len(axes[0].nodes) == 2  # a straight line


@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(0, 1), st.sampled_from([2, 3, 5, 9]))
def test_weights_reproduce_polynomials(low, width, where, count) -> None:
    at = nodes(low, low + width, count)
    value = low + width * where
    weights = basis(at, value)
    assert sum(weights) == pytest.approx(1)
    for power in range(count):
        met = sum(w * (node - low) ** power for w, node in zip(weights, at, strict=True))
        assert met == pytest.approx((value - low) ** power, abs=1e-9 * max(1, width**power))


def test_nodes_of_more_hold_those_of_fewer() -> None:
    for few, many in ((2, 3), (3, 5), (5, 9)):
        more = nodes(1.0, 4.0, many)
        assert all(any(abs(a - b) < 1e-12 for b in more) for a in nodes(1.0, 4.0, few))


def test_a_slider_stays_in_the_range_that_it_promises() -> None:
    """A factor moves in the range of its row; where there is none, from half to double, named."""
    result, found = studied("nd_metal", "baseline")
    rows = {row.id: row for row in factors().rows}
    for factor in found.adjustable:
        row = rows.get(factor.factor_id)
        assert factor.low <= factor.value <= factor.high
        if row is not None and row.low is not None and row.high is not None:
            ends = (factor.value * row.low / row.value, factor.value * row.high / row.value)
            assert (factor.low, factor.high) == pytest.approx(ends) and factor.has_range
        elif row is not None and row.gsd is not None:
            assert factor.high / factor.value == pytest.approx(row.gsd**1.96)
        else:
            assert (factor.low, factor.high) == (factor.value / 2, factor.value * 2)
            assert not factor.has_range
    page = html([result], draws=0)
    unknown = sum(not factor.has_range for factor in found.adjustable)
    assert page.count("no range is known: half to double") == unknown
