"""Any figure, down to its factor row, its line in the plant file and its source."""

from __future__ import annotations

from carbonre.core.units import unit
from carbonre.footprint.contributions import carried, total
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.result import Footprint
from carbonre.reports.text import Text, percent, safe_text, significant
from carbonre.system.steps import Step


def explanation(
    result: Footprint, product: str | None = None, step: str | None = None, flow: str | None = None
) -> list[Text]:
    """Return the ledger rows behind a product, a step or a flow, the largest first."""
    index = [item.name for item in result.products_sold].index(product) if product else None
    rows = [
        row
        for row in result.ledger_rows
        if (step is None or row.step == step) and (flow is None or row.flow == flow)
    ]
    lines = [_title(result, product, step, flow)]
    weights = {id(row): carried(row, index) for row in rows}
    counted = total(rows, index)
    amount = result.products_sold[index].amount if index is not None else None
    label = result.products_sold[index].unit.text if index is not None else ""
    for row in sorted(rows, key=lambda row: (not row.counts, -abs(weights[id(row)]))):
        if weights[id(row)] or not row.counts:
            lines += _row(row, weights[id(row)], counted, amount, label)
    if amount:
        words = f"together {significant(counted / amount)} kg CO2e per {label}"
        lines.append(Text(f"{words} ({significant(counted / 1000)} t in the period)", "strong"))
    else:
        lines.append(Text(f"together {significant(counted / 1000)} t CO2e in the period", "strong"))
    for found, run in zip(result.system.steps, result.material.scaling, strict=True):
        if step is None or found.name == step:
            lines += _step(result, found, run, full=step is not None)
    return lines


def _title(result: Footprint, product: str | None, step: str | None, flow: str | None) -> Text:
    parts = [safe_text(result.plant.name), safe_text(result.scenario)]
    parts += [f"{what} {safe_text(value)}" for what, value in
              (("product", product), ("step", step), ("flow", flow)) if value]  # fmt: skip
    return Text(", ".join(parts), "heading")


def _row(
    row: LedgerRow, value: float, counted: float, amount: float | None, label: str
) -> list[Text]:
    share = percent(value / counted, 1) if counted and row.counts else "memo"
    what = f"{safe_text(row.step) or 'traded'}: {safe_text(row.flow)}"
    gas = f" ({row.gas})" if row.gas != row.flow else ""
    scope = f"scope {row.scope}" + (f", {_category(row.category)}" if row.category else "")
    head = f"{share:>8}  {what}{gas}, {row.kind}, {scope}"
    factor = f" x {significant(row.factor)} {row.factor_unit}" if row.factor is not None else ""
    body = f"{significant(row.amount)} {row.unit}{factor} = {significant(row.kgCO2e / 1000)} t CO2e"
    if amount and value:
        body += f"; {significant(value / amount)} kg per {label}"
    origin = f"amount {row.origin}, {row.plant_line}; factor {row.factor_id or 'none'}"
    origin += f" ({row.factor_row or 'no row'})"
    return [
        Text(head, "strong"),
        Text(f"{'':10}{body}"),
        Text(f"{'':10}{safe_text(origin, 300)}", "dim"),
        Text(f"{'':10}{safe_text(row.source, 300)}", "dim"),
    ]


def _category(category: str) -> str:
    return "by the grid" if category == "location" else f"category {category}"


def _step(result: Footprint, step: Step, run: float, full: bool) -> list[Text]:
    if not full and not step.indicators:
        return []
    lines = [Text(f"{safe_text(step.name)} ({step.process})", "heading")]
    for tell in step.indicators:
        value = float(tell.value) / (unit(tell.unit).factor if tell.unit else 1.0)
        lines.append(Text(f"  {safe_text(tell.name)}: {significant(value)} {tell.unit}".rstrip()))
    if full:
        for row in step.defaults:
            source = f"{row.source}, {row.locator}" if row.locator else row.source
            words = f"  default {row.parameter}: {row.show(row.value or 0.0)} ({row.evidence};"
            words += f" {source}; {row.place})"
            lines.append(Text(safe_text(words, 300)))
        for line in step.exchanges:
            measure = unit("kg") if line.kind == "emits" else result.system.flow_of(line.flow).unit
            amount = significant(line.amount * run / measure.factor)
            lines.append(Text(f"  {line.kind} {safe_text(line.flow)}: {amount} {measure.text}"))
    return lines
