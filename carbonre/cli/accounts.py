"""`carbonre verify`: whether the closed months of a group are what was closed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from carbonre.accounts.closing import HEAD
from carbonre.accounts.folder import read_closings, read_input
from carbonre.accounts.verification import verify as verified
from carbonre.cli.common import AllErrors, say, stopping
from carbonre.core.errors import Place

DIGITS = re.compile(rf"[0-9a-f]{{{HEAD},64}}")
GroupPath = Annotated[str, typer.Argument(metavar="GROUP.yaml", help="A group, or its folder.")]


def verify(
    group: GroupPath,
    head: Annotated[
        str, typer.Option(metavar="DIGITS", help="The digits of the chain that a report shows.")
    ] = "",
    all_errors: AllErrors = False,
) -> None:
    """Verify the closed months of a group: every file, the chain, the sums, and the inputs since.

    Example: carbonre verify group.yaml --head 3f0c9a1b2d4e
    """
    with stopping(all_errors) as problems:
        path = Path(group)
        if not path.exists():
            problems.add("does not exist", Place(group), code="unreadable-file")
            problems.raise_any()
        digits = head.lower()
        if head and not DIGITS.fullmatch(digits):
            words = f"'{head}' is no head of a chain; {HEAD} digits are wanted, such as"
            problems.add(f"{words} 3f0c9a1b2d4e", Place("--head"), code="invalid-option")
            problems.raise_any()
        folder = path if path.is_dir() else path.parent
        stored = read_closings(folder)
        found = verified(stored, lambda name: read_input(folder, name), head=digits)
        problems.found += found.problems
    months, versions = len(found.chain.standing()), len(found.chain.closings)
    if not months:
        print(f"{group}: no month is closed")
        return
    for note in found.notes:
        say(f"note: {note.text}")
    closed = f"{months} month{'s' if months != 1 else ''}"
    print(f"{group}: {closed} in {versions} closings, all whole; head {found.chain.head}")
