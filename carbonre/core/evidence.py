"""How well a number is known: the grades of evidence, and a number that is only a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DRAFT_EVIDENCE = ("recalled-high", "recalled-medium", "recalled-low", "judgement")


@dataclass(frozen=True, slots=True)
class Draft:
    """A number that was used and is a draft: recalled, judged, or read but not sure to fit.

    Attributes
    ----------
    kind : str
        What the number is.
    name : str
        The parameter, the id of the factor row, or what the potential, price or conversion is of.
    evidence : str
        Its grade of evidence.
    step : str
        The step of a parameter; else empty.
    """

    kind: Literal["parameter", "factor", "potential", "price", "conversion"]
    name: str
    evidence: str
    step: str = ""

    def __str__(self) -> str:
        name = f"steps.{self.step}.{self.name}" if self.step else self.name
        return f"{name} ({self.evidence})"
