"""The plant as a system of unit processes: each step with its exchanges, names resolved.

This is where a plant file, the process models and the factor tables meet. After it there are only
steps with exchanges in base units, and flows whose properties are settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carbonre.core.arrays import NO_OVERRIDES, Overrides
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.notes import Note, warning
from carbonre.core.paths import dotted
from carbonre.factors.lookup import Factors
from carbonre.plant.format import EXCHANGES, INVENTORY, Plant, StepEntry
from carbonre.processes import process_named, process_names
from carbonre.system import compositions, unknown_feeds
from carbonre.system.flows import Flows
from carbonre.system.step_builder import StepBuilder
from carbonre.system.steps import Step, System
from carbonre.unit_process.arguments import ArgumentReader, Arguments
from carbonre.unit_process.ignored import deciding, ignored_parameters
from carbonre.unit_process.model import UNKNOWN, Exchange, Process, UnknownCompositionError


def build_system(
    plant: Plant, factors: Factors, problems: Problems, overrides: Overrides = NO_OVERRIDES
) -> System:
    """Build every step with its exchanges; go on after mistakes, which go to `problems`.

    `overrides` holds numbers in place of those that are written: one, or one for each row.
    """
    return _SystemBuilder(plant, factors, problems, overrides).system()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The arguments of a model as the plant states them, and what is wrong with them."""

    arguments: Arguments
    problems: Problems


def _asks(process: Process, arguments: Arguments) -> bool:
    """Whether a model asks for a composition that is unknown; a route may leave a brine alone."""
    try:
        answer = process.exchanges(arguments.values)
    except UnknownCompositionError:
        return True
    except (ArithmeticError, ValueError):
        return False  # it refuses something else, which is said when it is built
    return any(one.elements is UNKNOWN for one in answer if isinstance(one, Exchange))


class _SystemBuilder:
    """Builds the steps in an order in which each model knows the composition of its feed."""

    def __init__(
        self, plant: Plant, factors: Factors, problems: Problems, overrides: Overrides
    ) -> None:
        self.plant, self.factors, self.problems = plant, factors, problems
        self.overrides = overrides
        self.flows = Flows(plant, factors, problems, overrides)
        self.builder = StepBuilder(plant, factors, self.flows, overrides)
        self.steps: dict[str, Step | None] = {}  # None: a step with a mistake
        self.warnings: list[Note] = []

    def system(self) -> System:
        """Return the system of all steps without mistakes."""
        data = self.plant.data
        self._build_inventories()
        self._build_models()
        self.flows.check_feeds()
        self.flows.check_grades()
        ordered = tuple(step for name in data.steps if (step := self.steps.get(name)) is not None)
        production = {
            flow: self.builder.amounts.base(flow, amount, ("production", flow))
            for flow, amount in data.production.items()
        }
        self.builder.amounts.readings()
        faulty = [entry for name, entry in data.steps.items() if self.steps.get(name) is None]
        possible = frozenset().union(*map(compositions.possible_products, faulty))
        return System(
            self.plant,
            self.factors,
            ordered,
            self.flows.known,
            production,
            tuple(self.warnings),
            self.overrides,
            possible if faulty else None,
            self.builder.amounts.converted,
        )

    def _build_inventories(self) -> None:
        """Build the steps that state their exchanges; refuse processes that do not exist."""
        for name, entry in self.plant.data.steps.items():
            if entry.process == INVENTORY:
                self.steps[name] = self.builder.inventory(name, entry)
            elif entry.process not in process_names():
                known = (INVENTORY, *process_names())
                hint = did_you_mean(entry.process, known) or f"; known are {', '.join(known)}"
                message = f"there is no process '{entry.process}'{hint}"
                self.flows.problem(message, ("steps", name, "process"), code="unknown-process")
                self.steps[name] = None

    def _build_models(self) -> None:
        """Build the models in rounds, each as soon as the composition of its feed is known."""
        waiting = [name for name in self.plant.data.steps if name not in self.steps]
        while waiting:
            blocked: dict[str, _Reading] = {}
            for name in waiting:
                reading = self._read(name)
                if reading.arguments.unknown_feeds:
                    blocked[name] = reading
                else:
                    self._build_model(name, reading)
            if len(blocked) == len(waiting):
                self._refuse(blocked)
                return
            waiting = list(blocked)

    def _read(self, name: str) -> _Reading:
        entry, problems = self.plant.data.steps[name], Problems()
        reader = ArgumentReader(
            process_named(entry.process),
            ("steps", name),
            self.plant.place,
            self.flows.feed,
            problems,
            self.plant.invalid,
            self.overrides,
        )
        arguments = reader.read(entry.parameters)
        if arguments.unknown_feeds and not _asks(reader.process, arguments):
            arguments.unknown_feeds.clear()
        return _Reading(arguments, problems)

    def _build_model(self, name: str, reading: _Reading) -> None:
        entry, arguments = self.plant.data.steps[name], reading.arguments
        self.problems.found.extend(reading.problems.found)
        self.warnings.extend(arguments.warnings)
        for key in EXCHANGES:
            if getattr(entry, key):
                message = f"'{key}' belongs to an inventory step; {entry.process} is a model"
                self.flows.problem(message, ("steps", name, key), key=True, code="unknown-key")
        has_mistake = arguments.unknown_feeds or reading.problems.found
        step = None if has_mistake else self.builder.model(name, entry, arguments)
        self.steps[name] = step
        if step is not None and self.overrides.is_empty:
            self.warnings.extend(self._ignored(name, entry, arguments))

    def _ignored(self, name: str, entry: StepEntry, arguments: Arguments) -> Iterator[Note]:
        """Yield the stated parameters that the chosen branch of a model does not use."""
        process = process_named(entry.process)
        for parameter in ignored_parameters(process, arguments.values, entry.parameters):
            path = ("steps", name, parameter)
            branch = deciding(process, parameter, arguments.values)
            words = "is stated, and changes nothing"
            words += f" with {branch}" if branch else " beside the other parameters of this step"
            yield warning("unused-parameter", dotted(path), words, self.plant.place(*path))

    def _refuse(self, blocked: dict[str, _Reading]) -> None:
        """Report the models that cannot be built, and why."""
        entries = self.plant.data.steps
        invalid = [n for n in entries if n not in blocked and self.steps.get(n) is None]
        for name, reading in blocked.items():
            before = len(self.problems.found)
            self._build_model(name, reading)
            if len(self.problems.found) > before:
                invalid.append(name)
        faulty = {name: entry for name, entry in entries.items() if self.steps.get(name) is None}
        unknown = {name: reading.arguments.unknown_feeds for name, reading in blocked.items()}
        unknown_feeds.report(unknown, faulty, invalid, self._loose(entries), self.flows)

    def _loose(self, entries: Mapping[str, StepEntry]) -> dict[str, str]:
        """Return what the steps that are built make for nobody, with the step it comes from."""
        lines = [(step.name, one) for step in self.steps.values() if step for one in step.exchanges]
        taken = {line.flow for _, line in lines if line.kind == "uses"}
        taken |= set(self.plant.data.production)
        for name, entry in entries.items():
            if self.steps.get(name) is None:
                taken |= compositions.possible_products(entry)
                taken |= {*entry.takes, *entry.treats}
        made = {line.flow: name for name, line in lines if line.kind == "makes"}
        return {flow: name for flow, name in made.items() if flow not in taken}
