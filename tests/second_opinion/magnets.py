"""From metals to magnets a second time: mass, heat and charge of a kilogram.

Each function bears the name of its model, takes its arguments in base units and calls nothing of
carbonre.
"""

from __future__ import annotations

import math

from second_opinion.chemistry import (
    ATOMS,
    FARADAY,
    GAS_CONSTANT,
    Amounts,
    Arguments,
    as_sesquioxide,
    metals,
    summed,
    weight,
)


def good_share(a: Arguments, own: float) -> float:
    """Return a step's yield: its own, or its part of the chain's, which multiply to the whole."""
    chain = a["charge_to_block"]
    return math.exp(a["loss_share"] * math.log(chain)) if chain else own


def strip_casting(a: Arguments) -> Amounts:
    """Per kg of flakes: what burns and what sticks in the furnace is charged on top."""
    rates = {
        part.metal.flow: part.share / (part.metal.elements[part.of] if part.of else 1.0)
        for part in a["composition"]
    }
    rates[a["balance"].flow] = 1 - sum(rates.values())
    rare = [metals(part.metal.elements) for part in a["composition"]]
    burnt = a["rare_earth_loss"] * sum(
        rates[part.metal.flow] * sum(of.values())
        for part, of in zip(a["composition"], rare, strict=True)
    )
    oxide = a["rare_earth_loss"] * sum(
        rates[part.metal.flow] * as_sesquioxide(of)
        for part, of in zip(a["composition"], rare, strict=True)
    )
    charge = 1 / (good_share(a, a["casting_yield"]) * (1 - burnt))
    power = a["electricity"]
    power = power or a["melting_energy"] / a["furnace_efficiency"] + a["auxiliary_power"]
    return summed(
        ("makes", a["product"], 1.0),
        *(("uses", flow, charge * rate) for flow, rate in rates.items()),
        ("uses", "electricity", charge * power),
        ("uses", "argon", charge * a["argon"]),
        ("wastes", a["scrap"], charge * (1 - burnt) - 1),
        ("wastes", a["slag"], charge * oxide),
    )


def melt_spinning(a: Arguments) -> Amounts:
    """Per kg of powder: alloy that burns, alloy that sticks, the rest is powder."""
    burnt = a["rare_earth_loss"] * sum(metals(a["feed"].elements).values())
    charge = 1 / (a["ribbon_yield"] * (1 - burnt))
    oxide = a["rare_earth_loss"] * as_sesquioxide(a["feed"].elements)
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, charge),
        ("uses", "electricity", charge * (a["spinning_power"] + a["annealing_power"])),
        ("uses", "electricity", a["crushing_power"]),
        ("uses", "argon", charge * a["argon"]),
        ("wastes", a["scrap"], 1 / a["ribbon_yield"] - 1),
        ("wastes", a["slag"], charge * oxide),
    )


def hydrogen_decrepitation(a: Arguments) -> Amounts:
    """Per kg of alloy: hydrogen goes in, most of it comes out hot."""
    given_back = a["uptake"] - a["residue"]
    vented = given_back * (1 - a["hydrogen_recovered"])
    heat = a["heat_capacity"] * a["degassing_rise"]
    heat += given_back / weight("H2") * 1000 * a["desorption_enthalpy"]
    power = a["electricity"] or heat / a["furnace_efficiency"] + a["auxiliary_power"]
    hydrogen = a["residue"] + vented
    powder, good = 1 + a["residue"], good_share(a, a["powder_yield"])
    return summed(
        ("makes", a["product"], good * powder),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "hydrogen", hydrogen * a["heating_value"]),
        ("uses", "electricity", power),
        ("emits", "H2", vented),
        ("wastes", a["scrap"], (1 - good) * powder),
    )


def jet_milling(a: Arguments) -> Amounts:
    """Per kg of powder: isothermal compression of the nitrogen that mills what is charged."""
    charge = 1 / good_share(a, 1 - a["ultrafine_share"])
    finer = (a["reference_size"] or a["particle_size"]) / a["particle_size"]
    gas = a["gas_ratio"] * finer
    ratio = a["mill_pressure"] / a["suction_pressure"]
    ideal = 1000 / weight("N2") * GAS_CONSTANT * a["gas_temperature"] * math.log(ratio)
    work = a["gas_ratio"] * ideal / a["compressor_efficiency"]  # at the reference size
    power = work * finer + a["auxiliary_power"]
    if a["electricity"]:
        power *= a["electricity"] / (work + a["auxiliary_power"])
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, charge),
        ("uses", "electricity", charge * power),
        ("uses", "nitrogen", charge * gas * a["nitrogen_makeup"]),
        ("wastes", a["ultrafine"], charge - 1),
    )


