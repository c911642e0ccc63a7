"""The versions that made a result, and the date that a file of it may carry."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import carbonre
from carbonre.core.errors import InputError, Place, Problem

EPOCH = "SOURCE_DATE_EPOCH"
LAST = 253402300799  # the last second of the year 9999
BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)  # no date in a zip archive is earlier


def version_of(name: str) -> str:
    """Return the version of an installed distribution, or an empty text."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _needed(name: str, found: dict[str, str]) -> None:
    """Collect a distribution and everything that it needs here, by its name in small letters."""
    version, key = version_of(name), re.sub(r"[-_.]+", "-", name).lower()
    if not version or key in found:
        return
    found[key] = version
    for line in metadata.requires(name) or ():
        wanted = re.match(r"[A-Za-z0-9._-]+", line)
        if wanted and "extra ==" not in line:
            _needed(wanted[0], found)


def versions() -> dict[str, str]:
    """Return Python, carbonre and every distribution that it needs, with their versions."""
    found: dict[str, str] = {}
    _needed("carbonre", found)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return {"Python": python, **dict(sorted(found.items()))}


def requirements() -> list[str]:
    """Return the lines with which `pip install -r` makes the same set again."""
    return [f"{name}=={version}" for name, version in versions().items() if name != "Python"]


def code_digest() -> str:
    """Return the SHA-256 over the names and contents of carbonre's own modules."""
    folder, digest = Path(carbonre.__file__).parent, hashlib.sha256()
    for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def stated_date() -> datetime:
    """Return the date of a file: that of SOURCE_DATE_EPOCH, else always the same one.

    Raises
    ------
    InputError
        If the variable is set to anything but seconds since 1970.
    """
    text = os.environ.get(EPOCH, "")
    if not text:
        return BEGINNING
    if not (text.isascii() and text.isdecimal() and int(text[:15]) <= LAST and len(text) < 15):
        words = f"'{text[:40]}' is no number of seconds since 1970"
        raise InputError([Problem(words, Place(EPOCH), code="invalid-option")])
    return max(BEGINNING, datetime.fromtimestamp(int(text), UTC))
