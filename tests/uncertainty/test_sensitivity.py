"""What decides a footprint: the indices of others on the same evaluations, and hand derivations."""

import math

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

import carbonre as cr
from carbonre.core.errors import InputError, Problems
from carbonre.footprint.products import PLANT
from carbonre.footprint.study import Study
from carbonre.uncertainty import sensitivity as module
from carbonre.uncertainty.derivatives import derivatives
from carbonre.uncertainty.sensitivity import (
    LEVELS,
    STEP,
    analyse,
    evaluations,
    indices,
    sensitivity,
    trajectory,
)
from carbonre.uncertainty.uncertain_inputs import uncertain
from helpers.plants import factors, read

SHOP = """\
carbonre: 1
plant: shop
location: CN-NM
period: 2024
production: {Nd metal: 1 t}
steps:
  smelting: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V, current_efficiency: 76 %}
supply: {Nd2O3: {factor: 17.3 kgCO2e/kg, source: stated}}
uncertainty:
  steps.smelting.cell_voltage: {triangular: [8.5 V, 11 V]}
  steps.smelting.current_efficiency: {triangular: [70 %, 82 %]}
  supply.Nd2O3.factor: {lognormal: 1.3}
"""
PRODUCT = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
production: {metal: 1 kg}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {ore: 1 kg, acid: 1 kg}}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated}
  acid: {factor: 1 kgCO2e/kg, source: stated}
