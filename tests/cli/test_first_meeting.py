"""What a person meets who writes a plant for the first time: mistakes, and words that help."""

import re
import shutil

import pytest
from typer.testing import CliRunner

from carbonre.cli.commands import app, load
from carbonre.comparison.drivers import drivers
from carbonre.factors.lookup import read_factors
from carbonre.reports.summary import summary
from carbonre.reports.text import plain
from carbonre.system import compositions
from helpers.paths import ROOT
from helpers.plants import attempt

EXAMPLES = ROOT / "examples"


def command(*arguments: object):
    load(str(arguments[0]))
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("how", ["calc", "compare", "batch", "sample", "sensitivity", "export"])
@pytest.mark.parametrize("target", ["my-factors.csv", "supplier.json", "tables/mine.csv"])
def test_an_output_never_takes_the_place_of_a_file_that_the_plant_reads(tmp_path, how, target):
    for name in ("magnet_works.yaml", "my-factors.csv", "supplier.json"):
        shutil.copy(EXAMPLES / name, tmp_path)
    (tmp_path / "tables").mkdir()
    shutil.copy(EXAMPLES / "my-factors.csv", tmp_path / "tables" / "mine.csv")
    (tmp_path / "cases.csv").write_text("period\n2024\n", encoding="utf-8")
    plant, file = tmp_path / "magnet_works.yaml", tmp_path / target
    before = file.read_bytes()
    options = {
        "calc": ["--csv"], "compare": ["--drivers"], "batch": [tmp_path / "cases.csv", "-o"],
        "sample": ["-n", 16, "--csv"], "sensitivity": ["-n", 16, "--csv"],
        "export": ["--to", "pact", "-o"],
    }  # fmt: skip
    done = command(how, plant, "--factors", tmp_path / "tables", *options[how], file)
    assert done.exit_code == 2
    assert "it is one of the inputs; choose another name" in done.stderr
    assert file.read_bytes() == before


DYSPROSIUM = """\
carbonre: 1
plant: Dysprosium
location: CN-JX
period: 2023
production: {Dy metal: 20 t}
steps:
  fluorination: {process: hydrofluorination}
  reduction: {process: calciothermic_reduction, metal: Dy, fluoride: DyF3}
  refining: {process: vacuum_refining, feed: crude Dy metal}
"""
MAGNETS = """\
carbonre: 1
plant: Works
location: CN-ZJ
period: 2024
production: {magnet: 1 t}
flows:
  ammonium chloride brine: {composition: {NH4Cl: 11 %, H2O: 89 %}}
steps:
  casting: {process: strip_casting, argon: 0 kg/kg, composition: [{metal: PrNd metal, share: 30 %}]}
  machining: {process: machining, feed: NdFeB alloy, product: magnet, thickness: 5 mm}
  leaching:
    process: swarf_recycling
    swarf: magnet swarf
    takes: {magnet swarf: all}
    roasting_heat: 2 MJ/kg
    electricity: 0.5 kWh/kg
  precipitation: {process: precipitation, feed: recycled rare earth chloride liquor}
  calcination: {process: calcination, feed: mixed rare earth carbonate, product: PrNd oxide}
  smelting: {process: oxide_electrolysis, metal: PrNd, oxide: PrNd oxide, product: PrNd metal}
"""


def messages(plant: str) -> list[str]:
    found = attempt(plant)[1]
    return [f"{problem.field}: {problem.message}" for problem in found]


def test_the_small_plant_that_the_mistakes_below_are_made_in_runs():
    result, found = attempt(DYSPROSIUM)
    assert not found
    assert 50e3 < result.products_sold.named("Dy metal").total < 300e3  # kgCO2e/t


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ("metal: Dy", "metal: Nd", "steps.reduction.metal"),
        ("fluoride: DyF3", "fluoride: TbF3", "steps.reduction.fluoride"),
        ("metal: Dy", "metal: Dy, electricty: 7 kWh/kg", "steps.reduction.electricty"),
        ("hydrofluorination", "hydrofluorinaton", "steps.fluorination.process"),
        ("hydrofluorination", "hydrofluorination, excess: 30", "steps.fluorination.excess"),
        ("vacuum_refining,", "vacuum_refining, skull_loss: 3 kg,", "steps.refining.skull_loss"),
    ],
)
def test_one_slip_in_one_step_is_one_message(right, wrong, field):
    found = messages(DYSPROSIUM.replace(right, wrong, 1))
    assert len(found) == 1, found
    assert found[0].startswith(f"{field}: ")


