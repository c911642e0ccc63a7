"""The circular footprint formula: by hand, its two ends, closing between two lives, refusals."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import carbonre as cr
from carbonre.comparison.break_even import break_even
from carbonre.core.errors import InputError
from helpers.plants import attempt, calculate

EXAMPLE = "examples/magnet_recycling.yaml"
CIRCULAR = {
    "recycled_content": "100 %",
    "user_share": "20 %",
    "quality_ratio": "90 %",
    "virgin": "17 kgCO2e/kg",
    "source": "stated",
}


def works(circular: dict[str, Any] | None, flow: str = "Nd2O3", **extra: Any) -> dict[str, Any]:
    supply: dict[str, Any] = {"factor": "8 kgCO2e/kg", "source": "recycler", **extra}
    if circular is not None:
        supply["circular"] = circular
    return {
        "carbonre": 1, "plant": "works", "period": 2024, "production": {"metal": "1 t"},
        "steps": {"cell": {"process": "inventory", "makes": {"metal": "1 kg"},
                           "uses": {flow: "1.2 kg"}}},
        "supply": {flow: supply},
    }  # fmt: skip


def of_oxide(circular: dict[str, Any] | None, **extra: Any) -> float:
    """Return what a kilogram of the oxide carries into the metal."""
    return calculate(works(circular, **extra)).products_sold[0].total / 1200


def circular(**changes: str) -> dict[str, Any]:
    return {**CIRCULAR, **changes}


def test_the_material_part_by_hand() -> None:
    """(1 - R1) Ev + R1 (A Erec + (1 - A) Ev Qs/Qp), EU recommendation 2021/2279."""
    assert of_oxide(circular()) == pytest.approx(0.2 * 8 + 0.8 * 0.9 * 17)
    half = 0.5 * 17 + 0.5 * (0.2 * 8 + 0.8 * 0.9 * 17)
    assert of_oxide(circular(recycled_content="50 %")) == pytest.approx(half)


def test_its_ends_are_the_cut_off_and_the_virgin_material() -> None:
    assert of_oxide(circular(user_share="100 %")) == pytest.approx(of_oxide(None), rel=1e-12)
    virgin = circular(user_share="0 %", quality_ratio="100 %")
    assert of_oxide(virgin) == pytest.approx(17)
    assert of_oxide(circular(recycled_content="0 %")) == pytest.approx(17)


@given(*[st.integers(0, 1000)] * 3)
def test_it_is_linear_in_a_and_shares_what_the_virgin_material_spares(
    one: int, two: int, quality: int
) -> None:
    def at(user: float) -> float:
        stated = circular(user_share=f"{user / 10} %", quality_ratio=f"{quality / 10} %")
        return of_oxide(stated)

    assert at((one + two) / 2) == pytest.approx((at(one) + at(two)) / 2, rel=1e-9)
    spared = 17 * quality / 1000 - 8  # the more a user carries of recycling, the more of this
    assert at(one) - at(two) == pytest.approx(spared * (two - one) / 1000, abs=1e-9)


def test_what_it_moves_are_rows_of_their_own_and_nothing_is_negative() -> None:
    result = calculate(works(circular()))
    by_kind: dict[str, float] = {}
    for row in result.ledger_rows:
        by_kind[row.kind] = by_kind.get(row.kind, 0.0) + row.kgCO2e
        assert row.kgCO2e >= 0
    assert by_kind == pytest.approx(
        {"purchase": 1200 * 0.2 * 8, "circular": 1200 * 0.8 * 0.9 * 17, "memo": 1200 * 0.8 * 8}
    )
    # Between the two lives recycling is counted once, and the memo is what the other one carries.
    assert by_kind["purchase"] + by_kind["memo"] == pytest.approx(1200 * 8)
    sold = math.fsum(item.amount * item.total for item in result.products_sold)
    assert sold == pytest.approx(result.total, rel=1e-12)
    assert result.total == pytest.approx(by_kind["purchase"] + by_kind["circular"])
    for row in result.ledger_rows:
        assert row.plant_line
        assert ("circular footprint formula" in row.source) == (row.kind != "purchase")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("user_share", ["0 %", "20 %", "100 %"]),
        ("recycled_content", ["0 %", "30 %", "100 %"]),
        ("virgin", ["0 kgCO2e/kg", "17 kgCO2e/kg"]),
    ],
)
def test_rows_equal_single_plants(tmp_path: Path, name: str, values: list[str]) -> None:
    import pandas as pd

    file = tmp_path / "works.yaml"
    file.write_text(yaml.safe_dump(works(circular()), sort_keys=False), encoding="utf-8")
    table = pd.DataFrame({f"supply.Nd2O3.circular.{name}": values})
    many = cr.evaluate(cr.read_plant(file), cr.read_factors(), table)
    singles = [1200 * of_oxide(circular(**{name: value})) for value in values]
    assert list(many["total"]) == pytest.approx(singles, rel=1e-12)


def test_transport_of_the_recycled_material_stays_whole() -> None:
    with_truck = {"transport": {"truck": "100 km"}}
    more = of_oxide(circular(), **with_truck) - of_oxide(circular())
    assert more > 0
    assert more == pytest.approx(of_oxide(None, **with_truck) - of_oxide(None))


@pytest.mark.parametrize("key", list(CIRCULAR))
def test_nothing_of_it_is_taken_for_granted(key: str) -> None:
    stated = {name: value for name, value in CIRCULAR.items() if name != key}
    result, problems = attempt(works(stated))
    assert result is None
    (problem,) = problems
    assert f"'{key}' is missing" in str(problem)
    assert "plant.yaml:" in str(problem)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("yes", "a mapping is wanted, such as {recycled_content: 100 %, user_share"),
        (circular(user_share="120 %"), "'120 %' is no share"),
        (circular(quality_ratio="1 kg"), "'1 kg' is no share"),
        (circular(virgin="-3 kgCO2e/kg"), "is negative"),
        (circular(virgin="3 kgCO2e/kWh"), "a factor in kgCO2e/kg is wanted"),
        (circular(usershare="20 %"), "unknown key 'usershare'; did you mean 'user_share'"),
    ],
)
def test_what_it_refuses(stated: Any, words: str) -> None:
    result, problems = attempt(works(stated))
    assert result is None
    assert words in "\n".join(map(str, problems))


def test_it_needs_the_burden_of_recycling_and_a_material() -> None:
    plant = works(circular())
    del plant["supply"]["Nd2O3"]["factor"]
    result, problems = attempt(plant)
    assert result is None
    assert "needs the burden of recycling beside it" in "\n".join(map(str, problems))
    fuel = works(circular(virgin="0.1 kgCO2e/MJ"), "natural gas", factor="0.06 kgCO2e/MJ")
    fuel["steps"]["cell"]["uses"] = {"natural gas": "1 MJ"}
    result, problems = attempt(fuel)
    assert result is None
    assert "natural gas is fuel" in "\n".join(map(str, problems))


def test_the_example_shows_cut_off_beside_the_formula() -> None:
    """A tonne of magnets wants so much oxide; the formula adds 0.8 (18.3 - 8.66) to each kg."""
    plant = cr.read_plant(EXAMPLE)
    cut_off = cr.footprint(plant, scenario="recycled oxide")
    formula = cr.footprint(plant, scenario="recycled oxide by circular formula")
    oxide = cut_off.material.flows["PrNd oxide"].bought
    more = formula.total - cut_off.total
    assert more == pytest.approx(oxide * 0.8 * (18.3 - 8.66), rel=1e-9)


def test_the_recycled_oxide_of_the_example_is_that_of_its_long_loop() -> None:
    data = yaml.safe_load(Path(EXAMPLE).read_text(encoding="utf-8"))
    data["production"]["PrNd oxide"] = "1 kg"
    data["scenarios"] = {"long loop": data["scenarios"]["long loop"]}
    result = calculate(data, "long loop")
    assert result.products_sold.named("PrNd oxide").total == pytest.approx(8.66, rel=1e-3)


def test_a_break_even_is_sought_without_it() -> None:
    plant = cr.read_plant(EXAMPLE)
    names = ("recycled oxide", "recycled oxide by circular formula")
    one, two = (cr.footprint(plant, scenario=name) for name in names)
    with pytest.raises(InputError, match="counted with the circular footprint formula"):
        break_even(one, two, "supply.PrNd oxide")
