"""The walls of the house: who may import, print and write, and what a process model has.

Each test looks at all files and lists every offender.
"""

import ast
import functools
import graphlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from carbonre.processes import process_names
from helpers.commands import run_python
from helpers.paths import ROOT

PACKAGE = ROOT / "carbonre"
TESTS = ROOT / "tests"

# A room imports from the rooms before it, and none imports from a room that it is apart from.
ROOMS = [
    "core", "factors", "unit_process", "processes", "plant", "system", "supply", "footprint",
    "comparison", "uncertainty", "accounts", "exchange", "reports", "cli",
]  # fmt: skip
APART = {
    "comparison": {"uncertainty"},
    "uncertainty": {"comparison"},
    "accounts": {"comparison", "uncertainty"},
    "exchange": {"comparison", "uncertainty"},
}
LONGEST = 400  # lines of a file; 250 is a question
METHODS = 8  # of a private class
# What is not there yet; these two lists only ever get shorter.
LARGE_CLASSES = {
    "comparison.levers._LeverGame", "core.documents._Builder",
    "exchange.declaration._DeclarationBuilder", "exchange.openlca._PackageWriter",
    "exchange.openlca_reader._PackageReader", "system.build._SystemBuilder",
}  # fmt: skip
RENAMED_MODULES = {
    "exchange.declared_product", "footprint.carbon", "footprint.products", "supply.carbon_pairs",
    "system.material",
}  # fmt: skip
SHARED = (
    "alloys", "brines", "cascade", "effects", "extraction", "fluorides", "hydrogen", "minerals",
    "sulfate_liquors",
)  # fmt: skip
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


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Every module of the package, parsed."""
    return {
        name_of(path): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def room_of(name: str) -> str:
    return name.partition(".")[0]


@functools.cache
def imports_of(name: str) -> tuple[tuple[str, str | None], ...]:
    """Every import, at the top or inside a function, but not for types only; and its other name.

    ``from a.b import c`` is ``a.b.c`` if that is a module of the package, and ``a.b`` if not.
    """
    nodes = list(ast.walk(trees()[name]))
    for_types = {
        inner
        for node in nodes
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: list[tuple[str, str | None]] = []
    for node in nodes:
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, alias.asname) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                is_module = inner.removeprefix("carbonre.") in trees()
                found.append((inner, alias.asname) if is_module else (module, None))
    return tuple(found)


def own(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    others = {other for other, _ in imports_of(name)}
    return {o.removeprefix("carbonre.") for o in others if o.startswith("carbonre.")}


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with the last part of what is called: ``write_text`` of ``path.write_text``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func).rpartition(".")[2]


def test_the_package_is_its_rooms():
    """No module stands beside the rooms but the package itself and `python -m carbonre`."""
    assert {room_of(name) for name in trees()} == {"", "__main__", *ROOMS}
    assert {name for name in trees() if name and "." not in name} == {"__main__", *ROOMS}


def test_imports_go_one_way():
    """From a room to the rooms before it; and within each room there is an order too."""
    offenders = []
    for name in trees():
        room = room_of(name)
        offenders += [f"{name}: an import is relative" for o, _ in imports_of(name) if o[:1] == "."]
        if room not in ROOMS:
            continue
        allowed = set(ROOMS[: ROOMS.index(room) + 1]) - APART.get(room, set())
        offenders += [f"{name} imports {o}" for o in sorted(own(name)) if room_of(o) not in allowed]
    assert offenders == []


def test_no_imports_make_a_circle():
    graph = {name: own(name) - {name} for name in trees()}
    for room in ROOMS:
        inside = {
            n: {o for o in graph[n] if room_of(o) == room} for n in graph if room_of(n) == room
        }
        graphlib.TopologicalSorter(inside).prepare()  # a CycleError names the modules
    graphlib.TopologicalSorter(graph).prepare()


def test_a_module_keeps_its_name():
    """A command may have the name of the module that it calls, so `cli` may give that another."""
    offenders = [
        f"{name} imports {other} as {alias}"
        for name in trees()
        for other, alias in imports_of(name)
        if alias and other.startswith("carbonre.") and room_of(name) != "cli"
        and other.removeprefix("carbonre.") not in RENAMED_MODULES
    ]  # fmt: skip
    assert offenders == []


def test_a_model_knows_only_its_contract():
    allowed = {"__future__", "collections", "dataclasses", "math", "typing"}
    offenders = []
    for name in trees():
        room, _, short = name.partition(".")
        if (room == "processes" and short) or (room == "unit_process" and short in SHARED):
            outside = {room_of(other) for other, _ in imports_of(name)} - {"carbonre"}
            wrong = (own(name) - FOR_MODELS) | (outside - allowed)
            offenders += [f"{name} imports {other}" for other in sorted(wrong)]
    assert offenders == []


def test_only_the_command_line_prints():
    offenders = []
    for name, tree in trees().items():
        if room_of(name) == "cli":
            continue
        offenders += [
            f"{name}:{node.lineno} prints" for node, call in calls(tree) if call == "print"
        ]
        offenders += [f"{name} has a console" for o, _ in imports_of(name) if o == "rich.console"]
        if room_of(name) != "reports":
            offenders += [
                f"{name}:{node.lineno} {ast.unparse(node)}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and ast.unparse(node) in ("sys.stdout", "sys.stderr")
            ]
    assert offenders == []


def opens_to_write(node: ast.Call) -> bool:
    mode = [ast.unparse(argument) for argument in node.args[:2]]
    mode += [ast.unparse(k.value) for k in node.keywords if k.arg == "mode"]
    return any(re.fullmatch(r"'[wax+bt]*[wax+][bt]*'", text) for text in mode)


def test_only_reports_exchange_and_cli_write():
    offenders = [
        f"{name}:{node.lineno} {call}"
        for name, tree in trees().items()
        if room_of(name) not in WRITERS
        for node, call in calls(tree)
        if call in WRITING or (call == "open" and opens_to_write(node))
    ]
    assert offenders == []


def test_a_file_is_short():
    lines = {p: p.read_text(encoding="utf-8").count("\n") for p in sorted(PACKAGE.rglob("*.py"))}
    assert [f"{name_of(p)}: {n} lines" for p, n in lines.items() if n > LONGEST] == []


def test_a_private_class_is_small():
    """More methods than that are two things that have not been told apart."""
    sizes = {
        f"{name}.{node.name}": sum(isinstance(part, ast.FunctionDef) for part in node.body)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.startswith("_")
    }
    assert {name for name, methods in sizes.items() if methods > METHODS} <= LARGE_CLASSES


def test_nothing_happens_at_import_but_definitions():
    """No global state: at the top stand words, imports, definitions and constants."""
    allowed = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
    )  # fmt: skip
    guards = ("TYPE_CHECKING", "__name__ == '__main__'")
    offenders = []
    for name, tree in trees().items():
        for node in tree.body:
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_guard = isinstance(node, ast.If) and ast.unparse(node.test) in guards
            # sub-commands are added to the application
            is_command = room_of(name) == "cli" and isinstance(node, ast.Expr)
            if not (isinstance(node, allowed) or is_text or is_guard or is_command):
                offenders.append(f"{name}:{node.lineno}")
    assert offenders == []


def test_the_tests_stand_in_the_same_rooms():
    folders = {path.name for path in TESTS.iterdir() if any(path.rglob("*.py")) and path.is_dir()}
    outside = {"golden", "helpers", "laws", "reference", "second_opinion"}
    assert folders - outside <= set(ROOMS)


def test_a_test_imports_no_test():
    """What two tests need stands in `helpers`, and no test changes where Python looks."""
    offenders = []
    for path in sorted(TESTS.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        where = path.relative_to(ROOT)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.path":
                offenders.append(f"{where}:{node.lineno} sys.path")
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                last = name.rpartition(".")[2]
                if last.startswith("test_") or last == "conftest" or room_of(name) == "tests":
                    offenders.append(f"{where}:{node.lineno} {name}")
    assert offenders == []


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
    found["test"] -= {"proofs", "documentation", "energy_limits"}  # these run over all of them
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
    result = run_python("-c", f"{code}\n{listing}", folder=folder, check=True)
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
