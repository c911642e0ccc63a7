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
    width,
)

COLUMNS = (
    "plant", "period", "step", "flow", "unit", "meter", "model", "difference",
    "difference_percent", "kgCO2e", "verdict",
)  # fmt: skip
WIDTHS = (12, 12, 9, 12)


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
    lines = [heads, *map(_cells, found.comparisons)]
    names = tuple(max(width(line[column]) for line in lines) + 2 for column in (0, 1))
    yield Text(_line(heads, names) + "  verdict", "dim")
    for one, line in zip(found.comparisons, lines[1:], strict=True):
        yield Text(_line(line, names) + f"  {_words(one)}", "plain")
    for finding in found.findings:
        yield Text(f"warning: {finding.place}: {finding.meter}: {finding.message}", "plain")


def _line(cells: tuple[str, ...], names: tuple[int, ...]) -> str:
    texts = (left(text, columns) for text, columns in zip(cells, names, strict=False))
    numbers = (right(text, columns) for text, columns in zip(cells[2:], WIDTHS, strict=True))
    return "".join([*texts, *numbers])


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