def test_what_is_missing_is_named_beside_a_slip():
    both = DYSPROSIUM.replace("skull", "").replace("hydrofluorination", "hydrofluorinaton")
    both += "  packing: {process: inventory, amount: {crate: 1 kg}, makes: {crate: 1 kg},"
    both += " uses: {manganese: 1 kg}}\n"
    found = messages(both)
    assert len(found) == 2
    assert "there is no process 'hydrofluorinaton'" in found[0]
    assert "no factor for 'manganese' used in 'packing': the row" in found[1]
    assert "is rejected (" in found[1]


def test_compositions_that_wait_for_each_other_are_one_message_that_names_the_circle():
    (found,) = messages(MAGNETS)
    assert "the composition of 'PrNd metal' is a cyclic dependency of" in found
    for step in ("casting", "machining", "leaching", "precipitation", "calcination", "smelting"):
        assert step in found
    assert found.endswith("such as PrNd metal: {composition: {Nd: 75 %, Pr: 25 %}}")
    mended = MAGNETS.replace(
        "flows:\n", "flows:\n  PrNd metal: {composition: {Nd: 75 %, Pr: 25 %}}\n"
    )
    assert not any("composition" in words for words in messages(mended))


@pytest.mark.parametrize(
    ("flow", "composition"),
    [
        ("my ore", "{La2O3: 0.02 %"),
        ("PrNd metal", "{Nd: 75 %"),
        ("DyFe alloy", "{Dy: 80 %"),
        ("ferroboron", "{B: 18 %"),
        ("PrNd chloride", "{Nd2O3: 75 %"),
        ("weak brine", "{NH4Cl: 11 %"),
    ],
)
def test_the_composition_in_a_message_is_of_the_kind_of_the_flow(flow, composition):
    assert compositions.example(flow).startswith(composition)


def test_a_number_without_a_unit_is_shown_with_the_unit_that_is_due():
    (found,) = messages(DYSPROSIUM.replace("hydrofluorination", "hydrofluorination, excess: 30"))
    assert found.endswith("the bare number 30 has no unit; a share is wanted, such as '30 %'")


@pytest.mark.parametrize(("sign", "code"), [("$", "USD"), ("€", "EUR"), ("¥", "CNY")])
def test_the_sign_of_a_currency_is_answered_with_its_code(sign, code):
    (found,) = messages(DYSPROSIUM + f"prices: {{Dy metal: 300 {sign}/kg}}\n")
    words = f"has the sign of a currency; write its code, such as {code}: write '300 {code}/kg'"
    assert found.endswith(words)


SEPARATION = """\
carbonre: 1
plant: Separation
location: CN-JX
period: 2024
allocation: economic
production: {oxide: 1 t}
flows:
  liquor: {composition: {Nd2O3: 50 %, Dy2O3: 50 %}}
  ammonium chloride brine: {composition: {NH4Cl: 11 %, H2O: 89 %}}
supply: {liquor: {factor: 5 kgCO2e/kg, source: made up}}
exclude: {P507: small}
steps:
  separation:
    process: solvent_extraction
    feed: liquor
    cuts: [{cut: Nd/Sm, heavy: Dy chloride, light: Nd chloride}]
  precipitation: {process: precipitation, feed: Nd chloride, product: Nd carbonate}
  calcination: {process: calcination, feed: Nd carbonate, product: oxide}
"""
RIGHT = SEPARATION.replace(
    "liquor\n    cuts", "liquor\n    reference_product: Nd chloride\n    cuts"
)


def test_the_wrong_reference_product_is_answered_with_the_line_to_write():
    found = messages(SEPARATION)
    assert any(words.endswith("or write reference_product: Nd chloride") for words in found)


