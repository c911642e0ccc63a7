"""Which stated parameters of a step change nothing: the branch that is chosen does not use them.

A model is a pure function, so it is asked: with other values of a parameter it gives the same
answer, or it uses the parameter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from carbonre.core.arrays import is_scalar
from carbonre.unit_process.defaults import defaults
from carbonre.unit_process.model import Parameter, Process

OTHER_VALUES = (0.5, 0.9, 1.1, 2.0)  # times the stated one
WHERE_ZERO = (0.01, 0.5)  # in place of a stated zero [base unit]


def ignored_parameters(
    process: Process, values: Mapping[str, Any], stated: Collection[str]
) -> Iterator[str]:
    """Yield the stated parameters that change nothing in the answer of a model.

    Parameters
    ----------
    values : mapping
        The arguments that the model is called with, which has an answer to them.
    stated : collection of str
        The parameters that the plant states.
    """
    answer = None
    selecting = {key for row in defaults(process.name) for key in row.when}  # selects defaults
    for name in stated:
        parameter = process.parameters.get(name)
        is_known = parameter is not None and name not in selecting
        others = _others(parameter, values[name]) if parameter and is_known else []
        if not others:
            continue
        answer = process.exchanges(values) if answer is None else answer
        if all(_gives(process, {**values, name: other}, answer) for other in others):
            yield name


def deciding(process: Process, name: str, values: Mapping[str, Any]) -> str:
    """Name what decides whether a parameter is used, as far as its table of defaults knows it."""
    rows = [row for row in defaults(process.name) if row.parameter == name]
    names = dict.fromkeys(key for row in rows for key in row.when)
    listed = [f"{key}: {values[key]}" for key in names if isinstance(values.get(key), str)]
    return ", ".join(listed)


def _others(parameter: Parameter, value: Any) -> list[Any]:
    """Return other values that a parameter could have; none where that is not known."""
    match parameter.form:
        case "quantity" if is_scalar(value):
            return [value * times for times in OTHER_VALUES] if value else [*WHERE_ZERO]
        case "choice":
            return [choice for choice in parameter.choices if choice != value]
        case "yes or no":
            return [not value]
    return []


def _gives(process: Process, values: Mapping[str, Any], answer: Any) -> bool:
    """Whether a model gives this answer; one that refuses the values makes use of them."""
    try:
        return bool(process.exchanges(values) == answer)
    except (ArithmeticError, ValueError):
        return False
