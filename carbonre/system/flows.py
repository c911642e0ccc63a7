"""The flows of a plant: what the tables, the plant and the makers say of each, in one place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from carbonre.core.arrays import Numeric, Overrides, any_nonzero, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems
from carbonre.core.paths import dotted
from carbonre.core.scopes import SUPPLY_CHAIN, Category
from carbonre.core.species import FormulaError
from carbonre.core.units import QuantityError, Unit, quantity, unit
from carbonre.factors.lookup import Factors
from carbonre.factors.rows import ENERGY_KINDS, FlowRow
from carbonre.plant.format import Plant, StepEntry
from carbonre.unit_process.model import Exchange, Feed, mixture, rare_earth_oxides

REO_TOLERANCE = 0.01  # assays are rounded
GRADE_TOLERANCE = 0.02  # of a stated composition against a stated grade


@dataclass(frozen=True, slots=True)
class Flow:
    """What everybody agrees about a flow.

    Attributes
    ----------
    unit : Unit
        The unit to show it in; amounts inside are in base units.
    kind : str
        material, fuel, electricity, heat, water, transport or waste.
    elements, rare_earths : mapping
        Kilograms of each element, and of each rare-earth oxide, per base unit.
    carbon_of : str
        The bought reagent whose carbon it carries, if any.
    emitted_as : str
        The gas that an unused rest of the flow becomes, if any.
    category : str
        The category of scope 3 that the plant states for what is bought of it, if any.
    """

    name: str
    unit: Unit
    kind: str = "material"
    elements: Mapping[str, Numeric] | None = None
    rare_earths: Mapping[str, Numeric] = field(default_factory=dict)
    carbon_of: str = ""
    emitted_as: str = ""
    basis: str = ""
    category: Category = ""


class Flows:
    """The properties of each flow while the steps are built; mistakes go to `problems`."""

    def __init__(
        self, plant: Plant, factors: Factors, problems: Problems, overrides: Overrides
    ) -> None:
        self.plant, self.factors, self.problems = plant, factors, problems
        self.overrides = overrides
        self.known: dict[str, Flow] = {}
        self.made: dict[
            str, tuple[str, Mapping[str, Numeric]]
        ] = {}  # flow -> first maker, elements
        self.conflicts: dict[str, tuple[str, str]] = {}
        self.fed: dict[str, KeyPath] = {}
        self.graded: dict[str, list[tuple[str, float]]] = {}  # makers of what the plant describes
        for name in plant.data.flows:
            self._declare(name)
        for name, entry in plant.data.steps.items():
            self._learn_units(name, entry)

    def problem(self, message: str, path: KeyPath, key: bool = False, *, code: str) -> None:
        """Report a mistake at a path, unless the value there was replaced after another one."""
        if path not in self.plant.invalid:
            place = self.plant.place(*path, key=key)
            self.problems.add(message, place, dotted(path), code=code)

    def get(self, name: str) -> Flow | None:
        """Return what is known of a flow: from the plant, from a maker, or from the tables."""
        if name not in self.known and name in self.factors.flows:
            row = self.factors.flows[name]
            composition = _composition(row)
            self.known[name] = Flow(
                name,
                unit(row.unit),
                row.kind,
                mixture(composition) if composition else None,
                rare_earth_oxides(composition),
                emitted_as=row.emitted_as,
                basis=row.basis,
            )
        return self.known.get(name)

    def _declare(self, name: str) -> None:
        """Take up a flow from the plant's own `flows:`."""
        entry = self.plant.data.flows[name]
        path: KeyPath = ("flows", name)
        known = self.get(name) or Flow(name, unit("kg"))
        measure = known.unit
        if entry.unit is not None:
            try:
                measure = unit(entry.unit)
            except QuantityError as error:
                mass, _, basis = entry.unit.partition(" ")
                words = str(error)
                if basis == "REO":
                    words = (
                        f"'{entry.unit}' is a unit and a basis; write 'unit: {mass}, basis: REO'"
                    )
                self.problem(words, (*path, "unit"), code="invalid-quantity")
            if name in self.factors.flows and measure.dimension != known.unit.dimension:
                self.problem(
                    self._other_unit(known, measure), (*path, "unit"), code="wrong-dimension"
                )
                measure = known.unit
        shares: dict[str, Numeric] = {}
        for formula, amount in entry.composition.items():
            if amount.unit.dimension:
                message = f"'{amount}' is {amount.unit.kind}; a share is wanted, such as 30 %"
                self.problem(message, (*path, "composition", formula), code="wrong-dimension")
            else:
                shares[formula] = self.overrides.value((*path, "composition", formula), amount.base)
        elements, oxides = known.elements, known.rare_earths
        try:
            if shares:
                elements, oxides = mixture(shares), rare_earth_oxides(shares)
        except FormulaError as error:
            self.problem(str(error), (*path, "composition"), code="invalid-composition")
        whole = sum(shares.values())
        inside = (*path, "composition")
        is_right = not any(wrong[:3] == inside for wrong in self.plant.invalid)  # else told already
        if is_right and unanimous(whole > 1 + 1e-6):
            message = f"the composition adds up to {first(whole) * 100:.6g} %; at most 100 %"
            self.problem(message, inside, code="wrong-sum")
        kind = entry.kind or known.kind
        if entry.category and kind in ENERGY_KINDS:
            message = f"{name} is {kind}, which is scope 1 or 2, and its supply chain is"
            message += f" category {SUPPLY_CHAIN} of scope 3; no other can be stated"
            self.problem(message, (*path, "category"), code="invalid-value")
        basis, held = entry.basis or known.basis, sum(oxides.values())
        if is_right and shares and basis == "REO" and unanimous(abs(held - 1) > REO_TOLERANCE):
            message = f"the rare-earth oxides add up to {first(held) * 100:.4g} %; on basis REO"
            message += " they are"
            self.problem(
                f"{message} 100 %, and other constituents are stated beside them",
                path,
                code="wrong-sum",
            )
        self.known[name] = dataclasses.replace(
            known,
            unit=measure,
            kind=kind,
            elements=elements,
            rare_earths=oxides,
            basis=basis,
            category=entry.category or "",
        )

    def _other_unit(self, known: Flow, measure: Unit) -> str:
        """Say that a flow of the tables has its unit already, and how amounts are written."""
        rows = self.factors.conversions.get(known.name, ())
        others = [row.from_unit for row in rows if not row.heating_basis]
        place, dimension = self.plant.data.location, measure.dimension
        if known.kind == "fuel" and self.factors.heating_value(known.name, place, dimension):
            others.append(measure.text)
        message = f"the tables count {known.name} in {known.unit.text}, {known.unit.kind}, and"
        message += f" {measure.text} is {measure.kind}"
        if any(unit(other).dimension == measure.dimension for other in others):
            return f"{message}; leave the unit out: amounts in {measure.text} are converted"
        return f"{message}; write amounts in {known.unit.text}, or give your flow its own name"

    def _learn_units(self, name: str, entry: StepEntry) -> None:
        """A flow that only an inventory step knows has the unit it is written in."""
        bought = {f: a for f, a in entry.uses.items() if f in self.plant.data.supply}
        for kind, exchanges in (("makes", entry.makes), ("wastes", entry.wastes), ("uses", bought)):
            for flow, amount in exchanges.items():
                if self.get(flow) is None and ("steps", name, kind, flow) not in self.plant.invalid:
                    self.known[flow] = Flow(flow, amount.unit)

    def learn(self, exchange: Exchange, step: str) -> None:
        """Take up what a maker says of its product or waste, unless the plant has said it."""
        if exchange.kind == "emits":
            return
        name, elements = exchange.flow, exchange.elements
        known = self.get(name) or Flow(name, unit("kg"))
        if exchange.kind != "uses" and elements is not None:
            maker, before = self.made.setdefault(name, (step, elements))
            if maker != step and not _alike(before, elements):
                self.conflicts.setdefault(name, (maker, step))
        oxides = exchange.rare_earths or {}
        held: Numeric = sum(oxides.values())
        stated: Numeric = sum(known.rare_earths.values())
        stated = 1.0 if known.elements is None and known.basis == "REO" else stated
        both = exchange.kind == "makes" and any_nonzero(held) and any_nonzero(stated)
        thin = both and not _stated(self.plant, name)
        if thin and unanimous(abs(held - stated) > REO_TOLERANCE * stated):
            held, stated = first(held), first(stated)
            message = f"its '{name}' would hold {held:.3g} kg REO per kg instead of {stated:.3g}"
            message += "; the oxides of what is fed must add up to 100 % (basis: REO)"
            self.problem(message, ("steps", step), key=True, code="wrong-sum")
        if exchange.kind == "makes" and _stated(self.plant, name):
            self._compare(name, step, oxides)
        if known.elements is None and elements is not None:
            whole = oxides and unanimous(abs(sum(oxides.values()) - 1) <= REO_TOLERANCE)
            basis = known.basis or ("REO" if whole else "")  # a magnet holds some, and is no REO
            known = dataclasses.replace(known, elements=elements, rare_earths=oxides, basis=basis)
        if exchange.carbon_of and not known.carbon_of:
            known = dataclasses.replace(known, carbon_of=exchange.carbon_of)
        self.known[name] = known

    def _compare(self, name: str, step: str, made: Mapping[str, Numeric]) -> None:
        """Refuse a product that its step makes with another grade than the plant states for it.

        Where several steps make it, the plant states what their mixture is.
        """
        if not self.overrides.is_empty or not made:
            return
        self.graded.setdefault(name, []).append((step, first(sum(made.values()))))

    def check_grades(self) -> None:
        """Refuse a composition under `flows` that is not that of what the one maker makes."""
        for name, makers in self.graded.items():
            stated = first(sum(self.known[name].rare_earths.values()))
            step, made = makers[0]
            if len(makers) > 1 or abs(made - stated) <= GRADE_TOLERANCE * max(made, stated):
                continue
            message = (
                f"'{step}' makes '{name}' with {made * 100:.4g} % rare-earth oxides, and flows"
                f" states {stated * 100:.4g} %; state the same in both: the parameter of the step,"
                " such as its grade, or the composition"
            )
            path: KeyPath = ("flows", name, "composition")
            self.problem(message, path, key=True, code="invalid-composition")

    def feed(self, name: str) -> Feed | None:
        """Return a flow for a model that must know its composition, or None."""
        flow = self.get(name)
        if flow is None or flow.elements is None:
            return None
        self.fed.setdefault(name, ())
        return Feed(name, flow.elements, flow.rare_earths, flow.carbon_of)

    def check_feeds(self) -> None:
        """Refuse a feed that two steps make with two compositions, unless the plant states it."""
        for name, (maker, other) in self.conflicts.items():
            if name in self.fed and not _stated(self.plant, name):
                message = (
                    f"'{maker}' and '{other}' make '{name}' with different compositions; give them"
                    " two names, or state the composition under flows"
                )
                self.problem(message, ("steps", other), key=True, code="invalid-composition")


def emission_formulas(factors: Factors) -> dict[str, str]:
    """Return every gas and pollutant that may be emitted, with its formula if it has one."""
    gases = {row.gas: row.formula for row in factors.gwp.values()}
    others = {row.flow: row.formula for row in factors.flows.values() if row.kind == "emission"}
    return others | gases


def _composition(row: FlowRow) -> dict[str, float]:
    """Return the composition of a flow of the tables by formula: ``Ni: 60 %; Cu: 40 %``."""
    if row.formula:
        return {row.formula: 1.0}
    parts = (part.split(":") for part in row.composition.split(";") if part.strip())
    return {formula.strip(): quantity(share.strip()).base for formula, share in parts}


def _alike(one: Mapping[str, Numeric], two: Mapping[str, Numeric]) -> bool:
    elements = sorted({*one, *two})
    return all(unanimous(abs(one.get(el, 0.0) - two.get(el, 0.0)) <= 1e-6) for el in elements)


def _stated(plant: Plant, name: str) -> bool:
    return name in plant.data.flows and bool(plant.data.flows[name].composition)
