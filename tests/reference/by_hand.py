"""The Baotou chain by hand, for a tonne of concentrate: docs/by-hand.md.

Stoichiometry is written out here, from the atomic weights below; nothing of a model is called.
What is looked up is the example, the tables of defaults and the factors.
"""

from __future__ import annotations

import functools

from reference.by_hand_cuts import cuts
from reference.ours import example_text
from reference.sheet import Sheet, default

# Kilograms per kilomole of rare earth, IUPAC 2021: La2O3/2, CeO2, Pr6O11/6 ...
OXIDES = {
    "La2O3": 162.904, "CeO2": 172.114, "Pr6O11": 170.239, "Nd2O3": 168.240, "Sm2O3": 174.359,
    "Eu2O3": 175.963, "Gd2O3": 181.249, "Tb4O7": 186.923, "Dy2O3": 186.499,
}  # fmt: skip
MASSES = {
    "h2so4": (98.072, "H2SO4"), "hf": (20.006, "HF"), "so2": (64.058, "SO2"),
    "co2": (44.009, "CO2"), "caf2": (78.074, "CaF2"), "caco3": (100.086, "CaCO3"),
    "fe2o3": (159.687, "Fe2O3"), "caoh2": (74.092, "Ca(OH)2"), "mgo": (40.304, "MgO"),
    "cao": (56.077, "CaO"), "nh4hco3": (79.055, "NH4HCO3"), "hcl": (36.458, "HCl"),
    "nh3": (17.031, "NH3"), "nh4cl": (53.489, "NH4Cl"), "ammonium_sulfate": (132.134, "(NH4)2SO4"),
    "mgso4": (120.361, "MgSO4"), "kerosene_mass": (170.340, "C12H26, for kerosene"),
}  # fmt: skip


@functools.cache
def sheet() -> Sheet:
    """Return the sheet with all lines."""
    page = Sheet()
    for part in (
        _masses, _moles, _roasting, _scrubbing, _leaching, _conversion, cuts, _separation,
        _precipitation, _effluents, _energy,
    ):  # fmt: skip
        part(page)
    return page


def _masses(page: Sheet) -> None:
    page.section("Weights of a kilomole")
    for name, (mass, formula) in MASSES.items():
        page.given(name, mass, "kg/kmol", formula)


def _moles(page: Sheet) -> None:
    page.section("A tonne of concentrate")
    mix = example_text("baotou_smelter")["flows"]["rare earth concentrate"]["composition"]
    for oxide, mass in OXIDES.items():
        name = oxide[:2].lower()
        share = float(str(mix[oxide]).removesuffix("%"))
        page.given(f"kg_{name}", 10 * share, "kg", f"{oxide}, {share:g} % of the concentrate")
        page.given(f"m_{name}", mass, "kg/kmol", f"{oxide} with one rare-earth atom")
        page.line(f"n_{name}", f"kg_{name} / m_{name}", "kmol", f"rare earth in {oxide}")
    names = [oxide[:2].lower() for oxide in OXIDES]
    page.line("reo", " + ".join(f"kg_{n}" for n in names), "kg", "rare-earth oxides")
    page.line("re", " + ".join(f"n_{n}" for n in names), "kmol", "rare earths")


def _roasting(page: Sheet) -> None:
    page.section("Roasting with sulfuric acid")
    model = "sulfuric_acid_roasting"
    for name, parameter in (
        ("is_bastnaesite", "bastnaesite_share"), ("w_caf2", "calcium_fluoride"),
        ("w_caco3", "calcite"), ("w_fe2o3", "iron_oxide"), ("charge", "acid_charge"),
        ("strength", "acid_strength"), ("stays", "acid_left"), ("won", "acid_recovered"),
    ):  # fmt: skip
        default(page, name, model, parameter)
    line = page.line
    line("bastnaesite", "is_bastnaesite * re", "kmol", "rare earth in bastnaesite")
    line("fluorite", "1000 * w_caf2 / caf2", "kmol", "CaF2 in the gangue")
    line("calcite", "1000 * w_caco3 / caco3", "kmol", "CaCO3 in the gangue")
    line("iron", "2 * 1000 * w_fe2o3 / fe2o3", "kmol", "iron: two in each Fe2O3")
    line("charged", "1000 * charge * strength / h2so4", "kmol", "acid charged")
    line(
        "bound",
        "1.5 * re + fluorite + calcite + 1.5 * iron",
        "kmol",
        "acid bound: 1.5 for a rare earth and an iron, one for a calcium",
    )
    line("excess", "charged - bound", "kmol", "acid to spare")
    line("left", "stays * excess", "kmol", "of it stays in the cake")
    line("gas", "excess - left", "kmol", "of it leaves with the gas")
    line("fresh", "(charged - won * gas) * h2so4", "kg", "acid bought: what is won back is not")
    line("hf_gas", "(bastnaesite + 2 * fluorite) * hf", "kg", "HF: one of bastnaesite, two of CaF2")
    line("so2_gas", "(1 - won) * gas * so2", "kg", "SO2 of the acid that is not won back")
    line("geogenic", "(bastnaesite + calcite) * co2", "kg", "CO2 of bastnaesite and calcite")


