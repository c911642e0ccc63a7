"""`carbonre compare`: is one scenario better than another, by how much, why, and where not."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from carbonre.cli.common import AllErrors, FactorFiles, progress, stopping
from carbonre.cli.inputs import read_inputs, with_reference
from carbonre.cli.outputs import check_outputs, write_outputs
from carbonre.comparison.comparison import comparison
from carbonre.comparison.drivers import KEYS, By
from carbonre.core.errors import Place
from carbonre.plant.format import BASELINE
from carbonre.reports.comparison import comparison_text, drivers_csv
from carbonre.reports.files import footprint_csv
from carbonre.reports.sweep import sweep_csv


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
            "--break-even", metavar="PATH", help="Break-even of two: supply.FLOW, or a parameter."
        ),
    ] = None,
    along: Annotated[
        list[str] | None,
        typer.Option(
            "--sweep", metavar="PATH=LOW..HIGH", help="Sweep over a range; twice: a grid."
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
        named = scenario or ()
        scenarios = with_reference(named) if len(plants) == 1 else named or [BASELINE]
        results = inputs.footprints(scenarios, problems)
        if not problems.found and len(results) < 2 and not (allocations or along):
            words = "there is nothing to compare; name two scenarios or plants"
            problems.add(words, Place(plants[0]), code="nothing-to-do")
        problems.raise_any()
        found = comparison(
            results, cast(By, by), break_even_of=even, along=along or (), allocations=allocations,
            progress=progress,
        )  # fmt: skip
    outputs = (
        (csv, lambda: footprint_csv(results)),
        (driver_file, lambda: drivers_csv(found.differences)),
        (sweep_file, lambda: sweep_csv(found.axes, found.points)),
    )
    write_outputs(outputs, lambda: comparison_text(found))
