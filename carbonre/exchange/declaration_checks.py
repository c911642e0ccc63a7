"""What a declaration lacks, or what PACT refuses in it: one list of checks, and all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carbonre.core.errors import Place, Problem, did_you_mean
from carbonre.core.paths import dotted
from carbonre.exchange import pact
from carbonre.exchange.declared_product import (
    DeclaredProduct,
    biogenic_carbon,
    carbon,
    carbon_of_composition,
    declared_unit,
    fossil_and_biogenic,
    geography,
    mass,
    reference_period,
    valid_until,
)
from carbonre.supply.pact import UNITS, V2, V3, YEARS, years_after

KILOGRAM = "kilogram"  # in place of a declared unit that is missing, so that checks go on

Check = Callable[[DeclaredProduct], Iterator[Problem]]


def problems(product: DeclaredProduct) -> list[Problem]:
    """Return everything that is missing or does not fit, each with its place."""
    return [problem for check in CHECKS for problem in check(product)]


# --- the place of a problem -----------------------------------------------------------------------


def _place(product: DeclaredProduct, path: tuple[str, ...]) -> Place:
    """Return where the field is, or the nearest key above it that is there."""
    plant = product.result.plant
    if not path or path[0] not in plant.document.data:
        return Place(plant.document.file)
    return plant.place(*path, key=True)


def _missing(product: DeclaredProduct, what: str, *path: str) -> Problem:
    name, known = product.item.name, product.about.products
    of_product = path[:2] == ("about", "products")
    hint = did_you_mean(name, known) if of_product and name not in known else ""
    return Problem(
        f"PACT needs {what}{hint}",
        _place(product, path),
        dotted(path),
        code="incomplete-declaration",
    )


def _wrong(product: DeclaredProduct, words: str, *path: str) -> Problem:
    return Problem(words, _place(product, path), dotted(path), code="undeclarable")


def _of_product(product: DeclaredProduct, field: str) -> tuple[str, ...]:
    return "about", "products", product.item.name, field


# --- the checks -----------------------------------------------------------------------------------


def _declared_unit(product: DeclaredProduct) -> Iterator[Problem]:
    if declared_unit(product) is None:
        words = f"is sold by {product.item.unit.text}, and PACT declares by {', '.join(UNITS)}"
        place = _place(product, ("production",))
        yield Problem(f"'{product.item.name}' {words}", place, code="undeclarable")


def _mass(product: DeclaredProduct) -> Iterator[Problem]:
    measure = declared_unit(product) or KILOGRAM
    if mass(product, measure) is None:
        what = f"the mass of one {measure} of the product"
        yield _missing(product, what, *_of_product(product, "mass"))


def _carbon(product: DeclaredProduct) -> Iterator[Problem]:
    measure = declared_unit(product) or KILOGRAM
    known = mass(product, measure)
    of_mass = 1.0 if known is None else known
    if carbon(product, measure, of_mass) is None:
        what = "the fossil carbon in the product (its composition is unknown), such as 0 %"
        yield _missing(product, what, *_of_product(product, "fossil_carbon"))
    whole = carbon_of_composition(product, measure, of_mass)
    biogenic, is_stated = biogenic_carbon(product, of_mass), product.own.fossil_carbon is not None
    if not is_stated and whole is not None and biogenic > whole * (1 + 1e-9):
        words = "more biogenic carbon than the composition has carbon"
        yield _wrong(product, words, *_of_product(product, "biogenic_carbon"))


def _geography(product: DeclaredProduct) -> Iterator[Problem]:
    if geography(product) is None:
        code = product.result.plant.data.location
        words = f"'{code}' is not a country of ISO 3166; state the region, such as Europe"
        yield _wrong(product, words, "about", "region")


def _gwp(product: DeclaredProduct) -> Iterator[Problem]:
    accepted = ("AR6",) if product.version == V3 else ("AR5", "AR6")
    gwp = product.result.plant.data.gwp
    if gwp not in accepted:
        yield _wrong(product, f"PACT asks for {' or '.join(accepted)}; this is {gwp}", "gwp")


def _validity(product: DeclaredProduct) -> Iterator[Problem]:
    _, end = reference_period(product)
    last = years_after(end, YEARS)
    if not end < valid_until(product) <= last:
        period = product.result.plant.data.period
        words = f"a footprint of {period} may be valid until {last.date()} at most"
        words = f"{words}; this is {product.about.valid_until}"
        yield _wrong(product, words, "about", "valid_until")


def _boundary(product: DeclaredProduct) -> Iterator[Problem]:
    if product.result.plant.data.boundary != "product":
        yield _wrong(product, "PACT declares products; state boundary: product", "boundary")


def _exempted(product: DeclaredProduct) -> Iterator[Problem]:
    cut_off = (*product.result.exclusions, *product.result.data_gaps)
    if cut_off and product.own.exempted is None:
        what = "the share of the footprint that the exclusions may make up, such as 1 %"
        yield _missing(product, what, *_of_product(product, "exempted"))


def _version_2(product: DeclaredProduct) -> Iterator[Problem]:
    if product.version != V2:
        return
    if product.own.cpc is None:
        what = "the product's UN CPC code (in 2.3)"
        yield _missing(product, what, *_of_product(product, "cpc"))
    known, stated = pact.STANDARDS_OF_V2, product.about.standards
    if stated and not set(stated) & set(known):
        words = f"PACT 2.3 knows the standards {', '.join(known)}"
        yield _wrong(product, words, "about", "standards")


def _declarant(product: DeclaredProduct) -> Iterator[Problem]:
    for what, field in (("the name of the company", "company"),
                        ("URNs of the company", "company_ids"),
                        ("standards followed, such as [ISO14067]", "standards")):  # fmt: skip
        if getattr(product.about, field) is None:
            yield _missing(product, what, "about", field)
    if product.own.ids is None:
        what = "URNs of the product, such as [urn:gtin:...]"
        yield _missing(product, what, *_of_product(product, "ids"))


def _fossil_part(product: DeclaredProduct) -> Iterator[Problem]:
    whole, methane = fossil_and_biogenic(product, declared_unit(product) or KILOGRAM)
    if methane > whole or whole < 0:
        words = "the fossil part of the footprint is below zero, which PACT refuses"
        yield _wrong(product, words)


CHECKS: tuple[Check, ...] = (
    _declared_unit,
    _mass,
    _carbon,
    _geography,
    _gwp,
    _validity,
    _boundary,
    _exempted,
    _version_2,
    _declarant,
    _fossil_part,
)
