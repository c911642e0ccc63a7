"""Text files -> plain data that knows its line.

YAML is read from the parser's events, so that nothing of YAML's surprises gets in: values follow
the 1.2 core rules (``NO`` is a word, ``012`` is twelve), and anchors, aliases, tags, merge keys
and duplicate keys are refused. CSV is read strictly: every row has the header's columns.
"""

from __future__ import annotations

import csv
import io
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from carbonre.core.errors import InputError, Place, Problem, Problems
from carbonre.core.respelling import COMMA_TAIL, with_comma

LARGEST = 10_000_000  # bytes
DEEPEST = 32
TOO_DEEP = f"is nested deeper than {DEEPEST} levels"
KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Controls, surrogates, and the marks that turn the writing direction of what follows.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value starts: 0-based line and column, and its length on that line."""

    line: int
    column: int
    length: int


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data, with the place of every value and every key.

    Attributes
    ----------
    file : str
        The name as the user gave it.
    data : object
        dict, list, str, int, float, bool or None.
    values, keys : dict
        Marks of values and of keys, by path.
    """

    file: str
    lines: tuple[str, ...]
    data: Any
    values: Mapping[KeyPath, Span] = field(repr=False)
    keys: Mapping[KeyPath, Span] = field(repr=False)
    _places: dict[tuple[KeyPath, bool], Place] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def place(self, path: KeyPath, key: bool = False) -> Place:
        """Return the place of the value (or the key) at `path`, or of the nearest one above."""
        asked = (tuple(path), key)
        if asked not in self._places:
            self._places[asked] = self._place(*asked)
        return self._places[asked]

    def _place(self, path: KeyPath, key: bool) -> Place:
        while True:
            mark = (self.keys.get(path) if key else None) or self.values.get(path)
            if mark is not None or not path:
                break
            path, key = path[:-1], True
        if mark is None:
            return Place(self.file)
        text = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Place(self.file, mark.line + 1, mark.column + 1, mark.length, text)


def read_bytes(path: Path | str, shown: str = "", largest: int = LARGEST) -> bytes:
    """Read a regular file of at most `largest` bytes (10 MB if not given).

    Raises
    ------
    InputError
        If it does not exist, is not a regular file, is too large or cannot be read.
    """
    shown = shown or str(path)
    try:
        # Opening a pipe would wait for ever, so its kind is asked first.
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            words = "is not a file" if stat.S_ISDIR(status.st_mode) else "is not a regular file"
            raise _refusal(shown, words)
        if status.st_size > largest:
            raise _refusal(shown, f"is larger than {largest // 1_000_000} MB")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise _refusal(shown, "does not exist") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one of a file"
        raise _refusal(shown, f"cannot be read: {reason}") from None


def _refusal(shown: str, message: str, line: int = 0) -> InputError:
    return InputError([Problem(message, Place(shown, line), code="unreadable-file")])


def read_text(path: Path | str, shown: str = "") -> str:
    """Read a text file: regular, UTF-8, of at most 10 MB, without control characters.

    Raises
    ------
    InputError
        With what is wrong and what is wanted.
    """
    shown = shown or str(path)
    raw = read_bytes(path, shown)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(
            shown, f"is not UTF-8; it {_looks_like(raw)}; save it as UTF-8", line
        ) from None
    found = _FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        name = f"U+{ord(found[0]):04X}"
        raise _refusal(shown, f"holds the control character {name}; remove it", line)
    return unicodedata.normalize("NFC", text)


