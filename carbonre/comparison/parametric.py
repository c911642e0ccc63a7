"""A parametric study: a plant in which some values are open, read once and evaluated at many.

Numbers travel as arrays of overrides, all points at once. Where the plant holds a value that is no
number of its calculation (a word, a year), each point is a plant of its own.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonre.comparison.override_table import Column
from carbonre.core.arrays import NO_OVERRIDES, Overrides, ReadRecorder
from carbonre.core.documents import KeyPath
from carbonre.core.errors import InputError, Problem, Problems
from carbonre.core.paths import exact_path, split_path
from carbonre.core.units import unit
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import VectorResult
from carbonre.plant.allocation import allocation_words

if TYPE_CHECKING:
    from carbonre.footprint.vectorised import Array

Progress = Callable[[int], None]


@dataclass(frozen=True)
class ParametricStudy:
    """A study that holds a value at each of some paths; numbers there are open.

    Attributes
    ----------
    footprint : Footprint
        At the values that it holds.
    open_paths : mapping
        By dotted path, the key path of the number that an override can take the place of.
    fixed : Overrides
        Numbers that are the same at every point, in place of what the study holds.
    """

    study: Study
    footprint: Footprint
    open_paths: Mapping[str, KeyPath]
    fixed: Overrides = NO_OVERRIDES

    @classmethod
    def of(
        cls, study: Study, values: Mapping[str, Any], fixed: Overrides = NO_OVERRIDES
    ) -> ParametricStudy:
        """Return a study with some values open.

        Parameters
        ----------
        values : mapping
            By dotted path, a value as a plant file would state it: of an open number, any that is
            possible.

        Raises
        ------
        InputError
            If the plant cannot be calculated there.
        """
        there, recorder = study.with_overrides(values), ReadRecorder()
        result = there.footprint(recorder)
        data = there.variant.document.data
        paths = {path: exact_path(data, split_path(path)) for path in values}
        opened = {path: exact for path, exact in paths.items() if exact in recorder.read}
        return cls(there, result, opened, fixed)

    def is_open(self, path: str) -> bool:
        """Whether the value at a path is a number that an override can take the place of."""
        return path in self.open_paths

    def evaluate(
        self, columns: Sequence[Column], size: int, progress: Progress = lambda count: None
    ) -> VectorResult:
        """Return the footprints at all points.

        Parameters
        ----------
        columns : sequence of Column
            What stands at each path: what varies must be open, or each point is calculated alone.
        size : int
            The number of points.
        """
        numbers = {c.path: c.values for c in columns if c.values is not None}
        if all(self.is_open(c.path) or not c.varies() for c in columns):
            plant = {self.open_paths[p]: v for p, v in numbers.items() if self.is_open(p)}
            overrides = Overrides(plant={**self.fixed.plant, **plant})
            return self.study.evaluate(overrides, size, progress)
        result = VectorResult(size)
        for i in range(size):
            self._put(result, i, {column.path: column.text(i) for column in columns})
            progress(1)
        return result

    def _put(self, result: VectorResult, index: int, values: Mapping[str, Any]) -> None:
        """Calculate one point as a plant of its own."""
        import numpy as np

        problems = Problems()
        point = self.study.with_overrides(values).operating_point(problems, self.fixed)
        if point is None:
            result.refuse(np.array([index]), problems.found[0])
        else:
            result.put(np.array([index]), point, point.products_sold())


def column_of(path: str, unit: str, factor: float, values: Sequence[float]) -> Column:
    """Return the column of a path from numbers in a unit, which is `factor` base units."""
    import numpy as np

    return Column(path, values, unit, np.array(values, dtype=float) * factor)


def open_along(
    study: Study, columns: Sequence[Column], fixed: Overrides = NO_OVERRIDES
) -> ParametricStudy:
    """Return a study that is open along columns, read at their first row.

    Raises
    ------
    InputError
        If the plant cannot be calculated there; with the values.
    """
    try:
        return ParametricStudy.of(study, {c.path: c.text(0) for c in columns}, fixed)
    except InputError as error:
        raise _at(error.problems, columns, 0) from None


def refusal(
    opened: ParametricStudy, columns: Sequence[Column], found: VectorResult, index: int
) -> InputError:
    """Return why a row was refused, in the words of a plant of its own, with the values."""
    problems = Problems()
    opened.study.with_overrides({c.path: c.text(index) for c in columns}).calculate(problems)
    return _at(problems.found or [found.refused[index]], columns, index)


def _at(problems: Iterable[Problem], columns: Sequence[Column], index: int) -> InputError:
    at = ", ".join(f"{column.path} = {column.text(index)}" for column in columns)
    return InputError(dataclasses.replace(p, message=f"at {at}: {p.message}") for p in problems)


def total_of(
    study: Study, path: str, label: str, first: float
) -> Callable[[Sequence[float]], Array]:
    """Return the plant's total [kgCO2e] as a function of many values at a path at once.

    Parameters
    ----------
    label : str
        The unit of the values.
    first : float
        A value at which the plant is read.

    Raises
    ------
    InputError
        If the plant cannot be calculated at a value.
    """
    factor = unit(label).factor
    opened = open_along(study, [column_of(path, label, factor, [first])])

    def totals(values: Sequence[float]) -> Array:
        columns = [column_of(path, label, factor, values)]
        found = opened.evaluate(columns, len(values))
        if found.refused:
            raise refusal(opened, columns, found, min(found.refused))
        return found.plant

    return totals


def records(static: Footprint, result: VectorResult, index: int) -> Iterator[dict[str, Any]]:
    """Yield a record per product of one row, with the columns of the footprint CSV.

    Parameters
    ----------
    static : Footprint
        One of the rows, calculated alone: what is the same for all.
    """
    data = static.plant.data
    drafts = {item.name: "; ".join(map(str, item.drafts)) for item in static.products_sold}
    for name, rows in result.products.items():
        if math.isnan(rows.amount[index]):
            continue
        one, two, three = map(float, rows.scopes[:, index])
        location = float(rows.location[index])
        per, label = static.compared_per(name, rows.unit)
        yield {
            "plant": static.plant.name,
            "scenario": static.scenario,
            "period": data.period.written,
            "product": name,
            "amount": float(rows.amount[index]),
            "unit": rows.unit.text,
            "gwp": data.gwp,
            "allocation": allocation_words(data.allocation),
            "scope1": one,
            "scope2": two,
            "scope3": three,
            "total": one + two + three,
            "scope2_location": None if math.isnan(location) else location,
            "drafts": drafts.get(name, "; ".join(map(str, static.drafts))),
            "basis": static.system.flow_of(name).basis,
            "per": label,
            "footprint": (one + two + three) / per,
        }
