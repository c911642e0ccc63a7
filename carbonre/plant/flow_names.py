"""The names of flows in a plant file: other names of a flow are read as its English name.

The plant's own definitions win: an entry under `flows` that states a unit or a kind, and what a
step makes or wastes under a common word. A formula or a Chinese name is that of the flow everywhere
else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carbonre.core.documents import Document, KeyPath, Span
from carbonre.core.errors import Problems
from carbonre.core.paths import PathError, dotted, split_path, value_at
from carbonre.factors.names import ambiguity, flow_names
from carbonre.processes import process_named, process_names

SECTIONS = ("production", "flows", "prices", "exclude", "supply")
IN_STEPS = ("makes", "uses", "wastes", "takes", "treats", "amount", "measured", "allocation")
AMOUNTS = ("makes", "uses", "wastes", "amount", "measured")
NAMING = ("feed", "flow", "choice")  # forms of parameters whose values may be names of flows
PER_KILOGRAM = ("factor", "pact", "upstream", "circular")  # keys of a supply


@dataclass(frozen=True)
class Naming:
    """How the names in a plant file are read.

    Attributes
    ----------
    own : frozenset
        The names that the plant defines for itself.
    exchanged : frozenset
        Of each step the English names of what it uses, makes and wastes.
    """

    own: frozenset[str]
    exchanged: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, data: Any) -> Naming:
        """Return how the names in the data of a plant file are read."""
        own, names = _own_names(data), flow_names()
        exchanged = {
            (step, name if name in own else names.english(name))
            for step, entry in _steps(data).items()
            for kind in ("makes", "uses", "wastes")
            if isinstance(entry.get(kind), dict)
            for name in entry[kind]
        }
        return cls(own, frozenset(exchanged))

    def is_gas(self, path: KeyPath) -> bool:
        """Whether the last part of a path is the name of an emission.

        A meter or an amount of a step is of an emission if the step exchanges no such flow.
        """
        if len(path) != 4 or path[0] != "steps":
            return False
        names, step, name = flow_names(), str(path[1]), str(path[3])
        if path[2] == "emits":
            return True
        is_emission = names.gases.get(name) == (name,)
        return (
            path[2] in ("measured", "amount")
            and is_emission
            and (step, names.english(name)) not in self.exchanged
        )

    def english(self, path: KeyPath) -> KeyPath:
        """Return a path with the English names of its flows."""
        names = flow_names()
        parts: list[str | int] = []
        for part in path:
            where, name = (*parts, part), str(part)
            is_gas = self.is_gas(where)
            if isinstance(part, str) and name not in self.own and (is_gas or _is_flow(where)):
                parts.append(names.english(name, emitted=is_gas))
            else:
                parts.append(part)
        return tuple(parts)


def _own_names(data: Any) -> frozenset[str]:
    """Return the names that a plant defines for itself."""
    names, own = flow_names(), set()
    flows = data.get("flows") if isinstance(data, dict) else None
    for name, entry in flows.items() if isinstance(flows, dict) else ():
        if isinstance(entry, dict) and entry.keys() & {"unit", "kind"}:
            own.add(name)
    for step in _steps(data).values():
        for kind in ("makes", "wastes"):
            made = step.get(kind)
            own |= {n for n in made if n not in names.proper} if isinstance(made, dict) else set()
    supply = data.get("supply") if isinstance(data, dict) else None
    for name, entry in supply.items() if isinstance(supply, dict) else ():
        if isinstance(entry, dict) and "factor" in entry and name not in names.proper:
            own.add(name)  # a factor makes a flow known, in the unit that it is per
    return frozenset(own)


def _steps(data: Any) -> Mapping[str, dict[str, Any]]:
    steps = data.get("steps") if isinstance(data, dict) else None
    found = steps.items() if isinstance(steps, dict) else ()
    return {name: step for name, step in found if isinstance(step, dict)}


def _is_flow(path: KeyPath) -> bool:
    """Whether the last part of a path is the name of a flow."""
    match path:
        case (section, _):
            return section in SECTIONS
        case ("supply", _, "transport", _) | ("about", "products", _):
            return True
        case ("steps", _, kind, _):
            return kind in IN_STEPS
    return False


def _setting(path: KeyPath) -> KeyPath:
    """Return the path that a key holds as its text, under scenarios or uncertainty; else none."""
    is_setting = len(path) == 2 and path[0] == "uncertainty"
    if is_setting or (len(path) == 4 and (path[0], path[2]) == ("scenarios", "set")):
        try:
            return split_path(str(path[-1]))
        except PathError:
            pass  # reported when the path is read
    return ()


def _english_key(path: KeyPath, naming: Naming) -> str | int:
    """Return the last part of a path as it is read."""
    if inner := _setting(path):
        english = naming.english(inner)
        return path[-1] if english == inner else dotted(english)
    return naming.english(path)[-1]


def with_english_names(document: Document, problems: Problems) -> Document:
    """Return a document in which each flow has its English name; places stay where they are."""
    naming = Naming.of(document.data)
    renamed: dict[KeyPath, str | int] = {}
    for path in _keys(document.data, ()):
        key = _english_key(path, naming)
        if key != path[-1]:
            renamed[path] = key
    data = _with_keys(document, (), document.data, renamed, problems)
    data = _with_values(data, naming.own)
    _check(document, naming, problems)
    if not renamed:
        return document if data is document.data else dataclasses.replace(document, data=data)

    def moved(marks: Mapping[KeyPath, Span]) -> dict[KeyPath, Span]:
        return {_moved(path, renamed): span for path, span in marks.items()}

    values, keys = moved(document.values), moved(document.keys)
    return dataclasses.replace(document, data=data, values=values, keys=keys)


def _keys(data: Any, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the path of every key, as deep as names of flows stand."""
    if isinstance(data, dict) and len(path) < 4:
        for key, value in data.items():
            yield (*path, key)
            yield from _keys(value, (*path, key))


