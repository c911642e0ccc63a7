"""The example group: its files are read, its traps are what its README says of them."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections import defaultdict

import pytest

from carbonre.accounts.activity import Activity, steps_of
from carbonre.accounts.consolidation import share_of
from carbonre.accounts.group_activity import GroupActivity, group_activity
from carbonre.accounts.group_reader import read_group
from carbonre.accounts.meter_reader import meter_files
from carbonre.accounts.reconcile import reconcile
from carbonre.core.errors import Problems
from carbonre.core.periods import Month, period
from carbonre.factors.lookup import read_factors
from carbonre.plant.reader import load
from carbonre.reports.reconciliation import reconciliation_text
from helpers.examples import example_footprint, example_plant
from helpers.paths import ROOT

FOLDER = ROOT / "examples" / "group"
TODAY = datetime.date(2025, 6, 30)
MWH = 3.6e9


@pytest.fixture(scope="module")
def group() -> GroupActivity:
    problems = Problems()
    found = group_activity(read_group(FOLDER / "group.yaml"), read_factors(), TODAY, problems)
    assert problems.found == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def activity(group: GroupActivity) -> Activity:
    return group.activity


def amounts(activity: Activity, plant: str, flow: str, when: str) -> dict[str, float]:
    """Return what the meters say of a flow in a period, by step [base unit]."""
    found: dict[str, float] = defaultdict(float)
    for one in steps_of(activity, plant, period(when), Problems()):
        if one.flow == flow:
            found[one.step] += one.amount
    return dict(found)


def test_each_warning_is_accepted_by_name(group):
    """A reason for a warning that is no longer found would be as misleading as none."""
    assert [finding.words for finding in group.activity.findings if finding.is_error] == []
    assert sorted(group.group.data.accept) == sorted(
        finding.name for finding in group.activity.findings
    )


def test_each_document_is_there_and_called_made_up():
    named = set()
    for file in (*(FOLDER / "meters").glob("*.csv"), *FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            named |= {row["document"] for row in csv.DictReader(text) if row.get("document")}
    assert named
    for name in named:
        assert (FOLDER / name).is_file(), name
    for file in (FOLDER / "evidence").iterdir():
        assert "made up" in file.read_text(encoding="utf-8").lower(), file.name


def test_bills_from_the_26th_to_the_26th(activity):
    """January: 25 of 31 days of the bill to 26 January, 6 of 31 of the next."""
    with (FOLDER / "meters" / "metal.csv").open(encoding="utf-8") as text:
        bills = [float(row["amount"]) for row in csv.DictReader(text) if row["meter"] == "M-E"]
    found = amounts(activity, "metal plant", "electricity", "2024-01")
    assert found["unmetered"] / MWH == pytest.approx(bills[0] * 25 / 31 + bills[1] * 6 / 31)
    found = amounts(activity, "metal plant", "electricity", "2024-12")
    assert found["unmetered"] / MWH == pytest.approx(bills[11] * 25 / 30 + bills[12] * 6 / 31)


def test_the_overhaul_makes_nothing_and_burns_power(activity):
    assert amounts(activity, "smelter", "PrNd oxide", "2024-08") == {"calcination": 0.0}
    power = amounts(activity, "smelter", "electricity", "2024-08")
    assert power["unmetered"] / MWH == pytest.approx(36.4)


def test_the_estimate_of_october_is_replaced(activity):
    """The correction counts; the difference to the estimate is the true-up of October."""
    with (FOLDER / "meters" / "works.csv").open(encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if row["meter"] == "W-E0"]
    (estimate,) = (float(row["amount"]) for row in rows if row["quality"] == "estimated")
    (correction,) = (float(row["amount"]) for row in rows if row["replaces"])
    found = amounts(activity, "works", "electricity", "2024-10")
    assert sum(found.values()) / MWH == pytest.approx(correction)
    (up,) = activity.true_ups
    assert up.month == Month(2024, 10)
    assert up.difference / MWH == pytest.approx(correction - estimate)


def test_the_meter_tree_of_the_works_has_a_rest(activity):
    found = amounts(activity, "works", "electricity", "2024")
    assert set(found) == {"sintering", "milling", "strip casting", "unmetered"}
    assert 0.2 < found["unmetered"] / sum(found.values()) < 0.4


@pytest.mark.parametrize(
    ("file", "name", "differs"),
    [
        ("smelter.yaml", "smelter", set()),
        ("metal.yaml", "metal plant", {("graphite anode", "unmetered")}),
        ("works.yaml", "works", {("argon", "unmetered"), ("electricity", "unmetered")}),
    ],
)
def test_meters_and_models_agree_but_for_what_the_readme_explains(file, name, differs):
    problems = Problems()
    plant = load(FOLDER / file, problems)
    assert plant is not None
    meters = FOLDER / "meters"
    found = reconcile(
        plant, read_factors(), meters / "register.csv", meter_files(meters), TODAY, problems, name
    )
    assert problems.found == []
    assert found is not None
    metered = [one for one in found.comparisons if one.meter is not None]
    assert {(one.flow, one.step) for one in metered if one.verdict == "differs"} == differs
    assert {one.verdict for one in metered} <= {"agrees", "differs"}
    for one, line in zip(found.comparisons, list(reconciliation_text(found))[2:], strict=False):
        assert f"{one.flow} [{one.unit.text}]  " in line.text  # a long name does not touch the step


@pytest.mark.parametrize(
    ("month", "shares"), [("2024-06", (1.0, 0.6, 0.0)), ("2024-07", (1.0, 0.6, 0.8))]
)
def test_the_works_counts_from_july(group, month, shares):
    of_month = [share_of(group.group, plant, period(month).months[0]) for plant in group.plants]
    assert of_month == pytest.approx(shares)


def test_the_corrected_ticket_leaves_the_month_plausible(group, tmp_path):
    """The restatement by data that the README describes: 2.00 t less of S-O in March."""
    folder = shutil.copytree(FOLDER, tmp_path / "group")
    file = folder / "meters" / "smelter.csv"
    (old,) = (
        x
        for x in file.read_text(encoding="utf-8").splitlines()
        if x.startswith("2024-03-01") and ",S-O," in x
    )
    cells = old.split(",")
    new = ",".join(
        [
            *cells[:3],
            f"{float(cells[3]) - 2:.2f}",
            *cells[4:6],
            "evidence/correction-oxide-2024-03.txt",
            *cells[7:],
        ]
    )
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    problems = Problems()
    again = group_activity(read_group(folder / "group.yaml"), read_factors(), TODAY, problems)
    assert problems.found == []
    assert again is not None
    before, after = (
        amounts(x.activity, "smelter", "PrNd oxide", "2024-03") for x in (group, again)
    )
    assert before["calcination"] - after["calcination"] == pytest.approx(2000)


def test_what_is_sold_is_there(activity):
    """Opening and made cover what the other plants weighed."""
    made = amounts(activity, "smelter", "PrNd oxide", "2024")["calcination"]
    sold = amounts(activity, "metal plant", "PrNd oxide", "2024")["unmetered"]
    assert sold < made
    made = amounts(activity, "metal plant", "PrNd metal", "2024")["electrolysis"]
    assert amounts(activity, "works", "PrNd metal", "2024")["unmetered"] < made


@pytest.mark.parametrize(
    ("seller", "product", "buyer"),
    [
        ("smelter", "PrNd oxide", "metal"),
        ("metal", "PrNd metal", "works"),
        ("works", "magnet swarf", "smelter"),
    ],
)
def test_a_plant_file_states_the_figure_of_the_seller(seller, product, buyer):
    """A waste carries nothing, and is no product."""
    products = example_footprint(f"group/{seller}").products.set_index("product")["footprint"]
    stated = example_plant(f"group/{buyer}").data.supply[product].factor
    assert stated.value == pytest.approx(products.get(product, 0.0), rel=0.005)
