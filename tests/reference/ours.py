"""What of ours the cases compare: figures of examples, and amounts that their steps buy."""

from __future__ import annotations

import functools
from typing import Any

import yaml

from carbonre.footprint.result import Footprint
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate, factors

KWH, GJ, TCE = 3.6e6, 1e9, 29.3076e9
BAYAN_OBO = {
    "La2O3": 23.0, "CeO2": 50.0, "Pr6O11": 6.2, "Nd2O3": 18.5, "Sm2O3": 0.8, "Eu2O3": 0.2,
    "Gd2O3": 0.7, "Tb4O7": 0.1, "Dy2O3": 0.1,
}  # fmt: skip
MIX = {oxide: mass / sum(BAYAN_OBO.values()) for oxide, mass in BAYAN_OBO.items()}


def example_text(name: str) -> dict[str, Any]:
    """Return an example as YAML, to be changed."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def oxides_sold(result: Footprint) -> float:
    """Return the rare-earth oxides in what is sold [kg]."""
    flows = result.system.flows
    return sum(
        item.amount * item.unit.factor * sum(flows[item.name].rare_earths.values())
        for item in result.products_sold
    )


def basket(example: str, scenario: str = "baseline") -> float:
    """Return the footprint of everything that is sold [kg CO2e/kg REO]."""
    result = example_footprint(example, scenario)
    return result.total / oxides_sold(result)


def product(example: str, name: str, scenario: str = "baseline") -> float:
    """Return the footprint of a product [kg CO2e/kg, or per its own unit]."""
    result = example_footprint(example, scenario)
    item = result.products_sold.named(name)
    return float(item.total / result.compared_per(item.name, item.unit)[0])


def change(example: str, name: str, scenario: str, base: str = "baseline") -> float:
    """Return how much lower a scenario is [%]."""
    return 100 * (1 - product(example, name, scenario) / product(example, name, base))


def bought(result: Footprint, flow: str, *steps: str) -> float:
    """Return what steps buy of a flow, in base units; of all steps where none is named."""
    runs = zip(result.system.steps, result.material.scaling, strict=True)
    return sum(
        times * step.unit_amounts("uses").get(flow, 0.0)
        for step, times in runs
        if not steps or step.name in steps
    )


def share(flows: tuple[str, ...]) -> float:
    """Return the share of flows in the Baotou smelter, roasting to oxide [%]."""
    result = example_footprint("baotou_smelter")
    outside = {"rare earth concentrate"}
    rows = [row for row in result.ledger_rows if row.counts and row.flow not in outside]
    return 100 * sum(r.kgCO2e for r in rows if r.flow in flows) / sum(r.kgCO2e for r in rows)


def own_emissions() -> float:
    """Return scope 1 and 2 of the Baotou smelter [kg CO2e/kg REO]."""
    result = example_footprint("baotou_smelter")
    own = sum(row.kgCO2e for row in result.ledger_rows if row.counts and row.scope in "12")
    return own / oxides_sold(result)


def characterised(gases: dict[str, float], gwp: str) -> float:
    """Return the sum of gases as CO2e [kg], by the potentials of the tables."""
    whole = 0.0
    for gas, mass in gases.items():
        potential = factors().characterise(gas, gwp)
        assert potential is not None, gas
        whole += mass * potential.value
    return whole


def table_value(flow: str, place: str, year: int, supply: str, gwp: str = "AR6") -> float:
    """Return a row of the factor tables [kg CO2e per base unit]."""
    choice = factors().look_up(flow, "total", place, year, supply)
    assert choice is not None
    found = choice.factor
    if found.co2e is not None:
        return found.co2e
    return characterised(dict(found.gases), gwp)


@functools.cache
def mixed_bayan_obo() -> Footprint:
    """Calculate the smelter of the example up to its mixed chloride liquor: no separation."""
    plant = example_text("baotou_smelter")
    first = [name for name in plant["steps"] if name == "separation" or "calcination" in name]
    behind = {"chloride effluent", *first, *(n for n in plant["steps"] if "precipitation" in n)}
    plant["steps"] = {k: v for k, v in plant["steps"].items() if k not in behind | {"steam"}}
    plant["supply"] = {"rare earth concentrate": plant["supply"]["rare earth concentrate"]}
    for key in ("exclude", "scenarios", "energy_limit", "prices", "about"):
        plant.pop(key, None)
    return calculate(plant)
