"""Magnet to magnet: oxygen costs fresh rare earth, and below RE2Fe14B nothing sinters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

NAME = "magnet_to_magnet"


def alloy(flow: str, shares: dict[str, float]) -> Feed:
    return Feed(flow, mixture(shares), rare_earth_oxides(shares))


POWDER = alloy(
    "recycled magnet powder",
    {"Pr": 0.0747, "Nd": 0.2241, "Dy": 0.01, "Fe": 0.6752, "B": 0.01, "C": 0.001, "H": 0.005},
)
EXAMPLE: dict[str, Any] = {
    "powder": POWDER,
    "addition": alloy("Nd metal", {"Nd": 1.0}),
    "nitrogen": 1.5,
    "argon": 0.3,
}
ADDITION = ("uses", "Nd metal")


def test_the_floor_is_the_magnetic_phase() -> None:
    """Nd2Fe14B holds 26.68 % neodymium: a blend with less has no liquid phase."""
    powder = alloy("powder", {"Nd": 0.30, "Fe": 0.69, "B": 0.01})
    result = run_model(NAME, powder=powder)
    assert indicator_of(result, "least metallic rare earth") == pytest.approx(0.2668, rel=1e-3)
    with pytest.raises(ModelError, match="does not sinter") as caught:
        run_model(NAME, powder=powder, metallic_rare_earth=0.2667)
    assert caught.value.parameter == "metallic_rare_earth"
    run_model(NAME, powder=powder, metallic_rare_earth=0.2670)


def test_oxygen_binds_rare_earth() -> None:
    """Nd2O3: 0.1 % oxygen binds 2 x 144.242 / (3 x 15.999) x 0.1 % = 0.601 %."""
    powder = alloy("powder", {"Nd": 0.30, "Fe": 0.69, "B": 0.01})
    result = run_model(NAME, powder=powder, oxygen=0.001)
    assert indicator_of(result, "rare earth bound to oxygen") == pytest.approx(0.00601, rel=1e-3)


def test_addition_by_hand() -> None:
    """30 % Nd, 0.4 % oxygen: 27.6 % is metallic; to 29 % takes (29 - 27.6) / (100 - 27.6)."""
    powder = alloy("powder", {"Nd": 0.30, "Fe": 0.69, "B": 0.01})
    result = run_model(NAME, powder=powder, oxygen=0.004, metallic_rare_earth=0.29)
    metallic = 0.30 - 0.004 * elements("Nd2O3")["Nd"] / elements("Nd2O3")["O"]
    expected = (0.29 - metallic) / (1 - metallic)
    assert amount(result, *ADDITION) == pytest.approx(expected, rel=1e-9)
    assert expected == pytest.approx(0.0193, rel=0.01)


@given(st.floats(0, 0.008), st.floats(0, 0.008))
def test_more_oxygen_takes_more_fresh_metal(one: float, two: float) -> None:
    clean, dirty = sorted((one, two))
    some, more = run_model(NAME, oxygen=clean), run_model(NAME, oxygen=dirty)
    assert amount(more, *ADDITION) >= amount(some, *ADDITION)
    old = ("uses", "recycled magnet powder")
    assert amount(more, *old) <= amount(some, *old)


def test_a_rich_clean_powder_needs_none() -> None:
    rich = alloy("powder", {"Nd": 0.33, "Fe": 0.66, "B": 0.01})
    assert amount(run_model(NAME, powder=rich, oxygen=0.001), *ADDITION) == 0


def test_hydrogen_leaves_and_mass_closes() -> None:
    result = run_model(NAME)
    taken = amount(result, "uses", "recycled magnet powder")
    assert amount(result, "emits", "H2") == pytest.approx(0.005 * taken)
    blend = taken * (1 - 0.005) + amount(result, *ADDITION)
    out = amount(result, "makes", "NdFeB magnet") + amount(result, "wastes", "magnet swarf")
    assert out == pytest.approx(1.0)
    assert blend == pytest.approx(1.0, rel=1e-6)
    (block,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    assert "H" not in (block.elements or {})


def test_a_poor_addition_is_refused() -> None:
    with pytest.raises(ModelError, match="no richer") as caught:
        run_model(NAME, addition=alloy("old alloy", {"Nd": 0.28, "Fe": 0.71, "B": 0.01}))
    assert caught.value.parameter == "addition"
    for name in ("powder", "addition"):
        with pytest.raises(ModelError, match="holds no rare earth") as caught:
            run_model(NAME, **{name: Feed("iron", {"Fe": 1.0})})
        assert caught.value.parameter == name
