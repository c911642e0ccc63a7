"""The command line: a command reads, calls one library function, and writes.

Exit codes: 0 done; 2 the input must be mended, and nothing was written; 1 a fault of ours.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from carbonre.cli.common import (
    AllErrors,
    FactorFiles,
    PlantPath,
    inputs_of,
    results_of,
    say,
    show,
    stop_at,
)
from carbonre.core.errors import InputError, Place, Problems, did_you_mean
from carbonre.footprint.result import Footprint
from carbonre.plant import schema as schemas
from carbonre.plant.format import BASELINE
from carbonre.reports import files
from carbonre.reports.explain import explanation
from carbonre.reports.notes import texts
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
OWN = ("calc", "check", "explain", "schema")
OTHERS = {
    "compare": ("compare", "compare"),
    "sample": ("sample", "sample"),
    "sensitivity": ("sample", "sensitivity"),
    "batch": ("batch", "batch"),
    "report": ("report", "report"),
    "export": ("export_import", "export"),
    "import": ("export_import", "import_file"),
    "factors": ("factors", "app"),
    "processes": ("processes", "processes"),
}

ScenarioNames = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="NAME", help="A scenario, or all; may be given again."),
]
NoDrafts = Annotated[
    bool, typer.Option("--no-drafts", help="Refuse numbers that are only recalled or judged.")
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
    makers = (
        (csv, files.footprint_csv),
        (ledger, files.ledger_csv),
        (json_file, files.footprint_json),
        (factors_used, files.used_csv),
    )
    targets = [target for target, _ in makers if target is not None]
    problems = Problems()
    inputs = inputs_of([plant], factors)
    for target in targets:
        files.check_target(target, inputs, problems)
    same = {target for target in targets if targets.count(target) > 1}
    for target in sorted(same):
        problems.add("is named for two outputs; name one file for each", Place(target))
    results = _calculated(plant, scenario, factors, problems, not no_drafts, all_errors)
    outputs = [(target, make(results)) for target, make in makers if target is not None]
    files.write(outputs)
    if "-" not in targets:
        show(summary(results))
    for target in targets:
        if target != "-":
            say(f"wrote {target}")


@app.command()
def check(
    plants: Annotated[list[str], typer.Argument(metavar="PLANT.yaml...", help="Plant files.")],
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Check plant files with all their scenarios, and calculate nothing that is kept."""
    problems = Problems()
    found: list[tuple[str, list[Footprint]]] = []
    for plant in plants:
        local = Problems()
        results = results_of(plant, ["all"], factors, local, drafts=not no_drafts)
        for result in results:
            _check_spreads(result, local)
        problems.found += local.found
        found.append((plant, results))
    stop_at(problems, all_errors)
    for plant, results in found:
        count = f"{len(results)} scenario{'s' if len(results) != 1 else ''}"
        print(f"{plant}: can be calculated, {count}")
        for text in texts(results, "warning"):
            print(f"  warning: {text}")


def _check_spreads(result: Footprint, problems: Problems) -> None:
    """Look at what a plant says under `uncertainty`, which `calc` does not read."""
    if result.plant.data.uncertainty:
        from carbonre.uncertainty.uncertain_inputs import uncertain

        uncertain(result.study, problems)


@app.command()
def explain(
    plant: PlantPath,
    product: Annotated[str | None, typer.Option(help="A product that is sold.")] = None,
    step: Annotated[str | None, typer.Option(help="A step of the plant.")] = None,
    flow: Annotated[str | None, typer.Option(help="A flow or gas.")] = None,
    scenario: Annotated[str, typer.Option(help="A scenario.")] = BASELINE,
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Show any figure down to its factor row, its line in the plant file and its source.

    Example: carbonre explain plant.yaml --product "PrNd oxide" --flow electricity
    """
    problems = Problems()
    (result,) = _calculated(plant, [scenario], factors, problems, not no_drafts, all_errors)
    known = {
        "product": [item.name for item in result.products_sold],
        "step": [found.name for found in result.system.steps],
        "flow": sorted({row.flow for row in result.ledger_rows}),
    }
    for option, value in (("product", product), ("step", step), ("flow", flow)):
        if value is not None and value not in known[option]:
            hint = did_you_mean(value, known[option]) or f"; known are {', '.join(known[option])}"
            problems.add(f"--{option}: there is no {option} '{value}'{hint}", Place(plant))
    stop_at(problems, all_errors)
    show(explanation(result, product, step, flow))


@app.command()
def schema() -> None:
    """Print the JSON schema of a plant file, for editors that check while you write."""
    print(json.dumps(schemas.schema(), ensure_ascii=False, indent=1))


def _calculated(
    path: str,
    scenarios: Sequence[str] | None,
    factors: Sequence[str] | None,
    problems: Problems,
    drafts: bool,
    all_errors: bool,
) -> list[Footprint]:
    """Calculate, or stop with everything that is wrong."""
    results = results_of(path, scenarios, factors, problems, drafts=drafts)
    stop_at(problems, all_errors)
    return results


def load(command: str) -> None:
    """Add a command to the application; all of them for a word that is none, so that help helps."""
    known_here = (*OWN, "--version")
    wanted = [command] if command in OTHERS else OTHERS if command not in known_here else ()
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
