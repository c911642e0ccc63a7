"""`carbonre compare`: is one scenario better than another, by how much, why, and where not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, cast

import typer

from carbonre.cli.common import (
    AllErrors,
    FactorFiles,
    progress,
    stop_at,
    stopping,
)
from carbonre.cli.inputs import read_inputs, with_reference
from carbonre.cli.outputs import check_outputs, write_outputs
from carbonre.comparison import levers
from carbonre.comparison.allocation_methods import by_method
from carbonre.comparison.break_even import break_even
from carbonre.comparison.comparability import incompatibilities, labels, notes
from carbonre.comparison.drivers import KEYS, By, Effect, drivers
from carbonre.comparison.sweep import axes, sweep
from carbonre.core.errors import Place, Problems
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.reports import comparison, files
from carbonre.reports.allocation_methods import methods_table
from carbonre.reports.sweep import sweep_csv, swept
from carbonre.reports.text import BLANK, Text, safe_text


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
        list[str] | None,
        typer.Option(
            "--sweep", metavar="PATH=LOW..HIGH", help="What happens along a range; twice: a grid."
        ),
    ] = None,
    sweep_file: Annotated[
        str | None, typer.Option("--sweep-csv", metavar="FILE", help="Every point of it as CSV.")
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
    with stopping(all_errors) as problems:
        inputs = read_inputs(plants, factors, problems)
        check_outputs((csv, driver_file, sweep_file), inputs.files, problems)
        if by != "lever" and by not in KEYS:
            problems.add(f"--by: '{by}' is none of lever, {', '.join(KEYS)}", code="invalid-option")
        if sweep_file is not None and not along:
            problems.add(
                "--sweep-csv: there is no sweep; name a range with --sweep",
                code="conflicting-options",
            )
        results = inputs.footprints(_scenarios(plants, scenario or ()), problems)
        if not problems.found and len(results) < 2 and not (allocations or along):
            words = "there is nothing to compare; name two scenarios or plants"
            problems.add(words, Place(plants[0]), code="nothing-to-do")
    lines = _allocated(results) if allocations else []
    compared: list[tuple[str, str, Sequence[Effect]]] = []
    told = labels(results)
    for other, title in zip(results[1:], told[1:], strict=True):
        rows, some = _against(results[0], other, cast(By, by), even, all_errors)
        compared.append((told[0], title, rows))
        lines += some
    text = ""
    if along:
        pictures, text = _swept(results, along)
        lines += pictures
    outputs = (
        (csv, lambda: files.footprint_csv(results)),
        (driver_file, lambda: comparison.drivers_csv(compared)),
        (sweep_file, text),
    )
    write_outputs(outputs, lambda: lines[1:] if lines[:1] == [BLANK] else lines)


def _allocated(results: Sequence[Footprint]) -> list[Text]:
    """Every product of each result under every allocation."""
    lines: list[Text] = []
    for result, title in zip(results, labels(results), strict=True):
        keys = by_method(result.study.plant, result.study.factors, result.scenario)
        head = title if result.plant.name in title else f"{result.plant.name}, {title}"
        lines += [BLANK, Text(safe_text(head, 100), "heading"), *methods_table(keys)]
    return lines


def _swept(results: Sequence[Footprint], along: Sequence[str]) -> tuple[list[Text], str]:
    """The picture of a sweep, and its CSV."""
    ranges = axes(along, results[0].plant.document.file)
    with progress("points") as tick:
        points = sweep(results, along, tick)
    return swept(results, ranges, points), sweep_csv(ranges, points)


def _against(
    base: Footprint, other: Footprint, by: By, even: str | None, all_errors: bool
) -> tuple[Sequence[Effect], list[Text]]:
    """Compare two: the drivers, and what is said of them."""
    stop_at(Problems(incompatibilities(base, other)), all_errors)
    with progress("sets of levers") as tick:
        parts = levers.parts(base, other, tick) if by == "lever" else None
    rows = drivers(base, other, by, parts)
    lines = comparison.waterfall(base, other, rows) + comparison.costs(base, other, parts)
    lines += [Text(f"  note: {safe_text(words, 400)}", "dim") for words in notes(base, other)]
    if even is not None:
        lines += comparison.break_even_text(base, other, even, break_even(base, other, even))
    return rows, lines


def _scenarios(plants: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """Return what to compare: the names given, one alone with the baseline, all if none is."""
    if len(plants) > 1:
        return names or [BASELINE]
    return with_reference(names)
