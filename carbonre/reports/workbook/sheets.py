"""What a workbook of a footprint holds, sheet by sheet, as plain data.

Figures are in full precision; the writer decides how many digits are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.comparison.comparability import notes
from carbonre.comparison.drivers import DRIVER_COLUMNS, Effect, drivers
from carbonre.core.errors import InputError
from carbonre.core.scopes import CATEGORY_NAMES, SCOPES
from carbonre.core.units import per_unit, unit
from carbonre.factors import editions
from carbonre.footprint.contributions import by_category, contributions, totals
from carbonre.footprint.data_quality import EVIDENCE, FACTOR_KINDS, ORIGINS, data_quality
from carbonre.footprint.ledger import COLUMNS, step_label
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.reports.notes import DRAFTS, GRADE, OUTSIDE, TITLES
from carbonre.reports.versions import version_of
from carbonre.reports.weight_of_evidence import COLUMNS as WEIGHT_COLUMNS
from carbonre.reports.weight_of_evidence import TITLE as WEIGHT
from carbonre.reports.weight_of_evidence import leading, records, sentence
from carbonre.uncertainty.intervals import Intervals
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence

LARGEST = 15
PER_UNIT = "kgCO2e per unit"
UNITS: Mapping[str, str] = {
    "amount": "unit", "scope1": PER_UNIT, "scope2": PER_UNIT, "scope3": PER_UNIT,
    "total": PER_UNIT, "scope2_location": PER_UNIT, "factor": "factor_unit", "kgCO2e": "period",
    "footprint": "kgCO2e per per", "value": "unit", "low": "unit", "high": "unit",
}  # fmt: skip
DEFAULT_COLUMNS = (
    "scenario", "step", "process", "parameter", "value", "unit", "low", "high", "evidence",
    "source", "locator", "file", "line", "note",
)  # fmt: skip

INTERVAL_COLUMNS = (
    "scenario", "product", "unit", "deterministic [kgCO2e/unit]", "median [kgCO2e/unit]",
    "P5 [kgCO2e/unit]", "P95 [kgCO2e/unit]", "P25 [kgCO2e/unit]", "P75 [kgCO2e/unit]",
    "deterministic lies (P25 to P75)", "draws", "of which not calculable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A table: its head, and rows of numbers, texts and blanks (None).

    Attributes
    ----------
    shares : frozenset of int
        Columns that hold shares, to be shown in percent.
    loose : bool
        Whether its texts may run over the columns beside them.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    title: str = ""
    shares: frozenset[int] = frozenset()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one block, whose head is its first row, or with several below each other."""

    name: str
    blocks: tuple[Block, ...]


def sheets(
    results: Sequence[Footprint],
    found: Mapping[str, Sequence[Effect]] | None = None,
    intervals: Intervals | None = None,
    weight: WeightOfEvidence | None = None,
) -> list[Sheet]:
    """Return all sheets of the scenarios of one plant; the first one is the reference.

    Parameters
    ----------
    found : mapping, optional
        The drivers of each scenario against the first, where they are known already.
    intervals, weight : Intervals and WeightOfEvidence, optional
        Of the first scenario.
    """
    return [
        Sheet("summary", tuple(_summary(results, weight))),
        _sheet(
            "products",
            CSV_COLUMNS,
            (record.values() for r in results for record in r.product_records()),
        ),
        *([_intervals(results[0], intervals)] if intervals and intervals.of else []),
        *([_weight(results[0], weight)] if weight and weight.of else []),
        _sheet("ledger", COLUMNS, ([getattr(row, c) for c in COLUMNS] for row in _rows(results))),
        _sheet("factors used", editions.USED_COLUMNS, factor_records(results)),
        _sheet("parameters", DEFAULT_COLUMNS, default_records(results)),
        Sheet("scenarios", (_scenarios(results),)),
        Sheet("drivers", (_drivers(results, found),)),
        Sheet("balances", (_elements(results), _energy(results))),
        Sheet("data quality", (_quality(results),)),
        _sheet("notes", ("scenario", "kind", "note"), _notes(results)),
    ]


