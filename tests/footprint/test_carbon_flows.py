"""The burden of a plant as it flows: what enters leaves, step by step, and the total goes out."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.footprint.carbon_flows import RESOLD, CarbonFlows, carbon_flows
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
# By hand: 1000 kg CO2 are emitted in making; half of the thing goes on into a box, half is sold.
TOY = """\
carbonre: 1
plant: Toy
location: CN-NM
period: 2024
production: {thing: 500 kg, box: 500 kg}
steps:
  making:
    process: inventory
    makes: {thing: 1 kg}
    emits: {CO2: 1 kg}
    wastes: {dirty water: 2 kg}
  boxing:
    process: inventory
    makes: {box: 1 kg}
    uses: {thing: 1 kg}
    emits: {CO2: 3 kg}
  cleaning:
    process: inventory
    treats: {dirty water: all}
    uses: {dirty water: 1 kg}
    emits: {CO2: 0.25 kg}
"""


def carried(found: CarbonFlows, source: str, target: str, flow: str) -> float:
    links = [(link.source, link.target, link.flow) for link in found.links]
    return found.links[links.index((source, target, flow))].kgco2e


def test_a_toy_by_hand() -> None:
    """Cleaning emits 500 kg for making, which so holds 1500 kg; half of it goes on."""
    found = carbon_flows(calculate(TOY))
    assert carried(found, "cleaning", "making", "dirty water") == pytest.approx(500)
    assert found.through("making") == pytest.approx(1500)
    assert carried(found, "making", "boxing", "thing") == pytest.approx(750)
    assert carried(found, "making", "", "thing") == pytest.approx(750)
    assert carried(found, "boxing", "", "box") == pytest.approx(2250)
    assert {(entry.step, entry.source) for entry in found.entries} == {
        ("making", "emitted"), ("boxing", "emitted"), ("cleaning", "emitted"),
    }  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_step_hands_on_what_it_takes_over(path: Path) -> None:
    plant = cr.read_plant(path)
    for scenario in {plant.scenarios[0], plant.scenarios[-1]}:
        result = cr.footprint(plant, scenario=scenario)
        found = carbon_flows(result)
        size = abs(result.total) or 1.0
        for step in found.steps:
            gone = math.fsum(link.kgco2e for link in found.links if link.source == step)
            assert gone == pytest.approx(found.through(step), rel=1e-9, abs=1e-9 * size)
        for item in result.products_sold:
            parts = [x.kgco2e for x in found.links if not x.target and x.flow == item.name]
            parts += [e.kgco2e for e in found.entries if (e.step, e.flow) == (RESOLD, item.name)]
            sold = item.total * item.amount
            assert math.fsum(parts) == pytest.approx(sold, rel=1e-9, abs=1e-9 * size)


def test_a_waste_that_comes_back_is_a_loop() -> None:
    """Swarf goes to the recycler, whose oxide goes to the smelter: the loop that a magnet has."""
    found = carbon_flows(example_footprint("magnet_works"))
    assert [(link.source, link.target, link.flow) for link in found.returns] == [
        ("magnet making", "swarf recycling", "swarf")
    ]
    assert all(link.kgco2e == 0 for link in found.returns)


def test_a_treatment_is_no_loop() -> None:
    assert carbon_flows(calculate(TOY)).returns == ()
