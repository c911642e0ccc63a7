"""Waste waters of a fixed composition: a plant states it under `flows`, once for all its steps."""

from __future__ import annotations

from typing import Any

from carbonre.process import CLOSED, Feed, ModelError, is_single
from carbonre.species import elements

TOLERANCE = 1e-6


def salt_share(brine: Feed, formula: str, parameter: str = "brine") -> Any:
    """Return the salt in a brine that must be a solution of this salt and no other [kg/kg].

    Raises
    ------
    ModelError
        If it holds none of it, or another salt.
    """
    inside = {element: part for element, part in elements(formula).items() if element in CLOSED}
    key = min(inside, key=lambda element: (element == "N", element))
    share = brine.elements.get(key, 0.0) / inside[key]
    wanted = f"a solution of {formula} in water is wanted; state its composition under 'flows'"
    if is_single(share) and not share > 0:
        raise ModelError(parameter, f"'{brine.flow}' holds no {formula}: {wanted}")
    for element in CLOSED & brine.elements.keys():
        wrong = brine.elements[element] - share * inside.get(element, 0.0)
        if is_single(wrong) and abs(wrong) > TOLERANCE * share:
            raise ModelError(parameter, f"'{brine.flow}' holds {element} of another salt: {wanted}")
    for element in inside.keys() - brine.elements.keys():
        raise ModelError(parameter, f"'{brine.flow}' holds no {element}: {wanted}")
    return share
