"""The energy limits of GB 29435-2025, as factors/energy_limits.csv gives them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import Row


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
    """Return the table of limits."""
    return tables.read("energy_limits", _limit)


def _limit(row: Row) -> Limit:
    cells = row.cells
    return Limit(
        cells["route"],
        cells["product"],
        tuple(float(cells[f"level{level}"]) for level in (1, 2, 3)),
        f"{cells['source']}, {cells['locator']}",
        tuple(cells["processes"].split()),
    )
