"""What a reader must know beside the figures: typed values, so that no sentence is ever parsed.

A note is made where it is known, and carries what its readers need: the list that it belongs to,
what it is about, where that is written, and the amount or the factor row where there is one. Its
sentence is made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from carbonre.core.errors import NOWHERE, Place
from carbonre.core.units import Amount

NoteKind = Literal[
    "exclusion",  # purchased, and excluded with the plant's reason (cut-off)
    "data gap",  # no factor row exists, so nothing is counted
    "untreated waste",
    "proxy",  # of another country or a later year; of another place or year for bought energy
    "fallback",  # a factor of a wider area, an earlier year or the default supply
    "price",  # a price of the tables by which burden is shared
    "scope",  # how the scopes share bought energy, and why one of them is not shown
    "supplier",  # what a supplier's own footprint says of itself
    "own factor",  # of the user's tables, other than the bundled one
    "conversion",  # an amount that the plant states in another unit or on another basis
    "warning",
]
NOTE_CODES: Mapping[str, str] = {
    "excluded": "a bought flow is excluded, with the reason that the plant states",
    "no-upstream-factor": "energy is counted without its supply chain (scope 3, category 3)",
    "supply-chain-inside": "a supplier's footprint of energy is in scope 2, with its supply chain",
    "no-location-factor": "no row for the plant's place, so no location-based scope 2",
    "untreated-waste": "a waste leaves the plant without treatment",
    "other-country": "the factor is that of another country",
    "wider-area": "the factor is that of the country or the world",
    "other-year": "the factor or price is that of an earlier year",
    "later-year": "the factor or price is that of a later year",
    "price": "a price of the tables is used, of the period",
    "default-supply": "the named supply has no such row; that of the default supply is used",
    "supplier-data-quality": "what a supplier states of the quality of its footprint",
    "supplier-footprint-expired": "the period is after the validity of a supplier's footprint",
    "own-factor": "a row of the user's tables is used that differs from the bundled ones",
    "converted-amount": "an amount is stated in another unit or basis than its flow is counted in",
    "outside-plausible-range": "a parameter is outside the plausible range of its default",
    "dropped-parameters": "a scenario's process lacks parameters of the one that it replaces",
    "meter-far-from-model": "a meter reads more than twice, or less than half, the model",
    "production-exceeded": "more of a product is made than is asked for; all of it is sold",
    "burden-of-treatment": "what a treatment makes carries all of the treatment's burden",
    "unknown-grid": "the tables know no electricity of the plant's province",
    "unused-entry": "an entry of supply, prices or exclude that nothing uses",
    "unused-row": "rows of the user's tables of a flow that is bought, and that are not used",
    "idle-rows": "the user's tables have rows of flows that the plant does not buy",
    "unused-parameter": "a stated parameter that changes nothing in the branch that is chosen",
    "far-from-table": "a stated factor is a hundred times the one of the tables, or a hundredth",
    "gases-against-value": "the gases of a row of the user's tables do not add up to its value",
    "closed-loop": "a waste has the name of what other steps use, and replaces what is bought",
    "uncounted-steam": "a step heats its tanks, and neither it nor a separation counts the steam",
    "weak-acid": "acid of electrodialysis, too weak to strip, stands for the acid of a separation",
    "steam-counted-twice": "a step states steam that the default of the separation holds already",
    "supplier-footprint-later": "the period is before the data of a supplier's footprint",
    "supplier-footprint-exempted": "a supplier's footprint leaves out more than PACT permits",
    "input-grown": "lines were added to a file since a closing read it",
    "input-changed": "a file changed since a closing read it, and moves nothing",
    "unused-acceptance": "the group accepts a warning that is not there",
    "mixed-gwp-sets": "sums of gases were made with another GWP set than the run's",
}
# What can move a figure, or says that an input has moved none: it stands above the figures.
MOVES_FIGURES = frozenset(
    {
        "unused-entry", "unused-row", "unused-parameter", "far-from-table", "gases-against-value",
        "closed-loop", "uncounted-steam", "steam-counted-twice", "production-exceeded",
        "weak-acid",
        "supplier-footprint-expired", "supplier-footprint-later", "supplier-footprint-exempted",
        "outside-plausible-range",
        "unknown-grid", "meter-far-from-model", "dropped-parameters",
    }
)  # fmt: skip
UNUSED = frozenset({"unused-entry", "unused-row", "unused-parameter"})  # in every scenario


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a reader must know beside the figures.

    Attributes
    ----------
    kind : str
        The list that it belongs to.
    code : str
        One of `NOTE_CODES`.
    subject : str
        What it is about: a flow, or a path of the plant file.
    message : str
        What is said of the subject.
    place : Place
        Where the subject is written, in the plant file or a table.
    amount : Amount or None
        How much, of an untreated waste.
    factor_id : str
        The factor row, of a proxy, a fallback or an own factor.
    """

    kind: NoteKind
    code: str
    subject: str
    message: str
    place: Place = NOWHERE
    amount: Amount | None = None
    factor_id: str = ""

    @property
    def text(self) -> str:
        """The sentence, without its place."""
        return ": ".join(filter(None, (self.subject, self.message)))

    def __str__(self) -> str:
        """The sentence; of a warning with its place, as of a problem."""
        place = str(self.place) if self.kind == "warning" else ""
        return ": ".join(filter(None, (place, self.text)))


def warning(code: str, subject: str, message: str, place: Place = NOWHERE) -> Note:
    """Return a warning."""
    return Note("warning", code, subject, message, place)
