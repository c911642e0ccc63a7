"""What a reader of a factor table should know: sums, defaults, sources, licences, dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from carbonre.core import tables
from carbonre.core.errors import InputError, Place, Problems
from carbonre.core.units import CO2E_PER_GAS, CO2E_PER_MASS, unit
from carbonre.factors.choice import is_usable, why_not
from carbonre.factors.lookup import Factors, check, read_factors
from carbonre.factors.rows import GWP_YEARS, SHIPPED, Factor

LICENCES = (
    "OGL-3.0", "EU-2011-833", "Etalab-2.0", "CN-official", "US-PD", "CC-BY-4.0", "CC0", "own",
    "FACT-CITED",
)  # fmt: skip
TOLERANCE = 0.01  # published sum against the sum of the gases
# Some sources sum methane of any origin at the unsplit potential, whatever column it is in.
UNSPLIT = {"CH4_fossil": "CH4", "CH4_biogenic": "CH4"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader of a table should know; a problem stops, a remark does not."""

    message: str
    place: Place
    is_remark: bool = False


def recomputed(factor: Factor, factors: Factors) -> tuple[float, ...]:
    """Return the sums of a row's gases under its own set of potentials [kgCO2e per base unit]."""
    sums = []
    for names in ({}, UNSPLIT):
        parts = []
        for gas, kg in factor.gases.items():
            row = factors.characterise(names.get(gas, gas), factor.gwp)
            if row is None:
                return ()
            parts.append(kg * row.value)
        sums.append(sum(parts))
    return tuple(sums)


def findings(factors: Factors, year: int) -> Iterator[Finding]:
    """Yield what is odd in rows that are in use, beyond what a reader of the file refuses."""
    for factor in factors.rows:
        if not is_usable(factor):
            continue
        place = Place(factor.file, factor.line)
        head = "" if factor.id == str(place) else f"{factor.id}: "  # said before it
        if words := disagreement(factor, factors):
            yield Finding(f"{head}{words}", place)
        if factor.valid_until and factor.valid_until < year:
            words = f"{head}was valid until {factor.valid_until}; look for a newer one"
            yield Finding(words, place, is_remark=True)
        if factor.licence and factor.licence not in LICENCES:
            words = f"{head}the licence '{factor.licence}' is none of {', '.join(LICENCES)}"
            yield Finding(words, place)
        if factor.flow not in factors.flows:
            near = difflib.get_close_matches(factor.flow, factors.flows, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            words = f"the tables have no flow '{factor.flow}'{hint} It can be one of your own plant"
            yield Finding(words if near else words.replace(" It", "; it"), place, is_remark=True)
        if not factor.source.strip():
            yield Finding(f"{head}has no source", place)


def disagreement(factor: Factor, factors: Factors) -> str:
    """Say how far the gases of a row are from its value; nothing where they meet it.

    A row that names no set of potentials may have been made with any of them.
    """
    published = _published(factor)
    if not published or factor.gases_rounded:
        return ""
    sets = (factor.gwp,) if factor.gwp else tuple(GWP_YEARS)
    sums = {name: recomputed(replace(factor, gwp=name), factors) for name in sets}
    found = [one for each in sums.values() for one in each]
    if not found or any(abs(one / published - 1) <= TOLERANCE for one in found):
        return ""
    words = f"the gases add up to {found[0] / published:.3g} times the value under {sets[0]}"
    return words if factor.gwp else f"{words}, and under no other set to it; state gwp"


def laws_of_places(factors: Factors) -> Iterator[Finding]:
    """Yield where a place of the bundled tables does not say which row is its default.

    At a place with usable rows of a flow and part, one supply is the default, or every row says why
    it is none; a default is never a special route or a part of what is meant.
    """
    places: dict[tuple[str, str, str], list[Factor]] = {}
    for row in factors.rows:
        if row.layer == SHIPPED and is_usable(row) and row.part != "life cycle":
            places.setdefault((row.flow, row.part, row.place), []).append(row)
    for (flow, part, place), rows in places.items():
        defaults = {row.supply for row in rows if row.default}
        where = Place(rows[0].file, rows[0].line)
        what = f"{flow}, {part}, {place}"
        if len(defaults) > 1:
            names = " and ".join(f"'{name}'" for name in sorted(defaults))
            yield Finding(f"{what}: {names} are both the default", where)
        for row in rows:
            here = Place(row.file, row.line)
            if not defaults and not row.not_default:
                yield Finding(f"{what}: no row is the default; say why of {row.id}", here)
            if row.supply in defaults and not row.default:
                words = f"{what}: {row.id} is of the default supply and not marked"
                yield Finding(words + (f" ({why_not(row)})" if row.not_default else ""), here)


def _published(factor: Factor) -> float | None:
    """The published sum per base unit, if the row has one beside its gases."""
    measure = unit(factor.unit)
    if not factor.gases or not any(name.startswith("carbon") for name, _ in measure.dimension):
        return None
    value = factor.value * measure.factor
    if (
        measure.dimension in (CO2E_PER_MASS, CO2E_PER_GAS) and factor.heating_value
    ):  # a fuel is counted by its energy
        value /= factor.heating_value * unit(factor.heating_value_unit).factor
    return value


def check_files(paths: Sequence[str], year: int, problems: Problems) -> list[Finding]:
    """Check factor files, or the bundled tables if none is named.

    What a reader refuses goes to `problems`; what is only odd is returned.
    """
    try:
        factors = read_factors(*paths)
        check(factors)
    except InputError as error:
        problems.extend(error)
        return []
    named = set(paths)
    found = [f for f in findings(factors, year) if not named or f.place.file in named]
    if not paths:
        found += laws_of_places(factors)
        known = _bundled_sources()
        found += [
            Finding(f"{row.id}: the source '{row.source}' is not in sources.csv",
                    Place(row.file, row.line))
            for row in factors.rows
            if row.source not in known
        ]  # fmt: skip
    return found


def _bundled_sources() -> set[str]:
    return set(tables.read("sources", lambda row: row.cells["source"]))
