"""A process of its own: how long it takes, and how much memory at its peak.

Whoever asks must be small: the peak that Linux tells of a child counts its parent's at the start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

KIB = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
MAIN = Path(__file__).resolve().parent.parent


def command() -> list[str]:
    """Return how the command line of this interpreter's carbonre is called."""
    script = Path(sys.executable).parent / "carbonre"
    return [str(script)] if script.exists() else [sys.executable, "-m", "carbonre"]


@dataclass(frozen=True)
class Run:
    """What a process took: by the clock [s], of processors [s], and of memory at its peak [MB]."""

    seconds: float
    cpu: float
    mb: float


def run(arguments: list[str]) -> Run:
    """Run a command to its end, without its output.

    Raises
    ------
    CalledProcessError
        If it fails.
    """
    start = time.perf_counter()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, arguments)
    return Run(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KIB / 1e6)
