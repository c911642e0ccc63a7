"""The carbon balance: what each flow carries at the operating point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carbonre.core.arrays import (
    Numeric,
    add,
    any_nonzero,
    scale,
    unanimous,
)
from carbonre.core.errors import Place, Problems
from carbonre.core.linear import DivergentLoopError, add_entry, solve
from carbonre.system.material import MaterialBalance
from carbonre.system.network import Network
from carbonre.system.steps import System


@dataclass(frozen=True)
class CarbonBalance:
    """Where the burden of each step goes.

    Attributes
    ----------
    products : tuple of str
        What is sold, in the order of the file.
    shares : mapping
        For each product, the share of each step's burden that ends in it.
    inherited : tuple of mappings
        Row i: the share of the burden of step j that step i takes over.
    """

    products: tuple[str, ...]
    shares: Mapping[str, tuple[Numeric, ...]]
    inherited: tuple[Mapping[int, Numeric], ...]
    supply_mix: Mapping[str, Numeric]  # what there is of each product: made and bought
    allocated: tuple[
        Mapping[str, Numeric], ...
    ]  # per step, the share of its burden to each product


def carbon(
    system: System,
    net: Network,
    material: MaterialBalance,
    allocated: Sequence[Mapping[str, Numeric]],
    problems: Problems,
) -> CarbonBalance:
    """Return which share of each step's burden ends in which product.

    Parameters
    ----------
    allocated : sequence of mappings
        For each step, the share of its burden that each of its products carries; what is missing
        to one goes back to the steps whose waste it treats.
    """
    scaling = material.scaling
    supply_mix = {
        flow: add(balance.made, balance.bought)
        for flow, balance in material.flows.items()
        if flow not in net.wastes
    }
    takes_over: list[dict[int, Numeric]] = [{} for _ in system.steps]  # row j: shares of j's burden
    for j, shares in enumerate(allocated):
        row = takes_over[j]
        for flow, share in shares.items():
            if any_nonzero(share) and unanimous(supply_mix.get(flow, 0.0) > 0):
                for i, amount in net.uses.get(flow, {}).items():
                    add_entry(row, i, scale(amount, share) * scaling[i] / supply_mix[flow])
        returned = 1.0 - sum(shares.values())
        flow = system.steps[j].scaling_rule.flow
        if system.steps[j].scaling_rule.by == "treats" and unanimous(returned > 1e-12):
            wasted = material.flows[flow].wasted
            for i, amount in net.wastes.get(flow, {}).items():
                if unanimous(wasted > 0):
                    add_entry(row, i, returned * amount * scaling[i] / wasted)
    products = tuple(f for f, b in material.flows.items() if unanimous(b.sold > 0))
    if not products:
        message = "no product is sold that could carry the burden of the plant; state what is sold"
        problems.add(
            message, Place(system.plant.document.file, 1), "production", code="unallocated-burden"
        )
    result: dict[str, tuple[Numeric, ...]] = {}
    for product in products:
        sold, available = material.flows[product].sold, supply_mix[product]
        ends = [step[product] * sold / available if product in step else 0.0 for step in allocated]
        try:
            result[product] = tuple(solve(takes_over, ends))
        except DivergentLoopError as error:
            names = ", ".join(f"'{system.steps[i].name}'" for i in error.members)
            message = (
                f"unallocated burden: that of {names} stays in a cyclic dependency and reaches no"
            )
            place = system.plant.place("steps", system.steps[error.members[0]].name, key=True)
            problems.add(f"{message} product that is sold", place, code="unallocated-burden")
            break
    inherited: list[dict[int, Numeric]] = [{} for _ in system.steps]
    for j, row in enumerate(takes_over):
        for i, share in row.items():
            inherited[i][j] = share
    return CarbonBalance(products, result, tuple(inherited), supply_mix, tuple(allocated))
