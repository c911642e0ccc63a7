"""The material balance: the scaling factor of each step, and what happens to each flow.

Every step is scaled by demand, by an amount or by what others make. The scaling factors solve one
linear system, with an active set of balancing processes, because a step never runs backwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core.arrays import (
    Numeric,
    add,
    any_nonzero,
    clip,
    finite,
    first,
    maximum,
    sum_terms,
    unanimous,
)
from carbonre.core.errors import Place, Problems
from carbonre.core.linear import DivergentLoopError, add_entry, solve
from carbonre.core.notes import Note, warning
from carbonre.system.network import Network
from carbonre.system.steps import System

NEGLIGIBLE = 1e-9  # of a flow's throughput
SIDES = ("makes", "wastes", "uses", "emits")


@dataclass(frozen=True)
class FlowBalance:
    """What happens to one flow in the period, in base units; a number, or an array of rows."""

    made: Numeric = 0.0
    wasted: Numeric = 0.0
    assigned: Numeric = 0.0  # to the steps that take or treat it
    used: Numeric = 0.0  # by demand
    production: Numeric = 0.0
    bought: Numeric = 0.0
    sold: Numeric = 0.0
    untreated: Numeric = 0.0  # of a waste: what no step takes or treats


@dataclass(frozen=True)
class MaterialBalance:
    """The scaling factor of each step, and the balance of each flow."""

    scaling: tuple[Numeric, ...]
    flows: Mapping[str, FlowBalance]
    warnings: tuple[Note, ...] = ()


def material(system: System, net: Network, problems: Problems) -> MaterialBalance:
    """Return the scaling factor of each step and what happens to each flow.

    Parameters
    ----------
    system : System
        Steps and flows; `check` has found nothing.
    net : Network
        Its exchanges by flow.
    problems : Problems
        Takes loops that gain, and production that cannot be met.
    """
    shares = supply_shares(system)
    nothing = MaterialBalance(tuple(0.0 for _ in system.steps), {})
    file = Place(system.plant.document.file)
    try:
        scaling = _solve_active_set(system, net, shares, start=True) or _solve_active_set(
            system, net, shares, start=False
        )
    except DivergentLoopError as error:
        _report_loop(error, system, problems)
        return nothing
    if scaling is None:
        message = "no set of balancing processes meets the demand; look for a cyclic displacement"
        problems.add(f"{message} of co-products", file, code="production-not-met")
        return nothing
    if not all(unanimous(finite(factor)) for factor in scaling):
        message = "the scaling factors of the steps are not finite; check what each makes and uses"
        problems.add(message, file, "steps", code="divergent-loop")
        return nothing
    scaling = [maximum(0.0, factor) for factor in scaling]
    flows = {
        flow: _flow_balance(flow, net, shares, scaling, system)
        for flow in dict.fromkeys([*net.makes, *net.wastes, *net.uses])
    }
    check_production(system, flows, shares, problems)
    return MaterialBalance(tuple(scaling), flows, _overproduction(system, flows))


def check_production(
    system: System,
    flows: Mapping[str, FlowBalance],
    shares: Mapping[str, Numeric],
    problems: Problems,
) -> None:
    """Refuse a production that the steps do not reach, because something else scales them."""
    for flow, amount in system.production.items():
        short = flows[flow].bought if flow in flows else amount
        if flow not in shares and unanimous(short > NEGLIGIBLE * amount):
            made = first(flows[flow].made if flow in flows else 0.0)
            measure = system.flow_of(flow).unit
            required, available = first(amount) / measure.factor, made / measure.factor
            message = (
                f"{required:.6g} {measure.text} are required, but the steps that make '{flow}' are"
                f" scaled by something else and make {available:.6g} {measure.text}"
            )
            place = system.plant.place("production", flow)
            problems.add(message, place, f"production.{flow}", code="production-not-met")


def _overproduction(system: System, flows: Mapping[str, FlowBalance]) -> tuple[Note, ...]:
    """Say where steps that production does not scale make more than it requires."""
    found = []
    for flow, amount in system.production.items():
        sold = flows[flow].sold if flow in flows else amount
        if any_nonzero(sold > amount * (1 + 1e-6)):
            measure = system.plant.data.production[flow].unit  # as the user wrote it
            if measure.dimension != system.flows[flow].unit.dimension:
                measure = system.flows[flow].unit
            required, made = first(amount) / measure.factor, first(sold) / measure.factor
            words = (
                f"{required:,.6g} {measure.text} are stated, and {made:,.6g} {measure.text} are"
                " made; all of it counts as sold and carries its share of the burden"
            )
            place = system.plant.place("production", flow)
            found.append(warning("production-exceeded", f"production.{flow}", words, place))
    return tuple(found)


def _solve_active_set(
    system: System, net: Network, shares: Mapping[str, Numeric], *, start: bool
) -> list[Numeric] | None:
    """Return factors at which no balancing process runs backwards, and none is required but idle.

    With `start`, all of them are active first and those that are not required leave together, so
    that few rounds suffice. Where two co-products displace each other that may repeat for ever;
    without `start`, none is active first and they enter one by one.
    """
    active = dict.fromkeys(net.balancing.values(), start)
    for _ in range(2 * len(active) + 5):
        scaling = solve(*_equations(system, net, shares, active))
        change: dict[int, bool] = {}
        for flow, i in net.balancing.items():
            if active[i] and not unanimous(scaling[i] < -NEGLIGIBLE):
                continue
            required = _required(i, flow, net, shares, system, scaling)
            is_required = unanimous(required > NEGLIGIBLE * _throughput(flow, net, scaling, system))
            if active[i] or is_required:
                change[i] = is_required
        if not change:
            return scaling
        active.update(change if start else list(change.items())[:1])
    return None


def supply_shares(system: System) -> dict[str, Numeric]:
    """Return the flows of which a share is bought although the plant makes them."""
    return {
        flow: system.overrides.value(("supply", flow, "share"), entry.share.base)
        for flow, entry in system.plant.data.supply.items()
        if entry.share is not None
    }


def _equations(
    system: System, net: Network, shares: Mapping[str, Numeric], active: Mapping[int, bool]
) -> tuple[list[dict[int, Numeric]], list[Numeric]]:
    rows: list[dict[int, Numeric]] = []
    constants: list[Numeric] = []
    for i, step in enumerate(system.steps):
        row: dict[int, Numeric] = {}
        constant: Numeric = 0.0
        flow = step.scaling_rule.flow
        if step.scaling_rule.by == "amount":
            # Of a flow that the step makes and uses, the amount made is meant.
            kind = next(kind for kind in SIDES if flow in step.unit_amounts(kind))
            unit_amount = step.unit_amounts(kind)[flow]
            constant = step.scaling_rule.value / unit_amount if unanimous(unit_amount != 0) else 0.0
        elif step.scaling_rule.by in ("takes", "treats"):
            uses = net.uses[flow][i]
            for j, amount in net.out(flow).items():
                if j != i and unanimous(uses != 0):
                    add_entry(row, j, step.scaling_rule.value * amount / uses)
        elif active.get(i):
            makes = net.makes[flow][i]
            kept = 1.0 - sum(net.recipients.get(flow, {}).values())
            available = unanimous(kept > NEGLIGIBLE)
            demanded = (1.0 - shares.get(flow, 0.0)) / kept / makes if available else 0.0
            constant = demanded * system.production[flow] if flow in system.production else 0.0
            for j, amount in net.demand(flow).items():
                add_entry(row, j, demanded * amount)
            for j, amount in net.makes[flow].items():
                if j != i:
                    add_entry(row, j, -amount / makes)
        rows.append({j: a for j, a in row.items() if any_nonzero(a)})
        constants.append(constant)
    return rows, constants


def _required(
    i: int,
    flow: str,
    net: Network,
    shares: Mapping[str, Numeric],
    system: System,
    scaling: list[Numeric],
) -> Numeric:
    """What a balancing process would have to make of its reference product."""
    kept = 1.0 - sum(net.recipients.get(flow, {}).values())
    used = sum(a * scaling[j] for j, a in net.demand(flow).items() if j != i)
    need = system.production.get(flow, 0.0) + used  # never in place: it may be an array of rows
    others = sum(a * scaling[j] for j, a in net.makes[flow].items() if j != i)
    return need * (1.0 - shares.get(flow, 0.0)) - kept * others


def _throughput(flow: str, net: Network, scaling: list[Numeric], system: System) -> Numeric:
    made = sum_terms(a * maximum(0.0, scaling[j]) for j, a in net.out(flow).items())
    used = sum_terms(a * maximum(0.0, scaling[j]) for j, a in net.uses.get(flow, {}).items())
    return maximum(maximum(made, used), system.production.get(flow, 0.0))


def _flow_balance(
    flow: str, net: Network, shares: Mapping[str, Numeric], scaling: list[Numeric], system: System
) -> FlowBalance:
    made = sum_terms(a * scaling[j] for j, a in net.makes.get(flow, {}).items())
    wasted = sum_terms(a * scaling[j] for j, a in net.wastes.get(flow, {}).items())
    recipients = net.recipients.get(flow, {})
    assigned = sum_terms(
        net.uses[flow][j] * scaling[j] for j in recipients if j in net.uses.get(flow, {})
    )
    used = sum_terms(a * scaling[j] for j, a in net.demand(flow).items())
    production = system.production.get(flow, 0.0)
    need, out = add(used, production), add(made, wasted)
    available, size = add(out, -assigned), maximum(out, add(assigned, used))
    tolerance = NEGLIGIBLE * (maximum(size, production) if any_nonzero(production) else size)
    bought = need - available
    if flow in shares:
        bought = maximum(bought, shares[flow] * need)
    bought = clip(bought, tolerance)
    surplus = clip(add(available, bought) - need, tolerance)
    is_waste = any_nonzero(wasted > 0) or (flow in net.wastes and flow not in net.makes)
    return FlowBalance(
        made, wasted, assigned, used, production, bought,
        sold=0.0 if is_waste else add(production, surplus),
        untreated=surplus if is_waste else 0.0,
    )  # fmt: skip


def _report_loop(error: DivergentLoopError, system: System, problems: Problems) -> None:
    names = [system.steps[i].name for i in error.members]
    loop = " -> ".join([*names, names[0]])
    message = f"the recycle loop {loop} uses as much of its own product as it makes, or more"
    place = system.plant.place("steps", names[0], key=True)
    problems.add(f"{message}; it cannot run", place, f"steps.{names[0]}", code="divergent-loop")
