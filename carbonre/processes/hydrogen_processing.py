"""Hydrogen processing of magnet scrap: magnets fall to powder in hydrogen, without being melted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import RARE_EARTHS, WATER
from carbonre.core.units import EnergyPerMass, Fraction, HeatPerMass, Ratio
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    ModelError,
    Species,
    check,
    emits,
    indicator,
    makes,
    maximum,
    minimum,
    unit_process,
    uses,
    wastes,
)

COATING = frozenset({"Ni", "Zn", "Sn"})  # metals of coatings; copper may be of the alloy
FLUX = frozenset({"Fe", "Co"})  # sit on the iron sites of the magnetic phase


@unit_process(governed_by=("matrix_hydrogen", "recovered", "powder_yield"))
def hydrogen_processing(
    *,
    scrap: Feed,
    product: FlowName = "recycled magnet powder",
    residue: FlowName = "coating residue",
    state: Literal["hydride", "degassed"] = "hydride",
    matrix_hydrogen: Ratio,
    rare_earth_hydrogen: Ratio,
    residual_hydrogen: Ratio,
    vented: Fraction,
    recovered: Fraction,
    coating_removed: Fraction,
    powder_yield: Fraction,
    heating_value: HeatPerMass,
    electricity: EnergyPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Turn NdFeB magnet scrap into alloy powder with hydrogen (the short loop).

    Magnets crumble to powder in hydrogen, without being melted::

        Nd2Fe14B + y/2 H2 -> Nd2Fe14BHy            (the magnetic phase)
        RE + z/2 H2       -> REHz                  (the rare-earth-rich phase between the grains)

    Iron sets how much magnetic phase there can be; what rare earth is left over is the rich phase.
    Both take hydrogen, and the scrap swells and crumbles.

    Inside the boundary: the hydrogen vessel, sieving off the coating, degassing if required.
    Outside: dismantling, demagnetising and cleaning; milling and sintering.

    Parameters
    ----------
    scrap : Feed
        Magnets with their coating, by elements [kg]; nickel, zinc and tin are taken as coating.
    product : FlowName
        Powder, with the hydrogen it holds [kg].
    residue : FlowName
        Coating flakes and powder lost with them [kg].
    state : Literal["hydride", "degassed"]
        Hydride, as it goes to milling, or degassed at 500 to 600 degC in vacuum.
    matrix_hydrogen : Ratio
        Hydrogen atoms per RE2Fe14B [-].
    rare_earth_hydrogen : Ratio
        Hydrogen atoms per atom of rare earth in the rich phase [-].
    residual_hydrogen : Ratio
        The same after degassing, when the magnetic phase holds none [-].
    vented : Fraction
        Hydrogen let off with every filling of the vessel, per hydrogen taken up [kg/kg].
    recovered : Fraction
        Hydrogen of degassing that is used again [kg/kg].
    coating_removed : Fraction
        Coating that is sieved off [kg/kg].
    powder_yield : Fraction
        Alloy in the powder over that in the scrap [kg/kg].
    heating_value : HeatPerMass
        Lower heating value of hydrogen, in which it is bought [MJ/kg].
    electricity : EnergyPerMass
        Pumps, vessel, sieving; the furnace if degassed [kWh/kg scrap].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of scrap; indicators: hydrogen taken up [g/kg], rare earth in the rich phase
        [%].

    Raises
    ------
    ModelError
        If the scrap holds no rare earth or no iron, or less than no hydrogen would be given off.

    Notes
    -----
    Valid for clean, dry, sintered NdFeB; rare earth that is already oxide takes no hydrogen, and is
    not known here: old scrap takes less. Bonded magnets and SmCo are other processes. Absorption
    gives off heat and runs near room temperature. Not limited by GB 29435-2025. A published
    footprint of such a powder is 0.38 kg CO2e/kg (a feasibility study, HyProMag USA 2025), scrap
    free of burden. Excluded: oxygen taken up after the vessel (it belongs to `magnet_to_magnet`).

    References
    ----------
    prommis, hydrogen decrepitation furnace (2 H per Nd2Fe14B, 1.86 g/kg); HyProMag USA, RNS 3620Z,
    5 March 2025; values: factors/processes/hydrogen_processing.csv.
    """
    alloy = {e: part for e, part in scrap.elements.items() if e not in COATING | {"H", WATER}}
    coat = {e: part for e, part in scrap.elements.items() if e in COATING}
    rare_earth = sum(alloy[e] / species.mass(e) for e in alloy if e in RARE_EARTHS)
    flux = sum(alloy[e] / species.mass(e) for e in alloy if e in FLUX)
    _check(scrap, alloy, rare_earth_hydrogen >= residual_hydrogen)

    matrix = minimum(flux / 14, rare_earth / 2)
    rich = maximum(rare_earth - 2 * matrix, 0 * rare_earth)
    taken = (matrix * matrix_hydrogen + rich * rare_earth_hydrogen) * species.mass("H")
    stays = rich * residual_hydrogen * species.mass("H") if state == "degassed" else taken
    used = taken * (1 + vented) - (taken - stays) * recovered
    held = stays * powder_yield  # hydrogen of powder that is lost goes off
    inside = {e: part * powder_yield for e, part in alloy.items()}
    inside |= {e: part * (1 - coating_removed) for e, part in coat.items()}
    powder = sum(inside.values()) + held
    away = {e: part * (1 - powder_yield) for e, part in alloy.items()}
    away |= {e: part * coating_removed for e, part in coat.items()}
    lost = sum(away.values())
    whole = maximum(lost, 1e-12 * powder)
    shares = {e: part / powder for e, part in inside.items()} | {"H": held / powder}
    oxides = {o: share * powder_yield / powder for o, share in scrap.rare_earths.items()}
    return [
        makes(product, powder, shares, oxides),
        uses(scrap.flow, 1.0, scrap.elements),
        uses("hydrogen", used * heating_value),
        uses("electricity", electricity),
        emits("H2", used - held),
        wastes(
            residue,
            lost,
            {e: part / whole for e, part in away.items()},
            {o: share * (1 - powder_yield) / whole for o, share in scrap.rare_earths.items()},
        ),
        indicator("hydrogen taken up", taken, "g/kg"),
        indicator("rare earth in the rich phase", rich / rare_earth, "%"),
    ]


def _check(scrap: Feed, alloy: dict[str, Any], gives_off: Any) -> None:
    if not (alloy.keys() & {*RARE_EARTHS} and alloy.keys() & FLUX):
        words = f"'{scrap.flow}' holds no rare earth with iron; state its composition under 'flows'"
        raise ModelError("scrap", words)
    words = "degassing cannot leave more hydrogen than was taken up"
    check(gives_off, "residual_hydrogen", words)