def _looks_like(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw[:200]:
        return "looks like UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "is of an unknown encoding"
    return "looks like GB18030"


def read_yaml(path: Path | str, problems: Problems | None = None) -> Document:
    """Read a YAML file into a `Document`; see the head of this module for what is refused."""
    text = read_text(path)
    return parse_yaml(text, str(path), problems)


def parse_yaml(text: str, file: str, problems: Problems | None = None) -> Document:
    """Read YAML text into a `Document`.

    With `problems`, reading goes on after a key that is given twice and after a comma in a number:
    they go there, and what is meant stands in the document.
    """
    lines = tuple(text.splitlines())
    builder = _Builder(file, lines)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        shown = lines[line] if line < len(lines) else ""
        column = mark.column + 1 if mark else 1
        words = error.problem or error.context or "cannot be read"
        message = f"is not YAML here: {words}; look at indentation, colons and quotes"
        if "nesting" in words:  # the parser of PyYAML 6.0.4 gives up before the builder sees it
            message = TOO_DEEP
        builder.problems.add(message, Place(file, line + 1, column, 1, shown), code="not-yaml")
        problems = None
    except (yaml.YAMLError, RecursionError, ValueError):
        builder.problems.add("is not YAML", Place(file), code="not-yaml")
        problems = None
    if problems is None:
        builder.problems.raise_any()
    else:
        problems.found += builder.problems.found
        builder.drop_refused()
    return Document(file, lines, builder.root, builder.values, builder.keys)


class _Builder:
    """Build data from YAML events; `take` is called once per event."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file, self.lines = file, lines
        self.problems = Problems()
        self.root: Any = None
        self.values: dict[KeyPath, Span] = {}
        self.keys: dict[KeyPath, Span] = {}
        self.stack: list[tuple[KeyPath, Any]] = []  # open containers with their paths
        self.key: str | None = None
        self.documents = 0
        self.refused: list[tuple[dict[str, Any], str]] = []  # keys that are none

    def _fail(self, message: str, event: Any) -> None:
        line = event.start_mark.line
        text = self.lines[line] if line < len(self.lines) else ""
        self.problems.add(
            message,
            Place(self.file, line + 1, event.start_mark.column + 1, 1, text),
            code="not-yaml",
        )
        self.problems.raise_any()

    def take(self, event: Any) -> None:
        """Take up the next event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._fail("holds a second document; one file is one plant", event)
        elif isinstance(event, yaml.AliasEvent):
            self._fail("aliases (*name) are refused; write the value again", event)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()

    def _node(self, event: Any) -> None:
        if event.anchor is not None:
            self._fail("anchors (&name) are refused; write the value again", event)
        if getattr(event, "tag", None) is not None:
            self._fail(f"tags such as {event.tag} are refused", event)
        scalar = isinstance(event, yaml.ScalarEvent)
        if not scalar and len(self.stack) >= DEEPEST:
            self._fail(TOO_DEEP, event)
        mark = self._mark(event, scalar)
        container = self.stack[-1][1] if self.stack else None
        if isinstance(container, dict) and self.key is None:
            self._key(event, scalar, mark, container)
            return
        value = self._value(event) if scalar else ({} if _is_mapping(event) else [])
        path = self._place(value, mark, container)
        if not scalar:
            self.stack.append((path, value))

    def _key(self, event: Any, scalar: bool, mark: Span, container: dict[str, Any]) -> None:
        if not scalar:
            self._fail("a key must be a name, not a list or a mapping", event)
        name = unicodedata.normalize("NFC", event.value)
        if _FORBIDDEN.search(name) or "\n" in name or "\r" in name:
            self._fail("a name must not hold control characters or line breaks", event)
        if name == "<<":
            self._fail("merge keys (<<) are refused; write the keys again", event)
        self._no_decimal_comma(event, name, mark, container)
        path = (*self.stack[-1][0], name)
        if name in container:
            first = self.keys[path].line + 1
            line = mark.line
            where = Place(self.file, line + 1, mark.column + 1, mark.length, self.lines[line])
            self.problems.add(
                f"the key '{name}' is given twice; first in line {first}",
                where,
                code="duplicate-key",
            )
            path = (*self.stack[-1][0], f"{name} (again, line {line + 1})")
            self.refused.append((container, str(path[-1])))
        self.keys[path] = mark
        self.key = str(path[-1])
        container[self.key] = None

    def _no_decimal_comma(self, event: Any, name: str, mark: Span, container: Any) -> None:
        """Refuse `{NdF3: 0,5 kg}`, which YAML reads as `NdF3: 0` and a key `5 kg`."""
        last = next(reversed(container), None)
        before = self.values.get((*self.stack[-1][0], last)) if last else None
        if last is None or before is None:
            return
        touches = (before.line, before.column + before.length + 1) == (mark.line, mark.column)
        if touches and self.refused and self.refused[-1][1] == last:  # more groups of thousands
            self.refused.append((container, name))
            return
        if not isinstance(container[last], (int, float)):
            return
        if touches and COMMA_TAIL.fullmatch(name):
            line = self.lines[mark.line]
            found, container[last], words = with_comma(line, before.column)
            where = Place(self.file, mark.line + 1, before.column + 1, len(found), line)
            self.problems.add(words, where, code="not-yaml")
            self.refused.append((container, name))

    def drop_refused(self) -> None:
        """Take out the keys that are none, so that the rest can be checked."""
        for container, key in self.refused:
            container.pop(key, None)

    def _place(self, value: Any, mark: Span, container: Any) -> KeyPath:
        path: KeyPath = ()
        if container is None:
            self.root = value
        elif isinstance(container, dict):
            assert self.key is not None
            path = (*self.stack[-1][0], self.key)
            container[self.key], self.key = value, None
        else:
            path = (*self.stack[-1][0], len(container))
            container.append(value)
        self.values[path] = mark
        return path

    def _mark(self, event: Any, scalar: bool) -> Span:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if scalar and end.line == start.line else 1
        return Span(start.line, start.column, max(1, length))

    def _value(self, event: Any) -> Any:
        text: str = event.value
        if _FORBIDDEN.search(text):
            self._fail("a value must not hold control characters", event)
        if event.style:  # quoted or a block: text, whatever it looks like
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text


def _is_mapping(event: Any) -> bool:
    return isinstance(event, yaml.MappingStartEvent)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file: its cells by column, and its place."""

    file: str
    line: int
    cells: Mapping[str, str]

    def place(self) -> Place:
        """Return the place of the row."""
        return Place(self.file, self.line)


def _without_blanks(cells: list[str], least: int) -> list[str]:
    """Take off blank cells on the right, but not below `least` cells."""
    size = len(cells)
    while size > least and not cells[size - 1].strip():
        size -= 1
    return cells[:size]


def read_csv(path: Path | str, problems: Problems, shown: str = "") -> list[Row]:
    """Read a CSV file strictly; what is wrong goes to `problems` with its line."""
    shown = shown or str(path)
    try:
        text = read_text(path, shown)
    except InputError as error:
        problems.extend(error)
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = _without_blanks([name.strip() for name in next(reader, [])], 0)
        if not header or "" in header or len(set(header)) != len(header):
            problems.add(
                "the header needs one distinct name per column", Place(shown, 1), code="not-csv"
            )
            return []
        if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
            words = "the columns are separated by semicolons or tabs; save the file with commas"
            problems.add(words, Place(shown, 1), code="not-csv")
            return []
        for cells in reader:
            if not any(cells):
                continue
            # Excel writes empty columns on the right; they say nothing.
            kept = _without_blanks(cells, len(header))
            if len(kept) != len(header):
                words = f"the row has {len(kept)} cells, the header {len(header)} columns"
                problems.add(
                    f"{words}; look for a comma too many",
                    Place(shown, reader.line_num),
                    code="not-csv",
                )
                continue
            rows.append(Row(shown, reader.line_num, dict(zip(header, kept, strict=True))))
    except csv.Error as error:
        problems.add(f"is not CSV here: {error}", Place(shown, reader.line_num), code="not-csv")
    return rows
