"""Where an output may go: what is wrong with the name of a file or folder, in one set of texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

NO_PARENT = "is in a directory that does not exist"


def file_fault(target: str, inputs: Iterable[str] = ()) -> str:
    """Return why a file cannot be written, or nothing; one of the inputs is never replaced."""
    try:
        path = Path(target)
        if path.is_symlink():
            return "is a symbolic link; name the file itself"
        path = path.resolve()
        if path.is_dir():
            return "is a directory; name a file in it"
        if not path.parent.is_dir():
            return NO_PARENT
        if not path.exists():
            return ""
        if not path.is_file():
            return "is not a regular file"
        if any(Path(name).exists() and path.samefile(name) for name in inputs):
            return "is one of the inputs; choose another name"
    except (OSError, ValueError):
        return "is not the name of a file"
    return ""


def folder_fault(target: str, *, empty: bool = False) -> str:
    """Return why nothing can be written into a folder, which may be a new one; or nothing."""
    try:
        path = Path(target)
        if path.is_symlink():
            return "is a symbolic link; name the folder itself"
        if path.exists() and not path.is_dir():
            return "is a file; name a new folder"
        if not path.resolve().parent.is_dir():
            return NO_PARENT
        if empty and path.is_dir() and any(path.iterdir()):
            return "is not empty; name a new folder"
    except (OSError, ValueError):
        return "is not the name of a folder"
    return ""
