"""One plant under every allocation: the range ratio of each product, and the basket beside.

The basket (everything that is sold, per kilogram) does not depend on an allocation at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.comparison.price_crossover import price_years
from carbonre.core.errors import Problems
from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import MASS
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import BASELINE, Plant

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("mass", "economic", "moles", "element")


@dataclass(frozen=True)
class MethodResult:
    """The plant under one allocation, or why it cannot be."""

    key: str
    result: Footprint | None
    reason: str = ""


def by_method(
    plant: Plant, factors: Factors | None = None, scenario: str = BASELINE
) -> list[MethodResult]:
    """Calculate a scenario under mass, economic, molar and element allocation.

    A step that states its own allocation keeps it.
    """
    study = Study.of(plant, factors_of(plant, factors)).scenario(scenario)
    found = []
    for key in METHODS:
        problems = Problems()
        result = study.with_overrides({"allocation": key}).calculate(problems)
        reason = problems.found[0].message if problems.found else ""
        found.append(MethodResult(key, result, reason))
    return found


def allocations(
    plant: Plant,
    factors: Factors | None = None,
    scenario: str = BASELINE,
    *,
    contained: bool = False,
) -> pd.DataFrame:
    """Return every product under every allocation, side by side.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the bundled tables if not given.
    scenario : str
        The name of a scenario of the plant, or ``baseline``.
    contained : bool
        Whether each product has rows per kilogram of each rare earth that it contains besides,
        their unit written ``kg Nd``.

    Returns
    -------
    DataFrame
        One row per product [kgCO2e per unit], a column per allocation, the ratio of the largest to
        the smallest (``range_ratio``), and on top the basket of all mass that is sold. In each row,
        ``price_years`` names the years of the prices behind ``economic``, such as ``2023, 2024``,
        and ``not_possible`` the allocations that have no column, with the reason.

    Raises
    ------
    InputError
        If a table of the plant cannot be used, or it has no such scenario.
    """
    import pandas as pd

    found = by_method(plant, factors, scenario)
    known = [side for side in found if side.result is not None]
    records = []
    if known:
        first = known[0].result
        assert first is not None
        total, mass = basket(first)
        if mass:
            records.append({"product": "(basket)", "unit": "kg"} | dict.fromkeys(
                (side.key for side in known), total / mass) | {"range_ratio": 1.0})  # fmt: skip
        for item in first.products_sold:
            values = {
                s.key: s.result.products_sold.named(item.name).total for s in known if s.result
            }
            records.append({"product": item.name, "unit": item.unit.text, **values,
                            "range_ratio": range_ratio(list(values.values()))})  # fmt: skip
            parts = per_contained(first, item.name) if contained else {}
            for element, times in parts.items():
                per = {key: value / item.unit.factor * times for key, value in values.items()}
                records.append({"product": item.name, "unit": f"kg {element}", **per,
                                "range_ratio": range_ratio(list(values.values()))})  # fmt: skip
    frame = pd.DataFrame(
        records, columns=["product", "unit", *(s.key for s in known), "range_ratio"]
    )
    by_value = [side.result for side in known if side.key == "economic" and side.result]
    years = price_years(by_value[0]) if by_value else []
    failed = [f"{side.key}: {side.reason}" for side in found if side.result is None]
    return frame.assign(price_years=", ".join(map(str, years)), not_possible="; ".join(failed))


def basket(result: Footprint) -> tuple[float, float]:
    """Return the plant's total [kgCO2e] and the mass that is sold with a burden [kg].

    The mass is zero if something that is not measured by mass carries a part of the total.
    """
    carrying = [item for item in result.products_sold if item.total]
    if any(item.unit.dimension != MASS for item in carrying):
        return result.total, 0.0
    return result.total, math.fsum(item.amount * item.unit.factor for item in carrying)


def range_ratio(values: list[float]) -> float:
    """Return how many times the largest is the smallest; infinite if one is zero."""
    low, high = min(values), max(values)
    return high / low if low > 0 else math.inf if high > 0 else 1.0


def per_contained(result: Footprint, product: str) -> dict[str, float]:
    """Return for each rare earth how many kilograms of a product hold one of it [kg/kg].

    The footprint per kilogram of the product, times this, is that per kilogram of contained Nd, Dy,
    Ce and so on: all of the product's burden, on one of its metals, and under ``rare earths`` on
    all of them. Metals below 0.5 % are not listed; nor is all of a product that is not counted by
    mass, or of unknown composition.
    """
    if result.products_sold.named(product).unit.dimension != MASS:
        return {}
    lines = (line for step in result.system.steps for line in step.exchanges)
    made = (line.elements for line in lines if line.kind == "makes" and line.flow == product)
    parts = next(made, {})
    metals = {el: part for el, part in parts.items() if el in RARE_EARTHS and part > 5e-3}
    found = {el: 1 / part for el, part in metals.items()}
    return found | ({"rare earths": 1 / sum(metals.values())} if len(metals) > 1 else {})
