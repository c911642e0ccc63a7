"""One unit, basis or place made wrong is refused, or differs by something that is said.

And rows of the user's tables mean the same in any order and in any number of files.
"""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbonre.core.errors import InputError
from carbonre.factors.lookup import Factors, read_factors
from carbonre.footprint.result import Footprint
from helpers.plants import attempt, calculate
from helpers.random_plants import Plant, plants

BOUGHT = {"ore": "nickel", "acid": "hydrochloric acid", "soda": "caustic soda"}
HEAD = "flow,value,unit,place,year,source\n"
# Of another dimension or on another basis than kg and kWh, which is what the plants are drawn in.
OTHERS = ("m3", "Nm3", "L", "piece", "GJ", "kWh", "kg", "t*km", "km", "kg of 31 %", "t of 12 % dry",
          "kg of 88 % moisture", "MWh (HHV)", "kg of 31 % NaOH")  # fmt: skip
WRONG_FACTORS = ("kgCO2e/m3", "kgCO2e/piece", "kgCO2e/t/km", "kgCO2e/GJ", "kgCO2e/kg", "kgCO2e")
Row = list[str]


def with_known_flows(data: Plant) -> Plant:
    """A drawn plant that buys flows of the tables in place of its own ones."""

    def renamed(value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {BOUGHT.get(key, key): renamed(inner) for key, inner in value.items()}

    plant = {key: renamed(value) for key, value in data.items()}
    plant["flows"] = {k: v for k, v in plant["flows"].items() if k not in BOUGHT.values()}
    return plant


@st.composite
def with_rows(draw: st.DrawFn) -> tuple[Plant, Plant, list[Row]]:
    """A plant, the same plant without the factors of what it only buys, and rows that have them."""
    plant = with_known_flows(draw(plants()))
    made = {flow for step in plant["steps"].values() for flow in step.get("makes", {})}
    bare, rows = copy.deepcopy(plant), []
    for flow in BOUGHT.values():
        if flow in plant["supply"] and flow not in made:
            value, unit = bare["supply"].pop(flow)["factor"].split()
            rows.append([flow, value, unit, "GLO", "2024", "drawn"])
    assume(rows)
    return plant, bare, rows


def tables(*files: list[Row]) -> Factors:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.csv" for index in range(len(files))]
        for path, rows in zip(paths, files, strict=True):
            path.write_text(HEAD + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return read_factors(*paths)


@given(with_rows(), st.data())
def test_rows_mean_the_same_in_any_order_and_number_of_files(
    drawn: tuple[Plant, Plant, list[Row]], data: st.DataObject
) -> None:
    plant, bare, rows = drawn
    order = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    files = [part for part in (order[:cut], order[cut:]) if part]
    whole, parted = calculate(bare, tables=tables(rows)), calculate(bare, tables=tables(*files))
    stated = calculate(plant)
    for other in (parted, stated):
        assert other.total == pytest.approx(whole.total, rel=1e-12)
        for one, two in zip(whole.products_sold, other.products_sold, strict=True):
            noise = 1e-12 * whole.total / one.amount
            assert (one.name, one.total) == (two.name, pytest.approx(two.total, abs=noise))


def says(result: Footprint, flow: str, *codes: str) -> bool:
    return any(note.subject == flow and note.code in codes for note in result.notes)


@given(plants(), st.data())
def test_a_wrong_unit_of_what_is_bought_is_refused_or_converted(
    drawn: Plant, data: st.DataObject
) -> None:
    plant = with_known_flows(drawn)
    places = [
        (step, flow)
        for step, entry in plant["steps"].items()
        for flow in entry.get("uses", {})
        if flow in (*BOUGHT.values(), "electricity", "gas")
    ]
    assume(places)
    step, flow = data.draw(st.sampled_from(places))
    number, right = plant["steps"][step]["uses"][flow].split()
    own = ("kWh", "GJ") if right in ("kWh", "MWh", "MJ", "GJ") else ("kg",)
    wrong = data.draw(st.sampled_from([unit for unit in OTHERS if unit not in own]))
    plant["steps"][step]["uses"][flow] = f"{number} {wrong}"
    result, found = attempt(plant)
    if found:
        assert all(problem.field for problem in found)
    else:
        assert result is not None and says(result, flow, "converted-amount")


@given(with_rows(), st.data())
def test_a_row_in_a_wrong_unit_is_refused(
    drawn: tuple[Plant, Plant, list[Row]], data: st.DataObject
) -> None:
    _, _, rows = drawn
    index = data.draw(st.integers(0, len(rows) - 1))
    wrong = data.draw(st.sampled_from([unit for unit in WRONG_FACTORS if unit != "kgCO2e/kg"]))
    rows[index][2] = wrong
    with pytest.raises(InputError, match=rf"{index + 2}: unit: "):
        tables(rows)


@given(with_rows(), st.data())
def test_a_row_of_a_wrong_place_is_a_gap_or_a_proxy_or_said_to_be_unused(
    drawn: tuple[Plant, Plant, list[Row]], data: st.DataObject
) -> None:
    _, bare, rows = drawn
    index = data.draw(st.integers(0, len(rows) - 1))
    flow = rows[index][0]
    rows[index][3] = data.draw(st.sampled_from(["DE", "AU", "US-CA", "CN-NM"]))
    result, found = attempt(bare, tables=tables(rows))
    assert found or result is not None
    bought = result is not None and result.material.flows[flow].bought
    if not found and bought:
        assert says(result, flow, "unused-row", "other-country")


@given(with_rows(), st.data())
def test_a_factor_in_a_wrong_unit_is_refused(
    drawn: tuple[Plant, Plant, list[Row]], data: st.DataObject
) -> None:
    plant, _, rows = drawn
    flow = data.draw(st.sampled_from([row[0] for row in rows]))
    value = plant["supply"][flow]["factor"].split()[0]
    wrong = data.draw(st.sampled_from([unit for unit in WRONG_FACTORS if unit != "kgCO2e/kg"]))
    plant["supply"][flow]["factor"] = f"{value} {wrong}"
    _, found = attempt(plant)
    assert [problem.field for problem in found] == [f"supply.{flow}.factor"]
