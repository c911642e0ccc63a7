"""No number of a plant file is read past its overrides.

Each quantity of each example is changed twice: in the file, and by an override of its number. What
moves must move alike. A quantity whose number is never read must move nothing, or be listed here
with the reason.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import carbonre as cr
from carbonre.core.arrays import Overrides
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems
from carbonre.core.paths import dotted, value_at
from carbonre.core.units import QuantityError, quantity
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.study import Study
from carbonre.plant.format import INVENTORY
from carbonre.processes import process_named
from helpers.plants import factors

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
SECTIONS = ("production", "flows", "steps", "prices", "supply")
MEASURED = "a meter reading calibrates the baseline; it is no value of a scenario"
CHOICE = "a choice among words, such as the pressure of a nozzle"
UNREAD = {"prices": "nothing is shared by it", "supply": "nothing is bought of it"}
Answer = Mapping[str, float] | None


def quantities(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every text below a path of a document that is a quantity."""
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in inside:
        if isinstance(value, (dict, list)):
            yield from quantities(value, (*path, key))
        elif isinstance(value, str):
            try:
                quantity(value)
            except QuantityError:
                continue
            yield (*path, key)


def reason(study: Study, path: KeyPath) -> str:
    """Why the number of a step need not be open to overrides."""
    if path[0] != "steps":
        return ""
    entry = study.variant.data.steps[str(path[1])]
    if entry.process != INVENTORY:
        parameter = process_named(entry.process).parameters.get(str(path[2]))
        if parameter is not None and parameter.form == "choice":
            return CHOICE
    return MEASURED if path[2] == "measured" else ""


def in_the_file(study: Study, path: KeyPath, text: str) -> Answer:
    """Every total with another text in the file; None if it is refused."""
    point = study.with_overrides({dotted(path): text}).operating_point(Problems())
    if point is None:
        return None
    sold = {one.name: one.total for one in point.products_sold()}
    return {**sold, "": sum(row.kgCO2e for row in point.ledger_rows if row.counts)}


def by_override(study: Study, paths: list[KeyPath], values: list[float]) -> list[Answer]:
    """The same, each number moved in a row of its own."""
    _, numbers = study.recorded_values(Problems())
    plant = {path: np.full(len(paths), numbers[path]) for path in paths}
    for i, path in enumerate(paths):
        plant[path][i] = values[i]
    found = study.evaluate(Overrides(plant=plant), len(paths))
    answers: list[Answer] = []
    for i in range(len(paths)):
        totals = {name: float(rows.total[i]) for name, rows in found.products.items()}
        sold = {name: total for name, total in totals.items() if not np.isnan(total)}
        answers.append(None if i in found.refused else {**sold, "": float(found.plant[i])})
    return answers


def check(study: Study) -> set[KeyPath]:
    """Move every quantity both ways; return those that no override moves."""
    data = study.variant.document.data
    _, numbers = study.recorded_values(Problems())
    wanted = [p for section in SECTIONS for p in quantities(data.get(section, {}), (section,))]
    texts, values = {}, {}
    for path in wanted:
        written = quantity(value_at(data, path))
        moved = written.value * (0.99 if not written.unit.dimension else 1.01)
        texts[path], values[path] = f"{moved!r} {written.unit.text}", moved * written.unit.factor
    opened = [path for path in wanted if path in numbers]
    answers = dict(
        zip(opened, by_override(study, opened, [values[path] for path in opened]), strict=True)
    )
    still = in_the_file(study, ("note",), "as it is")
    for path in wanted:
        if reason(study, path):
            assert path not in numbers
            continue
        in_words = in_the_file(study, path, texts[path])
        by_number = answers.get(path, still)
        assert (in_words is None) == (by_number is None), dotted(path)
        if in_words is not None and by_number is not None:
            assert by_number == pytest.approx(dict(in_words), rel=1e-9, abs=1e-12), dotted(path)
    return {path for path in wanted if path not in numbers and not reason(study, path)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_quantity_moves_alike_in_the_file_and_by_an_override(example):
    plant = cr.read_plant(example)
    study = Study.of(plant, factors_of(plant, factors()))
    unread = check(study)
    assert {path[0] for path in unread} <= UNREAD.keys(), unread
    by_value = study.with_overrides({"allocation": "economic"})
    if by_value.operating_point(Problems()) is not None:
        assert check(by_value) <= unread
