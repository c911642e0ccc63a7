"""`carbonre processes`: what the process models are, and the files that a new one starts with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import carbonre
from carbonre.cli import new_process
from carbonre.cli.common import say, show, stop_at
from carbonre.core.errors import Problems, did_you_mean
from carbonre.plant.format import INVENTORY
from carbonre.processes import process_named, process_names
from carbonre.reports import library, process_pages


def processes(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A process.")] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As Markdown: docs/processes.md without a name.")
    ] = False,
    new: Annotated[
        str | None,
        typer.Option("--new", metavar="NAME", help="Write model, table and test of a new one."),
    ] = None,
) -> None:
    """List the process models, or show one with its parameters, defaults and sources.

    In a checkout of the source, --new NAME writes the three files that a new model starts with.
    """
    known, problems = process_names(), Problems()
    if new is not None:
        if name is not None or markdown:
            problems.add(
                "--new is used alone: it names the process that it writes",
                code="conflicting-options",
            )
        else:
            _write_new(new, problems)
    elif name is None:
        found = [process_named(each) for each in known]
        if markdown:
            print(process_pages.page(found), end="")
        else:
            show(library.processes(found))
    elif name not in known:
        hint = did_you_mean(name, known) or f"; known are {', '.join(known)}"
        problems.add(f"there is no process '{name}'{hint}", code="unknown-process")
    elif markdown:
        print(process_pages.section(process_named(name)))
    else:
        show(library.process(process_named(name)))
    stop_at(problems, all_errors=True)


def _write_new(name: str, problems: Problems) -> None:
    root = Path(carbonre.__file__).parent.parent
    new_process.check_name(name, (*process_names(), INVENTORY), root, problems)
    if problems.found:
        return
    for file in new_process.write(name, root):
        say(f"wrote {file}")
    say(f"now replace what is marked TO DO; pytest -k {name} tests/processes says what is left,")
    say(f"and at the end: {process_pages.COMMAND}")
