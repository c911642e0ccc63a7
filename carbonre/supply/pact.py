"""A supplier's product footprint in the PACT data model, as a purchase needs it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carbonre.core.documents import read_text
from carbonre.core.errors import InputError, Place
from carbonre.core.notes import Note, warning
from carbonre.core.paths import dotted
from carbonre.core.units import QuantityError, Unit, number, unit
from carbonre.supply.pact_checks import (
    PERMITTED_EXEMPTION,
    contradictions,
    exempted,
    reversed_periods,
)

UNITS = {
    "kilogram": "kg", "liter": "L", "cubic meter": "m3", "kilowatt hour": "kWh",
    "megajoule": "MJ", "ton kilometer": "t*km", "square meter": "m2", "piece": "piece",
}  # fmt: skip


V3, V2 = "3.0.3", "2.3.3"


YEARS = 3  # a footprint may be used so long after its reference period


class PactError(ValueError):
    """The file holds no footprint that can be used; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class SupplierFootprint:
    """One product footprint of a supplier.

    Attributes
    ----------
    kgco2e_per_base : float
        Footprint without biogenic uptake, per base unit of `per`.
    until : int
        The last year of its validity.
    since : int
        The first year of its data; 0 where none is stated.
    exempted : float
        Share of the emissions that it leaves out [%].
    primary_share : float or None
        Share of primary data [-]; None where the supplier states none.
    ratings : mapping
        The supplier's data quality ratings, by their PACT name such as ``technologicalDQR``.
    """

    kgco2e_per_base: float
    per: Unit
    gwp: str
    source: str
    until: int
    since: int = 0
    exempted: float = 0.0
    primary_share: float | None = None
    ratings: Mapping[str, str] = field(default_factory=dict)

    def notes(self, flow: str, period: int, place: Place) -> tuple[Note, ...]:
        """Return what a reader must know: data quality, and a validity that has ended."""
        found = []
        if self.primary_share is not None:
            words = f"primary data {self.primary_share * 100:g} %"
            found.append(Note("supplier", "supplier-data-quality", flow, words, place))
        if self.ratings:
            listed = ", ".join(f"{name} {value}" for name, value in self.ratings.items())
            words = f"data quality {listed}"
            found.append(Note("supplier", "supplier-data-quality", flow, words, place))
        entry = dotted(("supply", flow))
        if period > self.until:
            words = f"the supplier's footprint was valid until {self.until}"
            found.append(warning("supplier-footprint-expired", entry, words, place))
        if period < self.since:
            words = f"the supplier's footprint is of {self.since}, after the period {period}"
            found.append(warning("supplier-footprint-later", entry, words, place))
        if self.exempted > PERMITTED_EXEMPTION:
            words = f"the supplier's footprint leaves out {self.exempted:g} % of its emissions;"
            words += f" PACT permits {PERMITTED_EXEMPTION:g} %"
            found.append(warning("supplier-footprint-exempted", entry, words, place))
        return tuple(found)


def read_beside(folder: Path, name: str) -> SupplierFootprint:
    """Read a ProductFootprint of a supplier from a file in the folder of the plant.

    Raises
    ------
    PactError
        If the file lies elsewhere, or is no ProductFootprint.
    """
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise PactError("the supplier's footprint is a file in the folder of the plant")
    try:
        return read(file)
    except PactError as error:
        raise PactError(f"{name}: {error}") from None


def read(path: Path) -> SupplierFootprint:
    """Read a ProductFootprint.

    Raises
    ------
    PactError
        If the file is no ProductFootprint, or a figure in it is not a decimal.
    """
    try:
        document = json.loads(read_text(path))
    except (InputError, ValueError, RecursionError) as error:
        words = error.problems[0].message if isinstance(error, InputError) else "is no JSON"
        raise PactError(words) from None
    if not isinstance(document, dict) or not isinstance(document.get("pcf"), dict):
        raise PactError("holds no ProductFootprint with a pcf")
    pcf = document["pcf"]
    value = _decimal(pcf, "pcfExcludingBiogenicUptake", "pCfExcludingBiogenic")
    amount = _decimal(pcf, "declaredUnitAmount", "unitaryProductAmount")
    if amount <= 0:
        raise PactError("the declared amount is not more than zero")
    declared = _first(pcf, "declaredUnitOfMeasurement", "declaredUnit")
    if str(declared) not in UNITS:
        raise PactError(f"its unit '{declared}' is none of {', '.join(UNITS)}")
    measure = unit(UNITS[str(declared)])
    sets = _first(pcf, "ipccCharacterizationFactors", "characterizationFactors")
    sets = sets if isinstance(sets, list) else [sets]
    known = [str(name) for name in sets if name in ("AR4", "AR5", "AR6")]
    if not known:
        raise PactError("it does not say which AR4, AR5 or AR6 potentials it uses")
    end = _moment(_first(pcf, "referencePeriodEnd"))
    if end is None:
        raise PactError("referencePeriodEnd is no date")
    names = (document.get("companyName"), document.get("productNameCompany"), document.get("id"))
    source = ", ".join(str(name) for name in names if name)
    if document.get("status", "Active") != "Active":
        raise PactError(f"its status is {document['status']}; ask the supplier for a newer one")
    last = years_after(end, YEARS)
    stated = _moment(document.get("validityPeriodEnd"))
    # Ends are exclusive: what is valid until midnight of New Year is so until the old year.
    until = (min(last, stated or last) - datetime.timedelta(seconds=1)).year
    begin = _moment(pcf.get("referencePeriodStart"))
    valid = _moment(document.get("validityPeriodStart"))
    wrong = [*contradictions(pcf), *reversed_periods(begin, end, valid, stated)]
    if wrong:
        raise PactError("; ".join(wrong))
    per_base = value / amount / measure.factor
    stated_share = pcf.get("primaryDataShare")
    return SupplierFootprint(
        kgco2e_per_base=per_base,
        per=measure,
        gwp=max(known),
        source=source,
        until=until,
        since=begin.year if begin else 0,
        exempted=exempted(pcf),
        primary_share=None if stated_share is None else _decimal(pcf, "primaryDataShare") / 100,
        ratings=_ratings(pcf),
    )


def _moment(text: Any) -> datetime.datetime | None:
    """Read a date-time of ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def years_after(moment: datetime.datetime, years: int) -> datetime.datetime:
    """Return the same day so many years later; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def _ratings(pcf: dict[str, Any]) -> dict[str, str]:
    """Return the supplier's data quality ratings."""
    ratings = pcf.get("dqi")
    if not isinstance(ratings, dict):
        return {}
    return {name: str(value) for name, value in ratings.items() if name.endswith("DQR")}


def _first(pcf: dict[str, Any], *names: str) -> Any:
    for name in names:
        if name in pcf:
            return pcf[name]
    raise PactError(f"'{names[0]}' is missing")


def _decimal(pcf: dict[str, Any], *names: str) -> float:
    text = _first(pcf, *names)
    try:
        return number(str(text))
    except QuantityError:
        raise PactError(f"'{names[0]}' is '{text}', no decimal number") from None
