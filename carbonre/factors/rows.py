"""One row of a factor table: what its columns mean, and what is refused in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carbonre.core.documents import Row
from carbonre.core.errors import Place, Problems, did_you_mean
from carbonre.core.units import QuantityError, number, unit
from carbonre.factors.places import unknown_place
from carbonre.factors.row_checks import impossible_spread, unreachable

TABLES = (
    "electricity", "heat", "fuels", "chemicals", "metals", "gases_and_hydrogen", "transport",
    "water_and_waste", "process_emissions",
)  # fmt: skip
GASES = ("CO2", "CO2_biogenic", "CH4_fossil", "CH4_biogenic", "N2O", "CF4", "C2F6")  # columns
GAS_NAMES = (*GASES, "CH4", "C3F8", "SF6", "NF3", "HFC-134a")  # what `gas` may say
NEEDED = ("flow", "value", "unit", "place", "year", "source")
TEXTS = (
    "flow", "supply", "part", "unit", "gwp", "place", "boundary", "basis", "evidence", "status",
    "licence", "source", "locator", "carbon_pair", "note", "heating_value_unit",
)  # fmt: skip
COLUMNS = (
    *TEXTS, *GASES, "id", "value", "gas", "year", "valid_until", "gsd", "low", "high", "default",
    "heating_value", "carbon_content", "oxidation", "gases_rounded",
)  # fmt: skip
GWP_YEARS: Mapping[str, int] = {"AR4": 100, "AR5": 100, "AR6": 100, "AR6-20": 20}  # time horizon
# Why a place whose rows hold no default has none; see factors/README.md.
NOT_DEFAULT: Mapping[str, str] = {
    "": "an alternate that must be named",
    "route": "a special route that must be named",
    "partial": "counts only a part of what is meant",
    "weaker": "older or less sure than the row of the wider area",
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "part": ("direct", "upstream", "total", "life cycle", "use"),
    "gwp": ("", *GWP_YEARS),
    "evidence": (
        "read", "transcription", "derived", "stated", "recalled-high", "recalled-medium",
        "recalled-low", "judgement",
    ),
    "status": ("active", "draft", "superseded", "rejected"),
    "default": ("yes", *NOT_DEFAULT),
    "gases_rounded": ("", "yes"),
}  # fmt: skip
OTHER_PART = {"direct": "upstream", "upstream": "direct"}
LOCAL_ENERGY_KINDS = ("electricity", "heat")  # kinds of flow made where they are used
ENERGY_KINDS = ("fuel", *LOCAL_ENERGY_KINDS)
MASS, CO2E = (("mass", 1),), (("carbon_dioxide_equivalent", 1),)
CARBON = 44.009 / 12.011  # [kg/kg] CO2 of pure carbon: no fuel gives more
GRID_LOW, GRID_HIGH, KWH = 0.001, 1.5, 3.6e6  # [kg/kWh], [J]
HEATING_UNITS = ("MJ/kg", "GJ/t", "kWh/kg", "MJ/Nm3", "kWh/Nm3")
SHIPPED = "shipped"
YEAR = re.compile(r"199[0-9]|20[0-9][0-9]|2100")


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One flow of `flows.csv`, amounts in `unit`."""

    flow: str
    unit: str
    kind: str
    formula: str
    composition: str
    basis: str
    emitted_as: str
    name_zh: str
    synonyms: str
    solutions: str
    note: str


