"""The summary after `calc`: figures, largest contributions, balances, notes."""

from __future__ import annotations

from collections.abc import Sequence

from carbonre.core.scopes import CATEGORY_NAMES, MATERIALS, SUPPLY_CHAIN, TRANSPORT, WASTE
from carbonre.core.units import MASS, per_unit
from carbonre.footprint import balances
from carbonre.footprint.contributions import by_category, contributions
from carbonre.footprint.ledger import step_label
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import OXIDES, Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.reports.notes import (
    DRAFTS,
    GRADE,
    OUTSIDE,
    TITLES,
    by_step,
    texts,
    to_look_at_first,
)
from carbonre.reports.text import (
    BLANK,
    NEGLIGIBLE,
    Text,
    left,
    percent,
    right,
    safe_text,
    signed_percent,
    significant,
    tonnes,
    width,
)

LARGEST = 5
CLOSED = 0.01  # share of what enters, above which the steps that open a balance are named
A_PART = 0.1  # of what is unexplained: a step that leaves less is not named
MANY_KILOGRAMS = 1e4  # are shown in tonnes, and with them whatever is sold beside them
PER = 9  # columns of the unit that a figure is per


def summary(results: Sequence[Footprint]) -> list[Text]:
    """Return the report of one or more scenarios of a plant."""
    first = results[0]
    data = first.plant.data
    lines = [
        Text(safe_text(first.plant.name, 90), "heading"),
        Text(
            f"{data.location}, {data.period}; {data.gwp}; allocation by"
            f" {allocation_words(data.allocation)}; boundary {data.boundary}",
            "dim",
        ),
    ]
    above = to_look_at_first(results)
    lines += [BLANK, *_list("look at this first", above)] if above else []
    for result in results:
        lines += [BLANK, *_scenario(result, first)]
    lines += [BLANK, *_legend(results)]
    return [*lines, *_balances(first), *_notes(results), BLANK, *_next_commands(first)]


def _scenario(result: Footprint, base: Footprint) -> list[Text]:
    words = result.scenario
    entry = result.plant.data.scenarios.get(result.scenario)
    note = f": {safe_text(entry.note, 80)}" if entry and entry.note else ""
    lines = [Text(f"{safe_text(words)}{note}", "heading")]
    sold = result.products_sold
    labels = {item.name: result.compared_per(item.name, item.unit)[1] for item in sold}
    in_tonnes = any(
        item.unit.text == "t" or (item.unit.text == "kg" and item.amount > MANY_KILOGRAMS)
        for item in sold
    )
    one_unit = set(labels.values()) <= {"kg"}
    wide = max([len("product"), *(width(safe_text(item.name)) for item in sold)])
    head = (
        left("product", wide)
        + right("sold", 13)
        + right("kg CO2e/kg" if one_unit else "kg CO2e", 14)
        + ("" if one_unit else left(" per", PER))
    )
    head += "".join(right(title, 10) for title in ("scope 1", "scope 2", "scope 3", "s2 loc."))
    lines.append(Text(head, "dim"))
    for item in result.products_sold:
        per, _ = per_unit(item.unit)
        located = "" if item.scope2_location is None else significant(item.scope2_location / per)
        line = left(safe_text(item.name), wide)
        line += right(_sold(item, labels[item.name], in_tonnes), 13)
        line += right(significant(item.total / per), 14)
        line += "" if one_unit else left(f" {labels[item.name]}", PER)
        line += "".join(right(significant(scope / per), 10) for scope in item.scopes) + right(
            located, 10
        )
        change = _change(result, base, item.name)
        lines.append(Text(line + (f"  {change}" if change else ""), "strong"))
    lines.append(Text(_plant_line(result, base), "strong"))
    lines += _categories(result)
    lines.append(Text(f"largest contributions to {tonnes(result.total)} t CO2e:", "dim"))
    for part in contributions(result.ledger_rows)[:LARGEST]:
        share = part.kgco2e / result.total if result.total else 0.0
        words = right(percent(share, 1), 7)
        what = f"{safe_text(step_label(part.step))}: {safe_text(part.flow)}"
        basis = "" if part.kind == "emitted" else result.bases.get(part.flow, "")
        what += " emitted" if part.kind == "emitted" else f" ({safe_text(basis)})" if basis else ""
        lines.append(Text(f"{words}  {what}  {tonnes(part.kgco2e)} t"))
    return lines


