"""Where a balance of the plant is open, the summary names the steps that open it."""

from __future__ import annotations

import pytest

from carbonre.core.species import RARE_EARTHS
from carbonre.footprint.balances import opened_by
from carbonre.footprint.result import Footprint
from carbonre.reports.summary import summary
from helpers.plants import calculate

PLANT = """\
carbonre: 1
plant: task
location: CN
period: 2024
production: {energy product: 44 kJ}
flows:
  energy product: {unit: kJ}
  magnet powder: {composition: {Nd: 30 %, Fe: 70 %}}
steps:
  bonding: {process: bonding, powder: magnet powder}
  task: {process: inventory, makes: {energy product: 44 kJ}, uses: {bonded NdFeB magnet: 1 kg}}
supply: {magnet powder: {factor: 10 kgCO2e/kg, source: ours}}
"""


def unexplained_line(result: Footprint) -> str:
    (line,) = [one.text for one in summary([result]) if one.text.startswith("unexplained")]
    return line


def test_a_product_without_composition_opens_the_balance_at_its_step() -> None:
    result = calculate(PLANT)
    (name, kilograms), (_, rest) = opened_by(result.system, result.material, RARE_EARTHS)
    assert name == "task"
    assert kilograms == pytest.approx(sum(e.unexplained for e in result.elements))
    assert kilograms == pytest.approx(0.975 * 0.3)  # 2.5 % of the magnet is resin
    assert rest == pytest.approx(0)
    assert "% (task)" in unexplained_line(result)


def test_a_balance_that_closes_names_nobody() -> None:
    sold = PLANT.replace("{energy product: 44 kJ}\nflows", "{bonded NdFeB magnet: 1 kg}\nflows")
    text = sold[: sold.index("  task:")] + sold[sold.index("supply") :]
    assert "(" not in unexplained_line(calculate(text))
