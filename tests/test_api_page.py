"""docs/api.md is true: every public name with its signature, and every example runs."""

import contextlib
import inspect
import io
import re

import pytest

import carbonre as cr
from helpers.paths import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
HEADS = dict(re.findall(r"^### `(cr\.(?:\w+)\(.*\))`$()", PAGE, re.MULTILINE))
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def signature(name: str) -> str:
    """The call of a public function, without types."""
    found = inspect.signature(getattr(cr, name))
    bare = [each.replace(annotation=each.empty) for each in found.parameters.values()]
    text = str(found.replace(parameters=bare, return_annotation=found.empty))
    return f"cr.{name}{text}".replace("'", '"')


@pytest.mark.parametrize("name", [name for name in cr.__all__ if name.islower()])
def test_each_function_stands_there_with_its_signature(name):
    assert signature(name) in HEADS


def test_each_type_stands_there_and_nothing_else():
    types = set(re.findall(r"^\| `cr\.(\w+)`", PAGE, re.MULTILINE))
    functions = {head[3:].partition("(")[0] for head in HEADS}
    assert types | functions == set(cr.__all__)


def test_the_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for block in BLOCKS:
            exec(compile(block, "docs/api.md", "exec"), names)
    assert "unknown-scenario" in out.getvalue()
