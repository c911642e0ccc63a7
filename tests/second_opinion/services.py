"""What serves the chain a second time: washing of gas, boiler."""

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
