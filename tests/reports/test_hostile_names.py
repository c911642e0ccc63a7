"""Names are hostile: whatever a plant calls its things, every output shows it and does nothing.

A spreadsheet must not calculate, a terminal must not obey, a page must not run, a file must not be
written anywhere else.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonre.cli import common as cli_shared
from carbonre.comparison.drivers import drivers
from carbonre.footprint.explain import explanation
from carbonre.footprint.ledger import COLUMNS
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.reports import comparison, files
from carbonre.reports.explain import explanation_text
from carbonre.reports.summary import summary
from carbonre.reports.text import Text, plain
from carbonre.reports.verifier.pack import write_pack
from carbonre.reports.workbook.xlsx import workbook
from helpers.hostile import NAMES, both, plant_of
from helpers.paths import ROOT
from helpers.plants import as_text, attempt, calculate

CONTROL = ("Cc", "Cf", "Cs", "Zl", "Zp")
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def explained(*arguments, **options):
    return explanation_text(explanation(*arguments, **options))


def shown(lines: list[Text]) -> str:
    return plain(lines)


@pytest.fixture(params=NAMES.values(), ids=NAMES.keys())
def name(request: pytest.FixtureRequest) -> str:
    # A file is read in its composed form, so a name is what is left of it.
    return unicodedata.normalize("NFC", str(request.param))


@pytest.fixture
def results(name: str) -> list[Footprint]:
    if len(name) > 190:  # the plant adds a digit to some names, and texts have a limit too
        name = name[:190]
    return both(name)


def test_a_csv_has_no_formula_and_keeps_the_name(results: list[Footprint]) -> None:
    name = results[0].plant.name
    for text, columns in ((files.footprint_csv(results), CSV_COLUMNS),
                          (files.ledger_csv(results), COLUMNS)):  # fmt: skip
        head, *rows = list(csv.reader(io.StringIO(text), strict=True))
        assert head == list(columns) and rows
        for row in rows:
            assert len(row) == len(columns)
            assert row[0] in (name, f"'{name}")
            for cell in row:
                number = cell.replace(".", "").replace("e", "").replace("-", "").isdigit()
                assert number or not cell.startswith(STARTS)


def test_json_reads_back_to_the_name(results: list[Footprint]) -> None:
    name = results[0].plant.name
    document = json.loads(files.footprint_json(results))
    assert document["plant"] == name
    assert document["scenarios"][0]["products"][0]["product"] == name
    assert document["scenarios"][1]["scenario"] == name


def test_a_workbook_has_no_formula_no_link_and_keeps_the_name(results: list[Footprint]) -> None:
    data = workbook(results)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            content = archive.read(part).decode("utf-8")
            assert "<f>" not in content and "<hyperlink" not in content
            assert "http://x" not in content or part == "xl/sharedStrings.xml"
            assert not part.startswith(("/", ".."))
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    text = "".join(c for c in results[0].plant.name.replace("\t", " ")
                   if unicodedata.category(c) not in (*CONTROL, "Cn"))  # fmt: skip
    cell = book["products"]["A2"]
    # The library that reads undoes escapes of XML that the one that writes has escaped.
    assert cell.value.replace("_x005F", "") == text.replace("_x005F", "")
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "s" and cell.value.startswith(STARTS):
                    assert cell.quotePrefix


def test_a_terminal_is_not_steered(results: list[Footprint]) -> None:
    base, other = results
    name = base.plant.name
    text = shown(summary(results))
    text += shown(comparison.waterfall(base, other, drivers(base, other)))
    text += shown(explained(base, base.products_sold[0].name, base.system.steps[0].name))
    text += shown(explained(other, flow=f"{name}2"))
    assert not [c for c in text if unicodedata.category(c) in CONTROL and c != "\n"]
    assert max(map(len, text.split("\n"))) < 700


def test_a_colourful_terminal_shows_markup_as_text(
    results: list[Footprint], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", screen)
    lines = [*summary(results), *explained(results[0])]
    cli_shared.show(lines)
    text = screen.getvalue()
    assert "\x1b]8" not in text  # no link
    for style in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        text = text.replace(style, "")
    assert text == plain(lines)


def test_the_page_of_a_pack_and_its_files_are_inert(
    results: list[Footprint], tmp_path: Path
) -> None:
    name = results[0].plant.name
    path = tmp_path / "plant.yaml"
    path.write_text(as_text(plant_of(name)), encoding="utf-8")
    found = [calculate(plant_of(name), scenario, file=str(path)) for scenario in ("baseline", name)]
    write_pack(str(tmp_path / "pack"), found)
    assert {p.name for p in tmp_path.iterdir()} == {"plant.yaml", "pack"}
    page = (tmp_path / "pack" / "README.md").read_text(encoding="utf-8")
    before, code, after = page.partition("```sh" if "````" not in page else "````sh")
    assert code
    prose = before + after.partition("## What lies where")[2]
    assert "<script>" not in prose.replace("\\<script\\>", "")
    assert not [c for c in prose if unicodedata.category(c) in CONTROL and c != "\n"]
    for file in ("footprint.csv", "ledger.csv", "factors_used.csv", "data_quality.csv"):
        text = (tmp_path / "pack" / "results" / file).read_text(encoding="utf-8")
        for row in csv.reader(io.StringIO(text), strict=True):
            assert not [cell for cell in row if cell.startswith(("=", "@", "＝", "\t"))]


# --- what the reader refuses ----------------------------------------------------------------------

REFUSED = {
    "a turn": "\u202ea",
    "an isolate": "a\u2066b",
    "a null": "a\0b",
    "an escape": "\x1b[31m",
    "a line break": "a\nb",
    "a return": "a\rb",
    "201 characters": "a" * 201,
    "10,000 characters": "a" * 10_000,
    "nothing": " ",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_name_that_is_none_is_refused(text: str) -> None:
    """Written as an escape, so that the file itself is plain ASCII."""
    plant = "\n".join(
        ("carbonre: 1", f"plant: {json.dumps(text)}", "period: 2024", "steps:",
         f"  ? {json.dumps(text)}", "  : {process: inventory, makes: {a: 1 kg}, amount: {a: 1 t}}")
    )  # fmt: skip
    assert plant.isascii()
    result, problems = attempt(plant)
    assert result is None
    words = "\n".join(map(str, problems))
    assert any(w in words for w in ("control characters", "1 to 200", "simple key", "not YAML"))
    assert not [c for c in words if unicodedata.category(c) in CONTROL and c != "\n"]


def test_a_step_or_flow_of_10000_characters_is_refused_or_cut() -> None:
    """Keys of a mapping have no limit in the format; each output cuts them or holds them whole."""
    long = "=" + "x" * 10_000
    plant = "\n".join(
        ("carbonre: 1", "plant: Toy", "period: 2024", "steps:", f"  ? {json.dumps(long)}",
         "  : process: inventory", "    makes:", f"      ? {json.dumps(long)}", "      : 1 kg",
         "    amount:", f"      ? {json.dumps(long)}", "      : 1 t", "    emits: {CO2: 1 kg}")
    )  # fmt: skip
    result, problems = attempt(plant)
    if result is None:
        assert "200" in str(problems[0])
        return
    book = openpyxl.load_workbook(io.BytesIO(workbook([result])))
    assert book["products"]["D2"].value == long and book["products"]["D2"].data_type == "s"
    assert f"'{long}" in files.footprint_csv([result])
    assert max(map(len, shown(summary([result])).split("\n"))) < 700
    assert max(map(len, shown(explained(result)).split("\n"))) < 700


# --- anything at all ------------------------------------------------------------------------------

LETTERS = st.characters(exclude_categories=("Cc", "Cs"))


@settings(max_examples=12)
@given(st.text(LETTERS, min_size=1, max_size=30))
def test_any_name_at_all(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    result, problems = attempt(plant_of(text))
    if result is None:
        assert problems
        return
    rows = list(csv.reader(io.StringIO(files.ledger_csv([result])), strict=True))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert json.loads(files.footprint_json([result]))["plant"] == result.plant.name
    book = openpyxl.load_workbook(io.BytesIO(workbook([result])))
    assert all(c.data_type in "sn" for page in book for row in page.iter_rows() for c in row)
    lines = shown(summary([result])) + shown(explained(result))
    assert not [c for c in lines if unicodedata.category(c) in CONTROL and c != "\n"]


# --- the command line from outside ----------------------------------------------------------------


SCRIPT = """
import contextlib, io, json, sys
from carbonre import cli
for arguments in json.loads(sys.argv[1]):
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["carbonre", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
    print(json.dumps([arguments, code, out.getvalue(), err.getvalue()]))
"""


def test_the_command_line_with_hostile_names(tmp_path: Path) -> None:
    """One process for all: exit code 0, no escape, no formula, nothing written."""
    commands = []
    for index, key in enumerate(("a link", "a script", "markup", "full width")):
        name, file = NAMES[key], f"{index}.yaml"
        (tmp_path / file).write_text(as_text(plant_of(name)), encoding="utf-8")
        commands += [
            ["calc", file, "--scenario", name],
            ["calc", file, "--csv", "-"],
            ["calc", file, "--ledger", "-"],
            ["compare", file, "--scenario", name],
            ["compare", file, "--drivers", "-"],
            ["explain", file, "--product", name, "--step", name],
            ["explain", file, "--flow", f"{name}2"],
        ]
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(commands)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(commands)
    for arguments, code, out, err in answers:
        assert code == 0, err
        assert out and "Traceback" not in err and "\x1b" not in out + err
        if arguments[-1] == "-":
            cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "＝", "@", "\t"))]
    assert sorted(tmp_path.iterdir()) == before
