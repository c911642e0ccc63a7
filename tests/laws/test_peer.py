"""carbonre and an independent linear algebra give the same answer to the same plant."""

import math

import pytest
from hypothesis import assume, given, settings

from carbonre.footprint.result import Footprint
from helpers import peer
from helpers.plants import attempt, calculate
from helpers.random_plants import Plant, plants

PRECISE = 1e-9


def compare(plant: Plant) -> None:
    """Both answers to a plant agree, product by product and scope by scope."""
    result, problems = attempt(plant)
    try:
        expected = peer.answer(plant)
    except peer.NoAnswerError:
        assert result is None, "the peer finds no single operating point"
        assume(False)
        raise
    assert result is not None, problems
    agree(result, expected)
    two_views(result)


def agree(result: Footprint, expected: peer.Answer) -> None:
    assert {item.name for item in result.products_sold} == set(expected.sold)
    for item in result.products_sold:
        per = peer.UNITS[item.unit.text]  # base units of the peer
        assert item.amount * per == pytest.approx(expected.sold[item.name], rel=PRECISE)
        wanted = expected.footprint[item.name] * per
        noise = 1e-12 * result.total / item.amount  # what a dense solution leaves where 0 is meant
        for found, scope in zip(item.scopes, wanted, strict=True):
            assert found == pytest.approx(scope, rel=PRECISE, abs=noise)
    assert result.total == pytest.approx(expected.total.sum(), rel=PRECISE)


def two_views(result: Footprint) -> None:
    """What is sold carries the plant's inventory, all of it and once; so does every row."""
    carried = math.fsum(item.amount * item.total for item in result.products_sold)
    assert carried == pytest.approx(result.total, rel=PRECISE)
    for row in result.ledger_rows:
        assert math.fsum(row.shares) == pytest.approx(1, abs=PRECISE)
        assert all(-PRECISE <= share <= 1 + PRECISE for share in row.shares)


@given(plants(loops=False))
def test_chains_with_side_streams(plant: Plant) -> None:
    compare(plant)


@given(plants(loops=True))
def test_loops_with_side_streams(plant: Plant) -> None:
    compare(plant)


@pytest.mark.slow
@settings(max_examples=5000)
@given(plants())
def test_many_plants(plant: Plant) -> None:
    compare(plant)


def test_a_stated_amount_is_what_is_made_not_what_is_left() -> None:
    """A boiler that uses a tenth of its own steam makes the stated 100 kg and sells 90."""
    step = {"process": "inventory", "makes": {"vapour": "1 kg"}, "uses": {"vapour": "0.1 kg"}}
    step |= {"emits": {"CO2": "1 kg"}, "amount": {"vapour": "100 kg"}}
    plant = {"carbonre": 1, "plant": "boiler", "period": 2024, "steps": {"boiler": step}}
    (item,) = calculate(plant).products_sold
    assert (item.amount, item.total) == pytest.approx((90, 100 / 90))
    agree(calculate(plant), peer.answer(plant))
