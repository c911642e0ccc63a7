"""Calciothermic reduction: stoichiometry, slag, calcium left over, energy of the whole route."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.species import elements, oxide_of
from carbonre.unit_process.model import Exchange, Feed, ModelError, mixture
from helpers.models import amount, indicator_of, run_model

NAME = "calciothermic_reduction"
KWH = 3.6e6
EXAMPLE: dict[str, Any] = {}
IDEAL = {"calcium_excess": 0.0, "calcium_in_metal": 0.0, "metal_yield": 1.0}


def made(result: Any) -> Feed:
    (line,) = (x for x in result if isinstance(x, Exchange) and x.kind == "makes")
    return Feed(line.flow, line.elements or {}, line.rare_earths or {})


@pytest.mark.parametrize(
    ("metal", "fluoride", "calcium", "slag"),
    [
        ("Gd", 1.3624, 0.3823, 0.745),
        ("Tb", 1.3586, 0.3783, 0.737),
        ("Dy", 1.3507, 0.3700, 0.721),
        ("Y", 1.6411, 0.6762, 1.317),
    ],
)
def test_stoichiometry(metal: str, fluoride: float, calcium: float, slag: float) -> None:
    """Fluoride, calcium and CaF2 per kilogram of metal: from the formulas, IUPAC weights."""
    result = run_model(NAME, metal=metal, **IDEAL)
    assert amount(result, "uses", f"{metal}F3") == pytest.approx(fluoride, rel=1e-3)
    assert amount(result, "uses", "calcium") == pytest.approx(calcium, rel=1e-3)
    assert amount(result, "wastes", "calcium fluoride slag") == pytest.approx(slag, rel=1e-3)


def test_the_laboratory_of_nguyen() -> None:
    """2.15 mol Ca per mol DyF3 and 85.7 % yield: 1.3507 / 0.857 kg DyF3, 0.619 kg Ca per kg Dy."""
    result = run_model(NAME, calcium_excess=2.15 / 1.5 - 1, metal_yield=0.857, calcium_in_metal=0.0)
    assert indicator_of(result, "calcium per fluoride") == pytest.approx(2.15)
    assert amount(result, "uses", "DyF3") == pytest.approx(1.576, rel=1e-3)
    moles = 1.576 / 0.219495
    assert amount(result, "uses", "calcium") == pytest.approx(2.15 * moles * 0.040078, rel=1e-3)


@pytest.mark.parametrize(
    ("metal", "best", "worst"),
    [("Dy", 15.0, 17.8), ("Tb", 13.5, 17.8), ("Gd", 13.3, 17.0), ("Y", 22.5, 24.6)],
)
def test_the_route_lands_at_the_energy_limit(metal: str, best: float, worst: float) -> None:
    """GB 29435-2025, Table 5, over 0.1229 kgce/kWh: oxide to refined metal, all as electricity."""
    oxide = oxide_of(metal)
    crude = run_model(NAME, metal=metal)
    feed = Feed(oxide, mixture({oxide: 1.0}), {oxide: 1.0})
    fluorinated = run_model("hydrofluorination", oxide=feed)
    refined = run_model("vacuum_refining", metal=metal, feed=made(crude))
    used = ("uses", "electricity")
    final = amount(refined, "makes", f"{metal} metal")
    batches = amount(crude, "uses", f"{metal}F3") / amount(fluorinated, "makes", f"{metal}F3")
    whole = amount(crude, *used) + batches * amount(fluorinated, *used) + amount(refined, *used)
    assert best < whole / final / KWH < worst


@given(st.floats(0.05, 1), st.floats(0.05, 1), st.floats(0.6, 1), st.floats(0.6, 1))
def test_excess_and_loss_cost_calcium(some: float, more: float, poor: float, good: float) -> None:
    (some, more), (poor, good) = sorted((some, more)), sorted((poor, good))
    best = run_model(NAME, calcium_excess=some, metal_yield=good)
    worst = run_model(NAME, calcium_excess=more, metal_yield=poor)
    for line in (("uses", "calcium"), ("uses", "DyF3"), ("wastes", "calcium fluoride slag")):
        assert amount(worst, *line) >= amount(best, *line) * (1 - 1e-12)


def test_what_chemistry_forbids_is_refused() -> None:
    with pytest.raises(ModelError, match="keeps more calcium") as caught:
        run_model(NAME, calcium_excess=0.01, calcium_in_metal=0.02)
    assert caught.value.parameter == "calcium_excess"
    with pytest.raises(ModelError, match="less than its floor") as caught:
        run_model(NAME, electricity="0.1 kWh/kg")
    assert caught.value.parameter == "electricity"
    other = Feed("TbF3", elements("TbF3"), {"Tb4O7": 0.86})
    wet = Feed("DyF3 cake", {"Dy": 0.6, "F": 0.21}, {"Dy2O3": 0.6886})
    for feed, words in ((other, "not of Dy alone"), (wet, "off in Dy|off in F")):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, fluoride=feed)
        assert caught.value.parameter == "fluoride"
    assert amount(run_model(NAME, fluoride=Feed("own DyF3", elements("DyF3"), {"Dy2O3": 0.8497})),
                  "uses", "own DyF3") > 1.35  # fmt: skip
