"""What a bought flow is counted with: mixes, shares, inline factors, transport, files, places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import carbonre as cr
from carbonre.core.errors import InputError
from carbonre.factors.lookup import read_factors
from carbonre.footprint.calculate import footprint
from carbonre.footprint.contributions import by_category
from carbonre.footprint.explain import explanation
from carbonre.footprint.result import Footprint
from carbonre.plant.reader import read_plant
from carbonre.reports.explain import explanation_text
from carbonre.reports.page.html import html
from carbonre.reports.summary import summary
from carbonre.reports.text import plain
from carbonre.reports.workbook.sheets import sheets
from helpers.plants import attempt, calculate

PLANT = """\
carbonre: 1
plant: works
location: CN-NM
period: 2023
production: {metal: 1 t}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {ore: 2 kg, electricity: 10 kWh}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated}
"""
GRID, NATIONAL, GRID_UPSTREAM, WIND_UPSTREAM = 0.6479, 0.5306, 0.1039, 0.0336  # 2023, kg/kWh
TRUCK, RAIL = 0.0978, 0.0347  # kg/t/km: heavy truck in China (CPCD), rail of the world (DESNZ)


def supply(text: str, plant: str = PLANT, **options: Any) -> Footprint:
    return calculate(f"{plant}  {text}\n", **options)


def scopes(result: Footprint) -> tuple[float, ...]:
    return tuple(result.products_sold[0].amount * scope for scope in result.products_sold[0].scopes)


def refused(text: str, plant: str = PLANT) -> str:
    result, problems = attempt(f"{plant}  {text}\n")
    assert result is None
    return "\n".join(map(str, problems))


# --- electricity: mixes, places, years ------------------------------------------------------------


def test_direct_is_scope_2_and_the_supply_chain_scope_3() -> None:
    result = calculate(PLANT)
    assert scopes(result) == pytest.approx((0, 10_000 * GRID, 6000 + 10_000 * GRID_UPSTREAM))
    rows = {(row.scope, row.category): row.kgCO2e for row in result.ledger_rows if row.counts}
    assert set(rows) == {("2", ""), ("3", "3"), ("3", "1")}


@pytest.mark.parametrize(
    ("text", "wind"),
    [
        ("electricity: grid", 0.0),
        ("electricity: wind power", 1.0),
        ("electricity: {grid: 70 %, wind power: 30 %}", 0.3),
        ("electricity: {wind power: 100 %}", 1.0),
        ("electricity: {from: {grid: 70 %, wind power: 30 %}, note: contract}", 0.3),
        ("electricity: {from: wind power}", 1.0),
    ],
)
def test_a_mix_is_the_sum_of_its_parts(text: str, wind: float) -> None:
    result = supply(text)
    upstream = (1 - wind) * GRID_UPSTREAM + wind * WIND_UPSTREAM
    assert scopes(result)[1:] == pytest.approx(
        (10_000 * (1 - wind) * GRID, 6000 + 10_000 * upstream)
    )
    located = result.products_sold[0].scope2_location
    assert located == pytest.approx(10_000 * GRID)  # the grid's, whatever the contract


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("electricity: {grid: 70 %, wind power: 30 %}", "supply.electricity"),
        ("electricity: {from: {grid: 70 %, wind power: 30 %}}", "supply.electricity.from"),
    ],
)
def test_the_shares_of_a_mix_are_overridden_where_they_are_written(
    tmp_path: Path, text: str, path: str
) -> None:
    (tmp_path / "plant.yaml").write_text(f"{PLANT}  {text}\n")
    plant = read_plant(tmp_path / "plant.yaml")
    shares = {f"{path}.grid": ["70 %", "20 %"], f"{path}.wind power": ["30 %", "80 %"]}
    found = cr.evaluate(plant, read_factors(), pd.DataFrame(shares))
    singles = [supply(text).total, supply("electricity: {grid: 20 %, wind power: 80 %}").total]
    assert list(found["total"] * found["amount"]) == pytest.approx(singles, rel=1e-12)


def test_a_row_may_be_named_by_its_id() -> None:
    assert scopes(supply("electricity: elec.cn.2023"))[1] == pytest.approx(10_000 * NATIONAL)


@pytest.mark.parametrize(
    ("place", "year", "factor", "words"),
    [
        ("CN-NM", 2023, GRID, ""),
        ("CN-NM", 2024, GRID, "no row for 2024; 2023 is used"),
        ("CN", 2023, NATIONAL, ""),
        ("CN-XX", 2023, NATIONAL, "no row for CN-XX; CN is used"),
        ("CN-NM", 2022, 0.6849, ""),
        ("CN-NM", 2019, 0.7025, "no row for 2019 or before; 2021 is used as a proxy"),
    ],
)
def test_place_and_year_fall_back_and_say_so(
    place: str, year: int, factor: float, words: str
) -> None:
    result = calculate(PLANT.replace("CN-NM", place).replace("2023", str(year)))
    assert scopes(result)[1] == pytest.approx(10_000 * factor)
    row = next(row for row in result.ledger_rows if row.scope == "2" and row.counts)
    assert words in row.source
    assert words or "no row" not in row.source


def test_electricity_of_another_country_does_not_stand_in() -> None:
    """Where no row of the place exists, the world's stands in and is a named proxy."""
    result = calculate(PLANT.replace("CN-NM", "AQ"))
    assert scopes(result)[1] == pytest.approx(10_000 * 0.445)
    assert "electricity: no row for AQ; GLO is used" in [note.text for note in result.proxies]
    result, problems = attempt(PLANT.replace("CN-NM", "AQ"), drafts=False)
    assert result is None
    assert "the factor of 'electricity' (elec.glo.world2024) is a draft" in str(problems[0])


