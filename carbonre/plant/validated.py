"""A document -> a table of a format, with everything that is wrong in the file.

Reading goes on after a mistake: a value that is wrong is replaced by a placeholder and its path is
remembered as invalid, so that everything else in the file is checked in the same run.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from carbonre.core.documents import Document, KeyPath
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.paths import child, dotted, value_at
from carbonre.plant.fields import field_at, known_keys, model_at

LONGEST_SHOWN = 80
PASSES = 50  # a placeholder may uncover what was hidden behind the value it replaces
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Validated(Generic[Model]):
    """What a file says, typed.

    Attributes
    ----------
    data : model
        With placeholders where the file is wrong.
    invalid : frozenset
        The paths of the placeholders.
    """

    data: Model
    invalid: frozenset[KeyPath]


def validated(
    model: type[Model], document: Document, problems: Problems, needed: tuple[str, ...] = ()
) -> Validated[Model] | None:
    """Read the data of a document as a table of a format; what is wrong goes to `problems`.

    Parameters
    ----------
    needed : tuple of str
        Sections without which nothing more can be checked; None is returned if one is faulty.
    """
    data = document.data
    invalid: set[KeyPath] = set()
    for _ in range(PASSES):
        if any((name,) in invalid for name in needed):
            return None
        try:
            return Validated(model.model_validate(data), frozenset(invalid))
        except ValidationError as error:
            data = copy.deepcopy(data) if data is document.data else data
            for detail in error.errors(include_url=False):
                _report(model, detail, data, document, problems, invalid)
    return None


def _report(
    model: type[BaseModel],
    detail: Any,
    data: dict[str, Any],
    document: Document,
    problems: Problems,
    invalid: set[KeyPath],
) -> None:
    """Put one finding of pydantic into our words, and a placeholder into `data`."""
    path = _path(detail["loc"], data)
    if path in invalid:
        _replace(data, path, None)
        return
    invalid.add(path)
    above, name = path[:-1], str(path[-1])
    there = path if child(value_at(data, above), path[-1]) else above  # a default may be wrong too
    field = field_at(model, path)
    match detail["type"]:
        case "missing":
            place = document.place(above, key=True) if above else Place(document.file, 1)
            problems.add(
                f"'{name}' is missing{_wanted(field)}", place, dotted(above), code="missing-key"
            )
            _replace(data, path, field and _example(field))
        case "extra_forbidden":
            known = known_keys(model_at(model, above))
            hint = did_you_mean(name, known) or f"; known are {', '.join(known)}"
            words = f"unknown key '{name}'{hint}"
            problems.add(words, document.place(path, key=True), dotted(path), code="unknown-key")
            _replace(data, path, None)
        case "value_error":
            error = detail["ctx"]["error"]
            code = getattr(error, "code", "invalid-value")
            problems.add(str(error), document.place(there), dotted(there), code=code)
            _replace(data, path, getattr(error, "example", None))
        case _:
            problems.add(
                _words(detail, field), document.place(there), dotted(there), code="invalid-value"
            )
            _replace(data, path, _example(field) if field and field.is_required() else None)


def _example(field: FieldInfo) -> Any:
    return field.examples[0] if field.examples else None


def _wanted(field: FieldInfo | None) -> str:
    if field is None:
        return ""
    return f": {field.description}, such as {in_one_line(_example(field))}"


def in_one_line(value: Any) -> str:
    """Write a value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_one_line(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_one_line, value)) + "]"
    return str(value)


def _words(detail: Any, field: FieldInfo | None) -> str:
    given = detail["input"]
    shown = f"'{given}'" if isinstance(given, (str, int, float)) else f"a {_container(given)}"
    if len(shown) > LONGEST_SHOWN:
        shown = shown[: LONGEST_SHOWN - 3] + "...'"
    example = field and in_one_line(_example(field))
    match detail["type"]:
        case "literal_error":
            return f"{shown} is none of {detail['ctx']['expected']}"
        case "string_type":
            return f"{shown} is not text; write a word, in quotes if it looks like a number"
        case "int_type":
            return f"{shown} is not a whole number"
        case "bool_type":
            return f"{shown} is neither true nor false"
        case "dict_type" | "model_type" | "model_attributes_type":
            form = example or "{name: value}"
            return f"{shown} stands where a mapping is wanted, such as {form}"
        case "list_type":
            return f"{shown} stands where a list is wanted, such as {example or '[a, b]'}"
        case "too_short":
            return f"is empty; at least one is wanted, such as {example}"
    message: str = detail["msg"]
    return f"{shown}: {message[:1].lower()}{message[1:]}"


def _container(value: Any) -> str:
    return {dict: "mapping", list: "list", type(None): "blank"}.get(type(value), "value")


def _path(loc: tuple[str | int, ...], data: Any) -> KeyPath:
    """Keep of pydantic's location what is a path in the document (not the marks of unions).

    The last part may be missing in the document.
    """
    path: list[str | int] = []
    for index, part in enumerate(loc):
        found = child(data, part)
        if found is not None:
            path.append(found[0])
            data = found[1]
        elif index == len(loc) - 1 and part != "[key]" and isinstance(data, dict):
            path.append(part)
    return tuple(path)


def _replace(data: Any, path: KeyPath, value: Any) -> None:
    """Set the value at `path`; None takes the key out."""
    *parents, last = path
    inside = value_at(data, parents)
    if value is None and isinstance(inside, dict):
        inside.pop(str(last), None)
    else:
        inside[last] = value
