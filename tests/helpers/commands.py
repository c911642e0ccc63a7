"""The command line as a test calls it: in this process, in one of its own, or other code in one."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from carbonre.cli.commands import main
from helpers.paths import ROOT

UNCERTAIN_PLANT = """\
carbonre: 1
plant: PLANT
location: CN-NM
period: 2024
production: {"metal": 1 t}
steps:
  "furnace":
    process: inventory
    makes: {"metal": 1 kg}
    uses: {ore: 2 kg, electricity: 3 kWh}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty:
  supply.ore.factor: {lognormal: 1.5}
  steps."furnace".uses.electricity: {triangular: [2 kWh, 5 kWh]}
scenarios:
  "wind": {set: {supply.electricity: wind power}}
"""


@dataclass
class Done:
    """What a command left behind, with the names of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str


def run_command(*arguments: object, folder: Path = ROOT) -> Done:
    """Run the command line as `main` does, in this process: one of its own takes a second."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    code: Any = 0
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["carbonre", *map(str, arguments)]),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    return Done(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")


def start_command(
    *arguments: object, folder: Path | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own, for what only such a one can show."""
    return run_python("-m", "carbonre", *arguments, folder=folder, **options)


def run_python(
    *arguments: object, folder: Path | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a script, a module (``-m``) or code (``-c``) in a fresh interpreter with carbonre."""
    given = {"capture_output": True, "text": True, "timeout": 120, "env": environment(), **options}
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=folder, **given)


def without(module: str) -> str:
    """Return code that runs the command line where a module is not installed."""
    return f"import sys; sys.modules['{module}'] = None\nfrom carbonre.cli import main\nmain()"


def environment(**others: str) -> dict[str, str]:
    """Return the environment of this process with the checkout on the path, and others."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | others


def listing(folder: Path) -> list[str]:
    """Return the names of the files in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))
