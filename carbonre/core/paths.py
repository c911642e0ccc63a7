"""Dotted paths into a plant file, as scenarios, tables and the command line write them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from carbonre.core.documents import KeyPath


class PathError(ValueError):
    """A text is not a dotted path, or a path leads to nothing; the message says what is wanted."""

    code = "invalid-path"


def dotted(path: KeyPath) -> str:
    """Write a path with dots; a name that holds a dot is quoted."""
    return ".".join(f'"{part}"' if "." in str(part) else str(part) for part in path)


_PART = re.compile(r'"([^"]*)"|([^."]+)')


def split_path(text: str) -> KeyPath:
    """Read a dotted path.

    Raises
    ------
    PathError
        If the path is empty or its quotes do not close.
    """
    parts: list[str] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            break
        parts.append(match[1] if match[1] is not None else match[2])
        position = match.end()
        if position == len(text):
            return tuple(parts)
        if text[position] != ".":
            break
        position += 1
    raise PathError(f"'{text}' is not a path; join names by dots, quote a name with a dot")


def child(data: Any, part: str | int) -> tuple[str | int, Any] | None:
    """Return the exact key that a part of a path means, and its value; None if there is none.

    The entries of a list are counted by whole numbers from zero, in a text as in a path.
    """
    if isinstance(data, dict):
        return (part, data[part]) if part in data else None
    if isinstance(data, list) and str(part).isdecimal() and int(part) < len(data):
        return int(part), data[int(part)]
    return None


def exact_path(data: Any, path: KeyPath) -> KeyPath:
    """Return a path with the exact keys of a document, as far as the path leads somewhere."""
    exact: list[str | int] = []
    for part in path:
        found = child(data, part)
        key, data = found or (part, None)
        exact.append(key)
    return tuple(exact)


def value_at(data: Any, path: Iterable[str | int], default: Any = None) -> Any:
    """Return the value at a path of a document, or `default` if the path leads to nothing."""
    for part in path:
        found = child(data, part)
        if found is None:
            return default
        data = found[1]
    return data


def holds_scalar(data: Any, path: Iterable[str | int]) -> bool:
    """Return whether a path of a document leads to a single value, not to a mapping or a list."""
    return not isinstance(value_at(data, path, {}), (dict, list))


def names_in(data: Any) -> Iterator[str]:
    """Yield every name in a part of a document: keys, the parts of dotted keys, and texts."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for value in data:
            yield from names_in(value)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            with contextlib.suppress(PathError):  # reported where the path is read
                yield from map(str, split_path(str(key)))
            yield from names_in(value)
