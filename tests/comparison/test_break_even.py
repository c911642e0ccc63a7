"""Where scenarios turn: several meetings, none and why; sweeps of one value and of two."""

import csv
import io
import math

import pytest

from carbonre.comparison.break_even import BreakEven, break_even
from carbonre.comparison.sweep import sweep
from carbonre.core.errors import InputError, Problems
from carbonre.footprint import calculate as calculation
from carbonre.reports.comparison import break_even_text
from helpers.commands import run_command
from helpers.examples import example_footprint, example_footprints
from helpers.paths import METAL, ROOT
from helpers.plants import calculate, factors, read

BAOTOU = ROOT / "examples" / "baotou_smelter.yaml"
VOLTAGE, POWER = "steps.electrolysis.cell_voltage", "supply.electricity"


@pytest.fixture(scope="module")
def metal():
    return example_footprints("nd_metal")


def told(one, two, path):
    lines = break_even_text(one, two, path, break_even(one, two, path))
    return "\n".join(line.text for line in lines)


def test_electric_heat_meets_gas_where_the_facts_say():
    """0.20 kg/kWh at equal efficiency, 0.29 where electric kilns need 30 % less."""
    pair = [example_footprint("baotou_smelter", s) for s in ("gas heat", "electric heat")]
    direct = break_even(*pair, POWER)[0]
    assert 0.20 < direct.value < 0.29
    assert direct.better == ("electric heat", "gas heat")


def test_parallel_lines_say_so_and_by_how_much(metal):
    found = break_even(metal["baseline"], metal["wind power"], POWER)
    assert [meeting.values for meeting in found] == [(), (), ()]
    whole = found[-1]
    chains = [
        math.fsum(
            r.kgCO2e for r in metal[s].ledger_rows if r.flow == "electricity" and r.scope == "3"
        )
        for s in ("baseline", "wind power")
    ]
    assert whole.ends == pytest.approx((chains[1] - chains[0],) * 2)
    words = told(metal["baseline"], metal["wind power"], POWER)
    assert "'wind power' is better by 1,8" in words
    assert "both buy the same amount of electricity" in words
    assert "replaces what 'wind power' sets there" in words


def test_never_within_the_band_says_who_and_by_how_much_at_both_ends(metal):
    path = "steps.electrolysis.current_efficiency"
    (meeting,) = break_even(metal["baseline"], metal["wind power"], path)
    assert meeting.values == ()
    assert meeting.better == ("wind power",)
    at = sweep([metal["baseline"], metal["wind power"]], [f"{path}=70 %..80 %"])
    for end, point in zip(meeting.ends, (at[0], at[-1]), strict=True):
        assert end == pytest.approx(point.totals[1] - point.totals[0])
    words = told(metal["baseline"], metal["wind power"], path)
    low, high = (f"{round(-end / 1000, -2):,.0f} t" for end in meeting.ends)
    assert f"none within 70 to 80 %: 'wind power' is better by {low} CO2e at 70" in words
    assert f"and {high} at 80" in words


def test_a_factor_that_only_widens_the_gap(metal):
    """The inert anode needs more power; a graphite anode without burden never loses."""
    found = break_even(metal["inert anode"], metal["many anode effects"], POWER)
    assert found[0].values
    same = break_even(metal["baseline"], metal["baseline"], POWER)
    assert {meeting.better for meeting in same} == {("",)}
    assert all(meeting.ends == (0.0, 0.0) for meeting in same)
    (meeting,) = break_even(metal["baseline"], metal["baseline"], VOLTAGE)
    assert "the same for every value" in meeting.why


def test_several_meetings_are_all_told():
    """Three meetings of one parameter cannot be told from one by its ends."""
    meeting = BreakEven("all", (2.0, 5.0, 7.0), "V", 1, 9, ("a", "b", "a", "b"), (1.0, -1.0))
    one = calculate(ONE.format(kg=3))
    words = "\n".join(line.text for line in break_even_text(one, one, VOLTAGE, [meeting]))
    assert "3 times, at 2.00 and 5.00 and 7.00 V: up to 2.00 'a' is better" in words
    assert "up to 7.00 'a' is better, above 'b' is better" in words


SHOP = {
    "carbonre": 1,
    "plant": "shop",
    "period": 2024,
    "production": {"metal": "1 t"},
    "steps": {
        "furnace": {
            "process": "inventory",
            "makes": {"metal": "1 kg"},
            "uses": {"ore": "2 kg", "coal": "1 kg"},
        }
    },
    "supply": {
        "ore": {"factor": "1 kgCO2e/kg", "source": "stated"},
        "coal": {"factor": "3 kgCO2e/kg", "source": "stated"},
    },
    "scenarios": {
        "lean": {"set": {"steps.furnace.uses.coal": "0.5 kg"}},
    },
}


def test_an_amount_that_a_step_states_is_sought_too():
    """4 kg of charcoal at 1 against coal at 3: equal at 4/3 kg of coal."""
    one, two = ready(SHOP, "baseline", "lean")
    (meeting,) = break_even(one, two, "steps.furnace.uses.ore")
    assert meeting.why == "the difference does not move with it"
    assert (meeting.low, meeting.high, meeting.better) == (0.2, 20, ("lean",))
    charcoal = {"factor": "1 kgCO2e/kg", "source": "stated"}
    shop = {
        **SHOP,
        "supply": {**SHOP["supply"], "charcoal": charcoal},
        "scenarios": {"charcoal": {"set": {
            "supply.coal.factor": "0 kgCO2e/kg", "steps.furnace.uses.charcoal": "4 kg"}}},
    }  # fmt: skip
    charcoal, base = ready(shop, "charcoal", "baseline")
    (meeting,) = break_even(base, charcoal, "steps.furnace.uses.coal")
    assert meeting.values == pytest.approx((4 / 3,))
    assert meeting.better == ("baseline", "charcoal")


