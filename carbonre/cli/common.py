"""What all commands share: how problems are shown, and where messages go."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from carbonre.core.errors import InputError, Problems
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
NoDrafts = Annotated[bool, typer.Option("--no-drafts", help="Refuse expert estimates (drafts).")]
AllErrors = Annotated[bool, typer.Option("--all-errors", help="Show every problem, not ten.")]


def stop_at(problems: Problems, all_errors: bool) -> None:
    """Print the problems, each with its place, and stop with exit code 2."""
    if not problems.found:
        return
    found = InputError(problems.found).problems
    most = len(found) if all_errors else MOST
    for index, problem in enumerate(found[:most]):
        say(problem.with_caret() if index < FIRST else str(problem))
    if len(found) > most:
        say(f"and {len(found) - most} more (--all-errors shows them)")
    raise typer.Exit(2)


@contextmanager
def stopping(all_errors: bool) -> Iterator[Problems]:
    """Collect what is wrong; at the end, or at an `InputError`, print it and stop with code 2."""
    problems = Problems()
    try:
        yield problems
    except InputError as error:
        problems.extend(error)
    stop_at(problems, all_errors)


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
