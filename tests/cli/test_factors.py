"""What people do with tables: check, compare, copy, start a new one, and see which were used."""

import csv
import io
import json
from pathlib import Path

import pytest

import carbonre as cr
from carbonre.core.errors import Problems
from carbonre.core.tables import data_folder
from carbonre.factors.checks import check_files, findings
from carbonre.factors.editions import attribution, changes, edition
from carbonre.factors.lookup import read_factors
from helpers.commands import run_command
from helpers.paths import METAL

HEADER = "flow,value,unit,place,year,source"


def test_the_shipped_tables_are_in_order():
    problems = Problems()
    found = check_files([], 2025, problems)
    assert not problems.found
    assert [f for f in found if not f.is_remark] == []


def test_a_row_whose_gases_do_not_add_up_is_found(tmp_path):
    (tmp_path / "mine.csv").write_text(
        f"{HEADER},gwp,CO2,N2O\niron,2.5,kgCO2e/kg,CN,2024,me,AR6,2.0,0.001\n", encoding="utf-8"
    )
    found = [f.message for f in findings(read_factors(tmp_path / "mine.csv"), 2024)]
    assert any("the gases add up to 0.909 times the value under AR6" in words for words in found)


def test_expired_rows_and_licences_are_found(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        f"{HEADER},valid_until,licence\niron,2,kgCO2e/kg,CN,2019,me,2020,mine alone\n",
        encoding="utf-8",
    )
    words = " ".join(f.message for f in check_files([str(path)], 2024, Problems()))
    assert "was valid until 2020" in words
    assert "the licence 'mine alone' is none of" in words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("iron,2024-01-05,kgCO2e/kg,CN,2024,me", "is not a plain number"),
        ("iron,2.1 kg,kgCO2e/kg,CN,2024,me", "is not a plain number"),
        ("iron,1e999,kgCO2e/kg,CN,2024,me", "beyond"),
        ("electricity,647.9,kg/kWh,CN-NM,2023,me", "0.001 to 1.5"),
        ("bituminous coal,4.4,kg/kg,CN,2023,me", "3.66"),
    ],
)
def test_check_refuses_with_file_and_line(tmp_path, row, words):
    header = HEADER + (",gas" if "kg/k" in row and "CO2e" not in row else "")
    path = tmp_path / "mine.csv"
    path.write_text(f"{header}\n{row}{',CO2' if header != HEADER else ''}\n", encoding="utf-8")
    done = run_command("factors", "check", path)
    assert done.returncode == 2
    assert f"{path}:2" in done.stderr
    assert words in done.stderr


def test_a_table_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(f"{HEADER}\n铁,2,kgCO2e/kg,CN,2024,我\n".encode("gb18030"))
    assert "looks like GB18030" in run_command("factors", "check", path).stderr


def test_diff_names_what_changed_and_what_it_does(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        f"{HEADER},gas,supply\nelectricity,0.5,kg/kWh,CN-NM,2023,me,CO2,grid\n", encoding="utf-8"
    )
    done = run_command("factors", "diff", "shipped", path, "--plant", METAL)
    assert done.returncode == 0, done.stderr
    assert "1 added, 1 gone, 0 changed" in done.stdout
    assert "Nd metal" in done.stdout
    assert "against baseline" in done.stdout


def test_an_edition_does_not_differ_from_itself():
    assert changes(edition("shipped"), edition(str(data_folder()))) == []


