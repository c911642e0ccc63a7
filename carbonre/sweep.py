"""One value over a range, for several scenarios: what happens if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carbonre.calibration import calibration
from carbonre.errors import InputError, Place, Problem, Problems
from carbonre.footprint import Footprint, of_variant
from carbonre.plant import BASELINE
from carbonre.scenarios import lay_over, overrides
from carbonre.units import QuantityError, quantity

POINTS = 11


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a sweep, and the plant's total under each scenario [kgCO2e]."""

    value: float
    unit: str
    totals: tuple[float, ...]


def sweep(results: list[Footprint], text: str) -> list[Point]:
    """Return the totals of scenarios along a range.

    Parameters
    ----------
    results : list of Footprint
        Scenarios of one plant.
    text : str
        ``PATH=LOW..HIGH``, such as ``steps.smelting.cell_voltage=8 V..11 V``.

    Raises
    ------
    InputError
        If the text is no range, or a value in it cannot be set.
    """
    place = Place(results[0].plant.document.file)
    path, equals, span = text.partition("=")
    low, dots, high = span.partition("..")
    try:
        if not equals or not dots:
            raise QuantityError("write PATH=LOW..HIGH, such as steps.x.cell_voltage=8 V..11 V")
        first, last = quantity(low.strip()), quantity(high.strip())
        if first.unit.dimension != last.unit.dimension:
            raise QuantityError(f"'{low}' is {first.unit.kind} and '{high}' is {last.unit.kind}")
    except QuantityError as error:
        raise InputError([Problem(f"--sweep: {error}", place)]) from None
    end = last.base / first.unit.factor
    totals_of = [total_along(result, path.strip()) for result in results]
    points = []
    for index in range(POINTS):
        value = first.value + (end - first.value) * index / (POINTS - 1)
        setting = f"{value!r} {first.unit.text}"
        totals = tuple(total(setting) for total in totals_of)
        points.append(Point(value, first.unit.text, totals))
    return points


def total_along(result: Footprint, path: str) -> Callable[[str], float]:
    """Return the plant's total of a scenario [kgCO2e] as a function of one value, set on top."""
    plant, factors = result.origin or result.plant, result.system.factors
    asked = Problems()
    known = result.scenario != BASELINE
    settings = dict(overrides(plant, result.scenario, asked)) if known else {}
    readings = calibration(plant, factors, asked)
    asked.raise_any()

    def total(setting: str) -> float:
        problems = Problems()
        variant = lay_over(plant, {**settings, path: (setting, ())}, problems)
        found = (
            of_variant(variant, factors, result.scenario, readings, problems) if variant else None
        )
        problems.raise_any()
        assert found is not None
        return found.total

    return total
