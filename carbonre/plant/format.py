"""What a plant file may say: the models below are the format, version 1, and its JSON schema.

`PlantFile` is the whole file; each section has a model or a type of its own, above it. What a
single value may be is in `carbonre.plant.values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from carbonre.core.documents import Document, KeyPath
from carbonre.core.errors import Place
from carbonre.core.notes import Note
from carbonre.core.scopes import Category
from carbonre.plant.allocation import AllocationEntry, PlantAllocation
from carbonre.plant.declarant import About
from carbonre.plant.distribution import Uncertainty
from carbonre.plant.supply import Supply
from carbonre.plant.values import (
    CATEGORY,
    FlowKind,
    Location,
    Name,
    PeriodValue,
    Positive,
    Price,
    Quantity,
    SettingPath,
    Share,
    ShareTaken,
    Strict,
)

BASELINE = "baseline"
INVENTORY = "inventory"
RESERVED = {
    BASELINE: "'baseline' is the plant as it stands",
    "all": "'all' stands for every scenario on the command line",
}
EXCHANGES = ("makes", "uses", "wastes", "emits")


class FlowEntry(Strict):
    """A flow that the tables do not know, or whose composition is the plant's own."""

    unit: str | None = Field(
        default=None,
        description="the unit to show the flow in; kg if nothing is stated",
        examples=["kg"],
    )
    kind: FlowKind | None = Field(
        default=None,
        description="what kind of flow it is; material if not stated",
        examples=["material"],
    )
    composition: dict[Name, Share] = Field(
        default_factory=dict,
        description="mass shares of elements or compounds, by formula; at most 100 % together",
        examples=[{"Nd": "28 %", "Fe": "70 %", "B": "1 %"}],
    )
    basis: str = Field(
        default="",
        description="what a kilogram is of: REO, wet, dry, 31 % solution",
        examples=["REO"],
    )
    category: Annotated[Category | None, CATEGORY] = Field(
        default=None,
        description="the category of scope 3 of what is bought, 1 to 15 of the GHG Protocol; if not"
        " stated 1, of transport 4, of waste that others treat 5",
        examples=[6],
    )
    note: str = Field(default="", description="a remark for readers", examples=["assay of 2024"])


