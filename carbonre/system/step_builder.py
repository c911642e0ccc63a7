"""One step of a plant with its exchanges: as the plant states them, or as a model returns them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from carbonre.core.arrays import Numeric, Overrides, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import did_you_mean
from carbonre.core.units import MASS, Amount
from carbonre.factors.lookup import Factors
from carbonre.plant.format import EXCHANGES, INVENTORY, Plant, StepEntry
from carbonre.processes import process_named
from carbonre.system.conversions import Amounts, words_at
from carbonre.system.flows import Flows, emission_formulas
from carbonre.system.steps import ScalingRule, Step, StepExchange
from carbonre.unit_process.arguments import Arguments
from carbonre.unit_process.model import Exchange, Indicator, ModelError, mixture


class StepBuilder:
    """Builds single steps; mistakes go to the problems of `flows`."""

    def __init__(self, plant: Plant, factors: Factors, flows: Flows, overrides: Overrides) -> None:
        self.plant, self.flows, self.overrides = plant, flows, overrides
        self.amounts = Amounts(flows)
        self.emissions = emission_formulas(factors)

    # --- steps that state their exchanges ------------------------------------------------------

    def inventory(self, name: str, entry: StepEntry) -> Step:
        """Return a step with the exchanges that the plant states."""
        for parameter in entry.parameters:
            fields = list(StepEntry.model_fields)
            hint = did_you_mean(parameter, fields) or f"; it has {', '.join(fields)}"
            message = f"an inventory step has no '{parameter}'{hint}"
            self.flows.problem(message, ("steps", name, parameter), key=True, code="unknown-key")
        exchanges = [
            self._stated(kind, flow, amount, ("steps", name, kind, flow))
            for kind in EXCHANGES
            for flow, amount in getattr(entry, kind).items()
        ]
        return Step(name, INVENTORY, tuple(exchanges), self._scaling_rule(name, entry, exchanges))

    def _stated(self, kind: str, flow: str, amount: Amount, path: KeyPath) -> StepExchange:
        elements: Mapping[str, Numeric]
        if kind == "emits":
            base, elements = self._emitted_mass(amount, path), self._emitted_elements(flow)
        else:
            base, known = self.amounts.base(flow, amount, path), self.flows.get(flow)
            elements = (known.elements if known else None) or {}
        return StepExchange(
            kind=kind,
            flow=flow,
            amount=base,
            elements=elements,
            carbon_of="",
            origin="given",
            place=self.plant.place(*path),
            conversion=words_at(self.amounts.converted, path),
        )

    def _emitted_mass(self, amount: Amount, path: KeyPath) -> Numeric:
        message = ""
        if amount.basis is not None:
            message = f"'{amount}': an emission is the mass of the gas itself; write no share"
        elif amount.unit.dimension != MASS:
            message = f"'{amount}' is {amount.unit.kind}; an emission is a mass"
        if message:
            self.flows.problem(message, path, code="wrong-dimension")
        return self.overrides.value(path, amount.base)

    def _emitted_elements(self, name: str) -> Mapping[str, float]:
        formula = self.emissions.get(name)
        return mixture({formula: 1.0}) if formula else {}

    # --- steps of a process model --------------------------------------------------------------

    def model(self, name: str, entry: StepEntry, arguments: Arguments) -> Step | None:
        """Return a step with the exchanges that its model returns; None if it refuses."""
        path: KeyPath = ("steps", name)
        try:
            answer = process_named(entry.process).exchanges(arguments.values)
        except ModelError as error:
            self.flows.problem(error.message, (*path, error.parameter), code="model-refused")
            return None
        except (ArithmeticError, ValueError):
            message = f"{entry.process} has no solution for these parameters; check extreme values"
            self.flows.problem(message, path, key=True, code="model-refused")
            return None
        exchanges = []
        origin = "default" if arguments.defaults else "given"
        for exchange in answer:
            if isinstance(exchange, Exchange):
                if not unanimous((exchange.amount >= 0) & (exchange.amount < math.inf)):
                    amount = first(exchange.amount)
                    message = (
                        f"{entry.process} gives {amount:g} of '{exchange.flow}'; check extreme"
                    )
                    self.flows.problem(
                        f"{message} parameters", path, key=True, code="model-refused"
                    )
                    return None
                exchanges.append(self._returned(name, exchange, origin))
        indicators = tuple(one for one in answer if isinstance(one, Indicator))
        rule = self._scaling_rule(name, entry, exchanges)
        defaults = tuple(arguments.defaults)
        return Step(name, entry.process, tuple(exchanges), rule, defaults, indicators)

    def _returned(self, name: str, exchange: Exchange, origin: str) -> StepExchange:
        self.flows.learn(exchange, name)
        flow = self.flows.get(exchange.flow)
        elements = exchange.elements
        if elements is None and exchange.kind == "emits":
            elements = self._emitted_elements(exchange.flow)
        elif elements is None:
            elements = (flow.elements if flow else None) or {}
        return StepExchange(
            kind=exchange.kind,
            flow=exchange.flow,
            amount=exchange.amount,
            elements=elements,
            carbon_of=exchange.carbon_of,
            origin=origin,
            place=self.plant.place("steps", name, key=True),
            feedstock=exchange.kind == "uses" and exchange.elements is not None,
        )

    # --- what scales a step --------------------------------------------------------------------

    def _scaling_rule(
        self, name: str, entry: StepEntry, exchanges: Sequence[StepExchange]
    ) -> ScalingRule:
        path: KeyPath = ("steps", name)
        flows = {exchange.flow for exchange in exchanges}
        for flow, amount in entry.amount.items():
            where: KeyPath = (*path, "amount", flow)
            if flow not in flows:
                message = f"the step has no exchange '{flow}'{did_you_mean(flow, flows)}"
                self.flows.problem(message, where, key=True, code="missing-exchange")
            base = self.amounts.base(flow, amount, where)
            return ScalingRule("amount", flow, base, self.plant.place(*where))
        used = {exchange.flow for exchange in exchanges if exchange.kind == "uses"}
        by: Literal["takes", "treats"]
        for by in ("takes", "treats"):
            for flow, share in getattr(entry, by).items():
                where = (*path, by, flow)
                if flow not in used:
                    message = f"the step {by} '{flow}' but does not use it"
                    self.flows.problem(
                        message + did_you_mean(flow, used), where, key=True, code="missing-exchange"
                    )
                value = self.overrides.value(where, share)
                return ScalingRule(by, flow, value, self.plant.place(*where))
        reference = next((one.flow for one in exchanges if one.kind == "makes"), None)
        if reference is None:
            message = "a step without products needs a scaling rule: treats, takes or amount"
            self.flows.problem(message, path, key=True, code="no-scaling")
            return ScalingRule("demand", "")
        return ScalingRule("demand", reference, place=self.plant.place(*path, key=True))
