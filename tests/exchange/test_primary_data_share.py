"""One primary data share, that of PACT, in the page, the workbook, JSON and the declaration."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.exchange import pact
from carbonre.exchange.declaration import declared
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.products import PLANT as WHOLE
from carbonre.footprint.result import Footprint
from carbonre.reports.files import footprint_json
from carbonre.reports.page.html import html
from carbonre.reports.text import percent
from carbonre.reports.workbook.sheets import sheets
from helpers.paths import ROOT

# Each case: a charge by a model and a tool by hand with suppliers' footprints (60 % and 25 %),
# metered gas and given emissions of the plant itself, the fuel of a model, a typed factor, power
# and iron by the tables, and a waste that others treat.
PLANT = """\
carbonre: 1
plant: Works
location: CN-NM
period: 2024
allocation: mass
production: {thing: 100 t}
flows:
  thing: {unit: kg, composition: {Fe: 90 %}}
  shavings: {unit: kg, composition: {Fe: 100 %}}
steps:
  boiler: {process: boiler, fuel: bituminous coal}
  smelting: {process: oxide_electrolysis, metal: Nd}
  furnace:
    process: inventory
    makes: {thing: 1 kg, shavings: 0.1 kg}
    uses:
      {Nd metal: 0.3 kg, iron: 0.7 kg, ore: 0.2 kg, tool: 0.1 kg, natural gas: 5 MJ, steam: 2 MJ}
    emits: {CO2: 0.5 kg}
    wastes: {slag: 0.1 kg}
    measured: {natural gas: 0.6 TJ}
supply:
  Nd2O3: {pact: oxide.json}
  tool: {pact: tool.json}
  ore: {factor: 0.7 kgCO2e/kg, source: a letter}
  slag: {factor: 0.1 kgCO2e/kg, source: a letter}
about:
  company: Works
  company_ids: ["urn:company:example:one"]
  standards: [ISO14067]
  created: "2025-03-01"
  products:
    thing: {ids: ["urn:product:example:thing"], fossil_carbon: 0 %, exempted: 1 %, STATED}
"""
SHARES = {"Nd2O3": 0.6, "tool": 0.25}


def works(folder: Path, stated: str = "cpc: '1234'") -> Footprint:
    document = json.loads((ROOT / "examples" / "supplier.json").read_text(encoding="utf-8"))
    for name, flow in (("oxide", "Nd2O3"), ("tool", "tool")):
        document["pcf"]["primaryDataShare"] = f"{SHARES[flow] * 100:g}"
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "plant.yaml").write_text(PLANT.replace("STATED", stated), encoding="utf-8")
    return cr.footprint(cr.read_plant(folder / "plant.yaml"))


def in_every_output(result: Footprint) -> dict[str, float | str]:
    """The figure of the product: on the page in whole per cent, elsewhere with all digits."""
    (product,) = (
        item
        for item in json.loads(footprint_json([result]))["scenarios"][0]["products"]
        if item["product"] == "thing"
    )
    block = next(s for s in sheets([result]) if s.name == "data quality").blocks[0]
    place = block.head.index("primary data share (PACT)")
    (row,) = (row for row in block.rows if row[1] == "thing")
    page = html([result], draws=0)
    table = page[page.index('id="quality"') :]
    cells = re.search(r"<td[^>]*>thing</td>\s*<td[^>]*>([^<]*)</td>", table)
    assert cells is not None
    written = json.loads(pact.write(declared(result, "thing")))
    return {
        "JSON": product["primary_data_share"],
        "XLSX": row[place],
        "PACT": float(written["pcf"]["primaryDataShare"]) / 100,
        "page": cells[1],
    }


def test_every_kind_of_row_counts_as_pact_has_it_in_every_output(tmp_path: Path) -> None:
    result = works(tmp_path)
    index = result.products_sold.index_of("thing")
    counted = [row for row in result.ledger_rows if row.counts]
    of_product = [(row, abs(row.kgCO2e * row.shares[index])) for row in counted]
    expected = math.fsum(
        value * SHARES.get(row.flow, float(row.flow in ("natural gas", "CO2") and row.scope == "1"))
        for row, value in of_product
        if row.step != "smelting" or row.flow == "Nd2O3"  # its CO2 and PFC are the model's
    ) / math.fsum(value for _, value in of_product)
    origins = {row.flow: row.origin for row in counted}
    assert (origins["Nd2O3"], origins["natural gas"], origins["bituminous coal"]) == (
        "default",
        "measured",
        "default",
    )
    assert 0.1 < expected < 0.9
    found = in_every_output(result)
    assert [found[name] for name in ("JSON", "XLSX", "PACT")] == pytest.approx([expected] * 3)
    assert found["page"] == percent(expected)


def test_the_plant_is_the_mean_of_its_products(tmp_path: Path) -> None:
    plant, *products = data_quality(works(tmp_path))
    assert plant.product == WHOLE and len(products) == 2
    size = math.fsum(part.size for part in products)
    assert size == pytest.approx(plant.size)
    mean = math.fsum(part.size * part.primary for part in products) / size
    assert plant.primary == pytest.approx(mean)


def test_what_the_plant_states_of_a_product_is_in_every_output(tmp_path: Path) -> None:
    found = in_every_output(works(tmp_path, "primary_data: 40 %"))
    assert found == {"JSON": 0.4, "XLSX": 0.4, "PACT": 0.4, "page": "40 %"}
