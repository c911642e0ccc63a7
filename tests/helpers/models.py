"""How the tests call a process model: its EXAMPLE, and the table of defaults for the rest.

Each tests/processes/test_NAME.py defines what is needed to call the model NAME:

    EXAMPLE = {"feed": Feed("liquor", ...), "cuts": [{"cut": "Nd/Sm", "heavy": "a"}, ...]}

Quantities may be written as in a plant file ("76 %") or be bare numbers in base units; lists are
lists of dicts; an entry that depends on the choices is a function of them:

    EXAMPLE = {"brine": lambda choices: BRINES[choices["saponification"]]}

Everything else comes from the table of defaults. A combination of choices that the model must
refuse is named by an optional function `refused(choices) -> bool` of the same file.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from carbonre.core.units import Unit, quantity, unit
from carbonre.processes import process_named, process_names
from carbonre.unit_process.defaults import Default, default_for
from carbonre.unit_process.model import Exchange, Feed, Indicator, Parameter, Process
from carbonre.unit_process.totals import unused
from helpers.paths import ROOT

Arguments = dict[str, Any]
Result = Sequence[Exchange | Indicator]


@functools.cache
def example_module(name: str) -> ModuleType:
    """Load tests/processes/test_NAME.py, whatever way pytest imports tests."""
    file = ROOT / "tests" / "processes" / f"test_{name}.py"
    assert file.exists(), f"{name} has no {file.name}"
    spec = importlib.util.spec_from_file_location(f"example_of_{name}", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert hasattr(module, "EXAMPLE"), f"{file.name} defines no EXAMPLE"
    return module


def load_examples() -> None:
    """Load the examples of all models, at collection: not while a property is being searched."""
    for name in process_names():
        example_module(name)


def combinations(process: Process) -> Iterator[dict[str, Any]]:
    """Yield every combination of the choices of a model."""
    options = {
        name: parameter.choices or (False, True)
        for name, parameter in process.parameters.items()
        if parameter.form in ("choice", "yes or no")
    }
    for values in itertools.product(*options.values()):
        yield dict(zip(options, values, strict=True))


def is_refused(name: str, choices: Mapping[str, Any]) -> bool:
    """Say whether the model must refuse these choices."""
    refused = getattr(example_module(name), "refused", None)
    return bool(refused and refused(choices))


def example(name: str, **given: Any) -> Arguments:
    """Return the arguments of a model: its EXAMPLE, with what is given on top."""
    process = process_named(name)
    choices = {
        key: given.get(key, parameter.default)
        for key, parameter in process.parameters.items()
        if parameter.form in ("choice", "yes or no")
    }
    entries = {**example_module(name).EXAMPLE, **given}
    return arguments(
        process,
        **{key: value(choices) if callable(value) else value for key, value in entries.items()},
    )


def run_model(name: str, **given: Any) -> Result:
    """Run a model on its EXAMPLE, with what is given on top."""
    return process_named(name).exchanges(example(name, **given))


def amount(result: Result, kind: str, flow: str) -> Any:
    """Return the amount of one exchange of a result, zero if there is none."""
    return sum(
        line.amount
        for line in result
        if isinstance(line, Exchange) and (line.kind, line.flow) == (kind, flow)
    )


def indicator_of(result: Result, name: str) -> Any:
    """Return the value of an indicator that the model tells."""
    (value,) = (line.value for line in result if isinstance(line, Indicator) and line.name == name)
    return value


# --- arguments ----------------------------------------------------------------------------------


def _number(process: Process, parameter: Parameter, given: Any, name: str, context: Any) -> Any:
    if isinstance(given, str):
        read = quantity(given)
        assert read.unit.dimension == measure(parameter).dimension, f"{name}: {given}"
        return read.base
    if given is not None:
        return given
    row = default_for(process.name, name, context)
    assert row is not None, f"{process.name} has no row for '{name}' with {context}"
    if row.value is None and row.evidence == "none":
        return 0.0 if row.minimum is None else row.minimum
    assert row.value is not None, f"{process.name}: the EXAMPLE must state '{name}' for {context}"
    return row.value


def _entry(process: Process, parameter: Parameter, given: Any, context: Mapping[str, str]) -> Any:
    if not isinstance(given, Mapping):
        return given
    assert parameter.item is not None
    unknown = set(given) - {field.name for field in parameter.fields}
    assert not unknown, f"{process.name}: {parameter.name} has no {unknown}"
    plain = {f.name: given.get(f.name, f.default) for f in parameter.fields if f.form != "quantity"}
    inner = {**context, **{key: str(value) for key, value in plain.items()}}
    numbers = {
        f.name: _number(process, f, given.get(f.name), f"{parameter.name}.{f.name}", inner)
        for f in parameter.fields
        if f.form == "quantity"
    }
    return parameter.item(**plain, **numbers)


def arguments(process: Process, **given: Any) -> Arguments:
    """Return bare arguments in base units: what is given, and defaults for the rest."""
    unknown = set(given) - set(process.parameters)
    assert not unknown, f"{process.name} has no parameter {unknown}"
    values: Arguments = {}
    context: dict[str, str] = {}
    for name, parameter in process.parameters.items():
        if parameter.form not in ("quantity", "list"):
            value = given.get(name, parameter.default)
            if parameter.form == "feed" and parameter.default == "" and not value:
                value = None  # the model finds it
            else:
                assert value is not None, f"{process.name}: the EXAMPLE must state '{name}'"
                wants_feed = parameter.form == "feed" and not isinstance(value, Feed)
                assert not wants_feed, f"{process.name}: the EXAMPLE must state the feed '{name}'"
            values[name] = value
            context[name] = value.flow if isinstance(value, Feed) else str(value)
    zero = unused(process, given, context).zero
    for name, parameter in process.parameters.items():
        if name in zero:
            values[name] = 0.0
        elif parameter.form == "quantity":
            values[name] = _number(process, parameter, given.get(name), name, context)
        elif parameter.form == "list":
            entries = given.get(name, parameter.default)
            assert entries is not None, f"{process.name}: the EXAMPLE must state '{name}'"
            values[name] = tuple(_entry(process, parameter, one, context) for one in entries)
    return {name: values[name] for name in process.parameters}


def measure(parameter: Parameter) -> Unit:
    """Return the unit of a quantity; a ratio has none."""
    return unit("" if parameter.unit == "1" else parameter.unit)


def with_numbers(
    process: Process,
    values: Mapping[str, Any],
    change: Callable[[Parameter, Any, Default | None], Any],
) -> Arguments:
    """Return the arguments with every quantity changed, those in lists too.

    `change` is asked with the parameter, its value and the row of the table of defaults that fits.
    """
    plain = {
        name: value.flow if isinstance(value, Feed) else str(value)
        for name, value in values.items()
        if process.parameters[name].form not in ("quantity", "list")
    }

    def entry(parameter: Parameter, item: Any) -> Any:
        fields = {field: getattr(item, field.name) for field in parameter.fields}
        inner = {f.name: str(value) for f, value in fields.items() if f.form != "quantity"}
        changed = {
            field.name: change(
                field,
                value,
                default_for(process.name, f"{parameter.name}.{field.name}", {**plain, **inner}),
            )
            for field, value in fields.items()
            if field.form == "quantity"
        }
        return dataclasses.replace(item, **changed)

    def value(name: str, parameter: Parameter) -> Any:
        if parameter.form == "quantity":
            return change(parameter, values[name], default_for(process.name, name, plain))
        if parameter.form == "list":
            return tuple(entry(parameter, item) for item in values[name])
        return values[name]

    return {name: value(name, parameter) for name, parameter in process.parameters.items()}
