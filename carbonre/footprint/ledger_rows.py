"""The rows of the ledger: each exchange of each step, multiplied by its factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from carbonre.core.arrays import Numeric, any_nonzero, scale, unanimous
from carbonre.core.errors import NOWHERE, Place
from carbonre.core.scopes import WASTE
from carbonre.core.units import Unit, unit
from carbonre.factors.rows import GwpRow
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.ledger import MEMO_GASES, RESOLD, LedgerRow
from carbonre.footprint.purchased_shares import PurchasedShares
from carbonre.supply.applied_factor import AppliedFactor, Purchase
from carbonre.supply.purchases import Purchases
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import StepExchange, System


def ledger_rows(
    system: System,
    material: MaterialBalance,
    carbon: CarbonBalance,
    purchases: Purchases,
    purchased: PurchasedShares,
    scenario: str,
) -> tuple[LedgerRow, ...]:
    """Return all rows of a plant, in the order of its steps; `purchases` takes what is missing."""
    writer = _RowWriter(system, scenario)
    builder = _LedgerBuilder(system, material, carbon, purchases, purchased, writer)
    return tuple(builder.rows())


@dataclass(frozen=True, slots=True)
class _Activity:
    """An amount of an exchange in the period [base unit], and what each product carries of it."""

    step: str
    exchange: StepExchange
    amount: Numeric
    shares: tuple[Numeric, ...]

    def part(self, share: Numeric) -> _Activity:
        """Return a share of the amount."""
        amount = scale(self.amount, share)
        if amount is self.amount:
            return self
        return _Activity(self.step, self.exchange, amount, self.shares)


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """Multiplies activities by factors, and writes the rows."""

    system: System
    scenario: str

    def characterised(self, activity: _Activity, factor: AppliedFactor) -> Iterator[LedgerRow]:
        """One row for each gas of a factor that has a GWP."""
        flow = self.system.flow_of(factor.flow)
        measure = unit("t*km") if factor.kind == "transport" else flow.unit
        for gas, kg in factor.gases.items():
            potential = self._potential(gas)
            if potential is not None:
                memo = gas in MEMO_GASES
                applied = replace(factor, kind="memo") if memo and factor.kind != "memo" else factor
                yield self.row(activity, applied, measure, gas, kg * potential)

    def _potential(self, gas: str) -> float | None:
        if gas == "CO2e" or gas in MEMO_GASES:
            return 1.0
        row = self.system.factors.characterise(gas, self.system.plant.data.gwp)
        return row.value if row else None

    def row(
        self,
        activity: _Activity,
        factor: AppliedFactor,
        measure: Unit,
        gas: str,
        per_base: Numeric,
    ) -> LedgerRow:
        """One gas of a factor times an amount; `per_base` [kgCO2e per base unit] may be unknown."""
        amount, size = activity.amount, measure.factor
        is_known = per_base is not None
        is_flow = factor.kind != "transport" and factor.flow != gas
        basis = self.system.flow_of(factor.flow).basis if is_flow else ""
        converted = filter(None, (activity.exchange.conversion,))
        return LedgerRow(
            plant=self.system.plant.name,
            scenario=self.scenario,
            step=activity.step,
            flow=factor.flow,
            kind=factor.kind,
            scope=factor.scope,
            category=factor.category,
            gas=gas,
            amount=amount if size == 1 else amount / size,
            unit=measure.text,
            factor_id=factor.id,
            factor=per_base if not is_known or size == 1 else per_base * size,
            factor_unit=f"kgCO2e/{measure.text.replace('*', '/')}" if is_known else "",
            kgCO2e=amount * per_base if is_known else 0.0,
            origin=activity.exchange.origin,
            plant_line=str(activity.exchange.place),
            factor_row=str(factor.row),
            source="; ".join((factor.source, *(note.message for note in factor.notes), *converted)),
            basis=basis,
            shares=activity.shares,
        )


@dataclass
class _LedgerBuilder:
    """Decides which rows a plant has at its operating point."""

    system: System
    material: MaterialBalance
    carbon: CarbonBalance
    purchases: Purchases
    purchased: PurchasedShares
    writer: _RowWriter

    def rows(self) -> list[LedgerRow]:
        """Return all rows, in the order of the steps."""
        found: list[LedgerRow] = []
        for index, step in enumerate(self.system.steps):
            scaling = self.material.scaling[index]
            if not any_nonzero(scaling):
                continue
            shares = tuple(self.carbon.shares[product][index] for product in self.carbon.products)
            for exchange in step.exchanges:
                if exchange.kind == "makes":
                    continue
                activity = _Activity(step.name, exchange, exchange.amount * scaling, shares)
                match exchange.kind:
                    case "emits":
                        found += self._emitted(activity)
                    case "uses":
                        found += self._used(activity, self.purchased.of(index, exchange.flow))
                    case "wastes":
                        found += self._untreated(activity)
        for flow, balance in self.material.flows.items():
            available = self.carbon.supply_mix.get(flow)
            if available is not None and unanimous((balance.bought > 0) & (balance.sold > 0)):
                found += self._resold(flow, balance.bought * balance.sold / available)
        return found

    # --- what is bought ------------------------------------------------------------------------

    def _used(self, activity: _Activity, share: Numeric) -> Iterator[LedgerRow]:
        exchange = activity.exchange
        if any_nonzero(share) or self.system.flow_of(exchange.flow).kind == "fuel":
            purchase = self.purchases.get(exchange.flow, exchange.place, activity.step)
            yield from self._purchased(activity, purchase, share)

    def _purchased(
        self, activity: _Activity, purchase: Purchase, share: Numeric
    ) -> Iterator[LedgerRow]:
        """The rows of an amount of a flow of which a share is bought."""
        for factor in purchase.factors:
            if factor.kind == "combustion" and activity.exchange.feedstock:
                continue  # its carbon is in what the step makes and emits
            # Fuel made inside is combusted like fuel that is bought.
            counted = activity.part(factor.share)
            counted = counted if factor.kind == "combustion" else counted.part(share)
            if any_nonzero(counted.amount):
                yield from self.writer.characterised(counted, factor)
        for factor in purchase.location or ():
            if any_nonzero(share):
                yield from self.writer.characterised(activity.part(share), factor)

    def _resold(self, name: str, amount: Numeric) -> Iterator[LedgerRow]:
        """What is bought of a flow and sold with what the plant makes of it."""
        place = self.system.plant.place("production", name)
        exchange = StepExchange(
            kind="uses",
            flow=name,
            amount=amount,
            elements={},
            carbon_of="",
            origin="linked",
            place=place,
            feedstock=True,  # fuel that is sold is not combusted here
        )
        shares = tuple(float(product == name) for product in self.carbon.products)
        activity = _Activity(RESOLD, exchange, amount, shares)
        yield from self._purchased(activity, self.purchases.get(name, place), 1.0)

    # --- what leaves to air or as waste --------------------------------------------------------

    def _emitted(self, activity: _Activity) -> Iterator[LedgerRow]:
        """A direct emission; carbon that a reagent's factor has counted already is a memo."""
        if not any_nonzero(activity.amount):
            return
        gas = activity.exchange.flow
        potential = self.system.factors.characterise(gas, self.system.plant.data.gwp)
        counted, reason = self._counted_upstream(activity)
        if potential is None or gas in MEMO_GASES:
            memo = gas in MEMO_GASES
            reason = "reported apart" if memo else "no potential in the set"
            factor = _direct(gas, "memo", source=reason)
            yield self.writer.row(activity, factor, unit("kg"), gas, 1.0 if memo else None)
            return
        for kind, share, source in (
            ("emission", 1 - counted, f"{potential.source}, {potential.locator}"),
            ("memo", counted, reason),
        ):
            if any_nonzero(share > 1e-12):
                factor = _direct(gas, kind, source=source, potential=potential)
                yield self.writer.row(
                    activity.part(share), factor, unit("kg"), gas, potential.value
                )

    def _counted_upstream(self, activity: _Activity) -> tuple[Numeric, str]:
        """The share of an emission whose carbon a purchased reagent's factor counts, and why."""
        reagent = activity.exchange.carbon_of
        balance = self.material.flows.get(reagent)
        if not reagent or balance is None or not unanimous(balance.bought > 0):
            return 0.0, ""
        purchase = self.purchases.get(reagent, activity.exchange.place, activity.step)
        available = self.carbon.supply_mix.get(reagent, balance.bought)
        share = purchase.carbon_counted * balance.bought / available
        ids = ", ".join(factor.id for factor in purchase.factors if factor.carbon_pair)
        return share, f"the carbon of {reagent} is counted in its factor {ids}"

    def _untreated(self, activity: _Activity) -> Iterator[LedgerRow]:
        """The part of a waste that no step takes or treats: treated by others, or vented."""
        exchange = activity.exchange
        balance = self.material.flows[exchange.flow]
        if not unanimous(balance.untreated > 0) or not any_nonzero(activity.amount):
            return
        rest = replace(activity, amount=activity.amount * balance.untreated / balance.wasted)
        gas = self.system.flow_of(exchange.flow).emitted_as
        if exchange.flow in self.system.plant.data.supply:
            for factor in self.purchases.get(exchange.flow, exchange.place, activity.step).factors:
                kind = "transport" if factor.kind == "transport" else "treatment"
                category = self.system.flow_of(exchange.flow).category or WASTE
                treated = replace(factor, kind=kind, scope="3", category=category, carbon_pair="")
                yield from self.writer.characterised(rest.part(factor.share), treated)
        elif gas:
            vented = replace(exchange, kind="emits", flow=gas, amount=rest.amount, elements={})
            yield from self._emitted(replace(rest, exchange=vented))


def _direct(gas: str, kind: str, source: str, potential: GwpRow | None = None) -> AppliedFactor:
    """The factor of a direct emission: its GWP, or none."""
    return AppliedFactor(
        kind=kind,
        flow=gas,
        share=1.0,
        scope="1",
        category="",
        gases={gas: 1.0},
        gwp=potential.gwp if potential else "",
        id=potential.id if potential else "",
        origin="default",
        row=Place(potential.file, potential.line) if potential else NOWHERE,
        source=source,
        evidence=potential.evidence if potential else "",
    )
