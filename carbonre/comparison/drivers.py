"""Two footprints side by side: what was changed, or which step and flow, makes the difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carbonre.comparison import levers
from carbonre.comparison.comparability import incompatibilities
from carbonre.core.errors import InputError
from carbonre.core.units import unit
from carbonre.footprint.contributions import totals
from carbonre.footprint.ledger import LedgerRow, step_label
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint

if TYPE_CHECKING:
    import pandas as pd

ROUNDING = 1e-12  # of a level: a smaller difference is none
DRIVER_COLUMNS = ("product", "unit", "driver", "baseline", "scenario", "difference", "share")
NOTHING = "(nothing)"  # the driver where neither side has rows
By = Literal["lever", "exchange", "step", "flow", "scope", "gas"]
KEYS: Mapping[str, Callable[[LedgerRow], str]] = {
    "exchange": lambda row: f"{step_label(row.step)}: {row.flow}",
    "step": lambda row: step_label(row.step),
    "flow": lambda row: row.flow,
    "scope": lambda row: f"scope {row.scope}" + (f".{row.category}" if row.category else ""),
    "gas": lambda row: row.gas,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One part of a difference, per unit of the product (of the plant: in the period).

    Attributes
    ----------
    baseline, scenario : float
        By lever: the steps of the waterfall, before and after it is active; otherwise what the
        driver adds to either side [kgCO2e per unit].
    error : float
        Standard error of the difference, zero unless orders of levers were drawn.
    """

    product: str
    unit: str
    name: str
    baseline: float
    scenario: float
    difference: float
    share: float
    error: float = 0.0

    def compared_per(self, reference: Footprint) -> tuple[float, str]:
        """Return what divides its numbers in reports, and what they are then per."""
        if self.product == PLANT:
            return 1.0, self.unit
        return reference.compared_per(self.product, unit(self.unit))


def compare(baseline: Footprint, scenario: Footprint, by: By = "lever") -> pd.DataFrame:
    """Split the difference between two footprints.

    Parameters
    ----------
    baseline, scenario : Footprint
        Two scenarios of one plant, or two plants that sell the same products.
    by : str
        ``lever``: over what the scenario sets (Shapley values: the parts add up and do not depend
        on an order); two plants, or one scenario twice, have no levers and are split by
        ``exchange``. Or by ``exchange``
        (step and flow), ``step``, ``flow``, ``scope`` or ``gas``.

    Returns
    -------
    DataFrame
        One row per product and driver, the largest difference first, in kgCO2e per `unit` of the
        baseline; the product ``(plant)`` is the whole plant in the period. The differences of a
        product add up to that of its totals; `share` is of the whole difference.

    Raises
    ------
    InputError
        If the two differ in potentials, allocation or boundary (unless a scenario sets just that),
        or share no product, or count one in different units: then the difference would not be one
        of plants.
    """
    import pandas as pd

    found = drivers(baseline, scenario, by)
    records = [(d.product, d.unit, d.name, d.baseline, d.scenario, d.difference, d.share)
               for d in found]  # fmt: skip
    return pd.DataFrame(records, columns=list(DRIVER_COLUMNS))


def drivers(
    baseline: Footprint, scenario: Footprint, by: By = "lever", parts: levers.Parts | None = None
) -> list[Effect]:
    """Return the drivers of a difference; see `compare`. `parts` are those of `levers.parts`."""
    problems = incompatibilities(baseline, scenario)
    if problems:
        raise InputError(problems)
    if by == "lever":
        parts = parts or levers.parts(baseline, scenario)
        if parts is not None and parts[PLANT]:
            return list(_waterfall(baseline, parts))
        by = "exchange"
    return list(_by_rows(baseline, scenario, KEYS[by]))


def _waterfall(baseline: Footprint, parts: levers.Parts) -> Iterator[Effect]:
    """Step from the baseline to the scenario, the largest lever first."""
    start = levers.footprint_totals(baseline)
    for product, found in parts.items():
        if product == levers.COST:
            continue
        unit, per = _unit(baseline, product)
        level = start[product] * per
        steps = [_settled(part.value * per, level) for part in found]
        whole = math.fsum(steps)
        for part, step in zip(found, steps, strict=True):
            share = step / whole if whole else 0.0
            error = part.error * per
            yield Effect(product, unit, part.lever, level, level + step, step, share, error)
            level += step


def _by_rows(
    baseline: Footprint, scenario: Footprint, key: Callable[[LedgerRow], str]
) -> Iterator[Effect]:
    sold = [item.name for item in scenario.products_sold]
    for product in [PLANT, *(i.name for i in baseline.products_sold if i.name in sold)]:
        unit, per = _unit(baseline, product)
        before, after = (_sums(result, product, key) for result in (baseline, scenario))
        # A plant that emits and buys nothing has no rows; that too is said of each product.
        names = dict.fromkeys([*before, *after]) or {NOTHING: None}
        level = max(abs(math.fsum(side.values())) for side in (before, after))
        changes = {
            name: _settled(after.get(name, 0.0) - before.get(name, 0.0), level) * per
            for name in names
        }
        whole = math.fsum(changes.values())
        for name in sorted(changes, key=lambda name: (-abs(changes[name]), name)):
            one, two = before.get(name, 0.0) * per, after.get(name, 0.0) * per
            share = changes[name] / whole if whole else 0.0
            yield Effect(product, unit, name, one, two, changes[name], share)


def _settled(difference: float, level: float) -> float:
    """Return a difference, or zero where it is what rounding leaves of none."""
    return difference if abs(difference) > ROUNDING * level else 0.0


def _unit(result: Footprint, product: str) -> tuple[str, float]:
    if product == PLANT:
        return "period", 1.0
    measure = result.products_sold.named(product).unit
    return measure.text, measure.factor


def _sums(result: Footprint, product: str, key: Callable[[LedgerRow], str]) -> dict[str, float]:
    """Sum the rows of a product per base unit, or of the whole plant."""
    if product == PLANT:
        return totals(result.ledger_rows, key)
    index = result.products_sold.index_of(product)
    item = result.products_sold[index]
    amount = item.amount * item.unit.factor
    return totals(result.ledger_rows, key, index, per=amount)
