"""`export` and `import`: the plant in the formats of others, and back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from carbonre.cli.common import MOST, AllErrors, FactorFiles, NoDrafts, say, stopping
from carbonre.cli.inputs import read_inputs
from carbonre.cli.outputs import STDOUT, check_outputs, write_outputs
from carbonre.core.documents import parse_yaml, read_bytes
from carbonre.core.errors import InputError, Place, Problem, Problems
from carbonre.exchange import formats
from carbonre.exchange.imported import clean
from carbonre.exchange.inventory import LARGEST, FormatError
from carbonre.exchange.plant_text import plant_text
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import calculate, factors_of
from carbonre.plant.format import BASELINE
from carbonre.plant.reader import build


class Format(StrEnum):
    """What `--to` may say."""

    PACT = "pact"
    PACT_2_3 = "pact-2.3"
    OPENLCA = "openlca"
    BRIGHTWAY = "brightway"


def export(
    plant: Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")],
    to: Annotated[
        Format,
        typer.Option(
            "--to",
            help="pact (ProductFootprint 3.0), pact-2.3, openlca (JSON-LD zip) or brightway"
            " (FILE.xlsx: the Excel layout; else a data package).",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - for stdout.")
    ],
    scenario: Annotated[str, typer.Option(help="A scenario.")] = BASELINE,
    product: Annotated[str | None, typer.Option(help="A product that is sold.")] = None,
    factors: FactorFiles = None,
    no_drafts: NoDrafts = False,
    all_errors: AllErrors = False,
) -> None:
    """Write a footprint in the format of another program.

    Example: carbonre export plant.yaml --to openlca -o plant.zip
    """
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs([output], inputs.files, problems)
        if scenario == "all":
            problems.add(
                "--scenario: name one; a file holds one scenario",
                Place(plant),
                code="invalid-option",
            )
            scenario = BASELINE
        results = inputs.footprints([scenario], problems, drafts=not no_drafts)
        problems.raise_any()
        is_workbook = Path(output).suffix.casefold() == ".xlsx"
        form = "brightway-excel" if to is Format.BRIGHTWAY and is_workbook else to.value
        remark = ""
        if form.startswith("pact"):
            from carbonre.reports.weight_of_evidence import remark_on

            remark = remark_on(results[0], product)
        content = formats.export(results[0], form, product, remark=remark)
    write_outputs([(output, content)])


def import_file(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A zip of openLCA, or a workbook of brightway.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The plant file; - for stdout.")
    ] = "-",
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Turn an inventory of another program into a plant file of inventory steps.

    What is not understood is named on stderr and in the comments of the file, row by row.

    Example: carbonre import inventory.xlsx -o plant.yaml
    """
    with stopping(all_errors) as problems:
        inputs = read_inputs([], factors, problems)
        check_outputs([output], [file, *inputs.files], problems)
        problems.raise_any()
        assert inputs.factors is not None
        try:
            inventory = formats.read(read_bytes(file, largest=LARGEST))
        except FormatError as error:
            raise InputError(
                [Problem(str(error), Place(file), code="unreadable-inventory")]
            ) from None
        made = plant_text(inventory, inputs.factors, Path(file).name)
    for remark in made.remarks:
        say(f"{file}: {clean(remark, 400)}")
    note = f"; {len(made.remarks)} rows or names were not carried over as they are"
    write_outputs([(output, made.text)], note=note)
    if output != STDOUT:
        _look_over(made.text, output, inputs.factors)


def _look_over(text: str, output: str, tables: Factors) -> None:
    """Say whether the plant can be calculated, or what must still be filled in."""
    problems = Problems()
    try:
        plant = build(parse_yaml(text, output), problems)
        if plant is not None and not problems.found:
            calculate(plant, factors_of(plant, tables), BASELINE, problems)
    except InputError as error:
        problems.extend(error)
    if not problems.found:
        say(f"it can be calculated: carbonre calc {output}")
        return
    say("before it can be calculated, fill in (carbonre check shows all of it):")
    for problem in problems.found[:MOST]:
        say(f"  {problem}")
