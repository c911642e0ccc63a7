"""Sharing the burden of a step among its products.

A key gives each product a number (its mass, its value, its moles or mass of rare earths, its
energy); the burden goes in proportion. A key that a product does not have is an error, never a
zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbonre.core.arrays import Numeric, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.evidence import Draft
from carbonre.core.notes import Note, warning
from carbonre.core.paths import dotted
from carbonre.core.species import RARE_EARTHS, molar_mass
from carbonre.core.units import ENERGY, MASS, Amount, Dimension, unit
from carbonre.factors.rows import PriceRow
from carbonre.plant.allocation import AllocationEntry, ElementAllocation, allocation_words
from carbonre.plant.format import StepEntry
from carbonre.system.flows import Flow
from carbonre.system.steps import Step, System


class _UndefinedKeyError(Exception):
    """A product has no such key; the message says why."""


class Allocator:
    """Finds the shares of every step, and remembers the prices and drafts that it used."""

    def __init__(self, system: System, problems: Problems) -> None:
        self.system, self.problems = system, problems
        self.drafts: list[Draft] = []
        self.currency: tuple[Dimension, str] | None = None
        self.notes: list[Note] = []

    def shares(self) -> list[dict[str, Numeric]]:
        """Return for each step the share of its burden that each of its products carries."""
        entries = self.system.plant.data.steps
        return [self._step(step, entries[step.name]) for step in self.system.steps]

    def _problem(self, words: str, path: KeyPath, *, code: str) -> None:
        place = self.system.plant.place(*path, key=len(path) == 2)  # of a step, its name
        self.problems.add(words, place, dotted(path), code=code)

    def _step(self, step: Step, entry: StepEntry) -> dict[str, Numeric]:
        makes = step.unit_amounts("makes")
        if not makes:
            return {}
        path: KeyPath = ("steps", step.name, "allocation")
        stated: AllocationEntry | None = entry.allocation
        if stated is None:
            stated, path = self.system.plant.data.allocation, ("allocation",)
        if any(wrong[: len(path)] == path for wrong in self.system.plant.invalid):
            return dict.fromkeys(makes, 1 / len(makes))  # a placeholder stands for what was wrong
        if isinstance(stated, dict):
            return self._stated(step, stated, makes, path)
        if step.scaling_rule.by == "treats":
            names = ", ".join(f"'{flow}'" for flow in makes)
            words = (
                f"treats a waste and makes {names}, which carries all of its burden; to give it"
                " back to where the waste came from, state allocation:"
                f" {{{next(iter(makes))}: 0 %}}"
            )
            place = self.system.plant.place("steps", step.name, key=True)
            subject = dotted(("steps", step.name))
            self.notes.append(warning("burden-of-treatment", subject, words, place))
        if len(makes) == 1:
            return dict.fromkeys(makes, 1.0)
        keys: dict[str, Numeric] = {}
        for flow, amount in makes.items():
            try:
                keys[flow] = amount * self._key(flow, stated, step)
            except _UndefinedKeyError as error:
                words = f"'{step.name}' cannot be allocated by {allocation_words(stated)}: {error}"
                self._problem(
                    f"{words} state its own allocation",
                    ("steps", step.name),
                    code="undefined-allocation",
                )
        if len(keys) < len(makes):
            return dict.fromkeys(makes, 1 / len(makes))
        total = sum(keys.values())
        if not unanimous(total > 0):
            words = f"'{step.name}' cannot be allocated by {allocation_words(stated)}: it is zero"
            words += " for all of its products; state its own allocation"
            self._problem(words, ("steps", step.name), code="undefined-allocation")
            return dict.fromkeys(makes, 1 / len(makes))
        return {flow: key / total for flow, key in keys.items()}

    def _stated(
        self, step: Step, stated: Mapping[str, Amount], makes: Mapping[str, Numeric], path: KeyPath
    ) -> dict[str, Numeric]:
        shares: dict[str, Numeric] = {}
        for flow, share in stated.items():
            if flow in makes:
                shares[flow] = share.base
                continue
            hint = did_you_mean(flow, makes) or f"; it makes {', '.join(makes)}"
            self._problem(
                f"'{step.name}' does not make '{flow}'{hint}", (*path, flow), code="unknown-flow"
            )
        total = sum(shares.values())
        treats = step.scaling_rule.by == "treats"
        if total > 1 + 1e-9 or (not treats and abs(total - 1) > 1e-9):
            wanted = "at most 100 %" if treats else "100 %"
            self._problem(
                f"the shares add up to {total * 100:.6g} %; wanted is {wanted}",
                path,
                code="wrong-sum",
            )
        return {flow: shares.get(flow, 0.0) for flow in makes}

    def _key(self, flow: str, stated: Any, step: Step) -> Numeric:
        """Return the key of a product per base unit."""
        line = next(line for line in step.exchanges if line.kind == "makes" and line.flow == flow)
        known = self.system.flow_of(flow)
        if stated == "mass":
            if known.unit.dimension != MASS:
                raise _UndefinedKeyError(f"{flow} is measured in {known.unit.text};")
            return 1.0
        if stated == "economic":
            return self._price(flow)
        if stated == "energy":
            if known.unit.dimension != ENERGY:
                raise _UndefinedKeyError(f"{flow} is measured in {known.unit.text}, no energy;")
            return 1.0
        if not line.elements:
            raise _UndefinedKeyError(f"the composition of {flow} is unknown;")
        if isinstance(stated, ElementAllocation):
            return line.elements.get(stated.element, 0.0)
        metals = {el: part for el, part in line.elements.items() if el in RARE_EARTHS}
        if stated == "element":
            return sum(metals.values())
        return sum(part / molar_mass(el) for el, part in metals.items())

    def _price(self, flow: str) -> Numeric:
        data, path = self.system.plant.data, ("prices", flow)
        if flow in data.prices:
            price: Amount = data.prices[flow]
            label = dotted(path)
        else:
            row = self.system.factors.price(flow, data.period.year)
            if row is None:
                words = f"there is no price for {flow}; state it under prices, or"
                raise _UndefinedKeyError(words)
            price = Amount(row.value, unit(row.unit))
            label = f"{row.file}:{row.line}"
            self.notes.append(_price_note(row, data.period.year))
            if row.status == "draft":
                self.drafts.append(Draft("price", f"price of {flow}", row.evidence))
        known = self.system.flow_of(flow)
        currency = currency_of(price, known)
        if not currency and flow in data.prices:  # told where prices are checked
            return price.base
        if not currency:
            raise _UndefinedKeyError(
                f"the price of {flow} is {price}, not money per {known.unit.text};"
            )
        if self.currency is not None and self.currency[0] != currency:
            raise _UndefinedKeyError(f"{label} and {self.currency[1]} are in two currencies;")
        self.currency = (currency, label)
        return self.system.overrides.value(path, price.base)


def currency_of(price: Amount, flow: Flow) -> Dimension:
    """Return the currency of a price of a flow; nothing if it is no money per unit of it."""
    per = dict(price.unit.dimension)
    money = [name for name in per if name.startswith("currency_")]
    if len(money) != 1 or per.pop(money[0]) != 1:
        return ()
    return ((money[0], 1),) if per == {n: -power for n, power in flow.unit.dimension} else ()


def _price_note(row: PriceRow, year: int) -> Note:
    """Name a price of the tables with its year; one of another year than the period is a proxy."""
    price, place = f"{row.value:g} {row.unit}", Place(row.file, row.line)
    if row.year == year:
        words = f"{price} in {row.year} ({row.source})"
        return Note("price", "price", row.flow, words, place)
    code = "other-year" if row.year < year else "later-year"
    words = f"no price of {year} is in the tables; that of {row.year}, {price}, is used"
    return Note("proxy", code, row.flow, words, place)
