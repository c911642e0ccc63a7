"""What became of the files that a closing was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from carbonre.accounts.books import InputFile
from carbonre.accounts.closing import HEAD

StateKind = Literal["same", "grown", "changed", "missing"]


@dataclass(frozen=True, slots=True)
class InputState:
    """What a file is today, beside what was read of it.

    Attributes
    ----------
    kind : str
        ``grown``: what was read is all there, and whole lines stand behind it; of data only.
    more : int
        By how much it has grown [bytes].
    words : str
        What is wrong, of a file that is changed or missing.
    """

    kind: StateKind
    more: int = 0
    words: str = ""


SAME = InputState("same")
MISSING = InputState("missing", words="is missing")


def states_of(
    inputs: Iterable[InputFile], read: Callable[[str], bytes | None]
) -> dict[InputFile, InputState]:
    """Compare inputs with the files of today; each file is read and hashed once."""
    by_path: dict[str, list[InputFile]] = {}
    for one in inputs:
        by_path.setdefault(one.path, []).append(one)
    found: dict[InputFile, InputState] = {}
    for path, ones in by_path.items():
        content = read(path)
        if content is None:
            found |= dict.fromkeys(ones, MISSING)
            continue
        hashes = _beginnings(content, {one.size for one in ones})
        found |= {one: _state(one, content, hashes) for one in ones}
    return found


def _beginnings(content: bytes, sizes: Iterable[int]) -> dict[int, str]:
    """Return the SHA-256 of the whole, and of its first bytes up to each size, in one pass."""
    running, done, found = hashlib.sha256(), 0, {}
    view = memoryview(content)
    for size in sorted({size for size in sizes if size <= len(content)} | {len(content)}):
        running.update(view[done:size])
        done = size
        found[size] = running.hexdigest()
    return found


def _state(one: InputFile, content: bytes, hashes: dict[int, str]) -> InputState:
    begins_alike = hashes.get(one.size) == one.sha256
    if begins_alike and one.size == len(content):
        return SAME
    by_lines = one.size == 0 or content[one.size - 1 : one.size] == b"\n"
    if begins_alike and by_lines and one.kind == "data":
        return InputState("grown", len(content) - one.size)
    whole = hashes[len(content)]
    words = f"was changed: {len(content)} bytes with the SHA-256 {whole[:HEAD]},"
    return InputState("changed", words=f"{words} read were {one.size} with {one.sha256[:HEAD]}")
