"""Bands of footprints on one logarithmic scale: what others publish beside what is calculated."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbonre.reports.figures import svg
from carbonre.reports.text import significant, width

ROW, HEAD, GAP = 20.0, 26.0, 8.0
NAMES, SCALE, FIGURES = 330.0, 440.0, 150.0
TOP, BOTTOM = 52.0, 34.0
TICKS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Band:
    """One row: a figure, and the ends between which it lies.

    Attributes
    ----------
    name : str
        Who published it, or by which rule it was calculated.
    figure : float or None
        None where only the ends are known.
    low, high : float
        The ends; equal to the figure where none are known. A figure may lie outside of them.
    colour : str
        One of `svg.COLOURS`.
    """

    name: str
    figure: float | None
    low: float
    high: float
    colour: str

    @property
    def values(self) -> tuple[float, ...]:
        """The ends, and the figure if there is one."""
        return (self.low, self.high, *([] if self.figure is None else [self.figure]))

    @property
    def words(self) -> str:
        """The figures in words, such as ``17.9 (16.2-21.0)``."""
        ends = f"{significant(self.low)}-{significant(self.high)}"
        if self.figure is None:
            return ends
        return significant(self.figure) + (f" ({ends})" if self.low < self.high else "")


@dataclass(frozen=True, slots=True)
class Group:
    """The bands of one product; `remark` stands beside its name, such as what is not known."""

    name: str
    bands: tuple[Band, ...]
    remark: str = ""


def bands(
    title: str, groups: Sequence[Group], unit: str, legend: Sequence[tuple[str, str]] = ()
) -> str:
    """Draw groups of bands below each other on a logarithmic scale.

    Parameters
    ----------
    title : str
        What the picture shows, for those who do not see it.
    groups : sequence of Group
        All figures must be above zero; a group may be empty.
    unit : str
        Of the scale, such as ``kg CO2e/kg``.
    legend : sequence of (colour, words)
        What the colours mean.
    """
    every = [value for group in groups for band in group.bands for value in band.values]
    least, most = 0.9 * min(every, default=1.0), 1.1 * max(every, default=10.0)
    first, long = math.log10(least), math.log10(most / least)

    def x_of(value: float) -> float:
        return NAMES + SCALE * (math.log10(value) - first) / long

    foot = TOP + sum(HEAD + ROW * len(group.bands) + GAP for group in groups)
    parts = [svg.legend(12, 16, legend), *_scale(least, most, x_of, foot, unit)]
    y = TOP
    for group in groups:
        parts.append(svg.text(12, y + 18, group.name, size=13, bold=True))
        if group.remark:
            at = 24 + 7.6 * width(group.name)
            parts.append(svg.text(at, y + 18, group.remark, size=11.5, dim=True, halo=True))
        y += HEAD
        for index, band in enumerate(group.bands):
            parts += _row(band, x_of, y + index * ROW)
        y += ROW * len(group.bands) + GAP
    wide, high = NAMES + SCALE + FIGURES, foot + BOTTOM
    paper = f'<rect width="{wide:.0f}" height="{high:.0f}" fill="{svg.PAPER}"/>'
    return svg.picture(wide, high, title, [paper, *parts])


def _scale(
    low: float, high: float, x_of: Callable[[float], float], foot: float, unit: str
) -> list[str]:
    """Lines at 1, 2 and 5 of each decade, with their figures above and below."""
    parts = []
    for decade in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        for tick in TICKS:
            value = tick * 10.0**decade
            if low <= value <= high:
                x = x_of(value)
                parts.append(svg.line(x, TOP - 8, x, foot, "" if tick == 1 else "2 4"))
                for y in (TOP - 12, foot + 14):
                    words = f"{value:g}"
                    parts += [svg.text(x, y, words, size=11, anchor="middle", dim=True)]
    parts.append(svg.text(NAMES, foot + 28, unit, size=11.5, dim=True))
    return parts


def _row(band: Band, x_of: Callable[[float], float], y: float) -> list[str]:
    """A pale bar from end to end, with the figure upright in it, or as a square."""
    name = svg.fitted(band.name, NAMES - 36, 11.5)
    parts = [svg.text(NAMES - 10, y + 14, name, size=11.5, anchor="end")]
    told = f"{band.name}: {band.words}"
    if band.low < band.high:
        long = x_of(band.high) - x_of(band.low)
        opacity = 1.0 if band.figure is None else 0.45
        parts.append(svg.rect(x_of(band.low), y + 6, long, 8, band.colour, told, opacity))
    if band.figure is not None:
        wide = 3.0 if band.low < band.high else 9.0
        parts.append(svg.rect(x_of(band.figure) - wide / 2, y + 3, wide, 14, band.colour, told))
    at = x_of(max(band.values)) + 10
    words = band.words
    fits = at + 6.4 * width(words) < NAMES + SCALE + FIGURES
    place = (at, "start") if fits else (x_of(min(band.values)) - 10, "end")
    parts.append(svg.text(place[0], y + 14, words, size=11.5, anchor=place[1], dim=True, halo=True))
    return parts
