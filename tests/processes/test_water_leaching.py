"""Water leaching: liquor, neutraliser and residue of a roasted Bayan Obo concentrate."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import mixture, salt
from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model

OXIDES = {"La2O3": 0.236, "CeO2": 0.512, "Pr6O11": 0.064, "Nd2O3": 0.188}


def sulfated(free_acid: float = 0.05, iron_sulfate: float = 0.26) -> Feed:
    """Return a sulfated concentrate with so much free acid and iron sulfate per kg REO."""
    parts = mixture({"H2SO4": free_acid, "Fe2(SO4)3": iron_sulfate, "CaSO4": 0.19, "H3PO4": 0.144})
    total = salt(OXIDES, "SO4", 1.5)
    for element, share in parts.items():
        total[element] = total.get(element, 0.0) + share
    return Feed("sulfated concentrate", total, OXIDES)


EXAMPLE: dict[str, Any] = {"feed": sulfated()}


def part(result: Any, flow: str, element: str) -> float:
    line = next(x for x in result if isinstance(x, Exchange) and x.flow == flow)
    assert line.elements is not None
    return float(line.amount * line.elements.get(element, 0.0))


def test_neutraliser_of_practice() -> None:
    """0.05 to 0.15 kg per kg REO; here 0.26 kg Fe2(SO4)3 and 0.05 kg H2SO4 set the need."""
    result = run_model("water_leaching")
    by_hand = (3 * 0.26 / 0.39987 + 0.05 / 0.098072) * 0.040304
    assert indicator_of(result, "neutraliser per REO") == pytest.approx(by_hand, rel=1e-3)
    assert 0.05 < indicator_of(result, "neutraliser per REO") < 0.15


@pytest.mark.parametrize(("strength", "water"), [("30 g/L", 33.3), ("40 g/L", 25.0)])
def test_water_of_the_liquor(strength: str, water: float) -> None:
    """25 to 33 kg of water per kg REO at 40 to 30 g/L."""
    result = run_model("water_leaching", liquor_strength=strength)
    made = amount(result, "makes", "rare earth sulfate liquor")
    assert part(result, "rare earth sulfate liquor", "H2O") / made == pytest.approx(water, rel=2e-3)
    assert part(result, "rare earth sulfate liquor", "H2O") + part(
        result, "leach residue", "H2O"
    ) == pytest.approx(amount(result, "uses", "water"))


def test_limestone_gives_gypsum_and_carbon_dioxide() -> None:
    magnesia = run_model("water_leaching")
    limestone = run_model("water_leaching", neutraliser="limestone")
    acid = amount(magnesia, "uses", "magnesia") / 40.304
    assert amount(limestone, "uses", "limestone") == pytest.approx(acid * 100.087, rel=1e-4)
    assert amount(limestone, "emits", "CO2") == pytest.approx(acid * 44.009, rel=1e-4)
    assert part(limestone, "rare earth sulfate liquor", "Mg") == 0
    assert part(magnesia, "rare earth sulfate liquor", "Mg") > 0
    assert amount(limestone, "wastes", "leach residue") > amount(
        magnesia, "wastes", "leach residue"
    )


def test_lost_rare_earths_are_in_the_residue() -> None:
    good, poor = (
        run_model("water_leaching", recovery=0.95),
        run_model("water_leaching", recovery=0.90),
    )
    for result, share in ((good, 0.05), (poor, 0.10)):
        assert part(result, "leach residue", "Nd") == pytest.approx(
            share * part(result, "sulfated concentrate", "Nd")
        )
    assert amount(poor, "makes", "rare earth sulfate liquor") < amount(
        good, "makes", "rare earth sulfate liquor"
    )


def test_residue_of_practice() -> None:
    """0.6 to 1 t of residue per tonne of rare earths."""
    assert 0.55 < indicator_of(run_model("water_leaching"), "dry residue per REO") < 1.0


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_more_acid_takes_more_neutraliser(less: float, more: float) -> None:
    less, more = sorted((less, more))
    one = indicator_of(run_model("water_leaching", feed=sulfated(less)), "neutraliser per REO")
    two = indicator_of(run_model("water_leaching", feed=sulfated(more)), "neutraliser per REO")
    assert two >= one - 1e-12


def test_a_feed_without_its_sulfur_is_refused() -> None:
    with pytest.raises(ModelError) as error:
        run_model("water_leaching", feed=Feed("sulfated concentrate", salt(OXIDES), OXIDES))
    assert error.value.parameter == "feed"
