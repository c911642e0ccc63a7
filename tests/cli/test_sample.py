"""`sample` and `sensitivity` from outside: real files, real processes, exit codes."""

import csv
import io
import json

import pytest

from carbonre.footprint.result import CSV_COLUMNS
from carbonre.reports.uncertainty import SAMPLE_COLUMNS
from carbonre.uncertainty.sensitivity import COLUMNS
from helpers.commands import UNCERTAIN_PLANT, listing, rows_of, run_command, start_command

HOSTILE = (
    "=HYPERLINK(1)", "[/red]<script>alert(1)</script>", "@SUM(A1)", "-1+1", "x" * 190, "镨钕 金属",
)  # fmt: skip


@pytest.fixture
def works(tmp_path):
    (tmp_path / "plant.yaml").write_text(UNCERTAIN_PLANT, encoding="utf-8")
    return tmp_path


def quoted(name):
    return json.dumps(name, ensure_ascii=False)


def test_a_report_of_draws_says_what_was_drawn_and_why_the_figures_differ(works):
    done = start_command("sample", "plant.yaml", "-n", 3000, "--scenario", "all", folder=works)
    assert done.returncode == 0 and done.stderr == ""
    assert "3,000 draws of 2 uncertain inputs; all of them could be calculated" in done.stdout
    (words, _) = [line for line in done.stdout.splitlines() if "the mean is" in line]
    assert "stated values are not the means of their distributions" in words
    assert "supply.ore.factor +" in words and "the distribution is skewed upwards" in words
    assert "wind against baseline, common random numbers" in done.stdout
    assert "factors without uncertainty data, kept constant: elec.cn.nm.2023" in done.stdout
    assert listing(works) == ["plant.yaml"]


def test_csv_on_stdout_is_csv_and_nothing_else(works):
    done = run_command(
        "sample", "plant.yaml", "-n", 50, "--scenario", "all", "--csv", "-", folder=works
    )
    rows = rows_of(done.stdout)
    assert tuple(rows[0]) == SAMPLE_COLUMNS and SAMPLE_COLUMNS[: len(CSV_COLUMNS)] == CSV_COLUMNS
    assert [row["scenario"] for row in rows] == ["baseline", "wind"]
    for row in rows:
        assert row["draws"] == "50" and row["refused"] == "0"
        quantiles = [float(row[key]) for key in ("p2.5", "p5", "median", "p95", "p97.5")]
        assert quantiles == sorted(quantiles)
    each = run_command("sample", "plant.yaml", "-n", 50, "--each", "-", folder=works)
    draws = rows_of(each.stdout)
    assert len(draws) == 50 and list(draws[0]) == [
        "draw", "baseline: (plant)", "baseline: metal",
    ]  # fmt: skip
    mean = sum(float(row["baseline: metal"]) for row in draws) / 50
    assert mean == pytest.approx(float(rows[0]["mean"]), rel=1e-12)
    found = start_command("sensitivity", "plant.yaml", "-n", 32, "--csv", "-", folder=works)
    assert tuple(rows_of(found.stdout)[0]) == COLUMNS


def test_files_are_those_that_were_named_and_runs_repeat_to_the_byte(works):
    command = ("sample", "plant.yaml", "-n", 5000, "--each", "each.csv", "--csv")
    one = start_command(*command, "one.csv", folder=works)
    assert one.stderr.splitlines() == ["wrote one.csv", "wrote each.csv"]
    two = run_command(*command, "two.csv", "--executor", "threads", "--workers", 2, folder=works)
    assert two.returncode == 0 and one.stdout == two.stdout
    parts = run_command("sample", "plant.yaml", "-n", 5000, "--parts", "run", folder=works)
    assert parts.stdout == one.stdout
    assert (works / "one.csv").read_bytes() == (works / "two.csv").read_bytes()
    assert listing(works) == ["each.csv", "one.csv", "plant.yaml", "run", "two.csv"]


