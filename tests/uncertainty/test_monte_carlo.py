"""Draws of what is uncertain: they follow their spreads, and nothing but the seed decides them."""

import functools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import carbonre as cr
from carbonre.core.arrays import Overrides
from carbonre.core.errors import InputError, Problems
from carbonre.footprint.calculate import calculate
from carbonre.footprint.products import PLANT
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import CHUNK
from carbonre.uncertainty import distributions
from carbonre.uncertainty import monte_carlo as sampling
from carbonre.uncertainty.derivatives import derivatives
from carbonre.uncertainty.distributions import Distribution, Stream, UncertainInput
from carbonre.uncertainty.monte_carlo import (
    collect,
    plan,
    probability_lower,
    run,
    sample_until,
    sizes_of,
)
from carbonre.uncertainty.statistics import half_width, statistics
from helpers.paths import ROOT
from helpers.plants import factors, furnace, read

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))

# One step, linear in its factors and in what it uses.
LINEAR = furnace(
    "ore: 2 kg, acid: 3 kg, soda: 1 kg",
    "ore: {factor: 3 kgCO2e/kg, source: stated}",
    "acid: {factor: 1 kgCO2e/kg, source: stated}",
    "soda: {factor: 2 kgCO2e/kg, source: stated}",
    emits="CO2: 0.4 kg",
)
LINEAR += """\
uncertainty: {ENTRIES}
scenarios:
  clean: {set: {supply.soda: {factor: 1 kgCO2e/kg, source: stated}}}
  same: {note: nothing}
"""
# Half of what the loop makes goes back into it; a third more, and it makes nothing.
LOOP = """\
carbonre: 1
plant: loop
location: CN-NM
period: 2024
production: {metal: 1 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {powder: 1 kg, ore: 1 kg}
  mill:
    process: inventory
    makes: {powder: 1 kg}
    uses: {metal: 0.75 kg}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty: {steps.mill.uses.metal: {uniform: [0.5 kg, 1.25 kg]}}
"""
FORMS = {
    "lognormal": "{lognormal: 1.4}",
    "normal": "{normal: 0.5 kgCO2e/kg}",
    "triangular": "{triangular: [1 kgCO2e/kg, 9 kgCO2e/kg]}",
    "uniform": "{uniform: [2 kgCO2e/kg, 7 kgCO2e/kg]}",
}


@functools.cache
def linear(entries, text=LINEAR):
    problems = Problems()
    found = read(text.replace("ENTRIES", entries), problems)
    problems.raise_any()
    return found


def drawn(plant, n, seed=1, scenarios=("baseline",), **options):
    """The samples of scenarios, and what was drawn."""
    problems = Problems()
    made = plan(plant, factors(), scenarios, seed, problems, **options)
    problems.raise_any()
    return collect(*made, run(made[0], sizes_of(n))), made


def sampled(plant, n, seed=1, **options):
    (found,), _ = drawn(plant, n, seed, **options)
    return found


# --- the spreads ------------------------------------------------------------------------------

SPREADS = [
    Distribution("lognormal", 3.0, 1.5),
    Distribution("normal", -2.0, 0.7),
    Distribution("triangular", 1.0, 0.0, 5.0),
    Distribution("triangular", 0.0, 0.0, 5.0),
    Distribution("triangular", 5.0, 0.0, 5.0),
    Distribution("uniform", 1.0, 0.5, 9.0),
]
LAWS = {
    "lognormal": lambda s: stats.lognorm(math.log(s.low), scale=s.value),
    "normal": lambda s: stats.norm(s.value, s.low),
    "triangular": lambda s: stats.triang(
        (s.value - s.low) / (s.high - s.low), s.low, s.high - s.low
    ),
    "uniform": lambda s: stats.uniform(s.low, s.high - s.low),
}


