"""What drafts leave open: the parts of an interval, and what a measurement does to it."""

import functools
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from carbonre.core.errors import Problems
from carbonre.core.paths import split_path
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.uncertainty.intervals import SEED, intervals
from carbonre.uncertainty.monte_carlo import SamplingPlan
from carbonre.uncertainty.open_numbers import OpenNumber, open_numbers, undrawn
from carbonre.uncertainty.sampling import draw
from carbonre.uncertainty.statistics import statistics
from carbonre.uncertainty.uncertain_inputs import Uncertain, uncertain
from carbonre.uncertainty.weight_of_evidence import (
    LEAST,
    NAMED,
    Range,
    Weight,
    WeightOfEvidence,
    of_difference,
    weight_of_evidence,
)
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
DRAWS = 400
# Stated and sourced numbers only; what is drawn is the plant's own.
STATED = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {ore: 2 kg, acid: 3 kg}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated}
  acid: {factor: 1 kgCO2e/kg, source: stated}
uncertainty:
  supply.ore.factor: {lognormal: 1.2}
  steps.furnace.uses.acid: {triangular: [2 kg, 5 kg]}
"""
# A boiler whose defaults are all drafts, on a fuel that is known.
DRAFTS = """\
carbonre: 1
plant: boiler house
location: CN-NM
period: 2024
production: {steam: 1000 GJ}
steps:
  boiler: {process: boiler, fuel: bituminous coal, auxiliary_power: 5 kWh/GJ}
