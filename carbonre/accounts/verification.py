"""Verifying closings: every byte, every link, and the files that they were made of.

Four questions, all of them asked of every closing before anything is said: are its files those
that were closed; does it follow what it says it follows; do its sums follow from its rows; are
its inputs still what was read. A file of data may have grown since by whole lines, as a meter's
does; that is said, and is no break. Where the books of a month have been calculated again they
are compared to the last digit, and decide about a changed input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from carbonre.accounts.books import (
    InputFile,
    MonthBooks,
    is_inside,
    ledger_bytes,
    line_of,
    read_inputs,
    sums,
)
from carbonre.accounts.canonical import csv_rows, digest
from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import (
    FILES,
    HEAD,
    STATEMENT,
    TEXTS,
    Closing,
    ClosingName,
    Link,
    Statement,
    read_statement,
)
from carbonre.accounts.folder import CLOSINGS, Stored
from carbonre.accounts.input_files import InputState, states_of
from carbonre.core.errors import Place, Problem, Problems
from carbonre.core.notes import Note, warning

SUMMED = ("share", "scope", "method", "kind", "kgCO2e")  # the columns that a sum is made of
Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes
    ----------
    chain : Chain
        The closings that are whole.
    problems : tuple of Problem
        Every break, with the file and what is wrong with it; none if all is as it was closed.
    notes : tuple of Note
        What changed since and is no break.
    """

    chain: Chain
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        """Whether nothing is broken."""
        return not self.problems


def verify(
    stored: Stored,
    read: Read | None = None,
    *,
    head: str = "",
    again: Mapping[str, MonthBooks] | None = None,
) -> Verified:
    """Verify all closings of a group.

    Parameters
    ----------
    stored : Stored
        What lies in the folder of closings.
    read : callable, optional
        Returns the bytes of an input, or None; without it, inputs are not looked at.
    head : str, optional
        The digits that a report shows: the chain must end in them, or hold them.
    again : mapping, optional
        The books of months, calculated again from the inputs of today.

    Returns
    -------
    Verified
        With everything that was found.
    """
    problems = Problems(list(stored.strays))
    statements = _statements(stored, problems)
    whole = {
        name: Closing(statement, {text: stored.files[name][text] for text in TEXTS})
        for name, statement in statements.items()
        if _check_files(statement, stored.files[name], problems)
    }
    _check_links(stored, statements, problems)
    _check_head(statements, head, problems)
    for closing in whole.values():
        _check_sums(closing, problems)
    chain = Chain(whole)
    moved = {
        period: words
        for period, books in (again or {}).items()
        if period in chain.standing()
        and (words := difference(chain.standing()[period], books)) is not None
    }
    for period, words in moved.items():
        if words:
            where = _place(chain.standing()[period].name, "ledger.csv")
            problems.add(words, where, code="altered-books")
    notes = _check_inputs(chain, read, moved, problems) if read else ()
    return Verified(chain, tuple(dict.fromkeys(problems.found)), tuple(notes))


def _place(name: ClosingName, file: str, line: int = 0) -> Place:
    return Place(f"{CLOSINGS}/{name.folder}/{file}", line)


# --- the files of a closing -----------------------------------------------------------------------


def _statements(stored: Stored, problems: Problems) -> dict[ClosingName, Statement]:
    """The statements that are whole, by the folder that they lie in."""
    found = {}
    for name, files in sorted(stored.files.items()):
        for missing in [file for file in FILES if file not in files]:
            problems.add("is missing", _place(name, missing), code="altered-closing")
        for other in [file for file in files if file not in FILES]:
            problems.add("is no part of a closing", _place(name, other), code="altered-closing")
        if STATEMENT not in files:
            continue
        try:
            statement = read_statement(files[STATEMENT])
        except ValueError as error:
            problems.add(str(error), _place(name, STATEMENT), code="altered-closing")
            continue
        if statement.name != name:
            words = f"is that of {statement.name}"
            problems.add(words, _place(name, STATEMENT), code="altered-closing")
            continue
        found[name] = statement
    return found


def _check_files(statement: Statement, files: Mapping[str, bytes], problems: Problems) -> bool:
    """Whether all files have the hash that the statement names."""
    is_whole = True
    for file in TEXTS:
        if file not in files:
            is_whole = False
        elif (found := digest(files[file])) != statement.files[file]:
            words = f"was changed: its SHA-256 is {found[:HEAD]}, and {STATEMENT} names"
            words += f" {statement.files[file][:HEAD]}"
            problems.add(words, _place(statement.name, file), code="altered-closing")
            is_whole = False
    return is_whole


def _check_sums(closing: Closing, problems: Problems) -> None:
    """Refuse a closing whose rows do not add up to what it states; who wrote it was wrong."""
    try:
        rows = csv_rows(closing.texts["ledger.csv"], SUMMED)
        found = sums(
            (line_of(c["scope"], c["method"], c["kind"]), float(c["share"]) * float(c["kgCO2e"]))
            for c in rows
        )
    except ValueError as error:
        words = f"is no ledger: {error}"
        problems.add(words, _place(closing.name, "ledger.csv"), code="altered-closing")
        return
    for line, value in closing.statement.sums.items():
        if found.get(line) != value:
            words = f"the rows of {line} add up to {found.get(line)}, and {value} is stated"
            problems.add(words, _place(closing.name, STATEMENT), code="altered-closing")


