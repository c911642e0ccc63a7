"""Parametric studies: all points at once, each as a plant of its own would be."""

import math
from pathlib import Path

import pytest

from carbonre.comparison.break_even import break_even
from carbonre.comparison.price_crossover import price_crossovers
from carbonre.comparison.sweep import sweep
from carbonre.footprint import study as studies
from helpers.examples import example_footprint

ROOT = Path(__file__).parents[2]
RECOVERY = "steps.leaching.recovery=85 %..95 %"
GRID = "supply.electricity=0.1 kgCO2e/kWh..0.9 kgCO2e/kWh"


@pytest.fixture(scope="module")
def baotou():
    names = ("baseline", "gas heat")
    return tuple(example_footprint("baotou_smelter", name) for name in names)


@pytest.fixture
def readings(monkeypatch):
    """The times that a plant is read with overrides."""
    counts = []
    real = studies.apply_overrides
    monkeypatch.setattr(
        studies, "apply_overrides", lambda *given: (counts.append(1), real(*given))[1]
    )
    return counts


def test_every_point_of_a_grid_is_the_plant_of_its_own(baotou):
    points = sweep(baotou, [RECOVERY, GRID])
    assert len(points) == 121
    for point in (points[0], points[47], points[120]):
        recovery, grid = point.values
        for result, total, records in zip(baotou, point.totals, point.records, strict=True):
            bought = result.material.flows["electricity"].bought
            chain = math.fsum(
                row.kgCO2e
                for row in result.ledger_rows
                if (row.flow, row.category) == ("electricity", "3")
            )
            per_kwh = chain / bought * result.system.flow_of("electricity").unit.factor
            supply = {"factor": f"{grid!r} kgCO2e/kWh", "upstream": f"{per_kwh!r} kgCO2e/kWh"}
            alone = result.study.with_overrides(
                {
                    "steps.leaching.recovery": f"{recovery!r} %",
                    "supply.electricity": supply | {"source": "own"},
                }
            ).footprint()
            assert total == pytest.approx(alone.total, rel=1e-12)
            for mine, own in zip(records, alone.product_records(), strict=True):
                assert mine.keys() == own.keys()
                for key, value in own.items():
                    same = (
                        value if isinstance(value, str | None) else pytest.approx(value, rel=1e-12)
                    )
                    assert mine[key] == same, key


def test_a_grid_is_read_once_for_each_scenario(baotou, readings):
    sweep(baotou, [RECOVERY, GRID])
    assert len(readings) <= 2 * len(baotou)


def test_a_break_even_is_read_once_for_each_scenario(baotou, readings):
    (found,) = break_even(*baotou, "steps.leaching.recovery")
    assert found.unit == "%" and len(readings) == 2


def test_a_price_crossover_is_read_once_for_each_price(baotou, readings):
    by_value = baotou[0].study.with_overrides({"allocation": "economic"}).footprint()
    readings.clear()
    priced = {one.priced for one in price_crossovers(by_value)}
    assert len(priced) > 2 and len(readings) == len(priced)


def test_a_number_that_no_calculation_reads_makes_each_point_a_plant_of_its_own(baotou):
    """Prices do not share by mass: nothing moves, and nothing fails."""
    points = sweep(baotou[:1], ["prices.PrNd oxide=400 CNY/kg..500 CNY/kg"])
    totals = [point.totals[0] for point in points]
    assert totals == pytest.approx([baotou[0].total] * 11, rel=1e-12)
