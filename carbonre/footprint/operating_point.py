"""The operating point of a plant: balanced for material and carbon, each exchange with its factor.

The way through the house: ask the steps, balance material, balance carbon, let each exchange meet
its factor. Nothing goes back. It is the same way for one number and for an array of rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from carbonre.core.arrays import NO_OVERRIDES, Overrides, any_nonzero, unanimous
from carbonre.core.errors import Problems
from carbonre.core.paths import dotted
from carbonre.factors.lookup import Factors
from carbonre.footprint import carbon as carbon_balance
from carbonre.footprint import products
from carbonre.footprint.allocation import Allocator
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.ledger import LedgerBuilder, LedgerRow
from carbonre.footprint.products import ProductFootprint
from carbonre.plant.format import EXCHANGES, Plant
from carbonre.supply.purchases import Purchases
from carbonre.system import material as material_balance
from carbonre.system import network
from carbonre.system.build import build_system
from carbonre.system.calibration import Calibration, calibrated, remarks
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

STATED = (*EXCHANGES, "takes", "treats", "amount")
RUNNING = (("takes",), ("treats",), ("makes",), ("amount",))  # what runs a step is not zero


@dataclass(frozen=True)
class OperatingPoint:
    """A plant balanced for material and carbon, and its ledger; for one row or for many."""

    system: System
    material: MaterialBalance
    carbon: CarbonBalance
    purchases: Purchases
    allocator: Allocator
    ledger: LedgerBuilder
    ledger_rows: tuple[LedgerRow, ...]

    def products_sold(self) -> Iterator[ProductFootprint]:
        """Yield what is sold, with its footprint per unit."""
        return products.per_unit(
            self.system, self.material, self.carbon, self.purchases, self.ledger_rows
        )


def operating_point(
    variant: Plant,
    factors: Factors,
    scenario: str,
    readings: Calibration,
    problems: Problems,
    overrides: Overrides = NO_OVERRIDES,
) -> OperatingPoint | None:
    """Ask, balance and characterise a plant; None if `problems` has found something.

    Raises
    ------
    Divided
        If values of `rows` disagree about a decision; see `carbonre.core.arrays`.
    """
    _possible(variant, overrides, problems)
    if problems.found:
        return None
    system = calibrated(build_system(variant, factors, problems, overrides), readings)
    warnings = (*remarks(variant, readings), *system.warnings)
    system = dataclasses.replace(system, warnings=warnings)
    net = network.Network(system.steps)
    network.check(system, net, problems)
    suppliers = Purchases(system, problems)
    allocator = Allocator(system, problems)
    _must_be_bought(system, suppliers)
    if problems.found or system.plant.invalid:
        return None
    material = material_balance.material(system, net, problems)
    if problems.found:
        return None
    carbon = carbon_balance.carbon(system, net, material, allocator.shares(), problems)
    if problems.found:
        return None
    ledger = LedgerBuilder(system, material, carbon, suppliers, scenario, problems)
    met = tuple(ledger.rows())
    if problems.found:
        return None
    return OperatingPoint(system, material, carbon, suppliers, allocator, ledger, met)


def _possible(plant: Plant, overrides: Overrides, problems: Problems) -> None:
    """Refuse what a plant file could not say either; parameters of models have limits of their own.

    What is written was looked at when the plant was read; what stands in for it was not.
    """
    for path, values in overrides.plant.items():
        if path[0] == "steps" and path[2] not in STATED:
            continue
        words = ""
        if path[0] == "production" or path[2:3] in RUNNING:
            words = "" if unanimous(values > 0) else "amounts are more than zero"
        elif not unanimous(values >= 0):
            words = "amounts are zero or more"
        if not words and (path[-1] == "share" or path[2:3] in RUNNING[:2]):
            words = "" if unanimous(values <= 1 + 1e-12) else "a share is at most 100 %"
        if words:
            problems.add(f"this is not possible: {words}", plant.place(*path), dotted(path))


def _must_be_bought(system: System, suppliers: Purchases) -> None:
    """Look up at once what nobody in the plant makes, so that all gaps are named together."""
    made = {
        line.flow for s in system.steps for line in s.exchanges if line.kind in ("makes", "wastes")
    }
    for step in system.steps:
        for line in step.exchanges:
            handed = (
                step.scaling_rule.by in ("takes", "treats") and step.scaling_rule.flow == line.flow
            )
            known = line.flow in system.flows  # what is unknown has been named before
            wanted = line.kind == "uses" and any_nonzero(line.amount) and not handed
            if wanted and known and line.flow not in made:
                suppliers.of(line.flow, line.place, step.name)
    # In a faulty plant nobody knows what is bought, so every supply of a known flow is read.
    names = {*system.flows, *(system.factors.flows if suppliers.problems.found else ())}
    for flow in system.plant.data.supply:
        if flow in names or flow in suppliers.found:
            suppliers.of(flow)
