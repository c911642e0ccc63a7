"""docs/by-hand.md: the sheet of the Baotou chain, amount x factor, and the figure of carbonre."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.examples import example_footprint
from reference.by_hand import sheet
from reference.markdown import table
from reference.ours import product
from reference.sheet import Line, Sheet, printed, rounded

TONNES = 198_000  # of concentrate a year
# What is bought or emitted: the numbers of the sheet that add up to it, its unit, its flow.
COUNTED = (
    ("concentrate", "1000", "kg", "rare earth concentrate", "purchase"),
    ("its rail transport, 1 t over 150 km", "150", "t*km", "rare earth concentrate", "transport"),
    ("sulfuric acid", "fresh + acid_spare", "kg", "sulfuric acid", "purchase"),
    ("hydrochloric acid", "acid_dissolve + acid_strip + acid_excess", "kg", "hydrochloric acid",
     "purchase"),
    ("ammonia", "ammonia", "kg", "ammonia", "purchase"),
    ("ammonium bicarbonate, its carbon in its factor", "bicarbonate + bicarbonate_all", "kg",
     "ammonium bicarbonate", "purchase"),
    ("hydrated lime", "hydrated_lime", "kg", "hydrated lime", "purchase"),
    ("limestone", "limestone", "kg", "limestone", "purchase"),
    ("magnesia", "magnesia", "kg", "magnesia", "purchase"),
    ("quicklime", "lime", "kg", "quicklime", "purchase"),
    ("P507", "p507", "kg", "P507", "purchase"),
    ("kerosene", "kerosene", "kg", "kerosene", "purchase"),
    ("coal burnt", "coal_kilns + coal_steam", "MJ", "bituminous coal", "combustion"),
    ("supply of that coal", "coal_kilns + coal_steam", "MJ", "bituminous coal", "purchase"),
    ("electricity and its supply", "kwh", "kWh", "electricity", "purchase"),
    ("CO2 of minerals, limestone and kerosene", "geogenic + stone_co2 + kerosene_co2", "kg", "CO2",
     "emission"),
    ("N2O of waste water", "n2o", "kg", "N2O", "emission"),
)  # fmt: skip
HEAD = """\
# The Baotou chain by hand

<!-- This page is generated: CARBONRE_RENEW=1 pytest tests/reference -->

`examples/baotou_smelter.yaml`, baseline, for one tonne of dry concentrate, with a pocket calculator. Every line is calculated from the numbers as they are printed, to five digits; a line without arithmetic is looked up, in the example, in a table of defaults or in the atomic weights. No model is called: the stoichiometry stands here a second time. A test calculates each line again from this page, and holds the sum to the figure of `carbonre calc`.

A kilomole is as many kilograms as the formula weighs. `x` is times, `^` is to the power of.

"""  # noqa: E501
AMOUNTS = """
## Amount x factor

Factors are kg CO2e per unit (AR6), in Inner Mongolia and 2024: of fuel and power the direct part and the supply are added. The CO2 of ammonium bicarbonate, set free in conversion, precipitation and kilns, is in the factor of the bicarbonate, and not counted again. Water alone is not derived here: its amount is that of `carbonre calc`.

"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of amount x factor."""

    words: str
    amount: float
    unit: str
    factor: float
    rows: str

    @property
    def kgco2e(self) -> float:
        """What it adds, from the numbers as printed."""
        return rounded(self.amount * self.factor)


def counted(page: Sheet) -> list[Counted]:
    """Return what is bought and emitted, each with its factor."""
    lines = []
    for words, formula, unit, flow, kind in COUNTED:
        names = formula.split(" + ")
        amount = sum(page.values[n] if n in page.values else float(n) for n in names)
        lines.append(Counted(words, rounded(amount), unit, *_factor(flow, kind)))
    rows = example_footprint("baotou_smelter").ledger_rows
    water = sum(float(row.amount) for row in rows if row.flow == "water" and row.counts)
    return [*lines, Counted("water", rounded(water / TONNES), "kg", *_factor("water", "purchase"))]


def _factor(flow: str, kind: str) -> tuple[float, str]:
    """Return the factor of a flow [kg CO2e per unit], and the rows that it is made of."""
    rows = [
        row for row in example_footprint("baotou_smelter").ledger_rows
        if row.counts and (row.flow, row.kind) == (flow, kind)
    ]  # fmt: skip
    parts = {(row.factor_id, row.gas): float(row.factor) for row in rows}
    return rounded(sum(parts.values())), ", ".join(dict.fromkeys(row.factor_id for row in rows))


def total(lines: list[Counted]) -> float:
    """Return the sum of the lines as printed [kg CO2e/t concentrate]."""
    return rounded(sum(one.kgco2e for one in lines))


