"""The files that a command writes: checked before it works, written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from carbonre.cli.common import say, show
from carbonre.core.errors import Place, Problems
from carbonre.reports.targets import file_fault, folder_fault
from carbonre.reports.text import Text

Content = str | bytes
STDOUT = "-"


def check_outputs(targets: Iterable[str | None], inputs: Iterable[str], problems: Problems) -> None:
    """Refuse outputs that cannot be written, would replace an input, or have one name.

    Parameters
    ----------
    targets : iterable of str or None
        Files as they are named on the command line; ``-`` is standard output, None is not asked
        for.
    inputs : iterable of str
        Files that are read; no output takes the place of one.
    """
    read, taken = tuple(inputs), set[str]()
    for target in targets:
        if target is None:
            continue
        fault = "" if target == STDOUT else file_fault(target, read)
        if fault:
            problems.add(f"cannot be written: it {fault}", Place(target), code="unwritable-output")
            continue
        name = target if target == STDOUT else str(Path(target).resolve())
        if name in taken:
            place = Place("standard output" if target == STDOUT else target)
            problems.add(
                "is named for two outputs; name one file for each", place, code="output-named-twice"
            )
        taken.add(name)


def check_folder(target: str | None, problems: Problems, *, empty: bool = False) -> None:
    """Refuse a folder into which nothing can be written; with `empty`, one that holds something."""
    fault = folder_fault(target, empty=empty) if target is not None else ""
    if target is not None and fault:
        problems.add(f"cannot be written: it {fault}", Place(target), code="unwritable-output")


def write_outputs(
    outputs: Iterable[tuple[str | None, Content | Callable[[], Content]]],
    screen: Callable[[], Iterable[Text]] = tuple,
    note: str = "",
) -> None:
    """Write what is asked for, show the text unless standard output is taken, say what was written.

    Parameters
    ----------
    outputs : iterable of (target, content)
        The content, or the function that makes it, which is not called where the target is None.
    screen : function
        Makes the text for the terminal.
    note : str
        What is said after the name of each file.
    """
    ready = [
        (target, content() if callable(content) else content)
        for target, content in outputs
        if target is not None
    ]
    text = () if any(target == STDOUT for target, _ in ready) else screen()
    write(ready)
    show(text)
    for target, _ in ready:
        if target != STDOUT:
            say(f"wrote {target}{note}")


def write(outputs: Sequence[tuple[str, Content]]) -> None:
    """Write all outputs, each whole or not at all; ``-`` is standard output.

    Every file is first written beside its target, so that a full disk leaves the old ones alone.
    """
    ready: list[tuple[str, str]] = []
    try:
        for target, content in outputs:
            if target == STDOUT:
                _to_stdout(content)
                continue
            path = Path(target).resolve()
            try:
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
            except OSError as error:
                error.filename = target  # the user does not know the temporary one
                raise
            ready.append((name, str(path)))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
                stream.flush()
                os.fsync(stream.fileno())
            # A temporary file is private; the result has the rights of any new file.
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
        for name, final in ready:
            Path(name).replace(final)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)


def _to_stdout(content: Content) -> None:
    if isinstance(content, str):
        sys.stdout.write(content)
        return
    sys.stdout.flush()  # what is text goes through a buffer of its own, above this one
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
