"""An independent answer to a plant of `inventory` steps, by dense linear algebra.

Written from the text of the design (3.1 material balance, 3.2 carbon balance), not from the code
of carbonre, and sharing nothing with it: its own units, its own potentials, its own matrices.

Material: the unknowns are the runs of the steps and one purchase activity per flow (negative if
the flow is in surplus). Which steps that fill up a demand are at work is found by trying every
set of them. Carbon: the unknowns are the burden of every step and the intensity of every flow.
Each is one dense system.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# IPCC AR6, 100 years; a gas without a potential is 0 here.
GWP = {"CO2": 1.0, "CH4": 27.9, "N2O": 273.0, "CF4": 7380.0, "SO2": 0.0, "CO2_biogenic": 0.0}
MOLAR = {"Nd": 0.144242, "Pr": 0.14090766}
UNITS = {
    "kg": 1.0, "g": 1e-3, "t": 1e3, "%": 1e-2, "kWh": 1.0, "MWh": 1e3,
    "MJ": 1 / 3.6, "GJ": 1e3 / 3.6,
    "kgCO2e/kg": 1.0, "kgCO2e/t": 1e-3, "gCO2e/kg": 1e-3, "tCO2e/t": 1.0,
    "kgCO2e/kWh": 1.0, "kgCO2e/MWh": 1e-3, "kgCO2e/MJ": 3.6, "gCO2e/kWh": 1e-3,
    "USD/kg": 1.0, "USD/t": 1e-3, "USD/kWh": 1.0,
}  # fmt: skip
SMALL = 1e-9  # of a flow's throughput: no surplus
NOISE = 1e-13  # of the largest unknown: what a dense solution leaves where zero is meant
Scopes = np.ndarray  # three numbers: scopes 1, 2 and 3


class NoAnswerError(Exception):
    """No set of running steps meets the demand, or more than one does."""


@dataclass
class Answer:
    """What is sold, in base units, and its footprint per base unit and scope."""

    sold: dict[str, float] = field(default_factory=dict)
    footprint: dict[str, Scopes] = field(default_factory=dict)
    total: Scopes = field(default_factory=lambda: np.zeros(3))


def base(text: str) -> float:
    """Read a quantity in the unit that this module counts in."""
    number, unit = text.split(" ", 1)
    return float(number) * UNITS[unit]


def share(text: str) -> float:
    return 1.0 if text == "all" else base(text)


def solved(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Solve a x = b, refined so that small unknowns beside large ones keep their digits."""
    x = np.linalg.solve(a, b)
    for _ in range(2):
        x = x + np.linalg.solve(a, b - a @ x)
    return x


