"""Residue storage: carbon dioxide of acid and carbonate by hand, and its directions.

GB 29435-2025 has no limit for it; a store takes hardly any energy.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import mixture
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model


def tailings(pyrite: float = 0.02, calcite: float = 0.10) -> Feed:
    """Return tailings with so much of either mineral, per kg wet."""
    rest = 0.8 - pyrite - calcite
    parts = {"FeS2": pyrite, "CaCO3": calcite, "Fe2O3": rest / 2, "SiO2": rest / 2, "H2O": 0.2}
    return Feed("leach residue", mixture(parts))


PYRITE_SULFUR = 2 * 32.06 / (55.845 + 2 * 32.06)
EXAMPLE: dict[str, Any] = {"residue": tailings(), "sulfide_sulfur": 0.02 * PYRITE_SULFUR}


def run(**given: Any) -> Any:
    return run_model("residue_storage", **given)


def test_pyrite_beside_calcite() -> None:
    """1.373 kg CO2 per kg of sulfur oxidised, 44.009/32.06: two of calcite for one of pyrite."""
    result = run()
    sulfur = 0.02 * PYRITE_SULFUR
    assert amount(result, "emits", "CO2") / sulfur == pytest.approx(1.373, abs=5e-4)
    assert amount(result, "uses", "limestone") == pytest.approx(0, abs=1e-12)
    assert indicator_of(result, "taken by its own carbonate") == pytest.approx(1)


def test_limestone_on_acid_water() -> None:
    """0.4487 kg CO2 and 1.7554 kg gypsum per kg of sulfuric acid."""
    result = run(sulfide_sulfur=0.0, free_acid=0.01, residue=tailings(0.0, 0.0))
    assert amount(result, "emits", "CO2") / 0.01 == pytest.approx(0.4487, abs=5e-5)
    assert indicator_of(result, "gypsum") / 0.01 == pytest.approx(1.7554, abs=2e-4)


def test_a_residue_without_sulfide_gives_no_gas() -> None:
    """Radon has no GWP: a neutral radioactive residue emits nothing that counts."""
    result = run(sulfide_sulfur=0.0)
    assert amount(result, "emits", "CO2") == 0
    assert {x.flow for x in result if isinstance(x, Exchange) and x.kind == "emits"} == {"CO2"}


def test_a_second_computation_from_stoichiometry() -> None:
    """Carbonate runs out: the rest of the acid takes quicklime, which gives no gas here."""
    result = run(
        residue=tailings(0.03, 0.02), sulfide_sulfur=0.03 * PYRITE_SULFUR, oxidised=0.8,
        free_acid=0.005, carbonate_reacting=0.6, base="quicklime",
    )  # fmt: skip
    acid = 0.8 * 2 * 0.03 / 119.965 + 0.005 / 98.072  # kmol per kg
    own = 0.6 * 0.02 / 100.086
    assert amount(result, "emits", "CO2") == pytest.approx(own * 44.009, rel=1e-4)
    assert amount(result, "uses", "quicklime") == pytest.approx((acid - own) * 56.077, rel=1e-4)
    limed = run(
        residue=tailings(0.03, 0.02), sulfide_sulfur=0.03 * PYRITE_SULFUR, oxidised=0.8,
        free_acid=0.005, carbonate_reacting=0.6,
    )  # fmt: skip
    assert amount(limed, "emits", "CO2") == pytest.approx(acid * 44.009, rel=1e-4)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_oxidation_gives_more_gas(one: float, two: float) -> None:
    less, more = (run(oxidised=share) for share in sorted((one, two)))
    assert amount(more, "emits", "CO2") >= amount(less, "emits", "CO2")
    assert indicator_of(more, "acid to neutralise") >= indicator_of(less, "acid to neutralise")


def test_energy_and_lining_follow_the_residue() -> None:
    result = run(electricity="10 kWh/t", diesel="50 MJ/t", liner="0.4 kg/t")
    assert amount(result, "uses", "electricity") == pytest.approx(0.01 * 3.6e6)
    assert amount(result, "uses", "diesel") == pytest.approx(0.05e6)
    assert amount(result, "uses", "HDPE") == pytest.approx(0.0004)


def test_what_a_store_of_practice_emits() -> None:
    """Lining, placing and pumps: 0.01 to 0.05 kg CO2e per kg REO for 2.9 t of residue per t REO;
    with diesel at 0.09 kg/MJ, power at 0.578 kg/kWh, polyethylene at 3.1 kg/kg."""
    result = run(sulfide_sulfur=0.0)
    parts = (("diesel", 0.09e-6), ("electricity", 0.578 / 3.6e6), ("HDPE", 3.1))
    carbon = sum(amount(result, "uses", flow) * factor for flow, factor in parts)
    assert 0.01 < 2.9 * carbon < 0.05


def test_more_sulfide_than_sulfur_is_refused() -> None:
    with pytest.raises(ModelError, match=r"holds 0\.0107 kg of sulfur") as error:
        run(sulfide_sulfur=0.02)
    assert error.value.parameter == "sulfide_sulfur"
