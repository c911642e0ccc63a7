"""When is the green route greener? A notebook in plain Python: run it by cells or as a script."""

# %% The plant and its scenarios
from pathlib import Path

import pandas as pd

import carbonre as cr

folder = Path(__file__).parent
plant = cr.read_plant(folder / "nd_metal.yaml")
factors = cr.read_factors()
base, inert = (cr.footprint(plant, factors, scenario=name) for name in ("baseline", "inert anode"))
print(cr.compare(base, inert))

# %% One value over a range: the table of cases is an ordinary data frame
voltages = pd.DataFrame({"steps.electrolysis.cell_voltage [V]": [6.0, 8.0, 10.0]})
swept = cr.evaluate(plant, factors, voltages)
print(swept[["case", "scope2", "total"]])

# %% Two values at once
cases = voltages.merge(pd.DataFrame({"supply.electricity": ["grid", "wind power"]}), how="cross")
print(cr.evaluate(plant, factors, cases)[["case", "total"]])

# %% What the allocation does to a separation plant
smelter = cr.read_plant(folder / "baotou_smelter.yaml")
print(cr.allocations(smelter, factors).round(2).to_string(index=False))

# %% How wide the answer is: 100 draws of defaults and factors
draws = cr.sample(plant, factors, n=100, seed=1).filter(like="draw").iloc[0]
print(draws.quantile([0.05, 0.5, 0.95]))
