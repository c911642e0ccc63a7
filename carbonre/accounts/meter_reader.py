"""Activity data: CSV files of meters -> rows, with everything that is wrong in the files.

A file is read as a stream, so that its size costs no memory; what is wrong is told with its line,
and reading goes on.
"""

from __future__ import annotations

import csv
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from carbonre.accounts.meter_rows import QUALITIES, MeterRows, RowBuffer, Tag
from carbonre.accounts.times import TimeError, minutes, span
from carbonre.core.errors import InputError, Place, Problem, Problems, did_you_mean
from carbonre.core.units import NUMBER, QuantityError, number

COLUMNS = (
    "start", "end", "step", "flow", "amount", "unit", "meter", "quality", "document", "replaces",
    "note", "reading_start", "reading_end",
)  # fmt: skip
NEEDED = ("start", "end", "meter", "quality")
TAG = ("meter", "step", "flow", "unit", "quality")
REGISTER = "register.csv"
NAN = float("nan")
MOST_TOLD = 1000  # problems of one file; a file of a million wrong rows is one mistake
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def meter_files(path: Path | str) -> tuple[Path, ...]:
    """Return the files of activity data at a path: it, or every CSV file in a folder, by name.

    The register, `register.csv`, is none of them.
    """
    path = Path(path)
    found = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return tuple(file for file in found if file.name != REGISTER)


def read_meters(paths: Iterable[Path | str], problems: Problems) -> MeterRows:
    """Read files of activity data; what is wrong goes to `problems`, and its row is left out.

    Parameters
    ----------
    paths : iterable of path
        CSV files with the columns ``start,end,meter,quality``, ``amount`` or ``reading_start`` and
        ``reading_end``, and any of ``step,flow,unit,document,replaces,note``.
    """
    buffer = RowBuffer()
    for path in paths:
        found = Problems()
        _read_file(str(path), buffer, found)
        problems.found += found.found[:MOST_TOLD]
        if (more := len(found.found) - MOST_TOLD) > 0:
            words = f"{more} more rows are wrong in the same file; correct these first"
            problems.add(words, Place(str(path)), code="invalid-row")
    return buffer.rows()


class _RowError(Exception):
    """A cell cannot be read."""

    def __init__(self, words: str, column: str, code: str) -> None:
        super().__init__(words)
        self.column, self.code = column, code


def _read_file(file: str, buffer: RowBuffer, problems: Problems) -> None:
    """Read one file into the buffer."""
    if not Path(file).is_file():  # opening a pipe would wait for ever
        words = "is not a file" if Path(file).exists() else "does not exist"
        problems.add(words, Place(file), code="unreadable-file")
        return
    try:
        stream = Path(file).open(encoding="utf-8-sig", newline="")  # noqa: SIM115
    except OSError as error:
        problems.add(f"cannot be read: {error.strerror}", Place(file), code="unreadable-file")
        return
    with stream:
        reader = csv.reader(_lines(stream, file), strict=True)
        try:
            head = [name.strip() for name in next(reader, [])]
            while head and not head[-1]:
                head.pop()
            if _check_head(head, file, problems):
                _read_rows(reader, head, file, buffer, problems)
        except csv.Error as error:
            problems.add(f"is not CSV here: {error}", Place(file, reader.line_num), code="not-csv")
        except UnicodeDecodeError:
            words = "is not UTF-8 behind this line; save it as UTF-8"
            problems.add(words, Place(file, reader.line_num), code="unreadable-file")
        except InputError as error:
            problems.extend(error)


def _lines(stream: Iterable[str], file: str) -> Iterator[str]:
    """Yield lines; a control character ends the file with a problem."""
    for count, line in enumerate(stream, 1):
        if not line.isascii() or not line.rstrip("\r\n\t").isprintable():
            found = _FORBIDDEN.search(line)
            if found:
                words = f"holds the control character U+{ord(found[0]):04X}; remove it"
                raise InputError([Problem(words, Place(file, count), code="unreadable-file")])
        yield line


def _check_head(head: list[str], file: str, problems: Problems) -> bool:
    """Refuse a header that lacks a column, has one twice, or one that nothing reads."""
    place, before = Place(file, 1), len(problems.found)
    if len(head) == 1 and (";" in head[0] or "\t" in head[0]):
        words = "the columns are separated by semicolons or tabs; save the file with commas"
        problems.add(words, place, code="not-csv")
        return False
    if not head or "" in head or len(set(head)) != len(head):
        problems.add("the header needs one distinct name per column", place, code="not-csv")
        return False
    for name in (name for name in head if name not in COLUMNS):
        free = [column for column in COLUMNS if column not in head]
        words = f"nothing reads the column '{name}'{did_you_mean(name, free)}"
        problems.add(words, place, name, code="wrong-columns")
    readings = {"reading_start", "reading_end"} <= set(head)
    missing = [name for name in NEEDED if name not in head]
    missing += [] if "amount" in head or readings else ["amount"]
    for name in missing:
        hint = ", or 'reading_start' and 'reading_end'" if name == "amount" else ""
        words = f"the file lacks the column '{name}'{hint}"
        problems.add(words, place, name, code="wrong-columns")
    return len(problems.found) == before


