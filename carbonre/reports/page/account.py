"""The account of a group as one HTML page: its months, both methods of scope 2, and the chain."""

from __future__ import annotations

import math
from importlib.metadata import version
from typing import Any

from carbonre.accounts.account import Account
from carbonre.accounts.chain import Chain
from carbonre.accounts.quality import Quality, quality
from carbonre.reports import account_tables
from carbonre.reports.figures import charts
from carbonre.reports.figures.columns import Column, columns
from carbonre.reports.language import Language
from carbonre.reports.page import account_parts
from carbonre.reports.page.html import rendered
from carbonre.reports.page.tables import CLOSED, SCOPES
from carbonre.reports.text import TONNE, mass, mass_and_unit, percent, tonnes
from carbonre.reports.workbook.sheets import Block

ANCHORS = (
    ("months", "Months", "title"), ("plants", "Plants", "title"),
    ("categories", "Scope 3 by category", "title"), ("restatements", "Restatements", "restated"),
    ("targets", "Targets", "targets"), ("quality", "Data quality", "title"),
    ("contracts", "Electricity contracts", "contracts"), ("stocks", "Stocks", "stocks"),
    ("closings", "Closings", "title"),
)  # fmt: skip
COUNTED = (
    "Counted at the share of the group ({consolidation}): scopes 1, 2 and 3. Every figure is a sum"
    " of rows of the ledger; a year is the sum of its months."
)
OPEN_WORDS = "{count} of {all} months are open: their figures may still move."
COLUMNS_WORDS = (
    "t CO2e by month: columns and figures with scope 2 market-based; the line across a column is"
    " the total with scope 2 location-based. Pale columns are months that are still open."
)
UNCERTAIN = (
    "The total has a standard deviation of {deviation} ({share}): accuracy of meters for {amounts}"
    " of the CO2e, spread of factor rows for {factors}; the rest is taken as exact. A meter, and a"
    " factor row, is wrong in all its uses together."
)
FOOT = (
    "Made with carbonre {version}; head of the chain: {head}. Every figure is a sum of rows of the"
    " ledger. This is not a verified inventory."
)
CERTAIN = "No meter states an accuracy and no factor row a spread: the total has no interval."


def account_html(
    account: Account,
    chain: Chain = account_tables.NO_CHAIN,
    targets: Block | None = None,
    language: str = "en",
) -> str:
    """Return the page of an account.

    Parameters
    ----------
    account : Account
        Of any period.
    chain : Chain
        The closings, for versions and restatements.
    targets : Block, optional
        The table of targets, if there are any.
    language : str
        ``en`` or ``zh``; in Chinese what the tables name in Chinese has that name.

    Returns
    -------
    str
        A whole page, which asks no network and runs no script. The same account gives the same
        bytes.

    Raises
    ------
    ModuleNotFoundError
        Without the extra ``report``.
    """
    say = Language(language, next(iter(account.activity.factors.values())))
    return rendered("account.html", say, contents(account, chain, targets, say))


