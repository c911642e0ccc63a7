"""Draws for people and for files: what they say of each product, and how scenarios differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.footprint.products import PLANT
from carbonre.footprint.result import CSV_COLUMNS
from carbonre.reports.files import table
from carbonre.reports.text import (
    BLANK,
    Text,
    left,
    per_unit,
    percent,
    right,
    safe_text,
    signed,
    signed_percent,
    significant,
    width,
)
from carbonre.uncertainty.derivatives import Derivatives
from carbonre.uncertainty.monte_carlo import (
    QUANTILES,
    Sample,
    Statistics,
    probability_lower,
    statistics,
)
from carbonre.uncertainty.sensitivity import COLUMNS, Sensitivity, SensitivityIndex

LABELS = tuple(f"p{share * 100:g}" if share != 0.5 else "median" for share in QUANTILES)
SAMPLE_COLUMNS = (*CSV_COLUMNS, "draws", "refused", "mean", "deviation", *LABELS)
FEW = 12
CLOSE = 0.01  # a mean so near to the static value needs no explanation


def sample_summary(found: Sample, slopes: Derivatives) -> list[Text]:
    """Return what the draws of a scenario say of each product, and why."""
    static = found.static
    refused = sum(found.refused.values())
    count = len(found.uncertain.variables)
    lines = [
        Text(f"{safe_text(static.plant.name)}, {safe_text(static.scenario)}", "heading"),
        Text(f"{found.size:,} draws of {_values(count)}; {_refusals(refused)}", "dim"),
        *(
            Text(f"  {n:,} draws: {safe_text(why, 160)}")
            for why, n in _most_frequent(found.refused)
        ),
    ]
    wide = max([len("product"), *(width(safe_text(item.name)) for item in static.products_sold)])
    head = left("product", wide) + "".join(
        right(title, 11) for title in ("static", "median", "mean", "P5", "P95", "P2.5", "P97.5")
    )
    lines.append(Text(f"{head}   kg CO2e", "dim"))
    for product in (*(item.name for item in static.products_sold), PLANT):
        told = statistics(found.totals[product])
        if told is not None:
            lines.append(Text(_line(found, product, told, wide), "strong"))
            drawn = found.size - refused
            if told.count < drawn:
                words = f"  {safe_text(product)} is sold in {told.count:,} of {drawn:,} draws only"
                lines.append(Text(words))
    lines += [Text(f"  {words}") for words in _why(found, slopes)]
    if found.uncertain.unspread:
        names = ", ".join(map(safe_text, found.uncertain.unspread[:6]))
        more = f" and {len(found.uncertain.unspread) - 6} more"
        more = more if len(found.uncertain.unspread) > 6 else ""
        words = f"factors without a spread stay as they are: {names}{more}"
        lines.append(Text(f"  {words} (--gsd gives them one)", "dim"))
    if found.uncertain.unused:
        names = ", ".join(map(safe_text, found.uncertain.unused[:6]))
        lines.append(
            Text(f"  uncertainty states a spread for what this plant does not use: {names}")
        )
    return lines


def _values(count: int) -> str:
    if not count:
        return "a plant in which nothing is uncertain"
    return f"{count} uncertain value{'s' if count > 1 else ''}"


def _refusals(refused: int) -> str:
    if not refused:
        return "all of them could be calculated"
    return f"{refused:,} could not be calculated and are left out"


def _most_frequent(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:3]


def _per(found: Sample, product: str) -> tuple[float, str]:
    """Return what to divide by for people, and its name."""
    if product == PLANT:
        return 1000.0, "t"
    factor, label = per_unit(found.static.product(product).unit)
    return factor, f"per {label}"


def _line(found: Sample, product: str, told: Statistics, wide: int) -> str:
    per, unit = _per(found, product)
    low, five, median, ninety_five, high = told.quantiles
    values = (found.static_of(product), median, told.mean, five, ninety_five, low, high)
    label = "plant" if product == PLANT else safe_text(product)
    return (
        left(label, wide) + "".join(right(significant(v / per), 11) for v in values) + f"   {unit}"
    )


def _why(found: Sample, slopes: Derivatives) -> list[str]:
    """Say in a sentence why static value, median and mean differ; for the whole plant."""
    told, static = statistics(found.totals[PLANT]), found.static_of(PLANT)
    if told is None or not static or PLANT not in slopes.of or not slopes.variables:
        return []
    gap, skew = told.mean / static - 1, told.quantiles[2] / told.mean - 1
    if abs(gap) < CLOSE and abs(skew) < CLOSE:
        return ["static value, median and mean agree within 1 %"]
    words = f"the mean lies {_relative(gap)} the static value"
    if abs(gap) >= CLOSE:
        words += _gap(gap, static, slopes, bool(found.refused))
    if abs(skew) >= CLOSE / 2:
        words += f"; the median lies {_relative(skew)} the mean, because the draws reach further"
        words += " up than down" if skew < 0 else " down than up"
    return [words]


def _gap(gap: float, static: float, slopes: Derivatives, refused: bool) -> str:
    """Say what moves the mean: spreads that are not even about what is written, and curvature."""
    shifts = [(shift / static, v.name) for v, shift in zip(
        slopes.variables, slopes.shift(PLANT), strict=True) if math.isfinite(shift)]  # fmt: skip
    expected = math.fsum(shift for shift, _ in shifts)
    rest, reasons = gap - expected, []
    if abs(expected) > CLOSE / 2:
        same = [s for s in shifts if s[0] * expected > 0 and abs(s[0]) >= CLOSE / 10]
        first = sorted(same, key=lambda s: (-abs(s[0]), s[1]))[:3]
        causes = ", ".join(f"{safe_text(label)} {signed_percent(shift)}" for shift, label in first)
        more = f", first of all {causes}" if causes else ""
        reasons.append(
            f"what is written is not the mean of its spread ({signed_percent(expected)}{more})"
        )
    if abs(rest) > CLOSE / 2:
        words = "the footprint does not move in proportion"
        words += " and some draws are left out" if refused else ""
        reasons.append(f"{words} ({signed_percent(rest)})")
    return f", because {' and because '.join(reasons)}" if reasons else ""


def _relative(share: float) -> str:
    if abs(share) < CLOSE / 20:
        return "at"
    return f"{percent(abs(share))} {'above' if share > 0 else 'below'}"


def sample_difference(one: Sample, two: Sample) -> list[Text]:
    """Return how probable it is that the second is better, and by how much."""
    title = (
        f"{safe_text(two.static.scenario)} against {safe_text(one.static.scenario)}, drawn alike"
    )
    lines = [BLANK, Text(title, "heading")]
    sold = {item.name for item in two.static.products_sold}
    products = [
        item.name for item in one.static.products_sold
        if item.name in sold and one.unit_of(item.name) == two.unit_of(item.name)
    ]  # fmt: skip
    wide = max([len("product"), *(width(safe_text(product)) for product in products)])
    head = left("product", wide) + "".join(
        right(title, 11) for title in ("P(lower)", "mean", "P5", "median", "P95")
    )
    lines.append(Text(f"{head}   kg CO2e", "dim"))
    for product in (*products, PLANT):
        below, values = probability_lower(one, two, product)
        told = statistics(values)
        if told is None:
            continue
        per, unit = _per(one, product)
        _, five, median, ninety_five, _ = told.quantiles
        figures = (told.mean, five, median, ninety_five)
        label = "plant" if product == PLANT else safe_text(product)
        line = left(label, wide) + right(percent(below, 1), 11)
        line += "".join(right(signed(v / per) if v else "0", 11) for v in figures)
        lines.append(Text(f"{line}   {unit}", "strong"))
    return lines


def sample_csv(samples: Sequence[Sample]) -> str:
    """Return the statistics: the columns of the footprint CSV, then those of the draws."""
    records = []
    for found in samples:
        refused = sum(found.refused.values())
        for record in found.static.records():
            told = statistics(found.totals[record["product"]])
            figures: list[Any] = (
                [0, refused] if told is None else [told.count, refused, told.mean, told.deviation]
            )
            figures += [] if told is None else told.quantiles
            figures += [None] * (len(SAMPLE_COLUMNS) - len(CSV_COLUMNS) - len(figures))
            records.append([*(record[key] for key in CSV_COLUMNS), *figures])
    return table(SAMPLE_COLUMNS, records)


def draws_csv(samples: Sequence[Sample]) -> str:
    """Return every draw: a column for each scenario and product [kgCO2e per unit]."""
    heads, columns = ["draw"], []
    for found in samples:
        for product, values in found.totals.items():
            heads.append(f"{found.static.scenario}: {product}")
            columns.append(values.tolist())
    return table(heads, ([i, *row] for i, row in enumerate(zip(*columns, strict=True))))


def sensitivity_csv(found: Sensitivity) -> str:
    """Return every influence on every product."""
    return table(COLUMNS, ([getattr(row, key) for key in COLUMNS] for row in found.influences))


def sensitivity_table(
    found: Sensitivity, products: Sequence[str], per: Mapping[str, float]
) -> list[Text]:
    """Return the table of what decides the footprint of each product."""
    lines: list[Text] = [BLANK, Text(_evaluations(found), "dim")]
    for product in products:
        rows = found.of(product)
        lines += [BLANK, Text("plant" if product == PLANT else safe_text(product), "heading")]
        if not rows:
            words = "nothing is uncertain" if found.kept else "no draw could be calculated"
            words = "it is not sold in every draw" if found.of(PLANT) else words
            lines.append(Text(f"nothing can be said of it: {words}"))
            continue
        wide = max([len("value"), *(width(safe_text(row.variable, 60)) for row in rows[:FEW])])
        sobol = found.method == "sobol"
        titles = ("share alone", "share in all") if sobol else ("effect", "its spread")
        head = left("value", wide) + right("elasticity", 12)
        lines.append(Text(head + "".join(right(title, 16) for title in titles), "dim"))
        for row in rows[:FEW]:
            line = left(safe_text(row.variable, 60), wide) + right(significant(row.elasticity), 12)
            figures = _shares(row) if sobol else _effects(row, per[product])
            lines.append(Text(line + "".join(right(text, 16) for text in figures)))
        if len(rows) > FEW:
            lines.append(Text(f"and {len(rows) - FEW} more (--csv)", "dim"))
        if sobol and rows:
            alone = math.fsum(row.first for row in rows)
            words = f"all values, each alone, make {percent(alone, 0)} of the variance"
            lines.append(Text(f"{words}; what is missing to 100 % they make together", "dim"))
    return lines[1:]


def _evaluations(found: Sensitivity) -> str:
    kind = "draws" if found.method == "sobol" else "walks"
    words = f"{found.rows:,} evaluations, {found.kept:,} {kind} that count"
    if not found.refused:
        return words
    return f"{words}; {found.refused:,} that could not be calculated are left out"


def _shares(row: SensitivityIndex) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        f"{percent(round(value, 3) + 0.0, 1)} ± {percent(error, 1)}"
        for value, error in ((row.first, row.first_error), (row.total, row.total_error))
    )


def _effects(row: SensitivityIndex, per: float) -> tuple[str, str]:
    return significant(row.mean_effect / per), significant(row.effect_spread / per)
