"""Draws for people and for files: what they say of each product, and how scenarios differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.blocks import PLANT
from carbonre.footprint import CSV_COLUMNS
from carbonre.reports.files import table
from carbonre.reports.terminal import BLANK, Text
from carbonre.reports.words import left, name, percent, right, signed, three, width
from carbonre.sampling import QUANTILES, Sample, Statistics, less, statistics
from carbonre.sensitivity import COLUMNS, Influence, Sensitivity
from carbonre.slopes import Slopes
from carbonre.units import MASS

LABELS = tuple(f"p{share * 100:g}" if share != 0.5 else "median" for share in QUANTILES)
SAMPLE_COLUMNS = (*CSV_COLUMNS, "draws", "refused", "mean", "deviation", *LABELS)
FEW = 12
CLOSE = 0.01  # a mean so near to the static value needs no explanation


def summary(found: Sample, slopes: Slopes) -> list[Text]:
    """Return what the draws of a scenario say of each product, and why."""
    static = found.static
    refused = sum(found.refused.values())
    count = len(found.uncertain.variables)
    lines = [
        Text(f"{name(static.plant.name)}, {name(static.scenario)}", "heading"),
        Text(f"{found.size:,} draws of {count} uncertain values; {_refusals(refused)}", "quiet"),
        *(Text(f"  {n:,} draws: {name(why, 160)}") for why, n in _most(found.refused)),
    ]
    wide = max([len("product"), *(width(name(item.name)) for item in static.items)])
    head = left("product", wide) + "".join(
        right(title, 11) for title in ("static", "median", "mean", "P5", "P95", "P2.5", "P97.5")
    )
    lines.append(Text(f"{head}   kg CO2e", "quiet"))
    for product in (*(item.name for item in static.items), PLANT):
        told = statistics(found.totals[product])
        if told is not None:
            lines.append(Text(_line(found, product, told, wide), "loud"))
    lines += [Text(f"  {words}") for words in _why(found, slopes)]
    if found.uncertain.unspread:
        names = ", ".join(map(name, found.uncertain.unspread[:6]))
        more = f" and {len(found.uncertain.unspread) - 6} more"
        more = more if len(found.uncertain.unspread) > 6 else ""
        words = f"factors without a spread stay as they are: {names}{more}"
        lines.append(Text(f"  {words} (--gsd gives them one)", "quiet"))
    return lines


def _refusals(refused: int) -> str:
    if not refused:
        return "all of them could be calculated"
    return f"{refused:,} could not be calculated and are left out"


def _most(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:3]


def _per(found: Sample, product: str) -> tuple[float, str]:
    """Return what to divide by for people, and its name."""
    if product == PLANT:
        return 1000.0, "t"
    measure = found.static.product(product).unit
    return (measure.factor, "per kg") if measure.dimension == MASS else (1.0, f"per {measure.text}")


def _line(found: Sample, product: str, told: Statistics, wide: int) -> str:
    per, unit = _per(found, product)
    low, five, median, ninety_five, high = told.quantiles
    values = (found.static_of(product), median, told.mean, five, ninety_five, low, high)
    label = "plant" if product == PLANT else name(product)
    return left(label, wide) + "".join(right(three(v / per), 11) for v in values) + f"   {unit}"


def _why(found: Sample, slopes: Slopes) -> list[str]:
    """Say in a sentence why static value, median and mean differ; for the whole plant."""
    told, static = statistics(found.totals[PLANT]), found.static_of(PLANT)
    if told is None or not static or PLANT not in slopes.of:
        return []
    gap = told.mean / static - 1
    if abs(gap) < CLOSE:
        return [f"the mean lies within 1 % of the static value ({percent(gap)})"]
    shifts = [(shift / static, v.name) for v, shift in zip(
        slopes.variables, slopes.shift(PLANT), strict=True) if math.isfinite(shift)]  # fmt: skip
    expected = math.fsum(shift for shift, _ in shifts)
    same = sorted((s for s in shifts if s[0] * gap > 0), key=lambda s: (-abs(s[0]), s[1]))[:3]
    causes = ", ".join(f"{name(label)} {percent(shift)}" for shift, label in same)
    side = "above" if gap > 0 else "below"
    words = f"the mean lies {percent(abs(gap))[1:]} {side} the static value: what is written is"
    words += f" not the middle of its spread ({percent(expected)}; most of it {causes})"
    rest = gap - expected
    if abs(rest) > CLOSE / 2:
        words += f", and the plant is not linear in it ({percent(rest)})"
    median = told.quantiles[2] / told.mean - 1
    if abs(median) > CLOSE / 2:
        words += f"; the median lies {percent(median)} from the mean, because high values reach"
        words += " further than low ones" if median < 0 else " less far than low ones"
    return [words]


def difference(one: Sample, two: Sample) -> list[Text]:
    """Return how probable it is that the second is better, and by how much."""
    title = f"{name(two.static.scenario)} against {name(one.static.scenario)}, drawn alike"
    lines = [BLANK, Text(title, "heading")]
    sold = {item.name for item in two.static.items}
    products = [item.name for item in one.static.items if item.name in sold]
    wide = max([len("product"), *(width(name(product)) for product in products)])
    head = left("product", wide) + "".join(
        right(title, 11) for title in ("P(lower)", "mean", "P5", "median", "P95")
    )
    lines.append(Text(f"{head}   kg CO2e", "quiet"))
    for product in (*products, PLANT):
        below, values = less(one, two, product)
        told = statistics(values)
        if told is None:
            continue
        per, unit = _per(one, product)
        _, five, median, ninety_five, _ = told.quantiles
        figures = (told.mean, five, median, ninety_five)
        label = "plant" if product == PLANT else name(product)
        line = left(label, wide) + right(f"{below:.1%}".replace("%", " %"), 11)
        line += "".join(right(signed(v / per) if v else "0", 11) for v in figures)
        lines.append(Text(f"{line}   {unit}", "loud"))
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
    cells = (["" if math.isnan(v) else v for v in row] for row in zip(*columns, strict=True))
    return table(heads, ([index, *row] for index, row in enumerate(cells)))


def influences_csv(found: Sensitivity) -> str:
    """Return every influence on every product."""
    records = ([getattr(row, key) for key in COLUMNS] for row in found.influences)
    return table(COLUMNS, (["" if cell != cell else cell for cell in row] for row in records))  # noqa: PLR0124


def influences(found: Sensitivity, products: Sequence[str], per: Mapping[str, float]) -> list[Text]:
    """Return the table of what decides the footprint of each product."""
    lines: list[Text] = []
    for product in products:
        rows = found.of(product)
        lines += [BLANK, Text("plant" if product == PLANT else name(product), "heading")]
        wide = max([len("value"), *(width(name(row.variable, 60)) for row in rows[:FEW])])
        sobol = found.method == "sobol"
        titles = ("share alone", "share in all") if sobol else ("effect", "its spread")
        head = left("value", wide) + right("elasticity", 12)
        lines.append(Text(head + "".join(right(title, 16) for title in titles), "quiet"))
        for row in rows[:FEW]:
            line = left(name(row.variable, 60), wide) + right(three(row.elasticity), 12)
            figures = _shares(row) if sobol else _effects(row, per[product])
            lines.append(Text(line + "".join(right(text, 16) for text in figures)))
        if len(rows) > FEW:
            lines.append(Text(f"and {len(rows) - FEW} more (--csv)", "quiet"))
        if sobol and rows:
            alone = math.fsum(row.first for row in rows)
            lines.append(Text(f"alone they make {alone:.0%} of the variance".replace("%", " %")))
    return lines[1:]


def _shares(row: Influence) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        f"{value:.1%} ± {error:.1%}".replace("%", " %")
        for value, error in ((row.first, row.first_error), (row.total, row.total_error))
    )


def _effects(row: Influence, per: float) -> tuple[str, str]:
    return three(row.mean_effect / per), three(row.effect_spread / per)
