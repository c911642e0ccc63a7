"""The register of meters: what each one reads, where, and below which main meter."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carbonre.accounts.times import DAY, TimeError, minutes
from carbonre.core.documents import Row, read_csv
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.units import Amount, QuantityError, flow_quantity, number, quantity
from carbonre.factors.names import flow_names

NEEDED = ("meter", "plant", "flow", "unit")
COLUMNS = (
    "meter", "plant", "step", "flow", "parent", "multiplier", "unit", "accuracy",
    "calibrated_until", "rolls_over_at", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter, a balance or an account of bills.

    Attributes
    ----------
    name, plant, step, flow : str
        The step may be empty: then nobody knows more than that the plant uses it.
    unit : Amount
        One of the unit of its readings, with what it is of.
    parent : str
        The main meter that counts what this one reads too; empty for a main meter.
    multiplier : float
        What the difference of two readings of a counter is multiplied by [1].
    accuracy : float or None
        As a share of the reading, if stated [1].
    calibrated_until : date or None
        The last day of its calibration, if stated.
    rolls_over_at : float or None
        The reading at which its counter begins again at zero, if stated.
    place : Place
        Its row.
    """

    name: str
    plant: str
    step: str
    flow: str
    unit: Amount
    parent: str = ""
    multiplier: float = 1.0
    accuracy: float | None = None
    calibrated_until: datetime.date | None = None
    rolls_over_at: float | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Register:
    """All meters, by name; each parent is among them, and no meter is above itself."""

    meters: Mapping[str, Meter]

    def of(self, plant: str) -> tuple[Meter, ...]:
        """Return the meters of a plant, by name."""
        return tuple(m for _, m in sorted(self.meters.items()) if m.plant == plant)

    def below(self, name: str) -> tuple[Meter, ...]:
        """Return the sub-meters of a meter, by name."""
        return tuple(self._below.get(name, ()))

    @functools.cached_property
    def _below(self) -> Mapping[str, list[Meter]]:
        found: dict[str, list[Meter]] = {}
        for _, meter in sorted(self.meters.items()):
            found.setdefault(meter.parent, []).append(meter)
        return found


def read_register(path: Path | str, problems: Problems) -> Register:
    """Read the register; what is wrong goes to `problems`, and the faulty meter is left out."""
    rows = read_csv(path, problems)
    if not rows:
        return Register({})
    head = rows[0].cells
    for name in (name for name in NEEDED if name not in head):
        words = f"the register lacks the column '{name}'; it has {', '.join(head)}"
        problems.add(words, Place(str(path), 1), name, code="wrong-columns")
    for name in (name for name in head if name not in COLUMNS):
        words = f"nothing reads the column '{name}'{did_you_mean(name, COLUMNS)}"
        problems.add(words, Place(str(path), 1), name, code="wrong-columns")
    if any(name not in head for name in NEEDED):
        return Register({})
    meters: dict[str, Meter] = {}
    for row in rows:
        meter = _meter(row, problems)
        if meter is None:
            continue
        if meter.name in meters:
            first = meters[meter.name].place.line
            words = f"the meter '{meter.name}' is registered twice; first in line {first}"
            problems.add(words, row.place(), "meter", code="duplicate-row")
            continue
        meters[meter.name] = meter
    _check_parents(meters, {row.cells["meter"].strip() for row in rows}, problems)
    return Register(meters)


def _meter(row: Row, problems: Problems) -> Meter | None:
    cells = {name: text.strip() for name, text in row.cells.items()}
    before = len(problems.found)
    for name in NEEDED:
        if not cells[name]:
            problems.add("the cell is empty", row.place(), name, code="invalid-row")
    numbers: dict[str, float | None] = {}
    readers = (("multiplier", number), ("rolls_over_at", number), ("accuracy", _share))
    for name, read in readers:
        numbers[name] = None
        if cells.get(name):
            try:
                numbers[name] = read(cells[name])
                if not numbers[name] > 0:  # type: ignore[operator]
                    raise QuantityError(f"'{cells[name]}' is not more than zero")
            except QuantityError as error:
                problems.add(str(error), row.place(), name, code="invalid-quantity")
    until = None
    if cells.get("calibrated_until"):
        try:
            until = datetime.date.fromordinal(minutes(cells["calibrated_until"]) // DAY)
        except TimeError as error:
            problems.add(str(error), row.place(), "calibrated_until", code="invalid-value")
    unit = None
    if cells["unit"]:
        try:
            unit = unit_of(cells["unit"])
        except QuantityError as error:
            problems.add(str(error), row.place(), "unit", code="invalid-quantity")
    if unit is None or len(problems.found) > before:
        return None
    return Meter(
        cells["meter"],
        cells["plant"],
        cells.get("step", ""),
        cells["flow"],
        unit,
        cells.get("parent", ""),
        numbers["multiplier"] or 1.0,
        numbers["accuracy"],
        until,
        numbers["rolls_over_at"],
        row.place(),
    )


def unit_of(text: str) -> Amount:
    """Read the unit of a meter, such as ``kWh`` or ``t of 31 %``: one of it.

    Raises
    ------
    QuantityError
        If it is no unit.
    """
    return flow_quantity(f"1 {text}")


def _share(text: str) -> float:
    amount = quantity(text)
    if amount.unit.dimension or amount.base > 1:
        raise QuantityError(f"'{text}' is no share; write one such as 0.5 %")
    return amount.base


def _check_parents(meters: dict[str, Meter], named: set[str], problems: Problems) -> None:
    """Refuse a parent that is unknown, of another flow or plant, or below the meter itself."""
    english = flow_names().english
    for meter in list(meters.values()):
        if not meter.parent:
            continue
        parent = meters.get(meter.parent)
        words, code = "", "contradicting-register"
        if parent is None:
            if meter.parent in named:  # its own row is faulty, and told
                continue
            hint = did_you_mean(meter.parent, meters)
            words, code = f"the register has no meter '{meter.parent}'{hint}", "unknown-meter"
        elif parent.plant != meter.plant or english(parent.flow) != english(meter.flow):
            words = f"'{meter.name}' reads {meter.flow} of {meter.plant}, its main meter"
            words += f" '{parent.name}' {parent.flow} of {parent.plant}"
        elif meter.name in _above(meter, meters):
            words = f"'{meter.name}' is below itself; a main meter has no parent"
        if words:
            problems.add(words, meter.place, "parent", code=code)


def _above(meter: Meter, meters: Mapping[str, Meter]) -> Iterator[str]:
    """Yield the names of the meters above a meter; a circle ends where it closes."""
    seen: set[str] = set()
    name = meter.parent
    while name and name in meters and name not in seen:
        yield name
        seen.add(name)
        name = meters[name].parent
