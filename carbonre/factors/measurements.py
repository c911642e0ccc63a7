"""What a plant reads, weighs or asks for to know a number: `factors/measurements.csv`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import Row

KINDS = ("parameter", "factor", "potential", "price", "conversion")  # those of a `Draft`


@dataclass(frozen=True, slots=True)
class Measurement:
    """Where a plant finds a number of its own.

    Attributes
    ----------
    reading, reading_zh : str
        The meter, record or question, in English and in Chinese.
    of : str
        The process whose parameters it tells; of a factor the kind of its flow; empty where it is
        said of any. The parameters of one process with the same reading are known together.
    """

    reading: str
    reading_zh: str
    of: str


@functools.cache
def measurements() -> Mapping[tuple[str, str, str], Measurement]:
    """Return the table by kind of number, what it is of, and parameter."""
    return dict(tables.read("measurements", _measurement))


def _measurement(row: Row) -> tuple[tuple[str, str, str], Measurement]:
    cells = row.cells
    if cells["kind"] not in KINDS:
        raise ValueError(f"kind: '{cells['kind']}' is none of {', '.join(KINDS)}")
    found = Measurement(cells["reading"], cells["reading_zh"], cells["of"])
    return (cells["kind"], cells["of"], cells["parameter"]), found


def measurement(kind: str, of: str = "", parameter: str = "") -> Measurement:
    """Return what tells a number: the row of the parameter itself, else of its kind.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    of : str
        The process of a parameter; the kind of the flow of a factor.
    """
    known = measurements()
    keys = ((kind, of, parameter), (kind, "", parameter), (kind, of, ""))
    return next((known[key] for key in keys if key in known), known[kind, "", ""])
