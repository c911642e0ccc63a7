"""The single values of a plant file: quantities, shares, names; each knows its messages.

A type here is read by one function, which returns the value or says what is wrong, what is wanted
and an example of it. The example is valid: it replaces the faulty value while reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict

from carbonre.core.paths import split_path
from carbonre.core.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    PATTERN,
    Month,
    Period,
    PeriodError,
    month,
    period,
)
from carbonre.core.respelling import as_share
from carbonre.core.scopes import CATEGORY_NAMES, SUPPLY_CHAIN, Category
from carbonre.core.units import LENGTH, Amount, QuantityError, flow_quantity, quantity
from carbonre.factors.places import FORM as PLACE_FORM
from carbonre.factors.places import unknown_place

JsonSchema = dict[str, Any]
ALL = "all"
LONGEST_NAME = 200
NUMBER_ALONE = re.compile(r"[0-9]+(\.[0-9]+)?")
LARGEST_DEVIATION = 100  # geometric


class WrongValueError(ValueError):
    """A value is not what is wanted; `example` is a valid one, `code` the kind of problem."""

    def __init__(self, message: str, example: Any, *, code: str) -> None:
        super().__init__(message)
        self.example, self.code = example, code


@dataclass(frozen=True, eq=False)
class ReadBy:
    """Marks a type whose values a function reads; beside it, their JSON schema."""

    read: Callable[[Any], Any]
    json_schema: JsonSchema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell pydantic to call the function."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> JsonSchema:
        """Return the JSON schema."""
        return dict(self.json_schema)


class Strict(BaseModel):
    """A table of the format: no unknown keys, no guesses, frozen.

    Its validator is built when it is first used, which within a plant file it never is: the
    validator of the file holds those of all its tables.
    """

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True
    )


# --- quantities -----------------------------------------------------------------------------------


def read_amount(value: Any, example: str, read: Callable[[str], Amount] = quantity) -> Amount:
    """Read a quantity; `example` shows what is wanted."""
    if isinstance(value, str):
        if NUMBER_ALONE.fullmatch(value) and not example.endswith(" kg"):
            return read_amount(float(value), example)  # refused, with what it is with a unit
        try:
            return read(value)
        except QuantityError as error:
            raise WrongValueError(str(error), example, code="invalid-quantity") from None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongValueError(
            f"a quantity is wanted, such as '{example}'", example, code="invalid-quantity"
        )
    measure = example.partition(" ")[2]
    hint = as_share(value) if measure == "%" else f"write '{value:g} {measure}'"
    if measure == "kgCO2e/kg":
        hint += f" or, of electricity, '{value:g} kgCO2e/kWh'"
    words = f"the bare number {value:g} has no unit; {hint}"
    raise WrongValueError(words, example, code="invalid-quantity")


def _not_negative(
    value: Any,
    example: str,
    why: str = "amounts are zero or more",
    read: Callable[[str], Amount] = quantity,
) -> Amount:
    amount = read_amount(value, example, read)
    if amount.value < 0:
        raise WrongValueError(f"'{value}' is negative; {why}", example, code="out-of-range")
    return amount


def _quantity(value: Any) -> Amount:
    return _not_negative(value, "12 kg", read=flow_quantity)


def _positive(value: Any) -> Amount:
    amount = _quantity(value)
    if amount.value == 0:
        raise WrongValueError(
            f"'{value}' is zero; more than zero is wanted", "12 kg", code="out-of-range"
        )
    return amount


def _price(value: Any) -> Amount:
    return _not_negative(value, "60 USD/kg")


def _factor(value: Any) -> Amount:
    why = "what is avoided elsewhere is no part of a footprint"
    return _not_negative(value, "2.1 kgCO2e/kg", why)


def _distance(value: Any) -> Amount:
    amount = _not_negative(value, "300 km", "a distance is zero or more")
    if amount.unit.dimension != LENGTH:
        raise WrongValueError(
            f"'{value}' is {amount.unit.kind}; a distance is wanted",
            "300 km",
            code="wrong-dimension",
        )
    return amount


def _share(value: Any) -> Amount:
    # A bare number of at most one may be meant as 0.4 or as 40 %, a larger one is in percent.
    if isinstance(value, str) or (isinstance(value, (int, float)) and value > 1):
        amount = read_amount(value, "60 %")
        if not amount.unit.dimension and 0 <= amount.base <= 1 + 1e-12:
            return amount
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WrongValueError("a share is wanted, such as 60 %", "60 %", code="invalid-quantity")
    hint = "write one such as 60 %" if isinstance(value, str) else as_share(value)
    words = f"'{value}' is no share; {hint}"
    raise WrongValueError(words, "60 %", code="invalid-quantity")


def _mix_part(value: Any) -> Amount:
    """Read a part of a mix: a share, or the amount of a contract."""
    if isinstance(value, str):
        try:
            amount = flow_quantity(value)
        except QuantityError:
            return _share(value)
        if amount.unit.dimension:
            return _not_negative(value, "12 GWh", read=flow_quantity)
    return _share(value)


def _share_taken(value: Any) -> float:
    if value == ALL:
        return 1.0
    share = read_amount(value, "60 %") if isinstance(value, str) else None
    if share is None or share.unit.dimension or not 0 < share.base <= 1 + 1e-12:
        hint = "or a share such as 60 %"
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            hint = f"or {as_share(value).removeprefix('write ')}"
        words = f"'{value}' is no share; write {ALL}, {hint}"
        raise WrongValueError(words, ALL, code="invalid-quantity")
    return share.base


def _geometric_deviation(value: Any) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 1 <= value <= LARGEST_DEVIATION:
        words = f"'{value}' is no geometric standard deviation; write a number from 1 to"
        raise WrongValueError(f"{words} {LARGEST_DEVIATION}", 1.2, code="out-of-range")
    return float(value)


def _end(value: Any) -> Amount | float:
    """Read an end of a distribution; of a bare ratio, a number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return read_amount(value, "0.3 V")


