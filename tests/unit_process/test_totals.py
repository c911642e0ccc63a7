"""Totals with a source: they count, or follow from parts that add up to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import carbonre as cr
from carbonre.core.errors import Problems
from carbonre.footprint.study import Study
from carbonre.processes import process_named, process_names
from carbonre.uncertainty.distributions import as_overrides
from carbonre.uncertainty.uncertain_inputs import uncertain
from carbonre.unit_process.defaults import default_for
from carbonre.unit_process.model import Exchange, Indicator, Total, unit_process
from carbonre.unit_process.totals import unused
from helpers.models import combinations, example, is_refused
from helpers.paths import EXAMPLES
from helpers.plants import calculate, factors

WITH_TOTALS = [name for name in process_names() if process_named(name).totals]
PLANT = """\
carbonre: 1
plant: smelter
location: CN-NM
period: 2024
production: {Nd metal: 1 t}
supply: {Nd2O3: {factor: 18 kgCO2e/kg, source: s}}
steps:
  s: {process: oxide_electrolysisSTATED}
"""


def cases() -> Iterator[tuple[str, dict[str, str], str]]:
    for name in WITH_TOTALS:
        process = process_named(name)
        for choices in combinations(process):
            if not is_refused(name, choices):
                context = process.choices(choices)
                for total in process.totals:
                    row = default_for(name, total, context)
                    if row is not None and row.value is not None:
                        yield name, choices, total


def test_the_parts_of_the_table_add_up_to_the_total_of_the_table() -> None:
    """So whoever states one part starts from the same figure: to the digits that a table has."""
    seen = set()
    for name, choices, total in cases():
        process = process_named(name)
        part = process.totals[total].all_parts[0]
        row = default_for(name, part, process.choices(choices))
        assert row is not None and row.value is not None, f"{name}: {part}"
        by_total = process.exchanges(example(name, **choices))
        by_parts = process.exchanges(example(name, **choices, **{part: row.value}))
        for one, other in zip(by_total, by_parts, strict=True):
            if isinstance(one, Exchange) and isinstance(other, Exchange):
                assert one.amount == pytest.approx(other.amount, rel=6e-3, abs=1e-9), (
                    f"{name} {choices}: {one.kind} {one.flow}"
                )
        seen.add((name, total))
    assert {(name, total) for name in WITH_TOTALS for total in process_named(name).totals} == seen


def test_a_total_is_better_founded_than_its_parts() -> None:
    for name, choices, total in cases():
        row = default_for(name, total, process_named(name).choices(choices))
        assert row is not None and row.evidence in ("read", "transcription", "derived"), name
        assert row.low is not None and row.high is not None and row.low < row.high, name


@pytest.mark.parametrize(
    ("stated", "follows", "without"),
    [
        (set(), set(), {"cell_voltage", "rectifier_efficiency", "auxiliary_power"}),
        ({"electricity"}, set(), {"cell_voltage", "rectifier_efficiency", "auxiliary_power"}),
        ({"current_efficiency"}, {"electricity"}, set()),
        ({"auxiliary_power", "metal_yield"}, {"electricity"}, set()),
        (
            {"electricity", "cell_voltage"},
            set(),
            {"cell_voltage", "rectifier_efficiency", "auxiliary_power"},
        ),
    ],
)
def test_what_is_stated_decides(stated: set[str], follows: set[str], without: set[str]) -> None:
    process = process_named("oxide_electrolysis")
    found = unused(process, stated, process.choices({}))
    assert (found.zero, found.parts) == (follows, without)


def test_without_a_published_total_the_parts_count() -> None:
    process = process_named("oxide_electrolysis")
    context = process.choices({"metal": "Ce", "cerium": "Ce(IV)"})
    assert unused(process, (), context).zero == {"electricity"}


@pytest.mark.parametrize(
    ("stated", "used", "left_out"),
    [
        ("", "electricity", "auxiliary_power"),
        (", electricity: 9.3 kWh/kg", "current_efficiency", "auxiliary_power"),
        (", cell_voltage: 9.5 V", "auxiliary_power", "electricity"),
    ],
)
def test_only_defaults_that_count_are_named(stated: str, used: str, left_out: str) -> None:
    (step,) = calculate(PLANT.replace("STATED", stated)).system.steps
    names = {row.parameter for row in step.defaults}
    assert used in names
    assert left_out not in names


def test_a_better_cell_takes_less_though_the_total_is_published() -> None:
    """A scenario states a part: the total then follows from the parts, which added up to it."""
    scenario = "scenarios: {better: {set: {steps.s.current_efficiency: 82 %}}}\n"
    text = PLANT.replace("STATED", "") + scenario
    base, better = (calculate(text, name) for name in ("baseline", "better"))
    saved = base["Nd metal"].magnitude - better["Nd metal"].magnitude
    assert saved > 0.3  # 10 V x 0.5574 kWh/kg/V / 0.945 x (1/0.75 - 1/0.82) = 0.67 kWh/kg


def test_a_published_total_that_tables_share_is_drawn_once() -> None:
    """The four steps from charge to block: one figure, so one draw for the four tables."""
    (path,) = (path for path in EXAMPLES if path.stem == "ndfeb_magnet")
    problems = Problems()
    study = Study.of(cr.read_plant(path), factors()).scenario("baseline")
    found = uncertain(study, problems)
    problems.raise_any()
    (shared,) = (one for one in found.variables if one.name.endswith("charge_to_block"))
    assert len(shared.also) == 3
    low = as_overrides([shared], [0.85]).defaults
    assert set(low.values()) == {0.85}
    assert len({place.file for place in low}) == 4


def test_the_steps_share_the_loss_from_charge_to_block() -> None:
    """The yields of the four steps multiply to the published one, whatever it is."""
    steps = [name for name in WITH_TOTALS if "charge_to_block" in process_named(name).totals]
    shares = [default_for(name, "loss_share", {}) for name in steps]
    assert len(steps) == 4
    assert sum(row.value or 0 for row in shares if row) == pytest.approx(1, abs=1e-5)
    quoted = {default_for(name, "charge_to_block", {}).source for name in steps}  # type: ignore[union-attr]
    assert quoted == {"Jin 2018"}


def test_a_total_and_its_parts_are_parameters() -> None:
    def washing(*, feed: str) -> list[Indicator]:
        """Wash a cake."""
        return []

    with pytest.raises(TypeError, match=r"'washing' has no parameter 'water', named in totals"):
        unit_process(governed_by=("feed",), totals={"feed": Total(("water",))})(washing)
