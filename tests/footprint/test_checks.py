"""The list of checks is whole, and the documentation shows it."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from carbonre.footprint import input_checks
from carbonre.footprint.checks import CHECKS
from carbonre.system import checks as system_checks
from carbonre.system import material

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def place_of(function: Callable[..., Any]) -> str:
    """Where a reader finds a check: `room.module.function`."""
    return f"{function.__module__.removeprefix('carbonre.')}.{function.__qualname__}"


def test_each_check_has_a_name_and_a_sentence_of_its_own() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(check.description.endswith(".") for check in CHECKS)


def test_no_check_is_left_out() -> None:
    """Whoever writes a check of a system, of overrides or of purchases lists it too."""
    listed = {check.function for check in CHECKS}
    for module in (system_checks, input_checks, material):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            is_check = module is system_checks or name.startswith("check_")
            if own and is_check and name != "check_system":
                assert function in listed, name


def test_the_page_is_the_list() -> None:
    rows = [
        f"| `{check.name}` | {check.description} | `{place_of(check.function)}` |"
        for check in CHECKS
    ]
    assert [line for line in PAGE.read_text().splitlines() if line.startswith("| `")] == rows