uncertainty: {ENTRIES}
"""


def study(text, problems=None):
    problems = problems or Problems()
    plant = read(text, problems)
    problems.raise_any()
    return Study.of(plant, factors())


def found(text, n=512, seed=1, **options):
    problems = Problems()
    result = analyse(study(text, problems), n, seed, problems, **options)
    problems.raise_any()
    return result


def of(result, product=PLANT):
    return {one.variable: one for one in result.of(product)}


# --- Sobol ------------------------------------------------------------------------------------


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def designed(function, n, low, high, count=3, seed=0):
    generator = np.random.default_rng(seed)
    a, b = generator.uniform(low, high, (2, n, count))
    mixed = []
    for i in range(count):
        one = a.copy()
        one[:, i] = b[:, i]
        mixed.append(function(one))
    return function(a), function(b), mixed


def test_indices_are_those_of_salib_on_the_same_evaluations():
    first, second, mixed = designed(ishigami, 1024, -math.pi, math.pi)
    ours = indices(first, second, mixed, 1)
    laid = np.column_stack([first, *mixed, second]).ravel()  # Saltelli: A, AB1 ..., B for each draw
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-math.pi, math.pi]] * 3}
    theirs = salib_sobol.analyze(problem, laid, calc_second_order=False, seed=1)
    for mine, yours in (("first", "S1"), ("total", "ST")):
        assert [one[mine] for one in ours] == pytest.approx(list(theirs[yours]), rel=1e-9)
        error = [one[f"{mine}_error"] for one in ours]
        assert error == pytest.approx(list(theirs[f"{yours}_conf"]), rel=0.35)


def test_indices_of_the_ishigami_function():
    """Ishigami & Homma 1990: with a = 7, b = 0.1 the variance has parts in closed form."""
    a, b, pi = 7, 0.1, math.pi
    one, two = (1 + b * pi**4 / 5) ** 2 / 2, a**2 / 8
    three = b**2 * pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + three
    ours = indices(*designed(ishigami, 60_000, -pi, pi), 1)
    assert [o["first"] for o in ours] == pytest.approx([one / whole, two / whole, 0], abs=0.02)
    totals = [(one + three) / whole, two / whole, three / whole]
    assert [o["total"] for o in ours] == pytest.approx(totals, abs=0.02)
    for mine, truth in zip(ours, totals, strict=True):
        assert abs(mine["total"] - truth) < 2 * mine["total_error"]


def test_indices_of_a_constant_are_zero():
    assert indices(np.ones(9), np.ones(9), [np.ones(9)], 1) == [
        dict.fromkeys(("first", "first_error", "total", "total_error"), 0.0)
    ]


def test_a_linear_plant_has_the_shares_of_its_variances():
    entries = (
        "supply.ore.factor: {normal: 0.4 kgCO2e/kg}, supply.acid.factor: {normal: 0.3 kgCO2e/kg}"
    )
    told = of(found(PRODUCT.replace("ENTRIES", entries), 8192), "metal")
    for name, share in (("supply.ore.factor", 0.64), ("supply.acid.factor", 0.36)):
        assert told[name].first == pytest.approx(share, abs=0.04)
        assert told[name].total == pytest.approx(share, abs=0.02)
        assert told[name].first == pytest.approx(share, abs=2 * told[name].first_error)


def test_a_product_of_two_has_a_part_that_neither_makes_alone():
    """F = amount * factor, both with CV c: alone c^2 each of 2 c^2 + c^4."""
    entries = "supply.ore.factor: {uniform: [0 kgCO2e/kg, 6 kgCO2e/kg]}, "
    entries += "steps.furnace.uses.ore: {uniform: [0 kg, 2 kg]}"
    told = of(found(PRODUCT.replace("ENTRIES", entries), 8192), "metal")
    square = 1 / 3  # of the coefficient of variation of a uniform spread from zero
    alone = square / (2 * square + square**2)
    for one in told.values():
        assert one.first == pytest.approx(alone, abs=0.04)
        assert one.total == pytest.approx(1 - alone, abs=0.03)


# --- elasticities -----------------------------------------------------------------------------


def test_elasticities_of_electrolysis_by_hand():
    """The cells' electricity goes with voltage over rectifier efficiency, what is left of it with
    the auxiliary power; the oxide with its factor over the yield."""
    footprint = cr.footprint(read(SHOP, Problems()), factors())
    part = {}
    for row in footprint.ledger_rows:
        if row.counts:
            part[row.flow] = part.get(row.flow, 0.0) + row.kgCO2e / footprint.total
    told = {one.variable: one.elasticity for one in found(SHOP, 16).of("Nd metal")}
    cells = told["steps.smelting.cell_voltage"]
    both = cells + told["steps.smelting.auxiliary_power"]
    assert both == pytest.approx(part["electricity"], rel=1e-6)
    assert told["steps.smelting.rectifier_efficiency"] == pytest.approx(-cells, rel=1e-6)
    assert told["supply.Nd2O3.factor"] == pytest.approx(part["Nd2O3"], rel=1e-6)
    assert told["steps.smelting.metal_yield"] == pytest.approx(-part["Nd2O3"], rel=1e-6)


def test_slopes_do_not_depend_on_how_many_are_taken_together(monkeypatch):
    made = study(SHOP)
    variables = uncertain(made, Problems(), gsd=1.2).variables
    whole = derivatives(made, variables)
    monkeypatch.setattr("carbonre.uncertainty.derivatives.TOGETHER", 3)
    parts = derivatives(made, variables)
    for product, slope in whole.of.items():
        assert list(slope) == pytest.approx(list(parts.of[product]), rel=1e-9)


def test_a_footprint_of_zero_has_no_elasticity():
    text = PRODUCT.replace("ENTRIES", "steps.furnace.uses.ore: {normal: 0.1 kg}")
    text = text.replace("3 kgCO2e", "0 kgCO2e").replace("1 kgCO2e", "0 kgCO2e")
    told = found(text, 16)
    assert all(math.isnan(one.elasticity) for one in told.indices)


# --- Morris -----------------------------------------------------------------------------------


def test_a_walk_moves_each_value_once_by_two_levels():
    points, order, signs = trajectory(7, np.random.default_rng(3))
    assert sorted(order) == list(range(7))
    assert points.min() >= 0 and points.max() < LEVELS
    moves = np.diff(points, axis=0)
    for step, index in enumerate(order):
        assert np.count_nonzero(moves[step]) == 1
        assert moves[step, index] == signs[step] * LEVELS // 2


def test_morris_is_that_of_salib_on_the_same_walks(monkeypatch):
    """SALib takes a step of 2/3 where ours is 1/2 of the spread, which is a constant factor."""
    walks, values = [], []
    walk, figures = module.trajectory, module._figures

    def noted_walk(count, generator):
        made = walk(count, generator)
        walks.append(made[0] / (LEVELS - 1))
        return made

    def noted_figures(*arguments):
        made = figures(*arguments)
        values.append(made["Nd metal"])
        return made

    monkeypatch.setattr(module, "trajectory", noted_walk)
    monkeypatch.setattr(module, "_figures", noted_figures)
    told = of(found(SHOP, 80, method="morris"), "Nd metal")
    names = [v.name for v in uncertain(study(SHOP), Problems()).variables]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    theirs = salib_morris.analyze(
        problem, np.concatenate(walks), np.concatenate(values), num_levels=LEVELS, seed=1
    )
    per = STEP / (LEVELS / (2 * (LEVELS - 1)))
    ours = [told[name] for name in names]
    assert len(values) == 10
    assert [o.mean_effect * per for o in ours] == pytest.approx(list(theirs["mu_star"]), rel=1e-9)
    assert [o.effect_spread * per for o in ours] == pytest.approx(list(theirs["sigma"]), rel=1e-9,
                                                                  abs=1e-12)  # fmt: skip


def test_both_methods_put_the_same_values_first():
    one = [o.variable for o in found(SHOP, 1024).of("Nd metal")][:2]
    two = [o.variable for o in found(SHOP, 256, method="morris").of("Nd metal")][:2]
    assert one == two and one[0] == "supply.Nd2O3.factor"


def test_many_values_are_screened(monkeypatch):
    monkeypatch.setattr(module, "MANY", 5)
    assert found(SHOP, 64).method == "morris"
    assert evaluations("auto", 6, 64) == 8 * 7
    assert evaluations("sobol", 6, 64) == 64 * 8


# --- what cannot be calculated ----------------------------------------------------------------

# A loop that gains where both values are high: one corner of sixteen, 4 % of the draws.
LOOP = """\
carbonre: 1
plant: loop
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {powder: 1 kg, ore: 1 kg}}
  mill: {process: inventory, makes: {powder: 1 kg}, uses: {metal: 0.75 kg}}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty:
  steps.furnace.uses.powder: {uniform: [0.8 kg, 1.2 kg]}
  steps.mill.uses.metal: {uniform: [0.6 kg, 0.92 kg]}
