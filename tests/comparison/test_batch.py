"""A table of cases: every row gets what a plant of its own would get, and every fault its place."""

import datetime
import functools
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonre as cr
from carbonre.comparison.batch import CASE_COLUMNS
from carbonre.core.errors import InputError, Problems
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import CSV_COLUMNS
from carbonre.footprint.study import Study
from helpers.paths import ROOT
from helpers.plants import factors, read

WORKS = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 t}
allocation: economic
flows:
  ore: {unit: kg, composition: {Nd2O3: 60 %}}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg, slag wool: 0.2 kg}
    uses: {ore: 2 kg, electricity: 8 kWh}
    emits: {CO2: 0.4 kg}
    wastes: {dust: 0.5 kg}
  recycling:
    process: inventory
    takes: {dust: 60 %}
    makes: {ore: 0.5 kg}
    uses: {dust: 1 kg, electricity: 1 kWh}
  smelting: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V, current_efficiency: 76 %,
    amount: {Nd metal: 100 kg}}
prices: {metal: 60 USD/kg, slag wool: 2 USD/kg, Nd metal: 80 USD/kg}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated, transport: {truck: 100 km}}
  Nd2O3: {factor: 17 kgCO2e/kg, source: stated}
  electricity: {grid: 70 %, wind power: 30 %}
