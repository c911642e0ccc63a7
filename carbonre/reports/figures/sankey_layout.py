"""The layout of a Sankey diagram: columns, heights, and the ends of every ribbon."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from carbonre.footprint.carbon_flows import CarbonFlows, Entry, Link
from carbonre.footprint.ledger import RESOLD

TOP = 62.0  # where the columns begin
HIGH, PAD = 400.0, 34.0  # of a column, and between two of its steps
SMALLEST = 5e-4  # of the total; what is smaller is not drawn
ROUNDS = 24


@dataclass
class Node:
    """A step, or a product that is sold, with its place in the picture."""

    name: str
    is_product: bool
    layer: int
    value: float
    y: float = 0.0
    order: float = 0.0
    inside: list[Ribbon] = field(default_factory=list)
    outside: list[Ribbon] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_auxiliary(self) -> bool:
        """Whether it serves others and takes nothing over from them: steam, a treatment."""
        served = [ribbon.target.value for ribbon in self.outside if not ribbon.is_loop]
        return not self.inside and bool(served) and self.value < max(served) / 2


@dataclass
class Ribbon:
    """A link that is drawn, with the heights of its two ends."""

    link: Link
    source: Node
    target: Node
    is_loop: bool
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """What is large enough to be seen; a step and a product may have one name."""

    steps: dict[str, Node]
    products: dict[str, Node]
    ribbons: list[Ribbon]

    @property
    def nodes(self) -> list[Node]:
        """All steps, and after them all products."""
        return [*self.steps.values(), *self.products.values()]


def placed(found: CarbonFlows, total: float) -> Drawing:
    """Return what is drawn, each step and product in its column."""
    least = SMALLEST * abs(total)
    shown = [step for step in found.steps if abs(found.through(step)) >= least]
    links = [
        link
        for link in found.links
        if link.source in shown
        and (link.target in shown or not link.target)
        and link.kgco2e >= least / 10
    ]
    between = [link for link in links if link.target]
    back = _loop_links(shown, between)
    depth = _depths(shown, [link for link in between if link not in back])
    steps = {step: Node(step, False, depth[step], found.through(step)) for step in shown}
    products: dict[str, Node] = {}
    last = max(depth.values(), default=0) + 1
    for flow in found.products:
        parts = [link.kgco2e for link in links if not link.target and link.flow == flow]
        parts += [e.kgco2e for e in found.entries if e.step == RESOLD and e.flow == flow]
        if sum(parts) >= least / 10:
            products[flow] = Node(flow, True, last, math.fsum(parts))
    for entry in found.entries:
        node = products.get(entry.flow) if entry.step == RESOLD else steps.get(entry.step)
        if node is not None and entry.kgco2e >= least / 10:
            node.entries.append(entry)
    ribbons = []
    for link in links:
        target = steps.get(link.target) if link.target else products.get(link.flow)
        if target is not None:
            ribbon = Ribbon(link, steps[link.source], target, link in back)
            ribbon.source.outside.append(ribbon)
            target.inside.append(ribbon)
            ribbons.append(ribbon)
    return Drawing(steps, products, ribbons)


def _loop_links(steps: Sequence[str], links: Sequence[Link]) -> list[Link]:
    """Return the links that close a loop, going through the steps in the order of the file."""
    out: dict[str, list[Link]] = {step: [] for step in steps}
    for link in sorted(links, key=lambda link: -link.kgco2e):
        out[link.source].append(link)
    state: dict[str, int] = {}  # 1 while a step is open, 2 when it is done
    back: list[Link] = []
    for root in steps:
        if root in state:
            continue
        state[root] = 1
        work = [(root, iter(out[root]))]
        while work:
            step, following = work[-1]
            onward = next(following, None)
            if onward is None:
                state[step] = 2
                work.pop()
            elif state.get(onward.target) == 1:
                back.append(onward)
            elif onward.target not in state:
                state[onward.target] = 1
                work.append((onward.target, iter(out[onward.target])))
    return back


def _depths(steps: Sequence[str], links: Sequence[Link]) -> dict[str, int]:
    """Return the column of each step: one after the last from which it inherits burden.

    A step that inherits nothing is just before the first that it serves.
    """
    depth = dict.fromkeys(steps, 0)
    for _ in steps:
        moved = False
        for link in links:
            if depth[link.target] <= depth[link.source]:
                depth[link.target], moved = depth[link.source] + 1, True
        if not moved:
            break
    fed = {link.target for link in links}
    for step in steps:
        served = [depth[link.target] for link in links if link.source == step]
        if step not in fed and served:
            depth[step] = min(served) - 1
    return depth


def columns(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the steps of each column, in the order of the file."""
    count = max((node.layer for node in nodes), default=0) + 1
    layers: list[list[Node]] = [[] for _ in range(count)]
    for node in nodes:
        node.order = float(len(layers[node.layer]))
        layers[node.layer].append(node)
    return layers


