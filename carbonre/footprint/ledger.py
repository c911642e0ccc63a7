"""The ledger: one row per exchange and factor, or per direct emission and its GWP.

Every figure that carbonre shows is a sum of these rows. A row knows the step where its burden
enters, so the shares of the products in it are those of the step.
"""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.core.arrays import Numeric
from carbonre.core.scopes import Category, Scope

MEMO_GASES = ("CO2_biogenic",)
RESOLD = ""  # the step of what is bought and sold on; no step of the plant has that name


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row; the names are the columns of the ledger file.

    Attributes
    ----------
    amount : float
        For the period, in `unit`.
    basis : str
        What a `unit` of the flow is of, such as 100 % HCl, REO or the lower heating value.
    factor : float or None
        kgCO2e per `unit` for this gas; None for an emission without a potential.
    shares : tuple of float
        The share of the row that each product carries.

    Where a plant is evaluated over many rows, each of the four numbers may be an array of them.
    """

    plant: str
    scenario: str
    step: str
    flow: str
    kind: str
    scope: Scope
    category: Category
    gas: str
    amount: Numeric
    unit: str
    factor_id: str
    factor: Numeric
    factor_unit: str
    kgCO2e: Numeric
    origin: str
    plant_line: str
    factor_row: str
    source: str
    basis: str
    shares: tuple[Numeric, ...]

    @property
    def counts(self) -> bool:
        """Whether the row belongs to the total; a memo only informs."""
        return self.kind != "memo"


def step_label(step: str) -> str:
    """Return how a text names the step of a row: what is resold passes none."""
    return step or "resold"


COLUMNS = tuple(LedgerRow.__dataclass_fields__)[:-1]
