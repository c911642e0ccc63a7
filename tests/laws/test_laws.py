"""Laws that a right footprint obeys, whatever the plant.

Each test changes a drawn plant in a way whose effect on the footprint is known beforehand.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbonre.factors.lookup import read_factors
from carbonre.footprint.result import Footprint
from helpers.plants import as_text, attempt, calculate
from helpers.random_plants import ENERGIES, KEYS, MASSES, Plant, number, plants

PRECISE = 1e-9
PER = {"kg": MASSES, "kWh": ENERGIES}
SCALES = {name: (base, per) for base, units in PER.items() for name, per in units}


def same(left: Footprint, right: Footprint, names: Callable[[str], str] = str) -> None:
    """The same products with the same footprint per kilogram (or joule), scope by scope."""
    assert {names(item.name) for item in left.products_sold} == {
        item.name for item in right.products_sold
    }
    for item in left.products_sold:
        other = right.products_sold.named(names(item.name))
        per, per_other = item.unit.factor, other.unit.factor
        noise = 1e-12 * left.total / item.amount / per
        for mine, its in zip(item.scopes, other.scopes, strict=True):
            assert mine / per == pytest.approx(its / per_other, rel=PRECISE, abs=noise)


def replaced(plant: Plant, **parts: Any) -> Plant:
    return copy.deepcopy(plant) | parts


def times(text: str, factor: float) -> str:
    value, unit = text.split(" ", 1)
    return f"{float(value) * factor!r} {unit}"


def scaled(plant: Plant, factor: float) -> Plant:
    """Everything that says how much, times a factor."""
    new = copy.deepcopy(plant)
    new["production"] = {flow: times(text, factor) for flow, text in plant["production"].items()}
    for step in new["steps"].values():
        if "amount" in step:
            step["amount"] = {flow: times(text, factor) for flow, text in step["amount"].items()}
    return new


def carried(result: Footprint, product: str, rows: Callable[[Any], bool], what: str) -> float:
    """The sum over rows of what a product carries of them, per unit of it."""
    index = [item.name for item in result.products_sold].index(product)
    parts = (getattr(row, what) * row.shares[index] for row in result.ledger_rows if rows(row))
    return math.fsum(parts) / result.products_sold[index].amount


# --- size and units -------------------------------------------------------------------------------


@given(plants(), st.integers(-6, 6))
def test_l1_footprint_does_not_depend_on_throughput(plant: Plant, power: int) -> None:
    small, large = calculate(plant), calculate(scaled(plant, 10.0**power))
    assert large.total == pytest.approx(small.total * 10.0**power, rel=PRECISE)
    same(small, large)


def in_other_units(text: str, draw: st.DrawFn) -> str:
    """The same quantity in a unit that means the same."""
    value, _, unit = text.partition(" ")
    top, slash, below = unit.rpartition("/")
    if below not in SCALES:
        return text
    base, per = SCALES[below]
    other, other_per = draw(st.sampled_from(PER[base]))
    factor = other_per / per
    return f"{float(value) * (1 / factor if slash else factor)!r} {top}{slash}{other}"


@st.composite
def respelled(draw: st.DrawFn) -> tuple[Plant, Plant]:
    plant = draw(plants())
    new = copy.deepcopy(plant)
    places = [new["production"], new["prices"], *new["supply"].values()]
    for step in new["steps"].values():
        places += [step.get(key, {}) for key in ("makes", "uses", "wastes", "emits", "amount")]
    for place in places:
        for key, text in place.items():
            if key not in ("share", "source"):
                place[key] = in_other_units(text, draw)
    return plant, new


@given(respelled())
def test_l2_a_change_of_units_changes_nothing(pair: tuple[Plant, Plant]) -> None:
    same(calculate(pair[0]), calculate(pair[1]))


ONE = """
carbonre: 1
plant: one step
period: 2024
location: CN-NM
production: {{metal: {production}}}
steps:
  furnace:
    process: inventory
    makes: {{metal: {makes}}}
    uses: {{electricity: {electricity}, ore: 2 kg}}
    emits: {{CO2: 0.5 kg}}
