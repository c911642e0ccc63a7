"""Hydrogen production: from coal, from natural gas, or by electrolysis of water."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from carbonre.core.units import (
    CarbonPerEnergy,
    EnergyPerMass,
    Fraction,
    HeatPerMass,
    MassRatio,
    MolarEnergy,
)
from carbonre.unit_process.hydrogen import carried
from carbonre.unit_process.model import (
    Exchange,
    FlowName,
    Indicator,
    Species,
    check,
    emits,
    indicator,
    makes,
    minimum,
    unit_process,
    uses,
    wastes,
)

Route = Literal[
    "coal gasification",
    "steam reforming",
    "autothermal reforming",
    "PEM electrolysis",
    "alkaline electrolysis",
    "solid oxide electrolysis",
]
FEEDSTOCKS = {
    "coal gasification": "bituminous coal",
    "steam reforming": "natural gas",
    "autothermal reforming": "natural gas",
}


@unit_process(governed_by=("route", "feedstock", "electricity", "capture"))
def hydrogen_production(
    *,
    route: Route = "PEM electrolysis",
    product: FlowName = "hydrogen",
    captured: FlowName = "carbon dioxide",
    feedstock: HeatPerMass,
    carbon_content: CarbonPerEnergy,
    capture: Fraction,
    capture_power: EnergyPerMass,
    electricity: EnergyPerMass,
    steam: HeatPerMass,
    water: MassRatio,
    gibbs_energy: MolarEnergy,
    enthalpy: MolarEnergy,
    heating_value: HeatPerMass,
    species: Species,
) -> Sequence[Exchange | Indicator]:
    """Make hydrogen from coal, natural gas or water.

    All carbon of the feedstock, combusted for heat or gasified, becomes CO2; a share of it may be
    captured. Electrolysis takes more electricity than the Gibbs energy of water, and with heat no
    less than its enthalpy, the higher heating value of hydrogen, for what enters is liquid. Steam
    brings a solid oxide cell no more than the heat of evaporation: it is colder than the cell::

        C + 2 H2O -> CO2 + 2 H2        CH4 + 2 H2O -> CO2 + 4 H2        H2O -> H2 + 1/2 O2

    Inside the boundary: gasifier, reformer or electrolyser with its rectifier, shift and cleaning,
    capture.
    Outside: compression above the pressure of the plant, transport and storage of CO2.

    Parameters
    ----------
    route : Route
        How the hydrogen is made.
    product : FlowName
        The hydrogen; ``hydrogen`` is measured by its heating value, others by mass [J or kg].
    captured : FlowName
        The CO2 captured; ``carbon dioxide`` without a use is vented, so give stored CO2 another
        name [kg].
    feedstock : HeatPerMass
        Coal or gas for feed and fuel, lower heating value [MJ/kg H2].
    carbon_content : CarbonPerEnergy
        Carbon in coal or gas [g/MJ].
    capture : Fraction
        Share of the CO2 that is captured [kg/kg].
    capture_power : EnergyPerMass
        Electricity to capture and compress CO2 [kWh/kg CO2].
    electricity : EnergyPerMass
        Electricity, without that of capture [kWh/kg H2].
    steam : HeatPerMass
        Steam bought [MJ/kg H2].
    water : MassRatio
        Water fed, 8.9 kg/kg by stoichiometry for electrolysis [kg/kg H2].
    gibbs_energy : MolarEnergy
        Gibbs energy of splitting water, at the temperature of the cell [kJ/mol].
    enthalpy : MolarEnergy
        Enthalpy of splitting liquid water [kJ/mol].
    heating_value : HeatPerMass
        Lower heating value by which hydrogen is measured [MJ/kg].

    Returns
    -------
    Sequence[Exchange | Indicator]
        Per kilogram of hydrogen; indicators: "efficiency, lower heating value" [%], Gibbs energy of
        water [kWh/kg].

    Raises
    ------
    ModelError
        If electrolysis takes less than the Gibbs energy or, with its heat, the enthalpy of water,
        a feedstock brings less than the heating value of the hydrogen, or CO2 is captured without
        power.

    Notes
    -----
    Valid for plants whose feedstock becomes CO2 entirely. Coal and gas are feedstock here: the
    model carries their carbon, their factor only the supply chain. Excluded: methane slip, carbon
    in ash, degradation of stacks, catalysts, oxygen sold.

    References
    ----------
    PREMISE inventories; stoichiometry: factors/processes/hydrogen_production.csv.
    """
    size = species.one("kg")
    power = electricity
    lines: list[Exchange] = []
    least = gibbs_energy / species.mass("H2")
    if route in FEEDSTOCKS:
        carbon = feedstock * carbon_content
        dioxide = carbon / species.mass("C") * species.mass("CO2")
        words = "state the power of capture and compression: it is not free"
        check((capture <= 0) | (capture_power > 0), "capture_power", words)
        power = electricity + dioxide * capture * capture_power
        energy = feedstock + electricity + steam
        check(energy >= heating_value, "feedstock", "less goes in than the hydrogen holds")
        lines = [
            uses(FEEDSTOCKS[route], size * feedstock, {"C": carbon_content}),
            emits("CO2", size * dioxide * (1 - capture)),
            wastes(captured, size * dioxide * capture, {"C": carbon / dioxide}),
        ]
    else:
        words = "electrolysis takes more than the Gibbs energy of water"
        check(electricity >= least, "electricity", words)
        energy = electricity + steam
        needed = enthalpy / species.mass("H2")
        hot = route == "solid oxide electrolysis"
        heat = minimum(steam, needed - heating_value) if hot else steam
        words = (
            "with its heat, electrolysis of liquid water takes its enthalpy, 39.4 kWh/kg, or more"
        )
        check(electricity + heat >= needed, "electricity", words)
        lines = [emits("O2", size / 2 / species.mass("H2") * species.mass("O2"))]
    return [
        makes(product, carried(product, size, heating_value)),
        *lines,
        uses("electricity", size * power),
        uses("steam", size * steam),
        uses("water", size * water),
        indicator("efficiency, lower heating value", heating_value / energy, "%"),
        indicator("Gibbs energy of water", least, "kWh/kg"),
    ]
