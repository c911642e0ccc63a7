"""Comparisons for people: the ladder from one scenario to another, and where they meet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from carbonre.abatement import currency, measures, unpriced
from carbonre.allocations import Side, band, basket
from carbonre.break_even import Meeting
from carbonre.compare import DRIVER_COLUMNS, Driver
from carbonre.footprint import Footprint
from carbonre.levers import PLANT
from carbonre.reports.files import table
from carbonre.reports.terminal import BLANK, Text, change
from carbonre.reports.words import left, name, percent, right, signed, three, width
from carbonre.sweep import Point
from carbonre.units import MASS

BAR = 24
FEW = 8


def ladder(baseline: Footprint, scenario: Footprint, found: Sequence[Driver]) -> list[Text]:
    """Return the way from the baseline to a scenario: the plant, then each product."""
    lines = [BLANK, *change([baseline, scenario])]
    plant = [driver for driver in found if driver.product == PLANT]
    lines += [BLANK, Text(f"what makes the difference, plant, t CO2e in {_period(scenario)}:")]
    lines += _rungs(plant, 1000.0, baseline.total, scenario.total)
    products = list(dict.fromkeys(d.product for d in found if d.product != PLANT))
    shown = products[:FEW]
    for product in shown:
        rows = [driver for driver in found if driver.product == product]
        measure = baseline.product(product).unit
        per = measure.factor if measure.dimension == MASS else 1.0
        label = "kg" if measure.dimension == MASS else measure.text
        lines += [BLANK, Text(f"{name(product)}, kg CO2e per {label}:")]
        lines += _rungs(rows, per, baseline.product(product).total, scenario.product(product).total)
    if len(products) > len(shown):
        lines.append(Text(f"and {len(products) - len(shown)} products more (--drivers)", "quiet"))
    return lines


def _period(result: Footprint) -> str:
    return str(result.plant.data.period)


def _rungs(rows: Sequence[Driver], per: float, before: float, after: float) -> list[Text]:
    """One line per driver, with a bar; small ones together."""
    if not rows:
        return []
    largest = max(abs(driver.difference) for driver in rows) or 1.0
    shown = [d for d in rows if abs(d.difference) > 0.002 * largest][:12]
    wide = max(width(name(driver.name)) for driver in rows)
    lines = []
    for driver in shown:
        size = max(1, round(BAR * abs(driver.difference) / largest))
        bar = ("+" if driver.difference > 0 else "-") * size
        error = f" ± {three(driver.error / per)}" if driver.error else ""
        value = f"{signed(driver.difference / per)}{error}"
        lines.append(Text(f"  {left(name(driver.name), wide)} {right(value, 12)}  {bar}"))
    rest = math.fsum(d.difference for d in rows if d not in shown)
    if rest:
        lines.append(Text(f"  {left('the rest', wide)} {right(signed(rest / per), 12)}"))
    whole = math.fsum(driver.difference for driver in rows)
    share = f"  {percent(whole / before)}" if before else ""
    words = f"  {left('together', wide)} {right(signed(whole / per), 12)}{share}"
    words += f", {three(before / per)} -> {three(after / per)}"
    return [*lines, Text(words, "loud")]


def meetings(one: Footprint, two: Footprint, path: str, found: Sequence[Meeting]) -> list[Text]:
    """Return where two scenarios meet, in words."""
    title = f"break-even of {name(path)} between '{name(one.scenario)}' and '{name(two.scenario)}'"
    lines = [BLANK, Text(title, "heading")]
    for meeting in found:
        if meeting.value is None:
            band = (
                "" if math.isinf(meeting.high) else f" within {meeting.low:g} to {meeting.high:g}"
            )
            words = f"none{band} {meeting.unit}".rstrip()
        else:
            words = (
                f"{three(meeting.value)} {meeting.unit}; below it '{name(meeting.better_below)}'"
            )
            words += " is better"
        lines.append(Text(f"  counting {meeting.counting}: {words}"))
    return lines


def costs(baseline: Footprint, scenario: Footprint) -> list[Text]:
    """Return the marginal abatement cost of each lever, where the plant prices what it buys."""
    found = measures(baseline, scenario)
    if not found:
        return []
    money = currency(baseline, scenario)
    wide = max(width(name(measure.lever)) for measure in found)
    head = left("  running cost of what is avoided", wide + 4) + right("t CO2e avoided", 16)
    lines = [BLANK, Text(head + right(money, 14) + right(f"{money}/t", 12), "quiet")]
    for measure in found:
        line = f"  {left(name(measure.lever), wide + 2)}{right(three(measure.avoided), 16)}"
        line += right(signed(measure.cost), 14)
        per = "avoids nothing" if measure.per_tonne is None else signed(measure.per_tonne)
        lines.append(Text(line + right(per, 12 if measure.per_tonne is not None else 16)))
    missing = unpriced(baseline, scenario)
    if missing:
        lines.append(Text(f"  without a price: {', '.join(map(name, missing))}", "quiet"))
    return lines


def side_by_side(found: Sequence[Side]) -> list[Text]:
    """Return every product under every allocation, with the basket on top."""
    known = [side for side in found if side.result is not None]
    lines = [Text("by allocation, kg CO2e per kg (other units: per unit)", "heading")]
    if known and known[0].result is not None:
        first = known[0].result
        wide = max([10, *(width(name(item.name)) for item in first.items)])
        heads = [_head(side) for side in known]
        head = left("product", wide) + "".join(right(text, 17) for text in heads) + right("band", 9)
        lines.append(Text(head, "quiet"))
        total, mass = basket(first)
        if mass:
            words = left("(basket)", wide) + right(three(total / mass), 17)
            lines.append(Text(f"{words}  whatever the allocation", "loud"))
        for item in first.items:
            per = item.unit.factor if item.unit.dimension == MASS else 1.0
            values = [s.result.product(item.name).total / per for s in known if s.result]
            words = left(name(item.name), wide) + "".join(right(three(v), 17) for v in values)
            lines.append(Text(words + right(f"x {band(values):.3g}", 9), "loud"))
    failed = (side for side in found if side.result is None)
    return [
        *lines,
        *(Text(f"  {s.key}: not possible; {name(s.reason, 200)}", "quiet") for s in failed),
    ]


def _head(side: Side) -> str:
    if side.key != "economic" or side.result is None:
        return side.key
    data = side.result.plant.data
    return f"economic {data.period}"


def swept(results: Sequence[Footprint], path: str, points: Sequence[Point]) -> list[Text]:
    """Return a small picture: the plant's total along a range, a column for each scenario."""
    heads = [name(result.scenario, 20) for result in results]
    lines = [BLANK, Text(f"t CO2e of the plant along {name(path, 80)}", "heading")]
    lines.append(Text(right("", 14) + "".join(right(head, 22) for head in heads), "quiet"))
    totals = [total for point in points for total in point.totals]
    low, span = min(totals), (max(totals) - min(totals)) or 1.0
    for point in points:
        line = right(f"{point.value:.4g} {point.unit}", 14)
        line += "".join(right(three(total / 1000), 22) for total in point.totals)
        marks = [" "] * (BAR + 1)
        for sign, total in zip("ox+*#", point.totals, strict=False):
            marks[round(BAR * (total - low) / span)] = sign
        lines.append(Text(f"{line}  |{''.join(marks)}|"))
    signs = ", ".join(f"{sign} {head}" for sign, head in zip("ox+*#", heads, strict=False))
    lines.append(
        Text(f"{signs}; from {three(low / 1000)} to {three((low + span) / 1000)}", "quiet")
    )
    return lines


def drivers_csv(found: Sequence[tuple[str, Sequence[Driver]]]) -> str:
    """Return the drivers as CSV, after the columns of the library one with the scenario's name."""
    return table(
        (*DRIVER_COLUMNS, "compared", "error"),
        (
            (
                d.product,
                d.unit,
                d.name,
                d.baseline,
                d.scenario,
                d.difference,
                d.share,
                label,
                d.error,
            )
            for label, rows in found
            for d in rows
        ),
    )
