"""The table of restatements: what every version of a month moved, from the closings alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from carbonre.accounts.books import BookRow, ledger_row
from carbonre.accounts.canonical import csv_rows
from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import FOLLOWS, REASONS, Closing, ClosingName
from carbonre.accounts.restatement import PLACES, Restatement, restatement

RESTATED_COLUMNS = (
    "period", "scope", "before", "data", "factor", "method", "boundary", "gwp", "error",
    "rounding", "after", "reason", "by", "on", "closing",
)  # fmt: skip
Record = tuple[str | Decimal, ...]


def ledger_of(closing: Closing) -> tuple[BookRow, ...]:
    """Return the rows of a closing."""
    return tuple(ledger_row(cells) for cells in csv_rows(closing.texts["ledger.csv"]))


def reason_of(chain: Chain, name: ClosingName) -> str:
    """Return the reason of a version, through what it follows; ``data`` of a month closed late."""
    reason = chain.closings[name].statement.reason
    while reason.startswith(FOLLOWS):
        name = ClosingName.of(reason.removeprefix(FOLLOWS))
        reason = chain.closings[name].statement.reason
    return reason if reason in REASONS else "data"


def restated(chain: Chain, name: ClosingName) -> Restatement | None:
    """Return what a version moved; None of a first one, and where the ledger is the same."""
    closing = chain.closings[name]
    replaces = closing.statement.replaces
    if replaces is None:
        return None
    before = chain.closings[replaces.name]
    if before.texts["ledger.csv"] == closing.texts["ledger.csv"]:
        return None
    return restatement(ledger_of(before), ledger_of(closing), reason_of(chain, name))


def restatement_records(chain: Chain, places: int = PLACES) -> Iterator[Record]:
    """Yield a record of `RESTATED_COLUMNS` for every line of the inventory that a version moved.

    Figures are at the share of the group [kgCO2e], and add up as they are printed.
    """
    for name in sorted(chain.closings):
        statement, found = chain.closings[name].statement, restated(chain, name)
        for line in found.lines if found else ():
            if any(line.parts.values()):
                figures = line.printed(places)
                yield (
                    name.period, line.line, *(figures[key] for key in RESTATED_COLUMNS[2:11]),
                    statement.reason, statement.signature.by, statement.signature.on, str(name),
                )  # fmt: skip
