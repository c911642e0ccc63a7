"""Europium reduction: zinc per europia, and where chloride goes."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.core.species import molar_mass, rare_earth_moles
from carbonre.unit_process.model import Exchange, Feed, ModelError, salt
from helpers.models import amount, indicator_of, run_model

OXIDES = {"Sm2O3": 0.45, "Eu2O3": 0.15, "Gd2O3": 0.40}
LIQUOR = Feed("liquor", {**salt(OXIDES, "Cl", 3.2), "H2O": 4.0, "Ca": 0.001}, OXIDES)
EXAMPLE: dict[str, Any] = {"feed": LIQUOR}


def run(**given: Any) -> Any:
    return run_model("europium_reduction", **given)


def test_zinc_by_hand() -> None:
    """Half a mole of Zn per Eu: 0.1858 kg/kg Eu2O3; four times that as zinc of 6.12 is 4.5 kg."""
    assert indicator_of(run(zinc_ratio=1.0), "zinc per europia") == pytest.approx(0.1858, abs=1e-4)
    usual = run()
    zinc = amount(usual, "uses", "zinc") / amount(usual, "makes", "europium sulfate")
    assert zinc == pytest.approx(4 * 0.1858, rel=1e-3)
    assert 6.12 * zinc == pytest.approx(4.5, abs=0.06)


def test_a_second_computation_from_atoms() -> None:
    """From atomic masses: acids, hydrogen and what the liquor keeps, at four times the zinc."""
    europia = 0.15 * 0.95
    moles = 2000 * europia / 351.926
    result = run()
    assert amount(result, "uses", "sulfuric acid") == pytest.approx(moles * 0.098072, rel=1e-4)
    assert amount(result, "uses", "hydrochloric acid") == pytest.approx(moles * 0.036458, rel=1e-4)
    assert amount(result, "wastes", "zinc chloride water") == pytest.approx(
        2 * moles * 0.13628, rel=1e-4
    )
    assert amount(result, "emits", "H2") == pytest.approx(1.5 * moles * 0.002016, rel=1e-4)
    (rest,) = (x for x in result if isinstance(x, Exchange) and x.flow == "liquor without europium")
    assert rest.elements is not None and rest.rare_earths is not None
    free = rest.elements["Cl"] / molar_mass("Cl") - 3 * rare_earth_moles(rest.rare_earths)
    fed = rare_earth_moles(OXIDES)
    assert free * rest.amount == pytest.approx(0.2 * fed, rel=1e-6)


def test_little_zinc_leaves_acid_in_the_liquor() -> None:
    """At stoichiometry one of the three chlorides of europium goes with zinc, two stay as acid."""
    result = run(zinc_ratio=1.0)
    assert amount(result, "uses", "hydrochloric acid") == 0
    (rest,) = (x for x in result if isinstance(x, Exchange) and x.flow == "liquor without europium")
    assert rest.elements is not None and rest.rare_earths is not None
    free = rest.elements["Cl"] / molar_mass("Cl") - 3 * rare_earth_moles(rest.rare_earths)
    moles = 2000 * 0.15 * 0.95 / 351.926
    assert free * rest.amount == pytest.approx(0.2 * rare_earth_moles(OXIDES) + 2 * moles, rel=1e-4)


@pytest.mark.parametrize(
    ("given", "low", "high", "kind", "flow"),
    [
        ("recovery", 0.9, 0.99, "makes", "europium sulfate"),
        ("recovery", 0.9, 0.99, "uses", "zinc"),
        ("zinc_ratio", 3.0, 5.0, "uses", "zinc"),
        ("zinc_ratio", 3.5, 5.0, "uses", "hydrochloric acid"),
        ("electricity", 1e4, 1e5, "uses", "electricity"),
    ],
)
def test_directions(given: str, low: float, high: float, kind: str, flow: str) -> None:
    less, more = (run(**{given: value}) for value in (low, high))
    assert amount(more, kind, flow) > amount(less, kind, flow)


def test_a_liquor_without_europium_is_refused() -> None:
    plain = Feed("liquor", salt({"Nd2O3": 1.0}, "Cl", 3), {"Nd2O3": 1.0})
    with pytest.raises(ModelError, match="no europium") as error:
        run(feed=plain)
    assert error.value.parameter == "feed"
