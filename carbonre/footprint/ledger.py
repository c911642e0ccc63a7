"""The ledger: one row per exchange and factor, or per direct emission and potential.

Every figure that carbonre shows is a sum of these rows. A row knows the step where its burden
enters, so the shares of the products in it are those of the step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from carbonre.core.arrays import any_nonzero, scale, unanimous
from carbonre.core.errors import Problems
from carbonre.core.units import Unit, unit
from carbonre.footprint.carbon import CarbonBalance
from carbonre.supply.applied_factor import AppliedFactor, Purchase
from carbonre.supply.purchases import Purchases
from carbonre.system.flows import Flow
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import StepExchange, System

MEMO_GASES = ("CO2_biogenic",)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row; the names are the columns of the ledger file.

    Attributes
    ----------
    amount : float
        For the period, in `unit`.
    factor : float or None
        kgCO2e per `unit` for this gas; None for an emission without a potential.
    shares : tuple of float
        The share of the row that each product carries.

    Where a plant is evaluated over many rows, each of the four numbers may be an array of them.
    """

    plant: str
    scenario: str
    step: str
    flow: str
    kind: str
    scope: str
    category: str
    gas: str
    amount: Any
    unit: str
    factor_id: str
    factor: Any
    factor_unit: str
    kgCO2e: Any
    origin: str
    plant_line: str
    factor_row: str
    source: str
    shares: tuple[Any, ...]

    @property
    def counts(self) -> bool:
        """Whether the row belongs to the total; a memo only informs."""
        return self.kind != "memo"


COLUMNS = tuple(LedgerRow.__dataclass_fields__)[:-1]


