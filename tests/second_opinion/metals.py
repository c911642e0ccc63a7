"""Metals by reduction and chloride melt, and out of scrap, a second time; see magnets.py."""

from __future__ import annotations

from second_opinion.chemistry import (
    ATOMS,
    FARADAY,
    Amounts,
    Arguments,
    atoms_of,
    kilomoles,
    metal,
    metals,
    share_of_salt,
    summed,
    water_line,
    weight,
)


def hydrofluorination(a: Arguments) -> Amounts:
    """Per kg of oxide: three fluorines an atom; oxygen above M2O3 leaves as gas."""
    oxides = a["oxide"].rare_earths
    atoms = kilomoles(oxides)
    whole = sum(atoms.values())
    fluoride = sum(n * (ATOMS[metal(o)] + 3 * ATOMS["F"]) for o, n in atoms.items())
    gas = sum(oxides.values()) - sum(
        n * (ATOMS[metal(o)] + 1.5 * ATOMS["O"]) for o, n in atoms.items()
    )
    single = f"{metal(next(iter(oxides)))}F3" if len(oxides) == 1 else "rare earth fluoride"
    spare = 3 * whole * a["excess"]
    if a["agent"] == "hydrogen fluoride":
        bought = 3 * whole + spare * (1 - a["recovered"])
        lines = [
            ("uses", "hydrofluoric acid", bought * weight("HF")),
            ("wastes", "HF in off-gas", spare * (1 - a["recovered"]) * weight("HF")),
        ]
    else:
        lines = [
            ("uses", "ammonium bifluoride", (3 * whole + spare) * weight("NH5F2")),
            ("wastes", "ammonium fluoride in off-gas",
             3 * whole * weight("NH4F") + spare * weight("NH5F2")),
        ]  # fmt: skip
    return summed(
        ("makes", a["product"] or single, fluoride),
        ("uses", a["oxide"].flow, 1.0),
        ("uses", "electricity", fluoride * a["electricity"]),
        ("emits", "O2", gas),
        *lines,
    )


def calciothermic_reduction(a: Arguments) -> Amounts:
    """Per kg of crude metal: three calcium for two fluoride."""
    atoms = (1 - a["calcium_in_metal"]) / ATOMS[a["metal"]] / a["metal_yield"]
    fluoride = atoms * weight(f"{a['metal']}F3")
    calcium = 1.5 * atoms * (1 + a["calcium_excess"]) * ATOMS["Ca"]
    return summed(
        ("makes", f"crude {a['metal']} metal", 1.0),
        ("uses", f"{a['metal']}F3", fluoride),
        ("uses", "calcium", calcium),
        ("uses", "electricity", a["electricity"]),
        ("wastes", a["slag"], fluoride + calcium - 1),
    )


def intermediate_alloy_reduction(a: Arguments) -> Amounts:
    """Per kg of metal: an alloy with magnesium that is distilled off."""
    alloyed = 1 / a["distillation_yield"]  # rare earth in the alloy
    atoms = alloyed / ATOMS[a["metal"]] / a["reduction_yield"]
    fluoride = atoms * weight(f"{a['metal']}F3")
    calcium = 1.5 * atoms * (1 + a["calcium_excess"]) * ATOMS["Ca"]
    flux = a["flux"] * 1.5 * atoms * weight("CaF2")
    magnesium = alloyed / (1 - a["magnesium_in_alloy"]) - alloyed
    lost = magnesium * (1 - a["magnesium_recovered"])
    return summed(
        ("makes", f"{a['metal']} metal", 1.0),
        ("uses", f"{a['metal']}F3", fluoride),
        ("uses", "calcium", calcium),
        ("uses", "magnesium", lost),
        ("uses", "calcium chloride", flux),
        ("uses", "electricity", a["electricity"]),
        ("wastes", a["slag"], fluoride + calcium + flux - alloyed),
        ("wastes", a["dust"], lost),
        ("wastes", a["skull"], alloyed - 1),
    )


