"""From concentrate to oxide a second time: each model as one short function of its arguments.

An opinion takes the arguments of a model in base units, as a plain mapping, and returns amounts by
kind and flow, per what the model is per. It calls nothing of carbonre.
"""

from __future__ import annotations

from typing import Any

from second_opinion.chemistry import (
    ATOMS,
    LANTHANIDES,
    Amounts,
    Arguments,
    kilomoles,
    metal,
    per_atom,
    share_of_salt,
    weight,
)


def roasting(a: Arguments) -> Amounts:
    """Per kg of concentrate: rare earths, calcium and iron bind acid; the rest leaves as gas."""
    oxides = a["feed"].rare_earths
    atoms = sum(kilomoles(oxides).values())
    calcium = a["calcium_fluoride"] / weight("CaF2") + a["calcite"] / weight("CaCO3")
    iron_atoms = a["iron_oxide"] / weight("Fe2O3") * 2
    charged = a["acid_charge"] * a["acid_strength"] / weight("H2SO4")
    spare = charged - 1.5 * atoms - calcium - 1.5 * iron_atoms
    fumes = spare * (1 - a["acid_left"])
    lost = fumes * (1 - a["acid_recovered"])
    fluorine = a["bastnaesite_share"] * atoms + 2 * a["calcium_fluoride"] / weight("CaF2")
    carbon = a["bastnaesite_share"] * atoms + a["calcite"] / weight("CaCO3")
    found = {
        ("uses", a["feed"].flow): 1.0,
        # bought: what is bound, what stays in the cake, and what the stack loses
        ("uses", "sulfuric acid"): (charged - fumes + lost) * weight("H2SO4"),
        ("uses", "electricity"): a["electricity"],
        ("wastes", "HF in off-gas"): fluorine * weight("HF"),
        ("wastes", "SO2 in off-gas"): lost * weight("SO2"),
        ("emits", "CO2"): carbon * weight("CO2"),
        ("emits", "dust"): a["dust"] * sum(oxides.values()),
    }
    found["uses", a["fuel"]] = found.get(("uses", a["fuel"]), 0.0) + a["kiln_heat"]
    return found


def leaching(a: Arguments) -> Amounts:
    """Per kg REO: all sulfate but that of rare earths and calcium is acid, and takes base."""
    feed = a["feed"]
    atoms = sum(kilomoles(feed.rare_earths).values())
    have = {atom: feed.elements.get(atom, 0.0) / ATOMS[atom] for atom in ("S", "Ca", "Fe", "P")}
    acid = have["S"] - have["Ca"] - 1.5 * atoms
    is_magnesia = a["neutraliser"] == "magnesia"
    base = "MgO" if is_magnesia else "CaCO3"
    unused = acid * a["excess"] * (weight("MgO2H2") if is_magnesia else weight("CaCO3"))
    phosphate = min(have["Fe"], have["P"])
    gypsum = have["Ca"] + (0 if is_magnesia else acid)
    dry = (
        gypsum * weight("CaSO6H4") + phosphate * weight("FePO4")
        + (have["Fe"] - phosphate) * weight("FeO3H3") + (have["P"] - phosphate) * weight("P2O5") / 2
        + unused + (1 - a["recovery"]) * (1 + 1.5 * atoms * weight("SO3")) + a["gangue"]
    )  # fmt: skip
    wet = dry / (1 - a["residue_moisture"])
    liquor = a["recovery"] * a["water_in_liquor"] / a["liquor_strength"]
    found = {
        ("uses", feed.flow): 1.0,
        ("uses", a["neutraliser"]): acid * (1 + a["excess"]) * weight(base),
        ("uses", "water"): liquor + wet - dry,
        ("uses", "electricity"): a["electricity"],
        ("wastes", a["residue"]): wet,
    }
    if not is_magnesia:
        found["emits", "CO2"] = acid * weight("CO2")
    return found


