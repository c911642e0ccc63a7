"""The folder of a group: its closings, and the files that they were made of, as bytes.

``closings/2024-03/v1/`` holds a closing. A writer first prepares what it adds where nobody looks,
in a folder whose name begins with a full stop, and gives it the name ``.committed`` in one step;
from then on it counts, and is only moved to where it belongs. So a reader takes both places.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from carbonre.accounts.closing import ClosingName
from carbonre.core.errors import Place, Problem

CLOSINGS = "closings"
COMMITTED = ".committed"  # below it
LOCK = "lock"
TRIES = 20  # to read while a writer moves closings


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies in the folder of closings.

    Attributes
    ----------
    files : mapping
        The bytes of every file of every closing, by closing and name.
    strays : tuple of Problem
        What lies there and is no part of a closing, or cannot be read.
    """

    files: Mapping[ClosingName, Mapping[str, bytes]]
    strays: tuple[Problem, ...] = ()


def read_closings(group: Path) -> Stored:
    """Read all closings of a group; a group without any has none."""
    folder = group / CLOSINGS
    for _ in range(TRIES):
        before = _listing(folder)
        with contextlib.suppress(FileNotFoundError):  # moved while it was read
            stored = _read(folder, before)
            if _listing(folder) == before:
                return stored
    words = "is written all the time; try again"
    return Stored({}, (Problem(words, Place(CLOSINGS), code="locked-closings"),))


def _listing(folder: Path) -> list[Path]:
    """Every path below the closings and what is committed, but not what only is prepared."""
    found: list[Path] = []
    for root in (folder / COMMITTED, folder):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            found += (path for path in _walk(root) if not (root == folder and path.name == LOCK))
    return sorted(found)


def _walk(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if not path.name.startswith("."):
            is_folder = path.is_dir() and not path.is_symlink()
            yield path
            if is_folder:
                yield from _walk(path)


def _read(folder: Path, paths: list[Path]) -> Stored:
    files: dict[ClosingName, dict[str, bytes]] = {}
    strays: list[Problem] = []
    for path in paths:
        inner = path.relative_to(folder)
        parts = inner.parts[1:] if inner.parts[0] == COMMITTED else inner.parts
        name = _name(parts)
        shown = f"{CLOSINGS}/{'/'.join(inner.parts)}"
        if path.is_dir() and not path.is_symlink():
            if name is not None and len(parts) == 2:
                files.setdefault(name, {})
            elif not (len(parts) == 1 and _name((parts[0], "v1"))):
                words = "is no folder of a closing"
                strays.append(Problem(words, Place(shown), code="altered-closing"))
            continue
        if name is None or len(parts) != 3 or path.is_symlink() or not path.is_file():
            words = "is no part of a closing"
            strays.append(Problem(words, Place(shown), code="altered-closing"))
            continue
        try:
            files.setdefault(name, {})[path.name] = path.read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            words = f"cannot be read: {error.strerror}"
            strays.append(Problem(words, Place(shown), code="unreadable-file"))
    return Stored(files, tuple(strays))


def _name(parts: tuple[str, ...]) -> ClosingName | None:
    """The closing that a path is of."""
    try:
        return ClosingName.of(" ".join(parts[:2]))
    except ValueError:
        return None


def read_input(group: Path, path: str) -> bytes | None:
    """Return the bytes of an input of a group; None where there is no such file."""
    try:
        return (group / path).read_bytes()
    except (OSError, ValueError):
        return None
