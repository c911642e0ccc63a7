"""Ammonia recovery: a base sets ammonia free from brine, and steam strips it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    Ratio,
    Temperature,
)
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
    minimum,
    mixture,
    unit_process,
    uses,
    wastes,
    where,
)

# Each base: its formula, its cation, and the charges of a mole.
BASES = {"quicklime": ("CaO", "Ca", 2), "caustic soda": ("NaOH", "Na", 1)}
IONS = {"N": "NH4", "S": "SO4"}  # the others are single atoms
ELEMENTS = ("N", "Cl", "S", "Na", "Ca")
Fate = Literal["treatment plant", "fresh water", "oxygen-poor water", "counted elsewhere"]


@unit_process(governed_by=("stripping_factor", "stages", "base", "nitrogen_fate"))
def ammonia_recovery(
    *,
    brine: Feed = Feed("ammonium chloride brine"),
    base: Literal["quicklime", "caustic soda"] = "quicklime",
    nitrogen_fate: Fate = "treatment plant",
    effluent: FlowName = "stripped water",
    sludge: FlowName = "gypsum sludge",
    stripping_factor: Ratio,
    stages: Ratio,
    volatility: Ratio,
    excess: Fraction,
    steam_heat: HeatPerMass,
    heat_capacity: HeatCapacity,
    feed_rise: Temperature,
    heat_exchange: Fraction,
    sludge_moisture: Fraction,
    nitrous_oxide: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Strip ammonia out of an ammonium brine with base and steam.

    The base sets ammonia free and steam carries it up a column, stage by stage (Kremser), where the
    stripping factor S is steam over water times the volatility of ammonia::

        2 NH4Cl + CaO -> 2 NH3 + CaCl2 + H2O          NH4Cl + NaOH -> NH3 + NaCl + H2O
        (NH4)2SO4 + CaO + H2O -> 2 NH3 + CaSO4(H2O)2
        recovery = (S^(n+1) - S) / (S^(n+1) - 1)      steam / water = S / volatility

    Inside the boundary: base, steam, pumps; N2O of the nitrogen that is left in the water.
    Outside: absorbing the ammonia in water or acid, the salt in the water (`evaporation`).

    Parameters
    ----------
    brine : Feed
        A solution of ammonium salts of known composition [kg].
    base : Literal["quicklime", "caustic soda"]
        What sets the ammonia free.
    nitrogen_fate : Fate
        Where the nitrogen goes that is not stripped; it chooses `nitrous_oxide`. With
        ``counted elsewhere`` this step emits none.
    effluent : FlowName
        The stripped water, a waste [kg]; its composition is computed.
    sludge : FlowName
        Gypsum, where lime meets sulfate, a waste [kg wet].
    stripping_factor : Ratio
        Steam over water in the column, times the volatility [-].
    stages : Ratio
        Theoretical stages of the column [-].
    volatility : Ratio
        Mole fraction of ammonia in the vapour over that in the water, at the boiling point [-].
    excess : Fraction
        Base above stoichiometry; it leaves with the water [-].
    steam_heat : HeatPerMass
        Enthalpy of live steam above feed water [MJ/kg].
    heat_capacity : HeatCapacity
        Of the brine [kJ/kg/K].
    feed_rise : Temperature
        From the brine's temperature to boiling [K].
    heat_exchange : Fraction
        Share of that heat that the stripped water gives back [-].
    sludge_moisture : Fraction
        Water in the wet sludge [kg/kg].
    nitrous_oxide : Fraction
        Nitrogen left in the water that becomes N2O [kg N2O-N/kg N].
    electricity : EnergyPerMass
        Pumps, fans and stirrers [kWh/t brine].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of brine; indicators: recovery of ammonia [%], steam per water [kg/kg], steam
        per ammonia [GJ/t].

    Raises
    ------
    ModelError
        If the brine holds no ammonium, or magnesium, which takes the base first.

    Notes
    -----
    Valid for dilute solutions at ambient pressure. The ammonia is counted as 100 % NH3; the vapour
    that rises with it stays in the water balance of the column, and steam is an energy here.
    `lime_neutralisation` strips ammonia too, with a stated share and steam; it treats magnesium.
    Excluded: ammonia that escapes to air, the 2 g/L of gypsum that stays dissolved.

    References
    ----------
    A. Kremser, Natl. Petrol. News 22 (1930) 43; R. Sander, Atmos. Chem. Phys. 15 (2015) 4399, for
    the volatility; IPCC 2019 for N2O; values: factors/processes/ammonia_recovery.csv.
    """
    size = species.one("kg")
    moles = {name: brine.elements.get(name, 0.0) / species.mass(name) for name in ELEMENTS}
    _check(brine, moles["N"])
    power = stripping_factor ** (stages + 1)
    recovery = (power - stripping_factor) / (power - 1)
    won = recovery * moles["N"]
    charges = moles["Cl"] + 2 * moles["S"] - moles["N"] - moles["Na"] - 2 * moles["Ca"]
    acid = maximum(charges, 0 * charges)
    formula, cation, worth = BASES[base]
    added = (won + acid) * (1 + excess) / worth
    gypsum = minimum(moles["S"], moles["Ca"] + added) if cation == "Ca" else 0 * added
    gas = (moles["N"] - won) * nitrous_oxide
    left = {**moles, "N": moles["N"] - won - gas, "S": moles["S"] - gypsum}
    left[cation] = left[cation] + added
    left["Ca"] = left["Ca"] - gypsum

    stone = gypsum * species.mass("CaSO4(H2O)2")
    wet = stone / (1 - sludge_moisture)
    out = 1 + added * species.mass(formula) - won * species.mass("NH3") - wet
    solute = sum(n * species.mass(IONS.get(name, name)) for name, n in left.items())
    free = excess * (won + acid) * species.mass("OH")
    parts = {name: n * species.mass(name) / out for name, n in left.items()}
    parts[WATER] = maximum(out - solute - free, 0 * out) / out
    steam = brine.elements.get(WATER, 0.0) * stripping_factor / volatility * steam_heat
    warm = heat_capacity * feed_rise * (1 - heat_exchange)
    basis = where(wet > 0, wet, 1.0)
    cake = mixture({"CaSO4(H2O)2": stone / basis, WATER: wet * sludge_moisture / basis})
    return [
        makes("ammonia", size * won * species.mass("NH3")),
        uses(brine.flow, size, brine.elements),
        uses(base, size * added * species.mass(formula)),
        uses("steam", size * (steam + warm)),
        uses("electricity", size * electricity),
        emits("N2O", size * gas * species.mass("N2O") / 2),
        wastes(effluent, size * out, {**parts, **_others(brine, out)}),
        *([wastes(sludge, size * wet, cake)] if cation == "Ca" else []),
        indicator("recovery of ammonia", recovery, "%"),
        indicator("steam per water", stripping_factor / volatility, "kg/kg"),
        indicator("steam per ammonia", (steam + warm) / (won * species.mass("NH3")), "GJ/t"),
    ]


def _check(brine: Feed, nitrogen: Any) -> None:
    words = f"'{brine.flow}' holds no ammonium; state its composition"
    check(nitrogen > 0 * nitrogen, "brine", words)
    words = "holds magnesium, which takes the base first: lime_neutralisation treats it"
    check(brine.elements.get("Mg", 0.0) <= 0, "brine", f"'{brine.flow}' {words}")


def _others(brine: Feed, out: Any) -> Mapping[str, Any]:
    """Return the elements that pass through."""
    known = {*ELEMENTS, "O", "H", WATER}
    return {name: part / out for name, part in brine.elements.items() if name not in known}