def lanthanothermic_reduction(a: Arguments) -> Amounts:
    """Per kg of metal: one lanthanum an atom."""
    atoms = 1 / ATOMS[a["metal"]] / a["metal_yield"]
    oxide = atoms / 2 * weight(f"{a['metal']}2O3")
    held = metals(a["reductant"].elements)
    per_kilogram = sum(mass / ATOMS[atom] for atom, mass in held.items())
    reductant = atoms * (1 + a["reductant_excess"]) / per_kilogram
    return summed(
        ("makes", f"{a['metal']} metal", 1.0),
        ("uses", f"{a['metal']}2O3", oxide),
        ("uses", a["reductant"].flow, reductant),
        ("uses", "electricity", a["electricity"]),
        ("wastes", a["residue"], oxide + reductant - 1),
    )


def vacuum_refining(a: Arguments) -> Amounts:
    """Per kg of crude metal: nCa/nCa0 = (nM/nM0)^volatility until the calcium is low enough."""
    calcium = a["feed"].elements["Ca"]
    start = a["feed"].elements[a["metal"]]
    wanted = a["residual_calcium"] / (1 - a["residual_calcium"])
    left = start * (wanted / (calcium / start)) ** (1 / (a["relative_volatility"] - 1))
    melt = left * (1 + wanted)
    refined = melt * (1 - a["skull_loss"])
    return summed(
        ("makes", f"{a['metal']} metal", refined),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "electricity", refined * a["electricity"]),
        ("wastes", a["condensate"], start + calcium - melt),
        ("wastes", a["skull"], melt - refined),
    )


def chloride_electrolysis(a: Arguments) -> Amounts:
    """Per kg REO: water turns its own moles to oxychloride; three charges for an atom."""
    feed = a["feed"]
    atoms = kilomoles(feed.rare_earths)
    water = feed.elements.get("H2O", 0.0) / weight("H2O")
    reducible = {o: n for o, n in atoms.items() if metal(o) in ("La", "Ce", "Pr", "Nd")}
    spoilt = water / sum(atoms.values())
    made = {o: n * (1 - spoilt) * a["metal_yield"] for o, n in reducible.items()}
    mass = sum(n * ATOMS[metal(o)] for o, n in made.items())
    charge = 3 * sum(made.values()) * 1000 * FARADAY
    power = charge * a["cell_voltage"] / a["current_efficiency"] / a["rectifier_efficiency"]
    chlorine = 1.5 * sum(made.values()) * weight("Cl2")
    carbon = mass * a["anode_wear"]
    salt = mass * a["bath_loss"]
    found = summed(
        ("makes", a["product"], mass),
        ("uses", feed.flow, 1.0),
        ("uses", "electricity", power + mass * a["auxiliary_power"]),
        ("uses", a["bath_salt"], salt),
        ("uses", "graphite anode", carbon),
        ("emits", "CO2", carbon / ATOMS["C"] * weight("CO2")),
        ("emits", "Cl2", chlorine * (1 - a["chlorine_recovery"])),
        ("wastes", "chlorine", chlorine * a["chlorine_recovery"]),
        ("wastes", "HCl in off-gas", 2 * water * weight("HCl")),
    )
    # Sludge: chloride and oxychloride that stay, and bath.
    entered = sum(feed.elements.values())
    return found | {
        ("wastes", a["residue"]): entered - mass - chlorine - 2 * water * weight("HCl") + salt
    }


BASES = {  # flow, formula, charges; salt of the base
    "ammonia": ("NH3", 1, "NH4Cl"),
    "caustic soda": ("NaOH", 1, "NaCl"),
    "magnesia": ("MgO", 2, "MgCl2"),
}


