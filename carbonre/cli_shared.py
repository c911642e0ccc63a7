"""What all commands share: how problems are shown, and where messages go."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from carbonre.errors import InputError, Problems
from carbonre.factors import read_factors
from carbonre.footprint import Footprint, calculate, factors_of
from carbonre.plant import BASELINE, Plant, load
from carbonre.reports.terminal import Text, plain

FIRST, MOST = 3, 10
STYLES = {"heading": "bold", "loud": "", "quiet": "dim", "plain": ""}
FactorFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--factors", metavar="FILE", help="A factor table of yours, or a folder; later ones win."
    ),
]
AllErrors = Annotated[bool, typer.Option("--all-errors", help="Show every problem, not ten.")]


def stop_at(problems: Problems, all_errors: bool) -> None:
    """Print what was found, as a person can mend it, and stop with exit code 2."""
    if not problems.found:
        return
    found = InputError(problems.found).problems
    most = len(found) if all_errors else MOST
    for index, problem in enumerate(found[:most]):
        say(problem.with_caret() if index < FIRST else str(problem))
    if len(found) > most:
        say(f"and {len(found) - most} more (--all-errors shows them)")
    raise typer.Exit(2)


def say(text: str) -> None:
    """Print a message where messages go."""
    print(text, file=sys.stderr)


def show(lines: Iterable[Text]) -> None:
    """Print a report, coloured on a terminal only."""
    if not sys.stdout.isatty():
        print(plain(lines), end="")
        return
    from rich.console import Console
    from rich.text import Text as Rich

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Rich(line.text, style=STYLES[line.style]))


def results_of(
    path: str,
    scenarios: Sequence[str] | None,
    factors: Sequence[str] | None,
    problems: Problems,
    *,
    drafts: bool = True,
) -> list[Footprint]:
    """Read a plant and calculate scenarios of it; what is wrong goes to `problems`."""
    plant = load(path, problems)
    if plant is None:
        return []
    try:
        tables = factors_of(plant, read_factors(*(factors or ())))
    except InputError as error:
        problems.extend(error)
        return []
    results = []
    for name in _names(plant, scenarios):
        result = calculate(plant, tables, name, problems, drafts=drafts)
        if result is not None:
            results.append(result)
    return results


def _names(plant: Plant, asked: Sequence[str] | None) -> Sequence[str]:
    if not asked:
        return (BASELINE,)
    return plant.scenarios if "all" in asked else tuple(dict.fromkeys(asked))