@pytest.mark.parametrize("distribution", SPREADS, ids=repr)
def test_draws_follow_the_distribution_that_they_are_named_after(distribution):
    law = LAWS[distribution.form](distribution)
    assert distribution.mean == pytest.approx(law.mean(), rel=1e-12)
    assert distribution.deviation == pytest.approx(law.std(), rel=1e-12)
    draws = distribution.draw(np.random.default_rng(7), 20_000)
    assert stats.kstest(draws, law.cdf).pvalue > 1e-3
    assert draws.mean() == pytest.approx(law.mean(), abs=4 * law.std() / math.sqrt(20_000))


def variables(count=3):
    return [UncertainInput(f"v{i}", "given", ("v", i), SPREADS[i], f"v.{i}") for i in range(count)]


def test_variables_are_independent_and_seeds_too():
    one, two, three = Stream(variables(), 1, 0).take(20_000)
    again, *_ = Stream(variables(), 2, 0).take(20_000)
    next_chunk, *_ = Stream(variables(), 1, 1).take(20_000)
    for other in (two, three, again, next_chunk):
        assert abs(stats.spearmanr(one, other).statistic) < 4 / math.sqrt(20_000)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=9))
def test_a_stream_gives_the_same_draws_in_whatever_parts(parts):
    whole = Stream(variables(), 5, 3).take(sum(parts))
    stream = Stream(variables(), 5, 3)
    joined = [np.concatenate(some) for some in zip(*map(stream.take, parts), strict=True)]
    assert all((one == two).all() for one, two in zip(whole, joined, strict=True))


# --- laws of Monte Carlo ----------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_without_spread_every_draw_is_the_static_answer(path):
    """L24: every value is handed in as drawn, and none of them moves."""
    plant = cr.read_plant(path)
    for scenario in plant.scenarios:
        _, (made, (deterministic,)) = drawn(plant, 1, scenarios=(scenario,), gsd=1.5)
        study, found = made.studies[0], made.uncertain[0]
        still = [np.full(5, variable.distribution.value) for variable in found.variables]
        outcome = study.evaluate(distributions.as_overrides(found.variables, still), 5)
        assert not outcome.refused
        for item in deterministic.products_sold:
            assert list(outcome.total_of(item.name)) == pytest.approx([item.total] * 5, rel=1e-9)
        assert list(outcome.plant) == pytest.approx([deterministic.total] * 5, rel=1e-9)


@pytest.mark.parametrize("entry", ["fixed", "{lognormal: 1}", "{normal: 0 kgCO2e/kg}",
                                   "{uniform: [3 kgCO2e/kg, 3 kgCO2e/kg]}"])  # fmt: skip
def test_a_spread_of_nothing_draws_the_static_answer(entry):
    found = sampled(linear(f"supply.ore.factor: {entry}"), 20)
    assert set(found.totals["metal"]) == {found.deterministic_total("metal")} == {11_400.0}


@pytest.mark.parametrize("form", FORMS)
def test_the_mean_of_a_linear_plant_is_the_plant_at_the_means(form):
    """L24: within four standard errors, and first order is exact (L25)."""
    found, (made, _) = drawn(linear(f"supply.ore.factor: {FORMS[form]}"), 20_000)
    told = statistics(found[0].totals["metal"])
    (variable,) = made.uncertain[0].variables
    wanted = 1000 * (2 * variable.distribution.mean + 3 * 1 + 2 + 0.4)
    assert told.mean == pytest.approx(wanted, abs=4 * told.deviation / math.sqrt(20_000))
    first = derivatives(made.studies[0], made.uncertain[0].variables)
    assert first.deviation("metal") == pytest.approx(
        2000 * variable.distribution.deviation, rel=1e-6
    )
    assert told.deviation == pytest.approx(first.deviation("metal"), rel=0.05)
    (shift,) = first.shift("metal")
    assert shift == pytest.approx(2000 * (variable.distribution.mean - 3), rel=1e-6, abs=1e-9)


