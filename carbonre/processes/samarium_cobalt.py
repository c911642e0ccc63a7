"""Samarium cobalt: powder to sintered blocks of SmCo5 or Sm2Co17, with their long ageing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, Species
from carbonre.core.units import (
    Density,
    EnergyPerMass,
    EnergyProduct,
    Fraction,
    HeatCapacity,
    MassRatio,
    Polarisation,
    Temperature,
)
from carbonre.unit_process.alloys import METALS, grade, heating, oxides
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    check,
    indicator,
    makes,
    shown,
    unit_process,
    uses,
    wastes,
)

TRANSITION = ("Co", "Fe", "Cu", "Zr", "Ni", "Mn", "Ti", "V", "Cr")
# Transition metal atoms per rare-earth atom between which the magnet has the phase of its family.
ATOMS = {"SmCo5": (3.5, 5.0), "Sm2Co17": (5.0, 8.5)}  # Sm2Co7 to SmCo5 to Sm2Co17
ROUNDING = 1e-6


@unit_process(
    governed_by=("feed", "ageing_power", "pressing_power", "block_yield"), balanced=METALS
)
def samarium_cobalt(
    *,
    family: Literal["Sm2Co17", "SmCo5"] = "Sm2Co17",
    feed: Feed = Feed("SmCo powder"),
    product: FlowName = "sintered SmCo block",
    scrap: FlowName = "SmCo scrap",
    pressing_power: EnergyPerMass,
    heat_capacity: HeatCapacity,
    sintering_rise: Temperature,
    tray_load: MassRatio,
    furnace_efficiency: Fraction,
    ageing_power: EnergyPerMass,
    argon: MassRatio,
    block_yield: Fraction,
    remanence: Polarisation,
    energy_product: EnergyProduct,
    density: Density,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Press samarium-cobalt powder in a field, sinter it, quench it and age it.

    The steps before and after are those of other magnets: metals are melted and cast
    (`strip_casting`), the alloy is milled (`jet_milling`; it needs no hydrogen) and the blocks are
    cut (`machining`). What is different is the furnace: Sm2Co17 gets its coercivity from 10 to 40
    hours at 800 to 850 degC and a slow cooling to 400 degC::

        furnaces = heat_capacity * sintering_rise * (1 + tray_load) / furnace_efficiency
                   + ageing_power

    The family is checked by its atoms: Sm2Co17 lies between five and eight and a half of cobalt,
    iron, copper and zirconium to one of rare earth, SmCo5 at five or a little less.

    Inside the boundary: presses, furnaces, vacuum pumps, argon.
    Outside: metals, melting, milling, machining; coating, which samarium cobalt does not need.

    Parameters
    ----------
    family : Literal["Sm2Co17", "SmCo5"]
        The main phase of the magnet.
    feed : Feed
        The powder [kg].
    product : FlowName
        The sintered and aged blocks [kg].
    scrap : FlowName
        Rejected blocks and green parts [kg].
    pressing_power : EnergyPerMass
        Presses, field coils, dry hall [kWh/kg powder].
    heat_capacity : HeatCapacity
        Mean heat capacity of blocks and trays [kJ/kg/K].
    sintering_rise : Temperature
        Sintering temperature above that of the cold load [K].
    tray_load : MassRatio
        Boxes and trays heated with the blocks [kg/kg].
    furnace_efficiency : Fraction
        Heat in the load over electricity of furnace and pumps, sintering and quenching [-].
    ageing_power : EnergyPerMass
        Furnace and pumps while the blocks age and cool slowly [kWh/kg powder].
    argon : MassRatio
        Argon for sintering and quenching [kg/kg powder].
    block_yield : Fraction
        Good blocks over powder [kg/kg].
    remanence : Polarisation
        Remanence of the grade, for the bound of its energy product; zero if not stated [T].
    energy_product : EnergyProduct
        Energy product (BH)max of the grade; zero if not stated [kJ/m3].
    density : Density
        Density of the sintered block [kg/m3].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of blocks; indicators: electricity of the furnaces [kWh/kg], electricity per
        block [kWh/kg], transition metal atoms per rare-earth atom [-], energy product per mass
        [J/kg], bound of the energy product by the remanence [kJ/m3].

    Raises
    ------
    ModelError
        If no block is made, the powder is not of its family, or the energy product is above
        ``remanence^2 / (4 mu0)``.

    Notes
    -----
    Valid for sintered magnets of samarium, also with gadolinium or praseodymium in part. Metals
    decide their footprint, cobalt and samarium before all: half of a Sm2Co17 magnet is cobalt.
    Samarium that evaporates in the melt is charged on top: state it as the loss of
    `strip_casting`. For a footprint per energy product, divide that per kg by the indicator of
    energy per mass. Excluded: samarium that evaporates in sintering, oxygen picked up, tools.

    References
    ----------
    Heat balance; sintering of Sm2Co17 (2024) and of SmCo5 (Taherizadeh); practice:
    factors/processes/samarium_cobalt.csv.
    """
    check(block_yield > 0, "block_yield", "no block is made")
    atoms = _atoms(feed.elements, species)
    low, high = ATOMS[family]
    check(
        (atoms >= low - ROUNDING) & (atoms <= high + ROUNDING),
        "feed",
        lambda: (
            f"'{feed.flow}' has {shown(atoms, '.2f')} atoms of cobalt, iron, copper and zirconium "
            f"to one of rare earth; {family} has {low:g} to {high:g}"
        ),
    )
    size = species.one("kg")
    powder = size / block_yield
    furnaces = heating(heat_capacity, sintering_rise, tray_load, furnace_efficiency) + ageing_power
    power = pressing_power + furnaces
    kinds = (feed.elements, oxides(feed.elements))
    return [
        makes(product, size, *kinds),
        uses(feed.flow, powder, feed.elements),
        uses("electricity", powder * power),
        uses("argon", powder * argon),
        wastes(scrap, powder - size, *kinds),
        indicator("electricity of the furnaces", powder / size * furnaces, "kWh/kg"),
        indicator("electricity per block", powder / size * power, "kWh/kg"),
        indicator("transition metal atoms per rare-earth atom", atoms, "1"),
        *grade(remanence, energy_product, density, species),
    ]


def _atoms(powder: Mapping[str, Any], species: Species) -> Any:
    """Return the atoms of transition metals per atom of rare earth in a powder."""
    if not any(element in RARE_EARTHS for element in powder):
        raise ModelError("feed", "the powder holds no rare earth; state its composition")
    metals, rare_earths = (
        sum(powder[el] / species.mass(el) for el in names if el in powder)
        for names in (TRANSITION, RARE_EARTHS)
    )
    return metals / rare_earths
