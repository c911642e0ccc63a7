"""Systems of solvent extraction: what the extractant is, and where acid and anions go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from carbonre.core.species import elements
from carbonre.unit_process.cascade import ORDER, Cut
from carbonre.unit_process.model import Feed, ModelError, Species, check, salt

SystemName = Literal["P507 chloride", "P204 sulfate", "TBP nitrate", "naphthenic acid chloride"]
Base = Literal["ammonia", "caustic soda", "quicklime", "magnesia", "magnesium bicarbonate", "none"]
Salts = Mapping[str, tuple[str, int]]  # of each base, and the charges in a mole of it

CHLORIDES: Salts = {
    "ammonia": ("NH4Cl", 1),
    "caustic soda": ("NaCl", 1),
    "quicklime": ("CaCl2", 2),
    "magnesia": ("MgCl2", 2),
    "magnesium bicarbonate": ("MgCl2", 2),
    "none": ("HCl", 1),
}
SULFATES: Salts = {
    "ammonia": ("(NH4)2SO4", 2),
    "caustic soda": ("Na2SO4", 2),
    "magnesia": ("MgSO4", 2),
    "magnesium bicarbonate": ("MgSO4", 2),
    "none": ("H2SO4", 2),
}


@dataclass(frozen=True)
class System:
    """An extractant in the liquor of an anion.

    Attributes
    ----------
    extractant : str
        The flow that is bought to make up losses.
    formula : str
        Its formula.
    anion : str
        Of the liquor, such as ``Cl``.
    atom : str
        The atom of the anion by which it is followed, of which each holds one.
    charge : int
        Of the anion.
    salts : mapping
        The salt that each base leaves in the brine; empty for a neutral extractant, which takes no
        base and no acid.
    order : tuple of str
        Rare earths from the least to the most extractable.
    """

    extractant: str
    formula: str
    anion: str
    atom: str
    charge: int
    salts: Salts
    order: tuple[str, ...] = ORDER

    def charges(self, liquor: Mapping[str, Any], species: Species) -> Any:
        """Moles of charge of the anion in a liquor [mol per unit]."""
        return self.charge * liquor[self.atom] / species.mass(self.atom)

    def liquor(self, feed: Feed) -> Mapping[str, Any]:
        """Return the elements of the feed; a neutral salt if it states only its oxides."""
        if self.atom in feed.elements:
            return feed.elements
        return salt(feed.rare_earths, self.anion, 3 / self.charge)

    def check(self, base: str, cuts: tuple[Cut, ...]) -> None:
        """Refuse a base that the system cannot take, and cuts that it does not make."""
        if not self.salts and base != "none":
            words = f"{self.extractant} is neutral: it takes up no base; state saponification: none"
            raise ModelError("saponification", words)
        if self.salts and base not in self.salts:
            words = f"{base} gives gypsum in a sulfate liquor; take a base whose sulfate dissolves"
            raise ModelError("saponification", words)
        found = [metal for metal in self.order if metal != "Pm"]  # which no ore holds
        for cut in cuts:
            light, _, heavy = cut.cut.partition("/")
            if found.index(heavy) != found.index(light) + 1:
                words = f"{cut.cut} are no neighbours in the order of {self.extractant}"
                raise ModelError("cuts", words)
            if self.anion == "SO4" and (cut.of or not cut.heavy):
                words = "what acid strips is a chloride: name the heavy side, and cut it in a step"
                raise ModelError("cuts", f"{cut.cut}: {words} of P507 chloride")


SYSTEMS: Mapping[str, System] = {
    "P507 chloride": System("P507", "C16H35O3P", "Cl", "Cl", 1, CHLORIDES),
    "P204 sulfate": System("P204", "C16H35O4P", "SO4", "S", 2, SULFATES),
    "TBP nitrate": System("TBP", "C12H27O4P", "NO3", "N", 1, {}),
    "naphthenic acid chloride": System(
        "naphthenic acid", "C14H26O2", "Cl", "Cl", 1, CHLORIDES,
        ("Y", *(metal for metal in ORDER if metal != "Y")),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Charges:
    """Moles of charge per kilogram of REO fed, and the anion of the products.

    Attributes
    ----------
    hydrochloric, sulfuric, brine : float or array
        Of the acids used, and of the salt that leaves [mol/kg].
    per_mole : float or array
        Of the anion of the liquor, in products that are not stripped and in what is lost, per mole
        of rare earth [mol/mol].
    stripped_per_mole : float or array
        Of the anion of the products that are stripped [mol/mol].
    stripped_anion : str
        That anion.
    """

    hydrochloric: Any
    sulfuric: Any
    brine: Any
    per_mole: Any
    stripped_per_mole: Any
    stripped_anion: str


@dataclass(frozen=True)
class Moles:
    """Rare earths per kilogram of REO fed [mol]: fed, carried by the organic, and stripped."""

    fed: Any
    charged: Any
    stripped: Any
    sour: Any  # stripped, and not cut further


def charges_of(
    system: System, moles: Moles, held: Any, recovery: Any, excess: Any, free_acid: Any
) -> Charges:
    """Balance acid and anion of an extraction, whose organic gives three protons for a rare earth.

    Parameters
    ----------
    system : System
        The extraction system.
    moles : Moles
        What is fed, carried and stripped.
    held : float or array
        Charges of the anion in the liquor fed [mol per kg REO].
    recovery, excess, free_acid : float or array
        As in `solvent_extraction` [1].
    """
    carried = 3 * moles.charged * (1 + excess)
    if not system.salts:
        each = held / moles.fed
        return Charges(0 * carried, 0 * carried, 0 * carried, each, each, system.anion)
    if system.anion == "SO4":
        bound = 3 * moles.stripped * recovery
        scrub = carried - bound
        words = "the organic carries less than what is stripped of it; lower linked_reduction"
        check(scrub >= 0 * scrub, "linked_reduction", words)
        light = (moles.fed - moles.stripped) * recovery
        brine = held + scrub - 3 * light - 3 * moles.fed * (1 - recovery)
        strip = bound * (1 + free_acid)
        return Charges(strip, scrub, brine, 3, 3 * (1 + free_acid), "Cl")
    acid = carried + 3 * free_acid * moles.stripped
    brine = acid + held - 3 * moles.fed - 3 * free_acid * moles.sour * recovery
    return Charges(acid, 0 * acid, brine, 3, 3 * (1 + free_acid), "Cl")


def lost(system: System, oxides: Mapping[str, Any], share: Any, charges: Charges) -> dict[str, Any]:
    """Return the elements of what is lost of the rare earths, as salt of the liquor."""
    made = salt(oxides, system.anion, charges.per_mole / system.charge)
    return {element: part * share for element, part in made.items()}


def extractant(system: System, amount: Any) -> dict[str, Any]:
    """Return the elements of lost extractant."""
    return {element: part * amount for element, part in elements(system.formula).items()}