class StepEntry(Strict):
    """A step; what is not listed here is a parameter of its process."""

    model_config = ConfigDict(extra="allow")

    process: Name = Field(
        description="the model of the step (see `carbonre processes`), or inventory for your own",
        examples=["inventory"],
    )
    makes: dict[str, Positive] = Field(
        default_factory=dict,
        description="products of an inventory step; the first is the reference product",
        examples=[{"coated magnet": "1 kg"}],
    )
    uses: dict[str, Quantity] = Field(
        default_factory=dict,
        description="inputs of an inventory step",
        examples=[{"Nd metal": "0.33 kg", "electricity": "9 kWh"}],
    )
    wastes: dict[str, Quantity] = Field(
        default_factory=dict,
        description="wastes of an inventory step, which leave without burden",
        examples=[{"swarf": "0.2 kg"}],
    )
    emits: dict[str, Quantity] = Field(
        default_factory=dict,
        description="direct emissions of an inventory step",
        examples=[{"CO2": "0.02 kg"}],
    )
    takes: dict[str, ShareTaken] = Field(
        default_factory=dict,
        description="runs the step: it takes a share, or all, of what other steps make of a flow",
        examples=[{"swarf": "60 %"}],
    )
    treats: dict[str, ShareTaken] = Field(
        default_factory=dict,
        description="runs the step: it treats a share, or all, of a waste of other steps",
        examples=[{"plating water": "all"}],
    )
    amount: dict[str, Positive] = Field(
        default_factory=dict,
        description="runs the step: the amount of one of its flows in the period",
        examples=[{"Nd metal": "400 t"}],
    )
    measured: dict[str, Quantity] = Field(
        default_factory=dict,
        description="meter readings of the period; the baseline is calibrated to them",
        examples=[{"electricity": "11.9 GWh"}],
    )
    allocation: AllocationEntry | None = Field(
        default=None,
        description="how the step shares its burden among its products, other than the plant does",
        examples=["economic", {"element": "Nd"}, {"Nd2O3": "60 %", "La2O3": "40 %"}],
    )
    note: str = Field(default="", description="a remark for readers", examples=["cell house 2"])

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the file says beyond the keys of a step: parameters of the process."""
        return self.model_extra or {}


class ScenarioEntry(Strict):
    """What differs from the baseline, by dotted path; a block need work only in what extends it."""

    note: str = Field(default="", description="what changes, in words", examples=["wind power"])
    block: bool = Field(
        default=False,
        description="a part of scenarios that extend it, which need not work alone",
        examples=[True],
    )
    extends: list[str] = Field(
        default_factory=list,
        description="the scenarios whose settings it takes first",
        examples=[["wind power"]],
    )
    set: dict[SettingPath, Any] = Field(
        default_factory=dict,
        description="by dotted path the new value; null removes, a mapping replaces",
        examples=[{"supply.electricity": "wind power"}],
    )


class PlantFile(Strict):
    """A plant file, version 1."""

    carbonre: Literal[1] = Field(description="the version of the format", examples=[1])
    plant: Name = Field(description="the plant's name", examples=["Magnet works, example"])
    location: Location = Field(
        default="GLO",
        description="ISO 3166 code; factors are looked up for CN-NM, then CN, then GLO",
        examples=["CN-NM"],
    )
    period: PeriodValue = Field(
        description="the year, a month, or a range of months such as 2024-04..2025-03",
        examples=[2024, "2024-03", "2024-04..2025-03"],
    )
    boundary: Literal["product", "organisation"] = Field(
        default="product",
        description="life-cycle factors of products, or scopes of an organisation",
        examples=["product"],
    )
    gwp: Literal["AR4", "AR5", "AR6", "AR6-20"] = Field(
        default="AR6",
        description="global warming potentials of an IPCC report: 100 years, or 20",
        examples=["AR6"],
    )
    allocation: PlantAllocation = Field(
        default="mass",
        description="the key by which steps share their burden among their products",
        examples=["economic", {"element": "Nd"}],
    )
    production: dict[str, Positive] = Field(
        default_factory=dict,
        description="what leaves the gate in the period",
        examples=[{"coated magnet": "1000 t"}],
    )
    flows: dict[str, FlowEntry] = Field(
        default_factory=dict,
        description="flows that the tables do not know, or whose composition is the plant's own",
        examples=[{"coated magnet": {"unit": "kg"}}],
    )
    steps: dict[str, StepEntry] = Field(
        min_length=1,
        description="the steps by name, in the order in which the material flows",
        examples=[{"casting": {"process": "inventory", "makes": {"casting": "1 kg"}}}],
    )
    prices: dict[str, Price] = Field(
        default_factory=dict,
        description="prices for economic allocation; otherwise those of the tables",
        examples=[{"coated magnet": "60 USD/kg"}],
    )
    exclude: dict[str, Name] = Field(
        default_factory=dict,
        description="flows that are left out (cut-off), each with the reason",
        examples=[{"P507": "no open factor; below 0.1 % of mass"}],
    )
    supply: dict[str, Supply] = Field(
        default_factory=dict,
        description="what bought flows are counted with, other than the defaults of the tables",
        examples=[{"electricity": {"grid": "70 %", "wind power": "30 %"}}],
    )
    energy_limit: str | None = Field(
        default=None,
        description="the product group of the energy limit to compare with",
        examples=["rare earth oxide"],
    )
    factors: list[str] = Field(
        default_factory=list,
        description="factor tables of the plant; a later one takes precedence, row by row",
        examples=[["my-factors.csv"]],
    )
    about: About = Field(
        default_factory=About.model_construct,
        description="the company and its products, for declarations such as PACT",
        examples=[{"company": "Example Smelter"}],
    )
    uncertainty: dict[SettingPath, Uncertainty] = Field(
        default_factory=dict,
        description="by dotted path of a number, or factors.ID, how it is distributed",
        examples=[{"steps.smelting.cell_voltage": {"triangular": ["8 V", "11 V"]}}],
    )
    scenarios: dict[str, ScenarioEntry] = Field(
        default_factory=dict,
        description="named sets of overrides of the baseline",
        examples=[{"green": {"set": {"supply.electricity": "wind power"}}}],
    )
    note: str = Field(default="", description="a remark for readers", examples=["figures of 2024"])


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
    is_variant : bool
        Whether overrides are applied, of a scenario or from outside.
    """

    data: PlantFile
    document: Document
    invalid: frozenset[KeyPath] = field(default_factory=frozenset)
    warnings: tuple[Note, ...] = ()
    is_variant: bool = False

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

    def named_files(self) -> tuple[str, ...]:
        """Return every file that the plant names: factor tables and suppliers' footprints."""
        stated = [entry.pact for entry in self.data.supply.values() if entry.pact]
        settings = (item for entry in self.data.scenarios.values() for item in entry.set.items())
        return tuple(dict.fromkeys((*self.data.factors, *stated, *_pacts(settings))))


def _pacts(items: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Yield each file that settings of scenarios name as a supplier's footprint."""
    for path, value in items:
        if isinstance(value, dict):
            yield from _pacts(value.items())
        elif isinstance(value, str) and path.rpartition(".")[2] == "pact":
            yield value
