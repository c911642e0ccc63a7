"""The contents of the report page, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any

from carbonre.comparison.drivers import drivers
from carbonre.comparison.what_if import what_if
from carbonre.core.errors import InputError
from carbonre.core.notes import Note
from carbonre.core.units import unit
from carbonre.factors.rows import GWP_YEARS
from carbonre.footprint.carbon_flows import SOURCES, carbon_flows
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.reports.figures import pictures
from carbonre.reports.figures.sankey import WORDS
from carbonre.reports.language import Language
from carbonre.reports.notes import TITLES, to_look_at_first
from carbonre.reports.page import evidence, tables, weight
from carbonre.reports.page.intervals import edge_words, interval_words, tile_words
from carbonre.reports.page.sliders import sliders
from carbonre.reports.page.tables import Kind, Table
from carbonre.reports.text import (
    amount_text,
    mass_and_unit,
    percent,
    safe_text,
    signed,
    signed_percent,
    significant,
)
from carbonre.supply.circular import KIND
from carbonre.uncertainty.intervals import Intervals, intervals
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence, weight_of_evidence

LEVERS = 8  # columns of the table below one


def contents(results: Sequence[Footprint], say: Language, draws: int) -> dict[str, Any]:
    """Return the values of the template."""
    result = results[0]
    data = result.plant.data
    flows = carbon_flows(result)
    found_intervals = intervals(result, draws)
    weighed = weight_of_evidence(result, draws)
    quality, by_product = evidence.qualities(result, say)
    waterfalls, not_compared = _waterfalls(results, say)
    moved = what_if(result)
    subtitle = [str(data.location or ""), str(data.period), data.gwp]
    subtitle += [say("allocation by {key}", key=say(allocation_words(data.allocation)))]
    subtitle += [say(f"boundary {data.boundary}")]
    if result.scenario != "baseline":
        subtitle.append(result.scenario)
    found: dict[str, Any] = {
        "title": f"{result.plant.name} – {say('carbon footprint')}",
        "heading": result.plant.name,
        "subtitle": " · ".join(filter(None, subtitle)),
        "above": to_look_at_first(results[:1]),
        "tiles": _tiles(result, found_intervals, weighed, say),
        "counted": say(COUNTED[data.boundary]),
        "outside": say(NOT_COUNTED),
        "edge_words": edge_words(found_intervals, say),
        "draft_words": weight.draft_words(result, weighed, say),
        "products": tables.products(result, found_intervals.of, say),
        "scope_key": [
            (colour, say(f"scope {i}")) for i, colour in enumerate(tables.SCOPES, start=1)
        ],
        "interval_words": interval_words(found_intervals, say),
        "weights": weight.intervals_table(result, weighed, say) if weighed.of else None,
        "measure": weight.measure_table(result, weighed, say),
        "weight_key": [
            (colour, say(words)) for colour, words in zip(weight.COLOURS, weight.HEADS, strict=True)
        ],
        "weight_words": weight.note(weighed, say),
        "basis_words": _basis(result, say),
        "sankey": pictures.carbon(result, flows, say),
        "scenarios": tables.scenarios(results, say) if len(results) > 1 else None,
        "waterfalls": waterfalls,
        "not_compared": not_compared,
        "source_key": [(source, say(WORDS[source])) for source in SOURCES],
        "contributions": [
            tables.contributions(result, key, say) for key in ("step", "flow", "scope", "gas")
        ],
        "per_product": tables.per_product(result, say),
        "what_if": sliders(result, moved, say) if moved.adjustable or moved.axes else None,
        "limits": pictures.limits(result, say),
        "energy": tables.energy(result, say),
        "materials": tables.materials(result, say),
        "wastes": tables.wastes(result, say),
        "balances": tables.balances(result, say),
        "settings": _settings(result, say),
        "lists": _lists(results, say),
        "drafts": evidence.drafts(result, say),
        "quality": quality,
        "quality_products": by_product,
        "pedigree": evidence.pedigree_table(result, say),
        "factors": evidence.factors(result, say),
        "potentials": evidence.potentials(result, say),
        "parameters": evidence.parameters(result, say),
        "links": tables.links(flows, result, say),
        "foot": say(FOOT, version=version("carbonre")),
    }
    found["contents"] = [
        (anchor, say(words)) for anchor, words in ANCHORS if found[OPTIONAL.get(anchor, "title")]
    ]
    return found


OPTIONAL = {"evidence": "weights", "scenarios": "scenarios", "whatif": "what_if"}
ANCHORS = (
    ("products", "Products"), ("evidence", "Weight of evidence"), ("carbon", "Carbon flows"),
    ("scenarios", "Scenarios"),
    ("contributions", "Contributions to the footprint"), ("whatif", "What if"),
    ("material", "Material and energy"), ("balances", "Balances"),
    ("assumptions", "Assumptions and limits"), ("quality", "Data quality"),
    ("factors", "Factors used"), ("defaults", "Model defaults"),
    ("links", "Carbon between steps"),
)  # fmt: skip
COUNTED = {
    "product": (
        "Counted from cradle to gate: direct emissions, purchased energy with its upstream,"
        " purchases, transport that is stated, and waste treated by others."
    ),
    "organisation": (
        "Counted for the organisation: direct emissions, purchased energy (scope 2) with its"
        " upstream (scope 3, category 3), purchases, transport that is stated, and waste treated by"
        " others."
    ),
}
NOT_COUNTED = (
    "Not counted where the plant file states none: capital goods, packaging, inbound transport, use"
    " and end of life. Waste leaves without burden; its treatment is charged to the step that"
    " generates it."
)
FOOT = (
    "Made with carbonre {version}. Every figure is a sum of rows of the ledger: carbonre explain"
    " shows any of them down to its factor row and source. This is not a verified footprint."
)


def _tiles(
    result: Footprint, found: Intervals, weighed: WeightOfEvidence, say: Language
) -> list[dict[str, str]]:
    main = result.products_by_rank[0]
    per, label = result.compared_per(main.name, main.unit)
    quality = data_quality(result)[0]
    size, of_size = mass_and_unit(result.total)
    tiles = [
        {"name": say("plant, {period}", period=result.plant.data.period),
         "value": size, "unit": f"{of_size} CO2e", "more": ""},
        {"name": say.flow(main.name), "value": significant(main.total / per),
         "unit": f"kg CO2e/{label}",
         "more": tile_words(found.of.get(main.name), per, say)},
        {"name": say("primary data share"), "value": percent(quality.primary), "unit": "",
         "more": say("of the CO2e")},
        weight.tile(result, weighed, say),
    ]  # fmt: skip
    if result.energy.per_tonne:
        measure = result.energy_unit
        value = significant(result.energy.per_tonne * unit("tce").factor / measure.factor)
        tiles.append({"name": say("energy per t REO sold"), "value": value,
                      "unit": f"{measure.text}/t", "more": ""})  # fmt: skip
    return tiles


def _basis(result: Footprint, say: Language) -> str:
    words = (
        "Counted per kilogram of the rare-earth oxides contained (REO), not of the salt:"
        " {products}."
    )
    named = ", ".join(say.flow(safe_text(product)) for product in result.counted_as_oxides)
    return say(words, products=named) if named else ""


# --- scenarios ---


def _waterfalls(
    results: Sequence[Footprint], say: Language
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return waterfalls: of the scenarios that were asked for, or of the best of many."""
    base = results[0]
    found, failed = [], []
    for other in pictures.compared(results):
        try:
            parts = drivers(base, other)
        except InputError as error:
            failed.append(f"{other.scenario}: {error.problems[0].message}")
            continue
        picture = pictures.waterfall(base, other, parts, say)
        words = say(
            "From {start} to {end}: contribution of each measure to the difference, averaged over"
            " all orders of implementation (Shapley value).",
            start=base.scenario, end=other.scenario,
        )  # fmt: skip
        table = _drivers_by_product(base, parts, say)
        found.append({"picture": picture, "words": words, "products": table})
    return found, failed


