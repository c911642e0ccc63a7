"""A plant in a month: its amounts, its rows of the ledger, and what its products carry of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carbonre.accounts.books import BookRow
from carbonre.accounts.readings import Reading
from carbonre.core.notes import Note
from carbonre.core.periods import Month


@dataclass(frozen=True)
class PlantMonth:
    """What the books know of a plant in a month, before the group is looked at.

    Attributes
    ----------
    readings : tuple of Reading
        Every amount, metered or modelled.
    rows : tuple of BookRow
        Its inventory, at 100 % of the plant, but for what needs more than the plant: bought
        electricity, and what it buys from plants of the group.
    power : tuple of Reading
        The electricity it bought, by step.
    internal : tuple of Reading
        What it bought from plants of the group; `meter` is that of the trade.
    shares : mapping
        By step, and `meter_tree.UNMETERED`, what each product carries of a row of the step;
        they add up to 1. A product is named as its flow. Empty where nothing is made this month.
    notes : tuple of Note
        What a reader must know beside the figures.
    """

    plant: str
    month: Month
    readings: tuple[Reading, ...]
    rows: tuple[BookRow, ...]
    power: tuple[Reading, ...] = ()
    internal: tuple[Reading, ...] = ()
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
