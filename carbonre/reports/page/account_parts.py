"""The tables of the page of an account, as plain cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.books import LINES
from carbonre.accounts.chain import Chain
from carbonre.accounts.closing import HEAD
from carbonre.accounts.quality import Quality
from carbonre.accounts.restated import RESTATED_COLUMNS
from carbonre.accounts.restatement import CAUSES
from carbonre.core.scopes import CATEGORY_NAMES
from carbonre.reports import account_tables
from carbonre.reports.figures import charts
from carbonre.reports.language import Language
from carbonre.reports.page.tables import SCOPES, Kind, Table
from carbonre.reports.text import TONNE, part_of, percent, signed, significant, tonnes
from carbonre.reports.workbook.sheets import Block

TOTALS = ("total, market-based", "total, location-based")
LINE_HEADS = (*account_tables.LINE_NAMES.values(), *TOTALS)


def _heads(say: Language, texts: Sequence[str], numbers: Sequence[str]) -> list[tuple[str, Kind]]:
    found: list[tuple[str, Kind]] = [(say(name), "text") for name in texts]
    return [*found, *((say(name), "number") for name in numbers)]


def _lines(sums: Mapping[str, float]) -> list[str]:
    return [tonnes(value) for value in (*(sums[line] for line in LINES),
                                        *account_tables.totals(sums))]  # fmt: skip


def months(account: Account, say: Language) -> Table:
    """Return the months with each line of the inventory [t CO2e], and their sum."""
    heads = _heads(say, ("month", "state"), LINE_HEADS)
    rows = [
        [month.period, _state(month, say), *_lines(month.sums)]
        for month in account_tables.months(account)
    ]
    foot = [say("sum of the months"), "", *_lines(account.sums())]
    return Table(heads, rows, say("Lines of the inventory, t CO2e"), foot)


def _state(month: account_tables.MonthSums, say: Language) -> str:
    words = say(month.state)
    return f"{words} {month.version.rpartition(' ')[2]}" if month.version else words


def plants(account: Account, say: Language) -> Table:
    """Return the plants with each line of the inventory, at the share of the group [t CO2e]."""
    found = account_tables.by_plant(account)
    heads = _heads(say, ("plant",), LINE_HEADS)
    rows = [[plant, *_lines(sums)] for plant, sums in found.items()]
    foot = [say("group"), *_lines(account.sums())]
    return Table(heads, rows, say("At the share of the group, t CO2e"), foot)


def categories(account: Account, say: Language) -> Table:
    """Return the categories of scope 3, the number of the GHG Protocol first [t CO2e]."""
    found = account_tables.categories(account)
    total = account.sums()["3"]
    largest = max(map(abs, found.values()), default=0.0)
    heads: list[tuple[str, Kind]] = [
        (say("category"), "text"), ("", "bar"), ("t CO2e", "number"), ("%", "number"),
    ]  # fmt: skip
    rows = [
        [f"{number} {say(CATEGORY_NAMES.get(number, 'no category'))}".strip(),
         charts.strip([(SCOPES[2], value)], largest), tonnes(value), part_of(value, total)]
        for number, value in found.items()
    ]  # fmt: skip
    return Table(heads, rows, "", [say("scope 3"), "", tonnes(total), ""])


def not_counted(account: Account, say: Language) -> list[str]:
    """Return the categories without a row, each with the reason that the group states."""
    found = account_tables.categories(account)
    stated = account.activity.group.data.relevance
    reasons: Mapping[str, str] = {str(number): why for number, why in stated.items()}
    return [
        f"{number} {say(name)}: {reasons.get(number) or say('no number, and no reason stated')}"
        for number, name in CATEGORY_NAMES.items()
        if number not in found
    ]


def restatements(found: Iterable[account_tables.Record], say: Language) -> Table | None:
    """Return what every version moved, line by line [t CO2e]."""
    records = account_tables.objects(RESTATED_COLUMNS, found)
    if not records:
        return None
    causes = [c for c in CAUSES[:-1] if any(record[c] for record in records)]
    heads: list[tuple[str, Kind]] = [(say("closing"), "text"), (say("line"), "text")]
    heads += [(say("before"), "number"), *((say(f"by {c}"), "number") for c in causes)]
    heads += [(say("after"), "number"), (say("reason"), "text"), (say("prepared by"), "text")]
    rows = [
        [r["closing"], say(account_tables.LINE_NAMES[r["scope"]]), tonnes(r["before"]),
         *(signed(r[c] / TONNE) if r[c] else "" for c in causes), tonnes(r["after"]),
         _reason(r["reason"], say), r["by"]]
        for r in records
    ]  # fmt: skip
    return Table(heads, rows, say("What each version moved, t CO2e"))


def _reason(reason: str, say: Language) -> str:
    """Say the reason of a closing: one of the causes, ``closed``, or what it follows."""
    return say(f"by {reason}" if reason in CAUSES else reason)


def of_block(block: Block, say: Language) -> Table:
    """Return a table of a workbook as one of a page."""
    columns = list(zip(*block.rows, strict=True)) or [() for _ in block.head]
    kinds: list[Kind] = [
        "number" if values and all(isinstance(v, float | int | None) for v in values) else "text"
        for values in columns
    ]
    rows = [
        [_cell(value, index in block.shares) for index, value in enumerate(record)]
        for record in block.rows
    ]
    return Table(list(zip(map(say, block.head), kinds, strict=True)), rows)


def _cell(value: Any, is_share: bool) -> str:
    if isinstance(value, float):
        return percent(value) if is_share else significant(value)
    return "–" if value is None else str(value)


def origins(found: Quality, say: Language) -> Table:
    """Return the shares of the CO2e by origin of the amount."""
    rows = [
        [say(name), charts.strip([("flow", value or 0.0)], 1.0), _share(value)]
        for name, value in found.origins.items()
        if value or name in ("read", "invoiced", "estimated", "modelled")
    ]
    heads: list[tuple[str, Kind]] = [
        (say("origin of the amount"), "text"), ("", "bar"), (say("of the CO2e"), "number"),
    ]  # fmt: skip
    return Table(heads, rows)


def shares(found: Quality, say: Language) -> Table:
    """Return the shares of the CO2e of drafts and documents, and supplier data by category."""
    named: list[tuple[str, float | None]] = [
        (say("factor is an expert estimate (draft)"), found.drafts),
        (say("amount has a document"), found.documents),
        *((say("supplier data, {category}", category=f"{number} {say(CATEGORY_NAMES[number])}"), v)
          for number, v in found.suppliers.items()),
    ]  # fmt: skip
    rows = [[name, charts.strip([("flow", v or 0.0)], 1.0), _share(v)] for name, v in named]
    heads: list[tuple[str, Kind]] = [
        (say("share"), "text"), ("", "bar"), ("%", "number"),
    ]  # fmt: skip
    return Table(heads, rows)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def contracts(account: Account, say: Language) -> Table | None:
    """Return what each contract covered, by plant and month."""
    rows = [[name, plant, period, significant(mwh)]
            for period, plant, name, mwh in account_tables.contract_records(account)]  # fmt: skip
    return Table(_heads(say, ("contract", "plant", "month"), ("MWh",)), rows) if rows else None


def stocks(account: Account, say: Language) -> Table | None:
    """Return the stocks month by month, with what a unit carries and what the closing holds."""
    if not account.stocks:
        return None
    numbers = (*account_tables.STOCK_AMOUNTS[:6], "closing stock", "residual", "kg CO2e per unit",
               "closing burden, t CO2e")  # fmt: skip
    rows = [
        [s.plant, say.flow(s.flow), str(s.month), s.unit.text,
         *(significant(getattr(s, name) / s.unit.factor)
           for name in account_tables.STOCK_AMOUNTS),
         significant(s.per_unit.total * s.unit.factor), tonnes(s.burden_closing.total)]
        for s in account.stocks
    ]  # fmt: skip
    return Table(_heads(say, ("plant", "flow", "month", "unit"), numbers), rows)


def closings(account: Account, chain: Chain, say: Language) -> Table | None:
    """Return every version of the months, with who closed it and its hash."""
    records = account_tables.objects(
        account_tables.CLOSING_COLUMNS, account_tables.closing_records(chain, account)
    )
    rows = [
        [r["version"], say("stands" if r["stands"] == "yes" else "replaced"),
         _reason(r["reason"], say),
         r["prepared_by"], r["reviewed_by"] or "–", r["note"], r["sha256"][:HEAD]]
        for r in records
    ]  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("closing"), "text"), (say("state"), "unit"), (say("reason"), "text"),
        (say("prepared by"), "text"), (say("reviewed by"), "text"), (say("note"), "long"),
        ("SHA-256", "code"),
    ]  # fmt: skip
    return Table(heads, rows) if rows else None
