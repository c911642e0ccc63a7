"""Which row of a flow a plant gets, and what it has to give up for it.

The order, where the first difference decides:

1. supply: the one that the plant names; else, at each place, the rows that the table marks as the
   default of that place (a user's own default before ours);
2. place: CN-NM, then CN, then the markets of the country (EU, RER), then GLO; only then another
   country, as a proxy. Electricity and heat come from where they are used, so there no other
   country is taken; a province of another place never is;
3. status: active before draft; rejected and superseded rows are never used;
4. year: the latest at or before the period; else the earliest after it, as a proxy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbonre.core.errors import Place
from carbonre.core.notes import Note, NoteKind
from carbonre.factors.rows import NOT_DEFAULT, OTHER_PART, SHIPPED, Factor


@dataclass(frozen=True, slots=True)
class Match:
    """The row that a look-up took, and what it had to give up for it."""

    factor: Factor
    fallbacks: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a plant asks the rows of a flow for.

    Attributes
    ----------
    near : sequence of str
        The places whose rows may stand for the plant's, itself first.
    is_local : bool
        Whether the flow is made where it is used, so that no other country is a proxy.
    """

    part: str
    near: Sequence[str]
    year: int
    supply: str | None = None
    is_local: bool = False


def is_usable(row: Factor, drafts: bool = True) -> bool:
    """Whether the status of a row lets it be taken."""
    return row.status == "active" or (drafts and row.status == "draft")


def choose(rows: Sequence[Factor], wanted: Wanted) -> Match | None:
    """Return the row that is wanted among the usable rows of its flow, or nothing.

    A supply that has rows for only one of direct and upstream is completed by the default rows.
    """
    supply, named = wanted.supply, next((f for f in rows if f.id == wanted.supply), None)
    if named is not None:
        if named.part == wanted.part:
            return Match(named)
        supply = named.supply
    here = [factor for factor in rows if factor.part == wanted.part]
    given_up: list[tuple[str, str]] = []
    layers = _defaults(here)
    if supply is not None:
        layers = [[factor for factor in here if factor.supply == supply]]
        others = (f.supply for f in rows if f.part == OTHER_PART.get(wanted.part))
        if not layers[0] and supply in others:
            layers = _defaults(here)
            words = f"'{supply}' has no {wanted.part} row; the default is used"
            given_up.append(("default-supply", words))
            supply = None
    found = next(filter(None, (_nearest(layer, wanted.near) for layer in layers)), [])
    if not found and not wanted.is_local:  # the user's own first, ours after them
        found = next(filter(None, (_countries(layer) for layer in layers)), [])
    if not found:
        return None
    taken = _by_year(_by_status(found), wanted.year)
    given_up += _concessions(taken, wanted, supply, passed_over(here, taken, wanted, supply))
    return Match(taken, tuple(_note(taken, *each) for each in given_up))


def passed_over(
    rows: Sequence[Factor], taken: Factor, wanted: Wanted, supply: str | None
) -> list[Factor]:
    """Return the rows of the plant's own places, nearer than the row taken, that were not it."""
    if supply is not None:
        return []
    far = wanted.near.index(taken.place) if taken.place in wanted.near else len(wanted.near)
    nearer = wanted.near[:far]
    return sorted(
        (factor for factor in rows if factor.place in nearer),
        key=lambda factor: nearer.index(factor.place),
    )


def why_not(factor: Factor) -> str:
    """Return why a row is no default of its place, such as "a special route"."""
    return NOT_DEFAULT[factor.not_default]


def _nearest(rows: Sequence[Factor], near: Sequence[str]) -> list[Factor]:
    """Return the rows of the first place that has any, of a list of places."""
    by_place = ([factor for factor in rows if factor.place == place] for place in near)
    return next(filter(None, by_place), [])


def _countries(rows: Sequence[Factor]) -> list[Factor]:
    """Return the rows of countries and markets: a province of another place is never a proxy."""
    return [factor for factor in rows if "-" not in factor.place]


def _by_status(rows: Sequence[Factor]) -> list[Factor]:
    """Return the active rows; where there are none, the drafts."""
    return [factor for factor in rows if factor.status == "active"] or list(rows)


def _by_year(rows: Sequence[Factor], year: int) -> Factor:
    """Return the latest row at or before a year, else the earliest after it."""
    ordered = sorted(rows, key=lambda factor: (factor.year, factor.place, factor.id))
    return next((f for f in reversed(ordered) if f.year <= year), ordered[0])


def _concessions(
    taken: Factor, wanted: Wanted, supply: str | None, others: Sequence[Factor]
) -> Iterator[tuple[str, str]]:
    """Yield in what a row differs from the place and the year of the plant: code and message."""
    near, year = wanted.near, wanted.year
    is_far = taken.place not in near
    if is_far or taken.place != near[0]:
        places = _listed([name for name in near if "-" not in name]) if is_far else near[0]
        what = (
            f"'{supply}' has no row for {places}" if supply and is_far else f"no row for {places}"
        )
        if others:
            reasons = dict.fromkeys(f"{f.place} '{f.supply}': {why_not(f)}" for f in others)
            where = places if is_far else _listed(list(dict.fromkeys(f.place for f in others)))
            what = f"no ordinary supply of {where} is in the tables ({'; '.join(reasons)})"
        used = f"{taken.place} is used as a proxy" if is_far else f"{taken.place} is used"
        yield "other-country" if is_far else "wider-area", f"{what}; {used}"
    if taken.year > year:
        yield "later-year", f"no row for {year} or before; {taken.year} is used as a proxy"
    elif year > max(taken.year, taken.valid_until):
        yield "other-year", f"no row for {year}; {taken.year} is used"


def _listed(names: Sequence[str]) -> str:
    """Return names as "CN or GLO" or "DE, EU, RER or GLO"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _note(taken: Factor, code: str, words: str) -> Note:
    kind: NoteKind = "proxy" if code in ("other-country", "later-year") else "fallback"
    place = Place(taken.file, taken.line)
    return Note(kind, code, taken.flow, words, place, factor_id=taken.id)


def _defaults(rows: Sequence[Factor]) -> list[list[Factor]]:
    """Return the default rows of each layer: the user's uppermost first, ours last.

    A user's row that names a supply that is our default joins our rows, such as a new year of the
    grid: at its own place, or at a place of which we have no default. Without any mark there is a
    default only if nothing is to choose.
    """
    uppermost_first = dict.fromkeys(f.layer for f in reversed(rows) if f.layer != SHIPPED)
    bundled = [f for f in rows if f.layer == SHIPPED and f.default]
    places, supplies = {f.place for f in bundled}, {f.supply for f in bundled}
    at = {(f.place, f.supply) for f in bundled}

    def joins(f: Factor) -> bool:
        return f.supply in supplies and ((f.place, f.supply) in at or f.place not in places)

    layers = [[f for f in rows if f.layer == layer and f.default] for layer in uppermost_first]
    joined = [f for f in rows if f.layer != SHIPPED and not f.default and joins(f)]
    layers.append([*bundled, *joined])
    if not any(layers) and len({f.supply for f in rows}) == 1:
        return [list(rows)]
    return [layer for layer in layers if layer]
