"""Chlor-alkali: a membrane cell splits salt into caustic soda and acid or chlorine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from carbonre.core.species import WATER
from carbonre.core.units import (
    EnergyPerMass,
    Fraction,
    HeatPerMass,
    MassRatio,
    MolarEnergy,
    Voltage,
)
from carbonre.unit_process.brines import salt_share
from carbonre.unit_process.hydrogen import FUEL, carried
from carbonre.unit_process.model import (
    Exchange,
    Feed,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    maximum,
    mixture,
    unit_process,
    uses,
    wastes,
)


@unit_process(governed_by=("electricity", "voltage", "brine", "chlorine"))
def chlor_alkali(
    *,
    brine: Feed = Feed("sodium chloride"),
    chlorine: Literal["to hydrochloric acid", "sold", "sold, hydrogen flared"] = (
        "to hydrochloric acid"
    ),
    electricity_by: Literal["total", "voltage"] = "total",
    lye: Literal["32 %", "50 %"] = "32 %",
    purge: FlowName = "purged brine",
    electricity: EnergyPerMass,
    voltage: Voltage,
    current_efficiency: Fraction,
    rectifier_efficiency: Fraction,
    utilities: EnergyPerMass,
    lye_steam: HeatPerMass,
    salt_loss: Fraction,
    cell_brine: MassRatio,
    concentration_electricity: EnergyPerMass,
    synthesis_electricity: EnergyPerMass,
    heating_value: HeatPerMass,
    gibbs_energy: MolarEnergy,
    reaction_enthalpy: MolarEnergy,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Split salt into caustic soda and hydrochloric acid in a membrane cell.

    The cell takes bought salt, or the sodium chloride brine of a plant, which is concentrated
    first. Chlorine and hydrogen are burnt with each other to acid, or sold::

        NaCl + H2O -> NaOH + 1/2 Cl2 + 1/2 H2          H2 + Cl2 -> 2 HCl

    One mole of electrons makes one mole of caustic soda, so voltage U and current efficiency decide
    the electricity where no total is stated::

        electricity = U F / (current efficiency x rectifier efficiency x M_NaOH) + utilities

    Inside the boundary: concentrating the brine, cells, rectifier, lye, synthesis of acid.
    Outside: cleaning the brine of what poisons membranes; liquefying and packing of chlorine.

    Parameters
    ----------
    brine : Feed
        What holds the salt: bought salt, or a brine of a composition stated under `flows` [kg].
    chlorine : Literal["to hydrochloric acid", "sold", "sold, hydrogen flared"]
        What becomes of chlorine and hydrogen.
    electricity_by : Literal["total", "voltage"]
        A total, with utilities, or voltage and efficiencies of the cells.
    lye : Literal["32 %", "50 %"]
        Strength; 32 % is what the cells give and is used on site. Counted as 100 % NaOH.
    purge : FlowName
        Brine taken out with impurities, a waste [kg].
    electricity : EnergyPerMass
        Cells, rectifier and utilities together [kWh/kg NaOH].
    voltage : Voltage
        Of one cell [V].
    current_efficiency : Fraction
        Caustic soda made over what the charge would make [mol/mol].
    rectifier_efficiency : Fraction
        Direct over alternating current [J/J].
    utilities : EnergyPerMass
        Everything of the plant but the cells, as electricity [kWh/kg NaOH].
    lye_steam : HeatPerMass
        Steam to concentrate the lye [GJ/t NaOH].
    salt_loss : Fraction
        Salt purged per salt split [kg/kg].
    cell_brine : MassRatio
        Salt in the brine that the cells take [kg/kg water].
    concentration_electricity : EnergyPerMass
        Vapour recompression, where the brine is weaker than that [kWh/t water].
    synthesis_electricity : EnergyPerMass
        Synthesis and absorption of the acid [kWh/kg HCl].
    heating_value : HeatPerMass
        Lower heating value by which sold hydrogen is measured [MJ/kg].
    gibbs_energy : MolarEnergy
        Gibbs energy of the splitting, the floor of the voltage [kJ/mol].
    reaction_enthalpy : MolarEnergy
        Enthalpy of the splitting, the floor of the electricity [kJ/mol].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of caustic soda; indicators: electricity of cells and utilities [kWh/kg], salt
        [kg/kg], water taken off the brine [kg/kg], "floor, enthalpy" [kWh/kg].

    Raises
    ------
    ModelError
        If the brine is not one of sodium chloride, the voltage is below that of the Gibbs energy,
        or the electricity below the enthalpy of the splitting.

    Notes
    -----
    Valid for membrane cells with a hydrogen cathode. Caustic soda and acid are counted as 100 %:
    the water of the brine that is not split leaves as "water", from which those who take lye and
    acid take theirs. GB 29435 does not cover this process; GB 21257-2024 allows 308 to 350 kgce/t
    of NaOH, the total here. The heat of the synthesis, 2.5 MJ/kg HCl, is not credited: a plant that
    raises steam with it (0.6 t/t) states less steam where it uses it. Excluded: softening and
    cleaning of the brine, acid of the anolyte, oxygen in the chlorine, membranes.

    References
    ----------
    Faraday's law; CRC thermochemistry; GB 21257-2024; values: factors/processes/chlor_alkali.csv.
    """
    size = species.one("kg")
    share = salt_share(brine, "NaCl")
    moles = 1 / species.mass("NaOH")
    floor = reaction_enthalpy * moles
    work = electricity
    if electricity_by == "voltage":
        least = gibbs_energy / species.faraday
        words = "a membrane cell needs more than the voltage of the Gibbs energy, 2.19 V"
        check(voltage >= least, "voltage", words)
        charge = species.faraday * moles / (current_efficiency * rectifier_efficiency)
        work = voltage * charge + utilities
    words = "less goes in than the enthalpy of splitting salt and water"
    check(work >= floor, "electricity" if electricity_by == "total" else "voltage", words)

    salt = moles * species.mass("NaCl") * (1 + salt_loss)
    lost = salt - moles * species.mass("NaCl")
    purged = lost * (1 + 1 / cell_brine)
    water = salt / share * brine.elements.get(WATER, 0.0)
    boiled = maximum(water - salt / cell_brine, 0 * water)
    left = water - moles * species.mass(WATER) - lost / cell_brine
    strength = cell_brine / (1 + cell_brine)
    products, synthesis = _gases(chlorine, size * moles, heating_value, species)
    power = work + boiled * concentration_electricity + synthesis / size * synthesis_electricity
    return [
        makes("caustic soda", size),
        *products,
        uses(brine.flow, size * salt / share, brine.elements),
        uses("electricity", size * power),
        *([uses("steam", size * lye_steam)] if lye == "50 %" else []),
        uses("water", size * maximum(-left, 0 * left)),
        wastes("water", size * maximum(left, 0 * left)),
        wastes(purge, size * purged, mixture({"NaCl": strength, WATER: 1 - strength})),
        indicator("electricity of cells and utilities", work, "kWh/kg"),
        indicator("salt", salt, "kg/kg"),
        indicator("water taken off the brine", boiled, "kg/kg"),
        indicator("floor, enthalpy", floor, "kWh/kg"),
    ]


def _gases(
    chlorine: str, moles: Any, heating_value: Any, species: Species
) -> tuple[list[Exchange], Any]:
    """Return what leaves with half a mole of chlorine and of hydrogen per mole, and the acid."""
    if chlorine == "to hydrochloric acid":
        acid = moles * species.mass("HCl")
        return [makes("hydrochloric acid", acid)], acid
    gas = moles / 2 * species.mass("H2")
    flared = emits(WATER, moles / 2 * species.mass(WATER))
    hydrogen = makes(FUEL, carried(FUEL, gas, heating_value))
    return [
        makes("chlorine", moles / 2 * species.mass("Cl2")),
        flared if chlorine == "sold, hydrogen flared" else hydrogen,
    ], 0 * moles * species.mass("HCl")
