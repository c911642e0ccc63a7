"""Mine and mill: what of an ore is rare-earth mineral, what is gangue, what a cake weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carbonre.core.species import WATER
from carbonre.unit_process.model import (
    Feed,
    Species,
    check,
    maximum,
    merged,
    minimum,
    salt,
    shown,
)

GRAVITY = 9.80665  # [m/s2] standard acceleration of free fall, 3rd CGPM 1901
RESOURCE = "ore in the ground"  # what nature gives; it carries no burden


@dataclass(frozen=True, slots=True)
class MineralStream:
    """One of the two streams into which a separator splits its feed, per unit of that stream.

    Attributes
    ----------
    mass : float
        Kilograms per kilogram of feed.
    elements, rare_earths : mapping
        As in `carbonre.unit_process.model.Feed`; oxygen and hydrogen of minerals are not followed.
    """

    mass: Any
    elements: Mapping[str, Any]
    rare_earths: Mapping[str, Any]


def weight(flow: Feed) -> Any:
    """Return what a unit of a flow weighs, its water included [kg per unit].

    A flow on REO basis weighs more than its oxides; ore and concentrate, of which not all elements
    are known, weigh one kilogram and their water.
    """
    return dry_weight(flow) + flow.elements.get(WATER, 0.0)


def dry_weight(flow: Feed) -> Any:
    """Return what a unit of a flow weighs without its free water [kg per unit]."""
    return maximum(sum(part for name, part in flow.elements.items() if name != WATER), 1.0)


def minerals(ore: Feed, species: Species) -> tuple[dict[str, Any], Any]:
    """Return the elements and the mass of the rare-earth minerals of an ore [kg/kg].

    Carbon, fluorine and phosphorus count to them as far as bastnaesite, REFCO3, and monazite,
    REPO4, can bind them; rare earths beyond that count as oxide, M2O3.
    """
    moles = species.moles(ore.rare_earths)
    carbon, fluorine, phosphorus = (
        ore.elements.get(element, 0.0) / species.mass(element) for element in ("C", "F", "P")
    )
    carbonate = minimum(carbon, moles)
    fluoride = minimum(fluorine, carbonate)
    phosphate = minimum(phosphorus, moles - carbonate)
    metals = salt(ore.rare_earths)
    anions = {
        "CO3": carbonate,
        "F": fluoride,
        "PO4": phosphate,
        "O": 1.5 * (moles - carbonate - phosphate),
    }
    mass = sum(metals.values()) + sum(n * species.mass(anion) for anion, n in anions.items())
    found = {"C": carbonate, "F": fluoride, "P": phosphate}
    return {**metals, **{name: n * species.mass(name) for name, n in found.items()}}, mass


def concentrate_elements(
    feed: Feed, bastnaesite: Any, monazite: Any, gangue: Mapping[str, Any], species: Species
) -> dict[str, Any]:
    """Return the elements of a concentrate of bastnaesite, REFCO3, and monazite, REPO4.

    Parameters
    ----------
    feed : Feed
        The concentrate; its rare earths are those of both minerals.
    bastnaesite, monazite : amount of substance
        Rare earths in each [mol/kg].
    gangue : mapping
        The elements of the other minerals [kg/kg].

    Returns
    -------
    dict
        Kilograms of each element per kilogram; oxygen and hydrogen of the two are not followed.
    """
    minerals_of_rare_earths = {
        "C": bastnaesite * species.mass("C"),
        "F": bastnaesite * species.mass("F"),
        "P": monazite * species.mass("P"),
    }
    return merged(salt(feed.rare_earths), gangue, minerals_of_rare_earths)


def concentrate(
    ore: Feed, recovery: Any, grade: Any, species: Species, where_grade: str = "grade"
) -> tuple[MineralStream, MineralStream]:
    """Split an ore into concentrate and tailings by the two-product formula.

    The minerals go by `recovery`; gangue fills the concentrate up to its grade, all gangue alike::

        concentrate / ore = recovery x grade of the ore / grade of the concentrate

    Parameters
    ----------
    ore : Feed
        What is split, by elements and rare earths [kg dry].
    recovery : share
        Rare earths of the ore that reach the concentrate [-].
    grade : share
        REO in the concentrate [kg/kg].
    where_grade : str
        The parameter that a refusal of the grade names.

    Returns
    -------
    tuple of MineralStream
        Concentrate and tailings.

    Raises
    ------
    ModelError
        If no mixture of the minerals with their gangue has that grade.

    References
    ----------
    Two-product formula of mineral processing: a mass balance of ore and of rare earths.
    """
    held, mineral = minerals(ore, species)
    mass = recovery * ore.reo / grade
    entrained = (mass - recovery * mineral) / (1 - mineral)
    words = f"'{ore.flow}' must hold rare-earth minerals, and gangue"
    check((mineral > 0) & (mineral < 1), "feed", words)
    check(
        entrained >= 0,
        where_grade,
        lambda: f"the pure mineral of '{ore.flow}' holds {shown(ore.reo / mineral, '.1%')} REO",
    )
    words = f"is no more than '{ore.flow}' holds: nothing would be concentrated"
    check(entrained < recovery, where_grade, lambda: f"{shown(grade, '.3%')} REO {words}")
    taken = {
        name: recovery * held.get(name, 0.0) + entrained * (part - held.get(name, 0.0))
        for name, part in ore.elements.items()
        if name not in ("O", "H", WATER)
    }
    return streams(ore, mass, taken, recovery)


def streams(
    ore: Feed, mass: Any, taken: Mapping[str, Any], recovery: Any
) -> tuple[MineralStream, MineralStream]:
    """Return the two streams of a split: `taken` goes with the first [kg per kg of ore]."""
    rest = {name: ore.elements[name] - part for name, part in taken.items()}
    first = MineralStream(
        mass,
        {name: part / mass for name, part in taken.items()},
        {oxide: share * recovery / mass for oxide, share in ore.rare_earths.items()},
    )
    second = MineralStream(
        1 - mass,
        {name: part / (1 - mass) for name, part in rest.items()},
        {oxide: share * (1 - recovery) / (1 - mass) for oxide, share in ore.rare_earths.items()},
    )
    return first, second
