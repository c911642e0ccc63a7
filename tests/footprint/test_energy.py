"""The energy of a product beside its limit: the chain of steps, and when nothing is shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from typer.testing import CliRunner

import carbonre as cr
from carbonre.cli.commands import app
from carbonre.factors.energy_limits import limits
from carbonre.footprint.explain import explanation
from carbonre.processes import process_names
from carbonre.reports.explain import explanation_text
from carbonre.reports.page.html import html
from carbonre.reports.text import plain
from carbonre.unit_process.defaults import default_for
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

TCE = 29.3076e9 / 3.6e6  # kWh


def cell(**changes: Any) -> dict[str, Any]:
    plant: dict[str, Any] = {
        "carbonre": 1, "plant": "cells", "location": "CN", "period": 2024,
        "production": {"Nd metal": "10 t"},
        "steps": {"smelting": {"process": "oxide_electrolysis", "metal": "Nd"}},
        "supply": {"Nd2O3": {"factor": "17 kgCO2e/kg", "source": "any"}},
    }  # fmt: skip
    return plant | changes


def dysprosium() -> dict[str, Any]:
    """Oxide to fluoride to crude to refined metal; half of the fluoride is sold."""
    return {
        "carbonre": 1, "plant": "thermal", "location": "CN", "period": 2024,
        "production": {"Dy metal": "1 t", "DyF3": "1.5 t"},
        "steps": {
            "fluorination": {"process": "hydrofluorination", "oxide": "Dy2O3"},
            "reduction": {"process": "calciothermic_reduction", "metal": "Dy",
                          "product": "crude Dy"},
            "refining": {"process": "vacuum_refining", "metal": "Dy", "feed": "crude Dy"},
        },
        "supply": {"Dy2O3": {"factor": "60 kgCO2e/kg", "source": "any"},
                   "hydrofluoric acid": {"factor": "1 kgCO2e/kg", "source": "any"},
                   "calcium": {"factor": "17 kgCO2e/kg", "source": "any"}},
    }  # fmt: skip


def power(result: cr.Footprint) -> float:
    """Electricity of the plant [kWh]."""
    return result.material.flows["electricity"].bought / 3.6e6


def test_the_energy_of_one_step_by_hand() -> None:
    result = calculate(cell())
    (one,) = result.energy.of_products
    assert (one.product, one.steps) == ("Nd metal", ("smelting",))
    assert one.per_tonne == pytest.approx(power(result) / 10 / TCE, rel=1e-9)
    assert one.limit.levels == (1.10, 1.12, 1.22)


@pytest.mark.parametrize(
    ("location", "shown"),
    [("CN-NM", True), ("CN", True), ("DE", False), ("MY", False), ("GLO", False)],
)
def test_limits_of_china_are_for_plants_in_china(location: str, shown: bool) -> None:
    left_out = dict.fromkeys(("iron", "graphite anode", "NdF3", "LiF"), "not of interest here")
    supply = cell()["supply"] | {
        "electricity": {"factor": "0.4 kgCO2e/kWh", "upstream": "0 kgCO2e/kWh", "source": "any"}
    }
    result = calculate(cell(location=location, supply=supply, exclude=left_out))
    assert bool(result.energy.of_products) == shown
    total = default_for("oxide_electrolysis", "electricity", {"metal": "Nd"})
    assert total is not None
    source = f"{total.source}, {total.locator}"  # of a default, wherever the plant stands
    page = html([result], draws=0).replace(source, "")
    assert ("tce/t" in page, "GJ/t" in page, "GB 29435" in page) == (shown, not shown, shown)


def test_a_route_counts_its_steps_as_far_as_the_product_takes_them() -> None:
    """The energy of the fluoride that is sold is no energy of the metal."""
    sold = calculate(dysprosium())
    plain = dysprosium()
    del plain["production"]["DyF3"]
    own = calculate(plain)
    (one,), (two,) = sold.energy.of_products, own.energy.of_products
    assert set(one.steps) == {"fluorination", "reduction", "refining"}
    assert two.per_tonne == pytest.approx(power(own) / TCE, rel=1e-9)
    assert one.per_tonne == pytest.approx(two.per_tonne, rel=1e-9)
    assert two.limit.levels[0] < two.per_tonne < two.limit.levels[2]


def test_a_route_without_all_of_its_steps_has_no_limit() -> None:
    plant = dysprosium()
    del plant["steps"]["fluorination"], plant["production"]["DyF3"]
    plant["supply"] = {"DyF3": {"factor": "50 kgCO2e/kg", "source": "any"},
                       "calcium": plant["supply"]["calcium"]}  # fmt: skip
    assert calculate(plant).energy.of_products == ()


def test_more_voltage_is_more_energy_beside_the_same_limit() -> None:
    found = []
    for voltage in ("9 V", "11 V"):
        smelting = {"process": "oxide_electrolysis", "metal": "Nd", "cell_voltage": voltage}
        found.append(calculate(cell(steps={"smelting": smelting})).energy.of_products[0])
    assert found[0].per_tonne < found[1].per_tonne
    assert found[0].limit == found[1].limit


def test_tables_whose_boundary_is_not_read_are_never_set_beside_a_step() -> None:
    """Table 2 contradicts itself, and of the tables of oxides none says where it begins."""
    names = set(process_names())
    for limit in limits():
        assert set(limit.processes) <= names
        if limit.processes:
            assert limit.source.split(", ")[1] in ("Table 5", "Table 6")  # both from oxide to metal
    baotou = example_footprint("baotou_smelter")
    assert baotou.energy.of_products == ()


def test_the_report_shows_it() -> None:
    outcome = CliRunner().invoke(app, ["calc", "examples/nd_metal.yaml"])
    assert outcome.exit_code == 0
    (line,) = (line for line in outcome.output.splitlines() if line.startswith("energy of"))
    assert "tce per t Nd metal; limits of levels 1, 2, 3: 1.1, 1.12, 1.22 (" in line
    assert "(GB 29435-2025, Table 5" in line


def test_an_indicator_that_is_a_pure_number_has_no_unit() -> None:
    told = plain(explanation_text(explanation(example_footprint("ndfeb_magnet"))))
    assert re.search(r"charge per alloy: 1\.0\d$", told, re.MULTILINE)


def test_what_parts_the_smelter_from_its_limit() -> None:
    """The table of docs/method.md: 1.33, and 0.26 for the brines; 31 t x 22 kWh; 4 GJ."""
    smelter = example_footprint("baotou_smelter").energy
    closed = example_footprint("baotou_smelter", "zero discharge").energy
    brines = closed.per_tonne - smelter.per_tonne
    mill, pulp = 31 * 22 / TCE, 4 / 29.3076
    parts = [smelter.per_tonne, brines, mill, pulp, sum((smelter.per_tonne, brines, mill, pulp))]
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    table = page.partition("## Energy beside the legal limit")[2].partition("| mixed carbonate")[0]
    told = [float(cell) for cell in re.findall(r"\| \**\+?(\d\.\d\d)\** \|", table)]
    assert told == pytest.approx(parts, abs=0.01)
    best, _, worst = smelter.limits
    steam = [(limit - sum(parts[:4])) * 29.3076 * 0.8 for limit in (best, worst)]
    assert steam == pytest.approx([2, 7], abs=0.6)
