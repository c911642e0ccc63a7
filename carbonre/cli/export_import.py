"""`export` and `import`: the plant in the formats of others, and back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carbonre.cli.common import MOST, AllErrors, FactorFiles, inputs_of, results_of, say, stop_at
from carbonre.core.documents import parse_yaml, read_bytes
from carbonre.core.errors import InputError, Place, Problems, did_you_mean
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint.calculate import calculate, factors_of
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE
from carbonre.plant.reader import build
from carbonre.reports import files

if TYPE_CHECKING:
    from carbonre.exchange.inventory import Inventory

# The formats are imported where they are used: `calc` starts without them.
EXTRAS = {"olca_schema": "openlca", "xlsxwriter": "brightway", "openpyxl": "brightway"}


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
    no_drafts: Annotated[
        bool, typer.Option("--no-drafts", help="Refuse numbers that are only recalled or judged.")
    ] = False,
    all_errors: AllErrors = False,
) -> None:
    """Write a footprint in the format of another program.

    Example: carbonre export plant.yaml --to openlca -o plant.zip
    """
    problems = Problems()
    files.check_target(output, inputs_of([plant], factors), problems)
    if scenario == "all":
        problems.add("--scenario: name one; a file holds one scenario", Place(plant))
        scenario = BASELINE
    results = results_of(plant, [scenario], factors, problems, drafts=not no_drafts)
    stop_at(problems, all_errors)
    result = results[0]
    sold = [item.name for item in result.products_sold]
    if product is not None and product not in sold:
        hint = did_you_mean(product, sold) or f"; sold are {', '.join(sold)}"
        problems.add(f"--product: '{product}' is not sold{hint}", Place(plant))
    stop_at(problems, all_errors)
    try:
        content = _content(to, result, product, output)
    except ModuleNotFoundError as error:
        stop_at(_missing(error, plant), all_errors)
        raise
    files.write([(output, content)])
    if output != "-":
        say(f"wrote {output}")


def _missing(error: ModuleNotFoundError, file: str) -> Problems:
    """Say which extra of carbonre brings the package that is not installed."""
    problems = Problems()
    extra = EXTRAS.get(str(error.name))
    if extra:
        words = f"{error.name} is not installed; pip install 'carbonre[{extra}]'"
        problems.add(words, Place(file))
    return problems


def _content(to: Format, result: Footprint, product: str | None, output: str) -> str | bytes:
    """Return what the file holds."""
    if to in (Format.PACT, Format.PACT_2_3):
        from carbonre.exchange import declaration, pact
        from carbonre.supply.pact import V2, V3

        version = V3 if to is Format.PACT else V2
        return pact.write(declaration.declared(result, product, version), version)
    from carbonre.exchange import brightway, brightway_excel, openlca
    from carbonre.exchange.export import inventory

    made = inventory(result, product)
    if to is Format.OPENLCA:
        return openlca.write(made)
    is_workbook = Path(output).suffix.casefold() == ".xlsx"
    return brightway_excel.write(made) if is_workbook else brightway.write(made)


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
    from carbonre.exchange.imported import clean
    from carbonre.exchange.inventory import LARGEST, FormatError
    from carbonre.exchange.plant_text import plant_text

    problems = Problems()
    files.check_target(output, [file, *(factors or ())], problems)
    stop_at(problems, all_errors)
    tables = read_factors(*(factors or ()))
    data = read_bytes(file, largest=LARGEST)
    try:
        inventory = _read(data)
    except FormatError as error:
        problems.add(str(error), Place(file))
        stop_at(problems, all_errors)
        raise
    except ModuleNotFoundError as error:
        stop_at(_missing(error, file), all_errors)
        raise
    made = plant_text(inventory, tables, Path(file).name)
    files.write([(output, made.text)])
    for remark in made.remarks:
        say(f"{file}: {clean(remark, 400)}")
    if output != "-":
        say(f"wrote {output}; {len(made.remarks)} rows or names were not carried over as they are")
        _look_over(made.text, output, tables)


def _read(data: bytes) -> Inventory:
    """Read a file by what it holds, whatever its name."""
    import zipfile
    from io import BytesIO

    from carbonre.exchange import brightway_excel_reader, openlca_reader
    from carbonre.exchange.inventory import FormatError

    if data.lstrip()[:1] in (b"{", b"["):
        words = "is JSON; a PACT footprint is a factor: supply: {FLOW: {pact: FILE}}"
        raise FormatError(f"{words}, and openLCA exports JSON-LD as a zip")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FormatError("is no zip of openLCA and no workbook") from None
    is_workbook = any(name.startswith("xl/") for name in names)
    return brightway_excel_reader.read(data) if is_workbook else openlca_reader.read(data)


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