supply:
  electricity: {{factor: {grid}, source: stated}}
  ore: {{factor: 3 kgCO2e/kg, source: stated}}
"""


def one(
    production: str = "1 t", makes: str = "1 kg", electricity: str = "2 kWh",
    grid: str = "0.5 kgCO2e/kWh",
) -> str:  # fmt: skip
    return ONE.format(production=production, makes=makes, electricity=electricity, grid=grid)


@pytest.mark.parametrize(
    "grid",
    [
        "0.5 kgCO2e/kWh",
        "500 kgCO2e/MWh",
        "500 gCO2e/kWh",
        "0.5 tCO2e/MWh",
        "0.13888888888889 kgCO2e/MJ",
    ],
)
@pytest.mark.parametrize("electricity", ["2 kWh", "0.002 MWh", "7.2 MJ", "7.2e6 J"])
def test_l2_spellings_of_one_step(grid: str, electricity: str) -> None:
    item = calculate(one(electricity=electricity, grid=grid)).products_sold[0]
    assert item.scopes == pytest.approx((500.0, 1000.0, 6000.0), rel=1e-12)


def test_l3_per_tonne_is_a_thousand_times_per_kilogram() -> None:
    (kilograms,), (tonnes,) = (
        calculate(one("1000 kg")).products_sold,
        calculate(one("1 t")).products_sold,
    )
    assert (kilograms.unit.text, kilograms.amount) == ("kg", 1000.0)
    assert (tonnes.unit.text, tonnes.amount) == ("t", 1.0)
    assert tonnes.total == pytest.approx(1000 * kilograms.total, rel=1e-14)


# --- sums and allocation --------------------------------------------------------------------------


@given(plants())
def test_l4_every_way_to_add_the_ledger_gives_the_total(plant: Plant) -> None:
    result = calculate(plant)
    for column in ("step", "flow", "scope", "gas", "factor_id"):
        groups: dict[str, list[float]] = {}
        for row in result.ledger_rows:
            if row.counts:
                groups.setdefault(getattr(row, column), []).append(row.kgCO2e)
        total = math.fsum(math.fsum(group) for group in groups.values())
        assert total == pytest.approx(result.total, rel=1e-14)
    for row in result.ledger_rows:
        if row.factor is not None:
            assert row.amount * row.factor == pytest.approx(row.kgCO2e, rel=1e-12)


@given(plants(), st.sampled_from(KEYS))
def test_l5_every_key_hands_out_the_whole_burden(plant: Plant, key: Any) -> None:
    new = replaced(plant, allocation=key)
    for step in new["steps"].values():
        step.pop("allocation", None)
    result = calculate(new)
    sold = math.fsum(item.amount * item.total for item in result.products_sold)
    assert sold == pytest.approx(result.total, rel=PRECISE)
    assert result.total == pytest.approx(calculate(plant).total, rel=PRECISE)


@given(plants(), st.sampled_from(KEYS))
def test_l6_twins_have_the_same_footprint(plant: Plant, key: Any) -> None:
    """Two co-products, equal in everything, of a step that sells both."""
    new = replaced(plant, allocation=key)
    step = {"process": "inventory", "makes": {"twin a": "2 kg", "twin b": "2 kg"}}
    step |= {"uses": {"ore": "5 kg", "electricity": "3 kWh"}, "amount": {"twin a": "7 t"}}
    new["steps"]["twins"] = step
    for twin in ("twin a", "twin b"):
        new["prices"][twin] = "3 USD/kg"
        new["flows"][twin] = {"composition": {"Nd": "20 %"}}
    for flow, factor in (("ore", "1 kgCO2e/kg"), ("electricity", "0.5 kgCO2e/kWh")):
        new["supply"].setdefault(flow, {"factor": factor, "source": "stated"})
    result = calculate(new)
    per_tonne, per_kilogram = (
        result.products_sold.named("twin a"),
        result.products_sold.named("twin b"),
    )  # as written
    assert per_tonne.scopes == pytest.approx([1000 * scope for scope in per_kilogram.scopes])


@given(plants(single=True), st.sampled_from(KEYS))
def test_l7_one_product_needs_no_key(plant: Plant, key: Any) -> None:
    same(calculate(plant), calculate(replaced(plant, allocation=key, prices={})))


@given(plants(), st.sampled_from((0.001, 0.14, 7.1, 1e6)), st.sampled_from(("USD", "CNY", "EUR")))
def test_l8_scale_and_currency_of_prices_do_not_matter(
    plant: Plant, factor: float, money: str
) -> None:
    new = replaced(plant, allocation="economic")
    prices = {f: times(text, factor).replace("USD", money) for f, text in new["prices"].items()}
    same(calculate(new), calculate(replaced(new, prices=prices)))


# --- the form of the plant ------------------------------------------------------------------------


def shuffled(mapping: Plant, draw: st.DrawFn, keep_first: bool = False) -> Plant:
    items = list(mapping.items())
    first = items[:1] if keep_first else []
    return dict(first + draw(st.permutations(items[len(first) :])))


@st.composite
def permuted(draw: st.DrawFn) -> tuple[Plant, Plant]:
    plant = draw(plants())
    new = shuffled(copy.deepcopy(plant), draw)
    for key in ("production", "flows", "steps", "prices", "supply"):
        new[key] = shuffled(new[key], draw)
    for name, step in new["steps"].items():
        for key in ("makes", "uses", "wastes", "emits"):
            if key in step:  # the first product is the one that the step is run for
                step[key] = shuffled(step[key], draw, keep_first=key == "makes")
        new["steps"][name] = shuffled(step, draw)
    return plant, new


@given(permuted())
def test_l9_order_means_nothing(pair: tuple[Plant, Plant]) -> None:
    left, right = calculate(pair[0]), calculate(pair[1])
    same(left, right)
    assert right.total == pytest.approx(left.total, rel=1e-12)


@given(plants(), st.data())
def test_l10_a_step_in_two_halves(plant: Plant, data: st.DataObject) -> None:
    """Half of a step beside the other half, however it is run."""
    result = calculate(plant)
    running = [
        s.name for s, x in zip(result.system.steps, result.material.scaling, strict=True) if x
    ]
    name = data.draw(st.sampled_from(running))
    new = copy.deepcopy(plant)
    step, half = new["steps"][name], copy.deepcopy(new["steps"][name])
    for key in ("takes", "treats"):
        for flow, share in step.get(key, {}).items():
            value = 100.0 if share == "all" else float(share.split()[0])
            step[key][flow] = half[key][flow] = f"{value / 2!r} %"
    if "amount" in step:
        step["amount"] = half["amount"] = {f: times(t, 0.5) for f, t in step["amount"].items()}
    elif not step.keys() & {"takes", "treats"}:
        product, amount = next(iter(step["makes"].items()))
        runs = result.material.scaling[[s.name for s in result.system.steps].index(name)]
        half["amount"] = {product: times(amount, runs / 2)}
    new["steps"]["the other half"] = half
    same(result, calculate(new))


@given(st.floats(0.05, 1), st.floats(0.05, 1), st.floats(0.01, 100))
def test_l11_yields_in_series_multiply(first: float, second: float, factor: float) -> None:
    def plant(steps: str) -> str:
        return (
            "carbonre: 1\nplant: series\nperiod: 2024\nproduction: {out: 3 t}\nsteps:\n" + steps
            + f"supply: {{ore: {{factor: {factor!r} kgCO2e/kg, source: drawn}}}}\n"
        )  # fmt: skip

    line = "  {0}: {{process: inventory, makes: {{{1}: {2!r} kg}}, uses: {{{3}: 1 kg}}}}\n"
    series = line.format("a", "between", first, "ore") + line.format("b", "out", second, "between")
    same(
        calculate(plant(series)), calculate(plant(line.format("ab", "out", first * second, "ore")))
    )


@given(plants(), st.data())
def test_l12_a_step_that_changes_nothing(plant: Plant, data: st.DataObject) -> None:
    """A step that passes a product on, between its makers and all who want it."""
    result = calculate(plant)
    handed = {f for s in plant["steps"].values() for k in ("takes", "treats") for f in s.get(k, {})}
    whole = [
        flow
        for flow, balance in result.material.flows.items()
        if balance.made and not balance.bought and balance.sold == balance.production
        if flow != "electricity" and flow not in handed
        if balance.used + balance.production > 0
    ]
    assume(whole)
    flow = data.draw(st.sampled_from(whole))
    new, passed = copy.deepcopy(plant), f"{flow} passed on"
    for step in new["steps"].values():
        if flow in step.get("uses", {}):
            step["uses"][passed] = step["uses"].pop(flow)
            if flow in step.get("amount", {}) and flow not in step.get("makes", {}):
                step["amount"][passed] = step["amount"].pop(flow)
    if flow in new["production"]:
        new["production"][passed] = new["production"].pop(flow)
    new["steps"]["null"] = {
        "process": "inventory",
        "makes": {passed: "1 kg"},
        "uses": {flow: "1 kg"},
    }
    same(result, calculate(new), lambda name: passed if name == flow else name)


# --- factors --------------------------------------------------------------------------------------


def of_factor(flow: str) -> Callable[[Any], bool]:
    """The rows that meet the stated factor of a flow (not what stands upstream of it)."""
    return lambda row: row.factor_id == f"supply.{flow}"


def with_factor(plant: Plant, flow: str, per_unit: float) -> Plant:
    new = copy.deepcopy(plant)
    below = new["supply"][flow]["factor"].rpartition("/")[2]
    new["supply"][flow]["factor"] = f"{per_unit!r} kgCO2e/{below}"
    return new


def factor_of(plant: Plant, flow: str) -> float:
    return float(plant["supply"][flow]["factor"].split()[0])


@given(plants(), st.data())
def test_l13_a_factor_of_zero_takes_its_contribution_away(
    plant: Plant, data: st.DataObject
) -> None:
    assume(plant["supply"])
    flow = data.draw(st.sampled_from(sorted(plant["supply"])))
    with_it, without = calculate(plant), calculate(with_factor(plant, flow, 0.0))
    for item in with_it.products_sold:
        contribution = carried(with_it, item.name, of_factor(flow), "kgCO2e")
        expected = item.total - contribution
        found = without.products_sold.named(item.name).total
        noise = 1e-12 * max(with_it.total / item.amount, item.total)
        assert found == pytest.approx(expected, rel=PRECISE, abs=noise)


@given(plants(), st.data(), st.floats(0.01, 100))
def test_l14_a_footprint_is_linear_in_a_factor(
    plant: Plant, data: st.DataObject, step: float
) -> None:
    """The slope is the activity that the ledger reports."""
    assume(plant["supply"])
    flow = data.draw(st.sampled_from(sorted(plant["supply"])))
    low, high = calculate(plant), calculate(with_factor(plant, flow, factor_of(plant, flow) + step))
    unit = plant["supply"][flow]["factor"].rpartition("/")[2]
    for item in low.products_sold:
        per = low.system.flow_of(flow).unit.factor
        activity = carried(low, item.name, of_factor(flow), "amount") * per / SIZES[unit]
        found = high.products_sold.named(item.name).total - item.total
        noise = 1e-11 * (high.total + low.total) / item.amount
        assert found == pytest.approx(activity * step, rel=PRECISE, abs=noise)


SIZES = {"kg": 1.0, "t": 1e3, "kWh": 3.6e6, "MWh": 3.6e9}


@given(plants(), st.floats(0.01, 10))
def test_l15_the_slope_in_the_grid_is_the_electricity_bought(plant: Plant, step: float) -> None:
    plant["supply"].setdefault("electricity", {"factor": "0.5 kgCO2e/kWh", "source": "stated"})
    plant = with_factor(plant, "electricity", 0.5)
    below = plant["supply"]["electricity"]["factor"].rpartition("/")[2]
    low, high = calculate(plant), calculate(with_factor(plant, "electricity", 0.5 + step))
    balance = low.material.flows.get("electricity")
    bought = balance.bought / SIZES[below] if balance else 0.0
    assert high.total - low.total == pytest.approx(bought * step, rel=1e-9, abs=1e-11 * high.total)
    for item in low.products_sold:
        noise = 1e-12 * high.total / item.amount
        assert high.products_sold.named(item.name).total >= item.total - noise


def renamed(plant: Plant, prefix: str) -> Plant:
    """A plant with other names for its steps and flows; electricity is then said to be it."""

    def names(mapping: Any) -> Any:
        return {f"{prefix} {flow}": value for flow, value in mapping.items()}

    new = copy.deepcopy(plant)
    for key in ("production", "flows", "prices", "supply", "steps"):
        new[key] = names(new[key])
    for step in new["steps"].values():
        for key in ("makes", "uses", "wastes", "takes", "treats", "amount"):
            if key in step:
                step[key] = names(step[key])
        stated = step.get("allocation")
        if isinstance(stated, dict) and set(stated) != {"element"}:
            step["allocation"] = names(stated)
    new["flows"][f"{prefix} electricity"] = {"unit": "kWh", "kind": "electricity"}
    return new


@given(plants(), plants(), st.sampled_from(KEYS))
def test_l16_two_lines_that_share_nothing(first: Plant, second: Plant, key: Any) -> None:
    first, second = renamed(first, "north"), renamed(second, "south")
    first["allocation"] = second["allocation"] = key
    both = copy.deepcopy(first)
    for part in ("production", "flows", "prices", "supply", "steps"):
        both[part] |= second[part]
    together, north, south = calculate(both), calculate(first), calculate(second)
    assert together.total == pytest.approx(north.total + south.total, rel=PRECISE)
    assert len(together.products_sold) == len(north.products_sold) + len(south.products_sold)
    for item in (*north.products_sold, *south.products_sold):
        noise = 1e-12 * together.total / item.amount
        assert together.products_sold.named(item.name).scopes == pytest.approx(
            item.scopes, rel=PRECISE, abs=noise
        )


@given(plants())
def test_l39_names_and_comments_mean_nothing(plant: Plant) -> None:
    result = calculate(plant)
    same(result, calculate(renamed(plant, "another")), lambda name: f"another {name}")
    lines = (f"{line}  # a remark: {{100 kg}}" for line in as_text(plant).splitlines())
    assert calculate("# head\n\n" + "\n".join(lines)).products_sold == result.products_sold


def test_l39_unused_rows_mean_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "flow,value,unit,place,year,source\nore,9,kgCO2e/kg,AU,2020,mine\n"
        "unheard of,1,kgCO2e/kg,GLO,2020,mine\n"
    )
    assert (
        calculate(one(), tables=read_factors(mine)).products_sold == calculate(one()).products_sold
    )


# --- recycling ------------------------------------------------------------------------------------

LOOP = """
carbonre: 1
plant: reactor with recycle
period: 2024
steps:
  preparation:
    process: inventory
    makes: {{feed: 1 kg}}
    uses: {{ore: 1 kg}}
    amount: {{ore: 1 t}}
  reactor:
    process: inventory
    takes: {{feed: all}}
    makes: {{metal: {y!r} kg}}
    uses: {{feed: 1 kg, electricity: 2 kWh}}
    wastes: {{rest: {rest!r} kg}}
{recycle}
supply:
  ore: {{factor: 3 kgCO2e/kg, source: stated}}
  electricity: {{factor: 0.5 kgCO2e/kWh, source: stated}}
