"""Polishing powder: carbon of the carbonate, fluorine for oxygen, the floor of the kiln."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import molar_mass, rare_earth_moles
from carbonre.unit_process.model import Exchange, Feed, ModelError, salt
from helpers.models import amount, indicator_of, run_model

NAME = "polishing_powder"
MJ = 1e6


def cake(oxides: dict[str, float], water: float = 0.9) -> Feed:
    made = {**salt(oxides, "CO3", 1.5), "H2O": water}
    return Feed("LaCe carbonate", made, oxides, "ammonium bicarbonate")


CE = cake({"CeO2": 1.0})
MIXED = {"La2O3": 0.35, "CeO2": 0.65}
EXAMPLE: dict[str, Any] = {"feed": cake(MIXED), "electricity": "0.5 kWh/kg"}


def powder(result: Any) -> Exchange:
    (line,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    return line


def test_carbon_of_cerium_carbonate() -> None:
    """1.5 x 44.009 / 172.114 = 0.3835 kg CO2 per kg CeO2, that of the reagent."""
    result = run_model(NAME, feed=CE, fluorine=0.0, powder_yield=1.0)
    assert amount(result, "emits", "CO2") == pytest.approx(0.3835, rel=1e-3)
    (gas,) = (x for x in result if isinstance(x, Exchange) and x.flow == "CO2")
    assert gas.carbon_of == "ammonium bicarbonate"
    assert amount(result, "makes", "polishing powder") == pytest.approx(1.0)
    assert amount(result, "uses", "hydrofluoric acid") == 0


def test_fluorine_by_hand() -> None:
    """A powder with 5 % F: two F (38.0) take the place of one O (16.0)."""
    result = run_model(NAME, fluorine=0.05, fluorine_kept=1.0, powder_yield=1.0)
    made = amount(result, "makes", "polishing powder")
    fluorine = 0.05 * made
    assert made == pytest.approx(1 + fluorine * (1 - 15.999 / (2 * 18.998)), rel=1e-4)
    acid = amount(result, "uses", "hydrofluoric acid")
    assert acid == pytest.approx(fluorine * molar_mass("HF") / molar_mass("F"))
    shares = powder(result).elements or {}
    assert sum(shares.values()) == pytest.approx(1.0)


@given(st.floats(0, 0.08), st.floats(0, 0.08), st.floats(0.7, 1), st.floats(0.7, 1))
def test_more_fluorine_takes_more_acid(one: float, two: float, poor: float, good: float) -> None:
    (one, two), (poor, good) = sorted((one, two)), sorted((poor, good))
    less = run_model(NAME, fluorine=one, fluorine_kept=good)
    more = run_model(NAME, fluorine=two, fluorine_kept=poor)
    for line in (("uses", "hydrofluoric acid"), ("wastes", "HF in off-gas")):
        assert amount(more, *line) >= amount(less, *line)


def test_all_fluoride_is_the_most() -> None:
    """LaF3 holds 29.1 % fluorine."""
    lanthanum = cake({"La2O3": 1.0})
    run_model(NAME, feed=lanthanum, fluorine=0.290)
    with pytest.raises(ModelError, match="three fluorine") as caught:
        run_model(NAME, feed=lanthanum, fluorine=0.292)
    assert caught.value.parameter == "fluorine"


def test_a_wetter_cake_has_a_higher_floor() -> None:
    wet, dry = (run_model(NAME, feed=cake(MIXED, water)) for water in (1.2, 0.7))
    name = "floor of the heat"
    assert indicator_of(wet, name) - indicator_of(dry, name) == pytest.approx(0.5 * 2.6 * MJ)
    with pytest.raises(ModelError, match="drying and decomposing") as caught:
        run_model(NAME, heat=0.99 * indicator_of(run_model(NAME), name))
    assert caught.value.parameter == "heat"


def test_classing_loses_rare_earth() -> None:
    good, poor = (run_model(NAME, powder_yield=share) for share in (0.99, 0.85))
    assert amount(poor, "makes", "polishing powder") < amount(good, "makes", "polishing powder")
    fines = ("wastes", "polishing powder fines")
    assert amount(poor, *fines) == pytest.approx(15 * amount(good, *fines))
    assert amount(poor, "emits", "CO2") == amount(good, "emits", "CO2")


def test_what_is_no_carbonate_is_refused() -> None:
    for feed, words in (
        (Feed("CeO2", {"Ce": 0.814, "O": 0.186}, {"CeO2": 1.0}), "holds no carbon"),
        (Feed("bastnaesite", {**CE.elements, "F": 0.1}, {"CeO2": 1.0}), "fluorine already"),
    ):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, feed=feed)
        assert caught.value.parameter == "feed"
    assert rare_earth_moles(MIXED) > 0
