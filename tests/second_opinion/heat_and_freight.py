"""Heat, water and freight a second time: dryers, kilns, evaporators, transport; see magnets.py."""

from __future__ import annotations

import math

from second_opinion.chemistry import (
    ATOMS,
    LANTHANIDES,
    Amounts,
    Arguments,
    kilomoles,
    metal,
    solid,
    summed,
    weight,
)


def drying(a: Arguments) -> Amounts:
    """Per unit of cake: all water but what the dried cake keeps."""
    kept = solid(a["feed"]) * a["product_moisture"] / (1 - a["product_moisture"])
    gone = a["feed"].elements["H2O"] - kept
    heat = gone * a["evaporation_heat"] / a["dryer_efficiency"] * (1 - a["electric_saving"])
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, 1.0),
        ("uses", a["fuel"], heat),
        ("uses", "electricity", gone * a["electricity"]),
        ("emits", "H2O", gone),
    )


def evaporation(a: Arguments) -> Amounts:
    """Per kg of brine: the rise grows as the water goes, up to saturation, and stays there."""
    water = a["brine"].elements["H2O"]
    salt = sum(a["brine"].elements.values()) - water
    saturated = salt / a["saturation"]  # kg of water when crystals begin to form
    found = summed(
        ("makes" if a["salt_is"] == "product" else "wastes", a["salt"], salt),
        ("uses", a["brine"].flow, 1.0),
        ("emits", "H2O", water * (1 - a["condensate_reuse"])),
        ("wastes", "water", water * a["condensate_reuse"]),
    )
    if a["method"] == "multiple effect":
        steam = water * a["steam_per_water"] * a["steam_heat"]
        return found | summed(
            ("uses", "electricity", water * a["pumping"]), ("uses", "steam", steam)
        )
    # The integral of rise over water: saturated/w on the way, 1 at the end.
    share = 1.0
    if water > saturated:
        share = saturated / water * (math.log(water / saturated) + 1)
    lift = a["temperature_difference"] + a["boiling_point_rise"] * share
    work = a["latent_heat"] * lift / a["boiling_temperature"] / a["compressor_efficiency"]
    return found | {("uses", "electricity"): water * (work + a["pumping"])}


def crystallisation(a: Arguments) -> Amounts:
    """Per kg REO: seven waters stay with La, Ce and Pr, six with all others."""
    atoms = kilomoles(a["feed"].rare_earths)
    bound = sum(n * (7 if metal(o) in LANTHANIDES[:3] else 6) for o, n in atoms.items())
    chloride = a["feed"].elements["Cl"] / ATOMS["Cl"]
    salts = sum(n * (ATOMS[metal(o)] + 3 * ATOMS["Cl"]) for o, n in atoms.items())
    crystals = salts + bound * weight("H2O")
    free = crystals * a["product_moisture"] / (1 - a["product_moisture"])
    gone = a["feed"].elements["H2O"] - bound * weight("H2O") - free
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "steam", gone * a["steam_per_water"] * a["steam_heat"]),
        ("uses", "electricity", gone * a["electricity"]),
        ("emits", "H2O", gone * (1 - a["condensate_reuse"])),
        ("wastes", "water", gone * a["condensate_reuse"]),
        ("wastes", "hydrochloric acid in condensate",
         (chloride - 3 * sum(atoms.values())) * weight("HCl")),
    )  # fmt: skip


def polishing_powder(a: Arguments) -> Amounts:
    """Per kg REO: two fluorines take the place of one oxygen."""
    powder = 1 / (1 - a["fluorine"] * (1 - ATOMS["O"] / (2 * ATOMS["F"])))
    acid = a["fluorine"] * powder / a["fluorine_kept"] / ATOMS["F"]
    carbon = a["feed"].elements["C"] / ATOMS["C"]
    sold = powder * a["powder_yield"]
    return summed(
        ("makes", a["product"], sold),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "hydrofluoric acid", acid * weight("HF")),
        ("uses", a["fuel"], a["heat"]),
        ("uses", "electricity", sold * a["electricity"]),
        ("emits", "CO2", carbon * weight("CO2")),
        ("emits", "H2O", a["feed"].elements["H2O"]),
        ("wastes", "HF in off-gas", acid * (1 - a["fluorine_kept"]) * weight("HF")),
        ("wastes", a["fines"], powder - sold),
    )


def transport(a: Arguments) -> Amounts:
    """Per unit of cargo: what it weighs with its water and packaging, over each way."""
    carried = solid(a["cargo"]) + a["cargo"].elements.get("H2O", 0.0)
    carried *= 1 + a["packaging"]
    return summed(
        ("makes", a["product"], 1 - a["loss"]),
        ("uses", a["cargo"].flow, 1.0),
        *(("uses", mode, carried * a[mode]) for mode in ("truck", "rail", "ship")),
        ("wastes", a["spillage"], a["loss"]),
    )
