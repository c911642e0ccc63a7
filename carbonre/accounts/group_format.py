"""What a group file may say: the models below are the format, version 1, and its JSON schema.

`GroupFile` is the whole file; each section has a model of its own, above it. Files that it names
stand beside it or below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from carbonre.core.documents import Document, KeyPath
from carbonre.core.errors import Place
from carbonre.core.periods import Month, Period
from carbonre.core.units import quantity
from carbonre.plant.values import (
    MONTH_OF_YEAR,
    PERIOD,
    Location,
    Name,
    PeriodValue,
    Share,
    Strict,
)

Consolidation = Literal["operational control", "financial control", "equity share"]
Control = Literal["operational", "financial", "both", "none"]
Scope2Method = Literal["market", "location"]
RestFactor = Literal["supplier", "residual", "grid average"]
ScopeOfTarget = Literal["scope1", "scope2", "scope1+2", "scope3", "low-carbon electricity"]
ScopeOfThreshold = Literal["scope1+2 market", "scope1+2 location", "scope3"]


CategoryNumber = Literal[
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"
]


class GroupPlant(Strict):
    """A plant of the group, and what of it the group owns and controls."""

    model_config = ConfigDict(populate_by_name=True)

    file: Name = Field(description="the plant file", examples=["smelter.yaml"])
    meters: Name = Field(
        default="meters",
        description="the activity data: a CSV file, or a folder of which every CSV file is read",
        examples=["meters/smelter"],
    )
    share: Share = Field(
        default_factory=lambda: quantity("100 %"),
        description="the equity share; the whole plant if not stated",
        examples=["60 %"],
    )
    control: Control = Field(
        default="both",
        description="what the group controls: operational, financial, both or none",
        examples=["operational"],
    )
    from_: Annotated[Month | None, MONTH_OF_YEAR] = Field(
        default=None,
        alias="from",
        description="the first month in the group, of an acquisition",
        examples=["2024-07"],
    )
    to: Annotated[Month | None, MONTH_OF_YEAR] = Field(
        default=None,
        description="the last month in the group, before a disposal",
        examples=["2025-03"],
    )
    note: str = Field(default="", description="a remark for readers", examples=["leased in 2024"])


class Trade(Strict):
    """What one plant of the group sells to another: metered once."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Name = Field(alias="from", description="the plant that sells", examples=["smelter"])
    to: Name = Field(description="the plant that buys", examples=["magnet works"])
    flow: Name = Field(description="what is sold", examples=["PrNd metal"])
    meter: Name = Field(description="the meter of the register that weighs it", examples=["W-7"])


class Recalculate(Strict):
    """When the base year is recalculated."""

    threshold: Share = Field(
        description="a change of the base year from which it is recalculated", examples=["5 %"]
    )
    of: list[ScopeOfThreshold] = Field(
        default=["scope1+2 market"],
        description="the totals that are compared with the threshold, each by itself",
        examples=[["scope1+2 market", "scope3"]],
    )


class TrueUp(Strict):
    """Where the difference of an estimate and the reading that replaces it is booked."""

    below: Share = Field(
        description="a difference below this share of the month is booked in the open period",
        examples=["1 %"],
    )


class Target(Strict):
    """A target: so much less than in the base year."""

    name: Name = Field(description="its name", examples=["minus 42 % by 2030"])
    scopes: ScopeOfTarget = Field(description="what is reduced", examples=["scope1+2"])
    method: Scope2Method = Field(
        default="market", description="the method of scope 2", examples=["market"]
    )
    per: Name | None = Field(
        default=None,
        description="the flow that an intensity is per; an absolute target if not stated",
        examples=["coated magnet"],
    )
    base: PeriodValue = Field(description="the base year", examples=[2024])
    year: PeriodValue = Field(description="the year in which it is to be met", examples=[2030])
    cut: Share = Field(description="the reduction from base to year", examples=["42 %"])


