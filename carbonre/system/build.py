"""The plant as a system of unit processes: each step asked for its exchanges, names resolved.

This is where a plant file, the process models and the factor tables meet. After it there are only
steps with exchanges in base units, and flows that everybody agrees about.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from carbonre.core.arrays import NO_OVERRIDES, Overrides, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems, did_you_mean, nearest
from carbonre.core.notes import Note
from carbonre.core.units import Amount, unit
from carbonre.factors.lookup import Factors
from carbonre.plant.format import EXCHANGES, INVENTORY, Plant, StepEntry
from carbonre.processes import process_named, process_names
from carbonre.system import compositions
from carbonre.system.flows import Flows, emission_formulas
from carbonre.system.steps import ScalingRule, Step, StepExchange, System
from carbonre.unit_process.arguments import ArgumentReader, Arguments
from carbonre.unit_process.model import Exchange, Indicator, ModelError, mixture


def build_system(
    plant: Plant, factors: Factors, problems: Problems, overrides: Overrides = NO_OVERRIDES
) -> System:
    """Ask every step for its exchanges; go on after mistakes, which go to `problems`.

    `overrides` holds numbers in place of those that are written: one, or one for each row.
    """
    return _SystemBuilder(plant, factors, problems, overrides).system()


class _SystemBuilder:
    """Holds what is known while the steps are asked, each after the maker of its feed."""

    def __init__(
        self, plant: Plant, factors: Factors, problems: Problems, overrides: Overrides
    ) -> None:
        self.plant, self.factors, self.problems = plant, factors, problems
        self.overrides = overrides
        self.flows = Flows(plant, factors, problems, overrides)
        self.emissions = emission_formulas(factors)
        self.warnings: list[Note] = []

    def system(self) -> System:
        data = self.plant.data
        steps: dict[str, Step | None] = {}
        for name, entry in data.steps.items():
            if entry.process == INVENTORY:
                steps[name] = self._inventory(name, entry)
            elif entry.process not in process_names():
                known = (INVENTORY, *process_names())
                hint = did_you_mean(entry.process, known) or f"; known are {', '.join(known)}"
                words = f"there is no process '{entry.process}'{hint}"
                self.flows.problem(words, ("steps", name, "process"))
                steps[name] = None
        self._models(steps)
        self._known_flows(steps)
        self.flows.check_feeds()
        ordered = tuple(step for name in data.steps if (step := steps.get(name)) is not None)
        production = {
            flow: self.flows.amount(flow, amount, ("production", flow))
            for flow, amount in data.production.items()
        }
        faulty = [data.steps[name] for name in data.steps if steps.get(name) is None]
        missing = frozenset().union(*map(compositions.may_make, faulty)) if faulty else None
        return System(
            self.plant, self.factors, ordered, self.flows.known, production, tuple(self.warnings),
            self.overrides, missing,
        )  # fmt: skip

    def _known_flows(self, steps: Mapping[str, Step | None]) -> None:
        """Refuse names in `uses`, `production` and drivers that nothing defines."""
        names = [*self.factors.flows, *self.flows.known]
        emissions = self.emissions
        for name, entry in self.plant.data.steps.items():
            for flow in entry.uses:
                if self.flows.get(flow) is None and flow not in self.plant.data.supply:
                    words = f"nothing is known of the flow '{flow}'{_nearest(flow, names)}"
                    self.flows.problem(words, ("steps", name, "uses", flow), key=True)
            for flow in entry.emits:
                if flow not in emissions:
                    words = (
                        f"'{flow}' is no emission that is known{did_you_mean(flow, emissions, 2)}"
                    )
                    self.flows.problem(words, ("steps", name, "emits", flow), key=True)
        if any(step is None for step in steps.values()):
            return  # the maker may be the step that could not be asked
        made = {
            line.flow for s in steps.values() if s for line in s.exchanges if line.kind == "makes"
        }
        for flow in self.plant.data.production:
            if flow not in made:
                words = f"no step makes '{flow}'{did_you_mean(flow, made)}"
                self.flows.problem(words, ("production", flow), key=True)

    # --- steps -------------------------------------------------------------------------------

    def _inventory(self, name: str, entry: StepEntry) -> Step:
        lines: list[StepExchange] = []
        for parameter in entry.parameters:
            words = f"an inventory step has no '{parameter}'"
            fields = list(StepEntry.model_fields)
            hint = did_you_mean(parameter, fields) or f"; it has {', '.join(fields)}"
            self.flows.problem(words + hint, ("steps", name, parameter), key=True)
        for kind in EXCHANGES:
            for flow, amount in getattr(entry, kind).items():
                path: KeyPath = ("steps", name, kind, flow)
                base = self._emitted(amount, path) if kind == "emits" else None
                base = self.flows.amount(flow, amount, path) if base is None else base
                known = self.flows.get(flow) if kind != "emits" else None
                elements = self._gas(flow) if kind == "emits" else (known and known.elements) or {}
                place = self.plant.place(*path)
                lines.append(StepExchange(kind, flow, base, elements, "", "given", place))
        return Step(name, INVENTORY, tuple(lines), self._driver(name, entry, lines))

    def _emitted(self, amount: Amount, path: KeyPath) -> Any:
        if amount.unit.dimension != unit("kg").dimension:
            self.flows.problem(f"'{amount}' is {amount.unit.kind}; an emission is a mass", path)
        return self.overrides.value(path, amount.base)

    def _gas(self, name: str) -> Mapping[str, float]:
        formula = self.emissions.get(name)
        return mixture({formula: 1.0}) if formula else {}

    def _driver(self, name: str, entry: StepEntry, lines: list[StepExchange]) -> ScalingRule:
        path: KeyPath = ("steps", name)
        flows = {line.flow for line in lines}
        for flow, amount in entry.amount.items():
            if flow not in flows:
                words = f"the step has no exchange '{flow}'{did_you_mean(flow, flows)}"
                self.flows.problem(words, (*path, "amount", flow), key=True)
            base = self.flows.amount(flow, amount, (*path, "amount", flow))
            return ScalingRule("amount", flow, base, self.plant.place(*path, "amount", flow))
        used = {line.flow for line in lines if line.kind == "uses"}
        by: Literal["takes", "treats"]
        for by in ("takes", "treats"):
            for flow, share in getattr(entry, by).items():
                if flow not in used:
                    words = f"the step {by} '{flow}' but does not use it"
                    self.flows.problem(
                        words + did_you_mean(flow, used), (*path, by, flow), key=True
                    )
                value = self.overrides.value((*path, by, flow), share)
                return ScalingRule(by, flow, value, self.plant.place(*path, by, flow))
        made = [line for line in lines if line.kind == "makes"]
        if not made:
            words = "a step that makes nothing must say what runs it: treats, takes or amount"
            self.flows.problem(words, path, key=True)
            return ScalingRule("demand", "")
        return ScalingRule("demand", made[0].flow, place=self.plant.place(*path, key=True))

    def _models(self, steps: dict[str, Step | None]) -> None:
        """Ask the models, each when the composition of its feed is known."""
        waiting = [name for name in self.plant.data.steps if name not in steps]
        while waiting:
            again = []
            for name in waiting:
                unknown = self._model(name, self.plant.data.steps[name], steps, last=False)
                if unknown:
                    again.append(name)
            if len(again) == len(waiting):
                self._unknown_feeds(again, steps)
                return
            waiting = again

    def _unknown_feeds(self, names: list[str], steps: dict[str, Step | None]) -> None:
        """Report the feeds that nobody describes; one that waits for a faulty step is no news."""
        unknown: dict[str, list[str]] = {}
        invalid = [n for n in self.plant.data.steps if n not in names and steps.get(n) is None]
        for name in names:
            before = len(self.problems.found)
            unknown[name] = self._model(name, self.plant.data.steps[name], steps, last=True)
            if len(self.problems.found) > before:
                invalid.append(name)
        faulty = [name for name in self.plant.data.steps if steps.get(name) is None]
        hoped = {name: compositions.may_make(self.plant.data.steps[name]) for name in faulty}
        news = [
            (name, feed)
            for name, waits in unknown.items()
            for feed in waits
            if not any(feed in hoped[other] for other in faulty if other != name)
            and not any(compositions.COMPUTED in hoped[other] for other in invalid if other != name)
        ]
        for name, feed in news:
            words = f"the composition of '{feed}' is unknown; state it under flows, such as {feed}:"
            words += f" {{composition: {compositions.example(feed)}}}"
            self.flows.problem(words, ("steps", name), key=True)
        if not news and not self.problems.found:
            self._circle(unknown, hoped)

    def _circle(self, unknown: Mapping[str, list[str]], hoped: Mapping[str, set[str]]) -> None:
        """Say that steps wait for each other's compositions, and where to break the circle."""
        chain = compositions.cycle(unknown, hoped)
        step, feed = min(chain, key=lambda link: list(unknown).index(link[0]))
        loop = " -> ".join(name for name, _ in chain)
        words = f"the composition of '{feed}' goes in a circle by {loop}; state it for one flow of"
        words += f" it under flows, such as {feed}: {{composition: {compositions.example(feed)}}}"
        self.flows.problem(words, ("steps", step), key=True)

    def _model(
        self, name: str, entry: StepEntry, steps: dict[str, Step | None], last: bool
    ) -> list[str]:
        process = process_named(entry.process)
        local = Problems()
        path: KeyPath = ("steps", name)
        place, invalid = self.plant.place, self.plant.invalid
        reader = ArgumentReader(
            process, path, place, self.flows.feed, local, invalid, self.overrides
        )
        arguments = reader.read(entry.parameters)
        if arguments.unknown_feeds and not last:
            return arguments.unknown_feeds
        self.problems.found.extend(local.found)
        self.warnings.extend(arguments.warnings)
        for key in EXCHANGES:
            if getattr(entry, key):
                words = f"'{key}' belongs to an inventory step; {entry.process} is a model"
                self.flows.problem(words, (*path, key), key=True)
        if arguments.unknown_feeds or local.found:
            steps[name] = None
            return arguments.unknown_feeds
        steps[name] = self._ask(name, entry, arguments)
        return []

    def _ask(self, name: str, entry: StepEntry, arguments: Arguments) -> Step | None:
        path: KeyPath = ("steps", name)
        try:
            answer = process_named(entry.process).exchanges(arguments.values)
        except ModelError as error:
            self.flows.problem(error.message, (*path, error.parameter))
            return None
        except (ArithmeticError, ValueError):
            words = f"{entry.process} has no answer for these parameters; look at extreme ones"
            self.flows.problem(words, path, key=True)
            return None
        origin = "default" if arguments.defaults else "given"
        place = self.plant.place(*path, key=True)
        lines = []
        for exchange in answer:
            if isinstance(exchange, Exchange):
                if not unanimous((exchange.amount >= 0) & (exchange.amount < math.inf)):
                    amount = first(exchange.amount)
                    words = f"{entry.process} would have {amount:g} of '{exchange.flow}'"
                    self.flows.problem(f"{words}; look at extreme parameters", path, key=True)
                    return None
                self.flows.learn(exchange, name)
                flow = self.flows.get(exchange.flow)
                elements = exchange.elements
                if elements is None and exchange.kind == "emits":
                    elements = self._gas(exchange.flow)
                elif elements is None:
                    elements = (flow.elements if flow else None) or {}
                feedstock = exchange.kind == "uses" and exchange.elements is not None
                lines.append(StepExchange(exchange.kind, exchange.flow, exchange.amount, elements,
                                  exchange.carbon_of, origin, place, feedstock))  # fmt: skip
        tells = tuple(tell for tell in answer if isinstance(tell, Indicator))
        driver = self._driver(name, entry, lines)
        return Step(name, entry.process, tuple(lines), driver, tuple(arguments.defaults), tells)


def _nearest(name: str, names: list[str]) -> str:
    close = nearest(name, names, 3)
    hint = f"; nearest are {', '.join(close)}" if close else ""
    return f"{hint}; state it under flows, make it in a step, or give its factor under supply"
