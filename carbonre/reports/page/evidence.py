"""The tables that say how good a footprint is: sources, defaults, drafts, quality of the data."""

from __future__ import annotations

import math
from collections.abc import Sequence

from carbonre.factors.editions import potential_ids, used_rows
from carbonre.footprint.contributions import totals
from carbonre.footprint.data_quality import DataQuality, data_quality
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.pedigree import pedigree
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.reports.figures import charts
from carbonre.reports.language import Language
from carbonre.reports.page.tables import Kind, Table
from carbonre.reports.text import part_of, percent, significant, tonnes

SHADES = ("less", "material", "flow", "energy", "more")  # of the scores 1 to 5
COLOURS = {
    "measured": "less", "given": "material", "default": "energy", "linked": "other",
    "stated": "material", "table": "flow", "potential": "less",
    "read": "less", "transcription": "material", "derived": "flow", "recalled-high": "energy",
    "recalled-medium": "energy", "recalled-low": "more", "judgement": "more",
}  # fmt: skip


def factors(result: Footprint, say: Language) -> Table:
    """Return every factor that was used, what it adds, and its source."""
    sums = totals(result.ledger_rows, lambda row: row.factor_id)
    potentials = potential_ids(result.system.factors)
    first: dict[str, LedgerRow] = {}
    values: dict[str, dict[str, float]] = {}
    for row in result.ledger_rows:
        if row.factor_id and row.factor_id not in potentials:
            first.setdefault(row.factor_id, row)
            values.setdefault(row.factor_id, {})[row.gas] = row.factor or 0.0
    known = {row.id: row for row in used_rows(first, result.system.factors)}
    rows = []
    for name in sorted(first, key=lambda name: (-abs(sums.get(name, 0.0)), name)):
        adds = sums.get(name, 0.0)  # what only informs adds nothing
        row, factor = first[name], known.get(name)
        counted = [v for gas, v in values[name].items() if gas != "CO2_biogenic"]
        where = f"{factor.place} {factor.year}" if factor else ""
        grade = say(factor.evidence if factor else "stated")
        memo = "" if row.counts else f" ({say('memo, not in the total')})"
        rows.append([
            say.flow(row.flow), significant(math.fsum(counted)), row.factor_unit, where,
            grade + memo,
            tonnes(adds), part_of(adds, result.total), row.source,
            f"{name} ({row.factor_row})",
        ])  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("flow"), "text"), (say("factor"), "number"), (say("unit"), "unit"),
        (say("place, year"), "unit"), (say("evidence"), "unit"), ("t CO2e", "number"),
        ("%", "number"), (say("source"), "long"), (say("row"), "code"),
    ]  # fmt: skip
    return Table(heads, rows)


def potentials(result: Footprint, say: Language) -> Table:
    """Return the global warming potentials of what is emitted or in a factor."""
    gases = dict.fromkeys(row.gas for row in result.ledger_rows if row.gas != "CO2e")
    rows = []
    for gas in gases:
        row = result.system.factors.characterise(gas, result.plant.data.gwp)
        if row is not None:
            source = f"{row.source}, {row.locator}"
            rows.append([gas, significant(row.value), row.gwp, say(row.evidence), source])
    heads: list[tuple[str, Kind]] = [
        (say("gas"), "text"), ("kg CO2e/kg", "number"), (say("set"), "text"),
        (say("evidence"), "unit"), (say("source"), "long"),
    ]  # fmt: skip
    return Table(heads, rows)


def parameters(result: Footprint, say: Language) -> Table:
    """Return every default that the models used, with its plausible range and source."""
    users: dict[str, list[str]] = {}
    rows = {}
    for step, run in zip(result.system.steps, result.material.scaling, strict=True):
        for row in step.defaults if run else ():
            rows[str(row.place)] = row
            if step.name not in users.setdefault(str(row.place), []):
                users[str(row.place)].append(step.name)
    cells = []
    for place, row in rows.items():
        size = row.unit.factor
        ends = [x / size for x in (row.low, row.high) if x is not None]
        cells.append([
            ", ".join(users[place]), row.parameter,
            significant(row.value / size) if row.value is not None else "–",
            " – ".join(map(significant, ends)) if len(ends) == 2 else "–", row.unit.text,
            say(row.evidence), ", ".join(filter(None, (row.source, row.locator))), place,
        ])  # fmt: skip
    heads: list[tuple[str, Kind]] = [
        (say("step"), "text"), (say("parameter"), "code"), (say("value"), "number"),
        (say("plausible range"), "number"), (say("unit"), "unit"), (say("evidence"), "unit"),
        (say("source"), "long"), (say("row"), "code"),
    ]  # fmt: skip
    return Table(heads, cells)


def drafts(result: Footprint, say: Language) -> Table:
    """Return every expert estimate, by step and grade."""
    found: dict[tuple[str, str], list[str]] = {}
    for draft in result.drafts:
        step = draft.step or say("factors and prices")
        found.setdefault((step, draft.evidence), []).append(draft.name)
    rows = [[step, say(grade), ", ".join(names)] for (step, grade), names in found.items()]
    heads: list[tuple[str, Kind]] = [
        (say("step"), "text"), (say("grade"), "unit"), (say("numbers"), "long"),
    ]  # fmt: skip
    return Table(heads, rows)


def qualities(result: Footprint, say: Language) -> tuple[Table, Table]:
    """Return the quality of the data by kind of number for the plant, and by product."""
    found = data_quality(result)
    plant = found[0]
    rows = []
    for title, parts in (
        ("origin of amounts", plant.amounts),
        ("kind of factor", plant.factors),
        ("evidence of factors", plant.evidence),
    ):
        there = {name: value for name, value in parts.items() if value > 0}
        strip = [(COLOURS[name], value) for name, value in there.items()]
        words = "; ".join(f"{say(name)} {percent(value)}" for name, value in there.items())
        rows.append([say(title), charts.strip(strip, 1.0), words])
    heads: list[tuple[str, Kind]] = [("", "text"), ("", "bar"), (say("share of CO2e"), "long")]
    return Table(heads, rows), _by_product(found, say)


def _by_product(found: Sequence[DataQuality], say: Language) -> Table:
    heads: list[tuple[str, Kind]] = [
        (say("product"), "text"), (say("primary data share"), "number"),
        (say("amounts stated or measured"), "number"),
        (say("factor with uncertainty data"), "number"),
    ]  # fmt: skip
    rows = [
        [say("plant") if part.product == PLANT else say.flow(part.product), percent(part.primary),
         percent(part.primary_amounts), percent(part.with_spread)]
        for part in found
    ]  # fmt: skip
    return Table(heads, rows)


def pedigree_table(result: Footprint, say: Language) -> Table:
    """Return the pedigree scores of time and place, in shares of the CO2e of factor rows."""
    rows = []
    for indicator, parts in pedigree(result).items():
        strip = [(SHADES[score.score - 1], part) for score, part in parts.items()]
        words = "; ".join(
            f"{score.score} ({say(score.meaning)}) {percent(part)}" for score, part in parts.items()
        )
        rows.append([say(f"score of {indicator}"), charts.strip(strip, 1.0), words])
    heads: list[tuple[str, Kind]] = [("", "text"), ("", "bar"), (say("share of CO2e"), "long")]
    return Table(heads, rows)