"""
RECYCLE = """  recycle:
    process: inventory
    takes: {{rest: {share!r} %}}
    makes: {{feed: 1 kg}}
    uses: {{rest: 1 kg, electricity: 0.1 kWh}}
"""


def loop(y: float, share: float | None) -> Footprint:
    recycle = "" if share is None else RECYCLE.format(share=100 * share)
    return calculate(LOOP.format(y=y, rest=1 - y, recycle=recycle))


@given(st.floats(0.01, 0.99), st.floats(0.001, 1))
def test_l17_a_loop_is_a_geometric_series(y: float, share: float) -> None:
    gain = (1 - y) * share
    passes = math.fsum(gain**n for n in range(10_000))
    result = loop(y, share)
    throughput = 1000 * passes
    metal = result.products_sold.named("metal")
    assert metal.amount == pytest.approx(throughput * y, rel=1e-10)
    electricity = 2 * throughput + 0.1 * gain * throughput
    expected = (3 * 1000 + 0.5 * electricity) / (throughput * y)
    assert metal.total == pytest.approx(expected, rel=1e-10)


@given(st.floats(0.01, 0.99))
def test_l18_without_recycle_the_loop_is_once_through(y: float) -> None:
    straight, almost = loop(y, None).products_sold[0], loop(y, 1e-12).products_sold[0]
    assert almost.total == pytest.approx(straight.total, rel=1e-10)
    assert straight.total == pytest.approx((3 + 0.5 * 2) / y, rel=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.1, 20), st.floats(0.1, 20))
def test_l34_recycled_input_is_linear_in_its_share(s: float, virgin: float, scrap: float) -> None:
    text = f"""