def test_a_missing_price_is_asked_for_under_prices():
    right = SEPARATION.replace(
        "    feed: liquor", "    feed: liquor\n    reference_product: Nd chloride"
    )
    right += "prices: {Nd chloride: 50 USD/kg}\n"
    (found,) = messages(right)
    assert found.endswith(
        "there is no price for Dy chloride; state it under prices, or state its own allocation"
    )


def test_a_production_that_is_too_large_names_its_unit():
    right = SEPARATION.replace(
        "    feed: liquor", "    feed: liquor\n    reference_product: Nd chloride"
    )
    right = right.replace("economic", "mass").replace(
        "oxide: 1 t}", "oxide: 1 t, Dy chloride: 9 t}"
    )
    (found,) = messages(right)
    assert (
        "9000 kg are required, but the steps that make 'Dy chloride' are scaled by something"
        in found
    )


@pytest.mark.parametrize("by", ["lever", "step"])
def test_a_difference_that_is_only_rounding_is_none(by):
    plant = RIGHT.replace("economic", "mass") + "scenarios:\n"
    amounts = (0.07, 0.3, 1.1, 3.3, 7.3, 13, 49)
    plant += "".join(f"  a{n}: {{set: {{production.oxide: {n} t}}}}\n" for n in amounts)
    one = attempt(plant)[0]
    for n in amounts:
        two = attempt(plant, f"a{n}")[0]
        found = [driver for driver in drivers(one, two, by) if driver.product == "oxide"]
        assert {driver.difference for driver in found} == {0.0}


def shown(plant: str, *scenarios: str) -> str:
    results = []
    for scenario in ("baseline", *scenarios):
        result, found = attempt(plant, scenario)
        assert not found
        results.append(result)
    return plain(summary(results))


def test_what_is_measured_by_its_oxides_is_marked_so():
    """A chloride liquor is sold by its oxides: its figure is not per kilogram as weighed."""
    text = shown(RIGHT.replace("economic", "mass"))
    assert re.search(r"Dy chloride +1\.0\d t REO ", text)  # one unit in the column
    assert "REO: amount and footprint per kg of rare-earth oxides" in text
    assert "REO" not in shown(DYSPROSIUM)


def test_a_magnet_with_a_name_of_its_own_is_not_measured_by_its_oxides():
    plant = MAGNETS.replace("flows:", "flows:\n  PrNd metal: {composition: {Nd: 100 %}}")
    plant = plant[: plant.index("  leaching:")]
    plant += "supply: {PrNd metal: {factor: 85 kgCO2e/kg, source: made up}}\n"
    result, found = attempt(plant)
    assert not found
    assert result.system.flow_of("magnet").basis == ""
    assert "REO" not in shown(plant)


def test_rows_of_another_country_are_named_at_once():
    text = shown(RIGHT.replace("economic", "mass"))
    words = re.search(r"proxy factors:\n((?:  .*\n)+)", text)[1]
    assert "electricity: no row for 2024; 2023 is used" in words
    assert "ammonia" not in words  # each place has its own
    far = shown(RIGHT.replace("economic", "mass").replace("CN-JX", "JP"))
    assert "ammonia" not in re.search(r"proxy factors:\n((?:  .*\n)+)", far)[1]


@pytest.mark.parametrize(("place", "warned"), [("CN-XX", True), ("CN-JX", False), ("CN", False)])
def test_a_province_without_a_grid_is_said(place, warned):
    text = shown(DYSPROSIUM.replace("CN-JX", place))
    assert ("location: CN-XX has no grid row; known are CN-AH, CN-BJ" in text) == warned
    assert ("electricity: no row for CN-XX; CN is used" in text) == warned


def test_waste_is_written_without_exponents():
    text = shown(DYSPROSIUM.replace("20 t", "20000 t"))
    assert re.search(r"calcium fluoride slag: \d\d,\d\d\d t\n", text)


