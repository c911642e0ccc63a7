"""The restatement: worked by hand, and the laws that every split obeys."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.books import LINES, sums
from carbonre.accounts.restatement import CAUSES, restatement
from carbonre.accounts.splitting import split_product
from helpers.books import direct, row


def parts_of(before, after, line="2 location", reason="data") -> dict[str, float]:
    """The parts of a line that are not zero, as numbers."""
    found = restatement(before, after, reason).line(line).parts
    return {cause: float(part) for cause, part in found.items() if part}


def test_the_split_of_the_specification() -> None:
    """A F G from 2 x 3 x 4 = 24 to 3 x 5 x 3 = 45, by the equation of a matched row.

    dA (2FG + 2F'G' + FG' + F'G)/6 = 1 (24 + 30 + 9 + 20)/6 = 83/6
    dF (2AG + 2A'G' + AG' + A'G)/6 = 2 (16 + 18 + 6 + 12)/6 = 52/3
    dG (2AF + 2A'F' + AF' + A'F)/6 = -1 (12 + 30 + 10 + 9)/6 = -61/6; together 21.
    """
    found = split_product([Fraction(n) for n in (2, 3, 4)], [Fraction(n) for n in (3, 5, 3)])
    assert found == (Fraction(83, 6), Fraction(52, 3), Fraction(-61, 6))
    assert sum(found) == 45 - 24


FEW = st.fractions(min_value=-50, max_value=50, max_denominator=20)


@given(st.lists(st.tuples(FEW, FEW), min_size=3, max_size=3))
def test_three_factors_as_the_equation_has_them(sides) -> None:
    (a, a1), (f, f1), (g, g1) = sides
    data, factor, gwp = split_product((a, f, g), (a1, f1, g1))
    assert data == (a1 - a) * (2 * f * g + 2 * f1 * g1 + f * g1 + f1 * g) / 6
    assert factor == (f1 - f) * (2 * a * g + 2 * a1 * g1 + a * g1 + a1 * g) / 6
    assert gwp == (g1 - g) * (2 * a * f + 2 * a1 * f1 + a * f1 + a1 * f) / 6


@given(st.lists(st.tuples(FEW, FEW), min_size=1, max_size=4))
def test_a_split_adds_up_and_is_odd(sides) -> None:
    before, after = zip(*sides, strict=True)
    found = split_product(before, after)
    assert sum(found) == math.prod(after) - math.prod(before)
    assert split_product(after, before) == tuple(-part for part in found)


def test_amount_and_factor_by_hand() -> None:
    """100 kWh at 0.5 to 120 kWh at 0.75: 20 x 0.625 and 0.25 x 110; 12.5 + 27.5 = 40."""
    found = parts_of([row()], [row(amount=120, factor=0.75)])
    assert found == {"data": 12.5, "factor": 27.5}


def test_another_set_of_potentials_by_hand() -> None:
    """2 kg CF4, AR5 6630 to AR6 7380: 2 x 750."""
    before, after = direct("CF4", 2, 6630), direct("CF4", 2, 7380)
    assert parts_of([before], [after], "1", "gwp") == {"gwp": 1500}


def test_the_gas_of_a_factor_moves_by_its_potential() -> None:
    """0.001 kg CH4 per kWh, 28 to 27: the factor row is the same, so none of it is factor."""
    before = row(gas="CH4", factor=0.25 * 28, gwp=28.0)
    after = row(gas="CH4", factor=0.25 * 27, gwp=27.0)
    assert parts_of([before], [after], reason="gwp") == {"gwp": -25}


@pytest.mark.parametrize("reason", ["data", "method", "boundary", "error", "factor", "gwp"])
def test_new_and_gone_rows_are_what_the_reason_says(reason: str) -> None:
    """A meter is gone (-50), a step is new (+25)."""
    before = [row(), row(meter="M2", step="casting")]
    after = [row(), row(step="mixing", amount=50)]
    assert parts_of(before, after, reason=reason) == {reason: -25}


def test_a_changed_share_is_boundary() -> None:
    """A half of 50 to three quarters of 60: 0.25 x 55 and 0.625 x 10."""
    found = parts_of([row(share=0.5)], [row(share=0.75, amount=120)], reason="boundary")
    assert found == {"boundary": 0.25 * 55, "data": 0.625 * 10}


def test_a_gas_that_gets_a_potential() -> None:
    assert parts_of([direct("HF", 2, None)], [direct("HF", 3, 4.0)], "1") == {"data": 2, "gwp": 10}


def test_a_split_bill_is_the_same_amount() -> None:
    halves = [row(amount=30, document="a"), row(amount=70, document="b")]
    assert restatement([row()], halves, "data").changed == ()


def test_the_rest_factor_moves_and_the_contract_does_not() -> None:
    """By hand: 60 kWh of wind at 0, 40 kWh of the rest at 0.5, then another row at 0.625."""
    wind = row(method="market", amount=60, factor=0.0, factor_id="ppa-7")
    rest = row(method="market", amount=40)
    newer = replace(rest, factor_id="rest-2024", factor=0.625, kgCO2e=25.0)
    found = restatement([wind, rest], [newer, wind], "factor")
    assert len(found.changed) == 1
    assert parts_of([wind, rest], [newer, wind], "2 market") == {"factor": 5}


def test_two_meters_meet_a_new_factor_row_each_for_itself() -> None:
    before = [row(), row(meter="M2", amount=10)]
    after = [row(factor_id="grid-2024", factor=0.75),
             row(meter="M2", amount=20, factor_id="grid-2024", factor=0.75)]  # fmt: skip
    assert parts_of(before, after) == {"data": 10 * 0.625, "factor": 25 + 0.25 * 15}


def test_a_new_meter_is_matched_by_its_factor_row() -> None:
    """The meter of both rows is another; contract and rest keep their rows. By hand: 5 and 10."""
    before = [row(factor_id="ppa", factor=0.25), row(amount=40)]
    after = [row(meter="M9", factor_id="ppa", factor=0.25, amount=120), row(meter="M9", amount=60)]
    assert parts_of(before, after, reason="method") == {"data": 5 + 10}


def test_the_last_one_on_either_side_is_matched() -> None:
    """Meter and factor row are others: 20 x 0.625 and 0.25 x 110, as ever."""
    after = row(meter="M9", factor_id="grid-2024", amount=120, factor=0.75)
    assert parts_of([row()], [after], reason="method") == {"data": 12.5, "factor": 27.5}


def test_what_cannot_be_told_apart_has_no_partner() -> None:
    """Two factors of one row and meter on either side: which became which, nobody knows."""
    before = [row(factor=0.5), row(factor=0.25)]
    after = [row(factor=1.0), row(factor=2.0)]
    assert parts_of(before, after, reason="method") == {"method": 300 - 75}


def test_another_unit_is_no_partner() -> None:
    """100 kWh and 0.1 MWh: nothing moves, and neither is said to be data or factor."""
    after = row(amount=0.125, unit="MWh", factor=400.0, factor_unit="kgCO2e/MWh")
    assert parts_of([row()], [after]) == {}


def test_memo_rows_stand_apart() -> None:
    bio = direct("CO2_biogenic", 5, 1.0, kind="memo")
    found = restatement([], [bio], "data")
    assert (found.line("1").difference, found.line("memo").difference) == (0, 5)


def test_what_is_printed_adds_up() -> None:
    """A third of a kilogram: three roundings, and what they leave is a column of its own."""
    found = restatement([row()], [row(amount=100 + 1 / 3, factor=0.7, gwp=0.9)], "data")
    for places in (0, 2, 6):
        printed = found.line("2 location").printed(places)
        middle = sum((printed[cause] for cause in CAUSES), Decimal(0))
        assert printed["before"] + middle == printed["after"]
        assert abs(printed["rounding"]) <= 3 * Decimal(10) ** -places
        assert printed["before"] == Decimal(50)


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="'rounding' is no reason; one of data"):
        restatement([], [], "rounding")


# --- laws -----------------------------------------------------------------------------------------

NUMBER = st.floats(-1e12, 1e12, allow_subnormal=False)
SCOPES = [("1", ""), ("2", "market"), ("2", "location"), ("3", "")]
POTENTIAL = st.sampled_from([None, 0.0, 1.0, 27.0, 7380.0])


@st.composite
def drawn_rows(draw):
    """A row of a few plants, meters, factor rows and units, with any numbers."""
    gwp = draw(POTENTIAL)
    factor = None if gwp is None else draw(NUMBER) if gwp else 0.0
    scope, method = draw(
        st.sampled_from([("1", ""), ("2", "market"), ("2", "location"), ("3", "")])
    )
    return row(
        plant=draw(st.sampled_from("AB")),
        share=draw(st.sampled_from([0.0, 0.3, 1.0])),
        scope=scope,
        method=method,
        kind=draw(st.sampled_from(["purchase", "memo"])),
        unit=draw(st.sampled_from(["kWh", "MWh"])),
        meter=draw(st.sampled_from(["", "M1", "M2"])),
        factor_id=draw(st.sampled_from(["f1", "f2"])),
        amount=draw(NUMBER),
        factor=factor,
        gwp=gwp,
    )


@st.composite
def alike_rows(draw):
    """A row of one exchange, which only meter, factor row and a few numbers tell from others."""
    return row(
        meter=draw(st.sampled_from(["M1", "M2"])),
        factor_id=draw(st.sampled_from(["f1", "f2"])),
        amount=draw(st.sampled_from([1.0, 3.0, 7.0])),
        factor=draw(st.sampled_from([0.1, 0.5, 0.7])),
    )


LEDGERS = st.lists(drawn_rows(), max_size=8) | st.lists(alike_rows(), max_size=6)


@given(LEDGERS, LEDGERS)
def test_every_restatement_adds_up_to_the_last_digit(before, after) -> None:
    found = restatement(before, after, "data")
    for line in LINES:
        change = found.line(line)
        assert sum(change.parts.values()) == change.difference
        sides = [sum((Fraction(r.share) * Fraction(r.kgCO2e) for r in rows if r.line == line),
                     Fraction(0)) for rows in (before, after)]  # fmt: skip
        assert [change.before, change.after] == sides


@given(LEDGERS, LEDGERS)
def test_swapping_two_ledgers_turns_every_sign(before, after) -> None:
    there, back = restatement(before, after, "error"), restatement(after, before, "error")
    for line in LINES:
        one, two = there.line(line).parts, back.line(line).parts
        assert {cause: -part for cause, part in one.items()} == two


@given(st.data(), LEDGERS, LEDGERS)
def test_the_order_of_rows_changes_nothing(data, before, after) -> None:
    found = restatement(before, after, "method")
    mixed = data.draw(st.permutations(before)), data.draw(st.permutations(after))
    assert restatement(*mixed, "method").lines == found.lines


@given(LEDGERS)
def test_a_ledger_does_not_differ_from_itself(rows) -> None:
    assert restatement(rows, rows, "data").changed == ()


@given(LEDGERS, LEDGERS)
def test_rounding_is_small(before, after) -> None:
    """It is what the float of each row misses its product by, and nothing else hides in it."""
    size = math.fsum(abs(r.kgCO2e) for r in [*before, *after])
    for line in restatement(before, after, "data").lines:
        assert abs(line.parts["rounding"]) <= 4e-16 * size


@given(LEDGERS)
def test_at_full_shares_the_sides_are_the_sums_of_the_closing(rows) -> None:
    full = [replace(one, share=1.0) for one in rows]
    found = restatement(full, [], "data")
    stated = sums((one.line, one.kgCO2e) for one in full)
    assert {line.line: float(line.before) for line in found.lines} == stated
