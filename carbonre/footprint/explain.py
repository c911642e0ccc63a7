"""Any figure, down to the rows of the ledger that it is the sum of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.factors.names import flow_names
from carbonre.footprint.contributions import carried
from carbonre.footprint.ledger import COLUMNS, LedgerRow
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Explanation:
    """The rows behind a figure, the largest first; rows that do not count come last.

    Attributes
    ----------
    product : ProductFootprint or None
        Of which the figure is; None for the whole plant.
    step, flow : str or None
        To what the rows are limited.
    rows : tuple of (LedgerRow, float)
        Each with what of it is the product's [kgCO2e in the period].
    """

    result: Footprint
    product: ProductFootprint | None
    step: str | None
    flow: str | None
    rows: tuple[tuple[LedgerRow, float], ...]

    @property
    def counted(self) -> float:
        """The sum of the rows that count [kgCO2e in the period]."""
        return math.fsum(value for row, value in self.rows if row.counts)


def explanation(
    result: Footprint, product: str | None = None, step: str | None = None, flow: str | None = None
) -> Explanation:
    """Return the rows behind a product, a step or a flow; see `explain`."""
    problems = Problems()
    flows = sorted({row.flow for row in result.ledger_rows})
    if flow is not None and flow not in flows:
        flow = _among(flows, flow)
    known = {
        "product": (product, [item.name for item in result.products_sold]),
        "step": (step, [found.name for found in result.system.steps]),
        "flow": (flow, flows),
    }
    for option, (name, names) in known.items():
        if name is not None and name not in names:
            hint = did_you_mean(name, names) or f"; known are {', '.join(names)}"
            words = f"there is no {option} '{name}'{hint}"
            problems.add(words, Place(result.plant.document.file), option, code="unknown-product")
    problems.raise_any()
    index = known["product"][1].index(product) if product is not None else None
    rows = [
        (row, carried(row, index))
        for row in result.ledger_rows
        if step in (None, row.step) and flow in (None, row.flow)
    ]
    kept = [(row, value) for row, value in rows if value or not row.counts]
    ordered = sorted(kept, key=lambda pair: (not pair[0].counts, -abs(pair[1])))
    item = result.products_sold[index] if index is not None else None
    return Explanation(result, item, step, flow, tuple(ordered))


def _among(flows: list[str], name: str) -> str:
    """Return the flow of a ledger that another name of it stands for; else the name itself."""
    names = flow_names()
    meant = (*names.meant(name), *names.meant(name, emitted=True))
    return next((flow for flow in meant if flow in flows), name)


def explain(
    result: Footprint, product: str | None = None, step: str | None = None, flow: str | None = None
) -> pd.DataFrame:
    """Return the rows of the ledger that a figure is the sum of.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant.
    product : str, optional
        A product that is sold; the whole plant if not given.
    step, flow : str, optional
        Only rows of a step, or of a flow or gas.

    Returns
    -------
    DataFrame
        The columns of the ledger, in which `kgCO2e` is the part of the product [kgCO2e in the
        period]; then `share`, the part of the sum of all rows that count [1], and `per_unit`
        [kgCO2e per unit of the product], both empty where there is nothing to divide by. The
        largest row comes first, rows that do not count (`memo`) last.

    Raises
    ------
    InputError
        If there is no such product, step or flow.
    """
    import pandas as pd

    found = explanation(result, product, step, flow)
    whole, item = found.counted, found.product
    records = []
    for row, value in found.rows:
        record = {name: getattr(row, name) for name in COLUMNS} | {"kgCO2e": value}
        record["share"] = value / whole if whole and row.counts else None
        record["per_unit"] = value / item.amount if item and item.amount else None
        records.append(record)
    return pd.DataFrame(records, columns=[*COLUMNS, "share", "per_unit"])
