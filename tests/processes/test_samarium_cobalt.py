"""Samarium cobalt: cobalt decides, the furnaces by hand, the atoms of a family, each direction."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements
from carbonre.unit_process.model import Exchange, Feed, ModelError, rare_earth_oxides
from helpers.models import amount, indicator_of, run_model

NAME = "samarium_cobalt"
KWH = 3.6e6
# Sm(Co,Fe,Cu,Zr)7.4 of a magnet works, from memory; SmCo5 of the Bureau of Mines, RI 7784.
ALLOYS = {
    "Sm2Co17": {"Sm": 0.255, "Co": 0.5, "Fe": 0.155, "Cu": 0.06, "Zr": 0.03},
    "SmCo5": {"Sm": 0.367, "Co": 0.633},
}
ATOMS = "transition metal atoms per rare-earth atom"


def powder(alloy: dict[str, float]) -> Feed:
    return Feed("SmCo powder", alloy, rare_earth_oxides({"Sm": alloy["Sm"]}))


EXAMPLE: dict[str, Any] = {
    "feed": lambda choices: powder(ALLOYS[choices["family"]]),
    "ageing_power": lambda choices: "1 kWh/kg" if choices["family"] == "SmCo5" else None,
    "argon": "0.5 kg/kg",
}


def test_cobalt_decides_a_magnet_of_metals() -> None:
    """38 to 53 kg CO2e/kg by 8.3 or 28.6 of cobalt: Sm 65, yield 0.70, 12 kWh of 0.5777.

    By hand: (0.255 x 65 + 0.50 Co + 0.155 x 1.7 Fe + 0.06 x 5.8 Cu) / 0.70 + 12 x 0.5777.
    """
    metals = [
        {"metal": Feed(flow, {element: 1.0}), "share": share}
        for flow, element, share in (
            ("Sm metal", "Sm", 0.255), ("cobalt", "Co", 0.5), ("copper", "Cu", 0.06),
            ("zirconium", "Zr", 0.03),
        )
    ]  # fmt: skip
    cast = run_model(
        "strip_casting", composition=metals, balance=Feed("iron", {"Fe": 1.0}), argon=0.3,
        rare_earth_loss=0.0, casting_yield=1.0,
    )  # fmt: skip
    pressed = run_model(NAME, block_yield=0.7)  # all losses of the works in one
    feed = amount(pressed, "uses", "SmCo powder")
    totals = []
    for cobalt in (8.3, 28.6):
        factors = {"Sm metal": 65, "cobalt": cobalt, "iron": 1.7, "copper": 5.8}
        bought = sum(feed * amount(cast, "uses", flow) * value for flow, value in factors.items())
        by_hand = (0.255 * 65 + 0.5 * cobalt + 0.155 * 1.7 + 0.06 * 5.8) / 0.70
        assert bought == pytest.approx(by_hand)
        totals.append(bought + 12 * 0.5777)
    assert totals[1] - totals[0] == pytest.approx(14.5)
    assert totals == [pytest.approx(38.2, abs=1), pytest.approx(52.7, abs=1)]


@pytest.mark.parametrize(("family", "ageing", "rise"), [("Sm2Co17", 2.2, 1175), ("SmCo5", 1, 1110)])
def test_a_second_way_to_the_furnaces(family: str, ageing: float, rise: float) -> None:
    """A kilogram of powder and half a kilogram of trays, heated once at 21 %, and the ageing."""
    by_hand = 0.5 * rise * 1.5 / 3600 / 0.21 + ageing
    result = run_model(NAME, family=family)
    found = indicator_of(result, "electricity of the furnaces") / KWH
    assert found == pytest.approx(by_hand / 0.9655)
    assert amount(result, "uses", "electricity") / KWH == pytest.approx((by_hand + 1.6) / 0.9655)


def test_the_default_lies_in_practice() -> None:
    """All furnaces 3 to 6 kWh per kg finished, 0.75 kg of it per kg of powder."""
    furnaces = indicator_of(run_model(NAME), "electricity of the furnaces") * 0.9655 / KWH
    assert 3 * 0.75 < furnaces < 6 * 0.75
    assert furnaces == pytest.approx(4.5 * 0.75, rel=0.02)


@pytest.mark.parametrize(
    ("family", "formula", "atoms"), [("Sm2Co17", "Sm2Co17", 8.5), ("SmCo5", "SmCo5", 5.0)]
)
def test_a_phase_is_of_its_family_and_of_no_other(family: str, formula: str, atoms: float) -> None:
    phase = powder(dict(elements(formula)))
    assert indicator_of(run_model(NAME, family=family, feed=phase), ATOMS) == pytest.approx(atoms)
    richer = {"Sm": elements(formula)["Sm"] - 0.005, "Co": elements(formula)["Co"] + 0.005}
    with pytest.raises(ModelError, match=rf"to one of rare earth; {family}") as caught:
        run_model(NAME, family=family, feed=powder(richer))
    assert caught.value.parameter == "feed"


def test_a_works_magnet_lies_between_the_phases() -> None:
    """0.255/150.36 mol Sm to 0.5/58.933 Co + 0.155/55.845 Fe + 0.06/63.546 Cu + 0.03/91.224 Zr."""
    assert indicator_of(run_model(NAME), ATOMS) == pytest.approx(7.39, abs=0.005)
    assert indicator_of(run_model(NAME, family="SmCo5"), ATOMS) == pytest.approx(4.40, abs=0.005)
    with pytest.raises(ModelError, match=r"SmCo5 has 3\.5 to 5"):
        run_model(NAME, family="SmCo5", feed=powder(ALLOYS["Sm2Co17"]))
    with pytest.raises(ModelError, match="holds no rare earth"):
        run_model(NAME, feed=Feed("cobalt", {"Co": 1.0}))
    with pytest.raises(ModelError, match="no block"):
        run_model(NAME, block_yield=0.0)


def test_a_grade_above_its_bound_is_refused() -> None:
    """29 MGOe at 1.13 T (FEMM, SmCo30): 231 of at most 254 kJ/m3, 27.5 J/kg at 8.4 g/cm3."""
    result = run_model(NAME, remanence="1.13 T", energy_product="29 MGOe")
    assert indicator_of(result, "energy product per mass") == pytest.approx(27.5, abs=0.05)
    bound = indicator_of(result, "bound of the energy product by the remanence")
    assert bound / 1e3 == pytest.approx(254, abs=0.2)
    with pytest.raises(ModelError) as caught:
        run_model(NAME, remanence="1.13 T", energy_product="32 MGOe")
    assert caught.value.parameter == "energy_product"


hours = st.floats(0, 10)


@given(hours, hours, st.floats(800, 1250), st.floats(800, 1250))
def test_longer_ageing_and_hotter_sintering_take_more(
    a: float, b: float, c: float, d: float
) -> None:
    (brief, long), (cool, hot) = sorted((a, b)), sorted((c, d))
    less = run_model(NAME, ageing_power=brief * KWH, sintering_rise=cool)
    more = run_model(NAME, ageing_power=long * KWH, sintering_rise=hot)
    assert amount(more, "uses", "electricity") >= amount(less, "uses", "electricity")


@given(st.floats(0.3, 1), st.floats(0.3, 1), st.floats(0, 2), st.floats(0, 2))
def test_losses_and_trays_cost(a: float, b: float, c: float, d: float) -> None:
    (poor, good), (few, many) = sorted((a, b)), sorted((c, d))
    best = run_model(NAME, block_yield=good, tray_load=few)
    worst = run_model(NAME, block_yield=poor, tray_load=many)
    for flow in ("SmCo powder", "electricity", "argon"):
        assert amount(worst, "uses", flow) >= amount(best, "uses", flow) * (1 - 1e-12)
    made = next(x for x in worst if isinstance(x, Exchange) and x.kind == "makes")
    assert made.elements == ALLOYS["Sm2Co17"]
