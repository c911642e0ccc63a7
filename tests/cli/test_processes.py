"""`carbonre processes`: the page, and the three files that a new process starts with."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carbonre.cli import new_process
from carbonre.core.errors import Problems
from carbonre.processes import process_names
from helpers.commands import run_command
from helpers.paths import ROOT

TESTS = ("proofs", "documentation", "heap_leaching")


def in_copy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on a copy of the sources."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTEST_ADDOPTS": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the sources, in which `carbonre processes --new heap_leaching` was run."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("carbonre", "factors", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "golden", ".*")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    done = in_copy(folder, "-m", "carbonre", "processes", "--new", "heap_leaching")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert re.findall(r"^wrote (.*)$", done.stderr, re.MULTILINE) == [
        "carbonre/processes/heap_leaching.py",
        "factors/processes/heap_leaching.csv",
        "tests/processes/test_heap_leaching.py",
    ]
    assert "carbonre processes --markdown > docs/processes.md" in done.stderr
    return folder


def test_what_is_new_calculates_and_says_what_is_left_to_do(copy):
    done = in_copy(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly",
        "-k", "heap_leaching",
        *(f"tests/processes/test_{name}.py" for name in TESTS),
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    failed = set(re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE))
    assert failed == {
        "test_the_sections_stand_in_the_function",
        "test_its_table_says_where_its_numbers_are_from",
        "test_a_figure_is_reproduced",
        "test_each_relation_has_its_direction",
    }
    assert "heap_leaching: say what is marked TO DO" in done.stdout
    assert "heap_leaching has no reference: reproduce a figure" in done.stdout
    assert "heap_leaching has no direction: say what more" in done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 10, "dimensions, elements, signs and rows are proven already"


def test_what_is_new_shows_itself(copy):
    done = in_copy(copy, "-m", "carbonre", "processes", "heap_leaching")
    assert "electricity: TO DO: what takes it [kWh/t feed]." in done.stdout


def test_what_is_new_is_lint_clean(tmp_path):
    pytest.importorskip("ruff")
    for folder in {(tmp_path / file).parent for file in new_process.FILES}:
        folder.mkdir(parents=True, exist_ok=True)
    written = new_process.write("heap_leaching", tmp_path)
    python = [str(tmp_path / file) for file in written if file.endswith(".py")]
    for command in (["check"], ["format", "--check"]):
        done = in_copy(
            ROOT, "-m", "ruff", *command, "--config", str(ROOT / "pyproject.toml"), *python
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_what_is_new_is_type_clean(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "heap_leaching.py").write_text(
        new_process.skeletons("heap_leaching")["carbonre/processes/heap_leaching.py"],
        encoding="utf-8",
    )
    done = in_copy(ROOT, "-m", "mypy", "--strict", "--follow-imports", "silent",
                   str(tmp_path / "heap_leaching.py"))  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("calcination", "there is a process 'calcination' already"),
        ("Heap Leaching", "is no name of a process"),
        ("../escape", "is no name of a process"),
        ("class", "is no name of a process"),
        ("proofs", "tests/processes/test_proofs.py exists already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name, words):
    problems = Problems()
    new_process.check_name(name, process_names(), ROOT, problems)
    assert words in str(problems.found[0])


def test_an_installed_package_is_no_checkout(tmp_path):
    problems = Problems()
    new_process.check_name("heap_leaching", process_names(), tmp_path, problems)
    assert "writes into a checkout of the source" in str(problems.found[0])


def test_new_is_used_alone():
    done = run_command("processes", "calcination", "--new", "heap_leaching")
    assert done.returncode == 2
    assert "--new is used alone" in done.stderr


def test_one_process_as_markdown():
    done = run_command("processes", "boiler", "--markdown")
    assert done.stdout.startswith("## boiler\n\nRaise steam in a boiler.\n")
