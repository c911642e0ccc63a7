"""Units: the strict grammar of a quantity, and the one pint registry.

A user's number never reaches pint: its string parser reads "12 000 kWh" as 0 and "1,5 kg" as 15.
A quantity is ``NUMBER UNIT`` in the grammar below; the unit is a product of names from
`units.txt`. Arithmetic inside carbonre is on bare numbers in the base units of that file, whose
dimensions were proven when they were read; pint Quantities are made on request.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any

from carbonre.core.errors import did_you_mean
from carbonre.core.respelling import respelled

if TYPE_CHECKING:
    import pint

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
FACTOR = re.compile(r"([A-Za-z%][A-Za-z0-9_]*|1)(?:\s*\^\s*(-?[0-9]))?")
LONGEST = 64
SMALLEST, LARGEST = 1e-30, 1e30

REFUSED = {
    "ton": "write t (tonne), short_ton or long_ton",
    "tons": "write t (tonne), short_ton or long_ton",
    "mt": "write t (tonne) or Mt (million tonnes)",
    "MT": "write t (tonne) or Mt (million tonnes)",
    "mWh": "write MWh; a milliwatt-hour is not meant",
    "M": "write mol/L for a concentration, or Mt, MJ, MWh",
    "cal": "write J or kWh",
    "MMBtu": "write MJ or GJ; 1 MMBtu is 1.055 GJ",
    "Btu": "write kJ",
    "℃": "temperatures are no input here",
    "万t": "write 1e4 t, or the number in t",
}


class QuantityError(ValueError):
    """A quantity is not in the grammar; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its factor to the base units, its dimension and the text it was read from."""

    factor: float
    dimension: tuple[tuple[str, int], ...]
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def kind(self) -> str:
        """Return what the unit measures, in words."""
        return KINDS.get(self.dimension, f"a quantity in {self.text}")


@dataclass(frozen=True, slots=True)
class Basis:
    """What an amount of a flow is of, as the user wrote it: ``of 31 %``, ``(HHV)``.

    Attributes
    ----------
    share : float or None
        The share that is meant by the flow's own basis, or what `word` says it is [kg/kg].
    word : str
        The substance, ``REO``, ``dry`` or ``moisture`` behind the share; or a heating value.
    """

    share: float | None = None
    word: str = ""

    def __str__(self) -> str:
        if self.share is None:
            return f"({self.word})"
        return f"of {self.share * 100:.12g} % {self.word}".rstrip()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as the user wrote it.

    Attributes
    ----------
    value : float
        The number as written, in `unit`.
    unit : Unit
        The unit as written.
    basis : Basis or None
        Of an amount of a flow: what it is of, where that is written.
    """

    value: float
    unit: Unit
    basis: Basis | None = None

    @property
    def base(self) -> float:
        """The number in base units (kg, m, s, A, mol, kgCO2e, Nm3, USD ...), as written."""
        return self.value * self.unit.factor

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit.text} {self.basis or ''}".strip()


Dimension = tuple[tuple[str, int], ...]


def _combine(parts: list[tuple[Dimension, int]]) -> Dimension:
    powers: dict[str, int] = {}
    for dimension, sign in parts:
        for name, power in dimension:
            powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _product(text: str, names: Mapping[str, tuple[float, Dimension]]) -> tuple[float, Dimension]:
    """Multiply out ``a * b ^ n / c``; every name must be in `names`."""
    factor, parts, position, sign = 1.0, [], 0, 1
    while True:
        match = FACTOR.match(text, position)
        if match is None:
            raise QuantityError(f"'{text}' is not a unit; write one such as kg, kWh/kg or t*km")
        name, power = match[1], int(match[2] or 1) * sign
        if name != "1":
            if name not in names:
                raise QuantityError(_unknown(name, names))
            unit_factor, dimension = names[name]
            factor *= unit_factor**power
            parts.append((dimension, power))
        rest = text[match.end() :].lstrip()
        if not rest:
            return factor, _combine(parts)
        if rest[0] not in "*/":
            raise QuantityError(f"'{text}' is not a unit; join units by * and /")
        sign = 1 if rest[0] == "*" else -1
        position = len(text) - len(rest[1:].lstrip())


def _unknown(name: str, names: Mapping[str, Any]) -> str:
    if name in REFUSED:
        return f"the unit '{name}' is refused: {REFUSED[name]}"
    return f"unknown unit '{name}'{did_you_mean(name, names)}"


def definitions() -> str:
    """Return the text of `units.txt`."""
    return files("carbonre.core").joinpath("units.txt").read_text(encoding="utf-8")


@functools.cache
def unit_names() -> Mapping[str, tuple[float, Dimension]]:
    """Return every unit name of `units.txt` with its factor and dimension."""
    names: dict[str, tuple[float, Dimension]] = {}
    for line in definitions().splitlines():
        text = line.partition("#")[0].strip()
        if not text:
            continue
        name, meaning, *aliases = (part.strip() for part in text.split("="))
        entry: tuple[float, Dimension]
        if meaning.startswith("["):
            entry = (1.0, ((meaning.strip("[]"), 1),))
        else:
            number = NUMBER.match(meaning)
            factor = float(number[0]) if number else 1.0
            rest = meaning[number.end() :].lstrip(" *") if number else meaning
            unit_factor, dimension = _product(rest, names) if rest else (1.0, ())
            entry = (factor * unit_factor, dimension)
        names.update(dict.fromkeys([name, *aliases], entry))
    return names


