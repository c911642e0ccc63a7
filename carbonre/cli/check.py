"""`carbonre check` and `carbonre explain`: whether a plant can be calculated, and from what."""

from __future__ import annotations

from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, NoDrafts, PlantPath, show, stopping
from carbonre.cli.inputs import read_inputs
from carbonre.footprint.explain import explanation
from carbonre.plant.format import BASELINE
from carbonre.reports.explain import explanation_text
from carbonre.reports.notes import texts
from carbonre.uncertainty.check import check as checked


def check(
    plants: Annotated[list[str], typer.Argument(metavar="PLANT.yaml...", help="Plant files.")],
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Check plant files with all their scenarios, and calculate nothing that is kept."""
    with stopping(all_errors) as problems:
        inputs = read_inputs(plants, factors, problems)
        readable = inputs.plants if inputs.factors else ()
        found = [checked(plant, inputs.factors, drafts=not no_drafts) for plant in readable]
        problems.found += [problem for one in found for problem in one.problems]
    for plant, one in zip(plants, found, strict=True):
        count = len(one.footprints)
        print(f"{plant}: can be calculated, {count} scenario{'s' if count != 1 else ''}")
        for text in texts(one.footprints, "warning"):
            print(f"  warning: {text}")


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
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        results = inputs.footprints([scenario], problems, drafts=not no_drafts)
        problems.raise_any()
        found = explanation(results[0], product, step, flow)
    show(explanation_text(found))
