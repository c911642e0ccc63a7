"""The operating point of a plant: balanced for material and carbon, each exchange with its factor.

The calculation sequence: build the system, balance material, balance carbon, multiply each exchange
by its factor. Nothing goes back. It is the same for one number and for an array of rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from carbonre.core.arrays import NO_OVERRIDES, Overrides
from carbonre.core.errors import Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint import carbon as carbon_balance
from carbonre.footprint import products
from carbonre.footprint.allocation import Allocator
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.input_checks import (
    check_overrides,
    check_prices,
    check_purchases,
    check_tables,
)
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.ledger_rows import ledger_rows
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.purchased_shares import PurchasedShares
from carbonre.plant.format import Plant
from carbonre.supply.purchases import Purchases
from carbonre.system import material as material_balance
from carbonre.system.build import build_system
from carbonre.system.calibration import Calibration, calibrated, meter_warnings
from carbonre.system.checks import check_system
from carbonre.system.material import MaterialBalance
from carbonre.system.network import Network
from carbonre.system.steps import System

SCALING = {"flows", "production", "steps"}  # sections that the material balance follows from
ENTRIES = {"supply", "prices", "exclude"}  # sections that it does not depend on


@dataclass(frozen=True)
class OperatingPoint:
    """A plant balanced for material and carbon, and its ledger; for one row or for many."""

    system: System
    material: MaterialBalance
    carbon: CarbonBalance
    purchases: Purchases
    allocator: Allocator
    purchased: PurchasedShares
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
    """Build, balance and characterise a plant; None if `problems` has found something.

    Raises
    ------
    SplitRows
        If values of `overrides` disagree about a decision; see `carbonre.core.arrays`.
    """
    check_overrides(variant, overrides, problems)
    if problems.found:
        return None
    # What is wrong under `uncertainty` is not read here, and does not hide what else is wrong.
    invalid = {path[0] for path in variant.invalid} - {"uncertainty"}
    system = calibrated(build_system(variant, factors, problems, overrides), readings)
    warnings = (*meter_warnings(variant, readings), *system.warnings)
    system = dataclasses.replace(system, warnings=warnings)
    net = Network(system.steps)
    check_system(system, net, problems)
    sections = {problem.field.partition(".")[0] for problem in problems.found}
    is_whole = sections <= ENTRIES and not invalid & SCALING
    purchases = Purchases(system, problems)
    allocator = Allocator(system, problems)
    check_tables(system, problems)
    check_prices(system, problems)
    check_purchases(system, purchases)
    shares = allocator.shares()
    if not is_whole:
        return None
    material = material_balance.material(system, net, problems)
    if problems.found or invalid:
        return None
    if _has_contracts(variant):  # their shares are known only now
        purchases = Purchases(system, problems, material)
        check_purchases(system, purchases)
        if problems.found:
            return None
    carbon = carbon_balance.carbon(system, net, material, shares, problems)
    if problems.found:
        return None
    purchased = PurchasedShares(system, material, carbon)
    rows = ledger_rows(system, material, carbon, purchases, purchased, scenario)
    if problems.found:
        return None
    return OperatingPoint(system, material, carbon, purchases, allocator, purchased, rows)


def _has_contracts(plant: Plant) -> bool:
    """Whether a mix states the amount of a contract."""
    parts = (part for entry in plant.data.supply.values() for part in entry.from_.values())
    return any(part is not None and part.unit.dimension for part in parts)
