"""openLCA: an inventory as a JSON-LD package (a zip), written and read with olca-schema.

Steps are unit processes with allocation factors, so that the structure of the plant stays
visible; supplies and factors are processes of their own, and every product that is sold has a
product system. All identifiers follow from the names, so that two exports are the same bytes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from carbonre.core.units import unit
from carbonre.exchange.gases import elementary_flow
from carbonre.exchange.inventory import (
    NAMESPACE,
    Activity,
    Demand,
    Inventory,
    InventoryExchange,
    zipped,
)

NAMES = {"L": "l", "piece": "Item(s)"}  # what openLCA calls a unit of ours
REFERENCE = {"Units of mass": "kg", "Units of energy": "MJ", "Units of volume": "m3",
             "Units of mass*length": "t*km", "Units of area": "m2", "Units of items": "Item(s)",
             "Units of length": "m", "Units of time": "d"}  # fmt: skip
SAME_AS = {"Nm3": "m3", "Item(s)": "piece"}  # openLCA keeps gas volumes among the volumes
FOLDERS = {
    "Flow": "flows", "FlowProperty": "flow_properties", "ImpactCategory": "lcia_categories",
    "ImpactMethod": "lcia_methods", "Location": "locations", "Process": "processes",
    "ProductSystem": "product_systems", "Source": "sources", "UnitGroup": "unit_groups",
}  # fmt: skip


def write(inventory: Inventory) -> bytes:
    """Return the package as bytes.

    Parameters
    ----------
    inventory : Inventory
        Activities with their shares of the burden; amounts in their own units.

    Raises
    ------
    ModuleNotFoundError
        If olca-schema is not installed (``pip install 'carbonre[openlca]'``).
    """
    entities = _PackageWriter(inventory).entities()
    files = {"olca-schema.json": json.dumps({"version": 2}).encode()}
    for kind, entity in entities:
        files[f"{FOLDERS[kind]}/{entity.id}.json"] = entity.to_json().encode()
    return zipped(files)


class _Entities:
    """The entities of a package, each made when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        import olca_schema
        from olca_schema import units

        self.olca, self.units = olca_schema, units
        self.category = inventory.name
        self.stamp = f"{inventory.period or 2000}-12-31T00:00:00Z"
        self.found: dict[tuple[str, str], Any] = {}

    def new(self, kind: str, name: str, scope: tuple[str, ...] = (), **fields: Any) -> Any:
        """Return the entity of a kind with a name; `scope` tells apart what has the same name."""
        key = _identifier(kind, name, *scope)
        fields.setdefault("id", key)
        if (kind, key) not in self.found:
            self.found[kind, key] = getattr(self.olca, kind)(
                name=name, last_change=self.stamp, version="01.00.000", **fields
            )
        return self.found[kind, key]

    def measure(self, text: str) -> tuple[Any, Any]:
        """Return references to the unit and the quantity, and put both into the package.

        Units that openLCA brings along keep its own identifiers; others get a group of their own.
        """
        name = NAMES.get(text, text)
        known = self.units.unit_ref(name)
        group_ref, property_ref = self.units.group_ref(name), self.units.property_ref(name)
        if known is None or group_ref is None or property_ref is None:
            group_name, quantity, reference = f"Units of {text}", f"Quantity in {text}", text
            group_id, property_id = (
                _identifier("UnitGroup", text),
                _identifier("FlowProperty", text),
            )
        else:
            group_name, group_id = group_ref.name, group_ref.id
            quantity, property_id = property_ref.name, property_ref.id
            reference = REFERENCE.get(group_name, name)
        property_ = self.new(
            "FlowProperty", quantity, id=property_id,
            flow_property_type=self.olca.FlowPropertyType.PHYSICAL_QUANTITY,
            unit_group=self.olca.Ref(ref_type=self.olca.RefType.UnitGroup, id=group_id,
                                     name=group_name),
        )  # fmt: skip
        group = self.new("UnitGroup", group_name, id=group_id, units=[],
                          default_flow_property=property_.to_ref())  # fmt: skip
        for wanted in dict.fromkeys((reference, name)):
            if wanted not in {listed.name for listed in group.units}:
                group.units.append(self._unit(wanted, reference))
        listed = next(u for u in group.units if u.name == name)
        return self.olca.Ref(ref_type=self.olca.RefType.Unit, id=listed.id, name=name), property_

    def _unit(self, name: str, reference: str) -> Any:
        factor = (
            unit(SAME_AS.get(name, name)).factor / unit(SAME_AS.get(reference, reference)).factor
        )
        known = self.units.unit_ref(name)
        return self.olca.Unit(id=known.id if known else _identifier("Unit", name), name=name,
                              conversion_factor=factor, is_ref_unit=name == reference)  # fmt: skip

    def flow(self, name: str, measure: str, kind: str) -> Any:
        """Return a flow: an emission to air, a product or a waste of this plant."""
        types = self.olca.FlowType
        _, property_ = self.measure(measure)
        fields: dict[str, Any] = {
            "flow_properties": [
                self.olca.FlowPropertyFactor(
                    conversion_factor=1.0, flow_property=property_.to_ref(),
                    is_ref_flow_property=True,
                )
            ]
        }  # fmt: skip
        if kind == "emission":
            category = "Elementary flows/Emission to air/unspecified"
            formula = name if elementary_flow(name) != name else None
            return self.new("Flow", elementary_flow(name), flow_type=types.ELEMENTARY_FLOW,
                             category=category, formula=formula, **fields)  # fmt: skip
        waste = kind == "waste"
        type_ = types.WASTE_FLOW if waste else types.PRODUCT_FLOW
        return self.new("Flow", name, (self.category,), flow_type=type_,
                         category=self.category, **fields)  # fmt: skip

    def location(self, code: str) -> Any:
        """Return a reference to a place, or None where none is stated."""
        return self.new("Location", code, code=code).to_ref() if code else None