def test_location_based_is_a_memo_beside_the_total() -> None:
    result = supply("electricity: wind power")
    memos = [row for row in result.ledger_rows if row.kind == "memo"]
    assert [row.category for row in memos] == ["location"]
    assert memos[0].kgCO2e == pytest.approx(10_000 * GRID)
    assert result.total == pytest.approx(6000 + 10_000 * WIND_UPSTREAM)


def test_location_based_is_empty_where_no_row_exists() -> None:
    plant = PLANT.replace("electricity: 10 kWh", "cold: 10 kWh")
    plant = plant.replace("steps:", "flows: {cold: {unit: kWh, kind: heat}}\nsteps:")
    result = supply("cold: {factor: 0.2 kgCO2e/kWh, source: own}", plant)
    assert result.products_sold[0].scope2_location is None


def test_no_electricity_has_a_location_based_figure_of_zero() -> None:
    assert (
        calculate(PLANT.replace(", electricity: 10 kWh", "")).products_sold[0].scope2_location
        == 0.0
    )


# --- what the plant states ------------------------------------------------------------------------


def test_an_inline_factor_on_energy_is_wholly_scope_2_and_its_gap_is_named() -> None:
    result = supply("electricity: {factor: 0.2 kgCO2e/kWh, source: own}")
    assert scopes(result) == pytest.approx((0, 2000, 6000))
    assert [note.text for note in result.data_gaps] == [
        "electricity: the stated factor is all in scope 2, and nothing else counts its supply"
        " chain: state upstream beside it, of zero if the factor holds it"
    ]


def test_upstream_beside_it_is_scope_3_category_3() -> None:
    text = "electricity: {factor: 0.2 kgCO2e/kWh, upstream: 50 kgCO2e/MWh, source: own}"
    result = supply(text)
    assert scopes(result) == pytest.approx((0, 2000, 6500))
    assert not result.data_gaps
    (row,) = (row for row in result.ledger_rows if row.category == "3")
    assert (row.factor_id, row.origin, row.source) == (
        "supply.electricity.upstream",
        "given",
        "own",
    )


def test_fuel_burns_in_scope_1_and_its_supply_chain_is_scope_3() -> None:
    plant = PLANT.replace("electricity: 10 kWh", "coke: 1 kg")
    stated = "coke: {factor: 100 kgCO2e/GJ, upstream: 10 kgCO2e/GJ, source: own}"
    heat = 28.446  # [MJ/kg], the Chinese guideline
    assert scopes(supply(stated, plant)) == pytest.approx((heat * 100, 0, 6000 + heat * 10))
    # NDRC 2015: carbon content 29.4 kg/GJ, oxidation 93 %.
    assert scopes(calculate(plant))[0] == pytest.approx(heat * 29.4 * 0.93 * 44 / 12, rel=1e-5)


