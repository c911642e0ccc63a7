"""One footprint in every form in which it is handed on, through the command line."""

from __future__ import annotations

import csv
import html
import io
import json

import openpyxl
import pytest

from carbonre.core.units import unit
from carbonre.reports.text import significant
from helpers.commands import run_command
from helpers.packages import of_brightway, of_openlca
from helpers.paths import WORKS

PRODUCT = "coated magnet"


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Every form of the magnet works, and kgCO2e per tonne of its magnets as `calc` has it."""
    folder = tmp_path_factory.mktemp("forms")
    shown = run_command(
        "calc", WORKS, "--csv", folder / "a.csv", "--json", folder / "a.json"
    ).stdout
    for name in ("a.html", "a.xlsx"):
        assert (
            run_command("report", WORKS, "-o", folder / name, "--scenario", "baseline").returncode
            == 0
        )
    for to, name in (("pact", "b.json"), ("openlca", "c.zip"), ("brightway", "d.zip")):
        assert run_command("export", WORKS, "--to", to, "-o", folder / name).returncode == 0
    (row,) = csv.DictReader(io.StringIO((folder / "a.csv").read_text(encoding="utf-8")))
    assert (row["product"], row["unit"]) == (PRODUCT, "t")
    return folder, shown, float(row["total"])


def test_terminal_and_page_show_it(forms):
    folder, shown, total = forms
    assert significant(total / 1000) in next(x for x in shown.splitlines() if x.startswith(PRODUCT))
    page = html.unescape((folder / "a.html").read_text(encoding="utf-8"))
    table = page[page.index('id="products"') :]
    assert significant(total / 1000) in table[: table.index("</table>")]


def test_json_holds_it(forms):
    folder, _, total = forms
    (scenario,) = json.loads((folder / "a.json").read_text(encoding="utf-8"))["scenarios"]
    assert scenario["products"][0]["total"] == total
    mine = sum(
        row["kgCO2e"] * row["shares"][PRODUCT]
        for row in scenario["ledger"]
        if row["kind"] != "memo"
    )
    assert mine / scenario["products"][0]["amount"] == pytest.approx(total, rel=1e-12)


def test_the_workbook_holds_it(forms):
    folder, _, total = forms
    sheet = openpyxl.load_workbook(folder / "a.xlsx")["products"]
    rows = [row for row in sheet.iter_rows(values_only=True) if PRODUCT in row]
    assert any(
        isinstance(cell, float) and cell == pytest.approx(total, rel=1e-15)
        for row in rows
        for cell in row
    )


def test_pact_holds_it(forms):
    folder, _, total = forms
    pcf = json.loads((folder / "b.json").read_text(encoding="utf-8"))["pcf"]
    assert pcf["declaredUnitOfMeasurement"] == "kilogram"
    per = float(pcf["declaredUnitAmount"])
    value = float(pcf["pcfExcludingBiogenicUptake"]) / per
    assert value * 1000 == pytest.approx(total, rel=1e-9)


@pytest.mark.parametrize(("name", "solve"), [("c.zip", of_openlca), ("d.zip", of_brightway)])
def test_the_exchange_formats_hold_it(forms, name, solve):
    folder, _, total = forms
    ((product, found),) = solve((folder / name).read_bytes()).items()
    assert product == PRODUCT
    per_tonne = found[0] / unit(found[-1]).factor * 1000
    assert per_tonne == pytest.approx(total, rel=1e-9)