def test_first_order_propagation_holds_where_spreads_are_small():
    """L25, on a plant that is not linear, every number uncertain by 1 %."""
    plant = cr.read_plant(ROOT / "examples" / "nd_metal.yaml")
    _, (made, _) = drawn(plant, 1, gsd=1.01)
    small = [
        UncertainInput(
            v.name, v.part, v.key, Distribution("lognormal", v.distribution.value, 1.01), v.stream
        )
        for v in made.uncertain[0].variables
        if v.distribution.value > 0
    ]
    assert len(small) > 10
    few = sampling.SamplingPlan(made.studies, (sampling.Uncertain(tuple(small)),), 3)
    draws = np.concatenate([o[0].total_of("Nd metal") for _, o in run(few, sizes_of(30_000))])
    first = derivatives(made.studies[0], small).deviation("Nd metal")
    assert statistics(draws).deviation == pytest.approx(first, rel=0.02)


def test_what_stands_in_one_row_is_drawn_once_and_adds_linearly():
    """L25: two steps that burn the same coal are wrong together."""
    text = """\
carbonre: 1
plant: two
location: CN-NM
period: 2024
production: {a: 1 kg, b: 1 kg}
steps:
  one: {process: inventory, makes: {a: 1 kg}, uses: {ore: 1 kg}}
  two: {process: inventory, makes: {b: 1 kg}, uses: {ore: 2 kg}}
supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}
uncertainty: {supply.ore.factor: {normal: 0.3 kgCO2e/kg}}
"""
    found = sampled(linear("", text), 5000)
    one, two, whole = (statistics(found.totals[k]).deviation for k in ("a", "b", PLANT))
    assert two == pytest.approx(2 * one, rel=1e-9)
    assert whole == pytest.approx(one + two, rel=1e-9)


def test_a_default_that_two_steps_share_is_one_variable():
    text = """\
carbonre: 1
plant: two
location: CN-NM
period: 2024
production: {old metal: 1 kg, new metal: 1 kg}
steps:
  old: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9 V, current_efficiency: 76 %,
    product: old metal}
  new: {process: oxide_electrolysis, metal: Nd, cell_voltage: 8 V, current_efficiency: 80 %,
    product: new metal}
supply:
  Nd2O3: {factor: 3 kgCO2e/kg, source: stated}
"""
    _, (made, _) = drawn(linear("", text), 1, what="parameters")
    names = [v.name for v in made.uncertain[0].variables]
    assert "oxide_electrolysis: auxiliary_power" in names
    assert not [name for name in names if name.startswith("steps.")]


# --- nothing but the seed ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def metal():
    return cr.read_plant(ROOT / "examples" / "nd_metal.yaml")


