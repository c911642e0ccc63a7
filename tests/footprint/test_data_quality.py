"""Where the numbers behind a footprint come from, in shares of its kgCO2e."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.products import PLANT
from helpers.paths import ROOT
from helpers.plants import calculate, factors

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
# By hand: 1000 kg CO2 emitted, 2000 kg at a stated 3 kgCO2e/kg, 1000 kg of iron by the tables.
TOY = """\
carbonre: 1
plant: Toy
location: GLO
period: 2024
production: {thing: 1 t}
flows: {ore: {unit: kg}}
steps:
  making:
    process: inventory
    makes: {thing: 1 kg}
    uses: {ore: 2 kg, iron: 1 kg}
    emits: {CO2: 1 kg}
supply:
  ore: {factor: 3 kgCO2e/kg, source: supplier}
"""


def test_a_toy_by_hand() -> None:
    """1000 kg emitted, 6000 kg stated, and a tonne of iron from the tables."""
    result = calculate(TOY)
    iron = math.fsum(row.kgCO2e for row in result.ledger_rows if row.flow == "iron" and row.counts)
    whole = 7000 + iron
    plant, thing = data_quality(result)
    assert plant.product == PLANT and thing.product == "thing"
    assert plant.size == pytest.approx(whole)
    assert plant.factors["potential"] == pytest.approx(1000 / whole)
    assert plant.factors["stated"] == pytest.approx(6000 / whole)
    assert plant.factors["table"] == pytest.approx(iron / whole)
    assert plant.amounts == {"measured": 0.0, "given": 1.0, "default": 0.0, "linked": 0.0}
    assert plant.primary_amounts == 1.0
    assert plant.primary == pytest.approx(1000 / whole)  # of a typed factor nothing is known
    assert plant.evidence["stated"] == plant.factors["stated"]
    assert thing.amounts == plant.amounts and thing.primary == pytest.approx(plant.primary)


def test_a_meter_makes_an_amount_measured() -> None:
    before = data_quality(calculate(TOY))[0]
    metered = TOY.replace("    emits", "    measured: {ore: 2100 kg}\n    emits")
    after = data_quality(calculate(metered))[0]
    assert before.amounts["measured"] == 0
    assert after.amounts["measured"] == pytest.approx(6300 / (after.size))
    assert after.primary_amounts == 1.0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_shares_of_every_example_add_up(path: Path) -> None:
    result = cr.footprint(cr.read_plant(path))
    found = data_quality(result)
    assert [part.product for part in found] == [
        PLANT,
        *(item.name for item in result.products_sold),
    ]
    for part in found:
        for split in (part.amounts, part.factors, part.evidence):
            assert math.fsum(split.values()) == pytest.approx(1.0)
            assert all(0 <= share <= 1 + 1e-12 for share in split.values())
        assert 0 <= part.primary <= 1 + 1e-12
        assert 0 <= part.with_spread <= 1 + 1e-12


def test_credits_cannot_push_a_share_above_one() -> None:
    tables = factors()
    negative = [row for row in tables.rows if row.value < 0 and row.status == "active"]
    assert negative  # a row whose carbon is counted at use
    text = TOY.replace("iron: 1 kg", f"{negative[0].flow}: 1 kg")
    for part in data_quality(calculate(text)):
        assert max(part.factors.values()) <= 1


def test_nothing_at_all_has_no_shares() -> None:
    text = (
        TOY.replace("3 kgCO2e", "0 kgCO2e").replace(", iron: 1 kg", "").replace("CO2: 1", "HF: 1")
    )
    plant = data_quality(calculate(text))[0]
    assert plant.size == 0 and plant.primary == 0 and set(plant.amounts.values()) == {0.0}
