"""How much each step runs, and how the burden of each step reaches what is sold.

First material: every step is run by demand, by an amount or by what others make, and the runs
solve one linear system, with an active set because a step never runs backwards. Then carbon: at
that operating point the burden of a step goes with its products, and one more linear system says
which share of it ends in which product that is sold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carbonre.core.arrays import (
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

    made: Any = 0.0
    wasted: Any = 0.0
    assigned: Any = 0.0  # to steps that take or treat it
    used: Any = 0.0  # by demand
    production: Any = 0.0
    bought: Any = 0.0
    sold: Any = 0.0
    untreated: Any = 0.0  # of a waste: nobody took it


@dataclass(frozen=True)
class MaterialBalance:
    """The operating point: runs of each step, and the balance of each flow."""

    scaling: tuple[Any, ...]
    flows: Mapping[str, FlowBalance]
    warnings: tuple[Note, ...] = ()


def material(system: System, net: Network, problems: Problems) -> MaterialBalance:
    """Return how much each step runs and what happens to each flow.

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
    try:
        runs = _solve_active_set(system, net, shares, start=True) or _solve_active_set(
            system, net, shares, start=False
        )
    except DivergentLoopError as error:
        _report_loop(error, system, problems)
        return MaterialBalance(tuple(0.0 for _ in system.steps), {})
    if runs is None:
        words = (
            "no set of running steps meets the demand; look for co-products that chase each other"
        )
        problems.add(words, Place(system.plant.document.file))
        return MaterialBalance(tuple(0.0 for _ in system.steps), {})
    if not all(unanimous(finite(run)) for run in runs):
        words = "the amounts of the steps grow beyond all numbers; look at what each makes and uses"
        problems.add(words, Place(system.plant.document.file), "steps")
        return MaterialBalance(tuple(0.0 for _ in system.steps), {})
    runs = [maximum(0.0, run) for run in runs]
    flows = {
        flow: _flow_balance(flow, net, shares, runs, system)
        for flow in dict.fromkeys([*net.makes, *net.wastes, *net.uses])
    }
    for flow, amount in system.production.items():
        short = flows[flow].bought if flow in flows else amount
        if flow not in shares and unanimous(short > NEGLIGIBLE * amount):
            made = first(flows[flow].made if flow in flows else 0.0)
            measure = system.flow_of(flow).unit
            wanted, there = first(amount) / measure.factor, made / measure.factor
            words = (
                f"{wanted:.6g} {measure.text} are wanted, but the steps that make '{flow}' are run"
                f" by something else and make {there:.6g} {measure.text}"
            )
            place = system.plant.place("production", flow)
            problems.add(words, place, f"production.{flow}")
    return MaterialBalance(tuple(runs), flows, _more_than_asked(system, flows))


def _more_than_asked(system: System, flows: Mapping[str, FlowBalance]) -> tuple[Note, ...]:
    """Say where steps that are not run by production make more of it than is asked for."""
    found = []
    for flow, amount in system.production.items():
        sold = flows[flow].sold if flow in flows else amount
        if any_nonzero(sold > amount * (1 + 1e-6)):
            measure = system.flows[flow].unit
            asked, made = first(amount) / measure.factor, first(sold) / measure.factor
            words = (
                f"{asked:g} {measure.text} are asked for, and {made:g} are made;"
                " all of it counts as sold"
            )
            found.append(warning("production-exceeded", f"production.{flow}", words))
    return tuple(found)


def _solve_active_set(
    system: System, net: Network, shares: Mapping[str, Any], *, start: bool
) -> list[Any] | None:
    """Return the runs at which no step on demand runs backwards and none is wanted but idle.

    From all steps on, those that are not wanted leave together, and few rounds do. Where two
    co-products displace each other that may go round in a circle; from all steps off, they enter
    one by one.
    """
    active = dict.fromkeys(net.balancing.values(), start)
    for _ in range(2 * len(active) + 5):
        runs = solve(*_equations(system, net, shares, active))
        change: dict[int, bool] = {}
        for flow, i in net.balancing.items():
            if active[i] and not unanimous(runs[i] < -NEGLIGIBLE):
                continue
            wanted = _wanted(i, flow, net, shares, system, runs)
            is_wanted = unanimous(wanted > NEGLIGIBLE * _throughput(flow, net, runs, system))
            if active[i] or is_wanted:
                change[i] = is_wanted
        if not change:
            return runs
        active.update(change if start else list(change.items())[:1])
    return None


