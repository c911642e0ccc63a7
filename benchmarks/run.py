"""Run all benchmarks and print their ratios.

    .venv/bin/python benchmarks/run.py [--quick] [--environment DIR]

The exit code is not zero if something fails, or if carbonre and brightway do not agree about a
system; never because something was slow.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
QUICK = ["--rounds", "3", "--seconds", "0.2", "--solvers", "scipy"]


def main() -> int:
    """Run each piece in a process of its own, one after the other; 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few rounds, without pypardiso")
    parser.add_argument("--environment", type=Path, help="folder where brightway stays installed")
    options = parser.parse_args()
    kept = ["--environment", str(options.environment)] if options.environment else []
    pieces = {
        "against_brightway.py": [*(QUICK if options.quick else []), *kept],
        "memory.py": ["1" if options.quick else "3"],
        "meters.py": ["1" if options.quick else "3"],
        "cold_start.py": ["5" if options.quick else "9"],
    }
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{machine}, load {load}; Python {platform.python_version()}")
    failed = 0
    for name, arguments in pieces.items():
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, str(FOLDER / name), *arguments]).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