def _deviation(value: Any) -> Amount | float:
    end = _end(value)
    if (end.value if isinstance(end, Amount) else end) < 0:
        words = f"'{value}' is negative; a standard deviation is zero or more"
        raise WrongValueError(words, "0.3 V", code="out-of-range")
    return end


def _ends(value: Any) -> tuple[Amount | float, Amount | float]:
    if not isinstance(value, list) or len(value) != 2:
        raise WrongValueError(
            "two ends are wanted, such as [8 V, 11 V]", ["8 V", "11 V"], code="invalid-distribution"
        )
    return _end(value[0]), _end(value[1])


# --- names and words ------------------------------------------------------------------------------


def _name(value: Any) -> str:
    # A name such as 2024 or yes is read by YAML as something else; a name is text all the same.
    if isinstance(value, bool) or value is None or not isinstance(value, (str, int, float)):
        raise WrongValueError("a name is wanted", "name", code="invalid-value")
    text = str(value)
    if not text.strip() or len(text) > LONGEST_NAME:
        raise WrongValueError(
            f"a name has 1 to {LONGEST_NAME} characters", "name", code="invalid-value"
        )
    return text


def _category(value: Any) -> Category:
    number = str(value)
    known = {key: f"{key} {name}" for key, name in CATEGORY_NAMES.items()}
    if isinstance(value, bool) or number not in known:
        words = f"'{value}' is no category of scope 3; write the number of one of"
        words = f"{words}: {', '.join(known.values())}"
        raise WrongValueError(words, 6, code="invalid-value")
    if number == SUPPLY_CHAIN:
        words = "category 3 is the supply chain of bought energy, and no other flow is part of it"
        raise WrongValueError(f"{words}; state kind: fuel, electricity or heat", 6,
                              code="invalid-value")  # fmt: skip
    return next(key for key in CATEGORY_NAMES if key == number)


