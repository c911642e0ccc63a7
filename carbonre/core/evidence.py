"""How well a number is known: the grades of evidence, and a number that is an expert estimate."""

from __future__ import annotations

from dataclasses import dataclass

DRAFT_EVIDENCE = ("recalled-high", "recalled-medium", "recalled-low", "judgement")


@dataclass(frozen=True, slots=True)
class Draft:
    """A number that was used and is only recalled or judged."""

    step: str  # empty for a factor or a price
    name: str
    evidence: str

    def __str__(self) -> str:
        name = f"steps.{self.step}.{self.name}" if self.step else self.name
        return f"{name} ({self.evidence})"
