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
from typing import Any

from carbonre.factors.rows import CARBON
from carbonre.supply.pact import V2, V3

STANDARDS_OF_V2 = {
    "ISO14067": "ISO Standard 14067", "ISO14040-44": "ISO Standard 14044",
    "GHGP-Product": "GHG Protocol Product standard",
}  # fmt: skip


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
        From `carbonre.exchange.declaration`.
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
