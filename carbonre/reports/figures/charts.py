"""Bars, waterfalls and intervals as SVG: the pictures other than the Sankey diagram."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from carbonre.reports.figures import svg
from carbonre.reports.text import signed, signed_percent, significant, width

ROW = 24.0
WIDE = 760.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its parts as (colour, value), and the words at its end."""

    name: str
    parts: tuple[tuple[str, float], ...]
    words: str = ""

    @property
    def value(self) -> float:
        """The whole length."""
        return math.fsum(value for _, value in self.parts)


def strip(parts: Sequence[tuple[str, float]], whole: float, title: str = "") -> str:
    """Return a bar for the cell of a table: as wide as the cell, `whole` at its right end."""
    shapes, at = [], 0.0
    for colour, value in parts:
        long = 100 * max(0.0, value) / whole if whole > 0 else 0.0
        if long > 0:
            shapes.append(
                f'<rect x="{at:.2f}" width="{long:.2f}" height="10" class="c-{colour}"'
                f' fill="{svg.COLOURS[colour]}"/>'
            )
        at += long
    return (
        '<svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{svg.titled(''.join(shapes), title)}</svg>"
    )


def bars(title: str, rows: Sequence[Bar], legend: Sequence[tuple[str, str]] = ()) -> str:
    """Draw horizontal bars, the names at the left and a figure at the end of each."""
    names = min(260.0, 12 + 6.6 * max((width(row.name) for row in rows), default=1))
    largest = max((row.value for row in rows), default=0.0) or 1.0
    scale = (WIDE - names - 110) / largest
    top = 34.0 if legend else 8.0
    parts = [svg.legend(names, 14, legend)] if legend else []
    for index, row in enumerate(rows):
        y, at = top + index * ROW, names
        parts.append(svg.text(names - 8, y + 15, svg.fitted(row.name, names - 12), anchor="end"))
        for colour, value in row.parts:
            if value > 0:
                parts.append(svg.rect(at, y + 3, value * scale, ROW - 8, colour, row.name))
                at += value * scale
        parts.append(svg.text(at + 6, y + 15, row.words, size=11.5, dim=True))
    parts.append(svg.line(names, top, names, top + len(rows) * ROW))
    return svg.picture(WIDE, top + len(rows) * ROW + 8, title, parts)


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a waterfall: a change, in the unit of the picture."""

    name: str
    value: float


def waterfall(
    title: str,
    first: tuple[str, float],
    changes: Sequence[Change],
    last: tuple[str, float],
    unit: str,
) -> str:
    """Draw the way from one total to another; lengths begin at zero, so they can be compared."""
    names = [first[0], *(change.name for change in changes), last[0]]
    left = min(250.0, 16 + 6.8 * max(width(name) for name in names))
    levels, level = [], first[1]
    for change in changes:
        levels.append((level, level + change.value))
        level += change.value
    ends = [first[1], last[1], *(x for pair in levels for x in pair)]
    low, high = min(0.0, *ends), max(0.0, *ends) or 1.0
    scale = (WIDE - left - 165) / ((high - low) or 1.0)

    def x_of(value: float) -> float:
        return left + (value - low) * scale

    high_row = ROW + 6
    parts = []

    def label(index: int, words: str, bold: bool = False) -> None:
        fit = svg.fitted(words, left - 14)
        y = index * high_row + 19
        parts.append(svg.text(left - 8, y, fit, anchor="end", bold=bold))

    def total(index: int, words: str, value: float) -> None:
        label(index, words, bold=True)
        y = index * high_row + 4
        begin, long = x_of(min(0.0, value)), abs(value) * scale
        figure = f"{significant(value)} {unit}"
        parts.append(svg.rect(begin, y, long, ROW - 4, "level", f"{words}: {figure}"))
        parts.append(svg.text(x_of(max(0.0, value)) + 6, y + 15, figure, bold=True))

    total(0, *first)
    for index, (change, (begin, end)) in enumerate(zip(changes, levels, strict=True), start=1):
        label(index, change.name)
        y = index * high_row + 4
        colour = "less" if change.value < 0 else "more"
        share = signed_percent(change.value / first[1]) if first[1] else ""
        words = f"{signed(change.value)} {unit}"
        left_end, right_end = x_of(min(begin, end)), x_of(max(begin, end))
        parts.append(svg.line(x_of(begin), y - 10, x_of(begin), y + ROW - 4, "2 2"))
        parts.append(svg.rect(left_end, y, right_end - left_end, ROW - 4, colour, change.name))
        parts.append(svg.text(right_end + 6, y + 15, f"{words}  {share}", size=11.5))
    count = len(changes) + 1
    parts.append(svg.line(x_of(last[1]), count * high_row - 6, x_of(last[1]), count * high_row + 4))
    total(count, *last)
    parts.append(svg.line(x_of(0.0), 0, x_of(0.0), (count + 1) * high_row))
    return svg.picture(WIDE, (count + 1) * high_row + 6, title, parts)


def limits(
    title: str, value: float, marks: Sequence[tuple[str, float]], unit: str, words: str
) -> str:
    """Draw a value as a bar, and limits as marks beside it."""
    top = 1.12 * max([value, *(mark for _, mark in marks)]) or 1.0
    scale = (WIDE - 24) / top
    parts = [svg.rect(8, 34, value * scale, 18, "energy", f"{words}: {significant(value)} {unit}")]
    parts.append(svg.text(14, 47, f"{words} {significant(value)} {unit}", size=11.5, halo=True))
    ordered = sorted(marks, key=lambda mark: mark[1])
    for index, (name, mark) in enumerate(ordered):
        x = 8 + mark * scale
        parts.append(svg.rect(x - 0.75, 26, 1.5, 34, "level", f"{name}: {mark:g} {unit}"))
        inward = index == 0 and len(ordered) > 1
        anchor = "end" if inward else "start" if index == len(ordered) - 1 else "middle"
        y = 20 if index % 2 == 0 else 72
        parts.append(svg.text(x, y, f"{name} {mark:g}", size=11, anchor=anchor, dim=True))
    parts.append(svg.line(8, 56, WIDE - 8, 56))
    return svg.picture(WIDE, 80, title, parts)


def interval(
    low: float, middle: float, high: float, whole: float, title: str, colour: str = "flow"
) -> str:
    """Return an interval with its middle for the cell of a table; `whole` is at the right end."""

    def at(value: float) -> float:
        return 100 * max(0.0, value) / whole if whole > 0 else 0.0

    shape = (
        f'<rect x="{at(low):.2f}" y="3" width="{max(0.6, at(high) - at(low)):.2f}" height="4"'
        f' class="c-{colour}" fill="{svg.COLOURS[colour]}"/>'
        f'<rect x="{at(middle) - 0.4:.2f}" width="0.8" height="10" class="c-level"'
        f' fill="{svg.COLOURS["level"]}"/>'
    )
    return (
        '<svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{svg.titled(shape, title)}</svg>"
    )
