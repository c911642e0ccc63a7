"""brightway in Excel: a workbook in the layout of bw2io read as an inventory.

Activities are tied together as bw2io does it: by code, or by name, product, place and unit. Every
row that is not understood is a remark.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from carbonre.exchange.brightway_excel import UNITS
from carbonre.exchange.gases import gas_of
from carbonre.exchange.inventory import (
    LARGEST,
    Activity,
    Demand,
    FormatError,
    Inventory,
    InventoryExchange,
    NotUnderstoodError,
    is_number,
    known_unit,
    unique,
)

SECTIONS = ("activity", "database", "project parameters")
THEIRS: Mapping[str, str] = {name: ours for ours, name in UNITS.items()} | {
    "ton": "t", "gram": "g", "litre": "L", "liter": "L", "gigajoule": "GJ", "kilojoule": "kJ",
    "watt hour": "Wh", "meter": "m", "tkm": "t*km", "p": "piece",
}  # fmt: skip


def read(data: bytes) -> Inventory:
    """Read a workbook in the layout of bw2io.

    The remarks of the inventory name every row that was not understood.

    Raises
    ------
    FormatError
        If it is no workbook, or holds no activity.
    ModuleNotFoundError
        If openpyxl is not installed (``pip install 'carbonre[brightway]'``).
    """
    return _SheetReader(_cells(data)).inventory()


def _cells(data: bytes) -> list[list[Any]]:
    """Return the rows of all sheets, an empty one between two sheets."""
    import zipfile

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LARGEST:
                raise FormatError(f"unpacks to more than {LARGEST} bytes")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        rows: list[list[Any]] = []
        for sheet in book.worksheets:
            cells = [list(row) for row in sheet.iter_rows(values_only=True)]
            if cells and isinstance(_at(cells[0], 0), str) and cells[0][0].casefold() != "skip":
                rows += [*cells, []]
    except FormatError:
        raise
    except Exception:  # openpyxl raises whatever its parts raise
        raise FormatError("is not a workbook that can be read") from None
    return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows]


def _at(row: list[Any], column: int) -> Any:
    return row[column] if column < len(row) else None


def _head(row: list[Any]) -> str:
    first = _at(row, 0)
    return first.casefold() if isinstance(first, str) else ""


class _SheetReader:
    """The activities of a workbook, tied together, and what was not understood."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.remarks: list[str] = []
        self.properties: dict[str, Any] = {}
        self.database = ""
        self.entries: list[tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]]] = []
        starts = [i for i, row in enumerate(rows) if _head(row) in SECTIONS and _at(row, 1)]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=bool(starts)):
            if _head(rows[start]) == "activity":
                self.entries.append(self._entry(start, rows[start:end]))
            elif _head(rows[start]) == "database":
                self.database = str(rows[start][1])
                for row in rows[start + 1 : end]:
                    if not any(row):
                        break
                    self.properties[str(row[0])] = _at(row, 1)
            else:
                self.remarks.append(f"line {start + 1}: project parameters are not imported")
        if not self.entries:
            raise FormatError("holds no activity in the layout of bw2io (a cell 'Activity')")
        self.by_code = {
            str(fields["code"]): index
            for index, (fields, _) in enumerate(self.entries)
            if fields.get("code") not in (None, "")
        }
        self.by_name: dict[str, list[int]] = {}
        for index, (fields, _) in enumerate(self.entries):
            self.by_name.setdefault(str(fields["name"]), []).append(index)
        taken: set[str] = set()
        self.names: list[str] = []
        for fields, _ in self.entries:
            name = str(fields["name"])
            place = fields.get("location")
            again = name in taken and place not in (None, "")
            self.names.append(unique(f"{name} ({place})" if again else name, taken))

    def _entry(self, start: int, rows: list[list[Any]]) -> Any:
        fields: dict[str, Any] = {"name": rows[0][1]}
        section = ""
        columns: list[str] = []
        found: list[tuple[int, dict[str, Any]]] = []
        for number, row in enumerate(rows[1:], start + 2):
            head = _head(row)
            if not any(cell not in (None, "") for cell in row):
                continue
            if head in ("exchanges", "parameters") and not section.startswith("exchange"):
                section, columns = head, []
            elif section == "parameters":
                if columns:
                    words = f"the parameter '{_at(row, 0)}' is not imported; amounts are values"
                    self.remarks.append(f"line {number}, '{rows[0][1]}': {words}")
                columns = columns or [str(cell) for cell in row]
            elif section == "exchanges" and not columns:
                columns = [str(cell).casefold() if cell else "" for cell in row]
            elif section == "exchanges":
                pairs = zip(columns, row, strict=False)
                record = {key: cell for key, cell in pairs if key and cell not in (None, "")}
                found.append((number, record))
            elif isinstance(_at(row, 0), str):
                fields[row[0].casefold()] = _at(row, 1)
        return fields, found

    def inventory(self) -> Inventory:
        activities = []
        products = []
        for index, (fields, rows) in enumerate(self.entries):
            if fields.get("type") in ("emission", "natural resource", "biosphere"):
                continue
            name = self.names[index]
            exchanges = self._exchanges(index, rows)
            scope = str(fields.get("carbonre scope") or "").removeprefix("scope ")
            texts = (str(fields.get(key) or "") for key in ("location", "comment", "source"))
            role = str(fields.get("carbonre role") or "step")
            activities.append(Activity(name, tuple(exchanges), role, scope, *texts))
            sold = fields.get("carbonre sold")
            if is_number(sold) and exchanges:
                made = exchanges[0]
                products.append(Demand(made.flow, name, float(sold), made.unit))
        period = self.properties.get("period")
        local = (a.location for a in activities if a.location not in ("", "GLO", "RoW"))
        place = str(self.properties.get("location") or next(local, ""))
        return Inventory(
            str(self.properties.get("plant") or self.database or self.names[0]), tuple(activities),
            tuple(products), {}, place,
            int(period) if is_number(period) else 0, str(self.properties.get("gwp") or ""),
            remarks=tuple(self.remarks),
        )  # fmt: skip

    def _exchanges(
        self, index: int, rows: list[tuple[int, dict[str, Any]]]
    ) -> list[InventoryExchange]:
        fields, name = self.entries[index][0], self.names[index]
        made: list[InventoryExchange] = []
        others: list[InventoryExchange] = []
        for number, row in rows:
            label = f"line {number}, '{name}', '{row.get('name', 'without a name')}'"
            try:
                found = self._exchange(fields, row)
            except NotUnderstoodError as error:
                self.remarks.append(f"{label}: {error}")
                continue
            if "formula" in row:
                words = f"the formula '{row['formula']}' is taken at its value {row['amount']:g}"
                self.remarks.append(f"{label}: {words}")
            output = found.kind == "makes" or (
                found.kind == "takes" and row["type"] == "production"
            )
            (made if output else others).append(found)
        if not made:  # as bw2io does: the reference product, once
            amount = fields.get("production amount", 1.0)
            text = str(fields.get("unit") or "")
            product = str(fields.get("reference product") or fields["name"])
            try:
                made = [self._output(product, amount, _unit(text))]
            except NotUnderstoodError as error:
                self.remarks.append(f"'{name}', its reference product: {error}")
        return [*made, *others]

    def _output(self, product: str, amount: Any, measure: str) -> InventoryExchange:
        """A product; or, with a negative amount, a waste that the activity treats."""
        if not is_number(amount) or not amount:
            raise NotUnderstoodError(f"it makes '{amount}', which is not an amount")
        return InventoryExchange(
            "makes" if amount > 0 else "takes", product, abs(amount), measure, share=1.0
        )

    def _exchange(self, fields: Mapping[str, Any], row: Mapping[str, Any]) -> InventoryExchange:
        kind, amount = str(row.get("type") or "").casefold(), row.get("amount")
        if not is_number(amount):
            raise NotUnderstoodError(f"its amount is '{amount}', not a number")
        provider = self._provider(row)
        linked = self.entries[provider][0] if provider is not None else {}
        measure = _unit(str(row.get("unit") or linked.get("unit") or fields.get("unit") or ""))
        product = str(row.get("reference product") or linked.get("reference product")
                      or row.get("name") or "")  # fmt: skip
        if kind == "biosphere":
            place = str(row.get("categories") or linked.get("categories") or "").casefold()
            if place and "air" not in place:
                raise NotUnderstoodError(f"an exchange with '{place}'; only emissions to air count")
            return InventoryExchange(
                "emits", gas_of(str(row.get("name") or "")), float(amount), measure
            )
        if kind in ("production", "generic production"):
            own = str(fields.get("reference product") or row.get("name") or fields["name"])
            return self._output(str(row.get("reference product") or own), float(amount), measure)
        if kind != "technosphere":
            raise NotUnderstoodError(f"the type '{kind}' is not imported")
        treats = provider is not None and self._treats(provider)
        name = self.names[provider] if provider is not None else ""
        if treats != (amount < 0):
            words = "its sign means a credit; avoided burdens are not part of a footprint"
            raise NotUnderstoodError(words)
        return InventoryExchange(
            "wastes" if treats else "uses", product, abs(amount), measure, name
        )

    def _treats(self, index: int) -> bool:
        """Whether an activity has a negative production: it treats what others waste."""
        fields, rows = self.entries[index]
        amounts = [row.get("amount") for _, row in rows if row.get("type") == "production"]
        amounts = amounts or [fields.get("production amount", 1.0)]
        return is_number(amounts[0]) and amounts[0] < 0

    def _provider(self, row: Mapping[str, Any]) -> int | None:
        """Return the activity that a row means: by its code, or by everything that it says."""
        code = str(row.get("input") or "").rpartition("::")[2]
        if code in self.by_code:
            return self.by_code[code]
        if row.get("database") not in (None, "", self.database):
            return None
        keys = [key for key in ("reference product", "location", "unit") if row.get(key)]
        found = [
            index
            for index in self.by_name.get(str(row.get("name")), ())
            if all(self.entries[index][0].get(key) in (None, row[key]) for key in keys)
        ]
        return found[0] if len(found) == 1 else None


def _unit(name: str) -> str:
    return known_unit(THEIRS.get(name.casefold(), name))
