"""What drafts leave open is one figure in every output."""

import csv
import functools
import html
import io
import json
import re

import pytest

from carbonre.exchange.declaration import declared
from carbonre.factors.lookup import read_factors
from carbonre.footprint.explain import explanation
from carbonre.footprint.products import PLANT
from carbonre.reports.explain import explanation_text
from carbonre.reports.language import Language
from carbonre.reports.page import weight as page
from carbonre.reports.page.html import html as page_of
from carbonre.reports.text import plain, significant
from carbonre.reports.uncertainty import SAMPLE_COLUMNS
from carbonre.reports.verifier.checklist import checklist
from carbonre.reports.verifier.pack import write_pack
from carbonre.reports.weight_of_evidence import (
    COLUMNS,
    difference_text,
    leading,
    records,
    remark_on,
    sentence,
    weight_text,
)
from carbonre.reports.workbook.sheets import sheets
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence, weight_of_evidence
from helpers.commands import run_command
from helpers.examples import example_footprint
from helpers.paths import ROOT
from helpers.plants import calculate

DRAWS = 300
CHOSEN = ("baotou_smelter", "ionic_clay", "ndfeb_magnet")
NOTHING = """\
carbonre: 1
plant: works
period: 2024
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, emits: {CO2: 1 kg}}
"""


@functools.cache
def weight_of(name):
    return weight_of_evidence(example_footprint(name), DRAWS)


@pytest.fixture(params=CHOSEN)
def weighed(request):
    return example_footprint(request.param), weight_of(request.param)


def spans(result, product, weight, to=" to "):
    per, _ = result.compared_per(product, result.products_sold.named(product).unit)
    parts = (weight.all, weight.drafts, weight.sourced)
    return [f"{significant(part.low / per)}{to}{significant(part.high / per)}" for part in parts]


def test_the_terminal_shows_every_product_and_the_first_five(weighed):
    result, found = weighed
    text = plain(weight_text(result, found))
    for item in result.products_sold:
        (line,) = (line for line in text.splitlines() if line.startswith(f"{item.name}  "))
        assert re.split(r"  +", line)[1:4] == spans(result, item.name, found.of[item.name])
    first = found.of[leading(result, found)].first
    at = [text.index(f"  {one.number.measurement.reading}\n") for one in first]
    assert len(set(at)) == len(at) and at == sorted(at)
    assert "300 draws" in text
    assert all(str(draft) in text for draft in found.undrawn)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_the_same(weighed, language):
    result, found = weighed
    text = html.unescape(page_of([result], language, DRAWS))
    product = leading(result, found)
    weight = found.of[product]
    for words in spans(result, product, weight, " – "):
        assert words in text
    for one in weight.first:
        reading = one.number.measurement
        assert (reading.reading_zh if language == "zh" else reading.reading) in text
        assert all(name in text for name in one.number.names if one.number.kind == "parameter")
    assert 'id="evidence"' in text and 'href="#evidence"' in text
    assert "based on expert" not in text and "依赖" not in text


def test_every_word_of_the_page_has_chinese(weighed):
    """The sentences are whole: none of their words is English but names of the plant."""
    result, found = weighed
    say = Language("zh", read_factors())
    for words in (page.draft_words(result, found, say), page.note(found, say)):
        english = re.sub(
            r"\(recalled-\w+\)|\(judgement\)|[\w. ]+\.[\w.]+|CO2e|kg|REO|N2O", "", words
        )
        english = english.replace(say.flow(leading(result, found)), "")
        assert not re.search(r"[A-Za-z]{4,}", english), english


def test_where_no_draft_narrows_a_figure_that_is_said():
    result = example_footprint("magnet_works")
    found = weight_of_evidence(result, DRAWS)
    assert "no draft that could be stated narrows" in plain(weight_text(result, found))
    chinese = page.note(found, Language("zh", read_factors()))
    assert "没有可填写的草稿数据" in chinese
    assert page.measure_table(result, found, Language("en", read_factors())) is None


