"""What drafts leave open of a figure, and what to measure first: words, lines and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from carbonre.core.errors import InputError
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.reports.text import BLANK, Text, left, percent, right, safe_text, significant, width
from carbonre.uncertainty.intervals import DRAWS
from carbonre.uncertainty.open_numbers import OpenNumber
from carbonre.uncertainty.sampling import Draws
from carbonre.uncertainty.weight_of_evidence import (
    LEAST,
    Range,
    Weight,
    WeightOfEvidence,
    of_difference,
    weight_of_evidence,
)

TITLE = "weight of evidence"
MANY = 4  # parameters of one meter that are named
SPAN = 24  # columns of an interval
STAYS = 18
ENOUGH = 100  # draws of which a mean or an interval says something
COLUMNS = (
    "scenario", "product", "unit", "draws", "deterministic [kgCO2e/unit]",
    "P5 [kgCO2e/unit]", "P95 [kgCO2e/unit]", "drafts only P5 [kgCO2e/unit]",
    "drafts only P95 [kgCO2e/unit]", "sourced only P5 [kgCO2e/unit]",
    "sourced only P95 [kgCO2e/unit]", "rank", "measure", "state in the plant file",
    "then P5 [kgCO2e/unit]", "then P95 [kgCO2e/unit]",
)  # fmt: skip


def of_results(results: Sequence[Footprint], draws: int = DRAWS) -> list[WeightOfEvidence]:
    """Return what is open of each scenario."""
    return [weight_of_evidence(result, draws) for result in results]


def of_draws(draws: Draws) -> list[WeightOfEvidence]:
    """Return what is open of each scenario that was drawn, by the first of its draws."""
    found = []
    for sample in draws.samples:
        size = min(sample.size, DRAWS) if sample.size >= ENOUGH else 0
        seed = draws.plan.seed
        found.append(weight_of_evidence(sample.deterministic, size, seed, sample.uncertain))
    return found


def span(found: Range, per: float, to: str = " to ") -> str:
    """Write an interval: 17.1 to 20.6."""
    return f"{significant(found.low / per)}{to}{significant(found.high / per)}"


def number_words(number: OpenNumber) -> str:
    """Name drafts that one measurement settles: whose they are, and what."""
    names = [*number.names[:MANY]]
    more = f" and {len(number.names) - MANY} more" if len(number.names) > MANY else ""
    words = "factor" if number.kind == "factor" else f"{', '.join(names)}{more}"
    return f"{', '.join(map(safe_text, number.owners))}: {words}"


def unit_of(result: Footprint, product: str) -> tuple[float, str]:
    """Return what divides the figures of a product, or of the plant, and their unit."""
    if product == PLANT:
        return 1000.0, "t CO2e"
    item = result.products_sold.named(product)
    per, label = result.compared_per(product, item.unit)
    return per, f"kg CO2e/{label}"


def leading(result: Footprint, found: WeightOfEvidence) -> str:
    """Return the product whose drafts are named: the first in rank that is drawn."""
    names = (item.name for item in result.products_by_rank)
    return next((name for name in names if name in found.of), "")


def drawn_words(found: WeightOfEvidence) -> str:
    """Say of how many draws the intervals are."""
    words = f"{found.draws:,} draws"
    refused = f" of which {found.refused:,} could not be calculated"
    return words + refused if found.refused else words


def sentence(result: Footprint, product: str, weight: Weight) -> str:
    """Say in a sentence what is open of one product, and what to measure first."""
    per, unit = unit_of(result, product)
    words = (
        f"{safe_text(product)} {span(weight.all, per)}, median {significant(weight.median / per)}"
        f" {unit}; drafts alone"
        f" {span(weight.drafts, per)}, sourced numbers alone {span(weight.sourced, per)}"
    )
    if weight.first:
        best = weight.first[0]
        words += f"; measure first: {best.number.measurement.reading}"
        words += f" ({number_words(best.number)}), which leaves {span(best.left, per)}"
    return words


def remark_on(result: Footprint, product: str | None) -> str:
    """Say what is open of the one product of a declaration; nothing where it is not drawn."""
    found, _ = or_reason(result)
    names = [name for name in found.of if name != PLANT and product in (None, name)]
    if len(names) != 1:
        return ""
    words = sentence(result, names[0], found.of[names[0]])
    return f"Weight of evidence, 5th to 95th percentile of {drawn_words(found)}: {words}."


def weight_text(
    result: Footprint, found: WeightOfEvidence, product: str | None = None
) -> list[Text]:
    """Return the intervals of each figure, then what to measure first for one product.

    Parameters
    ----------
    product : str, optional
        The only product that is shown; otherwise all, and the leading one's drafts.
    """
    shown = sorted((n for n in found.of if product in (None, n)), key=PLANT.__eq__)
    lines = _table(result, found, shown) if shown else []
    best = product or leading(result, found)
    if best in found.of:
        lines += _first(result, best, found.of[best])
    if found.undrawn:
        names = ", ".join(safe_text(str(draft)) for draft in found.undrawn)
        lines.append(Text(f"  drafts without a range, in no interval: {names}", "dim"))
    return lines


def _table(
    result: Footprint, found: WeightOfEvidence, shown: Sequence[str], title: str = TITLE
) -> list[Text]:
    title = f"{title}, {drawn_words(found)}, P5 to P95"
    labels = ["plant" if name == PLANT else safe_text(name) for name in shown]
    wide = max(width(title), *map(width, labels))
    heads = ("all drawn", "drafts only", "sourced only")
    head = left(title, wide) + "".join(right(words, SPAN) for words in heads)
    lines = [Text(head, "dim")]
    for name, label in zip(shown, labels, strict=True):
        (per, unit), one = unit_of(result, name), found.of[name]
        spans = (right(span(part, per), SPAN) for part in (one.all, one.drafts, one.sourced))
        lines.append(Text(f"{left(label, wide)}{''.join(spans)}   {unit}", "strong"))
    return lines


def _first(result: Footprint, product: str, weight: Weight) -> list[Text]:
    if not weight.first:
        words = (
            f"no draft that could be stated narrows {safe_text(product)} by"
            f" {percent(LEAST, 0)} or more; carbonre sensitivity ranks the sourced numbers"
        )
        return [Text(words, "dim")]
    per, unit = unit_of(result, product)
    words = (
        f"measure first for {safe_text(product)}; what stays of {span(weight.all, per)} {unit}"
        " if it reads as the tables say:"
    )
    lines = [Text(words, "dim")]
    for one in weight.first:
        stays = right(span(one.left, per), STAYS)
        lines.append(Text(f"{stays}  {one.number.measurement.reading}"))
        lines.append(Text(f"{'':{STAYS}}  {number_words(one.number)}", "dim"))
    return lines


def difference_text(one: Footprint, two: Footprint) -> list[Text]:
    """Return what is open of the difference of two scenarios: the plant, and its first product."""
    try:
        found = of_difference(one, two)
    except InputError as error:
        words = safe_text(error.problems[0].message, 300)
        return [Text(f"{TITLE} of the difference: not calculated; {words}", "dim")]
    names = [item.name for item in one.products_by_rank if item.name in found][:1]
    shown = [PLANT, *names] if PLANT in found else names
    if not any(found[name].all.width for name in shown):
        return []
    lines = _table(one, WeightOfEvidence(DRAWS, 0, found), shown, f"{TITLE} of the difference")
    return [BLANK, *lines]


def records(
    results: Sequence[Footprint], weights: Sequence[WeightOfEvidence]
) -> Iterator[tuple[Any, ...]]:
    """Yield a record with `COLUMNS` for each product and measurement that narrows it."""
    for result, found in zip(results, weights, strict=True):
        for product, weight in found.of.items():
            plant = product == PLANT
            item = None if plant else result.products_sold.named(product)
            unit = "period" if item is None else item.unit.text
            figure = result.total if item is None else float(item.total)
            parts = (*weight.all, *weight.drafts, *weight.sourced)
            head = (result.scenario, product, unit, found.draws, figure, *parts)
            for rank, one in enumerate(weight.first, start=1):
                number = one.number
                words = f"{number.measurement.reading} ({number_words(number)})"
                yield (*head, rank, words, "; ".join(number.paths), *one.left)
            if not weight.first:
                yield (*head, None, "", "", None, None)


def or_reason(result: Footprint, draws: int = DRAWS) -> tuple[WeightOfEvidence, str]:
    """Return what is open of a result, or why it cannot be said."""
    try:
        return weight_of_evidence(result, draws), ""
    except InputError as error:
        return WeightOfEvidence(), error.problems[0].message
