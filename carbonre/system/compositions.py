"""Which flows a step with a mistake may make, and examples of compositions."""

from __future__ import annotations

from typing import Any

from carbonre.core.errors import nearest
from carbonre.plant.format import StepEntry
from carbonre.processes import process_named, process_names

COMPUTED = ""  # stands for a product whose name the model makes up from other parameters
MAGNET = "{Nd: 24 %, Pr: 6 %, B: 1 %, Fe: 69 %}"
OXIDES = "{Nd2O3: 75 %, Pr6O11: 25 %}"
EXAMPLES = {
    "acid": "{HCl: 5 %, H2O: 95 %}",
    "brine": "{NH4Cl: 11 %, H2O: 89 %}",
    "water": "{NH4Cl: 11 %, H2O: 89 %}",
    "effluent": "{NH4Cl: 11 %, H2O: 89 %}",
    "ferroboron": "{B: 18 %, Fe: 82 %}",
    "alloy": "{Dy: 80 %, Fe: 20 %}",
    "metal": "{Nd: 75 %, Pr: 25 %}",
    "swarf": MAGNET,
    "scrap": MAGNET,
    "powder": MAGNET,
    "block": MAGNET,
    "magnet": MAGNET,
    " ore": "{La2O3: 0.02 %, Nd2O3: 0.02 %, Y2O3: 0.04 %}",
    "concentrate": "{La2O3: 15 %, CeO2: 30 %, Nd2O3: 10 %}",
}  # what is in a name, and a composition of that kind; the first that fits counts


def example(flow: str) -> str:
    """Return a composition of the kind that a flow of this name may have; numbers are examples."""
    return next((text for word, text in EXAMPLES.items() if word in flow), OXIDES)


def possible_products(entry: StepEntry) -> set[str]:
    """Return every name of a product that a step with a mistake may have."""
    meant = nearest(entry.process, process_names())  # the process itself, if there is one
    names = {COMPUTED}
    if meant:
        parameters = process_named(meant[0]).parameters.values()
        names = {p.default for p in parameters if p.form == "flow" and p.default is not None}
    waiting: list[Any] = list(entry.parameters.values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            names.add(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return names
