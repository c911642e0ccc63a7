"""Strip casting: metals to flakes of magnet alloy."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
from carbonre.unit_process.alloys import (
    METALS,
    Metal,
    charge,
    melted,
    oxides,
    rare_earth_share,
    step_yield,
    weighed,
)
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    Total,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(
    governed_by=("composition", "rare_earth_loss", "charge_to_block", "electricity"),
    balanced=METALS,
    totals={
        "charge_to_block": Total(("casting_yield",)),
        "electricity": Total(("melting_energy", "furnace_efficiency", "auxiliary_power")),
    },
)
def strip_casting(
    *,
    composition: tuple[Metal, ...],
    balance: Feed = Feed("iron"),
    product: FlowName = "NdFeB alloy",
    scrap: FlowName = "magnet scrap",
    slag: FlowName = "melting slag",
    rare_earth_loss: Fraction,
    charge_to_block: Fraction,
    loss_share: Fraction,
    casting_yield: Fraction,
    electricity: EnergyPerMass,
    melting_energy: EnergyPerMass,
    furnace_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    argon: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Melt metals in an induction furnace and cast them to flakes on a cooled wheel.

    The charge is melted at about 1450 degC under argon and freezes on a copper wheel. A part of the
    rare earths oxidises and leaves with the slag, a part of the melt stays as skull and splash::

        4 RE + 3 O2 -> 2 RE2O3

    Electricity is taken for what is charged, not for what is cast: a better yield saves metal and
    power alike. It is published as a sum, or stated as its parts::

        electricity = melting_energy / furnace_efficiency + auxiliary_power

    Inside the boundary: furnace, vacuum pumps, cooling water, argon.
    Outside: making the metals, crucibles, remelting of the scrap.

    Parameters
    ----------
    composition : tuple[Metal, ...]
        The charge: each `metal` with its `share`, or the share `of` an element that it brings
        [kg/kg].
    balance : Feed
        The metal that makes up the charge to 100 % [kg].
    product : FlowName
        The alloy flakes [kg].
    scrap : FlowName
        Skull, splash and rejects, of the composition of the alloy [kg].
    slag : FlowName
        Oxides of the rare earths lost [kg].
    rare_earth_loss : Fraction
        Share of the rare earths charged that oxidises [kg/kg].
    charge_to_block : Fraction
        Yield of the whole chain, from charge to sintered block; or state `casting_yield` [kg/kg].
    loss_share : Fraction
        This step's part of the loss of the chain, by logarithm [-].
    casting_yield : Fraction
        Flakes over the metal melted [kg/kg].
    electricity : EnergyPerMass
        All electricity of the step; the next three may be stated instead [kWh/kg charge].
    melting_energy : EnergyPerMass
        Enthalpy of the melt above that of the cold charge [kWh/kg charge].
    furnace_efficiency : Fraction
        Heat in the melt over electricity of the furnace [-].
    auxiliary_power : EnergyPerMass
        Vacuum pumps, wheel, cooling water [kWh/kg charge].
    argon : MassRatio
        Argon to fill the furnace [kg/kg charge].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of flakes; indicators: rare earths in the alloy [%], charge per alloy [-],
        electricity per charge [kWh/kg].

    Raises
    ------
    ModelError
        If the charge adds up to more than 100 %, lacks an element, nothing is cast, or the
        electricity is less than the enthalpy of the melt.

    Notes
    -----
    Valid for NdFeB, SmCo and other magnet alloys that are melted in one step; book moulds need the
    same heat and hold more alpha iron. Excluded: crucible wear, evaporation, oxygen in the flakes.

    References
    ----------
    Stoichiometry; practice: factors/processes/strip_casting.csv.
    """
    cast = step_yield(charge_to_block, loss_share, casting_yield)
    check(cast > 0, "casting_yield", "nothing is cast")
    lines = charge(composition, balance)
    melt = melted(lines, rare_earth_loss)
    size = species.one("kg")
    charged = size / (melt.mass * cast)
    by_parts = melting_energy / furnace_efficiency + auxiliary_power
    power = where(electricity > 0, electricity, by_parts)
    check(power >= melting_energy, "electricity", "this is less than the melt holds")
    return [
        makes(product, size, melt.alloy, oxides(melt.alloy)),
        *weighed(lines, charged),
        uses("electricity", charged * power),
        uses("argon", charged * argon),
        wastes(scrap, charged * melt.mass * (1 - cast), melt.alloy, oxides(melt.alloy)),
        wastes(slag, charged * melt.slag_mass, melt.slag),
        indicator("rare earths in the alloy", rare_earth_share(melt.alloy), "%"),
        indicator("charge per alloy", charged / size, "1"),
        indicator("electricity per charge", power, "kWh/kg"),
    ]
