"""What a group counts of its plants, by hand and by laws; equation 9 among them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.books import BookRow, sums
from carbonre.accounts.burden import Burden
from carbonre.accounts.consolidation import (
    INTERNAL,
    InternalPurchase,
    consolidated,
    counted_plants,
    share_of,
    trade_rows,
)
from carbonre.accounts.group_format import Group
from carbonre.accounts.readings import Reading
from carbonre.core.periods import Month, month
from carbonre.core.units import unit
from helpers.books import direct
from helpers.groups import group_of

MARCH = month("2024-03")
FIGURE = Burden(scope1=2.0, scope2_market=1.0, scope2_location=4.0, scope3=0.5)  # per kg


def sale(tonnes: float = 10.0, *, is_energy: bool = False, figure: Burden = FIGURE):
    reading = Reading("works", "furnace", "metal", MARCH, "bought", 1000 * tonnes, "read", "W-1")
    return InternalPurchase(reading, "smelter", unit("t"), figure, is_energy)


def group_rows(group: Group, own: dict[str, float], sold: float, figure: float) -> list[BookRow]:
    """The rows of two plants with so many kg of CO2 each, and what one sells to the other."""
    rows = [direct("CO2", kg, 1.0, plant=plant, meter=plant) for plant, kg in own.items()]
    sales = [sale(sold, figure=Burden(scope1=figure))]
    return [*consolidated(rows, group, MARCH), *trade_rows(sales, group)]


def total(rows: list[BookRow]) -> float:
    found = sums((row.line, row.counted) for row in rows)
    return math.fsum((found["1"], found["2 market"], found["3"]))


@pytest.mark.parametrize(
    ("consolidation", "control", "share"),
    [
        ("operational control", "both", 1.0),
        ("operational control", "operational", 1.0),
        ("operational control", "financial", 0.0),
        ("operational control", "none", 0.0),
        ("financial control", "both", 1.0),
        ("financial control", "financial", 1.0),
        ("financial control", "operational", 0.0),
        ("equity share", "both", 0.6),
        ("equity share", "none", 0.6),
    ],
)
def test_what_counts_of_a_plant(consolidation, control, share):
    group = group_of(consolidation, smelter=f"share: 60 %, control: {control}")
    assert share_of(group, "smelter", MARCH) == pytest.approx(share)


def test_a_plant_counts_in_its_months_alone():
    group = group_of("operational control", smelter="from: 2024-03, to: 2024-04")
    shares = [share_of(group, "smelter", Month(2024, number)) for number in (2, 3, 4, 5)]
    assert shares == [0.0, 1.0, 1.0, 0.0]
    assert counted_plants(group, Month(2024, 2)) == ("works",)


def test_a_joint_venture_by_hand():
    """60 % of 100 t and 80 % of 50 t, of which 10 t at 4 kg/kg are bought from the other.

    The works hold 50 t and 40 t bought: 0.6 x 100 + 0.8 x 90 - 0.6 x 0.8 x 40 = 112.8 t.
    """
    group = group_of("equity share", smelter="share: 60 %", works="share: 80 %")
    rows = group_rows(group, {"smelter": 100e3, "works": 50e3}, 10, 4.0)
    assert total(rows) == pytest.approx(112.8e3, rel=1e-12)
    # What stays of the purchase belongs to the outsiders of the seller: 0.8 x 0.4 x 40.
    assert sums((r.line, r.counted) for r in rows)["3"] == pytest.approx(12.8e3, rel=1e-12)


def test_the_row_that_eliminates():
    group = group_of("equity share", smelter="share: 60 %", works="share: 80 %")
    bought, eliminated = trade_rows([sale()], group)
    assert (bought.plant, bought.kind, bought.category, bought.share) == (
        "works", "purchase", "1", pytest.approx(0.8),
    )  # fmt: skip
    assert (bought.amount, bought.unit, bought.factor) == (10.0, "t", pytest.approx(3500))
    assert (eliminated.plant, eliminated.kind, eliminated.amount) == ("works", INTERNAL, -10.0)
    assert eliminated.share == pytest.approx(0.48)
    assert eliminated.kgCO2e == -bought.kgCO2e == pytest.approx(-35e3)


def test_energy_of_another_plant_is_scope_2_of_the_buyer_by_both_methods():
    rows = list(trade_rows([sale(is_energy=True)], group_of("operational control")))
    found = [(row.line, row.kgCO2e) for row in rows if row.kind != INTERNAL]
    assert found == [("2 location", pytest.approx(65e3)), ("2 market", pytest.approx(35e3))]
    assert set(sums((row.line, row.counted) for row in rows).values()) == {0.0}


SHARES = st.integers(0, 100)
AMOUNTS = st.floats(0, 1e6)


@given(SHARES, SHARES, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0, 100))
def test_equation_9(one, two, a, b, sold, figure):
    """Sum s_i E_i - s_i s_j q f, where the buyer's E holds what it bought."""
    group = group_of("equity share", smelter=f"share: {one} %", works=f"share: {two} %")
    s, z, bought = one / 100, two / 100, 1000 * sold * figure
    wanted = s * a + z * (b + bought) - s * z * bought
    rows = group_rows(group, {"smelter": a, "works": b}, sold, figure)
    assert total(rows) == pytest.approx(wanted, rel=1e-9, abs=1e-6)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0, 100))
def test_under_full_control_the_group_is_its_parts_less_trade(a, b, sold, figure):
    rows = group_rows(group_of("operational control"), {"smelter": a, "works": b}, sold, figure)
    assert total(rows) == pytest.approx(a + b, rel=1e-9, abs=1e-6)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0, 100))
def test_a_plant_of_no_share_is_not_there(a, b, sold, figure):
    """Of a seller of no share the purchase stays, as from anybody; of a buyer nothing does."""
    own = {"smelter": a, "works": b}
    alone = group_of("operational control", smelter="control: none")
    rows = group_rows(alone, own, sold, figure)
    assert {row.plant for row in rows} == {"works"}
    assert total(rows) == pytest.approx(b + 1000 * sold * figure, rel=1e-9, abs=1e-6)
    alone = group_of("operational control", works="control: none")
    rows = group_rows(alone, own, sold, figure)
    assert [row.plant for row in rows] == ["smelter"]
    assert total(rows) == a


@given(SHARES, SHARES, AMOUNTS, AMOUNTS)
def test_the_order_of_plants_changes_nothing(one, two, a, b):
    first = group_of("equity share", smelter=f"share: {one} %", works=f"share: {two} %")
    other = group_of("equity share", works=f"share: {two} %", smelter=f"share: {one} %")
    rows = group_rows(first, {"smelter": a, "works": b}, 10, 4.0)
    swapped = group_rows(other, {"works": b, "smelter": a}, 10, 4.0)
    assert set(rows) == set(swapped)
    assert total(rows) == total(swapped)
