"""What a bought flow is counted with: from the plant's `supply`, or from the tables.

The scope follows from what a flow is, never from a word that somebody typed: fuel burnt is scope 1,
bought electricity and heat are scope 2, their supply chains scope 3 category 3, materials category
1, transport category 4, waste that others treat category 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from carbonre.core.arrays import first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.notes import Note
from carbonre.core.paths import dotted
from carbonre.core.units import LENGTH, MASS, Amount, QuantityError, quantity, unit
from carbonre.factors.lookup import Match
from carbonre.factors.rows import ENERGY_KINDS, Factor
from carbonre.supply import carbon_pairs as reagents
from carbonre.supply import circular, pact
from carbonre.supply.applied_factor import (
    LOCATION,
    AppliedFactor,
    Category,
    Purchase,
    Scope,
)
from carbonre.supply.pact import SupplierFootprint
from carbonre.system.flows import Flow
from carbonre.system.steps import System

DETAILS = (
    "factor", "upstream", "source", "pact", "transport", "share", "from", "carbon", "circular",
    "note",
)  # fmt: skip
DIRECT_SCOPE: Mapping[str, Scope] = {"fuel": "1", "electricity": "2", "heat": "2"}
CATEGORY: Mapping[str, Category] = {"transport": "4", "waste": "5"}


class Purchases:
    """Looks up each bought flow once; `problems` takes what is missing."""

    def __init__(self, system: System, problems: Problems) -> None:
        self.system, self.problems = system, problems
        self.found: dict[str, Purchase] = {}

    def of(self, name: str, place: Place | None = None, user: str = "") -> Purchase:
        """Return what a flow meets when it is bought; `place` and `user` say who needs it."""
        if name not in self.found:
            self.found[name] = self._find(name, place, user)
        return self.found[name]

    def _find(self, name: str, place: Place | None, user: str) -> Purchase:
        data = self.system.plant.data
        if name in data.exclude:
            return Purchase(location=())
        flow = self.system.flow_of(name)
        if flow.kind == "resource":  # what nature gives carries no burden
            return Purchase(location=())
        path: KeyPath = ("supply", name)
        entry = data.supply.get(name)
        details = entry if isinstance(entry, dict) and set(entry) & set(DETAILS) else {}
        for key in set(details) - set(DETAILS):
            hint = did_you_mean(str(key), DETAILS) or f"; known are {', '.join(DETAILS)}"
            self._problem(f"unknown key '{key}'{hint}", (*path, key), key=True)
        self._share_of_need(details, path)
        transport = self._transport(flow, details.get("transport"), path)
        if "circular" in details and not ("factor" in details or "pact" in details):
            self._problem(circular.NO_FACTOR, (*path, "circular"), key=True)
        if "factor" in details or "pact" in details:
            return self._inline(flow, details, path, transport)
        mix = self._mix(details.get("from") if details else entry, path)
        parts: list[AppliedFactor] = []
        gaps: list[Note] = []
        counted: Any = 0.0
        said = self._said_of_carbon(details, path)
        for supply, share in mix:
            some = self._tables(flow, supply, share, path, gaps)
            if some is None:
                self._missing(flow, supply, place, user, path)
                break
            parts += some
            if said is None and any(map(reagents.leaves_open, some)):
                self._ask_for_carbon(name, path)
            counts = any(reagents.counts(self.system.factors, part) for part in some)
            counted += share * (counts if said is None else said)
        location = self._location(flow)
        return Purchase((*parts, *transport), location, counted, tuple(gaps))

    def _problem(self, words: str, path: KeyPath, key: bool = False) -> None:
        self.problems.add(words, self.system.plant.place(*path, key=key), dotted(path))

    def _quantity(self, value: Any, path: KeyPath) -> Amount | None:
        try:
            if not isinstance(value, str):
                raise QuantityError("a quantity with a unit is wanted")
            return quantity(value)
        except QuantityError as error:
            self._problem(str(error), path)
            return None

    def _percent(self, value: Any, path: KeyPath) -> Any:
        amount = self._quantity(value, path)
        if amount is None:
            return 0.0
        if amount.unit.dimension or not 0 <= amount.base <= 1:
            self._problem(f"'{value}' is no share; write one such as 40 %", path)
            return 0.0
        return self.system.overrides.value(path, amount.base)

    def _share_of_need(self, details: Mapping[str, Any], path: KeyPath) -> None:
        if "share" in details:
            self._percent(details["share"], (*path, "share"))

    def _mix(self, entry: Any, path: KeyPath) -> list[tuple[str | None, Any]]:
        if entry is None:
            return [(None, 1.0)]
        if isinstance(entry, str):
            return [(entry, 1.0)]
        if not isinstance(entry, dict) or not entry:
            self._problem("a supply is a name, a mix of names, or {factor: ..., source: ...}", path)
            return [(None, 1.0)]
        mix: list[tuple[str | None, Any]] = [
            (str(name), self._percent(share, (*path, name))) for name, share in entry.items()
        ]
        total = sum(share for _, share in mix)
        if unanimous(abs(total - 1) > 1e-9):
            self._problem(f"the shares add up to {first(total) * 100:.6g} %, not to 100 %", path)
        return mix

    # --- rows of the tables --------------------------------------------------------------------

    def _look_up(self, flow: Flow, part: str, supply: str | None) -> Match | None:
        factors, data = self.system.factors, self.system.plant.data
        for row in factors.of(flow.name):
            if supply is not None and row.id == supply and row.status in ("active", "draft"):
                if row.part == part:
                    return Match(row)
                supply = row.supply
                break
        return factors.look_up(flow.name, part, data.location, data.period, supply)

    def _tables(
        self, flow: Flow, supply: str | None, share: Any, path: KeyPath, gaps: list[Note]
    ) -> list[AppliedFactor] | None:
        """Return the parts from the tables, or None if a row that must exist does not."""
        if flow.kind not in ENERGY_KINDS:
            choice = self._look_up(flow, "total", supply)
            if choice is None:
                return None
            category = CATEGORY.get(flow.kind, "1")
            return [self._part("purchase", flow.name, share, "3", category, choice)]
        direct = self._look_up(flow, "direct", supply)
        if direct is None:
            return None
        kind = "combustion" if flow.kind == "fuel" else "purchase"
        parts = [self._part(kind, flow.name, share, DIRECT_SCOPE[flow.kind], "", direct)]
        upstream = self._look_up(flow, "upstream", supply)
        if upstream is None:
            words = "no row for its supply chain (scope 3, category 3)"
            gaps.append(Note("data gap", "no-upstream-factor", flow.name, words))
        else:
            parts.append(self._part("purchase", flow.name, share, "3", "3", upstream))
        return parts

    def _part(
        self, kind: str, flow: str, share: Any, scope: Scope, category: Category, choice: Match
    ) -> AppliedFactor:
        factor: Factor = choice.factor
        gases = factor.gases or {"CO2e": factor.co2e or 0.0}
        gases = dict(self.system.overrides.factor(factor.id, gases))
        origin = "default" if factor.layer == "shipped" else "given"
        source = f"{factor.source}, {factor.locator}" if factor.locator else factor.source
        return AppliedFactor(
            kind=kind,
            flow=flow,
            share=share,
            scope=scope,
            category=category,
            gases=gases,
            gwp=factor.gwp,
            id=factor.id,
            origin=origin,
            row=f"{factor.file}:{factor.line}",
            source=source,
            evidence=factor.evidence,
            notes=choice.fallbacks,
            carbon_pair=factor.carbon_pair,
        )

    def _missing(
        self, flow: Flow, supply: str | None, place: Place | None, user: str, path: KeyPath
    ) -> None:
        factors = self.system.factors
        if supply is not None:
            known = factors.supplies(flow.name)
            hint = did_you_mean(supply, known) or f"; known are {', '.join(known) or 'none'}"
            self._problem(f"there is no supply '{supply}' of {flow.name}{hint}", path)
            return
        where = f" used in '{user}'" if user else ""
        part = "direct" if flow.kind in ENERGY_KINDS else "total"
        rows = [row for row in factors.of(flow.name) if row.part == part]
        places = dict.fromkeys(row.place for row in rows)
        if places and ("location",) in self.system.plant.invalid:
            return  # the place has been refused, and the factor hangs on it
        close = [name for name in factors.nearest(flow.name) if name != flow.name]
        if places:
            near = f" at {self.system.plant.data.location}; there are rows for {', '.join(places)}"
        elif self.system.may_be_made(flow.name) and not factors.of(flow.name):
            return  # by the step that could not be asked
        else:
            near = f"; nearest with one are {', '.join(close)}" if close else ""
        words = (
            f"no factor for '{flow.name}'{where}{near}; state"
            f" supply.{dotted((flow.name,))}: {{factor: ..., source: ...}}, or leave it out under"
            " exclude with the reason"
        )
        self.problems.add(words, place or self.system.plant.place(*path), flow.name)

    def _location(self, flow: Flow) -> tuple[AppliedFactor, ...] | None:
        """The same energy by the grid's own row, for the location-based figure."""
        if DIRECT_SCOPE.get(flow.kind) != "2":
            return ()
        choice = self._look_up(flow, "direct", None)
        if choice is None:
            return None
        return (self._part("memo", flow.name, 1.0, "2", LOCATION, choice),)

    # --- what the plant states -----------------------------------------------------------------

    def _inline(
        self,
        flow: Flow,
        details: Mapping[str, Any],
        path: KeyPath,
        transport: Sequence[AppliedFactor],
    ) -> Purchase:
        place = self.system.plant.place(*path)
        source, evidence = str(details.get("source", "")), "stated"
        gwp: str = self.system.plant.data.gwp
        value, supplier = 0.0, None
        notes: tuple[Note, ...] = ()
        if "pact" in details:
            supplier = self._pact(flow, details["pact"], (*path, "pact"))
            source = ""
            if supplier is not None:
                value, source, gwp = supplier.kgco2e_per_base, supplier.source, supplier.gwp
                period, file = self.system.plant.data.period, (*path, "pact")
                notes = supplier.notes(flow.name, period, self.system.plant.place(*file))
        else:
            value = self._stated(flow, details["factor"], (*path, "factor"))
            if not source.strip():
                self._problem('a factor needs its source, such as source: "supplier, 2024"', path)
        energy = flow.kind in ENERGY_KINDS
        kind = "combustion" if flow.kind == "fuel" else "purchase"
        kind = "treatment" if flow.kind == "waste" else kind
        scope = DIRECT_SCOPE.get(flow.kind, "3")
        category = "" if energy else CATEGORY.get(flow.kind, "1")
        row, label = str(place), f"supply.{flow.name}"
        parts = [
            AppliedFactor(
                kind=kind,
                flow=flow.name,
                share=1.0,
                scope=scope,
                category=category,
                gases={"CO2e": value},
                gwp=gwp,
                id=label,
                origin="given",
                row=row,
                source=source,
                evidence=evidence,
                notes=notes,
                supplier=supplier,
            )
        ]
        gaps: tuple[Note, ...] = ()
        if "circular" in details:
            where = (*path, "circular")
            parts = circular.parts(
                parts[0], flow, details["circular"],
                problem=lambda words: self._problem(words, where, key=True),
                share=lambda value, key: self._percent(value, (*where, key)),
                burden=lambda value, key: self._stated(flow, value, (*where, key)),
            )  # fmt: skip
        if "upstream" in details:
            more = self._stated(flow, details["upstream"], (*path, "upstream"))
            parts.append(
                AppliedFactor(
                    kind="purchase",
                    flow=flow.name,
                    share=1.0,
                    scope="3",
                    category="3",
                    gases={"CO2e": more},
                    gwp=gwp,
                    id=f"{label}.upstream",
                    origin="given",
                    row=row,
                    source=source,
                    evidence=evidence,
                )
            )
        elif energy:
            words = "the stated factor has no upstream beside it"
            gaps = (Note("data gap", "no-upstream-factor", flow.name, words, place),)
        said = self._said_of_carbon(details, path)
        if said is None:
            self._ask_for_carbon(flow.name, path)
        location = self._location(flow)
        return Purchase((*parts, *transport), location, said or 0.0, gaps)

    def _ask_for_carbon(self, name: str, path: KeyPath) -> None:
        if reagents.is_released(self.system, name):
            self._problem(reagents.QUESTION, path)

    def _said_of_carbon(self, details: Mapping[str, Any], path: KeyPath) -> float | None:
        """Return whether the plant says that a factor has counted the carbon of its reagent."""
        word = details.get("carbon")
        if word not in (None, *reagents.WORDS):
            self._problem(f"'{word}' is neither counted nor released", (*path, "carbon"))
        return None if word is None else float(word == reagents.COUNTED)

    def _stated(self, flow: Flow, value: Any, path: KeyPath) -> Any:
        amount = self._quantity(value, path)
        if amount is None:
            return 0.0
        if amount.value < 0:
            words = f"'{value}' is negative; what is avoided elsewhere is no part of a footprint"
            self._problem(words, path)
        per = flow.unit.text.replace("*", "/")  # per t*km is /t/km
        wanted = unit(f"kgCO2e/{per}") if per else unit("kgCO2e")
        if amount.unit.dimension != wanted.dimension:
            words = f"'{value}' is {amount.unit.kind}; a factor in {wanted.text} is wanted"
            self._problem(words, path)
        return self.system.overrides.value(path, amount.base)

    def _pact(self, flow: Flow, value: Any, where: KeyPath) -> SupplierFootprint | None:
        folder = Path(self.system.plant.document.file).parent
        file = folder / str(value)
        if not isinstance(value, str) or not file.resolve().is_relative_to(folder.resolve()):
            words = "the supplier's footprint is a file in the folder of the plant"
            self._problem(words, where)
            return None
        try:
            found = pact.read(file)
        except pact.PactError as error:
            self._problem(f"{value}: {error}", where)
            return None
        if found.per.dimension != flow.unit.dimension:
            words = f"{value} is per {found.per.text}; {flow.name} is measured in {flow.unit.text}"
            self._problem(words, where)
        return found

    def _transport(self, flow: Flow, entry: Any, path: KeyPath) -> tuple[AppliedFactor, ...]:
        if entry is None:
            return ()
        where = (*path, "transport")
        if not isinstance(entry, dict) or flow.unit.dimension != MASS:
            words = "transport is a mapping such as {truck: 300 km}, for flows measured by mass"
            self._problem(words, where)
            return ()
        parts: list[AppliedFactor] = []
        for mode, distance in entry.items():
            amount = self._quantity(distance, (*where, mode))
            row = self.system.factors.flows.get(str(mode))
            if row is None or row.kind != "transport":
                modes = [
                    f.flow for f in self.system.factors.flows.values() if f.kind == "transport"
                ]
                hint = did_you_mean(str(mode), modes) or f"; known are {', '.join(modes)}"
                self._problem(f"'{mode}' is no mode of transport{hint}", (*where, mode), key=True)
            elif amount is not None and amount.unit.dimension != LENGTH:
                self._problem(f"'{distance}' is {amount.unit.kind}; a distance is wanted",
                              (*where, mode))  # fmt: skip
            elif amount is not None and amount.value < 0:
                self._problem(f"'{distance}' is negative; a distance is zero or more",
                              (*where, mode))  # fmt: skip
            elif amount is not None:
                carrier = self.system.flow_of(str(mode))
                length = self.system.overrides.value((*where, mode), amount.base)
                some = self._tables(carrier, None, length, where, [])
                if some is None:
                    self._missing(carrier, None, None, flow.name, (*where, mode))
                else:
                    parts += [_as_transport(part, flow.name) for part in some]
        return tuple(parts)


def _as_transport(part: AppliedFactor, flow: str) -> AppliedFactor:
    return replace(part, kind="transport", flow=flow, scope="3", category="4", carbon_pair="")
