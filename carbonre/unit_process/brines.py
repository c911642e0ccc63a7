"""Waste waters: a plant states their composition under `flows`, once for all its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbonre.core.species import RARE_EARTHS, elements, molar_mass
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    ModelError,
    check,
    unanimous,
    wastes,
)

TOLERANCE = 1e-6


def salt_share(brine: Feed, formula: str, parameter: str = "brine") -> Any:
    """Return the salt in a brine that must be a solution of this salt and no other.

    Parameters
    ----------
    brine : Feed
        The brine, of the elements that the plant states [kg].
    formula : str
        The salt, such as ``NH4Cl``.
    parameter : str
        The parameter that a refusal names.

    Returns
    -------
    float or array
        The salt in the brine [kg/kg].

    Raises
    ------
    ModelError
        If it holds none of it, or another salt.
    """
    inside = {element: part for element, part in elements(formula).items() if element in BALANCED}
    key = min(inside, key=lambda element: (element == "N", element))
    share = brine.elements.get(key, 0.0) / inside[key]
    wanted = f"a solution of {formula} in water is wanted; state its composition under 'flows'"
    cleaned = f"{wanted}, or take the rest out in a step before"
    check(share > 0, parameter, f"'{brine.flow}' holds no {formula}: {wanted}")
    for element in sorted(BALANCED & brine.elements.keys()):
        wrong = brine.elements[element] - share * inside.get(element, 0.0)
        words = f"'{brine.flow}' holds more {key} than its {element} takes as {formula}: {cleaned}"
        check(wrong >= -TOLERANCE * share, parameter, words)
        words = f"'{brine.flow}' holds {element} of another salt: {cleaned}"
        check(wrong <= TOLERANCE * share, parameter, words)
    for element in inside.keys() - brine.elements.keys():
        raise ModelError(parameter, f"'{brine.flow}' holds no {element}: {wanted}")
    return share


def share_of_salt(brine: Feed, salt: str, formulas: Mapping[str, str]) -> Any:
    """Return the salt in a brine, of the salts that a model knows.

    Parameters
    ----------
    brine : Feed
        The brine, of the elements that the plant states [kg].
    salt : str
        The salt that the step names, a key of `formulas`.
    formulas : mapping
        Every salt that the model knows, with its formula.

    Returns
    -------
    float or array
        The salt in the brine [kg/kg].

    Raises
    ------
    ModelError
        If it is a solution of another of them, which is named, or of none.
    """
    try:
        return salt_share(brine, formulas[salt])
    except ModelError:
        for other, formula in formulas.items():
            if other != salt and _is_solution(brine, formula):
                words = f"'{brine.flow}' is a solution of {formula}; write 'salt: {other}'"
                raise ModelError("salt", words) from None
        raise


def _is_solution(brine: Feed, formula: str) -> bool:
    try:
        salt_share(brine, formula)
    except ModelError:
        return False
    return True


def check_no_nitrate(brine: Feed, parameter: str = "brine") -> None:
    """Refuse a nitrate brine where dry salt is made: nitrates are oxidisers.

    Nitrogen beyond what chloride and sulfate can hold as ammonium is nitrate.

    Parameters
    ----------
    brine : Feed
        The brine, of the elements that the plant states [kg].
    parameter : str
        The parameter that a refusal names.

    Raises
    ------
    ModelError
        If it holds nitrate.
    """
    held = {name: brine.elements.get(name, 0.0) / molar_mass(name) for name in ("N", "Cl", "S")}
    words = f"'{brine.flow}' holds nitrate, an oxidiser: it is boiled down to a solution, never dry"
    check(held["N"] <= (held["Cl"] + 2 * held["S"]) * (1 + TOLERANCE), parameter, words)


def other_elements(liquor: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """Return what a liquor holds besides rare earths and the elements that a model knows."""
    names = sorted((BALANCED & liquor.keys()) - {*RARE_EARTHS, *known})
    return {name: liquor[name] for name in names}


def impurities(flow: str, liquor: Mapping[str, Any], known: set[str]) -> list[Exchange]:
    """Return the other elements of a liquor as a waste of their own; nothing if there are none."""
    parts = other_elements(liquor, known)
    amount = sum(parts.values())
    if not parts or not unanimous(amount > 0):
        return []
    return [wastes(flow, amount, elements={name: part / amount for name, part in parts.items()})]
