"""What a ledger says of each product that is sold, and what a reader must know beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.core.arrays import total
from carbonre.core.errors import Problems
from carbonre.core.evidence import Draft
from carbonre.core.paths import dotted
from carbonre.core.units import Unit
from carbonre.factors.editions import differing, used_rows
from carbonre.factors.lookup import PROXY
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.contributions import carried, totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.supply.purchases import Purchases
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

SCOPES = ("1", "2", "3")
LOCATION = "location"  # in the place of a category: scope 2 by the grid of the place
PLANT = "(plant)"  # among the names of products: the plant as a whole
NOT_BOUGHT = "nothing is bought of it, so it is not used"
NOT_TRADED = "no step makes it and nobody buys it"


@dataclass(frozen=True)
class ProductFootprint:
    """One product that leaves the gate: its amount, and its footprint per unit [kgCO2e/unit].

    Where a plant is evaluated over many rows, the numbers may be arrays of them.
    """

    name: str
    amount: Any
    unit: Unit
    scopes: tuple[Any, Any, Any]
    scope2_location: Any
    drafts: tuple[Draft, ...] = ()

    @property
    def total(self) -> Any:
        """Sum of the scopes [kgCO2e per unit]."""
        return total(self.scopes)


def per_unit(
    system: System,
    material: MaterialBalance,
    carbon: CarbonBalance,
    suppliers: Purchases,
    rows: Sequence[LedgerRow],
) -> Iterator[ProductFootprint]:
    """Yield what is sold, in the order of the file, with its share of the ledger."""
    located = all(s.location is not None for s in suppliers.found.values())
    for index, name in enumerate(carbon.products):
        measure = _unit_as_written(system, name)
        amount = material.flows[name].sold / measure.factor
        by_scope = totals(rows, lambda row: row.scope, index)
        one, two, three = (by_scope.get(scope, 0.0) / amount for scope in SCOPES)
        by_grid = (carried(row, index) for row in rows if row.category == LOCATION)
        grid = total(by_grid) / amount
        yield ProductFootprint(name, amount, measure, (one, two, three), grid if located else None)


def products(
    system: System,
    material: MaterialBalance,
    carbon: CarbonBalance,
    suppliers: Purchases,
    rows: tuple[LedgerRow, ...],
    price_drafts: list[Draft],
) -> tuple[ProductFootprint, ...]:
    """Return what is sold, with its share of the ledger and the drafts that it rests on."""
    items = []
    for index, item in enumerate(per_unit(system, material, carbon, suppliers, rows)):
        own = [row for row in rows if row.shares[index] > 1e-12]
        reached = {row.step for row in own}
        found = drafts(system, material, suppliers, own, reached) + price_drafts
        items.append(dataclasses.replace(item, drafts=tuple(dict.fromkeys(found))))
    return tuple(items)


def _unit_as_written(system: System, flow: str) -> Unit:
    """The unit in which the plant file states the product: production, amount, makes."""
    data = system.plant.data
    stated = [data.production.get(flow)]
    stated += [step.amount.get(flow) for step in data.steps.values()]
    stated += [step.makes.get(flow) for step in data.steps.values()]
    known = system.flow_of(flow).unit
    written: list[Unit] = [amount.unit for amount in stated if amount is not None]
    # A fuel may be written by mass and is counted by its energy.
    return next((u for u in written if u.dimension == known.dimension), known)


def drafts(
    system: System,
    material: MaterialBalance,
    suppliers: Purchases,
    rows: Any,
    steps: set[str] | None = None,
) -> list[Draft]:
    """Name every number that is only recalled or judged and was used."""
    found: list[Draft] = []
    for step, run in zip(system.steps, material.scaling, strict=True):
        if run and (steps is None or step.name in steps):
            rows_used = (row for row in step.defaults if row.is_draft)
            found += [Draft(step.name, row.parameter, row.evidence) for row in rows_used]
    used = {row.factor_id for row in rows if row.counts}
    for gas in dict.fromkeys(row.gas for row in rows if row.counts):
        potential = system.factors.characterise(gas, system.plant.data.gwp)
        if potential is not None and potential.status == "draft":
            found.append(Draft("", f"potential of {gas} in {potential.gwp}", potential.evidence))
    for supplier in suppliers.found.values():
        found += [
            Draft("", p.id, p.evidence) for p in supplier.parts if p.is_draft and p.id in used
        ]
    return found


def mixed_sets(system: System, suppliers: Purchases, rows: tuple[LedgerRow, ...]) -> list[str]:
    """Name the used sums that a source made with other potentials than the run's."""
    wanted = system.plant.data.gwp
    used = {row.factor_id for row in rows if row.counts and row.gas == "CO2e"}
    by_set: dict[str, list[str]] = {}
    for supplier in suppliers.found.values():
        for part in supplier.parts:
            if part.id in used and "CO2e" in part.gases and part.gwp not in ("", wanted):
                by_set.setdefault(part.gwp, []).append(part.id)
    return [
        f"sums under {name} in a run under {wanted}: {', '.join(dict.fromkeys(ids))}"
        for name, ids in sorted(by_set.items())
    ]


