"""A supplier's product carbon footprint in the PACT data model, read as a factor.

The data model is the WBCSD Partnership for Carbon Transparency's ProductFootprint. Only what a
purchase needs is read: the footprint per declared unit, what it is worth, and until when.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carbonre.documents import read_text
from carbonre.errors import InputError
from carbonre.units import QuantityError, Unit, number, unit

UNITS = {
    "kilogram": "kg", "liter": "L", "cubic meter": "m3", "kilowatt hour": "kWh",
    "megajoule": "MJ", "ton kilometer": "t*km", "square meter": "m2", "piece": "piece",
}  # fmt: skip


class PactError(ValueError):
    """The file holds no footprint that can be used; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """One product footprint of a supplier.

    Attributes
    ----------
    kgco2e_per_base : float
        Footprint without biogenic uptake, per base unit of `per`.
    """

    kgco2e_per_base: float
    per: Unit
    gwp: str
    source: str
    until: int
    quality: tuple[str, ...] = ()

    def remarks(self, period: int) -> tuple[str, ...]:
        """Say what a reader must know: data quality, and a validity that has ended."""
        if period > self.until:
            return (*self.quality, f"the supplier's footprint was valid until {self.until}")
        return self.quality


def read(path: Path) -> Footprint:
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
    end = str(_first(pcf, "referencePeriodEnd"))[:4]
    if not end.isdigit():
        raise PactError("referencePeriodEnd is no date")
    names = (document.get("companyName"), document.get("productNameCompany"), document.get("id"))
    source = ", ".join(str(name) for name in names if name)
    if document.get("status", "Active") != "Active":
        raise PactError(f"its status is {document['status']}; ask the supplier for a newer one")
    # A PACT footprint may be used for three years after its reference period.
    until = min(int(end) + 3, _year(document.get("validityPeriodEnd"), int(end) + 3))
    per_base = value / amount / measure.factor
    return Footprint(per_base, measure, max(known), source, until, _quality(pcf))


def _year(text: Any, otherwise: int) -> int:
    year = str(text)[:4]
    return int(year) if year.isdigit() else otherwise


def _quality(pcf: dict[str, Any]) -> tuple[str, ...]:
    """Put the supplier's own statement on data quality into words."""
    words = []
    if pcf.get("primaryDataShare") is not None:
        words.append(f"primary data {_decimal(pcf, 'primaryDataShare'):g} %")
    ratings = pcf.get("dqi")
    if isinstance(ratings, dict):
        given = [f"{name} {value}" for name, value in ratings.items() if name.endswith("DQR")]
        words += [f"data quality {', '.join(given)}"] if given else []
    return tuple(words)


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
