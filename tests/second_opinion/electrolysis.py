"""Electrolysis in a fluoride melt a second time: charge, oxide, salts and anode; see magnets.py.

Electricity is the charge times the voltage, with what the shop takes beside the cell.
"""

from __future__ import annotations

from second_opinion.chemistry import (
    ATOMS,
    FARADAY,
    Amounts,
    Arguments,
    kilomoles,
    metal,
    per_atom,
    summed,
    weight,
)

OXIDES = {
    "La": "La2O3", "Ce": "CeO2", "Pr": "Pr6O11", "Nd": "Nd2O3", "Gd": "Gd2O3", "Dy": "Dy2O3",
    "Ho": "Ho2O3",
}  # fmt: skip
PAIRS = {"PrNd": ("Pr", "Nd"), "LaCe": ("La", "Ce"), "mischmetal": ("La", "Ce", "Pr", "Nd")}
SALTS = ("La", "Ce", "Pr", "Nd", "Gd", "Dy")  # of which a fluoride is bought by its name


def atoms_made(a: Arguments) -> dict[str, float]:
    """Return the rare earths of a kilogram of product [kmol]."""
    rare, name = 1 - a["iron_share"], a["metal"].removesuffix("Fe")
    if a["oxide"] is not None:
        oxides = {metal(oxide): n for oxide, n in kilomoles(a["oxide"].rare_earths).items()}
        whole = sum(n * ATOMS[atom] for atom, n in oxides.items())
        return {atom: rare * n / whole for atom, n in oxides.items()}
    if name in PAIRS:
        light, heavy = PAIRS[name]
        share = a["lighter_share"]
        return {light: rare * share / ATOMS[light], heavy: rare * (1 - share) / ATOMS[heavy]}
    return {name: rare / ATOMS[name]}


def charge(a: Arguments) -> float:
    """Return the electrons of a kilogram of product [kmol]."""
    four = a["cerium"] == "Ce(IV)"
    return sum(n * (4 if four and atom == "Ce" else 3) for atom, n in atoms_made(a).items())


def direct_current(a: Arguments, anode: str) -> float:
    """Return the energy of the cell with an anode [J/kg product]."""
    voltage = a["cell_voltage"] + (a["extra_voltage"] if anode == "inert" else 0.0)
    return float(charge(a) * 1000 * FARADAY * voltage / a["current_efficiency"])


def oxide_electrolysis(a: Arguments) -> Amounts:
    """Per kg of metal or alloy."""
    atoms, name = atoms_made(a), a["metal"]
    short = name.removesuffix("Fe")
    oxide = sum(n * per_atom(OXIDES[atom]) for atom, n in atoms.items())
    plain = f"{name} oxide" if name in PAIRS else OXIDES[short]
    salt_atoms = [atom for atom in PAIRS.get(short, (short,)) if atom in atoms]
    of_salts = sum(atoms[atom] * weight(f"{atom}F3") for atom in salt_atoms)
    salts = {
        atom: a["rare_earth_fluoride"] * atoms[atom] * weight(f"{atom}F3") / of_salts
        for atom in salt_atoms
    }
    graphite = direct_current(a, "graphite") / a["rectifier_efficiency"]
    beside = a["electricity"] - graphite if a["electricity"] else a["auxiliary_power"]
    power = direct_current(a, a["anode"]) / a["rectifier_efficiency"] + beside
    product = name if name == "mischmetal" else f"{name} alloy" if "Fe" in name else f"{name} metal"
    lines = [
        ("makes", product, 1.0),
        ("uses", a["oxide"].flow if a["oxide"] else plain, oxide / a["metal_yield"]),
        ("uses", "electricity", power),
        *(
            ("uses", f"{atom}F3" if atom in SALTS else "rare earth fluoride", part)
            for atom, part in salts.items()
        ),
        ("uses", "LiF", a["lithium_fluoride"]),
    ]
    if a["iron_share"]:
        lines.append(("uses", "iron", a["iron_share"]))
    # Oxide that is not reduced stays in the bath, trivalent or as CeO2.
    stays = 1 / a["metal_yield"] - 1
    oxygen = charge(a) / 2 * ATOMS["O"]
    spent = a["rare_earth_fluoride"] + a["lithium_fluoride"]
    spent += stays * (1 - a["iron_share"] + oxygen)
    if a["anode"] == "inert":
        return summed(
            *lines, ("emits", "O2", charge(a) / 4 * weight("O2")),
            ("wastes", "spent electrolyte", spent),
        )  # fmt: skip
    return summed(*lines, *anode_gas(a), ("wastes", "spent anode", a["anode_loss"]),
                  ("wastes", "spent electrolyte", spent - fluorine_gone(a)))  # fmt: skip


def pfc(a: Arguments) -> dict[str, tuple[float, int]]:
    """Return CF4 and C2F6 made [kmol], with the carbons of each."""
    cf4, c2f6 = a["cf4"], a["c2f6"]
    if a["pfc"] == "slope":
        cf4 = a["anode_effect"] * a["cf4_slope"]
        c2f6 = cf4 * a["c2f6_share"]
    return {"CF4": (cf4 / weight("CF4"), 1), "C2F6": (c2f6 / weight("C2F6"), 2)}


def fluorine_gone(a: Arguments) -> float:
    """Return the fluorine of the PFC that escape; that of the destroyed stays [kg]."""
    made = sum((2 + 2 * carbons) * n for n, carbons in pfc(a).values())
    return float(made * (1 - a["pfc_destruction"]) * ATOMS["F"])


def anode_gas(a: Arguments) -> list[tuple[str, str, float]]:
    """Return the graphite and its gases: a quarter of a carbon a charge, and what is wasted."""
    carbon = charge(a) / 4 * a["excess_carbon"] / a["current_efficiency"]
    monoxide = a["carbon_monoxide"] / weight("CO")
    gases = pfc(a)
    in_pfc = sum(n * carbons for n, carbons in gases.values())
    kept = 1 - a["pfc_destruction"]
    dioxide = carbon - monoxide + in_pfc * a["pfc_destruction"]
    return [
        ("uses", "graphite anode", (carbon + in_pfc) * ATOMS["C"] + a["anode_loss"]),
        ("emits", "CO2", dioxide * weight("CO2")),
        ("emits", "CO", a["carbon_monoxide"]),
        *(("emits", gas, n * kept * weight(gas)) for gas, (n, _) in gases.items()),
    ]
