"""What the steps of an exported inventory draw on: mixes, supplies, treatments and factors.

Each activity is built once, when a step first asks for it, and keeps that place in the order.
"""

from __future__ import annotations

from carbonre.core.units import Unit, unit
from carbonre.exchange.inventory import (
    EXCLUDED,
    SUM_OF_GASES,
    Activity,
    InventoryExchange,
    Kind,
    unique,
)
from carbonre.footprint.ledger import MEMO_GASES
from carbonre.footprint.result import Footprint
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.system.flows import Flow
from carbonre.system.network import Network
from carbonre.system.steps import System

# Units that every program knows; of the others, those of a known dimension are converted.
UNITS = ("kg", "MJ", "kWh", "m3", "t*km", "m2", "piece", "Nm3", "h", "km")


def exported_unit(flow: Flow) -> Unit:
    """Return the unit that other programs know for a flow."""
    if flow.unit.text in UNITS:
        return flow.unit
    for text in UNITS:
        if unit(text).dimension == flow.unit.dimension:
            return unit(text)
    return flow.unit


class Characterisation:
    """The gases of an inventory with their potentials in the set of the run [kgCO2e/kg]."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.potentials: dict[str, float | None] = {}

    def potential(self, gas: str) -> float | None:
        """Return the potential of a gas; a sum of gases has one of its own."""
        if gas == SUM_OF_GASES:
            return 1.0
        row = self.system.factors.characterise(gas, self.system.plant.data.gwp)
        return row.value if row else None

    def add(self, gas: str) -> None:
        """Put a gas into the inventory; one that is a memo counts nothing."""
        self.potentials.setdefault(gas, 0.0 if gas in MEMO_GASES else self.potential(gas))


class Background:
    """Builds the activities behind the steps, with names that are free."""

    def __init__(self, result: Footprint, net: Network, gases: Characterisation) -> None:
        self.system, self.material, self.net, self.gases = (
            result.system, result.material, net, gases,
        )  # fmt: skip
        self.purchases = result.point.purchases
        self.location = self.system.plant.data.location
        self.taken = {step.name for step in self.system.steps}
        self.names: dict[tuple[str, str], str] = {}
        self.built: dict[tuple[str, str], Activity | None] = {}  # None keeps a place in the order

    def activities(self) -> tuple[Activity, ...]:
        """Return everything that has been asked for, in that order."""
        return tuple(activity for activity in self.built.values() if activity)

    def exchange(self, kind: Kind, name: str, base: float, provider: str = "", share: float = 0.0,
                 note: str = "") -> InventoryExchange:  # fmt: skip
        """Return an exchange of a flow; `base` is its amount in base units."""
        measure = exported_unit(self.system.flow_of(name))
        if kind in ("makes", "uses") and name in self.net.wastes:
            name = f"{name}, bought"  # beside the plant's own, which is a waste
        return InventoryExchange(
            kind, name, base / measure.factor, measure.text, provider, share, note
        )

    def source(self, flow: str) -> str:
        """Return the activity from which a product comes: a step, its supply, or a mix."""
        made, scaling = self.net.makes.get(flow, {}), self.material.scaling
        makers = {j: made[j] * scaling[j] for j in made if scaling[j]}
        if not self.material.flows[flow].bought and len(makers) == 1:
            (maker,) = makers
            return self.system.steps[maker].name
        return self._mix(flow, makers) if makers else self.supply(flow)

    def supply(self, flow: str) -> str:
        """Return the activity that represents the purchase of a flow."""
        return self._purchase("supply", flow, f"{flow}, supply", "makes")

    def treatment(self, flow: str) -> str:
        """Return the activity that represents the treatment of a waste by others."""
        return self._purchase("treatment", flow, f"{flow}, treatment by others", "takes")

    def _name(self, role: str, key: str, text: str) -> str:
        if (role, key) not in self.names:
            self.names[role, key] = unique(text, self.taken)
        return self.names[role, key]

    def _mix(self, flow: str, makers: dict[int, float]) -> str:
        """Return the mean of what several steps make and the plant buys."""
        name = self._name("mix", flow, f"{flow}, mix")
        if ("mix", flow) in self.built:
            return name
        self.built["mix", flow] = None
        balance = self.material.flows[flow]
        size = exported_unit(self.system.flow_of(flow)).factor
        pool = balance.made + balance.bought
        exchanges = [self.exchange("makes", flow, size, share=1.0)]
        for j, amount in makers.items():
            part = size * amount / pool
            exchanges.append(self.exchange("uses", flow, part, self.system.steps[j].name))
        if balance.bought:
            part = size * balance.bought / pool
            exchanges.append(self.exchange("uses", flow, part, self.supply(flow)))
        words = "what the plant makes and buys of the flow, as it is used and sold"
        mix = Activity(name, tuple(exchanges), "mix", "", self.location, words)
        self.built["mix", flow] = mix
        return name

    def _purchase(self, role: str, flow: str, text: str, kind: Kind) -> str:
        """Return the activity of a purchase: one use of each factor that is applied to it."""
        name = self._name(role, flow, text)
        if (role, flow) in self.built:
            return name
        self.built[role, flow] = None
        size = exported_unit(self.system.flow_of(flow)).factor
        exchanges = [self.exchange(kind, flow, size, share=1.0)]
        for factor in self.purchases.get(flow).factors:
            # Fuel is combusted where it is used.
            if factor.kind == "memo" or (role == "supply" and factor.kind == "combustion"):
                continue
            exchanges.append(self._factor(factor, flow, size * factor.share))
        reason = self.system.plant.data.exclude.get(flow, "")
        comment = f"{EXCLUDED}{reason}" if reason else ""
        self.built[role, flow] = Activity(name, tuple(exchanges), role, "", self.location, comment)
        return name

    def _factor(self, factor: AppliedFactor, flow: str, base: float) -> InventoryExchange:
        """Return the use of a factor, whose activity is built when it is first used."""
        is_transport = factor.kind == "transport"
        measure = unit("t*km") if is_transport else exported_unit(self.system.flow_of(flow))
        key = "transport" if is_transport else flow
        label = f"{key}: {factor.id.rpartition('/')[2]}"  # of a user's table, not where it lies
        name = self._name("factor", f"{key}\n{factor.id}", label)
        if ("factor", name) not in self.built:
            emitted = []
            for gas, kg in factor.gases.items():
                self.gases.add(gas)
                emitted.append(InventoryExchange("emits", gas, kg * measure.factor, "kg"))
            made = InventoryExchange("makes", label, 1.0, measure.text, share=1.0)
            upstream = factor.category == "3"
            scope = f"{factor.scope}.{factor.category}" if upstream else str(factor.scope)
            comment = "; ".join(note.message for note in factor.notes)
            if factor.evidence:
                comment += f"{'; ' * bool(comment)}evidence: {factor.evidence}"
            self.built["factor", name] = Activity(
                name, (made, *emitted), "factor", scope, "", comment, factor.source
            )
        return InventoryExchange("uses", label, base / measure.factor, measure.text, name)
