"""Plant files and scenarios: paths, what a scenario sets, and where a value stands."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.errors import Problems
from carbonre.core.paths import PathError, dotted, exact_path, holds_scalar, split_path, value_at
from carbonre.plant.reader import build
from carbonre.plant.scenarios import apply_overrides, overrides
from helpers.plants import attempt, calculate, read

PLANT = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace no. 1:
    process: inventory
    makes: {metal: 1 kg}
    uses: {ore 2.5: 2 kg, electricity: 8 kWh}
    emits: {CO2: 0.4 kg}
supply:
  ore 2.5: {factor: 3 kgCO2e/kg, source: stated}
  electricity: {factor: 0.5 kgCO2e/kWh, source: stated}
"""
BASE = 400 + 6000 + 4000


def total(settings: str, *more: str, scenario: str = "green") -> float:
    lines = "\n".join(f"      {line}" for line in settings.splitlines())
    text = f"{PLANT}scenarios:\n  green:\n    set:\n{lines}\n" + "".join(more)
    return calculate(text, scenario).total


# --- paths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a", ("a",)),
        ("a.b.c", ("a", "b", "c")),
        ('steps."no. 1".uses', ("steps", "no. 1", "uses")),
        ('"a.b"', ("a.b",)),
        ("steps.coated magnet.uses.Nd metal", ("steps", "coated magnet", "uses", "Nd metal")),
        ('a.""', ("a", "")),
    ],
)
def test_a_path_is_names_joined_by_dots(text: str, path: tuple[str, ...]) -> None:
    assert split_path(text) == path


@pytest.mark.parametrize(
    "text", ["", ".", "a.", ".a", "a..b", '"a', 'a"b"', '"a"b', 'a."b', '"a".']
)
def test_what_is_no_path(text: str) -> None:
    with pytest.raises(PathError, match="is not a path"):
        split_path(text)


@given(st.lists(st.text(st.characters(exclude_characters='"'), min_size=1, max_size=6), min_size=1))
def test_a_path_is_read_as_written(path: list[str]) -> None:
    assert split_path(dotted(tuple(path))) == tuple(path)


# --- what a scenario sets -------------------------------------------------------------------------


def test_the_baseline() -> None:
    assert calculate(PLANT).total == pytest.approx(BASE)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('steps."furnace no. 1".uses."ore 2.5": 1 kg', BASE - 3000),
        ("'steps.\"furnace no. 1\".emits.CO2': 0 kg", BASE - 400),
        ('steps."furnace no. 1".emits: {CH4: 1 g}', BASE - 400 + 27.9),  # a mapping replaces
        ('steps."furnace no. 1".emits: null', BASE - 400),  # null removes
        ('steps."furnace no. 1".emits.CO2: null', BASE - 400),
        ('steps."furnace no. 1".emits.N2O: 1 g', BASE + 273),  # a new exchange
        ('steps."furnace no. 1".wastes: {slag: 1 kg}', BASE),
        ("supply.electricity.factor: 0.25 kgCO2e/kWh", BASE - 2000),
        ("supply.electricity: {factor: 250 kgCO2e/MWh, source: other}", BASE - 2000),
        ("production.metal: 2 t", 2 * BASE),
        ("production: {metal: 2 t}", 2 * BASE),
        ("gwp: AR4\nperiod: 2023", BASE),
        ('steps."furnace no. 1".allocation: economic\nprices: {metal: 3 USD/kg}', BASE),
        ("exclude: {electricity: for the sake of a test}", BASE - 4000),
        (
            "steps.mine: {process: inventory, makes: {ore 2.5: 1 kg}, emits: {CO2: 1 kg}}",
            BASE - 4000,
        ),
    ],
)
def test_a_scenario_is_the_plant_with_other_values(settings: str, expected: float) -> None:
    assert total(settings) == pytest.approx(expected, rel=1e-12)


def test_a_scenario_leaves_the_baseline_alone() -> None:
    text = f"{PLANT}scenarios: {{green: {{set: {{supply.electricity.factor: 0 kgCO2e/kWh}}}}}}\n"
    assert calculate(text, "green").total == pytest.approx(BASE - 4000)
    assert calculate(text).total == pytest.approx(BASE)


def test_a_path_leads_through_mappings_and_lists() -> None:
    data = {"steps": {"2024": {"products": [{"share": "1 %"}, {"share": "2 %"}]}}}
    path = split_path("steps.2024.products.1.share")
    assert exact_path(data, path) == ("steps", "2024", "products", 1, "share")
    assert exact_path(data, ("steps", "x", "1")) == ("steps", "x", "1")
    assert value_at(data, path) == "2 %"
    assert value_at(data, split_path("steps.2024.products.2.share"), "none") == "none"
    assert holds_scalar(data, path)
    assert not holds_scalar(data, path[:-1])
    assert not holds_scalar(data, (*path, "0"))


def test_a_faulty_path_of_a_scenario_is_found_when_the_file_is_read() -> None:
    problems = Problems()
    read(f"{PLANT}scenarios: {{green: {{set: {{steps..x: 1 kg}}}}}}\n", problems)
    (problem,) = problems.found
    assert "'steps..x' is not a path" in problem.message
    assert problem.field == 'scenarios.green.set."steps..x"'


def test_an_outer_path_comes_before_those_inside_it_in_any_order() -> None:
    lines = (
        "supply.electricity: {factor: 9 kgCO2e/kWh, source: outer}",
        "supply.electricity.factor: 1 kgCO2e/kWh",
        'steps."furnace no. 1".uses: {electricity: 100 kWh}',
        'steps."furnace no. 1".uses.electricity: 2 kWh',
    )
    found = {total("\n".join(order)) for order in permutations(lines)}
    assert found == {400 + 2000.0}


