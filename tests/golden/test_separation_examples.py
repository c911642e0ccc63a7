"""The examples of separation routes: what their texts say holds, under every allocation."""

from __future__ import annotations

import pytest
import yaml

import carbonre as cr
from carbonre.footprint.result import Footprint
from helpers.examples import example_footprint
from helpers.paths import ROOT


def of_product(result: Footprint, name: str) -> float:
    """kg CO2e per unit of a product."""
    return next(item.total for item in result.products_sold if item.name == name)


def used_by_separation(result: Footprint, flow: str) -> float:
    """What the step of that name uses in the period, in base units."""
    pairs = zip(result.system.steps, result.material.scaling, strict=True)
    step, scaling = next((s, x) for s, x in pairs if s.name == "separation")
    return float(step.unit_amounts("uses")[flow] * scaling)


@pytest.mark.parametrize(
    "name", ["mountain_pass", "european_nitrate_separation", "ionic_clay_separation"]
)
def test_every_allocation_is_possible(name: str) -> None:
    table = cr.allocations(cr.read_plant(ROOT / "examples" / f"{name}.yaml"))
    for method in ("mass", "economic", "moles", "element"):
        assert table[method].notna().all(), method
    assert not table["not_possible"].any()


@pytest.mark.parametrize(
    ("name", "bought", "other", "product"),
    [
        ("ionic_clay_separation", "mixed rare earth oxide", "ionic_clay", "mixed rare earth oxide"),
        ("nd_metal", "Nd2O3", "baotou_smelter", "PrNd oxide"),
        ("ndfeb_magnet", "PrNd oxide", "baotou_smelter", "PrNd oxide"),
        ("magnet_recycling", "PrNd oxide", "baotou_smelter", "PrNd oxide"),
    ],
)
def test_what_is_bought_of_another_example_has_its_figure(
    name: str, bought: str, other: str, product: str
) -> None:
    plant = yaml.safe_load((ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8"))
    stated = plant["supply"][bought]["factor"]
    item = example_footprint(other, "baseline").products_sold.named(product)
    assert stated == f"{item.total / item.unit.factor:.3g} kgCO2e/kg"


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


def test_water_in_place_of_base_and_acid() -> None:
    """TBP at S 6.73 boils 79 kg of water off per kg REO: 79.4 x (1.08 MJ, or 0.025 kWh)."""
    name = "european_nitrate_separation"
    base = example_footprint(name, "baseline")
    steam, chloride = (example_footprint(name, n) for n in ("three effects", "P507 in chloride"))
    for flow in ("hydrochloric acid", "ammonia", "caustic soda"):
        assert flow not in base.material.flows or base.material.flows[flow].used == 0
    fed = base.material.flows["rare earth liquor"].made
    boiled = 6.732 * (14.29 - 2.5) * fed
    more = steam.material.flows["steam"].used - base.material.flows["steam"].used
    assert more / 1e6 == pytest.approx(1.08 * boiled, rel=1e-3)
    power = [used_by_separation(result, "electricity") / 3.6e6 for result in (base, steam)]
    assert power[0] - power[1] == pytest.approx(0.025 * boiled, rel=1e-3)
    assert base.total < steam.total < chloride.total


def test_nitrate_is_split_into_the_acid_it_came_from() -> None:
    name = "european_nitrate_separation"
    base, split = (example_footprint(name, n) for n in ("baseline", "electrodialysis"))
    acid = split.material.flows["nitric acid"]
    assert 0.7 < acid.made / acid.used < 0.8
    assert 0.65 < split.total / base.total < 0.8


def test_the_rule_decides_what_terbium_carries() -> None:
    """By value 18 times what it carries by mass: 810 USD/kg beside yttrium oxide of 8 (2022)."""
    plant = cr.read_plant(ROOT / "examples" / "ionic_clay_separation.yaml")
    table = cr.allocations(plant).set_index("product")
    terbium = table.loc["Tb4O7"]
    assert 15 < terbium["economic"] / terbium["mass"] < 21
    assert table.loc["Y2O3", "economic"] < 0.5 * table.loc["Y2O3", "mass"]


def test_cells_on_the_chinese_grid_lose_against_bought_lye_and_acid() -> None:
    name = "ionic_clay_separation"
    bought, own = (example_footprint(name, n) for n in ("caustic soda", "cells on site"))
    assert 1.02 < own.total / bought.total < 1.06
    flows = own.material.flows
    assert flows["sodium chloride brine"].untreated == 0
    assert flows["hydrochloric acid"].made > 0.8 * flows["hydrochloric acid"].used


def test_yttrium_is_what_naphthenic_acid_leaves() -> None:
    """65 of 98.82 parts, at a recovery of 99 % and 97 %: 1,895 t of 3,000."""
    base = example_footprint("ionic_clay_separation", "baseline")
    made = next(item.amount for item in base.products_sold if item.name == "Y2O3")
    assert made / 1000 == pytest.approx(3000 * 65 / 98.82 * 0.99 * 0.97, rel=2e-3)
