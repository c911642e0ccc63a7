"""docs/processes.md is what the models and their tables say."""

import dataclasses
import re

import pytest

from carbonre.processes import process_named, process_names
from carbonre.reports import library, process_pages
from carbonre.unit_process.defaults import defaults
from helpers.paths import ROOT

MODELS = [process_named(name) for name in process_names()]


def test_the_page_of_the_docs_is_what_the_command_writes():
    written = (ROOT / "docs" / "processes.md").read_text(encoding="utf-8")
    assert written == process_pages.page(MODELS), f"run: {process_pages.COMMAND}"


@pytest.mark.parametrize("process", MODELS, ids=lambda process: process.name)
def test_a_section_says_all_of_a_process(process):
    section = process_pages.section(process)
    for words in ("Inside the boundary: ", "Outside: ", "Valid for ", "Excluded: ", "**Refused.**"):
        assert words in " ".join(section.split()), words
    meanings, rows = section.split("**Defaults**")
    for name in process.parameters:
        assert f"\n| `{name}` | " in meanings
    assert rows.count("\n| `") == len(defaults(process.name))
    assert "::" not in section, "a literal block that is not fenced"


def test_every_line_of_a_table_has_its_cells():
    """A bar in a cell would be one more."""
    for table in re.findall(r"(?:^\|.*\n)+", process_pages.page(MODELS), re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table


def test_a_process_that_says_little_is_shown_with_what_it_says():
    """A new model is shown while its docstring is being written."""
    boiler = process_named("boiler")
    bare = dataclasses.replace(boiler, doc="Raise steam.")
    section = process_pages.section(bare)
    assert section.startswith("## boiler\n\nRaise steam.\n\n**Parameters**\n")
    assert "| `fuel` |  | one of bituminous coal, " in section
    lines = [line.text for line in library.process(bare)]
    assert lines[:2] == ["boiler", "Raise steam."]
