"""Seconds to verify a group of closed months, and to close one more.

    .venv/bin/python benchmarks/closings.py [--months 120] [--rows 1000] [--inputs 30]

Each month has its own meters, a tenth of a megabyte each, and as many rows; shown are `verify`,
the plain checker in a process of its own, and `close` with all its checks. The bar is 10 s for
120 closings.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from carbonre.accounts.books import BookRow, InputFile, MonthBooks
from carbonre.accounts.chain import Chain, close
from carbonre.accounts.closing import Closing, Signature
from carbonre.accounts.folder import read_closings, read_input
from carbonre.accounts.verification import verify
from carbonre.reports import closing_store
from carbonre.reports.verifier import check_closings

SIGNED = Signature("one", "two")


def month_books(group: Path, period: str, rows: int, inputs: int) -> MonthBooks:
    """Make the inputs of a month, and books of so many rows."""
    files = []
    for number in range(inputs):
        path = f"meters/{period}-{number}.csv"
        content = f"{period}-01,{period}-02,smelting,electricity,{number},kWh\n".encode() * 2500
        (group / "meters").mkdir(exist_ok=True)
        (group / path).write_bytes(content)
        files.append(InputFile.of(path, content))
    made = tuple(_row(period, number) for number in range(rows))
    return MonthBooks(period, made, (), tuple(files), {"gwp": "AR6"}, {"carbonre": "1.0"})


def _row(period: str, number: int) -> BookRow:
    amount, factor = 100.0 + number, 0.5306
    return BookRow(
        "smelter", 1.0, period, f"step {number % 20}", f"flow {number % 97}", "purchase", "3", "1",
        "CO2", amount, "kg", f"factor-{number}", factor, "kgCO2e/kg", amount * factor, "", "read",
        f"M{number}", "", f"meters/{period}-0.csv:{number + 2}", f"factors.csv:{number + 2}",
        "supplier declaration", 1.0,
    )  # fmt: skip


def timed(name: str, work: Callable[[], object]) -> None:
    """Do it once and show how long it took."""
    began = time.perf_counter()
    work()
    print(f"{name:<30} {time.perf_counter() - began:6.2f} s")


def main() -> None:
    """Make a group, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--inputs", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        group = Path(name)
        periods = [f"{2015 + n // 12}-{n % 12 + 1:02}" for n in range(asked.months + 1)]

        def all_but_last(chain: Chain) -> list[Closing]:
            added: list[Closing] = []
            for period in periods[:-1]:
                made = month_books(group, period, asked.rows, asked.inputs)
                added += close(chain.with_closings(added), made, SIGNED)
            return added

        closing_store.add_closings(group, all_but_last)
        last = month_books(group, periods[-1], asked.rows, asked.inputs)
        checker = [sys.executable, "-I", "-S", str(check_closings.__file__), name]
        timed("verify", lambda: verify(read_closings(group), lambda path: read_input(group, path)))
        timed("plain checker", lambda: subprocess.run(checker, check=True))
        timed("close one more", lambda: closing_store.add_closings(
            group, lambda chain: close(chain, last, SIGNED)))  # fmt: skip


if __name__ == "__main__":
    main()
