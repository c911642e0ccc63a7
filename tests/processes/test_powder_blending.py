"""Powder blending: elements of the blend, and the bound of its energy product."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

NAME = "powder_blending"
CERIUM = Feed("Ce-rich powder", mixture({"Ce2Fe14B": 1.0}))
NEODYMIUM = Feed("NdFeB powder", mixture({"Nd2Fe14B": 1.0}))
EXAMPLE: dict[str, Any] = {"first": CERIUM, "second": NEODYMIUM, "first_share": "30 %"}
BOUND = "upper bound of the energy product"


@pytest.mark.parametrize(
    ("share", "bound", "mgoe"),
    [(0.0, 509, 64.0), (0.3, 431, 54.1), (0.5, 382, 48.0), (1.0, 272, 34.2)],
)
def test_the_bound_of_the_energy_product(share: float, bound: float, mgoe: float) -> None:
    """Js^2 / (4 mu0) with Js 1.60 T (Nd2Fe14B) and 1.17 T (Ce2Fe14B), mixed by atoms."""
    cerium, neodymium = CERIUM.elements["Ce"] / 140.116, NEODYMIUM.elements["Nd"] / 144.242
    by_mass = share / cerium / (share / cerium + (1 - share) / neodymium)
    result = run_model(NAME, first_share=by_mass)
    assert indicator_of(result, "cerium among the rare earths, by atoms") == pytest.approx(
        share, abs=1e-6
    )
    assert indicator_of(result, BOUND) / 1e3 == pytest.approx(bound, rel=2e-3)
    assert indicator_of(result, BOUND) / 7957.747 == pytest.approx(mgoe, rel=2e-3)


def test_the_elements_are_those_of_the_powders() -> None:
    result = run_model(NAME, powder_yield=1.0)
    made = next(line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None
    assert made.elements["Ce"] == pytest.approx(0.3 * CERIUM.elements["Ce"])
    assert made.elements["Nd"] == pytest.approx(0.7 * NEODYMIUM.elements["Nd"])
    assert sum(made.elements.values()) == pytest.approx(1)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_cerium_bounds_the_energy_product_lower(one: float, two: float) -> None:
    less, more = (run_model(NAME, first_share=value) for value in sorted((one, two)))
    assert indicator_of(more, BOUND) <= indicator_of(less, BOUND) * (1 + 1e-12)
    assert amount(more, "uses", "Ce-rich powder") >= amount(less, "uses", "Ce-rich powder")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ModelError):
        run_model(NAME, first_share=1.1)
    with pytest.raises(ModelError):
        run_model(NAME, powder_yield=0.0)
    with pytest.raises(ModelError, match="no rare earth"):
        run_model(NAME, first=Feed("iron", {"Fe": 1.0}), second=Feed("cobalt", {"Co": 1.0}))