"""


@functools.cache
def weighed(name: str) -> WeightOfEvidence:
    return weight_of_evidence(example_footprint(name), DRAWS)


def numbers_of(result: Footprint) -> tuple[OpenNumber, ...]:
    return open_numbers(result.point, uncertain(result.study, Problems()).variables)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_parts_are_inside_the_whole_and_make_it(name):
    """Independent parts: neither wider than both together, both no narrower than the whole."""
    for weight in weighed(name).of.values():
        for part in (weight.drafts, weight.sourced):
            assert part.width <= 1.15 * weight.all.width
        squares = weight.drafts.width**2 + weight.sourced.width**2
        assert squares**0.5 == pytest.approx(weight.all.width, rel=0.15)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_whole_is_the_interval_of_the_reports(name):
    found = intervals(example_footprint(name), DRAWS)
    for product, weight in weighed(name).of.items():
        if product != PLANT:
            assert weight.all == (found.of[product].low, found.of[product].high)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_named_first_narrows_most(name):
    for weight in weighed(name).of.values():
        widths = [narrowing.left.width for narrowing in weight.first]
        assert widths == sorted(widths)
        assert len(widths) <= NAMED
        assert all(width < (1 - LEAST) * weight.all.width for width in widths)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_draft_is_drawn_or_named_as_not_drawn_or_specified(name):
    """No draft is lost: what has no range stands beside the interval."""
    result = example_footprint(name)
    numbers = numbers_of(result)
    left = {str(draft) for draft in undrawn(result, uncertain(result.study, Problems()).variables)}
    paths = {split_path(path) for number in numbers for path in number.paths}
    ids = {name for number in numbers if number.kind == "factor" for name in number.names}
    specified = {(step.name, row.parameter) for step in result.system.steps
                 for row in step.defaults if row.specified}  # fmt: skip
    for draft in result.drafts:
        path = ("steps", draft.step, *draft.name.split("."))
        drawn = draft.name in ids if draft.kind == "factor" else path in paths
        ways = [drawn, str(draft) in left, (draft.step, draft.name) in specified]
        assert sum(ways) == 1, draft


def stated(result: Footprint, number: OpenNumber) -> dict[str, str]:
    """Return the settings that state a number as it is written in the tables."""
    found = {}
    for step in result.system.steps:
        for row in step.defaults:
            names = ("steps", step.name, *row.parameter.split("."))
            for path in number.paths:
                if split_path(path) == names and row.value is not None:
                    found[path] = f"{row.value / row.unit.factor!r} {row.unit.text}".strip()
    return found


def totals_drawn(result: Footprint, known: OpenNumber | None = None) -> Mapping[str, Any]:
    """Return the draws of each product, with everything drawn but what is known."""
    variables = uncertain(result.study, Problems()).variables
    open_ = Uncertain(tuple(v for v in variables if known is None or v not in known.variables))
    plan = SamplingPlan((result.study.drawn(),), (open_,), SEED)
    (sample,) = draw(plan, [result], DRAWS).samples
    return sample.totals


def promised(weight: WeightOfEvidence) -> dict[OpenNumber, dict[str, Range]]:
    """Return what the first two measurements of each product leave of it, by what is measured."""
    found: dict[OpenNumber, dict[str, Range]] = {}
    for product, one in weight.of.items():
        for narrowing in one.first[:2] if product != PLANT else ():
            found.setdefault(narrowing.number, {})[product] = narrowing.left
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_measurement_does_what_was_promised(name):
    """Stated as the tables have it, a draft is gone from the list, and the interval is that one."""
    result = example_footprint(name)
    tried = 0
    for number, products in promised(weighed(name)).items():
        settings = stated(result, number)
        if number.kind == "factor" or ".cuts." in next(iter(settings), ".cuts."):
            continue
        measured = result.study.with_overrides(settings).footprint()
        totals = totals_drawn(measured)
        for product, left in products.items():
            found = statistics(totals[product])
            assert found.quantiles[1:4:2] == pytest.approx(tuple(left), rel=1e-6)
        listed = {path for one in numbers_of(measured) for path in one.paths}
        assert listed.isdisjoint(number.paths)
        tried += 1
    if not tried:
        pytest.skip("no parameter of this plant narrows its interval")


@pytest.mark.parametrize("name", ["baotou_smelter", "european_nitrate_separation", "ionic_clay"])
def test_nothing_that_was_not_tried_narrows_more(name):
    """The twelve that are tried are chosen to first order; here all are tried."""
    result = example_footprint(name)
    numbers = [number for number in numbers_of(result) if not number.is_part]
    draws = [totals_drawn(result, number) for number in numbers]
    for product, weight in weighed(name).of.items():
        found = [statistics(totals[product]).quantiles for totals in draws]
        widths = [high - low for _, low, _, high, _ in found]
        narrow = [width for width in widths if width < (1 - LEAST) * weight.all.width]
        named = [one.left.width for one in weight.first]
        assert named == pytest.approx(sorted(narrow)[:NAMED], rel=1e-9)


def test_most_plants_have_a_parameter_to_measure_or_a_supplier_to_ask():
    named = [bool(promised(weighed(name))) for name in EXAMPLES]
    assert sum(named) > len(named) / 2


def test_a_part_of_a_sourced_total_is_not_asked_for():
    """To state the kerf alone gives up the yield that is published, and opens its other parts."""
    numbers = numbers_of(example_footprint("ndfeb_magnet"))
    parts = [number for number in numbers if number.is_part]
    assert {"kerf"} <= {name for number in parts for name in number.names}
    asked = {name for weight in weighed("ndfeb_magnet").of.values()
             for one in weight.first for name in one.number.paths}  # fmt: skip
    assert asked.isdisjoint(path for number in parts for path in number.paths)


def test_a_factor_of_the_supplier_does_what_was_promised():
    result = example_footprint("ionic_clay")
    weight = weighed("ionic_clay").of["mixed rare earth oxide"]
    (narrowing,) = (one for one in weight.first if one.number.names == ("chem.nh42so4.cn_market",))
    row = next(row for row in result.system.factors.rows if row.id == "chem.nh42so4.cn_market")
    (path,) = narrowing.number.paths
    known = {f"{path}.factor": f"{row.value!r} kgCO2e/kg", f"{path}.source": "supplier"}
    asked = result.study.with_overrides(known).footprint()
    again = weight_of_evidence(asked, DRAWS)
    assert again.of["mixed rare earth oxide"].all == pytest.approx(narrowing.left, rel=1e-6)


def test_a_meter_does_at_least_what_its_parts_promise():
    """The reading of the electricity settles what is behind it, current efficiency too."""
    result = example_footprint("nd_metal")
    weight = weighed("nd_metal").of["Nd metal"]
    power = next(one for one in weight.first if "auxiliary_power" in one.number.names)
    (step,) = power.number.owners
    (bought,) = (row for row in result.ledger_rows if row.counts and row.step == step
                 and row.flow == "electricity" and row.scope == "2")  # fmt: skip
    text = (ROOT / "examples" / "nd_metal.yaml").read_text(encoding="utf-8")
    plant = yaml.safe_load(text)
    plant["steps"][step]["measured"] = {"electricity": f"{bought.amount!r} {bought.unit}"}
    again = weight_of_evidence(calculate(plant), DRAWS).of["Nd metal"]
    assert again.all.width <= power.left.width * 1.02


def test_where_nothing_is_a_draft_drafts_leave_nothing_open():
    found = weight_of_evidence(calculate(STATED), DRAWS)
    weight = found.of["metal"]
    assert weight.drafts == (9000, 9000)
    assert weight.all == weight.sourced
    assert weight.all.width > 0
    assert weight.first == found.undrawn == ()


def of_models(text: str) -> Weight:
    """Return what is open of the boiler house where its models only are drawn."""
    result = calculate(text)
    models = uncertain(result.study, Problems(), "parameters")
    return weight_of_evidence(result, DRAWS, found=models).of["steam"]


def test_where_all_is_a_draft_sources_leave_nothing_open():
    found = of_models(DRAFTS)
    assert found.sourced.width == 0
    assert found.all == found.drafts
    (only,) = found.first
    assert only.number.names == ("efficiency",)
    assert only.left.width == 0
    assert only.number.measurement.reading.startswith("coal or gas burnt")


def test_nothing_is_drawn_where_nothing_is_uncertain():
    plant = STATED[: STATED.index("uncertainty:")]
    assert weight_of_evidence(calculate(plant)) == WeightOfEvidence()
    assert not weight_of_evidence(calculate(STATED), draws=1).of


def test_a_default_that_the_plant_draws_itself_is_a_draft_still():
    text = DRAFTS + "uncertainty: {steps.boiler.efficiency: {uniform: [79 %, 81 %]}}\n"
    narrow = of_models(text)
    assert narrow.first
    assert 0 < narrow.all.width < of_models(DRAFTS).all.width
    own = of_models(text.replace("auxiliary_power", "efficiency: 80 %, auxiliary_power"))
    assert own.sourced.width > 0 == own.drafts.width


def test_the_parts_of_one_meter_are_known_together():
    found = numbers_of(example_footprint("nd_metal"))
    (hall,) = (one for one in found if "auxiliary_power" in one.names)
    assert {"rectifier_efficiency", "auxiliary_power"} == {*hall.names}
    meters = [(one.measurement, owner) for one in found for owner in one.owners
              if one.measurement.of and one.kind == "parameter"]  # fmt: skip
    assert len(meters) == len(set(meters))


def test_a_difference_keeps_what_scenarios_do_not_share():
    one = example_footprint("baotou_smelter")
    same = of_difference(one, one, DRAWS)
    assert all(weight.all == (0, 0) for weight in same.values())
    other = example_footprint("baotou_smelter", "wind power")
    found = of_difference(one, other, DRAWS)[PLANT]
    apart = weight_of_evidence(other, DRAWS).of[PLANT]
    assert 0 < found.all.width < apart.all.width
