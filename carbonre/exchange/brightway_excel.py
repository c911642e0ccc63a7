"""brightway in Excel: the layout that bw2io imports.

One sheet: a database, then activities, each with its exchanges. The amount is in the first
column, so that a flow that is called "Activity" or "Database" begins no section; activities are
tied together by code, so that no name can be taken for a number or a list.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Mapping
from typing import Any

from carbonre.exchange.gases import elementary_flow
from carbonre.exchange.inventory import (
    NAMESPACE,
    Activity,
    Inventory,
    InventoryExchange,
    partitioned,
)

UNITS: Mapping[str, str] = {
    "kg": "kilogram", "MJ": "megajoule", "kWh": "kilowatt hour", "m3": "cubic meter",
    "t*km": "ton kilometer", "m2": "square meter", "piece": "unit", "Nm3": "normal cubic meter",
    "h": "hour", "km": "kilometer",
}  # fmt: skip
COLUMNS = (
    "amount", "name", "unit", "type", "reference product", "location", "categories", "database",
    "input", "comment",
)  # fmt: skip
LONGEST = 32_000  # a cell holds 32,767 characters


def write(inventory: Inventory) -> bytes:
    """Return the workbook as bytes.

    Parameters
    ----------
    inventory : Inventory
        Activities with their shares of the burden; they are partitioned here.

    Raises
    ------
    ModuleNotFoundError
        If XlsxWriter is not installed (``pip install 'carbonre[brightway]'``).
    """
    import datetime

    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime.datetime(inventory.period or 2000, 12, 31)})
    sheet = book.add_worksheet("inventory")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 44)
    bold = book.add_format({"bold": True})
    for number, row in enumerate(_SheetWriter(partitioned(inventory)).rows()):
        heads = bool(row) and row[0] in ("Database", "Activity", "Exchanges", "amount")
        for column, cell in enumerate(row):
            style = bold if heads else None
            if isinstance(cell, str):
                sheet.write_string(number, column, _cut(cell), style)
            else:
                sheet.write_number(number, column, cell, style)
    book.close()
    return stream.getvalue()


def _cut(text: str) -> str:
    """A text that a cell can hold; control characters are no part of XML."""
    clean = "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return clean if len(clean) <= LONGEST else f"{clean[:LONGEST]}..."


class _SheetWriter:
    """The rows of a partitioned inventory."""

    def __init__(self, single: Inventory) -> None:
        self.single = single
        name = f"{single.name}, {single.scenario}" if single.scenario else single.name
        self.database = _cut(f"carbonre: {name}".replace("::", ":"))
        self.by_name = {activity.name: activity for activity in single.activities}
        self.sold = {d.activity: d for d in single.products}

    def rows(self) -> list[list[Any]]:
        single = self.single
        rows: list[list[Any]] = [["Database", self.database], ["format", "carbonre"]]
        properties = {"plant": single.name, "location": single.location, "gwp": single.gwp,
                "comment": single.comment}  # fmt: skip
        rows += [[key, text] for key, text in properties.items() if text]
        rows += [["period", single.period]] if single.period else []
        rows.append([])
        for activity in single.activities:
            rows += self._activity(activity)
        for gas, potential in single.potentials.items():
            rows += [["Activity", elementary_flow(gas)], ["code", self._code("emission", gas)],
                     ["type", "emission"], ["unit", "kilogram"], ["categories", "air"]]  # fmt: skip
            rows += [] if potential is None else [["carbonre potential", potential]]
            rows.append([])
        return rows

    def _code(self, kind: str, name: str) -> str:
        """An identifier; with its dashes nothing takes it for a number."""
        keys = [kind, self.single.name, self.single.scenario, name]
        return str(uuid.uuid5(NAMESPACE, json.dumps(keys)))

    def _activity(self, activity: Activity) -> list[list[Any]]:
        made = activity.exchanges[0]
        texts = {
            "code": self._code("activity", activity.name),
            "location": activity.location or "GLO",
            "reference product": made.flow,
            "type": "process",
            "unit": UNITS.get(made.unit, made.unit),
            "comment": activity.comment,
            "source": activity.source,
            "carbonre role": activity.role,
            "carbonre scope": f"scope {activity.scope}" if activity.scope else "",
        }
        rows: list[list[Any]] = [["Activity", activity.name]]
        rows += [[key, text] for key, text in texts.items() if text]
        rows.append(["production amount", made.amount])
        if activity.name in self.sold:
            rows.append(["carbonre sold", self.sold[activity.name].amount])
        rows += [["Exchanges"], list(COLUMNS)]
        rows += [self._exchange(activity, exchange) for exchange in activity.exchanges]
        return [*rows, []]

    def _exchange(self, activity: Activity, exchange: InventoryExchange) -> list[Any]:
        name, kind, place, categories = activity.name, "production", activity.location, ""
        product, code = exchange.flow, self._code("activity", activity.name)
        if exchange.kind == "uses":
            kind, name = "technosphere", exchange.provider
            place, code = self.by_name[name].location, self._code("activity", name)
        elif exchange.kind == "emits":
            kind, name, place, categories = "biosphere", elementary_flow(exchange.flow), "", "air"
            product, code = "", self._code("emission", exchange.flow)
        else:
            place = place or "GLO"
        place = place or ("" if kind == "biosphere" else "GLO")
        return [
            exchange.amount, name, UNITS.get(exchange.unit, exchange.unit), kind, product, place,
            categories, self.database, f"{self.database}::{code}", exchange.note,
        ]  # fmt: skip
