"""Off-gas scrubbing: hydrogen fluoride or sulfur dioxide, washed out with a base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    Species,
    emits,
    indicator,
    mixture,
    unit_process,
    uses,
    wastes,
    where,
)

# The formula of each base and its equivalents per mole.
BASES: Mapping[str, tuple[str, float]] = {
    "hydrated lime": ("Ca(OH)2", 2.0),
    "quicklime": ("CaO", 2.0),
    "limestone": ("CaCO3", 2.0),
    "caustic soda": ("NaOH", 1.0),
}


@unit_process(governed_by=("efficiency", "sorbent"))
def offgas_scrubbing(
    *,
    gas: Feed = Feed("HF in off-gas"),
    residue: FlowName = "scrubber residue",
    sorbent: Literal["hydrated lime", "quicklime", "limestone", "caustic soda"] = "hydrated lime",
    oxidised: bool = True,
    efficiency: Fraction,
    excess: Fraction,
    residue_moisture: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Wash an acid gas of the kiln with lime, limestone or caustic soda.

    A service: it makes nothing to sell, and treats the gas that another step wastes. Reactions, one
    for each equivalent of acid (HF has one, SO2 two)::

        2 HF + Ca(OH)2 -> CaF2 + 2 H2O           SO2 + Ca(OH)2 + 1/2 O2 + H2O -> CaSO4(H2O)2
        2 HF + CaCO3 -> CaF2 + CO2 + H2O         SO2 + CaCO3 + 1/2 O2 + 2 H2O -> CaSO4(H2O)2 + CO2
        HF + NaOH -> NaF + H2O                   SO2 + 2 NaOH + 1/2 O2 -> Na2SO4 + H2O

    Inside the boundary: base, pumps of the scrubber, the rest of the gas that escapes.
    Outside: fans (with the kiln), treatment or sale of the residue.

    Parameters
    ----------
    gas : Feed
        The gas to wash, a flow of HF or of SO2 [kg].
    residue : FlowName
        The spent slurry or solution, a waste [kg wet].
    sorbent : Literal["hydrated lime", "quicklime", "limestone", "caustic soda"]
        The base; limestone gives up its own carbon dioxide.
    oxidised : bool
        Whether sulfite is blown to sulfate; SO2 that was acid mist always is.
    efficiency : Fraction
        Share of the gas that is washed out [-].
    excess : Fraction
        Base above stoichiometry; it leaves unreacted with the residue [-].
    residue_moisture : Fraction
        Water in the residue [kg/kg].
    electricity : EnergyPerMass
        Pumps of the scrubber [kWh/t gas].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of gas; indicators: base per gas [kg/kg], dry residue per gas [kg/kg].

    Raises
    ------
    ModelError
        If the gas holds neither fluorine nor sulfur.

    Notes
    -----
    Valid for gas of HF or of SO2. Excluded: water that evaporates into the gas, the CO2 that a base
    takes up from flue gas.

    References
    ----------
    Stoichiometry; practice: factors/processes/offgas_scrubbing.csv.
    """
    formula, equivalents = BASES[sorbent]
    _check(gas)
    size = species.one("kg")
    fluorine = efficiency * gas.elements.get("F", 0.0) / species.mass("F")
    sulfur = efficiency * gas.elements.get("S", 0.0) / species.mass("S")
    acid = fluorine + 2 * sulfur
    base = acid / equivalents

    if sorbent == "caustic soda":
        sulfur_salt, fluoride = "Na2SO4" if oxidised else "Na2SO3", "NaF"
    else:
        sulfur_salt, fluoride = "CaSO4(H2O)2" if oxidised else "CaSO3(H2O)0.5", "CaF2"
    salts = {
        fluoride: fluorine / (1 if fluoride == "NaF" else 2) * species.mass(fluoride),
        sulfur_salt: sulfur * species.mass(sulfur_salt),
    }
    left_over = "CaCO3" if sorbent == "limestone" else "NaOH" if equivalents == 1 else "Ca(OH)2"
    salts[left_over] = excess * base * species.mass(left_over)
    dry = sum(salts.values())
    moisture = dry * residue_moisture / (1 - residue_moisture)
    wet = dry + moisture
    basis = where(wet > 0, wet, 1 + wet)  # nothing is washed out at no efficiency
    cake = mixture(
        {**{name: part / basis for name, part in salts.items()}, "H2O": moisture / basis}
    )
    return [
        uses(gas.flow, size, gas.elements),
        uses(sorbent, size * base * (1 + excess) * species.mass(formula)),
        uses("water", size * moisture),
        uses("electricity", size * electricity),
        *([emits("CO2", size * base * species.mass("CO2"))] if sorbent == "limestone" else []),
        *(
            emits(name, size * (1 - efficiency) * gas.elements[element] / share)
            for name, element, share in _escaping(gas)
        ),
        wastes(residue, size * wet, cake),
        indicator("base per gas", base * (1 + excess) * species.mass(formula), "kg/kg"),
        indicator("dry residue per gas", dry, "kg/kg"),
    ]


def _escaping(gas: Feed) -> list[tuple[str, str, Any]]:
    """Name what escapes, by its element and the share of that element in it."""
    known = (("HF", "F"), ("SO2", "S"))
    return [
        (name, element, mixture({name: 1.0})[element])
        for name, element in known
        if element in gas.elements
    ]


def _check(gas: Feed) -> None:
    if not {"F", "S"} & set(gas.elements):
        raise ModelError("gas", f"'{gas.flow}' holds neither fluorine nor sulfur; nothing to wash")
