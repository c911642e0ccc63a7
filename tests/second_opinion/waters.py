"""Waste waters and gases a second time: charges that a base takes; see magnets.py."""

from __future__ import annotations

from second_opinion.chemistry import (
    ATOMS,
    Amounts,
    Arguments,
    metals,
    summed,
    weight,
)

GYPSUM = weight("CaSO6H4")


def acid_recovery(a: Arguments) -> Amounts:
    """Per kg of gas: what dissolves, at two strengths."""
    if a["acid"] == "hydrofluoric acid":
        acid, lost, peroxide = a["absorption"], 1 - a["absorption"], 0.0
    else:
        sulfur = 1 / weight("SO2")
        oxidised = a["sulfur_dioxide"] == "oxidised with peroxide"
        made = sulfur * a["absorption"] * (1.0 if oxidised else a["acid_mist"])
        acid, lost = made * weight("H2SO4"), 1 - made * weight("SO2")
        peroxide = sulfur * a["absorption"] * (1 - a["acid_mist"]) if oxidised else 0.0
    boiled = acid / a["wash_strength"] - acid / a["product_strength"]
    return summed(
        ("makes", a["acid"], acid),
        ("uses", a["gas"].flow, 1.0),
        ("uses", "hydrogen peroxide", peroxide * weight("H2O2")),
        ("uses", "water", acid / a["wash_strength"] - acid),
        ("uses", "steam", boiled * a["steam_per_water"] * a["steam_heat"]),
        ("uses", "electricity", acid * a["electricity"]),
        ("emits", "H2O", boiled),
        ("wastes", a["tail_gas"], lost),
    )


def ammonia_recovery(a: Arguments) -> Amounts:
    """Per kg of brine, stage by stage: each has the same ratio of ammonia in steam and water."""
    have = a["brine"].elements
    ammonium = have["N"] / ATOMS["N"]
    # A column of n stages lets through 1 of 1 + S + S^2 ... + S^n.
    stages = int(a["stages"])
    whole = a["stages"] == stages
    s = a["stripping_factor"]
    through = (
        1 / sum(s**i for i in range(stages + 1))
        if whole
        else (s - 1) / (s ** (a["stages"] + 1) - 1)
    )
    made = ammonium * (1 - through)
    lime = a["base"] == "quicklime"
    base = made * (1 + a["excess"]) * (weight("CaO") / 2 if lime else weight("NaOH"))
    gypsum = 0.0
    if lime:
        calcium = made / 2 * (1 + a["excess"])
        gypsum = min(calcium, have.get("S", 0.0) / ATOMS["S"]) * GYPSUM
    sludge = gypsum / (1 - a["sludge_moisture"])
    steam = have["H2O"] * s / a["volatility"] * a["steam_heat"]
    warming = a["heat_capacity"] * a["feed_rise"] * (1 - a["heat_exchange"])
    oxide = ammonium * through * a["nitrous_oxide"] / 2 * weight("N2O")
    effluent = 1 + base - made * weight("NH3") - sludge
    return summed(
        ("makes", "ammonia", made * weight("NH3")),
        ("uses", a["brine"].flow, 1.0),
        ("uses", a["base"], base),
        ("uses", "steam", steam + warming),
        ("uses", "electricity", a["electricity"]),
        ("emits", "N2O", oxide),
        ("wastes", a["effluent"], effluent),
        ("wastes", a["sludge"], sludge),
    )


def lime_neutralisation(a: Arguments) -> Amounts:
    """Per kg of waste water: acid is the charge that its metals do not balance."""
    have = {atom: a["stream"].elements.get(atom, 0.0) / ATOMS[atom] for atom in ATOMS}
    earths = sum(mass / ATOMS[atom] for atom, mass in metals(a["stream"].elements).items())
    anions = 2 * have["S"] + have["Cl"] + 3 * have["P"]
    acid = anions - 2 * (have["Mg"] + have["Ca"]) - have["N"] - have["Na"] - 3 * earths
    first = acid + 3 * earths
    magnesium = ammonia = 0.0
    if a["magnesium"] != "left in the water":
        magnesium = have["Mg"] * a["magnesium_removal"]
    if a["ammonium"] == "stripped":
        ammonia = have["N"] * a["ammonium_removal"]
    second = 2 * magnesium + ammonia
    formula, spare = {
        "quicklime": ("CaO", "CaO2H2"),
        "hydrated lime": ("CaO2H2", "CaO2H2"),
        "limestone": ("CaCO3", "CaCO3"),
    }[a["reagent"]]
    flow = a["reagent"]
    excess = 1 + a["excess"]
    lines = [("uses", flow, first / 2 * excess * weight(formula))]
    after = ("quicklime", "CaO") if flow == "limestone" else (flow, formula)
    lines.append(("uses", after[0], second / 2 * excess * weight(after[1])))
    calcium = (first + second) / 2 + have["Ca"]
    gypsum = min(calcium, have["S"])
    unused = first / 2 * a["excess"] * weight(spare)
    unused += second / 2 * a["excess"] * weight("CaO2H2")
    dry = gypsum * GYPSUM + unused
    dry += sum(
        mass + 3 * mass / ATOMS[atom] * weight("OH")
        for atom, mass in metals(a["stream"].elements).items()
    )
    found = summed(
        *lines,
        ("uses", a["stream"].flow, 1.0),
        ("uses", "electricity", a["electricity"]),
    )
    if a["magnesium"] == "to sludge":
        dry += magnesium * weight("MgO2H2")
    elif a["magnesium"] == "regenerated":
        found["makes", "magnesia"] = magnesium * weight("MgO")
    if a["ammonium"] == "stripped":
        found["makes", "ammonia"] = ammonia * weight("NH3")
        found["uses", "steam"] = a["stripping_steam"]
    if flow == "limestone":
        found["emits", "CO2"] = first / 2 * weight("CO2")
    sludge = dry / (1 - a["sludge_moisture"])
    found["wastes", a["sludge"]] = sludge
    entered = 1 + sum(amount for _, _, amount in lines)
    left = sum(amount for (kind, _), amount in found.items() if kind in ("makes", "emits"))
    found["wastes", a["effluent"]] = entered - left - sludge
    return found