"""


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_refused_draws_are_counted_and_left_out(method):
    told = found(LOOP, 400, method=method)
    assert told.refused > 0 and told.kept > 0
    assert told.kept + told.refused == (400 if method == "sobol" else 50)
    assert all(math.isfinite(o.total) or math.isfinite(o.mean_effect) for o in told.of("metal"))


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_too_many_refused_draws_are_an_error_that_names_the_input(method):
    entries = "steps.furnace.uses.ore: {normal: 1.5 kg}, supply.acid.factor: {lognormal: 1.2}"
    with pytest.raises(InputError) as error:
        found(PRODUCT.replace("ENTRIES", entries), 64, method=method)
    (problem,) = error.value.problems
    assert problem.code == "draws-refused"
    assert "mainly 'steps.furnace.uses.ore' decides" in problem.message


def test_draws_to_the_end_of_what_is_possible_are_kept():
    text = PRODUCT.replace("ENTRIES", "steps.furnace.uses.ore: {normal: 0.5 kg}")
    impossible = text.replace("normal: 0.5 kg", "uniform: [0 kg, 1 kg]")
    told = found(impossible, 16)
    assert told.kept == 16


def test_from_python(monkeypatch):
    plant = read(SHOP, Problems())
    frame = sensitivity(plant, factors(), n=64)
    assert list(frame)[:4] == ["product", "variable", "elasticity", "first"]
    assert set(frame["product"]) == {PLANT, "Nd metal"}
    for wrong in ({"method": "anova"}, {"n": 0}, {"what": "all"}, {"gsd": 0.1}):
        with pytest.raises(InputError):
            sensitivity(plant, factors(), **wrong)
    assert frame.equals(sensitivity(plant, factors(), n=64))


def test_factors_without_a_distribution_are_named_by_their_share():
    """The ore is 75 % of the metal, and stated without a distribution; a change moves it so."""
    told = found(PRODUCT.replace("ENTRIES", "supply.acid.factor: {lognormal: 1.2}"), 64)
    (ore,) = told.constant
    assert ore.id == "supply.ore" and ore.shares == {PLANT: 0.75, "metal": 0.75}
    last = [(one.product, one.variable, one.elasticity) for one in told.records[-2:]]
    assert sorted(last) == [(PLANT, "supply.ore", 0.75), ("metal", "supply.ore", 0.75)]
    more = study(PRODUCT.replace("3 kgCO2e", "3.03 kgCO2e").replace("ENTRIES", "")).footprint()
    assert more.total / 4 - 1 == pytest.approx(0.01 * ore.shares[PLANT])
    both = "supply.acid.factor: {lognormal: 1.2}, supply.ore.factor: fixed"
    assert found(PRODUCT.replace("ENTRIES", both), 64).constant == ()
