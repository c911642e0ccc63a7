"""Dotted paths into a plant file, as scenarios, tables and the command line write them."""

from __future__ import annotations

import re

from carbonre.core.documents import KeyPath
from carbonre.core.units import QuantityError


def dotted(path: KeyPath) -> str:
    """Write a path with dots; a name that holds a dot is quoted."""
    return ".".join(f'"{part}"' if "." in str(part) else str(part) for part in path)


_PART = re.compile(r'"([^"]*)"|([^."]+)')


def split_path(text: str) -> KeyPath:
    """Read a dotted path.

    Raises
    ------
    QuantityError
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
    raise QuantityError(f"'{text}' is not a path; join names by dots, quote a name with a dot")