def text() -> str:
    """Return the page."""
    page = sheet()
    parts = [HEAD]
    for title, lines in page.sections.items():
        parts.append(f"## {title}\n\n{table(_HEAD, map(_row, lines))}\n")
    found = counted(page)
    rows = [
        (one.words, printed(one.amount), one.unit, printed(one.factor), printed(one.kgco2e),
         one.rows)
        for one in found
    ]  # fmt: skip
    whole = total(found)
    rows.append(("**sum**", "", "", "", f"**{printed(whole)}**", ""))
    head = ("what", "amount", "unit", "factor", "kg CO2e", "row of the tables")
    parts.append(AMOUNTS.lstrip("\n") + table(head, rows))
    own = Sheet()
    _prnd_oxide(own, page, found, whole)
    ((title, lines),) = own.sections.items()
    parts.append(
        f"\n## {title}\n\n{_JOINT}{table(_HEAD, map(_row, lines))}\n{_verdict(whole, own)}"
    )
    return "".join(parts)


_HEAD = ("what", "arithmetic", "result", "unit")
_JOINT = (
    "What all products share is split by the mass of oxide that is sold. What belongs to one"
    " product, its precipitation and its kiln, stays with it.\n\n"
)


def _row(line: Line) -> tuple[str, str, str, str]:
    return line.words, line.arithmetic, printed(line.result), line.unit


_OF_THE_SHEET = (
    "reo_sold", "reo_prnd", "reo_ce", "share_ce", "bicarbonate_all", "bc_prnd", "acid_excess",
    "cl_prnd", "cl", "salt_cakes", "kwh_cakes", "calcining",
)  # fmt: skip


def _prnd_oxide(own: Sheet, page: Sheet, found: list[Counted], whole: float) -> None:
    """Write the lines that lead from the sum to a kilogram of PrNd oxide."""
    factors = {one.words: one.factor for one in found}
    own.section("A kilogram of PrNd oxide")
    for name, value, unit, words in (
        ("whole", whole, "kg CO2e", "sum of above"),
        ("bc", factors["ammonium bicarbonate, its carbon in its factor"], "kg CO2e/kg",
         "ammonium bicarbonate"),
        ("hcl", factors["hydrochloric acid"], "kg CO2e/kg", "hydrochloric acid"),
        ("power", factors["electricity and its supply"], "kg CO2e/kWh", "electricity"),
        ("coal", factors["coal burnt"] + factors["supply of that coal"], "kg CO2e/MJ",
         "coal and its supply"),
        ("n2o", factors["N2O of waste water"], "kg CO2e/kg", "N2O"),
    ):  # fmt: skip
        own.given(name, value, unit, words)
    for name in _OF_THE_SHEET:
        own.values[name] = page.values[name]
    line = own.line
    line("brine", "salt_cakes / 0.11 / 1000", "t", "brine of all precipitations")
    line("brine_factor", "1 * power + 0.036 * n2o", "kg CO2e/t", "a tonne of that brine, treated")
    line(
        "cakes",
        "bicarbonate_all * bc + acid_excess * hcl + kwh_cakes * reo_sold / 1000 * power"
        " + brine * brine_factor",
        "kg CO2e",
        "all precipitations: bicarbonate, acid, power, brine",
    )
    line("kilns", "calcining * (reo_prnd + share_ce * reo_ce) * coal", "kg CO2e", "both kilns")
    line("joint", "(whole - cakes - kilns) / reo_sold", "kg CO2e/kg REO", "what all share")
    line(
        "cake",
        "(cl_prnd / cl * (acid_excess * hcl + brine * brine_factor) + bc_prnd * bc)"
        " / reo_prnd + kwh_cakes / 1000 * power",
        "kg CO2e/kg REO",
        "precipitation of PrNd",
    )
    line("kiln", "calcining * coal", "kg CO2e/kg REO", "its kiln")
    line("oxide", "joint + cake + kiln", "kg CO2e/kg REO", "**PrNd oxide**")


def _verdict(whole: float, own: Sheet) -> str:
    result = example_footprint("baotou_smelter")
    rows = (
        ("plant", f"{printed(whole)} x {TONNES} / 1000000", _kilotonnes(whole * TONNES),
         _kilotonnes(result.total), "kt CO2e"),
        ("PrNd oxide", "as above", printed(own.values["oxide"]),
         printed(rounded(product("baotou_smelter", "PrNd oxide"))), "kg CO2e/kg REO"),
    )  # fmt: skip
    return table(("what", "arithmetic", "by hand", "carbonre calc", "unit"), rows)


def _kilotonnes(mass: float) -> str:
    return printed(rounded(mass / 1e6))
