"""Print seconds and peak memory of reading a million rows of meters, from a cold shell.

.venv/bin/python benchmarks/meters.py [repetitions]
"""

from __future__ import annotations

import datetime
import itertools
import random
import sys
import tempfile
from pathlib import Path

from children import run

METERS, ROWS = 500, 1_000_000
HOURS = 4  # of a row: 2,000 of them are eleven months


def write(file: Path) -> None:
    """Write rows of electricity meters; each month has a document."""
    drawn = random.Random(1)
    times = [
        datetime.datetime(2024, 1, 1) + datetime.timedelta(hours=HOURS * count)
        for count in range(ROWS // METERS + 1)
    ]
    written = [f"{time:%Y-%m-%dT%H:%M}" for time in times]
    with file.open("w", encoding="utf-8") as stream:
        stream.write("start,end,step,flow,amount,unit,meter,quality,document,replaces,note\n")
        for meter in range(METERS):
            for start, end in itertools.pairwise(written):
                amount = f"{drawn.uniform(1, 900):.3f}"
                document = f"{meter}-{start[:7]}.pdf"
                stream.write(
                    f"{start},{end},,electricity,{amount},kWh,M-{meter},read,{document},,\n"
                )


def read(file: str) -> None:
    """Read, look through and spread the rows; it runs in a process of its own."""
    from carbonre.accounts.activity import spread
    from carbonre.accounts.meter_reader import read_meters
    from carbonre.accounts.register import Meter, Register, unit_of
    from carbonre.core.errors import Problems

    problems = Problems()
    rows = read_meters([file], problems)
    unit = unit_of("kWh")
    register = Register({m: Meter(m, "works", "", "electricity", unit) for m in rows.meters})
    base = (unit.base,) * len(rows.tags)
    found = spread(rows, register, base, datetime.date(2030, 1, 1))
    if problems.found or found.findings or len(rows) != ROWS or len(found.months) != METERS:
        raise SystemExit("the rows are not read as they are written")


def main(repetitions: int = 3) -> None:
    """Write the rows once, and print the least of some runs."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        write(file)
        runs = [run([sys.executable, __file__, "read", str(file)]) for _ in range(repetitions)]
    best = min(runs, key=lambda each: each.seconds)
    mb = max(each.mb for each in runs)
    spent = f"{best.seconds:.2f} s ({best.cpu:.2f} s of processor)"
    print(f"{ROWS:,} rows of {METERS} meters: {spent}, {mb:.0f} MB (target: 10 s and 300 MB)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
