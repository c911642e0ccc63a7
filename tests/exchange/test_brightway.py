"""The data package and the workbook for brightway."""

from __future__ import annotations

import io
import zipfile

import pytest

from carbonre.exchange import brightway
from carbonre.exchange import brightway_excel as workbook
from carbonre.exchange.export import inventory
from helpers.exchanged import HOSTILE, WORKS, every_footprint, footprints, wanted
from helpers.packages import of_brightway
from helpers.plants import calculate


def agrees(result):
    data = brightway.write(inventory(result))
    found = of_brightway(data)
    assert set(found) == {item.name for item in result.products_sold}
    for flow, (value, measure) in found.items():
        assert value == pytest.approx(wanted(result, flow, measure), rel=1e-9, abs=1e-9)
    return data


def test_the_examples_give_carbonre_s_number():
    for result in footprints():
        agrees(result)


@pytest.mark.slow
def test_every_example_in_every_scenario_gives_carbonre_s_number():
    for result in every_footprint():
        agrees(result)


def test_a_plant_with_everything():
    agrees(calculate(WORKS))


def test_the_same_inventory_gives_the_same_bytes():
    made = inventory(calculate(WORKS))
    assert brightway.write(made) == brightway.write(made)
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed (carbonre[brightway])")
    assert workbook.write(made) == workbook.write(made)


def test_bw2calc_gives_carbonre_s_number(tmp_path):
    """The second opinion of brightway itself, where it is installed (carbonre[dev])."""
    bw2calc = pytest.importorskip("bw2calc", reason="bw2calc is not installed (carbonre[dev])")
    processing = pytest.importorskip("bw_processing")
    from fsspec.implementations.zip import ZipFileSystem

    for number, result in enumerate([*footprints(), calculate(WORKS)]):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(brightway.write(inventory(result)))
        package = processing.load_datapackage(ZipFileSystem(str(file)))
        nodes, _ = package.get_resource("nodes")
        for sold in nodes["products"]:
            lca = bw2calc.LCA({sold["id"]: 1.0}, data_objs=[package])
            lca.lci()
            lca.lcia()
            expected = wanted(result, sold["product"], sold["unit"])
            assert lca.score == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_text(name):
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed (carbonre[brightway])")
    name = name[:200]
    plant = {
        "carbonre": 1, "plant": name, "period": 2024, "location": "CN",
        "production": {name: "1 t"},
        "steps": {name: {"process": "inventory", "makes": {name: "1 kg"},
                         "uses": {"electricity": "2 kWh"}, "note": name}},
    }  # fmt: skip
    result = calculate(plant)
    agrees(result)
    data = workbook.write(inventory(result))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert name in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    starts = [row[0].value for row in book.active.iter_rows()]
    assert starts.count("Activity") == len(result_activities(result))
    assert starts.count("Database") == 1


def result_activities(result):
    """Activities and emissions: what begins a section of the workbook."""
    from carbonre.exchange.inventory import partitioned

    single = partitioned(inventory(result))
    return [*single.activities, *single.potentials]