carbonre: 1
plant: recycled input
period: 2024
production: {{metal: 1 kg}}
steps:
  smelter: {{process: inventory, makes: {{metal: 1 kg}}, uses: {{ore: 1 kg}}}}
supply:
  ore: {{factor: {virgin!r} kgCO2e/kg, source: drawn}}
  metal: {{factor: {scrap!r} kgCO2e/kg, source: drawn, share: {100 * s!r} %}}
"""
    result = calculate(text)
    assert result.products_sold[0].total == pytest.approx((1 - s) * virgin + s * scrap, rel=1e-12)
    assert result.total == pytest.approx(result.products_sold[0].total, rel=1e-12)


def test_l34_scrap_is_cut_off_and_counted_once() -> None:
    """The maker of scrap keeps its burden; who recycles it carries only what recycling takes."""
    text = """
carbonre: 1
plant: magnets and their swarf
period: 2024
production: {magnet: 100 kg}
steps:
  cutting:
    process: inventory
    makes: {magnet: 1 kg}
    uses: {alloy: 1.25 kg}
    wastes: {swarf: 0.25 kg}
  recycling:
    process: inventory
    takes: {swarf: all}
    makes: {recycled oxide: 0.3 kg}
    uses: {swarf: 1 kg, electricity: 2 kWh}
