"""The footprint of one scenario of a plant: its ledger and the sums of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from carbonre.core.errors import did_you_mean
from carbonre.core.evidence import Draft
from carbonre.core.notes import Note, NoteKind
from carbonre.core.units import Unit, per_unit, to_pint, unit
from carbonre.footprint import balances
from carbonre.footprint.carbon import CarbonBalance
from carbonre.footprint.contributions import total
from carbonre.footprint.ledger import COLUMNS, LedgerRow
from carbonre.footprint.operating_point import OperatingPoint
from carbonre.footprint.products import ProductFootprint, ProductsSold
from carbonre.plant.allocation import allocation_words
from carbonre.plant.format import Plant
from carbonre.system.material import MaterialBalance
from carbonre.system.steps import System

if TYPE_CHECKING:
    import pandas as pd
    import pint

    from carbonre.footprint.study import Study


OXIDES = "REO"  # a flow on this basis is measured by the rare-earth oxides in it
CSV_COLUMNS = (
    "plant", "scenario", "period", "product", "amount", "unit", "gwp", "allocation", "scope1",
    "scope2", "scope3", "total", "scope2_location", "drafts", "basis", "per", "footprint",
)  # fmt: skip


@dataclass(frozen=True)
class Footprint:
    """The footprint of one scenario of a plant.

    Attributes
    ----------
    study : Study
        What was calculated; at other overrides it calculates again.
    point : OperatingPoint
        The plant balanced for material and carbon, what it buys, and its ledger.
    products_sold : ProductsSold
        What is sold, in the order of the file.
    elements, energy
        The plant's own balances.
    drafts : tuple of Draft
        The expert estimates that were used.
    notes : tuple of Note
        What else a reader must know beside the figures; by kind, `exclusions`, `data_gaps`,
        `untreated_wastes`, `proxies`, `fallbacks`, `own_factors` and `warnings`.
    """

    study: Study = field(repr=False)
    point: OperatingPoint = field(repr=False)
    products_sold: ProductsSold
    elements: tuple[balances.ElementBalance, ...]
    energy: balances.EnergyBalance
    drafts: tuple[Draft, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def scenario(self) -> str:
        """The name of the scenario, or ``baseline``."""
        return self.study.scenario_name

    @property
    def plant(self) -> Plant:
        """The plant as its scenario leaves it."""
        return self.point.system.plant

    @property
    def system(self) -> System:
        """Its steps and flows."""
        return self.point.system

    @property
    def material(self) -> MaterialBalance:
        """The scaling factor of each step, and the balance of each flow."""
        return self.point.material

    @property
    def carbon(self) -> CarbonBalance:
        """Where the burden of each step goes."""
        return self.point.carbon

    @property
    def ledger_rows(self) -> tuple[LedgerRow, ...]:
        """The ledger; every figure is a sum of it."""
        return self.point.ledger_rows

    @property
    def total(self) -> float:
        """The plant's own inventory for the period [kgCO2e]."""
        return float(total(self.ledger_rows))

    @property
    def products_by_rank(self) -> tuple[ProductFootprint, ...]:
        """What is sold, in the order in which reports lead with it.

        First what `production` asks for, in the order of the file; then the others by what they
        sell for, where the plant states prices; then by burden.
        """
        data = self.plant.data
        asked = list(data.production)

        def rank(item: ProductFootprint) -> tuple[int, float, float]:
            if item.name in asked:
                return asked.index(item.name), 0.0, 0.0
            price = data.prices.get(item.name)
            value = price.base * item.amount * item.unit.factor if price is not None else 0.0
            return len(asked), -float(value), -float(item.total * item.amount)

        return tuple(sorted(self.products_sold, key=rank))

    @property
    def counted_as_oxides(self) -> list[str]:
        """The products whose kilogram is one of rare-earth oxides contained (REO), not of salt."""
        flows = ((item.name, self.system.flow_of(item.name)) for item in self.products_sold)
        return [name for name, flow in flows if flow.basis == OXIDES]

    def compared_per(self, product: str, measure: Unit) -> tuple[float, str]:
        """Return what divides the figures of a product in every report, and what they are then per.

        Products measured by mass are per kg, whatever unit their amount is written in; ``kg REO``
        where a kilogram is one of the rare-earth oxides contained. Others are per their own unit.
        """
        per, label = per_unit(measure)
        return per, f"{label} {OXIDES}" if product in self.counted_as_oxides else label

    @property
    def energy_unit(self) -> Unit:
        """The unit that the energy of the plant is shown in: coal equivalent is China's."""
        return unit("tce" if self.plant.data.location.partition("-")[0] == "CN" else "GJ")

    @property
    def bases(self) -> dict[str, str]:
        """What a unit of each flow that is bought or sold is of: 100 % HCl, REO, dry matter."""
        traded = (flow for flow, b in self.material.flows.items() if b.bought or b.sold)
        found = {flow: self.system.flow_of(flow).basis for flow in traded}
        return {flow: basis for flow, basis in found.items() if basis}

    def _notes(self, kind: NoteKind) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.kind == kind)

    @property
    def exclusions(self) -> tuple[Note, ...]:
        """What is bought and excluded, with the plant's reason (cut-off)."""
        return self._notes("exclusion")

    @property
    def data_gaps(self) -> tuple[Note, ...]:
        """What is not counted because no factor row exists."""
        return self._notes("data gap")

    @property
    def not_located(self) -> str:
        """Why there is no location-based scope 2; empty where there is one."""
        return "; ".join(note.text for note in self.notes if note.code == "no-location-factor")

    @property
    def untreated_wastes(self) -> tuple[Note, ...]:
        """The waste that nothing treats, with its amount."""
        return self._notes("untreated waste")

    @property
    def proxies(self) -> tuple[Note, ...]:
        """What is counted with a number of another country, another grid or a later year."""
        return self._notes("proxy")

    @property
    def fallbacks(self) -> tuple[Note, ...]:
        """What is counted with a factor of a wider area, another year or the default supply."""
        return self._notes("fallback")

    @property
    def prices(self) -> tuple[Note, ...]:
        """The prices of the tables, of the period, by which burden is shared."""
        return self._notes("price")

    @property
    def own_factors(self) -> tuple[Note, ...]:
        """The factors of the user's tables that differ from the bundled ones."""
        return self._notes("own factor")

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What may be a mistake in the plant file."""
        return self._notes("warning")

    def __getitem__(self, name: str) -> pint.Quantity[Any]:
        """Return the footprint of a product as a pint quantity, such as 12.3 kgCO2e/kg."""
        item = self.products_sold.named(name)
        return to_pint(item.total, f"kgCO2e/{item.unit.text}")

    def product_records(self) -> Iterator[dict[str, Any]]:
        """Yield one record per product, with the columns of the footprint CSV."""
        data = self.plant.data
        for item in self.products_sold:
            per, label = self.compared_per(item.name, item.unit)
            yield {
                "plant": self.plant.name,
                "scenario": self.scenario,
                "period": data.period.written,
                "product": item.name,
                "amount": item.amount,
                "unit": item.unit.text,
                "gwp": data.gwp,
                "allocation": allocation_words(data.allocation),
                "scope1": item.scopes[0],
                "scope2": item.scopes[1],
                "scope3": item.scopes[2],
                "total": item.total,
                "scope2_location": item.scope2_location,
                "drafts": "; ".join(map(str, item.drafts)),
                "basis": self.system.flow_of(item.name).basis,
                "per": label,
                "footprint": item.total / per,
            }

    def note_records(self) -> Iterator[dict[str, Any]]:
        """Yield one record per note, with what a program needs of it."""
        for note in self.notes:
            yield {
                "kind": note.kind,
                "code": note.code,
                "subject": note.subject,
                "message": note.message,
                "place": str(note.place),
                "factor_id": note.factor_id,
            }

    @property
    def products(self) -> pd.DataFrame:
        """The products as a data frame, with the columns of the footprint CSV."""
        import pandas as pd

        return pd.DataFrame(list(self.product_records()), columns=list(CSV_COLUMNS))

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger as a data frame, with the columns of the ledger CSV."""
        import pandas as pd

        records = [[getattr(row, name) for name in COLUMNS] for row in self.ledger_rows]
        return pd.DataFrame(records, columns=list(COLUMNS))

    def to_frame(self, table: str = "products") -> pd.DataFrame:
        """Return one of the tables as a data frame.

        Parameters
        ----------
        table : str
            ``products`` or ``ledger``, with the columns of the command line; ``elements``, the
            plant's own balances [kg]; ``drafts``, the expert
            estimates; ``notes``, what else a reader must know.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        import pandas as pd

        if table in ("products", "ledger"):
            return self.products if table == "products" else self.ledger
        if table == "elements":
            rows = [dataclasses.asdict(e) | {"unexplained": e.unexplained} for e in self.elements]
            return pd.DataFrame(rows)
        if table == "drafts":
            return pd.DataFrame([dataclasses.asdict(draft) for draft in self.drafts])
        if table == "notes":
            return pd.DataFrame(list(self.note_records()))
        known = ("products", "ledger", "elements", "drafts", "notes")
        hint = did_you_mean(table, known) or f"; there are {', '.join(known)}"
        raise KeyError(f"there is no table '{table}'{hint}")

    def _repr_html_(self) -> str:
        """Show the products in a notebook; names are escaped there too."""
        from html import escape

        frame = self.products[["product", "amount", "unit", "scope1", "scope2", "scope3", "total"]]
        head = escape(f"{self.plant.name}, {self.scenario}: {self.total / 1000:,.4g} t CO2e")
        drafts = f"; {len(self.drafts)} drafts" if self.drafts else ""
        note = escape(f"scopes and total in kg CO2e per unit, {self.plant.data.gwp}{drafts}")
        table = frame.to_html(index=False, float_format="{:,.4g}".format, border=0)
        return f"<p><b>{head}</b></p>{table}<p>{note}</p>"
