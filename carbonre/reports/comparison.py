"""Comparisons: the waterfall from one scenario to another, break-even, abatement cost."""

from __future__ import annotations

import math
from collections.abc import Sequence

from carbonre.comparison.abatement import currency, measures, unpriced
from carbonre.comparison.break_even import BreakEven
from carbonre.comparison.comparability import labels, notes, set_by_scenario
from carbonre.comparison.comparison import Comparison, Difference
from carbonre.comparison.drivers import DRIVER_COLUMNS, Effect
from carbonre.comparison.levers import Parts
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.reports.allocation_methods import methods_table
from carbonre.reports.files import table
from carbonre.reports.summary import change
from carbonre.reports.sweep import swept
from carbonre.reports.text import (
    BLANK,
    Text,
    left,
    right,
    safe_text,
    signed,
    signed_percent,
    significant,
    width,
)
from carbonre.reports.weight_of_evidence import difference_text

BAR = 24
FEW = 8


def waterfall(baseline: Footprint, scenario: Footprint, found: Sequence[Effect]) -> list[Text]:
    """Return the way from the baseline to a scenario: the plant, then each product."""
    lines = [BLANK, *change([baseline, scenario], labels([baseline, scenario]))]
    plant = [driver for driver in found if driver.product == PLANT]
    lines += [
        BLANK,
        Text(f"contributions to the difference, plant, t CO2e in {_period(scenario)}:"),
    ]
    lines += _steps(plant, 1000.0, baseline.total, scenario.total)
    products = list(dict.fromkeys(d.product for d in found if d.product != PLANT))
    shown = products[:FEW]
    for product in shown:
        rows = [driver for driver in found if driver.product == product]
        one, two = baseline.products_sold.named(product), scenario.products_sold.named(product)
        per, label = baseline.compared_per(product, one.unit)
        lines += [BLANK, Text(f"{safe_text(product)}, kg CO2e per {label}:")]
        lines += _steps(rows, per, one.total, two.total * one.unit.factor / two.unit.factor)
    if len(products) > len(shown):
        lines.append(Text(f"and {len(products) - len(shown)} more products (--drivers)", "dim"))
    if any(driver.error for driver in found):
        words = "orders of the measures were sampled; ± is one standard error"
        lines.append(Text(words, "dim"))
    return lines


def _period(result: Footprint) -> str:
    return str(result.plant.data.period)


def _steps(rows: Sequence[Effect], per: float, before: float, after: float) -> list[Text]:
    """One line per driver, with a bar; small ones in one."""
    if not rows:
        return []
    largest = max(abs(driver.difference) for driver in rows) or 1.0
    shown = [d for d in rows if abs(d.difference) > 0.002 * largest][:12]
    wide = max([len("total"), *(width(safe_text(driver.name)) for driver in rows)])
    lines = []
    for driver in shown:
        size = max(1 if driver.difference else 0, round(BAR * abs(driver.difference) / largest))
        bar = ("+" if driver.difference > 0 else "-") * size
        error = f" ± {significant(driver.error / per)}" if driver.error else ""
        value = f"{signed(driver.difference / per)}{error}"
        lines.append(Text(f"  {left(safe_text(driver.name), wide)} {right(value, 12)}  {bar}"))
    rest = math.fsum(d.difference for d in rows if d not in shown)
    if rest:
        lines.append(Text(f"  {left('other', wide)} {right(signed(rest / per), 12)}"))
    whole = math.fsum(driver.difference for driver in rows)
    share = f"  {signed_percent(whole / before)}" if before else ""
    words = f"  {left('total', wide)} {right(signed(whole / per), 12)}{share}"
    words += f", {significant(before / per)} -> {significant(after / per)}"
    return [*lines, Text(words, "strong")]


def break_even_text(
    one: Footprint, two: Footprint, path: str, meetings: Sequence[BreakEven]
) -> list[Text]:
    """Return the break-even of two scenarios; or which is better throughout, and by how much."""
    names = [safe_text(title) for title in labels([one, two])]
    words = f"break-even of {safe_text(path, 80)} between '{names[0]}' and '{names[1]}'"
    lines = [BLANK, Text(words, "heading")]
    lines += [Text(f"  counting {found.counting}: {_crossings(found)}") for found in meetings]
    own = [
        title
        for title, result in zip(names, (one, two), strict=True)
        if set_by_scenario(path, result)
    ]
    if own:
        listed = " and ".join(f"'{title}'" for title in own)
        words = f"  the break-even value replaces what {listed} sets there, in both"
        lines.append(Text(words, "dim"))
    return lines