def test_fuel_made_inside_burns_where_it_is_burnt_and_nowhere_else() -> None:
    """A furnace gas: what is burnt is scope 1 of the burner; what is sold is not burnt here."""
    text = """\
carbonre: 1
plant: furnace gas
period: 2023
production: {metal: 1 t}
flows: {gas: {unit: kWh, kind: fuel}}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg, gas: 3 kWh}
    uses: {ore: 1 kg}
    allocation: {metal: 100 %, gas: 0 %}
  dryer:
    process: inventory
    takes: {metal: 50 %}
    makes: {dry metal: 1 kg}
    uses: {metal: 1 kg, gas: 1 kWh}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated}
  gas: {factor: 0.2 kgCO2e/kWh, upstream: 0.05 kgCO2e/kWh, source: stated}
"""
    result = calculate(text)
    flows = result.material.flows
    assert flows["gas"].sold == pytest.approx(flows["gas"].made - flows["gas"].used)
    assert sum(r.kgCO2e for r in result.ledger_rows if r.scope == "1") == pytest.approx(
        0.2 * flows["gas"].used / 3.6e6
    )
    assert not [row for row in result.ledger_rows if row.factor_id == "supply.gas.upstream"]


def test_fuel_bought_to_be_sold_is_not_burnt_here() -> None:
    text = """\
carbonre: 1
plant: gas works
period: 2023
production: {gas: 100 kWh}
flows: {gas: {unit: kWh, kind: fuel}}
steps:
  digester: {process: inventory, makes: {gas: 1 kWh}, emits: {CO2: 0.01 kg}}
supply:
  gas: {factor: 0.2 kgCO2e/kWh, upstream: 0.05 kgCO2e/kWh, source: stated, share: 40 %}
"""
    assert calculate(text).products_sold[0].scopes == pytest.approx((0.6 * 0.01, 0, 0.4 * 0.05))


def test_a_share_of_the_need_is_bought_although_the_plant_makes_it() -> None:
    text = """\
carbonre: 1
plant: works
period: 2023
production: {metal: 1 t}
steps:
  furnace: {process: inventory, makes: {metal: 1 kg}, uses: {lime: 2 kg}}
  kiln: {process: inventory, makes: {lime: 1 kg}, emits: {CO2: 0.8 kg}}
supply:
  lime: {share: 40 %, factor: 1 kgCO2e/kg, source: stated}
"""
    result = calculate(text)
    lime = result.material.flows["lime"]
    assert (lime.made, lime.bought, lime.sold) == pytest.approx((1200, 800, 0))
    assert result.products_sold[0].scopes == pytest.approx((1200 * 0.8, 0, 800), rel=1e-12)
    assert not result.warnings


def test_what_nothing_uses_is_a_warning() -> None:
    text = f"{PLANT}  iron: {{factor: 2 kgCO2e/kg, source: own}}\nprices: {{tin: 3 USD/kg}}\n"
    result = calculate(f"{text}exclude: {{nickel: none is used}}\n")
    assert [(note.code, note.place.line) for note in result.warnings] == [
        ("unused-entry", line) for line in (13, 15, 14)
    ]


def test_an_exclusion_counts_nothing_and_is_listed() -> None:
    text = PLANT.replace(
        "  ore: {factor: 3 kgCO2e/kg, source: stated}\n",
        "  iron: {factor: 2 kgCO2e/kg, source: own}\n",
    )
    result = calculate(f"{text}flows: {{ore: {{unit: kg}}}}\nexclude: {{ore: below 1 %}}\n")
    assert [note.text for note in result.exclusions] == ["ore: below 1 %"]
    assert not [row for row in result.ledger_rows if row.flow == "ore"]


# --- transport ------------------------------------------------------------------------------------


def test_transport_is_work_times_factor_in_category_4() -> None:
    plant = PLANT.replace(
        "source: stated}", "source: stated, transport: {truck: 300 km, rail: 1000 km}}"
    )
    rows = [row for row in calculate(plant).ledger_rows if row.category == "4"]
    by_truck, by_rail = rows
    assert (by_truck.kind, by_truck.unit, by_truck.scope) == ("transport", "t*km", "3")
    assert by_truck.amount == pytest.approx(2 * 300)
    assert by_truck.kgCO2e == pytest.approx(600 * TRUCK)
    assert by_rail.kgCO2e == pytest.approx(2 * 1000 * RAIL)


