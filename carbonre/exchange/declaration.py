"""A product's footprint as a declaration: what the ledger says, and what `about` adds.

What the format needs and neither knows is an error that names all of it at once.
"""

from __future__ import annotations

import datetime
import math
import os
import re
from collections.abc import Iterator

from carbonre.core.errors import InputError, Place, Problem, Problems, did_you_mean
from carbonre.core.paths import dotted
from carbonre.core.units import unit
from carbonre.exchange import pact
from carbonre.footprint.contributions import carried, total
from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.ledger import LedgerRow
from carbonre.footprint.products import ProductFootprint
from carbonre.footprint.result import Footprint, allocation_words
from carbonre.plant.declarant import ProductAbout
from carbonre.plant.format import BASELINE
from carbonre.supply.applied_factor import AppliedFactor
from carbonre.supply.pact import UNITS, V2, V3, YEARS, years_after
from carbonre.system.flows import Flow

WORLD = ("GLO", "WLD")
REGIONS = {"RER": "Europe", "RAS": "Asia", "RNA": "Northern America", "RAF": "Africa",
           "RLA": "Latin America and the Caribbean"}  # fmt: skip
COUNTRY, SUBDIVISION = re.compile("[A-Z]{2}"), re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")
NOT_OF_V2 = ("piece",)
OWN_TABLES = "carbonre factor tables, own calculation or judgement"  # their source 'own'
UNDATED = "not stated"  # the edition of a source that names none


def declared(result: Footprint, product: str | None, version: str = V3) -> pact.Declaration:
    """Return what a ProductFootprint says of one product.

    Parameters
    ----------
    result : Footprint
        One scenario of a plant, by product and under AR6 (AR5 is possible in 2.3).
    product : str or None
        What is declared; may be left out where only one product is sold.
    version : str
        `V3` or `V2` of `carbonre.supply.pact`.

    Raises
    ------
    InputError
        With everything that is missing or does not fit, each with its place.
    """
    names = [item.name for item in result.products_sold]
    if product is None and len(names) > 1:
        words = f"a PACT file declares one product; name one with --product: {', '.join(names)}"
        raise InputError([Problem(words, Place(result.plant.document.file))])
    return _DeclarationBuilder(result, result.product(product or names[0]), version).declaration()


