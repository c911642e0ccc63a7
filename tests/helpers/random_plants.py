"""Random valid plants of `inventory` steps, as the mapping that a plant file holds.

Ores are bought, products feed one another in a chain or in loops whose gain is below one; steps
make co-products, of which some are used inside and some are made by two; wastes are recycled,
treated, used again, treated by others, or left.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Plant = dict[str, Any]
KEYS = ("mass", "economic", "element", "moles", {"element": "Nd"})
RAW = ("ore", "acid", "soda")
GASES = ("CO2", "CH4", "N2O", "CF4", "SO2", "CO2_biogenic")
MASSES = (("kg", 1.0), ("g", 1e3), ("t", 1e-3))
ENERGIES = (("kWh", 1.0), ("MWh", 1e-3), ("MJ", 3.6), ("GJ", 3.6e-3))


def number(value: float) -> str:
    return f"{value:.12g}"


@st.composite
def quantities(draw: st.DrawFn, low: int = 1, high: int = 4000, units: Any = MASSES) -> str:
    """An amount of thousandths, in one of the units that mean the same."""
    value = draw(st.integers(low, high)) / 1000
    unit, per = units[0] if draw(st.booleans()) else draw(st.sampled_from(units))
    return f"{number(value * per)} {unit}"


def percents(low: int = 1, high: int = 100) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda value: f"{value} %")


def kilograms(text: str) -> float:
    value, unit = text.split()
    return float(value) / dict(MASSES)[unit]


def measurable(step: Plant) -> list[str]:
    """The flows of a step whose amount may run it: by mass, not zero, on one side of the step."""
    used = step["uses"]
    masses = [f for f, text in used.items() if f not in (*step["makes"], "electricity", "gas")
              and kilograms(text)]  # fmt: skip
    return [f for f in step["makes"] if f not in used] + masses + list(step.get("wastes", {}))


class Maker:
    """Draws one plant, piece by piece."""

    def __init__(self, draw: st.DrawFn, loops: bool, single: bool = False) -> None:
        self.draw, self.loops, self.single = draw, loops, single
        self.steps: dict[str, Plant] = {}
        self.wastes: list[str] = []
        self.flows: dict[str, Plant] = {"gas": {"unit": "kWh", "kind": "fuel"}}
        self.supply: dict[str, Plant] = {}
        self.given: dict[str, int] = {}  # per cent of a flow that is handed on

    def yes(self, chance: int = 50) -> bool:
        return self.draw(st.integers(0, 99)) < chance

    def pick(self, names: Any, most: int = 3) -> list[Any]:
        names = list(names)
        if not names:
            return []
        return self.draw(st.lists(st.sampled_from(names), unique=True, max_size=most))

    # --- steps --------------------------------------------------------------------------------

    def chain(self) -> None:
        """The steps that make products, each of what those before it (in a loop: any) make."""
        count = self.draw(st.integers(1, 5))
        products = [f"product {i}" for i in range(count)]
        for i, product in enumerate(products):
            makes = {product: self.draw(quantities(100))}
            sides = 0 if self.single else self.draw(st.sampled_from((0, 0, 1, 1, 2)))
            for k in range(sides):
                makes[f"side {i}{'ab'[k]}"] = self.draw(quantities(1, 2000))
            if (
                count > 1 and not self.single and self.yes(15)
            ):  # a second maker of what another step is run for
                other = self.draw(st.sampled_from([p for p in products if p != product]))
                makes[other] = self.draw(quantities(1, 300))
            feeds = products if self.loops else products[:i]
            step = {"process": "inventory", "makes": makes, "uses": self.inputs()}
            step["uses"] |= self.fed_by(feeds, kilograms(makes[product]))
            if self.yes():
                step["emits"] = {g: self.draw(quantities(0, 500)) for g in self.pick(GASES, 2)}
            if self.yes():
                names = self.pick((f"waste {i}", "sludge", "water"), 2)
                step["wastes"] = {name: self.draw(quantities(1, 3000)) for name in names}
                self.wastes += [name for name in names if name not in self.wastes]
            self.steps[f"step {i}"] = step

    def inputs(self) -> dict[str, str]:
        """What is bought: ores and reagents, energy."""
        uses = {name: self.draw(quantities(0, 4000)) for name in self.pick(RAW, 2)}
        if self.yes():
            uses["electricity"] = self.draw(quantities(1, 9000, ENERGIES))
        if self.yes(25):
            uses["gas"] = self.draw(quantities(1, 9000, ENERGIES))
        return uses

    def fed_by(self, feeds: list[str], made: float) -> dict[str, str]:
        """Products of other steps; in a loop less of them than is made: it does not gain."""
        chosen = self.pick(feeds, 2)
        most = int(400 * made) if self.loops else 3000
        if most < 1:
            return {}
        return {flow: f"{number(self.draw(st.integers(1, most)) / 1000)} kg" for flow in chosen}

    def use_inside(self) -> None:
        """Some co-products are used inside, some wastes are used again."""
        sides = [f for s in self.steps.values() for f in s["makes"] if f.startswith("side")]
        for flow in self.pick(sides, 2) + (self.pick(self.wastes, 1) if self.yes(60) else []):
            name = self.draw(st.sampled_from(list(self.steps)))
            step = self.steps[name]
            if flow not in step["makes"] and flow not in step.get("wastes", {}):
                step["uses"][flow] = self.draw(quantities(1, 1000))

    def takers(self) -> None:
        """Steps run by what others make: recyclers, makers of something new from a side stream."""
        sides = [f for s in self.steps.values() for f in s["makes"] if f.startswith("side")]
        products = [f for f in self.made() if f.startswith("product")]
        for i, flow in enumerate(self.free(self.pick([*self.wastes, *sides, *products], 2))):
            step: Plant = {"process": "inventory", "takes": {flow: self.handed(flow)}}
            step["uses"] = {**self.inputs(), flow: self.draw(quantities(100))}
            step["makes"] = {f"recycled {i}": self.draw(quantities(100, 2000))}
            if flow in self.wastes and self.yes():
                step["makes"] = {
                    self.draw(st.sampled_from(products)): self.draw(quantities(1, 500))
                }
            elif not self.single and self.yes(30):
                step["makes"][f"recycled {i}b"] = self.draw(quantities(1, 900))
            self.insert(f"taker {i}", step)

    def treaters(self) -> None:
        """Services: what they burden goes back to the steps whose waste they take."""
        for i, flow in enumerate(self.free(self.pick(self.wastes, 2))):
            step: Plant = {"process": "inventory", "treats": {flow: self.handed(flow)}}
            step["uses"] = {**self.inputs(), flow: self.draw(quantities(100))}
            step["emits"] = {"CO2": self.draw(quantities(0, 900))}
            if self.yes(30):
                step["makes"] = {f"salt {i}": self.draw(quantities(1, 900))}
                if self.yes():
                    step["allocation"] = {f"salt {i}": self.draw(percents(1, 90))}
            if self.yes(20):
                step["wastes"] = {f"residue {i}": self.draw(quantities(1, 900))}
            self.insert(f"treatment {i}", step)

    def free(self, flows: list[str]) -> list[str]:
        return [flow for flow in flows if self.given.get(flow, 0) < 100]

    def handed(self, flow: str) -> str:
        """A share of a flow that is still there; of a product, demand keeps some."""
        free = (100 if flow in self.wastes else 60) - self.given.get(flow, 0)
        if free == 100 and self.yes(30):
            self.given[flow] = 100
            return "all"
        value = self.draw(st.integers(1, (free + 1) // 2))
        self.given[flow] = self.given.get(flow, 0) + value
        return f"{value} %"

    def insert(self, name: str, step: Plant) -> None:
        """Steps stand in any order."""
        items = list(self.steps.items())
        items.insert(self.draw(st.integers(0, len(items))), (name, step))
        self.steps = dict(items)

    def power_station(self) -> None:
        uses = {"gas": self.draw(quantities(1000, 4000, ENERGIES))}
        self.steps["power station"] = {
            "process": "inventory", "makes": {"electricity": "1 kWh"}, "uses": uses
        }  # fmt: skip

    # --- what runs them, and what they are counted with -----------------------------------------

    def made(self) -> list[str]:
        return list(dict.fromkeys(f for s in self.steps.values() for f in s.get("makes", {})))

    def amounts(self) -> None:
        """Some steps state the amount of one of their flows instead of following demand."""
        for step in self.steps.values():
            handed = "takes" in step or "treats" in step or "electricity" in step["makes"]
            if not handed and self.yes(15):
                flow = self.draw(st.sampled_from(measurable(step) or [next(iter(step["makes"]))]))
                step["amount"] = {flow: self.draw(quantities(1000, 9_000_000))}

    def production(self) -> dict[str, str]:
        """What leaves the gate: every product that no other step wants, and some that are."""
        found = {}
        for name, step in self.steps.items():
            if any(key in step for key in ("takes", "treats", "amount")):
                continue
            product = next(iter(step["makes"]))
            wanted = any(
                product in other["uses"] and product not in other.get("takes", {})
                for key, other in self.steps.items()
                if key != name
            )
            if product == "electricity" and not wanted:
                found[product] = "10 kWh"
            elif product != "electricity" and (not wanted or self.yes(30)):
                found[product] = self.draw(quantities(1000, 9_000_000))
        return found

    def count(self) -> None:
        """Every flow that might be bought has a factor; some wastes are treated by others."""
        bought = {f for s in self.steps.values() for f in s.get("uses", {})} - set(self.wastes)
        again = {
            f
            for s in self.steps.values()
            for f in s.get("uses", {})
            if f in self.wastes and f not in s.get("takes", {}) and f not in s.get("treats", {})
        }
        outside = {f for f in self.wastes if self.yes(30)}
        for flow in sorted(bought | again | outside):
            energy = flow in ("electricity", "gas")
            units = ("kgCO2e/kWh", "kgCO2e/MWh") if energy else ("kgCO2e/kg", "kgCO2e/t")
            value = self.draw(st.integers(0, 5000)) / 1000
            scale = self.draw(st.sampled_from((1, 1000)))
            entry = {"factor": f"{number(value * scale)} {units[scale > 1]}", "source": "drawn"}
            if energy and self.yes():
                entry["upstream"] = f"{number(self.draw(st.integers(0, 900)) / 1000)} kgCO2e/kWh"
            if flow in self.made() and self.yes(20):
                entry["share"] = self.draw(percents(1, 90))
            self.supply[flow] = entry

    def allocate(self) -> None:
        """Steps with products of mass and energy, or that wish it, state their own allocation."""
        for step in self.steps.values():
            makes = list(step.get("makes", {}))
            if len(makes) < 2 or "allocation" in step or not self.yes(30):
                continue
            if self.yes() or len(makes) > 2:
                step["allocation"] = self.draw(st.sampled_from(KEYS))
            else:
                # All of it on a co-product that the step itself uses up would reach nothing sold.
                first = self.draw(st.integers(1, 99))
                step["allocation"] = {makes[0]: f"{first} %", makes[1]: f"{100 - first} %"}

    def describe(self) -> tuple[dict[str, str], dict[str, Plant]]:
        """Prices and compositions, so that every key is defined for every product."""
        masses = [flow for flow in self.made() if flow != "electricity"]
        prices = {
            flow: f"{number(self.draw(st.integers(1, 9000)) / 100)} USD/kg" for flow in masses
        }
        contents = {
            flow: {
                "composition": {"Nd": self.draw(percents(1, 50)), "Pr": self.draw(percents(0, 40))}
            }
            for flow in masses
        }
        return prices, contents


@st.composite
def plants(
    draw: st.DrawFn, *, loops: bool | None = None, amounts: bool = True, single: bool = False
) -> Plant:
    """A valid plant, a chain or one with loops; if `single`, each step makes one product."""
    maker = Maker(draw, draw(st.booleans()) if loops is None else loops, single)
    maker.chain()
    maker.use_inside()
    maker.takers()
    maker.treaters()
    if maker.yes(20):
        maker.power_station()
    if amounts:
        maker.amounts()
    production = maker.production()
    if not production and not any("amount" in step for step in maker.steps.values()):
        step = next(s for s in maker.steps.values() if "takes" not in s and "treats" not in s)
        production = {next(iter(step["makes"])): "1 t"}
    maker.count()
    maker.allocate()
    prices, contents = maker.describe()
    return {
        "carbonre": 1,
        "plant": "drawn",
        "period": 2024,
        "allocation": draw(st.sampled_from(KEYS)),
        "production": production,
        "flows": maker.flows | contents,
        "steps": maker.steps,
        "prices": prices,
        "supply": maker.supply,
    }
