"""What serves the chain a second time: washing of gas, boiler, lime on waste water."""

from __future__ import annotations

from second_opinion.chemistry import ATOMS, Amounts, Arguments, weight


def scrubbing(a: Arguments) -> Amounts:
    """Per kg of gas: an HF takes one OH, an SO2 two; what is washed leaves as wet salt."""
    held = {atom: a["gas"].elements.get(atom, 0.0) / ATOMS[atom] for atom in ("F", "S")}
    fluorine, sulfur = (a["efficiency"] * held[atom] for atom in ("F", "S"))
    protons, sorbent = fluorine + 2 * sulfur, a["sorbent"]
    formula, takes = {
        "hydrated lime": ("CaO2H2", 2), "quicklime": ("CaO", 2), "limestone": ("CaCO3", 2),
        "caustic soda": ("NaOH", 1),
    }[sorbent]  # fmt: skip
    base = protons / takes
    if sorbent == "caustic soda":
        dry = fluorine * weight("NaF")
        dry += sulfur * weight("Na2SO4" if a["oxidised"] else "Na2SO3")
        unused = "NaOH"
    else:
        dry = fluorine / 2 * weight("CaF2")
        sulfite = weight("CaSO3") + weight("H2O") / 2
        dry += sulfur * (weight("CaSO6H4") if a["oxidised"] else sulfite)
        unused = "CaCO3" if sorbent == "limestone" else "CaO2H2"
    dry += a["excess"] * base * weight(unused)
    wet = dry / (1 - a["residue_moisture"])
    found = {
        ("uses", a["gas"].flow): 1.0,
        ("uses", sorbent): base * (1 + a["excess"]) * weight(formula),
        ("uses", "water"): wet - dry,
        ("uses", "electricity"): a["electricity"],
        ("wastes", a["residue"]): wet,
    }
    for atom, gas in (("F", "HF"), ("S", "SO2")):
        if held[atom]:
            found["emits", gas] = (1 - a["efficiency"]) * held[atom] * weight(gas)
    if sorbent == "limestone":
        found["emits", "CO2"] = base * weight("CO2")
    return found


def boiler(a: Arguments) -> Amounts:
    """Per J of steam: fuel over efficiency, and the power of fans and mills."""
    found = {("uses", "electricity"): a["auxiliary_power"]}
    found["uses", a["fuel"]] = found.get(("uses", a["fuel"]), 0.0) + 1 / a["efficiency"]
    return found


def liming(a: Arguments) -> Amounts:
    """Per kg of water: lime for the protons that the ions lack, for magnesium and for ammonium."""
    n = {atom: a["stream"].elements.get(atom, 0.0) / ATOMS[atom]
         for atom in ("S", "Cl", "Mg", "Ca", "Na", "N", "P", "F")}  # fmt: skip
    rare = sum(a["stream"].elements.get(metal, 0.0) / ATOMS[metal] for metal in
               ("Y", "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho"))  # fmt: skip
    anions = 2 * n["S"] + n["Cl"] + n["F"] + 3 * n["P"]
    cations = 2 * n["Mg"] + 2 * n["Ca"] + n["Na"] + n["N"] + 3 * rare
    protons = max(0.0, anions - cations)
    magnesium = 0.0 if a["magnesium"] == "left in the water" else a["magnesium_removal"] * n["Mg"]
    ammonia = a["ammonium_removal"] * n["N"] if a["ammonium"] == "stripped" else 0.0
    first, second = (protons + 3 * rare) / 2, magnesium + ammonia / 2
    more = 1 + a["excess"]
    found = {
        ("uses", a["stream"].flow): 1.0,
        ("uses", "electricity"): a["electricity"],
    }
    if a["reagent"] == "limestone":
        found["uses", "limestone"] = first * more * weight("CaCO3")
        found["uses", "quicklime"] = second * more * weight("CaO")
        found["emits", "CO2"] = first * weight("CO2")
    else:
        formula = "CaO" if a["reagent"] == "quicklime" else "CaO2H2"
        found["uses", a["reagent"]] = (first + second) * more * weight(formula)
    if a["ammonium"] == "stripped":
        found["uses", "steam"] = a["stripping_steam"]
        found["makes", "ammonia"] = ammonia * weight("NH3")
    if a["magnesium"] == "regenerated":
        found["makes", "magnesia"] = magnesium * weight("MgO")
    return found
