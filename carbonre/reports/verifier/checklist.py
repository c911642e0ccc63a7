"""What standards ask of a report, item by item: where it is stated, or that it is missing.

The items are `checklists.csv` beside this module, in words of our own; its `check` names a function
below, which answers from the result itself. A tick says that the item is stated, never that a
footprint conforms: that is for a verifier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carbonre.core import tables
from carbonre.core.scopes import CATEGORY_NAMES
from carbonre.factors.rows import GWP_YEARS
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.reports.notes import OUTSIDE
from carbonre.reports.text import percent
from carbonre.reports.verifier import magnet_rules
from carbonre.reports.verifier.answers import Answer, Case
from carbonre.reports.weight_of_evidence import TITLE, drawn_words, leading, sentence
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence

COLUMNS = ("standard", "clause", "item", "check", "evidence", "source", "locator")
LATEST = "AR6"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a standard, with the answer of a result and the evidence of its own wording."""

    standard: str
    clause: str
    item: str
    answer: Answer
    evidence: str
    source: str
    locator: str


def table() -> tuple[Mapping[str, str], ...]:
    """Return the items as the table has them."""
    return tables.read("checklists", lambda row: row.cells, Path(__file__).parent)


def checklist(result: Footprint, weight: WeightOfEvidence | None = None) -> list[Item]:
    """Answer every item of the standards from a result.

    Parameters
    ----------
    result : Footprint
        One scenario, such as the baseline.
    weight : WeightOfEvidence, optional
        What drafts leave open of the result.

    Returns
    -------
    list of Item
        In the order of the table, by standard.
    """
    case = Case(result, data_quality(result)[0], weight or WeightOfEvidence())
    answers = {name: check(case) for name, check in CHECKS.items()}
    return [
        Item(row["standard"], row["clause"], row["item"], answers[row["check"]],
             row["evidence"], row["source"], row["locator"])
        for row in table()
    ]  # fmt: skip


# --- what the figure is of ------------------------------------------------------------------------


def _declared_unit(case: Case) -> Answer:
    units = _listed([f"1 {i.unit.text} of {i.name}" for i in case.result.products_sold])
    oxides = case.result.counted_as_oxides
    basis = f"; by the rare-earth oxides contained (REO): {_listed(oxides)}" if oxides else ""
    return Answer("stated", f"declared unit: {units}, at the gate{basis}", "products")


def _listed(names: Sequence[str], most: int = 5) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def _total(case: Case) -> Answer:
    count = len(case.result.products_sold)
    return Answer("stated", f"{count} product{'s' * (count != 1)}, column total", "products")


def _unit_processes(case: Case) -> Answer:
    runs = [s.name for s, run in zip(case.result.system.steps, case.result.material.scaling,
                                     strict=True) if run]  # fmt: skip
    words = f"{len(runs)} steps and what they buy; outside the boundary: {OUTSIDE}"
    return Answer("stated", words, "ledger")


def _boundary_reason(case: Case) -> Answer:
    words = f"to the gate, boundary {case.result.plant.data.boundary}; the reason is for the author"
    return Answer("in part", f"{words} to write", "summary")


def _gate_to_gate(case: Case) -> Answer:
    words = "scope 1 is the plant's own, scopes 2 and 3 its purchases; columns scope1 to scope3"
    return Answer("stated", words, "products")


def _stages(case: Case) -> Answer:
    words = "by step and by category of purchases, to the gate; later stages are outside"
    return Answer("stated", words, "ledger")


def _use_and_end(case: Case) -> Answer:
    return Answer("does not apply", "cradle to gate: use and end of life are outside")


def _period(case: Case) -> Answer:
    return Answer("stated", str(case.result.plant.data.period), "products")


def _organisation(case: Case) -> Answer:
    words, company = f"the plant is '{case.result.plant.name}'", case.about.company
    if company:
        return Answer("stated", f"{company}; {words}", "plant file")
    return Answer("in part", f"{words}; the organisation is not named", "summary")


def _inventory_date(case: Case) -> Answer:
    if case.about.created:
        return Answer("stated", case.about.created, "plant file")
    return Answer("missing", "the date is for the author to write")


