"""`carbonre compare`: is one scenario better than another, by how much, why, and where not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, cast

import typer

from carbonre.allocations import sides
from carbonre.break_even import break_even
from carbonre.cases import CASE_COLUMNS, cases
from carbonre.cli_shared import AllErrors, FactorFiles, results_of, say, show, stop_at
from carbonre.compare import KEYS, By, Driver, caveats, drivers
from carbonre.documents import read_csv
from carbonre.errors import InputError, Place, Problems
from carbonre.factors import read_factors
from carbonre.footprint import Footprint
from carbonre.plant import BASELINE, load
from carbonre.reports import comparison, files
from carbonre.reports.terminal import BLANK, Text
from carbonre.reports.words import name
from carbonre.sweep import sweep


def compare(
    plants: Annotated[
        list[str], typer.Argument(metavar="PLANT.yaml...", help="One plant, or several.")
    ],
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario", metavar="NAME", help="What to compare; the first is the reference."
        ),
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="KEY", help=f"Split by lever, {', '.join(KEYS)}.")
    ] = "lever",
    even: Annotated[
        str | None,
        typer.Option(
            "--break-even", metavar="PATH", help="Where two meet: supply.FLOW, or a parameter."
        ),
    ] = None,
    along: Annotated[
        str | None,
        typer.Option("--sweep", metavar="PATH=LOW..HIGH", help="What happens along a range."),
    ] = None,
    allocations: Annotated[
        bool, typer.Option("--allocations", help="Every product under every allocation.")
    ] = False,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="Every scenario and product as CSV.")
    ] = None,
    driver_file: Annotated[
        str | None, typer.Option("--drivers", metavar="FILE", help="Every driver as CSV.")
    ] = None,
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Compare scenarios of a plant, or plants: the difference, what drives it, where it turns.

    Without --scenario every scenario is compared with the baseline, and so is one alone; several
    plants are compared with the first one. Parts of a difference add up to it.

    Example: carbonre compare plant.yaml --scenario baseline --scenario green
    """
    problems = Problems()
    targets = [target for target in (csv, driver_file) if target is not None]
    for target in targets:
        files.check_target(target, [*plants, *(factors or ())], problems)
    if targets == ["-", "-"]:
        problems.add("--csv and --drivers cannot both be standard output")
    if by != "lever" and by not in KEYS:
        problems.add(f"--by: '{by}' is none of lever, {', '.join(KEYS)}")
    names = _scenarios(plants, scenario or ())
    results = [r for plant in plants for r in results_of(plant, names, factors, problems)]
    if not problems.found and len(results) < 2 and not allocations:
        problems.add("there is nothing to compare; name two scenarios or plants", Place(plants[0]))
    stop_at(problems, all_errors)
    key = cast(By, by)
    pictures = [] if along is None else comparison.swept(results, along, sweep(results, along))
    pairs = [(results[0], other, _drivers(results[0], other, key)) for other in results[1:]]
    lines: list[Text] = []
    for result in results if allocations else ():
        title = Text(f"{name(result.plant.name)}, {name(result.scenario)}", "heading")
        tables = result.system.factors
        keys = sides(result.origin or result.plant, tables, result.scenario)
        lines += [BLANK, title, *comparison.side_by_side(keys)]
    for base, other, rows in pairs:
        lines += comparison.ladder(base, other, rows)
        lines += comparison.costs(base, other)
        lines += [Text(f"  note: {words}", "quiet") for words in caveats(base, other)]
        if even is not None:
            lines += comparison.meetings(base, other, even, break_even(base, other, even))
    lines += pictures
    outputs = []
    if csv is not None:
        outputs.append((csv, files.footprint_csv(results)))
    if driver_file is not None:
        found = [(other.scenario, rows) for _, other, rows in pairs]
        outputs.append((driver_file, comparison.drivers_csv(found)))
    files.write(outputs)
    if "-" not in targets:
        show(lines[1:] if lines[:1] == [BLANK] else lines)
    for target in targets:
        if target != "-":
            say(f"wrote {target}")


def _scenarios(plants: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """Return what to compare: the names given, one alone with the baseline, all if none is."""
    if len(plants) > 1:
        return names or [BASELINE]
    if len(names) == 1 and names[0] not in ("all", BASELINE):
        return [BASELINE, *names]
    return names or ["all"]


def _drivers(base: Footprint, other: Footprint, by: By) -> Sequence[Driver]:
    try:
        return drivers(base, other, by)
    except InputError as error:
        stop_at(Problems(list(error.problems)), all_errors=True)
        raise


def batch(
    plant: Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")],
    cases_file: Annotated[
        str,
        typer.Argument(metavar="TABLE", help="CSV: a column for each path, a row for each case."),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Footprints as CSV; - for stdout.")
    ],
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Calculate a plant once for each row of a table of overrides.

    The head of a column is a dotted path, each cell a value with its unit; a unit may stand in the
    head instead: steps.smelting.cell_voltage [V].

    Example: carbonre batch plant.yaml cases.csv -o footprints.csv
    """
    problems = Problems()
    files.check_target(output, [plant, cases_file, *(factors or ())], problems)
    rows = read_csv(cases_file, problems)
    loaded = load(plant, problems)
    stop_at(problems, all_errors)
    assert loaded is not None
    cells = {head: [row.cells[head] for row in rows] for head in (rows[0].cells if rows else ())}
    try:
        found = cases(loaded, read_factors(*(factors or ())), [row.line for row in rows], cells)
    except InputError as error:
        stop_at(Problems(list(error.problems)), all_errors)
        raise
    text = files.table(CASE_COLUMNS, found.itertuples(index=False))
    files.write([(output, text)])
    if output != "-":
        say(f"wrote {output}: {len(rows)} cases")
