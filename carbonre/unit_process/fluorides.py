"""Rare-earth fluorides that are reduced to metal: pure, and of one rare earth."""

from __future__ import annotations

from typing import Any

from carbonre.core.species import elements, metal_of
from carbonre.unit_process.model import Exchange, Feed, ModelError, check, uses

TRACE = 1e-3  # other elements that a pure fluoride may hold [kg/kg]


def fluoride_charged(fluoride: Feed | None, metal: str, amount: Any) -> Exchange:
    """Return the exchange of the trifluoride of a metal; refuse what is something else.

    Parameters
    ----------
    fluoride : Feed, optional
        What the plant charges; by default the flow named by its formula, such as ``DyF3``.
    metal : str
        The rare earth.
    amount : float or array
        How much is charged [kg].

    Raises
    ------
    ModelError
        If the fluoride is not the pure one of the metal.
    """
    name = f"{metal}F3"
    pure = dict(elements(name))
    if fluoride is None:
        return uses(name, amount, pure)
    wanted = f"the pure fluoride {name} is wanted"
    if {metal_of(oxide) for oxide in fluoride.rare_earths} != {metal}:
        raise ModelError("fluoride", f"'{fluoride.flow}' is not of {metal} alone: {wanted}")
    for element in sorted({*fluoride.elements, *pure}):
        off = fluoride.elements.get(element, 0.0) - pure.get(element, 0.0)
        words = f"'{fluoride.flow}' is off in {element}: {wanted}"
        check(abs(off) <= TRACE, "fluoride", words)
    return uses(fluoride.flow, amount, pure)
