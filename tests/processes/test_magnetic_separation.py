"""Magnetic separation: the two-product formula, and where the iron plant ends."""

from __future__ import annotations

from typing import Any

import pytest

from carbonre.unit_process.model import Exchange, Feed, ModelError
from helpers.models import amount, indicator_of, run_model
from helpers.ores import MINERALS, ORE

IRON = 0.45 * 0.69943
EXAMPLE: dict[str, Any] = {"feed": ORE, "rare_earth_loss": "10 %"}


def line(result: Any, flow: str) -> Exchange:
    return next(x for x in result if isinstance(x, Exchange) and x.flow == flow)


def test_two_products_by_hand() -> None:
    """72 % of 31.5 % iron in a concentrate of 61 %: 0.371 kg per kg (two-product formula)."""
    result = run_model("magnetic_separation")
    expected = 0.72 * IRON / 0.61
    assert amount(result, "makes", "iron concentrate") == pytest.approx(expected, rel=1e-4)
    assert amount(result, "makes", "rare earth tailings") == pytest.approx(1 - expected, rel=1e-4)
    assert (line(result, "iron concentrate").elements or {})["Fe"] == pytest.approx(0.61)


def test_rare_earths_are_enriched_in_the_tailings() -> None:
    result = run_model("magnetic_separation")
    tailings = line(result, "rare earth tailings")
    reo = sum((tailings.rare_earths or {}).values())
    assert reo == pytest.approx(0.9 * ORE.reo / tailings.amount)
    assert reo > ORE.reo
    assert indicator_of(result, "enrichment of rare earths") == pytest.approx(reo / ORE.reo)


def test_more_iron_out_leaves_richer_tailings() -> None:
    little, much = (run_model("magnetic_separation", iron_recovery=share) for share in (0.5, 0.85))
    assert indicator_of(much, "REO in the tailings") > indicator_of(little, "REO in the tailings")


def test_a_purer_iron_concentrate_is_less() -> None:
    poor, rich = (run_model("magnetic_separation", iron_grade=grade) for grade in (0.58, 0.66))
    assert amount(rich, "makes", "iron concentrate") < amount(poor, "makes", "iron concentrate")


def test_where_the_iron_plant_ends() -> None:
    product = run_model("magnetic_separation")
    first = next(x for x in product if isinstance(x, Exchange) and x.kind == "makes")
    assert first.flow == "rare earth tailings"
    waste = run_model("magnetic_separation", tailings_are="waste")
    assert [x.flow for x in waste if isinstance(x, Exchange) and x.kind == "makes"] == [
        "iron concentrate"
    ]
    assert amount(waste, "wastes", "rare earth tailings") > 0


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [("iron_grade", 0.71, "pure hematite holds 69.9%"), ("iron_grade", 0.30, "itself holds"),
     ("rare_earth_loss", 1.0, "more than the whole")],
)  # fmt: skip
def test_what_physics_forbids(parameter: str, value: float, words: str) -> None:
    given = {parameter: value}
    if parameter == "rare_earth_loss":
        given["iron_grade"] = 0.66
    with pytest.raises(ModelError, match=words) as error:
        run_model("magnetic_separation", **given)
    assert error.value.parameter == parameter


def test_magnetite_may_be_richer() -> None:
    given = {"iron_grade": 0.715, "rare_earth_loss": 0.01}
    run_model("magnetic_separation", iron_mineral="magnetite", **given)
    with pytest.raises(ModelError):
        run_model("magnetic_separation", iron_mineral="hematite", **given)


def test_an_ore_without_iron_is_refused() -> None:
    parts = {name: share for name, share in ORE.elements.items() if name != "Fe"}
    with pytest.raises(ModelError, match="no iron"):
        run_model("magnetic_separation", feed=Feed("ground ore", parts, ORE.rare_earths))
    assert MINERALS["Fe2O3"] == 0.45