def test_new_gives_a_file_that_can_be_used_once_it_is_filled_in(tmp_path):
    text = run_command("factors", "new", "graphite", "anode").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["unit"] == "kgCO2e/kg"
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    unfilled = run_command("factors", "check", path)
    assert unfilled.returncode == 2
    assert "value: is empty" in unfilled.stderr
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | {"value": "3.3", "source": "our supplier"})
    done = run_command("calc", METAL, "--factors", path, "--factors-used", "-")
    used = {row["flow"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert used["graphite anode"]["value"] == "3.3"
    assert used["graphite anode"]["differs"].startswith("shipped: 3.1")
    assert used["electricity"]["differs"] == ""


def test_a_row_of_an_unknown_flow_is_remarked_and_a_copy_can_be_compared(tmp_path):
    path = tmp_path / "mine.csv"
    head = "flow,value,unit,place,year,source\n"
    path.write_text(f"{head}electrcity,1,kgCO2e/kWh,CN,2024,me\n", encoding="utf-8")
    assert "did you mean 'electricity'?" in run_command("factors", "check", path).stderr
    run_command("factors", "copy", tmp_path / "tables")
    done = run_command("factors", "diff", "shipped", tmp_path / "tables", "--plant", METAL)
    assert done.returncode == 0, done.stderr


def test_a_copy_can_be_edited_and_only_the_edit_is_named(tmp_path):
    assert run_command("factors", "copy", tmp_path / "mine").returncode == 0
    assert run_command("factors", "check", tmp_path / "mine").returncode == 0
    plain, copied = (
        run_command("calc", METAL),
        run_command("calc", METAL, "--factors", tmp_path / "mine"),
    )
    assert copied.returncode == 0, copied.stderr
    assert copied.stdout == plain.stdout
    table = tmp_path / "mine" / "electricity.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",0.6479,", ",0.7,"))
    edited = run_command("calc", METAL, "--factors", tmp_path / "mine")
    assert "electricity: 0.7 kg/kWh" in edited.stdout
    assert "shipped: 0.6479 kg/kWh" in edited.stdout
    assert edited.stdout.count("shipped: ") == 1
    assert run_command("factors", "copy", tmp_path / "mine").returncode == 2


def test_a_private_table_is_in_no_result_unless_asked(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEADER}\nsteel,1.234567,kgCO2e/kg,CN,2024,secret\n", encoding="utf-8")
    document = json.loads(run_command("calc", METAL, "--factors", path, "--json", "-").stdout)
    assert "1.234567" not in json.dumps(document)


def test_attribution_is_that_of_the_tables():
    """Renew it by: carbonre factors attribution > factors/ATTRIBUTION.md"""
    written = Path(data_folder() / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert written == attribution(read_factors())


def test_the_two_families_of_electricity_never_meet():
    """A life-cycle row is for readers: no look-up takes it."""
    tables = read_factors()
    life_cycle = [row for row in tables.of("electricity") if row.part == "life cycle"]
    assert life_cycle
    for row in life_cycle:
        for part in ("direct", "upstream", "total"):
            choice = tables.look_up("electricity", part, row.place, row.year, row.supply)
            assert choice is None or choice.factor.part == part


def test_a_plants_own_tables_are_used_from_python_too(tmp_path):
    """They lie between the shipped tables and those of the caller."""
    plant = cr.read_plant(METAL.parent / "magnet_works.yaml")
    alone, given = cr.footprint(plant), cr.footprint(plant, cr.read_factors())
    assert alone.total == given.total
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEADER}\nLiF,1000,kgCO2e/kg,CN,2024,me\n", encoding="utf-8")
    assert cr.footprint(plant, cr.read_factors(path)).total > 1.01 * alone.total


@pytest.mark.parametrize(
    "arguments",
    [
        ("electricity",), ("electricity", "--place", "CN-NM", "--year", "2024"),
        ("hydrogen", "--place", "EE"), ("natural gas", "--place", "DE", "--year", "2024"),
        ("sulfuric acid", "--place", "CN"), ("truck",),
    ],
)  # fmt: skip
def test_show_is_short_and_says_how_to_see_more(arguments):
    done = run_command("factors", "show", *arguments)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) <= 30
    every = run_command("factors", "show", arguments[0], "--all").stdout.splitlines()
    assert len(every) > len(lines)
    assert "--all for every row" in done.stdout or "more rows" not in done.stdout


def test_show_says_which_row_a_place_gets_and_why():
    text = run_command("factors", "show", "ammonia", "--place", "CN-NM", "--year", "2024").stdout
    assert "CN-NM, 2024, no supply named:" in text
    taken, _, others = text.partition("others, by supply:")
    assert "4.43 kgCO2e/kg" in taken
    assert "coal route" in taken
    assert "no row for CN-NM; CN is used" in taken
    assert "[draft]" not in taken
    assert "EU average: transcription, another place" in others
    assert "of a wider area" in others
    hydrogen = run_command("factors", "show", "hydrogen", "--place", "DE").stdout
    assert "a special route that must be named" in hydrogen
    nobody = run_command("factors", "show", "ground", "ore", "--place", "DE")
    assert nobody.returncode == 2
    steam = run_command("factors", "show", "electricity", "--place", "DE", "--year", "2019").stdout
    assert "no row for 2019 or before; 2023 is used as a proxy" in steam


def test_gases_that_do_not_make_their_value_are_found_without_a_set(tmp_path):
    """The place of a row without an id is said once."""
    table = tmp_path / "lo.csv"
    table.write_text(
        "flow,value,unit,place,year,source,CO2,CH4_fossil\niron,9.9,kgCO2e/kg,CN,2024,s,2,0.1\n"
    )
    done = run_command("factors", "check", str(table))
    said = done.stdout + done.stderr
    assert said.count(f"{table}:2") == 1
    assert "and under no other set to it; state gwp" in said