def test_transport_goes_with_what_the_tables_count_too() -> None:
    plant = PLANT.replace("ore: 2 kg", "soda ash: 2 kg").replace(
        "  ore: {factor: 3 kgCO2e/kg, source: stated}\n", ""
    )
    with_it = supply("soda ash: {transport: {truck: 100 km}}", plant)
    without = calculate(plant.replace("supply:\n", ""))
    assert with_it.total - without.total == pytest.approx(200 * TRUCK)


def test_waste_that_others_treat_is_category_5_and_so_is_its_way_there() -> None:
    text = PLANT.replace("    uses", "    wastes: {slag: 5 kg}\n    uses")
    entry = "slag: {factor: 20 kgCO2e/t, source: dump, transport: {truck: 50 km}}"
    rows = [row for row in supply(entry, text).ledger_rows if row.flow == "slag"]
    assert sum(row.kgCO2e for row in rows) == pytest.approx(5 * 20 + 250 * TRUCK)
    assert {row.scope for row in rows} == {"3"}
    for row in rows:
        assert row.factor is not None
        assert row.amount * row.factor == pytest.approx(row.kgCO2e)
    treated = next(row for row in rows if row.factor_id == "supply.slag")
    assert (treated.category, treated.unit, treated.amount) == ("5", "kg", pytest.approx(5000))
    way = next(row for row in rows if row is not treated)
    assert (way.unit, way.amount) == ("t*km", pytest.approx(250))


# --- boundary -------------------------------------------------------------------------------------


def test_an_organisation_counts_the_supply_chain_of_energy_in_scope_3() -> None:
    """Category 3 of the GHG Protocol's scope 3 standard; scope 2 is the direct part alone."""
    result = calculate(PLANT.replace("period: 2023", "period: 2023\nboundary: organisation"))
    assert scopes(result) == pytest.approx((0, 10_000 * GRID, 6000 + 10_000 * GRID_UPSTREAM))
    (chain,) = [row for row in result.ledger_rows if row.category == "3"]
    assert chain.counts and chain.kgCO2e == pytest.approx(10_000 * GRID_UPSTREAM)


@pytest.mark.parametrize(
    ("location", "flow"),
    [
        *((place, "electricity: 5 kWh") for place in ("CN-NM", "AU-NSW", "GB")),
        *((place, "natural gas: 9 MJ") for place in ("CN-NM", "GB")),
        *((place, "steam: 9 MJ") for place in ("CN-NM", "GB")),
    ],
)
def test_both_boundaries_count_each_part_of_energy_once(location: str, flow: str) -> None:
    """Also of own fuel, and of network losses, which are in the upstream rows of AU and GB."""
    text = PLANT.replace("electricity: 10 kWh", flow).replace("CN-NM", location)
    product, organisation = (
        calculate(text.replace("period: 2023", f"period: 2025\nboundary: {boundary}"))
        for boundary in ("product", "organisation")
    )
    assert scopes(product) == scopes(organisation)
    counted = [row for row in organisation.ledger_rows if row.counts]
    assert len({(row.factor_id, row.gas) for row in counted}) == len(counted)
    name = flow.partition(":")[0]
    chain = [row for row in counted if row.flow == name and row.category == "3"]
    assert chain or name in [note.subject for note in organisation.data_gaps]


# --- the category of a service of one's own -------------------------------------------------------

SERVICES = PLANT.replace(
    "ore: 2 kg,", "ore: 2 kg, business travel: 0.3 km, furnace lining: 0.1 kg,"
)
SERVICES = SERVICES.replace(
    "steps:",
    "flows: {business travel: {unit: km, category: 6}, furnace lining: {category: 2}}\nsteps:",
)
SERVICES += "  business travel: {factor: 0.2 kgCO2e/km, source: stated}\n"
SERVICES += "  furnace lining: {factor: 5 kgCO2e/kg, source: stated}\n"


