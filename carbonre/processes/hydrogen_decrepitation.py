"""Hydrogen decrepitation: alloy flakes to coarse powder."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.species import RARE_EARTHS
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatCapacity,
    HeatPerMass,
    MassRatio,
    MolarEnergy,
    Temperature,
)
from carbonre.unit_process.alloys import METALS, oxides, rare_earth_share, step_yield
from carbonre.unit_process.hydrogen import carried
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    Total,
    check,
    emits,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
    where,
)


@unit_process(
    governed_by=("electricity", "charge_to_block", "uptake"),
    balanced=METALS,
    totals={
        "charge_to_block": Total(("powder_yield",)),
        "electricity": Total(
            ("furnace_efficiency", "auxiliary_power"),
            shared=("degassing_rise", "heat_capacity", "desorption_enthalpy"),
        ),
    },
)
def hydrogen_decrepitation(
    *,
    feed: Feed = Feed("NdFeB alloy"),
    product: FlowName = "NdFeB coarse powder",
    scrap: FlowName = "magnet scrap",
    hydrogen: FlowName = "hydrogen",
    uptake: MassRatio,
    residue: MassRatio,
    hydrogen_recovered: Fraction,
    charge_to_block: Fraction,
    loss_share: Fraction,
    powder_yield: Fraction,
    electricity: EnergyPerMass,
    degassing_rise: Temperature,
    heat_capacity: HeatCapacity,
    desorption_enthalpy: MolarEnergy,
    furnace_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    heating_value: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Break magnet alloy to coarse powder with hydrogen, and degas it.

    The alloy swells and cracks as it takes up hydrogen near room temperature; at 500 to 600 degC in
    vacuum the matrix phase gives most of it back, and the rare-earth-rich phase keeps the rest::

        Nd2Fe14B + x/2 H2 -> Nd2Fe14BHx        Nd + H2 -> NdH2

    The electricity is that of degassing: the heat of the powder and of desorption over the
    efficiency of the furnace, and pumps; its sum is known between two ends.

    Inside the boundary: furnace, vacuum pumps, hydrogen.
    Outside: making hydrogen, cooling argon.

    Parameters
    ----------
    feed : Feed
        The alloy, or clean magnet scrap [kg].
    product : FlowName
        The coarse powder with the hydrogen that it keeps [kg].
    scrap : FlowName
        Powder that is lost [kg].
    hydrogen : FlowName
        The hydrogen taken; ``hydrogen`` is measured by its heating value, others by mass [J or kg].
    uptake : MassRatio
        Hydrogen taken up [g/kg alloy].
    residue : MassRatio
        Hydrogen that the powder keeps until it is sintered [g/kg alloy].
    hydrogen_recovered : Fraction
        Share of the hydrogen given back that is used again; the rest is vented [kg/kg].
    charge_to_block : Fraction
        Yield of the whole chain, from charge to sintered block; or state `powder_yield` [kg/kg].
    loss_share : Fraction
        This step's part of the loss of the chain, by logarithm [-].
    powder_yield : Fraction
        Alloy in the powder over the alloy fed [kg/kg].
    electricity : EnergyPerMass
        All electricity of the step; furnace and pumps may be stated instead [kWh/kg alloy].
    degassing_rise : Temperature
        Temperature of degassing above that of the cold powder [K].
    heat_capacity : HeatCapacity
        Mean heat capacity of the alloy [kJ/kg/K].
    desorption_enthalpy : MolarEnergy
        Heat taken by the hydrogen that is given back [kJ/mol H2].
    furnace_efficiency : Fraction
        Useful heat over electricity of the furnace [-].
    auxiliary_power : EnergyPerMass
        Vacuum pumps, drives, controls [kWh/kg alloy].
    heating_value : HeatPerMass
        Lower heating value by which hydrogen is measured [MJ/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of alloy; indicators: hydrogen atoms per rare-earth atom [-], electricity per
        alloy [kWh/kg].

    Raises
    ------
    ModelError
        If more hydrogen is taken up than three atoms per rare-earth atom (REH3; the matrix holds
        five in Nd2Fe14BH5, 2.5 per Nd), or less than the powder keeps, or the electricity is less
        than the heat of degassing.

    Notes
    -----
    Valid for alloys of rare earth and iron with a rare-earth-rich phase. Excluded: heat of
    absorption (it is cooled away), argon or nitrogen for cooling, oxygen picked up.

    References
    ----------
    Stoichiometry; prommis; practice: factors/processes/hydrogen_decrepitation.csv.
    """
    kept_powder = step_yield(charge_to_block, loss_share, powder_yield)
    check(kept_powder > 0, "powder_yield", "no powder is made")
    check(residue <= uptake, "residue", "the powder keeps more hydrogen than the alloy took up")
    check(rare_earth_share(feed.elements) > 0, "feed", f"'{feed.flow}' holds no rare earth")
    rare = [element for element in feed.elements if element in RARE_EARTHS]
    atoms = sum(feed.elements[element] / species.mass(element) for element in rare)
    per_atom = uptake / species.mass("H") / atoms
    check(per_atom <= 3, "uptake", "this is more than three hydrogen atoms per rare-earth atom")
    size = species.one("kg")
    freed = uptake - residue
    vented = freed * (1 - hydrogen_recovered)
    kept = residue / (1 + residue)
    powder = {el: (1 - kept) * part for el, part in feed.elements.items()}
    powder["H"] = powder.get("H", 0.0) + kept
    heat = heat_capacity * degassing_rise + freed / species.mass("H2") * desorption_enthalpy
    power = where(electricity > 0, electricity, heat / furnace_efficiency + auxiliary_power)
    check(power >= heat, "electricity", "this is less than the heat of degassing")
    mass = size * kept_powder * (1 + residue)
    lost = size * (1 - kept_powder) * (1 + residue)
    return [
        makes(product, mass, powder, oxides(powder)),
        uses(feed.flow, size, feed.elements),
        uses(hydrogen, carried(hydrogen, size * (uptake - freed + vented), heating_value)),
        uses("electricity", size * power),
        emits("H2", size * vented),
        wastes(scrap, lost, powder, oxides(powder)),
        indicator("hydrogen atoms per rare-earth atom", per_atom, "1"),
        indicator("electricity per alloy", power, "kWh/kg"),
    ]
