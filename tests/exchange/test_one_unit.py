"""One figure per one unit in every output, of products sold in t, kg, piece, MWh and t REO."""

from __future__ import annotations

import csv
import html as markup
import io
import json
import re
from dataclasses import dataclass

import openpyxl
import pytest

from carbonre.comparison.comparison import comparison
from carbonre.footprint.explain import explanation
from carbonre.footprint.result import Footprint
from carbonre.reports.comparison import comparison_text, drivers_csv
from carbonre.reports.explain import explanation_text
from carbonre.reports.files import footprint_csv, footprint_json
from carbonre.reports.page.html import html
from carbonre.reports.summary import summary
from carbonre.reports.text import plain, significant
from carbonre.reports.workbook.xlsx import workbook
from helpers.plants import calculate

PLANT = """\
carbonre: 1
plant: Works
location: CN-NM
period: 2024
allocation: mass
production: {magnet: 33 t, liquor: 4000 kg, motor: 900 piece, oxide: 12 t}
flows:
  magnet: {unit: kg}
  liquor: {unit: kg}
  motor: {unit: piece}
  oxide: {unit: kg, composition: {Nd2O3: 100 %}, basis: REO}
  hot water: {kind: heat, unit: MJ}
steps:
  one: {process: inventory, makes: {magnet: 1 kg}, uses: {electricity: 30 kWh}}
  two: {process: inventory, makes: {liquor: 1 kg}, uses: {electricity: 2 kWh}}
  three: {process: inventory, makes: {motor: 1 piece}, uses: {electricity: 70 kWh}}
  four: {process: inventory, makes: {oxide: 1 t}, uses: {electricity: 5 MWh}}
  five:
    process: inventory
    makes: {hot water: 1 MWh}
    amount: {hot water: 50 MWh}
    uses: {electricity: 1.1 MWh}
scenarios:
  green: {set: {supply.electricity: wind power}}
"""
PER = {"magnet": "kg", "liquor": "kg", "motor": "piece", "oxide": "kg REO", "hot water": "MWh"}
WRITTEN = {"magnet": "t", "liquor": "kg", "motor": "piece", "oxide": "t", "hot water": "MWh"}
SOLD = {"magnet": "33.0 t", "liquor": "4.00 t", "motor": "900 piece", "oxide": "12.0 t REO",
        "hot water": "50.0 MWh"}  # fmt: skip


@dataclass
class Forms:
    result: Footprint
    page: str
    shown: str
    book: openpyxl.Workbook


@pytest.fixture(scope="module")
def forms() -> Forms:
    result, green = calculate(PLANT), calculate(PLANT, "green")
    book = openpyxl.load_workbook(io.BytesIO(workbook([result, green])))
    page = markup.unescape(html([result, green], draws=0))
    return Forms(result, page, plain(summary([result])), book)


def expected(forms: Forms, product: str) -> float:
    """kgCO2e of the ledger over what is sold of the product, in the unit that it is shown per."""
    index = forms.result.products_sold.index_of(product)
    sold = {"magnet": 33e3, "liquor": 4e3, "motor": 900, "oxide": 12e3, "hot water": 50}[product]
    rows = (row for row in forms.result.ledger_rows if row.counts)
    return sum(row.kgCO2e * row.shares[index] for row in rows) / sold


@pytest.mark.parametrize("product", PER)
def test_csv_and_json(forms: Forms, product: str) -> None:
    """`total` is per the unit as written, `footprint` is the figure of every report."""
    (row,) = (
        row
        for row in csv.DictReader(io.StringIO(footprint_csv([forms.result])))
        if row["product"] == product
    )
    (record,) = (
        record
        for record in json.loads(footprint_json([forms.result]))["scenarios"][0]["products"]
        if record["product"] == product
    )
    assert (row["unit"], row["per"]) == (WRITTEN[product], PER[product])
    assert (record["unit"], record["per"]) == (WRITTEN[product], PER[product])
    wanted = expected(forms, product)
    assert float(row["footprint"]) == pytest.approx(wanted, rel=1e-12)
    assert record["footprint"] == float(row["footprint"])