@pytest.mark.parametrize("boundary", ["product", "organisation"])
def test_a_service_of_ones_own_has_the_category_that_the_plant_states(boundary: str) -> None:
    result = calculate(SERVICES.replace("period: 2023", f"period: 2023\nboundary: {boundary}"))
    found = by_category(result.ledger_rows)
    chain = 10_000 * GRID_UPSTREAM
    assert found == pytest.approx({"1": 6000, "2": 500, "3": chain, "6": 60})
    assert scopes(result)[2] == pytest.approx(6560 + chain)


def test_a_mode_of_transport_may_be_downstream_and_a_treated_waste_end_of_life() -> None:
    text = PLANT.replace("ore: 2 kg,", "ore: 2 kg, truck: 0.5 t*km,")
    text = text.replace("    uses", "    wastes: {old metal: 0.1 kg}\n    uses")
    flows = "flows: {truck: {category: 9}, old metal: {category: 12}}\nsteps:"
    result = supply(
        "old metal: {factor: 0.3 kgCO2e/kg, source: stated, transport: {truck: 50 km}}",
        text.replace("steps:", flows),
    )
    found = {row.category: row.flow for row in result.ledger_rows if row.counts}
    assert found["9"] == "truck" and found["12"] == "old metal"
    assert found.keys() == {"", "1", "3", "9", "12"}  # the way of a waste is part of its treatment


@pytest.mark.parametrize("category", ["0", "16", "business travel", "6.5", "true", "-1"])
def test_a_category_that_there_is_not_is_refused_with_the_list(category: str) -> None:
    words = refused("", SERVICES.replace("category: 6", f"category: {category}"))
    assert "no category of scope 3" in words
    assert "6 business travel" in words and "15 investments" in words


def test_the_category_of_energy_follows_from_what_it_is() -> None:
    words = refused("", SERVICES.replace("category: 6", "category: 3"))
    assert "the supply chain of bought energy" in words
    words = refused("", SERVICES.replace("flows: {", "flows: {electricity: {category: 6}, "))
    assert "electricity is electricity, which is scope 1 or 2" in words
    words = refused("", SERVICES.replace("category: 6", "category: 6, kind: heat"))
    assert "business travel is heat" in words


def test_the_category_is_shown_by_its_name() -> None:
    result = calculate(SERVICES)
    assert "6 business travel 0.0600 t" in plain(summary([result]))
    told = plain(explanation_text(explanation(result, "metal", flow="business travel")))
    assert "scope 3, category 6 business travel" in told
    block = next(b for b in sheets([result])[0].blocks if b.title.startswith("Scope 3"))
    assert ("6", "business travel", 0.06) in [(a, b, round(c, 9)) for a, b, c in block.rows]
    assert "scope 3.6 business travel" in html([result], draws=0)


# --- carbon that is counted once ------------------------------------------------------------------

PRECIPITATION = """\
carbonre: 1
plant: precipitation
location: CN
period: 2024
flows:
  chloride: {composition: {Nd2O3: 100 %}, basis: REO}
  ammonium chloride brine: {composition: {NH4Cl: 11 %, H2O: 89 %}}
steps:
  precipitation:
    process: precipitation
    feed: chloride
    reagent: ammonium bicarbonate
    amount: {chloride: 1 t}
supply:
  chloride: {factor: 1 kgCO2e/kg, source: stated}
"""


def carbon_released(entry: str = "") -> list[Any]:
    """The rows of the carbon dioxide that leaves the precipitation tank."""
    rows = calculate(PRECIPITATION + entry).ledger_rows
    return [row for row in rows if (row.gas, row.step, row.scope) == ("CO2", "precipitation", "1")]


def test_carbon_counted_upstream_is_a_memo() -> None:
    """The factor has counted all CO2 of the gasifier; what the tank gives is a memo."""
    rows = carbon_released()
    assert rows
    assert {row.kind for row in rows} == {"memo"}
    assert all("counted in its factor" in row.source for row in rows)


def test_carbon_credited_upstream_counts_where_it_is_released() -> None:
    rows = carbon_released("  ammonium bicarbonate: 'coal route, CO2 credited'\n")
    assert {row.kind for row in rows} == {"emission"}


