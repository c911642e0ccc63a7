"""From rock to concentrate, and ore leached in place, a second time; see magnets.py."""

from __future__ import annotations

import math

from second_opinion.chemistry import (
    ATOMS,
    GRAVITY,
    Amounts,
    Arguments,
    atoms_of,
    kilomoles,
    metal,
    summed,
    water_line,
    weight,
)


def open_pit_mining(a: Arguments) -> Amounts:
    """Per kg of ore: a loaded truck up the ramp, an empty one down, 3 NH4NO3 with a CH2."""
    rock = 1 + a["strip_ratio"]
    drag, lift = a["rolling_resistance"] * a["haul_distance"], a["lift"]
    up = (1 + a["tare"]) * (drag + lift)
    down = a["tare"] * max(drag - lift, 0.0)
    diesel = GRAVITY * (up + down) / a["drive_efficiency"] + a["other_diesel"]
    blast = rock * a["explosive"] / (3 * weight("N2H4O3") + weight("CH2"))
    return summed(
        ("makes", a["ore"].flow, 1.0),
        ("uses", "ore in the ground", 1.0),
        ("uses", "diesel", rock * diesel),
        ("uses", "electricity", rock * a["electricity"]),
        ("uses", "explosive", rock * a["explosive"]),
        ("emits", "CO2", blast * weight("CO2")),
        ("emits", "N2", 3 * blast * weight("N2")),
        ("wastes", a["waste_rock"], a["strip_ratio"]),
    )


def comminution(a: Arguments) -> Amounts:
    """Per kg of ore, by Bond: ten times the index over the root of the size in micrometres."""
    crack = 10 / math.sqrt(a["product_size"] * 1e6) - 10 / math.sqrt(a["feed_size"] * 1e6)
    power = a["work_index"] * crack / a["drive_efficiency"] + a["auxiliary_electricity"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "electricity", power),
        ("uses", "steel", a["grinding_media"]),
    )


def magnetic_separation(a: Arguments) -> Amounts:
    """Per kg of feed: the iron that is won, at its grade."""
    iron = a["iron_recovery"] * a["feed"].elements["Fe"] / a["iron_grade"]
    is_waste = a["tailings_are"] == "waste"
    return summed(
        ("makes", a["iron_concentrate"], iron),
        ("wastes" if is_waste else "makes", a["tailings"], 1 - iron),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "electricity", a["electricity"]),
        ("uses", "water", a["water"]),
    )


def flotation(a: Arguments) -> Amounts:
    """Per kg of feed: rare earths won at their grade, rock and water warmed together."""
    won = a["recovery"] * sum(a["feed"].rare_earths.values()) / a["grade"]
    water = 1 / a["solids"] - 1
    warm = (a["rock_heat_capacity"] + water * a["water_heat_capacity"]) * a["temperature_rise"]
    cake = won / (1 - a["moisture"]) - won
    need = water * (1 - a["water_reuse"]) + cake - a["feed"].elements.get("H2O", 0.0)
    soda = a["soda_ash"] / weight("Na2CO3")  # its carbon leaves, its sodium stays
    return summed(
        ("makes", a["product"], won),
        ("uses", a["feed"].flow, 1.0),
        ("uses", a["collector_is"], a["collector"]),
        ("uses", "water glass", a["water_glass"]),
        ("uses", "soda ash", a["soda_ash"]),
        ("uses", "lignin sulfonate", a["lignin_sulfonate"]),
        ("emits", "CO2", soda * weight("CO2")),
        ("uses", "steam", warm * (1 - a["heat_return"])),
        ("uses", "electricity", a["electricity"]),
        water_line(need),
        ("wastes", a["tailings"], 1 - won + 2 * soda * ATOMS["Na"]),
    )


def in_situ_leaching(a: Arguments) -> Amounts:
    """Per kg REO: three charges for an atom of rare earth or aluminium, salt left in the pores."""
    oxides = a["ore"].rare_earths
    grade = sum(oxides.values())
    atoms = atoms_of(oxides) / grade
    aluminium = a["aluminium"] * atoms
    ore = 1 / (grade * a["recovery"])
    pores = ore * a["liquid_held"]
    stoichiometric = 3 * (atoms + aluminium)
    base, spare = stoichiometric * (1 + a["excess"]), stoichiometric * a["excess"]
    if a["base_use"]:  # published for a base of one charge
        base = a["base_use"] / weight("NH4HCO3")
        spare = base - stoichiometric
    is_ammonium = a["lixiviant"] == "ammonium sulfate"
    salt = weight("N2H8SO4" if is_ammonium else "MgSO4")
    # The acid that takes the excess of base brings sulfate too.
    lost = pores * a["strength"] * (1 - a["rinse_recovery"]) / salt
    bought = max(lost - spare / 2, 0.0)
    if a["lixiviant_use"]:
        bought = a["lixiviant_use"] / salt * ore / (a["reference_ore"] or ore)
    flow, formula, each, carbons = {
        "ammonium bicarbonate": ("ammonium bicarbonate", "NH4HCO3", 1.0, 1.0),
        "soda ash": ("soda ash", "Na2CO3", 0.5, 0.5),
        "magnesium bicarbonate": ("magnesia", "MgO", 0.5, 1.0),
    }[a["precipitant"]]
    carbon = base * carbons
    free = carbon - 1.5 * atoms
    nitrogen = 2 * bought if is_ammonium else 0.0
    nitrogen += base if a["precipitant"] == "ammonium bicarbonate" else 0.0
    pumping = a["density"] * GRAVITY * a["head"] / a["liquor_strength"] / a["pump_efficiency"]
    gas = nitrogen * a["nitrous_oxide"] / 2 * weight("N2O")
    # What lies in the ground: water without its salt, the cation of each charge, and sulfate.
    held = pores * (a["density"] - a["strength"] * (1 - a["rinse_recovery"]))
    ions = nitrogen * (1 - a["nitrous_oxide"]) * weight("NH4")
    ions += (bought + spare / 2) * weight("SO4") + (0.0 if is_ammonium else bought * ATOMS["Mg"])
    ions += {"soda ash": base * ATOMS["Na"], "magnesium bicarbonate": base / 2 * ATOMS["Mg"]}.get(
        a["precipitant"], 0.0
    )
    metal_mass = sum(n * ATOMS[metal(oxide)] for oxide, n in kilomoles(oxides).items()) / grade
    dry = metal_mass + 1.5 * atoms * weight("CO3")
    found = summed(
        ("makes", a["product"], 1.0),
        ("uses", "ore in the ground", ore),
        ("uses", a["lixiviant"], bought * salt),
        ("uses", flow, base * each * weight(formula)),
        ("uses", "sulfuric acid", spare / 2 * weight("H2SO4")),
        ("uses", "electricity", a["electricity"] + pumping),
        ("emits", "CO2", free * (1 - a["capture"]) * weight("CO2")),
        ("emits", "N2O", gas),
        ("wastes", "aluminium sludge", aluminium * weight("AlO3H3")),
        ("uses", "water", held + 1 / a["reo_content"] - dry),
        ("wastes", "leached ore in the ground", ore),
        ("wastes", "salts left in the ground", held + ions),
    )
    if a["precipitant"] == "magnesium bicarbonate":
        found["uses", "carbon dioxide"] = (carbon - free * a["capture"]) * weight("CO2")
    return found
