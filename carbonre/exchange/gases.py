"""What other programs call the gases: the names of the ecoinvent elementary flows."""

from __future__ import annotations

from collections.abc import Mapping

ABROAD: Mapping[str, str] = {
    "CO2": "Carbon dioxide, fossil",
    "CO2_biogenic": "Carbon dioxide, non-fossil",
    "CH4": "Methane",
    "CH4_fossil": "Methane, fossil",
    "CH4_biogenic": "Methane, non-fossil",
    "N2O": "Dinitrogen monoxide",
    "SF6": "Sulfur hexafluoride",
    "NF3": "Nitrogen fluoride",
    "CF4": "Tetrafluoromethane",
    "C2F6": "Hexafluoroethane",
    "SO2": "Sulfur dioxide",
    "NH3": "Ammonia",
    "NOx": "Nitrogen oxides",
    "HF": "Hydrogen fluoride",
    "HCl": "Hydrochloric acid",
    "CO": "Carbon monoxide, fossil",
    "CO2e": "Carbon dioxide equivalent, sum of a source",
}
# Other names under which lists of flows know the same gases.
OLDER: Mapping[str, str] = {
    "carbon dioxide": "CO2",
    "carbon dioxide, biogenic": "CO2_biogenic",
    "methane, biogenic": "CH4_biogenic",
    "nitrous oxide": "N2O",
    "methane, tetrafluoro-, r-14": "CF4",
    "ethane, hexafluoro-, hfc-116": "C2F6",
    "nitrogen trifluoride": "NF3",
    "hydrogen chloride": "HCl",
}


def abroad(gas: str) -> str:
    """Return the name that other programs know; our own where there is none."""
    return ABROAD.get(gas, gas)


def at_home(name: str) -> str:
    """Return our name of a gas; the name as it is where we know none."""
    known = {text.casefold(): gas for gas, text in ABROAD.items()} | dict(OLDER)
    return known.get(name.strip().casefold(), name.strip())
