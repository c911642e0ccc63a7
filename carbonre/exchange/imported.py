"""What a plant takes over of an inventory: its activities, their names, and what is bought.

Nothing is dropped without a word: `remarks` names what is not carried over as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from carbonre.core.units import unit
from carbonre.exchange.inventory import (
    EXCLUDED,
    SUM_OF_GASES,
    Activity,
    Demand,
    Inventory,
    InventoryExchange,
    unique,
)
from carbonre.factors.lookup import Factors
from carbonre.factors.names import flow_names

LONGEST = 200  # characters of a name
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass
class Bought:
    """An entry of `supply` for a flow: kgCO2e per unit."""

    unit: str
    factor: float = 0.0
    upstream: float | None = None
    sources: list[str] = field(default_factory=list)
    excluded: str = ""


class Imported:
    """The activities that are needed, what the plant buys, and the names of all flows."""

    def __init__(self, inventory: Inventory, factors: Factors) -> None:
        self.inventory, self.factors = inventory, factors
        self.remarks = list(inventory.remarks)
        self.gwp = inventory.gwp if inventory.gwp in ("AR4", "AR5", "AR6", "AR6-20") else "AR6"
        self.by_name = {activity.name: activity for activity in inventory.activities}
        self.sent = {(e.provider, e.flow) for a in inventory.activities for e in a.of("wastes")}
        self.demands = tuple(self._wanted()) or tuple(self._ends())
        self.needed = self._needed()
        self.bought = dict(self._supplies())
        used_up = {e.provider for name in self.bought for e in self.by_name[name].of("uses")}
        self.steps = [a for a in self.needed if a.name not in self.bought and a.name not in used_up]
        taken: set[str] = set()
        self.step_names = {a.name: self._named(a.name, taken, "step") for a in self.steps}
        self.flow_names = self._flow_names()

    # --- what is there -------------------------------------------------------------------------

    def _wanted(self) -> Iterator[Demand]:
        """Yield the demands that can be met: of what an activity makes, and more than nothing."""
        made = {(a.name, e.flow) for a in self.inventory.activities for e in a.of("makes")}
        for demand in self.inventory.products:
            if (demand.activity, demand.flow) in made and demand.amount > 0:
                yield demand
            else:
                words = f"{demand.amount:g} {demand.unit} of '{demand.flow}' from"
                self.remarks.append(f"the demand for {words} '{demand.activity}' is excluded")

    def _ends(self) -> Iterator[Demand]:
        """One unit of each product that no activity uses, where the file states no demand."""
        activities = self.inventory.activities
        used = {(e.provider, e.flow) for a in activities for e in a.of("uses")}
        used |= {("", flow) for _, flow in used}
        ends = [
            Demand(e.flow, a.name, 1.0, e.unit)
            for a in activities
            for e in a.of("makes")
            if e.amount and (a.name, e.flow) not in used and ("", e.flow) not in used
        ]
        if ends:
            words = "the file states no demand: production is one unit of each product at the end"
            self.remarks.append(words)
        yield from ends

    def _needed(self) -> list[Activity]:
        """Return the activities that the demand draws on, in the order of the file."""
        waiting = [demand.activity for demand in self.demands]
        seen = set(waiting)
        while waiting:
            activity = self.by_name[waiting.pop()]
            for exchange in activity.of("uses", "wastes"):
                if exchange.provider and exchange.provider not in seen:
                    seen.add(exchange.provider)
                    waiting.append(exchange.provider)
        idle = [a.name for a in self.inventory.activities if a.name not in seen]
        self.remarks += [f"'{name}': no demand draws on it; excluded" for name in idle]
        return [a for a in self.inventory.activities if a.name in seen]

    def _supplies(self) -> Iterator[tuple[str, Bought]]:
        """Yield the supplies that carbonre exported, each as one factor."""
        for activity in self.needed:
            if activity.role in ("supply", "treatment") and activity.outputs:
                parts = [self.by_name.get(e.provider) for e in activity.of("uses")]
                plain = all(part and part.role == "factor" and part.outputs for part in parts)
                if plain and not [*activity.of("emits", "wastes")]:
                    found = self._factor(activity)
                    if found is not None:
                        yield activity.name, found

    def _factor(self, activity: Activity) -> Bought | None:
        made = activity.outputs[0]
        row = self.factors.flows.get(made.flow)
        energy = row is not None and row.kind in ("electricity", "heat")
        found = Bought(made.unit)
        for use in activity.of("uses"):
            part = self.by_name[use.provider]
            per = use.amount / part.outputs[0].amount / made.amount
            total = 0.0
            for emitted in part.of("emits"):
                potential = self._potential(emitted.flow)
                if potential is not None:
                    total += per * emitted.amount * potential
            if energy and part.scope == "3.3":
                found.upstream = (found.upstream or 0.0) + total
            else:
                found.factor += total
            found.sources.append("; ".join(filter(None, (part.name, part.source, part.comment))))
        if not found.sources:
            kind = row.kind if row else ""
            reason = activity.comment.removeprefix(EXCLUDED)
            found.excluded = "" if kind == "resource" else reason or "no factor"
        negative = found.factor < 0 or (found.upstream or 0) < 0
        return None if negative else found

    def _potential(self, gas: str) -> float | None:
        if gas == SUM_OF_GASES:
            return 1.0
        row = self.factors.characterise(gas, self.gwp)
        return row.value if row and gas != "CO2_biogenic" else None

    # --- names ---------------------------------------------------------------------------------

    def _named(self, name: str, taken: set[str], what: str) -> str:
        shown = unique(clean(name), taken)
        if shown != name:
            self.remarks.append(f"the {what} '{clean(name)[:60]}' is written so; in the file its"
                                " name is longer, hidden or there twice")  # fmt: skip
        return shown

    def _flow_names(self) -> dict[tuple[str, str], str]:
        """Name each flow; one that several activities deliver is distinguished by its maker."""
        links: dict[str, dict[str, str]] = {}  # flow -> provider -> unit
        for activity in self.steps:
            for exchange in activity.exchanges:
                if exchange.kind != "emits":
                    provider = self.provider(activity, exchange)
                    links.setdefault(exchange.flow, {}).setdefault(provider, exchange.unit)
        names: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for flow, providers in links.items():
            mixes = [p for p in providers if p and self.by_name[p].role == "mix"]
            plain = "" if "" in providers else (mixes or list(providers))[0]
            alone = len(providers) == 1
            for provider, measure in providers.items():
                name = flow if alone or provider == plain else f"{flow} ({provider})"
                names[flow, provider] = self._apart(
                    self._named(name, taken, "flow"), measure, taken
                )
        return names

    def provider(self, activity: Activity, exchange: InventoryExchange) -> str:
        """Return whose flow it is: of an output, the activity's own."""
        if exchange.kind == "makes":
            return activity.name
        if exchange.kind == "takes":
            return activity.name if self.treats(activity, exchange) else ""
        return exchange.provider

    def treats(self, activity: Activity, exchange: InventoryExchange) -> bool:
        """Whether a waste is taken in as a service to those who send it."""
        linked = (activity.name, exchange.flow) in self.sent
        return linked or exchange is activity.outputs[0]

    def _apart(self, name: str, measure: str, taken: set[str]) -> str:
        """Return another name where the tables would take the flow for something else."""
        names = flow_names()
        row = self.factors.flows.get(names.english(name) if name in names.proper else name)
        if row is None:
            return name
        why = ""
        if unit(row.unit).dimension != unit(measure).dimension:
            why = f"is measured in {measure}, in the tables of carbonre in {row.unit}"
        elif row.kind == "fuel" or row.emitted_as:
            why = "is combusted or vented where the file lists it; the tables would count it again"
        if not why:
            return name
        other = unique(clean(f"{name}, as listed"), taken)
        self.remarks.append(f"'{name}' {why}; it is called '{other}'")
        return other


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a text of one line that shows all that it holds: no controls, nothing that turns."""
    plain = _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", unicodedata.normalize("NFC", text)).strip()
    plain = plain or "without a name"
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"
