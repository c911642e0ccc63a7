"""What makes a product system over- or under-determined; a check reads and calculates nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from carbonre.core.arrays import any_nonzero, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems, did_you_mean, nearest
from carbonre.core.paths import dotted, names_in
from carbonre.factors.names import ambiguity
from carbonre.factors.suggestions import did_you_mean_flow, meant_flows
from carbonre.plant.format import INVENTORY
from carbonre.processes import process_named
from carbonre.system.flows import emission_formulas
from carbonre.system.network import Network
from carbonre.system.steps import Step, System

REFERENCE = "reference_product"  # the parameter of models that make several products


@dataclass(frozen=True, slots=True)
class Check:
    """One named check.

    Attributes
    ----------
    name : str
        What a test or a page calls it.
    description : str
        What must hold, in one sentence.
    function : callable
        Where it is checked; what does not hold goes to its `problems`.
    """

    name: str
    description: str
    function: Callable[..., Any]


def check_system(system: System, net: Network, problems: Problems) -> None:
    """Run all checks of a product system, in the order of `SYSTEM_CHECKS`."""
    for check in SYSTEM_CHECKS:
        check.function(system, net, problems)


# --- names ----------------------------------------------------------------------------------------


def flows_are_defined(system: System, net: Network, problems: Problems) -> None:
    """Refuse names in `uses` that no table, step or entry of the plant defines."""
    data = system.plant.data
    for name, flow in _undefined(system):
        close = meant_flows(flow, system.factors.flows, [*data.supply, *system.flows])
        hint = f"; nearest are {', '.join(close)}" if close else ""
        message = ambiguity(flow) or (
            f"the flow '{flow}' is undefined{hint}; state it under flows, make it in a step, or"
            " give its factor under supply"
        )
        _report(system, problems, message, ("steps", name, "uses", flow), code="unknown-flow")


def _undefined(system: System) -> Iterator[tuple[str, str]]:
    """Yield the flows that a step uses by a name that nothing defines, with the step."""
    data = system.plant.data
    defined = {*system.flows, *system.factors.flows, *data.supply}
    for name, entry in data.steps.items():
        yield from ((name, flow) for flow in entry.uses if flow not in defined)


def emissions_are_known(system: System, net: Network, problems: Problems) -> None:
    """Refuse names in `emits` that are no gas or pollutant of the tables."""
    entries = {name: entry for name, entry in system.plant.data.steps.items() if entry.emits}
    known = emission_formulas(system.factors) if entries else {}
    for name, entry in entries.items():
        for flow in entry.emits:
            if flow not in known:
                message = f"'{flow}' is not a known emission{did_you_mean(flow, known, 2)}"
                _report(
                    system, problems, message, ("steps", name, "emits", flow), code="unknown-flow"
                )


def production_is_made(system: System, net: Network, problems: Problems) -> None:
    """Refuse `production` of a flow that no step makes."""
    for flow in system.plant.data.production:
        if flow not in net.makes and not system.may_be_made(flow):
            message = f"no step makes '{flow}'{did_you_mean(flow, net.makes)}"
            _report(system, problems, message, ("production", flow), code="unknown-flow")


def product_or_waste(system: System, net: Network, problems: Problems) -> None:
    """Refuse a flow that one step makes as a product and another as a waste."""
    for flow in net.makes.keys() & net.wastes.keys():
        maker = system.steps[min(net.makes[flow])].name
        waster = system.steps[min(net.wastes[flow])].name
        message = f"'{flow}' is a product of '{maker}' and a waste of '{waster}'; a flow is one or"
        _add(system, problems, f"{message} the other", ("steps", waster), code="product-and-waste")


def entries_are_known(system: System, net: Network, problems: Problems) -> None:
    """Refuse entries of the plant as written about unknown flows.

    A flow that only a scenario brings in is known: the scenario names it.
    """
    data = system.plant.data
    if system.plant.is_variant:
        return  # a scenario may take out the step that uses a flow
    known = {*system.flows, *system.factors.flows, *net.makes, *net.uses, *net.wastes}
    of_scenarios = {name for entry in data.scenarios.values() for name in names_in(entry.set)}
    undefined = {flow for _, flow in _undefined(system)}  # may mean an entry, and is told already
    entered = set(data.supply)
    for section in ("supply", "prices", "exclude"):
        for flow in getattr(data, section):
            if flow in known or flow in of_scenarios or system.may_be_made(flow):
                continue
            if nearest(flow, undefined):
                continue
            hint = did_you_mean_flow(flow, system.factors.flows, sorted(known - entered))
            words = f"there is no flow '{flow}', and no step uses or makes it{hint}"
            _report(system, problems, words, (section, flow), code="unknown-flow")


# --- what scales a step ---------------------------------------------------------------------------


def steps_are_scaled(system: System, net: Network, problems: Problems) -> None:
    """Refuse a step whose scaling factor nothing determines, or two things do."""
    for i, step in enumerate(system.steps):
        rule = step.scaling_rule
        if rule.by == "demand":
            _check_demand(i, step, system, net, problems)
        elif rule.by in ("takes", "treats"):
            _check_recipient(i, step, system, net, problems)
        elif _is_zero(step):
            message = f"the step has zero of '{rule.flow}', whose amount sets its scaling"
            problems.add(message, rule.place, dotted(("steps", step.name)), code="missing-exchange")
        if rule.by in ("takes", "amount") and not step.unit_amounts("makes"):
            message = "a step without products must treat a waste"
            _add(system, problems, message, ("steps", step.name), code="missing-exchange")


def shares_are_available(system: System, net: Network, problems: Problems) -> None:
    """Refuse steps that together take or treat more of a flow than there is."""
    for flow, shares in net.recipients.items():
        share = sum(shares.values())
        if unanimous(share > 1 + 1e-9):
            names = " and ".join(system.steps[i].name for i in shares)
            message = f"{names} take {first(share) * 100:.6g} % of '{flow}'; at most 100 % is"
            recipient = system.steps[min(shares)]
            place = recipient.scaling_rule.place
            problems.add(
                f"{message} available",
                place,
                dotted(("steps", recipient.name)),
                code="over-assigned",
            )


def production_is_free(system: System, net: Network, problems: Problems) -> None:
    """Refuse `production` of a waste, or of a product whose step states an amount."""
    for flow in system.production:
        stated = [i for i in net.makes.get(flow, {}) if system.steps[i].scaling_rule.by == "amount"]
        if flow in net.wastes:
            message = f"'{flow}' is a waste; production names products"
        elif stated and flow not in net.balancing:
            name = system.steps[stated[0]].name
            message = f"the step '{name}' states an amount, so the production of '{flow}' follows"
        else:
            continue
        _add(system, problems, message, ("production", flow), code="conflicting-scaling")


def _is_zero(step: Step) -> bool:
    """Whether the flow whose amount scales a step has the amount zero in it."""
    flow = step.scaling_rule.flow
    amounts = [exchange.amount for exchange in step.exchanges if exchange.flow == flow]
    return bool(amounts) and not any(any_nonzero(amount) for amount in amounts)


def _check_demand(i: int, step: Step, system: System, net: Network, problems: Problems) -> None:
    """One balancing process for each flow, and a demand for it."""
    path: KeyPath = ("steps", step.name)
    flow = step.scaling_rule.flow
    if flow and not unanimous(net.makes.get(flow, {}).get(i, 0.0) > 0):
        _add(
            system,
            problems,
            f"the step makes none of its reference product '{flow}'",
            path,
            code="missing-exchange",
        )
    elif net.balancing.get(flow, i) != i:
        other = system.steps[net.balancing[flow]].name
        message = (
            f"'{step.name}' and '{other}' both make '{flow}' on demand; one of them is the"
            " balancing process, the other states its amount or takes"
        )
        _add(system, problems, message, path, code="conflicting-scaling")
    elif system.possible_products is not None:
        return  # the demand may be that of a step with a mistake
    elif flow and flow not in system.production and not set(net.demand(flow)) - {i}:
        _add(system, problems, _no_demand(step, system, net), path, code="no-scaling")


def _check_recipient(i: int, step: Step, system: System, net: Network, problems: Problems) -> None:
    """What a step takes or treats is made by another, and only a waste is treated."""
    rule, field = step.scaling_rule, dotted(("steps", step.name))
    flow = rule.flow
    if unanimous(net.uses.get(flow, {}).get(i, 1.0) == 0):
        message = f"the step uses zero of '{flow}', which sets its scaling"
        problems.add(message, rule.place, field, code="missing-exchange")
    elif system.may_be_made(flow) and flow not in net.wastes:
        return  # by a step with a mistake
    elif not set(net.out(flow)) - {i}:
        verb = "treat" if rule.by == "treats" else "take"
        message = f"no other step makes or wastes '{flow}', which '{step.name}' should {verb}"
        problems.add(message, rule.place, field, code="missing-exchange")
    elif rule.by == "treats" and flow not in net.wastes:
        message = f"'{flow}' is a product, not a waste; a step takes it, it does not treat it"
        problems.add(message, rule.place, field, code="product-and-waste")


def _no_demand(step: Step, system: System, net: Network) -> str:
    """Say that a step does not run, why, and what would run it."""
    reference = step.scaling_rule.flow
    message = f"'{step.name}' does not run: there is no demand for its reference product"
    message += f" '{reference}'"
    others = [flow for flow in step.unit_amounts("makes") if flow != reference]
    required = [flow for flow in others if flow in system.production or net.demand(flow)]
    remedy = "state production or amount, or let it take a flow"
    if required:
        message += f" ('{required[0]}' is in demand, but a co-product never scales a step)"
        if step.process != INVENTORY and REFERENCE in process_named(step.process).parameters:
            remedy += f", or write {REFERENCE}: {required[0]}"
        elif step.process == INVENTORY:
            remedy += f", or write '{required[0]}' first under makes"
    return f"{message}; {remedy}"


# --- how a check reports --------------------------------------------------------------------------


def _report(system: System, problems: Problems, message: str, path: KeyPath, *, code: str) -> None:
    """Report a mistake at a key, unless the value there was replaced after another one."""
    if path not in system.plant.invalid:
        _add(system, problems, message, path, code=code)


def _add(system: System, problems: Problems, message: str, path: KeyPath, *, code: str) -> None:
    problems.add(message, system.plant.place(*path, key=True), dotted(path), code=code)


SYSTEM_CHECKS = (
    Check("defined-flows", "Every flow that a step uses is defined.", flows_are_defined),
    Check("known-emissions", "Every emission is a gas or a pollutant of the tables.",
          emissions_are_known),
    Check("known-entries", "What stands under supply, prices and exclude is about a flow that is"
          " known.", entries_are_known),
    Check("made-production", "A step makes what is produced.", production_is_made),
    Check("product-or-waste", "A flow is a product or a waste, never both.", product_or_waste),
    Check("scaled-steps", "Exactly one thing scales each step: a demand, an amount, or what it"
          " takes or treats.", steps_are_scaled),
    Check("available-shares", "Steps take and treat at most 100 % of a flow.",
          shares_are_available),
    Check("free-production", "What is produced is a product, and its step states no amount.",
          production_is_free),
)  # fmt: skip
