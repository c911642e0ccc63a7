"""What a declaration is made from: a product, its share of the ledger, and what `about` adds."""

from __future__ import annotations

import datetime
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core.units import unit
from carbonre.footprint.contributions import total
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint
from carbonre.plant.declarant import About, ProductAbout
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.pact import UNITS, V2, YEARS, years_after
from carbonre.system.flows import Flow

WORLD = ("GLO", "WLD")
REGIONS = {"RER": "Europe", "RAS": "Asia", "RNA": "Northern America", "RAF": "Africa",
           "RLA": "Latin America and the Caribbean"}  # fmt: skip
COUNTRY, SUBDIVISION = re.compile("[A-Z]{2}"), re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")
NOT_OF_V2 = ("piece",)
WITHOUT_MASS = ("electricity", "heat", "transport")  # kinds of flow


@dataclass(frozen=True)
class DeclaredProduct:
    """A product of a footprint, declared in one version of PACT."""

    result: Footprint
    item: ProductFootprint
    version: str

    @property
    def about(self) -> About:
        """What the plant file says of the company."""
        return self.result.plant.data.about

    @property
    def own(self) -> ProductAbout:
        """What the plant file says of the product."""
        return self.about.products.get(self.item.name, ProductAbout())

    @property
    def flow(self) -> Flow:
        """The flow that is sold."""
        return self.result.system.flow_of(self.item.name)

    @functools.cached_property
    def index(self) -> int:
        """The position of the product among those that are sold."""
        return [other.name for other in self.result.products_sold].index(self.item.name)

    @functools.cached_property
    def rows(self) -> list[LedgerRow]:
        """The rows of the ledger of which the product carries a share."""
        return [row for row in self.result.ledger_rows if row.shares[self.index]]

    @functools.cached_property
    def factors(self) -> Mapping[str, AppliedFactor]:
        """The factors that purchases are multiplied by, by their id."""
        purchases = self.result.point.purchases.found.values()
        return {factor.id: factor for purchase in purchases for factor in purchase.factors}


# --- the declared unit ----------------------------------------------------------------------------


def declared_unit(product: DeclaredProduct) -> str | None:
    """Return the declared unit in the words of PACT; None where no unit of PACT fits."""
    preferred = {"electricity": "kilowatt hour", "heat": "megajoule"}.get(product.flow.kind)
    for name in filter(None, (preferred, *UNITS)):
        fits = unit(UNITS[name]).dimension == product.item.unit.dimension
        if fits and not (product.version == V2 and name in NOT_OF_V2):
            return "cubic meter" if name == "liter" else name
    return None


def mass(product: DeclaredProduct, measure: str) -> float | None:
    """Return the mass of a declared unit [kg]; None where nothing says it."""
    own, flow = product.own, product.flow
    if own.mass is not None:
        return float(own.mass.base)
    if measure == "kilogram":
        wet = flow.basis == "REO" and flow.elements
        return math.fsum((flow.elements or {}).values()) if wet else 1.0
    return 0.0 if flow.kind in WITHOUT_MASS or "joule" in measure else None


def biogenic_carbon(product: DeclaredProduct, of_mass: float) -> float:
    """Return the biogenic carbon in a declared unit of so many kilograms [kg]."""
    stated = product.own.biogenic_carbon
    return float(stated.base * of_mass) if stated else 0.0


def carbon_of_composition(product: DeclaredProduct, measure: str, of_mass: float) -> float | None:
    """Return the carbon in a declared unit by the flow's composition [kg]; None if unknown."""
    if product.flow.elements is None:
        return None
    size = unit(UNITS[measure]).factor if measure == "kilogram" else of_mass
    return float(product.flow.elements.get("C", 0.0)) * size


def carbon(product: DeclaredProduct, measure: str, of_mass: float) -> float | None:
    """Return all carbon in a declared unit [kg]; None where nothing says it."""
    biogenic, stated = biogenic_carbon(product, of_mass), product.own.fossil_carbon
    if stated is not None:
        return float(stated.base * of_mass + biogenic)
    found = carbon_of_composition(product, measure, of_mass)
    return biogenic if found is None and product.flow.kind in WITHOUT_MASS else found


# --- where and when -------------------------------------------------------------------------------


def geography(product: DeclaredProduct) -> tuple[str, str] | None:
    """Return field and value of the geography, both empty for the world; None if unknown."""
    code = product.result.plant.data.location
    if product.about.region:
        return "geographyRegionOrSubregion", product.about.region
    if code in WORLD:
        return "", ""
    if code in REGIONS:
        return "geographyRegionOrSubregion", REGIONS[code]
    short = "-".join(code.split("-")[:2])
    if SUBDIVISION.fullmatch(short):
        return "geographyCountrySubdivision", short
    if COUNTRY.fullmatch(short) and short != "EU":
        return "geographyCountry", short
    return None


def reference_period(product: DeclaredProduct) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when the period of the footprint begins and ends; the end is exclusive."""
    period = product.result.plant.data.period
    start, end = (
        datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        for day in (period.start, period.end)
    )
    return start, end


def valid_until(product: DeclaredProduct) -> datetime.datetime:
    """Return what is stated, else the last day that PACT permits."""
    stated = product.about.valid_until
    if stated is None:
        return years_after(reference_period(product)[1], YEARS)
    day = datetime.date.fromisoformat(stated)
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


# --- sums over the ledger -------------------------------------------------------------------------


def per_declared_unit(product: DeclaredProduct, measure: str, per_unit: float) -> float:
    """Turn a figure per unit of the plant file into one per declared unit."""
    return per_unit / product.item.unit.factor * unit(UNITS[measure]).factor


def of_gas(product: DeclaredProduct, gas: str) -> float:
    """Return the part of a gas in the footprint of the product [kgCO2e per unit]."""
    rows = (row for row in product.rows if row.gas == gas)
    return float(total(rows, product.index) / product.item.amount)


def fossil_and_biogenic(product: DeclaredProduct, measure: str) -> tuple[float, float]:
    """Return the footprint of a declared unit, and the biogenic methane in it [kgCO2e]."""
    methane = of_gas(product, "CH4_biogenic")
    whole = per_declared_unit(product, measure, product.item.total)
    return whole, per_declared_unit(product, measure, methane)


def primary_share(product: DeclaredProduct) -> float:
    """Return the share of primary data, as every output has it; see `data_quality`."""
    return data_quality(product.result)[product.index + 1].primary
