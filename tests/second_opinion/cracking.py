"""Minerals opened and solids dissolved a second time; see magnets.py."""

from __future__ import annotations

from second_opinion.chemistry import (
    ATOMS,
    Amounts,
    Arguments,
    atoms_of,
    kilomoles,
    metal,
    solid,
    summed,
    water_line,
    weight,
)


def caustic_digestion(a: Arguments) -> Amounts:
    """Per kg of concentrate: three of alkali for each atom that becomes hydroxide."""
    oxides = a["feed"].rare_earths
    atoms = kilomoles(oxides)
    opened = a["decomposition"] * sum(atoms.values())
    excess = a["caustic_charge"] - 3 * opened * weight("NaOH")
    back = excess * a["caustic_recovery"]
    calcite = a["calcite"] / weight("CaCO3")
    acid = 2 * calcite * (1 + a["acid_excess"]) * weight("HCl")
    hot = (1 + a["caustic_charge"] / a["lye_strength"]) * a["charge_heat_capacity"]
    heat = hot * a["digestion_rise"]
    heat += a["wash_water"] * a["water_heat_capacity"] * a["wash_rise"]
    heat += back * a["evaporation_steam"]
    metals = sum(n * ATOMS[metal(o)] for o, n in atoms.items())
    whole, share = sum(atoms.values()), a["bastnaesite_share"]
    mineral = metals + share * whole * (weight("CO3") + weight("F"))
    mineral += (1 - share) * whole * weight("PO4")
    hydroxide = a["decomposition"] * metals + opened * weight("O3H3")
    moisture = hydroxide * a["hydroxide_moisture"] / (1 - a["hydroxide_moisture"])
    salts = share * opened * (weight("NaF") + weight("Na2CO3"))
    salts += (1 - share) * opened * weight("Na3PO4") + excess - back
    chloride = calcite * weight("CaCl2") + acid * a["acid_excess"] / (1 + a["acid_excess"])
    return summed(
        ("makes", a["product"], sum(oxides.values()) * a["decomposition"]),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "caustic soda", a["caustic_charge"] - back),
        ("uses", "hydrochloric acid", acid),
        ("uses", "steam", heat),
        ("uses", "electricity", a["electricity"]),
        ("emits", "CO2", calcite * weight("CO2")),
        ("wastes", a["residue"], (1 - a["decomposition"]) * mineral + a["calcium_fluoride"]),
        ("wastes", a["alkaline_water"], a["wash_water"] - moisture + salts),
        ("wastes", a["calcium_water"], a["prewash_water"] + chloride),
        ("uses", "water", a["prewash_water"] + a["wash_water"]),
    )


def oxidative_roasting(a: Arguments) -> Amounts:
    """Per kg of concentrate: CO2 in the kiln, three of acid per trivalent atom, NaOH per F."""
    oxides = a["feed"].rare_earths
    share, won = a["bastnaesite_share"], a["recovery"]
    atoms = {oxide: n * share for oxide, n in kilomoles(oxides).items()}
    whole = sum(atoms.values())
    cerium = a["cerium_oxidation"] * atoms.get("CeO2", 0.0)
    calcite = a["calcite"] / weight("CaCO3")
    acid = (3 * won * (whole - cerium) + 2 * calcite) * (1 + a["acid_excess"])
    kept = 1 - a["fluorine_to_gas"]
    fluoride = won * whole * kept
    soda = fluoride * (1 + a["caustic_excess"])
    ceria = won * cerium * weight("CeO2")
    liquor = won * share * sum(oxides.values()) - ceria
    wet = a["moisture"] / (1 - a["moisture"]) * a["evaporation_heat"]
    heat = a["heat_capacity"] * a["temperature_rise"] + wet
    heat += a["decomposition_heat"] * share * sum(oxides.values())
    metals = sum(n * ATOMS[metal(o)] for o, n in kilomoles(oxides).items())
    monazite = (1 - share) * (metals + atoms_of(oxides) * weight("PO4"))
    # Two fluorines stand for an oxygen in what is lost of the bastnaesite.
    fluorine = whole * kept * (weight("F") - weight("O") / 2)
    lost = (1 - won) * (fluorine + share * sum(oxides.values()))
    water = liquor * a["product_water"] + a["wash_water"]
    return summed(
        ("makes", a["product"], liquor),
        ("makes", a["cerium_product"], ceria),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "hydrochloric acid", acid * weight("HCl")),
        ("uses", "caustic soda", soda * weight("NaOH")),
        ("uses", "water", water),
        ("uses", a["fuel"], heat / a["kiln_efficiency"]),
        ("uses", "electricity", a["electricity"]),
        ("wastes", "HF in off-gas", whole * a["fluorine_to_gas"] * weight("HF")),
        ("emits", "CO2", (whole + calcite) * weight("CO2")),
        ("wastes", a["alkaline_water"],
         a["wash_water"] + fluoride * weight("NaF") + (soda - fluoride) * weight("NaOH")),
        ("wastes", a["residue"], monazite + lost + a["gangue"] * sum(oxides.values())),
    )  # fmt: skip