@pytest.mark.parametrize("product", PER)
def test_the_workbook(forms: Forms, product: str) -> None:
    wanted = expected(forms, product)
    for name in ("summary", "scenarios"):
        (cells,) = (
            row for row in forms.book[name].iter_rows(values_only=True)
            if product in row and f"kgCO2e/{PER[product]}" in row
        )  # fmt: skip
        figures = [cell for cell in cells if isinstance(cell, (int, float))]
        assert figures[0] == pytest.approx(wanted, rel=1e-12)
    first, *rows = forms.book["products"].iter_rows(values_only=True)
    (cells,) = (row for row in rows if product in row and "baseline" in row)
    found = dict(zip(first, cells, strict=True))
    assert found["per"] == PER[product]
    (figure,) = (value for head, value in found.items() if head.startswith("footprint"))
    assert figure == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("product", PER)
def test_the_terminal(forms: Forms, product: str) -> None:
    line = next(line for line in forms.shown.splitlines() if line.startswith(product))
    figure = significant(expected(forms, product))
    assert re.match(rf"{product} +{SOLD[product]} +{figure} {PER[product]} ", line)
    told = plain(explanation_text(explanation(forms.result, product)))
    assert f"total {figure} kg CO2e per {PER[product]} " in told


@pytest.mark.parametrize("product", PER)
def test_the_page(forms: Forms, product: str) -> None:
    figure = significant(expected(forms, product))
    table = forms.page[forms.page.index('id="products"') :]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", table[: table.index("</table>")])
    at = cells.index(product)
    assert cells[at + 1 : at + 4] == [SOLD[product], figure, PER[product]]
    assert f"{product}, kg CO2e/{PER[product]}" in forms.page


def test_the_page_has_one_sign_for_less(forms: Forms) -> None:
    assert "\u2212" not in forms.page and "-" in forms.page


@pytest.mark.parametrize("product", PER)
def test_what_changes_is_per_the_same_unit(product: str) -> None:
    """In the words of `compare`, in its CSV of drivers and in the workbook."""
    base, green = calculate(PLANT), calculate(PLANT, "green")
    found = comparison([base, green])
    text = plain(comparison_text(found))
    after = green.products_sold.named(product)
    size, label = green.compared_per(product, after.unit)
    assert f"{product}: {significant(after.total / size)} kg CO2e/{label}" in text
    assert f"{product}, kg CO2e per {label}:" in text
    rows = [r for r in csv.DictReader(io.StringIO(drivers_csv(found.differences)))
            if r["product"] == product]  # fmt: skip
    assert {row["per"] for row in rows} == {label} == {PER[product]}
    before = base.products_sold.named(product)
    whole = sum(float(row["footprint_difference"]) for row in rows)
    assert whole == pytest.approx((after.total - before.total) / size, rel=1e-9, abs=1e-12)
    book = openpyxl.load_workbook(io.BytesIO(workbook([base, green])))
    head, *cells = book["drivers"].iter_rows(values_only=True)
    records = [dict(zip(head, row, strict=True)) for row in cells]
    listed = [row for row in records if row["product"] == product]
    assert {row["unit"] for row in listed} == {label}
    assert sum(row["difference [kgCO2e per unit]"] for row in listed) == pytest.approx(whole)


@pytest.mark.parametrize(("place", "unit", "size"), [("CN-NM", "tce", 1.0), ("AU", "GJ", 29.3076)])
def test_energy_is_in_coal_equivalent_in_china_only(place: str, unit: str, size: float) -> None:
    result = calculate(PLANT.replace("CN-NM", place))
    book = openpyxl.load_workbook(io.BytesIO(workbook([result])))
    cells = list(book["balances"].iter_rows(values_only=True))
    (head,) = [i for i, row in enumerate(cells) if f"net energy purchase [{unit}]" in row]
    assert cells[head + 1][1] == pytest.approx(result.energy.total * size, rel=1e-6)
    assert ("tce" in str(cells)) == (unit == "tce")