def test_until_says_how_far_it_came(works):
    done = run_command("sample", "plant.yaml", "--until", "5%", folder=works)
    assert "mean, P5 and P95 of every product are known to ± " in done.stdout
    assert "4,096 draws" in done.stdout and "asked for" not in done.stdout
    (works / "still.yaml").write_text(UNCERTAIN_PLANT.replace("{lognormal: 1.5}", "fixed").replace(
        "{triangular: [2 kWh, 5 kWh]}", "fixed"), "utf-8")  # fmt: skip
    still = ("sample", "still.yaml", "--until", "5%", "--what", "parameters")
    done = run_command(*still, folder=works)
    assert "known to ± 0 %" in done.stdout and "without uncertain inputs" in done.stdout


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:20])
def test_names_are_inert(works, name):
    text = UNCERTAIN_PLANT.replace('"metal"', quoted(name)).replace('"furnace"', quoted(name[::-1]))
    text = text.replace('"wind"', quoted(name)).replace("PLANT", quoted(name))
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    for command in (
        ("sample", "-n", 20, "--scenario", "all"),
        ("sample", "-n", 20, "--scenario", "all", "--csv", "-"),
        ("sample", "-n", 20, "--scenario", name, "--each", "-"),
        ("sensitivity", "-n", 16),
        ("sensitivity", "-n", 16, "--csv", "-"),
        ("sample", "-n", 20, "--scenario", "all", "--parts", "run"),
    ):
        done = run_command(command[0], "plant.yaml", *command[1:], folder=works)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout
        if "-" in command:
            for row in csv.reader(io.StringIO(done.stdout)):
                for cell in row:
                    is_number = cell.replace(".", "").replace("e-", "").lstrip("-").isdecimal()
                    assert is_number or not cell.startswith(tuple("=+-@")), cell


BAD = {
    "supply.ore.facto: {lognormal: 1.5}": "did you mean 'supply.ore.factor'?",
    "supply.ore.factor: {lognormal: 0.5}": "is no geometric standard deviation",
    "supply.ore.factor: {normal: 1 kg}": "'1 kg' is a mass; an emission factor per mass is wanted",
    "supply.ore.factor: {uniform: [4 kgCO2e/kg, 5 kgCO2e/kg]}": "does not lie between the ends",
    "supply.ore.factor: {uniform: [1, 2, 3]}": "two ends are wanted",
    "supply.ore.factor: band": "the tables have no plausible range",
    "factors.elec.cn.nm.202: {lognormal: 1.1}": "there is no factor row",
}


@pytest.mark.parametrize("entry", BAD)
@pytest.mark.parametrize("command", ["sample", "sensitivity", "check"])
def test_mistakes_are_shown_with_line_and_caret_and_nothing_is_written(works, entry, command):
    text = UNCERTAIN_PLANT.replace("supply.ore.factor: {lognormal: 1.5}", entry)
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    options = () if command == "check" else ("--csv", "out.csv")
    done = run_command(command, "plant.yaml", *options, folder=works)
    assert done.returncode == 2 and done.stdout == ""
    head, line, caret = done.stderr.splitlines()
    assert head.startswith("plant.yaml:13: uncertainty.") and BAD[entry] in head
    assert entry in line and set(caret.strip()) == {"^"}
    assert listing(works) == ["plant.yaml"]


