"""Print how long a cold `carbonre calc` of the Baotou smelter takes, in units of `import pandas`.

Both are fresh processes of one interpreter, run in turns, so that a busy machine slows both alike.

    .venv/bin/python benchmarks/cold_start.py [repetitions]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

PLANT = Path(__file__).parent.parent / "examples" / "baotou_smelter.yaml"


def seconds(command: list[str]) -> float:
    """Return how long a fresh process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Run both in turns and print minima, medians and their ratios."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    script = shutil.which("carbonre", path=str(Path(sys.executable).parent))
    command = [script] if script else [sys.executable, "-m", "carbonre.cli"]
    commands = {
        "carbonre calc": [*command, "calc", str(PLANT)],
        "import pandas": [sys.executable, "-c", "import pandas"],
    }
    for each in commands.values():  # once unmeasured: bytecode and the file cache
        seconds(each)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repetitions):
        for name, each in commands.items():
            taken[name].append(seconds(each))
    for name, times in taken.items():
        print(f"{name}: minimum {min(times):.3f} s, median {statistics.median(times):.3f} s")
    least = min(taken["carbonre calc"]) / min(taken["import pandas"])
    middle = statistics.median(taken["carbonre calc"]) / statistics.median(taken["import pandas"])
    print(f"ratio: minima {least:.2f}, medians {middle:.2f} ({repetitions} repetitions)")


if __name__ == "__main__":
    main()
