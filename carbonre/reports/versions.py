"""Which versions stand behind a result, and the date that a file of it may carry."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata

from carbonre.errors import InputError, Place, Problem

EPOCH = "SOURCE_DATE_EPOCH"
LAST = 253402300799  # the last second of the year 9999
BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)  # no date in a zip archive is earlier
# What a footprint is calculated with; the rest of the dependencies only show or write.
RUNTIME = ("carbonre", "numpy", "pandas", "pint", "pydantic", "pydantic-core", "PyYAML", "typer")


def version_of(name: str) -> str:
    """Return the version of an installed distribution, or an empty text."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def versions(more: Sequence[str] = ()) -> dict[str, str]:
    """Return Python and every distribution that a run uses with its version, by name."""
    found = {"Python": f"{platform.python_implementation()} {platform.python_version()}"}
    return found | {name: version for name in (*RUNTIME, *more) if (version := version_of(name))}


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
        raise InputError([Problem(words, Place(EPOCH))])
    return max(BEGINNING, datetime.fromtimestamp(int(text), UTC))