def heading(column: str) -> str:
    """Return the head of a column with its unit, such as ``amount [unit]``."""
    return f"{column} [{UNITS[column]}]" if column in UNITS else column


def _sheet(name: str, columns: Sequence[str], records: Any) -> Sheet:
    rows = tuple(tuple(record) for record in records)
    return Sheet(name, (Block(tuple(map(heading, columns)), rows),))


def _rows(results: Sequence[Footprint]) -> Iterator[Any]:
    return (row for result in results for row in result.ledger_rows)


def _intervals(result: Footprint, found: Intervals) -> Sheet:
    """Return the figure of each product with the median and the interval of its draws."""
    rows = tuple(
        (result.scenario, name, result.products_sold.named(name).unit.text, one.deterministic,
         one.median, one.low, one.high, *one.quartiles, one.place, found.draws, found.refused)
        for name, one in found.of.items()
    )  # fmt: skip
    return Sheet("intervals", (Block(INTERVAL_COLUMNS, rows),))


def _weight(result: Footprint, found: WeightOfEvidence) -> Sheet:
    """Return what drafts leave open of each figure, and what to measure first."""
    return _sheet(WEIGHT, WEIGHT_COLUMNS, records([result], [found]))


# --- summary --------------------------------------------------------------------------------------


def _summary(
    results: Sequence[Footprint], weight: WeightOfEvidence | None = None
) -> Iterator[Block]:
    first = results[0]
    product = leading(first, weight) if weight else ""
    data = first.plant.data
    facts = (
        ("plant", first.plant.name),
        ("location", data.location),
        ("period", str(data.period)),
        ("boundary", data.boundary),
        ("GWP set", data.gwp),
        ("allocation", allocation_words(data.allocation)),
        *(
            (("counted per unit of rare-earth oxides (REO)", ", ".join(first.counted_as_oxides)),)
            if first.counted_as_oxides
            else ()
        ),
        ("calculated with", f"carbonre {version_of('carbonre')}"),
        ("outside the boundary", OUTSIDE),
        (DRAFTS, f"{len(first.drafts)} in '{first.scenario}' ({GRADE}); see the sheet notes"),
        *([(WEIGHT, sentence(first, product, weight.of[product]))] if weight and product else []),
    )
    yield Block(("item", "as stated in the plant file"), facts, "Carbon footprint", loose=True)
    yield _per_product(results)
    yield _per_plant(results)
    yield _per_category(results)
    whole = first.total
    parts = tuple(
        (step_label(part.step), part.flow, part.kind, part.kgco2e / 1000,
         part.kgco2e / whole if whole else None)
        for part in contributions(first.ledger_rows)[:LARGEST]
    )  # fmt: skip
    head = ("step", "flow", "kind", "t CO2e in the period", "share of the plant")
    yield Block(head, parts, f"Largest contributions, {first.scenario}", frozenset({4}))


def _per_product(results: Sequence[Footprint]) -> Block:
    totals = [{item.name: item for item in result.products_sold} for result in results]
    names = dict.fromkeys(name for found in totals for name in found)
    rows = []
    for name in names:
        label = next(
            result.compared_per(name, found[name].unit)[1]
            for result, found in zip(results, totals, strict=True)
            if name in found
        )
        figures = (f[name].total / per_unit(f[name].unit)[0] if name in f else None for f in totals)
        rows.append((name, f"kgCO2e/{label}", *figures))
    head = ("product", "unit", *(r.scenario for r in results))
    return Block(head, tuple(rows), "Products: per kg, or per unit of what is no mass")


