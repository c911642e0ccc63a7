"""Caustic digestion: alkali by stoichiometry, carbon left in the water, heat of the washes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

FEED = Feed("rare earth concentrate", rare_earths={"CeO2": 0.29, "Nd2O3": 0.29})
EXAMPLE: dict[str, Any] = {"feed": FEED}
PURE = {"calcite": 0.0, "calcium_fluoride": 0.0}
MEAN = 1 / (0.5 / 172.114 + 0.5 / 168.24)  # g REO per mol


def part(result: Any, flow: str, element: str) -> float:
    line = next(x for x in result if isinstance(x, Exchange) and x.flow == flow)
    return float(line.amount * (line.elements or {}).get(element, 0.0))


def test_alkali_by_stoichiometry() -> None:
    """NaOH 0.709 kg per kg REO at 169.2 g/mol, for bastnaesite and monazite alike."""
    for share in (0.0, 0.75, 1.0):
        result = run_model("caustic_digestion", bastnaesite_share=share, **PURE)
        found = indicator_of(result, "alkali by stoichiometry per REO") * MEAN / 169.2
        assert found == pytest.approx(0.709, rel=1e-3)


def test_no_gas_but_from_calcite() -> None:
    """Carbon of bastnaesite stays as soda; 0.440 kg CO2 per kg CaCO3 leaves in the acid wash."""
    assert amount(run_model("caustic_digestion", **PURE), "emits", "CO2") == 0
    stone = run_model("caustic_digestion", calcite="5 %")
    assert amount(stone, "emits", "CO2") / 0.05 == pytest.approx(0.440, rel=1e-3)
    result = run_model("caustic_digestion", bastnaesite_share=1.0, decomposition=1.0, **PURE)
    carbon = part(result, "alkaline wastewater", "C") / 0.012011
    assert carbon == pytest.approx(0.58 / MEAN * 1000, rel=1e-3)


def test_phosphate_and_fluoride_are_washed_out() -> None:
    monazite = run_model("caustic_digestion", bastnaesite_share=0.0, **PURE)
    bastnaesite = run_model("caustic_digestion", bastnaesite_share=1.0, **PURE)
    assert part(monazite, "alkaline wastewater", "F") == 0
    assert part(monazite, "alkaline wastewater", "P") > 0
    assert part(bastnaesite, "alkaline wastewater", "P") == 0
    assert part(bastnaesite, "alkaline wastewater", "F") > 0


@given(st.floats(0.45, 1.2), st.floats(0.45, 1.2))
def test_more_charge_takes_more_alkali(one: float, two: float) -> None:
    less, more = (run_model("caustic_digestion", caustic_charge=x) for x in sorted((one, two)))
    flow = ("uses", "caustic soda")
    assert amount(more, *flow) >= amount(less, *flow)
    assert amount(more, "uses", "steam") >= amount(less, "uses", "steam")


def test_recovered_lye_is_not_bought_but_costs_steam() -> None:
    none, most = (run_model("caustic_digestion", caustic_recovery=share) for share in (0.0, 0.8))
    assert amount(most, "uses", "caustic soda") < amount(none, "uses", "caustic soda")
    assert amount(most, "uses", "steam") > amount(none, "uses", "steam")


def test_more_washing_takes_more_heat() -> None:
    little, much = (run_model("caustic_digestion", wash_water=water) for water in (6.0, 16.0))
    more = amount(much, "uses", "steam") - amount(little, "uses", "steam")
    assert more == pytest.approx(10 * 4.18e3 * 50, rel=1e-6)


def test_what_is_not_decomposed_is_in_the_residue() -> None:
    result = run_model("caustic_digestion", decomposition="95 %")
    lost = part(result, "digestion residue", "Nd")
    assert lost == pytest.approx(0.05 * part(result, "rare earth concentrate", "Nd"))


def test_all_may_be_decomposed() -> None:
    result = run_model("caustic_digestion", decomposition=1.0, **PURE)
    assert amount(result, "wastes", "digestion residue") == pytest.approx(0, abs=1e-12)


def test_refused() -> None:
    with pytest.raises(ModelError, match="stoichiometry") as error:
        run_model("caustic_digestion", caustic_charge=0.3)
    assert error.value.parameter == "caustic_charge"
    with pytest.raises(ModelError) as error:
        run_model("caustic_digestion", wash_water=0.2)
    assert error.value.parameter == "wash_water"
