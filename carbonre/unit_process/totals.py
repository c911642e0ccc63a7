"""Totals: parameters that are the sum, or the product, of others.

A published figure often fixes a sum (kWh per kg of metal, yield of a chain) whose parts are judged.
Then the sum is a parameter with the source and is drawn as one. A step states the total, or parts
of it, or nothing:

* nothing, or the total: the total counts, and what serves only its parts is not asked for;
* one of the parts: the total follows from the parts. Those of the table add up to the total of the
  table, so that a plant that changes one of them starts from the same figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.unit_process.defaults import default_for

if TYPE_CHECKING:
    from carbonre.unit_process.model import Process


@dataclass(frozen=True, slots=True)
class Total:
    """What a total is made of.

    Attributes
    ----------
    parts : tuple of str
        Parameters that serve nothing but the total: where it counts, their defaults are not used.
    shared : tuple of str
        Parts that the model needs for something else too.
    conditions : tuple of str
        What the published figure belongs to, such as the thickness of a magnet. A total that the
        step states belongs to the step: the model then gets zero for them, if they are not stated.
    """

    parts: tuple[str, ...]
    shared: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def all_parts(self) -> tuple[str, ...]:
        """Every parameter that the total follows from."""
        return (*self.parts, *self.shared)

    @property
    def names(self) -> frozenset[str]:
        """Every parameter that it knows of, beside itself."""
        return frozenset((*self.all_parts, *self.conditions))


@dataclass(frozen=True, slots=True)
class Unused:
    """What takes no part in a step.

    Attributes
    ----------
    zero : frozenset of str
        What the model gets as zero: totals that follow, conditions of totals that are stated.
    parts : frozenset of str
        The parts of totals that count.
    """

    zero: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


def unused(process: Process, stated: Collection[str], context: Mapping[str, str]) -> Unused:
    """Return which totals of a step follow from their parts, and which parts are not used.

    Parameters
    ----------
    stated : collection of str
        The parameters that the step states.
    context : mapping
        The choices of the step, which select the rows of its table of defaults.
    """
    zero, without = set[str](), set[str]()
    for name, total in process.totals.items():
        row = default_for(process.name, name, context)
        published = row is not None and row.value is not None
        by_parts = not published or not {*total.all_parts}.isdisjoint(stated)
        if name in stated:
            zero.update(set(total.conditions).difference(stated))
        elif by_parts:
            zero.add(name)
            continue
        without.update(total.parts)
    return Unused(frozenset(zero), frozenset(without))
