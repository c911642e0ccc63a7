"""A feed whose composition is unknown: said with the name that is meant."""

from __future__ import annotations

import pytest

from helpers.plants import attempt

EXTRACTION = """\
carbonre: 1
plant: nitrates
location: FR
period: 2024
flows: {my liquor: {unit: kg, basis: REO, composition: {CeO2: 60 %, Nd2O3: 40 %}}}
steps:
  separation:
    process: solvent_extraction
    feed: my liquor
    amount: {my liquor: 100 t}
    system: TBP nitrate
    saponification: none
    cuts: [{cut: Ce/Pr, heavy: Nd liquor, light: Ce liquor, separation_factor: 1.7}]
supply: {my liquor: {factor: 5 kgCO2e/kg, source: ours}}
"""
GYPSUM = """\
carbonre: 1
plant: gypsum
location: CN-GZ
period: 2024
production: {mixed rare earth oxide: 2 t}
flows: {phosphogypsum: {composition: {CaSO4(H2O)2: 92 %, CeO2: 0.2 %, Y2O3: 0.1 %}}}
steps:
  leach:
    process: acid_leaching
    feed: phosphogypsum
    precipitation: oxalate
    gangue_acid: 0 kg/kg
  calcination: {process: calcination, feed: rare earth oxalate, product: mixed rare earth oxide}
  neutralisation: {process: lime_neutralisation, treats: {acid purge: all}}
supply: {phosphogypsum: {factor: 0 kgCO2e/kg, source: a waste}}
"""


def test_a_route_without_brine_asks_for_none() -> None:
    result, found = attempt(EXTRACTION)
    assert not found
    assert result is not None
    assert not [note for note in result.notes if "brine" in note.text]


def test_a_route_with_brine_asks_for_its_composition() -> None:
    text = EXTRACTION.replace("TBP nitrate", "P507 chloride").replace("none", "ammonia")
    _, (problem,) = attempt(text)
    assert problem.message.startswith("the composition of 'ammonium chloride brine' is unknown; ")
    assert problem.code == "unknown-composition"


def test_a_refusal_of_the_route_comes_before_the_composition_of_a_brine() -> None:
    _, (problem,) = attempt(EXTRACTION.replace("none", "ammonia"))
    assert problem.field == "steps.separation.saponification"


def test_what_a_step_treats_is_named_with_the_parameter_that_wants_it() -> None:
    _, found = attempt(GYPSUM)
    (message,) = [one.message for one in found if one.field.startswith("steps.neutralisation")]
    assert "and the step takes 'acid purge'; write 'stream: acid purge'?" in message
    mended = GYPSUM.replace("lime_neutralisation,", "lime_neutralisation, stream: acid purge,")
    assert not [one for one in attempt(mended)[1] if one.field.startswith("steps.neutralisation")]


def test_a_product_that_nobody_takes_may_be_meant() -> None:
    _, found = attempt(GYPSUM)
    (message,) = [one.message for one in found if one.field.startswith("steps.calcination")]
    assert "no step makes it, and none takes 'rare earth leach liquor' of leach" in message
    mended = GYPSUM.replace("oxalate\n", "oxalate\n    product: rare earth oxalate\n", 1)
    assert not [one for one in attempt(mended)[1] if one.field.startswith("steps.calcination")]


@pytest.mark.parametrize("written", ["kg REO", "t REO"])
def test_a_unit_with_a_basis_is_parted(written: str) -> None:
    _, found = attempt(EXTRACTION.replace("unit: kg, basis: REO", f"unit: {written}"))
    wanted = f"'{written}' is a unit and a basis; write 'unit: {written[:-4]}, basis: REO'"
    assert wanted in [one.message for one in found]


def test_a_composition_with_a_mistake_is_not_called_unknown() -> None:
    _, found = attempt(GYPSUM.replace("Y2O3: 0.1 %", "Yttrium: 0.1 %"))
    messages = [problem.message for problem in found]
    assert "'Yttrium' has an unknown element 'Yt'" in messages
    assert not [words for words in messages if "composition of 'phosphogypsum'" in words]
