"""A verification package: a folder with all inputs of a result, and how to calculate it again.

The results in it are calculated from the inputs in it, so a package that lacks something cannot
be made. It appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
from carbonre.reports.targets import folder_fault
from carbonre.reports.verifier.checklist import Item, checklist
from carbonre.reports.verifier.readme import command, readme
from carbonre.reports.versions import code_digest, requirements, versions
from carbonre.reports.weight_of_evidence import COLUMNS as WEIGHT_COLUMNS
from carbonre.reports.weight_of_evidence import of_results, records
from carbonre.reports.workbook.sheets import (
    DEFAULT_COLUMNS,
    Block,
    default_records,
    factor_records,
    sheets,
)
from carbonre.uncertainty.intervals import DRAWS

SUMS = "SHA256SUMS"
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
    fault = folder_fault(target, empty=True)
    if fault:
        raise InputError(
            [Problem(f"cannot be written: it {fault}", Place(target), code="unwritable-output")]
        )
    path = Path(target).resolve()
    try:
        half = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:40]}."))
    except OSError as error:
        error.filename = target  # the user does not know the temporary one
        raise
    try:
        _fill(half, results, factors, drafts, documents or {}, draws)
        mask = os.umask(0)
        os.umask(mask)
        half.chmod(0o777 & ~mask)  # a temporary folder is private
        if path.is_dir():
            path.rmdir()
        half.rename(path)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())


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
        _put(folder / "results" / file, content)
    _put(folder / "versions.json", _json(versions() | {"carbonre code sha256": code_digest()}))
    _put(folder / "requirements.txt", "".join(f"{line}\n" for line in requirements()))
    rerun = command(name, scenarios, own, drafts)
    _put(folder / "README.md", readme(again, items, rerun, sorted({*documents, *made})))
    _put(folder / SUMS, "".join(_sums(folder)))


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
    _put(target, content)


def _put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


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


def _sums(folder: Path) -> Iterator[str]:
    """Yield the lines that `sha256sum -c` reads, for every file of the pack."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            name = path.relative_to(folder).as_posix()
            quoted = name.replace("\\", r"\\").replace("\n", r"\n").replace("\r", r"\r")
            yield f"{'' if quoted == name else chr(92)}{digest}  {quoted}\n"