def _category_rules(case: Case) -> Answer:
    if case.about.rules:
        return Answer("stated", _listed(case.about.rules), "plant file")
    return Answer("missing", "no product category rules are named")


# --- gases ----------------------------------------------------------------------------------------


def _gases(case: Case) -> Answer:
    names = dict.fromkeys(r.gas for r in case.result.ledger_rows if r.counts and r.gas != "CO2e")
    words = f"by gas: {', '.join(names) or 'none'}"
    return _as_sums(case, words)


def _as_sums(case: Case, words: str) -> Answer:
    """Say how much comes from factors that are sums of gases."""
    share = case.share("CO2e")
    if not share:
        return Answer("stated", words, "ledger")
    more = f"{percent(share, 0)} comes from factors that give only the sum of their gases"
    return Answer("in part", f"{words}; {more}", "ledger")


def _potentials(case: Case) -> Answer:
    name = case.result.plant.data.gwp
    if name == LATEST:
        words = f"{name}, 100 years; each with its source"
        others = [w.message for w in case.result.warnings if w.code == "mixed-gwp-sets"]
        if others:
            return Answer("in part", "; ".join([words, *others]), "factors used")
        return Answer("stated", words, "factors used")
    years = GWP_YEARS[name]
    why = f"{years} years, not 100" if years != 100 else "not the latest report"
    return Answer("in part", f"{name}: {why}", "factors used")


def _biogenic(case: Case) -> Answer:
    rows = [r for r in case.result.ledger_rows if "biogenic" in r.gas]
    words = "biogenic CO2 has rows of its own (memo) and is in no total"
    words += "" if rows else "; this result has none"
    return _as_sums(case, words)


def _direct_by_gas(case: Case) -> Answer:
    rows = [r for r in case.result.ledger_rows if r.counts and r.scope == "1"]
    names = ", ".join(dict.fromkeys(r.gas for r in rows)) or "none"
    sums = any(r.gas == "CO2e" and r.kgCO2e for r in rows)
    words = f"scope 1: {names}"
    if sums:
        return Answer("in part", f"{words}; CO2e is a sum of gases", "ledger")
    return Answer("stated", words, "ledger")


def _aircraft(case: Case) -> Answer:
    modes = {r.factor_id for r in case.result.ledger_rows if r.kind == "transport"}
    if not modes:
        return Answer("missing", "no transport is stated, so none by aircraft")
    words = f"rows of kind transport name their mode: {', '.join(sorted(modes))}"
    return Answer("stated", words, "ledger")


def _offsets(case: Case) -> Answer:
    negative = sum(1 for r in case.result.ledger_rows if r.counts and r.kgCO2e < 0)
    words = "none can be entered"
    if negative:
        words += (
            f"; {negative} rows are below zero: carbon that a reagent binds, counted at its use"
        )
    return Answer("stated", words, "ledger")


# --- data and method ------------------------------------------------------------------------------


def _data_sources(case: Case) -> Answer:
    rows = [r for r in case.result.ledger_rows if r.counts]
    bare = sum(1 for r in rows if not r.source)
    if bare:
        return Answer("in part", f"{bare} of {len(rows)} rows name no source", "ledger")
    words = "each row names its amount's line and origin, its factor's row and source"
    return Answer("stated", words, "ledger")


def _data_quality(case: Case) -> Answer:
    q = case.quality
    words = (
        f"primary data share {percent(q.primary, 0)} (PACT); amounts stated or measured"
        f" {percent(q.primary_amounts, 0)}; {len(case.result.drafts)} expert estimates (drafts);"
        " of the pedigree only time and place are scored, in the report as a page"
    )
    product = leading(case.result, case.weight)
    if product:
        words += f"; {TITLE}: {sentence(case.result, product, case.weight.of[product])}"
    return Answer("in part", words, "data quality")


def _cut_off(case: Case) -> Answer:
    result = case.result
    left = len(result.exclusions) + len(result.data_gaps)
    if not left:
        return Answer("stated", f"nothing that is bought is cut off; outside: {OUTSIDE}", "notes")
    words = f"{left} cut off, each with its reason; a limit in percent is not stated"
    return Answer("in part", words, "notes")


