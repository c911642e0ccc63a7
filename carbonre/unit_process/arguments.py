"""From what a plant file says about a step to the arguments of its process model.

Numbers that the file does not give come from `factors/processes/<name>.csv`, and every one that
is used is remembered with its row, so that a report can name the drafts among them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from carbonre.core.arrays import NO_OVERRIDES, Overrides, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.notes import Note, warning
from carbonre.core.respelling import ELEMENTS, as_share
from carbonre.core.units import KINDS, Amount, QuantityError, Unit, number, quantity, unit
from carbonre.unit_process.defaults import Default, default_for
from carbonre.unit_process.model import UNKNOWN, Feed, Parameter, Process
from carbonre.unit_process.totals import Unused, unused


@dataclass
class Arguments:
    """What a model is called with, and where it came from."""

    values: dict[str, Any] = field(default_factory=dict)
    defaults: list[Default] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    unknown_feeds: list[str] = field(default_factory=list)


@dataclass
class ArgumentReader:
    """Reads the parameters of one step; `read` does it."""

    process: Process
    path: KeyPath
    place: Callable[..., Place]
    feed: Callable[[str], Feed | None]
    problems: Problems
    invalid: frozenset[KeyPath] = frozenset()
    overrides: Overrides = NO_OVERRIDES
    result: Arguments = field(default_factory=Arguments)
    unused: Unused = field(default_factory=Unused)

    def read(self, given: Mapping[str, Any]) -> Arguments:
        """Return the arguments for the model; what is wrong goes to `problems`."""
        parameters = self.process.parameters
        for name in given:
            if name not in parameters:
                hint = did_you_mean(name, parameters) or _listed(parameters)
                words = f"{self.process.name} has no parameter '{name}'{hint}"
                self._problem(words, (name,), key=True, code="unknown-parameter")
        context: dict[str, str] = {}
        later = []
        for name, parameter in parameters.items():
            if parameter.form in ("quantity", "list"):
                later.append((name, parameter))
            else:
                value = self._plain(parameter, given.get(name), (name,))
                self.result.values[name] = value
                context[name] = (
                    value.flow if isinstance(value, Feed) else "" if value is None else str(value)
                )
        self.unused = unused(self.process, given, context)
        for name, parameter in later:
            read = self._list if parameter.form == "list" else self._quantity
            self.result.values[name] = read(parameter, given.get(name), (name,), context, "")
        return self.result

    def _problem(self, words: str, path: KeyPath, key: bool = False, *, code: str) -> None:
        if (*self.path, *path) not in self.invalid:
            place = self.place(*self.path, *path, key=key)
            name = ".".join(map(str, (*self.path, *path)))
            self.problems.add(words, place, name, code=code)

    def _plain(self, parameter: Parameter, given: Any, path: KeyPath) -> Any:
        value = parameter.default if given is None else given
        if value is None:
            self._problem(
                f"{self.process.name} needs '{parameter.name}'{_wanted(parameter)}",
                path,
                code="missing-parameter",
            )
            return Feed("") if parameter.form == "feed" else ""
        match parameter.form:
            case "choice" if str(value) not in parameter.choices:
                symbol = ELEMENTS.get(str(value).strip().casefold().removesuffix(" metal"), value)
                near = symbol in parameter.choices
                hint = did_you_mean(str(value), parameter.choices)
                hint = f"; did you mean '{symbol}'?" if near else hint
                choices = ", ".join(parameter.choices)
                self._problem(f"'{value}' is none of {choices}{hint}", path, code="invalid-value")
                return parameter.default or parameter.choices[0]
            case "yes or no" if not isinstance(value, bool):
                self._problem(f"'{value}' is neither true nor false", path, code="invalid-value")
                return bool(parameter.default)
            case "feed" if value == "" == parameter.default:
                return None  # the model finds it
            case "feed":
                return self._feed(value, path)
            case "shares":
                return self._shares(value, path)
            case "flow" if not isinstance(value, str):
                self._problem(f"'{value}' is not the name of a flow", path, code="invalid-value")
                return ""
        return value

    def _feed(self, value: Any, path: KeyPath) -> Feed:
        if not isinstance(value, str) or not value:
            self._problem(f"'{value}' is not the name of a flow", path, code="invalid-value")
            return Feed("")
        feed = self.feed(value)
        if feed is None:
            self.result.unknown_feeds.append(value)
        return feed or Feed(value, UNKNOWN, UNKNOWN)

    def _shares(self, value: Any, path: KeyPath) -> dict[str, float]:
        if not isinstance(value, dict) or not value:
            self._problem(
                "shares are wanted, such as {Pr: 25 %, Nd: 75 %}", path, code="invalid-value"
            )
            return {}
        part = Parameter("share", "quantity", unit="%")
        shares = {
            str(name): self._given(part, entry, (*path, name), None) or 0.0
            for name, entry in value.items()
        }
        whole = sum(shares.values())
        if unanimous(abs(whole - 1) > 1e-6):
            words = f"the shares add up to {first(whole) * 100:.6g} %, not to 100 %"
            self._problem(words, path, code="wrong-sum")
        return shares

    def _list(
        self, parameter: Parameter, given: Any, path: KeyPath, context: Mapping[str, str], _: str
    ) -> Any:
        if given is None and parameter.default is not None:
            return parameter.default
        if not isinstance(given, list) or not given:
            fields = ", ".join(f"{field.name}: ..." for field in parameter.fields)
            self._problem(
                f"a list is wanted, each entry with {{{fields}}}", path, code="invalid-value"
            )
            return ()
        assert parameter.item is not None
        items = [self._item(parameter, one, (*path, i), context) for i, one in enumerate(given)]
        return tuple(item for item in items if item is not None)

    def _item(
        self, parameter: Parameter, given: Any, path: KeyPath, context: Mapping[str, str]
    ) -> Any:
        fields = {field.name: field for field in parameter.fields}
        if not isinstance(given, dict):
            self._problem(
                f"a mapping is wanted, with {', '.join(fields)}", path, code="invalid-value"
            )
            return None
        for name in given:
            if name not in fields:
                words = f"unknown key{did_you_mean(name, fields) or _listed(fields)}"
                self._problem(words, (*path, name), key=True, code="unknown-key")
        values: dict[str, Any] = {}
        inner = dict(context)
        for name, entry in sorted(fields.items(), key=lambda pair: pair[1].form == "quantity"):
            if entry.form == "quantity":
                prefix = f"{parameter.name}."
                values[name] = self._quantity(entry, given.get(name), (*path, name), inner, prefix)
            else:
                values[name] = self._plain(entry, given.get(name), (*path, name))
                inner[name] = str(values[name])
        assert parameter.item is not None
        return parameter.item(**values)

    def _quantity(
        self,
        parameter: Parameter,
        given: Any,
        path: KeyPath,
        context: Mapping[str, str],
        prefix: str,
    ) -> Any:
        row = default_for(self.process.name, prefix + parameter.name, context)
        if given is not None:
            return self._given(parameter, given, path, row)
        if prefix + parameter.name in self.unused.zero:
            return 0.0
        if row is not None and row.value is not None:
            if prefix + parameter.name in self.unused.parts:
                return row.value
            self.result.defaults.append(row)
            value = self.overrides.default(row.place, row.value)
            return self._stood_in(parameter, value, path, row)
        if row is not None and row.evidence == "none":
            return 0.0 if row.minimum is None else row.minimum
        words = f"{self.process.name} needs '{parameter.name}'{_wanted(parameter)}"
        if row is not None and row.low is not None and row.high is not None:
            words += f"; plausible is {row.show(row.low)} to {row.show(row.high)}"
        if row is not None and row.note:
            words += f" ({row.note})"
        self._problem(words, path, code="missing-parameter")
        return row.low if row is not None and row.low is not None else 1.0

    def _stood_in(
        self, parameter: Parameter, written: Any, path: KeyPath, row: Default | None
    ) -> Any:
        """Return the override of a written value, if it is possible in every row."""
        values = self.overrides.value((*self.path, *path), written)
        if values is written:
            return written
        measure = _measure(parameter)
        low, high = (0.0, None) if row is None else (row.minimum, row.maximum)
        low, high = -math.inf if low is None else low, math.inf if high is None else high
        if not unanimous((values >= low) & (values <= high)):
            shown, *ends = (f"{v / measure.factor:g}" for v in (first(values), low, high))
            words = f"'{shown} {measure.text}' is not possible; wanted is {' to '.join(ends)}"
            self._problem(f"{words} {measure.text}", path, code="out-of-range")
        return values

    def _given(self, parameter: Parameter, given: Any, path: KeyPath, row: Default | None) -> Any:
        measure = _measure(parameter)
        stand_in = row.value if row is not None and row.value is not None else 1.0
        example = row.show(row.value) if row is not None and row.value is not None else ""
        example = example or f"9.5 {measure.text}".strip()
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            self._problem(
                f"{measure.kind} is wanted, such as '{example}'", path, code="invalid-quantity"
            )
            return stand_in
        if not isinstance(given, str) and measure.text:
            hint = f"such as '{given:g} {measure.text}'"
            hint = as_share(given) if measure.text == "%" and 0 < given <= 1 else hint
            words = f"the bare number {given:g} has no unit; {measure.kind} is wanted, {hint}"
            self._problem(words, path, code="invalid-quantity")
            return stand_in
        try:
            # A ratio without a unit, such as a separation factor, is the one bare number.
            amount = _ratio(given) if not measure.text else quantity(str(given))
        except QuantityError as error:
            self._problem(str(error), path, code="invalid-quantity")
            return stand_in
        if amount.unit.dimension != measure.dimension:
            words = (
                f"'{given}' is {amount.unit.kind}; {measure.kind} is wanted, such as '{example}'"
            )
            self._problem(words, path, code="wrong-dimension")
            return stand_in
        self._limits(parameter, amount, path, row)
        return self._stood_in(parameter, amount.base, path, row)

    def _limits(
        self, parameter: Parameter, amount: Amount, path: KeyPath, row: Default | None
    ) -> None:
        if row is None:
            if amount.value < 0:
                self._problem(f"'{amount}' is negative", path, code="out-of-range")
            return
        low, high = row.minimum, row.maximum
        if (low is not None and amount.base < low) or (high is not None and amount.base > high):
            limits = [f"{row.show(low)} at least" if low is not None else ""]
            limits.append(f"{row.show(high)} at most" if high is not None else "")
            words = f"'{amount}' is not possible; wanted is {' and '.join(filter(None, limits))}"
            self._problem(words, path, code="out-of-range")
            return
        low, high = row.low, row.high
        tolerance = 1e-9 * abs(amount.base)
        if (low is not None and amount.base < low - tolerance) or (
            high is not None and amount.base > high + tolerance
        ):
            band = " to ".join(row.show(v) if v is not None else "..." for v in (low, high))
            where = self.place(*self.path, *path)
            name = ".".join(map(str, (*self.path, *path)))
            words = f"{amount} is outside the plausible range {band} ({row.evidence}, {row.source})"
            self.result.warnings.append(warning("outside-plausible-range", name, words, where))


def _ratio(given: str | int | float) -> Amount:
    text = str(given)
    try:
        return quantity(text)
    except QuantityError:
        return Amount(number(text), Unit(1.0, (), ""))


def _measure(parameter: Parameter) -> Unit:
    return unit(parameter.unit if parameter.unit != "1" else "")


def _wanted(parameter: Parameter) -> str:
    match parameter.form:
        case "choice":
            return f", one of {', '.join(parameter.choices)}"
        case "quantity":
            measure = _measure(parameter)
            if not measure.text:
                return ", a ratio"
            named = measure.dimension in KINDS  # otherwise its kind is its unit
            return f", {measure.kind} in {measure.text}" if named else f", {measure.kind}"
        case "feed" | "flow":
            return ", the name of a flow"
        case "shares":
            return ", such as {Pr: 25 %, Nd: 75 %}"
    return ""


def _listed(names: Mapping[str, Any]) -> str:
    return f"; it has {', '.join(names)}" if names else "; it has none"
