"""Coating: magnets plated with nickel or zinc, or covered with epoxy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import (
    AreaPerMass,
    Density,
    EnergyPerMass,
    Fraction,
    MassRatio,
    Thickness,
    Voltage,
)
from carbonre.unit_process.alloys import METALS, oxides
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
    where,
)

Coating = Literal["nickel-copper-nickel", "zinc", "epoxy"]


@unit_process(governed_by=("surface", "thickness", "kind"), balanced=METALS)
def coating(
    *,
    feed: Feed = Feed("machined NdFeB magnet"),
    product: FlowName = "NdFeB magnet",
    scrap: FlowName = "coated magnet scrap",
    wastewater: FlowName = "plating waste water",
    kind: Coating = "nickel-copper-nickel",
    surface: AreaPerMass,
    thickness: Thickness,
    density: Density,
    copper_thickness: Thickness,
    copper_density: Density,
    cell_voltage: Voltage,
    current_efficiency: Fraction,
    drag_out: Fraction,
    rinse_water: MassRatio,
    line_power: EnergyPerMass,
    rejects: Fraction,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Coat magnets against corrosion.

    The coat is its thickness times the surface of the magnets, so small and flat ones carry more of
    it. Plating takes Faraday's charge of two electrons per atom at the voltage of the bath, from
    soluble anodes::

        Ni -> Ni2+ + 2 e-  ...  Ni2+ + 2 e- -> Ni        (copper and zinc alike)

    Inside the boundary: cleaning, baths, anodes, rinsing, drying.
    Outside: treatment of the rinse water, packaging.

    Parameters
    ----------
    feed : Feed
        The machined magnets [kg].
    product : FlowName
        The coated magnets [kg].
    scrap : FlowName
        Coated magnets that are rejected [kg].
    wastewater : FlowName
        Rinse water with the metal dragged out; for epoxy the overspray [kg].
    kind : Coating
        What the coat is made of.
    surface : AreaPerMass
        Surface of the magnets over their mass [m2/kg].
    thickness : Thickness
        Thickness of all nickel layers together, of the zinc, or of the epoxy [um].
    density : Density
        Density of nickel, zinc or epoxy [kg/m3].
    copper_thickness : Thickness
        Thickness of the copper layer between the nickel [um].
    copper_density : Density
        Density of copper [kg/m3].
    cell_voltage : Voltage
        Voltage of the plating baths, rectifier losses included [V].
    current_efficiency : Fraction
        Metal plated over Faraday's [-].
    drag_out : Fraction
        Share of the coat's material that leaves with the rinse water [kg/kg].
    rinse_water : MassRatio
        Water for cleaning and rinsing [kg/kg magnet].
    line_power : EnergyPerMass
        Heating of baths, drying or curing, ventilation [kWh/kg magnet].
    rejects : Fraction
        Coated magnets rejected [kg/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of coated magnets; indicators: coat per coated magnet [%], electricity of
        plating [kWh/kg], electricity per coated magnet [kWh/kg].

    Raises
    ------
    ModelError
        If everything is rejected or dragged out, or the surface is zero.

    Notes
    -----
    Valid for soluble anodes and for magnets of known surface; that of a block is
    ``2 (1/length + 1/width + 1/height) / density``. Excluded: pickling (it dissolves some um of
    magnet), passivation, brighteners, solvents of the epoxy.

    References
    ----------
    Faraday; densities of the CRC handbook; practice: factors/processes/coating.csv.
    """
    check(rejects < 1, "rejects", "all magnets are rejected")
    check(drag_out < 1, "drag_out", "all of the coat is dragged out")
    check(surface > 0, "surface", "a magnet has a surface")
    size = species.one("kg")
    coats: dict[str, Any] = {kind: surface * thickness * density}
    if kind == "nickel-copper-nickel":
        coats = {"nickel": coats[kind], "copper": surface * copper_thickness * copper_density}
    elif kind == "epoxy":
        coats = {"epoxy resin": coats[kind]}
    symbols = {"nickel": "Ni", "copper": "Cu", "zinc": "Zn"}
    layer = {symbols[name]: mass for name, mass in coats.items() if name in symbols}
    coat = sum(coats.values())
    coated = {el: (feed.elements.get(el, 0.0) + layer.get(el, 0.0)) / (1 + coat)
              for el in {**feed.elements, **layer}}  # fmt: skip
    per_atom = 2 * species.faraday / current_efficiency
    plating = 0 * line_power
    for element, mass in layer.items():
        plating = plating + mass / species.mass(element) * per_atom * cell_voltage
    bare = size / ((1 + coat) * (1 - rejects))
    lost = {el: mass * drag_out / (1 - drag_out) for el, mass in layer.items()}
    overspray = coat * drag_out / (1 - drag_out)
    rinse = rinse_water + overspray
    whole = where(rinse > 0, rinse, 1 + rinse)
    return [
        makes(product, size, coated, oxides(coated)),
        uses(feed.flow, bare, feed.elements),
        *(uses(name, bare * mass / (1 - drag_out)) for name, mass in coats.items()),
        uses("electricity", bare * (line_power + plating)),
        uses("water", bare * rinse_water),
        wastes(wastewater, bare * rinse, {WATER: rinse_water / whole,
                                          **{el: mass / whole for el, mass in lost.items()}}),
        wastes(scrap, size * (1 / (1 - rejects) - 1), coated, oxides(coated)),
        indicator("coat per coated magnet", coat / (1 + coat), "%"),
        indicator("electricity of plating", bare / size * plating, "kWh/kg"),
        indicator("electricity per coated magnet", bare / size * (line_power + plating), "kWh/kg"),
    ]  # fmt: skip
