"""Laws that a comparison obeys, whatever the plant and whatever its scenarios set."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbonre.comparison.drivers import KEYS as SPLITS
from carbonre.comparison.drivers import Effect, drivers
from carbonre.core.errors import Problems
from carbonre.footprint.calculate import calculate
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from helpers.plants import attempt, factors, read
from helpers.random_plants import KEYS, Plant, plants

WAYS = ("lever", *SPLITS)


def quoted(name: str) -> str:
    return f'"{name}"' if "." in name else name


@st.composite
def settings(draw: st.DrawFn, plant: Plant) -> dict[str, Any]:
    """One to five things that a scenario may set and that leave the plant in order."""
    found: dict[str, Any] = {}
    for flow in plant["supply"]:
        value = draw(st.integers(0, 5000)) / 1000
        unit = "kWh" if flow in ("electricity", "gas") else "kg"
        entry = {"factor": f"{value:g} kgCO2e/{unit}", "source": "set"}
        if "share" in plant["supply"][flow]:
            entry["share"] = plant["supply"][flow]["share"]
        found[f"supply.{quoted(flow)}"] = entry
    for name, step in plant["steps"].items():
        for flow in ("electricity", "gas", "acid", "soda"):
            if flow in step["uses"]:
                unit = step["uses"][flow].split()[1]
                path = f"steps.{quoted(name)}.uses.{flow}"
                found[path] = f"{draw(st.integers(0, 4000)) / 1000:g} {unit}"
        if "emits" in step:
            found[f"steps.{quoted(name)}.emits.CO2"] = f"{draw(st.integers(0, 900)) / 1000:g} kg"
    found["allocation"] = draw(st.sampled_from(KEYS))
    found["gwp"] = draw(st.sampled_from(("AR4", "AR5")))
    chosen = draw(st.lists(st.sampled_from(sorted(found)), min_size=1, max_size=5, unique=True))
    return {path: found[path] for path in chosen}


def calculated(plant: Plant, names: Iterable[str]) -> list[Footprint]:
    """Scenarios of one plant that is read once, as the command line does it."""
    problems = Problems()
    understood = read(plant, problems)
    assert understood is not None
    found = [calculate(understood, factors(), name, problems) for name in names]
    assume(all(result is not None for result in found))
    return [result for result in found if result is not None]


@st.composite
def compared(draw: st.DrawFn) -> tuple[Plant, Footprint, Footprint]:
    """A plant, and two of: its baseline, a scenario, another that extends it as a block."""
    plant = copy.deepcopy(draw(plants()))
    one, two = draw(settings(plant)), draw(settings(plant))
    plant["scenarios"] = {"one": {"set": one}, "two": {"extends": ["one"], "set": two}}
    names = draw(st.permutations(("baseline", "one", "two")))[:2]
    return plant, *calculated(plant, names)


def wholes(found: Iterable[Effect]) -> dict[str, float]:
    sums: dict[str, list[float]] = {}
    for driver in found:
        sums.setdefault(driver.product, []).append(driver.difference)
    return {product: math.fsum(parts) for product, parts in sums.items()}


@given(compared(), st.sampled_from(WAYS))
def test_l28_parts_add_up_to_the_difference(
    case: tuple[Plant, Footprint, Footprint], by: Any
) -> None:
    _, one, two = case
    found = wholes(drivers(one, two, by))
    scale = max(one.total, two.total)
    assert found[PLANT] == pytest.approx(two.total - one.total, abs=1e-9 * scale)
    for item in one.products_sold:
        if item.name in found:
            other = two.products_sold.named(item.name)
            after = other.total * item.unit.factor / other.unit.factor
            size = 1e-9 * max(item.total, after, scale / item.amount * 1e-3)
            assert found[item.name] == pytest.approx(after - item.total, abs=size)


@given(compared(), st.sampled_from(WAYS))
def test_l28_the_way_back_has_every_sign_changed(
    case: tuple[Plant, Footprint, Footprint], by: Any
) -> None:
    _, one, two = case
    there, back = (
        {(d.product, d.name): d.difference for d in drivers(*pair, by)}
        for pair in ((one, two), (two, one))
    )
    per = {
        i.name: two.products_sold.named(i.name).unit.factor / i.unit.factor
        for i in one.products_sold
        if any(i.name == j.name for j in two.products_sold)
    }
    assert there.keys() == back.keys()
    scale = 1e-12 * max(one.total, two.total)
    for (product, name), value in there.items():
        its = back[product, name] / per.get(product, 1.0)
        assert value == pytest.approx(-its, rel=1e-9, abs=scale)


@given(plants(), st.sampled_from(WAYS))
def test_l28_a_plant_against_itself_is_all_zeros(plant: Plant, by: Any) -> None:
    (one,) = calculated(plant, ["baseline"])
    found = drivers(one, one, by)
    assert {driver.product for driver in found} >= {PLANT, *(i.name for i in one.products_sold)}
    assert {driver.difference for driver in found} == {0.0}


@given(st.data())
def test_l28_the_order_of_overrides_changes_nothing(data: st.DataObject) -> None:
    plant = copy.deepcopy(data.draw(plants()))
    one = data.draw(settings(plant))
    other = dict(data.draw(st.permutations(list(one.items()))))
    results = []
    for entries in (one, other):
        plant["scenarios"] = {"green": {"set": entries}}
        results.append(drivers(*calculated(plant, ("baseline", "green"))))
    assert results[0] == results[1]


@given(st.data())
def test_two_blocks_that_fight_over_one_key_are_refused(data: st.DataObject) -> None:
    plant = copy.deepcopy(data.draw(plants()))
    assume(plant["supply"])
    flow = data.draw(st.sampled_from(sorted(plant["supply"])))
    path = f"supply.{quoted(flow)}.factor"
    unit = plant["supply"][flow]["factor"].split("/")[1]
    values = data.draw(st.lists(st.integers(0, 99), min_size=2, max_size=2))
    plant["scenarios"] = {
        **{n: {"set": {path: f"{v} kgCO2e/{unit}"}} for n, v in zip("ab", values, strict=True)},
        "both": {"extends": data.draw(st.permutations(["a", "b"]))},
    }
    result, found = attempt(plant, "both")
    if values[0] == values[1]:
        assert result is not None
    else:
        assert "to another value than line" in found[0].message
        plant["scenarios"]["both"]["set"] = {path: f"1 kgCO2e/{unit}"}
        assert attempt(plant, "both")[0] is not None
