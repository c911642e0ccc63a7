"""Footprints as CSV, ledger CSV and JSON; written whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from carbonre.core import tables
from carbonre.core.errors import Place, Problems
from carbonre.factors import editions
from carbonre.factors.rows import TABLES
from carbonre.footprint.ledger import COLUMNS
from carbonre.footprint.result import CSV_COLUMNS, Footprint

# A spreadsheet runs a cell that begins so; an apostrophe keeps it a text (OWASP ASVS 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


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
    records = (record for result in results for record in result.records())
    return table(CSV_COLUMNS, ([record[name] for name in CSV_COLUMNS] for record in records))


def ledger_csv(results: Sequence[Footprint]) -> str:
    """Return the ledger CSV: one row per exchange and factor."""
    rows = (row for result in results for row in result.ledger_rows)
    return table(COLUMNS, ([getattr(row, name) for name in COLUMNS] for row in rows))


def used_csv(results: Sequence[Footprint]) -> str:
    """Return the factor rows that were used, and which of them are not the shipped ones."""
    ids = {row.factor_id for result in results for row in result.ledger_rows}
    rows = editions.used_rows(ids, results[0].system.factors)
    return table(editions.USED_COLUMNS, editions.used_records(rows))


def footprint_json(results: Sequence[Footprint]) -> str:
    """Return everything as JSON: products, ledger with shares, balances, what is left out."""
    scenarios = [_scenario(result) for result in results]
    plant = results[0].plant
    document = {
        "carbonre": 1,
        "plant": plant.name,
        "location": plant.data.location,
        "period": plant.data.period,
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
        "products": list(result.records()),
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
    """Copy the shipped factor tables into a folder that is new or empty; return the files."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in TABLES:
        source = tables.data_folder() / f"{name}.csv"
        (target / source.name).write_bytes(source.read_bytes())
        written.append(target / source.name)
    return written


def check_target(target: str, inputs: Iterable[str], problems: Problems) -> None:
    """Refuse an output path that is a directory, a link, an input, or in no folder."""
    if target == "-":
        return
    words = ""
    try:
        path = Path(target)
        if path.is_symlink():
            words = "is a symbolic link; name the file itself"
        path = path.resolve()
        if words:
            pass
        elif path.is_dir():
            words = "is a directory; name a file in it"
        elif not path.resolve().parent.is_dir():
            words = "lies in a directory that does not exist"
        elif path.exists() and not path.is_file():
            words = "is no regular file"
        elif any(Path(name).exists() and path.exists() and path.samefile(name) for name in inputs):
            words = "is one of the inputs; choose another name"
    except (OSError, ValueError):
        words = "is not the name of a file"
    if words:
        problems.add(f"cannot be written: it {words}", Place(target))


def folder_fault(target: str) -> str:
    """Return why nothing can be written into a folder, which may be a new one; or nothing."""
    try:
        path = Path(target)
        if path.is_symlink():
            return "is a symbolic link; name the folder itself"
        if path.exists() and not path.is_dir():
            return "is a file; name a new folder"
        if not path.resolve().parent.is_dir():
            return "lies in a directory that does not exist"
    except (OSError, ValueError):
        return "is not the name of a folder"
    return ""


def write(outputs: Sequence[tuple[str, str | bytes]]) -> None:
    """Write all outputs, each whole or not at all; ``-`` is standard output.

    Every file is first written beside its target, so that a full disk leaves the old ones alone.
    """
    ready: list[tuple[str, str]] = []
    try:
        for target, content in outputs:
            if target == "-":
                _to_stdout(content)
                continue
            path = Path(target).resolve()
            try:
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
            except OSError as error:
                error.filename = target  # nobody has heard of the temporary one
                raise
            ready.append((name, str(path)))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
                stream.flush()
                os.fsync(stream.fileno())
            # A temporary file is private; the result has the rights of any new file.
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
        for name, final in ready:
            Path(name).replace(final)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)


def _to_stdout(content: str | bytes) -> None:
    if isinstance(content, str):
        sys.stdout.write(content)
        return
    sys.stdout.flush()  # what is text goes through a buffer of its own, above this one
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
