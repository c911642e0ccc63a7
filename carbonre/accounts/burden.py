"""A burden by the lines of the inventory: what a stock holds, and what a product carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Burden:
    """Greenhouse gases by line of the inventory [kgCO2e].

    The two methods of scope 2 stand beside each other; `total` takes the market's.
    """

    scope1: float = 0.0
    scope2_market: float = 0.0
    scope2_location: float = 0.0
    scope3: float = 0.0

    @property
    def total(self) -> float:
        """Scopes 1 to 3 with scope 2 by market [kgCO2e]."""
        return self.scope1 + self.scope2_market + self.scope3

    @property
    def total_by_location(self) -> float:
        """Scopes 1 to 3 with scope 2 by location [kgCO2e]."""
        return self.scope1 + self.scope2_location + self.scope3

    def times(self, share: float) -> Self:
        """Return a share of it, or so many times a burden per unit."""
        return type(self)(
            self.scope1 * share,
            self.scope2_market * share,
            self.scope2_location * share,
            self.scope3 * share,
        )
