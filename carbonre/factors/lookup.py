"""The factor tables: read them, override them by a user's files, look one row up. No arithmetic.

The order of a look-up stands at the head of `choice`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from carbonre.core import tables
from carbonre.core.documents import Row, read_csv
from carbonre.core.errors import InputError, Place, Problems, did_you_mean, nearest
from carbonre.core.units import Dimension, QuantityError, number
from carbonre.factors.choice import Match, Wanted, choose, is_usable
from carbonre.factors.conversions import Conversion, by_heating_value, conversions_of
from carbonre.factors.names import names_of, under_english_name
from carbonre.factors.places import nearest_first
from carbonre.factors.rows import (
    COLUMNS,
    LOCAL_ENERGY_KINDS,
    NEEDED,
    SHIPPED,
    TABLES,
    Factor,
    FlowRow,
    GwpRow,
    PriceRow,
    build,
    check_duplicates,
    check_one_dimension,
)


@dataclass(frozen=True)
class Factors:
    """All tables that a run uses; a flow's rows are built when it is first asked for."""

    flows: Mapping[str, FlowRow]
    gwp: Mapping[tuple[str, str], GwpRow]
    prices: Mapping[str, tuple[PriceRow, ...]]
    raw: Mapping[str, tuple[Row, ...]] = field(repr=False)  # the bundled rows, by flow
    own: tuple[Factor, ...] = ()  # the user's
    conversions: Mapping[str, tuple[Conversion, ...]] = field(default_factory=dict, repr=False)
    _built: dict[str, tuple[Factor, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def rows(self) -> tuple[Factor, ...]:
        """Every row of every layer."""
        return tuple(factor for flow in self._names() for factor in self.of(flow))

    def _names(self) -> list[str]:
        return list(dict.fromkeys([*self.raw, *(factor.flow for factor in self.own)]))

    def of(self, flow: str) -> tuple[Factor, ...]:
        """Return the rows of a flow, the user's last."""
        if flow not in self._built:
            problems = Problems()
            built = (build(row, self.flows, SHIPPED, problems) for row in self.raw.get(flow, ()))
            found = [factor for factor in built if factor]
            problems.raise_any()
            own = [factor for factor in self.own if factor.flow == flow]
            self._built[flow] = (*_without(found, self.own), *own)
        return self._built[flow]

    def look_up(
        self, flow: str, part: str, place: str, year: int, supply: str | None = None,
        drafts: bool = True,
    ) -> Match | None:  # fmt: skip
        """Return the row for a flow and part, by the order at the head of `choice`.

        The supply may be named by the id of one of its rows, which then is the row. A supply that
        has rows for only one of direct and upstream is completed by the default rows, and the
        match says so.
        """
        is_local = flow in self.flows and self.flows[flow].kind in LOCAL_ENERGY_KINDS
        wanted = Wanted(part, nearest_first(place), year, supply, is_local)
        return choose([row for row in self.of(flow) if is_usable(row, drafts)], wanted)

    def supplies(self, flow: str) -> tuple[str, ...]:
        """Return the supplies by which a plant can choose among the rows of a flow."""
        rows = (f for f in self.of(flow) if is_usable(f))
        return tuple(sorted({f.supply for f in rows if f.supply and f.part != "life cycle"}))

    def nearest(self, flow: str) -> tuple[str, ...]:
        """Return at most three flows with rows, those whose names are most like `flow`."""
        return tuple(nearest(flow, self._names(), 3))

    def characterise(self, gas: str, gwp_set: str) -> GwpRow | None:
        """Return the global warming potential of a gas in a set, or nothing (HF, SO2, dust)."""
        return self.gwp.get((gas, gwp_set))

    def price(self, flow: str, year: int) -> PriceRow | None:
        """Return the latest price at or before a year, else the earliest after it.

        Of one year, active before draft.
        """
        usable = [row for row in self.prices.get(flow, ()) if row.status in ("active", "draft")]
        rows = sorted(usable, key=lambda row: (row.year, row.status == "active"))
        before = [row for row in rows if row.year <= year]
        if before or not rows:
            return before[-1] if before else None
        return [row for row in rows if row.year == rows[0].year][-1]

    def heating_value(self, flow: str, place: str, dimension: Dimension) -> Conversion | None:
        """Return the lower heating value of a fuel, per what is measured in a dimension."""
        near = nearest_first(place)

        def far(f: Factor) -> tuple[bool, bool, int, bool, bool, int, str]:
            distance = near.index(f.place) if f.place in near else len(near)
            where = f.part != "direct", distance, f.layer == SHIPPED
            return f.status != "active", *where, not f.default, -f.year, f.id

        for factor in sorted(self.of(flow), key=far):
            if factor.heating_value and is_usable(factor):
                found = by_heating_value(factor)
                if found.from_dimension == dimension:
                    return found
        return None


def _without(lower: Iterable[Factor], upper: Iterable[Factor]) -> list[Factor]:
    """Return the rows of a lower layer that the upper layer does not replace."""
    gone = {value for factor in upper for value in (factor.key, factor.id)}
    return [factor for factor in lower if factor.key not in gone and factor.id not in gone]


R = TypeVar("R", "FlowRow", "GwpRow", "PriceRow")


def shipped_folder() -> Path:
    """Return the folder of the bundled tables."""
    return tables.data_folder()


def read_factors(*paths: Path | str, folder: Path | None = None) -> Factors:
    """Read the bundled tables and the user's files, of which the last has precedence.

    A user's row replaces the row with the same id, or of the same flow, supply, part, place and
    year; without a `supply` it becomes the default of its flow and part.

    Parameters
    ----------
    *paths, folder : path
        Files of the user, or folders with such tables; a folder in place of the bundled tables.

    Raises
    ------
    InputError
        With everything that is wrong in any of the files.
    """
    problems = Problems()

    def table(name: str) -> list[Row]:
        path = (folder or shipped_folder()) / f"{name}.csv"
        return read_csv(path, problems, f"factors/{name}.csv")

    flows = {f.flow: f for row in table("flows") for f in _record(FlowRow, row, problems)}
    gwp = {(g.gas, g.gwp): g for row in table("gwp") for g in _record(GwpRow, row, problems)}
    prices: dict[str, tuple[PriceRow, ...]] = {}
    for price in (p for row in table("prices") for p in _record(PriceRow, row, problems)):
        prices[price.flow] = (*prices.get(price.flow, ()), price)
    raw: dict[str, list[Row]] = {}
    for row in (row for name in TABLES for row in table(name)):
        if "flow" not in row.cells or "unit" not in row.cells:
            words = "the columns flow and unit are needed"
            problems.add(words, Place(row.file, 1), code="wrong-columns")
            continue
        raw.setdefault(row.cells["flow"], []).append(row)
    conversions = conversions_of(table("conversions"), problems)
    own = _layers(paths, flows, problems)
    problems.raise_any()
    bundled = {name: tuple(rows) for name, rows in raw.items()}
    return Factors(flows, gwp, prices, bundled, tuple(own), conversions)


def _layers(
    paths: Iterable[Path | str], flows: Mapping[str, FlowRow], problems: Problems
) -> list[Factor]:
    own: list[Factor] = []
    for path in (file for name in paths for file in _files(name, problems)):
        layer = _user_rows(path, flows, problems)
        own = _without(own, layer) + layer
    check_one_dimension(own, flows, problems)
    return own


def with_plant_tables(factors: Factors, paths: Iterable[Path | str]) -> Factors:
    """Insert files between the bundled tables and the user's layers that are there already.

    Raises
    ------
    InputError
        With everything that is wrong in any of the files.
    """
    there = {factor.layer for factor in factors.own}
    new = [path for path in paths if str(path) not in there]
    if not new:
        return factors
    problems = Problems()
    layers = _layers(new, factors.flows, problems)
    problems.raise_any()
    own = (*_without(layers, factors.own), *factors.own)
    return dataclasses.replace(factors, own=own, _built={})


def _files(name: Path | str, problems: Problems) -> list[Path | str]:
    """Return the factor tables of a folder, or the file itself."""
    if not Path(name).is_dir():
        return [name]
    found: list[Path | str] = [
        Path(name) / f"{table}.csv" for table in TABLES if (Path(name) / f"{table}.csv").exists()
    ]
    if not found:
        problems.add("the folder holds no factor table", Place(str(name)), code="no-rows")
    return found


def _record(kind: type[R], row: Row, problems: Problems) -> list[R]:
    """Return the record of a row, or nothing where it cannot be read."""
    cells: dict[str, Any] = dict(row.cells)
    names = [f.name for f in fields(kind) if f.name not in ("file", "line")]
    try:
        if set(cells) != set(names):
            raise QuantityError(f"the columns must be {', '.join(names)}")
        if "value" in cells:
            cells |= {"value": number(cells["value"]), "file": row.file, "line": row.line}
        if "year" in cells:
            cells["year"] = int(cells["year"])
        return [kind(**cells)]
    except ValueError as error:
        problems.add(str(error), row.place(), code="invalid-row")
        return []


def _user_rows(path: Path | str, flows: Mapping[str, FlowRow], problems: Problems) -> list[Factor]:
    """Read one of the user's files; unlike ours it is checked at once, every row."""
    before = len(problems.found)
    rows = read_csv(path, problems)
    if not rows and len(problems.found) == before:
        words = f"holds no row; needed are a line of columns ({', '.join(NEEDED)}) and rows below"
        problems.add(words, Place(str(path)), code="no-rows")
    header, top = (rows[0].cells if rows else {}), Place(str(path), 1)
    for name in header:
        if name not in COLUMNS:
            words = f"unknown column '{name}'{did_you_mean(name, COLUMNS)}"
            problems.add(words, top, name, code="wrong-columns")
    missing = [name for name in NEEDED if name not in header]
    if rows and missing:
        words = f"missing: {', '.join(missing)}; needed: {', '.join(NEEDED)}"
        problems.add(words, top, code="wrong-columns")
        return []
    names = names_of(flows.values())
    built = (
        build(under_english_name(row, names, problems), flows, str(path), problems) for row in rows
    )
    factors = [factor for factor in built if factor]
    check_duplicates(factors, problems)
    return factors


def check(factors: Factors) -> None:
    """Build and check every row of every layer, as `carbonre factors check` does.

    Raises
    ------
    InputError
        With every row that is wrong.
    """
    problems = Problems()
    for flow in factors.raw:
        try:
            factors.of(flow)
            if flow not in factors.flows:
                place = factors.raw[flow][0].place()
                words = f"unknown flow '{flow}'{did_you_mean(flow, factors.flows)}"
                problems.add(words, place, "flow", code="unknown-flow")
        except InputError as error:
            problems.extend(error)
    problems.raise_any()
    check_duplicates(factors.rows, problems)
    ids = {factor.id for factor in factors.rows}
    for factor in factors.rows:
        pair = factor.carbon_pair
        if pair and pair not in ids and (pair, factor.status) != ("ask", "draft"):
            place = Place(factor.file, factor.line)
            words = f"no row is '{pair}'{did_you_mean(pair, ids)}"
            problems.add(words, place, "carbon_pair", code="inconsistent-row")
    problems.raise_any()
