"""What a reader must know beside the figures: exclusions, data gaps, proxies, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from carbonre.core.errors import Place
from carbonre.core.notes import Note, warning
from carbonre.core.paths import split_path
from carbonre.core.units import Amount
from carbonre.factors.editions import differing, own_rows
from carbonre.footprint.attention import attention
from carbonre.footprint.ledger import LedgerRow
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.purchases import Purchases
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System


def notes(
    system: System,
    material: MaterialBalance,
    purchases: Purchases,
    rows: Sequence[LedgerRow],
    warnings: Iterable[Note],
) -> tuple[Note, ...]:
    """Return every note, each once; `warnings` are those that were made on the way.

    Parameters
    ----------
    system, material, purchases, rows
        The plant at its operating point, and its ledger.
    """
    found = (
        *exclusions(system, material),
        *(note for purchase in purchases.found.values() for note in purchase.notes),
        *untreated_wastes(system, material),
        *of_factors(purchases, rows),
        *own_factors(system, rows),
        *conversions(system),
        *system.plant.warnings,
        *system.warnings,
        *material.warnings,
        *warnings,
        *unknown_grid(system),
        *unused_entries(system, material),
        *mixed_sets(system, purchases, rows),
        *attention(system, material, purchases, rows),
    )
    return tuple(dict.fromkeys(found))


def exclusions(system: System, material: MaterialBalance) -> Iterator[Note]:
    """Yield what is bought and excluded, with the reason that the plant gives."""
    for flow, reason in system.plant.data.exclude.items():
        if flow in material.flows and material.flows[flow].bought:
            place = system.plant.place("exclude", flow, key=True)
            yield Note("exclusion", "excluded", flow, reason, place)


def untreated_wastes(system: System, material: MaterialBalance) -> Iterator[Note]:
    """Yield the waste that no step and no supply treats, with its amount."""
    for flow, balanced in material.flows.items():
        known = system.flow_of(flow)
        if balanced.untreated and flow not in system.plant.data.supply and not known.emitted_as:
            amount = Amount(balanced.untreated / known.unit.factor, known.unit)
            value, text = amount.value, known.unit.text
            value, text = (value / 1000, "t") if text == "kg" and value > 1e4 else (value, text)
            words = f"{float(f'{value:.4g}'):,.12g} {text}"
            yield Note("untreated waste", "untreated-waste", flow, words, amount=amount)


def of_factors(purchases: Purchases, rows: Sequence[LedgerRow]) -> Iterator[Note]:
    """Yield what the used factors gave up: the place, the year or the supply that was looked for.

    The grid makes so much of a figure that any such row of bought energy is a proxy.
    """
    for part in _used(purchases, rows):
        for note in part.notes:
            is_grid = part.scope == "2" and any(part.gases.values())
            yield replace(note, kind="proxy") if note.kind == "fallback" and is_grid else note


def _used(purchases: Purchases, rows: Sequence[LedgerRow]) -> list[AppliedFactor]:
    ids = {row.factor_id for row in rows if row.counts}
    return [part for p in purchases.found.values() for part in p.factors if part.id in ids]


def own_factors(system: System, rows: Sequence[LedgerRow]) -> Iterator[Note]:
    """Yield the used rows of the user's own tables that differ from the shipped ones."""
    used = {row.factor_id for row in rows}
    for row, other in differing(own_rows(used, system.factors)):
        shipped = f"shipped: {other.value:g} {other.unit}" if other else "not shipped"
        words = f"{row.value:g} {row.unit} ({row.file}:{row.line}; {shipped})"
        place = Place(row.file, row.line)
        yield Note("own factor", "own-factor", row.flow, words, place, factor_id=row.id)


def conversions(system: System) -> Iterator[Note]:
    """Yield each amount that was converted to the unit and the basis of its flow."""
    for path, one in system.converted.items():
        place = system.plant.place(*path)
        yield Note("conversion", "converted-amount", one.flow, one.counted.words, place)


def unknown_grid(system: System) -> Iterator[Note]:
    """Say that no grid is known for the province of a plant: it may be a typo."""
    location = system.plant.data.location
    country = f"{location.partition('-')[0]}-"
    grids = {row.place for row in system.factors.of("electricity")}
    provinces = sorted(place for place in grids if place.startswith(country))
    if "-" in location and location not in grids and provinces:
        words = f"{location} has no grid row; known are {', '.join(provinces)}"
        yield warning("unknown-grid", "location", words, system.plant.place("location"))


def unused_entries(system: System, material: MaterialBalance) -> Iterator[Note]:
    """Yield the entries of supply, exclude and prices that nothing uses.

    In the baseline, what a scenario names is there for that scenario, and is none of them.
    """
    data = system.plant.data
    settings = [] if system.plant.is_variant else [s.set for s in data.scenarios.values()]
    for_scenarios = {
        *_texts(settings),
        *(part for one in settings for path in one for part in split_path(path)),
    }
    made = {line.flow for step in system.steps for line in step.exchanges if line.kind == "makes"}
    for section in ("supply", "exclude", "prices"):
        for flow in getattr(data, section):
            balanced = material.flows.get(flow)
            if section == "prices":
                used = flow in made or (balanced is not None and balanced.bought)
                words = "no step makes it and it is not purchased"
            else:
                used = balanced is not None and (balanced.bought or balanced.untreated)
                words = "nothing is bought of it, so it is not used"
            if not used and flow not in for_scenarios:
                place = system.plant.place(section, flow, key=True)
                yield warning("unused-entry", f"{section}.{flow}", words, place)


def _texts(value: object) -> Iterator[str]:
    """Yield every text of nested settings, keys and values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (str(key) for key in value)
        yield from _texts(value.values())
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)


def mixed_sets(system: System, purchases: Purchases, rows: Sequence[LedgerRow]) -> Iterator[Note]:
    """Yield the used sums of gases that a source made with another GWP set than the run's."""
    wanted = system.plant.data.gwp
    used = {row.factor_id for row in rows if row.counts and row.gas == "CO2e"}
    by_set: dict[str, list[str]] = {}
    for purchase in purchases.found.values():
        for part in purchase.factors:
            if part.id in used and "CO2e" in part.gases and part.gwp not in ("", wanted):
                by_set.setdefault(part.gwp, []).append(part.id)
    for name, ids in sorted(by_set.items()):
        words = f"sums under {name} in a run under {wanted}: {', '.join(dict.fromkeys(ids))}"
        yield warning("mixed-gwp-sets", "gwp", words)