@functools.cache
def unit(text: str) -> Unit:
    """Read a unit such as ``kWh/kg``.

    Raises
    ------
    QuantityError
        If a name is not in `units.txt`, or the text is not a product of names.
    """
    text = text.strip()
    if len(text) > LONGEST or not text.isascii():
        hint = REFUSED.get(text, "units are ASCII, such as kg, kWh/kg or m3")
        raise QuantityError(f"'{text[:LONGEST]}' is not a unit: {hint}")
    if not text:
        return Unit(1.0, (), "")
    factor, dimension = _product(text, unit_names())
    return Unit(factor, dimension, text)


def number(text: str) -> float:
    """Read a plain number: ASCII digits, decimal point, exponent; finite; no separators."""
    if len(text) > LONGEST:
        raise QuantityError(f"a number of more than {LONGEST} characters is refused")
    if NUMBER.fullmatch(text) is None:
        raise QuantityError(f"'{text}' is not a plain number{_number_hint(text)}")
    value = float(text)
    if (value != 0 and not SMALLEST <= abs(value) <= LARGEST) or not math.isfinite(value):
        raise QuantityError(f"'{text}' is beyond 1e-30 to 1e30")
    if value == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise QuantityError(f"'{text}' is beyond 1e-30 to 1e30")
    return value


def _number_hint(text: str) -> str:
    if re.fullmatch(r"0,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})", text):
        return "; write a decimal point, and no separator of thousands"
    if re.search(r"[0-9][\s'_,][0-9]", text):
        return "; write thousands without a separator"
    if not text.isascii():
        return "; use the digits 0 to 9"
    return ""


def quantity(text: str) -> Amount:
    """Read ``NUMBER UNIT``, such as ``9.5 V``, ``76 %`` or ``2.1 kgCO2e/kg``.

    Raises
    ------
    QuantityError
        If the text is not in the grammar; the message names what is wanted.
    """
    try:
        return _quantity(text)
    except QuantityError as error:
        if meant := meant_by(text):
            words = str(error)
            for hint in ("; did you mean", "; write a number"):
                words = words.partition(hint)[0]
            raise QuantityError(f"{words}: write '{meant}'") from None
        raise


def meant_by(text: str) -> str:
    """Return the quantity that a text spells in another way, or nothing."""
    meant = respelled(text) if len(text) <= LONGEST else text
    try:
        _quantity(meant)
    except QuantityError:
        return ""
    return "" if meant == text else meant


def _quantity(text: str) -> Amount:
    if len(text) > LONGEST:
        raise QuantityError(f"a quantity of more than {LONGEST} characters is refused")
    match = NUMBER.match(text)
    if match is None:
        raise QuantityError(
            f"'{text}' is not a quantity; write a number and a unit, such as '12 kg'"
        )
    rest = text[match.end() :]
    if not rest:
        raise QuantityError(f"'{text}' has no unit; write one behind it, as in '12 kg' or '76 %'")
    if sign := re.match(r" ?([$€¥￥])", rest):
        hint = {"$": "USD", "€": "EUR"}.get(sign[1], "CNY")
        words = f"'{text}' has the sign of a currency; write its code, such as {hint}"
        raise QuantityError(words)
    if re.search(r"\sof(\s|$)", rest):
        words = f"'{text}': a strength belongs to the amount of a flow; prices and factors are per"
        raise QuantityError(f"{words} unit of the flow on its own basis")
    is_ours = rest.strip().isascii() or rest[0].isspace() or rest[0].isdigit()
    if is_ours and not re.match(r" ?[A-Za-z%]", rest):
        head = re.split(r"\s*[A-Za-z%]", text)[0]
        raise QuantityError(f"'{text}' is not a quantity{_number_hint(head)}")
    return Amount(number(match[0]), unit(rest.strip()))


OF = re.compile(r"(?P<amount>.*\S)\s+of\s+(?P<share>\S.*?)\s*%\s*(?P<word>[A-Za-z0-9()]*)")
HEATING_BASES = ("HHV", "LHV")
HEATING_WORDS: Mapping[str, str] = {
    "hhv": "HHV", "gcv": "HHV", "gross": "HHV", "lhv": "LHV", "ncv": "LHV", "net": "LHV",
}  # fmt: skip
HEATING = re.compile(rf"(.*\S)\s*\(({'|'.join(HEATING_WORDS)})\)", re.IGNORECASE)


