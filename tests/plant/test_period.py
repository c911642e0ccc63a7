"""The period of a plant: a month or a range takes the rows of its year, and is shown as written."""

from __future__ import annotations

import pandas as pd
import pytest

import carbonre as cr

PLANT = """\
carbonre: 1
plant: Works
location: CN-NM
period: 2023
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {electricity: 9 kWh}}
"""
EXAMPLES_OF_2023 = ["2023-03", "2023-04..2024-03", "2022-10..2023-09"]


def result(tmp_path, period):
    file = tmp_path / "works.yaml"
    file.write_text(PLANT.replace("2023", str(period)), encoding="utf-8")
    return cr.footprint(cr.read_plant(file), cr.read_factors())


@pytest.mark.parametrize("period", EXAMPLES_OF_2023)
def test_a_month_and_a_range_take_the_rows_of_their_year(tmp_path, period):
    whole, part = result(tmp_path, 2023), result(tmp_path, period)
    assert part.total == whole.total
    assert [row.factor_id for row in part.ledger_rows] == [r.factor_id for r in whole.ledger_rows]


@pytest.mark.parametrize("period", EXAMPLES_OF_2023)
def test_outputs_show_the_period_as_it_is_written(tmp_path, period):
    assert list(result(tmp_path, period).products["period"]) == [period]


def test_a_year_is_a_number_in_outputs(tmp_path):
    assert pd.api.types.is_integer_dtype(result(tmp_path, 2023).products["period"])
