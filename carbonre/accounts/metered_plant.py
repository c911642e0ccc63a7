"""What meters may speak of: the steps and flows of a plant, and how its amounts are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from carbonre.accounts.meter_rows import MeterRows, Tag
from carbonre.accounts.register import Meter, Register, unit_of
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.units import QuantityError
from carbonre.factors.lookup import Factors
from carbonre.factors.names import flow_names
from carbonre.system.conversions import counted
from carbonre.system.flows import Flow
from carbonre.system.steps import System


@dataclass(frozen=True)
class MeteredPlant:
    """A plant as its meters see it.

    Attributes
    ----------
    steps : tuple of str
        Its steps, in their order.
    flows : mapping
        The flows of its system; those of the tables are known beside them.
    place : str
        Where it is: heating values are those of its country.
    """

    steps: tuple[str, ...]
    flows: Mapping[str, Flow] = field(repr=False)
    factors: Factors = field(repr=False)
    place: str

    @classmethod
    def of(cls, system: System) -> MeteredPlant:
        """Return a plant by its product system."""
        steps = tuple(step.name for step in system.steps)
        flows = {name: system.flow_of(name) for name in {*system.factors.flows, *system.flows}}
        return cls(steps, flows, system.factors, system.plant.data.location)

    def named(self, flow: str) -> str:
        """Return the English name of a flow; what the plant defines itself keeps its own."""
        return flow if flow in self.flows else flow_names().english(flow)

    def base_of(self, meter: Meter, unit: str) -> float:
        """Return the base units of its flow that one unit of a meter is.

        Parameters
        ----------
        unit : str
            As a row writes it; the unit of the register if empty.

        Raises
        ------
        QuantityError
            If there is no such unit, or it measures something else than the flow.
        """
        one = unit_of(unit) if unit else meter.unit
        return one.base * counted(self.flows[meter.flow], one, self.factors, self.place).factor


def check_register(
    register: Register, plants: Mapping[str, MeteredPlant], problems: Problems
) -> Register:
    """Return the meters whose plant, step, flow and unit are known; the others are problems."""
    right: dict[str, Meter] = {}
    for written in register.meters.values():
        before = len(problems.found)
        plant = plants.get(written.plant)
        if plant is None:
            hint = did_you_mean(written.plant, plants) or f"; known are {', '.join(plants)}"
            words = f"there is no plant '{written.plant}'{hint}"
            problems.add(words, written.place, "plant", code="unknown-plant")
            continue
        meter = replace(written, flow=plant.named(written.flow))
        if meter.step and meter.step not in plant.steps:
            hint = did_you_mean(meter.step, plant.steps) or f"; known are {', '.join(plant.steps)}"
            words = f"{meter.plant} has no step '{meter.step}'{hint}"
            problems.add(words, meter.place, "step", code="unknown-product")
        if meter.flow not in plant.flows:
            words = f"nothing defines the flow '{meter.flow}'"
            words += did_you_mean(meter.flow, plant.flows)
            problems.add(words, meter.place, "flow", code="unknown-flow")
        else:
            try:
                plant.base_of(meter, "")
            except QuantityError as error:
                problems.add(str(error), meter.place, "unit", code="wrong-dimension")
        if len(problems.found) == before:
            right[meter.name] = meter
    return Register(right)


def base_of_tags(
    rows: MeterRows,
    register: Register,
    plants: Mapping[str, MeteredPlant],
    problems: Problems,
    faulty: frozenset[str] = frozenset(),
) -> tuple[float | None, ...]:
    """Return by tag of rows how many base units of its flow one unit is.

    None for a tag whose meter the register does not have, or whose step, flow or unit contradicts
    it: these are problems, each told at its first row.

    Parameters
    ----------
    register : Register
        From `check_register`.
    faulty : frozenset
        Meters that the register has, and that are told already.
    """
    return tuple(_base(tag, register, plants, problems, faulty) for tag in rows.tags)


def _base(
    tag: Tag,
    register: Register,
    plants: Mapping[str, MeteredPlant],
    problems: Problems,
    faulty: frozenset[str],
) -> float | None:
    meter, before = register.meters.get(tag.meter), len(problems.found)
    if meter is None:
        if tag.meter not in faulty:
            hint = did_you_mean(tag.meter, register.meters) or "; add it to the register"
            words = f"the register has no meter '{tag.meter}'{hint}"
            problems.add(words, tag.place, "meter", code="unknown-meter")
        return None
    plant = plants[meter.plant]
    flow = plant.named(tag.flow)
    if tag.flow and flow not in plant.flows:
        words = f"nothing defines the flow '{tag.flow}'{did_you_mean(tag.flow, plant.flows)}"
        problems.add(words, tag.place, "flow", code="unknown-flow")
    for column, ours, theirs in (("step", tag.step, meter.step), ("flow", flow, meter.flow)):
        if ours and ours != theirs and len(problems.found) == before:
            words = f"'{ours}' is not what the register says of {meter.name}"
            words += f" (line {meter.place.line}): '{theirs}'"
            problems.add(words, tag.place, column, code="contradicting-register")
    try:
        base = plant.base_of(meter, tag.unit)
    except QuantityError as error:
        problems.add(str(error), tag.place, "unit", code="wrong-dimension")
        return None
    return base if len(problems.found) == before else None
