"""A folder that appears whole or not at all, with the SHA-256 of every file in it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from carbonre.core.errors import InputError, Place, Problem
from carbonre.reports.targets import folder_fault

SUMS = "SHA256SUMS"


@contextlib.contextmanager
def whole_folder(target: str) -> Iterator[Path]:
    """Yield a folder to fill; at the end it takes the name of the target, after an error it goes.

    Raises
    ------
    InputError
        If the target is not a new or empty folder.
    """
    fault = folder_fault(target, empty=True)
    if fault:
        raise InputError(
            [Problem(f"cannot be written: it {fault}", Place(target), code="unwritable-output")]
        )
    path = Path(target).resolve()
    try:
        half = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:40]}."))
    except OSError as error:
        error.filename = target  # the user does not know the temporary one
        raise
    try:
        yield half
        mask = os.umask(0)
        os.umask(mask)
        half.chmod(0o777 & ~mask)  # a temporary folder is private
        if path.is_dir():
            path.rmdir()
        half.rename(path)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def put(path: Path, content: str | bytes) -> None:
    """Write a file, and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def put_sums(folder: Path) -> None:
    """Write the sums of all files of a folder, last."""
    put(folder / SUMS, "".join(_sums(folder)))


def written_files(target: str) -> list[str]:
    """Return the files below a folder, in order."""
    path = Path(target).resolve()
    return sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())


def _sums(folder: Path) -> Iterator[str]:
    """Yield the lines that `sha256sum -c` reads, for every file of the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            name = path.relative_to(folder).as_posix()
            quoted = name.replace("\\", r"\\").replace("\n", r"\n").replace("\r", r"\r")
            yield f"{'' if quoted == name else chr(92)}{digest}  {quoted}\n"
