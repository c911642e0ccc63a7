"""The tree of meters: the main meter counts, sub-meters tell steps, the rest is unmetered."""

from __future__ import annotations

import pytest

from carbonre.accounts.activity import steps_of
from carbonre.core.errors import Problems
from carbonre.core.periods import period
from helpers.meters import KWH, REGISTER, REGISTER_HEAD, activity

MARCH = period("2024-03")


def rows(**amounts: float) -> str:
    lines = [f"2024-03-01,2024-04-01,{m},{a},kWh,read,,," for m, a in amounts.items()]
    return "\n".join(lines).replace("_", "-") + "\n"


def told(tmp_path, text, register=REGISTER):
    """Return what each step used of electricity [kWh], and the problems of the tree."""
    found, wrong = activity(tmp_path, text, register)
    assert wrong == ()
    problems = Problems()
    steps = steps_of(found, "works", MARCH, problems)
    used = {one.step: one.amount / KWH for one in steps if one.flow == "electricity"}
    return used, problems.found


def test_sub_meters_tell_steps_and_the_rest_is_unmetered(tmp_path):
    """1000 in all, 600 in the furnace and 300 in casting: 100 is unmetered."""
    used, wrong = told(tmp_path, rows(E_0=1000, E_1=600, E_2=300))
    assert wrong == []
    assert used == pytest.approx({"furnace": 600, "casting": 300, "unmetered": 100})


def test_the_main_meter_alone_is_unmetered(tmp_path):
    assert told(tmp_path, rows(E_0=1000))[0] == pytest.approx({"unmetered": 1000})


def test_a_main_meter_of_a_step_gives_it_the_rest(tmp_path):
    register = REGISTER.replace("E-0,works,,", "E-0,works,casting,")
    register = register.replace("E-2,works,casting,electricity,E-0,40", "E-2,works,,electricity,,")
    used, _ = told(tmp_path, rows(E_0=1000, E_1=600), register)
    assert used["furnace"] == pytest.approx(600)
    assert used["casting"] == pytest.approx(400)


def test_what_only_sub_meters_read_is_not_counted(tmp_path):
    """The main meter counts: where it is missing, nothing is filled."""
    found, _ = activity(tmp_path, rows(E_1=600))
    steps = steps_of(found, "works", MARCH, Problems())
    (main,) = (one for one in steps if one.flow == "electricity")
    assert (main.meter, main.amount, main.status) == ("E-0", 0, "missing")


def test_sub_meters_a_little_above_their_main_meter_are_scaled(tmp_path):
    """604 + 402 of 1000: 0.6 % too much, within the accuracy; the main meter counts."""
    used, wrong = told(tmp_path, rows(E_0=1000, E_1=604, E_2=402))
    assert wrong == []
    assert used == pytest.approx({"furnace": 604 / 1.006, "casting": 402 / 1.006})


def test_sub_meters_far_above_their_main_meter_are_an_error(tmp_path):
    _, (problem,) = told(tmp_path, rows(E_0=1000, E_1=700, E_2=320))
    assert problem.code == "sub-meters-exceed"
    assert "E-1, E-2 read 2.0% more" in problem.message
    assert problem.place.line == 2


def test_a_main_meter_that_covers_a_part_is_no_error_of_the_tree(tmp_path):
    text = rows(E_1=600) + "2024-03-01,2024-03-11,E-0,300,kWh,read,,,\n"
    used, wrong = told(tmp_path, text)
    assert wrong == []
    assert sum(used.values()) == pytest.approx(300)


def test_sub_meters_of_sub_meters(tmp_path):
    """Of 1000 the furnace hall has 800, of which furnace one 500; its own rest is the hall's."""
    register = f"""{REGISTER_HEAD}
E-0,works,,electricity,,,kWh,,,
E-1,works,casting,electricity,E-0,,kWh,,,
E-2,works,furnace,electricity,E-1,,kWh,,,
"""
    used, wrong = told(tmp_path, rows(E_0=1000, E_1=800, E_2=500), register)
    assert wrong == []
    assert used == pytest.approx({"furnace": 500, "casting": 300, "unmetered": 200})
