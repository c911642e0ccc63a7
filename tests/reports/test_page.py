"""The report as a page: its figures are those of the ledger, it asks nobody, names are inert."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

import carbonre as cr
from carbonre.core.scopes import CATEGORY_NAMES
from carbonre.exchange.export import inventory
from carbonre.factors.pedigree_scores import scores
from carbonre.footprint.data_quality import EVIDENCE, FACTOR_KINDS, ORIGINS
from carbonre.footprint.result import Footprint
from carbonre.reports.figures import pictures as figures
from carbonre.reports.figures import sankey
from carbonre.reports.language import Language
from carbonre.reports.notes import TITLES
from carbonre.reports.page import contents, evidence, tables
from carbonre.reports.page.html import LONGEST, html
from carbonre.reports.text import significant
from carbonre.reports.verifier.checklist import checklist
from carbonre.reports.verifier.readme import readme as pack_page
from carbonre.reports.workbook.sheets import sheets
from carbonre.uncertainty.intervals import DRAWS as DRAWS_IF_NOT_ASKED
from carbonre.uncertainty.intervals import intervals
from helpers.examples import example_footprint
from helpers.hostile import HOSTILE_PLANT, NAMES, both
from helpers.paths import METAL, ROOT
from helpers.plants import calculate

WORKS = ROOT / "examples" / "magnet_works.yaml"
DRAWS = 5


class Page(HTMLParser):
    """A page as its tags, the cells of its tables, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[list[str]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
        if {"td", "th"} & set(self.open) and self.cells and "title" not in self.open:
            self.cells[-1][-1] += data

    def policy(self) -> str:
        metas = (a for tag, a in self.tags if tag == "meta")
        return next(a["content"] or "" for a in metas if "http-equiv" in a)


@pytest.fixture(scope="module")
def works() -> list[Footprint]:
    plant = cr.read_plant(WORKS)
    return [cr.footprint(plant, scenario=name) for name in plant.scenarios]


@pytest.fixture(scope="module")
def page(works) -> str:
    return html(works, draws=DRAWS)


def test_the_figures_are_those_of_the_footprint(works, page) -> None:
    cells = Page(page).cells
    for item in works[0].products_sold:
        row = next(row for row in cells if row and row[0] == item.name)
        per = item.unit.factor  # kilograms, and the table is per kilogram
        assert row[2:4] == [significant(item.total / per), "kg"]
        assert row[6:9] == [significant(scope / per) for scope in item.scopes]
    plant = next(row for row in cells if row and row[0].startswith("green"))
    assert plant[1] == significant(works[1].total / 1000)


def test_every_factor_stands_in_it_with_its_source(works, page) -> None:
    cells = Page(page).cells
    for row in works[0].ledger_rows:
        if row.factor_id and row.kind != "emission" and not row.factor_id.startswith("gwp"):
            found = [c for c in cells if c and c[-1].startswith(f"{row.factor_id} (")]
            assert len(found) == 1 and row.source[:60] in found[0][-2]


def test_contributions_add_up_to_the_total(works) -> None:
    result = works[0]
    say = Language("en", result.system.factors)
    for key in ("step", "flow", "scope", "gas"):
        table = tables.contributions(result, key, say)
        parts = [float(row[2].replace(",", "")) for row in table.rows]
        assert sum(parts) == pytest.approx(result.total / 1000, rel=0.01)
        assert table.foot[2] == significant(result.total / 1000)


FETCHING = ("link", "iframe", "object", "embed", "img", "form", "base", "image", "use", "video")


def test_flows_of_a_product_add_up_to_it(works) -> None:
    result = works[0]
    table = tables.per_product(result, Language("en", result.system.factors))
    for column, item in enumerate(result.products_sold, start=1):
        parts = [float(row[column].replace(",", "")) for row in table.rows]
        assert sum(parts) == pytest.approx(item.total / item.unit.factor, rel=0.01)
        assert table.foot[column] == significant(item.total / item.unit.factor)


def test_the_page_asks_nobody(page) -> None:
    """No address, no handler, no style by attribute; a policy that would stop them."""
    found = Page(page)
    for tag, attributes in found.tags:
        assert tag not in FETCHING
        for name, value in attributes.items():
            assert not name.startswith("on") and name != "style", (tag, name)
            if name in ("href", "src", "xlink:href", "action"):
                assert (value or "").startswith("#"), value
    style = found.raw["style"][0]
    assert "url(" not in style and "@import" not in style
    assert not re.search(r"fetch|XMLHttp|import\(|eval|innerHTML", found.raw["script"][-1])
    policy = found.policy()
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy


def test_the_policy_names_the_very_script_and_style(page) -> None:
    found = Page(page)
    for text in (found.raw["style"][0], found.raw["script"][-1]):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in found.policy()


def test_the_same_footprint_gives_the_same_bytes(works, page) -> None:
    assert html(works, draws=DRAWS) == page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_names_are_inert(language) -> None:
    results = [calculate(HOSTILE_PLANT), calculate(HOSTILE_PLANT, "<i onclick='x()'>")]
    text = html(results, language, draws=2)
    found = Page(text)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("script") == 2 and not {"b", "i", "img"} & set(tags)
    assert all(not name.startswith("on") for _, a in found.tags for name in a)
    assert "alert(1)" not in "".join(found.raw["script"])
    assert "s" * 500 not in text  # cut, so that no cell breaks the page
    assert "{{7*7}}" in text and "[/red]49" not in text
    json.loads(found.raw["script"][0])


TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "nav", "a",
    "main", "section", "dl", "dt", "dd", "div", "span", "ul", "li", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "figure", "figcaption", "label", "output", "input",
    "button", "script", "footer", "svg", "g", "rect", "path", "line", "text", "defs",
    "lineargradient", "stop",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_every_hostile_name_is_inert(name) -> None:
    """No tag, handler or address that is not ours; pictures are XML whatever a name holds."""
    results = both(unicodedata.normalize("NFC", name)[:190])
    text = html(results, draws=0)
    found = Page(text)
    assert {tag for tag, _ in found.tags} <= TAGS
    assert all(not key.startswith("on") and key != "style" for _, a in found.tags for key in a)
    assert all(a["href"].startswith("#") for _, a in found.tags if a.get("href"))
    say = Language("en", results[0].system.factors)
    for picture in figures.pictures(results, say).values():
        ElementTree.fromstring(picture)


def test_right_to_left_overrides_do_not_reach_a_page() -> None:
    """A name with one is refused where it is read; a source may hold it, and the page drops it."""
    text = HOSTILE_PLANT.replace("s" * 10_000, "abc")
    result = calculate(text)
    rows = [row for row in result.ledger_rows if row.source.startswith("abc")]
    assert rows
    import dataclasses

    turned = tuple(dataclasses.replace(row, source="\u202eabc\u202d") for row in result.ledger_rows)
    changed = dataclasses.replace(
        result, point=dataclasses.replace(result.point, ledger_rows=turned)
    )
    assert "\u202e" not in html([changed], draws=0)


# --- words ---------------------------------------------------------------------------------------


def said() -> set[str]:
    """Every fixed label of the reports, read from their source."""
    words: set[str] = set()
    folder = ROOT / "carbonre" / "reports"
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"
            if called and isinstance(node.args[0], ast.Constant):
                words.add(node.args[0].value)
    template = (folder / "page" / "report.html").read_text(encoding="utf-8")
    words |= set(re.findall(r'say\("([^"]+)"\)', template))
    words |= {text for _, text in contents.ANCHORS} | set(contents.COUNTED.values())
    words |= {contents.NOT_COUNTED, contents.FOOT, *sankey.WORDS.values(), *TITLES.values()}
    words |= set(CATEGORY_NAMES.values()) | {*ORIGINS, *FACTOR_KINDS, *EVIDENCE}
    words |= {f"by {key}" for key in ("step", "flow", "scope", "gas")}
    words |= {"step", "flow", "scope", "gas", "boundary product", "boundary organisation"}
    words |= {f"scope {i}" for i in (1, 2, 3)} | {f"level {i}" for i in (1, 2, 3)}
    words |= {"combustion", "upstream", "factor"}
    words |= {score.meaning for score in scores()} | {"score of time", "score of place"}
    return words


def test_every_label_has_its_chinese_and_keeps_its_values() -> None:
    table = (ROOT / "carbonre" / "reports" / "labels.csv").read_text(encoding="utf-8")
    import csv

    known = {row["english"]: row["chinese"] for row in csv.DictReader(table.splitlines())}
    assert said() - known.keys() == set()
    for english, chinese in known.items():
        assert re.search("[\u4e00-\u9fff]", chinese), english
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese)), english


