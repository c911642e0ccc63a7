"""Checks before a calculation: overrides that are possible, purchases that have factors."""

from __future__ import annotations

from carbonre.core.arrays import Overrides, any_nonzero, unanimous
from carbonre.core.errors import Place, Problems
from carbonre.core.paths import dotted
from carbonre.core.units import unit
from carbonre.footprint.allocation import currency_of
from carbonre.plant.format import EXCHANGES, Plant
from carbonre.supply.purchases import Purchases
from carbonre.system.steps import System

STATED = (*EXCHANGES, "takes", "treats", "amount")
RUNNING = (("takes",), ("treats",), ("makes",), ("amount",))  # what scales a step is not zero


def check_overrides(plant: Plant, overrides: Overrides, problems: Problems) -> None:
    """Refuse overrides that a plant file could not state; parameters of models have own limits.

    What is written was checked when the plant was read; what overrides it was not.
    """
    for path, values in overrides.plant.items():
        if path[0] == "steps" and path[2] not in STATED:
            continue
        message = ""
        if path[0] == "production" or path[2:3] in RUNNING:
            message = "" if unanimous(values > 0) else "amounts are more than zero"
        elif not unanimous(values >= 0):
            message = "amounts are zero or more"
        if not message and (path[-1] == "share" or path[2:3] in RUNNING[:2]):
            message = "" if unanimous(values <= 1 + 1e-12) else "a share is at most 100 %"
        if message:
            problems.add(
                f"this is not possible: {message}",
                plant.place(*path),
                dotted(path),
                code="out-of-range",
            )


def check_tables(system: System, problems: Problems) -> None:
    """Refuse rows of the user's tables that do not fit a flow that the plant defines.

    The flows of the bundled tables are checked when a table is read. A table does not know the
    plant, so there another name of a flow of the bundled tables is that flow.
    """
    for row in system.factors.own:
        if row.written != row.flow and row.written in system.flows:
            words = f"'{row.written}' is {row.flow} in a table, and a flow of its own in the plant;"
            words += " give the flow of the plant a name that is nobody's"
            problems.add(words, Place(row.file, row.line), "flow", code="unknown-flow")
        flow = system.flows.get(row.flow)
        if flow is None or row.flow in system.factors.flows:
            continue
        per = row.unit.partition("/")[2]
        measure = unit(per.replace("/", "*"))
        if measure.dimension != flow.unit.dimension:
            words = f"'{row.unit}' does not fit {row.flow}, which the plant counts in"
            words += f" {flow.unit.text}; write a factor per {flow.unit.text}"
            problems.add(words, Place(row.file, row.line), "unit", code="wrong-dimension")


def check_prices(system: System, problems: Problems) -> None:
    """Refuse prices of the plant that are not money per unit of their flow, used or not."""
    for flow, price in system.plant.data.prices.items():
        path, known = ("prices", flow), system.flow_of(flow)
        is_known = flow in system.flows or flow in system.factors.flows
        if is_known and path not in system.plant.invalid and not currency_of(price, known):
            words = f"the price of {flow} is {price}, not money per {known.unit.text}"
            place = system.plant.place(*path)
            problems.add(words, place, dotted(path), code="wrong-dimension")


def check_purchases(system: System, purchases: Purchases) -> None:
    """Look up at once what no step in the plant makes, so that all gaps are named together."""
    made = {
        exchange.flow
        for step in system.steps
        for exchange in step.exchanges
        if exchange.kind in ("makes", "wastes")
    }
    for step in system.steps:
        rule = step.scaling_rule
        for exchange in step.exchanges:
            flow = exchange.flow
            assigned = rule.by in ("takes", "treats") and rule.flow == flow
            is_defined = flow in system.flows  # what is not has been named before
            is_used = exchange.kind == "uses" and any_nonzero(exchange.amount) and not assigned
            if is_used and is_defined and flow not in made:
                place = exchange.place
                if flow in system.plant.data.steps[step.name].uses:
                    place = system.plant.place("steps", step.name, "uses", flow, key=True)
                purchases.get(flow, place, step.name)
    # With mistakes in a plant it is open what is bought, so every supply of a known flow is read.
    names = {*system.flows, *(system.factors.flows if purchases.problems.found else ())}
    for flow in system.plant.data.supply:
        if flow in names or flow in purchases.found:
            purchases.get(flow)
