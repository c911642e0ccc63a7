"""What a page says of the weight of evidence: a tile, a sentence, and two tables."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.paths import dotted
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.reports.figures import charts
from carbonre.reports.language import Language
from carbonre.reports.page.tables import Kind, Table
from carbonre.reports.text import safe_text, significant
from carbonre.reports.weight_of_evidence import leading, span, unit_of
from carbonre.uncertainty.open_numbers import OpenNumber
from carbonre.uncertainty.weight_of_evidence import Range, Weight, WeightOfEvidence

TO = " – "
COLOURS = ("flow", "energy", "material")  # all, drafts only, sourced only
HEADS = ("all drawn", "drafts only", "sourced only")


def tile(result: Footprint, found: WeightOfEvidence, say: Language) -> dict[str, str]:
    """Return the tile of what drafts leave open of the leading product."""
    product = leading(result, found)
    if not product:
        count = f"{len(result.drafts):,}"
        return {"name": say("expert estimates (drafts)"), "value": count, "unit": "", "more": ""}
    (per, unit), weight = unit_of(result, product), found.of[product]
    more = say("sourced numbers alone: {interval}", interval=span(weight.sourced, per, TO))
    name = say("{product}: open by drafts", product=say.flow(product))
    return {"name": name, "value": span(weight.drafts, per, TO), "unit": unit, "more": more}


def draft_words(result: Footprint, found: WeightOfEvidence, say: Language) -> str:
    """Say how many numbers are drafts, what they leave open, and what to measure first."""
    if not result.drafts:
        return ""
    count, product = len(result.drafts), leading(result, found)
    words = say("{count} of the numbers behind this footprint are expert estimates (drafts).",
                count=count)  # fmt: skip
    if not product:
        return words
    (per, unit), weight, to = unit_of(result, product), found.of[product], say(" to ")
    words += " " + say(
        "Alone they leave {product} open from {drafts} {unit}; the sourced numbers alone,"
        " from {sourced}.",
        product=say.flow(product), unit=unit,
        drafts=span(weight.drafts, per, to), sourced=span(weight.sourced, per, to),
    )  # fmt: skip
    if weight.first:
        best = weight.first[0]
        words += " " + say(
            "Measure first: {reading}; it narrows the answer from {all} to {left}.",
            reading=_reading(best.number, say),
            all=span(weight.all, per, "–"), left=span(best.left, per, "–"),
        )  # fmt: skip
    return words


def intervals_table(result: Footprint, found: WeightOfEvidence, say: Language) -> Table:
    """Return the three intervals of each product beside each other."""
    heads: list[tuple[str, Kind]] = [
        (say("product"), "text"), (say("kg CO2e per unit"), "number"), (say("per"), "unit"),
        *((say(words), "number") for words in HEADS), (say("P5 to P95"), "bar"),
    ]  # fmt: skip
    known = [(item, found.of[item.name]) for item in result.products_sold if item.name in found.of]
    scales = {item.name: result.compared_per(item.name, item.unit) for item, _ in known}
    ends = [end / scales[item.name][0] for item, weight in known for end in _ends(weight, item)]
    rows = []
    for item, weight in known:
        per, label = scales[item.name]
        parts, middle = (weight.all, weight.drafts, weight.sourced), float(item.total) / per
        bars = (
            _bar(Range(part.low / per, part.high / per), middle, ends, say(words), colour)
            for part, words, colour in zip(parts, HEADS, COLOURS, strict=True)
        )
        spans = (span(part, per, TO) for part in parts)
        name = say.flow(item.name)
        rows.append([name, significant(middle), label, *spans, "".join(bars)])
    return Table(heads, rows)


def measure_table(result: Footprint, found: WeightOfEvidence, say: Language) -> Table | None:
    """Return what to measure first for the leading product, and what each leaves open."""
    product = leading(result, found)
    weight = found.of[product] if product else None
    if weight is None or not weight.first:
        return None
    per, unit = unit_of(result, product)
    heads: list[tuple[str, Kind]] = [
        (say("what to measure"), "long"), (f"{say('leaves')} [{unit}]", "number"), ("", "bar"),
        (say("state in the plant file"), "code"),
    ]  # fmt: skip
    caption = say(
        "What to measure first for {product}: leaves of {all} {unit}",
        product=say.flow(product), unit=unit, all=span(weight.all, per, TO),
    )  # fmt: skip
    item = result.products_sold.named(product)
    ends = _ends(weight, item)
    rows = [
        [
            _reading(one.number, say), span(one.left, per, TO),
            _bar(one.left, float(item.total), ends, span(one.left, per, TO)), _stated(one.number),
        ]
        for one in weight.first
    ]  # fmt: skip
    return Table(heads, rows, caption)


def _ends(weight: Weight, item: ProductFootprint) -> list[float]:
    """Return the ends of all that is drawn of a product, its figure among them."""
    parts = (weight.all, weight.drafts, weight.sourced, *(one.left for one in weight.first))
    return [float(item.total), *(end for part in parts for end in part)]


def _bar(
    found: Range, middle: float, ends: Sequence[float], words: str, colour: str = "flow"
) -> str:
    """Return an interval on a scale that reaches a little beyond the ends of all."""
    low, high = min(ends), max(ends)
    start = low - 0.05 * (high - low)
    whole = 1.1 * (high - low)
    return charts.interval(
        found.low - start, middle - start, found.high - start, whole, words, colour
    )


def _reading(number: OpenNumber, say: Language) -> str:
    found = number.measurement
    words = found.reading_zh if say.code == "zh" else found.reading
    flows = ", ".join(say.flow(safe_text(flow)) for flow in number.owners)
    return f"{flows}: {words}" if number.kind == "factor" else words


def _stated(number: OpenNumber) -> str:
    """Return where a plant file states a number: steps.machining: kerf, grinding."""
    room = "supply" if number.kind == "factor" else "steps"
    owners = ", ".join(safe_text(dotted((room, owner))) for owner in number.owners)
    return owners if number.kind == "factor" else f"{owners}: {', '.join(number.names)}"


def note(found: WeightOfEvidence, say: Language) -> str:
    """Say how the intervals are made, and which drafts are in none."""
    words = say(
        "90 % intervals of {draws} draws: with all drawn, with the drafts only, with the others"
        " only (of sources, or of the plant itself). What a measurement leaves is the interval"
        " with all else drawn, if it reads what the tables say; if it reads something else, the"
        " answer moves, and is as narrow.",
        draws=f"{found.draws:,}",
    )
    if not any(weight.first for weight in found.of.values()):
        words += " " + say(
            "No draft that could be stated narrows a figure by 2 % or more: what is open is in"
            " sourced numbers."
        )
    if found.undrawn:
        names = ", ".join(safe_text(str(draft)) for draft in found.undrawn)
        words += " " + say("Drafts without a range, in no interval: {names}.", names=names)
    return words
