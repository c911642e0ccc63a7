"""What a plant states of the supply of one flow: read with the file, here set against the flow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from carbonre.core.arrays import first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems, did_you_mean
from carbonre.core.paths import dotted, value_at
from carbonre.core.units import MASS, Amount, unit
from carbonre.factors.rows import ENERGY_KINDS
from carbonre.plant.supply import CircularEntry, SupplyEntry
from carbonre.supply import circular, pact
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.table_factors import (
    CATEGORY,
    DIRECT_SCOPE,
    MATERIALS,
    no_factor,
    table_factors,
)
from carbonre.system.flows import Flow
from carbonre.system.steps import System

STATED = "stated"  # the evidence of a factor that the plant file states


@dataclass(frozen=True, slots=True)
class StatedSupply:
    """The entry of one flow under `supply`, at its overrides; mistakes go to `problems`."""

    system: System
    flow: Flow
    entry: SupplyEntry
    problems: Problems

    @property
    def path(self) -> KeyPath:
        """Where the entry stands in the plant file."""
        return ("supply", self.flow.name)

    @property
    def is_invalid(self) -> bool:
        """Whether a placeholder stands for the whole entry."""
        return self.path in self.system.plant.invalid

    def problem(self, words: str, *inside: str, key: bool = False, code: str) -> None:
        """Report a mistake, unless a placeholder stands there after another one."""
        path = (*self.path, *inside)
        if path not in self.system.plant.invalid:
            place = self.system.plant.place(*path, key=key)
            self.problems.add(words, place, dotted(path), code=code)

    def value(self, amount: Amount, *inside: str) -> Any:
        """Return a number of the entry in base units, or what overrides it."""
        return self.system.overrides.value((*self.path, *inside), amount.base)

    def mix(self) -> list[tuple[str | None, Any]]:
        """Return the supplies of the tables with their shares [-]; None is the default supply."""
        plant = self.system.plant
        written = value_at(plant.document.data, (*self.path, "from"))
        inside = () if written is None else ("from",)  # the short form has no such key
        mix: list[tuple[str | None, Any]] = [
            (supply, 1.0 if share is None else self.value(share, *inside, supply))
            for supply, share in self.entry.from_.items()
        ]
        total = sum(share for _, share in mix)
        invalid = any((*self.path, *inside, supply) in plant.invalid for supply, _ in mix)
        if mix and not invalid and unanimous(abs(total - 1) > 1e-9):
            words = f"the shares add up to {first(total) * 100:.6g} %, not to 100 %"
            self.problem(words, *inside, code="wrong-sum")
        return mix or [(None, 1.0)]

    def factors(self) -> list[AppliedFactor]:
        """Return the stated factor, what the circular formula makes of it, and its upstream."""
        stated = self._factor()
        factors = [stated]
        if self.entry.circular is not None:
            factors = self._circular(stated, self.entry.circular)
        if self.entry.upstream is not None:
            upstream = replace(
                stated,
                kind="purchase",
                scope="3",
                category="3",
                gases={"CO2e": self._per_unit(self.entry.upstream, "upstream")},
                id=f"{stated.id}.upstream",
                notes=(),
                supplier=None,
            )
            factors.append(upstream)
        return factors

    def _factor(self) -> AppliedFactor:
        flow, plant = self.flow, self.system.plant
        kinds = {"fuel": "combustion", "waste": "treatment"}
        factor = AppliedFactor(
            kind=kinds.get(flow.kind, "purchase"),
            flow=flow.name,
            share=1.0,
            scope=DIRECT_SCOPE.get(flow.kind, "3"),
            category="" if flow.kind in ENERGY_KINDS else CATEGORY.get(flow.kind, MATERIALS),
            gases={"CO2e": 0.0},
            gwp=plant.data.gwp,
            id=f"supply.{flow.name}",
            origin="given",
            row=str(plant.place(*self.path)),
            source=self.entry.source,
            evidence=STATED,
        )
        if self.entry.pact is None:
            assert self.entry.factor is not None
            return replace(factor, gases={"CO2e": self._per_unit(self.entry.factor, "factor")})
        try:
            found = pact.read_beside(Path(plant.document.file).parent, self.entry.pact)
        except pact.PactError as error:
            self.problem(str(error), "pact", code="invalid-supplier-footprint")
            return factor
        if found.per.dimension != flow.unit.dimension:
            words = f"{self.entry.pact} is per {found.per.text}; {flow.name} is measured in"
            self.problem(f"{words} {flow.unit.text}", "pact", code="wrong-dimension")
        return replace(
            factor,
            gases={"CO2e": found.kgco2e_per_base},
            gwp=found.gwp,
            source=found.source,
            notes=found.notes(flow.name, plant.data.period, plant.place(*self.path, "pact")),
            supplier=found,
        )

    def _circular(self, recycled: AppliedFactor, stated: CircularEntry) -> list[AppliedFactor]:
        if self.flow.kind != "material":
            words = f"the circular footprint formula is for material; {self.flow.name} is"
            self.problem(
                f"{words} {self.flow.kind}", "circular", key=True, code="invalid-circular-formula"
            )
        return circular.factors(
            recycled,
            content=self.value(stated.recycled_content, "circular", "recycled_content"),
            user=self.value(stated.user_share, "circular", "user_share"),
            quality=self.value(stated.quality_ratio, "circular", "quality_ratio"),
            virgin=self._per_unit(stated.virgin, "circular", "virgin"),
            source=stated.source,
        )

    def _per_unit(self, amount: Amount, *inside: str) -> Any:
        """Return a factor [kgCO2e per base unit of the flow]."""
        per = self.flow.unit.text.replace("*", "/")  # per t*km is /t/km
        required = unit(f"kgCO2e/{per}") if per else unit("kgCO2e")
        if amount.unit.dimension != required.dimension:
            words = f"'{amount}' is {amount.unit.kind}; a factor in {required.text} is wanted"
            self.problem(words, *inside, code="wrong-dimension")
        return self.value(amount, *inside)

    def transport(self) -> list[AppliedFactor]:
        """Return the factors of the transport to the gate, per base unit of the flow."""
        if self.entry.transport and self.flow.unit.dimension != MASS:
            words = "transport is for flows measured by mass;"
            self.problem(
                f"{words} {self.flow.name} is in {self.flow.unit.text}",
                "transport",
                code="invalid-supply",
            )
            return []
        flows = self.system.factors.flows
        factors: list[AppliedFactor] = []
        for mode, distance in (self.entry.transport or {}).items():
            inside = ("transport", mode)
            if mode not in flows or flows[mode].kind != "transport":
                modes = [row.flow for row in flows.values() if row.kind == "transport"]
                hint = did_you_mean(mode, modes) or f"; known are {', '.join(modes)}"
                self.problem(
                    f"'{mode}' is no mode of transport{hint}",
                    *inside,
                    key=True,
                    code="unknown-supply",
                )
                continue
            carrier = self.system.flow_of(mode)
            found = table_factors(self.system, carrier, None, self.value(distance, *inside))
            if found is None:
                self.problem(
                    no_factor(self.system, carrier, self.flow.name), *inside, code="missing-factor"
                )
                continue
            factors += [
                replace(factor, kind="transport", flow=self.flow.name, scope="3", category="4",
                        carbon_pair="")
                for factor in found[0]
            ]  # fmt: skip
        return factors