supply:
  alloy: {factor: 40 kgCO2e/kg, source: stated}
  electricity: {factor: 0.5 kgCO2e/kWh, source: stated}
"""
    result = calculate(text)
    assert result.products_sold.named("magnet").total == pytest.approx(50.0, rel=1e-12)
    assert result.products_sold.named("recycled oxide").total == pytest.approx(1 / 0.3, rel=1e-12)
    assert result.total == pytest.approx(100 * 50 + 25 * 1.0, rel=1e-12)


# --- gases and energy -----------------------------------------------------------------------------

SETS = {
    "AR4": {"CH4": 25, "N2O": 298, "CF4": 7390, "C2F6": 12200},
    "AR5": {"CH4": 28, "N2O": 265, "CF4": 6630, "C2F6": 11100},
    "AR6": {"CH4": 27.9, "N2O": 273, "CF4": 7380, "C2F6": 12400},
    "AR6-20": {"CH4": 81.2, "N2O": 273, "CF4": 5300, "C2F6": 8940},
}


@given(
    st.dictionaries(st.sampled_from(["CH4", "N2O", "CF4", "C2F6"]), st.integers(1, 10**6)),
    st.sampled_from(sorted(SETS)),
    st.sampled_from(sorted(SETS)),
)
def test_l27_another_set_of_potentials(gases: dict[str, int], left: str, right: str) -> None:
    """The difference is that of the potentials, gas by gas; CO2 is one in every set."""
    emits = {"CO2": "10 kg", **{gas: f"{mg} mg" for gas, mg in gases.items()}}
    step = {"process": "inventory", "makes": {"metal": "1 kg"}, "emits": emits}
    plant = {
        "carbonre": 1, "plant": "gases", "period": 2024, "production": {"metal": "1 kg"},
        "steps": {"furnace": step},
    }  # fmt: skip
    before, after = calculate(plant | {"gwp": left}).total, calculate(plant | {"gwp": right}).total
    change = sum(mg * 1e-6 * (SETS[right][gas] - SETS[left][gas]) for gas, mg in gases.items())
    assert after - before == pytest.approx(change, rel=1e-9, abs=1e-9)


GRID = """
carbonre: 1
plant: bought power
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {electricity: 10 kWh}}
"""


def test_l29_without_contracts_market_and_location_agree() -> None:
    item = calculate(GRID).products_sold[0]
    assert item.scopes[1] > 0
    assert item.scope2_location == pytest.approx(item.scopes[1], rel=1e-12)


@given(st.integers(0, 100))
def test_l29_power_at_zero_removes_its_share_of_scope_2(share: int) -> None:
    grid = calculate(GRID).products_sold[0]
    mixed = calculate(
        f"{GRID}supply: {{electricity: {{grid: {100 - share} %, wind power: {share} %}}}}"
    )
    assert mixed.products_sold[0].scopes[1] == pytest.approx(
        grid.scopes[1] * (1 - share / 100), rel=1e-12
    )
    assert mixed.products_sold[0].scope2_location == pytest.approx(grid.scopes[1], rel=1e-12)
    stated = f"{GRID}supply: {{electricity: {{factor: 0 kgCO2e/kWh, source: contract}}}}"
    assert calculate(stated).products_sold[0].scopes[1] == 0.0
    assert calculate(stated).products_sold[0].scope2_location == pytest.approx(
        grid.scopes[1], rel=1e-12
    )


@given(plants(), st.floats(0.001, 1000))
def test_l31_biogenic_carbon_dioxide_is_told_and_not_added(plant: Plant, amount: float) -> None:
    new = copy.deepcopy(plant)
    step = next(iter(new["steps"].values()))
    had = float(step.get("emits", {}).get("CO2_biogenic", "0 kg").split()[0])
    assume(not had)
    step["emits"] = step.get("emits", {}) | {"CO2_biogenic": f"{amount!r} kg"}
    before, after = calculate(plant), calculate(new)
    same(before, after)
    runs = after.material.scaling[0]
    memo = math.fsum(row.kgCO2e for row in after.ledger_rows if row.gas == "CO2_biogenic")
    others = math.fsum(row.kgCO2e for row in before.ledger_rows if row.gas == "CO2_biogenic")
    assert memo - others == pytest.approx(amount * runs, rel=1e-9, abs=1e-9 * abs(others))


# --- signs, scenarios -----------------------------------------------------------------------------


@given(plants())
def test_l33_nothing_is_negative(plant: Plant) -> None:
    result = calculate(plant)
    for item in result.products_sold:
        assert min(item.scopes) >= 0
    assert all(row.kgCO2e >= 0 and row.amount >= 0 for row in result.ledger_rows)
    assert all(x >= 0 for x in result.material.scaling)
    for balance in result.material.flows.values():
        assert min(balance.bought, balance.sold, balance.untreated) >= 0


@given(plants(single=True, loops=False), st.data(), st.floats(1, 10))
def test_l33_more_yield_is_not_more_carbon(plant: Plant, data: st.DataObject, more: float) -> None:
    """In a chain of steps with one product each, all by demand."""
    plain = copy.deepcopy(plant)
    wastes = {flow for step in plant["steps"].values() for flow in step.get("wastes", {})}
    for name, step in plant["steps"].items():
        for flow in wastes & step["uses"].keys():  # less waste for the one is more for the other
            del plain["steps"][name]["uses"][flow]
        if step.keys() & {"takes", "treats"}:
            del plain["steps"][name]
        else:
            plain["steps"][name].pop("amount", None)
    sides = ("makes", "uses", "wastes", "emits")
    left = {f for step in plain["steps"].values() for side in sides for f in step.get(side, {})}
    for section in ("supply", "prices"):  # what went with a step has no entry
        plain[section] = {f: e for f, e in plain.get(section, {}).items() if f in left}
    products = [next(iter(step["makes"])) for step in plain["steps"].values()]
    plain["production"] = {p: "1 MWh" if p == "electricity" else "1 t" for p in products}
    better = copy.deepcopy(plain)
    step = better["steps"][data.draw(st.sampled_from(sorted(better["steps"])))]
    step["makes"] = {flow: times(text, more) for flow, text in step["makes"].items()}
    before, after = calculate(plain), calculate(better)
    for item in before.products_sold:
        assert after.products_sold.named(item.name).total <= item.total * (1 + 1e-12)


@given(plants())
def test_an_empty_scenario_is_the_baseline(plant: Plant) -> None:
    new = plant | {"scenarios": {"as it is": {"set": {}}, "again": {"extends": ["as it is"]}}}
    base = calculate(new)
    for name in ("as it is", "again"):
        assert calculate(new, name).products_sold == base.products_sold
    assert base.products_sold == calculate(plant).products_sold


@given(plants(), st.data())
def test_a_scenario_is_the_plant_written_that_way(plant: Plant, data: st.DataObject) -> None:
    assume(plant["supply"])
    flow = data.draw(st.sampled_from(sorted(plant["supply"])))
    there = with_factor(plant, flow, 1.25)
    entry = there["supply"][flow]
    scenarios = {
        "leaf": {"set": {f"supply.{flow}.factor": entry["factor"]}},
        "whole": {"set": {f"supply.{flow}": entry}},
    }
    for name in scenarios:
        same(calculate(there), calculate(plant | {"scenarios": scenarios}, name))


@given(plants(loops=True), st.floats(1.0, 50))
def test_a_loop_that_gains_is_refused(plant: Plant, gain: float) -> None:
    """A pair of steps that live on each other; the rest of the plant may be anything."""
    new = copy.deepcopy(plant)
    new["steps"]["hen"] = {
        "process": "inventory",
        "makes": {"egg": "1 kg"},
        "uses": {"bird": "1 kg"},
    }
    new["steps"]["brood"] = {
        "process": "inventory", "makes": {"bird": "1 kg"}, "uses": {"egg": f"{gain!r} kg"}
    }  # fmt: skip
    new["production"]["egg"] = "1 kg"
    result, problems = attempt(new)
    assert result is None
    assert any("hen" in str(p) and "brood" in str(p) and "loop" in p.message for p in problems)


def test_number_keeps_its_digits() -> None:
    assert number(0.0036) == "0.0036"
