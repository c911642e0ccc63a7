"""Inventories of other programs as plants: round trips, and what is not understood."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import pytest
from hypothesis import assume, given, settings

from carbonre.exchange import brightway_excel as workbook
from carbonre.exchange import brightway_excel_reader as workbook_reader
from carbonre.exchange import openlca, openlca_reader
from carbonre.exchange.export import inventory
from carbonre.exchange.imported import clean
from carbonre.exchange.inventory import Activity, Demand, FormatError, Inventory, InventoryExchange
from carbonre.exchange.plant_text import plant_text, quoted
from helpers import random_plants
from helpers.exchanged import HOSTILE, WORKS, every_footprint, footprints
from helpers.plants import attempt, calculate, factors

olca = pytest.importorskip("olca_schema", reason="olca-schema is not installed (carbonre[openlca])")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed (carbonre[brightway])")
pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed (carbonre[brightway])")

FORMATS = {"openlca": (openlca.write, openlca_reader.read),
           "brightway": (workbook.write, workbook_reader.read)}  # fmt: skip


def there_and_back(result, format_):
    write, read = FORMATS[format_]
    made = plant_text(read(write(inventory(result))), factors(), "file")
    back, found = attempt(made.text)
    assert back is not None, "\n".join(map(str, found)) + "\n" + made.text
    for item in result.products_sold:
        ours, theirs = item.unit.factor, back.products_sold.named(item.name).unit.factor
        other = back.products_sold.named(item.name)
        total = item.total / ours
        assert other.total / theirs == pytest.approx(total, rel=1e-9, abs=1e-12)
        scopes = [scope / theirs for scope in other.scopes]
        assert scopes == pytest.approx([scope / ours for scope in item.scopes], rel=1e-9, abs=1e-9)
        sold = other.amount * other.unit.factor
        assert sold == pytest.approx(item.amount * ours, rel=1e-9)
    return made, back


@pytest.mark.parametrize("format_", FORMATS)
def test_the_examples_come_back_with_their_footprints_and_scopes(format_):
    for result in footprints()[::2]:
        there_and_back(result, format_)


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
def test_every_example_in_every_scenario_comes_back(format_):
    for result in every_footprint():
        there_and_back(result, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_plant_with_everything_comes_back(format_):
    made, back = there_and_back(calculate(WORKS), format_)
    assert [note.text for note in back.exclusions] == ["polish: no open factor; below 1 %"]
    assert "treats: {mud: all}" in made.text or format_ == "brightway"


def test_the_structure_comes_back_from_openlca():
    """Steps, products and shares as they were; the wastes that nobody treats too."""
    made, back = there_and_back(calculate(WORKS), "openlca")
    mill = back.plant.data.steps["mill"]
    assert list(mill.makes) == ["powder", "cake"]
    assert mill.allocation["powder"].value == pytest.approx(71.42857)
    assert set(mill.wastes) >= {"mud", "sludge"}
    assert "row" not in made.remarks
    brick = back.plant.data.steps["mud plant"]
    assert brick.treats and brick.allocation["brick"].value == pytest.approx(30)


@settings(max_examples=15)
@given(random_plants.plants())
def test_any_plant_comes_back(plant):
    result = calculate(plant)
    write, read = FORMATS["openlca"]
    made = plant_text(read(write(inventory(result))), factors(), "file")
    back, _ = attempt(made.text)
    assume(back is not None)  # two amounts on one chain cannot be demanded at once
    for item in result.products_sold:
        other = back.products_sold.named(item.name)
        per = other.total / other.unit.factor
        assert per == pytest.approx(item.total / item.unit.factor, rel=1e-9, abs=1e-12)


# --- files of others ---------------------------------------------------------------------------


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


HEAD = ("name", "amount", "unit", "type", "location", "reference product", "categories", "formula")
FOREIGN = (
    ("Database", "their work"),
    (),
    ("Activity", "magnet production"),
    ("location", "CN"),
    ("unit", "kilogram"),
    ("reference product", "magnet"),
    ("Parameters",),
    ("name", "amount"),
    ("yield", 0.9),
    ("Exchanges",),
    HEAD,
    ("magnet production", 1, "kilogram", "production", "CN", "magnet"),
    ("alloy casting", 1.3, "kilogram", "technosphere", "CN", "alloy", None, "1.17/yield"),
    ("market for electricity", 9, "kilowatt hour", "technosphere", "CN", "electricity"),
    ("treatment of sludge", -0.2, "kilogram", "technosphere", "CN", "sludge"),
    ("heat from nowhere", 4, "parsec", "technosphere", "CN", "heat"),
    ("Carbon dioxide, fossil", 0.02, "kilogram", "biosphere", None, None, "air::unspecified"),
    ("Phosphate", 0.001, "kilogram", "biosphere", None, None, "water"),
    ("Unobtainium", 0.001, "kilogram", "biosphere", None, None, "air"),
    ("grid saved", 1, "kilowatt hour", "substitution", "CN", "electricity"),
    ("alloy casting", "lots", "kilogram", "technosphere", "CN", "alloy"),
    ("alloy casting", -0.1, "kilogram", "technosphere", "CN", "alloy"),
    (),
    ("Activity", "alloy casting"),
    ("location", "CN"),
    ("unit", "kilogram"),
    ("reference product", "alloy"),
    ("Exchanges",),
    HEAD,
    ("alloy casting", 1, "kilogram", "production", "CN", "alloy"),
    ("market for neodymium", 0.3, "kilogram", "technosphere", "GLO", "neodymium"),
    ("Carbon dioxide, fossil", 0.5, "kilogram", "biosphere", None, None, "air"),
    (),
    ("Activity", "treatment of sludge"),
    ("location", "CN"),
    ("Exchanges",),
    HEAD,
    ("treatment of sludge", -1, "kilogram", "production", "CN", "sludge"),
    ("Dinitrogen monoxide", 0.003, "kilogram", "biosphere", None, None, "air"),
)


def test_a_brightway_file_of_others_and_the_account_of_it():
    made = plant_text(workbook_reader.read(book(*FOREIGN)), factors(), "theirs.xlsx")
    account = "\n".join(made.remarks)
    for words in (
        "'yield' is not imported",
        "the formula '1.17/yield' is taken at its value 1.3",
        "'heat from nowhere': unknown unit 'parsec'",
        "an exchange with 'water'",
        "'Unobtainium', 0.001 kg: unknown gas",
        "the type 'substitution' is not imported",
        "its amount is 'lots', not a number",
        "its sign means a credit",
        "'neodymium' comes from outside the file: no factor",
        "the file states no demand",
        "the file states no year",
    ):
        assert words in account, words
        assert words in made.text  # in the comments as well
    back, found = attempt(made.text)
    assert back is None
    assert [p.message[:28] for p in found] == ["no factor for 'neodymium' us"]
    filled = made.text + "supply:\n  neodymium: {factor: 20 kgCO2e/kg, source: me}\n"
    result = calculate(filled)
    grid = next(r for r in result.ledger_rows if r.flow == "electricity" and r.scope == "2")
    expected = 0.02 + 1.3 * (0.5 + 0.3 * 20) + 0.2 * 0.003 * 273
    electricity = sum(r.kgCO2e for r in result.ledger_rows if r.flow == "electricity" and r.counts)
    assert grid.amount == pytest.approx(9)
    assert result.total == pytest.approx(expected + electricity, rel=1e-12)


def test_a_workbook_is_tied_together_by_code_or_by_name():
    rows = [list(row) for row in FOREIGN]
    assert workbook_reader.read(book(*rows)).activities[0].exchanges[1].provider == "alloy casting"
    rows[rows.index(["Activity", "alloy casting"])][1] = "casting of alloy"  # nobody is meant
    found = workbook_reader.read(book(*rows)).activities[0].exchanges[1]
    assert found.flow == "alloy" and not found.provider


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not a workbook"),
        (b"PK\x03\x04 broken", "is not a workbook"),
        (book(("Activity",)), "holds no activity"),
        (book(("nothing", "here")), "holds no activity"),
    ],
    ids=["empty", "broken", "no activity", "other words"],
)
def test_what_is_no_workbook_is_refused(data, words):
    with pytest.raises(FormatError, match=words):
        workbook_reader.read(data)


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no zip", "is not a zip file"),
        (zipped({"a.txt": "a"}), "no olca-schema.json"),
        (zipped({"olca-schema.json": "{}"}), "holds no process"),
        (zipped({"olca-schema.json": "{}", "processes/a.json": "{"}), "holds no process"),
        (zipped({"olca-schema.json": "{}", "processes/a.json": "[1]"}), "holds no process"),
        (zipped({"olca-schema.json": "{}", "processes/a.json": '{"@id": 3, "name": 4}'}),
         "holds no process"),
    ],
    ids=["no zip", "another zip", "no process", "broken process", "a list", "wrong types"],
)  # fmt: skip
def test_what_is_no_package_is_refused(data, words):
    with pytest.raises(FormatError, match=words):
        openlca_reader.read(data)


def their_package():
    """A package made by hand: rows that cannot be carried beside some that can."""
    kg = {"@type": "Unit", "@id": "u", "name": "kg"}
    flows = {
        "m": ("magnet", "PRODUCT_FLOW", ""), "n": ("neodymium", "PRODUCT_FLOW", ""),
        "c": ("Carbon dioxide, fossil", "ELEMENTARY_FLOW", "Emission to air/unspecified"),
        "w": ("Nitrate", "ELEMENTARY_FLOW", "Emission to water/river"),
        "r": ("Iron ore", "ELEMENTARY_FLOW", "Resource/in ground"),
        "s": ("slag", "WASTE_FLOW", ""),
    }  # fmt: skip

    def row(number, flow, amount, is_input, **more):
        return {"@type": "Exchange", "internalId": number, "amount": amount, "isInput": is_input,
                "flow": {"@type": "Flow", "@id": flow, "name": flows.get(flow, ("?",))[0]},
                "unit": kg, **more}  # fmt: skip

    process = {
        "@type": "Process", "@id": "p", "name": "making magnets", "processType": "UNIT_PROCESS",
        "exchanges": [
            row(1, "m", 2, False, isQuantitativeReference=True),
            row(2, "n", 0.6, True), row(3, "c", 0.1, False), row(4, "w", 1, False),
            row(5, "r", 1, True), row(6, "s", 0.3, False), row(7, "n", -1, True),
            row(8, "n", "many", True), row(9, "n", 1, True, unit={"@id": "t", "name": "ton"}),
            row(10, "m", 1, False, isAvoidedProduct=True), row(11, "x", 1, True),
            row(12, "n", 0.1, True, amountFormula="a*b"), {"@type": "Exchange", "internalId": 13},
        ],
        "parameters": [{"@type": "Parameter", "name": "a"}],
    }  # fmt: skip
    files = {"olca-schema.json": '{"version": 2}', "processes/p.json": json.dumps(process)}
    for key, (name, type_, category) in flows.items():
        flow = {"@type": "Flow", "@id": key, "name": name, "flowType": type_, "category": category}
        files[f"flows/{key}.json"] = json.dumps(flow)
    return zipped(files)


def test_an_openlca_file_of_others_and_the_account_of_it():
    made = plant_text(openlca_reader.read(their_package()), factors(), "theirs.zip")
    account = "\n".join(made.remarks)
    for words in (
        "row 4, 'Nitrate': an emission to 'emission to water/river'",
        "row 5, 'Iron ore': a resource taken from nature",
        "row 7, 'neodymium': its amount -1 is negative",
        "row 8, 'neodymium': its amount is 'many', not a number",
        "row 9, 'neodymium': the unit 'ton' is refused: write t (tonne)",
        "row 10, 'magnet': an avoided product",
        "row 11, '?': its flow is not in the package",
        "row 12, 'neodymium': the formula 'a*b' is taken at its value 0.1",
        "row 13, 'without a flow'",
        "1 parameters are not imported",
    ):
        assert words in account, words
    result = calculate(made.text + "supply: {neodymium: {factor: 20 kgCO2e/kg, source: me}}\n")
    assert result.products_sold.named("magnet").total == pytest.approx((0.7 * 20 + 0.1) / 2)
    assert [note.text for note in result.untreated_wastes] == ["slag: 0.15 kg"]


def test_two_products_without_shares_are_remarked_on():
    outputs = (
        InventoryExchange("makes", "a", 1.0, "kg"),
        InventoryExchange("makes", "b", 1.0, "kg"),
    )
    activity = Activity("cell", (*outputs, InventoryExchange("emits", "CO2", 3.0, "kg")))
    made = plant_text(Inventory("x", (activity,)), factors(), "file")
    assert any("gives no shares" in remark for remark in made.remarks)
    assert calculate(made.text).products_sold.named("a").total == pytest.approx(1.5)


def test_a_fuel_of_the_file_is_not_burnt_twice():
    """Its CO2 stands in the file; the tables would count it again under the same name."""
    kiln = Activity(
        "kiln",
        (
            InventoryExchange("makes", "clinker", 1.0, "kg"),
            InventoryExchange("uses", "natural gas", 3.0, "MJ", "gas field"),
            InventoryExchange("emits", "CO2", 0.2, "kg"),
        ),
    )
    field = Activity(
        "gas field",
        (
            InventoryExchange("makes", "natural gas", 1.0, "MJ"),
            InventoryExchange("emits", "CH4_fossil", 0.001, "kg"),
        ),
    )
    made = plant_text(Inventory("x", (kiln, field)), factors(), "file")
    assert any("natural gas, as listed" in remark for remark in made.remarks)
    assert calculate(made.text).total == pytest.approx(0.2 + 3 * 0.001 * 29.8)


def test_what_nothing_draws_on_is_left_out_in_words():
    activities = tuple(
        Activity(n, (InventoryExchange("makes", n, 1.0, "kg"),)) for n in ("one", "other")
    )
    demand = (Demand("one", "one", 2.0, "kg"),)
    made = plant_text(Inventory("x", activities, demand), factors(), "file")
    assert any("'other': no demand draws on it" in r for r in made.remarks)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_come_back_as_text(name, format_):
    thing = Activity(
        name,
        (
            InventoryExchange("makes", name, 1.0, "kg", share=1.0),
            InventoryExchange("emits", "CO2", 2.0, "kg"),
        ),
        comment=name,
    )
    made = Inventory(name, (thing,), (Demand(name, name, 5.0, "kg"),), {"CO2": 1.0}, "CN", 2024)
    write, read = FORMATS[format_]
    text = plant_text(read(write(made)), factors(), name).text
    result = calculate(text)
    assert result.total == pytest.approx(10)
    (item,) = result.products_sold
    assert item.name == clean(name)


@pytest.mark.parametrize("name", ["a\u202eb", "a\x00b", "a\nb", "a\u2028b", "\ud800", " ", ""])
def test_what_hides_or_turns_is_shown(name):
    thing = Activity(name, (InventoryExchange("makes", name, 1.0, "kg", share=1.0),
                            InventoryExchange("emits", "CO2", 2.0, "kg")))  # fmt: skip
    text = plant_text(Inventory(name, (thing,)), factors(), name).text
    assert calculate(text).total == pytest.approx(2)


@pytest.mark.parametrize("text", ["no", "1.5", "a: b", "- x", "#", "'", '"', "~", "a #b", "{", "x"])
def test_a_name_is_quoted_where_yaml_would_read_something_else(text):
    thing = Activity(text, (InventoryExchange("makes", text, 1.0, "kg", share=1.0),))
    assert quoted(text)
    made = plant_text(dataclasses.replace(Inventory("x", (thing,))), factors(), "f")
    assert [item.name for item in calculate(made.text).products_sold] == [text]


def test_drafts_do_not_become_firm_without_a_word():
    """A plant that rests on drafts has none when it is brought back, which its head says."""
    result = next(r for r in footprints() if r.drafts)
    made = plant_text(inventory(result), factors(), "smelter.zip")
    back, _ = attempt(made.text)
    assert back is not None and not back.drafts
    head = made.text[: made.text.index("carbonre: 1")]
    assert "a default or an expert estimate" in head and "counts as stated here" in head
