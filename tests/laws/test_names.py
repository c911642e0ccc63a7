"""Names and spellings mean nothing: by formula, by synonym or in Chinese, in any unit.

A plant whose flows are written by other names, and whose amounts are written in other units or by
their strength, has the same footprint, and its results use the English names.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.errors import InputError
from carbonre.factors.lookup import read_factors
from carbonre.factors.names import flow_names
from carbonre.footprint.calculate import footprint
from carbonre.plant.reader import read_plant
from helpers.paths import ROOT
from helpers.plants import attempt, calculate, factors
from helpers.random_plants import RAW, Plant, plants

BOUGHT = dict(zip(RAW, ("hydrochloric acid", "caustic soda", "nickel"), strict=True))
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
NAMES = flow_names()
OTHERS: dict[str, list[str]] = {}
for _name, _meant in NAMES.flows.items():
    if len(_meant) == 1 and _name in NAMES.proper and not NAMES.is_solution(_name):
        OTHERS.setdefault(_meant[0], []).append(_name)
SECTIONS = {
    "production", "prices", "exclude", "supply", "makes", "uses", "wastes", "takes", "treats",
    "amount", "measured", "transport", "allocation",
}  # fmt: skip
Pick = Callable[[list[str]], str]


def under_other_names(data: Any, pick: Pick, section: str = "") -> Any:
    """The same data; each name of a flow is, by chance, another name of it."""
    if isinstance(data, list):
        return [under_other_names(item, pick) for item in data]
    if not isinstance(data, dict):
        return data
    found = {}
    for key, value in data.items():
        name = key
        if section in SECTIONS and isinstance(key, str):
            name = pick([key, *OTHERS.get(key, [])])
        elif section == "set":
            first, *rest = key.split(".")
            rest = [pick([part, *OTHERS.get(part, [])]) if first == "supply" else part
                    for part in rest]  # fmt: skip
            name = ".".join([first, *rest])
        found[name] = under_other_names(value, pick, key if isinstance(key, str) else "")
    return found


def respelled(text: str, flow: str, draw: st.DrawFn) -> str:
    """The same amount: without a space, or of half the strength."""
    row = factors().flows.get(flow)
    value, unit = text.split(" ", 1)
    how = draw(st.integers(0, 2))
    if how == 1 and row is not None and row.basis.startswith("100 %"):
        return f"{float(value) * 2!r} {unit} of 50 %"
    if how == 2 and unit in ("kg", "t", "g", "kWh", "MWh"):
        return f"{value}{unit}"
    return text


@st.composite
def two_spellings(draw: st.DrawFn) -> tuple[Plant, Plant]:
    text = draw(plants())

    def bought(data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {BOUGHT.get(key, key): bought(value) for key, value in data.items()}

    plain = bought(text)
    plain["flows"] = {k: v for k, v in plain["flows"].items() if k not in BOUGHT.values()}
    other = under_other_names(plain, lambda names: draw(st.sampled_from(names)))
    for step in other["steps"].values():
        step["uses"] = {
            name: respelled(amount, NAMES.english(name), draw)
            for name, amount in step["uses"].items()
        }
    return plain, other


@given(two_spellings())
def test_names_and_spellings_mean_nothing(pair: tuple[Plant, Plant]) -> None:
    plain, other = map(calculate, pair)
    assert [p.name for p in plain.products_sold] == [p.name for p in other.products_sold]
    assert other.total == pytest.approx(plain.total, rel=1e-9)
    for one, two in zip(plain.products_sold, other.products_sold, strict=True):
        assert two.total == pytest.approx(one.total, rel=1e-9, abs=1e-12 * plain.total / one.amount)
    assert {row.flow for row in plain.ledger_rows} == {row.flow for row in other.ledger_rows}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_under_other_names(path: Path, tmp_path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    chance = random.Random(path.stem)
    other = tmp_path / path.name
    written = under_other_names(data, chance.choice)
    assert written != data
    other.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for name in ("supplier.json", "my-factors.csv"):
        (tmp_path / name).write_bytes((path.parent / name).read_bytes())
    for scenario in read_plant(path).scenarios:
        one, two = (footprint(read_plant(each), scenario=scenario) for each in (path, other))
        assert two.total == pytest.approx(one.total, rel=1e-12)
        assert [(p.name, p.total) for p in two.products_sold] == [
            (p.name, pytest.approx(p.total, rel=1e-12)) for p in one.products_sold
        ]


# --- each name, and what is refused ---------------------------------------------------------------


def plant(uses: dict[str, str], **more: Any) -> Plant:
    step = {"process": "inventory", "makes": {"p": "1 kg"}, "uses": uses}
    top = {"carbonre": 1, "plant": "t", "location": "CN", "period": 2024}
    return top | {"production": {"p": "1 kg"}, "steps": {"s": step}} | more


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("HCl", "hydrochloric acid"),
        ("盐酸", "hydrochloric acid"),
        ("NaOH", "caustic soda"),
        ("烧碱", "caustic soda"),
        ("Sodium hydroxide", "caustic soda"),
        ("液氨", "ammonia"),
        ("NH3", "ammonia"),
        ("H2SO4", "sulfuric acid"),
        ("sulphuric acid", "sulfuric acid"),
        ("碳铵", "ammonium bicarbonate"),
        ("天然气", "natural gas"),
        ("gas", "natural gas"),
        ("电", "electricity"),
        ("power", "electricity"),
        ("蒸汽", "steam"),
        ("氧化钕", "Nd2O3"),
        ("neodymium oxide", "Nd2O3"),
        ("氧化镨钕", "PrNd oxide"),
        ("NdPr oxide", "PrNd oxide"),
        ("Dysprosium", "Dy metal"),
        ("Cobalt", "cobalt"),
        ("镍", "nickel"),
        ("slaked lime", "hydrated lime"),
        ("diesel oil", "diesel"),
        ("Ｈ２ＳＯ４", "sulfuric acid"),
        ("卡车", "truck"),
    ],
)
def test_a_name_is_read_as_the_english_one(name: str, english: str) -> None:
    assert NAMES.english(name) == english


@pytest.mark.parametrize("name", ["CO", "Co metal", "ore", "lanthan", "zz", "碱"])
def test_a_name_of_nobodys_stays(name: str) -> None:
    assert NAMES.english(name) == name


def test_the_gas_is_meant_where_it_is_emitted_and_the_chemical_where_it_is_bought() -> None:
    data = plant({"NH3": "1 kg", "HCl": "2 kg"})
    data["steps"]["s"]["emits"] = {"氨": "0.1 kg", "HCl": "0.2 kg", "二氧化碳": "0.3 kg"}
    result = calculate(data)
    kinds = {(row.flow, row.kind) for row in result.ledger_rows}
    assert {("ammonia", "purchase"), ("hydrochloric acid", "purchase")} <= kinds
    assert {("NH3", "memo"), ("HCl", "memo"), ("CO2", "emission")} <= kinds


def test_a_meter_of_a_gas_is_of_the_gas() -> None:
    data = plant({"iron": "1 kg"})
    data["steps"]["s"] |= {"emits": {"CO2": "1 kg"}, "measured": {"CO2": "2 kg"}}
    assert calculate(data).products_sold.named("p").scopes[0] == pytest.approx(2)


def test_the_definitions_of_the_plant_win() -> None:
    supply = {"lye": {"factor": "7 kgCO2e/kg", "source": "ours"}}
    own = calculate(plant({"lye": "1 kg"}, flows={"lye": {"unit": "kg"}}, supply=supply))
    assert own.total == pytest.approx(7)
    data = plant({"gas": "1 kg"})
    data["steps"]["gasifier"] = {"process": "inventory", "makes": {"gas": "1 kg"}, "emits":
                                 {"CO2": "5 kg"}}  # fmt: skip
    assert calculate(data).total == pytest.approx(5)


@pytest.mark.parametrize("name", ["液碱", "lye", "Caustic lye"])
def test_a_solution_wants_its_strength(name: str) -> None:
    _, problems = attempt(plant({name: "100 kg"}))
    assert f"'{name}' is a solution: write its strength" in str(problems[0])
    solution = calculate(plant({name: "100 kg of 32 %"}))
    assert solution.total == pytest.approx(calculate(plant({"caustic soda": "32 kg"})).total)


@pytest.mark.parametrize(
    "more",
    [
        {"supply": {"氨水": {"factor": "1 kgCO2e/kg", "source": "ours"}}},
        {"prices": {"氨水": "2 CNY/kg"}},
        {"scenarios": {"a": {"set": {"steps.s.uses.氨水": "3 kg"}}}},
    ],
)
def test_a_solution_has_no_factor_price_or_bare_setting(more: dict[str, Any]) -> None:
    scenario = "a" if "scenarios" in more else "baseline"
    _, problems = attempt(plant({"ammonia": "1 kg"}, **more), scenario)
    assert "'氨水' is a solution" in str(problems[0])


def test_a_name_of_two_flows_is_refused() -> None:
    _, problems = attempt(plant({"煤油": "1 kg"}))
    assert "'煤油' may be kerosene fuel or kerosene; write which" in str(problems[0])


def test_one_flow_under_two_names_is_refused() -> None:
    _, problems = attempt(plant({"盐酸": "1 kg", "HCl": "2 kg"}))
    assert "'盐酸' and 'HCl' are both hydrochloric acid; write it once" in str(problems[0])


def test_a_scenario_sets_a_flow_by_any_of_its_names() -> None:
    setting = {"set": {"steps.s.uses.氢氧化钠": "2 kg"}}
    data = plant({"NaOH": "1 kg"}, scenarios={"more": setting})
    assert calculate(data, "more").total == pytest.approx(2 * calculate(data).total)


def test_a_table_of_the_users_names_a_flow_as_a_plant_does(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    head = "flow,value,unit,place,year,source\n"
    path.write_text(f"{head}盐酸,3,kgCO2e/kg,CN,2024,ours\n", encoding="utf-8")
    tables = read_factors(path)
    assert calculate(plant({"HCl": "1 kg"}), tables=tables).total == pytest.approx(3)
    for name, words in (("氨水", "is a solution"), ("煤油", "may be kerosene")):
        path.write_text(f"{head}{name},3,kgCO2e/kg,CN,2024,ours\n", encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_factors(path)


def test_a_parameter_names_a_flow_by_any_of_its_names() -> None:
    def smelter(oxide: str) -> Plant:
        step = {"process": "oxide_electrolysis", "metal": "Nd", "oxide": oxide}
        step |= {"cell_voltage": "9.5V", "current_efficiency": "76%"}
        top = {"carbonre": 1, "plant": "t", "location": "CN", "period": 2024}
        supply = {"氧化钕": {"factor": "17.3 kgCO2e/kg", "source": "ours"}}
        return top | {"production": {"金属钕": "1 t"}, "steps": {"s": step}, "supply": supply}

    assert calculate(smelter("氧化钕")).total == calculate(smelter("Nd2O3")).total


def test_no_name_is_one_of_two_flows_but_those_we_know() -> None:
    assert {name for name, meant in NAMES.flows.items() if len(meant) > 1} == {"煤油"}
    assert {name for name, meant in NAMES.gases.items() if len(meant) > 1} == set()
