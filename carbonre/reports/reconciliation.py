"""Meter against model as text and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from carbonre.accounts.reconcile import Comparison, Reconciliation
from carbonre.reports.files import table
from carbonre.reports.text import (
    Text,
    left,
    right,
    safe_text,
    signed,
    signed_percent,
    significant,
)

COLUMNS = (
    "plant", "period", "step", "flow", "unit", "meter", "model", "difference",
    "difference_percent", "kgCO2e", "verdict",
)  # fmt: skip
WIDTHS = (20, 18, 12, 12, 9, 12)


def reconciliation_csv(found: Reconciliation) -> str:
    """Return the comparisons as CSV, the heaviest first; a cell is empty where there is nothing."""
    plant, period = found.plant.name, found.plant.data.period.written
    rows = []
    for one in found.comparisons:
        amounts = (
            None if value is None else value / one.unit.factor
            for value in (one.meter, one.model, one.difference)
        )
        percent = None if one.share is None else 100 * one.share
        rows.append(
            (plant, period, one.step, one.flow, one.unit.text, *amounts, percent, one.kgco2e,
             one.verdict)
        )  # fmt: skip
    return table(COLUMNS, rows)


def reconciliation_text(found: Reconciliation) -> Iterator[Text]:
    """Yield the comparisons as a table for the terminal, and what was found in the meters."""
    data = found.plant.data
    yield Text(f"{safe_text(found.plant.name)}, {data.period}: meter against model", "heading")
    heads = ("flow", "step", "meter", "model", "apart", "kg CO2e")
    yield Text(_line(heads) + "  verdict", "dim")
    for one in found.comparisons:
        yield Text(_line(_cells(one)) + f"  {_words(one)}", "plain")
    for finding in found.findings:
        yield Text(f"warning: {finding.place}: {finding.meter}: {finding.message}", "plain")


def _line(cells: tuple[str, ...]) -> str:
    texts, numbers = zip(cells[:2], WIDTHS, strict=False), zip(cells[2:], WIDTHS[2:], strict=True)
    return "".join([*(left(t, w) for t, w in texts), *(right(t, w) for t, w in numbers)])


def _cells(one: Comparison) -> tuple[str, ...]:
    def amount(value: float | None) -> str:
        return "–" if value is None else significant(value / one.unit.factor)

    return (
        safe_text(f"{one.flow} [{one.unit.text}]"),
        safe_text(one.step),
        amount(one.meter),
        amount(one.model),
        "–" if one.share is None else signed_percent(one.share),
        "–" if one.kgco2e is None else signed(one.kgco2e),
    )


def _words(one: Comparison) -> str:
    if one.missing:
        months = "month" if one.missing == 1 else "months"
        return f"{one.verdict}: {one.missing} {months} not whole"
    return one.verdict
