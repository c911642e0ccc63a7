"""The group file: what it says, what is refused, all at once; and its JSON schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from carbonre.accounts.group_format import Group, GroupFile
from carbonre.accounts.group_reader import build_group, load_group, read_group
from carbonre.accounts.schema import group_schema
from carbonre.core.documents import parse_yaml
from carbonre.core.errors import InputError, Problems
from carbonre.core.periods import Month, year
from helpers.commands import run_command

GROUP = """\
carbonre: 1
group: Example
consolidation: equity share
plants:
  smelter: {file: smelter.yaml}
  works: {file: works.yaml, share: 60 %, control: financial, from: 2024-07}
trade:
  - {from: smelter, to: works, flow: PrNd metal, meter: W-7}
rest_factor: {CN: residual}
base_year: 2024
recalculate: {threshold: 5 %, of: [scope1+2 market, scope3]}
targets:
  - {name: by 2030, scopes: scope1+2, base: 2024, year: 2030, cut: 42 %}
relevance: {13: nothing is leased out}
"""


def read(text: str) -> tuple[Group | None, list[tuple[int, str, str]]]:
    problems = Problems()
    group = build_group(parse_yaml(text, "group.yaml", problems), problems)
    found = InputError(problems.found).problems
    return group, [(one.place.line, one.code, one.message) for one in found]


def test_a_group_is_read():
    group, found = read(GROUP)
    assert found == []
    assert group is not None
    data = group.data
    assert data.plants["smelter"].share.base == 1
    assert data.plants["works"].share.base == 0.6
    assert data.plants["works"].from_ == Month(2024, 7)
    assert data.base_year == year(2024)
    assert data.trade[0].from_ == "smelter"
    assert data.relevance == {"13": "nothing is leased out"}
    assert data.targets[0].method == "market"
    assert (data.register_, data.factors) == ("meters/register.csv", "as closed")


def test_a_plant_counts_from_its_first_month_to_its_last():
    group, _ = read(GROUP.replace("from: 2024-07", "from: 2024-07, to: 2024-08"))
    assert group is not None
    months = [Month(2024, n) for n in (6, 7, 8, 9)]
    assert [group.counts("works", month) for month in months] == [False, True, True, False]
    assert all(group.counts("smelter", month) for month in months)


WRONG = {
    "a consolidation": ("equity share", "equity", 3, "invalid-value", "'equity share'"),
    "a share": ("60 %", "60", 6, "invalid-quantity", "60 %"),
    "a control": ("financial,", "finance,", 6, "invalid-value", "'financial'"),
    "a month": ("2024-07", "July 2024", 6, "invalid-value", "write one such as 2024-03"),
    "an order": ("from: 2024-07", "from: 2024-07, to: 2024-01", 6, "invalid-value", "leaves in"),
    "a key": ("control:", "controls:", 6, "unknown-key", "did you mean 'control'?"),
    "a missing key": ("flow: PrNd metal, ", "", 8, "missing-key", "'flow' is missing"),
    "a plant": ("to: works", "to: work", 8, "unknown-plant", "did you mean 'works'?"),
    "itself": ("to: works", "to: smelter", 8, "invalid-value", "trades with itself"),
    "a place": ("CN: residual", "Chinaland: residual", 9, "invalid-value", "Chinaland"),
    "a rest factor": ("CN: residual", "CN: mean", 9, "invalid-value", "'residual'"),
    "a base year": ("base_year: 2024", "base_year: FY24", 10, "invalid-value", "is no period"),
    "no threshold": ("threshold: 5 %, ", "", 11, "missing-key", "'threshold' is missing"),
    "a target's year": ("year: 2030", "year: 2020", 13, "invalid-value", "does not follow"),
    "a category": ("13:", "16:", 14, "invalid-value", "'15'"),
    "a file outside": ("works.yaml", "../works.yaml", 6, "outside-the-folder", "not inside"),
    "an absolute file": ("works.yaml", "/works.yaml", 6, "outside-the-folder", "not inside"),
}


@pytest.mark.parametrize(("old", "new", "line", "code", "words"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_told_with_its_line(old, new, line, code, words):
    assert GROUP.count(old) == 1
    _, found = read(GROUP.replace(old, new))
    assert [(at, kind) for at, kind, _ in found] == [(line, code)], found
    assert words in found[0][2]


def test_everything_is_told_at_once():
    text = GROUP
    for key in ("a consolidation", "a share", "a missing key", "a rest factor", "a category"):
        old, new, *_ = WRONG[key]
        text = text.replace(old, new)
    _, found = read(text)
    assert [line for line, _, _ in found] == [3, 6, 8, 9, 14]


@pytest.mark.parametrize("text", ["", "- a\n", "word\n"])
def test_what_is_no_group(text):
    group, found = read(text)
    assert group is None
    assert [code for _, code, _ in found] == ["not-a-group"]


def test_a_file_is_read_or_refused(tmp_path):
    file = tmp_path / "group.yaml"
    file.write_text(GROUP, encoding="utf-8")
    group = read_group(file)
    assert group.folder == tmp_path
    assert group.place("plants", "works").line == 6
    problems = Problems()
    assert load_group(tmp_path / "none.yaml", problems) is None
    assert [one.code for one in problems.found] == ["unreadable-file"]


# --- the schema -----------------------------------------------------------------------------------

SCHEMA = group_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, inside in (node.get("properties") or {}).items():
            yield f"{path}.{name}", inside
        for key, inside in node.items():
            if key != "examples":
                yield from properties(inside, f"{path}.{key}")


def test_every_key_has_a_description_and_an_example_that_it_allows():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = list(properties(SCHEMA))
    assert len(found) > 35
    for path, node in found:
        assert node.get("description", "").strip(), path
        assert node.get("examples"), path
        validator = VALIDATOR.evolve(schema={**node, "$defs": SCHEMA["$defs"]})
        for example in node["examples"]:
            assert list(validator.iter_errors(example)) == [], (path, example)


def test_every_example_of_a_section_is_read():
    data = {
        "carbonre": 1,
        "group": "g",
        "consolidation": "equity share",
        "plants": {"p": {"file": "p.yaml"}},
    }
    for name, field in GroupFile.model_fields.items():
        for example in field.examples or ():
            GroupFile.model_validate({**data, field.alias or name: example})


def test_the_command_prints_the_schema():
    done = run_command("schema", "--group")
    assert json.loads(done.stdout) == SCHEMA


def test_the_schema_agrees_with_the_reader():
    assert list(VALIDATOR.iter_errors(parse_yaml(GROUP, "group.yaml").data)) == []
    for key in ("a consolidation", "a key", "no threshold", "a category", "a control"):
        old, new, *_ = WRONG[key]
        assert list(VALIDATOR.iter_errors(parse_yaml(GROUP.replace(old, new), "g").data)), key