def test_chinese_names_come_from_the_tables() -> None:
    text = html([example_footprint("nd_metal")], "zh", draws=0)
    assert '<html lang="zh-Hans">' in text
    for words in ("金属钕", "电力", "石墨阳极", "产品", "范围1"):
        assert words in text


# --- from outside --------------------------------------------------------------------------------


def command(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "carbonre", "report", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(line, capture_output=True, text=True, cwd=folder, env=environment)


def test_the_command_writes_a_page_and_pictures(tmp_path) -> None:
    named = ["--scenario", "baseline", "--scenario", "inert anode", "--scenario", "wind power"]
    options = ["--figures", "figures", "--draws", "3", *named]
    done = command(METAL, "-o", "r.html", *options, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "" and "wrote r.html" in done.stderr
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    names = sorted(path.name for path in (tmp_path / "figures").iterdir())
    stems = {"carbon-flow", "products", "steps", "energy-limits-1", "waterfall-1", "waterfall-2"}
    assert names == sorted(f"{stem}.{kind}" for stem in stems for kind in ("svg", "png"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "nothing is asked for"),
        (["-o", "r.pdf"], "the suffix says what to write"),
        (["-o", "-"], "the suffix says what to write"),
        (["-o", "no/r.html"], "does not exist"),
        (["-o", "r.html", "--lang", "fr"], "none of en, zh"),
        (["-o", "r.html", "--draws", "-1"], "is not within"),
        (["-o", "r.html", "--scenario", "gren"], "no scenario 'gren'"),
        (["-o", "r.html", "--figures", "file"], "is a file"),
        (["-o", "r.html", "--pack", "file"], "is a file"),
        (["--figures", "x", "--pack", "./x"], "folder of the verification package"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(arguments, words, tmp_path) -> None:
    (tmp_path / "file").write_text("old")
    done = command(WORKS, *arguments, folder=tmp_path)
    assert done.returncode == 2 and words in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_link_is_no_folder_for_pictures(tmp_path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    done = command(WORKS, "--figures", "link", folder=tmp_path)
    assert done.returncode == 2 and "symbolic link" in done.stderr


def test_a_workbook_and_a_pack_with_the_page_in_it(tmp_path) -> None:
    done = command(METAL, "-o", "r.xlsx", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    options = ("--pack", "pack", "--draws", "20", "--scenario", "wind power")
    done = command(METAL, "-o", "r.html", *options, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "r.html").read_bytes()
    assert (tmp_path / "pack" / "results" / "r.html").read_bytes() == page
    told = (tmp_path / "pack" / "README.md").read_text(encoding="utf-8")
    assert "90 % of 20 draws" in told
    done = command(METAL, "-o", "r.html", "--pack", "pack", folder=tmp_path)
    assert done.returncode == 2 and "is not empty" in done.stderr


def test_without_its_extra_it_says_what_to_install(tmp_path) -> None:
    blocker = "import sys; sys.modules['jinja2'] = None\nfrom carbonre.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", blocker, "report", str(METAL), "-o", "r.html"],
        capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 2 and "carbonre[report]" in done.stderr
    assert not (tmp_path / "r.html").exists()


def test_the_page_on_reports_is_true(monkeypatch) -> None:
    """Its Python runs, and it names every picture and the numbers that the code has."""
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    code = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in code:
        exec(block.replace("draws=200", "draws=2"), names)
    assert str(names["page"]).startswith("<!DOCTYPE html>")
    assert f"({DRAWS_IF_NOT_ASKED} if not given" in text
    assert f"{figures.WIDTH:,} pixels" in text and f"cut at {LONGEST} characters" in text


# --- the band, and what a notebook shows ---


def test_the_band_lies_about_the_footprint() -> None:
    result = example_footprint("nd_metal")
    (item,) = result.products_sold
    one = intervals(result, 40).of[item.name]
    assert one.low < one.median < one.high and one.low < one.quartiles[0] < one.quartiles[1]
    assert one.low < item.total * 1.2 and one.high > item.total * 0.8
    assert one.deterministic == item.total
    assert intervals(result, 0).of == {}


def test_what_has_no_spread_has_no_band() -> None:
    """A band without width would say that the figure is certain."""
    result = calculate(IRON)
    assert intervals(result, 20).of == {}
    page = html([result], draws=20)
    assert "no input has uncertainty data" in page and "5–95 %" not in page


IRON = """\
carbonre: 1
plant: Toy
location: CN
period: 2024
production: {thing: 1 t}
steps:
  making: {process: inventory, makes: {thing: 1 kg}, uses: {ore: 1 kg}}
supply: {ore: {factor: 1 kgCO2e/kg, source: stated}}
"""
CARBONATE = """\
carbonre: 1
plant: Toy
period: 2024
production: {Ce carbonate: 1 t, thing: 1 t}
allocation: mass
steps:
  making: {process: inventory, makes: {Ce carbonate: 1 kg, thing: 1 kg}, emits: {CO2: 1 kg}}
flows: {Ce carbonate: {basis: REO, composition: {CeO2: 100 %}}}
"""


def test_a_kilogram_of_oxides_is_not_taken_for_one_of_salt() -> None:
    """On each form that leaves: 45 % of cerium carbonate is oxide, a factor of 2.2 in the unit."""
    result = calculate(CARBONATE)
    assert result.counted_as_oxides == ["Ce carbonate"]
    assert "oxides contained (REO), not of the salt: Ce carbonate." in html([result], draws=0)
    assert "（REO）的千克数计，而非盐的质量：" in html([result], "zh", 0)
    (summary, *_) = sheets([result])
    assert ("counted per unit of rare-earth oxides (REO)", "Ce carbonate") in summary.blocks[0].rows
    assert "of rare-earth oxides contained (REO): Ce carbonate" in inventory(result).comment
    (unit, *_) = (i.answer.words for i in checklist(result))
    assert unit.endswith("oxides contained (REO): Ce carbonate")
    assert "(REO): Ce carbonate." in pack_page([result], [], [], [])
    plain = html([calculate(IRON)], draws=0)
    assert "REO), not of" not in plain
    assert "carbon of a combusted fuel is in its factor" in plain  # and not in the balance of C


def test_a_notebook_shows_products_and_inert_names() -> None:
    result = calculate(HOSTILE_PLANT)
    shown = result._repr_html_()
    assert "<script>" not in shown and "<b>thing" not in shown and "&lt;b&gt;thing" in shown
    assert "t CO2e" in shown


def test_tables_as_data_frames() -> None:
    result = example_footprint("nd_metal")
    assert result.to_frame().equals(result.products)
    assert result.to_frame("ledger").equals(result.ledger)
    assert list(result.to_frame("elements")["element"]) == [e.element for e in result.elements]
    assert len(result.to_frame("drafts")) == len(result.drafts) > 0
    with pytest.raises(KeyError, match="did you mean 'ledger'"):
        result.to_frame("leger")


@pytest.mark.slow
def test_the_smelter_is_reported_in_five_seconds_and_six_megabytes(tmp_path) -> None:
    """Processor time of the whole command, which a busy machine does not change much."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = command(ROOT / "examples" / "baotou_smelter.yaml", "-o", "r.html", folder=tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "r.html").stat().st_size < 6e6
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5.0


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_example_has_a_report_in_both_languages(path: Path) -> None:
    plant = cr.read_plant(path)
    results = [cr.footprint(plant, scenario=name) for name in plant.scenarios[:3]]
    for language in ("en", "zh"):
        text = html(results, language, draws=3)
        assert Page(text).cells and not re.search(r">(nan|None|inf)<", text)
    assert evidence.factors(results[0], Language("en", results[0].system.factors)).rows


def test_a_row_of_ones_own_is_listed_whatever_its_id(tmp_path: Path) -> None:
    """A potential is told from a factor by the tables, not by how an id begins."""
    mine, name = tmp_path / "mine.csv", tmp_path / "plant.yaml"
    mine.write_text(
        "id,flow,value,unit,place,year,source\ngwp.mine,LiF,6,kgCO2e/kg,CN,2024,a test\n"
    )
    name.write_text(
        "carbonre: 1\nplant: Toy\nlocation: CN\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  making: {process: inventory, makes: {thing: 1 kg}, uses: {LiF: 1 kg}}\n"
    )
    page = html([cr.footprint(cr.read_plant(name), cr.read_factors(mine))], draws=0)
    assert f"gwp.mine ({mine}:2)" in page
