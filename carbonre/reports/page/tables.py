"""The tables of a report as plain cells, from the ledger and the balances."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from carbonre.core.scopes import CATEGORY_NAMES, Category, Scope
from carbonre.core.units import per_unit
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.footprint.carbon_flows import SOURCES, CarbonFlows, source_of
from carbonre.footprint.contributions import totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.result import Footprint
from carbonre.reports.figures import charts
from carbonre.reports.language import Language
from carbonre.reports.text import amount_text, part_of, signed_percent, significant, tonnes
from carbonre.uncertainty.intervals import Interval

CLOSED = 1e-9  # an unexplained share below it is one of arithmetic
PRODUCTS = 6  # columns
MOST = 12  # rows of a list that is about what is large
SCOPES = ("emitted", "energy", "material")  # the colours of scopes 1, 2 and 3
Kind = Literal["text", "number", "bar", "code", "unit", "long"]


@dataclass(frozen=True)
class Table:
    """Heads with the kind of their columns, and rows of cells; a bar is SVG that we have made."""

    heads: Sequence[tuple[str, Kind]]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    foot: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def products(result: Footprint, found: Mapping[str, Interval], say: Language) -> Table:
    """Return what is sold with its footprint, the median and interval of its draws, and scopes."""
    heads: list[tuple[str, Kind]] = [
        (say("product"), "text"), (say("sold"), "number"), (say("kg CO2e per unit"), "number"),
        (say("per"), "unit"), (say("median"), "number"), (say("P5 to P95"), "number"),
        (say("scope 1"), "number"), (say("scope 2"), "number"), (say("scope 3"), "number"),
        (say("scope 2, location-based"), "number"), (say("scopes"), "bar"),
    ]  # fmt: skip
    tops = []
    for item in result.products_sold:
        per, _ = per_unit(item.unit)
        drawn = found.get(item.name)
        tops.append(max(item.total, drawn.high if drawn else 0.0) / per)
    whole = max(tops, default=1.0)
    rows = []
    for item in result.products_sold:
        per, label = result.compared_per(item.name, item.unit)
        median = span = "–"
        located = item.scope2_location
        scopes = [scope / per for scope in item.scopes]
        bar = charts.strip(list(zip(SCOPES, scopes, strict=True)), whole)
        if (drawn := found.get(item.name)) is not None:
            low, high, median = drawn.low / per, drawn.high / per, significant(drawn.median / per)
            span = f"{significant(low)} – {significant(high)}"
            bar += charts.interval(low, item.total / per, high, whole, span)
        rows.append([
            say.flow(item.name), amount_text(item.amount * item.unit.factor, item.unit, label),
            significant(item.total / per), label,
            median, span,
            *(significant(scope) for scope in scopes),
            "–" if located is None else significant(located / per), bar,
        ])  # fmt: skip
    return Table(heads, rows)


def scenarios(results: Sequence[Footprint], say: Language) -> Table:
    """Return the scenarios beside the first one."""
    base = results[0]
    some = base.products_by_rank[:PRODUCTS]
    heads: list[tuple[str, Kind]] = [
        (say("scenario"), "long"), (say("plant, t CO2e"), "number"), (say("change"), "number"),
        ("", "bar"),
    ]  # fmt: skip
    per_product = (
        f"{say.flow(item.name)}, kg CO2e/{base.compared_per(item.name, item.unit)[1]}"
        for item in some
    )
    heads += [(words, "number") for words in per_product]
    whole = max((result.total for result in results), default=1.0)
    rows = []
    for result in results:
        cells = {item.name: item.total / per_unit(item.unit)[0] for item in result.products_sold}
        entry = result.plant.data.scenarios.get(result.scenario)
        note = f" – {entry.note}" if entry and entry.note else ""
        change = (
            signed_percent(result.total / base.total - 1)
            if result is not base and base.total
            else ""
        )
        colour = "level" if result is base else "less" if result.total < base.total else "more"
        rows.append([
            result.scenario + note, tonnes(result.total), change,
            charts.strip([(colour, result.total)], whole),
            *(significant(cells[item.name]) if item.name in cells else "–" for item in some),
        ])  # fmt: skip
    return Table(heads, rows)


def contributions(result: Footprint, key: str, say: Language) -> Table:
    """Return what each step, flow, gas or scope adds to the plant, split by how it enters."""
    found = largest(result, key, say)
    whole = max((abs(bar.value) for bar in found), default=1.0)
    rows = [
        [bar.name, charts.strip(bar.parts, whole), bar.words, part_of(bar.value, result.total)]
        for bar in found
    ]
    heads: list[tuple[str, Kind]] = [
        (say(key), "text"), ("", "bar"), ("t CO2e", "number"), ("%", "number"),
    ]  # fmt: skip
    foot = [say("total"), "", tonnes(result.total), ""]
    return Table(heads, rows, say(f"by {key}"), foot)


def per_product(result: Footprint, say: Language) -> Table:
    """Return what each flow adds to a unit of each product, the largest of the plant first."""
    some = [
        (result.products_sold.index_of(item.name), item)
        for item in result.products_by_rank[:PRODUCTS]
    ]
    name_of = functools.cache(say.flow)
    sums = [
        totals(result.ledger_rows, lambda row: name_of(row.flow), index)
        for index, _ in enumerate(result.products_sold)
    ]
    by_flow = {flow: [of[flow] for of in sums] for flow in (sums[0] if sums else ())}
    ordered = sorted(by_flow, key=lambda flow: (-abs(math.fsum(by_flow[flow])), flow))
    shown, others = ordered[:MOST], ordered[MOST:]
    units = [item.amount * per_unit(item.unit)[0] for item in result.products_sold]
    rows = [[flow, *(significant(by_flow[flow][i] / units[i]) for i, _ in some)] for flow in shown]
    if others:
        rest = [math.fsum(by_flow[flow][i] for flow in others) / units[i] for i, _ in some]
        rows.append([say("other"), *map(significant, rest)])
    heads: list[tuple[str, Kind]] = [(say("flow"), "text")]
    for _, item in some:
        words = f"{say.flow(item.name)}, kg CO2e/{result.compared_per(item.name, item.unit)[1]}"
        heads.append((words, "number"))
    foot = [
        say("total"),
        *(significant(item.total * item.amount / units[i]) for i, item in some),
    ]
    return Table(heads, rows, say("by flow and product"), foot)


def largest(result: Footprint, key: str, say: Language) -> list[charts.Bar]:
    """Return what is largest by step, flow, gas or scope [t CO2e], and the rest as one."""

    def name_of(row: LedgerRow) -> str:
        name = _named(row.scope, row.category, say) if key == "scope" else getattr(row, key)
        return say.flow(name) if key in ("flow", "gas") else name or say("resold")

    sums: dict[str, dict[str, float]] = {}
    found = totals(result.ledger_rows, lambda row: (name_of(row), source_of(row)))
    for (name, source), value in found.items():
        sums.setdefault(name, {})[source] = value
    bars = [_bar(name, [of]) for name, of in sums.items()]
    bars.sort(key=lambda bar: (-abs(bar.value), bar.name))
    if len(bars) <= MOST + 1:
        return bars
    others = {bar.name for bar in bars[MOST:]}
    return [*bars[:MOST], _bar(say("other"), [sums[name] for name in sums if name in others])]


def _bar(name: str, sums: Sequence[Mapping[str, float]]) -> charts.Bar:
    parts = tuple((s, math.fsum(of.get(s, 0.0) for of in sums)) for s in SOURCES)
    return charts.Bar(name, parts, tonnes(math.fsum(value for _, value in parts)))


def _named(scope: Scope, category: Category, say: Language) -> str:
    words = say(f"scope {scope}")
    return f"{words}.{category} {say(CATEGORY_NAMES.get(category, ''))}" if category else words


def materials(result: Footprint, say: Language) -> Table:
    """Return what is bought, without energy, and what it adds."""
    bought = (row for row in result.ledger_rows if row.kind != "emission")
    carbon = totals(bought, lambda row: row.flow)
    found = []
    for flow, balance in result.material.flows.items():
        known = result.system.flow_of(flow)
        if balance.bought and known.kind not in ENERGY_KINDS:
            found.append((flow, balance.bought, known, carbon.get(flow, 0.0)))
    found.sort(key=lambda entry: (-entry[3], -entry[1]))
    excluded = result.plant.data.exclude
    rows = [
        [say.flow(flow), amount_text(amount, known.unit), say.basis(known.basis),
         say("excluded") if flow in excluded else tonnes(value)]
        for flow, amount, known, value in found
    ]  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("purchased"), "text"), (say("amount"), "number"), (say("basis"), "text"),
        ("t CO2e", "number"),
    ]  # fmt: skip
    return Table(heads, rows, say("materials and water"))


def wastes(result: Footprint, say: Language) -> Table:
    """Return every waste, how much of it is made, and its fate."""
    recipients: dict[str, list[str]] = {}
    for step in result.system.steps:
        if step.scaling_rule.by in ("takes", "treats"):
            recipients.setdefault(step.scaling_rule.flow, []).append(step.name)
    rows = []
    for flow, balance in result.material.flows.items():
        if not balance.wasted:
            continue
        known = result.system.flow_of(flow)
        fates = [say("goes to {step}", step=name) for name in recipients.get(flow, [])]
        if balance.used:
            fates.append(say("used in the plant"))
        if balance.untreated:
            words = say("untreated")
            if known.emitted_as:
                words = say("emitted as {gas}", gas=known.emitted_as)
            elif flow in result.plant.data.supply:
                words = say("treated by others")
            part = "" if fates == [] else f"{amount_text(balance.untreated, known.unit)} "
            fates.append(part + words)
        cells = [say.flow(flow), amount_text(balance.wasted, known.unit), "; ".join(fates)]
        rows.append((balance.wasted, cells))
    rows.sort(key=lambda pair: -pair[0])
    heads: list[tuple[str, Kind]] = [
        (say("waste"), "text"), (say("generated"), "number"), (say("fate"), "long"),
    ]  # fmt: skip
    return Table(heads, [cells for _, cells in rows], say("waste and effluents"))


def energy(result: Footprint, say: Language) -> Table:
    """Return the energy that is bought, less what is sold, in the unit of the place."""
    measure = result.energy_unit
    found = []
    for flow, balance in result.material.flows.items():
        known, net = result.system.flow_of(flow), balance.bought - balance.sold
        if known.kind in ENERGY_KINDS and net:
            basis = f" ({say.basis(known.basis)})" if known.basis else ""
            found.append((say.flow(flow) + basis, net, known))
    found.sort(key=lambda entry: -entry[1])
    total = math.fsum(net for _, net, _ in found)
    rows = [
        [flow, charts.strip([("energy", net)], max(total, 1e-30)), amount_text(net, known.unit),
         significant(net / measure.factor), part_of(net, total)]
        for flow, net, known in found
    ]  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("energy"), "text"), ("", "bar"), (say("net purchase"), "number"),
        (measure.text, "number"), ("%", "number"),
    ]  # fmt: skip
    return Table(
        heads, rows, say("energy"), [say("total"), "", "", significant(total / measure.factor), ""]
    )


def balances(result: Footprint, say: Language) -> Table:
    """Return the plant's own balances, with what is unexplained."""
    rows = [
        [say("water") if e.element == "H2O" else e.element, tonnes(e.entered), tonnes(e.sold),
         tonnes(e.wasted), tonnes(e.emitted),
         tonnes(e.unexplained if abs(e.gap) > CLOSED else 0.0), signed_percent(e.gap)]
        for e in result.elements
        if e.entered or e.sold or e.wasted or e.emitted
    ]  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("element"), "text"), (say("in, t"), "number"), (say("sold, t"), "number"),
        (say("waste, t"), "number"), (say("to air, t"), "number"),
        (say("unexplained, t"), "number"), ("%", "number"),
    ]  # fmt: skip
    return Table(heads, rows, say("balances"))


def links(found: CarbonFlows, result: Footprint, say: Language) -> Table:
    """Return the burden that each flow carries, and the intensity of the flow."""
    pools = result.carbon.supply_mix
    sums: dict[str, list[float]] = {}
    for link in found.links:
        if not link.is_service:
            sums.setdefault(link.flow, []).append(link.kgco2e)
    rows = []
    for link in found.links:
        measure = result.system.flow_of(link.flow).unit
        per, label = per_unit(measure)
        each = ""
        if not link.is_service and pools.get(link.flow):
            value = math.fsum(sums[link.flow]) / pools[link.flow] * measure.factor
            each = f"{significant(value / per)} kg/{label}"
        target = link.target or say("sold")
        flow = say.flow(link.flow)
        flow = say("treatment of {flow}", flow=flow) if link.is_service else flow
        rows.append([link.source, flow, target, tonnes(link.kgco2e), each])
    heads: list[tuple[str, Kind]] = [
        (say("from"), "text"), (say("flow"), "text"), (say("to"), "text"), ("t CO2e", "number"),
        (say("intensity, CO2e"), "number"),
    ]  # fmt: skip
    return Table(heads, rows, say("carbon between steps"))
