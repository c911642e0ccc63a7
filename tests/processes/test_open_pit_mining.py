"""Open-pit mining: diesel by the work of hauling, explosive by its oxygen balance."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.unit_process.model import ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.ores import ORE

EXAMPLE: dict[str, Any] = {"ore": ORE, "strip_ratio": 1.2}
LITRE = 35.9e6  # J of diesel, lower heating value


def test_diesel_lies_in_the_generic_band() -> None:
    """0.5 to 1.5 L of diesel per tonne moved (engineering rule for open pits)."""
    per_tonne = indicator_of(run_model("open_pit_mining"), "diesel per rock moved") * 1000 / LITRE
    assert 0.5 < per_tonne < 1.5


def test_the_work_of_a_haul_by_hand() -> None:
    """1 km at 3 % drag and 50 m up, empty truck 0.75 of the payload, 30 %: 14.6 kJ/kg of height."""
    result = run_model(
        "open_pit_mining", haul_distance="1 km", lift="50 m", rolling_resistance="3 %", tare=0.75,
        drive_efficiency="30 %",
    )  # fmt: skip
    by_hand = 9.80665 * (1.75 * (30 + 50) + 0.75 * 0) / 0.30
    assert indicator_of(result, "diesel of the trucks per rock moved") == pytest.approx(by_hand)


def test_explosive_gives_its_carbon_and_nitrogen() -> None:
    """0.173 kg CO2 per kg: 3 NH4NO3 + CH2 -> 3 N2 + 7 H2O + CO2, 44.01/254.16."""
    result = run_model("open_pit_mining")
    explosive = amount(result, "uses", "explosive")
    assert amount(result, "emits", "CO2") / explosive == pytest.approx(0.1732, rel=1e-3)
    assert amount(result, "emits", "N2") / explosive == pytest.approx(84.04 / 254.16, rel=1e-3)


@pytest.mark.parametrize(
    ("parameter", "less", "more"),
    [("strip_ratio", 0.5, 3.0), ("haul_distance", 1e3, 5e3), ("lift", 20.0, 200.0),
     ("rolling_resistance", 0.02, 0.04)],
)  # fmt: skip
def test_more_work_takes_more_diesel(parameter: str, less: float, more: float) -> None:
    low, high = (run_model("open_pit_mining", **{parameter: value}) for value in (less, more))
    assert amount(high, "uses", "diesel") > amount(low, "uses", "diesel")


def test_waste_rock_takes_as_much_as_ore() -> None:
    none, some = (run_model("open_pit_mining", strip_ratio=ratio) for ratio in (0.0, 2.0))
    for flow in ("diesel", "electricity", "explosive"):
        assert amount(some, "uses", flow) == pytest.approx(3 * amount(none, "uses", flow))
    assert amount(some, "wastes", "waste rock") == 2.0


def test_a_road_like_a_wall_is_refused() -> None:
    with pytest.raises(ModelError, match="one in three") as error:
        run_model("open_pit_mining", haul_distance="0.2 km", lift="100 m")
    assert error.value.parameter == "lift"
