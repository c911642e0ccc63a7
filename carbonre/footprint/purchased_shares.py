"""Which share of what a step uses of a flow is bought, and which the plant makes."""

from __future__ import annotations

from carbonre.core.arrays import Numeric, any_nonzero, unanimous
from carbonre.footprint.carbon import CarbonBalance
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System


class PurchasedShares:
    """Finds each share once."""

    def __init__(self, system: System, material: MaterialBalance, carbon: CarbonBalance) -> None:
        self.system, self.material, self.carbon = system, material, carbon
        self._known: dict[str, Numeric] = {}

    def of(self, index: int, flow: str) -> Numeric:
        """Return which share of what a step uses of a flow is bought."""
        rule = self.system.steps[index].scaling_rule
        assigned = rule.by in ("takes", "treats") and rule.flow == flow
        if assigned and flow not in self.carbon.supply_mix:
            return 0.0  # a waste: those that use it by demand buy what the plant has not
        if flow not in self._known:
            self._known[flow] = self._of_flow(flow)
        return self._known[flow]

    def _of_flow(self, flow: str) -> Numeric:
        balance = self.material.flows[flow]
        if not unanimous(balance.bought > 0):
            return 0.0
        is_made = flow not in self.carbon.supply_mix or any_nonzero(balance.made)
        return balance.bought / self.carbon.supply_mix.get(flow, balance.used) if is_made else 1.0
