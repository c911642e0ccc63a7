"""Scenarios: named overrides of a plant, applied to its document before it is understood.

A scenario never edits a result. It lays values over the document, and the plant that comes out
is read and checked like any other, each overridden value with its line in the scenario.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping
from typing import Any

from carbonre.documents import Mark, Path_
from carbonre.errors import Problems, did_you_mean
from carbonre.plant import BASELINE, Plant, StepEntry, build, dotted, split_path
from carbonre.process import process_named
from carbonre.units import QuantityError

# Where a scenario may set something that the file does not hold yet.
OPEN = ("supply", "prices", "exclude", "production", "flows")
CLOSED = ("carbonre", "plant", "scenarios", "factors")


def overrides(plant: Plant, scenario: str, problems: Problems) -> Mapping[str, tuple[Any, Path_]]:
    """Return what a scenario sets: for each dotted path the value, and where it is written.

    A scenario that extends others takes their settings first and may set them anew; two extended
    scenarios that set one path to different values contradict each other.
    """
    merged: dict[str, tuple[Any, Path_]] = {}
    _collect(plant, scenario, problems, merged, ())
    return merged


def _collect(
    plant: Plant,
    scenario: str,
    problems: Problems,
    merged: dict[str, tuple[Any, Path_]],
    above: tuple[str, ...],
) -> None:
    here: Path_ = ("scenarios", scenario)
    entry = plant.data.scenarios[scenario]
    inherited: dict[str, tuple[Any, Path_]] = {}
    for index, name in enumerate(entry.extends):
        place = plant.place(*here, "extends", index)
        if name in (*above, scenario):
            problems.add(f"'{name}' extends itself", place, dotted(here))
        elif name not in plant.data.scenarios:
            hint = did_you_mean(name, plant.data.scenarios)
            problems.add(f"there is no scenario '{name}'{hint}", place, dotted(here))
        else:
            block: dict[str, tuple[Any, Path_]] = {}
            _collect(plant, name, problems, block, (*above, scenario))
            for path, (value, where) in block.items():
                other = inherited.get(path)
                if other and other[0] != value and path not in entry.set:
                    line = plant.place(*other[1]).line
                    words = f"'{name}' sets {path} to another value than line {line} does"
                    problems.add(f"{words}; set it here", place, dotted(here))
                inherited[path] = (value, where)
    merged.update(inherited)
    merged.update({path: (value, (*here, "set", path)) for path, value in entry.set.items()})


def apply(plant: Plant, scenario: str, problems: Problems) -> Plant | None:
    """Return the plant of a scenario; the baseline is the plant itself."""
    if scenario == BASELINE:
        return plant
    data = copy.deepcopy(plant.document.data)
    values, keys = dict(plant.document.values), dict(plant.document.keys)
    # Setting a process drops the parameters that it lacks, so processes come first; and an outer
    # path comes before the paths inside it, so that the order in the file does not matter.
    settings = []
    for text, (value, where) in overrides(plant, scenario, problems).items():
        try:
            settings.append((split_path(text), value, where))
        except QuantityError as error:
            problems.add(str(error), plant.place(*where, key=True), dotted(where))
    settings.sort(key=lambda item: (item[0][-1] != "process", len(item[0]), item[0]))
    for path, value, where in settings:
        if _fits(plant, data, path, value, where, problems):
            _set(data, path, value)
            _move(values, keys, path, where, value)
            if path[-1] == "process" and isinstance(value, str):
                _drop_parameters(data, path, value)
    document = dataclasses.replace(plant.document, data=data, values=values, keys=keys)
    return build(document, problems)


def _fits(
    plant: Plant, data: Any, path: Path_, value: Any, where: Path_, problems: Problems
) -> bool:
    """Check that a path leads somewhere; the last name may be a new one where that makes sense."""
    place, field = plant.place(*where, key=True), dotted(where[:3])
    if path[0] in CLOSED or path[0] not in type(plant.data).model_fields:
        known = [name for name in type(plant.data).model_fields if name not in CLOSED]
        hint = did_you_mean(str(path[0]), known)
        problems.add(f"a scenario cannot set '{dotted(path)}'{hint}", place, field)
        return False
    if len(path) > 2 and path[0] == "steps" and path[2] == "measured":
        problems.add("a meter reading belongs to the baseline", place, field)
        return False
    for depth, part in enumerate(path):
        if not isinstance(data, dict):
            problems.add(f"'{dotted(path[:depth])}' holds nothing to set", place, field)
            return False
        if part not in data:
            if depth == len(path) - 1 or path[0] in OPEN:
                # A parameter of a step that the file leaves to its default, or a new supply: what
                # it may be is checked with the rest of the plant.
                # A step may be added whole.
                if not (depth == 1 and path[0] == "steps") or isinstance(value, dict):
                    return True
            hint = did_you_mean(str(part), map(str, data))
            words = f"'{dotted(path)}' matches nothing: there is no '{part}'{hint}"
            problems.add(words, place, field)
            return False
        data = data[part]
    return True


def _set(data: Any, path: Path_, value: Any) -> None:
    *parents, last = path
    for part in parents:
        data = data.setdefault(part, {})
    if value is None:
        data.pop(last, None)
    else:
        data[last] = copy.deepcopy(value)


def _move(
    values: dict[Path_, Mark], keys: dict[Path_, Mark], path: Path_, where: Path_, value: Any
) -> None:
    """Give everything at `path` the place that it has in the scenario."""
    size = len(where)
    for marks in (values, keys):
        for old in [old for old in marks if old[: len(path)] == path]:
            del marks[old]
        moved = {(*path, *old[size:]): mark for old, mark in marks.items() if old[:size] == where}
        if value is not None:
            marks.update(moved)


def _drop_parameters(data: Any, path: Path_, process: str) -> None:
    step = data[path[0]][path[1]]
    try:
        kept = {*StepEntry.model_fields, *process_named(process).parameters}
    except KeyError:
        return  # reported when the step is read
    for name in [name for name in step if name not in kept]:
        del step[name]
