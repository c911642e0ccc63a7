"""What a plant specifies (purity, grade, strength, equipment) is not drawn as if unknown."""

import csv

import pytest

from carbonre.core.errors import Problems
from carbonre.footprint.study import Study
from carbonre.processes import process_names
from carbonre.uncertainty.monte_carlo import collect, plan, run, sizes_of
from carbonre.uncertainty.uncertain_inputs import uncertain
from carbonre.unit_process.defaults import defaults
from helpers.paths import ROOT
from helpers.plants import factors, read

# A light liquor whose La and Ce are purer (99 %) than the lowest purity that a product may have.
SEPARATION = """\
carbonre: 1
plant: bastnaesite separation
location: US-CAMX
period: 2024
production: {NdPr chloride: 100 t}
flows:
  liquor:
    unit: kg
    basis: REO
    composition: {La2O3: 33.4 %, CeO2: 48.8 %, Pr6O11: 4.4 %, Nd2O3: 12.4 %, Sm2O3: 0.7 %,
      Gd2O3: 0.3 %}
  salt brine: {unit: kg, composition: {NaCl: 11 %, H2O: 89 %}}
steps:
  separation:
    process: solvent_extraction
    feed: liquor
    cuts:
      - {cut: Nd/Sm, heavy: SEG chloride}
      - {cut: Ce/Pr, heavy: NdPr chloride, light: LaCe chloride}
    saponification: caustic soda
    brine: salt brine
    reference_product: NdPr chloride
supply:
  liquor: {factor: 9 kgCO2e/kg, source: the miner}
  P507: {factor: 5 kgCO2e/kg, source: the maker}
"""
SMELTER = """\
carbonre: 1
plant: smelter
location: CN-NM
period: 2024
production: {PrNd metal: 1 t}
steps:
  smelting: {process: oxide_electrolysis, metal: PrNd}
supply:
  PrNd oxide: {factor: 20 kgCO2e/kg, source: the separator}
  PrF3: {factor: 20 kgCO2e/kg, source: the maker}
uncertainty: {ENTRIES}
"""


def drawn(text):
    problems = Problems()
    plant = read(text, problems)
    problems.raise_any()
    made = plan(plant, factors(), ["baseline"], 1, problems)
    problems.raise_any()
    (found,) = collect(*made, run(made[0], sizes_of(2000)))
    return found


def variables(text):
    problems = Problems()
    plant = read(text, problems)
    problems.raise_any()
    found = uncertain(Study.of(plant, factors()), problems)
    problems.raise_any()
    return {variable.name: variable for variable in found.variables}


def test_a_separation_of_a_pure_feed_loses_no_draw():
    """Of 10,000 draws 6,739 were refused: the purity was drawn below that of the feed."""
    found = drawn(SEPARATION)
    assert not found.refused
    assert not any("purity" in variable.name for variable in found.uncertain.variables)
    assert any("linked_reduction" in variable.name for variable in found.uncertain.variables)


@pytest.mark.parametrize("parameter", ["lighter_share", "pfc_destruction"])
def test_what_is_specified_is_drawn_only_where_the_plant_says_so(parameter):
    path = f"steps.smelting.{parameter}"
    assert path not in variables(SMELTER.replace("ENTRIES", ""))
    ends = {"lighter_share": "[21 %, 29 %]", "pfc_destruction": "[0 %, 50 %]"}[parameter]
    stated = variables(SMELTER.replace("ENTRIES", f"{path}: {{uniform: {ends}}}"))
    assert stated[path].distribution.form == "uniform"
    band = variables(SMELTER.replace("ENTRIES", f"{path}: band"))
    assert band[path].distribution.form == "triangular"


def test_a_parameter_is_specified_in_all_its_rows_or_in_none():
    for process in process_names():
        words = {}
        for row in defaults(process):
            words.setdefault(row.parameter, set()).add(row.specified)
        assert [name for name, found in words.items() if len(found) > 1] == [], process


def test_purities_grades_and_strengths_are_specified():
    """A new table that has one of these must say whether the plant chooses it."""
    named = ("purity", "grade", "strength", "thickness", "product_moisture", "product_size")
    drawn_all_the_same = {
        ("acid_recovery", "wash_strength"),  # what the absorber happens to give
        ("in_situ_leaching", "liquor_strength"),  # what comes out of the ground
    }
    for process in process_names():
        for row in defaults(process):
            if any(word in row.parameter for word in named) and row.low is not None:
                other = (process, row.parameter) in drawn_all_the_same
                assert bool(row.specified) != other, row.place


def test_every_table_has_the_column():
    for file in (ROOT / "factors" / "processes").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            assert "specified" in next(csv.reader(stream)), file
