"""Evaporators in several effects: how many the boiling-point rise of a liquor leaves room for.

Live steam boils the first effect, and the vapour of each boils the next, down to the condenser.
What lies between the two temperatures is used up: each effect takes the temperature difference of
its heat exchanger, and loses the boiling-point rise of the liquor that it holds. The liquor goes
through them in series and each boils off as much water; its rise is proportional to kg of salt per
kg of water (Raoult), and no more than that of the saturated liquor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from carbonre.unit_process.model import check, maximum, shown, unanimous

Effects = Literal["single", "double", "triple", "quadruple"]
NUMBERS = {"single": 1, "double": 2, "triple": 3, "quadruple": 4}


@dataclass(frozen=True)
class Liquor:
    """What is boiled down.

    Attributes
    ----------
    start, end : number or array
        Water per salt that enters the first effect and leaves the last [kg/kg].
    saturated : number or array
        Water per salt where the rise is largest [kg/kg].
    rise : number or array
        Boiling-point rise there [K].
    """

    start: Any
    end: Any
    saturated: Any
    rise: Any

    def rises(self, number: int) -> Any:
        """Return the sum of the rises of so many effects [K]."""
        step = (self.start - self.end) / number
        left = (self.start - step * done for done in range(1, number + 1))
        return sum(self.rise * self.saturated / maximum(water, self.saturated) for water in left)


def check_effects(effects: Effects, liquor: Liquor, difference: Any, span: Any) -> None:
    """Refuse a number of effects that do not fit between live steam and condenser.

    Parameters
    ----------
    effects : Effects
        The number that is asked for.
    liquor : Liquor
        What is boiled down.
    difference : number or array
        Temperature difference of the heat exchanger of each effect [K].
    span : number or array
        Temperature of the live steam less that of the last condensing vapour [K].

    Raises
    ------
    ModelError
        With the number of effects that work.
    """

    def needed(number: int) -> Any:
        return liquor.rises(number) + number * difference

    def words() -> str:
        working = [name for name, n in NUMBERS.items() if unanimous(needed(n) <= span)]
        most = f"{working[-1]} is the most" if working else "not even a single one works"
        return (
            f"{effects} takes {shown(needed(number), '.0f')} K between steam and condenser, for the"
            f" liquor boils above water by {shown(liquor.rise, '.0f')} K at the end; there are"
            f" {shown(span, '.0f')} K: {most}"
        )

    number = NUMBERS[effects]
    check(needed(number) <= span, "effects", words)