def _crossings(meeting: BreakEven) -> str:
    if not meeting.values:
        return f"none{_within(meeting)}: {_no_crossing(meeting)}"
    values = " and ".join(map(significant, meeting.values))
    words = f"{values} {meeting.unit}; below it {_is_better(meeting.better[0])}"
    if len(meeting.values) == 1 and meeting.better[1] != meeting.better[0]:
        return words
    pairs = zip(meeting.values, meeting.better, strict=False)
    stretches = [f"up to {significant(value)} {_is_better(better)}" for value, better in pairs]
    stretches.append(f"above {_is_better(meeting.better[-1])}")
    words = f"{len(meeting.values)} times, at {values} {meeting.unit}"
    return f"{words}: {', '.join(stretches)}"


def _is_better(title: str) -> str:
    return f"'{safe_text(title)}' is better" if title else "the two are equal"


def _within(meeting: BreakEven) -> str:
    if math.isinf(meeting.high):
        return ""
    return f" within {meeting.low:g} to {meeting.high:g} {meeting.unit}"


def _no_crossing(meeting: BreakEven) -> str:
    """Say who is better throughout, and by how much at both ends."""
    if not meeting.better[0]:
        return meeting.why
    tonnes = [f"{significant(abs(end) / 1000)} t" for end in meeting.ends if not math.isinf(end)]
    if not any(meeting.ends[:1]):
        return f"'{safe_text(meeting.better[0])}' is better; {meeting.why}"
    if math.isinf(meeting.ends[1]):
        size = f"by {tonnes[0]} CO2e at zero and more above"
    elif len(set(tonnes)) == 1:
        size = f"by {tonnes[0]} CO2e"
    else:
        size = f"by {tonnes[0]} CO2e at {meeting.low:g} and {tonnes[1]} at {meeting.high:g}"
    return f"'{safe_text(meeting.better[0])}' is better {size}; {meeting.why}"


def costs(baseline: Footprint, scenario: Footprint, parts: Parts | None = None) -> list[Text]:
    """Return the marginal abatement cost of each lever, where the plant prices what it buys."""
    found = measures(baseline, scenario, parts)
    if not found:
        return []
    money = currency(baseline, scenario)
    wide = max(width(safe_text(measure.lever)) for measure in found)
    head = left("  abatement cost, running costs only", wide + 4) + right("t CO2e avoided", 16)
    lines = [BLANK, Text(head + right(money, 14) + right(f"{money}/t", 12), "dim")]
    for measure in found:
        line = f"  {left(safe_text(measure.lever), wide + 2)}"
        line += right(significant(measure.avoided), 16)
        line += right(signed(measure.cost), 14)
        per = "no reduction" if measure.per_tonne is None else signed(measure.per_tonne)
        lines.append(Text(line + right(per, 12 if measure.per_tonne is not None else 16)))
    missing = unpriced(baseline, scenario)
    if missing:
        lines.append(Text(f"  without a price: {', '.join(map(safe_text, missing))}", "dim"))
    return lines


def comparison_text(found: Comparison) -> list[Text]:
    """Return a comparison as text: allocations, then each difference, then the sweep."""
    lines: list[Text] = []
    for result, title, methods in zip(
        found.results, labels(found.results), found.methods, strict=False
    ):
        head = title if result.plant.name in title else f"{result.plant.name}, {title}"
        lines += [BLANK, Text(safe_text(head, 100), "heading"), *methods_table(methods)]
    for one in found.differences:
        pair = one.reference, one.other
        lines += waterfall(*pair, one.effects) + costs(*pair, one.parts)
        lines += difference_text(*pair)
        lines += [Text(f"  note: {safe_text(words, 400)}", "dim") for words in notes(*pair)]
        if found.path is not None:
            lines += break_even_text(*pair, found.path, one.break_even)
    if found.axes:
        lines += swept(found.results, found.axes, found.points)
    return lines[1:] if lines[:1] == [BLANK] else lines


def drivers_csv(found: Sequence[Difference]) -> str:
    """Return the drivers as CSV: the columns of the library, and what was compared with what."""
    return table(
        (*DRIVER_COLUMNS, "compared", "error", "reference", "per", "footprint_difference"),
        (
            (d.product, d.unit, d.name, d.baseline, d.scenario, d.difference, d.share,
             one.other_label, d.error, one.reference_label, label, d.difference / per)
            for one in found
            for d in one.effects
            for per, label in (d.compared_per(one.reference),)
        ),
    )  # fmt: skip
