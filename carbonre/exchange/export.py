"""A footprint as a life-cycle inventory, for the formats of others.

Each step becomes an activity with its products, their shares of the burden and what it emits
itself. What the plant buys comes from one supply activity a flow, and that from one activity a
factor, so that every row of the ledger is an exchange. A flow with several sources has a mix.
"""

from __future__ import annotations

from collections.abc import Iterator

from carbonre.exchange.background import Background, Characterisation, exported_unit
from carbonre.exchange.inventory import (
    COUNTED_UPSTREAM,
    Activity,
    Demand,
    Inventory,
    InventoryExchange,
)
from carbonre.footprint.ledger import MEMO_GASES, LedgerRow
from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.system.network import Network
from carbonre.system.steps import Step

SMALL = 1e-12


def inventory(result: Footprint, product: str | None = None) -> Inventory:
    """Return the inventory behind a footprint.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    product : str, optional
        The only product that is asked for; all that is sold if not given.
    """
    return _InventoryBuilder(result).inventory(product)


class _InventoryBuilder:
    """Writes down the steps; what they draw on is the `Background`."""

    def __init__(self, result: Footprint) -> None:
        self.result, self.system, self.material = result, result.system, result.material
        self.net = Network(self.system.steps)
        self.shares = result.carbon.allocated
        self.gases = Characterisation(self.system)
        self.background = Background(result, self.net, self.gases)
        self.direct: dict[str, list[LedgerRow]] = {}
        for row in result.ledger_rows:
            if row.scope == "1":
                self.direct.setdefault(row.step, []).append(row)

    def inventory(self, product: str | None) -> Inventory:
        """Return the whole of it: steps first, then what they draw on."""
        steps = [
            self._step(i, step)
            for i, step in enumerate(self.system.steps)
            if self.material.scaling[i]
        ]
        sold = [f for f, b in self.material.flows.items() if b.sold > 0]
        products = [self._demand(flow) for flow in sold if product in (None, flow)]
        data, result = self.system.plant.data, self.result
        comment = f"allocation: {allocation_words(data.allocation)}"
        remarks = (
            ("amounts per kg of rare-earth oxides contained (REO)", result.counted_as_oxides),
            ("bases", [f"{flow}: {basis}" for flow, basis in result.bases.items()
                       if flow not in result.counted_as_oxides]),
            ("excluded (cut-off)", [note.text for note in result.exclusions]),
            ("data gaps", [note.text for note in result.data_gaps]),
            ("proxies", [note.text for note in result.proxies]),
            ("prices by which burden is shared", [note.text for note in result.prices]),
            ("untreated waste", [note.text for note in result.untreated_wastes]),
            ("expert estimates (drafts)", [str(draft) for draft in result.drafts]),
        )  # fmt: skip
        comment = ". ".join([comment, *(f"{what}: {'; '.join(x)}" for what, x in remarks if x)])
        return Inventory(
            self.system.plant.name,
            (*steps, *self.background.activities()),
            tuple(products),
            self.gases.potentials,
            data.location,
            data.period.year,
            data.gwp,
            result.scenario,
            comment,
        )

    def _step(self, i: int, step: Step) -> Activity:
        shares, scaling = self.shares[i], self.material.scaling[i]
        exchanges = [
            self.background.exchange("makes", flow, amount, share=shares.get(flow, 0.0))
            for flow, amount in step.unit_amounts("makes").items()
        ]
        for flow, amount in step.unit_amounts("uses").items():
            if amount and flow in self.net.wastes:
                exchanges += self._use_of_waste(i, step, flow, amount)
            elif amount:
                source = self.background.source(flow)
                exchanges.append(self.background.exchange("uses", flow, amount, source))
        for flow, amount in step.unit_amounts("wastes").items():
            exchanges += self._waste(flow, amount)
        exchanges += [self._emission(row, scaling) for row in self.direct.get(step.name, ())]
        model = "" if step.process == "inventory" else f"process model {step.process} of carbonre"
        note = self.system.plant.data.steps[step.name].note
        comment = "; ".join(filter(None, (model, note)))
        location = self.system.plant.data.location
        return Activity(step.name, tuple(exchanges), "step", "", location, comment)

    def _use_of_waste(
        self, i: int, step: Step, flow: str, amount: float
    ) -> Iterator[InventoryExchange]:
        """Yield what of a waste is the plant's own and what is bought."""
        rule, balance = step.scaling_rule, self.material.flows[flow]
        assigned = rule.by in ("takes", "treats") and rule.flow == flow
        bought = 0.0 if assigned else balance.bought / balance.used
        returned = 1.0 - sum(self.shares[i].values()) if assigned and rule.by == "treats" else 0.0
        share = returned if returned > SMALL else 0.0
        if bought < 1:
            note = "" if share else "cut-off: a waste that is used carries no burden"
            own = amount * (1 - bought)
            yield self.background.exchange("takes", flow, own, share=share, note=note)
        if bought:
            provider = self.background.supply(flow)
            yield self.background.exchange("uses", flow, amount * bought, provider)

    def _emission(self, row: LedgerRow, scaling: float) -> InventoryExchange:
        """What a row of scope 1 puts into the air; carbon that is counted elsewhere by its name."""
        if row.factor is None:
            kg, gas = row.amount, row.gas
            self.gases.potentials.setdefault(gas, None)
        else:
            potential = self.gases.potential(row.gas) or 1.0
            kg, gas = row.kgCO2e / potential, row.gas
            if not row.counts and gas not in MEMO_GASES:
                gas += COUNTED_UPSTREAM
                self.gases.potentials.setdefault(gas, 0.0)
            else:
                self.gases.add(gas)
        note = f"{row.flow}: {row.source}" if row.flow != row.gas else row.source
        return InventoryExchange("emits", gas, kg / scaling, "kg", note=note)

    def _waste(self, flow: str, amount: float) -> Iterator[InventoryExchange]:
        """Where a waste goes: to the steps that treat it, to others, or nowhere."""
        balance, steps = self.material.flows[flow], self.system.steps
        if not amount or not balance.wasted:
            return
        rest = 1.0
        for j in self.net.recipients.get(flow, {}):
            if steps[j].scaling_rule.by == "treats" and self.material.scaling[j]:
                share = self.net.uses[flow][j] * self.material.scaling[j] / balance.wasted
                rest -= share
                yield self.background.exchange("wastes", flow, amount * share, steps[j].name)
        left = balance.untreated / balance.wasted
        if flow in self.system.plant.data.supply and left:
            rest -= left
            treatment = self.background.treatment(flow)
            yield self.background.exchange("wastes", flow, amount * left, treatment)
        elif self.system.flow_of(flow).emitted_as:
            rest -= left  # vented: it is among the emissions
        if rest > SMALL:
            yield self.background.exchange("wastes", flow, amount * rest)

    def _demand(self, flow: str) -> Demand:
        measure = exported_unit(self.system.flow_of(flow))
        amount = self.material.flows[flow].sold / measure.factor
        return Demand(flow, self.background.source(flow), amount, measure.text)
