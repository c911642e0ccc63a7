"""Comminution: Bond's law by hand, and its directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.ores import ORE

EXAMPLE: dict[str, Any] = {"feed": ORE}


def test_bond_by_definition() -> None:
    """The work index is the work from very coarse to 80 % below 100 um (Bond 1952)."""
    result = run_model(
        "comminution", feed_size="1e9 mm", product_size="0.1 mm", work_index="14 kWh/t",
        drive_efficiency="100 %",
    )  # fmt: skip
    assert indicator_of(result, "electricity of the mills") / 3600 == pytest.approx(14, rel=1e-4)


def test_bond_by_hand() -> None:
    """12.68 kWh per short ton (hematite), 12 mm to 50 um: 10 x 12.68 (50^-0.5 - 12000^-0.5)."""
    result = run_model("comminution", drive_efficiency="100 %")
    per_short_ton = 10 * 12.68 * (50**-0.5 - 12000**-0.5)
    found = indicator_of(result, "electricity of the mills") * 907.18474 / 3.6e6
    assert found == pytest.approx(per_short_ton, rel=1e-3)


def test_with_flotation_inside_the_generic_band() -> None:
    """15 to 30 kWh per tonne of ore milled and floated (engineering rule)."""
    mills = indicator_of(run_model("comminution"), "electricity of comminution")
    floated = amount(run_model("flotation"), "uses", "electricity")
    assert 15 < (mills + floated) / 3600 < 30


@given(st.floats(1e-5, 1e-3), st.floats(1e-5, 1e-3))
def test_finer_takes_more(one: float, two: float) -> None:
    fine, coarse = sorted((one, two))
    finer, coarser = (run_model("comminution", product_size=size) for size in (fine, coarse))
    assert amount(finer, "uses", "electricity") >= amount(coarser, "uses", "electricity")


def test_half_the_size_takes_root_two() -> None:
    coarse, fine = (
        run_model("comminution", feed_size="1e9 mm", product_size=size)
        for size in ("0.1 mm", "0.05 mm")
    )
    name = "electricity of the mills"
    assert indicator_of(fine, name) / indicator_of(coarse, name) == pytest.approx(2**0.5, rel=1e-4)


def test_grinding_does_not_make_coarser() -> None:
    with pytest.raises(ModelError) as error:
        run_model("comminution", product_size="20 mm")
    assert error.value.parameter == "product_size"
