"""docs/validation.md and its chart, made of the cases."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbonre.reports.figures.bands import Band, Group, bands
from carbonre.reports.text import significant
from carbonre.uncertainty.intervals import Interval
from helpers.paths import ROOT
from reference import (
    by_hand_page,
    cases_footprints,
    cases_inventories,
    cases_metals,
    cases_processes,
    cases_routes,
)
from reference.case import Case, Found, Part, ends
from reference.chains import DRAWS, RULES, of_example, oxide
from reference.markdown import table
from reference.published import PUBLISHED

COMMAND = "CARBONRE_RENEW=1 pytest tests/reference"
CHART = "validation-footprints.svg"
PARTS: tuple[Part, ...] = (
    *cases_footprints.PARTS,
    *cases_processes.PARTS,
    *cases_metals.PARTS,
    *cases_routes.PARTS,
    *cases_inventories.PARTS,
)
COLOURS = {"mass": "material", "economic": "energy", "element": "emitted"}
LEGEND = (("level", "published"), *((COLOURS[key], f"ours {RULES[key]}") for key in RULES))
NOTHING = "no published figure was found that could be read"
Under = Callable[[str], Interval]
# Prices of what a leach of magnets parts, USD/kg oxide in 2024 (USGS): neodymium and dysprosium.
PARTED = {"PrNd chloride": "56 USD/kg", "Dy chloride": "260 USD/kg"}
station = functools.partial(of_example, "hydrogen_station", "dispensed hydrogen")
# Heat that is not warm enough releases nothing: an alloy and its heat are not drawn apart.
WARM = {f"steps.storage.{name}": "fixed" for name in ("heat_temperature", "desorption_enthalpy")}
recycled = functools.partial(of_example, "magnet_recycling", "coated magnet")
# By product: what of ours, and whether an allocation can move it.
OURS: dict[str, tuple[tuple[str, Under, bool], ...]] = {
    "Mixed rare-earth oxide": (
        ("ionic clay", of_example("ionic_clay", "mixed rare earth oxide"), False),
    ),
    "Neodymium and PrNd oxide": (
        ("Baotou smelter", oxide, True),
        ("Mountain Pass chain", of_example("mountain_pass", "PrNd oxide"), True),
        ("Mt Weld and Malaysia", of_example("mt_weld_malaysia", "PrNd oxide"), True),
        ("European nitrates", of_example("european_nitrate_separation", "PrNd oxide"), True),
    ),
    "Dysprosium oxide": (
        ("ionic clay, separated", of_example("ionic_clay_separation", "Dy2O3"), True),
    ),
    "Neodymium metal": (("electrolysis shop", of_example("nd_metal", "Nd metal"), True),),
    "Sintered magnet, virgin": (
        ("magnet works", of_example("ndfeb_magnet", "NdFeB magnet"), True),
    ),
    "Magnet from old magnets": (
        ("long loop", recycled("long loop", prices=PARTED), True),
        ("short loop", recycled("short loop"), True),
        ("short loop, wind power", recycled("short loop on wind"), True),
    ),
    "Storage alloy AB5": (
        ("alloy works", of_example("hydrogen_alloy", "hydrogen storage alloy"), True),
    ),
    "Hydrogen, stored and dispensed": (
        ("350 bar", station("baseline"), False),
        ("700 bar", station("700 bar"), False),
        ("hydride, bought heat", station("solid state", uncertainty=WARM), False),
        ("hydride on wind power", station("solid state on wind", uncertainty=WARM), False),
    ),
}  # fmt: skip
# What could not be compared: the source, and what is missing.
CLOSED = (
    ("Koltun and Tharumarajah 2014, ISRN Metallurgy 907536", "its tables by element were not read"),
    ("Schreiber et al. 2016, Resources 5, 32; Marx et al. 2018, ACS Sustain. Chem. Eng. 6, 5858",
     "only abstracts: rare earths cause 50 to 99.9 % of a magnet's impacts, no kilograms"),
    ("Zaimes et al. 2015, ACS Sustain. Chem. Eng. 3, 237", "allocation read, values not"),
    ("Lee and Wen 2017, J. Ind. Ecol. 21, 1277; Deng and Kendall 2019, Int. J. LCA 24, 1643",
     "values not read"),
    ("Bailey et al. 2020, 2021; Arshi et al. 2018; Wulf et al. 2017; Weng et al. 2016",
     "values not read"),
    ("Vahidi and Zhao 2017, 2018: single oxides, molten-salt electrolysis", "values not read"),
    ("IPCC 2019 Refinement, Volume 3, Chapter 4, rare earths",
     "recalled only: Tier 1 of 146.1 g CF4 and 14.6 g C2F6 per tonne"),
    ("TianGong data network, neodymium metal 5a85a39e", "exchanges and licence not read"),
    ("Storage alloys AB5 and TiFe, hydrogen from a hydride", NOTHING),
    ("Neodymium and praseodymium metal from mine to metal", NOTHING),
)  # fmt: skip

HEAD = f"""\
# Validation: published results against carbonre

<!-- This page is generated: {COMMAND} -->

Figures that others published, and what carbonre finds in their place. Nothing is tuned to them: a default changes when a fact does, not when a ratio is far from one. The cases are in `tests/reference/`, where each is a test: what is reproduced must stay within its tolerance, what is missed must stay in its band. A range counts as reproduced where ours lies in it. *Same source* marks a case whose figure a default of ours rests on: it shows that nothing is lost on the way, and proves no more. Evidence is how the published figure is known: `read` in the source, a `transcription` (abstract, database or copy of it), `recalled` from memory.

"""  # noqa: E501
CHART_WORDS = f"""\
## Footprints side by side

