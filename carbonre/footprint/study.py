"""A study: one plant with its tables and its meters, at given overrides.

Whatever calculates a plant goes through a study: one footprint, its scenarios side by side, the
points of a sweep, the draws of a sample::

    study = Study.of(plant, factors_of(plant))
    green = study.scenario("green")
    green.footprint()
    green.with_overrides({"steps.smelting.cell_voltage": "9 V"}).footprint()
    volts = {("steps", "smelting", "cell_voltage"): numpy.linspace(8, 11, 1000)}
    green.evaluate(Overrides(plant=volts), 1000).total_of("Nd metal")

The plant is read once and its meters once; a scenario or an override in words is one more reading
of the file's data, and numbers travel as arrays without any.

A function of carbonre that has an argument `problems` adds to it all that is wrong, and then
returns None. One that has not raises an `InputError` with all that is wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from carbonre.core.arrays import NO_OVERRIDES, Overrides, ReadRecorder
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problem, Problems
from carbonre.core.paths import dotted, split_path
from carbonre.factors.lookup import Factors
from carbonre.footprint.assemble import assemble, unmatched
from carbonre.footprint.operating_point import OperatingPoint, operating_point
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.footprint.vectorised import VectorResult, by_uniform_rows
from carbonre.plant.format import BASELINE, Plant
from carbonre.plant.scenarios import Override, apply_overrides, is_known, overrides
from carbonre.system.calibration import Calibration, calibration


@dataclass(frozen=True)
class Study:
    """A plant, its tables and its calibration, at given overrides.

    Attributes
    ----------
    plant : Plant
        As written: the baseline.
    factors : Factors
        All tables, those of the plant among them.
    calibration : mapping
        What the meter readings of the baseline multiply the models with [1].
    variant : Plant
        The plant with the overrides applied.
    scenario_name : str
        Of which scenario it is; overrides may lie on top of it.
    overrides : mapping
        What differs from the plant as written: by dotted path the value (None takes it out), and
        where it is written; nowhere, for one from outside.
    reading_problems, override_problems : tuple of Problem
        What is wrong with the meter readings and with the overrides; calculating reports it.
    meters_hold : bool
        Whether the meters of the baseline read the same whatever numbers stand in place of those
        written: so in draws, where the plant is the same and only not known.
    """

    plant: Plant
    factors: Factors = field(repr=False)
    calibration: Calibration
    variant: Plant = field(repr=False)
    scenario_name: str = BASELINE
    overrides: Mapping[str, Override] = field(default_factory=dict)
    reading_problems: tuple[Problem, ...] = ()
    override_problems: tuple[Problem, ...] = ()
    meters_hold: bool = False

    @classmethod
    def of(cls, plant: Plant, factors: Factors) -> Self:
        """Return the study of a plant as written.

        Parameters
        ----------
        factors : Factors
            From `factors_of`: with the tables that the plant names.
        """
        problems = Problems()
        readings = calibration(plant, factors, problems)
        found = tuple(problems.found)
        return cls(plant, factors, readings, plant, reading_problems=found)

    def drawn(self) -> Self:
        """Return the study for draws: its meters hold."""
        return dataclasses.replace(self, meters_hold=True)

    def scenario(self, name: str) -> Self:
        """Return the study of a scenario, or of the ``baseline``; other overrides do not stay.

        Raises
        ------
        InputError
            If the plant has no such scenario.
        """
        problems = Problems()
        is_known(self.plant, name, problems)
        problems.raise_any()
        named = dataclasses.replace(self, scenario_name=name)
        found = {} if name == BASELINE else overrides(self.plant, name, problems)
        return named._at(found, problems)

    def with_overrides(self, values: Mapping[str, Any]) -> Self:
        """Return the study with values on top, by dotted path.

        Parameters
        ----------
        values : mapping
            What a scenario could set: a text such as ``9.5 V``, an `Amount`, a mapping; None takes
            out what stands there.
        """
        return self.at({**self.overrides, **{path: (value, ()) for path, value in values.items()}})

    def at(self, overrides: Mapping[str, Override]) -> Self:
        """Return the study at these overrides, and at no others."""
        return self._at(overrides, Problems())

    def _at(self, overrides: Mapping[str, Override], problems: Problems) -> Self:
        variant = apply_overrides(self.plant, overrides, problems) if overrides else None
        found = tuple(problems.found)
        return dataclasses.replace(
            self, overrides=overrides, variant=variant or self.plant, override_problems=found
        )

    def footprint(self, overrides: Overrides = NO_OVERRIDES, *, drafts: bool = True) -> Footprint:
        """Calculate the footprint.

        Parameters
        ----------
        overrides : Overrides
            Single numbers in place of what is written; for arrays, `evaluate`.
        drafts : bool
            Whether expert estimates (drafts) may be used.

        Raises
        ------
        InputError
            With everything that must be corrected, each with its place.
        """
        problems = Problems()
        result = self.calculate(problems, overrides, drafts=drafts)
        problems.raise_any()
        assert result is not None
        return result

    def calculate(
        self, problems: Problems, overrides: Overrides = NO_OVERRIDES, *, drafts: bool = True
    ) -> Footprint | None:
        """Calculate the footprint; None if something is wrong."""
        local = Problems()
        point = self.operating_point(local, overrides)
        result = None if point is None else assemble(point, self, local, drafts=drafts)
        if result is not None:
            self._check_overrides(result, local)
        if local.found:
            self._say_block(local)
        problems.found += local.found
        return None if local.found else result

    def operating_point(
        self, problems: Problems, overrides: Overrides = NO_OVERRIDES
    ) -> OperatingPoint | None:
        """Balance the plant; None if something is wrong.

        Parameters
        ----------
        overrides : Overrides
            Numbers in place of what is written; with arrays, all rows at once.

        Raises
        ------
        SplitRows
            If rows disagree about a decision; `evaluate` lets them go apart.
        """
        known = (*self.reading_problems, *self.override_problems)
        readings = self.calibration
        if readings and self.meters_hold and not (known or overrides.is_empty):
            readings = calibration(self.plant, self.factors, problems, self._as_metered(overrides))
        local = Problems()  # what is wrong with a meter does not hide what else is wrong
        point = operating_point(
            self.variant, self.factors, self.scenario_name, readings, local, overrides
        )
        problems.found += (*known, *local.found)
        return None if problems.found else point

    def _as_metered(self, overrides: Overrides) -> Overrides:
        """Return the numbers of the plant that the meters saw: not those that a scenario sets."""
        changed = tuple(split_path(path) for path in self.overrides)

        def stands(path: KeyPath) -> bool:
            names = tuple(map(str, path))
            return not any(names[: len(outer)] == outer for outer in changed)

        kept = {path: value for path, value in overrides.plant.items() if stands(path)}
        return dataclasses.replace(overrides, plant=kept)

    def evaluate(
        self,
        overrides: Overrides,
        size: int,
        progress: Callable[[int], None] = lambda count: None,
    ) -> VectorResult:
        """Return the footprints of many rows at once.

        Parameters
        ----------
        overrides : Overrides
            Numbers in place of what is written: arrays of `size` rows, or one for all rows.
        size : int
            Number of rows.
        progress : callable, optional
            Told how many rows more are done.
        """

        def balanced(
            some: Overrides, problems: Problems
        ) -> tuple[OperatingPoint, list[ProductFootprint]] | None:
            point = self.operating_point(problems, some)
            return None if point is None else (point, list(point.products_sold()))

        result = VectorResult(size)
        for index, found in by_uniform_rows(balanced, overrides, size):
            if isinstance(found, Problem):
                result.refuse(index, found)
            else:
                result.put(index, *found)
            progress(len(index))
        return result

    def recorded_values(
        self, problems: Problems
    ) -> tuple[OperatingPoint | None, Mapping[KeyPath, float]]:
        """Return the operating point, and each number that may be overridden, by its path.

        The numbers are those of the plant file (and defaults at the path where the file could
        state them) that the calculation reads [base unit].
        """
        recorder = ReadRecorder()
        point = self.operating_point(problems, recorder)
        numbers = {k: v for k, v in recorder.read.items() if isinstance(v, (int, float))}
        return point, numbers

    def _check_overrides(self, result: Footprint, problems: Problems) -> None:
        """Refuse overrides of a flow that is undefined."""
        for path, (value, where) in self.overrides.items():
            words = unmatched(result, path) if value is not None else ""
            if words:
                place = self.plant.place(*where, key=True)
                problems.add(words, place, dotted(where[:2]) or path, code="unknown-flow")

    def _say_block(self, problems: Problems) -> None:
        """Say of a block that cannot be calculated that it need not work alone."""
        scenarios, name = self.plant.data.scenarios, self.scenario_name
        if name != BASELINE and scenarios[name].block:
            whole = [other for other, entry in scenarios.items() if name in entry.extends]
            words = f"this is a block, which need not work alone; calculate {' or '.join(whole)}"
            path = ("scenarios", name)
            problems.add(
                words, self.plant.place(*path, key=True), dotted(path), code="incomplete-scenario"
            )