def test_equal_at_zero_and_apart_above():
    one, two = ready(SHOP, "baseline", "lean")
    words = told(one, two, "supply.coal")
    assert "counting all: none: 'lean' is better; the two are equal at zero" in words


def ready(plant, *names):
    problems = Problems()
    understood = read(plant, problems)
    found = [calculation.calculate(understood, factors(), name, problems) for name in names]
    problems.raise_any()
    return found


ONE = """
carbonre: 1
plant: one
period: 2024
location: CN-NM
production: {{Nd metal: 1 t}}
steps:
  electrolysis:
    process: oxide_electrolysis
    metal: Nd
    current_efficiency: 76 %
    cell_voltage: 9.5 V
supply:
  Nd2O3: {{factor: {kg} kgCO2e/kg, source: stated}}
"""


def test_a_sweep_meets_where_the_break_even_is(metal):
    pair = [metal["baseline"], metal["inert anode"]]
    value = break_even(*pair, POWER)[-1].value
    points = sweep(pair, [f"{POWER}={value!r} kgCO2e/kWh..3 kgCO2e/kWh"])
    assert points[0].totals[0] == pytest.approx(points[0].totals[1], rel=1e-9)
    assert points[-1].totals[0] < points[-1].totals[1]


def test_a_sweep_of_a_factor_ends_where_the_plant_stands(metal):
    """With the grid's own factor the baseline is the baseline."""
    grid = next(r.factor for r in metal["baseline"].ledger_rows if r.flow == "electricity")
    points = sweep([metal["baseline"]], [f"{POWER}={grid!r} kgCO2e/kWh..1 kgCO2e/kWh"])
    assert points[0].totals[0] == pytest.approx(metal["baseline"].total, rel=1e-12)


def test_two_ranges_make_a_grid_as_csv_and_picture(tmp_path):
    done = run_command(
        "compare", METAL, "--scenario", "inert anode", "--sweep", f"{VOLTAGE}=9 V..10 V",
        "--sweep", f"{POWER}=0.2 kgCO2e/kWh..3.2 kgCO2e/kWh", "--sweep-csv", "s.csv",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "lowest: o baseline, x inert anode" in done.stdout
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 11 * 11 * 2
    assert list(rows[0])[:4] == [f"{VOLTAGE} [V]", f"{POWER} [kgCO2e/kWh]", "plant", "scenario"]
    assert {row["scenario"] for row in rows} == {"baseline", "inert anode"}
    at = [r for r in rows if float(r[f"{VOLTAGE} [V]"]) == 9.5 and r["scenario"] == "baseline"]
    assert len(at) == 11
    totals = [float(row["total"]) for row in at]
    assert totals == sorted(totals)
    one = run_command("compare", METAL, "--scenario", "baseline", "--sweep", f"{VOLTAGE}=9 V..10 V")
    assert one.returncode == 0, one.stderr
    assert one.stdout.count("|") == 22


def test_the_csv_of_a_sweep_is_a_table_of_cases(tmp_path):
    """Its first columns go into batch as they are, and give the same totals."""
    done = run_command(
        "compare", METAL, "--scenario", "baseline", "--sweep", f"{VOLTAGE}=9 V..10 V",
        "--sweep-csv", "-", folder=tmp_path,
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    cases = "\n".join([f"{VOLTAGE} [V]", *(row[f"{VOLTAGE} [V]"] for row in rows)])
    (tmp_path / "cases.csv").write_text(cases + "\n", encoding="utf-8")
    done = run_command("batch", METAL, "cases.csv", "-o", "-", folder=tmp_path)
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    wanted = [float(row["total"]) for row in rows]
    assert [float(row["total"]) for row in found] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sweep-csv", "s.csv"], "there is no sweep"),
        (["--sweep", f"{VOLTAGE}=9 V..10 V"] * 2, "both ranges are of one path"),
        (["--sweep", f"{VOLTAGE}=9 V..10 V", "--sweep-csv", "s.csv", "--csv", "s.csv"],
         "is named for two outputs"),
        (["--sweep", f"{VOLTAGE}=-9 V..10 V"], f"at {VOLTAGE} = -9.0 V: "),
        (["--sweep", "supply.elektricity=1 kgCO2e/kWh..2 kgCO2e/kWh"], "mean 'electricity'"),
        (["--sweep", "supply.nickel=1 kgCO2e/kg..2 kgCO2e/kg"], "nothing is bought of 'nickel'"),
        (["--sweep", "nothing"], "write PATH=LOW..HIGH"),
        (["--break-even", f"{VOLTAGE}."], "is not a path"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_is_said_and_nothing_is_written(tmp_path, options, words):
    done = run_command("compare", METAL, *options, folder=tmp_path)
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_more_than_two_ranges_are_for_batch(metal):
    texts = [f"steps.electrolysis.{p}=70 %..80 %" for p in ("current_efficiency", "a", "b")]
    with pytest.raises(InputError, match="for more, carbonre batch"):
        sweep([metal["baseline"]], texts)
