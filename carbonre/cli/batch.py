"""`carbonre batch`: a plant once for each row of a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from carbonre.cli.common import AllErrors, FactorFiles, progress, stopping
from carbonre.cli.inputs import read_inputs
from carbonre.cli.outputs import Content, check_outputs, write_outputs
from carbonre.comparison.batch import CASE_COLUMNS, cases
from carbonre.comparison.table_file import PARQUET, read_table
from carbonre.core.errors import InputError, Place
from carbonre.core.extras import require
from carbonre.reports import files


def batch(
    plant: Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")],
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE", help="CSV or parquet: a column for each path, a row for each case."
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Footprints, CSV or .parquet; - for stdout."
        ),
    ],
    factors: FactorFiles = None,
    all_errors: AllErrors = False,
) -> None:
    """Calculate a plant once for each row of a table of overrides.

    The head of a column is a dotted path, each cell a value with its unit; a unit may be in the
    head instead: steps.smelting.cell_voltage [V]. A column named case names the rows; without one
    they are called by their line in a CSV, and counted from 1 in parquet.

    Example: carbonre batch plant.yaml cases.csv -o footprints.csv
    """
    as_parquet = output.endswith(PARQUET)
    with stopping(all_errors) as problems:
        inputs = read_inputs([plant], factors, problems)
        check_outputs([output], [table, *inputs.files], problems)
        if as_parquet:
            require("pyarrow", extra="parquet")
        names, columns = read_table(table, problems)
        problems.raise_any()
        assert inputs.factors is not None
        with _in_the_name_of(table), progress("cases") as tell:
            warnings: list[str] = []
            found = cases(
                inputs.plants[0], inputs.factors, names, columns,
                lambda n: tell(n, len(names)), warnings.append,
            )  # fmt: skip
    for words in warnings:
        print(f"warning: {table}: {words}", file=sys.stderr)

    def content() -> Content:
        if as_parquet:
            written: bytes = found.to_parquet(index=False)
            return written
        return files.table(CASE_COLUMNS, found.itertuples(index=False))

    note = f": {len(names):,} case{'s' if len(names) > 1 else ''}"
    write_outputs([(output, content)], note=note)


@contextmanager
def _in_the_name_of(table: str) -> Iterator[None]:
    """Say what is wrong in the table by the name of its file."""
    try:
        yield
    except InputError as error:
        raise InputError(
            replace(p, place=Place(table)) if p.place.file == "table" else p for p in error.problems
        ) from None
