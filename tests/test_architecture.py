"""docs/architecture.md is true: its rooms are the walls of the house, what it names exists."""

import ast
import pkgutil
import re

import pytest

from helpers.paths import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "carbonre"
SPANS = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))))
ROOMS = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
NAMES = [span for span in SPANS if "/" not in span and span.partition(".")[0] in ROOMS]
FILES = [span for span in SPANS if re.fullmatch(r"[\w.-]+(/[\w.-]*)*(/|\.\w+)", span)]


def walls() -> list[str]:
    """The list of rooms in the test of the house, in its order."""
    tree = ast.parse((ROOT / "tests" / "test_house.py").read_text(encoding="utf-8"))
    (value,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ROOMS"
    )
    return [str(room) for room in ast.literal_eval(value)]


def test_the_picture_shows_the_rooms_in_the_order_of_the_walls():
    picture = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert picture is not None
    assert re.findall(r"^ (\w+) ", picture[1], re.MULTILINE) == walls()
    assert sorted(walls()) == sorted(ROOMS)


@pytest.mark.parametrize("name", [name for name in NAMES if "." in name])
def test_what_is_named_exists(name):
    assert pkgutil.resolve_name(f"carbonre.{name}") is not None


def test_every_file_named_exists():
    known = [name for name in FILES if name.partition("/")[0] in
             {path.name for path in ROOT.iterdir()}]  # fmt: skip
    made = {"carbonre/_factors"}  # in the wheel only
    assert len(known) > 10
    assert [name for name in known if name not in made and not (ROOT / name).exists()] == []
