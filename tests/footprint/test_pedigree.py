"""Pedigree scores that follow from a row: how old it is, and where it is from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.factors.pedigree_scores import scores
from carbonre.footprint.pedigree import PLACE, TIME, pedigree, score_of
from helpers.paths import ROOT
from helpers.plants import calculate

TOY = """\
carbonre: 1
plant: Toy
location: CN-NM
period: 2024
production: {thing: 2 t}
steps:
  making: {process: inventory, makes: {thing: 1 kg}, uses: {electricity: 3 kWh}}
"""


@pytest.mark.parametrize(
    ("year", "valid", "score"),
    [(2024, 2024, 1), (2022, 2022, 1), (2021, 2021, 2), (2018, 2018, 3), (2014, 2014, 4),
     (2009, 2009, 5), (1995, 1995, 5), (2026, 2026, 1), (2009, 2030, 1)],
)  # fmt: skip
def test_time(year, valid, score) -> None:
    """Of 2024: less than 3, 6, 10 and 15 years; a row within its validity is of the period."""
    result = calculate(TOY)
    (row, *_) = result.system.factors.of("electricity")
    moved = dataclasses.replace(row, year=year, valid_until=valid)
    assert score_of(moved, TIME, result).score == score


@pytest.mark.parametrize(
    ("place", "score"), [("CN-NM", 1), ("CN", 2), ("GLO", 2), ("CN-JX", 5), ("GB", 5), ("EU", 5)]
)
def test_place(place, score) -> None:
    result = calculate(TOY)
    (row, *_) = result.system.factors.of("electricity")
    assert score_of(dataclasses.replace(row, place=place), PLACE, result).score == score


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda p: p.stem)
def test_shares_add_up(path: Path) -> None:
    found = pedigree(cr.footprint(cr.read_plant(path)))
    assert list(found) == [TIME, PLACE]
    for shares in found.values():
        assert sum(shares.values()) == pytest.approx(1)
        assert [s.score for s in shares] == sorted(s.score for s in shares)


def test_a_plant_without_factor_rows_has_no_scores() -> None:
    text = TOY.replace("uses: {electricity: 3 kWh}", "emits: {CO2: 1 kg}")
    assert pedigree(calculate(text)) == {TIME: {}, PLACE: {}}


def test_the_classes_are_drafts() -> None:
    assert {score.evidence for score in scores()} == {"recalled-high"}
