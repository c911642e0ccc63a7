"""The workbook: the figures of the CSV, no formula from any name, the same bytes."""

from __future__ import annotations

import csv
import io
import math
import time
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonre as cr
from carbonre.comparison.drivers import drivers
from carbonre.core.errors import InputError
from carbonre.core.units import per_unit
from carbonre.footprint.ledger import COLUMNS
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.reports import files
from carbonre.reports.workbook.sheets import found_drivers, heading
from carbonre.reports.workbook.xlsx import LONGEST_CELL, cell_text, digits, workbook
from helpers.paths import ROOT
from helpers.plants import calculate

SHEETS = ["summary", "products", "ledger", "factors used", "parameters", "scenarios", "drivers",
          "balances", "data quality", "notes"]  # fmt: skip


def results_of(name: str) -> list[Footprint]:
    plant = cr.read_plant(ROOT / "examples" / f"{name}.yaml")
    return [cr.footprint(plant, scenario=scenario) for scenario in plant.scenarios]


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def records(page: Any) -> list[dict[str, Any]]:
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def results() -> list[Footprint]:
    return results_of("magnet_recycling")


@pytest.fixture(scope="module")
def written(results: list[Footprint]) -> bytes:
    return workbook(results)


@pytest.fixture(scope="module")
def book(written: bytes) -> Any:
    return read(written)


