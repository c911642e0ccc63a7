"""A plant over rows is the plants of the rows, one by one.

Every number of a drawn plant is multiplied, row by row, with numbers that know nothing of each
other; some with zero, some so that a loop gains.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from carbonre.core.arrays import Overrides
from carbonre.core.errors import Problems
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.footprint.vectorised import VectorResult
from helpers.plants import factors, read
from helpers.random_plants import Plant, plants

ROWS = 8
PRECISE = 1e-12
SPREADS = (0.01, 0.3, 1.5)  # of the logarithm of a multiplier


def study_and_numbers(plant: Plant) -> tuple[Study, dict[Any, float]]:
    """What is the same for all rows, and every number that may vary."""
    problems = Problems()
    understood = read(plant, problems)
    assert understood is not None, problems.found
    study = Study.of(understood, factors())
    _, numbers = study.recorded_values(problems)
    if problems.found:  # a plant without an operating point
        reject()
    return study, dict(numbers)


def drawn_rows(numbers: dict[Any, float], seed: int, spread: float, zeros: float) -> Overrides:
    """Each number times a lognormal multiplier of its own in each row, or zero."""
    rng = np.random.default_rng(seed)
    given = {}
    for path, value in numbers.items():
        multipliers = np.exp(spread * rng.standard_normal(ROWS))
        given[path] = value * np.where(rng.random(ROWS) < zeros, 0.0, multipliers)
    return Overrides(plant=given)


def one_row(overrides: Overrides, index: int) -> Overrides:
    return Overrides(plant={path: float(values[index]) for path, values in overrides.plant.items()})


def alone(study: Study, overrides: Overrides, index: int) -> tuple[Footprint | None, Problems]:
    """A single run of a row."""
    problems = Problems()
    return study.calculate(problems, one_row(overrides, index)), problems


def compare(study: Study, overrides: Overrides, size: int = ROWS) -> VectorResult:
    """Every row is what it is alone, and refused exactly when it is refused alone."""
    before = {path: values.copy() for path, values in overrides.plant.items()}
    outcome = study.evaluate(overrides, size)
    assert all((overrides.plant[path] == values).all() for path, values in before.items())
    for index in range(size):
        single, problems = alone(study, overrides, index)
        if single is None:
            assert index in outcome.refused, problems.found
            assert math.isnan(outcome.plant[index])
            assert all(np.isnan(found.total[index]) for found in outcome.products.values())
            continue
        assert index not in outcome.refused, outcome.refused[index]
        assert outcome.plant[index] == pytest.approx(single.total, rel=PRECISE)
        sold = {
            name for name, found in outcome.products.items() if not np.isnan(found.amount[index])
        }
        assert sold == {item.name for item in single.products_sold}
        for item in single.products_sold:
            found = outcome.products[item.name]
            noise = PRECISE * single.total / item.amount
            assert found.unit == item.unit
            assert found.amount[index] == pytest.approx(item.amount, rel=PRECISE)
            assert found.total[index] == pytest.approx(item.total, rel=PRECISE, abs=noise)
            assert found.scopes[:, index] == pytest.approx(item.scopes, rel=PRECISE, abs=noise)
    return outcome


def in_parts(study: Study, overrides: Overrides, cuts: Sequence[int]) -> VectorResult:
    """The same rows, evaluated in parts."""
    outcome = VectorResult(ROWS)
    for start, end in zip((0, *cuts), (*cuts, ROWS), strict=True):
        if end > start:
            part = study.evaluate(overrides.take(slice(start, end)), end - start)
            outcome.take_up(part, start)
    return outcome


def bytes_of(outcome: VectorResult) -> dict[str, bytes]:
    """Every figure of an outcome; of products that no row sells there is none."""
    found = {"plant": outcome.plant.tobytes()}
    for name, rows in outcome.products.items():
        if not np.isnan(rows.amount).all():
            found[name] = rows.amount.tobytes() + rows.scopes.tobytes() + rows.location.tobytes()
    return found


SEEDS = st.integers(0, 2**32 - 1)


@given(plants(), SEEDS, st.sampled_from(SPREADS), st.sampled_from((0.0, 0.0, 0.02)))
def test_each_row_is_the_plant_of_its_own(
    plant: Plant, seed: int, spread: float, zeros: float
) -> None:
    study, numbers = study_and_numbers(plant)
    compare(study, drawn_rows(numbers, seed, spread, zeros))


@pytest.mark.slow
@settings(max_examples=2000)
@given(plants(), SEEDS, st.sampled_from(SPREADS), st.sampled_from((0.0, 0.0, 0.02)))
def test_each_row_of_many_plants(plant: Plant, seed: int, spread: float, zeros: float) -> None:
    study, numbers = study_and_numbers(plant)
    compare(study, drawn_rows(numbers, seed, spread, zeros))


@given(plants(), SEEDS, st.sampled_from(SPREADS), st.lists(st.integers(0, ROWS), max_size=4))
def test_any_parting_of_the_rows_gives_the_same_bytes(
    plant: Plant, seed: int, spread: float, cuts: list[int]
) -> None:
    study, numbers = study_and_numbers(plant)
    overrides = drawn_rows(numbers, seed, spread, 0.0)
    whole, parts = study.evaluate(overrides, ROWS), in_parts(study, overrides, sorted(cuts))
    assert bytes_of(whole) == bytes_of(parts)
    assert whole.refused.keys() == parts.refused.keys()


@given(plants(loops=True), st.sampled_from((3.0, 30.0)), SEEDS)
def test_rows_whose_loops_gain_are_refused_and_no_others(
    plant: Plant, strength: float, seed: int
) -> None:
    """What is used of products inside grows from row to row."""
    study, numbers = study_and_numbers(plant)
    inside = [path for path in numbers if path[0] == "steps" and "product" in str(path[-1])
              and path[2] == "uses"]  # fmt: skip
    assume(inside)
    rng = np.random.default_rng(seed)
    growth = np.linspace(0.0, strength, ROWS)
    overrides = Overrides(
        plant={path: numbers[path] * growth * rng.uniform(0.5, 1) for path in inside}
    )
    compare(study, overrides)


def loop(recycled: str = "0.2 kg") -> Plant:
    """Two steps; what the second sends back is used by the first."""
    steps = {
        "melt": {"process": "inventory", "makes": {"ingot": "1 kg"},
                 "uses": {"ore": "1 kg", "scrap": recycled}},
        "cut": {"process": "inventory", "makes": {"plate": "1 kg"}, "uses": {"ingot": "1.5 kg"}},
        "shred": {"process": "inventory", "makes": {"scrap": "1 kg"}, "uses": {"plate": "1 kg"}},
    }  # fmt: skip
    supply = {"ore": {"factor": "2 kgCO2e/kg", "source": "drawn"}}
    return {"carbonre": 1, "plant": "loop", "period": 2024, "production": {"plate": "1 t"},
            "steps": steps, "supply": supply}  # fmt: skip


def test_a_loop_that_gains_in_some_rows() -> None:
    """Gain 1.5 x: below one up to two thirds; 1.5 x 2 / (1 - 1.5 x) kgCO2e per kg of plate."""
    study, _ = study_and_numbers(loop())
    recycled = np.array([0.0, 0.2, 0.6, 0.66, 0.7, 5.0])
    overrides = Overrides(plant={("steps", "melt", "uses", "scrap"): recycled})
    outcome = compare(study, overrides, len(recycled))
    assert set(outcome.refused) == {4, 5}
    assert "uses as much of its own product as it makes" in str(outcome.refused[4])
    expected = 3000 / (1 - 1.5 * recycled[:4])
    assert outcome.products["plate"].total[:4] == pytest.approx(expected, rel=1e-12)