def contents(
    account: Account, chain: Chain, targets: Block | None, say: Language
) -> dict[str, Any]:
    """Return the values of the template."""
    data = account.activity.group.data
    found, months = quality(account), account_tables.months(account)
    restated = list(account_tables.restated_records(chain, account))
    still_open = [month for month in months if month.state == account_tables.OPEN]
    subtitle = [str(account.period), say(data.consolidation), data.gwp]
    subtitle += [f"{say('head of the chain')} {account.head}"] if account.head else []
    values: dict[str, Any] = {
        "title": f"{data.group} – {say('account of {period}', period=str(account.period))}",
        "heading": data.group,
        "subtitle": " · ".join(subtitle),
        "tiles": _tiles(account, found, say),
        "counted": say(COUNTED, consolidation=say(data.consolidation)),
        "open_words": say(OPEN_WORDS, count=len(still_open), all=len(months)) if still_open else "",
        "columns": _columns(months, say),
        "columns_words": say(COLUMNS_WORDS),
        "months": account_parts.months(account, say),
        "plants": account_parts.plants(account, say),
        "categories": account_parts.categories(account, say),
        "not_counted": account_parts.not_counted(account, say),
        "waterfall": _waterfall(restated, chain, account, say),
        "restated": account_parts.restatements(restated, say),
        "targets": account_parts.of_block(targets, say) if targets else None,
        "origins": account_parts.origins(found, say),
        "shares": account_parts.shares(found, say),
        "uncertainty_words": _uncertainty(found, say),
        "past_calibration": found.past_calibration,
        "contracts": account_parts.contracts(account, say),
        "stocks": account_parts.stocks(account, say),
        "head": account.head,
        "closings": account_parts.closings(account, chain, say),
        "findings": [f"{one.name}: {one.message}" for one in account.findings],
        "foot": say(FOOT, version=version("carbonre"), head=account.head or "–"),
    }
    values["contents"] = [(anchor, say(words)) for anchor, words, key in ANCHORS if values[key]]
    return values


def _tiles(account: Account, found: Quality, say: Language) -> list[dict[str, str]]:
    sums = account.sums()
    market, location = account_tables.totals(sums)
    known = math.fsum(found.origins[name] or 0.0 for name in ("read", "invoiced"))
    tiles = [
        _tile(say("scopes 1 to 3, market-based"), market),
        _tile(say("scopes 1 to 3, location-based"), location),
        _tile(say("scope 1"), sums["1"]),
        _tile(say("scope 2, market-based"), sums["2 market"],
              say("location-based: {value}", value=f"{mass(sums['2 location'])} CO2e")),
        _tile(say("scope 3"), sums["3"]),
    ]  # fmt: skip
    closed = f"{len(account.closed)} / {len(account.books)}"
    more = say("read or invoiced: {share} of the CO2e", share=percent(known))
    tiles.append({"name": say("months closed"), "value": closed, "unit": "", "more": more})
    return tiles


def _tile(name: str, kilograms: float, more: str = "") -> dict[str, str]:
    value, size = mass_and_unit(kilograms)
    return {"name": name, "value": value, "unit": f"{size} CO2e", "more": more}


def _columns(months: list[account_tables.MonthSums], say: Language) -> str:
    if not months:
        return ""
    lines = list(zip(SCOPES, ("1", "2 market", "3"), strict=True))
    names = ("scope 1", "scope 2, market-based", "scope 3")
    legend = [(colour, say(name)) for colour, name in zip(SCOPES, names, strict=True)]
    legend.append(("level", say("total, location-based")))
    found = [
        Column(
            month.period,
            tuple((colour, month.sums[line] / TONNE) for colour, line in lines),
            account_tables.totals(month.sums)[1] / TONNE,
            month.version.rpartition(" ")[2] if month.version else say("open"),
            is_pale=not month.version,
        )
        for month in months
    ]
    return columns(say("Months"), found, legend, "t CO2e")


def _waterfall(
    restated: list[account_tables.Record], chain: Chain, account: Account, say: Language
) -> str:
    found = account_tables.restated_total(restated, chain, account)
    if found is None:
        return ""
    changes = [charts.Change(say(f"by {cause}"), value / TONNE)
               for cause, value in found.changes.items()
               if abs(value) > CLOSED * abs(found.first)]  # fmt: skip
    return charts.waterfall(
        say("Restatements"),
        (say("as first closed"), found.first / TONNE),
        changes,
        (say("as it stands"), found.last / TONNE),
        "t CO2e",
    )


def _uncertainty(found: Quality, say: Language) -> str:
    spread = found.uncertainty
    if not spread.deviation:
        return say(CERTAIN)
    return say(
        UNCERTAIN,
        deviation=f"{tonnes(spread.deviation)} t CO2e",
        share=percent(account_tables.relative_deviation(found) or 0.0),
        amounts=percent(spread.amounts_covered or 0.0),
        factors=percent(spread.factors_covered or 0.0),
    )
