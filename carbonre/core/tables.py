"""The bundled tables: where they are, in a wheel or beside the package, and their rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from carbonre.core.documents import Row, read_csv
from carbonre.core.errors import Problems

T = TypeVar("T")


def data_folder() -> Path:
    """Return the folder of the bundled tables; in a checkout, the one that is edited."""
    package = Path(__file__).parent.parent
    inside = package / "_factors"
    return inside if inside.is_dir() else package.parent / "factors"


def read(name: str, parse: Callable[[Row], T], folder: Path | None = None) -> tuple[T, ...]:
    """Read a table that comes with carbonre.

    Parameters
    ----------
    name : str
        The file without its ending, such as ``sources`` or ``processes/calcination``.
    parse : callable
        Makes a record of a row; what it refuses is a ``ValueError`` or ``KeyError``.
    folder : Path, optional
        Where the table is; the folder of the factor tables if not given.

    Raises
    ------
    InputError
        With every invalid row. For a table as it was installed that is an internal error: no
        plant file can cause it.
    """
    problems = Problems()
    path = (folder or data_folder()) / f"{name}.csv"
    shown = str(path) if folder else f"factors/{name}.csv"
    records = []
    for row in read_csv(path, problems, shown):
        try:
            records.append(parse(row))
        except (ValueError, KeyError) as error:
            problems.add(str(error), row.place(), code="invalid-row")
    problems.raise_any()
    return tuple(records)
