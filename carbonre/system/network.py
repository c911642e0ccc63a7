"""Who makes, wastes, uses and takes each flow, and what makes a plant over- or undetermined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from carbonre.core.arrays import any_nonzero, first, unanimous
from carbonre.core.errors import Problems
from carbonre.plant.format import INVENTORY
from carbonre.processes import process_named
from carbonre.system.steps import Step, System

REFERENCE = "reference_product"  # the parameter of models that make several products


@dataclass
class Network:
    """The exchanges per run, by flow: who makes, wastes, uses and takes it."""

    steps: Sequence[Step]
    makes: dict[str, dict[int, Any]] = field(default_factory=dict)
    wastes: dict[str, dict[int, Any]] = field(default_factory=dict)
    uses: dict[str, dict[int, Any]] = field(default_factory=dict)
    recipients: dict[str, dict[int, Any]] = field(default_factory=dict)  # shares
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

    def out(self, flow: str) -> dict[int, Any]:
        """What each step makes and wastes of a flow, per run."""
        total = dict(self.makes.get(flow, {}))
        for i, amount in self.wastes.get(flow, {}).items():
            total[i] = total.get(i, 0.0) + amount
        return total

    def demand(self, flow: str) -> dict[int, Any]:
        """What each step wants of a flow per run, other than what it is handed."""
        handed = self.recipients.get(flow, {})
        return {i: a for i, a in self.uses.get(flow, {}).items() if i not in handed}


def check(system: System, net: Network, problems: Problems) -> None:
    """Find what makes a plant over- or under-determined; nothing is calculated."""
    place = system.plant.place
    for flow in net.makes.keys() & net.wastes.keys():
        maker = system.steps[min(net.makes[flow])].name
        waster = system.steps[min(net.wastes[flow])].name
        words = f"'{flow}' is a product of '{maker}' and a waste of '{waster}'; it can be one only"
        problems.add(words, place("steps", waster, key=True), f"steps.{waster}")
    for i, step in enumerate(system.steps):
        where, name = place("steps", step.name, key=True), f"steps.{step.name}"
        if step.scaling_rule.by == "demand":
            _check_demand(i, step, system, net, problems)
        elif step.scaling_rule.by in ("takes", "treats"):
            _check_taker(i, step, system, net, problems)
        elif _has_none(step):
            words = f"the step has none of the '{step.scaling_rule.flow}' whose amount runs it"
            problems.add(words, step.scaling_rule.place, name)
        if step.scaling_rule.by in ("takes", "amount") and not step.unit_amounts("makes"):
            problems.add("a step that makes nothing must treat a waste", where, name)
    for flow, takers in net.recipients.items():
        share = sum(takers.values())
        if unanimous(share > 1 + 1e-9):
            names = " and ".join(system.steps[i].name for i in takers)
            words = f"{names} take {first(share) * 100:.6g} % of '{flow}'; at most 100 % is there"
            taker = system.steps[min(takers)]
            problems.add(words, taker.scaling_rule.place, f"steps.{taker.name}")
    _check_production(system, net, problems)


def _has_none(step: Step) -> bool:
    """Whether the flow whose amount runs a step stands in it with zero."""
    amounts = [line.amount for line in step.exchanges if line.flow == step.scaling_rule.flow]
    return bool(amounts) and not any(any_nonzero(amount) for amount in amounts)


def _check_demand(i: int, step: Step, system: System, net: Network, problems: Problems) -> None:
    """One step fills up a flow, and somebody must want it."""
    where, name = system.plant.place("steps", step.name, key=True), f"steps.{step.name}"
    flow = step.scaling_rule.flow
    if flow and not unanimous(net.makes.get(flow, {}).get(i, 0.0) > 0):
        problems.add(f"the step makes none of its reference product '{flow}'", where, name)
    elif net.balancing.get(flow, i) != i:
        other = system.steps[net.balancing[flow]].name
        words = (
            f"'{step.name}' and '{other}' both make '{flow}' on demand; one may fill up,"
            " the other states its amount or takes"
        )
        problems.add(words, where, name)
    elif system.missing is not None:
        return  # the one who wants it may be the step that could not be asked
    elif flow and flow not in system.production and not set(net.demand(flow)) - {i}:
        problems.add(_nothing_runs(step, system, net), where, name)


def _check_taker(i: int, step: Step, system: System, net: Network, problems: Problems) -> None:
    """What a step takes or treats is made by another, and only a waste is treated."""
    flow, name = step.scaling_rule.flow, f"steps.{step.name}"
    if unanimous(net.uses.get(flow, {}).get(i, 1.0) == 0):
        problems.add(
            f"the step uses none of the '{flow}' that runs it", step.scaling_rule.place, name
        )
    elif system.may_be_made(flow) and flow not in net.wastes:
        return  # by the step that could not be asked
    elif not set(net.out(flow)) - {i}:
        verb = "treat" if step.scaling_rule.by == "treats" else "take"
        words = f"no other step makes or wastes '{flow}', which '{step.name}' wants to {verb}"
        problems.add(words, step.scaling_rule.place, name)
    elif step.scaling_rule.by == "treats" and flow not in net.wastes:
        words = f"'{flow}' is a product, not a waste; a step takes it, it does not treat it"
        problems.add(words, step.scaling_rule.place, name)


def _check_production(system: System, net: Network, problems: Problems) -> None:
    for flow in system.production:
        stated = [i for i in net.makes.get(flow, {}) if system.steps[i].scaling_rule.by == "amount"]
        if flow in net.wastes:
            words = f"'{flow}' is a waste; production names products"
        elif stated and flow not in net.balancing:
            name = system.steps[stated[0]].name
            words = f"the step '{name}' states an amount, so the production of '{flow}' follows"
        else:
            continue
        place = system.plant.place("production", flow, key=True)
        problems.add(words, place, f"production.{flow}")


def _nothing_runs(step: Step, system: System, net: Network) -> str:
    words = (
        f"nothing runs '{step.name}': nobody wants its reference product '{step.scaling_rule.flow}'"
    )
    others = [flow for flow in step.unit_amounts("makes") if flow != step.scaling_rule.flow]
    wanted = [flow for flow in others if flow in system.production or net.demand(flow)]
    remedy = "state production or amount, or let it take a flow"
    if wanted:
        words += f" ('{wanted[0]}' is wanted, but a co-product never runs a step)"
        if step.process != INVENTORY and REFERENCE in process_named(step.process).parameters:
            remedy += f", or write {REFERENCE}: {wanted[0]}"
        elif step.process == INVENTORY:
            remedy += f", or write '{wanted[0]}' first under makes"
    return f"{words}; {remedy}"
