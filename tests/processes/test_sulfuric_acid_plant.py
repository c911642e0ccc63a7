"""Sulfuric acid plant: sulfur, heat and steam by hand, and the sign of the steam.

GB 29435-2025 has no limit for it: it is a plant of the chemical industry, which exports energy.
"""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import mixture
from carbonre.unit_process.model import Feed, ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

SULFUR = Feed("sulfur", {"S": 1.0})
GAS = Feed("SO2 in off-gas", mixture({"SO2": 1.0}))
EXAMPLE: dict[str, Any] = {"feed": SULFUR}
OF_GAS: dict[str, Any] = {"feed": GAS, "steam_export": "0 GJ/t"}


def run(**given: Any) -> Any:
    return run_model("sulfuric_acid_plant", **given)


def test_the_worked_example() -> None:
    """0.3319 kg S and 0.066 kWh per kg; 5.386 GJ/t set free, 4.396 GJ/t or 81.6 % exported;
    2.360 GJ/t from SO2."""
    result = run()
    assert amount(result, "uses", "sulfur") == pytest.approx(0.3319, abs=5e-5)
    assert amount(result, "uses", "electricity") == pytest.approx(0.066 * 3.6e6)
    assert amount(result, "wastes", "steam") == pytest.approx(4.396e6)
    assert indicator_of(result, "heat set free") == pytest.approx(5.386e6, rel=1e-4)
    share = indicator_of(result, "share of the heat that is exported")
    assert share == pytest.approx(0.816, abs=5e-4)
    assert indicator_of(run(**OF_GAS), "heat set free") == pytest.approx(2.360e6, rel=4e-4)


def test_a_second_computation_from_stoichiometry() -> None:
    """One mole of acid takes one of sulfur dioxide and of water; the rest of the sulfur escapes."""
    result = run(**OF_GAS, sulfur_yield=0.97)
    moles = 1000 / (2 * 1.008 + 32.06 + 4 * 15.999)
    gas = moles * (32.06 + 2 * 15.999) / 1000
    assert amount(result, "uses", "SO2 in off-gas") == pytest.approx(gas / 0.97, rel=1e-4)
    assert amount(result, "wastes", "SO2 in tail gas") == pytest.approx(
        gas * (1 / 0.97 - 1), rel=1e-4
    )
    assert amount(result, "uses", "water") == pytest.approx(moles * 0.018015, rel=1e-4)


def test_a_better_yield_takes_less_and_loses_less() -> None:
    good, poor = run(sulfur_yield=0.995), run(sulfur_yield=0.97)
    assert amount(good, "uses", "sulfur") < amount(poor, "uses", "sulfur")
    assert amount(good, "wastes", "SO2 in tail gas") < amount(poor, "wastes", "SO2 in tail gas")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"steam_export": "5.5 GJ/t"}, "set 5.39 GJ/t of acid free"),
        ({**OF_GAS, "steam_export": "2.5 GJ/t"}, "set 2.36 GJ/t of acid free"),
        ({**OF_GAS, "feed": Feed("stone", {"Ca": 0.4})}, "holds no sulfur"),
    ],
)
def test_the_impossible_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        run(**given)


def plant(**other: Any) -> dict[str, Any]:
    """An acid plant in China whose steam, or bought steam, goes to a step that takes 4.396 MJ."""
    step = {"process": "sulfuric_acid_plant"}
    return {
        "carbonre": 1, "plant": "acid", "location": "CN", "period": 2024, "gwp": "AR6",
        "production": {"sulfuric acid": "1 kg", "warm goods": "1 kg"},
        "supply": {
            "sulfur": "recovered, US",
            "steam": {"factor": "131.8 kgCO2e/GJ", "upstream": "0 kgCO2e/GJ", "source": "ours"},
        },
        "steps": {
            "acid": {**step, **other},
            "heating": {"process": "inventory", "makes": {"warm goods": "1 kg"},
                        "uses": {"steam": "4.396 MJ"}},
        },
    }  # fmt: skip


def test_the_steam_decides_the_sign() -> None:
    """Without its steam 0.30 kg CO2e per kg of acid (0.332 S x 0.777 + 0.066 kWh x 0.5777); used,
    it spares bought steam of 131.8 kg/GJ and the acid is worth -0.28."""
    unused = calculate(plant(steam_export="0 GJ/t"))
    used = calculate(plant())
    bought = 4.396e-3 * 131.8
    assert unused.total - bought == pytest.approx(0.296, abs=0.003)
    assert used.total - bought == pytest.approx(-0.283, abs=0.003)


def test_steam_as_a_product_shares_the_burden() -> None:
    result = calculate(
        plant(steam_is="product", allocation={"sulfuric acid": "30 %", "steam": "70 %"})
    )
    acid = next(item for item in result.products_sold if item.name == "sulfuric acid")
    assert acid.total == pytest.approx(0.3 * 0.296, rel=0.01)


def test_power_and_steam_follow_their_numbers() -> None:
    result = run(electricity="100 kWh/t", steam_export="3 GJ/t")
    assert amount(result, "uses", "electricity") == pytest.approx(0.1 * 3.6e6)
    assert amount(result, "wastes", "steam") == pytest.approx(3e6)
    assert amount(run(steam_is="product"), "makes", "steam") == pytest.approx(4.396e6)