class GroupFile(Strict):
    """A group file, version 1."""

    model_config = ConfigDict(populate_by_name=True)

    carbonre: Literal[1] = Field(description="the version of the format", examples=[1])
    group: Name = Field(description="the group's name", examples=["Example Rare Earths"])
    consolidation: Consolidation = Field(
        description="how the plants of the group are added up, by the GHG Protocol",
        examples=["operational control"],
    )
    gwp: Literal["AR4", "AR5", "AR6", "AR6-20"] = Field(
        default="AR6",
        description="global warming potentials of an IPCC report: 100 years, or 20",
        examples=["AR6"],
    )
    plants: dict[Name, GroupPlant] = Field(
        min_length=1,
        description="the plants by the names that register and trade use",
        examples=[{"smelter": {"file": "smelter.yaml", "share": "60 %"}}],
    )
    register_: Name = Field(
        default="meters/register.csv",
        alias="register",
        description="the register of meters",
        examples=["meters/register.csv"],
    )
    trade: list[Trade] = Field(
        default_factory=list,
        description="what plants of the group sell to each other",
        examples=[[{"from": "smelter", "to": "works", "flow": "PrNd metal", "meter": "W-7"}]],
    )
    contracts: Name | None = Field(
        default=None,
        description="certificates and contracts of electricity",
        examples=["contracts.csv"],
    )
    contract_window: Literal["month", "year"] = Field(
        default="month",
        description="within what a contract covers consumption; year is named in every report",
        examples=["month"],
    )
    stocks: Name | None = Field(
        default=None, description="the stocks that were counted", examples=["stocks.csv"]
    )
    rest_factor: dict[Location, RestFactor] = Field(
        default_factory=dict,
        description="by place, what electricity without a contract is multiplied by",
        examples=[{"CN": "residual"}],
    )
    factors: Literal["as closed", "restate yearly"] = Field(
        default="as closed",
        description="whether a closed month keeps its factors when newer rows appear",
        examples=["as closed"],
    )
    true_up: TrueUp | None = Field(
        default=None,
        description="when an estimate is corrected in the open period; else in its own",
        examples=[{"below": "1 %"}],
    )
    base_year: Annotated[Period | None, PERIOD] = Field(
        default=None, description="the base year of targets and trend", examples=[2024]
    )
    recalculate: Recalculate | None = Field(
        default=None,
        description="when the base year is recalculated",
        examples=[{"threshold": "5 %", "of": ["scope1+2 market", "scope3"]}],
    )
    targets: list[Target] = Field(
        default_factory=list,
        description="what the group has promised",
        examples=[[{"name": "2030", "scopes": "scope1+2", "base": 2024, "year": 2030,
                    "cut": "42 %"}]],
    )  # fmt: skip
    guideline: Literal["CN-16"] | None = Field(
        default=None, description="a guideline whose forms are printed too", examples=["CN-16"]
    )
    relevance: dict[CategoryNumber, Name] = Field(
        default_factory=dict,
        description="why a category of scope 3 without a number is not relevant",
        examples=[{"13": "nothing is leased out"}],
    )
    accept: dict[Name, Name] = Field(
        default_factory=dict,
        description="findings of the meters that are accepted, by name, each with the reason",
        examples=[{"gap M-12 2024-03": "meter exchanged; billed by the other one"}],
    )
    note: str = Field(default="", description="a remark for readers", examples=["books of 2024"])


@dataclass(frozen=True)
class Group:
    """A group as read: its data, and the document that knows where every value stands.

    Attributes
    ----------
    data : GroupFile
        What the file says.
    document : Document
        Where it says so.
    invalid : frozenset
        Paths of values that a placeholder replaces.
    """

    data: GroupFile
    document: Document
    invalid: frozenset[KeyPath] = field(default_factory=frozenset)

    @property
    def folder(self) -> Path:
        """Where the files that it names stand."""
        return Path(self.document.file).parent

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return where the value (or the key) at `path` stands."""
        return self.document.place(path, key)

    def counts(self, plant: str, month: Month) -> bool:
        """Whether a plant belongs to the group in a month."""
        entry = self.data.plants[plant]
        first, last = entry.from_ or month, entry.to or month
        return first <= month <= last
