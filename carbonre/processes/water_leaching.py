"""Water leaching: sulfated concentrate to a clean rare-earth sulfate liquor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction, MassConcentration, MassRatio
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    maximum,
    merged,
    minimum,
    mixture,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("recovery", "liquor_strength", "neutraliser"))
def water_leaching(
    *,
    feed: Feed = Feed("sulfated concentrate"),
    product: FlowName = "rare earth sulfate liquor",
    residue: FlowName = "leach residue",
    recovery: Fraction,
    liquor_strength: MassConcentration,
    water_in_liquor: MassConcentration,
    neutraliser: Literal["magnesia", "limestone"] = "magnesia",
    excess: Fraction,
    gangue: MassRatio,
    residue_moisture: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Leach the roasted concentrate with cold water and neutralise the liquor.

    Rare-earth sulfate dissolves. The neutraliser binds the free acid and the acid that iron and
    phosphate set free when they precipitate at pH 4 to 4.5; calcium precipitates as gypsum::

        Fe2(SO4)3 + 2 H3PO4 + 3 MgO -> 2 FePO4 + 3 MgSO4 + 3 H2O
        Fe2(SO4)3 + 3 MgO + 3 H2O -> 2 Fe(OH)3 + 3 MgSO4
        H2SO4 + MgO -> MgSO4 + H2O       H2SO4 + CaCO3 + H2O -> CaSO4(H2O)2 + CO2

    How much that is follows from the sulfur of the feed: all sulfate that is bound neither to rare
    earths nor to calcium. With magnesia it stays in the liquor as magnesium sulfate; with limestone
    it leaves as gypsum, and its carbon to the air.

    Inside the boundary: leaching, neutralisation, filtration and washing of the residue.
    Outside: conversion to chloride, storage of the (weakly radioactive) residue.

    Parameters
    ----------
    feed : Feed
        The sulfated concentrate [kg REO], with its sulfur, calcium, iron and phosphorus.
    product : FlowName
        The sulfate liquor [kg REO].
    residue : FlowName
        The filter cake, a waste [kg wet].
    recovery : Fraction
        Share of the rare earths that reaches the liquor [-].
    liquor_strength : MassConcentration
        REO in the liquor [g/L].
    water_in_liquor : MassConcentration
        Water in the liquor [g/L].
    neutraliser : Literal["magnesia", "limestone"]
        What binds the acid.
    excess : Fraction
        Neutraliser above stoichiometry; it ends in the residue unreacted [-].
    gangue : MassRatio
        Minerals that pass the kiln unchanged into the residue [kg/kg REO].
    residue_moisture : Fraction
        Water in the wet filter cake [kg/kg].
    electricity : EnergyPerMass
        Stirring, pumping and filtering [kWh/t REO in the feed].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of REO in the feed; indicators: neutraliser per REO [kg/kg], water per REO in
        the liquor [kg/kg], dry residue per REO [kg/kg].

    Raises
    ------
    ModelError
        If the sulfur of the feed does not suffice for the sulfates of its rare earths.

    Notes
    -----
    Valid for the leach after a high-temperature roast. Rare earths that are lost leave with their
    sulfate in the residue. Leach water that comes back from later steps is no parameter: a waste
    named ``water`` of another step is taken before fresh water. Excluded: the 2 g/L of gypsum that
    stays dissolved, thorium (in the residue), removal of barium and lead.

    References
    ----------
    Stoichiometry; practice: factors/processes/water_leaching.csv.
    """
    size = species.one("kg")
    rare_earth = species.moles(feed.rare_earths)
    sulfur, calcium, iron, phosphorus = (
        feed.elements.get(element, 0.0) / species.mass(element)
        for element in ("S", "Ca", "Fe", "P")
    )
    acid = sulfur - calcium - 1.5 * rare_earth
    _check(acid, rare_earth)
    acid = maximum(acid, 0 * rare_earth)

    magnesia = neutraliser == "magnesia"
    contained = {oxide: share / feed.reo for oxide, share in feed.rare_earths.items()}
    made = recovery * feed.reo
    water = water_in_liquor / liquor_strength
    dissolved = {"MgSO4": acid * species.mass("MgSO4") / made} if magnesia else {}
    liquor = merged(salt(contained, "SO4", 1.5), mixture({**dissolved, "H2O": water}))

    iron_phosphate = minimum(iron, phosphorus)
    surplus = "Mg(OH)2" if magnesia else "CaCO3"
    solids = {
        "CaSO4(H2O)2": (calcium if magnesia else calcium + acid) * species.mass("CaSO4(H2O)2"),
        "FePO4": iron_phosphate * species.mass("FePO4"),
        "Fe(OH)3": (iron - iron_phosphate) * species.mass("Fe(OH)3"),
        "P2O5": (phosphorus - iron_phosphate) * species.mass("P2O5") / 2,
        surplus: excess * acid * species.mass(surplus),
    }
    lost = {oxide: share * (1 - recovery) for oxide, share in feed.rare_earths.items()}
    lost_sulfate = (1 - recovery) * (feed.reo + 1.5 * rare_earth * species.mass("SO3"))
    dry = sum(solids.values()) + lost_sulfate + gangue * feed.reo
    moisture = dry * residue_moisture / (1 - residue_moisture)
    cake = merged(salt(lost, "SO4", 1.5), mixture({**solids, "H2O": moisture}))
    wet = dry + moisture
    base = acid * (1 + excess) * species.mass("MgO" if magnesia else "CaCO3")
    return [
        makes(product, size * made, liquor, contained),
        uses(feed.flow, size, feed.elements),
        uses(neutraliser, size * base),
        uses("water", size * (water * made + moisture)),
        uses("electricity", size * feed.reo * electricity),
        *([] if magnesia else [emits("CO2", size * acid * species.mass("CO2"))]),
        wastes(residue, size * wet, {element: part / wet for element, part in cake.items()}),
        indicator("neutraliser per REO", base / feed.reo, "kg/kg"),
        indicator("water per REO in the liquor", water, "kg/kg"),
        indicator("dry residue per REO", dry / feed.reo, "kg/kg"),
    ]


def _check(acid: Any, rare_earth: Any) -> None:
    check(
        acid >= -1e-6 * rare_earth,
        "feed",
        lambda: (
            f"its sulfur lacks {shown(-acid / rare_earth, '.3g')} mol per mol of rare earth for "
            "the sulfates of rare earths and calcium; state the composition of the sulfated "
            "concentrate"
        ),
    )
