"""The files that the books of a group are made of, with the bytes that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from carbonre.accounts.books import InputFile, InputKind, is_inside
from carbonre.accounts.folder import read_input
from carbonre.accounts.group_activity import GroupActivity
from carbonre.accounts.meter_reader import meter_files

EVIDENCE = "evidence"  # the folder in which documents lie


def data_files(activity: GroupActivity) -> tuple[InputFile, ...]:
    """Return every file of data that the group and its plants name, as it is now."""
    return tuple(_files(activity, dict.fromkeys(_names(activity)), "data"))


def _names(activity: GroupActivity) -> Iterator[str]:
    """Yield their paths, from the folder of the group."""
    group = activity.group
    data, folder = group.data, group.folder
    yield Path(group.document.file).name
    yield data.register_
    for name, entry in data.plants.items():
        yield entry.file
        beside = PurePosixPath(entry.file).parent
        yield from (str(beside / file) for file in activity.plants[name].named_files())
        for file in meter_files(folder / entry.meters):
            yield file.relative_to(folder).as_posix()
    yield from (name for name in (data.contracts, data.stocks) if name)


def evidence_files(activity: GroupActivity, documents: Iterable[str]) -> tuple[InputFile, ...]:
    """Return the documents that rows name: those in `evidence`, or from the folder itself."""
    folder = activity.group.folder
    found: dict[str, None] = {}
    for text in documents:
        for name in (text, *(part.strip() for part in text.split(";"))):
            for path in (f"{EVIDENCE}/{name}", name):
                if name and is_inside(path) and (folder / path).is_file():
                    found[path] = None
                    break
    return tuple(_files(activity, found, "evidence"))


def _files(activity: GroupActivity, names: Iterable[str], kind: InputKind) -> Iterator[InputFile]:
    for name in names:
        path = PurePosixPath(name).as_posix()
        content = read_input(activity.group.folder, path)
        if content is not None:
            yield InputFile.of(path, content, kind)
