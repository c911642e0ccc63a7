"""Print how long a cold `carbonre calc` of the Baotou smelter takes, in units of `import pandas`.

All are fresh processes of one interpreter, run in turns, so that a busy machine slows all alike.

    .venv/bin/python benchmarks/cold_start.py [repetitions]
"""

from __future__ import annotations

import statistics
import subprocess
import sys

from children import MAIN, command, run

PLANT = MAIN / "examples" / "baotou_smelter.yaml"
READING = """
import time
import carbonre.cli
from carbonre.factors.lookup import read_factors
start = time.perf_counter()
read_factors()
print(time.perf_counter() - start)
"""


def reading() -> float:
    """Return how long reading all tables takes in a fresh process [s]."""
    done = subprocess.run([sys.executable, "-c", READING], check=True, capture_output=True)
    return float(done.stdout)


def main(repetitions: int = 9) -> None:
    """Run all in turns and print minima, medians and their ratios."""
    commands = {
        "carbonre calc": [*command(), "calc", str(PLANT)],
        "import pandas": [sys.executable, "-c", "import pandas"],
    }
    for each in commands.values():  # once unmeasured: bytecode and the file cache
        run(each)
    taken: dict[str, list[float]] = {name: [] for name in (*commands, "reading all tables")}
    for _ in range(repetitions):
        for name, each in commands.items():
            taken[name].append(run(each).seconds)
        taken["reading all tables"].append(reading())
    for name, times in taken.items():
        print(f"{name}: minimum {min(times):.3f} s, median {statistics.median(times):.3f} s")
    calc, pandas, tables = taken.values()
    least, middle = min(calc) / min(pandas), statistics.median(calc) / statistics.median(pandas)
    print(f"ratio: minima {least:.2f}, medians {middle:.2f} ({repetitions} repetitions)")
    print(f"share of the tables in a cold calc: {min(tables) / min(calc):.0%} (minima)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
