"""Molar masses, and what compounds and rare-earth streams are made of.

A stream of rare earths is described by its oxides: kilograms of each oxide per unit of the flow
(for a flow measured as REO they add up to one). Moles are moles of rare-earth atoms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carbonre.core import tables
from carbonre.core.documents import Row
from carbonre.core.units import to_pint

FARADAY = 96485.33212  # [C/mol], CODATA 2018: exact product of e and N_A
GAS_CONSTANT = 8.314462618  # [J/mol/K], CODATA 2018: exact product of k and N_A
MAGNETIC_CONSTANT = 1.25663706212e-6  # [V s/A/m], CODATA 2018

RARE_EARTHS = (
    "Sc", "Y", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm",
    "Yb", "Lu",
)  # fmt: skip
WATER = "H2O"
# The oxides that calcining in air gives; every other rare earth gives M2O3.
HIGHER_OXIDES = {"Ce": "CeO2", "Pr": "Pr6O11", "Tb": "Tb4O7"}

# Water of crystallisation behind a point: the 2 of CaSO4.2H2O is none of the 4 before it.
_HYDRATE = re.compile(r"(.*?[A-Za-z0-9)])[.·•]([0-9]*\.?[0-9]*)H2O")
_TOKEN = re.compile(r"([A-Z][a-z]?|\(|\))((?:[0-9]+(?:\.[0-9]+)?)?)")


class FormulaError(ValueError):
    """A chemical formula cannot be read."""


@functools.cache
def atomic_weights() -> Mapping[str, float]:
    """Return the standard atomic weights [g/mol] of `factors/atomic_weights.csv`."""
    return dict(tables.read("atomic_weights", _atomic_weight))


def _atomic_weight(row: Row) -> tuple[str, float]:
    return row.cells["element"], float(row.cells["weight"])


@functools.cache
def atoms(formula: str) -> Mapping[str, float]:
    """Count the atoms of a formula: ``Nd2O3``, ``Nd2(CO3)3``, ``CaSO4(H2O)2`` or ``CaSO4.2H2O``.

    Raises
    ------
    FormulaError
        If the formula has an unknown element or unbalanced parentheses.
    """
    stack: list[dict[str, float]] = [{}]
    position = 0
    hydrate = _HYDRATE.fullmatch(formula)
    spelled = f"{hydrate[1]}(H2O){hydrate[2]}" if hydrate else formula
    for match in _TOKEN.finditer(spelled):
        if match.start() != position:
            break
        position = match.end()
        symbol, count = match[1], float(match[2] or 1)
        if symbol == "(":
            if match[2]:
                break
            stack.append({})
        elif symbol == ")":
            if len(stack) == 1:
                break
            for element, number in stack.pop().items():
                stack[-1][element] = stack[-1].get(element, 0.0) + number * count
        elif symbol not in atomic_weights():
            raise FormulaError(f"'{formula}' has an unknown element '{symbol}'")
        else:
            stack[-1][symbol] = stack[-1].get(symbol, 0.0) + count
    if position != len(spelled) or len(stack) != 1 or not stack[0]:
        raise FormulaError(f"'{formula}' is not a chemical formula, such as Ni or Nd2O3")
    return stack[0]


@functools.cache
def molar_mass(formula: str) -> float:
    """Return the molar mass of a formula [kg/mol]."""
    return sum(number * atomic_weights()[el] for el, number in atoms(formula).items()) / 1000


@functools.cache
def elements(formula: str) -> Mapping[str, float]:
    """Return the mass of each element in one kilogram of a compound [kg/kg]."""
    mass = molar_mass(formula)
    return {
        el: number * atomic_weights()[el] / 1000 / mass for el, number in atoms(formula).items()
    }


def mixture(shares: Mapping[str, Any]) -> dict[str, Any]:
    """Return the elements in a mixture of compounds: kg of each per unit [kg/kg].

    Free water is kept apart as ``H2O``, so that a water balance is not one of H and O.
    """
    total: dict[str, Any] = {}
    for formula, share in shares.items():
        parts = {WATER: 1.0} if formula == WATER else elements(formula)
        for element, part in parts.items():
            total[element] = total.get(element, 0.0) + share * part
    return total


def merged(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the elements of a stream of several parts: the sum of theirs [kg per unit]."""
    total: dict[str, Any] = {}
    for part in parts:
        for element, share in part.items():
            total[element] = total.get(element, 0.0) + share
    return total