def test_half_of_each_is_half_of_each() -> None:
    mix = "  ammonium bicarbonate: {coal route: 50 %, 'coal route, CO2 credited': 50 %}\n"
    by_kind = {"memo": 0.0, "emission": 0.0}
    for row in carbon_released(mix):
        by_kind[row.kind] += row.kgCO2e
    assert by_kind["memo"] == pytest.approx(by_kind["emission"]) != 0


@pytest.mark.parametrize(("word", "kind"), [("counted", "memo"), ("released", "emission")])
def test_an_inline_factor_says_which(word: str, kind: str) -> None:
    entry = f"  ammonium bicarbonate: {{factor: 0.5 kgCO2e/kg, source: own, carbon: {word}}}\n"
    assert {row.kind for row in carbon_released(entry)} == {kind}


# --- a supplier's file ----------------------------------------------------------------------------

V3 = {
    "id": "urn:uuid:1",
    "specVersion": "3.0.0",
    "status": "Active",
    "companyName": "Mine",
    "productNameCompany": "Ore",
    "pcf": {
        "declaredUnitOfMeasurement": "kilogram",
        "declaredUnitAmount": "2",
        "pcfExcludingBiogenicUptake": "5.0",
        "pcfIncludingBiogenicUptake": "-3",
        "ipccCharacterizationFactors": ["AR6"],
        "referencePeriodStart": "2022-01-01T00:00:00Z",
        "referencePeriodEnd": "2022-12-31T00:00:00Z",
    },
}
V2 = {
    "id": "urn:uuid:2",
    "specVersion": "2.2.0",
    "status": "Active",
    "companyName": "Mine",
    "productNameCompany": "Ore",
    "pcf": {
        "declaredUnit": "kilogram",
        "unitaryProductAmount": "2",
        "pCfExcludingBiogenic": "5.0",
        "pCfIncludingBiogenic": "-3",
        "characterizationFactors": "AR6",
        "ipccCharacterizationFactorsSources": ["AR6"],
        "referencePeriodStart": "2022-01-01T00:00:00Z",
        "referencePeriodEnd": "2022-12-31T00:00:00Z",
    },
}
BOUGHT = PLANT.replace("{factor: 3 kgCO2e/kg, source: stated}", "{pact: supplier.json}")


def with_file(tmp_path: Path, document: Any, plant: str = BOUGHT) -> Footprint:
    text = document if isinstance(document, str) else json.dumps(document)
    (tmp_path / "supplier.json").write_text(text)
    (tmp_path / "plant.yaml").write_text(plant)
    return footprint(read_plant(tmp_path / "plant.yaml"), read_factors())


@pytest.mark.parametrize("document", [V2, V3], ids=["version 2", "version 3"])
def test_a_suppliers_footprint_is_a_factor(tmp_path: Path, document: dict[str, Any]) -> None:
    result = with_file(tmp_path, document)
    (row,) = (row for row in result.ledger_rows if row.flow == "ore")
    assert row.kgCO2e == pytest.approx(2000 * 2.5)  # without biogenic uptake
    assert row.source.startswith("Mine, Ore, urn:uuid:")
    assert (row.scope, row.category) == ("3", "1")


def changed(**pcf: Any) -> dict[str, Any]:
    merged = {**V3["pcf"], **pcf}  # type: ignore[dict-item]
    return {**V3, "pcf": {name: value for name, value in merged.items() if value is not None}}


def test_a_footprint_out_of_date_is_said(tmp_path: Path) -> None:
    begin, end = "2018-01-01T00:00:00Z", "2018-12-31T00:00:00Z"
    old = changed(referencePeriodStart=begin, referencePeriodEnd=end)
    result = with_file(tmp_path, old)
    (row,) = (row for row in result.ledger_rows if row.flow == "ore")
    assert "valid until 2021" in row.source
    (note,) = result.warnings
    assert (note.code, note.subject) == ("supplier-footprint-expired", "supply.ore")
    assert note.place.line


