"""The README is true: its commands are the ones that are run, its blocks work, its tables agree."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from helpers.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
# What the README tells the reader to make, or names without a place.
OF_THE_READER = {"shop.yaml", "mine.csv"}


def blocks(language: str) -> list[str]:
    return [text for name, text in FENCE.findall(README) if name == language]


def rows_below(heading: str, page: str = README) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    table = re.split(rf"^#+ {heading}\n", page, flags=re.MULTILINE)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def carbonre(*arguments: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "carbonre", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("number", [0, 1])
def test_the_two_commands_are_the_ones_that_are_run(number):
    """`.ci/run` takes them from here by a pattern: each pattern finds one line, the right one."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    patterns = re.findall(r"\$\(grep '([^']+)' README\.md\)", script)
    assert len(patterns) == 2
    assert script.count('bash -c "$job"') == script.count('bash -c "$tests --randomly-seed=') == 1
    found = [line for line in README.splitlines() if re.search(patterns[number], line)]
    assert found == [blocks("sh")[number].strip()]


def test_the_commands_make_their_own_environment():
    for command in (block.strip() for block in blocks("sh")):
        parts = command.split(" && ")
        assert parts[0] == "python3 -m venv .venv"
        assert all(part.startswith(".venv/bin/") for part in parts[1:])
        assert len(parts) == 3


def test_the_plant_prints_what_is_shown(tmp_path):
    (plant,) = blocks("yaml")
    (shown,) = blocks("text")
    (tmp_path / "shop.yaml").write_text(plant, encoding="utf-8")
    result = carbonre("calc", "shop.yaml", "--scenario", "all", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert shown in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["shop.yaml"]


def test_the_readme_is_short():
    assert len(README.split()) <= 900


def test_every_page_has_a_row():
    assert [path.name for path in PAGES if f"`docs/{path.name}`" not in README] == []


def test_the_plant_has_ten_lines():
    (plant,) = blocks("yaml")
    assert len(plant.splitlines()) <= 10
    assert yaml.safe_load(plant)["carbonre"] == 1


def test_the_python_block_runs():
    (code,) = blocks("python")
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "coated magnet" in result.stdout


def words_of(cells: list[str]) -> tuple[str, ...]:
    """The words of a command in the table: ``factors show`` of ``carbonre factors show FLOW``."""
    words = cells[0].strip("`").split()[1:]
    return tuple(word for word in words if word.islower())


def commands_of(*group: str) -> set[tuple[str, ...]]:
    """The commands that the help of the program, or of a group of commands, lists."""
    listed = carbonre(*group, "--help").stdout.split("Commands:", 1)[1]
    names = re.findall(r"^  ([a-z]+)", listed, re.MULTILINE)
    return {(*group, name) for name in names}


@pytest.mark.parametrize(
    "cells",
    [*rows_below("Commands"), *rows_below("Commands", COMMANDS)],
    ids=lambda cells: cells[0],
)
def test_every_command_and_option_exists(cells):
    result = carbonre(*words_of(cells), "--help")
    assert result.returncode == 0, result.stderr
    for option in re.findall(r"--[a-z-]+", cells[1]):
        assert option in result.stdout, option


def test_every_command_of_the_program_has_a_row():
    rows = [words_of(cells) for cells in rows_below("Commands", COMMANDS)]
    assert sorted(rows) == sorted((commands_of() - {("factors",)}) | commands_of("factors"))


def test_every_file_that_a_page_names_exists():
    for path in PAGES:
        text = FENCE.sub("", path.read_text(encoding="utf-8"))
        named = {span for span in SPAN.findall(text) if re.match(r"(docs|examples|factors)/", span)}
        missing = [name for name in sorted(named) if not (ROOT / name).exists()]
        assert missing == [], path.name


def test_every_file_named_exists():
    spans = {span for span in SPAN.findall(FENCE.sub("", README)) if " " not in span}
    files = {s for s in spans if re.fullmatch(r"[\w./-]+(/|\.(yaml|py|md|csv|cff))", s)}
    files |= {s for s in spans if s in ("LICENSE", "NOTICE")} | {"factors/LICENSE"}
    files |= set(re.findall(r"examples/[\w.]+", README))
    assert {"factors/", "CITATION.cff", "NOTICE", "examples/baotou_smelter.yaml"} <= files
    assert [name for name in sorted(files - OF_THE_READER) if not (ROOT / name).exists()] == []