class _PackageWriter:
    """Writes the processes, product systems and the method of one inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory, self.made = inventory, _Entities(inventory)
        self.olca = self.made.olca
        self.scope = inventory.name, inventory.scenario
        self.kinds: dict[str, str] = {}  # flow -> product or waste
        for activity in inventory.activities:
            for exchange in activity.exchanges:
                if exchange.kind in ("wastes", "takes"):
                    self.kinds[exchange.flow] = "waste"

    def entities(self) -> list[tuple[str, Any]]:
        processes = {a.name: self._process(a) for a in self.inventory.activities}
        for demand in self.inventory.products:
            self._system(demand, processes)
        self._method()
        return [(kind, entity) for (kind, _), entity in self.made.found.items()]

    def _process(self, activity: Activity) -> Any:
        olca = self.olca
        documentation = olca.ProcessDocumentation(
            valid_from=f"{self.inventory.period}-01-01" if self.inventory.period else None,
            valid_until=f"{self.inventory.period}-12-31" if self.inventory.period else None,
        )
        if activity.source:
            source = self.made.new("Source", activity.source, text_reference=activity.source)
            documentation.sources = [source.to_ref()]
        exchanges = [
            self._exchange(number, exchange)
            for number, exchange in enumerate(activity.exchanges, 1)
        ]
        outputs = [e for e in activity.of("makes", "takes") if e.amount]
        reference = activity.exchanges.index((activity.outputs or (*activity.of("makes"),))[0])
        exchanges[reference].is_quantitative_reference = True
        tags = ["carbonre", f"role: {activity.role}"]
        tags += [f"scope: {activity.scope}"] if activity.scope else []
        types = olca.ProcessType
        type_ = types.LCI_RESULT if activity.role == "factor" else types.UNIT_PROCESS
        process = self.made.new(
            "Process", activity.name, self.scope,
            category=f"{self.inventory.name}/{self.inventory.scenario}/{activity.role}",
            description=activity.comment or None, exchanges=exchanges, tags=tags,
            process_type=type_,
            location=self.made.location(activity.location), process_documentation=documentation,
            last_internal_id=len(exchanges),
            default_allocation_method=olca.AllocationType.NO_ALLOCATION,
        )  # fmt: skip
        if len(outputs) > 1:
            process.default_allocation_method = olca.AllocationType.PHYSICAL_ALLOCATION
            process.allocation_factors = [
                olca.AllocationFactor(
                    allocation_type=olca.AllocationType.PHYSICAL_ALLOCATION,
                    product=self.made.flow(
                        e.flow, e.unit, self.kinds.get(e.flow, "product")
                    ).to_ref(),
                    value=e.share,
                )
                for e in outputs
            ]
        return process

    def _flow(self, exchange: InventoryExchange) -> Any:
        kind = "emission" if exchange.kind == "emits" else self.kinds.get(exchange.flow, "product")
        return self.made.flow(exchange.flow, exchange.unit, kind)

    def _exchange(self, number: int, exchange: InventoryExchange) -> Any:
        unit_ref, property_ = self.made.measure(exchange.unit)
        provider = None
        if exchange.provider:
            provider = self.olca.Ref(
                ref_type=self.olca.RefType.Process, name=exchange.provider,
                id=_identifier("Process", exchange.provider, *self.scope),
            )  # fmt: skip
        return self.olca.Exchange(
            internal_id=number,
            amount=exchange.amount,
            flow=self._flow(exchange).to_ref(),
            unit=unit_ref,
            flow_property=property_.to_ref(),
            is_input=exchange.kind in ("uses", "takes"),
            is_quantitative_reference=False,
            is_avoided_product=False,
            default_provider=provider,
            description=exchange.note or None,
        )

    # --- product systems and method ------------------------------------------------------------

    def _system(self, demand: Demand, processes: Mapping[str, Any]) -> None:
        olca, reference = self.olca, processes[demand.activity]
        reached = list(_reached(self.inventory, demand.activity))
        links = [
            olca.ProcessLink(
                exchange=olca.ExchangeRef(internal_id=exchange.internal_id),
                flow=exchange.flow, process=processes[name].to_ref(),
                provider=exchange.default_provider,
            )
            for name in reached
            for exchange in processes[name].exchanges
            if exchange.default_provider
        ]  # fmt: skip
        unit_ref, property_ = self.made.measure(demand.unit)
        made = (e for e in reference.exchanges if e.flow.name == demand.flow and not e.is_input)
        number = next(made).internal_id
        self.made.new(
            "ProductSystem", f"{demand.flow}, {self.inventory.scenario or 'baseline'}",
            self.scope, ref_process=reference.to_ref(), target_amount=demand.amount,
            ref_exchange=olca.ExchangeRef(internal_id=number), target_unit=unit_ref,
            target_flow_property=property_.to_ref(), process_links=links,
            processes=[processes[name].to_ref() for name in reached],
            category=self.inventory.name, description=self.inventory.comment or None,
        )  # fmt: skip

    def _method(self) -> None:
        """The GWPs of the run, so that openLCA's sum is ours."""
        olca, gwp = self.olca, self.inventory.gwp
        name = f"Global warming potential, {gwp or 'as exported'}"
        factors = []
        for gas, potential in self.inventory.potentials.items():
            if potential is not None:
                unit_ref, property_ = self.made.measure("kg")
                factors.append(
                    olca.ImpactFactor(flow=self.made.flow(gas, "kg", "emission").to_ref(),
                                      flow_property=property_.to_ref(), unit=unit_ref,
                                      value=potential)
                )  # fmt: skip
        category = self.made.new("ImpactCategory", name, self.scope, ref_unit="kg CO2e",
                             impact_factors=factors)  # fmt: skip
        self.made.new("ImpactMethod", f"carbonre, {name}", self.scope,
                  impact_categories=[category.to_ref()])  # fmt: skip


def _identifier(kind: str, *names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, json.dumps([kind, *names])))


def _reached(inventory: Inventory, start: str) -> Iterator[str]:
    """Yield the activity and everything that it draws on, each once."""
    by_name = {activity.name: activity for activity in inventory.activities}
    waiting, seen = [start], {start}
    while waiting:
        name = waiting.pop()
        yield name
        for exchange in by_name[name].exchanges:
            if exchange.provider and exchange.provider not in seen:
                seen.add(exchange.provider)
                waiting.append(exchange.provider)
