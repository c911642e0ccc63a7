"""The plants that every format is tried on, and a plant whose names want to do harm."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from carbonre.core.units import unit
from carbonre.footprint.result import Footprint
from helpers.examples import example_footprint, example_footprints, example_plant
from helpers.paths import EXAMPLES

THEIRS = {"Item(s)": "piece", "l": "L"}

# Co-products, a waste that is treated and one that is taken, a service that gives its burden back
# in part, a loop, a stated share of purchase, an excluded flow, and a gas without a potential.
WORKS = """\
carbonre: 1
plant: Works
location: CN-NM
period: 2024
allocation: mass
production: {powder: 10 t, cake: 2 t}
flows:
  powder: {unit: kg, composition: {Nd2O3: 90 %}}
  cake: {unit: kg}
  mud: {unit: kg}
  sludge: {unit: kg}
  polish: {unit: kg}
steps:
  mill:
    process: inventory
    makes: {powder: 1 kg, cake: 0.4 kg}
    uses: {salt: 0.8 kg, electricity: 2 kWh, natural gas: 3 MJ, polish: 0.01 kg, powder: 0.02 kg}
    emits: {CO2: 0.3 kg, SO2: 0.001 kg, CH4_biogenic: 0.002 kg}
    wastes: {mud: 0.5 kg, sludge: 0.2 kg}
  salt works:
    process: inventory
    makes: {salt: 1 kg}
    uses: {sodium hydroxide: 0.3 kg, cake: 0.05 kg}
  mud plant:
    process: inventory
    treats: {mud: 70 %}
    makes: {brick: 0.1 kg}
    allocation: {brick: 30 %}
    uses: {mud: 1 kg, electricity: 0.4 kWh}
  digester:
    process: inventory
    takes: {sludge: 50 %}
    makes: {salt: 0.1 kg}
    uses: {sludge: 1 kg, electricity: 0.1 kWh}
supply:
  salt: {share: 20 %, factor: 0.4 kgCO2e/kg, source: a supplier}
  mud: {factor: 0.05 kgCO2e/kg, source: the landfill, transport: {truck: 50 km}}
  sodium hydroxide: {factor: 1.2 kgCO2e/kg, source: a supplier, transport: {rail: 200 km}}
exclude: {polish: "no open factor; below 1 %"}
"""

HOSTILE = (
    '=HYPERLINK("http://x.invalid","x")',
    "<script>alert(1)</script>",
    "[/red]",
    "+1+1",
    "@SUM(A1)",
    "2024",
    "Activity",
    "Database",
    "a::b",
    "(Unknown)",
    "True",
    "磁体 🧲",
    "x" * 10_000,
)


@functools.cache
def footprints() -> tuple[Footprint, ...]:
    """Every example, its baseline and its last scenario."""
    return tuple(
        example_footprint(path.stem, name)
        for path in EXAMPLES
        for name in dict.fromkeys(example_plant(path.stem).scenarios[i] for i in (0, -1))
    )


def every_footprint() -> Iterator[Footprint]:
    """Every example in every scenario."""
    for path in EXAMPLES:
        yield from example_footprints(path.stem).values()


def wanted(result: Footprint, product: str, measure: str) -> float:
    """What carbonre says of a product, per another unit [kgCO2e]."""
    item = result.products_sold.named(product)
    return item.total / item.unit.factor * unit(THEIRS.get(measure, measure)).factor