def swarf_recycling(a: Arguments) -> Amounts:
    """Per kg of swarf: roasted, iron hardly dissolves; as metal, all of it does."""
    have = a["swarf"].elements
    oxides = a["swarf"].rare_earths
    reo, iron = sum(oxides.values()), have.get("Fe", 0.0) / ATOMS["Fe"]
    won = a["recovery"] * atoms_of(oxides)
    roasted = a["method"] == "selective leaching"
    ferric = iron * a["iron_dissolved"] if roasted else 0.0
    ferrous = 0.0 if roasted else iron
    acid = (3 * won + 3 * ferric + 2 * ferrous) * (1 + a["acid_excess"])
    neutralised = acid - 3 * won - 2 * ferrous
    formula, charges, salt = BASES[a["neutraliser"]]
    brine = neutralised / charges * weight(salt) / share_of_salt(a["brine"], salt, "Cl")
    water = have.get("H2O", 0.0)
    made = a["recovery"] * reo
    need = a["liquor_water"] * made + brine * a["brine"].elements["H2O"]
    lost = sum((1 - a["recovery"]) * mass for mass in oxides.values())
    plain = {"H2O", "O", "H", "Fe", *metals(have)}
    rest = sum(mass for atom, mass in have.items() if atom not in plain)
    found = summed(
        ("makes", a["product"], made),
        ("uses", a["swarf"].flow, 1.0),
        ("uses", "hydrochloric acid", acid * weight("HCl")),
        ("uses", a["neutraliser"], neutralised / charges * weight(formula)),
        ("wastes", a["brine"].flow, brine),
        ("uses", "electricity", a["electricity"]),
    )
    if roasted:
        carbon = have.get("C", 0.0)
        heat = a["roasting_heat"] * (1 - water) + a["evaporation_heat"] * water
        rust = iron / 2 * weight("Fe2O3")
        return found | summed(
            ("uses", "electricity", a["electricity"]),
            ("uses", a["fuel"], heat),
            ("emits", "CO2", carbon / ATOMS["C"] * weight("CO2")),
            ("emits", "H2O", water),
            ("wastes", a["residue"], lost + rest - carbon + rust),
            water_line(need),
        )
    return found | summed(
        ("wastes", "iron chloride", ferrous * weight("FeCl2")),
        ("emits", "H2", (1.5 * won + ferrous) * weight("H2")),
        ("wastes", a["residue"], lost + rest),
        water_line(need - water),
    )


def battery_recycling(a: Arguments) -> Amounts:
    """Per kg of electrodes: charges of the metals take acid, alkali takes the rare earths back."""
    have = a["feed"].elements
    charges = {"Ni": 2, "Co": 2, "Mn": 2, "Fe": 2, "Zn": 2, "Mg": 2, "Al": 3, "K": 1}
    share = {"Ni": a["nickel_recovery"], "Co": a["cobalt_recovery"]}
    n = {
        atom: have.get(atom, 0.0) / ATOMS[atom] * share.get(atom, a["others_dissolved"])
        for atom in charges
    }
    earths = atoms_of(a["feed"].rare_earths) * a["rare_earth_recovery"]
    taken = (sum(charges[atom] * n[atom] for atom in n) + 3 * earths) / 2
    acid = taken * (1 + a["acid_excess"])
    fallen = earths * a["precipitation_yield"]
    sulfate = earths / 2 * a["sodium_sulfate"]  # Na2SO4 that must be in the liquor
    of_acid = acid - taken  # neutralised to Na2SO4
    reo = sum(a["feed"].rare_earths.values()) * a["rare_earth_recovery"]
    soda = 2 * of_acid
    back = 0.0
    found: Amounts = {}
    if a["rare_earths_as"] == "hydroxide":
        alkali = 3 * fallen * (1 + a["caustic_excess"])
        soda += alkali
        made = 2 * fallen
        back = made * a["sodium_sulfate_returned"]
        effluent = (made - back) * weight("Na2SO4") + (alkali - 3 * fallen) * weight("NaOH")
        found["wastes", a["effluent"]] = effluent
    metal_mass = n["Ni"] * ATOMS["Ni"] + n["Co"] * ATOMS["Co"]
    # Oxygen of the feed takes two charges, but for what its hydrogen balances.
    oxygen = have.get("O", 0.0) / ATOMS["O"] - have.get("H", 0.0) / ATOMS["H"] / 2
    gone = sum(amount * ATOMS[atom] for atom, amount in n.items())
    gone += sum(metals(have).values()) * a["rare_earth_recovery"]
    stays = sum(mass for atom, mass in have.items() if atom not in ("O", "H", "H2O")) - gone
    return found | summed(
        ("makes", a["product"], metal_mass),
        ("makes", a["rare_earth_product"], reo * a["precipitation_yield"]),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "sulfuric acid", acid * weight("H2SO4")),
        ("uses", "caustic soda", soda * weight("NaOH")),
        ("uses", "sodium sulfate", max(sulfate - of_acid - back, 0.0) * weight("Na2SO4")),
        ("uses", "steam", a["steam"]),
        ("uses", "electricity", a["electricity"]),
        ("emits", "H2", max(0.0, taken - oxygen) * weight("H2")),
        ("wastes", a["residue"], stays),
    )
