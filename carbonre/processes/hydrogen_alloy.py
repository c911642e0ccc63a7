"""Hydrogen alloys: metals to the powder of an AB5, A2B7, AB3 or TiFe alloy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import EnergyPerMass, Fraction, MassRatio, Ratio
from carbonre.unit_process.alloys import (
    METALS,
    Metal,
    charge,
    melted,
    oxides,
    rare_earth_share,
    weighed,
)
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
)


@unit_process(
    governed_by=("composition", "casting_yield", "powder_yield", "melting_energy"), balanced=METALS
)
def hydrogen_alloy(
    *,
    composition: tuple[Metal, ...],
    balance: Feed = Feed("nickel"),
    family: Literal["AB5", "A2B7", "AB3", "TiFe"] = "AB5",
    product: FlowName = "hydrogen storage alloy",
    scrap: FlowName = "hydrogen alloy scrap",
    slag: FlowName = "melting slag",
    rare_earth_loss: Fraction,
    magnesium_loss: Fraction,
    casting_yield: Fraction,
    powder_yield: Fraction,
    melting_energy: EnergyPerMass,
    furnace_efficiency: Fraction,
    auxiliary_power: EnergyPerMass,
    annealing_and_milling: EnergyPerMass,
    argon: MassRatio,
    hydrogen_per_metal: Ratio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Melt, cast, anneal and mill an alloy that stores hydrogen.

    The charge is melted in vacuum or argon and cast; rare earth oxidises and magnesium evaporates,
    so more is charged than the alloy holds. The castings are annealed at 900 to 1100 degC and
    milled. What the alloy can hold follows from its composition: hydrogen atoms per metal atom
    times the metal atoms in a kilogram::

        LaNi5 + 3 H2 -> LaNi5H6        TiFe + 0.95 H2 -> TiFeH1.9

    Inside the boundary: melting, casting, annealing, milling, argon.
    Outside: making the metals, remelting of the scrap, activation.

    Parameters
    ----------
    composition : tuple[Metal, ...]
        The charge: each `metal` with its `share`, or the share `of` an element that it brings
        [kg/kg].
    balance : Feed
        The metal that makes up the charge to 100 % [kg].
    family : Literal["AB5", "A2B7", "AB3", "TiFe"]
        The kind of alloy, for the hydrogen that it holds.
    product : FlowName
        The alloy powder [kg].
    scrap : FlowName
        Skull, splash and fines, of the composition of the alloy [kg].
    slag : FlowName
        Oxides of rare earths and magnesium, fume included [kg].
    rare_earth_loss : Fraction
        Share of the rare earths charged that oxidises [kg/kg].
    magnesium_loss : Fraction
        Share of the magnesium charged that evaporates or oxidises [kg/kg].
    casting_yield : Fraction
        Castings over the metal melted [kg/kg].
    powder_yield : Fraction
        Powder over castings [kg/kg].
    melting_energy : EnergyPerMass
        Enthalpy of the melt above that of the cold charge [kWh/kg charge].
    furnace_efficiency : Fraction
        Heat in the melt over electricity of the furnace [-].
    auxiliary_power : EnergyPerMass
        Vacuum pumps, casting, cooling water [kWh/kg charge].
    annealing_and_milling : EnergyPerMass
        Electricity of annealing and milling [kWh/kg castings].
    argon : MassRatio
        Argon of furnace and mill [kg/kg charge].
    hydrogen_per_metal : Ratio
        Hydrogen atoms per metal atom of the full hydride [-].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of alloy powder; indicators: rare earths in the alloy [%], "hydrogen of the
        full hydride, on the alloy" [%], "hydrogen of the full hydride, on the hydride" [%],
        theoretical capacity [mAh/g], electricity per alloy [kWh/kg].

    Raises
    ------
    ModelError
        If the charge adds up to more than 100 %, lacks an element, or nothing is made.

    Notes
    -----
    Valid for the theoretical capacity of the full hydride; an electrode delivers 70 to 90 % of it,
    and a tank what lies between its pressures. It is given on the hydride and on the alloy: the two
    differ by 1.4 % of the figure. Excluded: crucibles, oxygen picked up, oxides of titanium.

    References
    ----------
    Stoichiometry and Faraday; practice: factors/processes/hydrogen_alloy.csv.
    """
    check(casting_yield > 0, "casting_yield", "nothing is cast")
    check(powder_yield > 0, "powder_yield", "no powder is made")
    lines = charge(composition, balance)
    melt = melted(lines, rare_earth_loss, magnesium_loss)
    size = species.one("kg")
    cast = size / powder_yield
    charged = cast / (melt.mass * casting_yield)
    furnace = melting_energy / furnace_efficiency + auxiliary_power
    scrapped = charged * melt.mass - size
    atoms = sum(part / species.mass(el) for el, part in melt.alloy.items())
    on_alloy = hydrogen_per_metal * atoms * species.mass("H")
    power = charged * furnace + cast * annealing_and_milling
    return [
        makes(product, size, melt.alloy, oxides(melt.alloy)),
        *weighed(lines, charged),
        uses("electricity", power),
        uses("argon", charged * argon),
        wastes(scrap, scrapped, melt.alloy, oxides(melt.alloy)),
        wastes(slag, charged * melt.slag_mass, melt.slag),
        indicator("rare earths in the alloy", rare_earth_share(melt.alloy), "%"),
        indicator("hydrogen of the full hydride, on the alloy", on_alloy, "%"),
        indicator("hydrogen of the full hydride, on the hydride", on_alloy / (1 + on_alloy), "%"),
        indicator("theoretical capacity", hydrogen_per_metal * atoms * species.faraday, "mAh/g"),
        indicator("electricity per alloy", power / size, "kWh/kg"),
    ]