@dataclass(frozen=True, slots=True)
class GwpRow:
    """What one kilogram of a gas counts in one set [kgCO2e/kg]."""

    gas: str
    gwp: str
    value: float
    formula: str
    evidence: str
    status: str
    source: str
    locator: str
    note: str
    file: str
    line: int

    @property
    def id(self) -> str:
        """What a ledger calls it."""
        return f"gwp.{self.gas}.{self.gwp}"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The price of a flow in a year, in `unit` such as USD/kg."""

    flow: str
    year: int
    value: float
    unit: str
    status: str
    evidence: str
    source: str
    locator: str
    note: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of a factor table.

    Attributes
    ----------
    gases : mapping
        Kilograms of each gas per base unit of the flow (kg, J, kg*m).
    co2e : float or None
        kgCO2e per base unit, where the gases are not known one by one; `gwp` names the set.
    value, low, high : float
        As written, in `unit`.
    gases_rounded : bool
        Whether the source prints too few digits of its gases for their sum to meet the value.
    layer : str
        "shipped", or the user's file.
    written : str
        The name of the flow as a row of the user's writes it.
    """

    id: str
    flow: str
    supply: str
    part: str
    gases: Mapping[str, float]
    co2e: float | None
    value: float
    unit: str
    gwp: str
    place: str
    year: int
    valid_until: int
    gsd: float | None
    low: float | None
    high: float | None
    heating_value: float | None
    heating_value_unit: str
    boundary: str
    basis: str
    evidence: str
    status: str
    default: bool
    gases_rounded: bool
    not_default: str
    licence: str
    source: str
    locator: str
    carbon_pair: str
    note: str
    file: str
    line: int
    layer: str
    written: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What no other row in use may have."""
        return self.flow, self.supply, self.part, self.place, self.year


class _Cells:
    """The cells of one row, and where to say what is wrong with them."""

    def __init__(self, row: Row, problems: Problems) -> None:
        self.row, self.problems = row, problems
        self.text = {name: text.strip() for name, text in row.cells.items()}

    def get(self, name: str) -> str:
        return self.text.get(name, "")

    def wrong(self, words: str, name: str, *, code: str) -> None:
        self.problems.add(words, self.row.place(), name, code=code)

    def number(self, name: str) -> float | None:
        try:
            return number(self.get(name)) if self.get(name) else None
        except QuantityError as error:
            self.wrong(str(error), name, code="invalid-quantity")
            return None

    def year(self, name: str) -> int:
        if not self.get(name) or YEAR.fullmatch(self.get(name)):
            return int(self.get(name) or 0)
        self.wrong(
            f"'{self.get(name)}' is not a year from 1990 to 2100", name, code="invalid-value"
        )
        return 0


def build(row: Row, flows: Mapping[str, FlowRow], layer: str, problems: Problems) -> Factor | None:
    """Build one row; what is wrong goes to `problems`."""
    before, cells = len(problems.found), _Cells(row, problems)
    flow = flows.get(cells.get("flow"))
    _fill_and_check_words(cells, flow)
    value, heating = cells.number("value"), cells.number("heating_value")
    if heating is not None and cells.get("heating_value_unit") not in HEATING_UNITS:
        cells.wrong(
            f"write one of {', '.join(HEATING_UNITS)}", "heating_value_unit", code="invalid-value"
        )
        heating = None
    gases, co2e = _per_base(cells, flow, value or 0.0, heating)
    gsd, low, high = (cells.number(name) for name in ("gsd", "low", "high"))
    if value is not None and layer != SHIPPED:
        _plausible(cells, flow, value)
        kind = "" if flow is None else "energy" if flow.kind in ENERGY_KINDS else flow.kind
        refusals = [*unreachable(cells.text, kind), *impossible_spread(value, gsd, low, high)]
        for words, column, code in refusals:
            cells.wrong(words, column, code=code)
        if value < 0 and not cells.get("carbon_pair"):
            words = "is negative; avoided burdens are not part of a footprint, and a credit for"
            cells.wrong(
                f"{words} carbon names its partner in carbon_pair", "value", code="negative-factor"
            )
    factor = Factor(
        id=cells.get("id") or f"{row.file}:{row.line}",
        gases=gases,
        co2e=co2e,
        value=value or 0.0,
        year=cells.year("year"),
        valid_until=cells.year("valid_until"),
        gsd=gsd,
        low=low,
        high=high,
        heating_value=heating,
        not_default=cells.get("default") if cells.get("default") != "yes" else "",
        default=cells.get("default") == "yes" or (layer != SHIPPED and not cells.get("supply")),
        gases_rounded=cells.get("gases_rounded") == "yes",
        file=row.file,
        line=row.line,
        layer=layer,
        written=cells.get("written"),
        **{name: cells.get(name) for name in TEXTS},
    )
    return factor if len(problems.found) == before else None


def check_duplicates(factors: Iterable[Factor], problems: Problems) -> None:
    """Find rows with one id, and rows in use that a look-up could not tell apart."""
    seen: dict[object, Factor] = {}
    for factor in factors:
        in_use = factor.status in ("active", "draft")
        for key in (factor.id, factor.key) if in_use else (factor.id,):
            other = seen.setdefault(key, factor)
            if other is not factor:
                what = "id" if key == factor.id else "flow, supply, part, place and year"
                words = f"the same {what} as {other.file}:{other.line}; keep one of the two"
                problems.add(words, Place(factor.file, factor.line), code="duplicate-row")
                break


def check_one_dimension(
    factors: Iterable[Factor], flows: Mapping[str, FlowRow], problems: Problems
) -> None:
    """Refuse two rows of one flow of the user's own that count it in two dimensions."""
    first: dict[str, Factor] = {}
    for factor in factors:
        if factor.flow in flows:
            continue  # checked against its unit
        other = first.setdefault(factor.flow, factor)
        per = [unit(row.unit.partition("/")[2].replace("/", "*")) for row in (factor, other)]
        if per[0].dimension != per[1].dimension:
            words = f"'{factor.unit}' does not fit '{other.unit}' of {other.file}:{other.line}"
            words += f"; {factor.flow} is one flow and has one dimension"
            place = Place(factor.file, factor.line)
            problems.add(words, place, "unit", code="wrong-dimension")


