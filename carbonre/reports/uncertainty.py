"""Draws as text and CSV: statistics of each product, differences of scenarios, sensitivity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.core.units import per_unit
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.reports.files import table
from carbonre.reports.text import (
    BLANK,
    Text,
    left,
    percent,
    right,
    safe_text,
    signed,
    signed_percent,
    significant,
    width,
)
from carbonre.reports.weight_of_evidence import ENOUGH, weight_text
from carbonre.uncertainty.constant_factors import ConstantFactor
from carbonre.uncertainty.derivatives import Derivatives, derivatives
from carbonre.uncertainty.monte_carlo import Sample, probability_lower
from carbonre.uncertainty.sampling import Draws
from carbonre.uncertainty.sensitivity import COLUMNS, Sensitivity, SensitivityIndex
from carbonre.uncertainty.statistics import QUANTILES, Statistics, statistics
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence

LABELS = tuple(f"p{share * 100:g}" if share != 0.5 else "median" for share in QUANTILES)
WEIGHTS = ("drafts_p5", "drafts_p95", "sourced_p5", "sourced_p95")
SAMPLE_COLUMNS = (*CSV_COLUMNS, "draws", "refused", "mean", "deviation", *LABELS, *WEIGHTS)
OF_DRAWS = len(SAMPLE_COLUMNS) - len(CSV_COLUMNS) - len(WEIGHTS)
FEW = 12
COMMON = "common random numbers"
FIRST = 15  # columns of the deterministic value
SMALLEST = 0.001  # of a total; a constant factor below it is not named
MANY = 6  # products that a sentence names
CLOSE = 0.01  # a mean so near to the deterministic value needs no explanation


def sample_summary(found: Sample, slopes: Derivatives) -> list[Text]:
    """Return what the draws of a scenario say of each product, and why."""
    result = found.deterministic
    refused = sum(found.refused.values())
    count = len(found.uncertain.variables)
    lines = [
        Text(f"{safe_text(result.plant.name)}, {safe_text(result.scenario)}", "heading"),
        Text(f"{found.size:,} draws of {_values(count)}; {_refusals(refused)}", "dim"),
        *(
            Text(f"  {n:,} draws: {safe_text(why, 160)}")
            for why, n in _most_frequent(found.refused)
        ),
    ]
    wide = max([len("product"), *(width(safe_text(item.name)) for item in result.products_sold)])
    head = (
        left("product", wide)
        + right("deterministic", FIRST)
        + "".join(right(title, 11) for title in ("median", "mean", "P5", "P95", "P2.5", "P97.5"))
    )
    lines.append(Text(f"{head}   kg CO2e", "dim"))
    for product in (*(item.name for item in result.products_sold), PLANT):
        stats = statistics(found.totals[product])
        if stats is not None:
            lines.append(Text(_line(found, product, stats, wide), "strong"))
            drawn = found.size - refused
            if stats.count < drawn:
                words = f"  {safe_text(product)} is sold in {stats.count:,} of {drawn:,} draws only"
                lines.append(Text(words))
    lines += [Text(f"  {words}") for words in (*_edges(found), *_why(found, slopes))]
    words = _constant(found.uncertain.constant, PLANT)
    if words:
        advice = " (--gsd sets a distribution for rows of the tables)"
        rows = found.uncertain.without_distribution
        lines.append(Text(f"  {words}{advice if rows else ''}", "dim"))
    if found.uncertain.unused:
        names = ", ".join(map(safe_text, found.uncertain.unused[:6]))
        lines.append(
            Text(f"  distributions under uncertainty that this plant does not use: {names}")
        )
    return lines


def _values(count: int) -> str:
    if not count:
        return "a plant without uncertain inputs"
    return f"{count} uncertain input{'s' if count > 1 else ''}"


def _refusals(refused: int) -> str:
    if not refused:
        return "all of them could be calculated"
    return f"{refused:,} could not be calculated and are excluded"


def _most_frequent(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:3]


def _per(found: Sample, product: str) -> tuple[float, str]:
    """Return what a figure is divided by, and the unit it then has."""
    if product == PLANT:
        return 1000.0, "t"
    factor, label = per_unit(found.deterministic.products_sold.named(product).unit)
    return factor, f"per {label}"


def _line(found: Sample, product: str, stats: Statistics, wide: int) -> str:
    per, unit = _per(found, product)
    low, five, median, ninety_five, high = stats.quantiles
    values = (median, stats.mean, five, ninety_five, low, high)
    label = "plant" if product == PLANT else safe_text(product)
    line = left(label, wide) + right(significant(found.deterministic_total(product) / per), FIRST)
    return line + "".join(right(significant(v / per), 11) for v in values) + f"   {unit}"


def _constant(factors: Sequence[ConstantFactor], product: str) -> str:
    """Name the factors without uncertainty data by their share of a total, the largest first."""
    shares = {factor.id: factor.shares.get(product, 0.0) for factor in factors}
    ranked = sorted(shares, key=lambda id_: (-abs(shares[id_]), id_))
    ranked = [id_ for id_ in ranked if abs(shares[id_]) >= SMALLEST]
    if not ranked:
        return ""
    names = ", ".join(f"{safe_text(id_)} {percent(shares[id_])}" for id_ in ranked[:MANY])
    more = f" and {len(ranked) - MANY} more" if len(ranked) > MANY else ""
    return f"factors without uncertainty data, kept constant: {names} of the total{more}"


def _edges(found: Sample) -> list[str]:
    """Say which figures lie outside the middle half of their draws, and what that means."""
    sentences = []
    for place, end in (("below", "low"), ("above", "high")):
        names = []
        for product in (*(item.name for item in found.deterministic.products_sold), PLANT):
            stats = statistics(found.totals[product])
            figure = found.deterministic_total(product)
            if stats and stats.count >= ENOUGH and stats.place_of(figure) == place:
                names.append("plant" if product == PLANT else safe_text(product))
        if names:
            more = f" and {len(names) - MANY} more" if len(names) > MANY else ""
            sentences.append(
                f"{place} the middle half (P25 to P75) of the draws:"
                f" {', '.join(names[:MANY])}{more}; the defaults and factors lie near"
                f" the ends of their ranges that give a {end} footprint; read the median beside it"
            )
    return sentences


def _why(found: Sample, slopes: Derivatives) -> list[str]:
    """Say in a sentence why deterministic value, median and mean differ; for the whole plant."""
    stats, deterministic = statistics(found.totals[PLANT]), found.deterministic_total(PLANT)
    if stats is None or not deterministic or PLANT not in slopes.of or not slopes.variables:
        return []
    if stats.count < ENOUGH:
        drawn = f"{stats.count:,} draw{'s' if stats.count > 1 else ''}"
        return [f"{drawn}: too few for a mean or an interval; draw {ENOUGH} at least (-n)"]
    gap, skew = stats.mean / deterministic - 1, stats.quantiles[2] / stats.mean - 1
    if abs(gap) < CLOSE and abs(skew) < CLOSE:
        return ["deterministic value, median and mean agree within 1 %"]
    words = f"the mean is {_relative(gap)} the deterministic value"
    if abs(gap) >= CLOSE:
        noise = 2 * stats.deviation / math.sqrt(stats.count) / abs(deterministic)
        words += _gap(gap, deterministic, slopes, noise, bool(found.refused))
    if abs(skew) >= CLOSE / 2:
        words += f"; the median is {_relative(skew)} the mean, because the distribution is skewed"
        words += " upwards" if skew < 0 else " downwards"
    return [words]


def _gap(gap: float, deterministic: float, slopes: Derivatives, noise: float, refused: bool) -> str:
    """Say what moves the mean: distributions whose mean is not the stated value, and curvature."""
    shifts = [(shift / deterministic, v.name) for v, shift in zip(
        slopes.variables, slopes.shift(PLANT), strict=True) if math.isfinite(shift)]  # fmt: skip
    expected = math.fsum(shift for shift, _ in shifts)
    rest, reasons = gap - expected, []
    if abs(expected) > CLOSE / 2:
        same = [s for s in shifts if s[0] * expected > 0 and abs(s[0]) >= CLOSE / 10]
        first = sorted(same, key=lambda s: (-abs(s[0]), s[1]))[:3]
        causes = ", ".join(f"{safe_text(label)} {signed_percent(shift)}" for shift, label in first)
        more = f", mainly {causes}" if causes else ""
        reasons.append(
            f"stated values are not the means of their distributions"
            f" ({signed_percent(expected)}{more})"
        )
    if abs(rest) > max(CLOSE / 2, noise):  # more than the sampling error of the mean
        words = "the footprint is not linear in its inputs"
        words += " and some draws are excluded" if refused else ""
        reasons.append(f"{words} ({signed_percent(rest)})")
    return f", because {' and because '.join(reasons)}" if reasons else ""


def _relative(share: float) -> str:
    if abs(share) < CLOSE / 20:
        return "at"
    return f"{percent(abs(share))} {'above' if share > 0 else 'below'}"


def sample_difference(one: Sample, two: Sample) -> list[Text]:
    """Return how probable it is that the second is better, and by how much."""
    names = [safe_text(sample.deterministic.scenario) for sample in (two, one)]
    title = f"{names[0]} against {names[1]}, {COMMON}"
    lines = [BLANK, Text(title, "heading")]
    sold = {item.name for item in two.deterministic.products_sold}
    products = [
        item.name for item in one.deterministic.products_sold
        if item.name in sold and one.unit_of(item.name) == two.unit_of(item.name)
    ]  # fmt: skip
    wide = max([len("product"), *(width(safe_text(product)) for product in products)])
    head = left("product", wide) + "".join(
        right(title, 11) for title in ("P(lower)", "mean", "P5", "median", "P95")
    )
    lines.append(Text(f"{head}   kg CO2e", "dim"))
    for product in (*products, PLANT):
        below, values = probability_lower(one, two, product)
        stats = statistics(values)
        if stats is None:
            continue
        per, unit = _per(one, product)
        _, five, median, ninety_five, _ = stats.quantiles
        figures = (stats.mean, five, median, ninety_five)
        label = "plant" if product == PLANT else safe_text(product)
        line = left(label, wide) + right(percent(below, 1), 11)
        line += "".join(right(signed(v / per) if v else "0", 11) for v in figures)
        lines.append(Text(f"{line}   {unit}", "strong"))
    return lines


def draws_text(draws: Draws, weights: Sequence[WeightOfEvidence]) -> list[Text]:
    """Return what the draws say: of each scenario, of their differences, how well it is known."""
    lines: list[Text] = []
    for study, found, weight in zip(draws.plan.studies, draws.samples, weights, strict=True):
        lines += [BLANK, *sample_summary(found, derivatives(study, found.uncertain.variables))]
        lines += weight_text(found.deterministic, weight)
    for other in draws.samples[1:]:
        lines += sample_difference(draws.samples[0], other)
    if draws.width is not None:
        lines += [BLANK, Text(_reached(draws.width, draws.reached), "strong")]
    return lines[1:]


def _reached(width: float, reached: float) -> str:
    """Say how well mean, P5 and P95 are known."""
    what = "mean, P5 and P95 of every product"
    if not math.isfinite(reached):
        return f"too few draws could be calculated to say how well {what} are known"
    words = f"{what} are known to ± {significant(reached * 100)} %"
    if reached > width:
        words += f", not to the ± {significant(width * 100)} % that were asked for: draw more (-n)"
    return words


def sample_csv(samples: Sequence[Sample], weights: Sequence[WeightOfEvidence]) -> str:
    """Return the statistics: the columns of the footprint CSV, then those of the draws."""
    records = []
    for found, weight in zip(samples, weights, strict=True):
        refused = sum(found.refused.values())
        for record in found.deterministic.product_records():
            stats = statistics(found.totals[record["product"]])
            figures: list[Any] = (
                [0, refused]
                if stats is None
                else [stats.count, refused, stats.mean, stats.deviation]
            )
            figures += [] if stats is None else stats.quantiles
            figures += [None] * (OF_DRAWS - len(figures))
            one = weight.of.get(record["product"])
            figures += [*one.drafts, *one.sourced] if one else [None] * len(WEIGHTS)
            records.append([*(record[key] for key in CSV_COLUMNS), *figures])
    return table(SAMPLE_COLUMNS, records)


def draws_csv(samples: Sequence[Sample]) -> str:
    """Return every draw: a column for each scenario and product [kgCO2e per unit]."""
    heads, columns = ["draw"], []
    for found in samples:
        for product, values in found.totals.items():
            heads.append(f"{found.deterministic.scenario}: {product}")
            columns.append(values.tolist())
    return table(heads, ([i, *row] for i, row in enumerate(zip(*columns, strict=True))))


def sensitivity_csv(found: Sensitivity) -> str:
    """Return every sensitivity index of every product."""
    return table(COLUMNS, ([getattr(row, key) for key in COLUMNS] for row in found.records))


def sensitivity_text(
    found: Sensitivity, result: Footprint, products: Sequence[str] | None = None
) -> list[Text]:
    """Return a table for each product; of the leading product and the plant if none is named."""
    sold = result.products_by_rank
    shown = products or [*(item.name for item in sold[:1]), PLANT]
    per = {item.name: per_unit(item.unit)[0] for item in sold}
    return sensitivity_table(found, shown, per | {PLANT: 1000.0})


def sensitivity_table(
    found: Sensitivity, products: Sequence[str], per: Mapping[str, float]
) -> list[Text]:
    """Return the sensitivity indices of each product."""
    lines: list[Text] = [BLANK, Text(_evaluations(found), "dim")]
    for product in products:
        rows = found.of(product)
        lines += [BLANK, Text("plant" if product == PLANT else safe_text(product), "heading")]
        if not rows:
            words = "no input is uncertain" if found.kept else "no draw could be calculated"
            words = "not sold in every draw" if found.of(PLANT) else words
            lines.append(Text(f"no sensitivity indices: {words}"))
            continue
        wide = max([len("input"), *(width(safe_text(row.variable, 60)) for row in rows[:FEW])])
        sobol = found.method == "sobol"
        titles = ("first order S1", "total order ST") if sobol else ("mean effect", "deviation")
        head = left("input", wide) + right("elasticity", 12)
        lines.append(Text(head + "".join(right(title, 18) for title in titles), "dim"))
        for row in rows[:FEW]:
            line = left(safe_text(row.variable, 60), wide) + right(significant(row.elasticity), 12)
            figures = _shares(row) if sobol else _effects(row, per[product])
            lines.append(Text(line + "".join(right(text, 18) for text in figures)))
        if len(rows) > FEW:
            lines.append(Text(f"and {len(rows) - FEW} more (--csv)", "dim"))
        if sobol and rows:
            alone = math.fsum(row.first for row in rows)
            words = f"the first-order indices add up to {percent(alone, 0)} of the variance"
            words += "; the rest is due to interactions" if alone < 1 else ""
            lines.append(Text(words, "dim"))
        words = _constant(found.constant, product)
        if words:
            lines.append(Text(f"{words}; such a share is the elasticity", "strong"))
    return lines[1:]


def _evaluations(found: Sensitivity) -> str:
    kind = "draws" if found.method == "sobol" else "trajectories"
    words = f"{found.evaluations:,} evaluations, {found.kept:,} valid {kind}"
    if not found.refused:
        return words
    return f"{words}; {found.refused:,} that could not be calculated are excluded"


def _shares(row: SensitivityIndex) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        f"{percent(round(value, 3) + 0.0, 1)} ± {percent(error, 1)}"
        for value, error in ((row.first, row.first_error), (row.total, row.total_error))
    )


def _effects(row: SensitivityIndex, per: float) -> tuple[str, str]:
    return significant(row.mean_effect / per), significant(row.effect_spread / per)
