"""Hydrogen alloys: capacity by composition, metals of the charge, losses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, Indicator, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

NAME = "hydrogen_alloy"
KWH = 3.6e6
NICKEL = Feed("nickel", {"Ni": 1.0})
LANTHANUM = Feed("La metal", {"La": 1.0})
MAGNESIUM = Feed("magnesium", {"Mg": 1.0})
EXAMPLE: dict[str, Any] = {
    "balance": NICKEL,
    "composition": [
        {"metal": LANTHANUM, "share": "32 %"},
        {"metal": MAGNESIUM, "share": "2 %"},
    ],
    "magnesium_loss": lambda choices: "10 %" if choices["family"] in ("A2B7", "AB3") else None,
    "annealing_and_milling": "2 kWh/kg",
    "argon": "0.3 kg/kg",
}
PURE = {"rare_earth_loss": 0.0, "magnesium_loss": 0.0}
ON_ALLOY, ON_HYDRIDE = (f"hydrogen of the full hydride, on the {of}" for of in ("alloy", "hydride"))


def of(formula: str, **given: Any) -> list[Exchange | Indicator]:
    """Run the model on a charge of the pure metals of a formula."""
    metals = mixture({formula: 1.0})
    charge = [{"metal": Feed(f"pure {el}", {el: 1.0}), "share": metals[el]} for el in metals]
    return run_model(NAME, composition=charge, **PURE, **given)


@pytest.mark.parametrize(
    ("formula", "family", "on_hydride", "on_alloy", "capacity"),
    [
        ("LaNi5", "AB5", 1.379, 1.399, 371.9),
        ("La3MgNi14", "A2B7", 1.417, 1.437, 382.0),
        ("TiFe", "TiFe", 1.813, 1.846, 491.0),
    ],
)
def test_hydrogen_by_stoichiometry(
    formula: str, family: str, on_hydride: float, on_alloy: float, capacity: float
) -> None:
    """LaNi5H6 1.379 % on the hydride and 371.9 mAh/g; La1.5Mg0.5Ni7H9; TiFeH1.9 1.813 %."""
    result = of(formula, family=family)
    assert indicator_of(result, ON_HYDRIDE) * 100 == pytest.approx(on_hydride, rel=2e-3)
    assert indicator_of(result, ON_ALLOY) * 100 == pytest.approx(on_alloy, rel=3e-3)
    assert indicator_of(result, "theoretical capacity") / 3600 == pytest.approx(capacity, rel=2e-3)


def test_a_mischmetal_alloy() -> None:
    """MmNi3.55Co0.75Mn0.4Al0.3 with natural mischmetal: 33.2 % rare earths, 379.9 mAh/g."""
    mischmetal = Feed("mischmetal", {"La": 0.0853 / 0.3322, "Ce": 0.1655 / 0.3322,
                                     "Pr": 0.0166 / 0.3322, "Nd": 0.0648 / 0.3322})  # fmt: skip
    charge = [
        {"metal": mischmetal, "share": 0.3322},
        {"metal": Feed("cobalt", {"Co": 1.0}), "share": 0.1044},
        {"metal": Feed("manganese", {"Mn": 1.0}), "share": 0.0519},
        {"metal": Feed("aluminium", {"Al": 1.0}), "share": 0.0191},
    ]
    result = run_model(NAME, composition=charge, **PURE)
    assert indicator_of(result, "theoretical capacity") / 3600 == pytest.approx(379.9, rel=2e-3)
    made = next(line for line in result if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None and made.elements["Ni"] == pytest.approx(0.4923, abs=2e-4)


def test_melting_lies_in_practice() -> None:
    """0.8 to 1.5 kWh/kg for melting and casting (practice, from memory)."""
    result = run_model(NAME, annealing_and_milling=0.0)
    assert 0.8 < indicator_of(result, "electricity per alloy") / KWH < 1.5


def test_magnesium_that_evaporates_is_charged_and_lost() -> None:
    none, some = (run_model(NAME, family="A2B7", magnesium_loss=value) for value in (0.0, 0.2))
    assert amount(some, "wastes", "melting slag") > amount(none, "wastes", "melting slag")
    assert amount(some, "uses", "nickel") > amount(none, "uses", "nickel")
    made = next(line for line in some if isinstance(line, Exchange) and line.kind == "makes")
    assert made.elements is not None and made.elements["Mg"] < 0.02


@given(st.floats(0.5, 1), st.floats(0.5, 1))
def test_a_better_yield_takes_less(one: float, two: float) -> None:
    poor, good = (run_model(NAME, powder_yield=value) for value in sorted((one, two)))
    for flow in ("nickel", "electricity"):
        assert amount(good, "uses", flow) <= amount(poor, "uses", flow)


@given(st.floats(0.2, 0.4), st.floats(0.2, 0.4))
def test_heavier_atoms_hold_less(one: float, two: float) -> None:
    light, heavy = (
        run_model(NAME, composition=[{"metal": LANTHANUM, "share": value}], **PURE)
        for value in sorted((one, two))
    )
    assert indicator_of(heavy, ON_ALLOY) <= indicator_of(light, ON_ALLOY)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ModelError):
        run_model(NAME, composition=[{"metal": LANTHANUM, "share": 1.1}])
    for fault in ({"casting_yield": 0.0}, {"powder_yield": 0.0}):
        with pytest.raises(ModelError):
            run_model(NAME, **fault)
