"""What a contract or certificate of electricity covered."""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.core.periods import Month


@dataclass(frozen=True, slots=True)
class ContractUse:
    """The use of one contract by one plant in one month.

    Attributes
    ----------
    id : str
        Of the contract.
    mwh : float
        What it covered [MWh].
    """

    id: str
    plant: str
    month: Month
    mwh: float
