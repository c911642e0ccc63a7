"""Canonical text: by hand, there and back, and refused."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.accounts.books import (
    COLUMNS,
    InputFile,
    inputs_bytes,
    ledger_bytes,
    ledger_row,
    read_inputs,
)
from carbonre.accounts.canonical import CanonicalError, csv_bytes, csv_rows, json_bytes, number_text
from helpers.books import direct, row

PLAIN = st.characters(exclude_categories=("Cc", "Cs"))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def test_a_table_by_hand() -> None:
    """Rows in the order of their text; formulas and apostrophes marked; a break is a space."""
    records = [["b,1", 2], ["=a", None], ["'a", 1e22], ['say "a"', 0.1], ["two\nlines", -0.0]]
    assert csv_bytes(["name", "value"], records).decode() == (
        'name,value\n"b,1",2\n"say ""a""",0.1\n\'\'a,1e+22\n\'=a,\ntwo lines,0.0\n'
    )


def test_json_by_hand() -> None:
    data = {"b": [1, 0.1, -0.0], "a": {"钕": None, "c": True}}
    text = '{\n "a": {\n  "c": true,\n  "钕": null\n },\n "b": [\n  1,\n  0.1,\n  0.0\n ]\n}\n'
    assert json_bytes(data).decode() == text


@given(st.lists(st.tuples(st.text(PLAIN), st.text(PLAIN)), max_size=5))
def test_a_table_reads_back(records: list[tuple[str, str]]) -> None:
    """By our reader; and any other one reads as many rows."""
    content = csv_bytes(["one", "two"], records)
    found = [(cells["one"], cells["two"]) for cells in csv_rows(content)]
    assert sorted(found) == sorted(records)
    other = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert len(other) == len(records) + 1


@given(FINITE)
def test_a_number_reads_back_to_the_last_digit(value: float) -> None:
    assert float(number_text(value)) == value
    assert json.loads(json_bytes({"value": value})) == {"value": value}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_has_no_text(value: float) -> None:
    with pytest.raises(CanonicalError, match="no finite number"):
        number_text(value)
    with pytest.raises(CanonicalError, match="no finite number"):
        json_bytes({"deep": [{"value": value}]})


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "\ud800"])
def test_a_control_character_has_no_text(text: str) -> None:
    with pytest.raises(CanonicalError, match="control character"):
        json_bytes({"name": text})
    with pytest.raises(CanonicalError, match="control character"):
        csv_bytes(["name"], [[text]])


@given(st.permutations([row(), row(meter="M2"), direct("CF4", 2.0, 7380.0), row(amount=-0.0)]))
def test_the_order_of_rows_is_irrelevant(rows: list) -> None:
    content = ledger_bytes(rows)
    assert content == ledger_bytes(rows[::-1])
    assert content.splitlines()[0].decode() == ",".join(COLUMNS)


def test_a_ledger_reads_back() -> None:
    rows = [row(source="=1+1"), direct("HF", 3.0, None), row(share=0.6, amount=1 / 3)]
    found = [ledger_row(cells) for cells in csv_rows(ledger_bytes(rows))]
    assert sorted(map(repr, found)) == sorted(map(repr, rows))


def test_some_columns_are_read() -> None:
    content = csv_bytes(["a", "b"], [["1", "'x"]])
    assert list(csv_rows(content, ["b"])) == [{"b": "'x"}]
    with pytest.raises(ValueError, match="'c' is not in list"):
        list(csv_rows(content, ["c"]))
    with pytest.raises(ValueError, match="a row of 1 cells below 2 columns"):
        list(csv_rows(b"a,b\n1\n"))
    with pytest.raises(ValueError, match="unexpected end"):
        list(csv_rows(b'a,b\n"1\n'))


def test_an_integer_is_the_float_of_the_same_value() -> None:
    assert ledger_bytes([row(amount=100)]) == ledger_bytes([row(amount=100.0)])


def test_inputs_by_hand() -> None:
    """The SHA-256 of nothing is known to everybody."""
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    one = InputFile.of("meters/a b.csv", b"")
    content = inputs_bytes([one, one])
    assert content.decode() == f"{nothing} 0 data meters/a b.csv\n"
    assert read_inputs(content) == [one]