def powder_blending(a: Arguments) -> Amounts:
    """Per kg of blend."""
    charge = 1 / a["powder_yield"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["first"].flow, charge * a["first_share"]),
        ("uses", a["second"].flow, charge * (1 - a["first_share"])),
        ("uses", "electricity", charge * a["mixing_power"]),
        ("wastes", a["scrap"], charge - 1),
    )


def sintering(a: Arguments) -> Amounts:
    """Per kg of blocks: three times heated, and without the hydrogen of the powder."""
    hydrogen = a["feed"].elements.get("H", 0.0)
    powder = 1 / (good_share(a, a["block_yield"]) * (1 - hydrogen))
    rises = a["sintering_rise"] + a["first_ageing_rise"] + a["second_ageing_rise"]
    heat = a["furnace_power"]
    heat = heat or a["heat_capacity"] * rises * (1 + a["tray_load"]) / a["furnace_efficiency"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, powder),
        ("uses", "electricity", powder * (a["pressing_power"] + a["hall_power"] + heat)),
        ("uses", "argon", powder * a["argon"]),
        ("emits", "H2", powder * hydrogen),
        ("wastes", a["scrap"], powder * (1 - hydrogen) - 1),
    )


def samarium_cobalt(a: Arguments) -> Amounts:
    """Per kg of blocks: heated once, and then long."""
    powder = 1 / a["block_yield"]
    heat = a["heat_capacity"] * a["sintering_rise"] * (1 + a["tray_load"])
    power = a["pressing_power"] + heat / a["furnace_efficiency"] + a["ageing_power"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, powder),
        ("uses", "electricity", powder * power),
        ("uses", "argon", powder * a["argon"]),
        ("wastes", a["scrap"], powder - 1),
    )


def hot_deformation(a: Arguments) -> Amounts:
    """Per kg of blocks."""
    powder = 1 / a["block_yield"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, powder),
        ("uses", "electricity", a["electricity"]),
        ("uses", "argon", powder * a["argon"]),
        ("wastes", a["scrap"], powder - 1),
    )


def bonding(a: Arguments) -> Amounts:
    """Per kg of magnets: powder, resin and power of the rejects too."""
    shaped = 1 / a["bonding_yield"]
    resin = {"compression": "epoxy resin", "injection": "polyamide"}[a["method"]]
    power = a["compounding_power"] + a["moulding_power"] + a["curing_power"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["powder"].flow, shaped * (1 - a["binder_share"])),
        ("uses", a["binder"] or resin, shaped * a["binder_share"]),
        ("uses", "electricity", shaped * power),
        ("wastes", a["scrap"], shaped - 1),
    )


def machining(a: Arguments) -> Amounts:
    """Per kg of magnets: a slice costs its kerf and two faces."""
    cut = a["kerf"] + 2 * a["grinding"]
    block = (1 + cut / a["thickness"]) / (1 - a["edge_loss"]) / (1 - a["rejects"])
    if a["machining_yield"]:
        usual = a["reference_thickness"] or a["thickness"]
        block = (1 + cut / a["thickness"]) / (1 + cut / usual) / a["machining_yield"]
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, block),
        ("uses", "electricity", block * a["machining_power"]),
        ("makes" if a["swarf_is"] == "product" else "wastes", a["swarf"], block - 1),
    )


def coating(a: Arguments) -> Amounts:
    """Per kg of coated magnets: a layer on the surface, plated with two charges an atom."""
    layers = {
        "nickel-copper-nickel": {"nickel": a["thickness"] * a["density"],
                                 "copper": a["copper_thickness"] * a["copper_density"]},
        "zinc": {"zinc": a["thickness"] * a["density"]},
        "epoxy": {"epoxy resin": a["thickness"] * a["density"]},
    }[a["kind"]]  # fmt: skip
    atom = {"nickel": "Ni", "copper": "Cu", "zinc": "Zn"}
    coat = {name: a["surface"] * layer for name, layer in layers.items()}
    magnets = 1 / (1 - a["rejects"]) / (1 + sum(coat.values()))
    moles = sum(part / ATOMS[atom[name]] * 1000 for name, part in coat.items() if name in atom)
    plating = moles * 2 * FARADAY * a["cell_voltage"] / a["current_efficiency"]
    bought = {name: magnets * part / (1 - a["drag_out"]) for name, part in coat.items()}
    dragged = a["drag_out"] * sum(bought.values())
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, magnets),
        *(("uses", name, amount) for name, amount in bought.items()),
        ("uses", "electricity", magnets * (plating + a["line_power"])),
        ("uses", "water", magnets * a["rinse_water"]),
        ("wastes", a["wastewater"], magnets * a["rinse_water"] + dragged),
        ("wastes", a["scrap"], 1 / (1 - a["rejects"]) - 1),
    )