def dissolution(a: Arguments) -> Amounts:
    """Per kg REO: three of acid an atom, and two electrons for an oxygen above M2O3."""
    feed = a["feed"]
    atoms = kilomoles(feed.rare_earths)
    whole = sum(atoms.values())
    carbon = feed.elements.get("C", 0.0) / ATOMS["C"]
    is_oxide = not carbon and not feed.elements.get("H", 0.0)
    spare = feed.elements.get("O", 0.0) / ATOMS["O"] - 1.5 * whole if is_oxide else 0.0
    peroxide = chlorine = 0.0
    acid = 3 * whole * (1 + a["acid_excess"])
    if a["reductant"] == "hydrogen peroxide":
        peroxide = spare * (1 + a["reductant_excess"])
    else:
        acid += 2 * spare
        chlorine = spare
    won = a["recovery"]
    formula = "HCl" if a["acid"] == "hydrochloric acid" else "HNO3"
    gas = carbon * weight("CO2") * won
    other = feed.elements.get("Ca", 0.0)  # iron has no balance in this model
    dry = solid(feed) - other - feed.elements.get("Fe", 0.0)
    return summed(
        ("makes", a["product"], won),
        ("uses", feed.flow, 1.0),
        ("uses", a["acid"], won * acid * weight(formula)),
        ("uses", "hydrogen peroxide", won * peroxide * weight("H2O2")),
        ("uses", "steam", a["steam"]),
        ("uses", "electricity", a["electricity"]),
        water_line(won * a["product_water"] - feed.elements.get("H2O", 0.0)),
        ("emits", "CO2", gas * (1 - a["capture"])),
        ("emits", "Cl2", won * chlorine * weight("Cl2")),
        ("wastes", "carbon dioxide", gas * a["capture"]),
        ("wastes", a["residue"], (1 - won) * dry),
        ("wastes", "impurities in wastewater", other),
    )


def bioleaching(a: Arguments) -> Amounts:
    """Per kg of feed: acid of the liquor, glucose over its yield, oxygen for both reactions."""
    acid = a["liquid_to_solid"] * a["acid_strength"] / weight("C6H12O7")
    glucose = acid / a["acid_yield"]
    burnt = glucose - acid
    oxygen = (acid / 2 + 6 * burnt) * weight("O2")
    reo = sum(a["feed"].rare_earths.values())
    liquor = a["liquid_to_solid"]
    atoms = atoms_of(a["feed"].rare_earths)
    metals = sum(n * ATOMS[metal(o)] for o, n in kilomoles(a["feed"].rare_earths).items())
    return summed(
        ("makes", a["product"], reo * a["recovery"]),
        ("uses", a["feed"].flow, 1.0),
        ("uses", "glucose", glucose * weight("C6H12O6")),
        ("uses", "water", liquor * (1 - a["acid_strength"])),
        ("uses", "electricity", oxygen / a["oxygen_per_energy"] + a["mixing"]),
        ("emits", "CO2_biogenic", 6 * burnt * weight("CO2")),
        ("wastes", a["residue"], 1 - a["recovery"] * (metals - 3 * atoms * ATOMS["H"])),
    )
