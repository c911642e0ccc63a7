"""Melt spinning: magnet alloy to crystallised powder for bonding or hot deformation."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.units import EnergyPerMass, Fraction, MassRatio
from carbonre.unit_process.alloys import METALS, melted, oxides
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
    governed_by=("spinning_power", "ribbon_yield", "annealing_power", "argon"), balanced=METALS
)
def melt_spinning(
    *,
    feed: Feed = Feed("NdFeB alloy"),
    product: FlowName = "melt-spun NdFeB powder",
    scrap: FlowName = "magnet scrap",
    slag: FlowName = "melting slag",
    rare_earth_loss: Fraction,
    ribbon_yield: Fraction,
    spinning_power: EnergyPerMass,
    melting_energy: EnergyPerMass,
    annealing_power: EnergyPerMass,
    crushing_power: EnergyPerMass,
    argon: MassRatio,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Melt a magnet alloy again, spin it to ribbon on a fast wheel, crush it and anneal it.

    The jet freezes in microseconds to grains of some tens of nanometres or to glass, and annealing
    crystallises it. A part of the rare earths oxidises, a part of the melt is skull and dust::

        4 RE + 3 O2 -> 2 RE2O3

    Spinning and annealing are paid for the alloy that is charged, crushing for the powder that is
    made::

        charge = 1 / ((1 - rare_earth_loss * rare earths in the alloy) * ribbon_yield)

    Inside the boundary: furnace, wheel, vacuum pumps, cooling water, crusher, annealing, argon.
    Outside: melting the alloy (`strip_casting`), `bonding`, `hot_deformation`.

    Parameters
    ----------
    feed : Feed
        The alloy, as flakes or ingot [kg].
    product : FlowName
        The powder, crushed and annealed [kg].
    scrap : FlowName
        Skull, ribbon out of specification and dust, of the composition of the powder [kg].
    slag : FlowName
        Oxides of the rare earths lost [kg].
    rare_earth_loss : Fraction
        Share of the rare earths charged that oxidises [kg/kg].
    ribbon_yield : Fraction
        Powder over the metal melted [kg/kg].
    spinning_power : EnergyPerMass
        Furnace, wheel, vacuum pumps and cooling water [kWh/kg alloy].
    melting_energy : EnergyPerMass
        Enthalpy of the melt above that of the cold alloy; less spinning power is refused
        [kWh/kg alloy].
    annealing_power : EnergyPerMass
        Annealing under argon at 600 to 700 degC [kWh/kg alloy].
    crushing_power : EnergyPerMass
        Crushing and sieving of the ribbon [kWh/kg powder].
    argon : MassRatio
        Argon of furnace and crusher [kg/kg alloy].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of powder; indicators: alloy per powder [kg/kg], electricity per powder
        [kWh/kg], spinning power over its floor [-].

    Raises
    ------
    ModelError
        If nothing is spun, or the furnace takes less than the heat of the melt.

    Notes
    -----
    Valid for NdFeB, with or without cerium and lanthanum, cast with no magnetic orientation. No
    published inventory was found: the powers are judgements of an engineer. Excluded: wear of
    nozzle, crucible and wheel, oxygen in the powder, sieving out of fines that are sold.

    References
    ----------
    Energy balance; practice: factors/processes/melt_spinning.csv.
    """
    check(ribbon_yield > 0, "ribbon_yield", "nothing is spun")
    words = "the furnace takes less than the heat of the melt"
    check(spinning_power >= melting_energy, "spinning_power", words)
    melt = melted([(feed, 1.0)], rare_earth_loss)
    size = species.one("kg")
    charged = size / (melt.mass * ribbon_yield)
    power = charged * (spinning_power + annealing_power) + size * crushing_power
    kinds = (melt.alloy, oxides(melt.alloy))
    return [
        makes(product, size, *kinds),
        uses(feed.flow, charged, feed.elements),
        uses("electricity", power),
        uses("argon", charged * argon),
        wastes(scrap, charged * melt.mass * (1 - ribbon_yield), *kinds),
        wastes(slag, charged * melt.slag_mass, melt.slag),
        indicator("alloy per powder", charged / size, "kg/kg"),
        indicator("electricity per powder", power / size, "kWh/kg"),
        indicator("spinning power over its floor", spinning_power / melting_energy),
    ]
