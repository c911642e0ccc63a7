"""Writing closings: all of a step or nothing, by one writer at a time, over nothing that is there.

A step adds one closing, or a restated month with all that follow it. Its files are written and
forced to the disk in a folder that nobody reads; one rename to ``.committed`` makes all of them
count; then each is moved to its place, which a writer that was ended leaves to the next one. A
rename of a folder never replaces one that holds something, so a closed version stays.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import Closing
from carbonre.accounts.folder import CLOSINGS, COMMITTED, LOCK, read_closings
from carbonre.accounts.verification import verify
from carbonre.core.errors import InputError, Place, Problem

PREPARED = ".prepared-"  # below the closings; what begins so never counted
Step = Callable[[Chain], Sequence[Closing]]


def add_closings(group: Path, step: Step, *, head: str = "") -> tuple[Closing, ...]:
    """Add closings to those of a group.

    Parameters
    ----------
    group : Path
        The folder of the group.
    step : callable
        Makes the new closings from the chain, as `accounts.chain.close` and `restate` do; it is
        called while no other writer can add anything.
    head : str, optional
        The head of the chain that the caller has seen; another one refuses the step.

    Returns
    -------
    tuple of Closing
        What was added.

    Raises
    ------
    InputError
        If another writer is at work, the chain has moved or is broken, or the step refuses.
    OSError
        If the disk does. Everything or nothing was added then, which `verify` shows: all of it only
        where the disk failed behind the step that lets it count.
    """
    folder = group / CLOSINGS
    is_new = _make_folder(folder)
    try:
        if is_new:
            _sync(group)
        with _locked(folder):
            return _added(group, step, head)
    except BaseException:
        if is_new:
            with contextlib.suppress(OSError):  # something is in it: all counts, or another's
                os.rmdir(folder)  # noqa: PTH106 - one kind of call for all that can fail
        raise


def _added(group: Path, step: Step, head: str) -> tuple[Closing, ...]:
    """Make a step and commit it, while the lock is held."""
    folder = group / CLOSINGS
    _finish(folder)
    _sweep(folder)
    verified = verify(read_closings(group))
    if not verified.is_whole:
        raise InputError(verified.problems)
    if head and head != verified.chain.head:
        words = f"moved on from {head} to {verified.chain.head or 'nothing'} meanwhile;"
        words += " calculate the books again"
        raise InputError([Problem(words, Place(CLOSINGS), code="locked-closings")])
    added = tuple(step(verified.chain))
    _commit(folder, added)
    with contextlib.suppress(OSError):  # it counts; the next writer moves what is left
        _finish(folder)
    return added


# --- one writer -----------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock: a file that only one writer can make, with who it is."""
    path = folder / LOCK
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except FileExistsError:
        raise InputError([_held(path)]) from None
    try:
        try:
            _write_all(handle, json.dumps({"host": socket.gethostname(), "pid": os.getpid()}))
        finally:
            os.close(handle)
        yield
    finally:
        path.unlink(missing_ok=True)


def _held(path: Path) -> Problem:
    """Say who holds the lock, and whether it still runs."""
    shown = f"{CLOSINGS}/{LOCK}"
    code = "locked-closings"
    try:
        owner = json.loads(path.read_bytes())
        host, pid = str(owner["host"]), int(owner["pid"])
    except FileNotFoundError:
        return Problem("another writer has just ended; try again", Place(shown), code=code)
    except (OSError, ValueError, KeyError, TypeError):
        words = "another writer has just begun, or was ended at once; if none runs, remove the file"
        return Problem(words, Place(shown), code=code)
    if host != socket.gethostname():
        words = f"is held by process {pid} of {host}; wait for it, or if it has ended, remove the"
        return Problem(f"{words} file", Place(shown), code=code)
    if _runs(pid):
        words = f"another writer, process {pid}, is at work; wait for it"
    elif not path.exists():
        words = f"another writer, process {pid}, has just ended; try again"
    else:
        words = f"is left by process {pid}, which has ended; no closing is lost: remove the file"
    return Problem(words, Place(shown), code=code)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


# --- all or nothing -------------------------------------------------------------------------------


def _commit(folder: Path, added: Sequence[Closing]) -> None:
    """Write closings where nobody looks, and let them count by one rename."""
    prepared = Path(tempfile.mkdtemp(dir=folder, prefix=PREPARED))
    try:
        for closing in added:
            month = prepared / closing.name.period
            _make_folder(month)
            version = prepared / closing.name.folder
            _make_folder(version)
            for name, content in closing.files().items():
                _write(version / name, content)
            _sync(version)
            _sync(month)
        os.chmod(prepared, _rights(0o777))  # noqa: PTH101 - a temporary folder is private
        _sync(prepared)
        os.rename(prepared, folder / COMMITTED)  # noqa: PTH104 - `replace` is another promise
    except BaseException:
        shutil.rmtree(prepared, ignore_errors=True)
        raise
    _sync(folder)


def _finish(folder: Path) -> None:
    """Move what counts to where it belongs; the rest of a writer that was ended."""
    committed = folder / COMMITTED
    if not committed.is_dir():
        return
    for month in sorted(committed.iterdir()):
        _make_folder(folder / month.name)
        for version in sorted(month.iterdir()):
            os.rename(version, folder / month.name / version.name)  # noqa: PTH104
        _sync(folder / month.name)
        os.rmdir(month)  # noqa: PTH106
    _sync(folder)
    os.rmdir(committed)  # noqa: PTH106


def _sweep(folder: Path) -> None:
    """Remove what writers that were ended had prepared; none of it ever counted."""
    for path in folder.glob(f"{PREPARED}*"):
        shutil.rmtree(path, ignore_errors=True)


def _rights(most: int) -> int:
    mask = os.umask(0)
    os.umask(mask)
    return most & ~mask


def _make_folder(path: Path) -> bool:
    """Make a folder, and say whether it was not there."""
    try:
        os.mkdir(path)  # noqa: PTH102
    except FileExistsError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """Write a new file, and wait until it is on the disk."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        _write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, content: str | bytes) -> None:
    left = content.encode() if isinstance(content, str) else content
    while left:
        left = left[os.write(handle, left) :]


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where a system can open one."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