def _scrubbing(page: Sheet) -> None:
    page.section("Washing the gas")
    default(page, "washed", "offgas_scrubbing", "efficiency")
    default(page, "base_excess", "offgas_scrubbing", "excess")
    page.line(
        "hydrated_lime",
        "washed * hf_gas / hf / 2 * (1 + base_excess) * caoh2",
        "kg",
        "hydrated lime: half a Ca(OH)2 for an HF",
    )
    page.line(
        "limestone",
        "washed * so2_gas / so2 * (1 + base_excess) * caco3",
        "kg",
        "limestone: one CaCO3 for an SO2",
    )
    page.line("stone_co2", "washed * so2_gas / so2 * co2", "kg", "CO2 of that limestone")


def _leaching(page: Sheet) -> None:
    page.section("Leaching with water")
    page.given("yield_leach", 0.93, "kg/kg", "rare earths that dissolve: the example")
    page.line(
        "free",
        "1.5 * iron + left",
        "kmol",
        "acid that iron sets free and that was left: magnesia takes it",
    )
    page.line("magnesia", "free * mgo", "kg", "magnesia, without excess")
    page.line("reo_liquor", "yield_leach * reo", "kg", "oxides in the sulfate liquor")
    page.line("re_liquor", "yield_leach * re", "kmol", "rare earths in the sulfate liquor")


def _conversion(page: Sheet) -> None:
    page.section("From sulfate to chloride, by carbonate")
    default(page, "spare", "conversion", "excess", route="carbonate and acid")
    line = page.line
    line("sulfate", "1.5 * re_liquor", "kmol", "sulfate of the rare earths")
    line(
        "bicarbonate",
        "2 * sulfate * (1 + spare) * nh4hco3",
        "kg",
        "ammonium bicarbonate: two for a sulfate, and the excess",
    )
    line("acid_spare", "sulfate * spare * h2so4", "kg", "sulfuric acid for that excess")
    line("acid_dissolve", "3 * re_liquor * hcl", "kg", "hydrochloric acid: three for a rare earth")


def _separation(page: Sheet) -> None:
    page.section("Solvent extraction")
    model = "solvent_extraction"
    for name, parameter in (
        ("more", "reagent_excess"),
        ("sour", "free_acid"),
        ("loss_p507", "extractant_loss"),
        ("loss_kerosene", "diluent_loss"),
    ):
        default(page, name, model, parameter)
    page.given("yield_cuts", 0.97, "kg/kg", "rare earths that reach a product: the example")
    line = page.line
    line(
        "acid_moles",
        "3 * carried * (1 + more) + 3 * sour * stripped",
        "mol/mol",
        "acid: three for what the organic carries, and free acid of the strip liquors",
    )
    line("acid_strip", "acid_moles * re_liquor * hcl", "kg", "hydrochloric acid")
    line(
        "salt_moles",
        "acid_moles - 3 * sour * stripped * yield_cuts",
        "mol/mol",
        "chloride that meets base: not the free acid that leaves with products",
    )
    line("ammonia", "salt_moles * re_liquor * nh3", "kg", "ammonia")
    line("salt_cuts", "salt_moles * re_liquor * nh4cl", "kg", "ammonium chloride in the brine")
    line("p507", "loss_p507 * reo_liquor / 1000", "kg", "P507 lost")
    line("kerosene", "loss_kerosene * reo_liquor / 1000", "kg", "kerosene lost")
    line("kerosene_co2", "kerosene * 12 * co2 / kerosene_mass", "kg", "its carbon, as CO2")
    line("re_prnd", "yield_cuts * out_b * re_liquor", "kmol", "PrNd made")
    line("re_ce", "yield_cuts * out_c * re_liquor", "kmol", "Ce made")
    line("re_seg", "yield_cuts * out_a * re_liquor", "kmol", "Sm to Dy made")
    line("re_la", "yield_cuts * (moles_c - out_c) * re_liquor", "kmol", "La made")
    line("reo_sold", "yield_cuts * reo_liquor", "kg", "oxides in all products")
    line("reo_prnd", "re_prnd * (kg_pr + kg_nd) / (n_pr + n_nd)", "kg", "PrNd oxide")
    line("reo_ce", "re_ce * m_ce", "kg", "cerium, as oxide")


