"""Meter against model: differences by hand, and what each weighs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from carbonre.accounts.reconcile import Comparison
from carbonre.core.units import unit
from helpers.commands import run_command
from helpers.meters import REGISTER_HEAD

PLANT = """\
carbonre: 1
plant: Works
location: CN-NM
period: 2024-03..2024-04
production: {ingot: 1 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {electricity: 9 kWh}
    measured: {electricity: 1 MWh}
  casting: {process: inventory, makes: {ingot: 1 kg}, uses: {metal: 1 kg, electricity: 2 kWh}}
  hall:
    process: inventory
    makes: {light: 1 kg}
    uses: {electricity: 1 kWh}
    amount: {light: 500 kg}
supply: {electricity: {factor: 0.5 kgCO2e/kWh, source: stated}}
"""
REGISTER = f"""\
{REGISTER_HEAD}
E-0,works,,electricity,,,kWh,,,
E-1,works,furnace,electricity,E-0,,MWh,,,
W-1,works,casting,ingot,,,kg,,,
X-1,other works,furnace,electricity,,,kWh,,,
"""
HEAD = "start,end,meter,amount,quality\n"
ROWS = """\
2024-03-01,2024-04-01,E-0,7000,invoiced
2024-04-01,2024-05-01,E-0,6000,invoiced
2024-03-01,2024-05-01,E-1,9.9,read
2024-03-01,2024-05-01,W-1,1000,read
2024-03-01,2024-05-01,X-1,1,read
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "meters").mkdir()
    (tmp_path / "works.yaml").write_text(PLANT, encoding="utf-8")
    (tmp_path / "meters/register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "meters/2024.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return tmp_path


def reconciled(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    done = run_command("reconcile", "works.yaml", "--name", "works", "--csv", "-", folder=folder)
    assert done.returncode == 0, done.stderr
    rows = csv.DictReader(io.StringIO(done.stdout))
    return {(row["flow"], row["step"]): row for row in rows}


def test_meters_against_the_model(folder):
    """By hand, in kWh of 0.5 kg CO2e.

    Furnace: model 9 x 1000, whatever `measured` says; meter 9900; 900 or 10 % more: 450 kg.
    The rest of the main meter, 13000 - 9900 = 3100, against casting and hall, 2000 + 500.
    The ingot agrees.
    """
    found = reconciled(folder)
    furnace = found["electricity", "furnace"]
    assert float(furnace["meter"]) == pytest.approx(9900)
    assert float(furnace["model"]) == pytest.approx(9000)
    assert float(furnace["difference_percent"]) == pytest.approx(10)
    assert float(furnace["kgCO2e"]) == pytest.approx(450)
    assert furnace["verdict"] == "differs"
    rest = found["electricity", "unmetered"]
    assert (float(rest["meter"]), float(rest["model"])) == pytest.approx((3100, 2500))
    assert float(rest["kgCO2e"]) == pytest.approx(300)
    assert found["ingot", "casting"]["verdict"] == "agrees"
    assert found["ingot", "casting"]["kgCO2e"] == ""
    assert list(found) == [
        ("electricity", "furnace"), ("electricity", "unmetered"), ("ingot", "casting"),
    ]  # fmt: skip
    assert furnace["period"] == "2024-03..2024-04"


def test_a_period_that_is_not_covered_is_not_compared(folder):
    rows = ROWS.replace("2024-04-01,2024-05-01,E-0,6000,invoiced\n", "")
    (folder / "meters/2024.csv").write_text(HEAD + rows, encoding="utf-8")
    rest = reconciled(folder)["electricity", "unmetered"]
    assert rest["verdict"] == "incomplete"
    assert rest["difference"] == rest["kgCO2e"] == ""


def test_steps_without_a_meter_are_named(folder):
    """The furnace has the only meter of electricity: casting and hall have none."""
    register = REGISTER.replace("E-0,works,,electricity,,,kWh,,,\n", "").replace("E-0", "")
    (folder / "meters/register.csv").write_text(register, encoding="utf-8")
    rows = "".join(line for line in ROWS.splitlines(True) if "E-0" not in line)
    (folder / "meters/2024.csv").write_text(HEAD + rows, encoding="utf-8")
    found = reconciled(folder)
    assert found["electricity", "casting"]["verdict"] == "not metered"
    assert found["electricity", "hall"]["meter"] == ""
    assert float(found["electricity", "hall"]["model"]) == pytest.approx(500)


def test_the_terminal_shows_the_heaviest_first(folder):
    done = run_command("reconcile", "works.yaml", "--name", "works", folder=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Works, 2024-03..2024-04: meter against model"
    assert " ".join(lines[2].split()) == "electricity [kWh] furnace 9,900 9,000 +10 % +450 differs"


WRONG = {
    "no name": ([], "say which with --name", "meters/register.csv"),
    "a wrong name": (["--name", "work"], "did you mean 'works'?", "meters/register.csv"),
    "no meters": (["--name", "works", "--meters", "none"], "does not exist", "none"),
    "an output": (["--name", "works", "--csv", "meters/2024.csv"], "one of the inputs", "2024.csv"),
}


@pytest.mark.parametrize(("options", "words", "file"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_told(folder, options, words, file):
    done = run_command("reconcile", "works.yaml", *options, folder=folder)
    assert done.returncode == 2
    assert words in done.stderr
    assert file in done.stderr
    assert "Traceback" not in done.stderr


def test_faults_of_plant_and_meters_are_told_together(folder):
    (folder / "meters/2024.csv").write_text(HEAD + ROWS.replace("E-1", "E-9"), encoding="utf-8")
    done = run_command("reconcile", "works.yaml", "--name", "works", folder=folder)
    assert done.returncode == 2
    assert "2024.csv:4: meter: the register has no meter 'E-9'" in done.stderr
    plant = PLANT.replace("production: {ingot: 1 t}", "production: {ignot: 1 t}")
    (folder / "works.yaml").write_text(plant, encoding="utf-8")
    (folder / "meters/2024.csv").write_text(HEAD + ROWS.replace("9.9", "9,9"), encoding="utf-8")
    done = run_command("reconcile", "works.yaml", "--name", "works", folder=folder)
    assert done.returncode == 2
    assert "ignot" in done.stderr
    assert "2024.csv:4: " in done.stderr


@pytest.mark.parametrize(
    ("meter", "model", "verdict"),
    [
        (104.0, 100.0, "agrees"), (106.0, 100.0, "differs"), (201.0, 100.0, "far"),
        (49.0, 100.0, "far"), (1.0, 0.0, "not modelled"), (None, 1.0, "not metered"),
    ],
)  # fmt: skip
def test_verdicts(meter, model, verdict):
    assert Comparison("s", "f", unit("kg"), meter, model, None).verdict == verdict
