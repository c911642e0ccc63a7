"""Biological nitrogen removal: the worked example per kilogram of nitrogen, and its directions.

GB 29435-2025 has no limit for it: its energy is part of that of the works whose water it cleans.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carbonre.core.species import mixture
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.plants import calculate

WATER = Feed("ammonium chloride brine", mixture({"NH4Cl": 0.05, "H2O": 0.95}))
NITRATE = Feed("sodium nitrate brine", mixture({"NaNO3": 0.05, "H2O": 0.95}))
EXAMPLE: dict[str, Any] = {
    "stream": lambda choices: NITRATE if choices["nitrogen"] == "nitrate" else WATER,
    "nitrous_oxide": 0.016,
}
NITROGEN = WATER.elements["N"]  # [kg/kg]
ANAMMOX = {"route": "partial nitritation and anammox"}
ALL = {"removal": 1.0}


def refused(choices: Mapping[str, Any]) -> bool:
    return choices["nitrogen"] == "nitrate" and "anammox" in choices["route"]


def run(**given: Any) -> Any:
    return run_model("biological_nitrogen_removal", **given)


def test_the_worked_example() -> None:
    """1 kg N: N2O 6.8626, carbon of methanol 3.4337, coal methanol 8.6750, power 1.8130 at
    0.5777 kg/kWh: 20.7843 kg CO2e, alkali apart; with methanol of gas 13.4118."""
    result = run(**ALL)
    laughing_gas = amount(result, "emits", "N2O") / NITROGEN
    carbon = amount(result, "emits", "CO2") / NITROGEN
    methanol = amount(result, "uses", "methanol") / NITROGEN
    power = indicator_of(result, "electricity per nitrogen") / 3.6e6
    assert laughing_gas * 273 == pytest.approx(6.8626, rel=1e-4)
    assert carbon == pytest.approx(3.4337, rel=1e-4)
    assert methanol * 3.47 == pytest.approx(8.6750)
    assert power == pytest.approx(3.1383, rel=1e-4)
    total = laughing_gas * 273 + carbon + methanol * 3.47 + power * 0.5777
    assert total == pytest.approx(20.7843, rel=1e-5)
    assert total - methanol * (3.47 - 0.521) == pytest.approx(13.4118, rel=1e-5)
    assert indicator_of(result, "oxygen per nitrogen") == pytest.approx(4.57, abs=0.005)
    assert amount(result, "uses", "caustic soda") / NITROGEN == pytest.approx(2.856, abs=0.001)


def test_a_second_computation_from_stoichiometry() -> None:
    """Half of the ammonium becomes nitrite with 1.5 mol of oxygen, the other half reduces it."""
    result = run(**ANAMMOX, alkali="quicklime", removal=0.8, nitrous_oxide=0.03)
    moles = 0.8 * 50 / 53.491  # mol of nitrogen removed per kg of water
    assert amount(result, "uses", "quicklime") == pytest.approx(moles / 2 * 0.056077, rel=1e-4)
    assert amount(result, "emits", "N2O") == pytest.approx(0.03 * moles / 2 * 0.044013, rel=1e-4)
    assert amount(result, "emits", "N2") == pytest.approx(0.97 * moles * 0.014007, rel=1e-4)
    oxygen = moles / 2 * 1.5 * 0.031998
    power = oxygen / 1.8 + 0.6 * moles * 0.014007
    assert amount(result, "uses", "electricity") / 3.6e6 == pytest.approx(power, rel=1e-4)
    assert amount(result, "uses", "methanol") == amount(result, "emits", "CO2") == 0


def test_anammox_saves_methanol_and_air_but_not_laughing_gas() -> None:
    classic, anammox = run(), run(**ANAMMOX)
    assert amount(anammox, "uses", "electricity") < amount(classic, "uses", "electricity")
    assert amount(anammox, "emits", "N2O") == amount(classic, "emits", "N2O")
    assert amount(anammox, "uses", "caustic soda") == amount(classic, "uses", "caustic soda")


def test_nitrate_takes_methanol_but_neither_air_nor_alkali() -> None:
    result = run(nitrogen="nitrate")
    assert indicator_of(result, "oxygen per nitrogen") == 0
    assert amount(result, "uses", "caustic soda") == 0
    assert amount(result, "uses", "methanol") > 0


def test_more_removal_takes_more_and_leaves_less() -> None:
    little, much = run(removal=0.7), run(removal=0.98)
    for flow in ("methanol", "electricity", "caustic soda"):
        assert amount(much, "uses", flow) > amount(little, "uses", flow)
    left = [
        line.amount * line.elements["N"]
        for result in (little, much)
        for line in result
        if isinstance(line, Exchange) and line.kind == "wastes" and line.elements
    ]
    assert left == pytest.approx([0.3 * NITROGEN, 0.02 * NITROGEN])
    assert amount(run(nitrous_oxide=0.045), "emits", "N2O") > amount(run(), "emits", "N2O")


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({"methanol_dose": 1.9}, "methanol_dose", "takes 1.906 kg/kg N"),
        ({"nitrogen": "nitrate", **ANAMMOX}, "route", "anammox needs ammonium"),
        ({"stream": Feed("water", {"H2O": 1.0})}, "stream", "holds no nitrogen"),
    ],
)
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run(**given)
    assert error.value.parameter == parameter


def plant(step: dict[str, Any]) -> dict[str, Any]:
    """A plant that makes a product and 1 kg of nitrogen in brine with it, and treats the brine."""
    return {
        "carbonre": 1, "plant": "brine", "location": "CN", "period": 2024, "gwp": "AR6",
        "production": {"goods": "1 kg"},
        "flows": {"ammonium chloride brine": {"composition": {"NH4Cl": "5 %", "H2O": "95 %"}}},
        "steps": {
            "works": {
                "process": "inventory", "makes": {"goods": "1 kg"},
                "wastes": {"ammonium chloride brine": f"{1 / NITROGEN} kg"},
            },
            "treatment": {"treats": {"ammonium chloride brine": "all"}, **step},
        },
    }  # fmt: skip


def test_in_china_coal_methanol_and_its_carbon_outweigh_the_laughing_gas() -> None:
    """20.8 kg CO2e per kg N at 0.5777 kg/kWh; the tables hold 6.9 for the N2O alone."""
    name = "biological_nitrogen_removal"
    result = calculate(
        plant({"process": name, "alkali": "of the water", "removal": "100 %",
               "nitrous_oxide": "1.6 %"})
    )  # fmt: skip
    assert result.total == pytest.approx(20.7843, rel=2e-3)


def test_stripping_and_using_the_ammonia_again_is_better_by_far() -> None:
    """Stripping takes steam of 9.4 GJ/t N, 1.5 kg CO2e, and base as the bacteria do."""
    name = "biological_nitrogen_removal"
    bacteria = calculate(plant({"process": name, "nitrous_oxide": "1.6 %", "removal": "98 %"}))
    strip = {"process": "ammonia_recovery", "brine": "ammonium chloride brine"}
    strip |= {"base": "quicklime", "allocation": {"ammonia": "0 %"}}
    stripping = calculate(plant(strip))
    assert stripping.total < bacteria.total / 3


def test_power_methanol_and_alkali_follow_their_numbers() -> None:
    good, poor = run(oxygen_per_energy=2.5 / 3.6e6), run(oxygen_per_energy=1.0 / 3.6e6)
    assert amount(good, "uses", "electricity") < amount(poor, "uses", "electricity")
    more = amount(run(mixing="2 kWh/kg"), "uses", "electricity")
    less = amount(run(mixing="0.2 kWh/kg"), "uses", "electricity")
    assert more - less == pytest.approx(1.8 * 3.6e6 * 0.9 * NITROGEN)
    spare, lean = run(methanol_dose=3.2), run(methanol_dose=2.0)
    carbon = amount(spare, "emits", "CO2") - amount(lean, "emits", "CO2")
    assert carbon == pytest.approx(1.2 * 0.9 * NITROGEN * 44.009 / 32.042, rel=1e-4)
    assert amount(run(alkali="of the water"), "uses", "caustic soda") == 0
    assert amount(run(alkali="quicklime"), "uses", "quicklime") == pytest.approx(
        amount(run(), "uses", "caustic soda") / 39.997 / 2 * 56.077, rel=1e-4
    )
