"""Compare the green scenarios of the Baotou smelter with its baseline, from Python.

Run it from anywhere: python examples/compare_scenarios.py [drivers.csv]
"""

import sys
from pathlib import Path

import pandas as pd

import carbonre as cr

plant = cr.read_plant(Path(__file__).parent / "baotou_smelter.yaml")
factors = cr.read_factors()
baseline = cr.footprint(plant, factors)

print(baseline["PrNd oxide"])  # a pint quantity, kgCO2e/kg

# Every scenario against the baseline: which step and flow makes the difference.
drivers = []
for scenario in plant.scenarios[1:]:
    green = cr.footprint(plant, factors, scenario=scenario)
    change = green.total / baseline.total - 1
    print(f"{scenario}: {change:+.1%} for the plant")
    drivers.append(cr.compare(baseline, green).assign(scenario_name=scenario))

table = pd.concat(drivers, ignore_index=True)
largest = table[table["product"] == "PrNd oxide"].groupby("scenario_name").head(3)
print(largest[["scenario_name", "driver", "difference"]].to_string(index=False))

target = Path(sys.argv[1] if len(sys.argv) > 1 else "drivers.csv")
table.to_csv(target, index=False)
print(f"wrote {target}")
