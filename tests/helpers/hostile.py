"""Names that want to do harm, and plants that have them."""

from __future__ import annotations

from typing import Any

from carbonre.footprint.result import Footprint
from helpers.plants import calculate

NAMES = {
    "a link": '=HYPERLINK("http://x","y")',
    "a command": "=cmd|' /C calc'!A0",
    "a sum": "+1+1",
    "a difference": "-1+1",
    "a call": "@SUM(1)",
    "full width": "＝1+1",
    "an array": "{=1+1}",
    "an address": "http://x.org",
    "a script": "<script>alert(1)</script>",
    "an entity": "&lt;b&gt;&#x3c;",
    "markup": "[/red][bold]x[link=http://x]",
    "a tab": "\t=1+1",
    "a tab within": "a\tb",
    "a line separator": "a\u2028=1+1",
    "a mark of direction": "a\u200fb\u200e",
    "a byte order mark": "\ufeff=1+1",
    "a non-character": "a\ufffeb",
    "quotes": "a\"b'c`d",
    "a percent": "%s%n {0} ${x} {{7*7}}",
    "a path": "../../etc/passwd",
    "an escape of XML": "a_x0041_b]]>",
    "a header": "&L&P&A",
    "200 characters": "稀" * 200,
    "Chinese": "镨钕废料与磁泥",
}
EVIL = "</script><script>alert(1)</script>"
HOSTILE_PLANT = f"""\
carbonre: 1
plant: "{EVIL}"
location: CN-NM
period: 2024
production: {{"<b>thing": 2 t}}
flows: {{"=HYPERLINK(1)": {{unit: kg}}, "<b>thing": {{unit: kg}}}}
steps:
  "[/red]{{{{7*7}}}}":
    process: inventory
    makes: {{"<b>thing": 1 kg}}
    uses: {{electricity: 3 kWh, "=HYPERLINK(1)": 1 kg}}
    wastes: {{"{"w" * 200}": 1 kg}}
supply:
  "=HYPERLINK(1)": {{factor: 2 kgCO2e/kg, source: "{"s" * 10_000}<img src=x onerror=alert(1)>"}}
scenarios:
  "<i onclick='x()'>":
    note: "{EVIL}"
    set: {{supply.electricity: wind power}}
"""


def plant_of(name: str) -> dict[str, Any]:
    """A plant in which everything that can be named has the name."""
    return {
        "carbonre": 1,
        "plant": name,
        "period": 2024,
        "production": {name: "1 t"},
        "flows": {f"{name}2": {"unit": "kg"}, f"{name}3": {"unit": "kg"}},
        "steps": {
            name: {
                "process": "inventory",
                "makes": {name: "1 kg"},
                "uses": {f"{name}2": "2 kg", f"{name}3": "1 kg"},
                "emits": {"CO2": "1 kg"},
                "wastes": {f"{name}4": "1 kg"},
                "note": name,
            }
        },
        "exclude": {f"{name}3": name},
        "supply": {f"{name}2": {"factor": "3 kgCO2e/kg", "source": name}},
        "scenarios": {name: {"note": name, "set": {"supply": {
            f"{name}2": {"factor": "2 kgCO2e/kg", "source": name}}}}},
    }  # fmt: skip


def both(name: str) -> list[Footprint]:
    """Calculate the baseline and the scenario of that plant."""
    plant = plant_of(name)
    return [calculate(plant), calculate(plant, name)]