def _categories(result: Footprint) -> list[Text]:
    """Scope 3 of an organisation by category; of products only where the plant states one."""
    found = by_category(result.ledger_rows)
    stated = {*found} - {MATERIALS, SUPPLY_CHAIN, TRANSPORT, WASTE}
    if result.plant.data.boundary != "organisation" and not stated:
        return []
    parts = [f"{key} {CATEGORY_NAMES[key]} {tonnes(value)} t" for key, value in found.items()]
    return [Text(f"scope 3 by category: {'; '.join(parts) or 'none'}", "dim")]


def _legend(results: Sequence[Footprint]) -> list[Text]:
    """Explain the units and columns of the tables above, once for all scenarios."""
    items = [item for result in results for item in result.products_sold]
    lines = []
    if any(item.scope2_location is not None for item in items):
        lines.append("s2 loc.: scope 2, location-based, for information")
    if any(result.counted_as_oxides for result in results):
        lines.append("REO: amount and footprint per kg of rare-earth oxides, not of gross weight")
    flow_of = results[0].system.flow_of
    others = [f"{item.name} as {basis}" for item in results[0].products_sold
              if (basis := flow_of(item.name).basis) not in ("", OXIDES)]  # fmt: skip
    if others:
        lines.append(f"counted: {safe_text('; '.join(others), 200)}")
    return [Text(line, "dim") for line in lines]


def change(results: Sequence[Footprint], titles: Sequence[str] = ()) -> list[Text]:
    """Return the change of the footprint of a plant: each product, before and after.

    `titles` tell the two apart; by default, their scenarios do.
    """
    before, after = results
    old, new = titles or (before.scenario, f"{after.plant.name}, {after.scenario}")
    known = after.plant.name in new
    lines = [
        Text(
            safe_text(new, 100) if known else f"{safe_text(after.plant.name)}, {safe_text(new)}",
            "heading",
        )
    ]
    for item in after.products_sold:
        per, label = after.compared_per(item.name, item.unit)
        words = f"{safe_text(item.name)}: {significant(item.total / per)} kg CO2e/{label}"
        lines.append(Text(f"{words}  {_change(after, before, item.name)}", "strong"))
    lines.append(Text(_plant_line(after, before, old), "strong"))
    return lines


def _sold(item: ProductFootprint, per: str, in_tonnes: bool) -> str:
    """Write what is sold; all masses of a plant in tonnes where one of them is so shown."""
    if item.unit.dimension != MASS:
        return f"{significant(item.amount)} {item.unit.text}"
    kilograms, basis = item.amount * item.unit.factor, per.partition(" ")[2]
    shown = f"{tonnes(kilograms)} t" if in_tonnes else f"{significant(kilograms)} kg"
    return f"{shown} {basis}".rstrip()


def _change(result: Footprint, base: Footprint, product: str) -> str:
    if result is base:
        return ""
    try:
        old, new = base.products_sold.named(product), result.products_sold.named(product)
    except KeyError:
        return "new"
    before, after = old.total / old.unit.factor, new.total / new.unit.factor
    return signed_percent(after / before - 1) if before else ""


def _plant_line(result: Footprint, base: Footprint, title: str = "") -> str:
    line = f"plant: {tonnes(result.total)} t CO2e"
    if result is not base and base.total:
        change = result.total / base.total - 1
        compared = "higher" if change > 0 else "lower"
        compared = compared if abs(change) > NEGLIGIBLE else "no difference"
        line += f", {signed_percent(change)} against {safe_text(title or base.scenario)}"
        line += f" ({compared})"
    return line


