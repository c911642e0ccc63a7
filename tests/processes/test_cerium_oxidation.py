"""Cerium oxidation: oxidant per ceria, base per cerium, and what stays dissolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture, salt
from helpers.models import amount, indicator_of, run_model

OXIDES = {"La2O3": 0.25, "CeO2": 0.5, "Pr6O11": 0.06, "Nd2O3": 0.19}
LIQUOR = Feed("liquor", {**salt(OXIDES, "Cl", 3.1), "H2O": 4.0, "Ca": 0.001}, OXIDES)
NITRATE = Feed("liquor", {**salt(OXIDES, "NO3", 3), "H2O": 4.0}, OXIDES)
FORMULAS = {"ammonia": "NH4", "caustic soda": "Na"}


def brine(choices: Mapping[str, Any], anion: str = "Cl") -> Feed:
    """A brine of the base."""
    formula = f"{FORMULAS[choices['base']]}{anion}"
    return Feed(f"{choices['base']} brine", mixture({formula: 0.1, "H2O": 0.9}))


EXAMPLE: dict[str, Any] = {"feed": LIQUOR, "brine": brine}
EXACT = {"recovery": 1.0, "entrained": 0.0, "oxidant_excess": 0.0}


def refused(choices: Mapping[str, Any]) -> bool:
    """Hypochlorite brings sodium, which is not to meet an ammonium brine."""
    return choices["cerium_oxidation"] == "sodium hypochlorite" and choices["base"] == "ammonia"


def run(**given: Any) -> Any:
    return run_model("cerium_oxidation", **given)


@pytest.mark.parametrize(
    ("oxidant", "wanted"),
    [("air", 0.0465), ("hydrogen peroxide", 0.0988), ("sodium hypochlorite", 0.2163)],
)
def test_oxidant_by_hand(oxidant: str, wanted: float) -> None:
    """Per kg CeO2: a quarter of O2 31.998, half of H2O2 34.014 or of NaOCl 74.44, over 172.115."""
    result = run(cerium_oxidation=oxidant, base="caustic soda", **EXACT)
    assert indicator_of(result, "oxidant per ceria") == pytest.approx(wanted, abs=1e-4)
    assert amount(result, "uses", oxidant) == pytest.approx(
        0.0 if oxidant == "air" else 0.5 * wanted, abs=5e-5
    )


def test_a_second_computation_from_atoms() -> None:
    """Base and brine from atomic masses: three per cerium, and the free acid of the liquor."""
    masses = {"La2O3": 162.905, "CeO2": 172.115, "Pr6O11": 1021.44 / 6, "Nd2O3": 168.238}
    moles = {oxide: 1000 * share / masses[oxide] for oxide, share in OXIDES.items()}
    taken = {o: n * (0.98 if o == "CeO2" else 0.005) for o, n in moles.items()}
    acid = 3.1 * sum(moles.values()) - 3 * (sum(moles.values()) - sum(taken.values()))
    result = run()
    assert amount(result, "uses", "ammonia") == pytest.approx(acid * 17.031 / 1000, rel=1e-4)
    left = acid * 53.489 / 1000 / 0.1
    assert amount(result, "wastes", "ammonia brine") == pytest.approx(left, rel=1e-4)
    made = sum(taken[o] * masses[o] for o in masses) / 1000
    assert amount(result, "makes", "cerium hydroxide") == pytest.approx(made, rel=1e-4)
    assert amount(result, "makes", "liquor without cerium") == pytest.approx(1 - made, rel=1e-4)


def test_hypochlorite_leaves_its_salt() -> None:
    """7 NaCl for 2 Ce where soda and air leave 6."""
    chloride = Feed("liquor", salt(OXIDES, "Cl", 3), OXIDES)
    air, bleach = (
        run(feed=chloride, cerium_oxidation=x, base="caustic soda", **EXACT)
        for x in ("air", "sodium hypochlorite")
    )
    flow = "caustic soda brine"
    assert amount(bleach, "wastes", flow) / amount(air, "wastes", flow) == pytest.approx(7 / 6)


def test_a_nitrate_liquor_leaves_nitrate() -> None:
    result = run(feed=NITRATE, brine=brine({"base": "ammonia"}, "NO3"), **EXACT)
    cerium = 0.5 / 172.115
    salt_made = 0.1 * amount(result, "wastes", "ammonia brine")
    assert salt_made == pytest.approx(3 * cerium * 80.043, rel=1e-4)
    (rest,) = (x for x in result if isinstance(x, Exchange) and x.flow == "liquor without cerium")
    assert rest.rare_earths is not None and rest.rare_earths["CeO2"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("given", "low", "high", "kind", "flow"),
    [
        ("recovery", 0.9, 0.99, "makes", "cerium hydroxide"),
        ("recovery", 0.9, 0.99, "uses", "ammonia"),
        ("entrained", 0.0, 0.03, "makes", "cerium hydroxide"),
        ("oxidant_excess", 0.1, 0.5, "uses", "hydrogen peroxide"),
        ("oxidant_excess", 0.1, 0.5, "emits", "O2"),
        ("cake_water", 0.5, 2.0, "uses", "water"),
        ("electricity", 1e5, 2e5, "uses", "electricity"),
    ],
)
def test_directions(given: str, low: float, high: float, kind: str, flow: str) -> None:
    less, more = (
        run(cerium_oxidation="hydrogen peroxide", **{given: value}) for value in (low, high)
    )
    assert amount(more, kind, flow) > amount(less, kind, flow)


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        (
            {"feed": Feed("liquor", salt({"Nd2O3": 1.0}, "Cl", 3), {"Nd2O3": 1.0})},
            "feed",
            "no ceri",
        ),
        ({"cerium_oxidation": "sodium hypochlorite"}, "cerium_oxidation", "caustic soda"),
        ({"feed": NITRATE}, "brine", "NH4NO3"),
    ],
)
def test_the_impossible_is_refused(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        run(**given)
    assert error.value.parameter == parameter