def _per_plant(results: Sequence[Footprint]) -> Block:
    before = results[0].total
    rows = []
    for result in results:
        by_scope = totals(result.ledger_rows, lambda row: row.scope)
        scopes = [by_scope.get(scope, 0.0) / 1000 for scope in SCOPES]
        change = result.total / before - 1 if before else None
        rows.append((result.scenario, *scopes, result.total / 1000, change))
    head = ("scenario", *(f"scope {n} [t CO2e]" for n in "123"), "total [t CO2e]", "change")
    return Block(head, tuple(rows), "Plant: t CO2e in the period", frozenset({5}))


def _per_category(results: Sequence[Footprint]) -> Block:
    sums = [by_category(result.ledger_rows) for result in results]
    rows = [
        (number, CATEGORY_NAMES[number], *(found.get(number, 0.0) / 1000 for found in sums))
        for number in CATEGORY_NAMES
        if any(number in found for found in sums)
    ]
    head = ("category", "name", *(f"{r.scenario} [t CO2e]" for r in results))
    return Block(head, tuple(rows), "Scope 3 of the plant by category of the GHG Protocol")


# --- where the numbers come from ------------------------------------------------------------------


def factor_records(results: Sequence[Footprint]) -> Iterator[list[Any]]:
    """Yield every factor and GWP that was applied, with the columns of `USED_COLUMNS`.

    Rows of the tables first, then what the plant file states, then the potentials.
    """
    factors = results[0].system.factors
    table_rows = editions.used_rows({row.factor_id for row in _rows(results)}, factors)
    yield from map(list, editions.used_records(table_rows))
    known = {"", *(row.id for row in table_rows), *editions.potential_ids(factors)}
    applied = [factor for result in results for factor in result.point.purchases.applied()]
    places = {factor.id: factor.row for factor in applied}
    for row in {r.factor_id: r for r in _rows(results)}.values():
        if row.factor_id not in known:
            place = places[row.factor_id]
            yield [row.factor_id, row.flow, "", "", row.factor, row.factor_unit, "", "", None,
                   "stated", "", "", row.source, "", place.file, place.line, ""]  # fmt: skip
    for gas in dict.fromkeys((r.gas, d.plant.data.gwp) for d in results for r in d.ledger_rows):
        found = factors.characterise(*gas)
        if found is not None:
            yield [found.id, found.gas, "", "potential", found.value,
                   "kgCO2e/kg", found.gwp, "", None, found.evidence, found.status, "",
                   found.source, found.locator, found.file, found.line, found.note]  # fmt: skip


def default_records(results: Sequence[Footprint]) -> Iterator[list[Any]]:
    """Yield every default of a process that was used, with `DEFAULT_COLUMNS`."""
    for result in results:
        for step in result.system.steps:
            for row in step.defaults:
                numbers = [None if x is None else x / row.unit.factor
                           for x in (row.value, row.low, row.high)]  # fmt: skip
                yield [result.scenario, step.name, step.process, row.parameter, numbers[0],
                       row.unit.text or "1", *numbers[1:], row.evidence, row.source, row.locator,
                       row.place.file, row.place.line, row.note]  # fmt: skip


def _quality(results: Sequence[Footprint]) -> Block:
    rows = tuple(
        (result.scenario, part.product, part.primary, part.primary_amounts,
         part.with_spread, *part.amounts.values(), *part.factors.values(),
         *part.evidence.values())
        for result in results
        for part in data_quality(result)
    )  # fmt: skip
    head = (
        "scenario", "product", "primary data share (PACT)", "amounts stated or measured",
        "factor with uncertainty data",
        *(f"amount {name}" for name in ORIGINS),
        *(f"factor: {name}" for name in FACTOR_KINDS), *(f"evidence: {name}" for name in EVIDENCE),
    )  # fmt: skip
    return Block(head, rows, "", frozenset(range(2, len(head))))


# --- scenarios ------------------------------------------------------------------------------------


