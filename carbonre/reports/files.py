"""Footprints as CSV, ledger CSV and JSON."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from carbonre.core import tables
from carbonre.core.spreadsheets import FORMULA_STARTS
from carbonre.factors import editions
from carbonre.factors.rows import TABLES
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.ledger import COLUMNS
from carbonre.footprint.result import CSV_COLUMNS, Footprint


def escape_formula(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None or value != value else value  # noqa: PLR0124 - no number


def table(columns: Sequence[str], records: Iterable[Sequence[Any]]) -> str:
    """Return CSV text; floats in full precision."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([escape_formula(column) for column in columns])
    writer.writerows([escape_formula(cell) for cell in record] for record in records)
    return stream.getvalue()


def footprint_csv(results: Sequence[Footprint]) -> str:
    """Return the footprint CSV: one row per scenario and product."""
    records = (record for result in results for record in result.product_records())
    return table(CSV_COLUMNS, ([record[name] for name in CSV_COLUMNS] for record in records))


def ledger_csv(results: Sequence[Footprint]) -> str:
    """Return the ledger CSV: one row per exchange and factor."""
    rows = (row for result in results for row in result.ledger_rows)
    return table(COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in rows))


def used_csv(results: Sequence[Footprint]) -> str:
    """Return the factor rows that were used, and which of them are not the bundled ones."""
    ids = {row.factor_id for result in results for row in result.ledger_rows}
    rows = editions.used_rows(ids, results[0].system.factors)
    return table(editions.USED_COLUMNS, editions.used_records(rows))


def footprint_json(results: Sequence[Footprint]) -> str:
    """Return everything as JSON: products, ledger with shares, balances, notes."""
    scenarios = [_scenario(result) for result in results]
    plant = results[0].plant
    document = {
        "carbonre": 1,
        "plant": plant.name,
        "location": plant.data.location,
        "period": plant.data.period.written,
        "scenarios": scenarios,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _scenario(result: Footprint) -> dict[str, Any]:
    names = [item.name for item in result.products_sold]
    ledger = [
        {name: getattr(row, name) for name in COLUMNS}
        | {"shares": dict(zip(names, row.shares, strict=True))}
        for row in result.ledger_rows
    ]
    elements = [dataclasses.asdict(e) | {"unexplained": e.unexplained} for e in result.elements]
    energy = dataclasses.asdict(result.energy) | {"unexplained": result.energy.unexplained}
    runs = {
        step.name: {
            "process": step.process,
            "runs": run,
            "tells": {t.name: {"value": t.value, "unit": t.unit} for t in step.indicators},
        }
        for step, run in zip(result.system.steps, result.material.scaling, strict=True)
    }
    return {
        "scenario": result.scenario,
        "total": result.total,
        "products": [
            record
            | {"scope2_location_missing": result.not_located, "primary_data_share": part.primary}
            for record, part in zip(result.product_records(), data_quality(result)[1:], strict=True)
        ],
        "ledger": ledger,
        "steps": runs,
        "balances": {"elements": elements, "energy": energy},
        "exclusions": [note.text for note in result.exclusions],
        "gaps": [note.text for note in result.data_gaps],
        "untreated": [note.text for note in result.untreated_wastes],
        "drafts": [str(draft) for draft in result.drafts],
        "own_factors": [note.text for note in result.own_factors],
        "warnings": [str(note) for note in result.warnings],
        "notes": list(result.note_records()),
    }


def copy_tables(target: Path) -> list[Path]:
    """Copy the bundled factor tables into a folder that is new or empty; return the files."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in TABLES:
        source = tables.data_folder() / f"{name}.csv"
        (target / source.name).write_bytes(source.read_bytes())
        written.append(target / source.name)
    return written
