"""What rules for magnets and critical raw materials ask, as far as it is known.

GB/T 47102-2026 (product carbon footprint of rare-earth permanent magnets) and Articles 28 to 31 of
Regulation (EU) 2024/1252. What was not read of them is said to be not read, never ticked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carbonre.core.species import RARE_EARTHS
from carbonre.reports.text import percent
from carbonre.reports.verifier.answers import Answer, Case

NO_MAGNET = Answer("does not apply", "no magnet is sold, by the compositions that are known")
NO_RARE_EARTH = Answer(
    "does not apply", "no rare earth is sold, by the compositions that are known"
)
SMALLEST = 0.001  # share of an element that is worth naming


def _type(elements: Mapping[str, float]) -> str:
    """Return the type of a magnet by what it is made of; empty for what is none."""
    there = {name for name, share in elements.items() if share > SMALLEST}
    if not there & set(RARE_EARTHS):
        return ""
    if {"Sm", "Co"} <= there:
        return "SmCo"
    return "NdFeB" if {"Fe", "B"} <= there else ""


def _elements(case: Case, product: str) -> Mapping[str, float]:
    """Return the elements of a product [kg per base unit], as far as they are known."""
    return case.result.system.flow_of(product).elements or {}


def _magnets(case: Case) -> dict[str, str]:
    """Return the magnets that are sold, and their types."""
    types = {item.name: _type(_elements(case, item.name)) for item in case.result.products_sold}
    return {name: kind for name, kind in types.items() if kind}


def _sells_rare_earths(case: Case) -> bool:
    sold = [item.name for item in case.result.products_sold]
    return any(set(RARE_EARTHS) & set(_elements(case, name)) for name in sold)


def _of_magnets(answer: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    return lambda case: answer(case) if _magnets(case) else NO_MAGNET


def _of_rare_earths(answer: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
    return lambda case: answer(case) if _sells_rare_earths(case) else NO_RARE_EARTH


def _not_read(words: str) -> Callable[[Case], Answer]:
    return lambda case: Answer("not read", words)


def _magnet(case: Case) -> Answer:
    return Answer("stated", f"sold: {', '.join(_magnets(case))}", "products")


def _one_impact(case: Case) -> Answer:
    return Answer("stated", "climate change, in kg CO2e, and no other impact", "products")


def _kind(case: Case) -> Answer:
    types = ", ".join(f"{name}: {kind}" for name, kind in _magnets(case).items())
    words = f"by composition {types}; the label itself is for who sells the appliance"
    return Answer("in part", words, "plant file")


def _composition(case: Case) -> Answer:
    parts = []
    for name in _magnets(case):
        elements = _elements(case, name)
        named = sorted(elements, key=lambda element: -elements[element])
        shares = [f"{e} {percent(elements[e], 1)}" for e in named if elements[e] > SMALLEST]
        parts.append(f"{name}: {', '.join(shares)}")
    words = f"{'; '.join(parts)}; weight and place of each magnet, glues and removal are not stated"
    return Answer("in part", words, "plant file")


def _recovered(case: Case) -> Answer:
    words = (
        "shares of post-consumer origin are not tracked by element; swarf of one's own works is"
        " none"
    )
    return Answer("missing", words)


def _footprint(case: Case) -> Answer:
    words = "the climate part only, to the gate; which impacts will be asked is not known"
    return Answer("in part", words, "products")


def _countries(case: Case) -> Answer:
    place = case.result.plant.data.location
    words = f"the plant is in {place}; places of what it buys are those of the factor rows"
    return Answer("in part", words, "factors used")


CHECKS: Mapping[str, Callable[[Case], Answer]] = {
    "magnet_product": _of_magnets(_magnet),
    "one_impact": _of_magnets(_one_impact),
    "magnet_text": _of_magnets(_not_read(
        "declared unit, boundary, allocation, cut-off, electricity and data quality by its text"
    )),
    "magnet_type": _of_magnets(_kind),
    "magnet_composition": _of_magnets(_composition),
    "recovered_shares": _of_magnets(_recovered),
    "recovered_rules": _of_magnets(_not_read("the delegated act was due on 24 May 2026")),
    "declared_footprint": _of_rare_earths(_footprint),
    "countries": _of_rare_earths(_countries),
    "performance_class": _of_rare_earths(_not_read("no classes of rare earths are known to us")),
}  # fmt: skip