def _scenarios(results: Sequence[Footprint]) -> Block:
    first, rows = results[0], []
    for other in results[1:]:
        entry = other.plant.data.scenarios.get(other.scenario)
        words = "; ".join([*([entry.note] if entry and entry.note else []), *notes(first, other)])
        for item in other.products_sold:
            before = next((i for i in first.products_sold if i.name == item.name), None)
            per, label = other.compared_per(item.name, item.unit)
            old = before.total / per_unit(before.unit)[0] if before else None
            rows.append((other.scenario, item.name, f"kgCO2e/{label}",
                         *_change(old, item.total / per), words))  # fmt: skip
        totals = (first.total / 1000, other.total / 1000)
        rows.append((other.scenario, "(plant)", "t CO2e in the period", *_change(*totals), words))
    head = ("scenario", "product", "unit", f"footprint, {first.scenario}", "footprint, scenario",
            "difference", "change", "note")  # fmt: skip
    return Block(head, tuple(rows), "", frozenset({6}))


def _change(
    old: float | None, new: float
) -> tuple[float | None, float, float | None, float | None]:
    if old is None:
        return None, new, None, None
    return old, new, new - old, (new / old - 1 if old else None)


def found_drivers(results: Sequence[Footprint]) -> dict[str, Sequence[Effect]]:
    """Return the drivers of each scenario against the first; none where the two are not alike."""
    found: dict[str, Sequence[Effect]] = {}
    for other in results[1:]:
        try:
            found[other.scenario] = drivers(results[0], other)
        except InputError:
            found[other.scenario] = ()  # `scenarios` says in its note what differs
    return found


def _drivers(results: Sequence[Footprint], found: Mapping[str, Sequence[Effect]] | None) -> Block:
    found = found_drivers(results) if found is None else found
    rows = []
    for scenario, parts in found.items():
        for d in parts:
            per, label = d.compared_per(results[0])
            numbers_of = (number / per for number in (d.baseline, d.scenario, d.difference))
            rows.append((scenario, d.product, label, d.name, *numbers_of, d.share))
    numbers = {name: f"{name} [{PER_UNIT}]" for name in ("baseline", "scenario", "difference")}
    head = ("compared", *(numbers.get(name, name) for name in DRIVER_COLUMNS))
    return Block(head, tuple(rows), "", frozenset({7}))


# --- balances and notes ---------------------------------------------------------------------------


def _elements(results: Sequence[Footprint]) -> Block:
    rows = tuple(
        (r.scenario, e.element, e.entered, e.sold, e.wasted, e.emitted, e.unexplained, e.gap)
        for r in results
        for e in r.elements
    )
    sides = ("entered", "sold", "wasted", "emitted", "unexplained")
    head = ("scenario", "element", *(f"{side} [kg]" for side in sides), "gap")
    return Block(
        head,
        rows,
        "Elements over the plant and the period; the carbon of combusted fuels is in their factors",
        frozenset({7}),
    )


def _energy(results: Sequence[Footprint]) -> Block:
    rows = []
    measure = results[0].energy_unit
    size = unit("tce").factor / measure.factor
    for result in results:
        energy = result.energy
        numbers: list[float | None] = [energy.total, energy.per_tonne, *energy.limits]
        numbers += [None] * (5 - len(numbers))
        numbers.append(energy.unexplained if energy.limits else None)
        shown = (None if number is None else number * size for number in numbers)
        rows.append((result.scenario, *shown, energy.product, energy.source))
    each = f"[{measure.text}/t]"
    head = ("scenario", f"net energy purchase [{measure.text}]", f"per t REO sold {each}",
            *(f"limit, level {level} {each}" for level in (1, 2, 3)),
            f"level 3 less modelled {each}", "limit of", "source")  # fmt: skip
    return Block(head, tuple(rows), "Energy")


def _notes(results: Sequence[Footprint]) -> Iterator[tuple[str, str, str]]:
    for result in results:
        for kind, title in TITLES.items():
            for text in dict.fromkeys(str(note) for note in result.notes if note.kind == kind):
                yield result.scenario, title, text
        for draft in dict.fromkeys(map(str, result.drafts)):
            yield result.scenario, DRAFTS, draft
        yield result.scenario, "outside the boundary", OUTSIDE
