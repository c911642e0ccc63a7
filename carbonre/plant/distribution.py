"""What a plant file may say of how a number is distributed: a form, band or fixed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag

from carbonre.core.units import Amount
from carbonre.plant.values import (
    DEVIATION,
    GEOMETRIC_DEVIATION,
    RANGE,
    Range,
    Strict,
    WrongValueError,
)


class DistributionEntry(Strict):
    """How a number is distributed about its value: one of these forms."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    lognormal: Annotated[float | None, GEOMETRIC_DEVIATION] = Field(
        default=None,
        description="geometric standard deviation; the value is the median",
        examples=[1.2],
    )
    normal: Annotated[Amount | float | None, DEVIATION] = Field(
        default=None,
        description="standard deviation, with its unit; the value is the mean",
        examples=["0.3 V"],
    )
    triangular: Annotated[Range | None, RANGE] = Field(
        default=None,
        description="lowest and highest; the value is the mode",
        examples=[["8 V", "11 V"]],
    )
    uniform: Annotated[Range | None, RANGE] = Field(
        default=None, description="lowest and highest", examples=[["8 V", "11 V"]]
    )


DISTRIBUTION_WORDS = ("band", "fixed")
DISTRIBUTION_FORMS = tuple(DistributionEntry.model_fields)


def _distribution_form(value: Any) -> str:
    return "a form" if isinstance(value, dict) else "a word"


def _distribution(value: Any) -> Any:
    forms = (
        len(value) == 1 and value.keys() <= set(DISTRIBUTION_FORMS)
        if isinstance(value, dict)
        else False
    )
    if forms or (isinstance(value, str) and value in DISTRIBUTION_WORDS):
        return value
    words = "{lognormal: 1.2}, {normal: 0.3 V}, {triangular: [8 V, 11 V]}, {uniform: [8 V, 11 V]}"
    raise WrongValueError(
        f"a distribution is wanted: {words}, band or fixed", "fixed", code="invalid-distribution"
    )


Uncertainty = Annotated[
    Annotated[Literal["band", "fixed"], Tag("a word")]
    | Annotated[DistributionEntry, Tag("a form")],
    Discriminator(_distribution_form),
    BeforeValidator(_distribution),
]