# --- links ----------------------------------------------------------------------------------------


def _check_links(
    stored: Stored, statements: Mapping[ClosingName, Statement], problems: Problems
) -> None:
    """Refuse a link to what is not there, or is not what was linked; and a month left out."""
    names = sorted(stored.files)
    for name, statement in statements.items():
        where = _place(name, STATEMENT)
        for link in (statement.before, statement.replaces):
            if link and (words := _broken(link, stored, statements)):
                place = _place(link.name, STATEMENT) if link.name in stored.files else where
                problems.add(f"{name} follows it, {words}", place, code="broken-chain")
        wanted = ClosingName(name.period, name.version - 1) if name.version > 1 else None
        if (statement.replaces.name if statement.replaces else None) != wanted:
            problems.add(f"does not replace {wanted or 'nothing'}", where, code="broken-chain")
    standing = {name.period: name for name in names}
    before: ClosingName | None = None
    for name in standing.values():
        own = statements.get(name)
        stated = own.before.name if own is not None and own.before else None
        if own is not None and stated != before:
            words = f"follows {stated or 'nothing'}, and {before or 'nothing'} is before it"
            problems.add(words, _place(name, STATEMENT), code="broken-chain")
        before = name


def _broken(link: Link, stored: Stored, statements: Mapping[ClosingName, Statement]) -> str:
    """What is wrong with a link; nothing where its end is named as changed already."""
    if link.name not in stored.files:
        return f"and {link.name} is missing"
    found = statements.get(link.name)
    if found is None or found.sha256 == link.sha256:
        return ""
    return f"with the SHA-256 {link.sha256[:HEAD]}; it has {found.sha256[:HEAD]}"


def _check_head(statements: Mapping[ClosingName, Statement], head: str, problems: Problems) -> None:
    if head and not any(one.sha256.startswith(head) for one in statements.values()):
        words = f"no closing has the hash {head}: one was taken away, or all were written again"
        problems.add(words, Place(CLOSINGS), code="broken-chain")


# --- inputs and books -----------------------------------------------------------------------------


def difference(standing: Closing, books: MonthBooks) -> str | None:
    """Say how the books of a month, calculated again, differ from the closed ones.

    Returns
    -------
    str
        Empty where every row and every sum is the same.
    """
    if ledger_bytes(books.rows) == standing.texts["ledger.csv"]:
        return ""
    closed = set(standing.texts["ledger.csv"].splitlines()[1:])
    now = set(ledger_bytes(books.rows).splitlines()[1:])
    rows = max(len(closed - now), len(now - closed))
    found, was = books.sums(), standing.statement.sums
    moves = [
        f"{found[line] - was.get(line, 0.0):+.6g} kgCO2e in {line}"
        for line in found
        if found[line] != was.get(line, 0.0)
    ]
    return f"calculated again, {rows} rows differ: {', '.join(moves) or 'no sum moves'}; restate?"


def _check_inputs(
    chain: Chain, read: Read, moved: Mapping[str, str], problems: Problems
) -> list[Note]:
    """Compare inputs with what was read: data of standing closings, evidence of every version."""
    standing = {closing.name for closing in chain.standing().values()}
    wanted: dict[InputFile, list[ClosingName]] = {}
    for name, closing in sorted(chain.closings.items()):
        for number, one in enumerate(_inputs(closing, problems), 1):
            if not is_inside(one.path):
                where = _place(name, "inputs.txt", number)
                words = f"'{one.path}' is no path below the folder of the group"
                problems.add(words, where, code="outside-the-folder")
            elif one.kind == "evidence" or name in standing:
                wanted.setdefault(one, []).append(name)
    notes = []
    by_path: dict[tuple[str, str], tuple[InputFile, InputState, list[ClosingName]]] = {}
    for one, state in states_of(wanted, read).items():
        by_path.setdefault((one.path, state.kind), (one, state, []))[2].extend(wanted[one])
    for one, state, names in by_path.values():
        by = f"{names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        is_settled = all(moved.get(name.period) == "" for name in names)
        if state.kind == "grown":
            words = f"has grown by {state.more} bytes since {names[0]} read it"
            notes.append(warning("input-grown", one.path, words, Place(one.path)))
        elif state.kind == "changed" and one.kind == "data" and is_settled:
            words = f"changed since {by} read it, and moves no row of it"
            notes.append(warning("input-changed", one.path, words, Place(one.path)))
        elif state.kind != "same":
            words = f"{state.words}, since {by} read it; restore it, or restate what it moves"
            problems.add(words, Place(one.path), code="altered-input")
    return notes


def _inputs(closing: Closing, problems: Problems) -> list[InputFile]:
    try:
        return read_inputs(closing.texts["inputs.txt"])
    except ValueError as error:
        words = f"is no list of inputs: {error}"
        problems.add(words, _place(closing.name, "inputs.txt"), code="altered-closing")
        return []
