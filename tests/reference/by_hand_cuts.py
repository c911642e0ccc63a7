"""The three cuts of the Baotou smelter by hand: Xu's rule, written out once more."""

from __future__ import annotations

from carbonre.unit_process.defaults import default_for
from reference.sheet import Sheet, default

SYSTEM = "P507 chloride"


def cuts(page: Sheet) -> None:
    """Write what the organic carries, and what each cut makes."""
    page.section("Three cuts: how much the organic carries")
    line = page.line
    page.given("p", 0.999, "mol/mol", "purity of both sides of each cut: the example")
    line("seg", "(n_sm + n_eu + n_gd + n_tb + n_dy) / re", "mol/mol", "Sm to Dy, of one mole fed")
    line("prnd", "(n_pr + n_nd) / re", "mol/mol", "Pr and Nd")
    line("cerium", "n_ce / re", "mol/mol", "Ce")
    line("moles_a", "1", "mol", "fed to the cut Nd/Sm")
    line("f_a", "seg", "mol/mol", "its heavy side: Sm to Dy")
    _cut(page, "a", "Nd/Sm")
    line("moles_b", "moles_a - out_a", "mol", "fed to the cut Ce/Pr: what the first left")
    line(
        "f_b",
        "(prnd * (1 - stray_a) + (1 - p) * moles_b) / moles_b",
        "mol/mol",
        "its heavy side: Pr, Nd, and a thousandth of Sm to Dy",
    )
    _cut(page, "b", "Ce/Pr")
    line("moles_c", "moles_b - out_b", "mol", "fed to the cut La/Ce: what the second left")
    line(
        "f_c",
        "(cerium * (1 - stray_a) * (1 - stray_b) + (1 - p) * moles_c) / moles_c",
        "mol/mol",
        "its heavy side: Ce, and a thousandth of Pr and Nd",
    )
    _cut(page, "c", "La/Ce")
    default(page, "linked", "solvent_extraction", "linked_reduction", system=SYSTEM)
    line(
        "alone",
        "s_a * moles_a + s_b * moles_b + s_c * moles_c",
        "mol/mol",
        "carried by the organic in three cuts",
    )
    line("carried", "alone * (1 - linked)", "mol/mol", "the same, with cuts that share it")
    line("stripped", "out_a + out_b + out_c", "mol/mol", "stripped with acid: three heavy sides")


def _cut(page: Sheet, key: str, name: str) -> None:
    """Write S of one cut: the optimum rule, held to a limit above the floor where there is one."""
    line, model = page.line, "solvent_extraction"
    default(page, f"beta_{key}", model, "cuts.separation_factor", cut=name, system=SYSTEM)
    line(
        f"light_{key}",
        f"(f_{key} - 1 + p) / (2 * p - 1)",
        "mol/mol",
        f"{name}: heavy product, by the lever rule",
    )
    line(f"out_{key}", f"light_{key} * moles_{key}", "mol", f"{name}: heavy product")
    line(
        f"stray_{key}",
        f"(1 - p) * light_{key} / (1 - f_{key})",
        "mol/mol",
        f"{name}: of the light side, goes astray with it",
    )
    line(f"root_{key}", f"beta_{key} ** 0.5", "-", f"{name}: root of the separation factor")
    values = page.values
    by_light = 1 - values[f"light_{key}"] > values[f"root_{key}"] * values[f"light_{key}"]
    top = f"1 - light_{key}" if by_light else f"root_{key} * light_{key}"
    side = "extraction" if by_light else "scrub"
    optimum = line(
        f"best_{key}",
        f"({top}) / (root_{key} - 1)",
        "mol/mol",
        f"{name}: S by the optimum rule, {side} decides",
    )
    limit = default_for(model, "cuts.reflux_limit", {"cut": name, "system": SYSTEM})
    if limit is None or not limit.value:
        line(f"s_{key}", f"best_{key}", "mol/mol", f"{name}: S")
        return
    page.given(f"limit_{key}", limit.value, "-", f"{name}: reflux limit, default of `{model}`")
    most = line(
        f"most_{key}",
        f"limit_{key} * (f_{key} + 1 / (beta_{key} - 1))",
        "mol/mol",
        f"{name}: S at the limit above the floor",
    )
    smaller = "best" if optimum < most else "most"
    line(f"s_{key}", f"{smaller}_{key}", "mol/mol", f"{name}: S, the smaller of the two")