def _drivers_by_product(base: Footprint, parts: Sequence[Any], say: Language) -> Table:
    """Return the difference of each product, split by measure."""
    plant = [part.name for part in parts if part.product == PLANT][:LEVERS]
    heads: list[tuple[str, Kind]] = [(say("product"), "text"), (say("unit"), "text")]
    heads += [(safe_text(lever, 40), "number") for lever in plant]
    heads += [(say("total"), "number"), ("%", "number")]
    rows = []
    for item in base.products_sold:
        own = {part.name: part.difference for part in parts if part.product == item.name}
        if own:
            per, label = base.compared_per(item.name, item.unit)
            whole = sum(own.values())
            change = signed_percent(whole / item.total) if item.total else ""
            cells = [signed(own[lever] / per) if lever in own else "–" for lever in plant]
            rows.append(
                [say.flow(item.name), f"kg CO2e/{label}", *cells, signed(whole / per), change]
            )
    return Table(heads, rows)


# --- what a reader must know beside the figures ---


def _settings(result: Footprint, say: Language) -> list[tuple[str, str]]:
    data = result.plant.data
    entry = data.scenarios.get(result.scenario)
    note = f": {entry.note}" if entry and entry.note else ""
    recycled = [say("cut-off: recycled waste carries no burden")]
    shared = dict.fromkeys(say.flow(row.flow) for row in result.ledger_rows if row.kind == KIND)
    if shared:
        flows = ", ".join(shared)
        recycled.append(say("purchased by the circular footprint formula: {flows}", flows=flows))
    return [
        (say("plant file"), PurePath(result.plant.document.file).name),
        (say("scenario"), result.scenario + note),
        (say("place"), str(data.location or "–")),
        (say("period"), str(data.period)),
        (say("boundary"), say(data.boundary)),
        (say("allocation"), say(allocation_words(data.allocation))),
        (say("GWP set"), f"{data.gwp}, {say('{years} years', years=GWP_YEARS[data.gwp])}"),
        (say("recycled input"), "; ".join(recycled)),
    ]


def _lists(results: Sequence[Footprint], say: Language) -> list[tuple[str, list[str]]]:
    result = results[0]
    found = []
    for kind, title in TITLES.items():
        entries = [_entry(note, say) for note in result.notes if note.kind == kind]
        head = say(title)
        found.append((head[:1].upper() + head[1:], list(dict.fromkeys(entries))))
    return found


def _entry(note: Note, say: Language) -> str:
    """Write one note of a list; what is about a flow names it in the language of the page."""
    if note.kind == "warning":
        return str(note)
    words = amount_text(note.amount.base, note.amount.unit) if note.amount else note.message
    row = f" ({note.factor_id})" if note.kind in ("proxy", "fallback") else ""
    return f"{say.flow(note.subject)}: {words}{row}"
