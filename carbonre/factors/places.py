"""Places: the countries of ISO 3166, and where a plant's factors may come from, nearest first."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.core import tables
from carbonre.core.documents import Row
from carbonre.core.errors import nearest

WORLD = "GLO"
FORM = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,8}){0,2}")
LONGEST_CODE = 3
ALSO = {"UK": "GB", "EL": "GR"}  # codes that are in use and are not of ISO 3166


@dataclass(frozen=True, slots=True)
class Country:
    """One country of `factors/places.csv`.

    Attributes
    ----------
    code, alpha_3 : str
        ISO 3166, such as DE and DEU.
    name, name_zh : str
        In English and, where it is given, in Chinese.
    markets : tuple of str
        What it belongs to, the smallest first, such as EU and RER.
    """

    code: str
    alpha_3: str
    name: str
    name_zh: str
    markets: tuple[str, ...]


def _country(row: Row) -> Country:
    cells = row.cells
    return Country(
        cells["country"],
        cells["alpha_3"],
        cells["name"],
        cells["name_zh"],
        tuple(cells["markets"].split()),
    )


@functools.cache
def countries() -> Mapping[str, Country]:
    """Return the countries by their code of two letters."""
    return {country.code: country for country in tables.read("places", _country)}


@functools.cache
def _markets() -> frozenset[str]:
    return frozenset(market for country in countries().values() for market in country.markets)


def nearest_first(place: str) -> tuple[str, ...]:
    """Return the places whose rows serve a place, itself first and the world last.

    Parameters
    ----------
    place : str
        ISO 3166, such as CN-NM or DE; a market or GLO is possible too.
    """
    code = place.partition("-")[0]
    markets = countries()[code].markets if code in countries() else ()
    return tuple(dict.fromkeys((place, code, *markets, WORLD)))


def unknown_place(place: str) -> str:
    """Return what is wrong with a place, with the nearest right one; empty if it is known.

    Parameters
    ----------
    place : str
        A country or its subdivision by ISO 3166, a market, or GLO.
    """
    code = place.partition("-")[0]
    if FORM.fullmatch(place) and (code in countries() or place in _markets() or place == WORLD):
        return ""
    codes = {**{key: key for key in countries()}, **ALSO}  # a country by whatever names it
    codes |= {country.alpha_3: country.code for country in countries().values()}
    names = {country.name: country.code for country in countries().values()}
    names |= {one.name_zh: one.code for one in countries().values() if one.name_zh}
    alike = [names[name] for name in nearest(place, names)] if len(place) > LONGEST_CODE else []
    found = codes.get(code.upper()) or names.get(place) or next(iter(alike), "")
    hint = f"; did you mean {found}?" if found else ""
    return f"'{place}' is no ISO 3166 code such as CN-NM or DE, and not GLO{hint}"
