"""The inventory that every format is made of carries what the ledger says."""

from __future__ import annotations

import pytest
from hypothesis import given

from carbonre.core.units import unit
from carbonre.exchange.export import inventory
from carbonre.exchange.inventory import partitioned, unique
from helpers import random_plants
from helpers.exchanged import WORKS, every_footprint, wanted
from helpers.packages import of_inventory
from helpers.plants import calculate


def agrees(result):
    made = inventory(result)
    solved = of_inventory(partitioned(made))
    assert set(solved) == {item.name for item in result.products_sold}
    for demand in made.products:
        expected = wanted(result, demand.flow, demand.unit)
        assert solved[demand.flow] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        item = result.products_sold.named(demand.flow)
        in_base = demand.amount * unit(demand.unit).factor
        assert in_base == pytest.approx(item.amount * item.unit.factor, rel=1e-12)


@pytest.mark.slow
def test_every_example_in_every_scenario():
    for result in every_footprint():
        agrees(result)


def test_a_plant_with_everything():
    agrees(calculate(WORKS))


@given(random_plants.plants())
def test_any_plant(plant):
    agrees(calculate(plant))


def test_every_link_leads_to_who_delivers_it():
    made = inventory(calculate(WORKS))
    outputs = {(a.name, e.flow) for a in made.activities for e in a.of("makes", "takes")}
    links = [(e.provider, e.flow) for a in made.activities for e in a.exchanges if e.provider]
    assert links
    assert set(links) <= outputs


def test_the_structure_of_the_plant_is_kept():
    """Shares of the burden, what goes back to the maker of a waste, and what is free of it."""
    made = inventory(calculate(WORKS))
    steps = {a.name: a for a in made.activities}
    shares = {e.flow: e.share for e in steps["mill"].of("makes")}
    assert shares == {"powder": pytest.approx(1 / 1.4), "cake": pytest.approx(0.4 / 1.4)}
    (mud,) = steps["mud plant"].of("takes")
    assert mud.share == pytest.approx(0.7)
    (sludge,) = steps["digester"].of("takes")
    assert sludge.share == 0
    left = [e for e in steps["mill"].of("wastes") if e.flow == "sludge"]
    assert [e.provider for e in left] == [""]
    mud = {e.provider: e.amount for e in steps["mill"].of("wastes") if e.flow == "mud"}
    assert mud == {
        "mud plant": pytest.approx(0.35),
        "mud, treatment by others": pytest.approx(0.15),
    }


def test_an_organisation_hands_over_the_supply_chain_of_energy():
    text = WORKS.replace("allocation: mass", "allocation: mass\nboundary: organisation")
    result = calculate(text)
    agrees(result)
    made = inventory(result)
    assert [a for a in made.activities if a.scope == "3.3"]


def test_recycled_material_by_the_circular_formula():
    """What it leaves to the life before is a memo, and no part of what is handed over."""
    circular = (
        "circular: {recycled_content: 60 %, user_share: 50 %, quality_ratio: 90 %,"
        " virgin: 3 kgCO2e/kg, source: a study}"
    )
    text = WORKS.replace("source: a supplier}", f"source: a supplier, {circular}}}")
    result = calculate(text)
    assert any(row.kind == "circular" for row in result.ledger_rows)
    agrees(result)


def test_one_product_only():
    made = inventory(calculate(WORKS), "cake")
    assert [d.flow for d in made.products] == ["cake"]


def test_a_name_that_is_taken_gets_a_number():
    taken = {"a"}
    assert [unique("a", taken), unique("a", taken), unique("b", taken)] == ["a (2)", "a (3)", "b"]
