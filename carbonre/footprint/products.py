"""What a ledger says of each product that is sold, and the expert estimates that it rests on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from carbonre.core.arrays import Numeric, total
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.evidence import Draft
from carbonre.core.paths import dotted
from carbonre.core.scopes import LOCATION, SCOPES
from carbonre.core.units import Unit
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.contributions import carried, totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.supply.purchases import Purchases
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

PLANT = "(plant)"  # among the names of products: the plant as a whole


@dataclass(frozen=True)
class ProductFootprint:
    """One product that leaves the gate: its amount, and its footprint per unit [kgCO2e/unit].

    Where a plant is evaluated over many rows, the numbers may be arrays of them.
    """

    name: str
    amount: Numeric
    unit: Unit
    scopes: tuple[Numeric, Numeric, Numeric]
    scope2_location: Numeric
    drafts: tuple[Draft, ...] = ()

    @property
    def total(self) -> Numeric:
        """Sum of the scopes [kgCO2e per unit]."""
        return total(self.scopes)


class ProductsSold(tuple[ProductFootprint, ...]):
    """What a plant sells, in the order of the file: each product by its place or by its name."""

    __slots__ = ()

    def named(self, name: str) -> ProductFootprint:
        """Return one product; `KeyError` with the nearest name if it is not sold."""
        return self[self.index_of(name)]

    def index_of(self, name: str) -> int:
        """Return the place of a product, which is that of its share in a ledger row."""
        names = [product.name for product in self]
        if name not in names:
            raise KeyError(f"'{name}' is not sold{did_you_mean(name, names)}")
        return names.index(name)


def per_unit(
    system: System,
    material: MaterialBalance,
    carbon: CarbonBalance,
    purchases: Purchases,
    rows: Sequence[LedgerRow],
) -> Iterator[ProductFootprint]:
    """Yield what is sold, in the order of the file, with its share of the ledger."""
    located = all(p.location is not None for p in purchases.found.values())
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
    purchases: Purchases,
    rows: tuple[LedgerRow, ...],
    price_drafts: list[Draft],
) -> ProductsSold:
    """Return what is sold, with its share of the ledger and the drafts that it rests on."""
    items = []
    for index, item in enumerate(per_unit(system, material, carbon, purchases, rows)):
        own = [row for row in rows if row.shares[index] > 1e-12]
        reached = {row.step for row in own}
        found = drafts(system, material, purchases, own, reached) + price_drafts
        items.append(dataclasses.replace(item, drafts=tuple(dict.fromkeys(found))))
    return ProductsSold(items)


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
    purchases: Purchases,
    rows: Any,
    steps: set[str] | None = None,
) -> list[Draft]:
    """Return every expert estimate that was used."""
    found: list[Draft] = []
    for step, scaling in zip(system.steps, material.scaling, strict=True):
        if scaling and (steps is None or step.name in steps):
            rows_used = (row for row in step.defaults if row.is_draft)
            found += [
                Draft("parameter", row.parameter, row.evidence, step.name) for row in rows_used
            ]
    used = {row.factor_id for row in rows if row.counts}
    for gas in dict.fromkeys(row.gas for row in rows if row.counts):
        potential = system.factors.characterise(gas, system.plant.data.gwp)
        if potential is not None and potential.status == "draft":
            name = f"potential of {gas} in {potential.gwp}"
            found.append(Draft("potential", name, potential.evidence))
    for path, one in system.converted.items():
        where = str(path[1]) if path[0] == "steps" else ""
        if steps is None or not where or where in steps:
            found += [
                Draft("conversion", f"{one.flow} from {row.from_unit}", row.evidence, where)
                for row in one.counted.rows
                if row.status == "draft"
            ]
    for purchase in purchases.found.values():
        found += [
            Draft("factor", p.id, p.evidence)
            for p in purchase.factors
            if p.is_draft and p.id in used
        ]
    return found


def refuse_drafts(
    system: System, used: list[Draft], rows: Sequence[LedgerRow], problems: Problems
) -> None:
    """Report every draft as a problem, where its step stands; a factor where it is used first."""
    met = {row.factor_id: row for row in reversed(rows) if row.counts}
    for draft in dict.fromkeys(used):
        what, remedy, step = f"'{draft.name}'", "it", draft.step
        if draft.kind == "factor":
            row = met[draft.name]
            step, remedy = row.step, dotted(("supply", row.flow))
            what = f"the factor of '{row.flow}' ({draft.name})"
        elif draft.kind == "conversion":
            what, remedy = f"the conversion of {draft.name}", "the amount in its own unit,"
        path = ("steps", step) if step else ()
        place = system.plant.place(*path, key=True)
        words = f"{what} is a draft ({draft.evidence}), and drafts are refused; state {remedy}"
        problems.add(f"{words} with your own source", place, dotted(path), code="draft-refused")
