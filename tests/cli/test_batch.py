"""`batch`: a table in, a table out, as CSV or parquet; what is wrong has its row and column."""

import csv
import io

import pandas as pd
import pytest

from carbonre.comparison.batch import CASE_COLUMNS
from helpers.commands import UNCERTAIN_PLANT, listing, run_command

ORE = 'steps."furnace".uses.ore'
POWER = "supply.electricity"


@pytest.fixture
def works(tmp_path):
    (tmp_path / "plant.yaml").write_text(UNCERTAIN_PLANT, encoding="utf-8")
    return tmp_path


def table(folder, heads, *rows, name="cases.csv"):
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows])


def test_a_row_for_each_case_called_by_its_line(works):
    table(works, [ORE, POWER], ["2 kg", "grid"], ["1 kg", "wind power"])
    done = run_command("batch", "plant.yaml", "cases.csv", "-o", "-", folder=works)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == CASE_COLUMNS and done.stderr == ""
    assert [row["case"] for row in rows] == ["2", "3"]
    calc = run_command("calc", "plant.yaml", "--csv", "-", folder=works).stdout
    (wanted,) = csv.DictReader(io.StringIO(calc))
    assert {key: rows[0][key] for key in wanted} == wanted
    assert rows[1]["scope2_location"] == rows[0]["scope2_location"] != rows[1]["scope2"]
    assert listing(works) == ["cases.csv", "plant.yaml"]


def test_no_number_is_an_empty_cell(works):
    """A supply of its own leaves no row by location, where the tables have none."""
    text = UNCERTAIN_PLANT.replace("electricity", "cold").replace(
        "supply: {", "supply: {cold: {factor: 0.1 kgCO2e/kWh, source: own}, "
    )
    text = text.replace("steps:", "flows: {cold: {unit: kWh, kind: heat}}\nsteps:", 1)
    text = text[: text.index("scenarios:")]
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    table(works, [ORE], ["2 kg"])
    one = run_command("calc", "plant.yaml", "--csv", "-", folder=works)
    done = run_command("batch", "plant.yaml", "cases.csv", "-o", "-", folder=works)
    assert (one.returncode, done.returncode) == (0, 0), one.stderr
    (row,) = csv.DictReader(io.StringIO(one.stdout))
    assert row["scope2_location"] == ""
    assert done.stdout.partition("\n")[2] == "2," + one.stdout.partition("\n")[2]


def test_a_column_case_names_the_rows_and_stays_inert(works):
    table(works, ["case", ORE], ["=HYPERLINK(1)", "2 kg"], ["今日", "-2 kg"])
    done = run_command("batch", "plant.yaml", "cases.csv", "-o", "out.csv", folder=works)
    assert done.returncode == 2 and listing(works) == ["cases.csv", "plant.yaml"]
    words = "cases.csv: row 今日: steps.furnace.uses.ore: '-2 kg' is negative"
    assert done.stderr.startswith(words)
    table(works, ["case", ORE], ["=HYPERLINK(1)", "2 kg"], ["今日", "3 kg"])
    done = run_command("batch", "plant.yaml", "cases.csv", "-o", "out.csv", folder=works)
    assert done.stderr == "wrote out.csv: 2 cases\n"
    rows = list(csv.DictReader(io.StringIO((works / "out.csv").read_text(encoding="utf-8"))))
    assert [row["case"] for row in rows] == ["'=HYPERLINK(1)", "今日"]


def test_parquet_goes_in_and_out_with_the_same_figures(works):
    frame = pd.DataFrame({f"{ORE} [kg]": [2.0, 1.5, 1.0], POWER: ["grid", "wind power", "grid"]})
    frame.to_parquet(works / "cases.parquet")
    table(works, list(frame), *frame.itertuples(index=False))
    for source in ("cases.parquet", "cases.csv"):
        for target in (f"{source}.parquet", f"{source}.csv"):
            done = run_command("batch", "plant.yaml", source, "-o", target, folder=works)
            assert done.returncode == 0, done.stderr
    one = pd.read_parquet(works / "cases.parquet.parquet")
    assert tuple(one) == CASE_COLUMNS and list(one["case"]) == [1, 2, 3]
    for name in ("cases.csv.parquet", "cases.csv.csv", "cases.parquet.csv"):
        path = works / name
        other = pd.read_parquet(path) if name.endswith("parquet") else pd.read_csv(path)
        assert list(other["total"]) == list(one["total"])
    assert not [name for name in listing(works) if name.startswith(".")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "cases.csv"),
        (f"{ORE}\n", "cases.csv: has no rows"),
        ("steps.furnice.uses.ore\n1 kg\n", "row 2: 'steps.furnice.uses.ore' matches nothing"),
        ("steps.furnace.uses.ore\n\"1,5 kg\"\n", "row 2: steps.furnace.uses.ore: '1,5 kg'"),
        ("steps.furnace.uses.ore,x\n1 kg\n", "the row has 1 cells, the header 2 columns"),
        ("steps.furnace.uses.ore [kg],period\n1,\n", "row 2: period: the cell is empty"),
        ("steps.furnace.uses.ore [kg],steps.furnace.uses.ore\n1,1 kg\n", "2 columns set it"),
        ("case,case\n1,2\n", "distinct name"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_told_in_words(works, content, words):
    (works / "cases.csv").write_text(content, encoding="utf-8")
    done = run_command("batch", "plant.yaml", "cases.csv", "-o", "out.csv", folder=works)
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert listing(works) == ["cases.csv", "plant.yaml"]


def test_a_parquet_file_that_is_none_is_told_in_words(works):
    (works / "text.parquet").write_text("no parquet", encoding="utf-8")
    (works / "folder.parquet").mkdir()
    for name, words in (("text.parquet", "no parquet file that can be read"),
                        ("none.parquet", "does not exist"), ("folder.parquet", "is no file"),
                        ("https://example.invalid/x.parquet", "is no file")):  # fmt: skip
        done = run_command("batch", "plant.yaml", name, "-o", "out.csv", folder=works)
        assert done.returncode == 2 and f"{name}: " in done.stderr and words in done.stderr
    done = run_command("batch", "plant.yaml", "text.parquet", "-o", "text.parquet", folder=works)
    assert done.returncode == 2 and "is one of the inputs" in done.stderr
