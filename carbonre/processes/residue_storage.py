"""Residue storage: tailings and leach residues, and the gas of acid that meets carbonate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    merged,
    minimum,
    mixture,
    shown,
    unit_process,
    uses,
    wastes,
)

BASES = {"limestone": "CaCO3", "quicklime": "CaO", "hydrated lime": "Ca(OH)2"}


@unit_process(governed_by=("sulfide_sulfur", "oxidised", "free_acid", "base", "diesel"))
def residue_storage(
    *,
    residue: Feed = Feed("leach residue"),
    stored: FlowName = "stored residue",
    base: Literal["limestone", "quicklime", "hydrated lime"] = "limestone",
    sulfide_sulfur: MassRatio,
    oxidised: Fraction,
    free_acid: MassRatio,
    carbonate_reacting: Fraction,
    electricity: EnergyPerMass,
    diesel: HeatPerMass,
    liner: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Store tailings or a residue for good, with the carbon dioxide that its acid sets free.

    A service: it makes nothing to sell. Pyrite that the air reaches gives acid; the carbonate of
    the residue takes it and gives off its CO2, and a base takes what is left::

        FeS2 + 15/4 O2 + 7/2 H2O -> Fe(OH)3 + 2 H2SO4
        H2SO4 + CaCO3 + H2O -> CaSO4(H2O)2 + CO2        H2SO4 + CaO + H2O -> CaSO4(H2O)2

    So sulfide gives 1.373 kg CO2 per kg of its sulfur, in the residue or with bought limestone,
    over the life of the store: with all of it oxidised this is the upper bound. The radon of a
    radioactive residue has no global warming potential, and its store no gas of its own.

    Inside the boundary: placing, pumping, lining; acid and its neutralisation.
    Outside: haul to the store, making the residue, cement, closure, treating the water further.

    Parameters
    ----------
    residue : Feed
        What is stored, with its sulfur, and the carbon of its carbonate [kg wet].
    stored : FlowName
        What lies in the store, a waste that stays there [kg wet].
    base : Literal["limestone", "quicklime", "hydrated lime"]
        What takes the acid that the residue's own carbonate leaves.
    sulfide_sulfur : MassRatio
        Sulfur of sulfides [kg/kg residue].
    oxidised : Fraction
        Share of that sulfur that becomes acid over the life of the store [-].
    free_acid : MassRatio
        Sulfuric acid that comes with the residue and its water [kg/kg residue].
    carbonate_reacting : Fraction
        Share of the residue's carbonate that acid reaches [-].
    electricity : EnergyPerMass
        Pumps for slurry and return water [kWh/t residue].
    diesel : HeatPerMass
        Placing, levelling and covering [MJ/t residue].
    liner : MassRatio
        Polyethylene under and over the residue [kg/t residue].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of residue; indicators: acid to neutralise [kg/kg], taken by its own carbonate
        [%], gypsum [kg/kg].

    Raises
    ------
    ModelError
        If there is more sulfide than sulfur in the residue.

    Notes
    -----
    Valid for residues whose carbon is carbonate; carbon of oxalate or of fuel must not be stated as
    part of it. The moment of the gas is not told: all of it is counted with the residue. Excluded:
    nitrous oxide of ammonium that stays in the residue (`nitrogen load`), dust, sulfate reduction
    under water, uptake of CO2 by hydroxides.

    References
    ----------
    Stoichiometry; practice: factors/processes/residue_storage.csv.
    """
    size = species.one("kg")
    sulfur, carbon = (residue.elements.get(name, 0.0) / species.mass(name) for name in ("S", "C"))
    sulfide = sulfide_sulfur / species.mass("S")
    _check_sulfide(residue, sulfide, sulfur, species)
    burnt = oxidised * sulfide
    acid = burnt + free_acid / species.mass("H2SO4")
    own = minimum(acid, carbonate_reacting * carbon)
    rest = acid - own
    dioxide = own + rest if base == "limestone" else own
    added = rest * species.mass(BASES[base])
    gas = dioxide * species.mass("CO2")
    content = merged(
        residue.elements,
        mixture({BASES[base]: added, "C2H4": liner}),
        {"C": -dioxide * species.mass("C")},
    )
    left = 1 + added + liner - gas + burnt * 15 / 8 * species.mass("O2")
    return [
        uses(residue.flow, size, residue.elements),
        uses(base, size * added),
        uses("electricity", size * electricity),
        uses("diesel", size * diesel),
        uses("HDPE", size * liner),
        emits("CO2", size * gas),
        wastes(stored, size * left, {name: part / left for name, part in content.items()}),
        indicator("acid to neutralise", acid * species.mass("H2SO4"), "kg/kg"),
        indicator("taken by its own carbonate", own / (acid + 1e-12 * sulfur), "%"),
        indicator("gypsum", acid * species.mass("CaSO4(H2O)2"), "kg/kg"),
    ]


def _check_sulfide(residue: Feed, sulfide: Any, sulfur: Any, species: Species) -> None:
    check(
        sulfide <= sulfur * (1 + 1e-9),
        "sulfide_sulfur",
        lambda: (
            f"'{residue.flow}' holds {shown(sulfur * species.mass('S'), '.3g')} kg of sulfur per "
            "kg in all; state its composition, or less sulfide"
        ),
    )
