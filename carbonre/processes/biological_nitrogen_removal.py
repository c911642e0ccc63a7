"""Biological nitrogen removal: ammonium or nitrate of a waste water to nitrogen gas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction, MassPerEnergy, MassRatio
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    maximum,
    merged,
    mixture,
    shown,
    unit_process,
    uses,
    wastes,
)

# Per mole of ammonium: oxygen, and acid set free, to nitrate and to the nitrite of one half.
NITRIFICATION, NITRITATION = (2.0, 2.0), (0.75, 1.0)
METHANOL = 5 / 6  # moles that a mole of nitrate oxidises
# Each base: its formula, and the acid that a mole of it takes.
BASES = {"caustic soda": ("NaOH", 1), "quicklime": ("CaO", 2)}


@unit_process(governed_by=("route", "nitrous_oxide", "methanol_dose", "alkali", "removal"))
def biological_nitrogen_removal(
    *,
    stream: Feed = Feed("ammonium chloride brine"),
    effluent: FlowName = "denitrified water",
    nitrogen: Literal["ammonium", "nitrate"] = "ammonium",
    route: Literal[
        "nitrification and denitrification", "partial nitritation and anammox"
    ] = "nitrification and denitrification",
    alkali: Literal["caustic soda", "quicklime", "of the water"] = "caustic soda",
    removal: Fraction,
    nitrous_oxide: Fraction,
    methanol_dose: MassRatio,
    oxygen_per_energy: MassPerEnergy,
    mixing: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Remove nitrogen from a waste water by bacteria, with air and methanol.

    A service: it makes nothing to sell, and what stripping would win back is lost. Bacteria oxidise
    ammonium to nitrate, and others reduce nitrate with the carbon of bought methanol; anammox
    reduces the nitrite of one half with the ammonium of the other, without methanol::

        NH4(+) + 2 O2 -> NO3(-) + 2 H(+) + H2O
        NO3(-) + 5/6 CH3OH + H(+) -> 1/2 N2 + 5/6 CO2 + 13/6 H2O
        NH4(+) + 3/4 O2 -> 1/2 N2 + H(+) + 3/2 H2O            (nitritation of one half, anammox)

    Both routes leave one mole of acid per mole of ammonium, which alkali takes; nitrate none.

    Inside the boundary: aeration, mixing, methanol and its carbon dioxide, alkali, N2O.
    Outside: sludge, phosphorus, what the water holds besides.

    Parameters
    ----------
    stream : Feed
        The waste water, with its nitrogen and water [kg].
    effluent : FlowName
        The water that leaves, a waste [kg]; its composition is computed.
    nitrogen : Literal["ammonium", "nitrate"]
        As what the nitrogen comes; nitrate takes methanol, but no air and no alkali.
    route : Literal["nitrification and denitrification", "partial nitritation and anammox"]
        What the bacteria do; it chooses `nitrous_oxide`.
    alkali : Literal["caustic soda", "quicklime", "of the water"]
        What takes the acid; the carbonate that a water brings takes it without a purchase.
    removal : Fraction
        Nitrogen of the water that is removed [-].
    nitrous_oxide : Fraction
        Nitrogen removed that leaves as N2O [kg N2O-N/kg N].
    methanol_dose : MassRatio
        Methanol, all of it oxidised to CO2 [kg/kg N].
    oxygen_per_energy : MassPerEnergy
        Oxygen that aeration dissolves per electricity [kg/kWh].
    mixing : EnergyPerMass
        Mixing, recirculation and pumps [kWh/kg N].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of waste water; indicators: electricity per nitrogen [kWh/kg], oxygen per
        nitrogen [kg/kg], alkali per nitrogen [kg/kg].

    Raises
    ------
    ModelError
        If the water holds no nitrogen, the methanol is less than stoichiometry, or anammox is asked
        to remove nitrate alone.

    Notes
    -----
    Valid for nitrogen as ammonium or as nitrate; salt slows the bacteria, and above some 10 g/L of
    chloride a plant must show that they work. The carbon of methanol is fossil: its factor counts
    its making, this step what leaves to the air. N2O varies a hundredfold between plants and is
    drawn so; too little carbon per nitrogen raises it. Excluded: carbon that stays in the sludge,
    methane, the oxygen that spare methanol takes.

    References
    ----------
    IPCC 2019 Refinement, volume 5, chapter 6, for N2O; stoichiometry; practice:
    factors/processes/biological_nitrogen_removal.csv.
    """
    size = species.one("kg")
    held = stream.elements.get("N", 0.0)
    check(held > 0, "stream", f"'{stream.flow}' holds no nitrogen; state its composition")
    reduced = nitrogen == "nitrate"
    anammox = route == "partial nitritation and anammox"
    if reduced and anammox:
        check(False, "route", "anammox needs ammonium; nitrate takes denitrification")
    removed = removal * held
    moles = removed / species.mass("N")

    methanol = 0 * removed
    if not anammox:
        least = METHANOL * species.mass("CH3OH") / species.mass("N")
        _check_methanol(methanol_dose, least)
        methanol = methanol_dose * removed
    need, freed = (0.0, -1.0) if reduced else NITRITATION if anammox else NITRIFICATION
    oxygen = need * moles * species.mass("O2")
    # Reducing nitrate takes up one of the two moles of acid that its making set free.
    acid = maximum(freed * moles - (0.0 if anammox or reduced else 1.0) * moles, 0 * moles)
    base = 0 * removed
    if alkali != "of the water":
        formula, takes = BASES[alkali]
        base = acid / takes * species.mass(formula)
    power = oxygen / oxygen_per_energy + mixing * removed
    gas = nitrous_oxide * moles
    out = 1 + base - removed
    others = {name: part for name, part in stream.elements.items() if name != "N"}
    brought = {} if alkali == "of the water" else mixture({BASES[alkali][0]: base})
    left = merged(others, {"N": held - removed}, brought)
    carbonic = methanol / species.mass("CH3OH") * species.mass("CO2")
    return [
        uses(stream.flow, size, stream.elements),
        *([] if anammox else [uses("methanol", size * methanol)]),
        *([] if alkali == "of the water" else [uses(alkali, size * base)]),
        uses("electricity", size * power),
        *([] if anammox else [emits("CO2", size * carbonic, carbon_of="methanol")]),
        emits("N2O", size * gas / 2 * species.mass("N2O")),
        emits("N2", size * (removed - gas * species.mass("N"))),
        wastes(effluent, size * out, {name: part / out for name, part in left.items()}),
        indicator("electricity per nitrogen", power / removed, "kWh/kg"),
        indicator("oxygen per nitrogen", oxygen / removed, "kg/kg"),
        indicator("alkali per nitrogen", base / removed, "kg/kg"),
    ]


def _check_methanol(dose: Any, least: Any) -> None:
    check(
        dose >= least,
        "methanol_dose",
        lambda: f"reducing nitrate takes {shown(least, '.3f')} kg/kg N by stoichiometry; dose more",
    )
