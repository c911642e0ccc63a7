"""What stands above the figures: what was stated and has no effect, or has an unexpected one."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonre.core.notes import MOVES_FIGURES, NOTE_CODES, Note
from carbonre.factors.lookup import read_factors
from carbonre.reports.page.html import html
from carbonre.reports.summary import summary
from helpers.plants import attempt, calculate

PLANT = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {p: 1 kg}
steps:
  s:
    process: inventory
    makes: {p: 1 kg}
    uses: {iron: 1 kg, electricity: 10 kWh}
"""
HEADER = "flow,value,unit,place,year,source"


def said(plant: str, code: str, tables: Path | None = None) -> list[Note]:
    result = calculate(plant, tables=read_factors(tables) if tables else None)
    found = [note for note in result.warnings if note.code == code]
    lines = [line.text for line in summary([result])]
    for note in found:
        if code in MOVES_FIGURES:  # above the figures, and nowhere else
            (index,) = (i for i, line in enumerate(lines) if note.text[:200] in line)
            assert index < lines.index("baseline")
    return found


def test_what_moves_figures_are_codes_of_notes() -> None:
    assert NOTE_CODES.keys() >= MOVES_FIGURES


def test_the_page_has_it_above_its_tiles() -> None:
    text = PLANT + "supply: {iron: {factor: 1700 kgCO2e/kg, source: s}}\n"
    page = html([calculate(text)])
    assert 0 < page.index("times the factor of the tables") < page.index('<dl class="tiles">')
    assert "look at this first" not in html([calculate(PLANT)])


# --- entries of nothing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("supply: {irn: {factor: 1 kgCO2e/kg, source: s}}", "did you mean 'iron'"),
        ("supply: {Nd203: {factor: 1 kgCO2e/kg, source: s}}", "did you mean 'Nd2O3'"),
        ("exclude: {electricty: small}", "did you mean 'electricity'"),
        ("prices: {irn: 2 USD/kg}", "did you mean 'iron'"),
        ("exclude: {unobtainium: small}", "there is no flow 'unobtainium'"),
    ],
)
def test_an_entry_of_a_flow_that_nobody_knows_is_refused(entry: str, words: str) -> None:
    _, (problem,) = attempt(PLANT + entry + "\n")
    assert problem.code == "unknown-flow"
    assert words in problem.message


def test_an_entry_of_a_flow_that_only_a_scenario_uses_may_stand() -> None:
    text = PLANT + (
        "supply: {stuff: {factor: 1 kgCO2e/kg, source: s}}\n"
        "scenarios: {more: {set: {steps.s.uses.stuff: 1 kg}}}\n"
    )
    assert calculate(text, "more").total == pytest.approx(calculate(text).total + 1)


@pytest.mark.parametrize("section", ["supply: {caustic soda: {factor: 1 kgCO2e/kg, source: s}}",
                                     "exclude: {caustic soda: none}",
                                     "prices: {caustic soda: 1 USD/kg}"])  # fmt: skip
def test_an_entry_of_a_known_flow_that_is_not_bought_stands_above(section: str) -> None:
    (note,) = said(PLANT + section + "\n", "unused-entry")
    assert "caustic soda" in note.subject


# --- rows of the user's own tables ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("electricity,0.4,kgCO2e/kWh,DE,2024,made up,", "DE 2024 (another place)"),
        ("iron,5,kgCO2e/kg,CN,2024,made up,mine", "CN 2024 (another supply, 'mine')"),
        ("electricity,0.5,kgCO2e/kWh,CN-NM,2024,made up,", "CN-NM 2024 (another place)"),
    ],
)
def test_a_row_that_is_not_used_is_named(row: str, why: str, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"{HEADER},supply\n{row}\n")
    (note,) = said(PLANT, "unused-row", table)
    assert note.subject == row.partition(",")[0]
    assert why in note.message


def test_an_older_row_beside_a_newer_one_is_named(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"{HEADER}\niron,5,kgCO2e/kg,CN,2019,old\niron,6,kgCO2e/kg,CN,2024,new\n")
    (note,) = said(PLANT, "unused-row", table)
    assert "mine.csv:2, CN 2019 (another year)" in note.message