def test_every_sheet_is_there_and_can_be_filtered_and_printed(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for page in book:
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        if page.title not in ("summary", "balances"):
            assert page.freeze_panes
            assert page.auto_filter.ref.startswith("A1:")
            assert page.print_title_rows == "$1:$1"
        assert all(8 <= column.width <= 50 for column in page.column_dimensions.values())


@pytest.mark.parametrize(
    ("sheet", "columns", "make"),
    [("products", CSV_COLUMNS, files.footprint_csv), ("ledger", COLUMNS, files.ledger_csv)],
)
def test_numbers_are_those_of_the_csv(results, book, sheet, columns, make) -> None:
    """Each cell is the cell of the CSV, and numbers are numbers, to 16 digits."""
    wanted = list(csv.DictReader(io.StringIO(make(results))))
    found = records(book[sheet])
    assert len(found) == len(wanted) > 0
    seen = 0
    for row, other in zip(found, wanted, strict=True):
        for column in columns:
            value, text = row[heading(column)], other[column]
            if isinstance(value, int | float):
                assert value == pytest.approx(float(text), rel=1e-15)
                seen += 1
            else:
                assert (value or "") == text
    assert seen > len(wanted)


def test_sums_of_the_ledger_are_the_totals(results: list[Footprint], book: Any) -> None:
    rows = records(book["ledger"])
    for result in results:
        mine = [
            row[heading("kgCO2e")]
            for row in rows
            if row["scenario"] == result.scenario and row["kind"] != "memo"
        ]
        assert math.fsum(mine) == pytest.approx(result.total, rel=1e-12)


def test_the_summary_and_the_scenarios_agree(results: list[Footprint], book: Any) -> None:
    found = [c.value for row in book["summary"].iter_rows() for c in row]
    numbers = sorted(value for value in found if isinstance(value, int | float))
    for result in results:
        shown = (item.total / per_unit(item.unit)[0] for item in result.products_sold)
        for wanted in (result.total / 1000, *shown):
            assert min(abs(value - wanted) for value in numbers) <= 1e-15 * abs(wanted)
    rows = records(book["scenarios"])
    assert len(rows) == sum(len(other.products_sold) + 1 for other in results[1:])
    for row in rows:
        numbers = [row[key] for key in ("footprint, baseline", "footprint, scenario", "difference")]
        if numbers[0] is None:  # what the baseline does not sell
            assert numbers[2] is None and row["change"] is None
        else:
            assert numbers[1] - numbers[0] == pytest.approx(numbers[2], abs=1e-9)


def test_drivers_are_those_of_compare(results: list[Footprint], written: bytes, book: Any) -> None:
    rows = records(book["drivers"])
    found = [d for other in results[1:] for d in drivers(results[0], other)]
    wanted = [d.difference / d.compared_per(results[0])[0] for d in found]
    assert {row["unit"] for row in rows} == {d.compared_per(results[0])[1] for d in found}
    assert [row["difference [kgCO2e per unit]"] for row in rows] == pytest.approx(wanted)
    assert workbook(results, found_drivers(results)) == written


def test_a_factor_of_every_ledger_row_is_listed(results: list[Footprint], book: Any) -> None:
    listed = {row["id"]: row for row in records(book["factors used"])}
    used = {row.factor_id for result in results for row in result.ledger_rows} - {""}
    assert used <= set(listed)
    for name in used:
        assert isinstance(listed[name]["value [unit]"], int | float)
        assert listed[name]["source"] and listed[name]["evidence"]


def test_the_defaults_that_were_used_are_listed_as_written(
    results: list[Footprint], book: Any
) -> None:
    rows = records(book["parameters"])
    assert len(rows) == sum(len(step.defaults) for r in results for step in r.system.steps)
    for row in rows[:50]:
        table = ROOT / "factors" / "processes" / f"{row['process']}.csv"
        (cells,) = list(
            csv.reader([table.read_text(encoding="utf-8").splitlines()[row["line"] - 1]])
        )
        assert cells[0] == row["parameter"]
        assert float(cells[2]) == pytest.approx(row["value [unit]"])


def test_notes_name_what_must_be_known(results: list[Footprint], book: Any) -> None:
    notes = {(row["scenario"], row["note"]) for row in records(book["notes"])}
    for result in results:
        assert {(result.scenario, str(x)) for x in (*result.drafts, *result.notes)} <= notes


@pytest.mark.parametrize("name", ["baotou_smelter", "ionic_clay", "hydrogen_station"])
def test_other_examples_can_be_written(name: str) -> None:
    results = results_of(name)
    assert read(workbook(results, {})).sheetnames == SHEETS


def test_the_same_bytes_at_any_time(
    results: list[Footprint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = workbook(results[:2], {})
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert workbook(results[:2], {}) == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = workbook(results[:2], {})
    core = zipfile.ZipFile(io.BytesIO(dated)).read("docProps/core.xml").decode()
    assert core.count("2023-11-14T22:13:20Z") == 2
    assert dated != first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InputError, match="no number of seconds"):
        workbook(results[:1])


def test_without_xlsxwriter_it_says_what_to_install(
    results: list[Footprint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r"carbonre\[report\]"):
        workbook(results[:1])


@given(st.text(max_size=300))
def test_a_cell_holds_nothing_that_steers(text: str) -> None:
    kept = cell_text(text)
    assert not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or ord(c) > 0x10FFFD for c in kept)
    assert not {"\u202e", "\u2066", "\u200f", "\ufffe", "\uffff"} & set(kept)


@pytest.mark.parametrize("text", ["x" * 40_000, "稀" * 32_768, "\U0001f600" * 20_000])
def test_a_long_text_is_cut_with_words(text: str) -> None:
    kept = cell_text(text)
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert kept.endswith(f"[cut: the text has {len(text)} characters]")
    assert text.startswith(kept.partition(" [cut")[0])
    assert cell_text("x" * LONGEST_CELL) == "x" * LONGEST_CELL


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "#,##0"), (1234.5, "#,##0"), (123.4, "#,##0"), (12.34, "0.0"), (-1.234, "0.00"),
     (0.01234, "0.0000"), (1.2e-7, "0.00E+00"), (3e20, "0.00E+00")],
)  # fmt: skip
def test_three_digits_are_shown(value: float, shown: str) -> None:
    assert digits(value) == shown


def test_a_toy_in_one_scenario_is_complete() -> None:
    toy = calculate(
        "carbonre: 1\nplant: Toy\nperiod: 2024\nproduction: {thing: 1 t}\nsteps:\n"
        "  making: {process: inventory, makes: {thing: 1 kg}, emits: {CO2: 1 kg}}\n"
    )
    book = read(workbook([toy]))
    assert records(book["products"])[0]["total [kgCO2e per unit]"] == 1000
    assert records(book["scenarios"]) == [] and records(book["drivers"]) == []
