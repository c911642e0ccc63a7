"""Canonical text: the same facts are the same bytes, on every machine and in every year.

What is hashed is text that a person can read: JSON with sorted keys, and CSV with sorted rows, one
line each; UTF-8, LF, floats in the shortest form that reads back as the same number. Neither
depends on a library whose next version writes other bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from carbonre.core.spreadsheets import FORMULA_STARTS

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Cell = str | int | float | None
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile(r"[\t\r\n]+")
_MARK = "'"  # keeps a text that looks like a formula a text


class CanonicalError(ValueError):
    """A value has no canonical text; the message says which."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in small letters."""
    return hashlib.sha256(content).hexdigest()


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the same number; zero has no sign."""
    if not math.isfinite(value):
        raise CanonicalError(f"{value} is no finite number")
    return repr(value + 0)


def json_bytes(data: Mapping[str, Json]) -> bytes:
    """Return the canonical text of a mapping: sorted keys, one value a line."""
    plain = _plain(data)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def _plain(value: Json) -> Json:
    """Return a value as dicts, lists and scalars, or say what has no text."""
    if isinstance(value, Mapping):
        return {_clean(key): _plain(one) for key, one in value.items()}
    if isinstance(value, str):
        return _clean(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise CanonicalError(f"{value} is no finite number")
        return value + 0.0
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    raise CanonicalError(f"{value!r} is neither text, number nor list")


def _clean(text: str) -> str:
    if not isinstance(text, str):
        raise CanonicalError(f"the key {text!r} is no text")
    if UNWRITABLE.search(text):
        raise CanonicalError(f"{text!r} holds a control character")
    return text


def csv_bytes(columns: Sequence[str], records: Iterable[Sequence[Cell]]) -> bytes:
    """Return the canonical text of a table: the header, and the rows in the order of their text.

    Line breaks and tabs within a cell become a space, so a row is a line. A text that a
    spreadsheet would run has an apostrophe before it, and so has a text that begins with one.
    """
    lines = sorted(",".join(map(_cell, record)) for record in records)
    return "".join(f"{line}\n" for line in (",".join(columns), *lines)).encode()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return number_text(value)
    text = _clean(_BREAKS.sub(" ", value))
    if text.startswith((_MARK, *FORMULA_STARTS)):
        text = _MARK + text
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def csv_rows(content: bytes, columns: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """Read a canonical table, or some columns of it; the texts are those that were written.

    Raises
    ------
    ValueError
        If it is no table, or has no such column.
    """
    lines = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    try:
        header = next(lines, [])
        wanted = [(name, header.index(name)) for name in columns or header]
        for cells in lines:
            if len(cells) != len(header):
                raise ValueError(f"a row of {len(cells)} cells below {len(header)} columns")
            yield {name: cells[at].removeprefix(_MARK) for name, at in wanted}
    except csv.Error as error:
        raise ValueError(str(error)) from None
