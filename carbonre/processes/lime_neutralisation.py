"""Lime neutralisation: acid, magnesium and ammonium taken out of a waste water."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass
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
    unit_process,
    uses,
    wastes,
    where,
)

FORMULAS = {"quicklime": "CaO", "hydrated lime": "Ca(OH)2", "limestone": "CaCO3"}
# Charges per mole of element of the ions that a waste water of this trade holds.
ANIONS = {"S": 2, "Cl": 1, "F": 1, "P": 3}
CATIONS = {"Mg": 2, "Ca": 2, "N": 1, "Na": 1}
IONS = {"S": "SO4", "N": "NH4", "P": "PO4"}  # the others are single atoms


@unit_process(governed_by=("stream", "reagent", "magnesium", "ammonium"))
def lime_neutralisation(
    *,
    stream: Feed = Feed("acid sulfate wastewater"),
    reagent: Literal["quicklime", "hydrated lime", "limestone"] = "quicklime",
    magnesium: Literal["to sludge", "regenerated", "left in the water"] = "to sludge",
    ammonium: Literal["left in the water", "stripped"] = "left in the water",
    effluent: FlowName = "treated wastewater",
    sludge: FlowName = "gypsum sludge",
    magnesium_removal: Fraction,
    ammonium_removal: Fraction,
    excess: Fraction,
    sludge_moisture: Fraction,
    stripping_steam: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Neutralise a waste water or brine with lime, and recover its magnesium or ammonia.

    The stream is a solution of sulfates and chlorides of known composition; its free acid is what
    its charges lack::

        H2SO4 + CaO + H2O -> CaSO4(H2O)2         H2SO4 + CaCO3 + H2O -> CaSO4(H2O)2 + CO2
        MgSO4 + CaO + 3 H2O -> Mg(OH)2 + CaSO4(H2O)2
        MgCl2 + CaO + H2O -> Mg(OH)2 + CaCl2     2 NH4Cl + CaO -> 2 NH3 + CaCl2 + H2O

    Limestone takes the acid only; magnesium and ammonium then take quicklime in a second stage.
    Calcium precipitates with sulfate as gypsum, and what is left of it stays as chloride.

    Inside the boundary: base, pumps, steam of the stripping column.
    Outside: making the lime (its kiln is in its factor), disposal of the sludge.

    Parameters
    ----------
    stream : Feed
        The waste water or brine [kg].
    reagent : Literal["quicklime", "hydrated lime", "limestone"]
        The base that takes the acid.
    magnesium : Literal["to sludge", "regenerated", "left in the water"]
        Whether magnesium precipitates into the sludge, is recovered as magnesia, or stays
        dissolved.
    ammonium : Literal["left in the water", "stripped"]
        Whether ammonia is stripped out and recovered, or stays dissolved.
    effluent : FlowName
        The water that leaves, a waste [kg]; its composition is computed.
    sludge : FlowName
        The filter cake of gypsum and hydroxides, a waste [kg wet].
    magnesium_removal : Fraction
        Share of the magnesium that precipitates, where it shall [-].
    ammonium_removal : Fraction
        Share of the ammonium that is stripped, where it shall [-].
    excess : Fraction
        Base above stoichiometry; it ends in the sludge unreacted [-].
    sludge_moisture : Fraction
        Water in the wet sludge [kg/kg].
    stripping_steam : HeatPerMass
        Steam to strip ammonia [MJ/kg stream].
    electricity : EnergyPerMass
        Stirring, pumping and filtering [kWh/t stream].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of waste water; indicators: "free acid, as H2SO4" [kg/kg], gypsum [kg/kg].

    Raises
    ------
    ModelError
        If the stream holds less water than the sludge takes.

    Notes
    -----
    Valid for solutions of sulfates and chlorides: nitrogen counts as ammonium, phosphorus as
    phosphate; rare earths precipitate as hydroxides. Magnesia is counted as MgO; it leaves as moist
    hydroxide. Excluded: the 2 g/L of gypsum that stays dissolved, magnesium hydroxide that
    limestone precipitates, ammonia lost to air.

    References
    ----------
    Stoichiometry; practice: factors/processes/lime_neutralisation.csv.
    """
    size = species.one("kg")
    moles = {
        element: stream.elements.get(element, 0.0) / species.mass(element)
        for element in (*ANIONS, *CATIONS)
    }
    rare_earth = species.moles(stream.rare_earths)
    acid = _free_acid(moles, rare_earth)
    removed = moles["Mg"] * (0.0 if magnesium == "left in the water" else magnesium_removal)
    stripped = moles["N"] * (ammonium_removal if ammonium == "stripped" else 0.0)

    first, second = (acid + 3 * rare_earth) / 2, removed + stripped / 2
    gypsum = minimum(moles["S"], moles["Ca"] + first + second)
    left = {
        **moles,
        "S": moles["S"] - gypsum,
        "Ca": moles["Ca"] + first + second - gypsum,
        "Mg": moles["Mg"] - removed,
        "N": moles["N"] - stripped,
    }
    stone = reagent == "limestone"
    lime = "quicklime" if stone else reagent
    solids = {
        "CaSO4(H2O)2": gypsum * species.mass("CaSO4(H2O)2"),
        "Ca(OH)2": excess * (second if stone else first + second) * species.mass("Ca(OH)2"),
    }
    if stone:
        solids["CaCO3"] = excess * first * species.mass("CaCO3")
    if magnesium == "to sludge":
        solids["Mg(OH)2"] = removed * species.mass("Mg(OH)2")
    wet, cake = _sludge(solids, salt(stream.rare_earths, "OH", 3), sludge_moisture)

    stones = first * (1 + excess) * species.mass("CaCO3") if stone else 0.0
    limes = (second if stone else first + second) * (1 + excess) * species.mass(FORMULAS[lime])
    dioxide = first * species.mass("CO2") if stone else 0.0
    magnesia = removed * species.mass("MgO") if magnesium == "regenerated" else 0.0
    ammonia = stripped * species.mass("NH3")
    out = 1 + stones + limes - dioxide - magnesia - ammonia - wet
    water = out - _dissolved(left, stream, species)
    check(water >= 0, "stream", "it holds less water than the sludge takes; state its water")
    solution = {element: n * species.mass(element) / out for element, n in left.items()}
    solution.update({element: share / out for element, share in _others(stream).items()})
    return [
        *([makes("magnesia", size * magnesia)] if magnesium == "regenerated" else []),
        *([makes("ammonia", size * ammonia)] if ammonium == "stripped" else []),
        uses(stream.flow, size, stream.elements),
        *([uses("limestone", size * stones)] if stone else []),
        uses(lime, size * limes),
        *([uses("steam", size * stripping_steam)] if ammonium == "stripped" else []),
        uses("electricity", size * electricity),
        *([emits("CO2", size * dioxide)] if stone else []),
        wastes(sludge, size * wet, cake),
        wastes(effluent, size * out, {**solution, "H2O": water / out}),
        indicator("free acid, as H2SO4", acid / 2 * species.mass("H2SO4"), "kg/kg"),
        indicator("gypsum", gypsum * species.mass("CaSO4(H2O)2"), "kg/kg"),
    ]


