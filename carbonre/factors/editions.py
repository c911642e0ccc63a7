"""Editions of the factor tables: compare two, list what a run used, write a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carbonre.core import tables
from carbonre.factors.lookup import Factors, read_factors
from carbonre.factors.rows import NEEDED, SHIPPED, Factor

EQUAL = 1e-12


# --- two editions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs between two editions; one side is None if it was added or has gone."""

    id: str
    old: Factor | None
    new: Factor | None


def edition(name: str) -> Factors:
    """Read an edition: ``shipped``, a whole folder, or what overrides the bundled tables."""
    if name == SHIPPED:
        return read_factors()
    if (Path(name) / "flows.csv").is_file():
        return read_factors(folder=Path(name))
    return read_factors(name)


def changes(old: Factors, new: Factors) -> list[Change]:
    """Return the rows that were added, have gone or changed, by their id."""
    before = {row.id: row for row in old.rows}
    after = {row.id: row for row in new.rows}
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is None or two is None or not same(one, two):
            found.append(Change(name, one, two))
    return found


def same(one: Factor, two: Factor) -> bool:
    """Whether two rows give a run the same numbers, choices and source."""
    fields = ("flow", "supply", "part", "gwp", "place", "year", "status", "default", "source",
              "evidence", "carbon_pair")  # fmt: skip
    if any(getattr(one, name) != getattr(two, name) for name in fields):
        return False
    gases = one.gases.keys() | two.gases.keys()
    pairs = [(one.gases.get(gas, 0.0), two.gases.get(gas, 0.0)) for gas in gases]
    pairs.append((one.co2e or 0.0, two.co2e or 0.0))
    return all(abs(a - b) <= EQUAL * max(abs(a), abs(b)) for a, b in pairs)


def differing(used: Iterable[Factor]) -> list[tuple[Factor, Factor | None]]:
    """Return the used rows of a user's layer that differ from the bundled ones, with those."""
    own = [row for row in used if row.layer != SHIPPED]
    if not own:
        return []
    tables = read_factors()
    found: list[tuple[Factor, Factor | None]] = []
    for row in own:
        theirs = [r for r in tables.of(row.flow) if r.id == row.id or r.key == row.key]
        if not any(same(row, other) for other in theirs):
            # A row with a name of its own replaces the one that would have been taken.
            choice = tables.look_up(row.flow, row.part, row.place, row.year)
            instead = choice.factor if choice else None
            found.append((row, theirs[0] if theirs else instead))
    return found


# --- files of one's own ---------------------------------------------------------------------------

USED_COLUMNS = (
    "id", "flow", "supply", "part", "value", "unit", "gwp", "place", "year", "evidence", "status",
    "licence", "source", "locator", "file", "line", "differs",
)  # fmt: skip


def used_rows(ids: Iterable[str], factors: Factors) -> list[Factor]:
    """Return the rows with these ids, sorted by flow and id."""
    return _with_ids(ids, factors.rows)


def own_rows(ids: Iterable[str], factors: Factors) -> list[Factor]:
    """Return the rows of the user's tables with these ids, sorted by flow and id."""
    return _with_ids(ids, factors.own)


def _with_ids(ids: Iterable[str], rows: Iterable[Factor]) -> list[Factor]:
    wanted = set(ids)
    found = [row for row in rows if row.id in wanted]
    return sorted(found, key=lambda row: (row.flow, row.id))


def potential_ids(factors: Factors) -> frozenset[str]:
    """Return what a ledger calls the potentials: the ids that are of no factor row."""
    return frozenset(row.id for row in factors.gwp.values())


def used_records(rows: Sequence[Factor]) -> Iterator[list[object]]:
    """Yield the records of `factors_used.csv`."""
    changed = {row.id: other for row, other in differing(rows)}
    for row in rows:
        other = changed.get(row.id)
        note = ""
        if row.id in changed:
            note = f"shipped: {other.value:g} {other.unit}" if other else "not shipped"
        yield [getattr(row, name) for name in USED_COLUMNS[:-1]] + [note]


def template(flow: str, factors: Factors) -> list[list[str]]:
    """Return the header and one row, for a flow of the tables or a new one.

    What only its reader knows is left empty, and the reader of the file asks for it.
    """
    known = factors.flows.get(flow)
    per = known.unit if known else "kg"
    header = [*NEEDED, "locator", "supply", "gas", "evidence", "low", "high", "note"]
    cells: Mapping[str, str] = {
        "flow": flow,
        "unit": f"kgCO2e/{per.replace('*', '/')}",
        "place": "CN",
        "year": "2024",
        "evidence": "stated",
    }
    return [header, [cells.get(name, "") for name in header]]


def attribution(factors: Factors) -> str:
    """Return the attribution of the bundled tables as Markdown, by source with its licence."""
    counts: dict[str, int] = {}
    for factor in factors.rows:
        counts[factor.source] = counts.get(factor.source, 0) + 1
    lines = [
        "# Attribution",
        "",
        "What the bundled factor tables are made from; generated from `sources.csv` and the rows.",
        "The compilation is CC BY 4.0; each value keeps the terms of its source.",
        "",
        "| source | citation | licence | factor rows |",
        "|---|---|---|---|",
    ]
    for cells in tables.read("sources", lambda row: row.cells):
        address = f" <{cells['address']}>" if cells["address"] else ""
        count = counts.get(cells["source"], 0)
        citation = cells["citation"].replace("|", "/")
        lines.append(f"| {cells['source']} | {citation}{address} | {cells['licence']} | {count} |")
    return "\n".join(lines) + "\n"
