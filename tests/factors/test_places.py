"""Places: which rows serve a plant, and what is no place."""

import pytest

from carbonre.factors.places import countries, nearest_first, unknown_place


def test_places_go_from_the_province_over_markets_to_the_world():
    assert nearest_first("CN-NM") == ("CN-NM", "CN", "GLO")
    assert nearest_first("DE") == ("DE", "EU", "RER", "GLO")
    assert nearest_first("NO") == ("NO", "RER", "GLO")
    assert nearest_first("GLO") == ("GLO",)


def test_all_countries_of_iso_3166_are_known():
    assert len(countries()) == 249
    assert all(not unknown_place(code) for code in countries())


@pytest.mark.parametrize("place", ["GLO", "EU", "RER", "CN-NM", "US-CAMX", "AU-WA"])
def test_markets_and_subdivisions_are_places(place):
    assert unknown_place(place) == ""


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("UK", "GB"), ("CHN", "CN"), ("de", "DE"), ("EL", "GR"), ("China", "CN"),
        ("\u4e2d\u56fd", "CN"),
        ("Germny", "DE"), ("XQ", ""), ("ZZ", ""), ("EU-X", ""), ("", ""), ("CN-", "CN"),
    ],
)  # fmt: skip
def test_what_is_no_place_is_answered_with_the_nearest(place, meant):
    words = unknown_place(place)
    assert f"'{place}' is no ISO 3166 code" in words
    assert (f"did you mean {meant}?" in words) if meant else ("did you mean" not in words)
