"""Part of the magnet chain of Sprecher et al. 2014 as a plant: allocation in a row.

Amounts per kilogram of each step, and the shares of value, from Miranda Xicotencatl et al. 2023,
J. Ind. Ecol. (mixib/interoperableLCA-REM@7c57c276, data/processDataCMLCA.xlsx, processes P4097
to P4117). The ore carries one kilogram of CO2e, so that a product's figure counts it.
"""

from __future__ import annotations

import functools
from typing import Any

from carbonre.footprint.result import Footprint
from helpers.plants import calculate


def _step(makes: dict[str, str], uses: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"process": "inventory", "makes": makes, "uses": uses, **more}


@functools.cache
def chain() -> Footprint:
    """Return the chain from ore to a tonne of plated magnets."""
    return calculate({
        "carbonre": 1, "plant": "magnet chain", "location": "CN", "period": 2014, "gwp": "AR4",
        "allocation": "mass", "production": {"plated magnet": "1 t"},
        "steps": {
            "mill": _step(
                {"concentrate": "1 kg", "iron ore": "12.5 kg"}, {"ore": "30 kg"},
                allocation={"concentrate": "80 %", "iron ore": "20 %"},
            ),
            "roast": _step({"sulfate": "1 kg"}, {"concentrate": "1.11 kg"}),
            "leach": _step({"chloride": "1 kg"}, {"sulfate": "1.77 kg"}),
            "extraction": _step(
                {"Nd oxide": "1 kg", "other oxides": "3.87 kg"}, {"chloride": "4.91 kg"},
                allocation={"Nd oxide": "52 %", "other oxides": "48 %"},
            ),
            "electrolysis": _step(
                {"neodymium": "1 kg"}, {"Nd oxide": "1.2 kg"},
                emits={"CF4": "0.238 g", "C2F6": "0.0265 g"},
            ),
            "strip casting": _step({"flakes": "1 kg"}, {"neodymium": "0.27 kg"}),
            "grinding": _step(
                {"shape": "1 kg", "swarf": "0.43 kg"}, {"flakes": "1.43 kg"},
                allocation={"shape": "85 %", "swarf": "15 %"},
            ),
            "plating": _step({"plated magnet": "1 kg"}, {"shape": "0.9 kg"}),
        },
        "flows": {name: {"unit": "kg"} for name in (
            "ore", "iron ore", "concentrate", "sulfate", "chloride", "Nd oxide", "other oxides",
            "neodymium", "flakes", "shape", "swarf", "plated magnet",
        )},
        "supply": {"ore": {"factor": "1 kgCO2e/kg", "source": "counts the ore"}},
    })  # fmt: skip


def carried(flow: str) -> float:
    """Return what a kilogram of plated magnet carries of a purchase or a gas [kg]."""
    result = chain()
    item = list(result.products_sold)
    place = next(i for i, one in enumerate(item) if one.name == "plated magnet")
    rows = [row for row in result.ledger_rows if flow in (row.flow, row.gas) and row.counts]
    return sum(float(row.amount) * float(row.shares[place]) for row in rows) / 1000