def oxide_of(metal: str) -> str:
    """Return the oxide that calcining a rare earth in air gives, such as ``Pr6O11``."""
    return HIGHER_OXIDES.get(metal, f"{metal}2O3")


def metal_of(oxide: str) -> str:
    """Return the rare earth of an oxide; raise `FormulaError` if it is no rare-earth oxide."""
    found = [element for element in atoms(oxide) if element in RARE_EARTHS]
    if len(found) != 1 or set(atoms(oxide)) != {found[0], "O"}:
        raise FormulaError(f"'{oxide}' is not the oxide of one rare earth")
    return found[0]


@functools.cache
def oxide_mass(oxide: str) -> float:
    """Return the mass of oxide per mole of rare-earth atoms [kg/mol]: Pr6O11 / 6."""
    return molar_mass(oxide) / atoms(oxide)[metal_of(oxide)]


def rare_earth_oxides(composition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rare earths of a composition by formula as oxides [kg oxide per unit]."""
    oxides: dict[str, Any] = {}
    for formula, share in composition.items():
        for element, part in elements(formula).items():
            if element in RARE_EARTHS:
                oxide = oxide_of(element)
                per_metal = oxide_mass(oxide) / molar_mass(element)
                oxides[oxide] = oxides.get(oxide, 0.0) + share * part * per_metal
    return oxides


def rare_earth_moles(oxides: Mapping[str, Any]) -> Any:
    """Return the moles of rare-earth atoms in a stream [mol per unit]."""
    return sum(share / oxide_mass(oxide) for oxide, share in oxides.items())


def salt(oxides: Mapping[str, Any], anion: str = "", per_mole: float = 0.0) -> dict[str, Any]:
    """Return the elements of a stream of rare-earth salts [kg per unit].

    Parameters
    ----------
    oxides : mapping
        The rare earths of the stream, as kg of oxide per unit.
    anion : str
        Formula of the anion, such as ``Cl``, ``CO3``, ``SO4``, ``C2O4``, ``F``; none for metal.
    per_mole : float
        Moles of the anion per mole of rare earth: 3 for Cl, 1.5 for CO3.
    """
    total: dict[str, Any] = {}
    for oxide, share in oxides.items():
        metal = metal_of(oxide)
        total[metal] = share / oxide_mass(oxide) * molar_mass(metal)
    if anion:
        moles = rare_earth_moles(oxides)
        for element, number in atoms(anion).items():
            weight = number * atomic_weights()[element] / 1000
            total[element] = total.get(element, 0.0) + moles * per_mole * weight
    return total


@dataclass(frozen=True, slots=True)
class Species:
    """The constants that a process body asks for: bare numbers, or pint quantities in the proof.

    Attributes
    ----------
    quantities : bool
        If true, every constant carries its unit.
    """

    quantities: bool = False

    def _with_unit(self, value: Any, unit: str) -> Any:
        return to_pint(value, unit) if self.quantities else value

    def one(self, unit: str) -> Any:
        """One of a base unit (kg, J, m3 ...): a convenient size of run."""
        return self._with_unit(1.0, unit)

    @property
    def faraday(self) -> Any:
        """The Faraday constant [C/mol]."""
        return self._with_unit(FARADAY, "C/mol")

    @property
    def gas_constant(self) -> Any:
        """The molar gas constant [J/mol/K]."""
        return self._with_unit(GAS_CONSTANT, "J/mol/K")

    @property
    def magnetic_constant(self) -> Any:
        """The vacuum magnetic permeability [V s/A/m]."""
        return self._with_unit(MAGNETIC_CONSTANT, "V*s/A/m")

    def mass(self, formula: str) -> Any:
        """Molar mass of a formula [kg/mol]."""
        return self._with_unit(molar_mass(formula), "kg/mol")

    def oxide_mass(self, oxide: str) -> Any:
        """Mass of oxide per mole of rare-earth atoms [kg/mol]."""
        return self._with_unit(oxide_mass(oxide), "kg/mol")

    def moles(self, oxides: Mapping[str, Any]) -> Any:
        """Moles of rare-earth atoms per kilogram of the flow [mol/kg]."""
        return self._with_unit(rare_earth_moles(oxides), "mol/kg")
