"""`export` and `import` from outside: whole files or none, exit codes, and words on stderr."""

from __future__ import annotations

import json
import os
import zipfile

import pytest

from carbonre.cli.outputs import write
from helpers.commands import run_command, run_python, without
from helpers.paths import ROOT, SMELTER, WORKS

TARGETS = {"pact": "a.json", "pact-2.3": "b.json", "openlca": "c.zip", "brightway": "d.zip"}


@pytest.mark.parametrize("to", TARGETS)
def test_export_writes_one_whole_file(to, tmp_path):
    pytest.importorskip("olca_schema", reason="olca-schema is not installed (carbonre[openlca])")
    result = run_command("export", WORKS, "--to", to, "-o", tmp_path / TARGETS[to])
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
    assert result.stderr == f"wrote {tmp_path / TARGETS[to]}\n"
    assert [path.name for path in tmp_path.iterdir()] == [TARGETS[to]]
    if to.startswith("pact"):
        assert json.loads((tmp_path / TARGETS[to]).read_text(encoding="utf-8"))["pcf"]
    else:
        assert zipfile.is_zipfile(tmp_path / TARGETS[to])


def test_pact_goes_to_stdout_too():
    result = run_command("export", SMELTER, "--to", "pact", "--product", "PrNd oxide", "-o", "-")
    assert json.loads(result.stdout)["productNameCompany"] == "PrNd oxide"


def test_a_scenario_is_exported_by_its_name(tmp_path):
    for scenario in ("baseline", "green"):
        target = tmp_path / f"{scenario}.json"
        run_command("export", WORKS, "--to", "pact", "--scenario", scenario, "-o", target)
    one, other = (
        json.loads((tmp_path / f"{n}.json").read_text())["pcf"] for n in ("baseline", "green")
    )
    assert float(other["pcfExcludingBiogenicUptake"]) < float(one["pcfExcludingBiogenicUptake"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--to", "pact"],
            "a PACT file declares one product; name one with --product: Ce carbonate",
        ),
        (["--to", "pact", "--product", "PrNd oxid"], "did you mean 'PrNd oxide'?"),
        (["--to", "pact", "--product", "CeO2"], "about.products.CeO2.ids: PACT needs URNs"),
        (["--to", "openlca", "--scenario", "wind"], "there is no scenario 'wind'"),
        (["--to", "openlca", "--scenario", "all"], "a file holds one scenario"),
    ],
)
def test_what_must_be_mended_is_said_and_nothing_written(arguments, words, tmp_path):
    result = run_command("export", SMELTER, *arguments, "-o", tmp_path / "x")
    assert result.returncode == 2
    assert words in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_target_that_would_hurt_is_refused(tmp_path):
    plant = tmp_path / "plant.yaml"
    plant.write_bytes((ROOT / "examples" / "nd_metal.yaml").read_bytes())
    before = plant.read_bytes()
    for target, words in ((plant, "is one of the inputs"), (tmp_path, "is a directory")):
        for command in (("export", plant, "--to", "brightway"), ("import", plant)):
            result = run_command(*command, "-o", target)
            assert result.returncode == 2
            assert words in result.stderr
    assert plant.read_bytes() == before


def test_a_package_that_is_not_installed_is_named_with_its_extra(tmp_path):
    for module, to, name in (
        ("olca_schema", "openlca", "x.zip"),
        ("xlsxwriter", "brightway", "x.xlsx"),
    ):
        options = ("export", WORKS, "--to", to, "-o", tmp_path / name)
        result = run_python("-c", without(module), *options)
        assert result.returncode == 2
        assert f"{module} is not installed; pip install 'carbonre[{to}]'" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_round_trip_through_excel_and_openlca(tmp_path):
    pytest.importorskip("olca_schema", reason="olca-schema is not installed (carbonre[openlca])")
    pytest.importorskip("openpyxl", reason="openpyxl is not installed (carbonre[brightway])")
    whole = [
        line for line in run_command("calc", WORKS).stdout.splitlines() if line.startswith("coated")
    ]
    for to, name in (("brightway", "works.xlsx"), ("openlca", "works.zip")):
        run_command("export", WORKS, "--to", to, "-o", tmp_path / name)
        plant = tmp_path / f"{to}.yaml"
        result = run_command("import", tmp_path / name, "-o", plant)
        assert result.returncode == 0
        assert f"it can be calculated: carbonre calc {plant}" in result.stderr
        checked = run_command("check", plant)
        assert checked.returncode == 0, checked.stderr
        lines = run_command("calc", plant).stdout.splitlines()
        back = [line for line in lines if line.startswith("coated")]
        assert [line.split()[2:] for line in back] == [line.split()[2:] for line in whole]


def test_an_import_says_what_it_did_not_understand_and_what_must_be_filled_in(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    for row in (
        ("Database", "theirs"), (), ("Activity", "kiln"), ("location", "CN"), ("Exchanges",),
        ("name", "amount", "unit", "type"), ("kiln", 1, "kilogram", "production"),
        ("secret powder", 2, "kilogram", "technosphere"), ("labour", 1, "man", "technosphere"),
    ):  # fmt: skip
        book.active.append(list(row))
    book.save(tmp_path / "theirs.xlsx")
    result = run_command("import", tmp_path / "theirs.xlsx", "-o", tmp_path / "plant.yaml")
    assert result.returncode == 0
    assert "line 9, 'kiln', 'labour': unknown unit 'man'" in result.stderr
    assert "no factor for 'secret powder' used in 'kiln'" in result.stderr
    text = (tmp_path / "plant.yaml").read_text(encoding="utf-8")
    assert "#   line 9, 'kiln', 'labour': unknown unit 'man'" in text
    assert run_command("check", tmp_path / "plant.yaml").returncode == 2
    assert run_command("import", tmp_path / "theirs.xlsx").stdout == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"pcf": {}}', "a PACT footprint is a factor: supply: {FLOW: {pact: FILE}}"),
        (b"name,amount\n", "is neither a zip of openLCA nor a workbook"),
        (b"", "is neither a zip of openLCA nor a workbook"),
    ],
)
def test_a_file_of_another_kind_is_refused(content, words, tmp_path):
    (tmp_path / "x").write_bytes(content)
    result = run_command("import", tmp_path / "x", "-o", tmp_path / "plant.yaml")
    assert result.returncode == 2
    assert words in result.stderr
    assert not (tmp_path / "plant.yaml").exists()


def test_a_missing_file_is_refused(tmp_path):
    result = run_command("import", tmp_path / "none.zip")
    assert (result.returncode, result.stdout) == (2, "")
    assert "does not exist" in result.stderr


def test_bytes_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "old").write_bytes(b"old")
    outputs = [(str(tmp_path / "new"), b"\x00\x01"), (str(tmp_path / "old"), "new\r\n")]
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(OSError, match="full"):
        write(outputs)
    assert [p.name for p in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"
    monkeypatch.undo()
    write(outputs)
    assert (tmp_path / "new").read_bytes() == b"\x00\x01"
    assert (tmp_path / "old").read_bytes() == b"new\r\n"


def _full(_):
    raise OSError("the disk is full")