def supply_shares(system: System) -> dict[str, Any]:
    """Return the flows of which a share is bought although the plant makes them."""
    return {
        flow: system.overrides.value(("supply", flow, "share"), entry.share.base)
        for flow, entry in system.plant.data.supply.items()
        if entry.share is not None
    }


def _equations(
    system: System, net: Network, shares: Mapping[str, Any], active: Mapping[int, bool]
) -> tuple[list[dict[int, Any]], list[Any]]:
    rows: list[dict[int, Any]] = []
    constants: list[Any] = []
    for i, step in enumerate(system.steps):
        row: dict[int, Any] = {}
        constant: Any = 0.0
        flow = step.scaling_rule.flow
        if step.scaling_rule.by == "amount":
            # Of a flow that the step makes and uses, the amount made is meant.
            kind = next(kind for kind in SIDES if flow in step.unit_amounts(kind))
            per_run = step.unit_amounts(kind)[flow]
            constant = step.scaling_rule.value / per_run if unanimous(per_run != 0) else 0.0
        elif step.scaling_rule.by in ("takes", "treats"):
            uses = net.uses[flow][i]
            for j, amount in net.out(flow).items():
                if j != i and unanimous(uses != 0):
                    add_entry(row, j, step.scaling_rule.value * amount / uses)
        elif active.get(i):
            makes = net.makes[flow][i]
            kept = 1.0 - sum(net.recipients.get(flow, {}).values())
            there = unanimous(kept > NEGLIGIBLE)
            want = (1.0 - shares.get(flow, 0.0)) / kept / makes if there else 0.0
            constant = want * system.production[flow] if flow in system.production else 0.0
            for j, amount in net.demand(flow).items():
                add_entry(row, j, want * amount)
            for j, amount in net.makes[flow].items():
                if j != i:
                    add_entry(row, j, -amount / makes)
        rows.append({j: a for j, a in row.items() if any_nonzero(a)})
        constants.append(constant)
    return rows, constants


def _wanted(
    i: int, flow: str, net: Network, shares: Mapping[str, Any], system: System, runs: list[Any]
) -> Any:
    """What a step that fills up would have to make of its reference product at these runs."""
    kept = 1.0 - sum(net.recipients.get(flow, {}).values())
    used = sum(a * runs[j] for j, a in net.demand(flow).items() if j != i)
    need = system.production.get(flow, 0.0) + used  # never in place: it may be an array of rows
    others = sum(a * runs[j] for j, a in net.makes[flow].items() if j != i)
    return need * (1.0 - shares.get(flow, 0.0)) - kept * others


def _throughput(flow: str, net: Network, runs: list[Any], system: System) -> Any:
    made = sum_terms(a * maximum(0.0, runs[j]) for j, a in net.out(flow).items())
    used = sum_terms(a * maximum(0.0, runs[j]) for j, a in net.uses.get(flow, {}).items())
    return maximum(maximum(made, used), system.production.get(flow, 0.0))


def _flow_balance(
    flow: str, net: Network, shares: Mapping[str, Any], runs: list[Any], system: System
) -> FlowBalance:
    made = sum_terms(a * runs[j] for j, a in net.makes.get(flow, {}).items())
    wasted = sum_terms(a * runs[j] for j, a in net.wastes.get(flow, {}).items())
    takers = net.recipients.get(flow, {})
    handed = sum_terms(net.uses[flow][j] * runs[j] for j in takers if j in net.uses.get(flow, {}))
    used = sum_terms(a * runs[j] for j, a in net.demand(flow).items())
    production = system.production.get(flow, 0.0)
    need, out = add(used, production), add(made, wasted)
    there, size = add(out, -handed), maximum(out, add(handed, used))
    tolerance = NEGLIGIBLE * (maximum(size, production) if any_nonzero(production) else size)
    bought = need - there
    if flow in shares:
        bought = maximum(bought, shares[flow] * need)
    bought = clip(bought, tolerance)
    surplus = clip(add(there, bought) - need, tolerance)
    is_waste = any_nonzero(wasted > 0) or (flow in net.wastes and flow not in net.makes)
    return FlowBalance(
        made, wasted, handed, used, production, bought,
        sold=0.0 if is_waste else add(production, surplus),
        untreated=surplus if is_waste else 0.0,
    )  # fmt: skip


def _report_loop(error: DivergentLoopError, system: System, problems: Problems) -> None:
    names = [system.steps[i].name for i in error.members]
    loop = " -> ".join([*names, names[0]])
    words = f"the loop {loop} uses as much of its own product as it makes, or more; it cannot run"
    place = system.plant.place("steps", names[0], key=True)
    problems.add(words, place, f"steps.{names[0]}")
