"""Intermediate alloy: fluoride, calcium and magnesium give an alloy that vacuum turns to metal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import Species, elements, oxide_of
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, MassRatio
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


@unit_process(
    governed_by=("electricity", "calcium_excess", "magnesium_recovered", "reduction_yield")
)
def intermediate_alloy_reduction(
    *,
    metal: Literal["Y", "Gd", "Tb", "Dy"] = "Y",
    fluoride: Feed | None = None,
    product: FlowName = "",
    slag: FlowName = "calcium fluoride and chloride slag",
    dust: FlowName = "magnesium dust",
    skull: FlowName = "metal skulls",
    calcium_excess: Fraction,
    magnesium_in_alloy: Fraction,
    flux: MassRatio,
    reduction_yield: Fraction,
    distillation_yield: Fraction,
    magnesium_recovered: Fraction,
    electricity: EnergyPerMass,
    magnesium_heat: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Reduce a rare-earth fluoride with calcium into a magnesium alloy and distil the magnesium.

    Magnesium keeps the metal liquid at 900 to 1050 degC, calcium chloride the slag, so that no
    crucible sees the 1450 degC of `calciothermic_reduction`. Vacuum then takes the magnesium off as
    vapour, most of which is condensed and charged again, and the sponge is remelted::

        2 REF3 + 3 Ca + 2x Mg -> 2 REMgx (liquid) + 3 CaF2
        REMgx -> RE (sponge) + x Mg (vapour)

    Per kilogram of metal, with y1 and y2 the yields of reduction and of distillation and w the
    magnesium of the alloy::

        REF3 = M(REF3) / M(RE) / (y1 y2)
        calcium = 1.5 (1 + calcium_excess) M(Ca) / M(RE) / (y1 y2)
        magnesium = w / (1 - w) / y2, of which magnesium_recovered comes back

    Inside the boundary: reduction furnace, vacuum distillation, remelting and casting.
    Outside: making the fluoride (`hydrofluorination`), calcium and magnesium; use of slag and dust.

    Parameters
    ----------
    metal : Literal["Y", "Gd", "Tb", "Dy"]
        The rare earth.
    fluoride : Feed | None
        The fluoride [kg]; by default the pure fluoride of the metal, such as ``YF3``.
    product : FlowName
        The remelted metal [kg]; by default named after it, such as ``Y metal``.
    slag : FlowName
        Calcium fluoride and flux, with spare calcium and the metal that reduction loses [kg].
    dust : FlowName
        Magnesium that is not condensed or not charged again [kg].
    skull : FlowName
        Metal that distillation and remelting lose [kg].
    calcium_excess : Fraction
        Calcium above the 1.5 mol that a mole of fluoride takes [mol/mol].
    magnesium_in_alloy : Fraction
        Magnesium in the intermediate alloy [kg/kg].
    flux : MassRatio
        Calcium chloride per calcium fluoride formed [kg/kg].
    reduction_yield : Fraction
        Rare earth in the alloy over that in the fluoride [kg/kg].
    distillation_yield : Fraction
        Rare earth in the metal over that in the alloy [kg/kg].
    magnesium_recovered : Fraction
        Magnesium condensed and charged again over that in the alloy [kg/kg].
    electricity : EnergyPerMass
        Reduction furnace, vacuum distillation with its pumps, remelting [kWh/kg metal].
    magnesium_heat : HeatPerMass
        Heat that turns the magnesium of the alloy to vapour; less electricity is refused
        [MJ/kg magnesium].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of metal; indicators: calcium per fluoride [-], magnesium in the alloy per
        metal [kg/kg], slag per metal [kg/kg], energy over its floor [-].

    Raises
    ------
    ModelError
        If the fluoride is not that of the metal, the alloy holds no magnesium or nothing else, or
        the electricity is below the heat that evaporates the magnesium.

    Notes
    -----
    Valid for the pure fluorides of yttrium, gadolinium, terbium and dysprosium; the process was
    built for yttrium at the Ames Laboratory. Erbium, lutetium and scandium are made so too, but no
    figure is known. All fluoride charged is reduced; spare calcium stays in the slag, though some
    of it goes with the alloy and is distilled with the magnesium. No gas is set free. Not this
    model: magnesium that is made in the charge from its fluoride, which takes 1.65 kg of calcium
    per kg. Excluded: washing the flux out of the slag to use it again, argon, crucibles, oxygen in
    the metal.

    GB 29435-2025, Table 6, limits fluorination, reduction, distillation and remelting together:
    4.77 to 5.02 tce/t of yttrium, 2.65 to 2.79 of the others. The default of `electricity` is what
    that leaves when 2.3 kWh per kg of fluoride is taken off; the limit is read as all electricity.

    References
    ----------
    Ames Laboratory IS-1; CRC thermochemistry; GB 29435-2025, Table 6; values:
    factors/processes/intermediate_alloy_reduction.csv.
    """
    words = "the alloy holds magnesium and rare earth: more than 0 % of it, less than 100 %"
    check((magnesium_in_alloy > 0) & (magnesium_in_alloy < 1), "magnesium_in_alloy", words)
    alloyed = 1 / distillation_yield  # kilograms of rare earth in the alloy per one of metal
    magnesium = magnesium_in_alloy / (1 - magnesium_in_alloy) * alloyed
    words = "the furnaces take less than the heat that evaporates the magnesium of the alloy"
    floor = magnesium * magnesium_heat
    check(electricity >= floor, "electricity", words)
    reduced = alloyed / reduction_yield / species.mass(metal)  # moles of fluoride
    calcium = 1.5 * reduced * species.mass("Ca")
    chloride = flux * 1.5 * reduced * species.mass("CaF2")
    parts = {
        metal: alloyed * (1 / reduction_yield - 1),
        "Ca": calcium * (1 + calcium_excess) + chloride * elements("CaCl2")["Ca"],
        "F": 3 * reduced * species.mass("F"),
        "Cl": chloride * elements("CaCl2")["Cl"],
    }
    slag_mass = sum(parts.values())
    lost = magnesium * (1 - magnesium_recovered)
    size = species.one("kg")
    pure: dict[str, float] = {metal: 1.0}
    oxides = {oxide_of(metal): 1 / elements(oxide_of(metal))[metal]}
    return [
        makes(product or f"{metal} metal", size, pure, oxides),
        fluoride_charged(fluoride, metal, size * reduced * species.mass(f"{metal}F3")),
        uses("calcium", size * calcium * (1 + calcium_excess)),
        uses("magnesium", size * lost),
        uses("calcium chloride", size * chloride),
        uses("electricity", size * electricity),
        wastes(slag, size * slag_mass, {name: part / slag_mass for name, part in parts.items()}),
        wastes(dust, size * lost, {"Mg": 1.0}),
        wastes(skull, size * (alloyed - 1), pure, oxides),
        indicator("calcium per fluoride", 1.5 * (1 + calcium_excess), "1"),
        indicator("magnesium in the alloy per metal", magnesium, "kg/kg"),
        indicator("slag per metal", slag_mass, "kg/kg"),
        indicator("energy over its floor", electricity / floor),
    ]