@pytest.mark.parametrize(
    ("unit", "amount", "uses", "expected"),
    [
        ("liter", "1", "ore: 2 m3", 1000 * 2000 * 5.0),
        ("cubic meter", "1", "ore: 2 m3", 1000 * 2 * 5.0),
        ("kilowatt hour", "1", "ore: 2 MWh", 1000 * 2000 * 5.0),
        ("megajoule", "10", "ore: 2 MJ", 1000 * 2 * 0.5),
        ("kilogram", "1000", "ore: 2 t", 1000 * 2000 * 0.005),
    ],
)
def test_units_of_the_data_model(
    tmp_path: Path, unit: str, amount: str, uses: str, expected: float
) -> None:
    document = changed(declaredUnitOfMeasurement=unit, declaredUnitAmount=amount)
    result = with_file(tmp_path, document, BOUGHT.replace("ore: 2 kg", uses))
    (row,) = (row for row in result.ledger_rows if row.flow == "ore")
    assert row.kgCO2e == pytest.approx(expected)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "holds no ProductFootprint"),
        ("{}", "holds no ProductFootprint"),
        (changed(pcfExcludingBiogenicUptake="5,0"), "'5,0', no decimal number"),
        (changed(pcfExcludingBiogenicUptake="1e999"), "no decimal number"),
        (changed(pcfExcludingBiogenicUptake=None), "'pcfExcludingBiogenicUptake' is missing"),
        (changed(declaredUnitAmount="0"), "not more than zero"),
        (changed(declaredUnitAmount="-1"), "not more than zero"),
        (changed(declaredUnitOfMeasurement="furlong"), "its unit 'furlong' is none of kilogram"),
        (changed(declaredUnitOfMeasurement="liter"), "is per L; ore is measured in kg"),
        (changed(declaredUnitOfMeasurement=["kilogram"]), "its unit"),
        (changed(ipccCharacterizationFactors=["AR1"]), "AR4, AR5 or AR6"),
        (changed(ipccCharacterizationFactors=[]), "AR4, AR5 or AR6"),
        (changed(referencePeriodEnd="soon"), "is no date"),
        ({**V3, "status": "Deprecated"}, "its status is Deprecated"),
    ],
)
def test_files_that_are_no_footprint(tmp_path: Path, document: Any, words: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the words say which
        with_file(tmp_path, document)
    assert type(caught.value).__name__ == "InputError"
    assert words in str(caught.value)
    assert "plant.yaml:12: supply.ore.pact" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["../supplier.json", "/etc/hostname", "missing.json", "3", "'\\0'", "."]
)
def test_files_that_are_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        with_file(tmp_path, V3, BOUGHT.replace("supplier.json", name))
    assert type(caught.value).__name__ == "InputError"
    assert "plant.yaml:12: supply.ore.pact" in str(caught.value)


# --- the user's own tables ------------------------------------------------------------------------


def test_a_table_of_the_plant_wins_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "flow,value,unit,place,year,source\nelectricity,0.1,kgCO2e/kWh,CN-NM,2023,our meter\n"
    )
    (tmp_path / "plant.yaml").write_text(f"{PLANT}factors: [mine.csv]\n")
    result = footprint(read_plant(tmp_path / "plant.yaml"))
    assert scopes(result)[1] == pytest.approx(1000)
    row = next(row for row in result.ledger_rows if row.scope == "2" and row.counts)
    assert row.origin == "given"
    assert row.factor_row.endswith("mine.csv:2")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            "electricity: wnd power",
            "there is no supply 'wnd power' of electricity; did you mean 'wind power'?",
        ),
        ("electricity: {grid: 50 %, wind power: 40 %}", "90"),
        ("electricity: {grid: half, wind power: 50 %}", "supply.electricity.grid"),
        ("electricity: {}", "a supply is a name, a mix of names"),
        ("electricity: 5", "a supply is a name, a mix of names"),
        ("electricity: [grid]", "a supply is a name, a mix of names"),
        ("electricity: {factor: 0.2 kgCO2e/kg, source: own}", "a factor in kgCO2e/kWh is wanted"),
        ("electricity: {factor: 0.2 kgCO2e/kWh}", "a factor needs its source"),
        ("electricity: {factor: 0.2, source: own}", "supply.electricity.factor"),
        (
            "electricity: {factor: 0.2 kgCO2e/kWh, upsteam: 1 kgCO2e/kWh, source: own}",
            "did you mean 'upstream'?",
        ),
        (
            "electricity: {factor: 0.2 kgCO2e/kWh, upstream: 1 kg/kWh, source: own}",
            "supply.electricity.upstream",
        ),
        (
            "electricity: {factor: 0.2 kgCO2e/kWh, carbon: perhaps, source: own}",
            "none of 'counted' or 'released'",
        ),
        ("electricity: {share: 40 % of it, from: grid}", "supply.electricity.share"),
        ("electricity: {grid, wind power: 30 %}", "the share of 'grid' is missing"),
        ("electricity: {from: [grid]}", "a supply is a name, a mix of names"),
        ("electricity: {factor: , source: own}", "a quantity is wanted, such as '2.1 kgCO2e/kg'"),
        ("electricity: {factor: -1 kgCO2e/kWh, source: own}", "'-1 kgCO2e/kWh' is negative"),
        ("electricity: {pact: , note: to come}", "a name is wanted"),
        ("electricity: {transport: 300 km}", "a mapping is wanted, such as {truck: 300 km}"),
        ("electricity: {transport: {truck: 3 kg}}", "'3 kg' is a mass; a distance is wanted"),
        ("electricity: {transport: {truck: 1 km}}", "for flows measured by mass"),
    ],
)
def test_supplies_that_cannot_be(entry: str, words: str) -> None:
    text = refused(entry)
    assert words in text
    assert "plant.yaml:13" in text