![Published footprints of rare-earth products, and those of the examples under allocation by mass, value and element; the figures are in the table below]({CHART})

Dark: published, a range as a bar, a figure as a square or an upright. Coloured: the examples, from the 5th to the 95th percentile of {DRAWS} draws, upright the figure of `carbonre calc`, which may lie outside them where its defaults are near one end of their ranges. Oxide, metal and magnet hang together: the metal and the magnet buy the PrNd oxide of the Baotou smelter as it comes out under the same rule, with its interval, and the separation of ionic clay buys the mixed oxide of its field. A magnet by value is a magnet of oxide by value. The scale is logarithmic: equal steps are equal ratios.

How to read it: the choice of allocation moves an oxide more than all that is uncertain in the plant; mass and element agree; the published figures of one product differ by their rule and their year before they differ by anything that a plant does.

"""  # noqa: E501


@functools.cache
def found(part: Part) -> tuple[Found, ...]:
    """Return the cases of a part, calculated."""
    return tuple(case.found() for case in part.cases)


def is_published(case: Case) -> bool:
    """Whether it is somebody's result, not a derivation or a judgement."""
    return case.evidence not in ("derived", "judgement")


def validation() -> str:
    """Return docs/validation.md."""
    every = [one for part in PARTS for one in found(part)]
    published = [one for one in every if is_published(one.case)]
    parts = [HEAD, _counts(published), CHART_WORDS, _chart_table(), "\n"]
    for part in PARTS:
        parts += [f"\n## {part.title}\n\n", table(_COLUMNS, map(_row, found(part)))]
    closed = table(("source", "what is missing"), CLOSED)
    return "".join([*parts, "\n## What could not be compared\n\n", closed])


def _counts(published: Sequence[Found]) -> str:
    """Say how many results there are, and how they went."""
    rows = []
    for words, own in (("independent of ours", True), ("same source as a default of ours", False)):
        some = [one for one in published if one.case.independent is own]
        good = sum(one.verdict == "reproduced" for one in some)
        rows.append((words, str(len(some)), str(good), str(len(some) - good)))
    return table(("published results", "compared", "reproduced", "missed"), rows) + "\n"


_COLUMNS = (
    "what", "published", "carbonre", "ratio", "", "why, or what to know", "compared with",
    "source (evidence)",
)  # fmt: skip


def _row(one: Found) -> tuple[str, ...]:
    case = one.case
    mark = one.verdict if one.verdict == "reproduced" else "**missed**"
    if not case.independent:
        mark += ", same source"
    source = f"{case.source}: {case.locator} ({case.evidence})"
    return (
        case.what, f"{_figure(ends(case.published))} {case.unit}", _figure(one.ours),
        "in range" if one.ratio == 1 else f"{one.ratio:.2f}", mark, case.reason, case.how, source,
    )  # fmt: skip


def _figure(pair: tuple[float, float]) -> str:
    low, high = (significant(value) for value in pair)
    return low if low == high else f"{low}-{high}"


# --- the chart ------------------------------------------------------------------------------------


@functools.cache
def groups() -> tuple[Group, ...]:
    """Return what the chart shows, product by product."""
    drawn = []
    for name, points in PUBLISHED.items():
        rows = [Band(p.name, p.figure, p.low, p.high, "level") for p in points]
        for words, under, moved in OURS[name]:
            for rule in RULES if moved else ("mass",):
                one = under(rule)
                label = f"{words}, {RULES[rule]}" if moved else words
                colour = COLOURS[rule] if moved else "less"
                rows.append(Band(f"ours: {label}", one.deterministic, one.low, one.high, colour))
        drawn.append(Group(name, tuple(rows), "" if points else NOTHING))
    return tuple(drawn)


def chart() -> str:
    """Return the picture of the bands."""
    title = "Published footprints of rare-earth products beside those of the examples"
    legend = (*LEGEND, ("less", "ours, nothing to allocate"))
    return bands(title, groups(), "kg CO2e per kg of product, logarithmic", legend) + "\n"


def _chart_table() -> str:
    """Return the figures of the chart, for who cannot see it."""
    sources = {p.name: f"{p.source} ({p.evidence})" for some in PUBLISHED.values() for p in some}
    rows = []
    for group in groups():
        rows += [
            (group.name, band.name, band.words, sources.get(band.name, "")) for band in group.bands
        ]
        if not any(band.colour == "level" for band in group.bands):
            rows.append((group.name, "published", "-", NOTHING))
    return table(("product", "by", "kg CO2e/kg", "source (evidence)"), rows)


# --- writing and comparing ------------------------------------------------------------------------


NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?")


def words(text: str) -> list[str]:
    """Return what stands between the figures of a page."""
    return NUMBER.split(text)


def figures(text: str) -> list[float]:
    """Return the figures of a page."""
    return [float(one.replace(",", "")) for one in NUMBER.findall(text)]


@dataclass(frozen=True, slots=True)
class File:
    """A file of docs/ that is generated, and by how much its figures may differ.

    What is rounded may end on either side: by a part of it, or by a step of its last digit.
    """

    text: Callable[[], str]
    part: float
    step: float


FILES = {
    "validation.md": File(validation, 0.011, 0.011),
    CHART: File(chart, 0.011, 2.0),
    "by-hand.md": File(by_hand_page.text, 3e-4, 0.0),
}


@functools.cache
def written(name: str) -> str:
    """Return a generated file of docs/ as it stands, or written anew where that is asked."""
    path = ROOT / "docs" / name
    if os.environ.get("CARBONRE_RENEW"):
        path.write_text(FILES[name].text(), encoding="utf-8")
    return path.read_text(encoding="utf-8")
