"""Hydrogen made, compressed, stored and filled in a second time; see magnets.py."""

from __future__ import annotations

import math

from second_opinion.chemistry import (
    ATOMS,
    GAS_CONSTANT,
    Amounts,
    Arguments,
    as_sesquioxide,
    metals,
    summed,
    weight,
)

KILOGRAM = 1000 / 2.016  # moles of H2


def hydrogen_production(a: Arguments) -> Amounts:
    """Per kg of hydrogen: carbon of the feedstock burns, water splits."""
    fuel = {
        "coal gasification": "bituminous coal",
        "steam reforming": "natural gas",
        "autothermal reforming": "natural gas",
    }.get(a["route"])
    dioxide = a["feedstock"] * a["carbon_content"] * weight("CO2") / ATOMS["C"]
    power = a["electricity"] + dioxide * a["capture"] * a["capture_power"]
    size = a["heating_value"] if a["product"] == "hydrogen" else 1.0
    found = summed(
        ("makes", a["product"], size),
        ("uses", "electricity", power),
        ("uses", "steam", a["steam"]),
        ("uses", "water", a["water"]),
    )
    if fuel is None:
        return found | {("emits", "O2"): weight("O2") / 2 / weight("H2")}
    return found | {
        ("uses", fuel): a["feedstock"],
        ("emits", "CO2"): dioxide * (1 - a["capture"]),
        ("wastes", a["captured"]): dioxide * a["capture"],
    }


def compression(a: Arguments, low: float, high: float) -> float:
    """Return the shaft work per kg of an isentropic Noble-Abel gas, over motor and stages [J]."""
    stages, gamma = a["stages"], a["heat_capacity_ratio"]
    each = (high / low) ** (1 / stages)
    ideal = KILOGRAM * GAS_CONSTANT * a["gas_temperature"]
    # h2 - h1 = cp (T2 - T1) + b (p2 - p1), and the temperature rises by ratio^((gamma-1)/gamma)
    heating = stages * gamma / (gamma - 1) * ideal * (each ** ((gamma - 1) / gamma) - 1)
    work = heating + a["co_volume"] * (high - low)
    return float(work / a["isentropic_efficiency"] / a["motor_efficiency"])


def hydrogen_storage(a: Arguments) -> Amounts:
    """Per kg given back: pressure by van 't Hoff, heat of desorption, wear over the cycles."""
    taken = 1 / (1 - a["losses"])
    hydride = a["method"] == "metal hydride"
    high = a["storage_pressure"]
    if hydride:
        colder = 1 / a["plateau_temperature"] - 1 / a["charging_temperature"]
        plateau = math.exp(a["desorption_enthalpy"] / GAS_CONSTANT * colder)
        high = a["driving_ratio"] * a["plateau_pressure"] * plateau
    low = a["supply_pressure"]
    work = compression(a, low, high) if high > low else 0.0
    power = taken * (work + a["auxiliary_power"])
    size = a["heating_value"] if a["hydrogen"] == "hydrogen" else 1.0
    wear = a["vessel_mass"] / a["cycles"]
    heat, alloy = 0.0, 0.0
    if hydride:
        heat = KILOGRAM * a["desorption_enthalpy"] * (1 - a["waste_heat"])
        capacity = a["usable_capacity"]
        if a["capacity_basis"] == "hydride":
            capacity = capacity / (1 - capacity)
        alloy = 1 / (capacity * (1 - a["capacity_fade"] / 2)) / a["cycles"]
        # a vessel is built for what it holds when new: it holds less at the end
        found = summed(("uses", a["heat"], heat), ("uses", a["alloy"], alloy))
    else:
        found = {}
    return found | summed(
        ("makes", a["product"], 1.0),
        ("uses", a["hydrogen"], taken * size),
        ("uses", "electricity", power),
        ("uses", a["vessel"], wear),
        ("emits", "H2", taken - 1),
    )


def refuelling_station(a: Arguments) -> Amounts:
    """Per kg filled in: compression of all that comes, precooling, and what runs all day."""
    taken = 1 / (1 - a["losses"])
    warm = a["ambient_temperature"]
    cold = warm if a["nozzle"] == "hydride" else min(a["precooling_temperature"], warm)
    low, high = a["supply_pressure"], a["bank_pressure"]
    work = compression(a, low, high) if high > low else 0.0
    cooling = a["heat_capacity"] * (warm - cold) * (warm / cold - 1) / a["cooling_efficiency"]
    power = taken * (work + a["compressor_cooling"]) + cooling
    size = a["heating_value"] if a["hydrogen"] == "hydrogen" else 1.0
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["hydrogen"], taken * size),
        ("uses", "electricity", power + a["standby_power"] / a["throughput"]),
        ("emits", "H2", taken - 1),
    )


def hydrogen_alloy(a: Arguments) -> Amounts:
    """Per kg of powder: rare earth and magnesium that burn, then castings, then powder."""
    charge = {
        part.metal.flow: part.share / (part.metal.elements[part.of] if part.of else 1.0)
        for part in a["composition"]
    }
    charge[a["balance"].flow] = 1 - sum(charge.values())
    feeds = [*(part.metal for part in a["composition"]), a["balance"]]
    burnt = oxide = 0.0
    for feed in feeds:
        rare = sum(metals(feed.elements).values()) * a["rare_earth_loss"]
        light = feed.elements.get("Mg", 0.0) * a["magnesium_loss"]
        burnt += charge[feed.flow] * (rare + light)
        oxide += charge[feed.flow] * as_sesquioxide(feed.elements) * a["rare_earth_loss"]
        oxide += charge[feed.flow] * light * weight("MgO") / ATOMS["Mg"]
    castings = 1 / a["powder_yield"]
    whole = castings / a["casting_yield"] / (1 - burnt)
    melting = a["melting_energy"] / a["furnace_efficiency"] + a["auxiliary_power"]
    return summed(
        ("makes", a["product"], 1.0),
        *(("uses", flow, whole * share) for flow, share in charge.items()),
        ("uses", "electricity", whole * melting + castings * a["annealing_and_milling"]),
        ("uses", "argon", whole * a["argon"]),
        ("wastes", a["scrap"], whole * (1 - burnt) - 1),
        ("wastes", a["slag"], whole * oxide),
    )
