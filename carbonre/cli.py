"""The command line: a command reads, calls one library function, and writes.

Exit codes: 0 done; 2 the input must be mended, and nothing was written; 1 a fault of ours.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from carbonre import schema as schemas
from carbonre.errors import InputError, Place, Problems, did_you_mean
from carbonre.factors import Factors, read_factors
from carbonre.footprint import Footprint, calculate, factors_of
from carbonre.plant import BASELINE, Plant, load
from carbonre.process import process_named, process_names
from carbonre.reports import explain as explaining
from carbonre.reports import files, library, terminal

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The open-source carbon calculator for rare earths.",
)
factors_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look into the factor tables."
)
app.add_typer(factors_app, name="factors")

PlantPath = Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")]
ScenarioNames = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="NAME", help="A scenario, or all; may be given again."),
]
FactorFiles = Annotated[
    list[str] | None,
    typer.Option("--factors", metavar="FILE", help="A factor table of yours; later ones win."),
]
NoDrafts = Annotated[
    bool, typer.Option("--no-drafts", help="Refuse numbers that are only recalled or judged.")
]
AllErrors = Annotated[bool, typer.Option("--all-errors", help="Show every problem, not ten.")]
FIRST, MOST = 3, 10


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
    all_errors: AllErrors = False,
) -> None:
    """Calculate the footprint of a plant, its baseline or its scenarios.

    Example: carbonre calc plant.yaml --scenario all --csv footprint.csv
    """
    targets = [target for target in (csv, ledger, json_file) if target is not None]
    problems = Problems()
    inputs = [plant, *(factors or ())]
    for target in targets:
        files.check_target(target, inputs, problems)
    same = {target for target in targets if targets.count(target) > 1}
    for target in sorted(same):
        problems.add("is named for two outputs; name one file for each", Place(target))
    results = _calculated(plant, scenario, factors, problems, not no_drafts, all_errors)
    makers = (
        (csv, files.footprint_csv),
        (ledger, files.ledger_csv),
        (json_file, files.footprint_json),
    )
    outputs = [(target, make(results)) for target, make in makers if target is not None]
    files.write(outputs)
    if "-" not in targets:
        terminal.show(terminal.summary(results), sys.stdout.isatty())
    for target in targets:
        if target != "-":
            _say(f"wrote {target}")


@app.command()
def check(
    plants: Annotated[list[str], typer.Argument(metavar="PLANT.yaml...", help="Plant files.")],
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Check plant files with all their scenarios, and calculate nothing that is kept."""
    problems = Problems()
    found: list[tuple[str, Sequence[Footprint]]] = []
    for plant in plants:
        local = Problems()
        results = _run(plant, ["all"], factors, local, not no_drafts)
        problems.found += local.found
        found.append((plant, results))
    _stop_at(problems, all_errors)
    for plant, results in found:
        count = f"{len(results)} scenario{'s' if len(results) != 1 else ''}"
        print(f"{plant}: can be calculated, {count}")
        for text in dict.fromkeys(warning for result in results for warning in result.warnings):
            print(f"  warning: {text}")


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
        "product": [item.name for item in result.items],
        "step": [found.name for found in result.system.steps],
        "flow": sorted({row.flow for row in result.rows}),
    }
    for option, value in (("product", product), ("step", step), ("flow", flow)):
        if value is not None and value not in known[option]:
            hint = did_you_mean(value, known[option]) or f"; known are {', '.join(known[option])}"
            problems.add(f"--{option}: there is no {option} '{value}'{hint}", Place(plant))
    _stop_at(problems, all_errors)
    terminal.show(explaining.explain(result, product, step, flow), sys.stdout.isatty())


@app.command()
def processes(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A process.")] = None,
) -> None:
    """List the process models, or show one with its parameters, defaults and sources."""
    if name is None:
        found = [process_named(known) for known in process_names()]
        terminal.show(library.processes(found), sys.stdout.isatty())
        return
    if name not in process_names():
        hint = did_you_mean(name, process_names()) or f"; known are {', '.join(process_names())}"
        problems = Problems()
        problems.add(f"there is no process '{name}'{hint}")
        _stop_at(problems, all_errors=True)
    terminal.show(library.process(process_named(name)), sys.stdout.isatty())


