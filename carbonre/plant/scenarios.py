"""Scenarios: named overrides of a plant, applied to its document before it is understood.

A scenario never edits a result. It overrides values of the document, and the plant that comes out
is read and checked like any other, each overridden value with its line in the scenario.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from carbonre.core.documents import KeyPath, Span
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.notes import Note, warning
from carbonre.core.paths import PathError, child, dotted, split_path
from carbonre.plant.flow_names import Naming, solution_refusal
from carbonre.plant.format import BASELINE, EXCHANGES, INVENTORY, Plant, StepEntry
from carbonre.plant.reader import build
from carbonre.processes import process_named, process_names

# Where a scenario may set something that the file does not hold yet.
OPEN = ("supply", "prices", "exclude", "production", "flows", "uncertainty")
CLOSED = ("carbonre", "plant", "scenarios", "factors")
Override = tuple[Any, KeyPath]  # a value, and where it is written; () for one from elsewhere


def overrides(plant: Plant, scenario: str, problems: Problems) -> Mapping[str, Override]:
    """Return what a scenario sets: for each dotted path the value, and where it is written.

    A scenario that extends others takes their settings first and may set them anew; two extended
    scenarios that set one path to different values contradict each other.
    """
    merged: dict[str, Override] = {}
    _collect(plant, scenario, problems, merged, ())
    return merged


def _collect(
    plant: Plant,
    scenario: str,
    problems: Problems,
    merged: dict[str, Override],
    above: tuple[str, ...],
) -> None:
    here: KeyPath = ("scenarios", scenario)
    entry = plant.data.scenarios[scenario]
    inherited: dict[str, Override] = {}
    for index, name in enumerate(entry.extends):
        place = plant.place(*here, "extends", index)
        if name in (*above, scenario):
            problems.add(
                f"'{name}' extends itself", place, dotted(here), code="conflicting-scenarios"
            )
        elif name not in plant.data.scenarios:
            hint = did_you_mean(name, plant.data.scenarios)
            problems.add(
                f"there is no scenario '{name}'{hint}", place, dotted(here), code="unknown-scenario"
            )
        else:
            block: dict[str, Override] = {}
            _collect(plant, name, problems, block, (*above, scenario))
            for path, (value, where) in block.items():
                other = inherited.get(path)
                if other and other[0] != value and path not in entry.set:
                    line = plant.place(*other[1]).line
                    words = f"'{name}' sets {path} to another value than line {line} does"
                    problems.add(
                        f"{words}; set it here", place, dotted(here), code="conflicting-scenarios"
                    )
                inherited[path] = (value, where)
    merged.update(inherited)
    merged.update({path: (value, (*here, "set", path)) for path, value in entry.set.items()})


def is_known(plant: Plant, scenario: str, problems: Problems) -> bool:
    """Say whether a plant has a scenario, blocks among them; report the nearest name if not."""
    if scenario == BASELINE or scenario in plant.data.scenarios:
        return True
    known = ", ".join(plant.scenarios)
    hint = did_you_mean(scenario, plant.scenarios) or f"; known are {known}"
    problems.add(
        f"there is no scenario '{scenario}'{hint}",
        plant.place("scenarios"),
        code="unknown-scenario",
    )
    return False


def apply_overrides(
    plant: Plant, settings: Mapping[str, Override], problems: Problems
) -> Plant | None:
    """Return the plant with overrides applied to its document.

    Parameters
    ----------
    settings : mapping
        For each dotted path the value, and the path in the document where it is written (empty
        for a value from elsewhere).
    """
    data = _copied(plant.document.data)
    found, naming = [], Naming.of(data)
    for text, (value, where) in settings.items():
        try:
            path = split_path(text)
        except PathError as error:
            problems.add(
                str(error), plant.place(*where, key=True), dotted(where), code="invalid-path"
            )
            continue
        refusal = solution_refusal(path, value, naming)
        if refusal:
            problems.add(refusal, plant.place(*where), dotted(where), code="invalid-quantity")
        found.append((naming.english(path), value, where))
    # Setting a process drops the parameters that it lacks, so processes come first; and an outer
    # path comes before the paths inside it, so that the order in the file does not matter.
    found.sort(key=lambda item: (item[0][-1] != "process", len(item[0]), item[0]))
    warnings: list[Note] = []
    moves: list[tuple[KeyPath, KeyPath]] = []
    for path, value, where in found:
        exact = _fitting(plant, data, path, value, where, problems)
        if exact is None:
            continue
        _set(data, exact, value)
        moves.append((exact, () if value is None else where))
        if exact[-1] == "process" and isinstance(value, str) and len(exact) == 3:
            dropped = _drop_parameters(data, exact, value)
            if dropped:
                words = f"{value} has no {', '.join(dropped)}; dropped from '{exact[1]}'"
                place = plant.place(*where)
                warnings.append(warning("dropped-parameters", dotted(exact), words, place))
    values, keys = (_moved(marks, moves) for marks in (plant.document.values, plant.document.keys))
    document = dataclasses.replace(plant.document, data=data, values=values, keys=keys)
    variant = build(document, problems)
    return variant and dataclasses.replace(variant, warnings=tuple(warnings), is_variant=True)


def _fitting(
    plant: Plant, data: Any, path: KeyPath, value: Any, where: KeyPath, problems: Problems
) -> KeyPath | None:
    """Return the path as the document has it, or None if it leads nowhere.

    The last name may be a new one: a parameter that the file leaves to its default, an exchange,
    a supply, a whole step. What it may be is checked with the rest of the plant.
    """
    place, field = plant.place(*where, key=True), dotted(where[:3])
    if path[0] in CLOSED or path[0] not in type(plant.data).model_fields:
        known = [name for name in type(plant.data).model_fields if name not in CLOSED]
        hint = did_you_mean(str(path[0]), known)
        problems.add(
            f"a scenario cannot set '{dotted(path)}'{hint}", place, field, code="unknown-path"
        )
        return None
    if len(path) > 2 and path[0] == "steps" and path[2] == "measured":
        problems.add("a meter reading belongs to the baseline", place, field, code="unknown-path")
        return None
    exact: list[str | int] = []
    for depth, part in enumerate(path):
        found = child(data, part)
        if found is not None:
            key, data = found
            exact.append(key)
            continue
        if not isinstance(data, dict):
            problems.add(
                f"'{dotted(path[:depth])}' holds nothing to set", place, field, code="unknown-path"
            )
            return None
        last, is_step = depth == len(path) - 1, depth == 1 and path[0] == "steps"
        new = (last and not is_step) or path[0] in OPEN or (last and isinstance(value, dict))
        if new and value is not None:
            return (*exact, *path[depth:])
        words = f"'{dotted(path)}' matches nothing: there is no '{part}'"
        problems.add(
            words + did_you_mean(str(part), map(str, data)), place, field, code="unknown-path"
        )
        return None
    return tuple(exact)


def _set(data: Any, path: KeyPath, value: Any) -> None:
    *parents, last = path
    for part in parents:
        data = data.setdefault(part, {}) if isinstance(data, dict) else data[part]
    if value is None:
        del data[last]
    else:
        data[last] = _copied(value)


def _copied(data: Any) -> Any:
    """Copy a document: its mappings and lists, which alone can change."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


