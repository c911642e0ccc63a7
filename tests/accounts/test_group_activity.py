"""The meters of a group: two plants, one register, and trade by a meter of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from carbonre.accounts.activity import steps_of
from carbonre.accounts.group_activity import group_activity
from carbonre.accounts.group_reader import read_group
from carbonre.core.errors import InputError, Problems
from carbonre.core.periods import period
from carbonre.factors.lookup import read_factors
from helpers.groups import PLANT
from helpers.meters import KWH

TODAY = datetime.date(2025, 1, 31)
GROUP = """\
carbonre: 1
group: Example
consolidation: operational control
plants:
  smelter: {file: smelter.yaml}
  works: {file: works.yaml, meters: meters/works.csv}
trade:
  - {from: smelter, to: works, flow: metal, meter: W-1}
"""
REGISTER = """\
meter,plant,step,flow,unit
E-1,smelter,furnace,electricity,kWh
E-2,works,furnace,electricity,MWh
W-1,smelter,furnace,metal,t
"""
HEAD = "start,end,meter,amount,quality\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "meters").mkdir()
    for name, product in (("smelter", "metal"), ("works", "magnet")):
        text = PLANT.format(name=name, product=product)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "group.yaml").write_text(GROUP, encoding="utf-8")
    (tmp_path / "meters/register.csv").write_text(REGISTER, encoding="utf-8")
    rows = "2024-03-01,2024-04-01,E-1,900,read\n2024-03-01,2024-04-01,W-1,0.1,read\n"
    (tmp_path / "meters/smelter.csv").write_text(HEAD + rows, encoding="utf-8")
    rows = "2024-03-01,2024-04-01,E-2,2,invoiced\n"
    (tmp_path / "meters/works.csv").write_text(HEAD + rows, encoding="utf-8")
    return tmp_path


def read(folder: Path):
    problems = Problems()
    found = group_activity(read_group(folder / "group.yaml"), read_factors(), TODAY, problems)
    return found, InputError(problems.found).problems


def test_the_meters_of_all_plants_are_read_once(folder):
    """The file of the works lies in the folder of the smelter too: it is read once."""
    found, wrong = read(folder)
    assert wrong == ()
    assert found is not None
    used = {
        name: [
            one.amount / KWH
            for one in steps_of(found.activity, name, period("2024-03"), Problems())
            if one.flow == "electricity"
        ]
        for name in found.plants
    }
    assert used == {"smelter": [pytest.approx(900)], "works": [pytest.approx(2000)]}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("meter: W-1", "meter: W-2", "did you mean 'W-1'?"),
        ("meter: W-1", "meter: E-1", "reads electricity, and metal is traded"),
    ],
)
def test_trade_needs_its_meter(folder, old, new, words):
    (folder / "group.yaml").write_text(GROUP.replace(old, new), encoding="utf-8")
    _, (problem,) = read(folder)
    assert problem.place.line == 8
    assert words in problem.message


def test_a_plant_that_is_not_there_is_told(folder):
    (folder / "works.yaml").unlink()
    found, (problem,) = read(folder)
    assert found is None
    assert problem.code == "unreadable-file"


def test_the_faults_of_all_plants_are_told_at_once(folder):
    (folder / "meters/register.csv").write_text(
        REGISTER.replace("E-2,works", "E-2,work"), encoding="utf-8"
    )
    (folder / "meters/smelter.csv").write_text(HEAD + "2024-03-01,,E-1,1,read\n", encoding="utf-8")
    _, wrong = read(folder)
    assert [(Path(one.place.file).name, one.place.line) for one in wrong] == [
        ("register.csv", 3),
        ("smelter.csv", 2),
    ]
