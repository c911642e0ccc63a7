"""A rare-earth ore that several process models are tried on."""

from carbonre.unit_process.model import Feed, mixture, rare_earth_oxides

MINERALS = {"CeFCO3": 0.05, "NdPO4": 0.02, "CaF2": 0.10, "Fe2O3": 0.45, "SiO2": 0.38}
ORE = Feed("rare earth ore", mixture(MINERALS), rare_earth_oxides(MINERALS))
