"""The tree of meters: the main meter counts, sub-meters tell the steps, the rest is `unmetered`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carbonre.accounts.findings import Finding
from carbonre.accounts.months import MonthAmount, Status, missing
from carbonre.accounts.register import Meter, Register
from carbonre.core.periods import Month

UNMETERED = "unmetered"
ROUNDING = 1e-12  # of what counts
TOLERANCE = 0.01  # of the main meter, that its sub-meters may read more


@dataclass(frozen=True, slots=True)
class StepAmount:
    """What a meter says that a step used, or made, of a flow in a month.

    Attributes
    ----------
    step : str
        `unmetered` where no meter tells the step.
    meter : str
        The meter that tells the step; of a rest, the one of which it is left.
    amount : float
        The amounts of a flow and month add up to what its main meters read [base unit].
    status : str
        Of the meter: complete, partial or missing.
    """

    step: str
    flow: str
    month: Month
    meter: str
    amount: float
    status: Status


Amounts = Mapping[str, Mapping[Month, MonthAmount]]  # by meter and month


def steps_of_month(
    register: Register, plant: str, amounts: Amounts, month: Month, findings: list[Finding]
) -> tuple[StepAmount, ...]:
    """Return what the meters of a plant tell of a month, by step; each amount counts once.

    Parameters
    ----------
    amounts : mapping
        From `months_of`, by meter.
    findings : list
        Gets an error for each main meter that reads over 1 % less than its sub-meters.
    """
    found: list[StepAmount] = []
    for meter in register.of(plant):
        if not meter.parent:
            read = _of(amounts, meter, month)
            found += _told(register, meter, read.amount, amounts, month, findings)
    return tuple(found)


def _of(amounts: Amounts, meter: Meter, month: Month) -> MonthAmount:
    return amounts.get(meter.name, {}).get(month) or missing(month)


def _told(
    register: Register,
    meter: Meter,
    counted: float,
    amounts: Amounts,
    month: Month,
    findings: list[Finding],
) -> Iterator[StepAmount]:
    """Yield a meter's amount by step; `counted` is what of its reading counts above it."""
    read = _of(amounts, meter, month)
    below = [
        sub for sub in register.below(meter.name) if _of(amounts, sub, month).status != "missing"
    ]
    whole = math.fsum(_of(amounts, sub, month).amount for sub in below)
    over = whole - read.amount
    if read.status == "complete" and over > TOLERANCE * max(read.amount, 0.0) and over > 0:
        share = f"{over / read.amount:.1%} more" if read.amount > 0 else "more"
        names = ", ".join(sub.name for sub in below)
        words = f"its sub-meters {names} read {share} than it does; look for one that is not below"
        findings.append(Finding("tree", meter.name, str(month), words, meter.place))
    if read.status == "missing":
        below = []  # nothing is filled: what the main meter did not read is not counted
    # Sub-meters within the tolerance are scaled to what counts, so that nothing counts twice.
    largest = max(read.amount, whole)
    scale = counted / largest if largest > 0 else 0.0
    for sub in below:
        part = _of(amounts, sub, month).amount * scale
        yield from _told(register, sub, part, amounts, month, findings)
    rest = counted - math.fsum(_of(amounts, sub, month).amount * scale for sub in below)
    if not below or rest > ROUNDING * counted:
        step = meter.step or UNMETERED
        yield StepAmount(step, meter.flow, month, meter.name, rest, read.status)