def _fill_and_check_words(cells: _Cells, flow: FlowRow | None) -> None:
    """Fill what a user may leave out; refuse words that are not in the lists."""
    for name in NEEDED:
        if not cells.get(name):
            cells.wrong("is empty", name, code="missing-key")
    two_parts = flow is not None and flow.kind in ENERGY_KINDS
    evidence = cells.get("evidence") or "stated"
    weak = evidence.startswith(("recalled", "judgement"))
    usual = {
        "part": "direct" if two_parts else "total",
        "evidence": evidence,
        "status": "draft" if weak else "active",
    }
    for name, text in usual.items():
        cells.text[name] = cells.get(name) or text
    for name, words in WORDS.items():
        text = cells.get(name)
        if text not in words:
            known = ", ".join(filter(None, words))
            cells.wrong(
                f"'{text}' is none of {known}{did_you_mean(text, words)}",
                name,
                code="invalid-value",
            )
    place = cells.get("place")
    if place and (fault := unknown_place(place)):
        cells.wrong(fault, "place", code="invalid-value")


def _per_base(
    cells: _Cells, flow: FlowRow | None, value: float, heating: float | None
) -> tuple[dict[str, float], float | None]:
    """Return the gases, or else the CO2e, per base unit of the flow."""
    text, gas = cells.get("unit"), cells.get("gas")
    if not text:
        return {}, None
    try:
        scale = _scale(cells, flow, heating)
    except QuantityError as error:
        cells.wrong(str(error), "unit", code="wrong-dimension")
        return {}, None
    top = unit(text.partition("/")[0])
    if top.dimension == MASS:
        if gas not in GAS_NAMES:
            hint = did_you_mean(gas, GAS_NAMES) if gas else "; for a sum of gases write kgCO2e"
            cells.wrong(f"'{gas}' is not a gas of gwp.csv{hint}", "gas", code="invalid-value")
        return {gas: value * top.factor * scale}, None
    if gas:
        cells.wrong(
            f"{text} is a sum of gases: leave gas empty, or write the unit in kg",
            "gas",
            code="inconsistent-row",
        )
    split = {name: cells.number(name) for name in GASES}
    gases = {name: amount * scale for name, amount in split.items() if amount is not None}
    return gases, None if gases else value * top.factor * scale


def _scale(cells: _Cells, flow: FlowRow | None, heating: float | None) -> float:
    """Return what turns "per 1 of the unit's denominator" into "per base unit of the flow"."""
    text, heat = cells.get("unit"), cells.get("heating_value_unit")
    above, _, below = text.partition("/")
    base = flow.unit if flow else below.replace("/", "*")  # per t/km is per t*km
    if not below or unit(above).dimension not in (MASS, CO2E):
        raise QuantityError(
            f"'{text}' is not the unit of a factor; write e.g. kgCO2e/{base or 'kg'}"
        )
    scale, found = unit(text).factor / unit(above).factor, unit(f"{text}*{base}").dimension
    if found == unit(above).dimension:
        return scale
    name, written = cells.get("flow"), cells.get("written")
    other = f" (which '{written}' is another name of)" if written not in ("", name) else ""
    words = f"'{text}' does not fit {name}{other}, counted in {base}"
    if flow is None or flow.kind != "fuel":
        raise QuantityError(words)
    if not heating or not heat or found != unit(f"{above}*{heat}").dimension:
        words += " of lower heating value; give heating_value and heating_value_unit beside it"
        raise QuantityError(words)
    return scale / (heating * unit(heat).factor)


def _plausible(cells: _Cells, flow: FlowRow | None, value: float) -> None:
    """Refuse what no fuel and no grid can give: only a wrong unit does."""
    text, kind = cells.get("unit"), flow.kind if flow else ""
    try:
        size = value * unit(text).factor
    except QuantityError:
        return  # said already
    by_mass = text.partition("/")[2] in ("kg", "t")
    if kind == "fuel" and cells.get("part") == "direct" and by_mass and size > CARBON:
        words = f"{value:g} {text} is more than pure carbon gives, {CARBON:.3f} kg/kg"
        cells.wrong(
            f"{words}; is it {value:g} kg/GJ or {value / 10:g} kg/kg?",
            "value",
            code="implausible-value",
        )
    per_kwh = size * KWH
    if kind == "electricity" and per_kwh and not GRID_LOW <= abs(per_kwh) <= GRID_HIGH:
        words = f"{value:g} {text} is {per_kwh:g} kg/kWh, outside {GRID_LOW} to {GRID_HIGH}"
        cells.wrong(
            f"{words}; is it {value:g} g/kWh or {value:g} kg/MWh?",
            "value",
            code="implausible-value",
        )
