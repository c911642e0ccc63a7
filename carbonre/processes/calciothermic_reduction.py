"""Calciothermic reduction: rare-earth fluoride and calcium give crude metal and slag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import Species, elements, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction
from carbonre.unit_process.fluorides import fluoride_charged
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    check,
    indicator,
    makes,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("calcium_excess", "metal_yield", "electricity"))
def calciothermic_reduction(
    *,
    metal: Literal["Dy", "Tb", "Y", "Gd"] = "Dy",
    fluoride: Feed | None = None,
    product: FlowName = "",
    slag: FlowName = "calcium fluoride slag",
    calcium_excess: Fraction,
    calcium_in_metal: Fraction,
    metal_yield: Fraction,
    electricity: EnergyPerMass,
    minimum_energy: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Reduce the fluoride of a heavy rare earth with calcium to crude metal.

    Calcium takes the fluorine; the slag of calcium fluoride parts from the molten metal::

        2 REF3 + 3 Ca -> 2 RE + 3 CaF2

    Inside the boundary: the reduction furnace, calcium, the slag.
    Outside: making the fluoride (`hydrofluorination`) and calcium, removal of calcium from the
    metal (`vacuum_refining`), use or landfill of the slag.

    Parameters
    ----------
    metal : Literal["Dy", "Tb", "Y", "Gd"]
        The rare earth. Sm, Eu and Yb stop at difluorides: see `lanthanothermic_reduction`.
    fluoride : Feed | None
        The fluoride [kg]; by default the pure fluoride of the metal, such as ``DyF3``.
    product : FlowName
        The crude metal [kg]; by default named after it, such as ``crude Dy metal``.
    slag : FlowName
        Calcium fluoride with the calcium and metal that it keeps [kg].
    calcium_excess : Fraction
        Calcium above the 1.5 mol that a mole of fluoride takes [mol/mol].
    calcium_in_metal : Fraction
        Calcium in the crude metal [kg/kg].
    metal_yield : Fraction
        Rare earth in the crude metal over that in the fluoride [kg/kg].
    electricity : EnergyPerMass
        Induction or resistance furnace with its vacuum pumps [kWh/kg crude metal].
    minimum_energy : EnergyPerMass
        Heat of the molten metal and slag at 1450 degC less that of the reaction; less is refused
        [kWh/kg crude metal].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of crude metal; indicators: calcium per fluoride [-], energy over its floor
        [-].

    Raises
    ------
    ModelError
        If the fluoride is not that of the metal, calcium is short of what the metal keeps, or the
        electricity is below its minimum.

    Notes
    -----
    Valid for charges of the pure fluoride at 1450 degC or more, in tantalum or tungsten, under
    argon: metal and CaF2 (melting at 1418 degC) must both be liquid to part. Alloys with iron or
    copper are other processes, and so is the route by an alloy with magnesium below that
    temperature: `intermediate_alloy_reduction`. All fluoride
    charged is reduced; metal that is lost stays in the slag as drops, excess calcium in metal and
    slag. Excluded: crucibles, argon, calcium fume.

    GB 29435-2025 limits fluorination, reduction and remelting together: 1.63 to 2.09 (Gd), 1.66 to
    2.19 (Tb), 1.84 to 2.19 (Dy), 2.77 to 3.02 tce/t (Y), or 13.3 to 24.6 kWh/kg if all is
    electricity. The defaults of the three models were chosen to land there; the split is judged.

    References
    ----------
    Encyclopaedia Britannica, rare-earth element; Nguyen et al. 2024, VJSTE 66(3), doi
    10.31276/VJSTE.2023.0012; CRC thermochemistry; GB 29435-2025, Table 5; values:
    factors/processes/calciothermic_reduction.csv.
    """
    rare_earth = 1 - calcium_in_metal
    charged = rare_earth / metal_yield / species.mass(metal)  # moles of fluoride
    calcium = 1.5 * charged * (1 + calcium_excess) * species.mass("Ca")
    spare = 1.5 * charged * calcium_excess * species.mass("Ca") - calcium_in_metal
    check(spare >= 0, "calcium_excess", "the crude metal keeps more calcium than the excess")
    check(electricity >= minimum_energy, "electricity", "the furnace takes less than its floor")
    parts = {
        metal: rare_earth * (1 / metal_yield - 1),
        "Ca": spare + 1.5 * charged * species.mass("Ca"),
        "F": 3 * charged * species.mass("F"),
    }
    amount = sum(parts.values())
    size, oxide = species.one("kg"), oxide_of(metal)
    return [
        makes(
            product or f"crude {metal} metal",
            size,
            {metal: rare_earth, "Ca": calcium_in_metal},
            {oxide: rare_earth / elements(oxide)[metal]},
        ),
        fluoride_charged(fluoride, metal, size * charged * species.mass(f"{metal}F3")),
        uses("calcium", size * calcium),
        uses("electricity", size * electricity),
        wastes(slag, size * amount, {name: part / amount for name, part in parts.items()}),
        indicator("calcium per fluoride", 1.5 * (1 + calcium_excess), "1"),
        indicator("energy over its floor", electricity / minimum_energy),
    ]