def test_a_price_that_one_scenario_uses_is_not_called_unused():
    plant = """\
carbonre: 1
plant: Shop
location: CN
period: 2024
production: {oxide: 1 t}
flows: {cake: {composition: {Nd2O3: 45 %, CO2: 8.8 %, H2O: 46.2 %}}}
supply: {cake: {factor: 5 kgCO2e/kg, source: made up, carbon: counted}}
steps: {calcination: {process: calcination, feed: cake, product: oxide}}
prices: {natural gas: 0.01 USD/MJ, diesel: 0.02 USD/MJ, quicklime: 1 USD/kg}
scenarios: {oil: {set: {steps.calcination.fuel: diesel}}}
"""
    plant = plant.replace("45 %", "83.6 %").replace("8.8 %", "16.4 %").replace(", H2O: 46.2 %", "")
    alone, both = shown(plant), shown(plant, "oil")
    assert "prices.diesel" not in alone  # it is there for the scenario
    assert "prices.quicklime: no step makes it" in alone
    assert "prices.diesel" not in both
    assert "prices.natural gas" not in both
    assert "prices.quicklime: no step makes it and it is not purchased" in both


HEAD = "flow,value,unit,place,year,source"


def test_a_copy_of_the_shipped_tables_goes_on_top_of_the_plants_own(tmp_path):
    """Two layers may each have a default of its own; the upper one counts, as in the ledger."""
    for name in ("magnet_works.yaml", "my-factors.csv", "supplier.json"):
        shutil.copy(EXAMPLES / name, tmp_path)
    assert command("factors", "copy", tmp_path / "tables").exit_code == 0
    plant = tmp_path / "magnet_works.yaml"
    done = command("calc", plant, "--factors", tmp_path / "tables", "--csv", "-")
    assert done.exit_code == 0, done.stderr
    lines = (tmp_path / "my-factors.csv").read_text(encoding="utf-8").splitlines()
    plant.write_text(plant.read_text(encoding="utf-8").replace("factors: [my", "# [my"), "utf-8")
    assert "LiF" in lines[1]
    assert command("calc", plant, "--csv", "-").stdout == done.stdout


def test_the_last_of_two_tables_wins_although_their_supplies_differ(tmp_path):
    for name, value in (("one", 5), ("two", 7)):
        row = f"LiF,{value},kgCO2e/kg,CN,2024,made up,{name},yes"
        (tmp_path / f"{name}.csv").write_text(f"{HEAD},supply,default\n{row}\n", encoding="utf-8")
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for paths, value in (((one, two), 7), ((two, one), 5)):
        choice = read_factors(*paths).look_up("LiF", "total", "CN", 2024)
        assert choice.factor.value == value


@pytest.mark.parametrize("text", ["流,值\n", "", f"{HEAD}\n"])
def test_a_factor_table_without_rows_is_no_factor_table(tmp_path, text):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    done = command("calc", EXAMPLES / "nd_metal.yaml", "--factors", tmp_path / "mine.csv")
    assert done.exit_code == 2
    assert "holds no row" in done.stderr or "the header needs" in done.stderr


def test_a_draft_factor_that_is_refused_names_its_flow_and_the_step_that_uses_it():
    _, found = attempt(DYSPROSIUM, drafts=False)
    words = [f"{problem.field}: {problem.message}" for problem in found]
    one = "steps.reduction: the factor of 'calcium' (metal.ca."
    assert any(w.startswith(one) and "state supply.calcium with" in w for w in words), words


def test_a_list_without_rows_says_what_there_is():
    done = command("factors", "list", "--place", "CN-XX", "--evidence", "guess")
    assert done.exit_code == 0
    assert "--place: no row has 'CN-XX'; known are" in done.stderr
    assert "--evidence: no row has 'guess'; known are derived, judgement" in done.stderr


def test_no_message_ends_with_nearest_none():
    done = command("factors", "show", "slag of my uncle")
    assert done.exit_code == 2
    assert done.stderr.endswith("'slag of my uncle'; look for a part of it with factors list\n")


def test_a_bare_share_of_a_composition_is_shown_as_a_share():
    plant = SEPARATION.replace("{Nd2O3: 50 %, Dy2O3: 50 %}", "{Nd2O3: 50, Dy2O3: 50 %}")
    found = messages(plant)
    assert any(words.endswith("the bare number 50 has no unit; write '50 %'") for words in found)