"""
ORE = "steps.furnace.uses.ore"


@functools.cache
def the_works():
    problems = Problems()
    plant = read(WORKS, problems)
    problems.raise_any()
    return plant


@pytest.fixture(scope="module")
def works():
    return the_works()


def alone(plant, settings):
    """The footprint of one row as a plant of its own; or what is wrong with it."""
    problems = Problems()
    study = Study.of(plant, factors_of(plant, factors()))
    return study.with_overrides(settings).calculate(problems)


def refusals(plant, table, **options):
    with pytest.raises(InputError) as caught:
        cr.evaluate(plant, factors(), pd.DataFrame(table, **options))
    return [str(problem) for problem in caught.value.problems]


def assert_same(found, plant, table):
    for index in range(len(next(iter(table.values())))):
        settings = {head: table[head][index] for head in table}
        wanted = alone(plant, settings)
        assert wanted is not None
        rows = found[found["case"] == index]
        records = list(wanted.product_records())
        assert list(rows["product"]) == [record["product"] for record in records]
        for column in CSV_COLUMNS:
            values = [record[column] for record in records]
            if any(isinstance(value, float) for value in values):
                values = [math.nan if value is None else value for value in values]
                wish = pytest.approx(values, rel=1e-12, abs=1e-300, nan_ok=True)
                assert list(rows[column]) == wish, column
            else:
                assert list(rows[column]) == values, column


def numbers(low, high, unit):
    thousandths = st.integers(round(low * 1000), round(high * 1000))
    return thousandths.map(lambda value: f"{value / 1000:g} {unit}")


CELLS = {
    ORE: numbers(0, 5, "kg") | numbers(0, 5000, "g"),
    "steps.furnace.uses.electricity": numbers(0, 30, "kWh") | numbers(0, 100, "MJ"),
    "steps.furnace.makes.slag wool": numbers(0.01, 2, "kg"),
    "steps.furnace.emits.CO2": numbers(0, 2, "kg"),
    "steps.recycling.takes.dust": numbers(0.1, 100, "%"),
    "steps.smelting.cell_voltage": numbers(6, 12, "V"),
    "steps.smelting.current_efficiency": numbers(50, 95, "%"),
    "steps.smelting.anode": st.sampled_from(["graphite", "inert"]),
    "steps.smelting.metal": st.sampled_from(["Nd", "Pr"]),
    "supply.ore.factor": numbers(0, 9, "kgCO2e/kg"),
    "supply.ore.transport.truck": numbers(0, 900, "km"),
    "supply.electricity": st.sampled_from(["grid", "wind power"]),
    "production.metal": numbers(0.1, 9, "t"),
    "prices.slag wool": numbers(0.1, 90, "USD/kg"),
    "flows.ore.composition.Nd2O3": numbers(1, 99, "%"),
    "allocation": st.sampled_from(["mass", "economic"]),
    "period": st.integers(2022, 2024),
    "location": st.sampled_from(["CN-NM", "CN-SC", "CN"]),
}


@given(st.data())
def test_a_row_is_the_plant_that_it_describes(data):
    heads = data.draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4, unique=True))
    size = data.draw(st.integers(1, 5))
    table = {h: data.draw(st.lists(CELLS[h], min_size=size, max_size=size)) for h in heads}
    if "steps.smelting.metal" in table:  # what it makes is named in `amount` and `prices`
        table["steps.smelting.metal"] = ["Nd"] * size
    found = cr.evaluate(the_works(), factors(), pd.DataFrame(table))
    assert_same(found, the_works(), table)


BAD = {
    ORE: ["-1 kg", "2 kWh", "x", "", "1", "1e400 kg"],
    "steps.furnace.makes.metal": ["0 kg", "-1 kg"],
    "steps.furnace.emits.CO2": ["-1 kg", "1 kWh"],
    "steps.furnace.wastes.dust": ["-0.1 kg"],
    "steps.recycling.takes.dust": ["-20 %", "0 %", "101 %"],
    "steps.smelting.cell_voltage": ["-3 V", "9.5 kg", "200 V"],
    "steps.smelting.current_efficiency": ["101 %", "-1 %", "0 %"],
    "steps.smelting.amount.Nd metal": ["0 kg", "-1 kg"],
    "supply.ore.factor": ["-3 kgCO2e/kg", "3 kgCO2e/kWh"],
    "supply.ore.transport.truck": ["-3 km"],
    "supply.electricity.grid": ["60 %", "170 %"],
    "production.metal": ["0 t", "-1 t"],
    "prices.metal": ["-1 USD/kg"],
    "flows.ore.composition.Nd2O3": ["-1 %", "101 %"],
    "allocation": ["volume", "moles"],
    "period": [1800, "x", 2024.5],
}
GOOD = {
    ORE: "2 kg", "steps.furnace.makes.metal": "1 kg", "steps.furnace.emits.CO2": "1 kg",
    "steps.furnace.wastes.dust": "1 kg", "steps.recycling.takes.dust": "50 %",
    "steps.smelting.cell_voltage": "9 V", "steps.smelting.current_efficiency": "80 %",
    "steps.smelting.amount.Nd metal": "1 kg", "supply.ore.factor": "3 kgCO2e/kg",
    "supply.ore.transport.truck": "3 km", "supply.electricity.grid": "70 %",
    "production.metal": "1 t", "prices.metal": "1 USD/kg", "flows.ore.composition.Nd2O3": "9 %",
    "allocation": "mass", "period": 2024,
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(BAD))
@pytest.mark.parametrize("first", [0, 2], ids=["the first row", "a later row"])
def test_a_wrong_value_is_refused_wherever_it_stands(works, path, first):
    """What goes by as an array is held to the same rules as what a file says."""
    for value in BAD[path]:
        assert alone(works, {path: value}) is None, value
        cells = [GOOD[path]] * 4
        cells[first] = value
        told = refusals(works, pd.DataFrame({path: pd.Series(cells, dtype=object)}))
        assert told, value
        assert all(text.startswith(f"table: row {first}: ") for text in told), told


def test_all_faults_are_told_at_once_each_with_its_row_and_column(works):
    told = refusals(
        works,
        {
            ORE: ["2 kg", "-2 kg", "2 kg", "2 kWh"],
            "steps.smelting.cell_voltage": ["9 V", "9 V", "9 kWh", "9 V"],
        },
        index=["a", "b", "c", "d"],
    )
    assert told[0] == f"table: row b: {ORE}: '-2 kg' is negative; amounts are zero or more"
    assert told[1].startswith("table: row c: steps.smelting.cell_voltage: '9 kWh' is an energy")
    assert [text[7:12] for text in told] == ["row b", "row c"] + ["row d"] * (len(told) - 2)


def test_a_faulty_first_row_does_not_taint_the_others(works):
    cells = ["900 %"] + ["76 %"] * 50
    told = refusals(works, {"steps.smelting.current_efficiency": cells})
    assert len(told) == 1 and told[0].startswith("table: row 0: steps.smelting.current_efficiency")


def test_faults_that_rows_share_are_told_once_with_their_number(works):
    told = refusals(works, {ORE: ["2 kg"] * 3 + ["-2 kg"] * 70})
    assert told == [
        f"table: rows 3, 4, 5, 6, 7 and 15 more: {ORE}: '-2 kg' is negative; amounts are zero or"
        " more",
        f"table: rows 23, 24, 25, 26, 27 and 45 more: {ORE}: this is not possible: amounts are"
        " zero or more",
    ]
    told = refusals(works, {"steps.furnace.uses.orre": ["2 kg"] * 70})
    assert told[0].startswith("table: rows 0, 1, 2, 3, 4 and 15 more: steps.furnace.uses.orre: ")
    assert "nearest are ore" in told[0]
    assert told[1:] == ["table: 50 more rows are of a kind of which none can be calculated"]


@pytest.mark.parametrize(
    "cell",
    ["", " ", None, math.nan, pd.NA, pd.NaT, True, [1], {"a": 1}, {1, 2}, (1, 2), b"1 kg",
     Decimal(3), datetime.date(2024, 1, 1), np.array([1, 2]), object(), 1, 1.5, "1", math.inf,
     "=HYPERLINK(1)", "9**9**9", "1 kg" * 99],
    ids=lambda cell: type(cell).__name__,
)  # fmt: skip
def test_no_cell_gives_a_traceback(works, cell):
    told = refusals(works, pd.DataFrame({ORE: pd.Series(["1 kg", cell], dtype=object)}))
    assert len(told) == 1 and told[0].startswith("table: row 1: ") and ORE in told[0]


@pytest.mark.parametrize("cell", [math.nan, None, "2.5 kg", True, "", "x", math.inf, [1]])
def test_a_unit_in_the_head_wants_plain_numbers(works, cell):
    told = refusals(works, pd.DataFrame({f"{ORE} [kg]": pd.Series([1, cell], dtype=object)}))
    assert len(told) == 1 and told[0].startswith(f"table: row 1: {ORE} [kg]: ")


@pytest.mark.parametrize(
    "cells", [[1, 2.5], ["1", "2.5"], np.array([1, 2.5]), pd.array([1, 2.5])], ids=type
)
def test_a_unit_in_the_head_goes_to_each_cell(works, cells):
    one = cr.evaluate(works, factors(), pd.DataFrame({f"{ORE} [kg]": cells}))
    two = cr.evaluate(works, factors(), pd.DataFrame({ORE: ["1 kg", "2.5 kg"]}))
    pd.testing.assert_frame_equal(one, two)


def test_a_list_is_reached_by_position_and_a_dot_is_quoted():
    plant = cr.read_plant(ROOT / "examples" / "baotou_smelter.yaml")
    path = "steps.separation.cuts.0.purity_heavy"
    table = {path: ["99.5 %", "99.9 %"]}
    assert_same(cr.evaluate(plant, factors(), pd.DataFrame(table)), plant, table)
    wrong = path.replace(".0.", ".7.")
    (told,) = refusals(plant, {wrong: ["99.5 %", "99.9 %"]})
    assert told.startswith("table: rows 0, 1: ") and "steps.separation.cuts" in told


def test_meter_readings_count_in_every_row():
    plant = cr.read_plant(ROOT / "examples" / "magnet_works.yaml")
    table = {"steps.smelting.cell_voltage": ["9.5 V", "8 V"]}
    assert_same(cr.evaluate(plant, factors(), pd.DataFrame(table)), plant, table)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("steps.furnice.uses.ore", "there is no 'furnice'; did you mean 'furnace'?"),
        ("", "is not a path"),
        ("a..b", "is not a path"),
        ("plant", "cannot set 'plant'"),
        ("steps.smelting.measured.electricity", "a meter reading belongs to the baseline"),
        (f"{ORE} [kg", "the bracket of the unit does not close"),
    ],
)
def test_a_column_that_matches_nothing_is_refused(works, head, words):
    told = refusals(works, {head: ["1 kg", "2 kg"]})
    assert any(words in text for text in told), told


def test_an_unknown_unit_in_the_head_is_refused(works):
    told = refusals(works, {f"{ORE} [xyz]": [1, 2]})
    assert told == [f"table: rows 0, 1: {ORE} [xyz]: unknown unit 'xyz'"]


def test_two_columns_for_one_value_contradict_each_other(works):
    wish = [f"table: {ORE}: 2 columns set it; keep one"]
    assert refusals(works, {ORE: ["1 kg"], f"{ORE} [kg]": [1]}) == wish
    assert refusals(works, [["1 kg", "2 kg"]], columns=[ORE, ORE]) == wish


def test_an_empty_table_is_an_empty_answer(works):
    for table in (pd.DataFrame(), pd.DataFrame({ORE: []})):
        found = cr.evaluate(works, factors(), table)
        assert tuple(found) == CASE_COLUMNS and not len(found)
    still = cr.evaluate(works, factors(), pd.DataFrame(index=["a", "b"]))
    assert list(still["case"].unique()) == ["a", "b"]
    assert list(still["total"][:2]) == [item.total for item in alone(works, {}).products_sold][:2]


def test_rows_keep_their_names_and_their_order(works):
    table = pd.DataFrame({"allocation": ["mass", "economic", "mass"]}, index=["z", "a", "z"])
    found = cr.evaluate(works, factors(), table)
    products = [item.name for item in alone(works, {}).products_sold]
    assert list(found["case"]) == ["z"] * len(products) + ["a"] * len(products) + ["z"] * len(
        products
    )
    assert list(found["product"]) == products * 3


def test_equal_rows_get_equal_answers(works):
    """10,000 of them, beyond one block."""
    found = cr.evaluate(works, factors(), pd.DataFrame({ORE: ["1.7 kg"] * 10_000}))
    for _, rows in found.groupby("product", observed=True):
        assert len(rows) == 10_000 and rows["total"].nunique() == 1
