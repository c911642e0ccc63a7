"""Electrolysis of one metal a second time: charge, oxide and anode carbon of a kilogram.

It calls nothing of carbonre. Electricity is the charge times the voltage where the cell states it.
"""

from __future__ import annotations

from second_opinion.chemistry import ATOMS, FARADAY, Amounts, Arguments, per_atom, weight

OXIDES = {"La": "La2O3", "Nd": "Nd2O3", "GdFe": "Gd2O3", "DyFe": "Dy2O3", "HoFe": "Ho2O3"}


def electrolysis(a: Arguments) -> Amounts:
    """Per kg of metal or alloy, of a trivalent metal from its pure oxide."""
    oxide = OXIDES[a["metal"]]
    atom = a["metal"].removesuffix("Fe")
    rare = 1 - a["iron_share"]  # kg per kg of product
    atoms = rare / ATOMS[atom]
    found = {("uses", oxide): atoms * per_atom(oxide) / a["metal_yield"]}
    if a["iron_share"]:
        found["uses", "iron"] = a["iron_share"]
    found["uses", "LiF"] = a["lithium_fluoride"]
    if a["anode"] == "inert":
        found["emits", "O2"] = atoms * 3 / 4 * weight("O2")
        return found
    # Three charges for an atom, four for a carbon; what the current wastes burns carbon too.
    carbon = 3 * atoms / 4 * a["excess_carbon"] / a["current_efficiency"]
    monoxide = a["carbon_monoxide"] / weight("CO")
    destroyed = 0.0
    for gas, count in (("CF4", 1), ("C2F6", 2)):
        made = a[gas.lower()]
        found["emits", gas] = made * (1 - a["pfc_destruction"])
        destroyed += count * made * a["pfc_destruction"] / weight(gas)
    in_gases = a["cf4"] / weight("CF4") + 2 * a["c2f6"] / weight("C2F6")
    found["emits", "CO"] = a["carbon_monoxide"]
    found["emits", "CO2"] = (carbon - monoxide + destroyed) * weight("CO2")
    found["uses", "graphite anode"] = (carbon + in_gases) * ATOMS["C"] + a["anode_loss"]
    return found


def direct_current(a: Arguments) -> float:
    """Return the energy of the cell [J/kg product]."""
    atoms = (1 - a["iron_share"]) / ATOMS[a["metal"].removesuffix("Fe")] * 1000
    voltage = a["cell_voltage"] + (a["extra_voltage"] if a["anode"] == "inert" else 0.0)
    return float(atoms * 3 * FARADAY * voltage / a["current_efficiency"])
