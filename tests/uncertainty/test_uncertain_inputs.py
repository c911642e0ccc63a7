"""The `uncertainty` of a plant file: what may be said, and what is said about mistakes."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.core.errors import InputError, Problems
from carbonre.footprint.study import Study
from carbonre.plant.schema import schema
from carbonre.uncertainty.check import check
from carbonre.uncertainty.uncertain_inputs import uncertain
from helpers.paths import ROOT
from helpers.plants import as_text, factors, read

PLANT = """\
carbonre: 1
plant: shop
location: CN-NM
period: 2024
production: {Nd metal: 3000 t, "cast.ing": 1 t}
steps:
  smelting: {process: oxide_electrolysis, metal: Nd, cell_voltage: 9.5 V, current_efficiency: 76 %}
  casting:
    process: inventory
    makes: {"cast.ing": 1 kg}
    uses: {Nd metal: 1.01 kg, electricity: 1 kWh}
supply:
  Nd2O3: {factor: 17.3 kgCO2e/kg, source: stated, transport: {truck: 0 km}}
uncertainty:
  PATH: ENTRY
scenarios:
  wind: {set: {supply.electricity: wind power}}
  mixed: {set: {supply.electricity: {grid: 40 %, wind power: 60 %}}}
  no ore: {set: {supply.Nd2O3: {factor: 3 kgCO2e/kg, source: stated}}}
