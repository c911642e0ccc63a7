"""Weights and formulas for a second computation, typed in anew: nothing of carbonre is imported.

Atomic weights: IUPAC 2021 standard, of intervals the conventional value [kg/kmol].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ATOMS = {
    "H": 1.008, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998403162,
    "Na": 22.98976928, "Mg": 24.305, "Al": 26.9815384, "Si": 28.085, "P": 30.973761998,
    "S": 32.06, "Cl": 35.45, "Ar": 39.95, "K": 39.0983, "Ca": 40.078, "Ti": 47.867,
    "Mn": 54.938043, "Fe": 55.845, "Co": 58.933194, "Ni": 58.6934, "Cu": 63.546, "Zn": 65.38,
    "Y": 88.905838, "Zr": 91.224, "Sn": 118.710, "La": 138.90547, "Ce": 140.116,
    "Pr": 140.90766, "Nd": 144.242, "Sm": 150.36, "Eu": 151.964, "Gd": 157.25,
    "Tb": 158.925354, "Dy": 162.500, "Ho": 164.930329, "Er": 167.259, "Tm": 168.934219,
    "Yb": 173.045, "Lu": 174.9668,
}  # fmt: skip
LANTHANIDES = (
    "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu",
)  # fmt: skip
RARE_EARTHS = ("Y", *LANTHANIDES)
FARADAY = 96485.33212  # C/mol
GAS_CONSTANT = 8.314462618  # J/mol/K
GRAVITY = 9.80665  # m/s2

Amounts = dict[tuple[str, str], float]
Arguments = Mapping[str, Any]


def weight(formula: str) -> float:
    """Return the weight of a formula without brackets, such as CaSO6H4 for gypsum [kg/kmol]."""
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return sum(ATOMS[atom] * int(count or 1) for atom, count in parts)


def metal(oxide: str) -> str:
    """Return the rare earth of an oxide."""
    return re.findall(r"[A-Z][a-z]?", oxide)[0]


def per_atom(oxide: str) -> float:
    """Return an oxide by one atom of rare earth: Nd2O3/2, CeO2, Pr6O11/6 [kg/kmol]."""
    count = re.match(r"[A-Z][a-z]?(\d*)", oxide)
    assert count is not None
    return weight(oxide) / int(count[1] or 1)


def kilomoles(oxides: Mapping[str, float]) -> dict[str, float]:
    """Return the rare earths of a kilogram, by oxide [kmol]."""
    return {oxide: mass / per_atom(oxide) for oxide, mass in oxides.items()}


def atoms_of(oxides: Mapping[str, float]) -> float:
    """Return the rare-earth atoms of a kilogram, all together [kmol]."""
    return sum(kilomoles(oxides).values())


def metals(elements: Mapping[str, float]) -> dict[str, float]:
    """Return the rare earths of an alloy or a solution, by element [kg/kg]."""
    return {atom: share for atom, share in elements.items() if atom in RARE_EARTHS}


def as_sesquioxide(elements: Mapping[str, float]) -> float:
    """Return what rare-earth metals weigh when they have burnt to M2O3 [kg]."""
    rare = metals(elements)
    return sum(mass + 1.5 * mass / ATOMS[atom] * ATOMS["O"] for atom, mass in rare.items())


def share_of_salt(brine: Any, formula: str, atom: str) -> float:
    """Return the salt in a solution by one of its atoms, which nothing else in it holds [kg/kg]."""
    count = formula.split(atom)[1][:1]
    number = int(count) if count.isdigit() else 1
    return float(brine.elements[atom]) * weight(formula) / (number * ATOMS[atom])


def solid(feed: Any) -> float:
    """Return the dry weight of a unit of a feed: of its elements, or a kilogram of ore [kg]."""
    if abs(sum(feed.rare_earths.values()) - 1) > 1e-6:
        return 1.0
    return float(sum(part for name, part in feed.elements.items() if name != "H2O"))


def summed(*lines: tuple[str, str, float]) -> Amounts:
    """Return amounts by kind and flow; the same flow twice is one sum."""
    found: Amounts = {}
    for kind, flow, amount in lines:
        found[kind, flow] = found.get((kind, flow), 0.0) + amount
    return found


def water_line(need: float) -> tuple[str, str, float]:
    """Return water that is bought, or what is left over."""
    return ("uses" if need > 0 else "wastes", "water", abs(need))
