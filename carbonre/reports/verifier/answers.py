"""What a result says to an item of a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonre.footprint.contributions import total, totals
from carbonre.footprint.data_quality import DataQuality
from carbonre.footprint.result import Footprint
from carbonre.plant.declarant import About
from carbonre.uncertainty.weight_of_evidence import WeightOfEvidence

# Of an item that is not read, what the rule asks is not known to us.
Status = Literal["stated", "in part", "missing", "not read", "does not apply"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a result says to an item.

    Attributes
    ----------
    where : str
        The sheet of the workbook that states it, such as ``ledger``; empty where nothing does.
    words : str
        What is stated, or what is missing.
    """

    status: Status
    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A result, with what is counted of it once for all items."""

    result: Footprint
    quality: DataQuality
    weight: WeightOfEvidence

    @property
    def about(self) -> About:
        """What the plant says about itself."""
        return self.result.plant.data.about

    def share(self, *gases: str) -> float:
        """The share of these gases in the absolute kgCO2e that counts."""
        rows = self.result.ledger_rows
        sums = totals(rows, lambda row: row.gas in gases, absolute=True)
        whole = total(rows, absolute=True)
        return sums.get(True, 0.0) / whole if whole else 0.0
