"""Hydrogen processing: how much hydrogen an alloy takes, what the coating and degassing do."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

NAME = "hydrogen_processing"


def magnets(shares: dict[str, float]) -> Feed:
    return Feed("magnet scrap", mixture(shares), rare_earth_oxides(shares))


SCRAP = magnets(
    {"Pr": 0.075, "Nd": 0.225, "Dy": 0.01, "Fe": 0.65, "Co": 0.01, "B": 0.01, "Ni": 0.019,
     "C": 0.001}
)  # fmt: skip
PHASE = {"Nd2Fe14B": 1.0}
EXAMPLE: dict[str, Any] = {"scrap": SCRAP, "recovered": "50 %"}
POWDER = ("makes", "recycled magnet powder")


def powder(result: Any) -> Exchange:
    (line,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    return line


def test_the_furnace_of_prommis() -> None:
    """One H2 per Nd2Fe14B is 1.86 g/kg (prommis, hydrogen decrepitation furnace)."""
    result = run_model(NAME, scrap=magnets(PHASE), matrix_hydrogen=2.0)
    assert indicator_of(result, "hydrogen taken up") == pytest.approx(1.86e-3, rel=5e-3)
    assert indicator_of(result, "rare earth in the rich phase") == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("rare_earth", [0.30, 0.31, 0.325])
def test_uptake_of_practice(rare_earth: float) -> None:
    """Real uptake with the rich phase is 3.5 to 4.5 g/kg."""
    alloy = magnets({"Nd": rare_earth, "Fe": 0.99 - rare_earth, "B": 0.01})
    assert 3.5e-3 < indicator_of(run_model(NAME, scrap=alloy), "hydrogen taken up") < 4.5e-3


def test_more_rare_earth_takes_more_hydrogen() -> None:
    lean, rich = (
        run_model(NAME, scrap=magnets({"Nd": x, "Fe": 0.99 - x, "B": 0.01})) for x in (0.28, 0.33)
    )
    assert indicator_of(rich, "hydrogen taken up") > indicator_of(lean, "hydrogen taken up")
    assert amount(rich, "uses", "hydrogen") > amount(lean, "uses", "hydrogen")


def test_hydrogen_is_counted_by_its_heating_value() -> None:
    result = run_model(NAME, vented=0.0, recovered=0.0)
    kilograms = amount(result, "uses", "hydrogen") / 120e6
    assert kilograms == pytest.approx(indicator_of(result, "hydrogen taken up"))


def test_the_powder_of_a_feasibility_study() -> None:
    """HyProMag USA 2025: 0.38 kg CO2e/kg powder, scrap free; here power and hydrogen alone.

    About 0.4 kg CO2e/kWh for the grid of the USA and 11 kg CO2e/kg for hydrogen are rough.
    """
    result = run_model(NAME)
    power, hydrogen = amount(result, "uses", "electricity"), amount(result, "uses", "hydrogen")
    footprint = (power / 3.6e6 * 0.4 + hydrogen / 120e6 * 11) / amount(result, *POWDER)
    assert 0.1 < footprint < 0.38


def test_degassing_lets_hydrogen_go_and_takes_power() -> None:
    hydride, degassed = run_model(NAME), run_model(NAME, state="degassed", recovered=0.0)
    assert (powder(hydride).elements or {})["H"] > (powder(degassed).elements or {})["H"] > 0
    assert amount(degassed, "emits", "H2") > amount(hydride, "emits", "H2")
    assert amount(degassed, "uses", "electricity") > amount(hydride, "uses", "electricity")
    again = run_model(NAME, state="degassed", recovered=1.0)
    assert amount(again, "uses", "hydrogen") < amount(degassed, "uses", "hydrogen")
    assert amount(again, "emits", "H2") < amount(degassed, "emits", "H2")


def test_the_coating_is_sieved_off() -> None:
    kept, gone = run_model(NAME, coating_removed=0.5), run_model(NAME, coating_removed=0.99)
    assert (powder(gone).elements or {})["Ni"] < (powder(kept).elements or {})["Ni"]
    assert sum((powder(kept).elements or {}).values()) == pytest.approx(1.0)
    mass = amount(gone, *POWDER) + amount(gone, "wastes", "coating residue")
    held = amount(gone, *POWDER) * (powder(gone).elements or {})["H"]
    assert mass - held == pytest.approx(1.0, rel=1e-6)


def test_what_takes_no_hydrogen_is_refused() -> None:
    with pytest.raises(ModelError, match="no rare earth with iron") as caught:
        run_model(NAME, scrap=Feed("steel scrap", {"Fe": 1.0}))
    assert caught.value.parameter == "scrap"
    with pytest.raises(ModelError, match="more hydrogen than was taken up") as caught:
        run_model(NAME, rare_earth_hydrogen=2.0, residual_hydrogen=2.1)
    assert caught.value.parameter == "residual_hydrogen"
