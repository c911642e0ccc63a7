"""What a plant file may say of a supply: a name, a mix of names, or a factor of one's own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from carbonre.core.units import Amount
from carbonre.plant.values import (
    FACTOR,
    NAME,
    NAME_SCHEMA,
    SHARE,
    WITH_UNIT,
    Distance,
    EmissionFactor,
    JsonSchema,
    MixPart,
    Name,
    Share,
    Strict,
    Text,
    WrongValueError,
)

MIX_SCHEMA: JsonSchema = {
    "type": "object", "additionalProperties": WITH_UNIT, "minProperties": 1,
}  # fmt: skip
SUPPLY_FORMS = "a supply is a name, a mix of names, or {factor: ..., source: ...}"


def _check_mix(value: Any) -> None:
    if not isinstance(value, (str, dict)) or not value:
        raise WrongValueError(SUPPLY_FORMS, {"from": None}, code="invalid-supply")
    for name in [name for name in value if value[name] is None] if isinstance(value, dict) else ():
        words = f"the share of '{name}' is missing; write one such as 60 %"
        raise WrongValueError(words, {"from": None}, code="missing-key")


def _mix(value: Any) -> Any:
    """Bring a single name into the form of a mix: all of it, which no share states."""
    if value is None:
        return {}
    _check_mix(value)
    return {value: None} if isinstance(value, str) else value


def _supply(value: Any) -> Any:
    """Bring the short forms of a supply, a name or a mix, into the long one."""
    if isinstance(value, dict) and value.keys() & SUPPLY_KEYS:
        return value
    if value is None:
        return {}
    _check_mix(value)
    return {"from": value}


class ShortForms:
    """Adds to the JSON schema of an entry that a name or a mix may be written instead."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> JsonSchema:
        """Return the JSON schema of the three forms."""
        return {"anyOf": [NAME_SCHEMA, MIX_SCHEMA, handler(schema)]}


class CircularEntry(Strict):
    """The circular footprint formula of the EU, for bought material that has been recycled."""

    recycled_content: Share = Field(
        description="the recycled share of what is bought (R1)", examples=["100 %"]
    )
    user_share: Share = Field(
        description="the share of recycling that its user carries (A), between 20 % and 80 %",
        examples=["50 %"],
    )
    quality_ratio: Share = Field(
        description="the quality of the recycled over the virgin material (Qs/Qp)",
        examples=["100 %"],
    )
    virgin: EmissionFactor = Field(
        description="the burden of the virgin material (Ev)", examples=["17.3 kgCO2e/kg"]
    )
    source: Name = Field(
        description="where these figures come from", examples=["supplier declaration 2024"]
    )


class SupplyEntry(Strict):
    """What a bought flow is counted with: supplies of the tables, or a factor of one's own."""

    from_: Annotated[
        dict[Name, MixPart | None],
        BeforeValidator(_mix),
        WithJsonSchema({"anyOf": [NAME_SCHEMA, MIX_SCHEMA]}),
    ] = Field(
        default_factory=dict,
        alias="from",
        description="the supply by name, or a mix: shares (100 % together), contracts",
        examples=["wind power", {"grid": "70 %", "wind power": "30 %"}],
    )
    share: Annotated[Amount | None, SHARE] = Field(
        default=None,
        description="the share of the need that is bought although the plant makes the flow",
        examples=["40 %"],
    )
    factor: Annotated[Amount | None, FACTOR] = Field(
        default=None, description="the emission factor of a supplier", examples=["2.1 kgCO2e/kg"]
    )
    upstream: Annotated[Amount | None, FACTOR] = Field(
        default=None,
        description="beside the factor of electricity, heat or fuel: that of its supply chain;"
        " beside pact, of electricity or heat: the part of it that is the supply chain",
        examples=["0.05 kgCO2e/kWh"],
    )
    source: Text = Field(
        default="",
        validate_default=True,
        description="where the factor comes from",
        examples=["supplier declaration 2024"],
    )
    pact: Annotated[str | None, NAME] = Field(
        default=None,
        description="a supplier's footprint in the PACT format: a file in the plant's folder",
        examples=["supplier.json"],
    )
    transport: dict[Name, Distance] | None = Field(
        default=None,
        description="the distance by each mode of transport, for flows measured by mass",
        examples=[{"truck": "300 km"}],
    )
    carbon: Literal["counted", "released"] | None = Field(
        default=None,
        description="whether the factor has counted the carbon that a reagent releases at use",
        examples=["counted"],
    )
    circular: CircularEntry | None = Field(
        default=None,
        description="the circular footprint formula, beside the factor of recycling",
        examples=[
            {
                "recycled_content": "100 %", "user_share": "20 %", "quality_ratio": "100 %",
                "virgin": "17.3 kgCO2e/kg", "source": "declaration of the virgin material",
            }
        ],
    )  # fmt: skip
    note: Text = Field(default="", description="a remark for readers", examples=["contract"])

    @field_validator("source")
    @classmethod
    def _source_of_a_factor(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("factor") is not None and not value.strip():
            words = 'a factor needs its source, such as source: "supplier, 2024"'
            raise WrongValueError(words, "supplier, 2024", code="missing-source")
        return value

    @field_validator("circular")
    @classmethod
    def _circular_of_a_factor(
        cls, value: CircularEntry | None, info: ValidationInfo
    ) -> CircularEntry | None:
        known = info.data  # without what is wrong
        if value is not None and known.get("factor", "") is None and known.get("pact", "") is None:
            words = "the circular footprint formula needs the burden of recycling beside it:"
            raise WrongValueError(f"{words} factor or pact", None, code="invalid-circular-formula")
        return value


SUPPLY_KEYS = frozenset(f.alias or name for name, f in SupplyEntry.model_fields.items())
Supply = Annotated[SupplyEntry, BeforeValidator(_supply), ShortForms()]