@app.command()
def schema() -> None:
    """Print the JSON schema of a plant file, for editors that check while you write."""
    print(json.dumps(schemas.schema(), ensure_ascii=False, indent=1))


@factors_app.command("list")
def factors_list(
    flow: Annotated[str | None, typer.Option(help="Part of the name of a flow.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, such as CN-NM.")] = None,
    year: Annotated[int | None, typer.Option(help="A year.")] = None,
    evidence: Annotated[str | None, typer.Option(help="A grade of evidence.")] = None,
    factors: FactorFiles = None,
) -> None:
    """List factor rows: by flow, place, year or evidence."""
    tables = _factors(factors)
    rows = [
        row
        for row in tables.rows
        if (flow is None or flow.casefold() in row.flow.casefold())
        and place in (None, row.place)
        and year in (None, row.year)
        and evidence in (None, row.evidence)
    ]
    terminal.show(library.factor_list(rows), sys.stdout.isatty())
    _say(f"{len(rows)} of {len(tables.rows)} rows")


@factors_app.command("show")
def factors_show(
    flow: Annotated[list[str], typer.Argument(metavar="FLOW", help="The name of a flow.")],
    factors: FactorFiles = None,
) -> None:
    """Show every alternate of a flow, with gases, source and row. FLOW may be several words."""
    tables = _factors(factors)
    name = " ".join(flow)
    if not tables.of(name):
        near = ", ".join(tables.nearest(name)) or "none"
        problems = Problems()
        problems.add(f"the tables have no factor for '{name}'; nearest are {near}")
        _stop_at(problems, all_errors=True)
    terminal.show(library.factor_show(name, tables), sys.stdout.isatty())


def _factors(more: Sequence[str] | None) -> Factors:
    return read_factors(*(more or ()))


def _calculated(
    path: str,
    scenarios: Sequence[str] | None,
    factors: Sequence[str] | None,
    problems: Problems,
    drafts: bool,
    all_errors: bool,
) -> Sequence[Footprint]:
    """Calculate, or stop with everything that is wrong."""
    results = _run(path, scenarios, factors, problems, drafts)
    _stop_at(problems, all_errors)
    return results


def _run(
    path: str,
    scenarios: Sequence[str] | None,
    factors: Sequence[str] | None,
    problems: Problems,
    drafts: bool,
) -> list[Footprint]:
    plant = load(path, problems)
    if plant is None:
        return []
    try:
        tables = factors_of(plant, *(factors or ()))
    except InputError as error:
        problems.extend(error)
        return []
    results = []
    for name in _names(plant, scenarios):
        result = calculate(plant, tables, name, problems, drafts=drafts)
        if result is not None:
            results.append(result)
    return results


def _names(plant: Plant, asked: Sequence[str] | None) -> Sequence[str]:
    if not asked:
        return (BASELINE,)
    return plant.scenarios if "all" in asked else tuple(dict.fromkeys(asked))


def _stop_at(problems: Problems, all_errors: bool) -> None:
    """Print what was found, as a person can mend it, and stop with exit code 2."""
    if not problems.found:
        return
    found = InputError(problems.found).problems
    most = len(found) if all_errors else MOST
    for index, problem in enumerate(found[:most]):
        _say(problem.with_caret() if index < FIRST else str(problem))
    if len(found) > most:
        _say(f"and {len(found) - most} more (--all-errors shows them)")
    raise typer.Exit(2)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> None:
    """Run the command line; no traceback for any input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name that the terminal cannot show must not stop a report.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except InputError as error:
        problems = Problems(list(error.problems))
        try:
            _stop_at(problems, all_errors=False)
        except typer.Exit:
            sys.exit(2)
    except BrokenPipeError:
        # The reader has left (`| head`): what is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _say(f"{error.filename or 'output'}: cannot be written: {error.strerror}")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        _say(
            f"carbonre has a fault: {type(error).__name__}: {error}; please report it with the file"
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
