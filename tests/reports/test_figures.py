"""Pictures: whole SVG for every example, inert names, colours that all eyes tell apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

import carbonre as cr
from carbonre.footprint.carbon_flows import carbon_flows
from carbonre.reports.figures import charts, svg
from carbonre.reports.figures import pictures as figures
from carbonre.reports.figures.bands import Band, Group, bands
from carbonre.reports.figures.sankey import sankey
from carbonre.reports.figures.sankey_layout import placed
from carbonre.reports.language import Language
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
NAME = "{http://www.w3.org/2000/svg}"
# Two steps that feed each other: for 1 t sold 1.25 t of b are made, and 0.25 t go back.
LOOP = """\
carbonre: 1
plant: Loop
location: CN-NM
period: 2024
production: {b: 1 t}
steps:
  first: {process: inventory, makes: {a: 1 kg}, uses: {b: 0.2 kg}, emits: {CO2: 1 kg}}
  second: {process: inventory, makes: {b: 1 kg}, uses: {a: 1 kg}}
"""


def texts(picture: str) -> list[str]:
    root = ElementTree.fromstring(picture)
    return [element.text or "" for element in root.iter(f"{NAME}text")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_pictures_of_every_example_are_whole_and_stay_inside(path: Path) -> None:
    result = cr.footprint(cr.read_plant(path))
    found = figures.pictures([result], Language("en", result.system.factors))
    assert {"carbon-flow", "products", "steps"} <= found.keys()
    for picture in found.values():
        root = ElementTree.fromstring(picture)
        left, top, wide, high = map(float, root.attrib["viewBox"].split())
        for shape in root.iter(f"{NAME}rect"):
            x, y, w, h = (float(shape.get(k, "0")) for k in ("x", "y", "width", "height"))
            assert left - 1 <= x and x + w <= wide + 1 and top - 1 <= y and y + h <= high + 1
        assert not re.search(r"nan|inf\b|style=|href|<script", picture)
    drawn = " ".join(texts(found["carbon-flow"]))
    assert all(item.name[:12] in drawn for item in result.products_sold)


def test_a_loop_is_drawn_as_one() -> None:
    """The burden that comes round: a = CO2 + 0.2 b; of what is made of b, a fifth goes back."""
    found = carbon_flows(calculate(LOOP))
    back = [link for link in found.links if link.target == "first"]
    assert [link.source for link in back] == ["second"]
    assert back[0].kgco2e == pytest.approx(found.through("second") / 5)
    picture = sankey(found)
    assert picture.count('class="k-loop"') == 1
    assert "recycled within the plant" in texts(picture)


def test_a_step_and_a_product_may_have_one_name() -> None:
    """Each has a bar of its own, whatever the names."""
    text = (
        "carbonre: 1\nplant: Toy\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  thing: {process: inventory, makes: {thing: 1 kg}, emits: {CO2: 1 kg}}\n"
    )
    drawing = placed(carbon_flows(calculate(text)), 1000.0)
    assert [(node.name, node.is_product) for node in drawing.nodes] == [
        ("thing", False), ("thing", True),
    ]  # fmt: skip
    assert sankey(carbon_flows(calculate(text))).count('class="c-level"') == 2


def test_ribbons_are_as_thick_as_what_they_carry() -> None:
    """The two products of a plant: the heights of their bars are as their burdens."""
    result = example_footprint("baotou_smelter")
    picture = sankey(carbon_flows(result))
    root = ElementTree.fromstring(picture)
    heights = {}
    for group in root.iter(f"{NAME}g"):
        title, shape = group.find(f"{NAME}title"), group.find(f"{NAME}rect")
        if title is not None and shape is not None and shape.get("class") == "c-level":
            heights[(title.text or "").partition(":")[0]] = float(shape.attrib["height"])
    totals = {item.name: item.total * item.amount for item in result.products_sold}
    one, two = "Ce carbonate", "PrNd oxide"
    assert heights[one] / heights[two] == pytest.approx(totals[one] / totals[two], rel=0.01)


def test_a_waterfall_ends_where_the_scenario_stands() -> None:
    rungs = [charts.Change("less", -30.0), charts.Change("more", 5.0)]
    picture = charts.waterfall("way", ("before", 100.0), rungs, ("after", 75.0), "t")
    root = ElementTree.fromstring(picture)
    bars = list(root.iter(f"{NAME}rect"))
    left = [float(bar.attrib["x"]) for bar in bars]
    long = [float(bar.attrib["width"]) for bar in bars]
    assert [bar.get("class") for bar in bars] == ["c-level", "c-less", "c-more", "c-level"]
    assert long[3] / long[0] == pytest.approx(0.75, rel=0.01)
    assert left[1] + long[1] == pytest.approx(left[0] + long[0], abs=0.2)  # from where one stands
    assert left[2] == pytest.approx(left[1], abs=0.2)


def test_bands_stand_on_a_logarithmic_scale() -> None:
    """1 to 10 is as long as 10 to 100; the figure stands in its bar; one without ends is a mark."""
    rows = (
        Band("one", None, 1.0, 10.0, "level"),
        Band("two", 20.0, 10.0, 100.0, "material"),
        Band("three", 5.0, 5.0, 5.0, "energy"),
    )
    picture = bands("bands", [Group("thing", rows), Group("other", (), "not known")], "kg")
    told = {"one: 1.00-10.0", "two: 20.0 (10.0-100)", "three: 5.00"}
    found: dict[str, list[tuple[float, float]]] = {}
    for group in ElementTree.fromstring(picture).iter(f"{NAME}g"):
        title, shape = group.find(f"{NAME}title"), group.find(f"{NAME}rect")
        assert title is not None and shape is not None and title.text is not None
        place = float(shape.attrib["x"]), float(shape.attrib["width"])
        found.setdefault(title.text, []).append(place)
    assert found.keys() == told
    (one,), (two, mark), (three,) = found.values()
    assert one[1] == pytest.approx(two[1], abs=0.2)
    assert one[0] + one[1] == pytest.approx(two[0], abs=0.2)
    assert mark[0] + mark[1] / 2 == pytest.approx(two[0] + two[1] * 0.30103, abs=0.2)
    assert three[0] + three[1] / 2 == pytest.approx(one[0] + one[1] * 0.69897, abs=0.2)
    assert {"thing", "other", "not known", "kg"} <= set(texts(picture))


HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
    "[/red]",
    "a\u202eb",
    "&amp;",
    "x" * 10_000,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_inert_in_pictures(name: str) -> None:
    pictures = [
        charts.waterfall(name, (name, 2.0), [charts.Change(name, -1.0)], (name, 1.0), "t"),
        charts.bars(name, [charts.Bar(name, (("energy", 1.0),), "1")]),
        charts.limits(name, 1.0, [(name, 2.0)], "t", name),
        bands(name, [Group(name, (Band(name, 2.0, 1.0, 4.0, "level"),), name)], name),
    ]
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert not list(root.iter(f"{NAME}script"))
        assert "\u202e" not in picture
        assert len(picture) < 20_000


# Machado, Oliveira and Fernandes 2009, A Physiologically-based Model for Simulation of Color Vision
# Deficiency, severity 1: what is left of red, green and blue (linear).
EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(colour: str, eyes: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of what such eyes see of a colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    r, g, b = (min(1, max(0, sum(m * x for m, x in zip(row, linear, strict=True)))) for row in eyes)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def dark() -> dict[str, str]:
    """The colours of the page on a dark screen."""
    style = (ROOT / "carbonre" / "reports" / "page" / "report.css").read_text(encoding="utf-8")
    block = style.split("prefers-color-scheme:dark")[1].split("}")[0]
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", block))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(
    "together",
    [("emitted", "energy", "material", "other"), ("less", "more", "level")],
)
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_colours_that_stand_together_differ(eyes, together, palette) -> None:
    assert_told_apart(together, svg.COLOURS if palette == "light" else dark(), EYES[eyes])


@pytest.mark.parametrize("eyes", EYES)
def test_colours_of_bands_differ(eyes) -> None:
    """Bands have a paper of their own, and no dark page."""
    together = ("level", "material", "energy", "emitted", "less")
    assert_told_apart(together, svg.COLOURS, EYES[eyes])


def assert_told_apart(together, colours, eyes) -> None:
    """CIE76 of 15 or more: six times what a trained eye just sees (2.3)."""
    for one, two in itertools.combinations(together, 2):
        a, b = (lab(colours[name], eyes) for name in (one, two))
        distance = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert distance > 15, f"{one} and {two}: {distance:.0f}"


def test_light_colours_of_page_and_picture_agree() -> None:
    style = (ROOT / "carbonre" / "reports" / "page" / "report.css").read_text(encoding="utf-8")
    block = style.split("}")[0]
    page = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", block))
    assert {name: page[name] for name in svg.COLOURS} == dict(svg.COLOURS)


def test_a_png_is_one() -> None:
    picture = charts.bars("bars", [charts.Bar("a", (("energy", 1.0),), "1 t")])
    data = figures.png(picture, 900)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20], "big") == 900
