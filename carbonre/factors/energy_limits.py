"""The energy limits of GB 29435-2025, as factors/energy_limits.csv gives them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import read_csv
from carbonre.core.errors import Problems


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of `factors/energy_limits.csv` [tce/t].

    Attributes
    ----------
    levels : tuple of float
        The best plants, new plants, existing plants.
    processes : tuple of str
        The process models between which its boundary lies; empty where that is not known.
    """

    route: str
    product: str
    levels: tuple[float, ...]
    source: str
    processes: tuple[str, ...]


@functools.cache
def limits() -> tuple[Limit, ...]:
    """Return the table of limits; a fault in it is a fault of ours."""
    problems = Problems()
    rows = read_csv(
        tables.data_folder() / "energy_limits.csv", problems, "factors/energy_limits.csv"
    )
    problems.raise_any()
    return tuple(
        Limit(
            row.cells["route"],
            row.cells["product"],
            tuple(float(row.cells[f"level{level}"]) for level in (1, 2, 3)),
            f"{row.cells['source']}, {row.cells['locator']}",
            tuple(row.cells["processes"].split()),
        )
        for row in rows
    )
