"""A product's footprint as a declaration: what the ledger says, and what `about` adds.

What the format needs and neither knows is an error that names all of it at once.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

from carbonre.core.errors import InputError, Place, Problem
from carbonre.exchange import declared_product as data
from carbonre.exchange import pact
from carbonre.exchange.declaration_checks import problems
from carbonre.exchange.declared_product import DeclaredProduct
from carbonre.footprint.result import Footprint
from carbonre.plant.allocation import allocation_words
from carbonre.plant.format import BASELINE
from carbonre.supply.pact import V3

OWN_TABLES = "carbonre factor tables, own calculation or judgement"  # their source 'own'
UNDATED = "not stated"  # the edition of a source that names none


def declared(
    result: Footprint, product: str | None, version: str = V3, remark: str = ""
) -> pact.Declaration:
    """Return what a ProductFootprint says of one product.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant, by product and under AR6 (AR5 is possible in 2.3).
    product : str or None
        What is declared; may be omitted where only one product is sold.
    version : str
        `V3` or `V2` of `carbonre.supply.pact`.
    remark : str
        A sentence for the comment.

    Raises
    ------
    InputError
        With everything that is missing or does not fit, each with its place.
    """
    names = [item.name for item in result.products_sold]
    if product is None and len(names) > 1:
        words = f"a PACT file declares one product; name one with --product: {', '.join(names)}"
        raise InputError(
            [Problem(words, Place(result.plant.document.file), code="ambiguous-product")]
        )
    subject = DeclaredProduct(result, result.products_sold.named(product or names[0]), version)
    found = problems(subject)
    if found:
        raise InputError(found)
    return _declaration(subject, remark)


def _declaration(product: DeclaredProduct, remark: str) -> pact.Declaration:
    """Return the declaration of a product that has passed the checks."""
    result, about, own = product.result, product.about, product.own
    measure = data.declared_unit(product) or ""
    mass = data.mass(product, measure) or 0.0
    start, end = data.reference_period(product)
    whole, methane = data.fossil_and_biogenic(product, measure)
    return pact.Declaration(
        company=about.company or "",
        company_ids=tuple(about.company_ids or ()),
        product_ids=tuple(own.ids or ()),
        classifications=tuple(own.classifications or ()),
        cpc=own.cpc or "",
        name=own.name or product.item.name,
        description=own.description or product.item.name,
        comment=" ".join(_comment(product, remark)),
        created=_created(product),
        valid_until=data.valid_until(product),
        measure=measure,
        mass=mass,
        start=start,
        end=end,
        geography=data.geography(product) or ("", ""),
        boundary=_boundary(product),
        total=pact.decimal(whole),
        biogenic_methane=pact.decimal(methane),
        carbon=data.carbon(product, measure, mass) or 0.0,
        biogenic_carbon=data.biogenic_carbon(product, mass),
        gwp=_gwp_sets(product),
        standards=tuple(about.standards or ()),
        rules=tuple(about.rules),
        exempted=own.exempted.base if own.exempted else 0.0,
        exempted_why="; ".join(_exempted(result)),
        allocation=_allocation(result),
        sources=tuple(_sources(product)),
        primary=data.primary_share(product),
        packaging=about.packaging == "included",
        uncertainty=own.uncertainty or "",
        quality=own.quality.model_dump() if own.quality else None,
    )


def _created(product: DeclaredProduct) -> datetime.datetime:
    """Return what is stated, else the moment of the build, else now."""
    if product.about.created:
        day = datetime.date.fromisoformat(product.about.created)
        return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
    return datetime.datetime.now(datetime.UTC)


def _gwp_sets(product: DeclaredProduct) -> tuple[str, ...]:
    """Return the GWP sets that the figure is based on, the run's own first."""
    used = {row.factor_id for row in product.rows if row.counts and row.gas == "CO2e"}
    others = {factor.gwp for key, factor in product.factors.items() if key in used and factor.gwp}
    gwp = product.result.plant.data.gwp
    return (gwp, *sorted(others - {gwp, "AR6-20"}))


def _exempted(result: Footprint) -> Iterator[str]:
    """Yield what is excluded, not counted or untreated, each with its reason or amount."""
    for note in (*result.exclusions, *result.data_gaps):
        yield note.text
    for note in result.untreated_wastes:
        yield f"untreated: {note.text}"


def _sources(product: DeclaredProduct) -> Iterator[tuple[str, str]]:
    """Yield name and edition of every source of secondary factors, each once."""
    used = dict.fromkeys(row.factor_id for row in product.rows if row.counts)
    rows = {row.id: row for row in product.result.system.factors.rows}
    found: dict[tuple[str, str], None] = {}
    for key in used:
        factor = product.factors.get(key)
        if key in rows:
            row = rows[key]
            name = OWN_TABLES if row.source == "own" else row.source or "own table"
            found[name, str(row.year or UNDATED)] = None
        elif factor is not None and factor.evidence == "stated" and factor.supplier is None:
            found[factor.source or "own statement", UNDATED] = None
    yield from found


def _boundary(product: DeclaredProduct) -> str:
    steps = [
        step.name if step.process == "inventory" else f"{step.name} ({step.process})"
        for step in product.result.system.steps
        if any(row.step == step.name for row in product.rows)
    ]
    bought = dict.fromkeys(row.flow for row in product.rows if row.scope in ("2", "3"))
    words = f"Cradle to gate. Production: {', '.join(steps)}."
    return f"{words} Supply chains of: {', '.join(bought)}." if bought else words


def _allocation(result: Footprint) -> str:
    data = result.plant.data
    own = [
        f"{name} by {allocation_words(step.allocation)}"
        for name, step in data.steps.items()
        if step.allocation is not None
    ]
    words = f"By {allocation_words(data.allocation)}"
    words += f"; {'; '.join(own)}" if own else ""
    return f"{words}. Recycled waste: cut-off. Treatment goes with the maker of the waste."


def _comment(product: DeclaredProduct, remark: str) -> Iterator[str]:
    """Yield what a reader must know beside the figures: scenario, drafts, sums, uncertainty."""
    result, own = product.result, product.own
    yield f"Calculated by carbonre, scenario {result.scenario}."
    if result.scenario != BASELINE:
        yield "A scenario: what the plant would be, not as it was in the period."
    if product.flow.basis == "REO":
        yield "Amounts are per kilogram of rare-earth oxides contained."
    elif product.flow.basis:
        yield f"Amounts are counted as: {product.flow.basis}."
    if any(row.counts and row.gas == "CO2e" for row in product.rows):
        yield "Factors without gases are counted as fossil."
    if remark:
        yield remark
    if product.item.drafts:
        yield f"Expert estimates (drafts): {', '.join(map(str, product.item.drafts))}."
    if own.primary_data is None:
        yield ("Primary data: emissions of the plant itself whose amount is measured or given, fuel"
               " that it burns among them, and suppliers' footprints by the share that they state;"
               " factors that the plant file states by hand are secondary.")  # fmt: skip
    if own.uncertainty:
        yield f"Uncertainty: {own.uncertainty}"
    if own.comment:
        yield own.comment
