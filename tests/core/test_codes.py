"""Codes of problems and notes: every one that is used is listed, and every listed one is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbonre.core.codes import PROBLEM_CODES
from carbonre.core.errors import Problem, Problems
from carbonre.core.notes import NOTE_CODES

PACKAGE = Path(__file__).resolve().parents[2] / "carbonre"
LISTS = (PACKAGE / "core" / "codes.py", PACKAGE / "core" / "notes.py")
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("*.py")
    if path not in LISTS
}


def nodes() -> Iterator[ast.AST]:
    for tree in TREES.values():
        yield from ast.walk(tree)


def literals() -> set[str]:
    found = (node.value for node in nodes() if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def called() -> Iterator[tuple[str, ast.Call]]:
    for node in nodes():
        if isinstance(node, ast.Call):
            function = node.func
            yield getattr(function, "attr", getattr(function, "id", "")), node


def test_every_code_of_a_problem_is_listed_and_used() -> None:
    keywords = [keyword for _, call in called() for keyword in call.keywords]
    stated = [
        k.value.value for k in keywords if k.arg == "code" and isinstance(k.value, ast.Constant)
    ]
    assert set(stated) - PROBLEM_CODES.keys() == set()
    assert PROBLEM_CODES.keys() - literals() == set()


def test_every_code_of_a_note_is_listed_and_used() -> None:
    position = {"warning": 0, "Note": 1}
    arguments = [call.args[position[name]] for name, call in called() if name in position]
    stated = {one.value for one in arguments if isinstance(one, ast.Constant)}
    assert stated - NOTE_CODES.keys() == set()
    assert NOTE_CODES.keys() - literals() == set()


@pytest.mark.parametrize("code", [*PROBLEM_CODES, *NOTE_CODES])
def test_a_code_is_short_and_has_a_meaning(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+){0,3}", code)
    assert len({**PROBLEM_CODES, **NOTE_CODES}[code]) < 90


def test_no_problem_is_without_a_code() -> None:
    with pytest.raises(TypeError):
        Problem("words")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Problems().add("words")  # type: ignore[call-arg]
