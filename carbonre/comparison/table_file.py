"""A table of overrides from a file, CSV or parquet: a column for each path, a row for each case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carbonre.core.documents import read_csv
from carbonre.core.errors import Place, Problems
from carbonre.core.extras import require

PARQUET = ".parquet"
NAMES = "case"  # a column of the table that names its rows

Columns = list[tuple[str, Sequence[Any]]]


def read_table(path: str, problems: Problems) -> tuple[Sequence[Any], Columns]:
    """Read a table of overrides; what is wrong with the file goes to `problems`.

    Returns
    -------
    sequence, list of (str, sequence)
        What the rows are called (by a column ``case``; else by their line in a CSV, and counted
        from 1 in parquet), and the other columns with their heads.

    Raises
    ------
    InputError
        If a parquet file is named and the extra ``parquet`` is not installed.
    """
    before = len(problems.found)
    names, columns = (_parquet if path.endswith(PARQUET) else _csv)(path, problems)
    if not len(names) and len(problems.found) == before:
        problems.add("has no rows; write one for each case", Place(path), code="no-rows")
    return names, columns


def _csv(path: str, problems: Problems) -> tuple[Sequence[Any], Columns]:
    rows = read_csv(path, problems)
    columns: Columns = [
        (head, [row.cells[head] for row in rows]) for head in (rows[0].cells if rows else ())
    ]
    return _named(columns, [row.line for row in rows])


def _parquet(path: str, problems: Problems) -> tuple[Sequence[Any], Columns]:
    require("pyarrow", extra="parquet")
    import pandas as pd

    # Nothing but a file is opened: a pipe would wait, and a name with :// would be fetched.
    if not Path(path).is_file():
        problems.add("does not exist or is no file", Place(path), code="unreadable-file")
        return [], []
    try:
        frame = pd.read_parquet(Path(path))
    except (OSError, ValueError) as error:
        words = str(error).partition("\n")[0][:100]
        problems.add(
            f"is no parquet file that can be read: {words}", Place(path), code="unreadable-file"
        )
        return [], []
    columns: Columns = [(str(head), list(column)) for head, column in frame.items()]
    return _named(columns, range(1, len(frame) + 1))


def _named(columns: Columns, names: Sequence[Any]) -> tuple[Sequence[Any], Columns]:
    """Take the names of the rows out of the table, if it has them."""
    stated = [cells for head, cells in columns if head == NAMES]
    kept = [(head, cells) for head, cells in columns if head != NAMES]
    return (stated[0] if stated else names), kept
