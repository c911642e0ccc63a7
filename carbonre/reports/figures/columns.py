"""Stacked columns as SVG: the months of a year, each with its parts, its state and a mark."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbonre.reports.figures import svg
from carbonre.reports.figures.charts import WIDE
from carbonre.reports.text import significant

HIGH, TOP, BELOW, LEFT, RIGHT = 240.0, 52.0, 42.0, 56.0, 8.0
WIDEST = 44.0  # of a column
PALE = 0.45
TICKS = 4
NEAR = 18.0  # pixels: too little for a figure between a column and its mark
LABEL = 50.0  # pixels that a label needs
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its parts from the bottom as (colour, value), and words below it.

    Attributes
    ----------
    mark : float
        A second total, drawn as a line across the column.
    is_pale : bool
        Whether it may still change.
    """

    name: str
    parts: tuple[tuple[str, float], ...]
    mark: float
    words: str = ""
    is_pale: bool = False

    @property
    def value(self) -> float:
        """The sum of the parts."""
        return math.fsum(value for _, value in self.parts)


def columns(
    title: str, found: Sequence[Column], legend: Sequence[tuple[str, str]], unit: str
) -> str:
    """Draw columns beside each other; what is below zero hangs from the line."""
    high = max([0.0, *(c.mark for c in found), *(_side(c, 1) for c in found)])
    low = min([0.0, *(c.mark for c in found), *(_side(c, -1) for c in found)])
    step = _tick((high - low) / TICKS)
    low, high = math.floor(low / step) * step, max(math.ceil(high / step), 1) * step
    scale = HIGH / (high - low)

    def y_of(value: float) -> float:
        return TOP + (high - value) * scale

    parts = [
        svg.legend(LEFT, 14, legend),
        svg.text(LEFT - 8, TOP - 14, unit, size=11, anchor="end", dim=True),
    ]
    for tick in range(round(low / step), round(high / step) + 1):
        y = y_of(tick * step)
        parts.append(svg.line(LEFT, y, WIDE - RIGHT, y))
        parts.append(
            svg.text(LEFT - 8, y + 4, f"{tick * step:,.10g}", size=11, anchor="end", dim=True)
        )
    slot = (WIDE - LEFT - RIGHT) / max(1, len(found))
    wide, every = min(WIDEST, 0.7 * slot), math.ceil(LABEL / slot)
    for index, column in enumerate(found):
        middle = LEFT + (index + 0.5) * slot
        parts += _column(column, middle, wide, y_of)
        if index % every == 0:
            parts += [
                svg.text(middle, TOP + HIGH + 18, column.name, size=11, anchor="middle"),
                svg.text(middle, TOP + HIGH + 33, column.words, size=10.5, anchor="middle",
                         dim=True),
            ]  # fmt: skip
            top, mark = y_of(_side(column, 1)), y_of(column.mark)
            # The figure is the column's: it stands below the mark, if need be within the column.
            top += 13 if 0 < top - mark < NEAR else -5
            words = significant(column.value)
            parts.append(svg.text(middle, top, words, size=11, anchor="middle", halo=True))
    parts.append(svg.line(LEFT, y_of(0.0), WIDE - RIGHT, y_of(0.0)))
    return svg.picture(WIDE, TOP + HIGH + BELOW, title, parts)


def _column(column: Column, middle: float, wide: float, y_of: Scale) -> list[str]:
    parts, up, down = [], 0.0, 0.0
    opacity = PALE if column.is_pale else 1.0
    for colour, value in column.parts:
        begin = up if value > 0 else down
        top, bottom = y_of(max(begin, begin + value)), y_of(min(begin, begin + value))
        if value:
            words = f"{column.name}: {significant(value)}"
            box = (middle - wide / 2, top, wide, bottom - top)
            parts.append(svg.rect(*box, colour, words, opacity))
        up, down = (up + value, down) if value > 0 else (up, down + value)
    words = f"{column.name}: {significant(column.mark)}"
    box = (middle - wide / 2 - 4, y_of(column.mark) - 1, wide + 8, 2)
    return [*parts, svg.rect(*box, "level", words)]


def _side(column: Column, sign: int) -> float:
    return math.fsum(value for _, value in column.parts if value * sign > 0)


def _tick(rough: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at or above a number."""
    if rough <= 0 or not math.isfinite(rough):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
