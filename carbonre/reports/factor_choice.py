"""Which row of a flow a plant gets and why, and the rows beside it, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carbonre.core.units import unit
from carbonre.factors.choice import Match, is_usable, why_not
from carbonre.factors.lookup import Factors
from carbonre.factors.places import nearest_first
from carbonre.factors.rows import Factor
from carbonre.reports.text import Text, left, right, safe_text, significant

PARTS = ("direct", "upstream", "total", "use", "life cycle")
FEW = 16  # lines of alternates before the rest is only counted


def factor_choice(
    flow: str, factors: Factors, place: str | None, year: int | None, every: bool = False
) -> list[Text]:
    """Return the row that a place and year get and why, then the others.

    Parameters
    ----------
    place : str or None
        Where the plant is; without it, the default of each place is shown.
    year : int or None
        The period; without it, the latest row.
    every : bool
        Whether all rows are shown, with gases, source and file.
    """
    lines = [_title(flow, factors)]
    if every:
        return lines + _all(flow, factors)
    usable = [row for row in factors.of(flow) if is_usable(row)]
    taken: dict[str, Match] = {}
    if place is not None:
        when = year or max((row.year for row in usable), default=0)
        asked = [part for part in PARTS if any(row.part == part for row in usable)]
        found = ((part, factors.look_up(flow, part, place, when)) for part in asked)
        taken = {part: match for part, match in found if match is not None}
        lines.append(Text(f"{place}, {when}, no supply named:", "heading"))
        for part in asked:
            lines += _taken(part, taken.get(part), flow, factors, place)
    near = nearest_first(place) if place else ()
    ids = {match.factor.id for match in taken.values()}
    others = [row for row in _of_one_year(usable, year) if row.id not in ids]
    others.sort(key=lambda row: _order(row, near))
    if others:
        lines.append(Text("others, by supply:" if place else "defaults first:", "heading"))
    lines += [_line(row, _why_beside(row, taken, near)) for row in others[:FEW]]
    left_out = [row for row in factors.of(flow) if row.id not in ids and row not in others[:FEW]]
    if left_out:
        asks = "" if place else "--place CN-NM --year 2024 for one place, "
        lines.append(Text(f"and {len(left_out)} more rows: {asks}--all for every row", "dim"))
    return lines


def _title(flow: str, factors: Factors) -> Text:
    title, known = safe_text(flow), factors.flows.get(flow)
    if known is not None:
        title += f" ({known.name_zh})" if known.name_zh else ""
        title += f", measured in {known.unit}" + (f", {known.basis}" if known.basis else "")
    return Text(title, "heading")


def _taken(part: str, match: Match | None, flow: str, factors: Factors, place: str) -> list[Text]:
    """Say what is taken for one part, and what was given up or passed over for it."""
    if match is None:
        if part == "life cycle":
            return []
        words = f"  {part}: none; every row of {place} must be named under supply"
        there = any(row.place == place and row.part == part for row in factors.of(flow))
        return [Text(words if there else f"  {part}: no row stands for {place}", "strong")]
    row = match.factor
    lines = [Text(_row(row), "strong")]
    lines += [Text(f"      {safe_text(note.message, 300)}") for note in match.fallbacks]
    lines.append(Text(f"      {safe_text(_source(row), 200)}; {safe_text(row.id)}", "dim"))
    return lines


def _of_one_year(rows: Iterable[Factor], year: int | None) -> list[Factor]:
    """Return one row of each supply, part and place: the latest at or before the year."""
    best: dict[tuple[str, str, str], Factor] = {}
    for row in rows:
        key = row.supply, row.part, row.place
        if key not in best or _fits(row, year) > _fits(best[key], year):
            best[key] = row
    return list(best.values())


def _fits(row: Factor, year: int | None) -> tuple[bool, int]:
    is_later = year is not None and row.year > year
    return not is_later, -row.year if is_later else row.year


def _order(row: Factor, near: Sequence[str]) -> tuple[int, bool, bool, int, str, str, str]:
    distance = near.index(row.place) if row.place in near else len(near)
    part = PARTS.index(row.part)
    return distance, "-" in row.place, not row.default, part, row.place, row.status, row.supply


def _why_beside(row: Factor, taken: dict[str, Match], near: Sequence[str]) -> str:
    """Return why a row is not the one that is taken."""
    if row.part == "life cycle":
        return "for readers: no look-up takes it"
    if not row.default or not near:
        return "the default of its place" if row.default else why_not(row)
    if row.place not in near:
        return "another place"
    match = taken.get(row.part)
    if match is not None and match.factor.place in near:
        wider = near.index(row.place) > near.index(match.factor.place)
        return "of a wider area" if wider else "another year or status"
    return "the default of its place"


def _row(row: Factor) -> str:
    mark = "" if row.status == "active" else f" [{row.status}]"
    words = f"  {left(row.part, 11)}{right(significant(row.value), 8)} {left(row.unit, 13)}"
    return f"{words}{left(f'{row.place} {row.year}', 12)}{safe_text(row.supply or 'stated')}{mark}"


def _line(row: Factor, why: str) -> Text:
    return Text(safe_text(f"{_row(row)}: {row.evidence}, {why}", 160))


def _source(row: Factor) -> str:
    return f"{row.source}, {row.locator}" if row.locator else row.source


def _all(flow: str, factors: Factors) -> list[Text]:
    """Return every row, each with gases, source and its place in its file."""
    lines, known = [], factors.flows.get(flow)
    for row in sorted(factors.of(flow), key=lambda r: (r.part, r.status, r.place, -r.year, r.id)):
        default = ", default" if row.default else ""
        head = f"{significant(row.value)} {row.unit}  {row.supply or 'stated'}, {row.part}"
        lines.append(
            Text(f"{head}{default}; {row.place} {row.year}; {row.status}, {row.evidence}", "strong")
        )
        per = known.unit if known else "kg"
        if len(row.gases) > 1:
            factor = unit(per).factor
            gases = ", ".join(f"{gas} {significant(kg * factor)}" for gas, kg in row.gases.items())
            lines.append(Text(f"    gases, kg per {per}: {gases}"))
        span = (
            f"; {significant(row.low)} to {significant(row.high)}" if row.low and row.high else ""
        )
        basis = f"{row.boundary}{span}" + (f"; {row.gwp}" if row.gwp else "")
        lines.append(Text(f"    {basis}; {_source(row)}", "dim"))
        note = f"; {row.note}" if row.note else ""
        pair = f"; carbon: {row.carbon_pair}" if row.carbon_pair else ""
        where = f"    {row.id} ({row.file}:{row.line}){pair}{note}"
        lines.append(Text(safe_text(where, 300), "dim"))
    return lines
