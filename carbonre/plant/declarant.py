"""What a plant file may say of the company and its products, for declarations such as PACT."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from carbonre.core.units import MASS, Amount, Dimension, quantity

URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[!-~]+", re.IGNORECASE)


def _urn(value: str) -> str:
    if URN.fullmatch(value) is None:
        raise ValueError(f"'{value}' is no URN; write one such as urn:gtin:4712345060507")
    return value


def _date(value: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
            raise ValueError
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"'{value}' is no date; write one such as 2027-12-31") from None
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("a text is wanted; this one is empty")
    return value


def _measured(value: Any, dimension: Dimension, example: str, most: float = 1e30) -> Amount:
    amount = quantity(value) if isinstance(value, str) else None
    if amount is None or amount.unit.dimension != dimension or not 0 <= amount.base <= most:
        raise ValueError(f"'{value}' is not what is wanted, such as {example}")
    return amount


def _share(value: Any) -> Amount:
    return _measured(value, (), "'60 %'", 1.0)


def _mass(value: Any) -> Amount:
    amount = _measured(value, MASS, "'0.08 kg'")
    if not amount.base:
        raise ValueError("a product has a mass of more than zero")
    return amount


Text = Annotated[str, AfterValidator(_text)]
Urns = Annotated[list[Annotated[str, AfterValidator(_urn)]], Field(min_length=1)]
Date = Annotated[str, AfterValidator(_date)]
Share = Annotated[Any, BeforeValidator(_share), WithJsonSchema({"type": "string"})]
Mass = Annotated[Any, BeforeValidator(_mass), WithJsonSchema({"type": "string"})]
Rating = Annotated[float, Field(ge=1, le=5)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Quality(_Strict):
    """Data quality ratings of PACT, 1 (best) to 5."""

    technological: Rating
    geographical: Rating
    temporal: Rating


class ProductAbout(_Strict):
    """What a declaration needs to know of one product and the plant does not know."""

    ids: Urns | None = None
    name: Text | None = None
    description: Text | None = None
    cpc: Text | None = None
    classifications: Urns | None = None
    mass: Mass | None = None
    fossil_carbon: Share | None = None
    biogenic_carbon: Share | None = None
    primary_data: Share | None = None
    exempted: Share | None = None
    quality: Quality | None = None
    uncertainty: Text | None = None
    comment: str = ""


class About(_Strict):
    """The company, and how its footprints are declared."""

    company: Text | None = None
    company_ids: Urns | None = None
    standards: Annotated[list[Text], Field(min_length=1)] | None = None
    rules: list[Text] = Field(default_factory=list)
    region: Text | None = None
    valid_until: Date | None = None
    created: Date | None = None
    packaging: Literal["included", "left out"] = "left out"
    products: dict[str, ProductAbout] = Field(default_factory=dict)


def model_at(depth: int) -> type[BaseModel]:
    """Return the table to which a key belongs whose path has so many parts."""
    models: dict[int, type[BaseModel]] = {2: About, 4: ProductAbout}
    return models.get(depth, Quality)
