"""What a plant file may say of the company and its products, for declarations such as PACT."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import Field

from carbonre.core.units import MASS, Amount
from carbonre.plant.values import WITH_UNIT, ReadBy, Share, Strict, WrongValueError, read_amount

URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[!-~]+", re.IGNORECASE)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        words = f"'{value}' is not text; write a word, in quotes if it looks like a number"
        raise WrongValueError(words, "text", code="invalid-value")
    if not value.strip():
        raise WrongValueError("a text is wanted; this one is empty", "text", code="invalid-value")
    return value


def _urn(value: Any) -> str:
    if not isinstance(value, str) or URN.fullmatch(value) is None:
        example = "urn:gtin:4712345060507"
        raise WrongValueError(
            f"'{value}' is no URN; write one such as {example}", example, code="invalid-value"
        )
    return value


def _date(value: Any) -> str:
    try:
        if not isinstance(value, str) or DATE.fullmatch(value) is None:
            raise ValueError
        datetime.date.fromisoformat(value)
    except ValueError:
        words = f"'{value}' is no date; write one such as 2027-12-31"
        raise WrongValueError(words, "2027-12-31", code="invalid-value") from None
    return value


def _mass(value: Any) -> Amount:
    amount = read_amount(value, "0.08 kg")
    if amount.unit.dimension != MASS or amount.value <= 0:
        words = f"'{value}' is no mass of more than zero; write one such as 0.08 kg"
        raise WrongValueError(words, "0.08 kg", code="wrong-dimension")
    return amount


Text = Annotated[str, ReadBy(_text, {"type": "string", "minLength": 1})]
Urns = Annotated[
    list[Annotated[str, ReadBy(_urn, {"type": "string", "pattern": "^[uU][rR][nN]:.+:.+$"})]],
    Field(min_length=1),
]
Date = Annotated[str, ReadBy(_date, {"type": "string", "format": "date"})]
Mass = Annotated[Amount, ReadBy(_mass, WITH_UNIT)]
Rating = Annotated[float, Field(ge=1, le=5)]


class Quality(Strict):
    """Data quality ratings of PACT, 1 (best) to 5."""

    technological: Rating = Field(
        description="how well the data fit the technology, 1 (best) to 5", examples=[1.5]
    )
    geographical: Rating = Field(
        description="how well the data fit the place, 1 (best) to 5", examples=[2.0]
    )
    temporal: Rating = Field(
        description="how well the data fit the period, 1 (best) to 5", examples=[1.0]
    )


class ProductAbout(Strict):
    """What a declaration needs to know of one product and the plant does not know."""

    ids: Urns | None = Field(
        default=None,
        description="identifiers of the product, as URNs",
        examples=[["urn:product:example:prnd-oxide"]],
    )
    name: Text | None = Field(
        default=None, description="the product's name for its buyers", examples=["PrNd oxide"]
    )
    description: Text | None = Field(
        default=None,
        description="what the product is",
        examples=["Praseodymium-neodymium oxide, 99.5 %"],
    )
    cpc: Text | None = Field(
        default=None,
        description="the product's code of the UN Central Product Classification",
        examples=["34231"],
    )
    classifications: Urns | None = Field(
        default=None,
        description="classes of the product, as URNs",
        examples=[["urn:pact:productclassification:un-cpc:34231"]],
    )
    mass: Mass | None = Field(
        default=None,
        description="the mass of one unit, of a product that is not measured by mass",
        examples=["0.08 kg"],
    )
    fossil_carbon: Share | None = Field(
        default=None, description="the mass share of fossil carbon", examples=["0 %"]
    )
    biogenic_carbon: Share | None = Field(
        default=None, description="the mass share of biogenic carbon", examples=["0 %"]
    )
    primary_data: Share | None = Field(
        default=None,
        description="the share of primary data, other than the one calculated",
        examples=["40 %"],
    )
    exempted: Share | None = Field(
        default=None,
        description="the share of the footprint that exclusions leave out, estimated",
        examples=["1 %"],
    )
    quality: Quality | None = Field(
        default=None,
        description="data quality ratings of PACT",
        examples=[{"technological": 1.5, "geographical": 2.0, "temporal": 1.0}],
    )
    uncertainty: Text | None = Field(
        default=None,
        description="a statement of uncertainty",
        examples=["5 % to 95 %: 28 to 36 kg CO2e per kg"],
    )
    comment: str = Field(
        default="", description="a remark for the buyers", examples=["figures of the first half"]
    )


class About(Strict):
    """The company, and how its footprints are declared."""

    company: Text | None = Field(
        default=None, description="the name of the company", examples=["Example Smelter"]
    )
    company_ids: Urns | None = Field(
        default=None,
        description="identifiers of the company, as URNs",
        examples=[["urn:company:example:smelter"]],
    )
    standards: Annotated[list[Text], Field(min_length=1)] | None = Field(
        default=None,
        description="the cross-sectoral standards that were followed",
        examples=[["ISO14067"]],
    )
    rules: list[Text] = Field(
        default_factory=list,
        description="the product or sector rules that were followed",
        examples=[["PCR for rare earth oxides"]],
    )
    region: Text | None = Field(
        default=None,
        description="the UN region, where the location is neither a country nor a province",
        examples=["Europe"],
    )
    valid_until: Date | None = Field(
        default=None,
        description="the last day of validity; otherwise as long as PACT allows",
        examples=["2027-12-31"],
    )
    created: Date | None = Field(
        default=None, description="the day of the declaration", examples=["2025-03-31"]
    )
    packaging: Literal["included", "left out"] = Field(
        default="left out",
        description="whether the footprint counts packaging",
        examples=["left out"],
    )
    products: dict[str, ProductAbout] = Field(
        default_factory=dict,
        description="by product, what a declaration needs to know of it",
        examples=[{"PrNd oxide": {"ids": ["urn:product:example:prnd-oxide"]}}],
    )
