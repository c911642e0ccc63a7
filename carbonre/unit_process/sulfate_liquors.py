"""Sulfate liquors of rare earths: what is in them, and what falls out as oxalate or hydroxide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carbonre.core.species import WATER
from carbonre.unit_process.model import (
    Exchange,
    Species,
    makes,
    merged,
    minimum,
    mixture,
    salt,
    uses,
    wastes,
)

OXALIC = "H2C2O4(H2O)2"


@dataclass(frozen=True, slots=True)
class Liquor:
    """A sulfate liquor, per kilogram of what was leached.

    Attributes
    ----------
    rare_earths, atoms : mapping
        Rare earths, as sulfates, by oxide [kg, mol].
    moles : mapping
        Free acid and other sulfates, by formula [mol].
    water : float
        Its water [kg].
    """

    rare_earths: Mapping[str, Any]
    atoms: Mapping[str, Any]
    moles: Mapping[str, Any]
    water: Any

    def elements(self, species: Species) -> dict[str, Any]:
        """Return the elements in all of it [kg]."""
        others = {name: n * species.mass(name) for name, n in self.moles.items()}
        return merged(salt(self.rare_earths, "SO4", 1.5), mixture({**others, WATER: self.water}))

    def mass(self, species: Species) -> Any:
        """Return its mass [kg]."""
        sulfate = 1.5 * sum(self.atoms.values()) * species.mass("SO3")
        others = sum(n * species.mass(name) for name, n in self.moles.items())
        return sum(self.rare_earths.values()) + sulfate + others + self.water


def oxalate(
    product: str,
    purge: str,
    liquor: Liquor,
    yields: Mapping[str, Any],
    calcium: Any,
    excess: Any,
    species: Species,
) -> list[Exchange]:
    """Return oxalate, its acid and the purge; each oxalate sets the acid of a sulfate free.

    Parameters
    ----------
    product, purge : str
        Names of the cake [kg REO] and of what is left of the liquor [kg].
    yields : mapping
        Share of each rare earth that precipitates, by oxide [-].
    calcium : amount of substance
        Calcium that falls out as oxalate [mol].
    excess : share
        Oxalic acid above what all rare earths take [mol/mol].
    """
    won = 1.5 * _won(liquor, yields)
    oxalic = 1.5 * sum(liquor.atoms.values()) * (1 + excess) + calcium
    moles = {
        "H2SO4": liquor.moles["H2SO4"] + won + calcium,
        "CaSO4": liquor.moles["CaSO4"] - calcium,
        OXALIC: oxalic - won - calcium,
    }
    fallen, rest = _split(liquor, yields, moles)
    cake = merged(salt(fallen, "C2O4", 1.5), mixture({"CaC2O4": calcium * species.mass("CaC2O4")}))
    return [
        _cake(product, fallen, cake, "oxalic acid"),
        uses("oxalic acid", oxalic * species.mass(OXALIC)),
        _purge(purge, rest, species, "oxalic acid"),
    ]


def hydroxide(
    product: str,
    purge: str,
    liquor: Liquor,
    yields: Mapping[str, Any],
    salts: tuple[Any, Any],
    species: Species,
) -> list[Exchange]:
    """Return hydroxide by way of double sulfate, with soda, sodium sulfate and the purge.

    Parameters
    ----------
    product, purge : str
        Names of the cake [kg REO] and of what is left of the liquor [kg].
    yields : mapping
        Share of each rare earth that precipitates, by oxide [-].
    salts : tuple
        Sodium sulfate over its stoichiometry [mol/mol], and the share of that of the hydroxide
        liquor that precipitates again [-].
    """
    won = _won(liquor, yields)
    ratio, returned = salts
    demand = ratio / 2 * sum(liquor.atoms.values())
    bought = demand - minimum(returned * 2 * won, demand)
    fallen, rest = _split(liquor, yields, {"Na2SO4": bought + 1.5 * won})
    return [
        _cake(product, fallen, salt(fallen, "OH", 3)),
        uses("sodium sulfate", bought * species.mass("Na2SO4")),
        uses("caustic soda", 3 * won * species.mass("NaOH")),
        _purge(purge, rest, species),
    ]


def _split(
    liquor: Liquor, yields: Mapping[str, Any], moles: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Liquor]:
    """Return the oxides that precipitate [kg], and the liquor without them, with other salts."""
    fallen = {oxide: yields[oxide] * part for oxide, part in liquor.rare_earths.items()}
    left = {oxide: part - fallen[oxide] for oxide, part in liquor.rare_earths.items()}
    atoms = {oxide: n - yields[oxide] * n for oxide, n in liquor.atoms.items()}
    return fallen, Liquor(left, atoms, {**liquor.moles, **moles}, liquor.water)


def _won(liquor: Liquor, yields: Mapping[str, Any]) -> Any:
    """Return the rare earths that precipitate [mol]."""
    return sum(yields[oxide] * n for oxide, n in liquor.atoms.items())


def _cake(
    product: str, fallen: Mapping[str, Any], content: Mapping[str, Any], carbon_of: str = ""
) -> Exchange:
    made = sum(fallen.values())
    shares = {oxide: part / made for oxide, part in fallen.items()}
    return makes(product, made, {n: part / made for n, part in content.items()}, shares, carbon_of)


def _purge(purge: str, rest: Liquor, species: Species, carbon_of: str = "") -> Exchange:
    mass = rest.mass(species)
    content = {name: part / mass for name, part in rest.elements(species).items()}
    shares = {oxide: part / mass for oxide, part in rest.rare_earths.items()}
    return wastes(purge, mass, content, shares, carbon_of)