def test_rows_of_flows_that_are_not_bought_are_named_together(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"{HEADER}\ncopper,5,kgCO2e/kg,CN,2024,s\nnickel,6,kgCO2e/kg,CN,2024,s\n")
    (note,) = said(PLANT, "idle-rows", table)
    assert note.message.endswith("copper, nickel")


def test_a_row_that_is_used_is_not_named(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"{HEADER}\niron,5,kgCO2e/kg,CN,2024,made up\n")
    assert not said(PLANT, "unused-row", table)


def test_gases_that_do_not_make_their_value_are_said(tmp_path: Path) -> None:
    """2 kg CO2 and 0.1 kg methane are 4.98 kg under AR6, and 9.9 under no set."""
    table = tmp_path / "mine.csv"
    rows = "iron,9.9,kgCO2e/kg,CN,2024,s,2,0.1\n"
    table.write_text(f"{HEADER},CO2,CH4_fossil\n{rows}")
    (note,) = said(PLANT, "gases-against-value", table)
    assert "the gases are used" in note.message
    table.write_text(f"{HEADER},CO2,CH4_fossil\n{rows.replace('9.9', '4.98')}")
    assert not said(PLANT, "gases-against-value", table)


# --- stated factors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "factor", "words"),
    [
        ("iron", "1700 kgCO2e/kg", "times the factor of the tables"),
        ("iron", "0.0017 kgCO2e/kg", "times below the factor of the tables"),
        ("electricity", "600 kgCO2e/kWh", "times the factor of the tables"),
        ("iron", "1.7 kgCO2e/kg", ""),
        ("iron", "40 kgCO2e/kg", ""),
        ("iron", "0 kgCO2e/kg", ""),
        ("electricity", "0.6 kgCO2e/MWh", "times below the factor of the tables"),
        ("electricity", "0.004 kgCO2e/kWh", ""),  # hydropower is no slip
    ],
)
def test_a_factor_far_off_the_tables_is_said(flow: str, factor: str, words: str) -> None:
    text = PLANT + f"supply: {{{flow}: {{factor: {factor}, source: s}}}}\n"
    found = said(text, "far-from-table")
    assert [words in note.message for note in found] == ([True] if words else [])
    assert all(note.place.line == 11 for note in found)


def test_a_row_of_a_table_far_off_ours_is_said(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"{HEADER}\niron,1700,kgCO2e/kg,CN,2024,made up\n")
    (note,) = said(PLANT, "far-from-table", table)
    assert (note.place.file, note.place.line) == (str(table), 2)


# --- loops and sales ------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", ["hydrochloric acid", "soda ash", "caustic soda", "steel"])
def test_a_waste_that_replaces_a_purchase_is_said(flow: str) -> None:
    text = PLANT.replace("uses: {", f"uses: {{{flow}: 2 kg, ") + (
        f"  r:\n    process: inventory\n    amount: {{q: 1 kg}}\n    makes: {{q: 1 kg}}\n"
        f"    uses: {{iron: 1 kg}}\n    wastes: {{{flow}: 0.5 kg}}\n"
    )
    (note,) = said(text, "closed-loop")
    assert note.subject == flow
    assert "the waste of r has the name of what s uses" in note.message


def test_sales_below_what_is_made_are_said_in_the_units_of_the_file() -> None:
    text = PLANT.replace("production: {p: 1 kg}", "production: {p: 6000 t}").replace(
        "    makes: {p: 1 kg}", "    amount: {iron: 18540.2 t}\n    makes: {p: 1 kg}"
    )
    found = attempt(text)
    assert found[0] is None  # the amount and the production both scale the step
    text = PLANT.replace("production: {p: 1 kg}", "production: {p: 1 kg, q: 6000 t}").replace(
        "makes: {p: 1 kg}", "makes: {p: 1 kg, q: 18540.2 t}"
    )
    (note,) = said(text + "allocation: mass\n", "production-exceeded")
    assert note.message.startswith("6,000 t are stated, and 18,540.2 t are made")
    assert note.place.line == 5


