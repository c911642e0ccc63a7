"""What other programs call the gases: the names of the ecoinvent elementary flows."""

from __future__ import annotations

from collections.abc import Mapping

ELEMENTARY_FLOWS: Mapping[str, str] = {
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
SYNONYMS: Mapping[str, str] = {
    "carbon dioxide": "CO2",
    "carbon dioxide, biogenic": "CO2_biogenic",
    "methane, biogenic": "CH4_biogenic",
    "nitrous oxide": "N2O",
    "methane, tetrafluoro-, r-14": "CF4",
    "ethane, hexafluoro-, hfc-116": "C2F6",
    "nitrogen trifluoride": "NF3",
    "hydrogen chloride": "HCl",
}


def elementary_flow(gas: str) -> str:
    """Return the name that other programs know; our own where there is none."""
    return ELEMENTARY_FLOWS.get(gas, gas)


def gas_of(name: str) -> str:
    """Return our name of a gas; the name as it is where we know none."""
    known = {text.casefold(): gas for gas, text in ELEMENTARY_FLOWS.items()} | dict(SYNONYMS)
    return known.get(name.strip().casefold(), name.strip())
