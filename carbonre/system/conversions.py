"""From an amount as it is metered or weighed to the unit and the basis of its flow.

A flow has one unit and one basis in the whole program: hydrochloric acid is counted in kg of 100 %
HCl, diesel in MJ of lower heating value. What is written otherwise is converted by a row of
`conversions.csv`, by a heating value, or by the share that the plant states; all else is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core.arrays import Numeric
from carbonre.core.documents import KeyPath
from carbonre.core.units import ENERGY, MASS, Amount, Basis, Dimension, QuantityError, unit
from carbonre.factors.conversions import Conversion, conversion_from
from carbonre.factors.lookup import Factors
from carbonre.system.flows import Flow, Flows

STRENGTHS = ("100 %", "anhydrous", "undiluted", "dihydrate", "hexahydrate")  # begin such a basis
MOISTURE = "moisture"


@dataclass(frozen=True, slots=True)
class Counted:
    """How an amount is counted: what its base number is multiplied by, and why.

    Attributes
    ----------
    factor : float
        Base units of the flow, on its basis, per base unit of the amount as written.
    words : str
        The conversions in words; empty where nothing is converted.
    rows : tuple of Conversion
        The rows of the tables that were used.
    """

    factor: float = 1.0
    words: str = ""
    rows: tuple[Conversion, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether an expert estimate is among the conversions."""
        return any(row.status == "draft" for row in self.rows)


AS_WRITTEN = Counted()


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount of the plant file that was converted: where it stands, and how it is counted."""

    flow: str
    path: KeyPath
    counted: Counted


def counted(flow: Flow, amount: Amount, factors: Factors, place: str) -> Counted:
    """Return how an amount of a flow is counted in the flow's unit, on its basis.

    Parameters
    ----------
    place : str
        Of the plant: heating values are those of its country.

    Raises
    ------
    QuantityError
        If the tables cannot convert it; the message says what to write.
    """
    if amount.basis is None and amount.unit.dimension == flow.unit.dimension:
        return AS_WRITTEN
    dimension, factor = amount.unit.dimension, 1.0
    words: list[str] = []
    used: list[Conversion] = []
    rows = factors.conversions.get(flow.name, ())
    if amount.basis is not None and amount.basis.share is None:
        row = _by_heating_value(flow, amount, rows)
        if row is not None:
            factor *= row.factor
            used.append(row)
    if dimension != flow.unit.dimension:
        row = conversion_from(rows, dimension)
        if row is not None:
            factor *= row.factor
            dimension = unit(row.unit).dimension
            used.append(row)
    if dimension != flow.unit.dimension == ENERGY:
        row = factors.heating_value(flow.name, place, dimension)
        if row is not None:
            factor *= row.factor
            dimension = ENERGY
            used.append(row)
    words += [row.words for row in used]
    if dimension != flow.unit.dimension:
        raise QuantityError(_refusal(flow, amount, rows))
    if amount.basis is not None and amount.basis.share is not None:
        share = _by_share(flow, amount, amount.basis, dimension)
        factor *= share
        words.append(f"'{amount}' is {amount.value * share:.6g} {amount.unit.text} {flow.basis}")
    return Counted(factor, "; ".join(words), tuple(used))


def _by_heating_value(
    flow: Flow, amount: Amount, rows: tuple[Conversion, ...]
) -> Conversion | None:
    """Return the row from the higher to the lower heating value; None for the lower."""
    assert amount.basis is not None
    if flow.kind != "fuel" or amount.unit.dimension != ENERGY:
        raise QuantityError(
            f"'{amount}': a heating value belongs to the energy of a fuel; {flow.name} is measured"
            f" in {flow.unit.text}, so leave ({amount.basis.word}) out"
        )
    if amount.basis.word == "LHV":
        return None
    row = conversion_from(rows, ENERGY, amount.basis.word)
    if row is None:
        raise QuantityError(
            f"'{amount}': the tables hold no ratio of the heating values of {flow.name}; write the"
            " energy by its lower heating value"
        )
    return row


class Amounts:
    """Reads the amounts of a plant in the units of their flows; keeps what was converted."""

    def __init__(self, flows: Flows) -> None:
        self.flows = flows
        self.converted: dict[KeyPath, Converted] = {}

    def base(self, flow: str, amount: Amount, path: KeyPath) -> Numeric:
        """Return an amount of a flow in its base unit, on its basis; a problem if it has none."""
        known, base = self.flows.get(flow), self.flows.overrides.value(path, amount.base)
        if path in self.flows.plant.invalid:
            return base
        known = known or Flow(flow, amount.unit)
        try:
            found = counted(known, amount, self.flows.factors, self.flows.plant.data.location)
        except QuantityError as error:
            self.flows.problem(str(error), path, code="wrong-dimension")
            return amount.base
        if found.words:
            self.converted[path] = Converted(flow, path, found)
        return base if found is AS_WRITTEN else base * found.factor

    def readings(self) -> None:
        """Keep how the meter readings are converted; what is wrong with one is said elsewhere."""
        for name, entry in self.flows.plant.data.steps.items():
            for flow, amount in entry.measured.items():
                path: KeyPath = ("steps", name, "measured", flow)
                known, place = self.flows.get(flow), self.flows.plant.data.location
                try:
                    found = counted(known, amount, self.flows.factors, place) if known else None
                except QuantityError:
                    continue
                if found is not None and found.words:
                    self.converted[path] = Converted(flow, path, found)


def words_at(converted: Mapping[KeyPath, Converted], path: KeyPath) -> str:
    """Return how the amount at a path was converted, in words."""
    return converted[path].counted.words if path in converted else ""


def knows_strength(basis: str) -> bool:
    """Whether a flow on this basis may be stated by its strength, such as ``of 31 %``."""
    return basis.startswith(STRENGTHS) or basis == "REO"


def _by_share(flow: Flow, amount: Amount, basis: Basis, dimension: Dimension) -> float:
    """Return the share of what is weighed that the basis of the flow counts."""
    share, word = basis.share or 0.0, basis.word
    plain = Amount(amount.value, amount.unit)
    if dimension != MASS or not (knows_strength(flow.basis) or flow.basis == "dry"):
        counted_in = f"{flow.unit.text} {flow.basis}".strip()
        raise QuantityError(
            f"'{amount}': {flow.name} is counted in {counted_in}, which knows no strength; write"
            f" '{plain}', or state the basis of a flow of your own under flows (basis: REO, dry)"
        )
    if flow.basis == "dry":
        if word == "dry":
            return share
        if word == MOISTURE and share < 1:
            return 1 - share
        raise QuantityError(
            f"'{amount}': {flow.name} is counted dry; write '{plain} of 12 % moisture', or"
            f" '{plain} of 88 % dry'"
        )
    substance = flow.basis.removeprefix("100 %").strip()
    if word not in ("", substance):
        raise QuantityError(
            f"'{amount}': {flow.name} is counted as {flow.basis}; write"
            f" '{plain} of {share * 100:.12g} %'"
        )
    return share


def _refusal(flow: Flow, amount: Amount, rows: tuple[Conversion, ...]) -> str:
    message = f"'{amount}' is {amount.unit.kind}; {flow.name} is measured in {flow.unit.text}"
    message += f", {flow.unit.kind}"
    others = ", ".join(dict.fromkeys(row.from_unit for row in rows if not row.heating_basis))
    return f"{message}; the tables convert {others}" if others else message
