"""The command line: a command reads, calls one library function, and writes.

Exit codes: 0 done; 2 the input must be corrected, and nothing was written; 1 an internal error.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, NoDrafts, PlantPath, say, stop_at, stopping
from carbonre.cli.inputs import read_inputs
from carbonre.cli.outputs import check_outputs, write_outputs
from carbonre.core.errors import InputError, Problems
from carbonre.reports import files
from carbonre.reports.summary import summary

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The open-source carbon calculator for rare earths.",
)

# The other commands: module and function, in the order of the help. A command is loaded when it
# is asked for, so that the main job starts at once.
OWN = ("calc", "--version")
OTHERS = {
    "check": ("check", "check"),
    "explain": ("check", "explain"),
    "compare": ("compare", "compare"),
    "sample": ("sample", "sample"),
    "sensitivity": ("sample", "sensitivity"),
    "batch": ("batch", "batch"),
    "reconcile": ("reconcile", "reconcile"),
    "report": ("report", "report"),
    "export": ("export_import", "export"),
    "import": ("export_import", "import_file"),
    "verify": ("accounts", "verify"),
    "processes": ("processes", "processes"),
    "factors": ("factors", "app"),
    "schema": ("schema", "schema"),
}

ScenarioNames = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="NAME", help="A scenario, or all; may be given again."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from carbonre.reports.versions import version_of

        print(f"carbonre {version_of('carbonre')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Show the version, or run a command."""


@app.command()
def calc(
    plant: PlantPath,
    scenario: ScenarioNames = None,
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="Footprints as CSV; - for stdout.")
    ] = None,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="FILE", help="Every row of the ledger as CSV.")
    ] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Everything as JSON.")
    ] = None,
    factors_used: Annotated[
        str | None,
        typer.Option("--factors-used", metavar="FILE", help="The factor rows that were used."),
    ] = None,
    all_errors: AllErrors = False,
) -> None:
    """Calculate the footprint of a plant, its baseline or its scenarios.

    Example: carbonre calc plant.yaml --scenario all --csv footprint.csv
    """
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs((csv, ledger, json_file, factors_used), inputs.files, problems)
        results = inputs.footprints(scenario, problems, drafts=not no_drafts)
    outputs = (
        (csv, lambda: files.footprint_csv(results)),
        (ledger, lambda: files.ledger_csv(results)),
        (json_file, lambda: files.footprint_json(results)),
        (factors_used, lambda: files.used_csv(results)),
    )
    write_outputs(outputs, lambda: summary(results))


def load(command: str) -> None:
    """Add a command to the application; all of them for a word that is none, so that help helps."""
    wanted = [command] if command in OTHERS else OTHERS if command not in OWN else ()
    loaded = {known.name for known in app.registered_commands}
    loaded |= {known.name for known in app.registered_groups}
    for name in (name for name in wanted if name not in loaded):
        module, attribute = OTHERS[name]
        found = getattr(importlib.import_module(f"carbonre.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)


def main() -> None:
    """Run the command line; no traceback for any input."""
    if sys.stdout is None:  # closed by the shell: `>&-`
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that the terminal cannot show must not stop a report.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    load(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        app()
    except InputError as error:
        problems = Problems(list(error.problems))
        try:
            stop_at(problems, all_errors=False)
        except typer.Exit:
            sys.exit(2)
    except BrokenPipeError:
        # The reader has left (`| head`): what is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        say(f"{error.filename or 'output'}: cannot be written: {error.strerror}")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        say(
            f"carbonre has a fault: {type(error).__name__}: {error}; please report it with the file"
        )
        sys.exit(1)