@dataclass
class LedgerBuilder:
    """Writes the rows of one plant at its operating point."""

    system: System
    material: MaterialBalance
    carbon: CarbonBalance
    purchases: Purchases
    scenario: str
    problems: Problems
    _bought: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def rows(self) -> list[LedgerRow]:
        """Return all rows, in the order of the steps."""
        found: list[LedgerRow] = []
        for index, step in enumerate(self.system.steps):
            if not any_nonzero(self.material.scaling[index]):
                continue
            for line in step.exchanges:
                match line.kind:
                    case "emits":
                        found += self._emission(index, line, self._amount(index, line))
                    case "uses":
                        found += self._use(index, line)
                    case "wastes":
                        found += self._left(index, line, self._amount(index, line))
        for flow, balance in self.material.flows.items():
            pool = self.carbon.supply_mix.get(flow)
            if pool is not None and unanimous((balance.bought > 0) & (balance.sold > 0)):
                found += self._traded(flow, balance.bought * balance.sold / pool)
        return found

    def _amount(self, index: int, line: StepExchange) -> Any:
        return line.amount * self.material.scaling[index]

    def _shares(self, index: int) -> tuple[Any, ...]:
        return tuple(self.carbon.shares[product][index] for product in self.carbon.products)

    def bought_share(self, index: int, flow: str) -> Any:
        """Return which share of what a step uses of a flow is bought."""
        driver = self.system.steps[index].scaling_rule
        handed = driver.by in ("takes", "treats") and driver.flow == flow
        if handed and flow not in self.carbon.supply_mix:
            return 0.0  # a waste: those that use it by demand buy what the plant has not
        if flow not in self._bought:
            self._bought[flow] = self._bought_of(flow)
        return self._bought[flow]

    def _bought_of(self, flow: str) -> Any:
        balance = self.material.flows[flow]
        if not unanimous(balance.bought > 0):
            return 0.0
        is_made = flow not in self.carbon.supply_mix or any_nonzero(balance.made)
        return balance.bought / self.carbon.supply_mix.get(flow, balance.used) if is_made else 1.0

    def _use(self, index: int, line: StepExchange) -> Iterator[LedgerRow]:
        flow = self.system.flow_of(line.flow)
        share = self.bought_share(index, line.flow)
        if not any_nonzero(share) and flow.kind != "fuel":
            return
        step = self.system.steps[index].name
        supplier = self.purchases.of(line.flow, line.place, step)
        amount, shares = self._amount(index, line), self._shares(index)
        yield from self._met(supplier, flow, step, amount, share, line, shares)

    def _met(
        self, supplier: Purchase, flow: Flow, step: str, amount: Any, share: Any,
        line: StepExchange, shares: tuple[Any, ...],
    ) -> Iterator[LedgerRow]:  # fmt: skip
        """The rows of an amount of a flow of which a share is bought."""
        for part in supplier.parts:
            if part.kind == "combustion" and line.feedstock:
                continue  # its carbon is in what the step makes and emits
            # Fuel made inside burns like fuel that is bought.
            met = scale(amount, part.share)
            met = met if part.kind == "combustion" else scale(met, share)
            if any_nonzero(met):
                yield from self._part(part, flow, step, met, line, shares)
        for part in supplier.location or ():
            if any_nonzero(share):
                yield from self._part(part, flow, step, scale(amount, share), line, shares)

    def _part(
        self,
        part: AppliedFactor,
        flow: Flow,
        step: str,
        amount: Any,
        line: StepExchange,
        shares: tuple[Any, ...],
    ) -> Iterator[LedgerRow]:
        measure = unit("t*km") if part.kind == "transport" else flow.unit
        apart = part.category == "3" and self.system.plant.data.boundary == "organisation"
        for gas, kg in part.gases.items():
            potential = self._potential(gas)
            if potential is None:
                continue
            memo = apart or gas in MEMO_GASES
            yield self._row(
                step, line, measure, amount, shares,
                flow=flow.name, kind="memo" if memo else part.kind, scope=str(part.scope),
                category=part.category, gas=gas, factor_id=part.id, per_base=kg * potential,
                origin=line.origin, factor_row=part.row, source=_source(part),
            )  # fmt: skip

    def _potential(self, gas: str) -> float | None:
        if gas == "CO2e" or gas in MEMO_GASES:
            return 1.0
        row = self.system.factors.characterise(gas, self.system.plant.data.gwp)
        return row.value if row else None

    def _row(
        self, step: str, line: StepExchange, measure: Unit, amount: Any, shares: tuple[Any, ...], *,
        flow: str, kind: str, scope: str, category: str, gas: str, factor_id: str,
        per_base: Any, origin: str, factor_row: str, source: str,
    ) -> LedgerRow:  # fmt: skip
        return LedgerRow(
            plant=self.system.plant.name,
            scenario=self.scenario,
            step=step,
            flow=flow,
            kind=kind,
            scope=scope,
            category=category,
            gas=gas,
            amount=amount if measure.factor == 1 else amount / measure.factor,
            unit=measure.text,
            factor_id=factor_id,
            factor=per_base
            if per_base is None or measure.factor == 1
            else per_base * measure.factor,
            factor_unit="" if per_base is None else f"kgCO2e/{measure.text.replace('*', '/')}",
            kgCO2e=0.0 if per_base is None else amount * per_base,
            origin=origin,
            plant_line=str(line.place),
            factor_row=factor_row,
            source=source,
            shares=shares,
        )

    def _emission(self, index: int, line: StepExchange, amount: Any) -> Iterator[LedgerRow]:
        """A direct emission; carbon that a reagent's factor has counted already is a memo."""
        if not any_nonzero(amount):
            return
        data = self.system.plant.data
        row = self.system.factors.characterise(line.flow, data.gwp)
        counted, why = self._counted_upstream(index, line)
        step, shares = self.system.steps[index].name, self._shares(index)
        if row is None or line.flow in MEMO_GASES:
            per_base = 1.0 if line.flow in MEMO_GASES else None
            yield self._row(
                step, line, unit("kg"), amount, shares, flow=line.flow, kind="memo", scope="1",
                category="", gas=line.flow, factor_id="", per_base=per_base, origin=line.origin,
                factor_row="", source="reported apart" if per_base else "no potential in the set",
            )  # fmt: skip
            return
        for kind, part, note in (("emission", 1 - counted, ""), ("memo", counted, why)):
            if any_nonzero(part > 1e-12):
                yield self._row(
                    step, line, unit("kg"), amount * part, shares, flow=line.flow, kind=kind,
                    scope="1", category="", gas=line.flow, factor_id=f"gwp.{row.gas}.{row.gwp}",
                    per_base=row.value, origin=line.origin, factor_row=f"{row.file}:{row.line}",
                    source=note or f"{row.source}, {row.locator}",
                )  # fmt: skip

    def _counted_upstream(self, index: int, line: StepExchange) -> tuple[Any, str]:
        reagent = line.carbon_of
        balance = self.material.flows.get(reagent)
        if not reagent or balance is None or not unanimous(balance.bought > 0):
            return 0.0, ""
        supplier = self.purchases.of(reagent, line.place, self.system.steps[index].name)
        pool = self.carbon.supply_mix.get(reagent, balance.bought)
        share = supplier.carbon_counted * balance.bought / pool
        ids = ", ".join(part.id for part in supplier.parts if part.carbon_pair)
        return share, f"the carbon of {reagent} is counted in its factor {ids}"

    def _left(self, index: int, line: StepExchange, amount: Any) -> Iterator[LedgerRow]:
        """The part of a waste that nobody took: treated by others, or vented."""
        balance = self.material.flows[line.flow]
        if not unanimous(balance.untreated > 0) or not any_nonzero(amount):
            return
        left = amount * balance.untreated / balance.wasted
        flow, step = self.system.flow_of(line.flow), self.system.steps[index].name
        shares = self._shares(index)
        if line.flow in self.system.plant.data.supply:
            for part in self.purchases.of(line.flow, line.place, step).parts:
                kind = "transport" if part.kind == "transport" else "treatment"
                treated = replace(part, kind=kind, scope=3, category="5", carbon_pair="")
                yield from self._part(treated, flow, step, left * part.share, line, shares)
        elif flow.emitted_as:
            vented = StepExchange("emits", flow.emitted_as, left, {}, line.carbon_of, line.origin,
                          line.place)  # fmt: skip
            yield from self._emission(index, vented, left)

    def _traded(self, name: str, amount: Any) -> Iterator[LedgerRow]:
        """What is bought of a flow and sold with what the plant makes of it."""
        flow = self.system.flow_of(name)
        shares = tuple(float(product == name) for product in self.carbon.products)
        place = self.system.plant.place("production", name)
        # Fuel that is sold is not burnt here.
        line = StepExchange("uses", name, amount, {}, "", "linked", place, feedstock=True)
        yield from self._met(self.purchases.of(name, place), flow, "", amount, 1.0, line, shares)


def _source(part: AppliedFactor) -> str:
    return "; ".join((part.source, *(note.message for note in part.notes)))