def _location(value: Any) -> str:
    text = str(value)
    if words := unknown_place(text):
        raise WrongValueError(words, "CN-NM", code="invalid-value")
    return text


def _period(value: Any) -> Period:
    try:
        return period(value)
    except PeriodError as error:
        raise WrongValueError(str(error), 2024, code="invalid-value") from None


def _month(value: Any) -> Month:
    try:
        return month(str(value))
    except PeriodError as error:
        raise WrongValueError(str(error), "2024-03", code="invalid-value") from None


def _setting_path(value: Any) -> str:
    split_path(value)
    return str(value)


def _text(value: Any) -> str:
    """Read a text that may be empty."""
    if value is None or not isinstance(value, (str, int, float)):
        raise WrongValueError("a text is wanted", "text", code="invalid-value")
    return str(value)


NUMBER = r"\+?\d+(\.\d+)?([eE][+-]?\d{1,3})?"
WITH_UNIT: JsonSchema = {"type": "string", "pattern": rf"^{NUMBER} ?[A-Za-z%].*$"}
END_SCHEMA: JsonSchema = {
    "anyOf": [{"type": "string", "pattern": rf"^-?{NUMBER} ?[A-Za-z%].*$"}, {"type": "number"}]
}
NAME_SCHEMA: JsonSchema = {
    "type": ["string", "number"], "minLength": 1, "maxLength": LONGEST_NAME,
}  # fmt: skip

# To mark a type that may also be None: `Annotated[Amount | None, SHARE]`; None cannot be written.
SHARE = ReadBy(_share, WITH_UNIT)
FACTOR = ReadBy(_factor, WITH_UNIT)
NAME = ReadBy(_name, NAME_SCHEMA)
CATEGORY = ReadBy(
    _category, {"enum": [int(number) for number in CATEGORY_NAMES if number != SUPPLY_CHAIN]}
)
GEOMETRIC_DEVIATION = ReadBy(
    _geometric_deviation, {"type": "number", "minimum": 1, "maximum": LARGEST_DEVIATION}
)
DEVIATION = ReadBy(_deviation, END_SCHEMA)
PERIOD = ReadBy(
    _period,
    {
        "anyOf": [
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
            {"type": "string", "pattern": PATTERN},
        ]
    },
)
MONTH_OF_YEAR = ReadBy(_month, {"type": "string", "pattern": f"^{MONTH}$"})
RANGE = ReadBy(_ends, {"type": "array", "items": END_SCHEMA, "minItems": 2, "maxItems": 2})

Quantity = Annotated[Amount, ReadBy(_quantity, WITH_UNIT)]
Positive = Annotated[Amount, ReadBy(_positive, WITH_UNIT)]
Price = Annotated[Amount, ReadBy(_price, WITH_UNIT)]
Distance = Annotated[Amount, ReadBy(_distance, WITH_UNIT)]
EmissionFactor = Annotated[Amount, FACTOR]
Share = Annotated[Amount, SHARE]
MixPart = Annotated[Amount, ReadBy(_mix_part, WITH_UNIT)]
ShareTaken = Annotated[float, ReadBy(_share_taken, {"anyOf": [{"const": ALL}, WITH_UNIT]})]
Range = tuple[Amount | float, Amount | float]
Name = Annotated[str, NAME]
Location = Annotated[
    str, ReadBy(_location, {"type": "string", "pattern": f"^{PLACE_FORM.pattern}$"})
]
PeriodValue = Annotated[Period, PERIOD]
Text = Annotated[str, ReadBy(_text, {"type": ["string", "number", "boolean"]})]
SettingPath = Annotated[str, ReadBy(_setting_path, {"type": "string", "minLength": 1})]
FlowKind = Literal["material", "fuel", "electricity", "heat", "water", "transport"]
