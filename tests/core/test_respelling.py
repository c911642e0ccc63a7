"""No hint leads to another number: what is suggested is a quantity, and the one that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.respelling import as_share
from carbonre.core.units import QuantityError, meant_by, quantity

MEANT = {
    "1,300 t": "1300 t",
    "12,345.6 t": "12345.6 t",
    "1,234,567 t": "1234567 t",
    "1 300 t": "1300 t",
    "1'300 t": "1300 t",
    "1.300,5 t": "1300.5 t",
    "1,5 kg": "1.5 kg",
    "0,300 kg": "0.300 kg",
    "1300,50 t": "1300.50 t",
    "0,05 %": "0.05 %",
    "$1/kg": "1 USD/kg",
    "$ 1,300/t": "1300 USD/t",
    "US$14/kg": "14 USD/kg",
    "2.5€/kg": "2.5 EUR/kg",
    "¥8/kg": "8 CNY/kg",
    "8 元/公斤": "8 CNY/kg",
    "5 美元/千克": "5 USD/kg",
    "17.3 kg CO2e/kg": "17.3 kgCO2e/kg",
    "0.6 t CO2eq/MWh": "0.6 tCO2e/MWh",
    "0.9 million m3": "0.9e6 m3",
    "3 万吨": "3e4 t",
    "100 度": "100 kWh",
    "76％": "76 %",
    "500 kgs": "500 kg",
}


@pytest.mark.parametrize("text", MEANT)
def test_another_spelling_is_answered_with_ours(text: str) -> None:
    with pytest.raises(QuantityError, match="write '"):
        quantity(text)
    assert meant_by(text) == MEANT[text]
    quantity(MEANT[text])


@pytest.mark.parametrize("text", ["1,30,00 t", "1,300,5 t", "NaN kg", "12 furlongs", "5 kg CO2",
                                  "1,2,3 kg", "10-12 kg", ""])  # fmt: skip
def test_where_two_numbers_could_be_meant_nothing_is_suggested(text: str) -> None:
    assert not meant_by(text)


@given(st.integers(1000, 10**9), st.sampled_from(["t", "kg", "kWh"]))
def test_separated_thousands_mean_the_whole_number(number: int, unit: str) -> None:
    assert quantity(meant_by(f"{number:,} {unit}")).value == number


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.30, "it is '30 %'"), (0.76, "it is '76 %'"), (0.05, "it is '5 %'"), (1, "it is '100 %'"),
     (0.07, "it is '7 %'"), (50, "write '50 %'")],
)  # fmt: skip
def test_a_bare_share_is_shown_in_per_cent(value: float, words: str) -> None:
    assert words in as_share(value)
