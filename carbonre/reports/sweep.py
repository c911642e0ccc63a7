"""Sweeps along one or two ranges: a small chart for the terminal, every point as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.comparison.comparability import labels
from carbonre.comparison.sweep import Axis, Point
from carbonre.footprint.result import CSV_COLUMNS, Footprint
from carbonre.reports.files import table
from carbonre.reports.text import BLANK, Text, right, safe_text, significant

BAR, CELL = 24, 8
SIGNS = "ox+*#%@&"
SHADES = " .:-=+*#%@"


def swept(
    results: Sequence[Footprint], axes: Sequence[Axis], points: Sequence[Point]
) -> list[Text]:
    """Return a picture of the plant's total: along one range, or over the grid of two."""
    heads = [safe_text(title, 20) for title in labels(results)]
    lines = _line(heads, axes[0], points) if len(axes) == 1 else _grid(heads, axes, points)
    bought = [safe_text(a.path, 80) for a in axes if a.is_factor]
    words = (
        "the factor itself, in all scenarios; the upstream of energy stays that of each scenario"
    )
    return [BLANK, *lines, *(Text(f"{path}: {words}", "dim") for path in bought)]


def _span(points: Sequence[Point]) -> tuple[float, float]:
    totals = [total for point in points for total in point.totals]
    return min(totals), max(totals)


def _line(heads: Sequence[str], axis: Axis, points: Sequence[Point]) -> list[Text]:
    """A row for each value, a column and a mark for each scenario."""
    lines = [Text(f"t CO2e of the plant along {safe_text(axis.path, 80)}", "heading")]
    wide = max(14, *(len(f"{value:.4g} {axis.unit}") for value in axis.values))
    lines.append(Text(right("", wide) + "".join(right(head, 22) for head in heads), "dim"))
    low, high = _span(points)
    for point in points:
        totals = point.totals
        line = right(f"{point.values[0]:.4g} {axis.unit}", wide)
        line += "".join(right(significant(total / 1000), 22) for total in totals)
        marks = [" "] * (BAR + 1)
        for sign, total in zip(SIGNS, totals, strict=False):
            at = round(BAR * (total - low) / ((high - low) or 1.0))
            marks[at] = sign if marks[at] == " " else "="
        lines.append(Text(f"{line}  |{''.join(marks)}|"))
    signs = [f"{sign} {head}" for sign, head in zip(SIGNS, heads, strict=False)]
    signs += ["= more than one"] * (len(heads) > 1)
    words = f"{', '.join(signs)}; from {significant(low / 1000)} to {significant(high / 1000)}"
    return [*lines, Text(words, "dim")]


def _grid(heads: Sequence[str], axes: Sequence[Axis], points: Sequence[Point]) -> list[Text]:
    """A cell for each pair of values: who is best there, or with one scenario how much it is."""
    across, up = axes
    low, high = _span(points)
    at = {point.values: point.totals for point in points}
    several = len(heads) > 1
    what = "least t CO2e of the plant" if several else "t CO2e of the plant"
    words = f"{what} over {safe_text(across.path, 80)} (across) and {safe_text(up.path, 80)} (up)"
    lines = [Text(words, "heading")]
    wide = max(len(f"{value:.4g} {up.unit}") for value in up.values)
    for value in reversed(up.values):
        cells = [_cell(at[x, value], several, low, high) for x in across.values]
        line = right(f"{value:.4g} {up.unit}", wide) + "".join(right(c, CELL) for c in cells)
        lines.append(Text(line))
    foot = "".join(right(f"{value:.4g}", CELL) for value in across.values)
    lines.append(Text(f"{right('', wide)}{foot}  {across.unit}", "dim"))
    span = f"from {significant(low / 1000)} to {significant(high / 1000)}"
    if several:
        signs = [f"{sign} {head}" for sign, head in zip(SIGNS, heads, strict=False)]
        text = f"lowest: {', '.join(signs)}, = more than one; {span} t"
        return [*lines, Text(text, "dim")]
    return [*lines, Text(f"{span} t; darker is higher", "dim")]


def _cell(totals: Sequence[float], several: bool, low: float, high: float) -> str:
    if not several:
        shade = SHADES[round((len(SHADES) - 1) * (totals[0] - low) / ((high - low) or 1.0))]
        return f"{_short(totals[0] / 1000)}{shade}"
    least = min(totals)
    best = [i for i, total in enumerate(totals) if total <= least + 1e-9 * abs(least)]
    sign = "=" if len(best) > 1 else SIGNS[best[0] % len(SIGNS)]
    return f"{_short(least / 1000)}{sign}"


def _short(tonnes: float) -> str:
    """Write tonnes in few columns: 948, 90.5k, 1.71M."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(tonnes) >= 0.9995 * size:
            return f"{tonnes / size:.3g}{letter}"
    return f"{tonnes:.3g}"


def sweep_csv(axes: Sequence[Axis], points: Sequence[Point]) -> str:
    """Return every point: the swept values under the heads that `batch` reads, then the products.

    The columns after them are those of the footprint CSV.
    """
    return table(
        (*(axis.head for axis in axes), *CSV_COLUMNS),
        (
            (*point.values, *(record[column] for column in CSV_COLUMNS))
            for point in points
            for records in point.records
            for record in records
        ),
    )
