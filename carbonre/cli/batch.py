"""`carbonre batch`: a plant once for each row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from carbonre.cli.common import AllErrors, FactorFiles, inputs_of, needs, progress, say, stop_at
from carbonre.comparison.batch import CASE_COLUMNS, cases
from carbonre.core.documents import read_csv
from carbonre.core.errors import InputError, Place, Problem, Problems
from carbonre.factors.lookup import read_factors
from carbonre.plant.reader import load
from carbonre.reports import files

PARQUET = ".parquet"
NAMES = "case"  # a column of the table that names its rows

Columns = list[tuple[str, Sequence[Any]]]


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

    The head of a column is a dotted path, each cell a value with its unit; a unit may stand in the
    head instead: steps.smelting.cell_voltage [V]. A column named case names the rows; without one
    they are called by their line in a CSV, and counted from 1 in parquet.

    Example: carbonre batch plant.yaml cases.csv -o footprints.csv
    """
    problems = Problems()
    files.check_target(output, [table, *inputs_of([plant], factors)], problems)
    parquet = table.endswith(PARQUET), output.endswith(PARQUET)
    if not any(parquet) or needs("pyarrow", "parquet", problems):
        names, columns = (_parquet if parquet[0] else _csv)(table, problems)
        if not names and not problems.found:
            problems.add("has no rows; write one for each case", Place(table))
    loaded = load(plant, problems)
    stop_at(problems, all_errors)
    assert loaded is not None
    with _told(table, all_errors), progress("cases") as tell:
        done = 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            tell(done, len(names))

        found = cases(loaded, read_factors(*(factors or ())), names, columns, more)
    if parquet[1]:
        files.write([(output, found.to_parquet(index=False))])
    else:
        files.write([(output, files.table(CASE_COLUMNS, found.itertuples(index=False)))])
    if output != "-":
        say(f"wrote {output}: {len(names):,} case{'s' if len(names) > 1 else ''}")


@contextmanager
def _told(table: str, all_errors: bool) -> Iterator[None]:
    """Show what is wrong in the table by its name."""
    try:
        yield
    except InputError as error:
        named = [
            Problem(p.message, Place(table) if p.place.file == "table" else p.place, p.field)
            for p in error.problems
        ]
        stop_at(Problems(named), all_errors)
        raise


def _csv(path: str, problems: Problems) -> tuple[Sequence[Any], Columns]:
    rows = read_csv(path, problems)
    columns: Columns = [
        (h, [row.cells[h] for row in rows]) for h in (rows[0].cells if rows else ())
    ]
    return _named(columns, [row.line for row in rows])


def _parquet(path: str, problems: Problems) -> tuple[Sequence[Any], Columns]:
    import pandas as pd

    # Nothing but a file is opened: a pipe would wait, and a name with :// would be fetched.
    if not Path(path).is_file():
        problems.add("does not exist or is no file", Place(path))
        return [], []
    try:
        frame = pd.read_parquet(Path(path))
    except (OSError, ValueError) as error:
        words = str(error).partition("\n")[0][:100]
        problems.add(f"is no parquet file that can be read: {words}", Place(path))
        return [], []
    columns: Columns = [(str(head), list(column)) for head, column in frame.items()]
    return _named(columns, range(1, len(frame) + 1))


def _named(columns: Columns, names: Sequence[Any]) -> tuple[Sequence[Any], Columns]:
    """Take the names of the rows out of the table, if it has them."""
    stated = [cells for head, cells in columns if head == NAMES]
    kept = [(head, cells) for head, cells in columns if head != NAMES]
    return (stated[0] if stated else names), kept
