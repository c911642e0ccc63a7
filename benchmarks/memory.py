"""Print seconds and peak memory of 10,000 draws and of a portfolio, each from a cold shell.

.venv/bin/python benchmarks/memory.py [repetitions]
"""

from __future__ import annotations

import sys

from children import MAIN, command, run

PLANT = MAIN / "examples" / "baotou_smelter.yaml"
DRAWS, PLANTS = 10_000, 100_000
COLUMNS = {  # path: unit, lowest, highest
    "steps.leaching.recovery": ("%", 88, 98),
    "steps.separation.recovery": ("%", 92, 99),
    "steps.roasting.amount.rare earth concentrate": ("t", 50_000, 300_000),
    "steps.chloride effluent.emits.N2O": ("kg", 0.01, 0.1),
    "steps.chloride effluent.uses.electricity": ("kWh", 0.5, 5),
    "supply.rare earth concentrate.factor": ("kgCO2e/kg", 0.5, 3),
}


def portfolio(size: int) -> None:
    """Evaluate a table of plants; it runs in a process of its own."""
    import numpy as np
    import pandas as pd

    import carbonre as cr

    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            f"{path} [{unit}]": rng.uniform(low, high, size)
            for path, (unit, low, high) in COLUMNS.items()
        }
    )
    found = cr.evaluate(cr.read_plant(PLANT), cr.read_factors(), table)
    if found["case"].nunique() != size or found["total"].isna().any():
        raise SystemExit("a plant of the portfolio has no footprint")


def main(repetitions: int = 3) -> None:
    """Run both in processes of their own, and print the least of some runs."""
    jobs = {
        f"{DRAWS:,} draws of the Baotou smelter": (
            [*command(), "sample", str(PLANT), "-n", str(DRAWS), "--seed", "1"],
            "under 2 s and 300 MB",
        ),
        f"portfolio of {PLANTS:,} plants, {len(COLUMNS)} columns": (
            [sys.executable, __file__, "portfolio", str(PLANTS)],
            "under 1,000 MB",
        ),
    }
    for name, (arguments, target) in jobs.items():
        runs = [run(arguments) for _ in range(repetitions)]
        best = min(runs, key=lambda each: each.seconds)
        mb = max(each.mb for each in runs)
        spent = f"{best.seconds:.2f} s ({best.cpu:.2f} s of processor)"
        print(f"{name}: {spent}, {mb:.0f} MB at the peak (target: {target})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["portfolio"]:
        portfolio(int(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