OPTIONS = {
    ("--what", "all"): "'all' is none of parameters, factors, both",
    ("--until", "2 kg"): "'2 kg' is not a width",
    ("--until", "200%"): "'200%' is not a width",
    ("--until", "0%"): "'0%' is not a width",
    ("--until", "-1%"): "'-1%' is not a width",
    ("--until", "2"): "'2' has no unit",
    ("--until", "2%", "--parts", "run"): "--parts and --until do not go together",
    ("--executor", "clouds"): "'clouds' is no executor; known are threads, processes, dask",
    ("--scheduler", "tcp://127.0.0.1:1"): "a scheduler belongs to the executor dask",
    ("--workers", "2"): "a number of workers belongs to an executor",
    ("--scenario", "winde"): "there is no scenario 'winde'; did you mean 'wind'?",
    ("--csv", "a.csv", "--each", "./a.csv"): "is named for two outputs",
    ("--csv", "-", "--each", "-"): "is named for two outputs",
    ("--csv", "plant.yaml"): "is one of the inputs",
    ("--csv", "no/such.csv"): "is in a directory that does not exist",
    ("--parts", "plant.yaml"): "is a file; name a new folder",
    ("--parts", "."): "is not empty and holds no run",
    ("--gsd", "0.5"): "",
    ("--gsd", "nan"): "",
    ("--gsd", "1e9"): "is no geometric standard deviation",
    ("--draws", "0"): "",
    ("--draws", "many"): "",
    ("--seed", "-1"): "",
    ("--factors", "no.csv"): "no.csv",
}


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_options_that_cannot_be_used_are_refused_in_words(works, options):
    done = run_command("sample", "plant.yaml", *options, folder=works)
    assert done.returncode == 2 and done.stdout == ""
    assert OPTIONS[options] in done.stderr and "Traceback" not in done.stderr
    assert listing(works) == ["plant.yaml"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--method", "anova"), "'anova' is none of auto, sobol, morris"),
        (("--product", "metall"), "there is no product 'metall'; did you mean 'metal'?"),
        (("--scenario", "winde"), "did you mean 'wind'?"),
        (("--what", "all"), "'all' is none of"),
    ],
)
def test_sensitivity_refuses_in_words(works, options, words):
    done = run_command("sensitivity", "plant.yaml", *options, folder=works)
    assert done.returncode == 2 and done.stdout == "" and words in done.stderr


def test_everything_that_is_wrong_is_told_at_once(works):
    text = UNCERTAIN_PLANT.replace("{lognormal: 1.5}", "{lognormal: 0.5}").replace(
        "[2 kWh", "[2 kg"
    )
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    done = run_command("sample", "plant.yaml", "--executor", "clouds", "--until", "x", folder=works)
    assert done.returncode == 2
    for words in ("'0.5' is no", "'2 kg' is a mass", "'clouds' is no", "--until: 'x'"):
        assert words in done.stderr, words


def test_a_plant_in_which_nothing_is_uncertain_has_nothing_to_decide(works):
    (works / "plant.yaml").write_text(
        UNCERTAIN_PLANT.split("uncertainty:", maxsplit=1)[0], encoding="utf-8"
    )
    done = run_command("sensitivity", "plant.yaml", "--what", "parameters", folder=works)
    assert done.returncode == 2 and "no input of this plant is uncertain" in done.stderr
    assert run_command("sensitivity", "plant.yaml", "--gsd", "1.2", folder=works).returncode == 0
    done = run_command("sample", "plant.yaml", "-n", "9", "--what", "parameters", folder=works)
    assert done.returncode == 0 and "a plant without uncertain inputs" in done.stdout


def test_draws_that_cannot_be_calculated_are_reported_with_their_reason(works):
    text = UNCERTAIN_PLANT.replace("{lognormal: 1.5}", "{normal: 1.6 kgCO2e/kg}")
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    done = run_command("sample", "plant.yaml", "-n", 1000, folder=works)
    assert done.returncode == 0
    assert "could not be calculated and are excluded" in done.stdout
    assert "draws: plant.yaml:11: supply.ore.factor: this is not possible" in done.stdout
    done = run_command("sensitivity", "plant.yaml", "-n", 200, folder=works)
    assert "that could not be calculated are excluded" in done.stdout
    worse = text.replace("3 kgCO2e", "0 kgCO2e").replace("1.6 kgCO2e", "-2 kgCO2e")
    (works / "plant.yaml").write_text(worse, encoding="utf-8")
    assert run_command("sample", "plant.yaml", folder=works).returncode == 2


def test_too_many_refused_draws_are_an_error_and_nothing_is_written(works):
    text = UNCERTAIN_PLANT.replace("{lognormal: 1.5}", "{normal: 4 kgCO2e/kg}")
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    for command in (
        ("sample", "--csv", "out"), ("sample", "--parts", "out"),
        ("sample", "--until", "5%", "--csv", "out"), ("sensitivity", "-n", 64, "--csv", "out"),
        ("sensitivity", "-n", 64, "--method", "morris", "--csv", "out"),
        ("report", "-o", "out.html"), ("report", "-o", "out.xlsx"),
    ):  # fmt: skip
        done = run_command(command[0], "plant.yaml", *command[1:], folder=works)
        assert done.returncode == 2, command
        assert "mainly 'supply.ore.factor' decides: state its value" in done.stderr
        assert "most frequent reason: plant.yaml:11: supply.ore.factor" in done.stderr
        assert not [file.name for file in works.iterdir() if file.name.startswith("out")]
    done = run_command("report", "plant.yaml", "-o", "out.html", "--draws", 0, folder=works)
    assert done.returncode == 0


