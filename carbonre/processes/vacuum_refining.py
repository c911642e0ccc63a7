"""Vacuum refining: crude metal of a calciothermic reduction is remelted and loses its calcium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import Species, elements, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction, Ratio
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
)

TRACE = 1e-3  # other elements that crude metal may hold [kg/kg]


@unit_process(governed_by=("residual_calcium", "relative_volatility", "electricity"))
def vacuum_refining(
    *,
    metal: Literal["Dy", "Tb", "Y", "Gd"] = "Dy",
    feed: Feed = Feed("crude Dy metal"),
    product: FlowName = "",
    condensate: FlowName = "calcium condensate",
    skull: FlowName = "metal skulls",
    residual_calcium: Fraction,
    relative_volatility: Ratio,
    skull_loss: Fraction,
    electricity: EnergyPerMass,
    minimum_energy: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Remelt crude rare-earth metal in vacuum until its calcium has boiled off.

    Calcium boils far below the melting point of the metal; in vacuum it leaves, and takes some of
    the metal with it: the more volatile the metal and the purer it must be, the more. Rayleigh
    evaporation of an ideal melt, with r the calcium per metal left over that at the start
    [mol/mol]::

        metal left / metal at the start = r^(1 / (relative_volatility - 1))

    Inside the boundary: the vacuum furnace and its pumps, casting.
    Outside: reduction, use of condensate and skulls.

    Parameters
    ----------
    metal : Literal["Dy", "Tb", "Y", "Gd"]
        The rare earth.
    feed : Feed
        The crude metal, with its calcium [kg].
    product : FlowName
        The refined metal [kg]; by default named after it, such as ``Dy metal``.
    condensate : FlowName
        Calcium and metal that boiled off [kg].
    skull : FlowName
        Metal that stays in crucible and mould [kg].
    residual_calcium : Fraction
        Calcium in the refined metal [kg/kg].
    relative_volatility : Ratio
        How much easier an atom of calcium leaves the melt than one of the metal: vapour pressures
        times the root of the molar masses, inverted (Langmuir) [-].
    skull_loss : Fraction
        Metal of the melt that stays behind [kg/kg].
    electricity : EnergyPerMass
        Vacuum furnace and pumps [kWh/kg refined metal].
    minimum_energy : EnergyPerMass
        Heat to melt the metal; less is refused [kWh/kg refined metal].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of crude metal; indicators: metal that boils off [%], refined per crude metal
        [kg/kg], energy over its floor [-].

    Raises
    ------
    ModelError
        If the feed is not crude metal of this rare earth, is purer than the refined metal, or the
        electricity is below the heat of melting.

    Notes
    -----
    Valid for crude metal of a calciothermic reduction. The metal that boils off matters for
    dysprosium alone; the others hardly evaporate. GB 29435-2025 limits fluorination, reduction and
    remelting together: see `calciothermic_reduction`. Excluded: oxygen, carbon and crucible metal,
    which are not taken out by remelting; that takes distillation, for which no figure of energy was
    found.

    References
    ----------
    Encyclopaedia Britannica, rare-earth element; CRC thermochemistry and vapour pressures; GB
    29435-2025, Table 5; values: factors/processes/vacuum_refining.csv.
    """
    crude, calcium = _crude(feed, metal)
    words = f"'{feed.flow}' holds less calcium than the metal wanted; leave the step out"
    check(residual_calcium <= calcium / (crude + calcium), "residual_calcium", words)
    words = "the furnace takes less than the heat to melt the metal"
    check(electricity >= minimum_energy, "electricity", words)
    words = "calcium must be more volatile than the metal, or nothing is refined"
    check(relative_volatility > 1, "relative_volatility", words)
    wanted = residual_calcium / (1 - residual_calcium)
    left = (wanted * crude / calcium) ** (1 / (relative_volatility - 1))
    melt = crude * left * (1 + wanted)
    made = melt * (1 - skull_loss)
    boiled = {metal: crude * (1 - left), "Ca": calcium - crude * left * wanted}
    amount = sum(boiled.values())
    refined = {metal: 1 - residual_calcium, "Ca": residual_calcium}
    oxides = {oxide_of(metal): (1 - residual_calcium) / elements(oxide_of(metal))[metal]}
    size = species.one("kg")
    return [
        makes(product or f"{metal} metal", size * made, refined, oxides),
        uses(feed.flow, size, {metal: crude, "Ca": calcium}),
        uses("electricity", size * made * electricity),
        wastes(condensate, size * amount, {name: part / amount for name, part in boiled.items()}),
        wastes(skull, size * melt * skull_loss, refined, oxides),
        indicator("metal that boils off", 1 - left, "%"),
        indicator("refined per crude metal", made, "kg/kg"),
        indicator("energy over its floor", electricity / minimum_energy),
    ]


def _crude(feed: Feed, metal: str) -> tuple[Any, Any]:
    """Return metal and calcium in the crude metal; refuse what is something else."""
    metals, calcium = feed.elements.get(metal, 0.0), feed.elements.get("Ca", 0.0)
    words = f"'{feed.flow}' is no crude {metal} metal with calcium; state its composition"
    check((calcium > 0) & (metals > 0), "feed", words)
    for element in sorted((BALANCED & feed.elements.keys()) - {metal, "Ca"}):
        words = f"'{feed.flow}' holds {element}, which boiling does not part"
        check(feed.elements[element] <= TRACE, "feed", words)
    return metals, calcium