def test_the_workbook_and_the_package_hold_the_records(weighed, tmp_path):
    result, found = weighed
    expected = list(records([result], [found]))
    (sheet,) = (s for s in sheets([result], {}, None, found) if s.name == "weight of evidence")
    (block,) = sheet.blocks
    assert (block.head, list(block.rows)) == (COLUMNS, expected)
    assert all(len(record) == len(COLUMNS) for record in expected)
    assert {record[1] for record in expected} == {*found.of}
    write_pack(str(tmp_path / "pack"), [result], draws=DRAWS)
    written = (tmp_path / "pack" / "results" / "weight_of_evidence.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(written)))
    assert tuple(rows[0]) == COLUMNS
    assert [float(row[5]) for row in rows[1:]] == [record[5] for record in expected]


def test_the_checklist_says_it_as_data_quality_and_as_uncertainty(weighed):
    result, found = weighed
    items = {item.item: item.answer for item in checklist(result, found)}
    product = leading(result, found)
    words = sentence(result, product, found.of[product])
    for part in spans(result, product, found.of[product]):
        assert part in words
    quality, uncertain = (items[name] for name in ("How good the data are",
                                                   "Uncertainty of the figure"))  # fmt: skip
    assert words in quality.words and words in uncertain.words
    assert (uncertain.status, uncertain.where) == ("stated", "weight of evidence")


def test_sample_tells_the_parts_in_its_columns():
    path = ROOT / "examples" / "ionic_clay.yaml"
    done = run_command("sample", path, "-n", 1000, "--csv", "-")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert tuple(row) == SAMPLE_COLUMNS
    weight = weight_of_evidence(example_footprint("ionic_clay"), 1000).of[row["product"]]
    assert (float(row["p5"]), float(row["p95"])) == weight.all
    assert (float(row["drafts_p5"]), float(row["drafts_p95"])) == weight.drafts
    assert (float(row["sourced_p5"]), float(row["sourced_p95"])) == weight.sourced


def test_few_draws_weigh_nothing():
    done = run_command("sample", ROOT / "examples" / "nd_metal.yaml", "-n", 99)
    assert "weight of evidence" not in done.stdout


def test_calc_draws_nothing_and_says_who_does():
    done = run_command("calc", ROOT / "examples" / "nd_metal.yaml")
    assert "what drafts leave open, which to measure first" in done.stdout
    assert "P95" not in done.stdout


def test_explain_and_a_declaration_say_it_of_their_product():
    result = example_footprint("magnet_works")
    weight = weight_of_evidence(result).of["coated magnet"]
    words = spans(result, "coated magnet", weight)
    text = plain(explanation_text(explanation(result, "coated magnet")))
    assert all(part in text for part in words)
    comment = declared(result, None, remark=remark_on(result, None)).comment
    assert f"drafts alone {words[1]}, sourced numbers alone {words[2]}" in comment
    done = run_command("export", ROOT / "examples" / "magnet_works.yaml", "--to", "pact", "-o", "-")
    assert f"drafts alone {words[1]}" in json.loads(done.stdout)["comment"]


def test_a_difference_has_its_own_intervals():
    one, two = (example_footprint("baotou_smelter", name) for name in ("baseline", "wind power"))
    text = plain(difference_text(one, two))
    assert "weight of evidence of the difference" in text
    assert difference_text(one, one) == []


def test_what_is_not_drawn_is_not_shown():
    result = calculate(NOTHING)
    found = weight_of_evidence(result)
    assert found == WeightOfEvidence()
    assert weight_text(result, found) == []
    assert list(records([result], [found])) == []
    text = page_of([result], "en", DRAWS)
    assert 'id="evidence"' not in text
    items = [item.answer.status for item in checklist(result) if "ncertainty" in item.item]
    assert set(items) == {"missing"}


def test_the_plant_is_told_in_tonnes_of_the_period(weighed):
    result, found = weighed
    text = plain(weight_text(result, found))
    weight = found.of[PLANT]
    assert f"{significant(weight.all.low / 1000)} to {significant(weight.all.high / 1000)}" in text