def test_the_same_seed_gives_the_same_bytes_however_many_and_in_whatever_parts(metal, monkeypatch):
    n = CHUNK + 300
    whole = sampled(metal, n, seed=4)
    few = sampled(metal, 150, seed=4)
    other = sampled(metal, 150, seed=5)
    monkeypatch.setattr(sampling, "parts_of", lambda size, _: [77] * (size // 77) + [size % 77])
    parted = sampled(metal, n, seed=4)
    for name, totals in whole.totals.items():
        assert totals.tobytes() == parted.totals[name].tobytes()
        assert totals[:150].tobytes() == few.totals[name].tobytes()
        assert not (few.totals[name] == other.totals[name]).any()


def test_many_variables_are_drawn_in_small_parts():
    assert list(distributions.parts_of(4096, 10)) == [4096]
    assert sum(distributions.parts_of(4096, 100_000)) == 4096
    assert max(distributions.parts_of(4096, 100_000)) * 100_000 <= 8_000_000


def test_equal_rows_give_equal_answers(metal):
    problems = Problems()
    study = Study.of(metal, factors())
    path = ("steps", "electrolysis", "cell_voltage")
    outcome = study.evaluate(Overrides(plant={path: np.full(10_000, 8.7)}), 10_000)
    assert len(outcome.plant) == 10_000 and len(set(outcome.plant)) == 1
    assert outcome.plant[0] != calculate(metal, factors(), "baseline", problems).total


# --- draws that cannot be calculated ----------------------------------------------------------


def test_a_loop_whose_gain_passes_one_is_counted_and_left_out():
    """F = 3/(1 - gain) per kg; a third of the draws lies beyond a gain of one."""
    found = sampled(linear("", LOOP), 6000)
    ((reason, count),) = found.refused.items()
    assert "gain" in reason or "loop" in reason, reason
    assert count == pytest.approx(2000, abs=4 * math.sqrt(6000 * 2 / 9))
    totals = found.totals["metal"]
    assert np.isnan(totals).sum() == count == np.isnan(found.totals[PLANT]).sum()
    kept = totals[np.isfinite(totals)] / 1000
    assert kept.min() == pytest.approx(6, rel=0.01) and (kept > 0).all()
    assert statistics(totals).count == 6000 - count


def test_a_refused_row_does_not_touch_its_neighbours():
    study = Study.of(linear("", LOOP), factors())
    gains = np.array([0.5, 1.2, 0.75, 1.0, 0.9])
    outcome = study.evaluate(Overrides(plant={("steps", "mill", "uses", "metal"): gains}), 5)
    assert sorted(outcome.refused) == [1, 3]
    good = [0, 2, 4]
    assert list(outcome.total_of("metal")[good]) == pytest.approx(list(3000 / (1 - gains[good])))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("supply.ore.factor: {normal: 9 kgCO2e/kg}", "amounts are zero or more"),
        ("steps.furnace.uses.ore: {normal: 2 kg}", "amounts are zero or more"),
        ("steps.furnace.emits.CO2: {normal: 2 kg}", "amounts are zero or more"),
        ("steps.furnace.makes.metal: {normal: 1 kg}", "amounts are more than zero"),
        ("production.metal: {normal: 1000 kg}", "amounts are more than zero"),
    ],
)
def test_a_draw_below_zero_is_refused_and_never_mixed_in(entry, words):
    found, (made, _) = drawn(linear(entry), 2000)
    ((reason, count),) = found[0].refused.items()
    assert words in reason
    (values,) = Stream(made.uncertain[0].variables, 1, 0).take(2000)
    assert count == (values <= 0).sum() > 0
    assert (np.isnan(found[0].totals[PLANT]) == (values <= 0)).all()


def test_a_draw_beyond_the_limits_of_a_model_is_refused():
    text = """\
carbonre: 1
plant: shop
location: CN-NM
period: 2024
production: {Nd metal: 1 t}
steps:
  smelting: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V, current_efficiency: 97 %}
supply: {Nd2O3: {factor: 17.3 kgCO2e/kg, source: stated}}
uncertainty: {steps.smelting.current_efficiency: {normal: 3 %}}
"""
    found, (made, _) = drawn(linear("", text), 2000, what="parameters")
    ((reason, count),) = found[0].refused.items()
    assert "steps.smelting.current_efficiency" in reason and "is not possible" in reason
    names = [v.name for v in made.uncertain[0].variables]
    values = Stream(made.uncertain[0].variables, 1, 0).take(2000)
    efficiency = values[names.index("steps.smelting.current_efficiency")]
    assert count == (efficiency > 1).sum() > 100


# --- common draws -----------------------------------------------------------------------------

ALL = ", ".join(f"supply.{f}.factor: {{lognormal: 1.5}}" for f in ("ore", "acid", "soda"))


def test_what_scenarios_share_cancels():
    """Only the soda differs, and it is fixed in both: the difference is the same in every draw."""
    entries = ALL.replace("supply.soda.factor: {lognormal: 1.5}", "supply.soda.factor: fixed")
    (base, clean), _ = drawn(linear(entries), 500, scenarios=("baseline", "clean"))
    below, difference = probability_lower(base, clean, "metal")
    assert below == 1
    assert difference == pytest.approx(np.full(500, -1000.0), rel=1e-9)
    assert statistics(base.totals["metal"]).deviation > 1000


