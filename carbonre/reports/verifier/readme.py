"""The README of a verification package: its contents, how to run it again, the checklist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.plant.format import BASELINE
from carbonre.reports.text import amount_text, safe_text, significant
from carbonre.reports.verifier.checklist import Item
from carbonre.reports.versions import version_of

# The sheets of the workbook, and where the package has the same.
PLACES = {
    "summary": "README.md",
    "products": "results/footprint.csv",
    "ledger": "results/ledger.csv",
    "factors used": "results/factors_used.csv",
    "data quality": "results/data_quality.csv",
    "weight of evidence": "results/weight_of_evidence.csv",
    "notes": "results/footprint.json",
    "plant file": "inputs/",
}
FILES = {
    "footprint.csv": "one row per scenario and product",
    "ledger.csv": "one row per exchange and factor; every figure is a sum of them",
    "footprint.json": "all of it, with each product's share of each row, balances and notes",
    "factors_used.csv": "every factor and GWP that was applied, with its source",
    "defaults_used.csv": "every default of a process that was used, with its source",
    "data_quality.csv": "shares by origin of amounts, kind and evidence of factors",
    "weight_of_evidence.csv": "what drafts leave open of each figure, and what to measure first",
    "checklist.csv": "the checklist below",
}
FOLDER = "from carbonre.core import tables; print(tables.data_folder())"
MARKS = {"stated": "[x]", "in part": "[ ] in part:", "missing": "[ ] missing:",
         "not read": "[ ] not read:", "does not apply": "[x] does not apply:"}  # fmt: skip


def command(
    plant: str, scenarios: Sequence[str], own: Sequence[str] = (), drafts: bool = True
) -> list[str]:
    """Return the arguments that calculate the inputs again, from the folder ``inputs``."""
    words = ["carbonre", "calc", plant]
    words += [f"--scenario={scenario}" for scenario in scenarios if scenarios != [BASELINE]]
    words += [f"--factors={file}" for file in own]
    return words + ([] if drafts else ["--no-drafts"])


def markdown(text: str) -> str:
    """Return a text that Markdown shows and does not act on."""
    shown = safe_text(text.replace("\n", " ").replace("\t", " "), 300)
    shown = re.sub(r"([\\`*_{}\[\]<>#|~!&@])", r"\\\1", shown)
    return re.sub(r"(?i)(:)(?=//)|(\.)(?<=\bwww\.)", r"\\\g<0>", shown)


def readme(
    results: Sequence[Footprint], items: Sequence[Item], rerun: Sequence[str], made: Sequence[str]
) -> str:
    """Return the page as Markdown."""
    first, data = results[0], results[0].plant.data
    oxides = ", ".join(map(markdown, first.counted_as_oxides))
    basis = f" Per unit of the rare-earth oxides contained (REO): {oxides}." if oxides else ""
    lines = [
        f"# Carbon footprint of {markdown(first.plant.name)}: verification package",
        "",
        f"{data.location}, {data.period}; GWP set {data.gwp}; allocation by"
        f" {markdown(allocation_words(data.allocation))}; boundary {data.boundary}."
        f" Calculated with carbonre {version_of('carbonre')} from the files in `inputs/`.{basis}",
        "",
        "| scenario | product | sold | kg CO2e per unit | drafts |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        for item in result.products_sold:
            per, label = result.compared_per(item.name, item.unit)
            sold = amount_text(item.amount * item.unit.factor, item.unit, label)
            total = f"{significant(item.total / per)} per {label}"
            cells = (markdown(result.scenario), markdown(item.name), sold, total,
                     str(len(item.drafts)))  # fmt: skip
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *_rerun(rerun), "", *_files(made), "", *_checklist(items, made)]
    return "\n".join(lines) + "\n"


def _rerun(rerun: Sequence[str]) -> list[str]:
    outputs = [
        "--csv",
        "../again.csv",
        "--ledger",
        "../again-ledger.csv",
        "--json",
        "../again.json",
    ]
    code = [
        "sha256sum -c SHA256SUMS",
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        "PATH=$PWD/.venv/bin:$PATH",
        f"diff -r tables \"$(python3 -c '{FOLDER}')\"",
        "cd inputs",
        shlex.join([*rerun, *outputs]),
        "cmp ../again.csv ../results/footprint.csv",
        "cmp ../again-ledger.csv ../results/ledger.csv",
        "cmp ../again.json ../results/footprint.json",
    ]
    longest = max((len(run) for run in re.findall("`+", shlex.join(rerun))), default=0)
    fence = "`" * max(3, longest + 1)
    return [
        "## Run it again",
        "",
        "From this folder; no line may report a difference. `requirements.txt` names the versions"
        " that were used, and `versions.json` the SHA-256 of the code of carbonre itself; a"
        " carbonre that is not on the package index is installed from its source first.",
        "",
        f"{fence}sh",
        *code,
        fence,
    ]


def _files(made: Sequence[str]) -> list[str]:
    lines = [
        "## Contents",
        "",
        "| file | what it is |",
        "|---|---|",
        "| `inputs/` | the plant file, and the files of factors and suppliers that it needs |",
        "| `tables/` | the factor tables and tables of defaults that came with carbonre |",
    ]
    lines += [f"| `results/{file}` | {FILES.get(file, 'a report')} |" for file in made]
    return [
        *lines,
        "| `versions.json`, `requirements.txt` | what it was calculated with |",
        "| `SHA256SUMS` | the SHA-256 of every file |",
    ]


def _checklist(items: Sequence[Item], made: Sequence[str]) -> list[str]:
    pages = [f"results/{file}" for file in made if file.endswith(".html")]
    places = PLACES | ({"report as a page": pages[0]} if pages else {})
    lines = [
        "## Checklist",
        "",
        "What standards and rules ask of a report, in words of our own, and what this result says"
        " to it; a tick means stated, not verified and not conforming. The wording of the items is"
        " recalled or taken from a register, not copied: read the standard beside it"
        " (`results/checklist.csv` has the grade of each item). *Not read* marks what a rule asks"
        " in a text that we have not read.",
    ]
    for standard in dict.fromkeys(item.standard for item in items):
        mine = [item for item in items if item.standard == standard]
        stated = sum(item.answer.status in ("stated", "does not apply") for item in mine)
        lines += ["", f"### {standard}, part {mine[0].clause}: {stated} of {len(mine)} stated", ""]
        for item in mine:
            where = places.get(item.answer.where)
            place = f" (`{where}`)" if where else ""
            mark = MARKS[item.answer.status]
            lines.append(f"- {mark} {item.item}: {markdown(item.answer.words)}{place}")
    return lines