def conversion(a: Arguments) -> Amounts:
    """Per kg REO: two bicarbonates or one magnesium bicarbonate for a sulfate, and three HCl."""
    atoms = sum(kilomoles(a["feed"].rare_earths).values())
    magnesium = a["feed"].elements["Mg"] / ATOMS["Mg"]
    sulfate = a["feed"].elements["S"] / ATOMS["S"] - magnesium
    water = a["product_water"] - a["feed"].elements["H2O"]
    spare = sulfate * a["excess"]
    found: Amounts = {
        ("uses", a["feed"].flow): 1.0,
        ("uses", "hydrochloric acid"): 3 * atoms * weight("HCl"),
        ("uses", "electricity"): a["electricity"],
    }
    bitter, made = magnesium, 0.0
    if a["route"] == "extraction":
        made = sulfate * weight("H2SO4") / share_of_salt(a["brine"], "H2SO4", "S")
    else:
        carbon = 2 * (sulfate + spare) * weight("CO2")
        found["uses", "sulfuric acid"] = spare * weight("H2SO4")
        found["emits", "CO2"] = carbon * (1 - a["capture"])
        if a["route"] == "magnesium bicarbonate":
            found["uses", "magnesia"] = (sulfate + spare) * weight("MgO")
            found["uses", "carbon dioxide"] = carbon * (1 - a["capture"])
            bitter += sulfate + spare
        else:
            found["uses", "ammonium bicarbonate"] = 2 * (sulfate + spare) * weight("NH4HCO3")
            made = (sulfate + spare) * weight("N2H8SO4")
            made /= share_of_salt(a["brine"], "N2H8SO4", "S")
    if made:
        found["wastes", a["brine"].flow] = made
        water += made * a["brine"].elements["H2O"]
    salt = bitter * weight("MgSO4") / share_of_salt(a["magnesium_brine"], "MgSO4", "S")
    found["wastes", a["magnesium_brine"].flow] = salt
    water += salt * a["magnesium_brine"].elements["H2O"]
    found["uses" if water > 0 else "wastes", "water"] = abs(water)
    return found


def precipitation(a: Arguments) -> Amounts:
    """Per kg REO of a chloride liquor: the chloride decides, free acid included."""
    feed = a["feed"]
    atoms = sum(kilomoles(feed.rare_earths).values())
    chloride = feed.elements["Cl"] / ATOMS["Cl"]
    reagent, more = a["reagent"], 1 + a["excess"]
    flow, formula, each = {
        "ammonium bicarbonate": ("ammonium bicarbonate", "NH4HCO3", 1.0),
        "soda ash": ("soda ash", "Na2CO3", 0.5),
        "oxalic acid": ("oxalic acid", "H6C2O6", 0.5),
        "magnesium bicarbonate": ("magnesia", "MgO", 0.5),
    }[reagent]
    salt, held = {
        "ammonium bicarbonate": ("NH4Cl", 1), "soda ash": ("NaCl", 1), "oxalic acid": ("HCl", 1),
        "magnesium bicarbonate": ("MgCl2", 2),
    }[reagent]  # fmt: skip
    found = {
        ("uses", feed.flow): 1.0,
        ("uses", flow): chloride * more * each * weight(formula),
        ("uses", "electricity"): a["electricity"],
        ("uses", "steam"): a["steam"],
    }
    in_brine = chloride
    if reagent == "oxalic acid":
        spare = (chloride * more / 2 - 1.5 * atoms) * weight(formula)
        found["wastes", "oxalic acid in wastewater"] = spare
        anion = weight("C2O4")
    else:
        in_brine = chloride * more
        found["uses", "hydrochloric acid"] = chloride * a["excess"] * weight("HCl")
        # carbon comes with the reagent, and leaves with the cake and from the tank
        carbon = in_brine / 2 if reagent == "soda ash" else in_brine
        tank = (carbon - 1.5 * atoms) * weight("CO2")
        found["emits", "CO2"] = tank * (1 - a["capture"])
        if reagent == "magnesium bicarbonate":
            found["uses", "carbon dioxide"] = carbon * weight("CO2") - tank * a["capture"]
        else:
            found["wastes", "carbon dioxide"] = tank * a["capture"]
        anion = weight("CO3")
    brine = in_brine / held * weight(salt) / share_of_salt(a["brine"], salt, "Cl")
    found["wastes", a["brine"].flow] = brine
    # The dry cake: the metals of the oxides and their anion.
    metals = sum(n * ATOMS[metal(o)] for o, n in kilomoles(feed.rare_earths).items())
    wet = 1 / a["reo_content"] - metals - 1.5 * atoms * anion
    water = brine * a["brine"].elements["H2O"] + wet - feed.elements["H2O"]
    found["uses" if water > 0 else "wastes", "water"] = abs(water)
    return found


def calcination(a: Arguments) -> Amounts:
    """Per kg REO: all carbon of the cake leaves, of an oxalate without air half of it as CO."""
    elements = a["feed"].elements
    carbon = elements["C"] / ATOMS["C"]
    atoms = sum(kilomoles(a["feed"].rare_earths).values())
    is_oxalate = carbon > 2 * atoms
    halved = is_oxalate and a["oxalate_method"] == "guideline 0.349"
    gas = carbon * (0.5 if halved else 1.0) * weight("CO2")
    return {
        ("uses", a["feed"].flow): 1.0,
        ("uses", a["fuel"]): a["heat"],
        ("emits", "CO2"): gas * (1 - a["capture"]),
        ("wastes", "carbon dioxide"): gas * a["capture"],
        ("emits", "H2O"): elements["H2O"],
        ("emits", "CO"): carbon / 2 * weight("CO") if halved else 0.0,
    }