EXTENDS = """\
  wind: {set: {supply.electricity.factor: 0.1 kgCO2e/kWh}}
  lean: {set: {'steps."furnace no. 1".uses."ore 2.5"': 1 kg}}
  both: {extends: [wind, lean]}
  more: {extends: [both], set: {supply.electricity.factor: 0 kgCO2e/kWh}}
  none: {extends: [lean, wind], set: {'steps."furnace no. 1".uses."ore 2.5"': null}}
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wind", 400 + 6000 + 800),
        ("both", 400 + 3000 + 800),
        ("more", 400 + 3000),
        ("none", 400 + 800),
    ],
)
def test_a_scenario_extends_others(name: str, expected: float) -> None:
    assert total("gwp: AR6", EXTENDS, scenario=name) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("scenarios", "words"),
    [
        ("  a: {extends: [a]}", "'a' extends itself"),
        ("  a: {extends: [b]}\n  b: {extends: [c]}\n  c: {extends: [b]}", "'b' extends itself"),
        ("  a: {extends: [bb]}\n  b: {}", "there is no scenario 'bb'; did you mean 'b'?"),
        (
            "  a: {extends: [b, c]}\n  b: {set: {gwp: AR4}}\n  c: {set: {gwp: AR5}}",
            "'c' sets gwp to another value than line 17 does; set it here",
        ),
        ("  a: {extends: b}\n  b: {}", "a list is wanted"),
    ],
)
def test_extending_what_cannot_be(scenarios: str, words: str) -> None:
    result, problems = attempt(f"{PLANT}scenarios:\n{scenarios}\n", "a")
    assert result is None or problems
    assert words in "\n".join(map(str, problems))


def test_a_contradiction_is_settled_by_the_one_who_extends() -> None:
    scenarios = (
        "  a: {extends: [b, c], set: {gwp: AR6}}\n  b: {set: {gwp: AR4}}\n  c: {set: {gwp: AR5}}\n"
    )
    problems = Problems()
    plant = read(f"{PLANT}scenarios:\n{scenarios}", problems)
    assert plant is not None
    variant = apply_overrides(plant, overrides(plant, "a", problems), problems)
    assert variant is not None and not problems.found
    assert variant.data.gwp == "AR6"


def test_what_a_scenario_sets_stands_in_the_scenario() -> None:
    text = f"{PLANT}scenarios:\n  green:\n    set:\n      production: {{metal: 2 t}}\n"
    problems = Problems()
    plant = read(text, problems)
    assert plant is not None
    assert overrides(plant, "green", problems)["production"][1][:2] == ("scenarios", "green")
    variant = apply_overrides(plant, overrides(plant, "green", problems), problems)
    assert variant is not None
    assert variant.place("production", "metal").line == 18
    assert variant.place("supply", "ore 2.5").line == plant.place("supply", "ore 2.5").line == 13
    row = next(row for row in calculate(text, "green").ledger_rows if row.flow == "CO2")
    assert row.plant_line == "plant.yaml:11"


def test_another_process_drops_the_parameters_that_it_lacks() -> None:
    text = """\
carbonre: 1
plant: works
period: 2024
production: {Nd metal: 1 t}
steps:
  cell: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V}
scenarios:
  bought:
    set:
      steps.cell.process: inventory
      steps.cell.makes: {Nd metal: 1 kg}
      steps.cell.emits: {CO2: 1 kg}
"""
    result = calculate(text, "bought")
    assert result.total == pytest.approx(1000)
    assert any(
        note.code == "dropped-parameters"
        and "cell_voltage" in note.message
        and "line" not in note.text
        for note in result.warnings
    )


# --- reading goes on ------------------------------------------------------------------------------


def test_names_that_look_like_something_else_are_names() -> None:
    text = PLANT.replace("plant: works", "plant: 2024").replace("furnace no. 1", "on")
    assert calculate(text).plant.name == "2024"
    assert calculate(text).ledger_rows[0].step == "on"


@pytest.mark.parametrize("place", ["CN", "CN-NM", "GLO", "DE", "US-CA", "AU-WA-X"])
def test_places(place: str) -> None:
    problems = Problems()
    read(PLANT.replace("CN-NM", place), problems)
    assert not problems.found


def test_a_file_is_looked_at_to_its_end() -> None:
    """Each kind of mistake in its own section; all of them are found in one run."""
    text = PLANT.replace("1 t}", "1}").replace("8 kWh", "8").replace("0.4 kg", "much")
    text = text.replace("period: 2024", "period: soon").replace("0.5 kgCO2e/kWh", "0.5")
    _, problems = attempt(f"{text}prices: {{metal: 3}}\ncolour: red\n")
    assert [problem.place.line for problem in problems] == [4, 5, 10, 11, 14, 15, 16]


def test_a_plant_is_data_and_does_not_change() -> None:
    problems = Problems()
    plant = read(PLANT, problems)
    assert plant is not None
    with pytest.raises(Exception, match="frozen"):
        plant.data.gwp = "AR4"  # type: ignore[misc]
    again = build(plant.document, problems)
    assert again is not None and again.data == plant.data


# --- files ----------------------------------------------------------------------------------------


def test_a_plant_names_its_tables_and_the_files_of_suppliers_scenarios_too() -> None:
    text = f"""{PLANT}  iron: {{pact: a.json}}
factors: [mine.csv]
scenarios:
  one: {{set: {{supply.iron.pact: b.json}}}}
  two: {{set: {{supply.iron: {{pact: c.json, note: pact}}}}}}
  three: {{set: {{supply: {{iron: {{pact: d.json}}, electricity: grid}}}}}}
"""
    plant = read(text, Problems())
    assert plant is not None
    assert plant.named_files() == ("mine.csv", "a.json", "b.json", "c.json", "d.json")