def test_a_factor_of_transport_is_per_tonne_and_kilometre():
    """`kgCO2e/t*km` is per tonne times kilometre in our grammar, so /t/km is what is wanted."""
    plant = {
        "carbonre": 1, "plant": "Haulier", "period": 2024, "production": {"ware": "1 t"},
        "steps": {"way": {"process": "inventory", "makes": {"ware": "1 t"},
                          "uses": {"truck": "50 t*km"}}},
        "supply": {"truck": {"factor": "0.1 kgCO2e/t/km", "source": "the haulier"}},
    }  # fmt: skip
    assert calculate(plant).total == pytest.approx(5)
    plant["supply"]["truck"]["factor"] = "0.1 kgCO2e/t*km"
    assert attempt(plant)[0] is None


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"pcfExcludingBiogenicUptake": "-3"}, "is -3, below zero, and it states no removals"),
        ({"fossilGhgEmissions": "7"}, "'fossilGhgEmissions' 7 is more than"),
        ({"landUseChangeGhgEmissions": "6"}, "'landUseChangeGhgEmissions' 6 is more than"),
        ({"pcfIncludingBiogenicUptake": "8"}, "with biogenic uptake is more than the one without"),
        ({"primaryDataShare": "560"}, "no percentage from 0 to 100"),
        ({"exemptedEmissionsPercent": "-1"}, "no percentage from 0 to 100"),
        ({"referencePeriodStart": "2023-06-01T00:00:00Z"}, "ends before it begins"),
    ],
)
def test_a_footprint_that_contradicts_itself_is_refused(
    figures: dict[str, str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        with_file(tmp_path, changed(**figures))
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("invalid-supplier-footprint", "supply.ore.pact")
    assert words in problem.message


def test_a_negative_footprint_with_its_removals_is_a_factor(tmp_path: Path) -> None:
    figures = {"pcfExcludingBiogenicUptake": "-3", "technologicalCO2Removals": "-9",
               "pcfIncludingBiogenicUptake": "-4", "fossilGhgEmissions": "6"}  # fmt: skip
    result = with_file(tmp_path, changed(**figures))
    (row,) = (row for row in result.ledger_rows if row.flow == "ore")
    assert row.kgCO2e == pytest.approx(-3000)


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"referencePeriodStart": "2027-01-01T00:00:00Z",
          "referencePeriodEnd": "2028-01-01T00:00:00Z"}, "supplier-footprint-later"),
        ({"exemptedEmissionsPercent": "40"}, "supplier-footprint-exempted"),
        ({"exemptedEmissionsPercent": "5"}, ""),
    ],
)  # fmt: skip
def test_a_footprint_of_the_future_or_with_much_left_out_is_said(
    figures: dict[str, str], code: str, tmp_path: Path
) -> None:
    found = with_file(tmp_path, changed(**figures)).warnings
    assert [note.code for note in found] == ([code] if code else [])