def _balances(result: Footprint) -> list[Text]:
    """The plant's own balances in short: what they leave unexplained, energy beside its limits."""
    lines = []
    known = [e for e in result.elements if e.element in ("S", "N", "Cl", "F", "Mg", "H2O")]
    metals = [e for e in result.elements if len(e.element) <= 2 and e not in known]
    rare = [e for e in metals if e.element not in ("P", "C", "Ca", "Na", "Mg", "S", "N")]
    if rare:
        entered, out = (
            sum(e.entered for e in rare),
            sum(e.sold + e.wasted + e.emitted for e in rare),
        )
        size = max(entered, out)
        gap = (entered - out) / size if size else 0.0
        names = [e.element for e in rare]
        parts = [f"rare earths {percent(abs(gap), 1)}{_where(result, names, gap * size)}"]
        parts += [
            f"{e.element} {percent(abs(e.gap), 1)}{_where(result, [e.element], e.unexplained)}"
            for e in known
        ]
        lines.append(Text(f"unexplained in the balances: {', '.join(parts)}", "dim"))
    energy = result.energy
    if energy.limits:
        lines.append(
            Text(
                f"energy: {significant(energy.per_tonne)} tce per t REO sold;"
                f" {_levels(energy.limits)} ({energy.source},"
                f" {energy.product}); steam and unmodelled use {significant(energy.unexplained)}",
                "dim",
            )
        )
    for one in energy.of_products:
        words = f"energy of {', '.join(map(safe_text, one.steps))}:"
        words += f" {significant(one.per_tonne)} tce per t"
        words += f" {one.product}; {_levels(one.limit.levels)} ({one.limit.source})"
        lines.append(Text(words, "dim"))
    return lines


def _where(result: Footprint, elements: Sequence[str], unexplained: float) -> str:
    """Name the steps that open a balance of the plant, if it is open."""
    entered = sum(e.entered for e in result.elements if e.element in elements)
    if abs(unexplained) <= CLOSED * entered:
        return ""
    gaps = balances.opened_by(result.system, result.material, elements)
    steps = [name for name, gap in gaps if abs(gap) >= A_PART * abs(unexplained)]
    return f" ({', '.join(map(safe_text, steps))})" if steps else ""


def _levels(levels: Sequence[float]) -> str:
    numbers = ", ".join(str(number) for number in range(1, len(levels) + 1))
    return f"limits of levels {numbers}: {', '.join(f'{level:g}' for level in levels)}"


def _notes(results: Sequence[Footprint]) -> list[Text]:
    lines: list[Text] = []
    drafts = by_step(draft for result in results for draft in result.drafts)
    for kind in (
        "exclusion", "data gap", "scope", "untreated waste", "proxy", "price",
        "own factor", "conversion",
    ):  # fmt: skip
        lines += _list(TITLES[kind], texts(results, kind))
    lines += _list(f"{DRAFTS}, {GRADE}", drafts)
    above = to_look_at_first(results)
    others = [text for text in texts(results, "warning") if text not in above]
    lines += _list(TITLES["warning"], others)
    return [*lines, Text(f"outside the boundary: {OUTSIDE}", "dim")]


def _list(title: str, entries: Sequence[str]) -> list[Text]:
    if not entries:
        return []
    return [Text(f"{title}:", "heading"), *(Text(f"  {safe_text(text, 400)}") for text in entries)]


def _next_commands(result: Footprint) -> list[Text]:
    file = safe_text(result.plant.document.file, 200)
    return [
        Text("next:", "heading"),
        Text(f"  carbonre explain {file} --product ...     where a figure comes from"),
        Text(f"  carbonre sample {file}     what drafts leave open, which to measure first"),
        Text(f"  carbonre calc {file} --csv footprint.csv --ledger ledger.csv"),
    ]