# --- steam that one step counts for others --------------------------------------------------------

TANKS = """\
carbonre: 1
plant: tanks
location: CN
period: 2024
production: {carbonate: 1 t}
steps:
  precipitation: {process: precipitation, feed: liquor, product: carbonate, brine: brine}
flows:
  liquor: {unit: kg, basis: REO, composition: {La2O3: 100 %}}
  brine: {composition: {NH4Cl: 11 %, H2O: 89 %}}
supply: {liquor: {factor: 5 kgCO2e/kg, source: s}}
"""
SEPARATION = TANKS.replace("steps:\n", """\
steps:
  separation:
    process: solvent_extraction
    feed: mix
    brine: brine
    reference_product: liquor
    cuts: [{cut: La/Ce, heavy: Ce chloride, light: liquor}]
""").replace("  liquor: {", "  mix: {").replace("La2O3: 100 %", "La2O3: 40 %, CeO2: 60 %").replace(
    "{liquor: {factor", "{mix: {factor"
)  # fmt: skip


def steam_used(plant: str) -> float:
    material = calculate(plant).material
    return material.flows["steam"].used / 1e9 if "steam" in material.flows else 0.0


def test_steam_of_the_tanks_is_counted_in_the_separation() -> None:
    """15 GJ per t REO fed, and nothing for the precipitation behind it."""
    assert not said(SEPARATION, "uncounted-steam") + said(SEPARATION, "steam-counted-twice")
    result = calculate(SEPARATION)
    fed = result.material.flows["mix"].used / 1000
    assert steam_used(SEPARATION) == pytest.approx(15 * fed)


def test_steam_that_no_step_counts_is_said_with_what_to_state() -> None:
    (note,) = said(TANKS, "uncounted-steam")
    assert "steps.precipitation" in note.text and "state it: 1.8 (0.6 to 3.7) GJ/t" in note.text
    stated = TANKS.replace("brine: brine}", "brine: brine, steam: 1.8 GJ/t}")
    assert not said(stated, "uncounted-steam") + said(stated, "steam-counted-twice")
    assert steam_used(stated) == pytest.approx(1.8)
    assert not said(TANKS.replace("brine: brine}", "brine: brine, steam: 0 GJ/t}"),
                    "uncounted-steam")  # fmt: skip


def test_steam_of_a_tank_beside_the_default_that_holds_it() -> None:
    twice = SEPARATION.replace("brine: brine}", "brine: brine, steam: 1.8 GJ/t}")
    (note,) = said(twice, "steam-counted-twice")
    assert "'separation'" in note.text
    metered = twice.replace("cuts: [", "steam: 8 GJ/t\n    cuts: [")
    assert not said(metered, "steam-counted-twice")


# --- acid that is too weak ------------------------------------------------------------------------

OWN_ACID = """\
carbonre: 1
plant: works
location: CN
period: 2024
flows:
  liquor: {unit: kg, basis: REO, composition: {CeO2: 60 %, Nd2O3: 40 %}}
  sodium chloride brine: {composition: {NaCl: 11 %, H2O: 89 %}}
steps:
  separation:
    process: solvent_extraction
    feed: liquor
    amount: {liquor: 100 t}
    saponification: caustic soda
    brine: sodium chloride brine
    cuts: [{cut: Ce/Pr, heavy: Nd liquor, light: Ce liquor}]
  salt: {process: SPLIT, brine: sodium chloride brine, treats: {sodium chloride brine: all}}
supply: {liquor: {factor: 5 kgCO2e/kg, source: ours}}
"""


@pytest.mark.parametrize(
    ("split", "said_of"), [("bipolar_electrodialysis", 1), ("chlor_alkali", 0)]
)
def test_acid_of_electrodialysis_does_not_strip(split: str, said_of: int) -> None:
    found = said(OWN_ACID.replace("SPLIT", split), "weak-acid")
    assert ["to strip in separation" in note.message for note in found] == [True] * said_of
