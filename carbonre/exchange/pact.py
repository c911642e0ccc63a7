"""Product carbon footprints in the PACT data model: a supplier's read, the plant's own written.

The data model is the ProductFootprint of the WBCSD's Partnership for Carbon Transparency, versions
2.3 and 3.0. Of a supplier's only what a purchase needs is read: the footprint per declared unit,
what it is worth, and until when.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

from carbonre.documents import read_text
from carbonre.errors import InputError
from carbonre.factor_rows import CARBON
from carbonre.units import QuantityError, Unit, number, unit

UNITS = {
    "kilogram": "kg", "liter": "L", "cubic meter": "m3", "kilowatt hour": "kWh",
    "megajoule": "MJ", "ton kilometer": "t*km", "square meter": "m2", "piece": "piece",
}  # fmt: skip
V3, V2 = "3.0.3", "2.3.3"
YEARS = 3  # a footprint may be used so long after its reference period
STANDARDS_OF_V2 = {
    "ISO14067": "ISO Standard 14067", "ISO14040-44": "ISO Standard 14044",
    "GHGP-Product": "GHG Protocol Product standard",
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
    per_base = value / amount / measure.factor
    return Footprint(per_base, measure, max(known), source, until, _quality(pcf))


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


# --- writing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declaration:
    """What a ProductFootprint says, as plain data; amounts are per declared unit.

    Attributes
    ----------
    measure : str
        The declared unit, in the words of PACT.
    total, biogenic_methane : Decimal
        kgCO2e without biogenic uptake, and the part of it that is biogenic methane.
    carbon, biogenic_carbon : float
        Kilograms of carbon in the product, all of it and the biogenic part.
    geography : tuple of two str
        The name of the field and its value; both empty for the whole world.
    primary, exempted : float
        Shares, 0 to 1.
    """

    company: str
    company_ids: tuple[str, ...]
    product_ids: tuple[str, ...]
    classifications: tuple[str, ...]
    cpc: str
    name: str
    description: str
    comment: str
    created: datetime.datetime
    valid_until: datetime.datetime
    measure: str
    mass: float
    start: datetime.datetime
    end: datetime.datetime
    geography: tuple[str, str]
    boundary: str
    total: Decimal
    biogenic_methane: Decimal
    carbon: float
    biogenic_carbon: float
    gwp: tuple[str, ...]
    standards: tuple[str, ...]
    rules: tuple[str, ...]
    exempted: float
    exempted_why: str
    allocation: str
    sources: tuple[tuple[str, str], ...]
    primary: float
    packaging: bool
    uncertainty: str = ""
    quality: Mapping[str, float] | None = None


def write(declared: Declaration, version: str = V3) -> str:
    """Return a ProductFootprint as JSON; its identifier follows from its contents.

    Parameters
    ----------
    declared : Declaration
        From `carbonre.declaration`.
    version : str
        `V3` or `V2`.
    """
    import uuid  # not in the way of those who only read

    from carbonre.exchange.inventory import NAMESPACE

    pcf = _pcf_3(declared) if version == V3 else _pcf_2(declared)
    classifications = list(declared.classifications)
    if declared.cpc:
        classifications.insert(0, f"urn:pact:productclassification:un-cpc:{declared.cpc}")
    document: dict[str, Any] = {
        "specVersion": version,
        "status": "Active",
        "validityPeriodStart": _iso(declared.end),
        "validityPeriodEnd": _iso(declared.valid_until),
        "companyName": declared.company,
        "companyIds": list(dict.fromkeys(declared.company_ids)),
        "productDescription": declared.description,
        "productIds": list(dict.fromkeys(declared.product_ids)),
        "productClassifications": list(dict.fromkeys(classifications)),
        "productNameCompany": declared.name,
        "comment": declared.comment,
        "pcf": pcf,
    }
    if version == V2:
        document |= {"version": 0, "productCategoryCpc": declared.cpc}
    document = {key: value for key, value in document.items() if value not in ([], "")}
    document.setdefault("comment", "")
    key = json.dumps(document, ensure_ascii=False, sort_keys=True)
    head = {"id": str(uuid.uuid5(NAMESPACE, key)), "created": _iso(declared.created)}
    return json.dumps(head | document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _iso(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decimal(value: float) -> Decimal:
    """Return the decimal number that a float is written as."""
    return Decimal(repr(float(value)))


def _text(value: Decimal | float) -> str:
    """Write a decimal as PACT wants it: as text, without an exponent."""
    if not isinstance(value, Decimal):
        value = decimal(float(f"{value:.12g}"))  # what is no sum needs no noise
    return format(value, "f").removesuffix(".0")


def _common(declared: Declaration) -> dict[str, Any]:
    """What both versions call the same."""
    uptake = decimal(declared.biogenic_carbon * CARBON)
    field, place = declared.geography
    return {
        "productMassPerDeclaredUnit": _text(declared.mass),
        "referencePeriodStart": _iso(declared.start),
        "referencePeriodEnd": _iso(declared.end),
        **({field: place} if field else {}),
        "boundaryProcessesDescription": declared.boundary,
        "fossilGhgEmissions": _text(_minus(declared.total, declared.biogenic_methane)),
        "fossilCarbonContent": _text(declared.carbon - declared.biogenic_carbon),
        "biogenicCarbonContent": _text(declared.biogenic_carbon),
        "uptake": uptake,
        "packagingEmissionsIncluded": declared.packaging,
        "crossSectoralStandards": list(dict.fromkeys(declared.standards)),
        "exemptedEmissionsDescription": declared.exempted_why,
        "allocationRulesDescription": declared.allocation,
        **({"productOrSectorSpecificRules": [_rule(text) for text in dict.fromkeys(declared.rules)]}
           if declared.rules else {}),
        **({"secondaryEmissionFactorSources": [
            {"name": name, "version": edition} for name, edition in declared.sources]}
           if declared.sources else {}),
    }  # fmt: skip


def _rule(text: str) -> dict[str, Any]:
    """Read ``OPERATOR: RULE``; an operator that PACT does not list is named beside it."""
    operator, colon, name = text.partition(": ")
    rule = {"ruleNames": [name if colon else text]}
    if operator in ("PEF", "EPD International"):
        return {"operator": operator, **rule}
    return {"operator": "Other", **rule, "otherOperatorName": operator}


def _minus(one: Decimal, other: Decimal) -> Decimal:
    """Subtract to the last digit, so that the sums of the file close exactly."""
    with localcontext() as context:
        context.prec = 80
        return one - other


def _pcf_3(declared: Declaration) -> dict[str, Any]:
    common = _common(declared)
    uptake = common.pop("uptake")
    quality = {f"{name}DQR": _text(value) for name, value in (declared.quality or {}).items()}
    return {
        "declaredUnitOfMeasurement": declared.measure,
        "declaredUnitAmount": "1",
        **common,
        "pcfExcludingBiogenicUptake": _text(declared.total),
        "pcfIncludingBiogenicUptake": _text(_minus(declared.total, uptake)),
        "biogenicCO2Uptake": _text(-uptake if uptake else Decimal(0)),
        "biogenicNonCO2Emissions": _text(declared.biogenic_methane),
        "ccsTechnologicalCO2CaptureIncluded": False,
        "ipccCharacterizationFactors": list(declared.gwp),
        "exemptedEmissionsPercent": _text(declared.exempted * 100),
        "primaryDataShare": _text(declared.primary * 100),
        **({"dqi": quality} if quality else {}),
    }


def _pcf_2(declared: Declaration) -> dict[str, Any]:
    common = _common(declared)
    uptake = common.pop("uptake")
    known = [STANDARDS_OF_V2[name] for name in declared.standards if name in STANDARDS_OF_V2]
    return {
        "declaredUnit": declared.measure,
        "unitaryProductAmount": "1",
        **common,
        "pCfExcludingBiogenic": _text(declared.total),
        "pCfIncludingBiogenic": _text(_minus(declared.total, uptake)),
        "biogenicCarbonWithdrawal": _text(-uptake if uptake else Decimal(0)),
        "otherBiogenicGhgEmissions": _text(declared.biogenic_methane),
        "characterizationFactors": min(declared.gwp),
        "ipccCharacterizationFactorsSources": list(declared.gwp),
        "crossSectoralStandardsUsed": list(dict.fromkeys(known)),
        "exemptedEmissionsPercent": declared.exempted * 100,
        "primaryDataShare": declared.primary * 100,
        **({"uncertaintyAssessmentDescription": declared.uncertainty}
           if declared.uncertainty else {}),
    }  # fmt: skip
