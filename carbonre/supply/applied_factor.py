"""The factors that the amount of a purchased flow is multiplied by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core.arrays import Numeric
from carbonre.core.errors import Place
from carbonre.core.notes import Note
from carbonre.core.scopes import Category, Scope
from carbonre.supply.pact import SupplierFootprint


@dataclass(frozen=True, slots=True)
class AppliedFactor:
    """One factor that an amount of a flow is multiplied by.

    Attributes
    ----------
    share : float
        Share of the amount that it applies to (for transport: t*km per unit, in base units).
    gases : mapping
        Kilograms of each gas per base unit; ``CO2e`` where a source gives no gases.
    row : Place
        The line of the table or of the plant file that states it.
    """

    kind: str  # purchase, combustion, transport, treatment, circular or memo
    flow: str
    share: Numeric
    scope: Scope
    category: Category
    gases: Mapping[str, Numeric]
    gwp: str
    id: str
    origin: str
    row: Place
    source: str
    evidence: str = ""
    status: str = ""  # of a row of the tables
    notes: tuple[Note, ...] = ()  # what a look-up gave up, what a supplier says of its data
    supplier: SupplierFootprint | None = None  # where the factor is a supplier's own footprint
    carbon_pair: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the row is a draft, however well its number is known."""
        return self.status == "draft"


@dataclass(frozen=True, slots=True)
class Purchase:
    """All factors that a purchased flow is multiplied by.

    Attributes
    ----------
    factors : tuple of AppliedFactor
        What counts.
    location : tuple of AppliedFactor or None
        The same energy with the grid's own factor; None where the tables have no row.
    carbon_counted : float
        The share of the flow whose carbon its factors have counted upstream already.
    notes : tuple of Note
        Which data gaps there are, and how the scopes share the flow.
    """

    factors: tuple[AppliedFactor, ...] = ()
    location: tuple[AppliedFactor, ...] | None = ()
    carbon_counted: Numeric = 0.0
    notes: tuple[Note, ...] = ()
