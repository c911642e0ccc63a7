"""Bought energy in scopes 1, 2 and 3: suppliers' footprints of it, and scope 2 by location."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.core.errors import InputError
from carbonre.footprint.calculate import footprint
from carbonre.footprint.contributions import totals
from carbonre.footprint.result import Footprint
from carbonre.plant.reader import read_plant
from carbonre.reports.files import footprint_csv, footprint_json
from carbonre.reports.page.html import html
from carbonre.reports.summary import summary
from carbonre.reports.text import plain
from carbonre.reports.workbook.sheets import sheets
from helpers.paths import ROOT
from helpers.plants import calculate, factors, furnace

PLANT = furnace("FLOW: 10 UNIT", "FLOW: {SUPPLY}")
UNITS = {"electricity": "kWh", "steam": "MJ", "natural gas": "MJ"}
MEASURES = {"kWh": "kilowatt hour", "MJ": "megajoule"}


def with_supply(flow: str, supply: str, location: str = "CN-NM") -> str:
    text = PLANT.replace("FLOW", flow).replace("UNIT", UNITS[flow]).replace("SUPPLY", supply)
    return text.replace("CN-NM", location)


def bought(folder: Path, flow: str, supply: str = "pact: supplier.json") -> Footprint:
    """A tonne of metal with 10,000 units of energy at 0.4 kgCO2e by a supplier's footprint."""
    document = json.loads((ROOT / "examples" / "supplier.json").read_text(encoding="utf-8"))
    for name in ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake", "fossilGhgEmissions"):
        document["pcf"][name] = "0.4"
    document["pcf"]["declaredUnitOfMeasurement"] = MEASURES[UNITS[flow]]
    (folder / "supplier.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "plant.yaml").write_text(with_supply(flow, supply), encoding="utf-8")
    return footprint(read_plant(folder / "plant.yaml"), factors())


def by_scope(result: Footprint) -> dict[str, float]:
    return totals(result.ledger_rows, lambda row: row.scope + row.category)


# --- a supplier's footprint of energy -------------------------------------------------------------


@pytest.mark.parametrize("flow", ["electricity", "steam"])
def test_a_suppliers_footprint_of_energy_is_whole_in_scope_2_and_said(
    tmp_path: Path, flow: str
) -> None:
    result = bought(tmp_path, flow)
    assert by_scope(result) == pytest.approx({"2": 4000})
    assert not result.data_gaps
    (note,) = [note for note in result.notes if note.kind == "scope"]
    assert (note.code, note.subject) == ("supply-chain-inside", flow)
    assert "all in scope 2, with its supply chain" in plain(summary([result]))
    assert "all in scope 2, with its supply chain" in html([result], draws=0).replace("&#39;", "'")


@pytest.mark.parametrize("flow", ["electricity", "steam"])
def test_upstream_splits_a_suppliers_footprint(tmp_path: Path, flow: str) -> None:
    """The part is taken from the whole; beside a factor of one's own it would be added."""
    stated = f"pact: supplier.json, upstream: 0.1 kgCO2e/{UNITS[flow]}"
    result = bought(tmp_path, flow, stated)
    assert by_scope(result) == pytest.approx({"2": 3000, "33": 1000})
    assert not result.data_gaps
    assert not [note for note in result.notes if note.kind == "scope"]


def test_more_upstream_than_there_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"upstream is more than the footprint in supplier\.json"):
        bought(tmp_path, "electricity", "pact: supplier.json, upstream: 0.5 kgCO2e/kWh")


def test_a_suppliers_footprint_of_a_fuel_is_its_supply_chain(tmp_path: Path) -> None:
    """It ends at the supplier's gate; what burning the fuel emits is the buyer's own."""
    result = bought(tmp_path, "natural gas")
    by_tables = by_scope(calculate(with_supply("natural gas", "note: by the tables")))
    assert by_scope(result) == pytest.approx({"1": by_tables["1"], "33": 4000})
    assert not result.data_gaps
    with pytest.raises(InputError, match="a supplier's footprint of a fuel is its supply chain"):
        bought(tmp_path, "natural gas", "pact: supplier.json, upstream: 0.1 kgCO2e/MJ")


def test_upstream_of_zero_says_that_a_factor_holds_it() -> None:
    stated = "factor: 0.4 kgCO2e/kWh, source: stated, upstream: 0 kgCO2e/kWh"
    result = calculate(with_supply("electricity", stated))
    assert by_scope(result) == pytest.approx({"2": 4000, "33": 0})
    assert not result.data_gaps


# --- location-based scope 2 -----------------------------------------------------------------------

COOLING = """\
  district cooling: {factor: 0.1 kgCO2e/MJ, upstream: 0 kgCO2e/MJ, source: own}
flows: {district cooling: {kind: heat, unit: MJ}}
"""


def test_where_no_row_exists_every_output_says_why() -> None:
    """Of two kinds of energy the one without a row is named, whatever the supply of the other."""
    text = with_supply("electricity", "from: wind power").replace("kWh}", "kWh, COLD: 2 MJ}")
    result = calculate(text.replace("COLD", "district cooling") + COOLING)
    reason = (
        "district cooling: scope 2 cannot be shown location-based: the tables have no row of it"
    )
    assert result.not_located == f"{reason} for CN-NM"
    assert result.products_sold[0].scope2_location is None
    assert reason in plain(summary([result]))
    assert reason in html([result], draws=0)
    (row,) = csv.DictReader(io.StringIO(footprint_csv([result])))
    assert row["scope2_location"] == ""
    (product,) = json.loads(footprint_json([result]))["scenarios"][0]["products"]
    assert product["scope2_location"] is None
    assert product["scope2_location_missing"] == result.not_located
    notes = next(sheet for sheet in sheets([result]) if sheet.name == "notes").blocks[0]
    assert result.not_located in [row[-1] for row in notes.rows]


GRIDS = sorted(
    {
        row.place
        for row in factors().of("electricity")
        if (row.supply, row.part, row.default) == ("grid", "direct", "yes")
    }
)


@pytest.mark.parametrize("location", GRIDS)
def test_wind_power_has_the_grid_of_its_place_beside_it(location: str) -> None:
    result = calculate(with_supply("electricity", "from: wind power", location))
    (item,) = result.products_sold
    assert item.scope2_location is not None and item.scope2_location > item.scopes[1]
    assert not result.not_located


def test_a_footprint_with_a_location_based_figure_names_no_reason() -> None:
    result = cr.footprint(cr.read_plant(ROOT / "examples" / "magnet_works.yaml"))
    assert not result.not_located
