"""The walls of the house: who may import, print and write, and what a process model has."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbonre.processes import process_names
from helpers.paths import ROOT

PACKAGE = ROOT / "carbonre"
FILES = sorted(PACKAGE.rglob("*.py"))

# A room imports from the rooms before it; within a room, whatever makes no circle.
ROOMS = [
    "core", "factors", "unit_process", "processes", "plant", "system", "supply", "footprint",
    "comparison", "uncertainty", "exchange", "reports", "cli",
]  # fmt: skip
SHARED = ("alloys", "brines", "cascade", "hydrogen", "minerals")
FOR_MODELS = {
    "core.units",
    "core.species",
    "unit_process.model",
    *(f"unit_process.{name}" for name in SHARED),
}
WRITERS = {"reports", "exchange", "cli"}
WRITING = {
    "write", "writelines", "write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink",
    "rename", "rmdir", "to_csv", "to_excel", "to_json", "NamedTemporaryFile", "mkstemp",
}  # fmt: skip
HEAVY = (
    "pandas", "pint", "numpy", "scipy", "dask", "rich.table", "jsonschema", "jinja2", "resvg_py",
)  # fmt: skip
PLANT = """\
carbonre: 1
plant: Small
location: CN-NM
period: 2024
production: {Nd metal: 1 t}
steps:
  smelting: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V, current_efficiency: 76 %}
  casting:
    process: inventory
    makes: {ingot: 1 kg}
    uses: {Nd metal: 1.01 kg, electricity: 1 kWh}
    amount: {ingot: 1 t}
supply: {Nd2O3: {factor: 17.3 kgCO2e/kg, source: supplier declaration 2024}}
"""


def name_of(path: Path) -> str:
    """The name of a module below `carbonre`, such as ``reports.files``; "" for the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported, at the top or inside a function, but not for types only."""
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            if node.module == "carbonre":
                yield from (f"carbonre.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def own(tree: ast.Module) -> list[str]:
    return [name[9:] for name in imported(tree) if name.startswith("carbonre.")]


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with the last part of what is called: ``write_text`` of ``path.write_text``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func).rpartition(".")[2]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_one_way(path):
    room = name_of(path).split(".")[0]
    if room in ("", "__main__"):
        return
    for other in own(tree_of(path)):
        top = other.split(".")[0]
        assert ROOMS.index(top) <= ROOMS.index(room), f"{name_of(path)} imports {other}"


MODELS = [
    path
    for path in FILES
    if (path.parent.name == "processes" and path.stem != "__init__")
    or (path.parent.name == "unit_process" and path.stem in SHARED)
]


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_a_model_knows_only_its_contract(path):
    assert set(own(tree_of(path))) <= FOR_MODELS
    outside = {name.split(".")[0] for name in imported(tree_of(path))} - {"carbonre"}
    assert outside <= {"__future__", "collections", "dataclasses", "math", "typing"}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_command_line_prints(path):
    if name_of(path).startswith("cli"):
        return
    tree = tree_of(path)
    assert [f"line {node.lineno}" for node, name in calls(tree) if name == "print"] == []
    assert "rich.console" not in set(imported(tree))
    streams = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    assert name_of(path).startswith("reports") or not [
        f"line {node.lineno}"
        for node in streams
        if ast.unparse(node) in ("sys.stdout", "sys.stderr")
    ]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_reports_exchange_and_cli_write(path):
    if name_of(path).split(".")[0].partition("_")[0] in WRITERS:
        return
    for node, name in calls(tree_of(path)):
        assert name not in WRITING, f"line {node.lineno}: {name}"
        if name == "open":
            mode = [ast.unparse(argument) for argument in node.args[:2]]
            mode += [ast.unparse(k.value) for k in node.keywords if k.arg == "mode"]
            assert not any(re.fullmatch(r"'[wax+bt]*[wax+][bt]*'", text) for text in mode), mode


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{lines} lines; 250 is a question, 400 a refusal"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_happens_at_import_but_definitions(path):
    """No global state: at the top stand words, imports, definitions and constants."""
    allowed = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
    )  # fmt: skip
    for node in tree_of(path).body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_guard = isinstance(node, ast.If) and ast.unparse(node.test) in (
            "TYPE_CHECKING",
            "__name__ == '__main__'",
        )
        if name_of(path).startswith("cli") and isinstance(node, ast.Expr):
            continue  # sub-commands are added to the application
        assert isinstance(node, allowed) or is_text or is_guard, f"line {node.lineno}"


def test_a_process_has_its_three_things():
    """Model, table of defaults and test: one name, the same set; the page of the docs has all."""
    folders = {
        "model": (PACKAGE / "processes", r"([a-z]\w*)\.py"),
        "table": (ROOT / "factors" / "processes", r"(\w+)\.csv"),
        "test": (ROOT / "tests" / "processes", r"test_(\w+)\.py"),
    }
    found = {
        thing: {m[1] for p in folder.iterdir() if (m := re.fullmatch(pattern, p.name))}
        for thing, (folder, pattern) in folders.items()
    }
    found["test"] -= {"proofs", "documentation"}  # these run over all of them
    page = (ROOT / "docs" / "processes.md").read_text(encoding="utf-8")
    section = "section of the page; run `carbonre processes --markdown > docs/processes.md`"
    found[section] = set(re.findall(r"^## (\w+)$", page, re.MULTILINE))
    names = set(process_names())
    assert names
    for thing, known in found.items():
        assert known == names, f"{thing}: {sorted(known ^ names)}"


def modules_after(code: str, folder: Path) -> tuple[set[str], str]:
    """Run code in a fresh interpreter; return what it has loaded and what it said on stdout."""
    listing = "import sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(result.stderr.splitlines()[-1])), result.stdout


def test_importing_writes_and_says_nothing(tmp_path):
    loaded, said = modules_after("import carbonre", tmp_path)
    assert said == ""
    assert list(tmp_path.iterdir()) == []
    assert not {name for name in loaded if name in HEAVY}


def test_calc_starts_light(tmp_path):
    """A cold start is short because these are never loaded; see benchmarks/cold_start.py."""
    (tmp_path / "plant.yaml").write_text(PLANT, encoding="utf-8")
    code = (
        "import sys\n"
        "sys.argv = ['carbonre', 'calc', 'plant.yaml']\n"
        "from carbonre.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code"
    )
    loaded, said = modules_after(code, tmp_path)
    assert "Nd metal" in said
    others = {name for name in loaded if name.startswith("carbonre.cli.")}
    shared = {f"carbonre.cli.{name}" for name in ("commands", "common", "inputs", "outputs")}
    assert others == shared, "a command is loaded when it is asked for"
    assert sorted(name for name in loaded if name in HEAVY) == []
    assert [path.name for path in tmp_path.iterdir()] == ["plant.yaml"]
