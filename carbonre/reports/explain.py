"""Any figure, down to its factor row, its line in the plant file and its source."""

from __future__ import annotations

from carbonre.core.scopes import CATEGORY_NAMES, LOCATION, Category
from carbonre.core.units import unit
from carbonre.factors.measurements import measurement
from carbonre.footprint.explain import Explanation
from carbonre.footprint.ledger import LedgerRow, step_label
from carbonre.footprint.result import Footprint
from carbonre.reports.text import Text, percent, safe_text, significant, tonnes
from carbonre.reports.weight_of_evidence import TITLE, or_reason, weight_text
from carbonre.system.steps import Step


def explanation_text(found: Explanation) -> list[Text]:
    """Return the rows behind a figure, then the indicators of its steps."""
    counted, item = found.counted, found.product
    amount, label = None, ""
    if item:
        per, label = found.result.compared_per(item.name, item.unit)
        amount = item.amount * per
    lines = [_title(found)]
    for row, value in found.rows:
        lines += _row(row, value, counted, amount, label)
    if amount:
        words = f"total {significant(counted / amount)} kg CO2e per {label}"
        lines.append(Text(f"{words} ({tonnes(counted)} t in the period)", "strong"))
    else:
        lines.append(Text(f"total {tonnes(counted)} t CO2e in the period", "strong"))
    result = found.result
    if item and found.step is None and found.flow is None:
        weight, reason = or_reason(result)
        lines += weight_text(result, weight, item.name)
        lines += [Text(f"{TITLE}: not calculated; {safe_text(reason, 300)}")] if reason else []
    for step, run in zip(result.system.steps, result.material.scaling, strict=True):
        if found.step in (None, step.name):
            lines += _step(result, step, run, full=found.step is not None)
    return lines


def _title(found: Explanation) -> Text:
    parts = [safe_text(found.result.plant.name), safe_text(found.result.scenario)]
    about = {"product": found.product and found.product.name, "step": found.step,
             "flow": found.flow}  # fmt: skip
    parts += [f"{what} {safe_text(value)}" for what, value in about.items() if value]
    return Text(", ".join(parts), "heading")


def _row(
    row: LedgerRow, value: float, counted: float, amount: float | None, label: str
) -> list[Text]:
    share = percent(value / counted, 1) if counted and row.counts else "memo"
    what = f"{safe_text(step_label(row.step))}: {safe_text(row.flow)}"
    gas = f" ({row.gas})" if row.gas != row.flow else ""
    scope = f"scope {row.scope}" + (f", {_category(row.category)}" if row.category else "")
    head = f"{share:>8}  {what}{gas}, {row.kind}, {scope}"
    factor = f" x {significant(row.factor)} {row.factor_unit}" if row.factor is not None else ""
    basis = f" ({safe_text(row.basis)})" if row.basis else ""
    body = f"{significant(row.amount)} {row.unit}{basis}{factor}"
    body += f" = {significant(row.kgCO2e / 1000)} t CO2e"
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


def _category(category: Category) -> str:
    if category == LOCATION:
        return "location-based"
    return f"category {category} {CATEGORY_NAMES[category]}"


def _step(result: Footprint, step: Step, run: float, full: bool) -> list[Text]:
    if not full and not step.indicators:
        return []
    lines = [Text(f"{safe_text(step.name)} ({step.process})", "heading")]
    for tell in step.indicators:
        shown = "" if tell.unit == "1" else tell.unit  # of a pure number
        value = float(tell.value) / (unit(shown).factor if shown else 1.0)
        lines.append(Text(f"  {safe_text(tell.name)}: {significant(value)} {shown}".rstrip()))
    if full:
        for row in step.defaults:
            source = f"{row.source}, {row.locator}" if row.locator else row.source
            words = f"  default {row.parameter}: {row.show(row.value or 0.0)} ({row.evidence};"
            words += f" {source}; {row.place})"
            if row.is_draft and not row.specified:
                meter = measurement("parameter", row.process, row.parameter)
                words += f"; measure: {meter.reading}"
            lines.append(Text(safe_text(words, 400)))
        for line in step.exchanges:
            measure = unit("kg") if line.kind == "emits" else result.system.flow_of(line.flow).unit
            amount = significant(line.amount * run / measure.factor)
            lines.append(Text(f"  {line.kind} {safe_text(line.flow)}: {amount} {measure.text}"))
    return lines
