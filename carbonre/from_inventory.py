"""An inventory from a file of another program as a plant file of `inventory` steps.

Every activity becomes a step, every exchange an amount in it. Nothing is dropped without a word:
what is not understood is named in the comments of the file and in what is returned. Factors that
carbonre itself has exported come back as `supply`, so that the scopes are right again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from carbonre.exchange.inventory import SUM_OF_GASES, Activity, Demand, Exchange, Inventory, unique
from carbonre.factors import Factors
from carbonre.flows import emission_formulas
from carbonre.units import LARGEST, SMALLEST, unit

LONGEST = 200  # characters of a name
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()+-]*[A-Za-z0-9)+]|[A-Za-z]")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PLACE = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,8}){0,2}")


@dataclass(frozen=True)
class PlantText:
    """A plant file as text, and the account of what was not understood."""

    text: str
    remarks: tuple[str, ...]


def plant_text(inventory: Inventory, factors: Factors, origin: str) -> PlantText:
    """Return a plant file of `inventory` steps.

    Parameters
    ----------
    inventory : Inventory
        As read from a package of openLCA or a workbook of brightway.
    factors : Factors
        The tables: whose flows have kinds and units, and whose gases may be emitted.
    origin : str
        The name of the file, for the sources.
    """
    return _Author(inventory, factors, origin).text()


@dataclass
class _Bought:
    """What stands under `supply` for a flow: kgCO2e per unit."""

    unit: str
    factor: float = 0.0
    upstream: float | None = None
    sources: list[str] = field(default_factory=list)
    excluded: str = ""


class _Author:
    """Names the flows, then writes the steps."""

    def __init__(self, inventory: Inventory, factors: Factors, origin: str) -> None:
        self.inventory, self.factors, self.origin = inventory, factors, clean(origin)
        self.remarks = list(inventory.remarks)
        self.gases = emission_formulas(factors)
        self.gwp = inventory.gwp if inventory.gwp in ("AR4", "AR5", "AR6", "AR6-20") else "AR6"
        self.by_name = {activity.name: activity for activity in inventory.activities}
        self.sent = {(e.provider, e.flow) for a in inventory.activities for e in a.of("wastes")}
        self.demands = tuple(self._wanted()) or tuple(self._ends())
        self.needed = self._needed()
        self.bought = dict(self._bought())
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
                self.remarks.append(f"the demand for {words} '{demand.activity}' is left out")

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
        self.remarks += [
            f"'{name}': nothing that is demanded draws on it; left out" for name in idle
        ]
        return [a for a in self.inventory.activities if a.name in seen]

    def _bought(self) -> Iterator[tuple[str, _Bought]]:
        """Yield the supplies that carbonre exported, each as one factor."""
        for activity in self.needed:
            if activity.role in ("supply", "treatment") and activity.outputs:
                parts = [self.by_name.get(e.provider) for e in activity.of("uses")]
                plain = all(part and part.role == "factor" and part.outputs for part in parts)
                if plain and not [*activity.of("emits", "wastes")]:
                    found = self._factor(activity)
                    if found is not None:
                        yield activity.name, found

    def _factor(self, activity: Activity) -> _Bought | None:
        made = activity.outputs[0]
        row = self.factors.flows.get(made.flow)
        energy = row is not None and row.kind in ("electricity", "heat")
        found = _Bought(made.unit)
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
            reason = activity.comment.removeprefix("left out: ")
            found.excluded = "" if kind == "resource" else reason or "nothing stands for it"
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
        """Name each flow; one that several activities deliver is told apart by its maker."""
        links: dict[str, dict[str, str]] = {}  # flow -> provider -> unit
        for activity in self.steps:
            for exchange in activity.exchanges:
                if exchange.kind != "emits":
                    provider = self._provider(activity, exchange)
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

    def _provider(self, activity: Activity, exchange: Exchange) -> str:
        """Return whose flow it is: of an output, the activity's own."""
        if exchange.kind == "makes":
            return activity.name
        if exchange.kind == "takes":
            return activity.name if self._treats(activity, exchange) else ""
        return exchange.provider

    def _treats(self, activity: Activity, exchange: Exchange) -> bool:
        linked = (activity.name, exchange.flow) in self.sent
        return linked or exchange is activity.outputs[0]

    def _apart(self, name: str, measure: str, taken: set[str]) -> str:
        """Return another name where the tables would take the flow for something else."""
        row = self.factors.flows.get(name)
        if row is None:
            return name
        why = ""
        if unit(row.unit).dimension != unit(measure).dimension:
            why = f"is measured in {measure}, in the tables of carbonre in {row.unit}"
        elif row.kind == "fuel" or row.emitted_as:
            why = (
                "is burnt or vented where the file lists it, so the tables must not count it again"
            )
        if not why:
            return name
        other = unique(clean(f"{name}, as listed"), taken)
        self.remarks.append(f"'{name}' {why}; it is called '{other}'")
        return other

    # --- the file ------------------------------------------------------------------------------

    def text(self) -> PlantText:
        """Write the plant file, with the account at its head."""
        body = [*self._steps()]
        flows, supply, exclude = self._sections()
        head = [f"# From {self.origin}, by carbonre import."]
        data = self.inventory
        place = data.location if _PLACE.fullmatch(data.location) else "GLO"
        if place != data.location:
            self.remarks.append(f"no place that carbonre knows ('{data.location}'): GLO is written")
        period = data.period if 1990 <= data.period <= 2100 else 2024
        if period != data.period:
            self.remarks.append(f"the file states no year: {period} is written; mend it")
        production = [
            f"  {quoted(self.flow_names[d.flow, d.activity])}: {self._amount(d.amount, d.unit)}"
            for d in self.demands
            if d.activity in self.step_names
        ]
        if self.remarks:
            head.append(f"# Row by row, what was not carried over as it is ({len(self.remarks)}):")
            head += [f"#   {clean(remark, 400)}" for remark in self.remarks]
        lines = [
            *head,
            "carbonre: 1",
            f"plant: {quoted(clean(data.name))}",
            f"location: {place}",
            f"period: {period}",
            f"gwp: {self.gwp}",
            "production:" if production else "production: {}",
            *production,
            *flows,
            "steps:",
            *body,
            *supply,
            *exclude,
        ]
        return PlantText("\n".join(lines) + "\n", tuple(self.remarks))

    def _amount(self, amount: float, measure: str) -> str:
        return f"{float(amount)!r} {measure}"

    def _steps(self) -> Iterator[str]:
        for activity in self.steps:
            yield f"  {quoted(self.step_names[activity.name])}:"
            yield "    process: inventory"
            makes = [*activity.of("makes")]
            treated = [e for e in activity.of("takes") if self._treats(activity, e)]
            if treated:
                name = self.flow_names[treated[0].flow, activity.name]
                yield f"    treats: {{{quoted(name)}: all}}"
            yield from self._allocation(activity, makes, bool(treated))
            for word, kinds in (("makes", ("makes",)), ("uses", ("uses", "takes")),
                                ("wastes", ("wastes",)), ("emits", ("emits",))):  # fmt: skip
                amounts = self._sums(activity, kinds)
                if amounts:
                    yield f"    {word}:"
                    yield from (f"      {quoted(name)}: {text}" for name, text in amounts.items())
            note = clean(activity.comment, 300)
            if activity.comment:
                yield f"    note: {quoted(note)}"

    def _sums(self, activity: Activity, kinds: tuple[str, ...]) -> dict[str, str]:
        """Return the amounts of these kinds by name; rows of one name are added up."""
        found: dict[str, tuple[float, str]] = {}
        for exchange in activity.exchanges:
            if exchange.kind not in kinds or not exchange.amount:
                continue
            if exchange.kind == "emits":
                name = exchange.flow.removesuffix(", counted in the factor of a reagent")
                why = self._no_gas(exchange, name)
                if name == SUM_OF_GASES and not why:
                    name = "CO2"
                    words = "a sum of gases in CO2e is written as so much CO2"
                    self.remarks.append(f"'{activity.name}': {words}")
            else:
                name = self.flow_names[exchange.flow, self._provider(activity, exchange)]
                why = ""
            amount, measure = found.get(name, (0.0, exchange.unit))
            one, other = unit(exchange.unit), unit(measure)
            if not SMALLEST <= abs(exchange.amount) <= LARGEST:
                why = "it is beyond 1e-30 to 1e30"
            elif one.dimension != other.dimension:
                why = f"it is measured in {exchange.unit} and in {measure}"
            if why:
                label = f"'{activity.name}', '{exchange.flow}', {exchange.amount:g} {exchange.unit}"
                self.remarks.append(f"{label}: {why}")
                continue
            found[name] = amount + exchange.amount * one.factor / other.factor, measure
        return {name: self._amount(*pair) for name, pair in found.items()}

    def _no_gas(self, exchange: Exchange, name: str) -> str:
        if name != exchange.flow:
            return "its carbon is counted in the factor of a reagent"
        if name not in (SUM_OF_GASES, *self.gases):
            return "no gas that carbonre knows; if it has a potential, write it in by hand"
        if exchange.amount < 0:
            return "a negative emission is an uptake or a credit, no part of a footprint"
        return ""

    def _allocation(self, activity: Activity, makes: list[Exchange], treats: bool) -> Iterator[str]:
        if len(makes) < 2 and not (treats and makes):
            return
        total = sum(e.share for e in makes)
        if not total and not treats:
            words = "makes several products and the file gives no shares: by mass, as the plant"
            self.remarks.append(f"'{activity.name}' {words} says; state its allocation")
            return
        if not treats and abs(total - 1) > 1e-9:
            self.remarks.append(f"'{activity.name}': its shares add up to {total:g}; made 1")
        scale = 1.0 if treats or not total else 1 / total
        shares = (
            f"{quoted(self.flow_names[e.flow, activity.name])}: {100 * e.share * scale!r} %"
            for e in makes
        )
        yield f"    allocation: {{{', '.join(shares)}}}"

    def _sections(self) -> tuple[list[str], list[str], list[str]]:
        """Return the lines of `flows`, `supply` and `exclude`."""
        flows: list[str] = []
        supply: list[str] = []
        exclude: list[str] = []
        for (flow, provider), name in self.flow_names.items():
            found = self.bought.get(provider)
            if found is not None and found.excluded:
                exclude.append(f"  {quoted(name)}: {quoted(clean(found.excluded))}")
            elif found is not None and found.sources:
                entry = [f"factor: {found.factor!r} kgCO2e/{found.unit.replace('*', '/')}"]
                if found.upstream is not None:
                    entry.append(f"upstream: {found.upstream!r} kgCO2e/{found.unit}")
                source = clean(f"{self.origin}: {'. '.join(found.sources)}", 800)
                supply.append(f"  {quoted(name)}: {{{', '.join(entry)}, source: {quoted(source)}}}")
            known = name in self.factors.flows
            if not known and provider not in self.step_names:
                measure = next(
                    e.unit
                    for a in self.steps
                    for e in a.exchanges
                    if e.flow == flow and e.kind != "emits" and self._provider(a, e) == provider
                )
                flows.append(f"  {quoted(name)}: {{unit: {measure}}}")
                wasted = any(e.flow == flow for a in self.steps for e in a.of("wastes", "takes"))
                if found is None and not wasted:
                    self.remarks.append(f"'{name}' comes from outside the file: no factor; state"
                                        " it under supply")  # fmt: skip
        titled = (("flows", flows), ("supply", supply), ("exclude", exclude))
        one, two, three = ([f"{title}:", *lines] if lines else [] for title, lines in titled)
        return one, two, three


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a text of one line that shows all that it holds: no controls, nothing that turns."""
    plain = _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", unicodedata.normalize("NFC", text)).strip()
    plain = plain or "without a name"
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"


def quoted(text: str) -> str:
    """Return a text as YAML: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
