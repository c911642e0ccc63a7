"""Random systems of unit processes, with every exchange and every factor uncertain.

Each system is drawn once, from a seed, and written twice: as a plant file of carbonre, and as the
matrices of an LCA. Every step makes one product; mostly a tree: each product is used by one step,
some by two; some chains of two to six steps close to a recycle loop. Each step buys one good, and
half of the steps emit carbon dioxide.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

GAS = "CO2"
STEPS_PER_LOOP = 20
LOOP = (2, 6)  # steps of a loop


@dataclass(frozen=True)
class Number:
    """An uncertain number: a lognormal distribution about its median."""

    median: float
    gsd: float


@dataclass
class System:
    """Steps that make one product each, with the same index; product 0 is sold.

    Attributes
    ----------
    makes : list
        What a run of each step makes of its own product [kg].
    uses : dict
        By (step, product): what a run uses of the product of another step [kg].
    buys : dict
        By (step, good) [kg].
    emits : dict
        By step: carbon dioxide [kg].
    factors : list
        By good [kgCO2e/kg].
    loops : list
        The steps of each recycle loop.
    """

    makes: list[Number] = field(default_factory=list)
    uses: dict[tuple[int, int], Number] = field(default_factory=dict)
    buys: dict[tuple[int, int], Number] = field(default_factory=dict)
    emits: dict[int, Number] = field(default_factory=dict)
    factors: list[Number] = field(default_factory=list)
    loops: list[list[int]] = field(default_factory=list)

    @property
    def uncertain(self) -> int:
        """How many numbers are uncertain."""
        exchanges = len(self.makes) + len(self.uses) + len(self.buys) + len(self.emits)
        return exchanges + len(self.factors)

    def plant(self) -> dict[str, Any]:
        """Return the system as what a plant file holds."""
        steps: dict[str, dict[str, Any]] = {
            f"step {i}": {
                "process": "inventory",
                "makes": {f"product {i}": _kg(made)},
                "uses": {},
                "emits": {},
            }
            for i, made in enumerate(self.makes)
        }
        for (i, j), number in self.uses.items():
            steps[f"step {i}"]["uses"][f"product {j}"] = _kg(number)
        for (i, good), number in self.buys.items():
            steps[f"step {i}"]["uses"][f"good {good}"] = _kg(number)
        for i, number in self.emits.items():
            steps[f"step {i}"]["emits"][GAS] = _kg(number)
        return {
            "carbonre": 1,
            "plant": f"{len(self.makes)} steps",
            "period": 2024,
            "production": {"product 0": "1 kg"},
            "steps": steps,
            "supply": {
                f"good {good}": {"factor": f"{number.median!r} kgCO2e/kg", "source": "drawn"}
                for good, number in enumerate(self.factors)
            },
            "uncertainty": {path: {"lognormal": gsd} for path, gsd in self._spreads()},
        }

    def _spreads(self) -> Iterator[tuple[str, float]]:
        for i, number in enumerate(self.makes):
            yield f"steps.step {i}.makes.product {i}", number.gsd
        for (i, j), number in self.uses.items():
            yield f"steps.step {i}.uses.product {j}", number.gsd
        for (i, good), number in self.buys.items():
            yield f"steps.step {i}.uses.good {good}", number.gsd
        for i, number in self.emits.items():
            yield f"steps.step {i}.emits.{GAS}", number.gsd
        for good, number in enumerate(self.factors):
            yield f"supply.good {good}.factor", number.gsd

    def matrices(self) -> dict[str, list[tuple[int, int, float, float, bool]]]:
        """Return the entries of each matrix: row, column, median, GSD, whether it is used up.

        What is bought is an elementary flow, and its factor a characterisation factor: so the
        other side has no more processes to solve than carbonre has steps.
        """
        size, goods = len(self.makes), len(self.factors)
        first, gas = size, size + goods  # identifiers: products, then goods, then the gas

        def entry(row: int, column: int, number: Number, used: bool) -> Any:
            return (row, column, number.median, number.gsd, used)

        buys = [entry(first + g, i, number, False) for (i, g), number in self.buys.items()]
        emits = [entry(gas, i, number, False) for i, number in self.emits.items()]
        factors = [entry(first + g, 0, number, False) for g, number in enumerate(self.factors)]
        return {
            "technosphere": [entry(i, i, number, False) for i, number in enumerate(self.makes)]
            + [entry(j, i, number, True) for (i, j), number in self.uses.items()],
            "biosphere": buys + emits,
            "characterization": [*factors, entry(gas, 0, Number(1.0, 1.0), False)],
        }


def _kg(number: Number) -> str:
    return f"{number.median!r} kg"


def draw(size: int, seed: int = 1) -> System:
    """Draw a system of so many steps."""
    rng = random.Random(seed)

    def number(low: float, high: float, most: float = 1.3) -> Number:
        return Number(round(rng.uniform(low, high), 6), round(rng.uniform(1.05, most), 4))

    system = System()
    parents = [-1, *(rng.randrange(i // 2, i) for i in range(1, size))]
    goods = max(4, size // 10)
    for i, parent in enumerate(parents):
        system.makes.append(number(0.9, 1.1, 1.1))
        system.buys[i, rng.randrange(goods)] = number(0.05, 3.0)
        if i:
            system.uses[parent, i] = number(0.1, 0.9)
    for i in rng.sample(range(size), size // 2):
        system.emits[i] = number(0.01, 1.0)
    for _ in range(goods):
        system.factors.append(number(0.05, 5.0, 1.5))
    _close_loops(system, parents, rng)
    apart = {*parents, *(i for loop in system.loops for i in loop)}
    leaves = [i for i in range(1, size) if i not in apart]
    for j in rng.sample(leaves, min(len(leaves), 3 * size // 10)):  # used by a second step
        system.uses.setdefault((rng.randrange(j), j), number(0.01, 0.3))
    return system


def _close_loops(system: System, parents: list[int], rng: random.Random) -> None:
    """Let the last step of some chains use what the first one makes; no two loops share a step."""
    size, taken = len(parents), set[int]()
    wanted = max(1, size // STEPS_PER_LOOP)
    while len(system.loops) < wanted:
        chain = [rng.randrange(1, size)]
        for _ in range(rng.randint(*LOOP) - 1):
            chain.append(parents[chain[-1]])
        if min(chain) < 0 or taken & set(chain):
            continue
        taken |= set(chain)
        system.loops.append(chain)
        last, head = chain[0], chain[-1]
        system.uses[last, head] = Number(round(rng.uniform(0.05, 0.25), 6), 1.2)
