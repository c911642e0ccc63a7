"""A flow of a plant in a month: opening, what came in, what went out, closing, with its burden."""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.accounts.burden import Burden
from carbonre.core.periods import Month
from carbonre.core.units import Unit


@dataclass(frozen=True, slots=True)
class StockMonth:
    """One line of the stock table.

    Amounts are in the base unit of the flow; a burden leaves at the weighted average of what was
    there and what came in.

    Attributes
    ----------
    unit : Unit
        In which texts show it.
    closing : float
        As counted, where `is_counted`; else what the other amounts leave.
    residual : float
        opening + bought + made - used - sold - loss - closing.
    per_unit : Burden
        The weighted average [kgCO2e per base unit].
    burden_opening, burden_in, burden_out, burden_closing : Burden
        opening + in = out + closing [kgCO2e].
    """

    plant: str
    flow: str
    month: Month
    unit: Unit
    opening: float
    bought: float
    made: float
    used: float
    sold: float
    loss: float
    closing: float
    residual: float
    is_counted: bool
    per_unit: Burden
    burden_opening: Burden
    burden_in: Burden
    burden_out: Burden
    burden_closing: Burden