def test_one_draw_is_no_mean(works):
    done = run_command("sample", "plant.yaml", "-n", 1, folder=works)
    assert "1 draw: too few for a mean or an interval" in done.stdout
    assert "not linear" not in done.stdout and "middle half" not in done.stdout


def test_a_mistake_of_all_scenarios_is_told_once(works):
    text = UNCERTAIN_PLANT.replace("[2 kWh", "[2 kg")
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    done = run_command("sample", "plant.yaml", "--scenario", "all", folder=works)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 3


def test_a_value_that_only_a_scenario_puts_outside_its_ends_is_told_so(works):
    more = '  more: {set: {steps."furnace".uses.electricity: 9 kWh}}\n'
    (works / "plant.yaml").write_text(UNCERTAIN_PLANT + more, encoding="utf-8")
    assert run_command("sample", "plant.yaml", "-n", 9, folder=works).returncode == 0
    done = run_command("sample", "plant.yaml", "-n", 9, "--scenario", "all", folder=works)
    assert "in 'more', what is written, 9 kWh, does not lie between the ends" in done.stderr


def test_draws_do_not_depend_on_where_the_files_lie(works):
    """A row of the plant's own without an id is known by what it says."""
    head = "flow,value,unit,place,year,source,gsd"
    other = works / "other"
    other.mkdir()
    for folder in (works, other):
        (folder / "mine.csv").write_text(
            f"{head}\nore,3,kgCO2e/kg,GLO,2024,own,1.4\n", encoding="utf-8"
        )
        text = UNCERTAIN_PLANT.replace(
            "supply: {ore: {factor: 3 kgCO2e/kg, source: stated}}\n", "flows: {ore: {unit: kg}}\n"
        )
        text = text.replace("  supply.ore.factor: {lognormal: 1.5}\n", "")
        (folder / "plant.yaml").write_text(text + "factors: [mine.csv]\n", encoding="utf-8")
    one = run_command("sample", "plant.yaml", "-n", 50, "--csv", "-", folder=works)
    two = run_command("sample", other / "plant.yaml", "-n", 50, "--csv", "-", folder=works)
    assert one.returncode == 0, one.stderr
    assert rows_of(one.stdout)[0]["mean"] == rows_of(two.stdout)[0]["mean"]


def test_the_schema_describes_uncertainty(works):
    done = run_command("schema", folder=works)
    schema = json.loads(done.stdout)
    assert "DistributionEntry" in json.dumps(schema["properties"]["uncertainty"])
    assert "lognormal" in schema["$defs"]["DistributionEntry"]["properties"]


@pytest.mark.parametrize("command", ["sample", "sensitivity"])
def test_a_scenario_that_supplies_a_flow_nobody_knows_is_refused_as_by_calc(command, works):
    slip = (
        UNCERTAIN_PLANT + '  "slip": {set: {supply.orre: {factor: 1 kgCO2e/kg, source: stated}}}\n'
    )
    (works / "plant.yaml").write_text(slip, encoding="utf-8")
    done = run_command(command, "plant.yaml", "-n", "16", "--scenario", "slip", folder=works)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'supply.orre' matches nothing" in done.stderr and "'ore'" in done.stderr
    assert (
        done.stderr == run_command("calc", "plant.yaml", "--scenario", "slip", folder=works).stderr
    )


def test_a_block_that_works_alone_is_drawn_as_it_is_calculated(works):
    more = '  "rung": {block: true, set: {supply.electricity: wind power}}\n'
    whole = '  "whole": {extends: [rung], set: {production.metal: 2 t}}\n'
    (works / "plant.yaml").write_text(UNCERTAIN_PLANT + more + whole, encoding="utf-8")
    for command in (["calc"], ["sample", "-n", "16"]):
        done = run_command(*command, "plant.yaml", "--scenario", "rung", folder=works)
        assert done.returncode == 0, done.stderr
