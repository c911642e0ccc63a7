"""The rows of meters in columns: a million of them in some fifty megabytes.

What a row says in words is kept once, however many rows say it: meter, step, flow, unit and quality
together as one tag, and each document, remark and replacement as one text.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from carbonre.core.errors import Place

Quality = Literal["read", "invoiced", "calculated", "estimated"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
ESTIMATED = QUALITIES.index("estimated")
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tag:
    """What many rows have in common; step, flow and unit are empty where the register says them.

    Attributes
    ----------
    place : Place
        The first row that says so.
    """

    meter: str
    step: str
    flow: str
    unit: str
    quality: Quality
    place: Place


@dataclass(slots=True)
class RowBuffer:
    """Rows while they are read, column by column."""

    files: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})
    file: array[int] = field(default_factory=lambda: array("i"))
    line: array[int] = field(default_factory=lambda: array("i"))
    tag: array[int] = field(default_factory=lambda: array("i"))
    start: array[int] = field(default_factory=lambda: array("q"))
    end: array[int] = field(default_factory=lambda: array("q"))
    amount: array[float] = field(default_factory=lambda: array("d"))
    reading_start: array[float] = field(default_factory=lambda: array("d"))
    document: array[int] = field(default_factory=lambda: array("i"))
    replaces: dict[int, str] = field(default_factory=dict)
    note: dict[int, str] = field(default_factory=dict)

    def rows(self) -> MeterRows:
        """Return the rows, frozen."""
        return MeterRows(
            files=tuple(self.files),
            tags=tuple(self.tags),
            texts=tuple(self.texts),
            file=_column(self.file),
            line=_column(self.line),
            tag=_column(self.tag),
            start=_column(self.start),
            end=_column(self.end),
            amount=_column(self.amount),
            reading_start=_column(self.reading_start),
            document=_column(self.document),
            replaces=self.replaces,
            note=self.note,
        )


def _column(values: array[Any]) -> npt.NDArray[Any]:
    return np.frombuffer(values, values.typecode) if values else np.array([], values.typecode)


@dataclass(frozen=True)
class MeterRows:
    """Rows of meters, as read: one value of each column per row.

    Attributes
    ----------
    files, tags, texts : tuple
        What the columns `file`, `tag` and `document` count.
    start, end : array
        The time of the row, [start, end) [min].
    amount : array
        In the unit of the row; of a counter the difference of its readings, without multiplier.
    reading_start : array
        What a counter reads at the start; NaN where the row states an amount.
    replaces, note : mapping
        By row, where one is written.
    """

    files: tuple[str, ...]
    tags: tuple[Tag, ...]
    texts: tuple[str, ...]
    file: npt.NDArray[np.int32]
    line: npt.NDArray[np.int32]
    tag: npt.NDArray[np.int32]
    start: Integers
    end: Integers
    amount: Floats
    reading_start: Floats
    document: npt.NDArray[np.int32]
    replaces: Mapping[int, str]
    note: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.line)

    def place(self, row: int) -> Place:
        """Return where a row stands."""
        return Place(self.files[self.file[row]], int(self.line[row]))

    @property
    def meters(self) -> tuple[str, ...]:
        """The meters that have rows, by name."""
        return tuple(sorted({tag.meter for tag in self.tags}))

    def by_meter(self) -> Mapping[str, Integers]:
        """Return the rows of each meter, by time, amount and quality, and not as they stand."""
        names = self.meters
        number = {name: index for index, name in enumerate(names)}
        of_tag = np.array([number[tag.meter] for tag in self.tags], dtype=np.int64)
        quality = self.qualities
        meter = of_tag[self.tag] if len(self) else np.array([], dtype=np.int64)
        order = np.lexsort(
            (self.line, self.file, quality, self.amount, self.end, self.start, meter)
        )
        edges = np.searchsorted(meter[order], np.arange(len(names) + 1))
        return {name: order[edges[i] : edges[i + 1]] for i, name in enumerate(names)}

    @property
    def qualities(self) -> npt.NDArray[np.int8]:
        """The quality of each row, as its number in `QUALITIES`."""
        return self._of_tags([QUALITIES.index(tag.quality) for tag in self.tags])

    def _of_tags(self, values: Sequence[int]) -> npt.NDArray[np.int8]:
        return np.array(values, dtype=np.int8)[self.tag] if len(self) else np.array([], np.int8)
