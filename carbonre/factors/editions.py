"""What people do with factor tables: check files, compare two editions, list what a run used."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carbonre.core import tables as shipped
from carbonre.core.documents import read_csv
from carbonre.core.errors import InputError, Place, Problems
from carbonre.core.units import CO2E_PER_GAS, CO2E_PER_MASS, unit
from carbonre.factors.lookup import Factors, check, read_factors
from carbonre.factors.rows import NEEDED, SHIPPED, Factor

LICENCES = (
    "OGL-3.0", "EU-2011-833", "Etalab-2.0", "CN-official", "US-PD", "CC-BY-4.0", "CC0", "own",
    "FACT-CITED",
)  # fmt: skip
TOLERANCE = 0.01  # published sum against the sum of the gases
# Some sources sum methane of any origin at the unsplit potential, whatever column it stands in.
UNSPLIT = {"CH4_fossil": "CH4", "CH4_biogenic": "CH4"}
EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader of a table should know; a problem stops, a remark does not."""

    message: str
    place: Place
    is_remark: bool = False


def recomputed(factor: Factor, factors: Factors) -> tuple[float, ...]:
    """Return the sums of a row's gases under its own set of potentials [kgCO2e per base unit]."""
    sums = []
    for names in ({}, UNSPLIT):
        parts = []
        for gas, kg in factor.gases.items():
            row = factors.characterise(names.get(gas, gas), factor.gwp)
            if row is None:
                return ()
            parts.append(kg * row.value)
        sums.append(sum(parts))
    return tuple(sums)


def findings(factors: Factors, year: int) -> Iterator[Finding]:
    """Yield what is odd in rows that are in use, beyond what a reader of the file refuses."""
    for factor in factors.rows:
        if factor.status not in ("active", "draft"):
            continue
        place = Place(factor.file, factor.line)
        published = _published(factor)
        sums = recomputed(factor, factors) if published is not None else ()
        rounded = "rounding" in factor.note  # the source gives too few digits of its gases
        far = published and all(abs(s / published - 1) > TOLERANCE for s in sums)
        if published and sums and far and not rounded:
            words = f"{factor.id}: the gases add up to {sums[0] / published:.3g} times the value"
            yield Finding(f"{words} under {factor.gwp}", place)
        if factor.valid_until and factor.valid_until < year:
            words = f"{factor.id}: was valid until {factor.valid_until}; look for a newer one"
            yield Finding(words, place, is_remark=True)
        if factor.licence and factor.licence not in LICENCES:
            words = f"{factor.id}: the licence '{factor.licence}' is none of {', '.join(LICENCES)}"
            yield Finding(words, place)
        if factor.flow not in factors.flows:
            near = difflib.get_close_matches(factor.flow, factors.flows, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            words = f"the tables know no flow '{factor.flow}'{hint} It can be one of your own plant"
            yield Finding(words if near else words.replace(" It", "; it"), place, is_remark=True)
        if not factor.source.strip():
            yield Finding(f"{factor.id or factor.flow}: has no source", place)


def _published(factor: Factor) -> float | None:
    """The published sum per base unit, if the row has one beside its gases."""
    measure = unit(factor.unit)
    if not factor.gases or not any(name.startswith("carbon") for name, _ in measure.dimension):
        return None
    value = factor.value * measure.factor
    if (
        measure.dimension in (CO2E_PER_MASS, CO2E_PER_GAS) and factor.heating_value
    ):  # a fuel is counted by its energy
        value /= factor.heating_value * unit(factor.heating_value_unit).factor
    return value


def check_files(paths: Sequence[str], year: int, problems: Problems) -> list[Finding]:
    """Check factor files, or the shipped tables if none is named.

    What a reader refuses goes to `problems`; what is only odd is returned.
    """
    try:
        factors = read_factors(*paths)
        check(factors)
    except InputError as error:
        problems.extend(error)
        return []
    named = set(paths)
    found = [f for f in findings(factors, year) if not named or f.place.file in named]
    if not paths:
        known = _shipped_sources()
        found += [
            Finding(f"{row.id}: the source '{row.source}' is not in sources.csv",
                    Place(row.file, row.line))
            for row in factors.rows
            if row.source not in known
        ]  # fmt: skip
    return found


def _shipped_sources() -> set[str]:
    rows = read_csv(shipped.data_folder() / "sources.csv", Problems(), "factors/sources.csv")
    return {row.cells["source"] for row in rows}


# --- two editions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs between two editions; one side is None if it was added or has gone."""

    id: str
    old: Factor | None
    new: Factor | None


def edition(name: str) -> Factors:
    """Read an edition: ``shipped``, a whole folder, or what is laid over the shipped tables."""
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
    """Return the used rows of a user's layer that differ from the shipped ones, with those."""
    own = [row for row in used if row.layer != SHIPPED]
    if not own:
        return []
    tables = read_factors()
    found: list[tuple[Factor, Factor | None]] = []
    for row in own:
        theirs = [r for r in tables.of(row.flow) if r.id == row.id or r.key == row.key]
        if not any(same(row, other) for other in theirs):
            # A row with a name of its own stands instead of the one that we would have taken.
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
    wanted = set(ids)
    found = [row for row in factors.rows if row.id in wanted]
    return sorted(found, key=lambda row: (row.flow, row.id))


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
    """Return the attribution of the shipped tables as Markdown, by source with its licence."""
    counts: dict[str, int] = {}
    for factor in factors.rows:
        counts[factor.source] = counts.get(factor.source, 0) + 1
    rows = read_csv(shipped.data_folder() / "sources.csv", Problems(), "factors/sources.csv")
    lines = [
        "# Attribution",
        "",
        "What the shipped factor tables are made from; generated from `sources.csv` and the rows.",
        "The compilation is CC BY 4.0; each value keeps the terms of its source.",
        "",
        "| source | citation | licence | factor rows |",
        "|---|---|---|---|",
    ]
    for row in rows:
        cells = row.cells
        address = f" <{cells['address']}>" if cells["address"] else ""
        count = counts.get(cells["source"], 0)
        citation = cells["citation"].replace("|", "/")
        lines.append(f"| {cells['source']} | {citation}{address} | {cells['licence']} | {count} |")
    return "\n".join(lines) + "\n"
