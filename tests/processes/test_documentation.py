"""Every process model is documented in one dialect; CONTRIBUTING.md describes it."""

from __future__ import annotations

import ast
import importlib
import inspect
import re

import pytest

from carbonre.core.units import unit
from carbonre.processes import process_named, process_names
from carbonre.unit_process.defaults import defaults
from carbonre.unit_process.documentation import Meaning, definitions, documentation
from carbonre.unit_process.model import Feed, Indicator, Process, unit_process
from helpers.models import combinations, example, is_refused

SECTIONS = ["Parameters", "Returns", "Raises", "Notes", "References"]
BRACKET = re.compile(r"\[([^\]]+)\]")
PLACEHOLDER = "TO DO"  # what a new process starts with: see `carbonre processes --new`

every_model = pytest.mark.parametrize("name", process_names())


def unit_in(text: str) -> str:
    """Return the unit of a bracket without what it is of: ``kWh/t`` of ``kWh/t wash water``."""
    parts = (part.split()[0] for part in text.split("/"))
    return "/".join(parts).removesuffix("-")


def annotation(process: Process, name: str) -> str:
    """Return the annotation of a parameter, in the spelling of `ast`."""
    return str(inspect.signature(process.body).parameters[name].annotation)


@every_model
def test_the_sections_stand_in_the_function(name: str) -> None:
    process = process_named(name)
    headings = re.findall(r"^(\w+)\n-+$", process.doc, re.MULTILINE)
    assert headings == SECTIONS
    module = importlib.import_module(f"carbonre.processes.{name}").__doc__ or ""
    assert len(module.splitlines()) == 1, "what the module's docstring says is not shown to people"
    assert PLACEHOLDER not in process.doc + module, f"{name}: say what is marked {PLACEHOLDER}"


@every_model
def test_the_first_line_is_one_sentence(name: str) -> None:
    summary = documentation(process_named(name)).summary
    assert re.fullmatch(r"[A-Z][^.]*\.", summary), summary


@every_model
def test_boundary_validity_and_what_is_left_out_are_stated(name: str) -> None:
    said = documentation(process_named(name))
    assert re.search(r"^Inside the boundary: \w.*^Outside: \w", said.description, re.S | re.M)
    assert said.sections["Notes"].startswith("Valid for ")
    assert "Excluded: " in " ".join(said.sections["Notes"].split())
    assert definitions(said.sections["Raises"])[0][0] == "ModelError"
    assert f"factors/processes/{name}.csv" in said.sections["References"]


@every_model
def test_equations_stand_in_literal_blocks(name: str) -> None:
    for line in process_named(name).doc.splitlines():
        assert " -> " not in line or line.startswith("    "), line
    before = re.findall(r"(.*)\n\n {4}\S", documentation(process_named(name)).description)
    assert all(line.endswith("::") for line in before)


@every_model
def test_parameters_are_those_of_the_signature(name: str) -> None:
    process = process_named(name)
    said = documentation(process).parameters
    assert list(said) == list(process.parameters)
    for parameter, meaning in said.items():
        written = ast.unparse(ast.parse(meaning.type))
        assert written == annotation(process, parameter), parameter
        assert re.fullmatch(r"\S.*[.\]]", meaning.text), f"{parameter}: {meaning.text}"


def check_unit(process: Process, name: str, meaning: Meaning) -> None:
    """Find the unit of a quantity at the end of its text: of its type, as its table writes it."""
    found = re.search(r"\[([^\]]+)\]\.$", meaning.text)
    assert found, f"{name}: its text ends with its unit in square brackets: {meaning.text}"
    stated, typed = unit(unit_in(found[1])), process.parameters[name].unit
    assert stated.dimension == unit("" if typed == "1" else typed).dimension, found[0]
    for row in defaults(process.name):
        if row.parameter == name:
            size = 1.0 if row.unit.text == "%" else row.unit.factor
            assert stated.factor == pytest.approx(size), f"{row.place}: {row.unit.text}, {found[0]}"


@every_model
def test_units_are_those_of_the_table_of_defaults(name: str) -> None:
    process = process_named(name)
    for parameter, meaning in documentation(process).parameters.items():
        form = process.parameters[parameter].form
        if form == "quantity":
            check_unit(process, parameter, meaning)
        elif form in ("feed", "flow"):
            brackets = BRACKET.findall(meaning.text)
            assert brackets, f"{parameter}: in what it is measured, such as [kg REO]"
            measures = [part for text in brackets for part in text.split(" or ")]
            assert all(unit(unit_in(part)).dimension for part in measures), brackets


@every_model
def test_its_table_says_where_its_numbers_are_from(name: str) -> None:
    for row in defaults(name):
        words = " ".join((row.source, row.locator, row.note))
        assert PLACEHOLDER not in words, f"{row.place}: say what is marked {PLACEHOLDER}"


@every_model
def test_what_is_returned_is_named_with_its_unit(name: str) -> None:
    """The size of the run, and every indicator that the EXAMPLE gives for any choices."""
    process = process_named(name)
    ((kind, text),) = definitions(documentation(process).sections["Returns"])
    assert kind == str(inspect.signature(process.body).return_annotation)
    assert text.startswith("Per ")
    for choices in combinations(process):
        if is_refused(name, choices):
            continue
        for line in process.exchanges(example(name, **choices)):
            if isinstance(line, Indicator):
                words = line.name.rpartition(": ")[2]  # of one of several cuts
                measure = line.unit if line.unit not in ("", "1") else "-"
                assert re.search(rf'{re.escape(words)}"? \[{re.escape(measure)}\]', text), line


@every_model
def test_what_governs_a_process_is_stated(name: str) -> None:
    process = process_named(name)
    assert 0 < len(process.governed_by) <= 5
    assert set(process.governed_by) <= set(process.parameters)


def test_what_governs_a_process_is_a_parameter() -> None:
    def washing(*, feed: Feed) -> list[Indicator]:
        """Wash a cake."""
        return []

    with pytest.raises(TypeError, match=r"'washing' has no parameter 'wash_water', named in gov"):
        unit_process(governed_by=("feed", "wash_water"))(washing)
