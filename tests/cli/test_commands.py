"""The command line from outside: real processes, real files, exit codes."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import jsonschema
import pytest
import yaml

import carbonre as cr
from carbonre.footprint.ledger import COLUMNS
from carbonre.footprint.result import CSV_COLUMNS
from helpers.commands import listing, run_command
from helpers.paths import METAL, ROOT

MAGNET = ROOT / "examples" / "magnet_works.yaml"

TOY = """\
carbonre: 1
plant: Toy
location: CN-NM
period: 2024
production: {thing: 2 t}
steps:
  making:
    process: inventory
    makes: {thing: 1 kg}
    uses: {electricity: 3 kWh, iron: 1.1 kg}
scenarios:
  wind: {set: {supply.electricity: wind power}}
"""


@pytest.fixture
def toy(tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    return tmp_path


def test_calc_prints_a_table_and_writes_nothing(toy):
    done = run_command("calc", "toy.yaml", "--scenario", "all", folder=toy)
    assert done.returncode == 0, done.stderr
    assert "thing" in done.stdout
    assert "against baseline" in done.stdout
    assert "\x1b" not in done.stdout
    assert listing(toy) == ["toy.yaml"]


def test_csv_on_stdout_is_the_csv_and_nothing_else(toy):
    done = run_command("calc", "toy.yaml", "--scenario", "all", "--csv", "-", folder=toy)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["scenario"] for row in rows] == ["baseline", "wind"]
    base = cr.footprint(cr.read_plant(toy / "toy.yaml"))
    assert (
        float(rows[0]["total"]) == base.products_sold[0].total
    )  # full precision: the library's digits


def test_files_are_written_whole(toy):
    outputs = ["--csv", "a.csv", "--ledger", "b.csv", "--json", "c.json"]
    done = run_command("calc", "toy.yaml", *outputs, folder=toy)
    assert done.returncode == 0, done.stderr
    assert listing(toy) == ["a.csv", "b.csv", "c.json", "toy.yaml"]
    ledger = list(csv.DictReader((toy / "b.csv").open(encoding="utf-8")))
    assert tuple(ledger[0]) == COLUMNS
    document = json.loads((toy / "c.json").read_text(encoding="utf-8"))
    rows = document["scenarios"][0]["ledger"]
    assert len(rows) == len(ledger)
    assert all(sum(row["shares"].values()) == pytest.approx(1) for row in rows)
    product = document["scenarios"][0]["products"][0]
    counted = sum(row["kgCO2e"] for row in rows if row["kind"] != "memo")
    assert product["total"] * product["amount"] == pytest.approx(counted, rel=1e-12)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("toy.yaml", "one of the inputs"),
        (".", "a directory"),
        ("link.csv", "symbolic link"),
        ("nowhere/a.csv", "directory that does not exist"),
    ],
)
def test_an_output_that_would_hurt_is_refused(toy, target, words):
    (toy / "link.csv").symlink_to(toy / "toy.yaml")
    before = (toy / "toy.yaml").read_bytes()
    done = run_command("calc", "toy.yaml", "--csv", target, folder=toy)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert (toy / "toy.yaml").read_bytes() == before


def test_all_problems_at_once_with_line_and_caret(toy):
    bad = TOY.replace("3 kWh", "3 kg").replace("2 t", "2").replace("iron", "irn")
    (toy / "toy.yaml").write_text(bad + "alocation: mass\n", encoding="utf-8")
    done = run_command("calc", "toy.yaml", "--csv", "out.csv", folder=toy)
    assert done.returncode == 2
    assert listing(toy) == ["toy.yaml"]
    assert "Traceback" not in done.stderr
    for words in (
        "toy.yaml:5: production.thing: the bare number 2 has no unit",
        "toy.yaml:10: steps.making.uses.electricity: '3 kg' is a mass",
        "the flow 'irn' is undefined",
        "toy.yaml:13: alocation: unknown key 'alocation'; did you mean 'allocation'?",
        "^",
    ):
        assert words in done.stderr


def test_ten_problems_are_shown_and_the_rest_counted(toy):
    many = "".join(f"  unknown {i}: 1\n" for i in range(14))
    (toy / "toy.yaml").write_text(TOY + "prices:\n" + many, encoding="utf-8")
    done = run_command("calc", "toy.yaml", folder=toy)
    assert "and 4 more (--all-errors shows them)" in done.stderr
    assert "unknown 13" in run_command("calc", "toy.yaml", "--all-errors", folder=toy).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "missing.yaml"),
        ("calc", "toy.yaml", "--scenario", "wnd"),
        ("calc", "toy.yaml", "--factors", "missing.csv"),
        ("explain", "toy.yaml", "--product", "thnig"),
        ("factors", "show", "caustc soda"),
        ("processes", "boilr"),
        ("nonsense",),
        ("calc",),
    ],
)
def test_wrong_words_end_with_two(toy, arguments):
    done = run_command(*arguments, folder=toy)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_the_nearest_name_is_offered(toy):
    assert (
        "did you mean 'wind'?"
        in run_command("calc", "toy.yaml", "--scenario", "wnd", folder=toy).stderr
    )


def test_drafts_are_named_and_can_be_refused():
    named = run_command("calc", METAL)
    assert "cf4" in named.stdout
    assert "judgement" in named.stdout
    refused = run_command("calc", METAL, "--no-drafts")
    assert refused.returncode == 2
    assert "is a draft (judgement)" in refused.stderr


def test_explain_leads_to_row_line_and_source():
    done = run_command("explain", METAL, "--product", "Nd metal", "--flow", "electricity")
    assert done.returncode == 0, done.stderr
    assert "elec.cn.nm.2023" in done.stdout
    assert "factors/electricity.csv:" in done.stdout
    assert f"{METAL}:" in done.stdout
    assert "MEE 2025 No. 47" in done.stdout


def test_own_factors_win_and_are_named(toy):
    (toy / "mine.csv").write_text(
        "flow,value,unit,place,year,source\niron,9,kgCO2e/kg,CN,2024,my supplier\n",
        encoding="utf-8",
    )
    done = run_command("calc", "toy.yaml", "--factors", "mine.csv", "--ledger", "-", folder=toy)
    rows = [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["flow"] == "iron"]
    assert float(rows[0]["factor"]) == 9
    assert rows[0]["factor_row"] == "mine.csv:2"
    assert rows[0]["origin"] == "given"


def test_check_and_lists():
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    checked = run_command("check", *examples)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("can be calculated") == len(examples)
    assert "oxide_electrolysis" in run_command("processes").stdout
    assert "current_efficiency" in run_command("processes", "oxide_electrolysis").stdout
    assert "EU average" in run_command("factors", "show", "caustic", "soda").stdout
    every = run_command("factors", "show", "caustic", "soda", "--all").stdout
    assert "chem.naoh.red2022" in every
    assert "elec.cn.nm.2023" in run_command("factors", "list", "--place", "CN-NM").stdout


def test_the_schema_accepts_the_examples_and_refuses_a_typo():
    schema = json.loads(run_command("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        plant = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not list(validator.iter_errors(plant)), path.name
    plant["steps"]["smelting" if "smelting" in plant["steps"] else "electrolysis"]["anod"] = "inert"
    assert list(validator.iter_errors(plant))


HOSTILE = ["=HYPERLINK(1)", "[/red]", "<script>", "@x", "a" * 200, "café 稀土", "-1+1"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_inert(toy, name):
    plant = yaml.safe_load(TOY)
    plant["production"] = {name: "2 t"}
    plant["steps"]["making"]["makes"] = {name: "1 kg"}
    (toy / "toy.yaml").write_text(yaml.safe_dump(plant, allow_unicode=True), encoding="utf-8")
    done = run_command("calc", "toy.yaml", folder=toy)
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(
        io.StringIO(run_command("calc", "toy.yaml", "--csv", "-", folder=toy).stdout)
    )
    assert row["product"] == (f"'{name}" if name[0] in "=@-" else name)


def test_outputs_do_not_depend_on_locale_time_zone_or_hash_seed(toy):
    texts = set()
    for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Shanghai")):
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone,
        }  # fmt: skip
        command = [sys.executable, "-m", "carbonre", "calc", str(MAGNET), "--json", "-"]
        done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
        texts.add(done.stdout)
    assert len(texts) == 1


def test_a_full_pipe_that_closes_is_no_fault():
    command = f"{sys.executable} -m carbonre factors list | head -1"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not shutil.which("script"), reason="needs script(1) for a terminal")
def test_colour_on_a_terminal_only(toy):
    command = f"{sys.executable} -m carbonre calc toy.yaml"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"], capture_output=True, text=True, cwd=toy,
        env=environment, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    assert "\x1b[" in done.stdout
    assert "thing" in done.stdout