def extraction(a: Arguments) -> Amounts:
    """Per kg REO fed, P507 in chloride: S of each cut by Xu's rule, three of acid and base each."""
    streams = {"": dict(kilomoles(a["feed"].rare_earths))}
    fed = sum(streams[""].values())
    carried = stripped = 0.0
    sold: dict[str, tuple[dict[str, float], bool]] = {}
    for cut in a["cuts"]:
        stream = sold.pop(cut.of)[0] if cut.of else streams.pop("")
        light, heavy, s = _cut(cut, stream)
        carried += s
        stripped += sum(heavy.values())
        for name, part, acid in ((cut.heavy, heavy, True), (cut.light, light, False)):
            if name:
                sold[name] = part, acid
            else:
                streams[""] = part
    if len(a["cuts"]) > 1:
        carried *= 1 - a["linked_reduction"]
    acid = 3 * carried * (1 + a["reagent_excess"]) + 3 * a["free_acid"] * stripped
    sour = sum(sum(part.values()) for part, with_acid in sold.values() if with_acid)
    # Chloride of the feed goes with its rare earths, lost ones too; that of the acid to the brine,
    # but for the free acid that products take along.
    spare = a["feed"].elements["Cl"] / ATOMS["Cl"] - 3 * fed
    brine = acid + spare - 3 * a["free_acid"] * sour * a["recovery"]
    flow, formula, strength, salt, held = {
        "ammonia": ("ammonia", "NH3", 1, "NH4Cl", 1),
        "caustic soda": ("caustic soda", "NaOH", 1, "NaCl", 1),
        "quicklime": ("quicklime", "CaO", 2, "CaCl2", 2),
        "magnesia": ("magnesia", "MgO", 2, "MgCl2", 2),
        "magnesium bicarbonate": ("magnesia", "MgO", 2, "MgCl2", 2),
        "none": ("", "", 1, "HCl", 1),
    }[a["saponification"]]
    found = {
        ("uses", a["feed"].flow): 1.0,
        ("uses", "hydrochloric acid"): acid * weight("HCl"),
        ("uses", "electricity"): a["electricity"],
        ("uses", "steam"): a["steam"],
        ("uses", "P507"): a["extractant_loss"],
        ("uses", "kerosene"): a["diluent_loss"],
        ("wastes", a["brine"].flow): brine
        / held
        * weight(salt)
        / share_of_salt(a["brine"], salt, "Cl"),
    }
    dioxide = a["diluent_loss"] * 12 * weight("CO2") / weight("C12H26")
    if flow:
        found["uses", flow] = brine / strength * weight(formula)
    if a["saponification"] == "magnesium bicarbonate":
        lost = brine * (1 - a["capture"]) * weight("CO2")
        found["uses", "carbon dioxide"] = lost
        dioxide += lost
    found["emits", "CO2"] = dioxide
    for name, (part, _) in sold.items():
        mass = sum(n * per_atom(oxide) for oxide, n in part.items())
        found["makes", name] = mass * a["recovery"]
    water = found["wastes", a["brine"].flow] * a["brine"].elements["H2O"]
    water += a["recovery"] * a["product_water"] - a["feed"].elements["H2O"]
    found["uses" if water > 0 else "wastes", "water"] = abs(water)
    return found


def _cut(cut: Any, stream: dict[str, float]) -> tuple[dict[str, float], dict[str, float], float]:
    """Return the light and the heavy side of a cut, and what the organic carries [kmol]."""
    border = LANTHANIDES.index(cut.cut.split("/")[0])
    is_heavy = {oxide: LANTHANIDES.index(metal(oxide)) > border for oxide in stream}
    whole = sum(stream.values())
    up = sum(n for oxide, n in stream.items() if is_heavy[oxide])
    # Heavy elements: p of the heavy product h, and (1 - q) of the light one, which is whole - h.
    p, q = cut.purity_heavy, cut.purity_light
    h = (up - (1 - q) * whole) / (p + q - 1)
    go_up, stray = p * h / up, (1 - p) * h / (whole - up)
    heavy = {o: n * (go_up if is_heavy[o] else stray) for o, n in stream.items()}
    light = {o: n - heavy[o] for o, n in stream.items()}
    f, out, root = up / whole, h / whole, cut.separation_factor**0.5
    s = max((1 - out) / (root - 1), root * out / (root - 1))
    if cut.reflux_limit > 0:
        s = min(s, cut.reflux_limit * (f + 1 / (cut.separation_factor - 1)))
    return light, heavy, s * whole
