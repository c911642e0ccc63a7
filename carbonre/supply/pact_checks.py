"""What is refused in the figures of a supplier's footprint: they contradict themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from carbonre.core.units import QuantityError, number

TOLERANCE = 0.01  # figures are rounded
PERMITTED_EXEMPTION = 5.0  # [%] of the emissions, by the PACT method
REMOVALS = ("removal", "withdrawal", "capture")  # in the names of figures that may be below zero
EXCLUDING = ("pcfExcludingBiogenicUptake", "pCfExcludingBiogenic")
INCLUDING = ("pcfIncludingBiogenicUptake", "pCfIncludingBiogenic")
PARTS = (
    "fossilGhgEmissions", "packagingGhgEmissions", "aircraftGhgEmissions", "dLucGhgEmissions",
    "landUseChangeGhgEmissions", "otherBiogenicGhgEmissions", "biogenicNonCO2Emissions",
)  # fmt: skip


def contradictions(pcf: Mapping[str, Any]) -> Iterator[str]:
    """Yield what cannot be in a pcf; figures that are no numbers are another matter."""
    total, whole = _figure(pcf, *EXCLUDING), _figure(pcf, *INCLUDING)
    if total is None:
        return
    name = next(name for name in EXCLUDING if name in pcf)
    removes = any(_figure(pcf, key) for key in pcf if any(word in key.lower() for word in REMOVALS))
    if total < 0 and not removes:
        yield f"'{name}' is {total:g}, below zero, and it states no removals"
    limit = total + TOLERANCE * abs(total)
    for part in PARTS:
        amount = _figure(pcf, part)
        if amount is not None and amount > limit and not removes:
            yield f"it contradicts itself: '{part}' {amount:g} is more than '{name}' {total:g}"
    if whole is not None and whole > limit:
        words = "the figure with biogenic uptake is more than the one without"
        yield f"it contradicts itself: {words}, {whole:g} against {total:g}"
    for share in ("primaryDataShare", "exemptedEmissionsPercent"):
        percent = _figure(pcf, share)
        if percent is not None and not 0 <= percent <= 100:
            yield f"'{share}' is {percent:g}, no percentage from 0 to 100"


def reversed_periods(
    start: datetime.datetime | None,
    end: datetime.datetime,
    valid_from: datetime.datetime | None,
    valid_to: datetime.datetime | None,
) -> Iterator[str]:
    """Yield the periods that end before they begin."""
    if start is not None and start >= end:
        yield "its reference period ends before it begins"
    if valid_from is not None and valid_to is not None and valid_from >= valid_to:
        yield "its validity ends before it begins"


def exempted(pcf: Mapping[str, Any]) -> float:
    """Return the share of the emissions that a footprint leaves out [%]."""
    return _figure(pcf, "exemptedEmissionsPercent") or 0.0


def _figure(pcf: Mapping[str, Any], *names: str) -> float | None:
    """Return the first of some figures that is there and is a number."""
    for name in names:
        if pcf.get(name) is not None:
            try:
                return number(str(pcf[name]))
            except QuantityError:
                return None
    return None
