"""A verification package: a folder with all inputs of a result, and how to calculate it again.

The results in it are calculated from the inputs in it, so a package that lacks something cannot
be made. It appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from carbonre.core import tables
from carbonre.core.errors import InputError, Place, Problem, Problems
from carbonre.factors.editions import USED_COLUMNS
from carbonre.factors.lookup import read_factors
from carbonre.factors.rows import TABLES
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import Plant
from carbonre.plant.reader import load
from carbonre.reports import files
from carbonre.reports.verifier.checklist import Item, checklist
from carbonre.reports.verifier.readme import command, readme
from carbonre.reports.versions import code_digest, requirements, versions
from carbonre.reports.weight_of_evidence import COLUMNS as WEIGHT_COLUMNS
from carbonre.reports.weight_of_evidence import of_results, records
from carbonre.reports.whole_folder import put, put_sums, whole_folder, written_files
from carbonre.reports.workbook.sheets import (
    DEFAULT_COLUMNS,
    Block,
    default_records,
    factor_records,
    sheets,
)
from carbonre.uncertainty.intervals import DRAWS

OWN = "own-factors"  # below inputs: what was named with --factors
TABLE_ENDS = (".csv", ".json", ".md", ".txt")
CHECKLIST_COLUMNS = (
    "standard", "clause", "item", "status", "stated", "where", "evidence", "source", "locator",
)  # fmt: skip


def write_pack(
    target: str,
    results: Sequence[Footprint],
    factors: Sequence[str] = (),
    *,
    drafts: bool = True,
    documents: Mapping[str, str | bytes] | None = None,
    draws: int = DRAWS,
) -> list[str]:
    """Write a verification package of the scenarios of one plant.

    Parameters
    ----------
    target : str
        A folder that is new or empty.
    results : sequence of Footprint
        One or more scenarios of one plant, read from a file.
    factors : sequence of str
        The factor files and folders that the results were calculated with, in their order.
    drafts : bool
        Whether the results were allowed to use drafts.
    documents : mapping, optional
        More files for the folder ``results``, by name, such as ``report.html``.
    draws : int
        For the weight of evidence; 0 for none.

    Returns
    -------
    list of str
        The files that were written, below `target`.

    Raises
    ------
    InputError
        If the folder is not empty or an input cannot be found; nothing is written then.

    Notes
    -----
    While the inputs are calculated anew, the working directory of the process is the folder of
    the pack; no other thread should rely on it meanwhile.
    """
    with whole_folder(target) as folder:
        _fill(folder, results, factors, drafts, documents or {}, draws)
    return written_files(target)


def _fill(
    folder: Path,
    results: Sequence[Footprint],
    factors: Sequence[str],
    drafts: bool,
    documents: Mapping[str, str | bytes],
    draws: int,
) -> None:
    plant = results[0].study.plant
    inputs = folder / "inputs"
    inputs.mkdir()
    name = _copy_plant(plant, inputs)
    own = [_copy_own(Path(file), index, inputs) for index, file in enumerate(factors, 1)]
    scenarios = [result.scenario for result in results]
    with contextlib.chdir(inputs):
        again = _calculated(name, own, scenarios, drafts)
        _must_agree(results, again)
        weights = of_results(again, draws)  # which calculates again, from the same files
        made = _results(again)
    _copy_tables(folder / "tables")
    if any(weight.of for weight in weights):
        made["weight_of_evidence.csv"] = files.table(WEIGHT_COLUMNS, records(again, weights))
    items = checklist(again[0], weights[0])
    made["checklist.csv"] = files.table(CHECKLIST_COLUMNS, map(_item, items))
    for file, content in {**documents, **made}.items():
        put(folder / "results" / file, content)
    put(folder / "versions.json", _json(versions() | {"carbonre code sha256": code_digest()}))
    put(folder / "requirements.txt", "".join(f"{line}\n" for line in requirements()))
    rerun = command(name, scenarios, own, drafts)
    put(folder / "README.md", readme(again, items, rerun, sorted({*documents, *made})))
    put_sums(folder)


# --- inputs ---------------------------------------------------------------------------------------


def _copy_plant(plant: Plant, inputs: Path) -> str:
    """Copy the plant file and every file that it names; return its name in the pack."""
    source = Path(plant.document.file)
    name = source.name if re.fullmatch(r"\w[\w.\- ]*", source.name) else "plant.yaml"
    _copy(source, inputs / name)
    folder = source.parent.resolve()
    for file in plant.named_files():
        path = (source.parent / file).resolve()
        # What is missing or lies outside stops the calculation below, if it is used.
        if path.is_file() and path.is_relative_to(folder) and ".." not in Path(file).parts:
            _copy(path, inputs / file)
    return name


def _copy_own(source: Path, index: int, inputs: Path) -> str:
    """Copy a file or folder of factors; return its name in the pack."""
    stem = re.sub(r"[^\w.\-]", "_", source.resolve().name)[:80]
    name = f"{OWN}/{index}-{stem}"
    if source.is_dir():
        for table in TABLES:
            if (source / f"{table}.csv").exists():
                _copy(source / f"{table}.csv", inputs / name / f"{table}.csv")
    else:
        _copy(source, inputs / name)
    return name


def _copy(source: Path, target: Path) -> None:
    try:
        content = source.read_bytes()
    except OSError as error:
        words = f"cannot be copied into the verification package: {error.strerror}"
        raise InputError([Problem(words, Place(str(source)), code="unreadable-file")]) from None
    put(target, content)


def _copy_tables(target: Path) -> None:
    source = tables.data_folder()
    for path in sorted(source.rglob("*")):
        known = path.suffix in TABLE_ENDS or path.name == "LICENSE"
        if path.is_file() and known:
            _copy(path, target / path.relative_to(source))


# --- results --------------------------------------------------------------------------------------


def _calculated(
    name: str, own: Sequence[str], scenarios: Sequence[str], drafts: bool
) -> list[Footprint]:
    problems = Problems()
    plant = load(name, problems)
    problems.raise_any()
    assert plant is not None
    tables = factors_of(plant, read_factors(*own))
    study = Study.of(plant, tables)
    found = [study.scenario(name).calculate(problems, drafts=drafts) for name in scenarios]
    problems.raise_any()
    return [result for result in found if result is not None]


def _must_agree(results: Sequence[Footprint], again: Sequence[Footprint]) -> None:
    """Refuse a pack whose inputs do not give the results, to the last digit."""
    for one, two in zip(results, again, strict=True):
        totals = [
            [(i.name, i.amount, i.scopes) for i in result.products_sold] for result in (one, two)
        ]
        if totals[0] != totals[1]:
            place = Place(one.plant.document.file)
            words = "has been changed since it was calculated, or other factor files were used"
            raise InputError([Problem(f"{one.scenario}: {words}", place, code="changed-inputs")])


def _results(again: Sequence[Footprint]) -> dict[str, str | bytes]:
    (quality,) = next(s for s in sheets(again, {}) if s.name == "data quality").blocks
    return {
        "footprint.csv": files.footprint_csv(again),
        "ledger.csv": files.ledger_csv(again),
        "footprint.json": files.footprint_json(again),
        "factors_used.csv": files.table(USED_COLUMNS, factor_records(again)),
        "defaults_used.csv": files.table(DEFAULT_COLUMNS, default_records(again)),
        "data_quality.csv": _block(quality),
    }


def _block(block: Block) -> str:
    return files.table(block.head, block.rows)


def _item(item: Item) -> list[str]:
    answer = item.answer
    return [item.standard, item.clause, item.item, answer.status, answer.words, answer.where,
            item.evidence, item.source, item.locator]  # fmt: skip


def _json(data: Mapping[str, str]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