def refuse_drafts(
    system: System, used: list[Draft], rows: Sequence[LedgerRow], problems: Problems
) -> None:
    """Report every draft as a problem, where its step stands; a factor where it is used first."""
    met = {row.factor_id: row for row in reversed(rows) if row.counts}
    for draft in dict.fromkeys(used):
        what, remedy, step = f"'{draft.name}'", "it", draft.step
        if not step and draft.name in met:
            row = met[draft.name]
            step, remedy = row.step, dotted(("supply", row.flow))
            what = f"the factor of '{row.flow}' ({draft.name})"
        path = ("steps", step) if step else ()
        place = system.plant.place(*path, key=True)
        words = f"{what} is a draft ({draft.evidence}), and drafts are refused; state {remedy}"
        problems.add(f"{words} with your own source", place, dotted(path))


def own_factors(system: System, rows: tuple[LedgerRow, ...]) -> tuple[str, ...]:
    """Name the used rows of the user's own tables that differ from the shipped ones."""
    used = used_rows({row.factor_id for row in rows}, system.factors) if system.factors.own else []
    found = []
    for row, other in differing(used):
        shipped = f"shipped: {other.value:g} {other.unit}" if other else "not shipped"
        found.append(f"{row.flow}: {row.value:g} {row.unit} ({row.file}:{row.line}; {shipped})")
    return tuple(found)


def exclusions(system: System, material: MaterialBalance) -> tuple[str, ...]:
    """Return what is bought and left out, with the reason that the plant gives."""
    return tuple(
        f"{flow}: {reason}"
        for flow, reason in system.plant.data.exclude.items()
        if flow in material.flows and material.flows[flow].bought
    )


def untreated(system: System, material: MaterialBalance) -> tuple[str, ...]:
    """Return the waste that nobody treats, with its amount."""
    found = []
    for flow, balanced in material.flows.items():
        known = system.flow_of(flow)
        if balanced.untreated and flow not in system.plant.data.supply and not known.emitted_as:
            amount, text = balanced.untreated / known.unit.factor, known.unit.text
            amount, text = (amount / 1000, "t") if text == "kg" and amount > 1e4 else (amount, text)
            found.append(f"{flow}: {float(f'{amount:.4g}'):,.12g} {text}")
    return tuple(found)


def proxies(suppliers: Purchases, rows: Sequence[LedgerRow]) -> tuple[tuple[str, str], ...]:
    """Name what is counted with a row of another country, and the grid's row where it is not ours.

    Returns
    -------
    tuple of (str, str)
        What is counted so, and how: ``("ammonia", "no row for CN or GLO; EU stands in")``.
    """
    used = {row.factor_id for row in rows if row.counts}
    parts = [part for s in suppliers.found.values() for part in s.parts if part.id in used]
    found = [
        (f"transport of {part.flow}" if part.kind == "transport" else part.flow, words)
        for part in parts
        for words in part.fallbacks
        if words.endswith(PROXY) or (part.scope == 2 and any(part.gases.values()))
    ]
    return tuple(dict.fromkeys(found))


def unplaced(system: System) -> Iterator[str]:
    """Say that no grid is known for the province of a plant: it may be a slip of the pen."""
    location = system.plant.data.location
    country = f"{location.partition('-')[0]}-"
    grids = {row.place for row in system.factors.of("electricity")}
    provinces = sorted(place for place in grids if place.startswith(country))
    if "-" in location and location not in grids and provinces:
        words = f"location: {location} has no grid row; known are {', '.join(provinces)}"
        yield f"{system.plant.place('location')}: {words}"


def unused(system: System, material: MaterialBalance) -> Iterator[str]:
    """Entries of supply, prices and exclude that nothing uses, and flows that repeat a name."""
    data = system.plant.data
    for section in ("supply", "exclude"):
        for flow in getattr(data, section):
            balanced = material.flows.get(flow)
            if balanced is None or not (balanced.bought or balanced.untreated):
                place = system.plant.place(section, flow, key=True)
                yield f"{place}: {section}.{flow}: {NOT_BOUGHT}"
    made = {line.flow for step in system.steps for line in step.exchanges if line.kind == "makes"}
    for flow in data.prices:
        if flow not in made and not (flow in material.flows and material.flows[flow].bought):
            place = system.plant.place("prices", flow, key=True)
            yield f"{place}: prices.{flow}: {NOT_TRADED}"
