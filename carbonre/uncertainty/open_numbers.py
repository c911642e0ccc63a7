"""Which of the drawn values are drafts, and what a plant measures to know them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from carbonre.core.arrays import any_nonzero
from carbonre.core.errors import Place
from carbonre.core.evidence import Draft
from carbonre.core.paths import dotted
from carbonre.factors.measurements import Measurement, measurement
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.result import Footprint
from carbonre.processes import process_named
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.steps import Step
from carbonre.uncertainty.distributions import UncertainInput
from carbonre.unit_process.defaults import Default


@dataclass(frozen=True)
class OpenNumber:
    """Drafts that one measurement settles: a parameter, all parts of one meter, or a factor.

    Attributes
    ----------
    kind : str
        ``parameter`` or ``factor``.
    owners : tuple of str
        The steps that use the parameters; the flows that the factor is of.
    names : tuple of str
        The parameters, or the id of the factor row.
    paths : tuple of str
        Where a plant file states what was measured.
    variables : tuple of UncertainInput
        What is drawn of them.
    measurement : Measurement
        What a plant reads, weighs or asks for.
    is_part : bool
        Whether it is a part of a total with a source: to state it alone gives the total up, and
        opens its other parts.
    """

    kind: Literal["parameter", "factor"]
    owners: tuple[str, ...]
    names: tuple[str, ...]
    paths: tuple[str, ...]
    variables: tuple[UncertainInput, ...] = field(repr=False)
    measurement: Measurement
    is_part: bool = False

    def has_meter_of(self, other: OpenNumber) -> bool:
        """Whether the same reading settles both: of the same process, in a step of both."""
        alike = self.kind == other.kind == "parameter" and self.measurement == other.measurement
        shared = not {*self.owners}.isdisjoint(other.owners)
        known = bool(self.measurement.of) and self.is_part == other.is_part
        return alike and shared and known


def open_numbers(
    point: OperatingPoint, variables: Sequence[UncertainInput]
) -> tuple[OpenNumber, ...]:
    """Return the drafts among what is drawn, those of one measurement together."""
    users = _users(point)
    factors: dict[str, list[AppliedFactor]] = {}
    for applied in point.purchases.applied():
        factors.setdefault(applied.id, []).append(applied)
    found: list[OpenNumber] = []
    for variable in variables:
        if variable.part == "factors":
            one = _of_factor(variable, factors.get(str(variable.key), []), point)
        else:
            one = _of_parameter(variable, users)
        if one is not None:
            alike = [other for other in found if other.has_meter_of(one)]
            found = [other for other in found if other not in alike]
            found.append(functools.reduce(_joined, [*alike, one]))
    return tuple(found)


def undrawn(result: Footprint, variables: Sequence[UncertainInput]) -> tuple[Draft, ...]:
    """Return the drafts of a footprint that are not drawn, for want of a range.

    What the plant specifies is its choice, and not among them.
    """
    drawn = {variable.key for variable in variables if variable.part == "factors"}
    known = {
        (step.name, row.parameter)
        for variable in variables
        if variable.part != "factors"
        for row, step in _users(result.point).get(variable.key, ())
    }
    specified = {
        (step.name, row.parameter)
        for step in result.system.steps
        for row in step.defaults
        if row.specified
    }
    settled = known | specified
    return tuple(
        draft
        for draft in result.drafts
        if not (draft.kind == "factor" and draft.name in drawn)
        and not (draft.kind == "parameter" and (draft.step, draft.name) in settled)
    )


_Users = dict[object, list[tuple[Default, Step]]]


def _users(point: OperatingPoint) -> _Users:
    """Return rows of defaults in use, each with its step, by their place and by path."""
    found: _Users = {}
    for step, scaling in zip(point.system.steps, point.material.scaling, strict=True):
        for row in step.defaults if any_nonzero(scaling) else ():
            keys: tuple[Place | tuple[str, ...], ...]
            keys = row.place, ("steps", step.name, *row.parameter.split("."))
            for key in keys:
                found.setdefault(key, []).append((row, step))
    return found


def _of_parameter(variable: UncertainInput, users: _Users) -> OpenNumber | None:
    """Return a default that is a draft; None for what the plant states or a source says."""
    rows = users.get(variable.key)
    if not rows or not rows[0][0].is_draft:
        return None
    row = rows[0][0]
    steps = tuple(dict.fromkeys(step.name for _, step in rows))
    is_part = any(_is_part(row.parameter, step) for _, step in rows)
    meter = measurement("parameter", row.process, row.parameter)
    paths = tuple(dotted(("steps", step, *row.parameter.split("."))) for step in steps)
    return OpenNumber("parameter", steps, (row.parameter,), paths, (variable,), meter, is_part)


def _is_part(parameter: str, step: Step) -> bool:
    """Whether a parameter is part of a total of the step that counts by its default."""
    counted = {row.parameter for row in step.defaults}
    totals = process_named(step.process).totals.items()
    return any(parameter in total.all_parts and name in counted for name, total in totals)


def _of_factor(
    variable: UncertainInput, applied: Sequence[AppliedFactor], point: OperatingPoint
) -> OpenNumber | None:
    if not applied or not applied[0].is_draft:
        return None
    flows = tuple(dict.fromkeys(one.flow for one in applied))
    kind = applied[0].kind
    of = {"transport": "transport", "treatment": "waste"}.get(kind)
    meter = measurement("factor", of or point.system.flow_of(flows[0]).kind)
    paths = tuple(dotted(("supply", flow)) for flow in flows)
    return OpenNumber("factor", flows, (str(variable.key),), paths, (variable,), meter)


def _joined(one: OpenNumber, two: OpenNumber) -> OpenNumber:
    owners = tuple(dict.fromkeys((*one.owners, *two.owners)))
    names = tuple(dict.fromkeys((*one.names, *two.names)))
    variables = (*one.variables, *two.variables)
    paths = tuple(dict.fromkeys((*one.paths, *two.paths)))
    return OpenNumber(one.kind, owners, names, paths, variables, one.measurement, one.is_part)