def _moved(path: KeyPath, renamed: Mapping[KeyPath, str | int]) -> KeyPath:
    return tuple(renamed.get(path[: size + 1], part) for size, part in enumerate(path))


def _with_keys(
    document: Document,
    path: KeyPath,
    data: Any,
    renamed: Mapping[KeyPath, str | int],
    problems: Problems,
) -> Any:
    """Return data with other keys; the same data where nothing changes."""
    if not isinstance(data, dict) or not renamed or len(path) > 3:
        return data
    found: dict[Any, Any] = {}
    written: dict[Any, Any] = {}
    for key, value in data.items():
        here = (*path, key)
        name = renamed.get(here, key)
        if name in written:
            words = f"'{written[name]}' and '{key}' are both {name}; write it once"
            place = document.place(here, key=True)
            problems.add(words, place, dotted(here), code="duplicate-key")
        written[name] = key
        found[name] = _with_keys(document, here, value, renamed, problems)
    return found


def _with_values(data: Any, own: frozenset[str]) -> Any:
    """Return data with the English names of flows that are the values of parameters."""
    names = flow_names()
    steps: dict[str, dict[str, Any]] = {}
    for name, step in _steps(data).items():
        process = step.get("process")
        if process not in process_names():
            continue
        parameters = process_named(str(process)).parameters
        for key, value in step.items():
            parameter = parameters.get(key)
            if not isinstance(value, str) or value in own or parameter is None:
                continue
            known = names.english(value)
            is_choice = parameter.form == "choice"
            fits = known in parameter.choices and value not in parameter.choices
            if known != value and parameter.form in NAMING and (fits or not is_choice):
                steps.setdefault(name, dict(step))[key] = known
    return {**data, "steps": {**data["steps"], **steps}} if steps else data


def _check(document: Document, naming: Naming, problems: Problems) -> None:
    """Refuse names of two flows, and amounts of solutions without their strength."""
    for path in _keys(document.data, ()):
        target = _setting(path) or (path if _is_flow(path) else ())
        if words := solution_refusal(target, value_at(document.data, path), naming):
            problems.add(words, document.place(path), dotted(path), code="invalid-quantity")
        is_gas = naming.is_gas(path)
        if (is_gas or _is_flow(path)) and path[-1] not in naming.own:
            is_used = path[0] == "steps" and path[2] == "uses"  # told where flows are defined
            words = ambiguity(str(path[-1]), emitted=is_gas)
            if words and not is_used:
                place = document.place(path, key=True)
                problems.add(words, place, dotted(path), code="unknown-flow")


def solution_refusal(path: KeyPath, value: Any, naming: Naming) -> str:
    """Say that a solution is stated without its strength, or per kilogram; else nothing."""
    names = flow_names()
    for size in range(2, min(len(path), 4) + 1):
        here, rest, name = path[:size], path[size:], str(path[size - 1])
        if not _is_flow(here) or name in naming.own or not names.is_solution(name):
            continue
        keys = value.keys() if isinstance(value, dict) else ()
        has_amount = path[0] == "production" or (path[0] == "steps" and path[2] in AMOUNTS)
        if has_amount and isinstance(value, str) and " of " not in value:
            words = f"'{name}' is a solution: write its strength, such as '{value} of 30 %'"
            return f"{words}; without water it is {names.english(name)}"
        if path[0] == "prices" or (path[0] == "supply" and {*rest, *keys} & {*PER_KILOGRAM}):
            words = f"'{name}' is a solution, and what is stated here is per kg without water"
            return f"{words}; write it under {names.english(name)}"
    return ""
