"""Lanthanothermic reduction: a volatile rare earth is driven out of its oxide by lanthanum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import Species, elements, metal_of, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    check,
    indicator,
    makes,
    salt,
    shown,
    unit_process,
    uses,
    wastes,
)

REDUCTANTS = frozenset({"La", "Ce", "Pr", "Nd"})  # stay behind; the others boil with the metal
TRACE = 1e-3  # other rare earths in an oxide of one [kg/kg]; oxygen of a metal


@unit_process(governed_by=("reductant_excess", "metal_yield", "electricity"))
def lanthanothermic_reduction(
    *,
    metal: Literal["Sm", "Yb"] = "Sm",
    oxide: Feed | None = None,
    reductant: Feed = Feed("La metal"),
    product: FlowName = "",
    residue: FlowName = "reduction residue",
    reductant_excess: Fraction,
    metal_yield: Fraction,
    electricity: EnergyPerMass,
    minimum_energy: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Reduce samarium or ytterbium oxide with lanthanum and distil the metal.

    The reaction goes on because the metal leaves as vapour: at 1200 to 1400 degC samarium and
    ytterbium boil off in vacuum, and lanthanum stays::

        Sm2O3 + 2 La -> 2 Sm (vapour) + La2O3
        Yb2O3 + 2 La -> 2 Yb (vapour) + La2O3

    Inside the boundary: pressing the charge, the vacuum furnace, condensing the metal.
    Outside: making oxide and reductant, using the residue again.

    Parameters
    ----------
    metal : Literal["Sm", "Yb"]
        The volatile rare earth.
    oxide : Feed | None
        Its oxide [kg]; by default the pure oxide, such as ``Sm2O3``.
    reductant : Feed
        Lanthanum, or a metal of La, Ce, Pr and Nd such as mischmetal [kg].
    product : FlowName
        The distilled metal [kg]; by default named after it, such as ``Sm metal``.
    residue : FlowName
        Lanthanum oxide with the rest of reductant and oxide [kg].
    reductant_excess : Fraction
        Reductant above one mole per mole of rare earth in the oxide [mol/mol].
    metal_yield : Fraction
        Metal that is condensed over that in the oxide [kg/kg].
    electricity : EnergyPerMass
        Vacuum furnace and pumps [kWh/kg metal].
    minimum_energy : EnergyPerMass
        Enthalpy of the reaction to metal vapour at 25 degC; less is refused [kWh/kg metal].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of metal; indicators: reductant per metal [kg/kg], energy over its floor [-].

    Raises
    ------
    ModelError
        If the oxide is not that of the metal, the reductant is volatile or no metal, or the
        electricity is below the heat that the vapour carries off.

    Notes
    -----
    Valid for samarium and ytterbium, which are volatile where lanthanum is not. Metal that is not
    condensed is taken as oxide left in the residue, though the reductant was charged for it. The
    residue is a waste: a step that takes it (leaching, or lanthanum oxide back to electrolysis)
    must be written. Heating of the charge is not in the minimum of the energy. Excluded: argon,
    crucibles, briquetting.

    GB 29435-2025 allows 1.46 to 1.85 tce/t samarium, 11.9 to 15.1 kWh/kg if all is electricity: the
    default is its middle. For ytterbium it states none.

    References
    ----------
    Encyclopaedia Britannica, rare-earth element; CRC thermochemistry; GB 29435-2025, Table 5;
    values: factors/processes/lanthanothermic_reduction.csv.
    """
    source, size = oxide_of(metal), species.one("kg")
    pure = dict(elements(source))
    _check_oxide(oxide, metal)
    _check_reductant(reductant)
    words = "the furnace takes less than reaction and evaporation of the metal need"
    check(electricity >= minimum_energy, "electricity", words)
    charged = 1 / metal_yield / species.mass(metal)  # moles of rare earth in the oxide
    per_kg = species.moles(reductant.rare_earths)
    metals = charged * (1 + reductant_excess) / per_kg  # kilograms of reductant
    parts = {
        element: metals * part
        for element, part in salt(reductant.rare_earths).items()
        if element in REDUCTANTS
    }
    parts[metal] = 1 / metal_yield - 1
    parts["O"] = 1.5 * charged * species.mass("O")
    amount = sum(parts.values())
    oxides = {
        oxide_of(name): part / elements(oxide_of(name))[name] / amount
        for name, part in parts.items()
        if name != "O"
    }
    return [
        makes(product or f"{metal} metal", size, {metal: 1.0}, {source: 1 / pure[metal]}),
        uses(oxide.flow if oxide else source, size * charged * species.oxide_mass(source), pure),
        uses(reductant.flow, size * metals, salt(reductant.rare_earths)),
        uses("electricity", size * electricity),
        wastes(
            residue, size * amount, {name: part / amount for name, part in parts.items()}, oxides
        ),
        indicator("reductant per metal", metals, "kg/kg"),
        indicator("energy over its floor", electricity / minimum_energy),
    ]


def _check_oxide(oxide: Feed | None, metal: str) -> None:
    if oxide is None:
        return
    if {metal_of(name) for name in oxide.rare_earths} != {metal}:
        words = (
            f"'{oxide.flow}' is not of {metal} alone: the pure oxide {oxide_of(metal)} is wanted"
        )
        raise ModelError("oxide", words)
    words = f"'{oxide.flow}' is not all {oxide_of(metal)}: calcine it first"
    check(abs(oxide.reo - 1) <= TRACE, "oxide", words)


def _check_reductant(reductant: Feed) -> None:
    metals = salt(reductant.rare_earths)
    strange = sorted(metals.keys() - REDUCTANTS)
    if strange:
        words = f"'{reductant.flow}' holds {strange[0]}, which is no reductant or boils as well"
        raise ModelError("reductant", f"{words}: a metal of La, Ce, Pr and Nd is wanted")
    held: Any = sum(metals.values())
    words = f"'{reductant.flow}' is {shown(held, '.1%')} rare-earth metal"
    check(abs(held - 1) <= TRACE, "reductant", f"{words}: the metal itself is wanted")
