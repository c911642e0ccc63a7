"""What is known of a flow of a plant in a month, and from where: the amounts of the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonre.core.periods import Month

Direction = Literal["bought", "used", "made", "sold", "wasted", "emitted"]
# The qualities of meter rows, and what no meter says: `modelled` by the plant file from a metered
# driver, `derived` from other amounts of the month, such as those of a stock.
Origin = Literal["read", "invoiced", "calculated", "estimated", "modelled", "derived"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount of a flow in a month, of one origin.

    Attributes
    ----------
    step : str
        The step of the plant file; `meter_tree.UNMETERED` where no meter tells it.
    direction : str
        What it is an amount of.
    amount : float
        At 100 % of the plant [base unit of the flow].
    meter, document : str
        Of a metered one; empty for others.
    meter_row : str
        File and line, such as ``meters/smelter.csv:12``, of its first row.
    driver : str
        Of a modelled one: the meter whose amount drives the model.
    """

    plant: str
    step: str
    flow: str
    month: Month
    direction: Direction
    amount: float
    origin: Origin
    meter: str = ""
    document: str = ""
    meter_row: str = ""
    driver: str = ""
