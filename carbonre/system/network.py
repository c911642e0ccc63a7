"""Which steps make, waste, use and take each flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carbonre.core.arrays import Numeric
from carbonre.system.steps import Step


@dataclass
class Network:
    """The exchanges of all steps at a scaling factor of one, by flow and index of the step.

    Attributes
    ----------
    recipients : dict
        The share of a flow that a step takes or treats [1].
    balancing : dict
        The balancing process of a flow: the step that makes what demand requires of it.
    """

    steps: Sequence[Step]
    makes: dict[str, dict[int, Numeric]] = field(default_factory=dict)
    wastes: dict[str, dict[int, Numeric]] = field(default_factory=dict)
    uses: dict[str, dict[int, Numeric]] = field(default_factory=dict)
    recipients: dict[str, dict[int, Numeric]] = field(default_factory=dict)
    balancing: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for i, step in enumerate(self.steps):
            for kind, table in (
                ("makes", self.makes),
                ("wastes", self.wastes),
                ("uses", self.uses),
            ):
                for flow, amount in step.unit_amounts(kind).items():
                    table.setdefault(flow, {})[i] = amount
            if step.scaling_rule.by in ("takes", "treats"):
                self.recipients.setdefault(step.scaling_rule.flow, {})[i] = step.scaling_rule.value
            elif step.scaling_rule.by == "demand":
                self.balancing.setdefault(step.scaling_rule.flow, i)

    def out(self, flow: str) -> dict[int, Numeric]:
        """What each step makes and wastes of a flow, at a scaling factor of one."""
        total = dict(self.makes.get(flow, {}))
        for i, amount in self.wastes.get(flow, {}).items():
            total[i] = total.get(i, 0.0) + amount
        return total

    def demand(self, flow: str) -> dict[int, Numeric]:
        """What each step uses of a flow on demand, at a scaling factor of one."""
        recipients = self.recipients.get(flow, {})
        return {i: a for i, a in self.uses.get(flow, {}).items() if i not in recipients}