class Peer:
    """The matrices of one plant: rows are flows, columns are steps."""

    def __init__(self, plant: Mapping[str, Any]) -> None:
        self.plant = plant
        self.names = list(plant["steps"])
        self.steps = list(plant["steps"].values())
        flows = [f for s in self.steps for k in ("makes", "wastes", "uses") for f in s.get(k, {})]
        self.flows = list(dict.fromkeys(flows))
        size = len(self.flows), len(self.steps)
        self.makes, self.wastes = np.zeros(size), np.zeros(size)
        self.wants, self.handed = np.zeros(size), np.zeros(size)
        self.takes = np.zeros(size)  # the share of a flow that a step is handed
        self.filler = np.full(len(self.flows), -1)  # the step that fills up the demand of a flow
        for j, step in enumerate(self.steps):
            self._read(j, step)
        self.waste = self.wastes.sum(axis=1) > 0
        self.production = np.array(
            [base(plant.get("production", {}).get(f, "0 kg")) for f in self.flows]
        )
        self.bought_share = np.array(
            [
                share(self._supply(f)["share"]) if "share" in self._supply(f) else 0.0
                for f in self.flows
            ]
        )

    def _read(self, j: int, step: Mapping[str, Any]) -> None:
        handed = {**step.get("takes", {}), **step.get("treats", {})}
        for kind, matrix in (("makes", self.makes), ("wastes", self.wastes), ("uses", self.wants)):
            for flow, amount in step.get(kind, {}).items():
                table = self.handed if kind == "uses" and flow in handed else matrix
                table[self.flows.index(flow), j] += base(amount)
        for flow, text in handed.items():
            self.takes[self.flows.index(flow), j] = share(text)
        if not handed and "amount" not in step:
            self.filler[self.flows.index(next(iter(step["makes"])))] = j

    def _supply(self, flow: str) -> Mapping[str, Any]:
        return self.plant.get("supply", {}).get(flow, {})

    # --- material -------------------------------------------------------------------------------

    def material(self) -> np.ndarray:
        """Return how much each step runs."""
        fillers = [f for f in range(len(self.flows)) if self.filler[f] >= 0]
        found: list[np.ndarray] = []
        for on in itertools.product((True, False), repeat=len(fillers)):
            runs = self._operating_point(dict(zip(fillers, on, strict=True)))
            if runs is not None and not any(np.allclose(runs, other, rtol=1e-9) for other in found):
                found.append(runs)
        if len(found) != 1:
            raise NoAnswerError(f"{len(found)} operating points")
        return found[0]

    def _operating_point(self, on: Mapping[int, bool]) -> np.ndarray | None:
        """Solve for one set of filling steps; None if the answer contradicts the set."""
        steps, flows = len(self.steps), len(self.flows)
        a, b = np.zeros((steps + flows, steps + flows)), np.zeros(steps + flows)
        # A flow: what is made, less what is handed on, and what is bought meet the demand.
        for f in range(flows):
            a[f, :steps] = self.makes[f] + self.wastes[f] - self.handed[f] - self.wants[f]
            a[f, steps + f] = 1.0
            b[f] = self.production[f]
        # A step is run by exactly one thing; a flow without a filler is free to be in surplus.
        for j, step in enumerate(self.steps):
            row = flows + j
            if "amount" in step:
                ((flow, amount),) = step["amount"].items()
                f = self.flows.index(flow)
                kinds = (self.makes, self.wastes, self.wants, self.handed)
                a[row, j] = next(matrix[f, j] for matrix in kinds if matrix[f, j])
                b[row] = base(amount)
            elif self.takes[:, j].any():
                f = int(np.argmax(self.takes[:, j]))
                a[row, :steps] = -self.takes[f, j] * (self.makes[f] + self.wastes[f])
                a[row, j] = self.handed[f, j]
            else:
                f = int(np.argmax(self.filler == j))
                if on[f]:  # only the stated share is bought
                    a[row, steps + f] = 1.0
                    a[row, :steps] = -self.bought_share[f] * self.wants[f]
                    b[row] = self.bought_share[f] * self.production[f]
                else:
                    a[row, j] = 1.0
        try:
            x = solved(a, b)
        except np.linalg.LinAlgError:
            return None
        runs, net = x[:steps], x[steps:]
        largest = np.abs(runs).max()
        if (runs < -SMALL * largest).any():
            return None
        for f, active in on.items():
            need = self.production[f] + self.wants[f] @ runs
            if not active and net[f] - self.bought_share[f] * need > SMALL * self._size(f, runs):
                return None
        return np.where(runs > NOISE * largest, runs, 0.0)

    def _size(self, f: int, runs: np.ndarray) -> float:
        made = (self.makes[f] + self.wastes[f]) @ runs
        return max(made, (self.wants[f] + self.handed[f]) @ runs, self.production[f])

    # --- carbon ---------------------------------------------------------------------------------

    def allocation(self, j: int) -> np.ndarray:
        """Return the share of the burden of a step that each flow carries."""
        shares = np.zeros(len(self.flows))
        made = np.flatnonzero(self.makes[:, j])
        rule = self.steps[j].get("allocation")
        stated = rule is not None and isinstance(rule, dict) and set(rule) != {"element"}
        if stated:
            for flow, text in rule.items():
                shares[self.flows.index(flow)] = share(text)
        elif len(made):
            rule = rule or self.plant.get("allocation", "mass")
            keys = np.array(
                [self._key(rule, self.flows[f]) if len(made) > 1 else 1.0 for f in made]
            )
            weights = keys * self.makes[made, j]
            shares[made] = weights / weights.sum()
        return shares

    def _key(self, rule: Any, flow: str) -> float:
        content = self.plant.get("flows", {}).get(flow, {}).get("composition", {})
        metals = {metal: base(text) for metal, text in content.items() if metal in MOLAR}
        if rule == "mass":
            return 1.0
        if rule == "economic":
            return base(self.plant["prices"][flow])
        if rule == "element":
            return sum(metals.values())
        if rule == "moles":
            return sum(part / MOLAR[metal] for metal, part in metals.items())
        return metals[rule["element"]]

    def _kind(self, flow: str) -> str:
        if flow in ("electricity", "heat"):
            return "energy"
        return str(self.plant.get("flows", {}).get(flow, {}).get("kind", "material"))

    def price(self, flow: str) -> Scopes:
        """What one unit of a bought flow brings with it."""
        entry = self._supply(flow)
        found = np.zeros(3)
        if "factor" in entry and self._kind(flow) != "fuel":
            found[1 if self._kind(flow) == "energy" else 2] += base(entry["factor"])
        if "upstream" in entry:
            found[2] += base(entry["upstream"])
        return found

    def answer(self) -> Answer:
        """Return the footprints of everything that is sold."""
        runs = self.material()
        steps, flows = len(self.steps), len(self.flows)
        made, wasted = self.makes @ runs, self.wastes @ runs
        want, handed = self.wants @ runs, self.handed @ runs
        need = want + self.production
        there = made + wasted - handed
        size = np.array([self._size(f, runs) for f in range(flows)])
        bought = np.maximum(need - there, self.bought_share * need)
        bought = np.where(bought > SMALL * size, bought, 0.0)
        surplus = there + bought - need
        surplus = np.where(surplus > SMALL * size, surplus, 0.0)
        pool = made + bought
        own = self._own_burden(runs, bought, want, wasted, surplus)
        shares = np.array([self.allocation(j) for j in range(steps)])
        prices = np.array([self.price(flow) for flow in self.flows])

        # Unknowns: the burden of each step, then the intensity of each product flow.
        a, b = np.eye(steps + flows), np.zeros((steps + flows, 3))
        for j in range(steps):
            b[j] = own[j]
            for f in np.flatnonzero(~self.waste):
                a[j, steps + f] -= (self.wants[f, j] + self.handed[f, j]) * runs[j]
            for f in np.flatnonzero(self.wastes[:, j] * runs[j]):
                for k in np.flatnonzero(self.takes[f]):
                    if "treats" in self.steps[k]:
                        back = 1.0 - shares[k].sum()
                        a[j, k] -= back * self.wastes[f, j] * runs[j] / wasted[f]
        for f in np.flatnonzero(~self.waste & (pool > 0)):
            b[steps + f] = bought[f] * prices[f] / pool[f]
            a[steps + f, :steps] -= shares[:, f] / pool[f] * (runs > 0)
        x = solved(a, b)
        answer = Answer(total=own.sum(axis=0) + bought[~self.waste] @ prices[~self.waste])
        for f in np.flatnonzero(~self.waste):
            sold = self.production[f] + surplus[f]
            if sold > 0:
                answer.sold[self.flows[f]] = float(sold)
                answer.footprint[self.flows[f]] = x[steps + f]
        return answer

    def _own_burden(
        self, runs: np.ndarray, bought: np.ndarray, want: np.ndarray, wasted: np.ndarray,
        left: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        """What enters at each step: emissions, fuel burnt, waste bought or treated by others."""
        own = np.zeros((len(self.steps), 3))
        for j, step in enumerate(self.steps):
            for gas, amount in step.get("emits", {}).items():
                own[j, 0] += GWP[gas] * base(amount) * runs[j]
            for f, flow in enumerate(self.flows):
                if self._kind(flow) == "fuel":
                    burnt = (self.wants[f, j] + self.handed[f, j]) * runs[j]
                    own[j, 0] += base(self._supply(flow)["factor"]) * burnt
                if self.waste[f] and want[f]:
                    own[j] += self.price(flow) * self.wants[f, j] * runs[j] * bought[f] / want[f]
                if self.waste[f] and wasted[f]:
                    own[j] += self.price(flow) * self.wastes[f, j] * runs[j] * left[f] / wasted[f]
        return own


def answer(plant: Mapping[str, Any]) -> Answer:
    """Return the answer to a plant; `NoAnswerError` if it has none or several."""
    return Peer(plant).answer()
