"""Footprints of the examples under each allocation, with their intervals, oxide to magnet.

The oxide that a metal or magnet example buys is the one of the Baotou smelter under the same
allocation, with its interval as a lognormal distribution; its fluoride is made of that oxide. The
separation of ionic clay buys the mixed oxide of the field.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import Any

from carbonre.core.errors import Problems
from carbonre.footprint import calculate as calculation
from carbonre.uncertainty.intervals import Interval, intervals
from helpers.plants import factors, read
from reference.ours import example_text

RULES = {"mass": "by mass", "economic": "by value", "element": "by element"}
DRAWS = 500
NINETY = 2 * 1.6449  # standard deviations between P5 and P95
# Per kilogram of fluoride: oxide of its own, and what making it adds (dry, hydrogen fluoride).
FLUORIDES = {"NdF3": (0.849, 1.83), "PrF3": (0.873, 1.83)}


def interval(plant: dict[str, Any], name: str, scenario: str) -> Interval:
    """Return figure and interval of a product [kg CO2e/kg]."""
    problems = Problems()
    known = read(plant, problems)
    problems.raise_any()
    assert known is not None
    result = calculation.footprint(known, factors(), scenario=scenario)
    item = result.products_sold.named(name)
    per = result.compared_per(name, item.unit)[0]
    found = intervals(result, DRAWS).of[name]
    return Interval(
        found.deterministic / per, found.low / per, found.median / per, found.high / per,
        (found.quartiles[0] / per, found.quartiles[1] / per), found.place,
    )  # fmt: skip


@functools.cache
def oxide(rule: str) -> Interval:
    """Return the PrNd oxide of the Baotou smelter."""
    return interval(example_text("baotou_smelter") | {"allocation": rule}, "PrNd oxide", "baseline")


@functools.cache
def clay() -> Interval:
    """Return the mixed oxide of the ionic clay field, which sells nothing else."""
    return interval(example_text("ionic_clay"), "mixed rare earth oxide", "baseline")


def _bought(name: str, rule: str) -> Interval | None:
    """Return the oxide that another example makes, if it does."""
    if name == "mixed rare earth oxide":
        return clay()
    if name == "separated oxides":  # split inside the plant: a basket does not depend on the rule
        return oxide("mass")
    return oxide(rule) if name in ("Nd2O3", "PrNd oxide") else None


def with_oxide(plant: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return a plant that buys the oxide of another example under a rule."""
    supply = dict(plant.get("supply", {}))
    spread: dict[str, Any] = {}
    for name in list(supply):
        one = _bought(name, rule)
        if one is None:
            continue
        supply[name] = {"factor": f"{one.deterministic!r} kgCO2e/kg", "source": "another example"}
        wide = math.exp(math.log(one.high / one.low) / NINETY)
        spread[f"supply.{name}.factor"] = {"lognormal": wide}
        if name in ("Nd2O3", "PrNd oxide"):
            for salt in _fluorides(plant):
                share, making = FLUORIDES[salt]
                figure = share * one.deterministic + making
                supply[salt] = {"factor": f"{figure!r} kgCO2e/kg", "source": "made of that oxide"}
    uncertainty = {**plant.get("uncertainty", {}), **spread}
    return plant | {"supply": supply, "uncertainty": uncertainty}


def _fluorides(plant: dict[str, Any]) -> list[str]:
    """Return the fluorides that the smelting of a plant buys."""
    cells = [s for s in plant["steps"].values() if s.get("process") == "oxide_electrolysis"]
    metals = {cell["metal"] for cell in cells}
    return [*(["NdF3"] if metals & {"Nd", "PrNd"} else []), *(["PrF3"] if "PrNd" in metals else [])]


def of_example(
    name: str, product: str, scenario: str = "baseline", **sections: Mapping[str, Any]
) -> Callable[[str], Interval]:
    """Return what calculates a product of an example under a rule; `sections` go on top of it."""

    @functools.cache
    def under(rule: str) -> Interval:
        plant = example_text(name)
        if "allocation" in plant:
            plant["allocation"] = rule
        for section, entries in sections.items():
            plant[section] = {**plant.get(section, {}), **entries}
        return interval(with_oxide(plant, rule), product, scenario)

    return under
