"""What a plant states of the supply of one flow: read with the file, here set against the flow."""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.core.arrays import Numeric, any_nonzero, first, unanimous
from carbonre.core.documents import KeyPath
from carbonre.core.errors import Problems
from carbonre.core.paths import dotted, value_at
from carbonre.core.units import Amount, QuantityError
from carbonre.plant.supply import SupplyEntry
from carbonre.system.conversions import counted
from carbonre.system.flows import Flow
from carbonre.system.steps import System


@dataclass(frozen=True, slots=True)
class StatedSupply:
    """The entry of one flow under `supply`, at its overrides; mistakes go to `problems`."""

    system: System
    flow: Flow
    entry: SupplyEntry
    problems: Problems

    @property
    def path(self) -> KeyPath:
        """The path of the entry in the plant file."""
        return ("supply", self.flow.name)

    @property
    def is_invalid(self) -> bool:
        """Whether a placeholder stands for the whole entry."""
        return self.path in self.system.plant.invalid

    def problem(self, words: str, *inside: str, key: bool = False, code: str) -> None:
        """Report a mistake, unless a placeholder stands there after another one."""
        path = (*self.path, *inside)
        if path not in self.system.plant.invalid:
            place = self.system.plant.place(*path, key=key)
            self.problems.add(words, place, dotted(path), code=code)

    def value(self, amount: Amount, *inside: str) -> Numeric:
        """Return a number of the entry in base units, or what overrides it."""
        return self.system.overrides.value((*self.path, *inside), amount.base)

    def contracts(self, inside: tuple[str, ...], bought: Numeric | None) -> dict[str, Numeric]:
        """Return the shares of what is bought that contracts of a stated amount cover [-].

        Before it is known what is bought, nothing is covered.
        """
        amounts = {s: part for s, part in self.entry.from_.items() if part and part.unit.dimension}
        found: dict[str, Numeric] = {}
        place = self.system.plant.data.location
        for supply, part in amounts.items():
            try:
                factor = counted(self.flow, part, self.system.factors, place).factor
            except QuantityError as error:
                self.problem(str(error), *inside, supply, code="wrong-dimension")
                found[supply] = 0.0
                continue
            amount = self.value(part, *inside, supply) * factor
            known = bought is not None and any_nonzero(bought)
            found[supply] = amount / bought if known else 0.0
        if amounts and self.flow.kind == "fuel":
            words = "a mix of fuels is stated by shares, since what is burnt may be made inside"
            self.problem(words, *inside, code="invalid-supply")
        covered = sum(found.values())
        if unanimous(covered > 1 + 1e-9):
            words = f"the contracts cover {first(covered) * 100:.6g} % of what is bought"
            self.problem(f"{words}; at most 100 %", *inside, code="wrong-sum")
        return found

    def mix(self, bought: Numeric | None = None) -> list[tuple[str | None, Numeric]]:
        """Return the supplies of the tables with their shares [-]; None is the default supply."""
        plant = self.system.plant
        written = value_at(plant.document.data, (*self.path, "from"))
        inside = () if written is None else ("from",)  # the short form has no such key
        contracts = self.contracts(inside, bought)
        rest = 1.0 - sum(contracts.values())
        mix: list[tuple[str | None, Numeric]] = [
            (supply, 1.0 if share is None else self.value(share, *inside, supply))
            for supply, share in self.entry.from_.items()
            if supply not in contracts
        ]
        total = sum(share for _, share in mix)
        invalid = any((*self.path, *inside, supply) in plant.invalid for supply, _ in mix)
        if mix and not invalid and unanimous(abs(total - 1) > 1e-9):
            words = f"the shares add up to {first(total) * 100:.6g} %, not to 100 %"
            self.problem(words, *inside, code="wrong-sum")
        if contracts:  # the shares are of what they do not cover
            if not mix and bought is not None and unanimous(rest > 1e-9):
                words = (
                    f"the contracts cover {first(1 - rest) * 100:.6g} % of what is bought; write"
                )
                self.problem(
                    f"{words} what the rest is, such as grid: 100 %", *inside, code="wrong-sum"
                )
            mix = [*contracts.items(), *((supply, share * rest) for supply, share in mix)]
        return mix or [(None, 1.0)]
