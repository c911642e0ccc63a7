"""A Sankey diagram of carbon: what enters at each step, where it goes, what is recycled.

Steps are in columns, each to the right of those whose burden it inherits. What enters from
outside joins as an inflow at the left of a step. Burden that goes round in a loop runs back
below the picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from carbonre.footprint.carbon_flows import SOURCES, CarbonFlows, Link
from carbonre.reports.figures import svg
from carbonre.reports.figures.sankey_layout import (
    TOP,
    Node,
    Ribbon,
    columns,
    ordered,
    placed,
    scaled,
)
from carbonre.reports.text import mass

NODE = 9.0  # width of a step
LEFT, RIGHT = 104.0, 232.0
GAP, LEAST_GAP, MOST_GAP = 880.0, 104.0, 230.0
WORDS = {
    "emitted": "direct emissions",
    "energy": "energy and its upstream",
    "material": "materials",
    "other": "transport and services",
    "flow": "passed between steps",
    "loop": "recycled within the plant",
}


def sankey(
    found: CarbonFlows,
    names: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> str:
    """Draw the burden of a plant.

    Parameters
    ----------
    found : CarbonFlows
        What flows.
    names : mapping, optional
        What a flow is called in the picture, where that is not its name.
    words : mapping, optional
        The words of the legend, by kind of source.
    notes : mapping, optional
        A second line beside each product.
    """
    names, words, notes = names or {}, {**WORDS, **(words or {})}, notes or {}
    total = math.fsum(entry.kgco2e for entry in found.entries) or 1.0
    drawing = placed(found, total)
    nodes, steps, ribbons = drawing.nodes, drawing.steps, drawing.ribbons
    layers = columns(nodes)
    scale, high = scaled(layers)
    ordered(layers, ribbons, scale, high)
    step = min(max(GAP / max(1, len(layers) - 1), LEAST_GAP), MOST_GAP)

    def x_of(node: Node) -> float:
        return LEFT + node.layer * step

    loops = [ribbon for ribbon in ribbons if ribbon.is_loop]
    loops += [
        Ribbon(link, steps[link.source], steps[link.target], True)
        for link in found.returns
        if link.source in steps and link.target in steps
    ]
    wide = LEFT + (len(layers) - 1) * step + NODE + RIGHT
    bottom = TOP + high
    parts = [_key(bool(loops), found, words)]
    straight = sorted((r for r in ribbons if not r.is_loop), key=lambda r: -r.link.kgco2e)
    parts += [_ribbon(ribbon, x_of, scale, names) for ribbon in straight]
    lane = bottom + 16
    shared: dict[tuple[str, str], float] = {}  # a waste of several steps comes back in one lane
    for ribbon in loops:
        thick = max(1.5, ribbon.link.kgco2e * scale)
        key = ribbon.link.target, ribbon.link.flow
        if ribbon.link.kgco2e or key not in shared:
            shared[key] = lane + thick / 2
            lane += thick + 14
        parts.append(_loop(ribbon, x_of, scale, shared[key], names))
    for ribbon in loops:
        level = shared.pop((ribbon.link.target, ribbon.link.flow), None)
        if level is not None:
            called = svg.fitted(names.get(ribbon.link.flow, ribbon.link.flow), 200, 10.5)
            at = x_of(ribbon.target) + 24
            parts.append(svg.text(at, level + 3.5, called, size=10.5, halo=True))
    for node in nodes:
        parts += _inflows(node, x_of(node), scale, step, names)
    for node in nodes:
        parts += _step(node, x_of(node), scale, step, names, notes)
    under = lane + 12 if loops else bottom + 16
    return svg.picture(wide, under, "Sankey diagram of carbon through the plant", parts, _defs())


def _defs() -> str:
    """Inflows come from outside the picture: they fade in."""
    found = []
    for source in SOURCES:
        stop = f'class="s-{source}" stop-color="{svg.COLOURS[source]}"'
        found.append(
            f'<linearGradient id="in-{source}"><stop offset="0" {stop} stop-opacity="0.05"/>'
            f'<stop offset="0.5" {stop} stop-opacity="0.7"/>'
            f'<stop offset="1" {stop} stop-opacity="0.95"/></linearGradient>'
        )
    return f"<defs>{''.join(found)}</defs>"


# --- what is drawn -------------------------------------------------------------------------------


def _key(has_loops: bool, found: CarbonFlows, words: Mapping[str, str]) -> str:
    there = {entry.source for entry in found.entries}
    entries: list[tuple[str, str]] = [(s, words[s]) for s in SOURCES if s in there]
    entries.append(("flow", words["flow"]))
    if has_loops:
        entries.append(("loop", words["loop"]))
    return svg.legend(4, 16, entries)


def _ribbon(
    ribbon: Ribbon, x_of: Callable[[Node], float], scale: float, names: Mapping[str, str]
) -> str:
    thick = max(0.75, ribbon.link.kgco2e * scale)
    x1, x2 = x_of(ribbon.source) + NODE, x_of(ribbon.target)
    y1, y2 = ribbon.start, ribbon.end
    middle = (x1 + x2) / 2
    path = (
        f"M{x1:.1f},{y1:.1f}C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        f"v{thick:.1f}C{middle:.1f},{y2 + thick:.1f} {middle:.1f},{y1 + thick:.1f}"
        f" {x1:.1f},{y1 + thick:.1f}z"
    )
    shape = f'<path d="{path}" class="c-flow" fill="{svg.COLOURS["flow"]}" fill-opacity="0.55"/>'
    return svg.titled(shape, _label(ribbon.link, names))


def _loop(
    ribbon: Ribbon, x_of: Callable[[Node], float], scale: float, lane: float,
    names: Mapping[str, str],
) -> str:  # fmt: skip
    link = ribbon.link
    thick = max(1.5, link.kgco2e * scale)
    x1, x2 = x_of(ribbon.source) + NODE, x_of(ribbon.target)
    y1, y2 = ribbon.start + thick / 2, ribbon.end + thick / 2
    if not link.kgco2e:  # a waste leaves and arrives at the foot of a step
        y1, y2 = (n.y + max(1.0, abs(n.value) * scale) for n in (ribbon.source, ribbon.target))
    bend = 26 + thick / 2
    path = (
        f"M{x1:.1f},{y1:.1f}C{x1 + bend:.1f},{y1:.1f} {x1 + bend:.1f},{lane:.1f}"
        f" {x1 - 8:.1f},{lane:.1f}L{x2 + 8:.1f},{lane:.1f}"
        f"C{x2 - bend:.1f},{lane:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    )
    dash = "" if link.kgco2e else ' stroke-dasharray="5 4"'
    shape = (
        f'<path d="{path}" class="k-loop" stroke="{svg.COLOURS["loop"]}" fill="none"'
        f' stroke-width="{thick:.1f}" stroke-opacity="{0.5 if link.kgco2e else 0.8}"{dash}/>'
    )
    return svg.titled(shape, _label(link, names))


def _label(link: Link, names: Mapping[str, str]) -> str:
    flow = names.get(link.flow, link.flow)
    target = f" → {link.target}" if link.target else ""
    carried = f", {mass(link.kgco2e)} CO2e" if link.kgco2e else ""
    return f"{link.source}{target}: {flow}{carried}"


def _inflows(
    node: Node, x: float, scale: float, step: float, names: Mapping[str, str]
) -> list[str]:
    """What enters at a step from outside, below what it takes over from others."""
    first = (r.link.kgco2e for r in node.inside if not r.is_loop and not r.source.is_auxiliary)
    level = node.y + sum(first) * scale
    long = min(0.7 * step, LEFT - 10)
    parts = []
    kinds = list(SOURCES)
    for entry in sorted(node.entries, key=lambda e: (kinds.index(e.source), -e.kgco2e)):
        thick = entry.kgco2e * scale
        called = names.get(entry.flow, entry.flow)
        shape = (
            f'<rect x="{x - long:.1f}" y="{level:.1f}" width="{long:.1f}"'
            f' height="{max(0.5, thick - 0.6):.1f}" fill="url(#in-{entry.source})"/>'
        )
        parts.append(svg.titled(shape, f"{node.name}: {called}, {mass(entry.kgco2e)} CO2e"))
        if thick >= 11:
            words = svg.fitted(called, long - 8, 10.5)
            parts.append(
                svg.text(x - 5, level + thick / 2 + 3.5, words, size=10.5, anchor="end", halo=True)
            )
        level += thick
    return parts


def _step(
    node: Node, x: float, scale: float, step: float, names: Mapping[str, str],
    notes: Mapping[str, str],
) -> list[str]:  # fmt: skip
    thick = max(1.0, abs(node.value) * scale)
    if node.is_product:
        called = names.get(node.name, node.name)
        middle = node.y + thick / 2
        bar = svg.rect(x, node.y, NODE, thick, "level", f"{called}: {mass(node.value)} CO2e")
        first = svg.text(x + NODE + 8, middle, svg.fitted(called, RIGHT - 24, 13.5), bold=True)
        second = "; ".join(filter(None, (mass(node.value), notes.get(node.name, ""))))
        return [bar, first, svg.text(x + NODE + 8, middle + 14, second, size=11, dim=True)]
    bar = svg.rect(x, node.y, NODE, thick, "level", f"{node.name}: {mass(node.value)} CO2e")
    room = step - 10
    label = svg.text(
        x, node.y - 16, svg.fitted(node.name, room, 11.5), size=11.5, bold=True, halo=True
    )
    value = svg.text(x, node.y - 4, mass(node.value), size=10.5, dim=True, halo=True)
    return [bar, label, value]
