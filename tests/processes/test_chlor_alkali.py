"""Chlor-alkali: Faraday's law, the loop of an extraction, and floors that no cell goes below."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.footprint.result import Footprint
from carbonre.unit_process.model import Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

SALT = Feed("sodium chloride", mixture({"NaCl": 1.0}))
WEAK = Feed("sodium chloride brine", mixture({"NaCl": 1 / 9, "H2O": 8 / 9}))
EXAMPLE: dict[str, Any] = {"brine": WEAK}
CELL = {"electricity_by": "voltage", "utilities": 0.0}
KWH = 3.6e6


def run(**given: Any) -> Any:
    return run_model("chlor_alkali", **given)


def test_a_cell_by_hand() -> None:
    """3.0 V, 96 %, 98 %: per kg NaOH 2.1368 kWh, NaCl 1.4611, Cl2 0.8863, H2 0.02520 kg."""
    result = run(brine=SALT, chlorine="sold", salt_loss=0.0, **CELL)
    assert amount(result, "uses", "electricity") / KWH == pytest.approx(2.1368, abs=5e-5)
    assert amount(result, "uses", "sodium chloride") == pytest.approx(1.4611, abs=5e-5)
    assert amount(result, "makes", "chlorine") == pytest.approx(0.8863, abs=5e-5)
    assert amount(result, "makes", "hydrogen") / 120e6 == pytest.approx(0.02520, abs=5e-6)


def test_the_loop_of_an_extraction_by_hand() -> None:
    """S 2.2 and 7.5 % excess are 7.095 mol per mol of 169.18 g REO: 1.6774 NaOH, 1.5290 HCl.

    Cells and utilities 4.2991, synthesis 0.0917, brine from 125 to 300 g NaCl per kg of water by
    vapour recompression 0.3431, together 4.7340 kWh/kg REO.
    """
    lye = 3 * 2.2 * 1.075 * 39.997 / 169.18
    brine = run(salt_loss=0.0, cell_brine=0.3)
    assert lye == pytest.approx(1.6774, abs=5e-5)
    assert lye * amount(brine, "makes", "hydrochloric acid") == pytest.approx(1.5290, abs=5e-5)
    assert lye * amount(brine, "uses", "sodium chloride brine") / 9 == pytest.approx(
        2.4508, abs=1e-4
    )
    parts = {
        "cells": indicator_of(brine, "electricity of cells and utilities") / KWH,
        "synthesis": 0.06 * amount(brine, "makes", "hydrochloric acid"),
        "brine": 0.030 * indicator_of(brine, "water taken off the brine"),
    }
    for name, wanted in (("cells", 4.2991), ("synthesis", 0.0917), ("brine", 0.3431)):
        assert lye * parts[name] == pytest.approx(wanted, abs=1e-4), name
    used = amount(brine, "uses", "electricity") / KWH
    assert used == pytest.approx(sum(parts.values()), rel=1e-9)
    assert lye * used == pytest.approx(4.7340, abs=2e-4)


def test_the_grid_at_which_cells_pay_by_hand() -> None:
    """Lye and acid at 0.805 and 0.860 are 2.6649 kg CO2e/kg REO, at 1.1 and 1.06 3.4659.

    Over 4.7340 kWh the cells break even at 0.5629 and at 0.7321 kg CO2e/kWh.
    """
    lye = 3 * 2.2 * 1.075 * 39.997 / 169.18
    result = run(salt_loss=0.0, cell_brine=0.3)
    power = lye * amount(result, "uses", "electricity") / KWH
    acid = lye * amount(result, "makes", "hydrochloric acid")
    for factors, bought, grid in (((0.805, 0.860), 2.6649, 0.5629), ((1.1, 1.06), 3.4659, 0.7321)):
        carbon = factors[0] * lye + factors[1] * acid
        assert carbon == pytest.approx(bought, abs=5e-4)
        assert carbon / power == pytest.approx(grid, abs=1e-4)


def test_a_second_computation_from_atoms_and_charge() -> None:
    """The same from atomic masses, the Faraday constant and a balance of water, with purge."""
    na, cl, o, h, faraday = 22.990, 35.45, 15.999, 1.008, 96485.332
    result = run(voltage=3.2, current_efficiency=0.95, utilities=0.3 * KWH,
                 electricity_by="voltage", salt_loss=0.04)  # fmt: skip
    mol = 1000 / (na + o + h)
    salt = mol * (na + cl) / 1000 * 1.04
    water = 8 * salt
    boiled = water - salt / 0.34
    acid = mol * (h + cl) / 1000
    cells = 3.2 * faraday * mol / 0.95 / 0.98 / KWH
    power = cells + 0.3 + 0.030 * boiled + 0.06 * acid
    assert amount(result, "uses", "electricity") / KWH == pytest.approx(power, rel=1e-4)
    assert amount(result, "uses", "sodium chloride brine") == pytest.approx(9 * salt, rel=1e-4)
    assert amount(result, "makes", "hydrochloric acid") == pytest.approx(acid, rel=1e-4)
    purged = 0.04 / 1.04 * salt * (1 + 1 / 0.34)
    assert amount(result, "wastes", "purged brine") == pytest.approx(purged, rel=1e-4)
    left = water - mol * (2 * h + o) / 1000 - 0.04 / 1.04 * salt / 0.34
    assert amount(result, "wastes", "water") == pytest.approx(left, rel=1e-4)


def test_dry_salt_takes_the_water_that_is_split() -> None:
    """18.015/39.997 = 0.4504 kg of water per kg NaOH, and nothing to boil off."""
    result = run(brine=SALT, salt_loss=0.0)
    assert amount(result, "uses", "water") == pytest.approx(0.4504, abs=5e-5)
    assert indicator_of(result, "water taken off the brine") == 0


def test_energy_beside_its_norm() -> None:
    """At the defaults the total is that of GB 21257-2024, level 2; the voltage gives the same."""
    total, cell = run(), run(electricity_by="voltage")
    name = "electricity of cells and utilities"
    assert indicator_of(total, name) / KWH * 0.1229 * 1000 == pytest.approx(315, abs=0.5)
    assert indicator_of(cell, name) == pytest.approx(indicator_of(total, name), rel=1e-3)


@pytest.mark.parametrize(
    ("given", "low", "high", "kind", "flow"),
    [
        ("voltage", 2.9, 3.3, "uses", "electricity"),
        ("current_efficiency", 0.97, 0.9, "uses", "electricity"),
        ("rectifier_efficiency", 0.99, 0.96, "uses", "electricity"),
        ("utilities", 0.0, 1e6, "uses", "electricity"),
        ("concentration_electricity", 1e5, 2e5, "uses", "electricity"),
        ("synthesis_electricity", 1e5, 2e5, "uses", "electricity"),
        ("cell_brine", 0.3, 0.36, "uses", "electricity"),
        ("salt_loss", 0.01, 0.05, "uses", "sodium chloride brine"),
        ("salt_loss", 0.01, 0.05, "wastes", "purged brine"),
    ],
)
def test_directions(given: str, low: float, high: float, kind: str, flow: str) -> None:
    less, more = (run(electricity_by="voltage", **{given: value}) for value in (low, high))
    assert amount(more, kind, flow) > amount(less, kind, flow)


def test_choices_move_what_they_must() -> None:
    weak, strong = run(), run(brine=Feed("brine", mixture({"NaCl": 0.2, "H2O": 0.8})))
    assert amount(strong, "uses", "electricity") < amount(weak, "uses", "electricity")
    assert amount(run(lye="50 %"), "uses", "steam") > amount(weak, "uses", "steam") == 0
    acid, sold, flared = (
        run(chlorine=x) for x in ("to hydrochloric acid", "sold", "sold, hydrogen flared")
    )
    assert amount(acid, "uses", "electricity") > amount(sold, "uses", "electricity")
    assert amount(sold, "makes", "hydrogen") > amount(flared, "makes", "hydrogen") == 0
    assert amount(flared, "emits", "H2O") == pytest.approx(18.015 / 2 / 39.997, rel=1e-3)


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({**CELL, "voltage": 2.18}, "voltage", "Gibbs"),
        ({**CELL, "voltage": 2.2, "current_efficiency": 1.0, "rectifier_efficiency": 1.0},
         "voltage", "enthalpy"),
        ({"electricity": 1.54 * KWH}, "electricity", "enthalpy"),
        ({"brine": Feed("brine", mixture({"NH4Cl": 0.1, "H2O": 0.9}))}, "brine", "NaCl"),
    ],
)  # fmt: skip
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run(**given)
    assert error.value.parameter == parameter


SITE: dict[str, Any] = {
    "carbonre": 1, "plant": "separation with its own lye and acid", "location": "CN",
    "period": 2024, "allocation": "mass",
    "flows": {
        "rare earth chloride liquor": {
            "unit": "kg", "basis": "REO",
            "composition": {"La2O3": "23 %", "CeO2": "50 %", "Pr6O11": "6 %", "Nd2O3": "21 %"},
        },
        "sodium chloride brine": {"composition": {"NaCl": "11 %", "H2O": "89 %"}},
    },
    "production": {"PrNd chloride": "27 t"},
    "steps": {
        "separation": {
            "process": "solvent_extraction", "feed": "rare earth chloride liquor",
            "saponification": "caustic soda", "brine": "sodium chloride brine",
            "free_acid": "0 %",
            "cuts": [{"cut": "Ce/Pr", "heavy": "PrNd chloride", "light": "LaCe chloride"}],
        },
    },
    "supply": {"rare earth chloride liquor": {"factor": "0 kgCO2e/kg", "source": "test"}},
}  # fmt: skip
CELLS = {
    "process": "chlor_alkali", "brine": "sodium chloride brine",
    "treats": {"sodium chloride brine": "all"}, "salt_loss": "0 %",
}  # fmt: skip


def test_cells_on_site_close_the_loop_of_an_extraction() -> None:
    """The brine of an extraction without free acid gives back its lye and acid, mole for mole.

    What the site then buys differs by electricity, lye, acid and water alone. It is a loss on the
    Chinese grid, against lye and acid whose burden the maker shares by mass, and a gain on wind.
    """
    both = {**SITE, "steps": {**SITE["steps"], "cells": CELLS}}
    bought, own = calculate(SITE), calculate(both)
    for flow in ("caustic soda", "hydrochloric acid"):
        used = own.material.flows[flow]
        assert used.made == pytest.approx(used.used, rel=1e-9)
        assert used.bought == pytest.approx(0, abs=1e-6 * used.used)
    lye = bought.material.flows["caustic soda"].bought
    acid = bought.material.flows["hydrochloric acid"].bought
    assert acid / lye == pytest.approx(36.458 / 39.997, rel=1e-4)
    more = power(own) - power(bought)
    salt = lye * 58.44 / 39.997
    boiled = salt * (89 / 11 - 1 / 0.34)
    assert more == pytest.approx(2.563 * lye + 0.06 * acid + 0.030 * boiled, rel=1e-4)
    assert own.total > bought.total
    wind = {"supply": {**SITE["supply"], "electricity": {"wind power": "100 %"}}}
    assert calculate({**both, **wind}).total < calculate({**SITE, **wind}).total


def power(result: Footprint) -> float:
    """Electricity that a plant buys [kWh]."""
    return float(result.material.flows["electricity"].bought) / KWH