def scaled(layers: Sequence[Sequence[Node]]) -> tuple[float, float]:
    """Return pixels per kgCO2e, and the height of the fullest column."""
    most = max(len(layer) for layer in layers)
    count = sum(len(layer) for layer in layers)
    high = max(min(HIGH, 160 + 40 * count), most * (PAD + 8))
    scales = [
        (high - (len(layer) - 1) * PAD) / total
        for layer in layers
        if (total := sum(abs(node.value) for node in layer))
    ]
    return min(scales, default=1.0), high


def ordered(
    layers: Sequence[list[Node]], ribbons: Sequence[Ribbon], scale: float, high: float
) -> None:
    """Move steps up and down until ribbons are short, and give every ribbon its two ends."""
    for layer in layers:
        used = sum(abs(node.value) for node in layer) * scale + (len(layer) - 1) * PAD
        level = TOP + max(0.0, (high - used) / 2)
        for node in layer:
            node.y, level = level, level + abs(node.value) * scale + PAD
    for count in range(ROUNDS):
        pull = 0.9 - 0.5 * count / ROUNDS
        for layer in layers if count % 2 else reversed(layers):
            _attach(layers, scale)
            for node in layer:
                _align(node, scale, pull)
            _spread(layer, scale, high)
    _attach(layers, scale)


def _attach(layers: Sequence[list[Node]], scale: float) -> None:
    """Give every ribbon its two ends; what an auxiliary step passes on comes below the inflows."""
    for layer in layers:
        for node in layer:
            level = node.y
            split = False
            for ribbon in sorted(node.inside, key=_inward):
                if (ribbon.is_loop or ribbon.source.is_auxiliary) and not split:
                    level += sum(entry.kgco2e for entry in node.entries) * scale
                    split = True
                ribbon.end = level
                level += ribbon.link.kgco2e * scale
            level = node.y
            for ribbon in sorted(node.outside, key=lambda r: (r.is_loop, r.target.y, r.link.flow)):
                ribbon.start = level
                level += ribbon.link.kgco2e * scale


def _inward(ribbon: Ribbon) -> tuple[bool, bool, float, str]:
    return ribbon.is_loop, ribbon.source.is_auxiliary, ribbon.source.y, ribbon.link.flow


def _align(node: Node, scale: float, pull: float) -> None:
    """Pull a step to where its ribbons are straight; an auxiliary one below the one it serves."""
    straight = [r for r in (*node.inside, *node.outside) if not r.is_loop]
    weights = sum(ribbon.link.kgco2e for ribbon in straight)
    if not weights:
        return
    if node.is_auxiliary:
        largest = max(node.outside, key=lambda ribbon: ribbon.link.kgco2e).target
        shift = largest.y + abs(largest.value) * scale + PAD - node.y
    else:
        shifts = (
            ribbon.link.kgco2e * (ribbon.start - ribbon.end) * (1 if ribbon.target is node else -1)
            for ribbon in straight
        )
        shift = sum(shifts) / weights
    node.y += pull * shift


def _spread(layer: list[Node], scale: float, high: float) -> None:
    """Put the steps of a column below each other, as near to where they are as there is room."""
    layer.sort(key=lambda node: (node.y + abs(node.value) * scale / 2, node.order))
    level = TOP
    for node in layer:
        node.y = max(node.y, level)
        level = node.y + abs(node.value) * scale + PAD
    level = TOP + high
    for node in reversed(layer):
        node.y = max(TOP, min(node.y, level - abs(node.value) * scale))
        level = node.y - PAD
