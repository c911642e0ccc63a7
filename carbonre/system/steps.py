"""The product system of a plant: its steps, what each exchanges, and what scales each."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from carbonre.core.arrays import NO_OVERRIDES, Numeric, Overrides
from carbonre.core.documents import KeyPath
from carbonre.core.errors import NOWHERE, Place
from carbonre.core.notes import Note
from carbonre.core.units import unit
from carbonre.factors.lookup import Factors
from carbonre.plant.format import Plant
from carbonre.system import compositions
from carbonre.system.conversions import Converted
from carbonre.system.flows import Flow
from carbonre.unit_process.defaults import Default
from carbonre.unit_process.model import Indicator


@dataclass(frozen=True, slots=True)
class StepExchange:
    """One exchange of one step at a scaling factor of one, with its origin and its place."""

    kind: str
    flow: str
    amount: Numeric
    elements: Mapping[str, Numeric]
    carbon_of: str
    origin: str
    place: Place
    feedstock: bool = False  # a fuel whose carbon the model carries: its factor does not burn it
    conversion: str = ""  # how the amount was converted to the flow's unit and basis, in words


@dataclass(frozen=True, slots=True)
class ScalingRule:
    """What scales a step: demand for its reference product, an amount, or a share of a flow."""

    by: Literal["demand", "amount", "takes", "treats"]
    flow: str
    value: Numeric = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class Step:
    """A unit process in the plant."""

    name: str
    process: str
    exchanges: tuple[StepExchange, ...]
    scaling_rule: ScalingRule
    defaults: tuple[Default, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def unit_amounts(self, kind: str) -> Mapping[str, Numeric]:
        """Return the amounts of one kind of exchange at a scaling factor of one, by flow."""
        return self._sides.get(kind, {})

    @functools.cached_property
    def _sides(self) -> Mapping[str, Mapping[str, Numeric]]:
        sides: dict[str, dict[str, Numeric]] = {}
        for exchange in self.exchanges:
            side, flow = sides.setdefault(exchange.kind, {}), exchange.flow
            side[flow] = side[flow] + exchange.amount if flow in side else exchange.amount
        return sides


@dataclass(frozen=True)
class System:
    """All steps and all flows of a plant, and the warnings of the models."""

    plant: Plant
    factors: Factors
    steps: tuple[Step, ...]
    flows: Mapping[str, Flow]
    production: Mapping[str, Numeric]
    warnings: tuple[Note, ...] = ()
    overrides: Overrides = NO_OVERRIDES
    possible_products: frozenset[str] | None = None  # of steps with a mistake, if there are any
    converted: Mapping[KeyPath, Converted] = field(default_factory=dict)  # amounts, by path

    def may_be_made(self, flow: str) -> bool:
        """Whether a step with a mistake may make or use a flow, so that it need not be missing."""
        possible = self.possible_products
        return possible is not None and (flow in possible or compositions.COMPUTED in possible)

    def flow_of(self, name: str) -> Flow:
        """Return a flow; one that only an inline factor defines is a material in kilograms."""
        if name in self.flows:
            return self.flows[name]
        row = self.factors.flows.get(name)
        return (
            Flow(name, unit(row.unit), row.kind, basis=row.basis) if row else Flow(name, unit("kg"))
        )