def grain_boundary_diffusion(a: Arguments) -> Amounts:
    """Per kg of diffused magnets: what goes in is mass of the magnet, what stays out is residue."""
    taken = a["coating_mass"] * a["diffused_share"]
    magnets = 1 / (1 - a["rejects"]) / (1 + taken)
    source = a["coating_mass"] / sum(metals(a["source"].elements).values())
    return summed(
        ("makes", a["product"], 1.0),
        ("uses", a["feed"].flow, magnets),
        ("uses", a["source"].flow, magnets * source),
        ("uses", "electricity", magnets * a["electricity"]),
        ("uses", "argon", magnets * a["argon"]),
        ("wastes", a["residue"], magnets * (source - taken)),
        ("wastes", a["scrap"], 1 / (1 - a["rejects"]) - 1),
    )


def hydrogen_processing(a: Arguments) -> Amounts:
    """Per kg of scrap: iron and cobalt are all in RE2Fe14B, and both phases take hydrogen."""
    have = a["scrap"].elements
    coat = sum(have.get(atom, 0.0) for atom in ("Ni", "Zn", "Sn"))
    alloy = 1 - coat
    atoms = sum(mass / ATOMS[atom] for atom, mass in metals(have).items())
    iron = have["Fe"] / ATOMS["Fe"] + have.get("Co", 0.0) / ATOMS["Co"]
    main = min(iron / 14, atoms / 2)
    rich = atoms - 2 * main
    taken = (main * a["matrix_hydrogen"] + rich * a["rare_earth_hydrogen"]) * ATOMS["H"]
    degassed = a["state"] == "degassed"
    held = rich * a["residual_hydrogen"] * ATOMS["H"] if degassed else taken
    given = taken - held
    vented = taken * a["vented"] + given * (1 - a["recovered"])
    powder = alloy * a["powder_yield"]
    kept_coat = coat * (1 - a["coating_removed"])
    kept_hydrogen = held * a["powder_yield"]
    lost_hydrogen = held - kept_hydrogen
    return summed(
        ("makes", a["product"], powder + kept_coat + kept_hydrogen),
        ("uses", a["scrap"].flow, 1.0),
        ("uses", "hydrogen", (held + vented) * a["heating_value"]),
        ("uses", "electricity", a["electricity"]),
        ("emits", "H2", vented + lost_hydrogen),
        ("wastes", a["residue"], alloy - powder + coat - kept_coat),
    )


def magnet_to_magnet(a: Arguments) -> Amounts:
    """Per kg of blend without hydrogen: oxygen takes rare earth, an addition brings it back."""
    powder, more = a["powder"].elements, a["addition"].elements
    hydrogen = powder.get("H", 0.0)
    rare = {atom: mass / (1 - hydrogen) for atom, mass in metals(powder).items()}
    mean = sum(rare.values()) / sum(mass / ATOMS[atom] for atom, mass in rare.items())
    bound = a["oxygen"] / ATOMS["O"] * 2 / 3 * mean
    metallic = sum(rare.values()) - bound
    bare = 1 - more.get("H", 0.0)
    brings = sum(metals(more).values()) / bare
    share = max(0.0, (a["metallic_rare_earth"] - metallic) / (brings - metallic))
    charged = (1 - share) / (1 - hydrogen)
    added = share / bare
    return summed(
        ("makes", a["product"], a["block_yield"]),
        ("uses", a["powder"].flow, charged),
        ("uses", a["addition"].flow, added),
        ("uses", "electricity", a["electricity"]),
        ("uses", "nitrogen", a["nitrogen"]),
        ("uses", "argon", a["argon"]),
        ("emits", "N2", a["nitrogen"]),
        ("emits", "Ar", a["argon"]),
        ("emits", "H2", charged + added - 1),
        ("wastes", a["swarf"], 1 - a["block_yield"]),
    )
