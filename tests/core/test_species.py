"""Formulas as people write them."""

from __future__ import annotations

import pytest

from carbonre.core.species import FormulaError, atoms, molar_mass


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CaSO4.2H2O", "CaSO4(H2O)2"), ("CaSO4·2H2O", "CaSO4(H2O)2"), ("MgSO4.H2O", "MgSO4H2O"),
        ("CaSO4.0.5H2O", "CaSO4(H2O)0.5"), ("La2(CO3)3.8H2O", "La2(CO3)3(H2O)8"),
        ("FeSO4.7H2O", "FeSO4(H2O)7"), ("H2C2O4•2H2O", "H2C2O4(H2O)2"),
    ],
)  # fmt: skip
def test_water_of_crystallisation_stands_behind_a_point(written: str, meant: str) -> None:
    assert atoms(written) == atoms(meant)


def test_gypsum_by_hand() -> None:
    assert molar_mass("CaSO4.2H2O") == pytest.approx(
        (40.078 + 32.06 + 6 * 15.999 + 4 * 1.008) / 1e3
    )


def test_a_decimal_count_stays_one() -> None:
    assert atoms("Fe0.95O") == {"Fe": 0.95, "O": 1}


@pytest.mark.parametrize("word", ["Nickel", "CaSO4.", "CaSO4..2H2O", "2H2O", ".2H2O"])
def test_a_word_is_no_formula(word: str) -> None:
    with pytest.raises(FormulaError, match=f"'{word}' (is not a chemical formula|has an unknown)"):
        atoms(word)