class _DeclarationBuilder:
    """Collects what is known, and what is missing."""

    def __init__(self, result: Footprint, item: ProductFootprint, version: str) -> None:
        self.result, self.item, self.version = result, item, version
        self.plant, self.data = result.plant, result.plant.data
        self.about = self.data.about
        self.own = self.about.products.get(item.name, ProductAbout())
        self.flow: Flow = result.system.flow_of(item.name)
        self.index = [other.name for other in result.products_sold].index(item.name)
        self.problems = Problems()
        self.rows = [row for row in result.ledger_rows if row.shares[self.index]]
        self.parts = {
            part.id: part
            for purchase in result.point.purchases.found.values()
            for part in purchase.parts
        }

    def declaration(self) -> pact.Declaration:
        """Return the declaration, or raise everything that is missing."""
        measure = self._measure()
        mass = self._mass(measure)
        carbon = self._carbon(measure, mass)
        start = datetime.datetime(self.data.period, 1, 1, tzinfo=datetime.UTC)
        end = years_after(start, 1)
        exempt = [note.text for note in (*self.result.exclusions, *self.result.data_gaps)]
        untreated = [f"untreated: {note.text}" for note in self.result.untreated_wastes]
        geography, gwp, valid = self._geography(), self._gwp(), self._valid(end)
        if self.data.boundary != "product":
            self._wrong("PACT declares products; state boundary: product", "boundary")
        if exempt and self.own.exempted is None:
            words = "the share of the footprint that the exclusions may make up, such as 1 %"
            self._missing(words, "exempted", of_product=True)
        if self.version == V2:
            self._fit_v2()
        for what, field in (("the name of the company", "company"),
                            ("URNs of the company", "company_ids"),
                            ("standards followed, such as [ISO14067]", "standards")):  # fmt: skip
            if getattr(self.about, field) is None:
                self._missing(what, field)
        if self.own.ids is None:
            self._missing("URNs of the product, such as [urn:gtin:...]", "ids", of_product=True)
        total = pact.decimal(self._per(measure, self.item.total))
        methane = pact.decimal(self._per(measure, self._sum("CH4_biogenic")))
        if methane > total or total < 0:
            self._wrong("the fossil part of the footprint is below zero, which PACT refuses", "")
        self.problems.raise_any()
        return pact.Declaration(
            company=self.about.company or "",
            company_ids=tuple(self.about.company_ids or ()),
            product_ids=tuple(self.own.ids or ()),
            classifications=tuple(self.own.classifications or ()),
            cpc=self.own.cpc or "",
            name=self.own.name or self.item.name,
            description=self.own.description or self.item.name,
            comment=self._comment(),
            created=self._created(),
            valid_until=valid,
            measure=measure,
            mass=mass,
            start=start,
            end=end,
            geography=geography,
            boundary=self._boundary(),
            total=total,
            biogenic_methane=methane,
            carbon=carbon,
            biogenic_carbon=self.own.biogenic_carbon.base * mass if self.own.biogenic_carbon else 0,
            gwp=gwp,
            standards=tuple(self.about.standards or ()),
            rules=tuple(self.about.rules),
            exempted=self.own.exempted.base if self.own.exempted else 0.0,
            exempted_why="; ".join((*exempt, *untreated)),
            allocation=self._allocation(),
            sources=tuple(self._sources()),
            primary=self.own.primary_data.base if self.own.primary_data else self._primary(),
            packaging=self.about.packaging == "included",
            uncertainty=self.own.uncertainty or "",
            quality=self.own.quality.model_dump() if self.own.quality else None,
        )

    # --- what is missing or does not fit -------------------------------------------------------

    def _missing(self, what: str, field: str, of_product: bool = False) -> None:
        path = ("about", "products", self.item.name, field) if of_product else ("about", field)
        known = self.about.products
        hint = ""
        if of_product and self.item.name not in known:
            hint = did_you_mean(self.item.name, known)
        self.problems.add(f"PACT needs {what}{hint}", self._place(path), dotted(path))

    def _wrong(self, words: str, *path: str) -> None:
        self.problems.add(words, self._place(path), dotted(path) if path != ("",) else "")

    def _place(self, path: tuple[str, ...]) -> Place:
        """Return where the field stands, or the nearest key above it that is there."""
        if path[0] not in self.plant.document.data:
            return Place(self.plant.document.file)
        return self.plant.place(*path, key=True)

    def _fit_v2(self) -> None:
        if self.own.cpc is None:
            self._missing("the product's UN CPC code (in 2.3)", "cpc", of_product=True)
        known = pact.STANDARDS_OF_V2
        if self.about.standards and not set(self.about.standards) & set(known):
            self._wrong(f"PACT 2.3 knows the standards {', '.join(known)}", "about", "standards")

    def _measure(self) -> str:
        """Return the declared unit, in the words of PACT."""
        preferred = {"electricity": "kilowatt hour", "heat": "megajoule"}.get(self.flow.kind)
        for name in filter(None, (preferred, *UNITS)):
            fits = unit(UNITS[name]).dimension == self.item.unit.dimension
            if fits and not (self.version == V2 and name in NOT_OF_V2):
                return "cubic meter" if name == "liter" else name
        words = f"is sold by {self.item.unit.text}, and PACT declares by {', '.join(UNITS)}"
        self.problems.add(f"'{self.item.name}' {words}", self._place(("production",)))
        return "kilogram"

    def _per(self, measure: str, per_unit: float) -> float:
        """Turn a figure per unit of the plant file into one per declared unit."""
        return per_unit / self.item.unit.factor * unit(UNITS[measure]).factor

    def _mass(self, measure: str) -> float:
        if self.own.mass is not None:
            return float(self.own.mass.base)
        if measure == "kilogram":
            wet = self.flow.basis == "REO" and self.flow.elements
            return math.fsum((self.flow.elements or {}).values()) if wet else 1.0
        if self.flow.kind in ("electricity", "heat", "transport") or "joule" in measure:
            return 0.0
        self._missing(f"the mass of one {measure} of the product", "mass", of_product=True)
        return 1.0

    def _carbon(self, measure: str, mass: float) -> float:
        """Kilograms of carbon in a declared unit: stated, or from the composition."""
        bio = self.own.biogenic_carbon.base * mass if self.own.biogenic_carbon else 0.0
        carbon = bio
        if self.own.fossil_carbon is not None:
            carbon = self.own.fossil_carbon.base * mass + bio
        elif self.flow.elements is not None:
            size = unit(UNITS[measure]).factor if measure == "kilogram" else mass
            carbon = float(self.flow.elements.get("C", 0.0)) * size
            if bio > carbon * (1 + 1e-9):
                words = "more biogenic carbon than the composition has carbon"
                self._wrong(words, "about", "products", self.item.name, "biogenic_carbon")
        elif self.flow.kind not in ("electricity", "heat", "transport"):
            words = "the fossil carbon in the product (its composition is unknown), such as 0 %"
            self._missing(words, "fossil_carbon", of_product=True)
        return carbon

    def _geography(self) -> tuple[str, str]:
        code = self.data.location
        if self.about.region:
            return "geographyRegionOrSubregion", self.about.region
        if code in WORLD:
            return "", ""
        if code in REGIONS:
            return "geographyRegionOrSubregion", REGIONS[code]
        short = "-".join(code.split("-")[:2])
        if SUBDIVISION.fullmatch(short):
            return "geographyCountrySubdivision", short
        if COUNTRY.fullmatch(short) and short != "EU":
            return "geographyCountry", short
        words = f"'{code}' is no country of ISO 3166; state the region, such as Europe"
        self._wrong(words, "about", "region")
        return "", ""

    def _gwp(self) -> tuple[str, ...]:
        """Return the sets of potentials that the figure rests on, the run's own first."""
        wanted = ("AR6",) if self.version == V3 else ("AR5", "AR6")
        if self.data.gwp not in wanted:
            self._wrong(f"PACT asks for {' or '.join(wanted)}; this is {self.data.gwp}", "gwp")
        used = {row.factor_id for row in self.rows if row.counts and row.gas == "CO2e"}
        others = {p.gwp for p in self.parts.values() if p.id in used and p.gwp}
        return (self.data.gwp, *sorted(others - {self.data.gwp, "AR6-20"}))

    def _valid(self, end: datetime.datetime) -> datetime.datetime:
        last = years_after(end, YEARS)
        if self.about.valid_until is None:
            return last
        stated = datetime.date.fromisoformat(self.about.valid_until)
        day = datetime.datetime(stated.year, stated.month, stated.day, tzinfo=datetime.UTC)
        if not end < day <= last:
            words = f"a footprint of {self.data.period} may be valid until {last.date()} at most"
            self._wrong(f"{words}; this is {self.about.valid_until}", "about", "valid_until")
        return day

    def _created(self) -> datetime.datetime:
        """Return what is stated, else the moment of the build, else now."""
        if self.about.created:
            day = datetime.date.fromisoformat(self.about.created)
            return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if epoch.isdecimal() and len(epoch) < 12:
            return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
        return datetime.datetime.now(datetime.UTC)

    # --- sums and words ------------------------------------------------------------------------

    def _sum(self, gas: str) -> float:
        """The part of a gas in the footprint of the product [kgCO2e per unit]."""
        of_gas = (row for row in self.rows if row.gas == gas)
        return float(total(of_gas, self.index) / self.item.amount)

    def _primary(self) -> float:
        """Return the share of primary data: amounts that are stated or measured, as far as known.

        Direct emissions are primary. A supplier's own footprint is so by the share that it states,
        and not at all without. Of a factor that is only typed in nobody knows, so it is secondary.
        """
        size = data_quality(self.result)[self.index + 1].size
        primary = math.fsum(
            abs(carried(row, self.index))
            * (1.0 if row.kind == "emission" else self._of_supplier(row))
            for row in self.rows
            if row.counts and row.origin in ("measured", "given")
        )
        return primary / size if size else 0.0

    def _of_supplier(self, row: LedgerRow) -> float:
        """The primary share that a supplier's footprint states; zero for any other factor."""
        part = self.parts.get(row.factor_id)
        return (part.supplier.primary_share or 0.0) if part and part.supplier else 0.0

    def _sources(self) -> Iterator[tuple[str, str]]:
        """Yield name and edition of every source of secondary factors, each once."""
        used = dict.fromkeys(row.factor_id for row in self.rows if row.counts)
        rows = {row.id: row for row in self.result.system.factors.rows}
        found: dict[tuple[str, str], None] = {}
        for key in used:
            part: AppliedFactor | None = self.parts.get(key)
            if key in rows:
                row = rows[key]
                name = OWN_TABLES if row.source == "own" else row.source or "own table"
                found[name, str(row.year or UNDATED)] = None
            elif part is not None and part.evidence == "stated" and part.supplier is None:
                found[part.source or "own statement", UNDATED] = None
        yield from found

    def _boundary(self) -> str:
        steps = [
            step.name if step.process == "inventory" else f"{step.name} ({step.process})"
            for step in self.result.system.steps
            if any(row.step == step.name for row in self.rows)
        ]
        bought = dict.fromkeys(row.flow for row in self.rows if row.scope in ("2", "3"))
        words = f"Cradle to gate. Production: {', '.join(steps)}."
        return f"{words} Supply chains of: {', '.join(bought)}." if bought else words

    def _allocation(self) -> str:
        own = [
            f"{name} by {allocation_words(step.allocation)}"
            for name, step in self.data.steps.items()
            if step.allocation is not None
        ]
        words = f"By {allocation_words(self.data.allocation)}"
        words += f"; {'; '.join(own)}" if own else ""
        return f"{words}. Recycled waste: cut-off. Treatment goes with the maker of the waste."

    def _comment(self) -> str:
        """What a reader must know beside the figures: scenario, drafts, sums, uncertainty."""
        words = [f"Calculated by carbonre, scenario {self.result.scenario}."]
        if self.result.scenario != BASELINE:
            words.append("A scenario: what the plant would be, not as it stood in the period.")
        if self.flow.basis == "REO":
            words.append("Amounts are per kilogram of rare-earth oxides contained.")
        if any(row.counts and row.gas == "CO2e" for row in self.rows):
            words.append("Factors without gases are counted as fossil.")
        if self.item.drafts:
            drafts = ", ".join(map(str, self.item.drafts))
            words.append(f"Expert estimates (drafts): {drafts}.")
        if self.own.primary_data is None:
            words.append("Primary data: amounts that are measured or given, of direct emissions or"
                         " with a supplier's footprint, by the share that it states; factors that"
                         " the plant file states by hand are secondary.")  # fmt: skip
        if self.own.uncertainty:
            words.append(f"Uncertainty: {self.own.uncertainty}")
        words += [self.own.comment] if self.own.comment else []
        return " ".join(words)
