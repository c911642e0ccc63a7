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
    "conc": "{La2O3: 15 %, CeO2: 30 %, Nd2O3: 10 %}",
}  # what is in a name, and a composition of that kind; the first that fits counts


CATIONS = {
    "ammonium": ("NH4", 1), "magnesium": ("Mg", 2), "sodium": ("Na", 1), "calcium": ("Ca", 2),
    "potassium": ("K", 1), "lithium": ("Li", 1), "acid": ("H", 1),
}  # fmt: skip
ANIONS = {
    "bicarbonate": ("HCO3", 1), "carbonate": ("CO3", 2), "sulfate": ("SO4", 2),
    "sulphate": ("SO4", 2), "sulfuric": ("SO4", 2), "nitric": ("NO3", 1), "nitrate": ("NO3", 1),
    "chloride": ("Cl", 1), "fluoride": ("F", 1),
}  # fmt: skip


def salt_in(name: str) -> str:
    """Return the formula of the salt that a name states, such as ``(NH4)2SO4``; else nothing."""
    words = name.casefold().split()
    cation = next((CATIONS[word] for word in words if word in CATIONS), None)
    anion = next((ANIONS[word] for word in words if word in ANIONS), None)
    if cation is None or anion is None:
        return ""
    per_cation, per_anion = (anion[1], cation[1]) if anion[1] != cation[1] else (1, 1)
    return _part(*cation[:1], per_cation) + _part(*anion[:1], per_anion)


def _part(ion: str, count: int) -> str:
    is_group = sum(map(str.isupper, ion)) > 1 or any(map(str.isdigit, ion))
    return ion if count == 1 else f"({ion}){count}" if is_group else f"{ion}{count}"


def example(flow: str) -> str:
    """Return a composition of the kind that a flow of this name may have; numbers are examples."""
    if salt := salt_in(flow):
        return f"{{{salt}: 11 %, H2O: 89 %}}"
    return next((text for word, text in EXAMPLES.items() if word in flow), OXIDES)


def possible_products(entry: StepEntry) -> set[str]:
    """Return every name of a product that a step with a mistake may have."""
    known = process_names()
    meant = [entry.process] if entry.process in known else nearest(entry.process, known)
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
