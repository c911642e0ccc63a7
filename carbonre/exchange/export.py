"""A footprint as a life-cycle inventory, for the formats of others.

Each step becomes an activity with its products, their shares of the burden and what it emits
itself. What the plant buys comes from one supply activity a flow, and that from one activity a
factor, so that every row of the ledger is an exchange. A flow with several sources has a mix.
"""

from __future__ import annotations

from collections.abc import Iterator

from carbonre.core.units import Unit, unit
from carbonre.exchange.inventory import (
    SUM_OF_GASES,
    Activity,
    Demand,
    Inventory,
    InventoryExchange,
    Kind,
    unique,
)
from carbonre.footprint.ledger import MEMO_GASES, LedgerRow
from carbonre.footprint.result import Footprint, allocation_words
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.flows import Flow
from carbonre.system.network import Network
from carbonre.system.steps import Step

# Units that every program knows; of the others, those of a known dimension are converted.
UNITS = ("kg", "MJ", "kWh", "m3", "t*km", "m2", "piece", "Nm3", "h", "km")
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
    """Holds names and look-ups while the activities are written down."""

    def __init__(self, result: Footprint) -> None:
        self.result, self.system, self.material = result, result.system, result.material
        self.net = Network(self.system.steps)
        self.taken = {step.name for step in self.system.steps}
        self.names = {("step", step.name): step.name for step in self.system.steps}
        self.wanted: dict[tuple[str, str], Activity | None] = {}  # in the order they are met
        self.gases: dict[str, float | None] = {}
        self.direct: dict[str, list[LedgerRow]] = {}
        for row in result.ledger_rows:
            if row.scope == "1":
                self.direct.setdefault(row.step, []).append(row)

    def inventory(self, product: str | None) -> Inventory:
        """Return the whole of it: steps first, then what they lead to."""
        steps = [
            self._step(i, step)
            for i, step in enumerate(self.system.steps)
            if self.material.scaling[i]
        ]
        sold = [f for f, b in self.material.flows.items() if b.sold > 0]
        products = [self._demand(flow) for flow in sold if product in (None, flow)]
        data, result = self.system.plant.data, self.result
        comment = f"allocation: {allocation_words(data.allocation)}"
        told = (
            ("amounts per kg of rare-earth oxides contained (REO)", result.counted_as_oxides),
            ("excluded (cut-off)", [note.text for note in result.exclusions]),
            ("data gaps", [note.text for note in result.data_gaps]),
            ("untreated waste", [note.text for note in result.untreated_wastes]),
            ("expert estimates (drafts)", [str(draft) for draft in result.drafts]),
        )  # fmt: skip
        comment = ". ".join([comment, *(f"{what}: {'; '.join(x)}" for what, x in told if x)])
        return Inventory(
            self.system.plant.name,
            (*steps, *(activity for activity in self.wanted.values() if activity)),
            tuple(products),
            self.gases,
            data.location,
            data.period,
            data.gwp,
            result.scenario,
            comment,
        )

    # --- names and units -----------------------------------------------------------------------

    def _name(self, role: str, what: str, text: str) -> str:
        key = (role, what)
        if key not in self.names:
            self.names[key] = unique(text, self.taken)
        return self.names[key]

    def _unit(self, flow: Flow) -> Unit:
        if flow.unit.text in UNITS:
            return flow.unit
        for text in UNITS:
            if unit(text).dimension == flow.unit.dimension:
                return unit(text)
        return flow.unit

    def _exchange(self, kind: Kind, name: str, base: float, provider: str = "", share: float = 0.0,
                  note: str = "") -> InventoryExchange:  # fmt: skip
        measure = self._unit(self.system.flow_of(name))
        if kind in ("makes", "uses") and name in self.net.wastes:
            name = f"{name}, bought"  # beside the plant's own, which is a waste
        return InventoryExchange(
            kind, name, base / measure.factor, measure.text, provider, share, note
        )

    # --- steps ---------------------------------------------------------------------------------

    def _step(self, i: int, step: Step) -> Activity:
        runs, shares, flows = (
            self.material.scaling[i],
            self.result.carbon.allocated[i],
            self.material.flows,
        )
        given = sum(shares.values())
        exchanges = [
            self._exchange("makes", flow, amount, share=shares.get(flow, 0.0))
            for flow, amount in step.unit_amounts("makes").items()
        ]
        for flow, amount in step.unit_amounts("uses").items():
            if not amount:
                continue
            if flow not in self.net.wastes:
                exchanges.append(self._exchange("uses", flow, amount, self._source(flow)))
                continue
            handed = step.scaling_rule.by in ("takes", "treats") and step.scaling_rule.flow == flow
            bought = 0.0 if handed else flows[flow].bought / flows[flow].used
            returned = 1.0 - given if handed and step.scaling_rule.by == "treats" else 0.0
            share = returned if returned > SMALL else 0.0
            if bought < 1:
                note = "" if share else "cut-off: a waste that is used carries no burden"
                own = amount * (1 - bought)
                exchanges.append(self._exchange("takes", flow, own, share=share, note=note))
            if bought:
                provider = self._supply(flow)
                exchanges.append(self._exchange("uses", flow, amount * bought, provider))
        for flow, amount in step.unit_amounts("wastes").items():
            exchanges += self._waste(flow, amount)
        exchanges += [self._emission(row, runs) for row in self.direct.get(step.name, ())]
        model = "" if step.process == "inventory" else f"process model {step.process} of carbonre"
        note = self.system.plant.data.steps[step.name].note
        comment = "; ".join(filter(None, (model, note)))
        location = self.system.plant.data.location
        return Activity(step.name, tuple(exchanges), "step", "", location, comment)

    def _emission(self, row: LedgerRow, runs: float) -> InventoryExchange:
        """What a row of scope 1 puts into the air; carbon that is counted elsewhere by its name."""
        if row.factor is None:
            kg, gas = row.amount, row.gas
            self.gases.setdefault(gas, None)
        else:
            potential = self._potential(row.gas) or 1.0
            kg, gas = row.kgCO2e / potential, row.gas
            if not row.counts and gas not in MEMO_GASES:
                gas = f"{gas}, counted in the factor of a reagent"
                self.gases.setdefault(gas, 0.0)
            else:
                self._learn(gas)
        note = f"{row.flow}: {row.source}" if row.flow != row.gas else row.source
        return InventoryExchange("emits", gas, kg / runs, "kg", note=note)

    def _potential(self, gas: str) -> float | None:
        if gas == SUM_OF_GASES:
            return 1.0
        row = self.system.factors.characterise(gas, self.system.plant.data.gwp)
        return row.value if row else None

    def _learn(self, gas: str) -> None:
        memo = gas in MEMO_GASES
        self.gases.setdefault(gas, 0.0 if memo else self._potential(gas))

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
                yield self._exchange("wastes", flow, amount * share, steps[j].name)
        left = balance.untreated / balance.wasted
        if flow in self.system.plant.data.supply and left:
            rest -= left
            yield self._exchange("wastes", flow, amount * left, self._treatment(flow))
        elif self.system.flow_of(flow).emitted_as:
            rest -= left  # vented: it stands among the emissions
        if rest > SMALL:
            yield self._exchange("wastes", flow, amount * rest)

    # --- what the steps lead to ----------------------------------------------------------------

    def _source(self, flow: str) -> str:
        """Return the activity from which a product comes: a step, its supply, or a mix."""
        made = self.net.makes.get(flow, {})
        makers = {j: made[j] * self.material.scaling[j] for j in made if self.material.scaling[j]}
        balance = self.material.flows[flow]
        if not balance.bought and len(makers) == 1:
            (maker,) = makers
            return self.system.steps[maker].name
        if not makers:
            return self._supply(flow)
        name = self._name("mix", flow, f"{flow}, mix")
        if ("mix", flow) not in self.wanted:
            self.wanted["mix", flow] = None  # a place in the order
            size = self._unit(self.system.flow_of(flow)).factor
            pool = balance.made + balance.bought
            exchanges = [self._exchange("makes", flow, size, share=1.0)]
            for j, amount in makers.items():
                part = size * amount / pool
                exchanges.append(self._exchange("uses", flow, part, self.system.steps[j].name))
            if balance.bought:
                part = size * balance.bought / pool
                exchanges.append(self._exchange("uses", flow, part, self._supply(flow)))
            location = self.system.plant.data.location
            words = "what the plant makes and buys of the flow, as it is used and sold"
            mix = Activity(name, tuple(exchanges), "mix", "", location, words)
            self.wanted["mix", flow] = mix
        return name

    def _supply(self, flow: str) -> str:
        return self._met("supply", flow, f"{flow}, supply", "makes")

    def _treatment(self, flow: str) -> str:
        return self._met("treatment", flow, f"{flow}, treatment by others", "takes")

    def _met(self, role: str, flow: str, text: str, kind: Kind) -> str:
        """Return the activity that stands for what is bought: one use of each factor it meets."""
        name = self._name(role, flow, text)
        if (role, flow) in self.wanted:
            return name
        self.wanted[role, flow] = None
        size = self._unit(self.system.flow_of(flow)).factor
        exchanges = [self._exchange(kind, flow, size, share=1.0)]
        apart = self.system.plant.data.boundary == "organisation"
        for part in self.result.point.purchases.of(flow).parts:
            # Burnt where it is used; upstream of an organisation is no part of it.
            skipped = part.kind == "combustion" or (apart and part.category == "3")
            if part.kind == "memo" or (role == "supply" and skipped):
                continue
            exchanges.append(self._factor(part, flow, size * part.share))
        reason = self.system.plant.data.exclude.get(flow, "")
        comment = f"left out: {reason}" if reason else ""
        location = self.system.plant.data.location
        self.wanted[role, flow] = Activity(name, tuple(exchanges), role, "", location, comment)
        return name

    def _factor(self, part: AppliedFactor, flow: str, base: float) -> InventoryExchange:
        """Return the use of a factor, and write down the activity that it is."""
        measured = self.system.flow_of(flow)
        measure = unit("t*km") if part.kind == "transport" else self._unit(measured)
        key = "transport" if part.kind == "transport" else flow
        label = f"{key}: {part.id.rpartition('/')[2]}"  # of a user's table, not where it lies
        name = self._name("factor", f"{key}\n{part.id}", label)
        if ("factor", name) not in self.wanted:
            emitted = []
            for gas, kg in part.gases.items():
                self._learn(gas)
                emitted.append(InventoryExchange("emits", gas, kg * measure.factor, "kg"))
            made = InventoryExchange("makes", label, 1.0, measure.text, share=1.0)
            scope = f"{part.scope}.{part.category}" if part.category == "3" else str(part.scope)
            comment = "; ".join(note.message for note in part.notes)
            comment += f"{'; ' * bool(comment)}evidence: {part.evidence}" if part.evidence else ""
            self.wanted["factor", name] = Activity(
                name, (made, *emitted), "factor", scope, "", comment, part.source
            )
        return InventoryExchange("uses", label, base / measure.factor, measure.text, name)

    def _demand(self, flow: str) -> Demand:
        measure = self._unit(self.system.flow_of(flow))
        amount = self.material.flows[flow].sold / measure.factor
        return Demand(flow, self._source(flow), amount, measure.text)