def _precipitation(page: Sheet) -> None:
    page.section("Precipitation of carbonates")
    default(page, "beyond", "precipitation", "excess", reagent="ammonium bicarbonate")
    line = page.line
    for key, name, chloride in (
        ("prnd", "PrNd", "3 * (1 + sour)"), ("ce", "Ce", "3 * (1 + sour)"),
        ("seg", "Sm to Dy", "3 * (1 + sour)"), ("la", "La", "3"),
    ):  # fmt: skip
        words = f"{name}: chloride, with its free acid" if key != "la" else "La: chloride, neutral"
        line(f"cl_{key}", f"{chloride} * re_{key}", "kmol", words)
        line(
            f"bc_{key}",
            f"cl_{key} * (1 + beyond) * nh4hco3",
            "kg",
            f"{name}: ammonium bicarbonate, one for a chloride, and the excess",
        )
    line("cl", "cl_prnd + cl_ce + cl_seg + cl_la", "kmol", "chloride of all four")
    line("bicarbonate_all", "bc_prnd + bc_ce + bc_seg + bc_la", "kg", "ammonium bicarbonate")
    line("acid_excess", "cl * beyond * hcl", "kg", "hydrochloric acid for the excess")
    line("salt_cakes", "cl * (1 + beyond) * nh4cl", "kg", "ammonium chloride in the brine")


def _effluents(page: Sheet) -> None:
    page.section("Waste water")
    default(page, "removal", "lime_neutralisation", "magnesium_removal", magnesium="to sludge")
    default(page, "lime_excess", "lime_neutralisation", "excess")
    line = page.line
    line(
        "chloride_brine",
        "(salt_cuts + salt_cakes) / 0.11 / 1000",
        "t",
        "ammonium chloride brine of 11 %",
    )
    line(
        "sulfate_brine",
        "sulfate * (1 + spare) * ammonium_sulfate / 0.05 / 1000",
        "t",
        "ammonium sulfate brine of 5 %",
    )
    line("magnesium_brine", "free * mgso4 / 0.05 / 1000", "t", "magnesium sulfate brine of 5 %")
    line(
        "n2o",
        "0.036 * chloride_brine + 0.0133 * sulfate_brine",
        "kg",
        "N2O: 0.036 and 0.0133 kg per tonne of brine, the example",
    )
    line("lime", "free * removal * (1 + lime_excess) * cao", "kg", "lime: one CaO for a magnesium")


def _energy(page: Sheet) -> None:
    page.section("Heat and power")
    for name, process, parameter, when in (
        ("kiln", "sulfuric_acid_roasting", "kiln_heat", {"fuel": "bituminous coal"}),
        ("kwh_roast", "sulfuric_acid_roasting", "electricity", {}),
        ("kwh_wash", "offgas_scrubbing", "electricity", {}),
        ("kwh_leach", "water_leaching", "electricity", {}),
        ("kwh_convert", "conversion", "electricity", {}),
        ("kwh_cuts", "solvent_extraction", "electricity", {}),
        ("steam", "solvent_extraction", "steam", {}),
        ("kwh_cakes", "precipitation", "electricity", {}),
        ("calcining", "calcination", "heat", {"fuel": "bituminous coal"}),
        ("boiler", "boiler", "efficiency", {"fuel": "bituminous coal"}),
        ("kwh_boiler", "boiler", "auxiliary_power", {"fuel": "bituminous coal"}),
        ("kwh_lime", "lime_neutralisation", "electricity", {}),
    ):
        default(page, name, process, parameter, **when)
    line = page.line
    page.given("share_ce", 0.246, "kg/kg", "cerium carbonate that is calcined: the example")
    line("raised", "steam * reo_liquor / 1000", "GJ", "steam of the hydrometallurgy")
    line(
        "coal_kilns",
        "1000 * kiln + calcining * (reo_prnd + share_ce * reo_ce)",
        "MJ",
        "coal of the roasting kiln, and of calcining PrNd and a part of Ce",
    )
    line("coal_steam", "1000 * raised / boiler", "MJ", "coal of the boiler")
    line(
        "kwh",
        "kwh_roast + kwh_wash * (hf_gas + so2_gas) / 1000 + kwh_leach * reo / 1000"
        " + (kwh_convert + kwh_cuts) * reo_liquor / 1000 + kwh_cakes * reo_sold / 1000"
        " + kwh_boiler * raised + 1 * chloride_brine + 1 * sulfate_brine"
        " + kwh_lime * magnesium_brine",
        "kWh",
        "power: roasting, washing, leaching, conversion and extraction, precipitation, boiler,"
        " waste waters",
    )
