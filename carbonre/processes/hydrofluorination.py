"""Hydrofluorination: rare-earth oxide becomes water-free fluoride."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, Species, metal_of
from carbonre.core.units import EnergyPerMass, Fraction
from carbonre.unit_process.model import (
    BALANCED,
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    check,
    emits,
    indicator,
    makes,
    maximum,
    mixture,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)

TRACE = 1e-3  # what an oxide may hold of carbon, chlorine or sulfur [kg/kg]


@unit_process(governed_by=("agent", "excess", "recovered"))
def hydrofluorination(
    *,
    oxide: Feed = Feed("Dy2O3"),
    product: FlowName = "",
    agent: Literal["hydrogen fluoride", "ammonium bifluoride"] = "hydrogen fluoride",
    excess: Fraction,
    recovered: Fraction,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Turn rare-earth oxide into water-free fluoride, for reduction with calcium or for a bath.

    By dry gas or by solid bifluoride::

        RE2O3 + 6 HF     -> 2 REF3 + 3 H2O
        RE2O3 + 6 NH4HF2 -> 2 REF3 + 6 NH4F + 3 H2O

    CeO2, Pr6O11 and Tb4O7 give their extra oxygen off.

    Inside the boundary: the furnace or tube reactor, vaporising HF, condensing and returning it.
    Outside: making the oxide and HF, scrubbing of the off-gas, melting of the fluoride.

    Parameters
    ----------
    oxide : Feed
        The oxide of one rare earth or of several [kg].
    product : FlowName
        The fluoride [kg]; by default named after the rare earth, such as ``DyF3``, and
        ``rare earth fluoride`` for several.
    agent : Literal["hydrogen fluoride", "ammonium bifluoride"]
        Dry gas at 600 to 700 degC, or solid bifluoride at 300 to 600 degC.
    excess : Fraction
        Fluorinating agent above stoichiometry [mol/mol].
    recovered : Fraction
        Unused HF that is condensed and used again [kg/kg].
    electricity : EnergyPerMass
        Furnace, vaporiser, condenser, fans [kWh/kg fluoride].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of oxide; indicators: fluoride per oxide [kg/kg].

    Raises
    ------
    ModelError
        If the feed is no oxide: it holds no rare earth, or carbon, chlorine or sulfur.

    Notes
    -----
    Valid for complete conversion; a rest of oxide is oxygen in the metal. The reaction gives off
    heat (2.1 MJ/kg YF3, from CRC enthalpies at 25 degC), so that the electricity has no minimum: it
    is that of heating up, of losses and of auxiliaries. With bifluoride all ammonium leaves as
    NH4F, the excess as NH4HF2. GB 29435-2025 states no limit for this step alone: see
    `calciothermic_reduction`. Excluded: dust, wear of nickel-alloy retorts, purge gas, the water
    that the reaction forms.

    References
    ----------
    Stoichiometry; CRC thermochemistry; practice: factors/processes/hydrofluorination.csv.
    """
    _check(oxide)
    moles = species.moles(oxide.rare_earths)
    fluoride = salt(oxide.rare_earths, "F", 3)
    made = sum(fluoride.values())
    oxygen = mixture(oxide.rare_earths)["O"] / species.mass("O") - 1.5 * moles
    metals = [metal_of(name) for name in oxide.rare_earths]
    name = f"{metals[0]}F3" if len(metals) == 1 else "rare earth fluoride"
    lines = _gas if agent == "hydrogen fluoride" else _bifluoride
    return [
        makes(
            product or name,
            made,
            {element: part / made for element, part in fluoride.items()},
            {key: share / made for key, share in oxide.rare_earths.items()},
        ),
        uses(oxide.flow, 1.0, oxide.elements),
        *lines(moles, excess, recovered, species),
        uses("electricity", made * electricity),
        emits("O2", maximum(oxygen / 2, 0 * moles) * species.mass("O2")),
        indicator("fluoride per oxide", made, "kg/kg"),
    ]


def _gas(moles: Any, excess: Any, recovered: Any, species: Species) -> list[Exchange]:
    lost = 3 * moles * excess * (1 - recovered) * species.mass("HF")
    return [
        uses("hydrofluoric acid", 3 * moles * species.mass("HF") + lost),
        wastes("HF in off-gas", lost, mixture({"HF": 1.0})),
    ]


def _bifluoride(moles: Any, excess: Any, _: Any, species: Species) -> list[Exchange]:
    left = {
        "NH4F": 3 * moles * species.mass("NH4F"),
        "NH4HF2": 3 * moles * excess * species.mass("NH4HF2"),
    }
    amount = sum(left.values())
    parts = mixture({formula: mass / amount for formula, mass in left.items()})
    return [
        uses(
            "ammonium bifluoride",
            3 * moles * (1 + excess) * species.mass("NH4HF2"),
            mixture({"NH4HF2": 1.0}),
        ),
        wastes("ammonium fluoride in off-gas", amount, parts),
    ]


def _check(oxide: Feed) -> None:
    if not oxide.rare_earths:
        words = f"'{oxide.flow}' holds no rare earth; state its composition under 'flows'"
        raise ModelError("oxide", words)
    for element in sorted(BALANCED - {*RARE_EARTHS, "F"}):
        share = oxide.elements.get(element, 0.0)
        words = f"'{oxide.flow}' holds {shown(share, '.1%')} {element}: a calcined oxide is wanted"
        check(share <= TRACE, "oxide", words)
