"""What a plant file may say: the models below are the format, version 1, and its JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from carbonre.core.documents import Document, KeyPath
from carbonre.core.errors import Place
from carbonre.core.notes import Note
from carbonre.core.units import Amount, quantity
from carbonre.plant.declarant import About

BASELINE = "baseline"
INVENTORY = "inventory"
RESERVED = {
    BASELINE: "'baseline' is the plant as it stands",
    "all": "'all' stands for every scenario on the command line",
}
EXCHANGES = ("makes", "uses", "wastes", "emits")
_QUANTITY = {"type": "string", "pattern": r"^\d+(\.\d+)?([eE][+-]?\d{1,3})?( ?%| .+)$"}


def _amount(value: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("a quantity is wanted, such as '12 kg'")
    if not isinstance(value, str):
        words = f"the bare number {value:g} has no unit; write '{value:g} kg' or '{value:g} %'"
        raise ValueError(words)
    return quantity(value)


def _not_negative(value: Any) -> Amount:
    amount = _amount(value)
    if amount.value < 0:
        raise ValueError(f"'{value}' is negative; amounts are zero or more")
    return amount


def _positive(value: Any) -> Amount:
    amount = _not_negative(value)
    if amount.value == 0:
        raise ValueError(f"'{value}' is zero; more than zero is wanted")
    return amount


def _share(value: Any) -> float | Literal["all"]:
    if value == "all":
        return "all"
    amount = _positive(value)
    if amount.unit.dimension or amount.base > 1 + 1e-12:
        raise ValueError(f"'{value}' is no share; write all, or a share such as 60 %")
    return amount.base


def _name(value: Any) -> str:
    # A name such as 2024 or yes is read by YAML as something else; a name is text all the same.
    if isinstance(value, bool) or value is None or not isinstance(value, (str, int, float)):
        raise ValueError("a name is wanted")
    text = str(value)
    if not text.strip() or len(text) > 200:
        raise ValueError("a name has 1 to 200 characters")
    return text


Quantity = Annotated[Any, BeforeValidator(_not_negative), WithJsonSchema(_QUANTITY)]
Factor = Annotated[Any, BeforeValidator(_amount), WithJsonSchema({"type": "string"})]
Positive = Annotated[Any, BeforeValidator(_positive), WithJsonSchema(_QUANTITY)]
Share = Annotated[Any, BeforeValidator(_share), WithJsonSchema({"type": "string"})]
Name = Annotated[str, BeforeValidator(_name)]
Allocation = Annotated[Any, Field(description="a key, {element: Nd}, or shares {A: 60 %, B: 40 %}")]
ALLOCATION_KEYS = ("mass", "economic", "moles", "element", "energy")


class Strict(BaseModel):
    """Every table of the format: no unknown keys, no guesses, frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class FlowEntry(Strict):
    """A flow that the tables do not know, or whose composition is the plant's own."""

    unit: str | None = None
    kind: Literal["material", "fuel", "electricity", "heat", "water", "transport"] | None = None
    composition: dict[str, Quantity] = Field(default_factory=dict)
    basis: str = ""
    note: str = ""


class StepEntry(BaseModel):
    """A step; what is not listed here is a parameter of its process."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)

    process: Name
    makes: dict[str, Positive] = Field(default_factory=dict)
    uses: dict[str, Quantity] = Field(default_factory=dict)
    wastes: dict[str, Quantity] = Field(default_factory=dict)
    emits: dict[str, Quantity] = Field(default_factory=dict)
    takes: dict[str, Share] = Field(default_factory=dict)
    treats: dict[str, Share] = Field(default_factory=dict)
    amount: dict[str, Positive] = Field(default_factory=dict)
    measured: dict[str, Quantity] = Field(default_factory=dict)
    allocation: Allocation = None
    note: str = ""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the file says beyond the keys of a step: parameters of the process."""
        return self.model_extra or {}


class ScenarioEntry(Strict):
    """What differs from the baseline, by dotted path; a block need work only in what extends it."""

    note: str = ""
    block: bool = False
    extends: list[str] = Field(default_factory=list)
    set: dict[str, Any] = Field(default_factory=dict)


class PlantFile(Strict):
    """A plant file, version 1."""

    carbonre: Literal[1]
    plant: Name
    location: Annotated[str, Field(pattern=r"^[A-Z]{2,3}(-[A-Z0-9]{1,8}){0,2}$")] = "GLO"
    period: Annotated[int, Field(ge=1990, le=2100)]
    boundary: Literal["product", "organisation"] = "product"
    gwp: Literal["AR4", "AR5", "AR6", "AR6-20"] = "AR6"
    allocation: Allocation = "mass"
    production: dict[str, Positive] = Field(default_factory=dict)
    flows: dict[str, FlowEntry] = Field(default_factory=dict)
    steps: Annotated[dict[str, StepEntry], Field(min_length=1)]
    prices: dict[str, Quantity] = Field(default_factory=dict)
    exclude: dict[str, Name] = Field(default_factory=dict)
    supply: dict[str, Any] = Field(default_factory=dict)
    energy_limit: str | None = None
    factors: list[str] = Field(default_factory=list)
    about: About = Field(default_factory=About)
    uncertainty: dict[str, Any] = Field(default_factory=dict)
    scenarios: dict[str, ScenarioEntry] = Field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Plant:
    """A plant as read: its data, and the document that knows where every value stands.

    Attributes
    ----------
    data : PlantFile
        What the file says.
    document : Document
        Where it says so.
    invalid : frozenset
        Paths of values that a placeholder replaces; a plant that has any is not calculated.
    warnings : tuple of Note
        What a scenario did that its author should know.
    """

    data: PlantFile
    document: Document
    invalid: frozenset[KeyPath] = field(default_factory=frozenset)
    warnings: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """The plant's name."""
        return self.data.plant

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios, the baseline first; blocks are parts of them."""
        return (BASELINE, *(n for n, entry in self.data.scenarios.items() if not entry.block))

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return where the value (or the key) at `path` stands."""
        return self.document.place(path, key)
