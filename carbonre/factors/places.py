"""Which places a plant's factors may come from, nearest first: `factors/places.csv`."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from carbonre.core import tables

WORLD = "GLO"


@functools.cache
def markets() -> Mapping[str, tuple[str, ...]]:
    """Return the markets that each country belongs to, the smallest first, such as EU and RER."""
    return dict(
        tables.read(
            "places", lambda row: (row.cells["country"], tuple(row.cells["markets"].split()))
        )
    )


def nearest_first(place: str) -> tuple[str, ...]:
    """Return the places whose rows stand for a place, itself first and the world last.

    Parameters
    ----------
    place : str
        ISO 3166, such as CN-NM or DE; a market or GLO may stand there too.
    """
    country = place.partition("-")[0]
    return tuple(dict.fromkeys((place, country, *markets().get(country, ()), WORLD)))
