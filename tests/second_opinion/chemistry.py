"""Weights and formulas for a second computation, typed in anew: nothing of carbonre is imported.

Atomic weights: IUPAC 2021, abridged [kg/kmol].
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ATOMS = {
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.990, "Mg": 24.305,
    "P": 30.974, "S": 32.06, "Cl": 35.45, "Ca": 40.078, "Fe": 55.845, "Y": 88.906, "La": 138.905,
    "Ce": 140.116, "Pr": 140.908, "Nd": 144.242, "Sm": 150.36, "Eu": 151.964, "Gd": 157.25,
    "Tb": 158.925, "Dy": 162.500, "Ho": 164.930,
}  # fmt: skip
LANTHANIDES = ("La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho")
FARADAY = 96485.332  # C/mol


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
