"""Bipolar electrodialysis: a salt solution is split into its base and its acid by membranes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.species import WATER
from carbonre.core.units import EnergyPerMass, Fraction, MolarEnergy, Voltage
from carbonre.unit_process.brines import share_of_salt
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    indicator,
    makes,
    mixture,
    unit_process,
    uses,
    wastes,
)

# Each salt: its formula, the charges in a mole, base and acid with their formulas, and the charges
# in a mole of acid. Ammonium gives its base without taking up water.
SALTS = {
    "sodium sulfate": ("Na2SO4", 2, "caustic soda", "NaOH", "sulfuric acid", "H2SO4", 2),
    "sodium chloride": ("NaCl", 1, "caustic soda", "NaOH", "hydrochloric acid", "HCl", 1),
    "sodium nitrate": ("NaNO3", 1, "caustic soda", "NaOH", "nitric acid", "HNO3", 1),
    "ammonium chloride": ("NH4Cl", 1, "ammonia", "NH3", "hydrochloric acid", "HCl", 1),
}


@unit_process(governed_by=("voltage", "current_efficiency", "salt", "salt_converted"))
def bipolar_electrodialysis(
    *,
    brine: Feed,
    salt: Literal["sodium sulfate", "sodium chloride", "sodium nitrate", "ammonium chloride"] = (
        "sodium chloride"
    ),
    depleted: FlowName = "depleted brine",
    voltage: Voltage,
    current_efficiency: Fraction,
    salt_converted: Fraction,
    utilities: EnergyPerMass,
    splitting_energy: MolarEnergy,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Split a salt solution into base and acid by electrodialysis with bipolar membranes.

    Water is split inside the bipolar membranes; its ions meet those of the salt::

        NaCl + H2O -> NaOH + HCl          Na2SO4 + 2 H2O -> 2 NaOH + H2SO4
        NaNO3 + H2O -> NaOH + HNO3        NH4Cl -> NH3 + HCl

    One charge makes one mole of base in each repeat unit, whose voltage is U::

        electricity = U F / (current efficiency x M of the base) + utilities

    Inside the boundary: stack, rectifier, pumps.
    Outside: softening and filtering of the brine, concentrating the products, new membranes.

    Parameters
    ----------
    brine : Feed
        A solution of one salt [kg].
    salt : Literal["sodium sulfate", "sodium chloride", "sodium nitrate", "ammonium chloride"]
        The salt of the brine.
    depleted : FlowName
        Brine with the salt that is left, a waste [kg]; its composition is computed.
    voltage : Voltage
        Of one repeat unit with its bipolar membrane [V].
    current_efficiency : Fraction
        Base made over what the charge would make; it falls with the strength of the products
        [mol/mol].
    salt_converted : Fraction
        Salt of the brine that is split [mol/mol].
    utilities : EnergyPerMass
        Pumps, losses of the rectifier [kWh/kg base].
    splitting_energy : MolarEnergy
        Gibbs energy of making base and acid, the floor of the voltage [kJ/mol].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of base; indicators: electricity of the stack [kWh/kg], floor [kWh/kg], acid
        per base [kg/kg].

    Raises
    ------
    ModelError
        If the voltage is below that of the Gibbs energy, or the brine is of another salt.

    Notes
    -----
    Valid for products of 1 to 2 mol/L: they serve to saponify and to leach, not to strip, and
    boiling them up costs more than making them. Base and acid are counted as 100 %; the water they
    are made up with is that which those who take them would take. GB 29435 does not cover this
    process: it is no step of the rare-earth oxides whose limits it sets. Excluded: salt that leaks
    into the products, membranes, cleaning.

    References
    ----------
    Faraday's law; CRC thermochemistry; Lee et al., Membranes 15 (2025) 312, for a measured stack;
    values: factors/processes/bipolar_electrodialysis.csv.
    """
    size = species.one("kg")
    formula, charges, base, made, acid, other, protons = SALTS[salt]
    share = share_of_salt(brine, salt, {name: row[0] for name, row in SALTS.items()})
    moles = 1 / species.mass(made)
    words = "below the Gibbs energy of making base and acid"
    check(voltage >= splitting_energy / species.faraday, "voltage", words)
    stack = voltage * species.faraday * moles / current_efficiency
    acids = moles / protons * species.mass(other)
    split = moles / charges * species.mass(formula)
    fed = split / salt_converted / share
    left = {formula: split / salt_converted - split, WATER: fed * brine.elements.get(WATER, 0.0)}
    rest = sum(left.values())
    hydrated = 0 * moles if base == "ammonia" else moles
    return [
        makes(base, size),
        makes(acid, size * acids),
        uses(brine.flow, size * fed, brine.elements),
        uses("water", size * hydrated * species.mass(WATER)),
        uses("electricity", size * (stack + utilities)),
        wastes(depleted, size * rest, mixture({name: part / rest for name, part in left.items()})),
        indicator("electricity of the stack", stack, "kWh/kg"),
        indicator("floor", splitting_energy * moles, "kWh/kg"),
        indicator("acid per base", acids, "kg/kg"),
    ]
