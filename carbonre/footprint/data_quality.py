"""How good the numbers behind a footprint are: measured, given or default; read or only recalled.

Factor rows carry a grade of evidence and, where their source has one, a spread. Pedigree scores of
time and place follow from them (see `pedigree`); others, not assigned by anyone, would be invented.

The primary data share has one definition in all outputs, that of the PACT Methodology, section
4.2.2: the share of primary data in the absolute footprint, without biogenic uptake. Emissions of
the plant itself are primary, fuel combusted on site among them, where their amount is measured or
given. A supplier's footprint brings the share that it states in proportion to its part of the
footprint, whatever the origin of the amount, since the share is one of the footprint and not of
amounts. All else is secondary: factors of tables, and factors that are typed in, of which nothing
is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from carbonre.core.evidence import DRAFT_EVIDENCE
from carbonre.factors.editions import used_rows
from carbonre.factors.rows import Factor
from carbonre.footprint.contributions import total, totals
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.products import PLANT
from carbonre.footprint.result import Footprint

OWN_AMOUNTS = ("measured", "given")  # by a meter, or as the author answers for
OWN_EMISSIONS = ("emission", "combustion")  # kinds of rows
ORIGINS = ("measured", "given", "default", "linked")
FACTOR_KINDS = ("stated", "table", "potential")
EVIDENCE = ("stated", "read", "transcription", "derived", *DRAFT_EVIDENCE)


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What share of a footprint rests on which kind of number.

    All shares are of the sum of the absolute kgCO2e of the ledger rows that count, so that credits
    cannot push a share above one; each mapping adds up to one (to zero for a footprint of zero).

    Attributes
    ----------
    product : str
        A product that is sold; `PLANT` for the whole plant.
    size : float
        The absolute kgCO2e of the period, of which the shares are [kgCO2e].
    amounts : mapping
        By the origin of the row's amount: ``measured`` (a meter reading), ``given`` (written in
        the plant file), ``default`` (a model that used at least one default), ``linked``.
    factors : mapping
        By what the amount is multiplied by: ``stated`` (a supplier's or the user's own factor),
        ``table`` (a factor row of a database or a publication), ``potential`` (a direct emission).
    evidence : mapping
        By the grade of evidence of the factor or potential.
    with_spread : float
        Share of rows whose factor row states a spread (gsd, or low and high).
    primary_amounts : float
        Share of rows whose amount is measured or given.
    primary : float
        The primary data share of PACT, see above; of a product what ``about`` states instead, and
        of the plant the mean of its products, each by its size.
    """

    product: str
    size: float
    amounts: Mapping[str, float]
    factors: Mapping[str, float]
    evidence: Mapping[str, float]
    with_spread: float
    primary_amounts: float
    primary: float


@dataclass(frozen=True, slots=True)
class _Quality:
    """What is known of the numbers behind a row."""

    origin: str
    factor: str
    evidence: str
    has_spread: bool
    primary: float

    @property
    def has_primary_amount(self) -> bool:
        return self.origin in OWN_AMOUNTS


Classify = Callable[[LedgerRow], _Quality]


def data_quality(result: Footprint) -> tuple[DataQuality, ...]:
    """Summarise the data behind a footprint: the whole plant first, then each product.

    Parameters
    ----------
    result : Footprint
        From `footprint`.

    Returns
    -------
    tuple of DataQuality
        Shares of the absolute kgCO2e [1]; the plant is `PLANT`.

    Notes
    -----
    The origin is that of the row's own exchange. The scaling factor of its step follows from what
    is downstream of it, and a product's share of a row from the allocation; neither is graded here.
    A plant file cannot tell a reading from a plan: ``given`` is what its author answers for.
    """
    rows, classify = result.ledger_rows, _classifier(result)
    products = [
        _stated(result, _summary(item.name, rows, classify, index))
        for index, item in enumerate(result.products_sold)
    ]
    plant = _summary(PLANT, rows, classify, None)
    size = math.fsum(part.size for part in products)
    primary = math.fsum(part.size * part.primary for part in products) / size if size else 0.0
    return (replace(plant, primary=primary), *products)


def _stated(result: Footprint, found: DataQuality) -> DataQuality:
    """Return the quality of a product with the primary data share that the plant states of it."""
    about = result.plant.data.about.products.get(found.product)
    stated = about.primary_data if about else None
    return found if stated is None else replace(found, primary=stated.base)


def _classifier(result: Footprint) -> Classify:
    system = result.system
    used = {row.factor_id for row in result.ledger_rows if row.counts}
    factors = {row.id: row for row in used_rows(used, system.factors)}
    purchases = result.point.purchases.found.values()
    suppliers = {part.id: part.supplier for bought in purchases for part in bought.factors}
    known: dict[tuple[str, ...], _Quality] = {}

    def classify(row: LedgerRow) -> _Quality:
        key = (row.kind, row.gas, row.factor_id, row.origin)
        if key not in known:
            known[key] = quality(row)
        return known[key]

    def quality(row: LedgerRow) -> _Quality:
        factor = factors.get(row.factor_id)
        potential = system.factors.characterise(row.gas, system.plant.data.gwp)
        if row.kind == "emission" and potential is not None:
            kind, evidence = "potential", potential.evidence
        else:
            evidence = factor.evidence if factor else "stated"
            kind = "stated" if evidence == "stated" else "table"
        spread = factor is not None and _has_spread(factor)
        return _Quality(row.origin, kind, evidence, spread, primary(row))

    def primary(row: LedgerRow) -> float:
        supplier = suppliers.get(row.factor_id)
        if supplier is not None:
            return supplier.primary_share or 0.0
        return float(row.kind in OWN_EMISSIONS and row.origin in OWN_AMOUNTS)

    return classify


def _has_spread(factor: Factor) -> bool:
    return factor.gsd is not None or (factor.low is not None and factor.high is not None)


def _summary(
    name: str, rows: Sequence[LedgerRow], classify: Classify, product: int | None
) -> DataQuality:
    size = total(rows, product, absolute=True)

    def share(holds: Callable[[_Quality], bool]) -> float:
        sums = totals(rows, lambda row: holds(classify(row)), product, absolute=True)
        return sums.get(True, 0.0) / size if size else 0.0

    def mean(value: Callable[[_Quality], float]) -> float:
        sums = totals(rows, lambda row: value(classify(row)), product, absolute=True)
        return math.fsum(key * part for key, part in sums.items()) / size if size else 0.0

    def split(names: tuple[str, ...], key: Callable[[_Quality], str]) -> dict[str, float]:
        sums = totals(rows, lambda row: key(classify(row)), product, absolute=True)
        return {name: sums.get(name, 0.0) / size if size else 0.0 for name in names}

    return DataQuality(
        product=name,
        size=size,
        amounts=split(ORIGINS, lambda q: q.origin),
        factors=split(FACTOR_KINDS, lambda q: q.factor),
        evidence=split(EVIDENCE, lambda q: q.evidence),
        with_spread=share(lambda q: q.has_spread),
        primary_amounts=share(lambda q: q.has_primary_amount),
        primary=mean(lambda q: q.primary),
    )