def _moved(
    marks: Mapping[KeyPath, Span], moves: Sequence[tuple[KeyPath, KeyPath]]
) -> dict[KeyPath, Span]:
    """Give everything at the paths that are set the place that it has in the scenario."""
    written: dict[KeyPath, list[KeyPath]] = {where: [] for _, where in moves if where}
    sizes = {len(where) for where in written}
    for old in marks:
        for size in sizes:
            if old[:size] in written:
                written[old[:size]].append(old)
    new: dict[KeyPath, Span] = {}
    for path, where in moves:
        for old in [old for old in new if old[: len(path)] == path]:
            del new[old]
        if where:
            new |= {(*path, *old[len(where) :]): marks[old] for old in written[where]}
    replaced = {path for path, _ in moves}
    kept = {
        old: mark
        for old, mark in marks.items()
        if not any(old[:size] in replaced for size in range(1, len(old) + 1))
    }
    return kept | new


def _drop_parameters(data: Any, path: KeyPath, process: str) -> list[str]:
    """Take out what the new process of a step does not know, and name it."""
    step = data[path[0]][path[1]]
    if process == INVENTORY:
        kept = set(StepEntry.model_fields)
    elif process in process_names():
        kept = {*StepEntry.model_fields, *process_named(process).parameters} - set(EXCHANGES)
    else:
        return []  # reported when the step is read
    dropped = [name for name in step if name not in kept]
    for name in dropped:
        del step[name]
    return dropped