def _read_rows(
    reader: Any, head: list[str], file: str, buffer: RowBuffer, problems: Problems
) -> None:
    """Read the rows below the header."""
    width = len(head)
    buffer.files.append(file)
    rows = _RowReader(head, buffer)
    for cells in reader:
        if len(cells) != width:
            if not any(cells):
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) != width:
                words = f"the row has {len(cells)} cells, the header {width} columns"
                place = Place(file, reader.line_num)
                problems.add(f"{words}; look for a comma too many", place, code="not-csv")
                continue
        cells.append("")  # what a column that the file lacks holds
        try:
            rows.take(cells, reader.line_num)
        except _RowError as error:
            place = Place(file, reader.line_num)
            problems.add(str(error), place, error.column, code=error.code)


class _RowReader:
    """Takes the rows of one file into a buffer: `take` is what a million rows pass."""

    def __init__(self, head: list[str], buffer: RowBuffer) -> None:
        self.buffer, self.file = buffer, len(buffer.files) - 1
        self.at = {name: head.index(name) if name in head else len(head) for name in COLUMNS}
        self.tagging = operator.itemgetter(*(self.at[name] for name in TAG))
        self.times: dict[str, int] = {}
        self.tags: dict[tuple[str, ...], int] = {}

    def take(self, cells: list[str], line: int) -> None:
        """Take up one row; nothing of it if one of its cells is wrong."""
        at, times, buffer = self.at, self.times, self.buffer
        start = times.get(cells[at["start"]])
        if start is None:
            start = self._time(cells[at["start"]], "start")
        end = times.get(cells[at["end"]])
        if end is None:
            end = self._time(cells[at["end"]], "end")
        if end <= start:
            _refuse_order(start, end)
        amount, first = _amount(cells, at)
        key = self.tagging(cells)
        tag = self.tags.get(key)
        if tag is None:
            buffer.tags.append(_tag(key, Place(buffer.files[self.file], line)))
            tag = self.tags[key] = len(buffer.tags) - 1
        document = buffer.texts.get(cells[at["document"]])
        if document is None:
            document = buffer.texts.setdefault(_text(cells[at["document"]]), len(buffer.texts))
        if cells[at["replaces"]]:
            buffer.replaces[len(buffer.line)] = _text(cells[at["replaces"]])
        if cells[at["note"]]:
            buffer.note[len(buffer.line)] = _text(cells[at["note"]])
        buffer.document.append(document)
        buffer.file.append(self.file)
        buffer.line.append(line)
        buffer.tag.append(tag)
        buffer.start.append(start)
        buffer.end.append(end)
        buffer.amount.append(amount)
        buffer.reading_start.append(first)

    def _time(self, text: str, column: str) -> int:
        """Read a date that is met for the first time."""
        if not text.strip():
            words = "the cell is empty; write a date such as 2024-03-01"
            raise _RowError(words, column, "invalid-row")
        try:
            found = self.times[text] = minutes(text.strip())
        except TimeError as error:
            raise _RowError(str(error), column, "invalid-row") from None
        return found


def _text(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


def _refuse_order(start: int, end: int) -> None:
    if start == end:
        words = "the row ends where it starts; the end is the first day that is no more part of it"
    else:
        words = f"the row ends before it starts ({span(start, end)})"
    raise _RowError(words, "end", "invalid-row")


def _amount(cells: list[str], at: dict[str, int]) -> tuple[float, float]:
    """Return the amount of a row, and what its counter read at the start."""
    text = cells[at["amount"]].strip()
    if text and NUMBER.fullmatch(text) and at["reading_start"] == at["reading_end"]:
        return _number(text, "amount"), NAN  # the way of most rows: no columns of counters
    first, last = cells[at["reading_start"]].strip(), cells[at["reading_end"]].strip()
    if text and (first or last):
        words = "the row states an amount and readings; leave one of them empty"
        raise _RowError(words, "amount", "invalid-row")
    if text:
        return _number(text, "amount"), NAN
    if not first or not last:
        empty = "reading_end" if first else "reading_start" if last else "amount"
        words = "the cell is empty; a row without data is left out, and its time is a gap"
        raise _RowError(words, empty, "invalid-row")
    begin = _number(first, "reading_start")
    return _number(last, "reading_end") - begin, begin


def _number(text: str, column: str) -> float:
    if NUMBER.fullmatch(text) and len(text) < 20 and 1e-20 < abs(value := float(text)) < 1e20:
        return value
    try:
        return number(text)
    except QuantityError as error:
        raise _RowError(str(error), column, "invalid-quantity") from None


def _tag(key: tuple[str, ...], place: Place) -> Tag:
    """Make the tag of rows."""
    meter, step, flow, unit, quality = map(_text, key)
    if not meter:
        words = "the cell is empty; name a meter of the register"
        raise _RowError(words, "meter", "invalid-row")
    known = next((one for one in QUALITIES if one == quality), None)
    if known is None:
        hint = did_you_mean(quality, QUALITIES) or f"; write {', '.join(QUALITIES)}"
        raise _RowError(f"'{quality}' is no quality{hint}", "quality", "invalid-row")
    return Tag(meter, step, flow, unit, known, place)
