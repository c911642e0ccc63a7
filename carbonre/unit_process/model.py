"""What a unit-process model is: a pure function from parameters to exchanges.

A model is a file in `carbonre/processes/` with one function of the same name under
`@unit_process()`. Its arguments are keyword-only and annotated with a type of
`carbonre.core.units` (a bare number in base units), `Feed`, `FlowName`, a `Literal`, `bool`,
`Shares`, or a tuple of frozen dataclasses of such fields; an argument `species: Species` is filled
in. Every number that the user does not give is in `factors/processes/<name>.csv`. It returns
a list of exchanges, for any convenient size of run, and of indicators: figures worth reading. How
its docstring is written is in CONTRIBUTING.md.
"""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from carbonre.core.arrays import is_scalar, log, maximum, minimum, shown, unanimous, where
from carbonre.core.species import RARE_EARTHS, Species, merged, mixture, rare_earth_oxides, salt
from carbonre.unit_process.totals import Total

__all__ = [
    "Exchange",
    "Feed",
    "FlowName",
    "Indicator",
    "Kind",
    "ModelError",
    "Parameter",
    "Process",
    "Shares",
    "Species",
    "Total",
    "check",
    "emits",
    "indicator",
    "is_scalar",
    "log",
    "makes",
    "maximum",
    "merged",
    "minimum",
    "mixture",
    "rare_earth_oxides",
    "salt",
    "shown",
    "unanimous",
    "unit_process",
    "uses",
    "wastes",
    "where",
]  # fmt: skip

Kind = Literal["makes", "uses", "wastes", "emits"]
FlowName = Annotated[str, "flow"]
Shares = Annotated[Mapping[str, float], "shares"]

# What a model balances by default; oxygen and hydrogen come and go with air and water.
BALANCED = frozenset({*RARE_EARTHS, "C", "F", "Cl", "S", "N", "P", "Na", "Mg", "Ca"})
_EMPTY: Mapping[str, float] = MappingProxyType({})
_EMPTY_TOTALS: Mapping[str, Total] = MappingProxyType({})


class ModelError(ValueError):
    """A model refuses its parameters: below a physical floor, outside its range of validity.

    Parameters
    ----------
    parameter : str
        The name of the parameter to correct.
    message : str
        What is wrong and what is required.
    """

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


class UnknownCompositionError(ValueError):
    """A model asks for the composition of a feed that nothing states."""


class _UnknownComposition(Mapping[str, Any]):
    """What stands for a composition that is unknown: whoever reads it, is told so."""

    def __getitem__(self, _: str) -> Any:
        raise UnknownCompositionError

    def __iter__(self) -> Iterator[str]:
        raise UnknownCompositionError

    def __len__(self) -> int:
        raise UnknownCompositionError


UNKNOWN: Mapping[str, Any] = _UnknownComposition()


def check(holds: Any, parameter: str, message: str | Callable[[], str]) -> None:
    """Refuse a run in which a condition does not hold; rows that disagree part.

    Parameters
    ----------
    holds : bool or array
        The condition, made of comparisons and ``&`` so that it reads row by row.
    parameter : str
        The name of the parameter to correct.
    message : str or callable
        What is wrong and what is required; a function of nothing where the text needs arithmetic
        that only a refusal makes sense of. Values are written by `shown`.

    Raises
    ------
    ModelError
        If it does not hold.
    Divided
        If it holds for some rows only: these are evaluated apart.
    """
    if not unanimous(holds):
        raise ModelError(parameter, message if isinstance(message, str) else message())


