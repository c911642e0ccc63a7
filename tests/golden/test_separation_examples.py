"""The examples of separation routes: what their texts say holds, under every allocation."""

from __future__ import annotations

import pytest

import carbonre as cr
from carbonre.footprint.result import Footprint
from helpers.examples import example_footprint
from helpers.paths import ROOT


def of_product(result: Footprint, name: str) -> float:
    """kg CO2e per unit of a product."""
    return next(item.total for item in result.products_sold if item.name == name)


@pytest.mark.parametrize("name", ["mountain_pass"])
def test_every_allocation_is_possible(name: str) -> None:
    table = cr.allocations(cr.read_plant(ROOT / "examples" / f"{name}.yaml"))
    for method in ("mass", "economic", "moles", "element"):
        assert table[method].notna().all(), method
    assert not table["not_possible"].any()


def test_cells_on_site_give_back_acid_and_lye() -> None:
    """All acid but what calcite takes; more lye than is used, by the sodium of the soda."""
    base = example_footprint("mountain_pass", "baseline")
    flows = base.material.flows
    acid, lye = flows["hydrochloric acid"], flows["caustic soda"]
    assert 0.9 < acid.made / acid.used < 1
    assert lye.made > lye.used
    assert flows["sodium chloride brine"].untreated == 0


def test_american_reagents_cost_half_as_much_again() -> None:
    """Their rows are 2.0 kg CO2e/kg; the cells make a kilogram of lye and its acid for half."""
    base, bought = (example_footprint("mountain_pass", n) for n in ("baseline", "bought reagents"))
    assert 1.4 < bought.total / base.total < 1.6
    wind, both = (
        example_footprint("mountain_pass", n) for n in ("wind power", "bought reagents on wind")
    )
    assert wind.total < base.total < both.total < bought.total
    cells = example_footprint("mountain_pass", "cells at 2.85 V")
    assert 0.98 < cells.total / base.total < 1
