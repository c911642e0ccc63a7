"""The commands of `carbonre factors`: look into the tables, check, compare and copy them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, say, stop_at, stopping
from carbonre.cli.common import show as show_text
from carbonre.cli.outputs import check_folder
from carbonre.core.errors import Problems
from carbonre.factors import checks, editions
from carbonre.factors.lookup import Factors, read_factors
from carbonre.factors.names import flow_names
from carbonre.footprint.calculate import calculate
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.plant.reader import load
from carbonre.reports import files, library
from carbonre.reports.factor_choice import factor_choice
from carbonre.reports.summary import change

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look into the factor tables, and extend them.",
)


@app.command("list")
def list_rows(
    flow: Annotated[str | None, typer.Option(help="Part of the name of a flow.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, such as CN-NM.")] = None,
    year: Annotated[int | None, typer.Option(help="A year.")] = None,
    evidence: Annotated[str | None, typer.Option(help="A grade of evidence.")] = None,
    factors: FactorFiles = None,
) -> None:
    """List factor rows: by flow, place, year or evidence."""
    tables = read_factors(*(factors or ()))
    flow = flow and _english(flow)
    rows = [
        row
        for row in tables.rows
        if (flow is None or flow.casefold() in row.flow.casefold())
        and place in (None, row.place)
        and year in (None, row.year)
        and evidence in (None, row.evidence)
    ]
    if not rows:
        _say_what_there_is(tables, place, evidence)
    show_text(library.factor_list(rows))
    say(f"{len(rows)} of {len(tables.rows)} rows")


def _english(name: str) -> str:
    """Return the English name of a flow that is named by its formula, a synonym or in Chinese.

    Of a name of two flows both are said, and the name stays.
    """
    meant = flow_names().meant(name)
    if len(meant) > 1:
        say(f"'{name}' may be {' or '.join(meant)}")
    return flow_names().english(name)


def _say_what_there_is(tables: Factors, place: str | None, evidence: str | None) -> None:
    """Nothing was found: say which places and grades there are, if what was asked is none."""
    for option, asked, known in (
        ("--place", place, {row.place for row in tables.rows}),
        ("--evidence", evidence, {row.evidence for row in tables.rows}),
    ):
        if asked is not None and asked not in known:
            say(f"{option}: no row has '{asked}'; known are {', '.join(sorted(known))}")


@app.command()
def show(
    flow: Annotated[list[str], typer.Argument(metavar="FLOW", help="The name of a flow.")],
    place: Annotated[
        str | None, typer.Option(help="Where the plant is, such as CN-NM: what it would get.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The period; the latest row if none.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every row, with gases, source and file.")
    ] = False,
    factors: FactorFiles = None,
) -> None:
    """Show which row of a flow a place and year get and why, and the alternates.

    FLOW may be several words. Example: carbonre factors show caustic soda --place CN-NM --year 2024
    """
    tables = read_factors(*(factors or ()))
    name = _english(" ".join(flow))
    if not tables.of(name):
        close = ", ".join(tables.nearest(name))
        near = f"; nearest are {close}" if close else "; look for a part of it with factors list"
        problems = Problems()
        problems.add(f"the tables have no factor for '{name}'{near}", code="unknown-factor")
        stop_at(problems, all_errors=True)
    show_text(factor_choice(name, tables, place, year, every))


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE...]", help="Factor files; the bundled tables if none."),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Rows must be valid in this year; the current one if none.")
    ] = None,
    all_errors: AllErrors = False,
) -> None:
    """Check factor files: what a reader refuses, sums that do not agree, rows that have expired."""
    problems = Problems()
    named = [str(file) for path in paths or () for file in _tables_of(path)]
    found = checks.check_files(named, year or datetime.date.today().year, problems)
    for finding in found:
        if finding.is_remark:
            say(f"{finding.place}: remark: {finding.message}")
        else:
            problems.add(finding.message, finding.place, code="inconsistent-row")
    stop_at(problems, all_errors)
    print(f"{', '.join(named) or 'the bundled tables'}: in order")


def _tables_of(path: str) -> list[Path]:
    return sorted(Path(path).glob("*.csv")) if Path(path).is_dir() else [Path(path)]


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A file, a folder of tables, or: shipped.")],
    new: Annotated[str, typer.Argument(help="The other edition, named alike.")],
    plant: Annotated[
        str | None, typer.Option(metavar="PLANT.yaml", help="Show the change of its footprint.")
    ] = None,
) -> None:
    """Show the rows that were added, have gone or changed, and what that does to a plant.

    Example: carbonre factors diff shipped mine.csv --plant plant.yaml
    """
    before, after = editions.edition(old), editions.edition(new)
    lines = library.factor_changes(editions.changes(before, after))
    if plant is not None:
        problems = Problems()
        results = [_footprint(plant, tables, problems) for tables in (before, after)]
        stop_at(problems, all_errors=False)
        lines += change([result for result in results if result is not None])
    show_text(lines)


def _footprint(path: str, tables: Factors, problems: Problems) -> Footprint | None:
    plant = load(path, problems)
    return calculate(plant, tables, BASELINE, problems) if plant else None


@app.command()
def new(
    flow: Annotated[list[str], typer.Argument(metavar="FLOW", help="The name of a flow.")],
) -> None:
    """Print a factor file with one row to fill in, for a flow of the tables or a new one.

    Example: carbonre factors new graphite anode > mine.csv
    """
    header, row = editions.template(_english(" ".join(flow)), read_factors())
    print(files.table(header, [row]), end="")


@app.command()
def copy(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
) -> None:
    """Copy the bundled tables, to be edited and used with --factors DIR."""
    with stopping(all_errors=True) as problems:
        check_folder(folder, problems, empty=True)
    for path in files.copy_tables(Path(folder)):
        say(f"wrote {path}")


@app.command()
def attribution() -> None:
    """Print where the numbers of the bundled tables come from, as Markdown."""
    print(editions.attribution(read_factors()), end="")
