"""The energy limits of GB 29435-2025, and what a plant takes for a product that one is set for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from carbonre.core.units import unit
from carbonre.factors.energy_limits import Limit, limits
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import Step, System


@dataclass(frozen=True, slots=True)
class ProductEnergy:
    """What the steps within a limit's boundary take per tonne of its product [tce/t]."""

    product: str
    steps: tuple[str, ...]
    per_tonne: float
    limit: Limit


def product_energies(system: System, material: MaterialBalance) -> tuple[ProductEnergy, ...]:
    """Return the energy of each product whose limit covers steps that the plant has, all of them.

    A step's energy is what it uses of fuel, electricity and heat, less what it makes of them; of
    the steps before, as much as the product takes. Losses of the plant's own boiler are in none.
    """
    found = []
    for limit in limits():
        inside = {
            i: step
            for i, step in enumerate(system.steps)
            if step.process in limit.processes and material.scaling[i]
        }
        if {step.process for step in inside.values()} == set(limit.processes) != set():
            boundary = _BoundaryEnergy(system, material, inside)
            energy = boundary.per_unit(limit.product)
            if {step.process for step in boundary.chain.values()} == set(limit.processes):
                per_tonne = energy / unit("tce").factor * 1000
                found.append(ProductEnergy(limit.product, tuple(boundary.chain), per_tonne, limit))
    return tuple(found)


@dataclass
class _BoundaryEnergy:
    """The steps inside a boundary; `chain` takes those that a product comes from."""

    system: System
    material: MaterialBalance
    inside: Mapping[int, Step]
    chain: dict[str, Step] = field(default_factory=dict)
    known: dict[str, float] = field(default_factory=dict)

    def per_unit(self, flow: str) -> float:
        """Return the energy of the steps inside per base unit of a flow [J]."""
        if flow not in self.known:
            self.known[flow] = 0.0  # of a flow in a recycle loop, once
            made = energy = 0.0
            for i, step in self.inside.items():
                makes = step.unit_amounts("makes")
                if flow in makes:
                    self.chain[step.name] = step
                    made += makes[flow] * self.material.scaling[i]
                    energy += self._of_step(step) * self.material.scaling[i]
            self.known[flow] = energy / made if made else 0.0
        return self.known[flow]

    def _of_step(self, step: Step) -> float:
        """Energy of a step, and of what it takes from the steps before, at a scaling of one [J]."""
        used = [
            amount if self._is_energy(flow) else amount * self.per_unit(flow)
            for flow, amount in step.unit_amounts("uses").items()
        ]
        made = (a for flow, a in step.unit_amounts("makes").items() if self._is_energy(flow))
        return math.fsum(used) - math.fsum(made)

    def _is_energy(self, flow: str) -> bool:
        return self.system.flow_of(flow).kind in ENERGY_KINDS
