"""Meter against model, per step and flow, with the weight of the difference in CO2e.

The model is the plant without its `measured` readings: calibrated to its meters, it would be
compared with itself.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from carbonre.accounts.activity import Activity, read_activity, steps_of
from carbonre.accounts.findings import Finding
from carbonre.accounts.meter_reader import read_meters
from carbonre.accounts.meter_tree import UNMETERED, StepAmount
from carbonre.accounts.metered_plant import MeteredPlant
from carbonre.accounts.register import read_register
from carbonre.core.arrays import first
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.units import Unit
from carbonre.factors.lookup import Factors
from carbonre.footprint.operating_point import OperatingPoint, operating_point
from carbonre.plant.format import BASELINE, Plant

Verdict = Literal["agrees", "differs", "far", "incomplete", "not modelled", "not metered"]
AGREES = 0.05  # of the model
FAR = 2.0  # times the model, or that part of it: probably another meter, or a wrong unit
KINDS = ("uses", "makes", "wastes", "emits")  # a meter of a flow at a step reads the first it has


@dataclass(frozen=True, slots=True)
class Comparison:
    """One flow of one step, in the period of the plant.

    Attributes
    ----------
    step : str
        `unmetered` for the steps together that no meter tells apart.
    unit : Unit
        The unit of the flow, in which texts show it.
    meter, model : float or None
        None where there is none [base unit].
    intensity : float or None
        What the ledger counts for a unit; None for what is neither bought nor emitted
        [kgCO2e per base unit].
    missing : int
        Months of the period that the meter does not cover whole.
    """

    step: str
    flow: str
    unit: Unit
    meter: float | None
    model: float | None
    intensity: float | None
    missing: int = 0

    @property
    def difference(self) -> float | None:
        """Meter less model [base unit]; None if one of them is not there."""
        if self.meter is None or self.model is None or self.missing:
            return None
        return self.meter - self.model

    @property
    def share(self) -> float | None:
        """The difference as a share of the model [1]; None if there is no model."""
        return self.difference / self.model if self.difference is not None and self.model else None

    @property
    def kgco2e(self) -> float | None:
        """What the difference weighs [kgCO2e]; None where it has no weight of its own."""
        if self.difference is None or self.intensity is None:
            return None
        return self.difference * self.intensity

    @property
    def verdict(self) -> Verdict:
        """What the comparison says."""
        if self.meter is None:
            return "not metered"
        if self.missing:
            return "incomplete"
        if not self.model:
            return "not modelled"
        if abs(self.meter - self.model) <= AGREES * self.model:
            return "agrees"
        return "differs" if self.model / FAR < self.meter < FAR * self.model else "far"


@dataclass(frozen=True)
class Reconciliation:
    """A plant against its meters.

    Attributes
    ----------
    comparisons : tuple of Comparison
        The heaviest difference first.
    findings : tuple of Finding
        What may be accepted: gaps, outliers.
    """

    plant: Plant
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]


def reconcile(
    plant: Plant,
    factors: Factors,
    register: Path | str,
    files: Iterable[Path | str],
    today: datetime.date,
    problems: Problems,
    name: str = "",
) -> Reconciliation | None:
    """Compare the meters of a plant with its model; None if `problems` has found something.

    Parameters
    ----------
    factors : Factors
        With the tables that the plant names.
    register, files : path
        The register of meters, and the files of activity data.
    name : str
        What the register calls the plant; not needed where it has the meters of one plant only.
    """
    files = list(files)
    point = operating_point(plant, factors, BASELINE, {}, problems)
    if point is None:  # what is wrong in the files themselves is told all the same
        read_register(register, problems)
        read_meters(files, problems)
        return None
    name = name or _only_plant(register, problems)
    if not name:
        return None
    metered = MeteredPlant.of(point.system)
    activity = read_activity(register, files, {name: metered}, today, problems, others=True)
    if not activity.register.meters and not problems.found:
        known = {meter.plant for meter in read_register(register, Problems()).meters.values()}
        words = f"the register has no meter of the plant '{name}'{did_you_mean(name, known)}"
        problems.add(words, Place(str(register)), "plant", code="unknown-plant")
    steps = steps_of(activity, name, plant.data.period, problems)
    if problems.found:
        return None
    found = sorted(_comparisons(point, activity, steps), key=_weight)
    warnings = tuple(finding for finding in activity.findings if not finding.is_error)
    return Reconciliation(plant, tuple(found), warnings)


def _only_plant(register: Path | str, problems: Problems) -> str:
    """Return the one plant that a register has meters of; what is wrong in it is told later."""
    silent = Problems()
    names = sorted({meter.plant for meter in read_register(register, silent).meters.values()})
    if len(names) == 1:
        return names[0]
    if names:
        words = f"the register has meters of {', '.join(names)}; say which with --name"
        problems.add(words, Place(str(register)), "plant", code="invalid-option")
    elif silent.found:
        problems.found += silent.found
    else:
        problems.add("the register has no meter", Place(str(register)), code="no-rows")
    return ""


def _weight(one: Comparison) -> tuple[float, float, str, str]:
    return (-abs(one.kgco2e or 0.0), -abs(one.share or 0.0), one.flow, one.step)


def _comparisons(
    point: OperatingPoint, activity: Activity, steps: Iterable[StepAmount]
) -> Iterator[Comparison]:
    """Yield each flow that has a meter, by the steps that meters tell, and by what is left."""
    read: dict[tuple[str, str], list[StepAmount]] = {}
    for one in steps:
        read.setdefault((one.flow, one.step), []).append(one)
    kgco2e = _counted(point)
    for flow in dict.fromkeys(flow for flow, _ in read):
        told = {step for other, step in read if other == flow}
        model, left = _model(point, flow, told)
        mean = _intensity(model, flow, kgco2e)
        unit = point.system.flow_of(flow).unit
        for step in sorted(told):
            parts = read[flow, step]
            amount = math.fsum(part.amount for part in parts)
            short = len({part.month for part in parts if part.status != "complete"})
            here = left if step == UNMETERED else {step: model.get(step, 0.0)}
            weight = _intensity(here, flow, kgco2e) or mean
            yield Comparison(step, flow, unit, amount, math.fsum(here.values()), weight, short)
        for step, amount in left.items() if UNMETERED not in told else ():
            weight = _intensity({step: amount}, flow, kgco2e)
            yield Comparison(step, flow, unit, None, amount, weight)


def _intensity(
    amounts: Mapping[str, float], flow: str, kgco2e: Mapping[tuple[str, str], float]
) -> float | None:
    """Return what is counted for a unit of a flow in some steps [kgCO2e per base unit]."""
    whole = math.fsum(amounts.values())
    counted = math.fsum(kgco2e.get((step, flow), 0.0) for step in amounts)
    return counted / whole if whole and counted else None


def _model(
    point: OperatingPoint, flow: str, told: set[str]
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return by step what the model says of a flow, and the part of it that no meter tells.

    Where a step has a meter it reads what the step uses of the flow, or else makes; the other steps
    are those on the same side: who weighs a product where it is made need not where it is used.
    """
    sides: dict[str, dict[str, float]] = {}
    for step, scaling in zip(point.system.steps, point.material.scaling, strict=True):
        for kind in KINDS:
            amount = float(first(step.unit_amounts(kind).get(flow, 0.0) * scaling))
            if amount:
                sides.setdefault(kind, {})[step.name] = amount
    ranked = [sides[kind] for kind in KINDS if kind in sides]
    of_step = {step: next((side for side in ranked if step in side), None) for step in told}
    metered = [side for side in ranked if any(side is one for one in of_step.values())]
    if UNMETERED in told or not metered:
        metered = ranked[:1]
    model = {step: side[step] for step, side in of_step.items() if side is not None}
    left = {k: v for side in metered for k, v in side.items() if k not in told}
    return {**left, **model}, left


def _counted(point: OperatingPoint) -> Mapping[tuple[str, str], float]:
    """Return what the ledger counts for each flow of each step [kgCO2e]."""
    found: dict[tuple[str, str], float] = {}
    for row in point.ledger_rows:
        if row.counts and row.kgCO2e is not None:
            key = (row.step, row.flow)
            found[key] = found.get(key, 0.0) + float(first(row.kgCO2e))
    return found