def _free_acid(moles: Mapping[str, Any], rare_earth: Any) -> Any:
    """Return the protons that the charges of the ions lack [mol/kg stream]."""
    charge = sum(n * moles[ion] for ion, n in ANIONS.items())
    charge = charge - sum(n * moles[ion] for ion, n in CATIONS.items()) - 3 * rare_earth
    return maximum(charge, 0 * charge)


def _sludge(
    solids: Mapping[str, Any], hydroxides: Mapping[str, Any], moisture: Any
) -> tuple[Any, dict[str, Any]]:
    """Return the wet filter cake [kg/kg stream] and its elements.

    Solids by formula, hydroxides of rare earths by element, both in kilograms per kilogram of
    stream.
    """
    dry = sum(solids.values()) + sum(hydroxides.values())
    wet = dry / (1 - moisture)
    basis = where(wet > 0, wet, 1 + wet)  # there may be no sludge
    cake = merged(mixture({**solids, "H2O": wet * moisture}), hydroxides)
    return wet, {element: part / basis for element, part in cake.items()}


def _others(stream: Feed) -> dict[str, Any]:
    """Return the elements that pass through: iron, potassium, carbon ..."""
    treated = {*ANIONS, *CATIONS, *RARE_EARTHS, "O", "H", "H2O"}
    return {name: share for name, share in stream.elements.items() if name not in treated}


def _dissolved(moles: Mapping[str, Any], stream: Feed, species: Species) -> Any:
    """Return the mass of the salts that stay in the water [kg/kg stream]."""
    ions = sum(n * species.mass(IONS.get(element, element)) for element, n in moles.items())
    return ions + sum(_others(stream).values())
