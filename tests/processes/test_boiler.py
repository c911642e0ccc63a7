"""A boiler: fuel per steam, and the carbon of the steam of a coal boiler."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import ModelError
from helpers.models import amount, run_model

EXAMPLE: dict[str, Any] = {}


def test_steam_of_a_coal_boiler() -> None:
    """1.25 J of coal per J of steam; at 89.27 kg/GJ (23.204 GJ/t, 26.18 tC/TJ, 93 %) 112 kg/GJ."""
    result = run_model("boiler")
    fuel = amount(result, "uses", "bituminous coal") / amount(result, "makes", "steam")
    assert fuel == pytest.approx(1.25)
    assert fuel * 0.02618 * 0.93 * 44 / 12 * 1000 == pytest.approx(112, rel=0.005)


@given(st.floats(0.3, 0.99), st.floats(0.3, 0.99))
def test_a_better_boiler_burns_less(one: float, two: float) -> None:
    one, two = sorted((one, two))
    worse, better = (run_model("boiler", efficiency=value) for value in (one, two))
    assert amount(better, "uses", "bituminous coal") <= amount(worse, "uses", "bituminous coal")


def test_an_electric_boiler_burns_nothing() -> None:
    result = run_model("boiler", fuel="electricity", efficiency=0.98, auxiliary_power="1 kWh/GJ")
    assert amount(result, "uses", "electricity") == pytest.approx(1 / 0.98 + 0.0036)
    assert sum(line.kind == "uses" for line in result if hasattr(line, "kind")) == 1
    with pytest.raises(ModelError):
        run_model("boiler", fuel="electricity", efficiency=1.05)
