"""The pictures of a footprint: the same ones for the page, for a paper and for a slide."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.comparison.drivers import Effect, drivers
from carbonre.core.errors import InputError
from carbonre.core.units import per_unit
from carbonre.footprint.carbon_flows import SOURCES, CarbonFlows, carbon_flows
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.reports.figures import charts, sankey
from carbonre.reports.language import Language
from carbonre.reports.page.tables import MOST, SCOPES, largest
from carbonre.reports.text import mass, significant

WIDTH = 2400  # pixels of a PNG
WATERFALLS = 3  # waterfalls
SMALL = 0.002  # of the largest change; what is smaller is drawn together


def carbon(result: Footprint, found: CarbonFlows, say: Language) -> str:
    """Draw the burden of the plant from where it enters to what is sold."""
    flows = {row.flow for row in result.ledger_rows} | {link.flow for link in found.links}
    flows |= {link.flow for link in found.returns}
    names = {flow: say.flow(flow) for flow in flows}
    notes = {}
    for item in result.products_sold:
        per, label = per_unit(item.unit)
        notes[item.name] = f"{significant(item.total / per)} kg/{label}"
    words = {key: say(text) for key, text in sankey.WORDS.items()}
    return sankey.sankey(found, names, words, notes)


def waterfall(base: Footprint, other: Footprint, parts: Sequence[Effect], say: Language) -> str:
    """Draw the waterfall of the plant from one scenario to another."""
    own = [part for part in parts if part.product == PLANT]
    most = max((abs(part.difference) for part in own), default=0.0)
    size, unit = (1e6, "kt CO2e") if abs(base.total) >= 1e7 else (1e3, "t CO2e")
    shown = [part for part in own if abs(part.difference) >= SMALL * most][:MOST]
    changes = [charts.Change(part.name, part.difference / size) for part in shown]
    rest = sum(part.difference for part in own if part not in shown)
    if rest:
        changes.append(charts.Change(say("other"), rest / size))
    title = say("from {start} to {end}", start=base.scenario, end=other.scenario)
    ends = (base.scenario, base.total / size), (other.scenario, other.total / size)
    return charts.waterfall(title, ends[0], changes, ends[1], unit)


def limits(result: Footprint, say: Language) -> list[tuple[str, str]]:
    """Draw the energy of plant and products beside their limits, each with what it is [tce/t]."""
    energy, found = result.energy, []
    if energy.limits:
        words = say(
            "Energy bought less energy sold, per tonne of rare-earth oxide in what is sold, and"
            " the limits of {source} ({product}). Steam and unmodelled use: {gap} tce/t up to level"
            " 3.",
            source=energy.source, product=energy.product, gap=significant(energy.unexplained),
        )  # fmt: skip
        found.append((_beside(energy.per_tonne, energy.limits, say), words))
    for one in energy.of_products:
        words = say(
            "Energy of {steps} per tonne of {product}, and the limits of {source}.",
            steps=", ".join(one.steps), product=say.flow(one.product), source=one.limit.source,
        )  # fmt: skip
        found.append((_beside(one.per_tonne, one.limit.levels, say), words))
    return found


def _beside(value: float, levels: Sequence[float], say: Language) -> str:
    marks = [(say(f"level {i}"), limit) for i, limit in enumerate(levels, start=1)]
    title = say("energy and its limits")
    return charts.limits(title, value, marks, "tce/t", say("modelled"))


def by_step(result: Footprint, say: Language) -> str:
    """Draw what each step adds, split by how it enters."""
    found = largest(result, "step", say)
    rows = [charts.Bar(bar.name, bar.parts, mass(bar.value)) for bar in found]
    key = [(source, say(sankey.WORDS[source])) for source in SOURCES]
    return charts.bars(say("by step"), rows, key)


def by_product(result: Footprint, say: Language) -> str:
    """Draw the footprint of each product that is measured by mass, split by scope."""
    rows = []
    for item in result.products_sold:
        per, label = per_unit(item.unit)
        parts = tuple((c, scope / per) for c, scope in zip(SCOPES, item.scopes, strict=True))
        figure = f"{significant(item.total / per)} kg/{label}"
        rows.append(charts.Bar(say.flow(item.name), parts, figure))
    key = [(colour, say(f"scope {i}")) for i, colour in enumerate(SCOPES, start=1)]
    return charts.bars(say("products"), rows, key)


def pictures(results: Sequence[Footprint], say: Language) -> dict[str, str]:
    """Return every picture as SVG, by the name of its file.

    Parameters
    ----------
    results : sequence of Footprint
        Scenarios of one plant; the first is drawn, the others are compared with it.
    """
    result = results[0]
    found = {
        "carbon-flow": carbon(result, carbon_flows(result), say),
        "products": by_product(result, say),
        "steps": by_step(result, say),
    }
    for number, (picture, _) in enumerate(limits(result, say), start=1):
        found[f"energy-limits-{number}"] = picture
    for number, other in enumerate(compared(results), start=1):
        try:
            parts = drivers(result, other)
        except InputError:  # not comparable: the page says so
            continue
        found[f"waterfall-{number}"] = waterfall(result, other, parts, say)
    return found


def compared(results: Sequence[Footprint]) -> list[Footprint]:
    """Return the scenarios to draw a waterfall of: all of a few, the best of many."""
    others = list(results[1:])
    return others if len(others) <= WATERFALLS else [min(others, key=lambda other: other.total)]


def png(picture: str, width: int = WIDTH) -> bytes:
    """Return an SVG picture as PNG, on white.

    Raises
    ------
    ModuleNotFoundError
        Without the extra ``report``.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=picture, background="white", width=width))
