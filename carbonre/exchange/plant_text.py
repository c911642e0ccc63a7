"""An inventory from a file of another program as a plant file of `inventory` steps.

Every activity becomes a step, every exchange an amount in it. Nothing is dropped without a word:
what is not understood is named in the comments of the file and in what is returned. Factors that
carbonre itself has exported come back as `supply`, so that the scopes are right again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from carbonre.core.units import LARGEST, SMALLEST, unit
from carbonre.exchange.imported import Imported, clean
from carbonre.exchange.inventory import (
    COUNTED_UPSTREAM,
    SUM_OF_GASES,
    Activity,
    Inventory,
    InventoryExchange,
)
from carbonre.factors.lookup import Factors
from carbonre.factors.places import unknown_place
from carbonre.system.flows import emission_formulas

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()+-]*[A-Za-z0-9)+]|[A-Za-z]")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")

FIRM = (
    "An amount says no more how it was known: what was a default or an expert estimate (draft)",
    "where the file was made counts as stated here, by whoever uses it.",
)


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
    return _PlantWriter(inventory, factors, origin).text()


class _PlantWriter:
    """Writes the steps, flows, supply and exclusions."""

    def __init__(self, inventory: Inventory, factors: Factors, origin: str) -> None:
        self.read, self.factors, self.origin = Imported(inventory, factors), factors, clean(origin)
        self.gases = emission_formulas(factors)

    def text(self) -> PlantText:
        """Write the plant file, with the account at its head."""
        body = [*self._steps()]
        flows, supply, exclude = self._sections()
        head = [f"# From {self.origin}, by carbonre import.", *(f"# {line}" for line in FIRM)]
        data = self.read.inventory
        place = "GLO" if unknown_place(data.location) else data.location
        if place != data.location:
            self.read.remarks.append(
                f"no place that carbonre knows ('{data.location}'): GLO is written"
            )
        period = data.period if 1990 <= data.period <= 2100 else 2024
        if period != data.period:
            self.read.remarks.append(f"the file states no year: {period} is written; correct it")
        names = self.read.flow_names
        production = [
            f"  {quoted(names[d.flow, d.activity])}: {self._amount(d.amount, d.unit)}"
            for d in self.read.demands
            if d.activity in self.read.step_names
        ]
        if self.read.remarks:
            head.append(
                f"# Row by row, what was not carried over as it is ({len(self.read.remarks)}):"
            )
            head += [f"#   {clean(remark, 400)}" for remark in self.read.remarks]
        lines = [
            *head,
            "carbonre: 1",
            f"plant: {quoted(clean(data.name))}",
            f"location: {place}",
            f"period: {period}",
            f"gwp: {self.read.gwp}",
            "production:" if production else "production: {}",
            *production,
            *flows,
            "steps:",
            *body,
            *supply,
            *exclude,
        ]
        return PlantText("\n".join(lines) + "\n", tuple(self.read.remarks))

    def _amount(self, amount: float, measure: str) -> str:
        return f"{float(amount)!r} {measure}"

    def _steps(self) -> Iterator[str]:
        for activity in self.read.steps:
            yield f"  {quoted(self.read.step_names[activity.name])}:"
            yield "    process: inventory"
            makes = [*activity.of("makes")]
            treated = [e for e in activity.of("takes") if self.read.treats(activity, e)]
            if treated:
                name = self.read.flow_names[treated[0].flow, activity.name]
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
                name = exchange.flow.removesuffix(COUNTED_UPSTREAM)
                why = self._no_gas(exchange, name)
                if name == SUM_OF_GASES and not why:
                    name = "CO2"
                    words = "a sum of gases in CO2e is written as so much CO2"
                    self.read.remarks.append(f"'{activity.name}': {words}")
            else:
                name = self.read.flow_names[exchange.flow, self.read.provider(activity, exchange)]
                why = ""
            amount, measure = found.get(name, (0.0, exchange.unit))
            one, other = unit(exchange.unit), unit(measure)
            if not SMALLEST <= abs(exchange.amount) <= LARGEST:
                why = "it is beyond 1e-30 to 1e30"
            elif one.dimension != other.dimension:
                why = f"it is measured in {exchange.unit} and in {measure}"
            if why:
                label = f"'{activity.name}', '{exchange.flow}', {exchange.amount:g} {exchange.unit}"
                self.read.remarks.append(f"{label}: {why}")
                continue
            found[name] = amount + exchange.amount * one.factor / other.factor, measure
        return {name: self._amount(*pair) for name, pair in found.items()}

    def _no_gas(self, exchange: InventoryExchange, name: str) -> str:
        if name != exchange.flow:
            return "its carbon is counted in the factor of a reagent"
        if name not in (SUM_OF_GASES, *self.gases):
            return "unknown gas; if it has a GWP, enter it by hand"
        if exchange.amount < 0:
            return "a negative emission is an uptake or a credit, not part of a footprint"
        return ""

    def _allocation(
        self, activity: Activity, makes: list[InventoryExchange], treats: bool
    ) -> Iterator[str]:
        if len(makes) < 2 and not (treats and makes):
            return
        total = sum(e.share for e in makes)
        if not total and not treats:
            words = "makes several products and the file gives no shares: by mass, as the plant"
            self.read.remarks.append(f"'{activity.name}' {words} says; state its allocation")
            return
        if not treats and abs(total - 1) > 1e-9:
            self.read.remarks.append(f"'{activity.name}': its shares add up to {total:g}; made 1")
        scale = 1.0 if treats or not total else 1 / total
        shares = (
            f"{quoted(self.read.flow_names[e.flow, activity.name])}: {100 * e.share * scale!r} %"
            for e in makes
        )
        yield f"    allocation: {{{', '.join(shares)}}}"

    def _sections(self) -> tuple[list[str], list[str], list[str]]:
        """Return the lines of `flows`, `supply` and `exclude`."""
        flows: list[str] = []
        supply: list[str] = []
        exclude: list[str] = []
        for (flow, provider), name in self.read.flow_names.items():
            found = self.read.bought.get(provider)
            if found is not None and found.excluded:
                exclude.append(f"  {quoted(name)}: {quoted(clean(found.excluded))}")
            elif found is not None and found.sources:
                entry = [f"factor: {found.factor!r} kgCO2e/{found.unit.replace('*', '/')}"]
                if found.upstream is not None:
                    entry.append(f"upstream: {found.upstream!r} kgCO2e/{found.unit}")
                source = clean(f"{self.origin}: {'. '.join(found.sources)}", 800)
                supply.append(f"  {quoted(name)}: {{{', '.join(entry)}, source: {quoted(source)}}}")
            known = name in self.factors.flows
            if not known and provider not in self.read.step_names:
                measure = next(
                    e.unit
                    for a in self.read.steps
                    for e in a.exchanges
                    if e.flow == flow and e.kind != "emits" and self.read.provider(a, e) == provider
                )
                flows.append(f"  {quoted(name)}: {{unit: {measure}}}")
                wasted = any(
                    e.flow == flow for a in self.read.steps for e in a.of("wastes", "takes")
                )
                if found is None and not wasted:
                    words = "comes from outside the file: no factor; state it under supply"
                    self.read.remarks.append(f"'{name}' {words}")
        titled = (("flows", flows), ("supply", supply), ("exclude", exclude))
        one, two, three = ([f"{title}:", *lines] if lines else [] for title, lines in titled)
        return one, two, three


def quoted(text: str) -> str:
    """Return a text as YAML: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
