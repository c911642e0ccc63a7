"""The openLCA package: read by olca-schema, solved on its own, the same to the byte."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from carbonre.exchange import openlca
from carbonre.exchange.export import inventory
from helpers.exchanged import HOSTILE, WORKS, every_footprint, footprints, wanted
from helpers.packages import of_openlca
from helpers.plants import calculate

olca = pytest.importorskip("olca_schema", reason="olca-schema is not installed (carbonre[openlca])")


def package(result, product=None):
    return openlca.write(inventory(result, product))


def agrees(result):
    data = package(result)
    solved = of_openlca(data)
    assert set(solved) == {item.name for item in result.products_sold}
    for flow, (value, amount, measure) in solved.items():
        assert value == pytest.approx(wanted(result, flow, measure), rel=1e-9, abs=1e-9)
        carried = result.products_sold.named(flow)
        whole = value * amount
        assert whole == pytest.approx(carried.total * carried.amount, rel=1e-9, abs=1e-6)
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


def test_two_exports_are_the_same_bytes_and_scenarios_are_told_apart():
    first, second = package(calculate(WORKS)), package(calculate(WORKS))
    assert first == second
    wind = calculate(WORKS + "scenarios: {wind: {set: {supply.electricity: wind power}}}\n", "wind")
    ours = set(zipfile.ZipFile(io.BytesIO(first)).namelist())
    theirs = set(zipfile.ZipFile(io.BytesIO(package(wind))).namelist())
    assert not {name for name in ours & theirs if name.startswith("processes")}
    shared = {name for name in ours & theirs if name.startswith("flows")}
    assert shared  # the flows are those of the plant, whatever the scenario


def test_everything_that_is_referred_to_is_in_the_package():
    """An empty database of openLCA must be able to open it."""
    with zipfile.ZipFile(io.BytesIO(package(calculate(WORKS)))) as zipped:
        names = zipped.namelist()
        assert len(set(names)) == len(names)
        documents = [json.loads(zipped.read(name)) for name in names]
    known = {d["@id"] for d in documents if "@id" in d}
    known |= {u["@id"] for d in documents for u in d.get("units", ())}
    wanted_ids = set()

    def look(value):
        if isinstance(value, dict):
            if "@id" in value and "@type" in value:
                wanted_ids.add(value["@id"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    for document in documents:
        look(document)
    assert wanted_ids <= known


def test_units_are_openlca_s_own_with_their_factors():
    from olca_schema.zipio import ZipReader

    reader = ZipReader(io.BytesIO(package(calculate(WORKS))))
    groups = {g.name: g for g in reader.read_each(olca.UnitGroup)}
    energy = {u.name: u for u in groups["Units of energy"].units}
    assert energy["kWh"].conversion_factor == pytest.approx(3.6)
    assert energy["MJ"].is_ref_unit
    mass = groups["Units of mass"]
    assert mass.id == "93a60a57-a4c8-11da-a746-0800200c9a66"  # of openLCA's reference data
    for group in groups.values():
        assert sum(bool(u.is_ref_unit) for u in group.units) == 1


def test_what_it_holds():
    """Steps with shares, wastes as wastes, sources, place, and a potential for each counted gas."""
    from olca_schema.zipio import ZipReader

    reader = ZipReader(io.BytesIO(package(calculate(WORKS))))
    processes = {p.name: p for p in reader.read_each(olca.Process)}
    mill = processes["mill"]
    assert mill.default_allocation_method == olca.AllocationType.PHYSICAL_ALLOCATION
    assert sum(f.value for f in mill.allocation_factors) == pytest.approx(1)
    flows = {f.name: f for f in reader.read_each(olca.Flow)}
    assert flows["mud"].flow_type == olca.FlowType.WASTE_FLOW
    assert {location.code for location in reader.read_each(olca.Location)} == {"CN-NM"}
    sources = {source.name for source in reader.read_each(olca.Source)}
    assert {"a supplier", "the landfill"} <= sources
    (category,) = reader.read_each(olca.ImpactCategory)
    potentials = {f.flow.name: f.value for f in category.impact_factors}
    assert potentials["Carbon dioxide, fossil"] == 1
    assert "Sulfur dioxide" not in potentials
    assert "Sulfur dioxide" in flows
    polish = processes["polish, supply"]
    assert polish.description == "excluded: no open factor; below 1 %"
    for process in processes.values():
        assert sum(bool(e.is_quantitative_reference) for e in process.exchanges) == 1


def test_one_product_only():
    assert set(of_openlca(package(calculate(WORKS), "cake"))) == {"cake"}


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_text(name):
    name = name[:200]  # a name in a plant file has at most 200 characters
    plant = {
        "carbonre": 1, "plant": name, "period": 2024, "location": "CN",
        "production": {name: "1 t"},
        "steps": {name: {"process": "inventory", "makes": {name: "1 kg"},
                         "uses": {"electricity": "2 kWh"}}},
    }  # fmt: skip
    assert set(of_openlca(agrees(calculate(plant)))) == {name}
