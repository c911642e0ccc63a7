"""What each bought flow is counted with: as the plant states it, or by the factor tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carbonre.core.arrays import Numeric
from carbonre.core.errors import Place, Problems
from carbonre.core.notes import Note
from carbonre.plant.supply import SupplyEntry
from carbonre.supply import carbon_pairs
from carbonre.supply.applied_factor import AppliedFactor, Purchase
from carbonre.supply.stated import StatedSupply
from carbonre.supply.stated_factors import scope_notes, stated_factors, transport_factors
from carbonre.supply.table_factors import (
    grid_factors,
    no_factor,
    no_such_supply,
    table_factors,
)
from carbonre.system.flows import Flow
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

NOTHING_STATED = SupplyEntry.model_construct()


class Purchases:
    """Looks up each bought flow once; `problems` takes what is missing."""

    def __init__(
        self, system: System, problems: Problems, material: MaterialBalance | None = None
    ) -> None:
        self.system, self.problems, self.material = system, problems, material
        self.found: dict[str, Purchase] = {}

    def get(self, name: str, place: Place | None = None, user: str = "") -> Purchase:
        """Return what a bought flow is counted with; `place` and `user` say who needs it."""
        if name not in self.found:
            self.found[name] = self._purchase(name, place, user)
        return self.found[name]

    def applied(self) -> Iterator[AppliedFactor]:
        """Yield every factor of what was looked up, those of the grid's own figure too."""
        for purchase in self.found.values():
            yield from (*purchase.factors, *(purchase.location or ()))

    def _purchase(self, name: str, place: Place | None, user: str) -> Purchase:
        data, flow = self.system.plant.data, self.system.flow_of(name)
        if name in data.exclude or flow.kind == "resource":  # what nature gives has no burden
            return Purchase()
        entry = data.supply.get(name, NOTHING_STATED)
        stated = StatedSupply(self.system, flow, entry, self.problems)
        transport = transport_factors(stated)
        if entry.factor is not None or entry.pact is not None:
            bought = self._as_stated(stated)
        else:
            bought = self._by_tables(stated, place, user)
        factors, location = (*bought.factors, *transport), grid_factors(self.system, flow)
        notes = bought.notes if location is not None else (*bought.notes, self._not_located(flow))
        return replace(bought, factors=factors, location=location, notes=notes)

    def _not_located(self, flow: Flow) -> Note:
        words = "scope 2 cannot be shown location-based: the tables have no row of it for"
        location = self.system.plant.data.location
        place = self.system.plant.place("location")
        return Note("scope", "no-location-factor", flow.name, f"{words} {location}", place)

    def _as_stated(self, stated: StatedSupply) -> Purchase:
        flow, entry = stated.flow, stated.entry
        factors = stated_factors(stated)
        if flow.kind == "fuel" and entry.pact is not None:
            factors = [*self._combustion(stated), *factors]
        if entry.carbon is None:
            self._ask_for_carbon(stated)
        counted = float(entry.carbon == carbon_pairs.COUNTED)
        return Purchase(tuple(factors), carbon_counted=counted, notes=scope_notes(stated))

    def _bought(self, flow: str) -> Numeric | None:
        """Return how much of a flow is bought, where the plant is balanced already."""
        if self.material is None:
            return None
        balance = self.material.flows.get(flow)
        return balance.bought if balance else 0.0

    def _combustion(self, stated: StatedSupply) -> list[AppliedFactor]:
        """Return what a fuel emits where it is combusted, which no supplier's footprint holds."""
        found = table_factors(self.system, stated.flow, None, 1.0)
        if found is None:
            self._report_missing(stated, None, None, "")
        return [factor for factor in found[0] if factor.kind == "combustion"] if found else []

    def _by_tables(self, stated: StatedSupply, place: Place | None, user: str) -> Purchase:
        flow, carbon = stated.flow, stated.entry.carbon
        factors: list[AppliedFactor] = []
        notes: list[Note] = []
        counted: Numeric = 0.0
        for supply, share in stated.mix(self._bought(flow.name)):
            found = table_factors(self.system, flow, supply, share)
            if found is None:
                self._report_missing(stated, supply, place, user)
                break
            some, more = found
            factors += some
            notes += more
            counts = carbon == carbon_pairs.COUNTED
            if carbon is None:
                if any(map(carbon_pairs.leaves_open, some)):
                    self._ask_for_carbon(stated)
                counts = any(carbon_pairs.counts(self.system.factors, one) for one in some)
            counted += share * counts
        return Purchase(tuple(factors), carbon_counted=counted, notes=tuple(notes))

    def _ask_for_carbon(self, stated: StatedSupply) -> None:
        if carbon_pairs.is_released(self.system, stated.flow.name):
            stated.problem(carbon_pairs.QUESTION, code="carbon-not-stated")

    def _report_missing(
        self, stated: StatedSupply, supply: str | None, place: Place | None, user: str
    ) -> None:
        if supply is not None:
            stated.problem(no_such_supply(self.system, stated.flow, supply), code="unknown-supply")
        elif not stated.is_invalid and (words := no_factor(self.system, stated.flow, user)):
            where = place or self.system.plant.place(*stated.path)
            self.problems.add(words, where, stated.flow.name, code="missing-factor")