def _exclusions(case: Case) -> Answer:
    result = case.result
    words = (
        f"{len(result.exclusions)} excluded with a reason, {len(result.data_gaps)} data gaps,"
        f" {len(result.untreated_wastes)} untreated wastes"
    )
    return Answer("stated", f"{words}; outside: {OUTSIDE}", "notes")


def _allocation(case: Case) -> Answer:
    data = case.result.plant.data
    own = [name for name, step in data.steps.items() if step.allocation is not None]
    words = f"key: {allocation_words(data.allocation)}"
    words += f", of their own: {_listed(own)}" if own else ""
    return Answer("stated", f"{words}; recycled waste is free of burden (cut-off)", "products")


def _electricity(case: Case) -> Answer:
    result = case.result
    rows = [r for r in result.ledger_rows if r.scope == "2"]
    if not rows:
        return Answer("does not apply", "no electricity or heat is purchased")
    ids = ", ".join(dict.fromkeys(r.factor_id for r in rows if r.counts))
    located = all(item.scope2_location is not None for item in result.products_sold)
    if "electricity" in result.plant.data.supply:
        words = f"as declared: {ids}; what proves the supply is not stated"
        return Answer("in part", words, "factors used")
    beside = "location-based beside it" if located else "location-based: no factor row"
    return Answer("stated" if located else "in part", f"{ids}; {beside}", "factors used")


def _indirect(case: Case) -> Answer:
    rows = [r for r in case.result.ledger_rows if r.counts and r.scope in ("2", "3")]
    found = ["purchased energy"] * any(r.scope == "2" for r in rows)
    found += [f"{words} (3.{number})" for number, words in CATEGORY_NAMES.items()
              if any(r.category == number for r in rows)]  # fmt: skip
    words = f"{', '.join(found) or 'none'}; capital goods, use of products and others are outside"
    return Answer("in part", words, "ledger")


def _uncertainty(case: Case) -> Answer:
    found, result = case.weight, case.result
    if not found.of:
        return Answer("missing", "no uncertainty has been calculated for this result")
    products = [name for name in found.of if name != PLANT]
    words = "; ".join(sentence(result, name, found.of[name]) for name in products)
    return Answer("stated", f"90 % of {drawn_words(found)}: {words}", TITLE)


def _interpretation(case: Case) -> Answer:
    result = case.result
    words = (
        f"limits: {len(result.drafts)} expert estimates, {len(result.warnings)} warnings;"
        " conclusions and value choices are for the author to write"
    )
    return Answer("in part", words, "notes")


def _missing(words: str) -> Callable[[Case], Answer]:
    return lambda case: Answer("missing", words)


CHECKS: Mapping[str, Callable[[Case], Answer]] = {
    "declared_unit": _declared_unit,
    "total": _total,
    "unit_processes": _unit_processes,
    "boundary_reason": _boundary_reason,
    "gate_to_gate": _gate_to_gate,
    "stages": _stages,
    "use_and_end": _use_and_end,
    "period": _period,
    "organisation": _organisation,
    "gases": _gases,
    "potentials": _potentials,
    "biogenic": _biogenic,
    "direct_by_gas": _direct_by_gas,
    "aircraft": _aircraft,
    "offsets": _offsets,
    "data_sources": _data_sources,
    "data_quality": _data_quality,
    "cut_off": _cut_off,
    "exclusions": _exclusions,
    "allocation": _allocation,
    "electricity": _electricity,
    "indirect": _indirect,
    "interpretation": _interpretation,
    "category_rules": _category_rules,
    "inventory_date": _inventory_date,
    "removals": _missing("removals are not modelled"),
    "land_use": _missing("land-use change is not modelled"),
    "biogenic_content": _missing("the biogenic carbon in the products is not stated"),
    "sensitivity": _missing("run carbonre compare --sweep and --allocations, and add the result"),
    "uncertainty": _uncertainty,
    "verification": _missing("not verified; the verifier's statement goes here"),
    "base_year": _missing("no base year or base inventory is named"),
    "consolidation": _missing("control or share of equity is for the author to state"),
    "significance": _missing("significance criteria are for the author to state"),
    **magnet_rules.CHECKS,
}