@dataclass(frozen=True, slots=True)
class Exchange:
    """An amount of a flow that enters or leaves a unit process.

    Attributes
    ----------
    kind : str
        ``makes``, ``uses``, ``wastes`` or ``emits``. The first ``makes`` is the reference product.
    flow : str
        Name of the flow; of the gas or pollutant if emitted.
    amount : float or array
        In base units of the flow (kg, J, m3 ...), for the size of run that the model chose.
    elements : mapping, optional
        Kilograms of each element per unit of the flow; from the flow's formula if not given.
    rare_earths : mapping, optional
        Kilograms of each rare-earth oxide per unit of the flow, for the steps that come after.
    carbon_of : str
        The bought reagent whose carbon this flow or emission carries, such as ``soda ash``:
        its factor says whether that carbon was counted upstream.
    """

    kind: Kind
    flow: str
    amount: Any
    elements: Mapping[str, Any] | None = None
    rare_earths: Mapping[str, Any] | None = None
    carbon_of: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the model worth reading: the stages of a cascade, a duty, a minimum."""

    name: str
    value: Any
    unit: str


def makes(
    flow: str,
    amount: Any,
    elements: Mapping[str, Any] | None = None,
    rare_earths: Mapping[str, Any] | None = None,
    carbon_of: str = "",
) -> Exchange:
    """A product; the first one is the reference product."""
    return Exchange("makes", flow, amount, elements, rare_earths, carbon_of)


def uses(flow: str, amount: Any, elements: Mapping[str, Any] | None = None) -> Exchange:
    """An input; a fuel with `elements` is a feedstock: its factor counts no combustion."""
    return Exchange("uses", flow, amount, elements)


def wastes(
    flow: str,
    amount: Any,
    elements: Mapping[str, Any] | None = None,
    rare_earths: Mapping[str, Any] | None = None,
    carbon_of: str = "",
) -> Exchange:
    """A waste: it leaves without burden, and must be treated or is reported as untreated."""
    return Exchange("wastes", flow, amount, elements, rare_earths, carbon_of)


def emits(gas: str, amount: Any, carbon_of: str = "") -> Exchange:
    """An emission to air [kg]."""
    return Exchange("emits", gas, amount, None, None, carbon_of)


def indicator(name: str, value: Any, unit: str = "") -> Indicator:
    """A figure to show; `value` in base units, `unit` the one to show it in."""
    return Indicator(name, value, unit)


@dataclass(frozen=True, slots=True)
class Feed:
    """A flow that a model must know the composition of.

    Attributes
    ----------
    flow : str
        Its name.
    elements : mapping
        Kilograms of each element per unit of the flow.
    rare_earths : mapping
        Kilograms of each rare-earth oxide per unit of the flow; they add up to one on REO basis.
    carbon_of : str
        The bought reagent whose carbon the flow carries, if any.
    """

    flow: str
    elements: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    rare_earths: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    carbon_of: str = ""

    @property
    def reo(self) -> Any:
        """Rare-earth oxides in the flow [kg REO per unit]."""
        return sum(self.rare_earths.values())


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a model.

    Attributes
    ----------
    name : str
        Its name in the plant file.
    form : str
        ``quantity``, ``choice``, ``flow``, ``feed``, ``shares``, ``list`` or ``yes or no``.
    unit : str
        The unit that is shown, for a quantity.
    choices : tuple of str
        The values allowed, for a choice.
    fields : tuple of Parameter
        What each entry of a list holds.
    default : object
        A default that is a name, not a number; numbers are in the table of defaults. Empty for
        a name or a feed that the model finds by itself.
    """

    name: str
    form: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[Parameter, ...] = ()
    default: Any = None
    item: type | None = None


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    if hint is Feed:
        return Parameter(name, "feed", default=getattr(default, "flow", default))
    if hint == Feed | None:
        return Parameter(name, "feed", default="")
    if hint is bool:
        return Parameter(name, "yes or no", default=default)
    if typing.get_origin(hint) is Literal:
        return Parameter(name, "choice", choices=typing.get_args(hint), default=default)
    if typing.get_origin(hint) is Annotated:
        base, text = typing.get_args(hint)[:2]
        if base is float:
            return Parameter(name, "quantity", unit=text)
        return Parameter(name, "flow" if base is str else "shares", default=default)
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        hints = typing.get_type_hints(item, include_extras=True)
        inner = tuple(
            _parameter(
                f.name, hints[f.name], None if f.default is dataclasses.MISSING else f.default
            )
            for f in dataclasses.fields(item)
        )
        return Parameter(name, "list", fields=inner, item=item, default=default)
    raise TypeError(f"parameter '{name}' has no type that a plant file can state: {hint}")


@dataclass(frozen=True)
class Process:
    """A unit-process model.

    Attributes
    ----------
    name : str
        Its name in a plant file, and that of its file, table of defaults and test.
    body : callable
        The pure function.
    governed_by : tuple of str
        The parameters that move its result most, for the table of processes.
    balanced : frozenset of str
        The elements whose balance it closes.
    totals : mapping of str to Total
        The parameters that are the sum of others.
    doc : str
        Its docstring.
    """

    name: str
    body: Callable[..., Sequence[Exchange | Indicator]]
    governed_by: tuple[str, ...]
    balanced: frozenset[str] = BALANCED
    totals: Mapping[str, Total] = field(default_factory=lambda: _EMPTY_TOTALS)
    doc: str = field(default="", repr=False)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters by name, in the order of the signature."""
        hints = typing.get_type_hints(self.body, include_extras=True)
        signature = inspect.signature(self.body)
        return {
            name: _parameter(name, hints[name], None if p.default is p.empty else p.default)
            for name, p in signature.parameters.items()
            if hints[name] is not Species
        }

    def choices(self, stated: Mapping[str, Any]) -> dict[str, str]:
        """Return what a step states and the choices it leaves open, for `default_for`."""
        found = {name: str(value) for name, value in stated.items()}
        for name, parameter in self.parameters.items():
            if name not in found and parameter.form not in ("quantity", "list"):
                found[name] = str(parameter.default)
        return found

    def exchanges(
        self, arguments: Mapping[str, Any], quantities: bool = False
    ) -> Sequence[Exchange | Indicator]:
        """Ask the model; with `quantities`, constants carry units and so must the arguments."""
        wants_species = "species" in inspect.signature(self.body).parameters
        species = {"species": Species(quantities)} if wants_species else {}
        return self.body(**arguments, **species)

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.doc.strip().partition("\n")[0]


def unit_process(
    *,
    governed_by: tuple[str, ...],
    balanced: frozenset[str] = BALANCED,
    totals: Mapping[str, Total] = _EMPTY_TOTALS,
) -> Callable[[Callable[..., Sequence[Exchange | Indicator]]], Process]:
    """Make a `Process` of a function; see the head of this file.

    Parameters
    ----------
    governed_by : tuple of str
        The parameters that move its result most, in order of weight.
    balanced : frozenset of str, optional
        The elements whose balance it closes.
    totals : mapping of str to Total, optional
        The parameters that are the sum of others; the model gets zero for one that follows.

    Raises
    ------
    TypeError
        If the function has no parameter of a name in `governed_by` or in `totals`.
    """

    def wrap(body: Callable[..., Sequence[Exchange | Indicator]]) -> Process:
        summed = {*totals}.union(*(total.names for total in totals.values()))
        for place, names in (("governed_by", {*governed_by}), ("totals", summed)):
            for unknown in sorted(names - {*inspect.signature(body).parameters}):
                words = f"'{body.__name__}' has no parameter '{unknown}', named in {place}"
                raise TypeError(words)
        doc = inspect.cleandoc(body.__doc__ or "")
        return Process(body.__name__, body, governed_by, balanced, totals, doc)

    return wrap
