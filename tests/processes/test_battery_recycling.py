"""Battery recycling: double sulfate by hand, a battery powder by hand, directions, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonre.unit_process.model import Exchange, Feed, ModelError, merged, mixture, salt
from helpers.models import amount, indicator_of, run_model

NAME = "battery_recycling"
OXIDES = {"La2O3": 0.0680, "CeO2": 0.0172, "Nd2O3": 0.0222, "Sm2O3": 0.0220}
# The powder of Otron et al. 2025: Ni 523, La 58, Co 39, Zn 21, Nd 19, Sm 19, Ce 14 g/kg.
POWDER = Feed(
    "NiMH electrode material",
    merged(salt(OXIDES), {"Ni": 0.523, "Co": 0.039, "Zn": 0.021, "C": 0.03, "O": 0.2}),
    OXIDES,
)
EXAMPLE: dict[str, Any] = {"feed": POWDER, "steam": "2 MJ/kg", "electricity": "0.4 kWh/kg"}
LIQUOR, HYDROXIDE = "nickel cobalt liquor", "recycled rare earth hydroxide"
REO = "caustic soda per REO made"


def test_the_double_sulfate_by_hand() -> None:
    """Per kg REO of 169.18 g/mol: Na2SO4 0.420 taken, NaOH 0.709, cake 2.236, Na2SO4 1.679 back."""
    nd, sm = 0.8464 * 0.16824, 0.1536 * 0.17436  # kilograms in a mole of 169.18 g
    oxides = {"Nd2O3": nd / (nd + sm), "Sm2O3": sm / (nd + sm)}
    feed = Feed("electrodes", merged(salt(oxides), {"Ni": 1.0}), oxides)
    ideal = {
        "feed": feed, "rare_earth_recovery": 1.0, "precipitation_yield": 1.0, "acid_excess": 0.0,
        "sodium_sulfate": 1.0, "caustic_excess": 0.0,
    }  # fmt: skip
    result = run_model(NAME, **ideal)
    assert amount(result, "makes", HYDROXIDE) == pytest.approx(1)
    assert amount(result, "uses", "sodium sulfate") == pytest.approx(0.420, abs=5e-4)
    assert amount(result, "uses", "caustic soda") == pytest.approx(0.709, abs=5e-4)
    assert amount(result, "wastes", "sodium sulfate effluent") == pytest.approx(1.679, abs=5e-4)
    cake = run_model(NAME, **ideal, rare_earths_as="double sulfate")
    assert amount(cake, "uses", "caustic soda") == 0
    made = next(x for x in cake if isinstance(x, Exchange) and x.flow == HYDROXIDE)
    assert made.elements is not None
    assert sum(made.elements.values()) == pytest.approx(2.236, abs=1e-3)


def test_a_battery_powder_by_hand() -> None:
    """Grams of Otron et al. 2025 over atomic weights: moles, acid, soda and hydrogen for 1 kg."""
    divalent = 523 / 58.693 + 39 * 0.93 / 58.933 + 21 / 65.38
    rare = 0.94 * (58 / 138.905 + 14 / 140.116 + 19 / 144.242 + 19 / 150.36)
    bound = divalent + 1.5 * rare
    result = run_model(NAME)
    acid = 1.2 * bound * 98.072 / 1000
    assert amount(result, "uses", "sulfuric acid") == pytest.approx(acid, rel=2e-3)
    soda = (2 * 0.2 * bound + 1.1 * 3 * 0.997 * rare) * 39.997 / 1000
    assert amount(result, "uses", "caustic soda") == pytest.approx(soda, rel=2e-3)
    # 0.2 x 10.5 mol of neutralised acid are more than the 3.5 mol/mol that seven equivalents ask.
    salt_bought = max(3.5 * rare - 0.2 * bound, 0) * 142.036 / 1000
    assert amount(result, "uses", "sodium sulfate") == pytest.approx(salt_bought, abs=1e-3)
    gas = (bound - 200 / 15.999) * 2.016 / 1000
    assert amount(result, "emits", "H2") == pytest.approx(max(gas, 0), abs=1e-4)
    assert amount(result, "makes", LIQUOR) == pytest.approx(0.523 + 0.93 * 0.039)
    hydroxide = 0.997 * 0.94 * sum(OXIDES.values())
    assert amount(result, "makes", HYDROXIDE) == pytest.approx(hydroxide)
    assert indicator_of(result, "rare earths recovered") == pytest.approx(0.937, abs=1e-3)


def test_metal_gives_hydrogen_and_hydroxide_none() -> None:
    """1.5 mol of hydrogen a mole of rare earth, 1 a mole of nickel; as hydroxide nothing."""
    oxides = {"La2O3": 0.1}
    metal = Feed("alloy", merged(salt(oxides), {"Ni": 0.5}), oxides)
    nickel = mixture({"Ni(OH)2": 0.5 * 92.708 / 58.693})
    hydroxide = Feed("hydroxides", merged(salt(oxides, "OH", 3), nickel), oxides)
    full = {"rare_earth_recovery": 1.0, "nickel_recovery": 1.0}
    gas = amount(run_model(NAME, feed=metal, **full), "emits", "H2")
    moles = 0.5 / 0.058693 + 1.5 * 0.1 / 0.162905
    assert gas == pytest.approx(moles * 0.002016, rel=1e-3)
    none = amount(run_model(NAME, feed=hydroxide, **full), "emits", "H2")
    assert none == pytest.approx(0, abs=1e-5)
    acid = ("uses", "sulfuric acid")
    assert amount(run_model(NAME, feed=metal), *acid) == pytest.approx(
        amount(run_model(NAME, feed=hydroxide), *acid), rel=1e-4
    )


share = st.floats(0.3, 1)


@given(st.floats(0, 2), st.floats(0, 2), st.floats(1, 20), st.floats(1, 20))
def test_acid_and_salt_cost_reagents(a: float, b: float, c: float, d: float) -> None:
    (little, much), (some, more) = sorted((a, b)), sorted((c, d))
    for given_ in ("acid_excess",):
        one, two = (run_model(NAME, **{given_: value}) for value in (little, much))
        for flow in ("sulfuric acid", "caustic soda"):
            assert amount(two, "uses", flow) >= amount(one, "uses", flow)
        assert amount(two, "uses", "sodium sulfate") <= amount(one, "uses", "sodium sulfate")
    one, two = (run_model(NAME, sodium_sulfate=value, acid_excess=0.0) for value in (some, more))
    assert amount(two, "uses", "sodium sulfate") >= amount(one, "uses", "sodium sulfate")


@given(share, share, share, share)
def test_what_dissolves_takes_acid_and_is_made(a: float, b: float, c: float, d: float) -> None:
    (poor, good), (low, high) = sorted((a, b)), sorted((c, d))
    worst = run_model(NAME, nickel_recovery=poor, cobalt_recovery=poor, rare_earth_recovery=low)
    best = run_model(NAME, nickel_recovery=good, cobalt_recovery=good, rare_earth_recovery=high)
    for line in (("uses", "sulfuric acid"), ("makes", LIQUOR), ("makes", HYDROXIDE)):
        assert amount(best, *line) >= amount(worst, *line) * (1 - 1e-12)
    left = ("wastes", "battery leach residue")
    assert amount(best, *left) <= amount(worst, *left) + 1e-12
    less, more = (run_model(NAME, others_dissolved=value) for value in (low, high))
    assert amount(more, "uses", "sulfuric acid") >= amount(less, "uses", "sulfuric acid")
    less, more = (run_model(NAME, precipitation_yield=value) for value in (low, high))
    assert amount(more, "makes", HYDROXIDE) >= amount(less, "makes", HYDROXIDE)
    assert amount(more, "makes", LIQUOR) == amount(less, "makes", LIQUOR)


@given(share, share, st.floats(0, 1), st.floats(0, 1))
def test_returned_salt_spares_salt_and_excess_costs_soda(
    a: float, b: float, c: float, d: float
) -> None:
    (none, all_), (lean, rich) = sorted((a, b)), sorted((c, d))
    less, more = (
        run_model(NAME, sodium_sulfate_returned=value, acid_excess=0.0) for value in (none, all_)
    )
    for line in (("uses", "sodium sulfate"), ("wastes", "sodium sulfate effluent")):
        assert amount(more, *line) <= amount(less, *line) + 1e-12
    less, more = (run_model(NAME, caustic_excess=value) for value in (lean, rich))
    assert indicator_of(more, REO) >= indicator_of(less, REO)


@pytest.mark.parametrize(("name", "flow"), [("steam", "steam"), ("electricity", "electricity")])
def test_energy_is_that_of_the_meter(name: str, flow: str) -> None:
    less, more = (run_model(NAME, **{name: value}) for value in (1e6, 3e6))
    assert amount(more, "uses", flow) == pytest.approx(3 * amount(less, "uses", flow))


def test_what_is_no_electrode_is_refused() -> None:
    bare = Feed("nickel", {"Ni": 1.0})
    lean = Feed("swarf", salt({"Nd2O3": 0.3}), {"Nd2O3": 0.3})
    for feed, words in ((bare, "no rare earth"), (lean, "no nickel or cobalt")):
        with pytest.raises(ModelError, match=words) as caught:
            run_model(NAME, feed=feed)
        assert caught.value.parameter == "feed"
    with pytest.raises(ModelError, match="1 is the least") as caught:
        run_model(NAME, sodium_sulfate=0.9)
    assert caught.value.parameter == "sodium_sulfate"


def test_alkali_of_the_electrolyte_takes_acid() -> None:
    """1 % of sodium is half a mole of acid a mole: 0.01/0.02299/2 x 0.09808 kg, and 20 % more."""
    oxides = {"La2O3": 0.1}
    bare = merged(salt(oxides), {"Ni": 0.5})
    plain, salty = (
        run_model(NAME, feed=Feed("electrodes", elements, oxides))
        for elements in (bare, merged(bare, {"Na": 0.01}))
    )
    added = amount(salty, "uses", "sulfuric acid") - amount(plain, "uses", "sulfuric acid")
    assert added == pytest.approx(1.2 * 0.01 / 0.02299 / 2 * 0.098079, rel=1e-3)
