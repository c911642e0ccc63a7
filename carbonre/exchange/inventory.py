"""A life-cycle inventory as plain data: what the formats of others write and what they are read to.

Activities exchange flows with each other and with the air. An activity may make several products;
each of its outputs, and each waste that it treats as a service, then carries a share of its burden.
"""

from __future__ import annotations

import io
import math
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

from carbonre.core.units import QuantityError, unit

Kind = Literal["makes", "uses", "wastes", "takes", "emits"]
SUM_OF_GASES = "CO2e"  # what a source gives only as a sum
TREATMENT = "treatment of"
# Words in a file by which what was exported is known when it comes back.
EXCLUDED = "excluded: "  # begins the comment of an activity that represents an excluded flow
COUNTED_UPSTREAM = ", counted in the factor of a reagent"  # ends the name of a gas
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "carbonre")  # identifiers follow from names
LARGEST = 200_000_000  # bytes that a package may unpack to
STAMP = (1980, 1, 1, 0, 0, 0)


class NotUnderstoodError(Exception):
    """Why a row of a file is not imported; it becomes a remark."""


class FormatError(ValueError):
    """The file is not what its name says; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class InventoryExchange:
    """What an activity exchanges, per run of it.

    Attributes
    ----------
    kind : str
        `makes` and `uses` products, `wastes` and `takes` wastes, `emits` gases.
    amount : float
        In `unit`; zero or more, but for gases that a source counts as taken up.
    provider : str
        The activity that makes what is used, or treats what is wasted; empty if none does.
    share : float
        The share of the burden that goes with it, for `makes` and `takes`.
    """

    kind: Kind
    flow: str
    amount: float
    unit: str
    provider: str = ""
    share: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """A unit process, a mix of providers, or a factor of the tables.

    Attributes
    ----------
    role : str
        `step`, `mix`, `supply` (the purchase of a flow), `treatment` (by others) or `factor`.
    scope : str
        Of a factor: the scope it counts in, and ``3.3`` for the supply chain of energy.
    """

    name: str
    exchanges: tuple[InventoryExchange, ...]
    role: str = "step"
    scope: str = ""
    location: str = ""
    comment: str = ""
    source: str = ""

    def of(self, *kinds: Kind) -> Iterator[InventoryExchange]:
        """Yield the exchanges of these kinds."""
        return (exchange for exchange in self.exchanges if exchange.kind in kinds)

    @property
    def outputs(self) -> tuple[InventoryExchange, ...]:
        """What others get from it: products, and treatment where that carries a burden."""
        made = tuple(e for e in self.of("makes") if e.amount)
        served = tuple(e for e in self.of("takes") if e.amount and (e.share or not made))
        return made + served


@dataclass(frozen=True, slots=True)
class Demand:
    """What is sold: how much of which flow of which activity, in `unit`."""

    flow: str
    activity: str
    amount: float
    unit: str


@dataclass(frozen=True)
class Inventory:
    """Everything that is exchanged.

    Attributes
    ----------
    potentials : mapping
        kgCO2e per kilogram of each gas that is emitted; None where the set has none.
    remarks : tuple of str
        What a reader must know beside the numbers; on reading, what was not understood.
    """

    name: str
    activities: tuple[Activity, ...]
    products: tuple[Demand, ...] = ()
    potentials: Mapping[str, float | None] = field(default_factory=dict)
    location: str = ""
    period: int = 0
    gwp: str = ""
    scenario: str = ""
    comment: str = ""
    remarks: tuple[str, ...] = ()


def partitioned(inventory: Inventory) -> Inventory:
    """Return the inventory with one product to an activity, its burden by the shares.

    A treatment becomes a service that the maker of the waste uses. A waste that is not treated for
    a burden has no place in such a matrix; the comment of its activity names it.
    """
    names = _names(inventory)
    activities = [
        _single(activity, output, names)
        for activity in inventory.activities
        for output in activity.outputs
    ]
    products = tuple(
        Demand(d.flow, names[d.activity, d.flow], d.amount, d.unit) for d in inventory.products
    )
    fields = {
        name: getattr(inventory, name)
        for name in ("name", "potentials", "location", "period", "gwp", "scenario", "comment")
    }
    return Inventory(activities=tuple(activities), products=products, **fields)


def _names(inventory: Inventory) -> dict[tuple[str, str], str]:
    """Name the part of each activity that makes each of its outputs; no name comes twice."""
    names: dict[tuple[str, str], str] = {}
    taken = {activity.name for activity in inventory.activities}
    for activity in inventory.activities:
        for output in activity.outputs:
            name = activity.name
            if len(activity.outputs) > 1:
                name = unique(f"{activity.name}: {output.flow}", taken)
            names[activity.name, output.flow] = name
    return names


def unique(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it if it is taken; it is taken from now on."""
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name} ({count})"
    taken.add(found)
    return found


def _single(
    activity: Activity, output: InventoryExchange, names: Mapping[tuple[str, str], str]
) -> Activity:
    served = output.kind == "takes"
    product = f"{TREATMENT} {output.flow}" if served else output.flow
    exchanges = [InventoryExchange("makes", product, 1.0, output.unit, share=1.0)]
    scale = output.share / output.amount
    lost = []
    for exchange in activity.exchanges:
        amount = exchange.amount * scale
        if exchange.kind == "emits" and amount:
            exchanges.append(InventoryExchange("emits", exchange.flow, amount, exchange.unit,
                                      note=exchange.note))  # fmt: skip
        elif (provider := names.get((exchange.provider, exchange.flow))) and amount:
            wasted = exchange.kind == "wastes"
            flow = f"{TREATMENT} {exchange.flow}" if wasted else exchange.flow
            exchanges.append(InventoryExchange("uses", flow, amount, exchange.unit, provider,
                                      note=exchange.note))  # fmt: skip
        elif exchange.kind in ("wastes", "takes") and exchange is not output:
            verb = "leaves" if exchange.kind == "wastes" else "takes in"
            lost.append(f"{verb} {exchange.amount:.6g} {exchange.unit} {exchange.flow}")
    words = [activity.comment] if activity.comment else []
    if len(activity.outputs) > 1:
        words.append(f"carries {output.share * 100:.6g} % of the burden of '{activity.name}'")
    if lost:
        words.append(f"free of burden, per run of '{activity.name}': {'; '.join(lost)}")
    return Activity(names[activity.name, output.flow], tuple(exchanges), activity.role,
                    activity.scope, activity.location, "; ".join(words),
                    activity.source)  # fmt: skip


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip that depends on its contents only."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, data)
    return stream.getvalue()


def is_number(value: Any) -> TypeGuard[float]:
    """Return whether a cell or a field of JSON is a finite number."""
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    return known and math.isfinite(value)


def known_unit(text: str) -> str:
    """Return the unit of a row if the strict grammar knows it.

    Raises
    ------
    NotUnderstoodError
        With what is wanted instead.
    """
    try:
        unit(text)
    except QuantityError as error:
        raise NotUnderstoodError(str(error)) from None
    if not text:
        raise NotUnderstoodError("it states no unit")
    return text
