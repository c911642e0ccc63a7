"""What all commands share: how problems are shown, and where messages go."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from carbonre.core.errors import InputError, Problems
from carbonre.factors.lookup import read_factors
from carbonre.footprint.calculate import calculate, factors_of
from carbonre.footprint.result import Footprint
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.reader import load
from carbonre.reports.text import Text, plain

FIRST, MOST = 3, 10
STYLES = {"heading": "bold", "strong": "", "dim": "dim", "plain": ""}
PlantPath = Annotated[str, typer.Argument(metavar="PLANT.yaml", help="A plant file.")]
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


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how many of how many are done, once it takes more than a second.

    `what` is markup of ours, never a name of the user's.
    """
    if not sys.stderr.isatty():
        yield lambda done, whole: None
        return
    begun = time.monotonic()
    with ExitStack() as stack:
        update: Callable[[int, int], None] | None = None

        def tick(done: int, whole: int) -> None:
            nonlocal update
            if update is None and time.monotonic() - begun > 1:
                update = _bar(what, stack)
            if update is not None:
                update(done, whole)

        yield tick


def _bar(what: str, stack: ExitStack) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), what, TimeRemainingColumn())
    shown = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = shown.add_task(what)
    return lambda done, whole: shown.update(task, completed=done, total=whole)


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
    for name in scenarios_of(plant, scenarios):
        result = calculate(plant, tables, name, problems, drafts=drafts)
        if result is not None:
            results.append(result)
    return results


def compared(asked: Sequence[str]) -> Sequence[str]:
    """Return the scenarios to set side by side: one alone with the baseline, all if none is."""
    if len(asked) == 1 and asked[0] not in ("all", BASELINE):
        return [BASELINE, *asked]
    return asked or ["all"]


def inputs_of(plants: Iterable[str], factors: Iterable[str] | None) -> list[str]:
    """Return every file that plants read, so that no output takes the place of one.

    Beside the files named on the command line these are the tables in a folder of factors, and the
    tables and supplier data that the plants name themselves.
    """
    named = [*plants]
    found = [*named]
    for name in factors or ():
        found += [name, *map(str, Path(name).glob("*.csv"))]
    for name in named:
        with suppress(InputError):  # said where the plant is calculated
            plant = load(name, Problems())
            if plant is None:
                continue
            found += [str(Path(name).parent / other) for other in plant.named_files()]
    return found


def scenarios_of(plant: Plant, asked: Sequence[str] | None) -> Sequence[str]:
    """Return the scenarios that are asked for: the baseline if none is."""
    if not asked:
        return (BASELINE,)
    return plant.scenarios if "all" in asked else tuple(dict.fromkeys(asked))


def same_file(one: str, two: str) -> bool:
    """Whether two names are of one file."""
    return "-" not in (one, two) and Path(one).resolve() == Path(two).resolve()


def needs(module: str, extra: str, problems: Problems) -> bool:
    """Return whether a module of an extra is installed; if not, say what to install."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        problems.add(f"parquet needs {module}; install carbonre with the extra '{extra}'")
        return False
    return True
