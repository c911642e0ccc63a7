"""The series of each meter: its rows by time, in base units, and which of them still stand."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from carbonre.accounts.findings import Finding
from carbonre.accounts.meter_rows import ESTIMATED, Floats, Integers, MeterRows
from carbonre.accounts.register import Meter, Register
from carbonre.accounts.times import written


@dataclass(frozen=True)
class Series:
    """The rows of one meter, by time.

    Attributes
    ----------
    rows : array
        Their numbers in all rows.
    start, end : array
        Their times, [start, end) [min].
    amount : array
        What they state [base unit of the flow].
    quality : array
        As numbers in `QUALITIES`.
    replaces : mapping
        By position of a row, the positions of the estimates that it replaces.
    source : MeterRows
        All rows, for places, documents and readings.
    """

    meter: Meter
    rows: Integers
    start: Integers
    end: Integers
    amount: Floats
    quality: npt.NDArray[np.int8]
    replaces: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    source: MeterRows | None = field(default=None, repr=False, compare=False)

    @property
    def stands(self) -> npt.NDArray[np.bool_]:
        """Which rows no other row replaces."""
        found = np.ones(len(self.rows), dtype=bool)
        for replaced in self.replaces.values():
            found[list(replaced)] = False
        return found


def series_of(
    rows: MeterRows, register: Register, base: Sequence[float | None]
) -> tuple[tuple[Series, ...], tuple[Finding, ...]]:
    """Return the series of each meter that has rows, by name, and what is wrong with `replaces`.

    Parameters
    ----------
    base : sequence
        From `base_of_tags`; a meter with a tag of None is left out.
    """
    found: list[Series] = []
    findings: list[Finding] = []
    factor = np.array([np.nan if one is None else one for one in base])
    faulty = {tag.meter for tag, one in zip(rows.tags, base, strict=True) if one is None}
    quality = rows.qualities
    by_row: dict[str, list[int]] = {}
    for row in sorted(rows.replaces):
        by_row.setdefault(rows.tags[rows.tag[row]].meter, []).append(row)
    for name, index in rows.by_meter().items():
        if name in faulty:
            continue
        meter = register.meters[name]
        replaces, wrong = _replacements(rows, name, index, by_row.get(name, ()), quality)
        findings += wrong
        found.append(
            Series(
                meter,
                index,
                rows.start[index],
                rows.end[index],
                _amounts(rows, meter, index) * factor[rows.tag[index]],
                quality[index],
                replaces,
                rows,
            )
        )
    return tuple(found), tuple(findings)


def _amounts(rows: MeterRows, meter: Meter, index: Integers) -> Floats:
    """Return the amounts in the units of the rows; of counters with their multiplier."""
    amount = rows.amount[index].copy()
    counter = ~np.isnan(rows.reading_start[index])
    if meter.rolls_over_at is not None:
        amount[counter & (amount < 0)] += meter.rolls_over_at
    amount[counter] *= meter.multiplier
    return amount


def _replacements(
    rows: MeterRows,
    meter: str,
    index: Integers,
    replacing: Sequence[int],
    quality: npt.NDArray[np.int8],
) -> tuple[dict[int, tuple[int, ...]], list[Finding]]:
    """Return which estimates of a meter are replaced by which of its rows."""
    if not replacing:
        return {}, []
    position = {int(row): i for i, row in enumerate(index)}
    estimates = [row for row in position if quality[row] == ESTIMATED]
    found: dict[int, tuple[int, ...]] = {}
    wrong: list[Finding] = []

    def refuse(row: int, words: str) -> None:
        time = written(rows.start[row])
        wrong.append(Finding("replaces", meter, time, words, rows.place(row)))

    for row in replacing:
        replaced: list[int] = []
        for name in _names(rows.replaces[row]):
            meant = [one for one in estimates if one != row and name in _names_of(rows, one)]
            if not meant:
                known = sorted({written(rows.start[one]) for one in estimates if one != row})
                hint = f"; its estimates start on {', '.join(known[:3])}" if known else ""
                refuse(row, f"'{name}' is the start or the document of no estimated row{hint}")
            replaced += meant
        found[position[row]] = tuple(position[one] for one in replaced)
    try:
        graphlib.TopologicalSorter(found).prepare()
    except graphlib.CycleError as error:
        first = int(index[min(error.args[1])])
        refuse(first, "estimates replace each other in a circle; the last one replaces the others")
        return {}, wrong
    return found, wrong


def _names(text: str) -> Iterator[str]:
    """Yield what a cell of `replaces` names, parted by semicolons."""
    return (name for part in text.split(";") if (name := part.strip()))


def _names_of(rows: MeterRows, row: int) -> tuple[str, ...]:
    """Return by what a row may be named: its start, and its document."""
    document = rows.texts[rows.document[row]]
    return (written(rows.start[row]), *((document,) if document else ()))