def test_the_same_stream_in_both_scenarios_moves_both():
    (base, clean), _ = drawn(linear(ALL), 4000, scenarios=("baseline", "clean"))
    below, difference = probability_lower(base, clean, "metal")
    assert below == 1 and (difference < 0).all()  # half of a positive number, draw by draw
    alone = statistics(base.totals["metal"]).deviation
    assert statistics(difference).deviation < alone / 3


def test_a_scenario_against_itself_gives_nothing():
    (base, same), _ = drawn(linear(ALL), 300, scenarios=("baseline", "same"))
    below, difference = probability_lower(base, same, "metal")
    assert below == 0 and not difference.any()


# --- convergence ------------------------------------------------------------------------------


def test_until_reaches_what_is_asked_or_says_how_far_it_came():
    plant = linear(ALL)
    _, made = drawn(plant, 1)
    (coarse,), reached = sample_until(*made, 0.05, 100_000)
    assert reached <= 0.05 and coarse.size == CHUNK
    (fine,), better = sample_until(*made, 0.012, 200_000)
    assert better <= 0.012 and fine.size > coarse.size and fine.size % CHUNK == 0
    (_,), worst = sample_until(*made, 1e-6, 10_000)
    assert 0.001 < worst < 0.05
    still, none = sample_until(*drawn(linear("supply.ore.factor: fixed"), 1)[1], 0.01, 10_000)
    assert none == 0 and still[0].size == CHUNK


def test_the_half_width_is_that_of_repeated_runs():
    """95 of 100 repetitions have their mean, P5 and P95 within their own width of the truth."""
    law = stats.lognorm(0.3, scale=2)
    truth = (law.mean(), law.ppf(0.05), law.ppf(0.95))
    inside = 0
    for seed in range(100):
        draws = law.rvs(2000, random_state=seed)
        width = half_width(draws)
        told = (draws.mean(), *np.quantile(draws, (0.05, 0.95)))
        inside += all(abs(a / b - 1) <= width * 1.1 for a, b in zip(told, truth, strict=True))
    assert inside >= 85


@pytest.mark.parametrize(
    "values", [[], [1.0], [math.nan] * 9, [1.0, 2.0], [-1.0, 1.0] * 500], ids=str
)
def test_a_width_that_nobody_knows_is_infinite(values):
    assert half_width(np.array(values)) == math.inf


# --- from Python ------------------------------------------------------------------------------


def test_sample_has_the_fixed_columns_and_one_for_each_draw(metal):
    found = cr.sample(metal, factors(), n=3, seed=5)
    fixed = list(cr.footprint(metal, factors()).products)
    assert list(found)[: len(fixed)] == fixed
    assert list(found)[len(fixed) :] == ["draw 0", "draw 1", "draw 2"]


@pytest.mark.parametrize(
    "wrong", [{"n": 0}, {"n": -1}, {"seed": -1}, {"what": "all"}, {"gsd": 0.5}, {"gsd": math.nan},
              {"scenario": "nothing"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(metal, wrong):
    with pytest.raises(InputError):
        cr.sample(metal, factors(), **({"n": 5, "seed": 1} | wrong))


def test_mistakes_of_all_scenarios_are_told_at_once():
    text = LINEAR.replace("ENTRIES", "supply.ore.facto: fixed").replace(
        "note: nothing", "set: {supply.acid: {factor: 1 kgCO2e/kWh, source: stated}}"
    )
    problems = Problems()
    assert plan(read(text, problems), factors(), ("baseline", "same"), 1, problems) is None
    told = [str(problem) for problem in InputError(problems.found).problems]
    assert len(told) == 2 and "did you mean 'supply.ore.factor'?" in told[0]


def test_a_study_can_be_sent_to_a_worker():
    import pickle

    _, (made, _) = drawn(linear(ALL), 1)
    copy = pickle.loads(pickle.dumps(made))
    assert isinstance(copy.studies[0], Study)
    (one,), (two,) = made.chunk(3, 50), copy.chunk(3, 50)
    assert one.plant.tobytes() == two.plant.tobytes()
