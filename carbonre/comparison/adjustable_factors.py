"""The factors of a footprint that can be moved, and the lines that its totals are in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbonre.core import arrays
from carbonre.core.arrays import Numeric
from carbonre.factors.rows import Factor
from carbonre.footprint.contributions import total, totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.result import Footprint

# Kinds of ledger rows whose factor follows from others, or belongs to what carries a flow.
NORMAL_95 = 1.96  # standard deviations to either side hold 95 % of a normal distribution
FIXED = ("emission", "transport", "circular")


@dataclass(frozen=True)
class AdjustableFactor:
    """A factor that can be moved: per unit of the flow, in kgCO2e, all gases together.

    Attributes
    ----------
    low, high : float
        The range in which it is moved: that of its row (low and high, or 95 % of a lognormal
        distribution); where none is known, from half to double.
    has_range : bool
        Whether the row states one.
    """

    flow: str
    factor_id: str
    unit: str
    value: float
    low: float
    high: float
    has_range: bool


def adjustable_factors(result: Footprint, most: int) -> Iterator[AdjustableFactor]:
    """Yield the factors to move: the grid, the heat, and then what adds most."""
    free = (row for row in result.ledger_rows if row.factor_id and row.kind not in FIXED)
    sizes = totals(free, lambda row: (row.factor_id, row.flow), absolute=True)
    kinds = {key: result.system.flow_of(key[1]).kind for key in sizes}
    direct = {
        (row.factor_id, row.flow) for row in result.ledger_rows if row.counts and row.scope != "3"
    }
    ordered = sorted(sizes, key=lambda key: (-sizes[key], key))
    energy = [
        next((key for key in ordered if kinds[key] in wanted and key in direct), None)
        for wanted in (("electricity",), ("heat",))
    ]
    if energy[1] is None:  # a plant that raises its heat itself buys it as fuel
        fuels = (key for key in ordered if kinds[key] == "fuel" and key in direct and sizes[key])
        energy[1] = next(fuels, None)
    first = [key for key in energy if key]
    # A factor row of several flows moves all of them together, so it is not offered twice.
    chosen = [*first, *(key for key in ordered if key not in first)]
    known = {row.id: row for row in result.system.factors.rows}
    for factor_id, flow in list({key[0]: key for key in reversed(chosen)}.values())[::-1][:most]:
        rows = [
            r
            for r in result.ledger_rows
            if r.counts and r.factor_id == factor_id and r.flow == flow
        ]
        by_gas = {row.gas: row for row in rows}
        value = math.fsum(row.factor or 0.0 for row in by_gas.values())
        ends = _range(known.get(factor_id), value)
        yield AdjustableFactor(flow, factor_id, rows[0].factor_unit, value, *ends)


def _range(row: Factor | None, value: float) -> tuple[float, float, bool]:
    """Return the ends between which a factor is moved, and whether its row states them."""
    if row is not None and row.value and row.low is not None and row.high is not None:
        ends = sorted((value * row.low / row.value, value * row.high / row.value))
    elif row is not None and row.gsd is not None and row.gsd > 1:
        spread = row.gsd**NORMAL_95
        ends = sorted((value / spread, value * spread))
    else:
        ends = [value, value]
    if ends[0] < ends[1]:
        return min(ends[0], value), max(ends[1], value), True
    low, high = sorted((value / 2, value * 2)) if value else (0.0, 1.0)
    return low, high, False


def lines(
    rows: Sequence[LedgerRow], amounts: Sequence[Numeric], moving: Sequence[AdjustableFactor]
) -> Iterator[tuple[Numeric, ...]]:
    """Yield for each product, and then the plant, the constant and the slope of each factor.

    Parameters
    ----------
    rows : sequence of LedgerRow
        The ledger, of one plant or of many rows.
    amounts : sequence
        What is sold of each product, in its unit.
    """
    rows = [row for row in rows if row.counts]
    keys = {(factor.factor_id, factor.flow) for factor in moving}
    still = [row for row in rows if (row.factor_id, row.flow) not in keys]
    moved = []
    for factor in moving:
        own = [row for row in rows if (row.factor_id, row.flow) == (factor.factor_id, factor.flow)]
        # All gases of a factor meet the same amount.
        moved.append([row for row in own if row.gas == own[0].gas])
    for index, sold in enumerate(amounts):
        rest = total(still, index) / sold
        yield rest, *(arrays.total(r.amount * r.shares[index] for r in own) / sold for own in moved)
    yield total(still), *(arrays.total(r.amount for r in own) for own in moved)


def value_of(line: Sequence[float], moving: Sequence[AdjustableFactor]) -> float:
    """Return a total where nothing is moved."""
    parts = (factor.value * slope for factor, slope in zip(moving, line[1:], strict=True))
    return line[0] + math.fsum(parts)
