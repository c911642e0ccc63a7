"""Many rows of one plant: overrides from a table, and draws of what is uncertain."""

from pathlib import Path

import pandas as pd
import pytest

import carbonre as cr
from carbonre.errors import InputError

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def metal():
    return cr.read_plant(ROOT / "examples" / "nd_metal.yaml")


@pytest.fixture(scope="module")
def factors():
    return cr.read_factors()


def test_each_row_is_a_plant_of_its_own(metal, factors):
    table = pd.DataFrame(
        {
            "steps.electrolysis.cell_voltage [V]": [9.5, 8.0],
            "steps.electrolysis.anode": ["graphite", "inert"],
        }
    )
    found = cr.evaluate(metal, factors, table)
    assert list(found["case"]) == [0, 1]
    base = cr.footprint(metal, factors)
    assert found["total"][0] == pytest.approx(base.items[0].total, rel=1e-14)
    assert found["scope1"][1] == 0


def test_a_cell_that_cannot_be_used_is_named_by_row_and_column(metal, factors):
    table = pd.DataFrame({"steps.electrolysis.cell_voltage": ["9.5 V", "9.5 kWh"]}, index=[7, 8])
    with pytest.raises(InputError, match=r"row 8: .*cell_voltage.*a voltage is wanted"):
        cr.evaluate(metal, factors, table)
    with pytest.raises(InputError, match="matches nothing"):
        cr.evaluate(metal, factors, pd.DataFrame({"steps.electrolyis.cell_voltage": ["9 V"]}))


def test_draws_are_those_of_the_seed_however_many(metal, factors):
    few = cr.sample(metal, factors, n=3, seed=5)
    more = cr.sample(metal, factors, n=6, seed=5)
    for column in ("draw 0", "draw 1", "draw 2"):
        assert list(few[column]) == list(more[column])
    assert not few["draw 0"].equals(cr.sample(metal, factors, n=1, seed=6)["draw 0"])


def test_draws_lie_about_the_static_value(metal, factors):
    found = cr.sample(metal, factors, n=200, seed=1)
    draws = found.filter(like="draw").iloc[0]
    static = found["total"].iloc[0]
    assert draws.min() < static < draws.max()
    assert draws.mean() == pytest.approx(static, rel=0.1)
    assert draws.nunique() == 200


def test_a_plant_without_bands_has_no_spread(tmp_path, factors):
    (tmp_path / "p.yaml").write_text(
        "{carbonre: 1, plant: P, period: 2024, production: {thing: 1 kg}, steps: {making: {process:"
        " inventory, makes: {thing: 1 kg}, uses: {stuff: 2 kg}}}, supply: {stuff: {factor: 3"
        " kgCO2e/kg, source: stated}}}",
        encoding="utf-8",
    )
    found = cr.sample(cr.read_plant(tmp_path / "p.yaml"), factors, n=5, seed=1)
    assert set(found.filter(like="draw").iloc[0]) == {6.0}
