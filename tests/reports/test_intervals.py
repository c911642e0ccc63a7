"""Median, interval and refused draws are said wherever an interval is shown."""

import io

import openpyxl
import pytest

import carbonre as cr
from carbonre.core.errors import InputError
from carbonre.reports.language import Language, _chinese
from carbonre.reports.page import intervals as page_words
from carbonre.reports.page.html import html
from carbonre.reports.text import significant
from carbonre.uncertainty.intervals import intervals
from helpers.plants import calculate

# `alloy` is asked for second and adds more; the third is a by-product of most mass.
WORKS = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 t, alloy: 50 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg, slag: 90 kg}, uses: {ore: 1 kg}}
  melting: {process: inventory, makes: {alloy: 1 kg}, uses: {ore: 1 kg}}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty: {supply.ore.factor: {ENTRY}}
"""


def works(entry):
    return calculate(WORKS.replace("{ENTRY}", entry))


def test_reports_lead_with_what_is_asked_for_and_not_with_the_most_mass():
    result = works("{lognormal: 1.2}")
    assert [item.name for item in result.products_by_rank] == ["metal", "alloy", "slag"]
    assert {item.name for item in result.products_sold} == {"metal", "alloy", "slag"}
    page = html([result], draws=0)
    tiles = page[page.index('class="tiles"') : page.index("</dl>")]
    assert "metal" in tiles and "alloy" not in tiles and "slag" not in tiles


def test_a_by_product_that_sells_for_more_leads_those_that_are_not_asked_for():
    text = WORKS.replace("{ENTRY}", "fixed").replace("production: {metal: 1 t, ", "production: {")
    text = text.replace("melting:", "furnace2:").replace("{metal: 1 kg", "{metal: 10 kg")
    text = text.replace(
        "uses: {ore: 1 kg}}\n  furnace2", "amount: {ore: 9 t}, uses: {ore: 1 kg}}\n  furnace2"
    )
    assert [i.name for i in calculate(text).products_by_rank] == ["alloy", "slag", "metal"]
    priced = f"{text}prices: {{metal: 60 USD/kg, slag: 0.01 USD/kg}}\n"
    assert [i.name for i in calculate(priced).products_by_rank] == ["alloy", "metal", "slag"]


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("{triangular: [2.9 kgCO2e/kg, 9 kgCO2e/kg]}", "below"),
        ("{triangular: [0 kgCO2e/kg, 3.1 kgCO2e/kg]}", "above"),
        ("{lognormal: 1.2}", "within"),
    ],
)
def test_a_figure_at_the_edge_of_its_draws_is_said_to_be(entry, place):
    result = works(entry)
    found = intervals(result, 400)
    assert {one.place for one in found.of.values()} == {place}
    page = html([result], draws=400)
    assert ("Below the middle half" in page) == (place == "below")
    assert ("Above the middle half" in page) == (place == "above")
    median = significant(found.of["metal"].median / 1000)  # per kg
    assert f"median {median}; 5–95 %" in page


def test_refused_draws_are_said_on_the_page_and_in_the_workbook():
    result = works("{normal: 1.6 kgCO2e/kg}")  # 3 % of the draws lie below zero
    found = intervals(result, 1000)
    assert 0 < found.refused < 50 and "supply.ore.factor" in found.reason
    page = html([result], draws=1000)
    assert f"{found.refused} of the draws could not be calculated and are left out" in page
    sheet = openpyxl.load_workbook(io.BytesIO(cr.report(result, "xlsx")))["intervals"]
    head, *rows = sheet.iter_rows(values_only=True)
    metal = dict(zip(head, next(row for row in rows if row[1] == "metal"), strict=True))
    assert metal["draws"] == 1000 and metal["of which not calculable"] == found.refused
    assert metal["median [kgCO2e/unit]"] == pytest.approx(found.of["metal"].median)
    assert metal["P95 [kgCO2e/unit]"] == pytest.approx(found.of["metal"].high)
    assert "intervals" not in openpyxl.load_workbook(
        io.BytesIO(cr.report(result, "xlsx", draws=0))
    ).sheetnames  # fmt: skip


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_there_is_no_interval_of_survivors(form):
    result = works("{normal: 4 kgCO2e/kg}")
    with pytest.raises(InputError, match=r"mainly 'supply.ore.factor' decides"):
        cr.report(result, form)
    assert cr.report(result, form, draws=0)


def test_every_sentence_about_draws_has_its_chinese():
    say = Language("zh", works("fixed").system.factors)
    for words in (page_words.BELOW, page_words.ABOVE):
        assert words in _chinese() and "{products}" in _chinese()[words]
    found = intervals(works("{normal: 1.6 kgCO2e/kg}"), 300)
    said = page_words.interval_words(found, say) + page_words.tile_words(found.of["metal"], 1, say)
    assert "draws" not in said and "median" not in said and "中位数" in said
