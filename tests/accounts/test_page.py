"""The examples of docs/accounts.md are read, and say what the page says."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

from carbonre.accounts.activity import steps_of
from carbonre.accounts.group_reader import build_group
from carbonre.core.documents import parse_yaml
from carbonre.core.errors import Problems
from carbonre.core.periods import Month, period
from helpers.commands import run_command
from helpers.meters import activity
from helpers.paths import ROOT

EXAMPLE = ROOT / "examples" / "group"
PAGE = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")
MWH = 3.6e9


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


def test_register_and_rows_of_the_page(tmp_path):
    """290 MWh in 29 days, 15 Feb to 14 March; 312 MWh in 30 days, for an estimate of 300.

    March has 14 days of the first bill and 17 of the second: 140 + 176.8; the estimate gave these
    days 170.
    """
    register = block("csv").replace("smelter,", "works,").replace("smelting", "furnace")
    head, _, rows = block("csv", 1).partition("\n")
    found, wrong = activity(tmp_path, rows, register, head)
    assert wrong == ()
    (main, _) = steps_of(found, "works", period("2024-03..2024-04"), Problems())
    assert main.amount / MWH == pytest.approx(316.8)
    ups = {up.month: up.difference / MWH for up in found.true_ups}
    assert ups == pytest.approx({Month(2024, 3): 6.8, Month(2024, 4): 5.2})


def test_the_group_of_the_page():
    problems = Problems()
    group = build_group(parse_yaml(block("yaml"), "group.yaml", problems), problems)
    assert problems.found == []
    assert group is not None
    assert list(group.data.accept) == ["gap E-1 2024-02-01"]


def test_the_bill_of_the_page_is_one_of_the_example():
    """The row of the register and that of the bill stand in the files as they stand here."""
    register, bill = re.findall(r"`([^`]*,M-E,[^`]*|M-E,[^`]*)`", PAGE)
    assert register in (EXAMPLE / "meters" / "register.csv").read_text(encoding="utf-8")
    assert bill in (EXAMPLE / "meters" / "metal.csv").read_text(encoding="utf-8")


def test_the_commands_of_the_page_run_in_the_example(tmp_path):
    """All in a row, as a reader would type them; each ends well."""
    folder = shutil.copytree(EXAMPLE, tmp_path / "group")
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    commands = [
        line for text in blocks for line in text.splitlines() if line.startswith("carbonre")
    ]
    assert commands
    for command in commands:
        done = run_command(*shlex.split(command)[1:], folder=folder)
        assert done.returncode == 0, (command, done.stderr)