"""
VOLTAGE = "steps.smelting.cell_voltage"
LINE = 15


def found(path, entry, scenario="baseline", **options):
    """The spreads by name that the plant states, or else what is wrong."""
    problems = Problems()
    text = PLANT.replace("PATH", path).replace("ENTRY", entry)
    plant = read(text, problems)
    result = None
    if plant is not None and not problems.found:
        study = Study.of(plant, factors()).scenario(scenario)
        result = uncertain(study, problems, **options)
    told = InputError(problems.found).problems
    return result, told


GOOD = {
    (VOLTAGE, "{triangular: [8.5 V, 11000 mV]}"): ("triangular", 9.5, 8.5, 11),
    (VOLTAGE, "{uniform: [9.5 V, 11 V]}"): ("uniform", 9.5, 9.5, 11),
    (VOLTAGE, "{normal: 0.3 V}"): ("normal", 9.5, 0.3, 0),
    (VOLTAGE, "{lognormal: 1.2}"): ("lognormal", 9.5, 1.2, 0),
    (VOLTAGE, "band"): ("triangular", 9.5, 4.5, 12),
    ("steps.smelting.current_efficiency", "{normal: 3 %}"): ("normal", 0.76, 0.03, 0),
    ("steps.casting.uses.electricity", "{normal: 3.6 MJ}"): ("normal", 3.6e6, 3.6e6, 0),
    ('steps.casting.makes."cast.ing"', "{lognormal: 1.1}"): ("lognormal", 1, 1.1, 0),
    ('production."cast.ing"', "{normal: 10 kg}"): ("normal", 1000, 10, 0),
    ("supply.Nd2O3.factor", "{lognormal: 1.3}"): ("lognormal", 17.3, 1.3, 0),
    ("supply.Nd2O3.transport.truck", "{uniform: [0 km, 90 km]}"): ("uniform", 0, 0, 90_000),
    ("factors.elec.cn.nm.2023", "{lognormal: 1.1}"): ("lognormal", 1, 1.1, 0),
    ('factors."elec.cn.nm.2023"', "{triangular: [0.9 kg/kg, 120 %]}"): ("triangular", 1, 0.9, 1.2),
}


@pytest.mark.parametrize(("path", "entry"), GOOD, ids=lambda text: text)
def test_a_spread_is_read_in_base_units(path, entry):
    result, told = found(f"'{path}'", entry)
    assert told == ()
    name = path.replace('"', "")
    (variable,) = (v for v in result.variables if v.name.replace('"', "") == name)
    form, *values = GOOD[path, entry]
    assert variable.distribution.form == form
    distribution = variable.distribution
    assert [distribution.value, distribution.low, distribution.high] == pytest.approx(values)


@pytest.mark.parametrize(
    "entry", ["fixed", "{lognormal: 1}", "{normal: 0 V}", "{triangular: [9.5 V, 9.5 V]}"]
)
def test_no_spread_is_no_variable(entry):
    result, told = found(VOLTAGE, entry)
    assert told == () and all(v.name != VOLTAGE for v in result.variables)


def test_a_default_can_be_fixed_or_given_another_spread():
    path = "steps.smelting.auxiliary_power"
    assert path in {v.name for v in found(VOLTAGE, "fixed")[0].variables}
    fixed, told = found(path, "fixed")  # though the file does not state it
    assert told == () and path not in {v.name for v in fixed.variables}
    other, _ = found(path, "{lognormal: 1.1}")
    assert {v.name: v.distribution.form for v in other.variables}[path] == "lognormal"


BAD = {
    ("steps.smelting.cell_voltagee", "band"): f"matches no number of the plant; did you mean "
    f"'{VOLTAGE}'?",
    ("steps.smelting", "band"): "matches no number",
    ("steps.casting.uses", "band"): "matches no number",
    ("nonsense", "band"): "matches no number",
    ("a..b", "band"): "is not a path",
    ("factors.elec.cn.nm.2032", "band"): "there is no factor row 'elec.cn.nm.2032'; did you mean",
    ("supply.electricity.grid.x", "band"): "matches no number",
    (VOLTAGE, "{normal: 0.3 kWh}"): "'0.3 kWh' is an energy; a voltage is wanted",
    (VOLTAGE, "{normal: 5 %}"): "'5 %' is a share; a voltage is wanted",
    (VOLTAGE, "{normal: 0.3}"): "'0.3' has no unit",
    (VOLTAGE, "{normal: -0.3 V}"): "'-0.3 V' is negative; a standard deviation is zero or more",
    (VOLTAGE, "{normal: [1 V, 2 V]}"): "a quantity is wanted, such as '0.3 V'",
    (VOLTAGE, "{normal: true}"): "a quantity is wanted",
    (VOLTAGE, "{lognormal: 0.9}"): "'0.9' is no geometric standard deviation",
    (VOLTAGE, "{lognormal: 1.2 V}"): "'1.2 V' is no geometric standard deviation",
    (VOLTAGE, "{lognormal: true}"): "'True' is no geometric standard deviation",
    (VOLTAGE, "{lognormal: 1e300}"): "is no geometric standard deviation",
    (VOLTAGE, "{triangular: [8 V, 9 V]}"): "what is written, 9.5 V, does not lie between the ends",
    (VOLTAGE, "{triangular: [11 V, 8 V]}"): "what is written, 9.5 V, does not lie between the ends",
    (VOLTAGE, "{triangular: [8 V, 9.5 V, 11 V]}"): "two ends are wanted",
    (VOLTAGE, "{triangular: 8 V}"): "two ends are wanted",
    (VOLTAGE, "{uniform: [8 V, 11 V*kg]}"): "is a quantity in V*kg; a voltage is wanted",
    (VOLTAGE, "{gamma: 2}"): "a distribution is wanted",
    (VOLTAGE, "{normal: 1 V, uniform: [8 V, 9 V]}"): "a distribution is wanted",
    (VOLTAGE, "[8 V, 11 V]"): "a distribution is wanted",
    (VOLTAGE, "1.2"): "a distribution is wanted",
    (VOLTAGE, "yes please"): "a distribution is wanted",
    (VOLTAGE, ""): "a distribution is wanted",
    (VOLTAGE, "{}"): "a distribution is wanted",
    ("steps.casting.uses.electricity", "band"): "the tables have no plausible range",
    ("supply.Nd2O3.factor", "band"): "the tables have no plausible range",
    ("factors.elec.cn.nm.2023", "band"): "the tables have no plausible range",
    ("supply.Nd2O3.transport.truck", "{lognormal: 1.2}"): "needs a value above zero",
}


@pytest.mark.parametrize(("path", "entry"), BAD, ids=lambda text: text)
def test_a_mistake_is_told_with_its_line(path, entry):
    _, told = found(f"'{path}'", entry)
    assert len(told) == 1, told
    assert BAD[path, entry] in told[0].message
    assert told[0].place.line == LINE and told[0].place.text


def test_a_band_that_does_not_hold_the_value_is_refused():
    problems = Problems()
    text = PLANT.replace("PATH", VOLTAGE).replace("ENTRY", "band").replace("9.5 V", "14 V")
    uncertain(Study.of(read(text, problems), factors()), problems)
    assert "lies outside the plausible range" in problems.found[0].message


@pytest.mark.parametrize("scenario", ["baseline", "wind", "mixed", "no ore"])
@pytest.mark.parametrize(
    ("path", "entry", "where"),
    [
        ("supply.Nd2O3.transport.truck", "{uniform: [0 km, 9 km]}", {"baseline", "wind", "mixed"}),
        ("supply.Nd2O3.factor", "{lognormal: 1.2}", {"baseline", "wind", "mixed", "no ore"}),
    ],
)
def test_a_number_that_another_scenario_has_is_drawn_there_only(path, entry, where, scenario):
    result, told = found(path, entry, scenario)
    assert told == ()
    assert (path in {v.name for v in result.variables}) == (scenario in where)


def test_a_factor_that_is_not_used_is_named():
    result, told = found("factors.elec.cn.sc.2023", "{lognormal: 1.2}")
    assert told == () and result.unused == ("elec.cn.sc.2023",)
    result, _ = found("factors.elec.cn.nm.2023", "{lognormal: 1.2}")
    assert result.unused == ()


def test_what_is_drawn_can_be_chosen():
    parts = {
        what: {v.part for v in found("factors.elec.cn.nm.2023", "{lognormal: 1.2}", what=what)[0]
               .variables}
        for what in ("parameters", "factors", "both")
    }  # fmt: skip
    assert parts["factors"] == {"factors"} and "factors" not in parts["parameters"]
    assert parts["both"] == parts["factors"] | parts["parameters"]


def test_factors_without_a_spread_get_the_one_that_is_asked_for():
    plain, _ = found(VOLTAGE, "fixed")
    wide, _ = found(VOLTAGE, "fixed", gsd=1.5)
    assert plain.without_distribution and not wide.without_distribution
    assert len(wide.variables) == len(plain.variables) + len(plain.without_distribution)


WORDS = st.sampled_from(
    ["band", "fixed", "normal", "lognormal", "triangular", "uniform", "8 V", "-1 V", "11 V", "1.2",
     "9.5 V", "", "9e99 V", "=1", "[/red]", "0"]
)  # fmt: skip
NUMBERS = st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
ENTRIES = st.recursive(
    WORDS | NUMBERS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=5,
)
PATHS = st.lists(
    st.sampled_from(["steps", "smelting", "cell_voltage", "factors", "supply", "0", "", '"', "x"]),
    max_size=4,
).map(".".join)


@given(PATHS | st.just(VOLTAGE), ENTRIES)
def test_whatever_is_written_is_a_spread_or_a_mistake_in_words(path, entry):
    plant = {
        "carbonre": 1, "plant": "shop", "location": "CN-NM", "period": 2024,
        "production": {"Nd metal": "1 t"},
        "steps": {"smelting": {"process": "oxide_electrolysis", "metal": "Nd",
                               "cell_voltage": "9.5 V", "current_efficiency": "76 %"}},
        "supply": {"Nd2O3": {"factor": "17.3 kgCO2e/kg", "source": "stated"}},
        "uncertainty": {path: entry},
    }  # fmt: skip
    problems = Problems()
    built = read(as_text(plant), problems)
    result = built and uncertain(Study.of(built, factors()), problems)
    assert problems.found or result.variables
    assert all(problem.message and problem.place.line for problem in problems.found)


SCHEMA = schema()
VALID = jsonschema.Draft202012Validator(
    {**SCHEMA["properties"]["uncertainty"], "$defs": SCHEMA["$defs"]}
)


@pytest.mark.parametrize("entry", [entry for _, entry in GOOD] + ["fixed"])
def test_the_schema_knows_every_form(entry):
    assert list(VALID.iter_errors({VOLTAGE: yaml_of(entry)})) == []


@pytest.mark.parametrize(
    "entry", [entry for path, entry in BAD if "a distribution is wanted" in BAD[path, entry]]
    + ["{lognormal: 0.9}", "{triangular: [8 V, 9.5 V, 11 V]}", "{triangular: 8 V}"],
)  # fmt: skip
def test_the_schema_refuses_what_has_no_form(entry):
    assert list(VALID.iter_errors({VOLTAGE: yaml_of(entry)}))


def yaml_of(text):
    problems = Problems()
    plant = read(PLANT.replace("PATH", VOLTAGE).replace("ENTRY", text), problems)
    return json.loads(json.dumps(plant.document.data["uncertainty"][VOLTAGE]))


def test_the_section_that_the_documentation_shows_can_be_drawn():
    text = (ROOT / "docs" / "uncertainty.md").read_text(encoding="utf-8")
    section = text.split("```yaml\n", 1)[1].split("```", 1)[0]
    paths = [line.strip().partition(": ")[0] for line in section.splitlines()[1:]]
    works = (
        PLANT.replace("'cast.ing'", "ingot")
        .replace('"cast.ing"', "ingot")
        .replace("1 kWh", "3 kWh")
    )
    before, _, rest = works.partition("uncertainty:\n")
    problems = Problems()
    plant = read(before + section + rest.split("\n", 1)[1], problems)
    result = uncertain(Study.of(plant, factors()), problems)
    assert problems.found == []
    drawn = {v.name.replace('"', "") for v in result.variables}
    assert drawn >= {path for path in paths if not path.endswith("auxiliary_power")}


SHARES = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {a: 1 kg, b: 1 kg}
steps:
  s:
    process: inventory
    makes: {a: 1 kg, b: 1 kg}
    uses: {electricity: 1 kWh}
    allocation: {a: 70 %, b: 30 %}
supply: {electricity: MIX}
uncertainty: {PATH: {uniform: [50 %, 70 %]}}
"""


@pytest.mark.parametrize(
    ("path", "mix", "why"),
    [
        ("steps.s.allocation.a", "grid", "the shares of an allocation add up to 100 %"),
        ("supply.electricity.grid", "{grid: 60 %, wind power: 40 %}", "the shares of a mix"),
        ("supply.electricity.from.grid", "{from: {grid: 60 %, wind power: 40 %}}", "the shares"),
        ("period", "grid", "it decides which rows are taken"),
        ("carbonre", "grid", "it decides which rows are taken"),
    ],
)
def test_what_could_not_be_drawn_is_refused_with_the_reason(path: str, mix: str, why: str) -> None:
    made = read(SHARES.replace("PATH", path).replace("MIX", mix), Problems())
    assert made is not None
    (problem,) = check(made, factors()).problems
    assert problem.code == "invalid-distribution"
    assert f"'{path}' is not drawn: {why}" in problem.message
