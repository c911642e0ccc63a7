"""What a plant file may say of allocation: a key, an element, or shares of the products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from carbonre.core.errors import did_you_mean
from carbonre.core.species import atomic_weights
from carbonre.core.units import Amount
from carbonre.plant.values import Name, ReadBy, Share, Strict, WrongValueError

ALLOCATION_KEYS = ("mass", "economic", "moles", "element", "energy")


def _allocation_key(value: Any) -> str:
    if isinstance(value, str) and value in ALLOCATION_KEYS:
        return value
    known = f"; known are {', '.join(ALLOCATION_KEYS)}, {{element: Nd}}, or shares of a step"
    hint = did_you_mean(str(value), ALLOCATION_KEYS) or known
    raise WrongValueError(
        f"'{value}' is no key of allocation{hint}", "mass", code="undefined-allocation"
    )


def _element(value: Any) -> str:
    if isinstance(value, str) and value in atomic_weights():
        return value
    raise WrongValueError(f"'{value}' is no chemical element", "Nd", code="unknown-element")


class ElementAllocation(Strict):
    """By the mass of one element that the products contain."""

    element: Annotated[str, ReadBy(_element, {"type": "string", "pattern": "^[A-Z][a-z]?$"})] = (
        Field(description="the symbol of a chemical element", examples=["Nd"])
    )


AllocationKey = Annotated[str, ReadBy(_allocation_key, {"enum": list(ALLOCATION_KEYS)})]
AllocationShares = dict[Name, Share]


def _allocation_form(value: Any) -> str:
    if not isinstance(value, dict):
        return "a key"
    return "an element" if set(value) == {"element"} else "shares"


def _without_shares(value: Any) -> Any:
    if _allocation_form(value) == "shares":
        words = "shares belong to a step; the plant states a key such as mass or economic"
        raise WrongValueError(words, "mass", code="undefined-allocation")
    return value


_Key = Annotated[AllocationKey, Tag("a key")]
_Element = Annotated[ElementAllocation, Tag("an element")]
_Shares = Annotated[AllocationShares, Tag("shares")]
AllocationEntry = Annotated[_Key | _Element | _Shares, Discriminator(_allocation_form)]
PlantAllocation = Annotated[
    _Key | _Element, Discriminator(_allocation_form), BeforeValidator(_without_shares)
]


def allocation_words(allocation: str | ElementAllocation | Mapping[str, Amount]) -> str:
    """Write an allocation in one word or two."""
    if isinstance(allocation, ElementAllocation):
        return f"element {allocation.element}"
    if isinstance(allocation, str):
        return allocation
    return ", ".join(f"{flow} {share}" for flow, share in allocation.items())
