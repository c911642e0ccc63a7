"""openLCA: a JSON-LD package read as an inventory, with an account of what was not understood."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from carbonre.exchange.gases import gas_of
from carbonre.exchange.inventory import (
    LARGEST,
    Activity,
    Demand,
    FormatError,
    Inventory,
    InventoryExchange,
    Kind,
    NotUnderstoodError,
    is_number,
    known_unit,
    unique,
)
from carbonre.exchange.openlca import NAMES

UNITS = {theirs: ours for ours, theirs in NAMES.items()} | {"Item(s)": "piece", "Items": "piece"}
BROKEN = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


def read(data: bytes) -> Inventory:
    """Read a package; the remarks of the inventory name every row that was not understood.

    Raises
    ------
    FormatError
        If it is no package of openLCA 2, or holds no process.
    ModuleNotFoundError
        If olca-schema is not installed (``pip install 'carbonre[openlca]'``).
    """
    return _PackageReader(data).inventory()


class _PackageReader:
    """Holds the package and what was not understood."""

    def __init__(self, data: bytes) -> None:
        import olca_schema
        from olca_schema import zipio

        self.olca = olca_schema
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                names = package.namelist()
                size = sum(entry.file_size for entry in package.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise FormatError("is not a zip file, so it is not a package of openLCA") from None
        if size > LARGEST:
            raise FormatError(f"holds {size} bytes; more than {LARGEST} are refused")
        if "olca-schema.json" not in names:
            raise FormatError("is not a JSON-LD package of openLCA 2: it has no olca-schema.json")
        self.reader = zipio.ZipReader(io.BytesIO(data))
        self.remarks: list[str] = []
        self.flows = {flow.id: flow for flow in self._each(olca_schema.Flow)}
        self.processes = {p.id: p for p in self._each(olca_schema.Process)}
        if not self.processes:
            raise FormatError("holds no process")
        taken: set[str] = set()
        self.names = {key: unique(str(p.name), taken) for key, p in self.processes.items()}
        self.makers: dict[str, list[str]] = {}  # flow -> processes with it as an output
        for key, process in self.processes.items():
            for row in process.exchanges or ():
                if row.flow and not row.is_input:
                    self.makers.setdefault(_key(row.flow), []).append(key)
        self.places = {place.id: place for place in self._each(olca_schema.Location)}

    def _each(self, type_: Any) -> Iterator[Any]:
        """Yield the entities of a type; one that cannot be read is remarked on."""
        for key in self.reader.ids_of(type_):
            try:
                entity = self.reader.read(type_, key)
            except (*BROKEN, zipfile.BadZipFile, NotImplementedError, RuntimeError):
                entity = None
            if entity is None or not isinstance(entity.name, str) or not _key(entity):
                self.remarks.append(f"{type_.__name__} {key}: cannot be read")
            else:
                yield entity

    def inventory(self) -> Inventory:
        activities = tuple(self._activity(key, p) for key, p in self.processes.items())
        products = tuple(self._demands())
        years = [self._year(p) for p in self.processes.values()]
        codes = [a.location for a in activities if a.role == "step"]
        prefix = "carbonre, Global warming potential, "
        methods = [m.name for m in self._each(self.olca.ImpactMethod)]
        gwp = next((n.removeprefix(prefix) for n in methods if n.startswith(prefix)), "")
        systems = sorted({str(p.category or "").partition("/")[0] for p in self.processes.values()})
        name = (
            systems[0] if len(systems) == 1 and systems[0] else self.names[next(iter(self.names))]
        )
        return Inventory(
            name, activities, products, {}, next(filter(None, codes), ""), max(years, default=0),
            gwp, remarks=tuple(self.remarks),
        )  # fmt: skip

    def _year(self, process: Any) -> int:
        text = str(getattr(process.process_documentation, "valid_until", None) or "")[:4]
        return int(text) if text.isdecimal() and text.isascii() else 0

    # --- processes -----------------------------------------------------------------------------

    def _activity(self, key: str, process: Any) -> Activity:
        name = self.names[key]
        shares = self._shares(name, process)
        exchanges = []
        for number, row in enumerate(process.exchanges or (), 1):
            label = str(getattr(row.flow, "name", "") or "without a flow")
            try:
                found = self._exchange(row, shares)
            except NotUnderstoodError as error:
                self.remarks.append(f"'{name}', row {number}, '{label}': {error}")
                continue
            if row.amount_formula:
                self.remarks.append(
                    f"'{name}', row {number}, '{label}': the formula '{row.amount_formula}' is"
                    f" taken at its value {row.amount:g}"
                )
            exchanges.append((not row.is_quantitative_reference, found))
        exchanges.sort(key=lambda pair: (pair[0], pair[1].kind != "makes"))  # the reference first
        if process.parameters:
            self.remarks.append(f"'{name}': {len(process.parameters)} parameters are not imported")
        listed = process.tags if isinstance(process.tags, list) else ()
        tags = dict(str(tag).split(": ", 1) for tag in listed if ": " in str(tag))
        place = self.places.get(_key(process.location))
        sources = getattr(process.process_documentation, "sources", None) or ()
        return Activity(
            name,
            tuple(found for _, found in exchanges),
            tags.get("role", "step"),
            tags.get("scope", ""),
            str(place.code or "") if place else "",
            str(process.description or ""),
            "; ".join(str(source.name) for source in sources),
        )

    def _shares(self, name: str, process: Any) -> Mapping[str, float]:
        """Return the share of each product by the default method; causal ones are not carried."""
        methods, method = self.olca.AllocationType, process.default_allocation_method
        if method in (None, methods.NO_ALLOCATION, methods.USE_DEFAULT_ALLOCATION):
            method = methods.PHYSICAL_ALLOCATION
        if method == methods.CAUSAL_ALLOCATION:
            words = "causal allocation, row by row, is not imported; state its allocation"
            self.remarks.append(f"'{name}': {words}")
            return {}
        return {
            _key(factor.product): factor.value
            for factor in process.allocation_factors or ()
            if factor.allocation_type == method and is_number(factor.value)
        }

    def _exchange(self, row: Any, shares: Mapping[str, float]) -> InventoryExchange:
        types = self.olca.FlowType
        if not _key(row.flow):
            raise NotUnderstoodError("it names no flow")
        flow = self.flows.get(_key(row.flow))
        name = str((flow.name if flow else row.flow.name) or "")
        type_ = flow.flow_type if flow else row.flow.flow_type
        if not is_number(row.amount):
            raise NotUnderstoodError(f"its amount is '{row.amount}', not a number")
        if row.is_avoided_product:
            raise NotUnderstoodError("an avoided product is not part of a footprint")
        name_of_unit = str(getattr(row.unit, "name", "") or "")
        measure = known_unit(UNITS.get(name_of_unit, name_of_unit))
        if type_ == types.ELEMENTARY_FLOW:
            category = str((flow.category if flow else row.flow.category) or "").casefold()
            if row.is_input:
                raise NotUnderstoodError("a resource taken from nature carries no burden here")
            if category and "air" not in category:
                raise NotUnderstoodError(f"an emission to '{category}'; only those to air count")
            return InventoryExchange("emits", gas_of(name), row.amount, measure)
        if type_ not in (types.PRODUCT_FLOW, types.WASTE_FLOW):
            raise NotUnderstoodError("its flow is not in the package, so its type is unknown")
        waste = type_ == types.WASTE_FLOW
        if row.amount < 0:
            raise NotUnderstoodError(f"its amount {row.amount:g} is negative: a credit, or a sign")
        kind: Kind = "uses" if row.is_input else "makes"
        if waste:
            kind = "takes" if row.is_input else "wastes"
        output = kind in ("makes", "takes")
        provider = "" if output else self._provider(row, waste)
        return InventoryExchange(
            kind, name, row.amount, measure, provider, shares.get(_key(row.flow), 0.0)
        )

    def _provider(self, row: Any, waste: bool) -> str:
        """Return who delivers (or treats): the one that is named, or the only one there is."""
        if _key(row.default_provider) in self.names:
            return self.names[_key(row.default_provider)]
        if waste:  # without a provider it leaves, or is taken up free of burden
            return ""
        makers = self.makers.get(_key(row.flow), ())
        return self.names[makers[0]] if len(makers) == 1 else ""

    # --- what is wanted ------------------------------------------------------------------------

    def _demands(self) -> Iterator[Demand]:
        for system in self._each(self.olca.ProductSystem):
            process = self.processes.get(_key(system.ref_process))
            number = getattr(system.ref_exchange, "internal_id", None)
            rows = process.exchanges or () if process else ()
            row = next((r for r in rows if r.internal_id == number), None)
            text = str(getattr(system.target_unit, "name", "") or "")
            if process is None or row is None or row.flow is None:
                self.remarks.append(f"product system '{system.name}': its reference is unknown")
                continue
            if not is_number(system.target_amount):
                self.remarks.append(f"product system '{system.name}': its amount is not a number")
                continue
            yield Demand(str(row.flow.name), self.names[process.id], system.target_amount,
                         UNITS.get(text, text))  # fmt: skip


def _key(entity: Any) -> str:
    """Return an identifier; empty where there is none that can be one."""
    key = getattr(entity, "id", None)
    return key if isinstance(key, str) else ""