def flow_quantity(text: str) -> Amount:
    """Read an amount of a flow: a quantity, and what it is of where its maker says so.

    ``900 t of 31 %`` is a solution, ``250 t of 45 % REO`` a salt, ``80 t of 12 % moisture`` is
    weighed wet; ``8900 MWh (HHV)`` is a fuel by its higher heating value.

    Raises
    ------
    QuantityError
        If the text is not in the grammar; the message names what is wanted.
    """
    if len(text) > LONGEST:
        raise QuantityError(f"a quantity of more than {LONGEST} characters is refused")
    if heating := HEATING.fullmatch(text):
        plain = quantity(heating[1])
        return Amount(plain.value, plain.unit, Basis(None, HEATING_WORDS[heating[2].casefold()]))
    if not re.search(r"\sof(\s|$)", text):
        return quantity(text)
    found = OF.fullmatch(text)
    if found is None:
        raise QuantityError(f"'{text}' names no share; write one such as '900 t of 31 %'")
    plain, share = quantity(found["amount"]), number(found["share"]) / 100
    if not 0 < share <= 1 + 1e-12:
        raise QuantityError(f"'{text}' is of {share * 100:g} %; a share is above 0 up to 100 %")
    return Amount(plain.value, plain.unit, Basis(share, found["word"]))


@functools.cache
def registry() -> pint.UnitRegistry[Any]:
    """Return the one pint registry, made from `units.txt` (nothing is cached on disk)."""
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, cache_folder=None)
    registry.load_definitions(definitions().splitlines())
    return registry


def pint_unit(text: str) -> pint.Unit:
    """Return the pint unit of a unit text of ours (our grammar has read it before)."""
    unit(text)
    return registry().Unit(text.replace("^", "**").replace("%", "percent") or "dimensionless")


def to_pint(value: Any, text: str) -> pint.Quantity[Any]:
    """Return a pint Quantity of `value` in the unit `text`."""
    return registry().Quantity(value, pint_unit(text))


MASS: Dimension = (("mass", 1),)
LENGTH: Dimension = (("length", 1),)
ENERGY: Dimension = (("length", 2), ("mass", 1), ("time", -2))
CO2E_PER_MASS: Dimension = (("carbon_dioxide_equivalent", 1), ("mass", -1))
CO2E_PER_GAS: Dimension = (("carbon_dioxide_equivalent", 1), ("gas_volume", -1))
KINDS: Mapping[Dimension, str] = {
    (): "a share",
    (("mass", 1),): "a mass",
    (("length", 1),): "a distance",
    (("length", 3),): "a volume",
    (("time", 1),): "a time",
    (("temperature", 1),): "a temperature in kelvin",
    (("length", 2), ("mass", 1), ("time", -2)): "an energy",
    (("length", 2), ("mass", 1), ("time", -3)): "a power",
    (("length", 2), ("time", -2)): "an energy per mass",
    (("current", -1), ("length", 2), ("mass", 1), ("time", -3)): "a voltage",
    (("current", 1), ("time", 1)): "a charge",
    (("length", -1), ("mass", 1), ("time", -2)): "a pressure",
    (("gas_volume", 1),): "a gas volume at normal conditions",
    (("carbon_dioxide_equivalent", 1),): "a mass of CO2e",
    (("carbon_dioxide_equivalent", 1), ("mass", -1)): "an emission factor per mass",
    (("length", 1), ("mass", 1)): "a transport work",
    (("length", -3), ("mass", 1)): "a concentration",
    (("mass", 1), ("substance", -1)): "a molar mass",
    (("currency_USD", 1), ("mass", -1)): "a price per mass",
    (("currency_CNY", 1), ("mass", -1)): "a price per mass",
    (("currency_EUR", 1), ("mass", -1)): "a price per mass",
}

# Types of process parameters: a bare number in base units; the text is the unit that is shown.
Fraction = Annotated[float, "%"]
Ratio = Annotated[float, "1"]
Mass = Annotated[float, "kg"]
MassRatio = Annotated[float, "kg/kg"]
MassConcentration = Annotated[float, "g/L"]
Energy = Annotated[float, "kWh"]
EnergyPerMass = Annotated[float, "kWh/kg"]
HeatPerMass = Annotated[float, "MJ/kg"]
EnergyPerEnergy = Annotated[float, "kWh/GJ"]
Voltage = Annotated[float, "V"]
Distance = Annotated[float, "km"]
Height = Annotated[float, "m"]
Pressure = Annotated[float, "bar"]
Temperature = Annotated[float, "K"]
Length = Annotated[float, "mm"]
Thickness = Annotated[float, "um"]
Density = Annotated[float, "kg/m3"]
AreaPerMass = Annotated[float, "m2/kg"]
Power = Annotated[float, "kW"]
MassFlow = Annotated[float, "kg/d"]
HeatCapacity = Annotated[float, "kJ/kg/K"]
MolarEnergy = Annotated[float, "kJ/mol"]
MassPerEnergy = Annotated[float, "kg/kWh"]
VolumePerMass = Annotated[float, "L/kg"]
CarbonPerEnergy = Annotated[float, "g/MJ"]
Polarisation = Annotated[float, "T"]
EnergyProduct = Annotated[float, "kJ/m3"]


def per_unit(measure: Unit) -> tuple[float, str]:
    """Return what divides the footprint of a product, and the unit it is then per.

    Masses are compared by the kilogram, whatever unit their amount is written in.
    """
    return (measure.factor, "kg") if measure.dimension == MASS else (1.0, measure.text)
