"""Six plants as new users write them, and what each of them gets wrong: its figure or its refusal.

The plants lie in `new_users/`. A mistake is one change of a plant, and what must be said about it;
the right figures are sums by hand of the rows that a buyer of that place would name.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from carbonre.footprint.data_quality import data_quality
from carbonre.footprint.result import Footprint
from helpers.commands import run_command
from helpers.plants import attempt, factors

FOLDER = Path(__file__).parent / "new_users"
NAMES = ("cracking", "bastnaesite", "ionic_clay", "magnets", "ab5", "three_sites")
MWH, GJ = 3.6e9, 1e9
Change = tuple[str, str]


def text_of(name: str, *changes: Change) -> str:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def footprint(name: str, *changes: Change) -> Footprint:
    result, found = attempt(text_of(name, *changes), file=str(FOLDER / f"{name}.yaml"))
    assert result is not None and not found, "\n".join(map(str, found))
    return result


def per_base(flow: str, part: str, place: str, year: int = 2024) -> float:
    """The row that a buyer of the place would name [kgCO2e per base unit]."""
    match = factors().look_up(flow, part, place, year)
    assert match is not None
    assert match.factor.place in (place, place.partition("-")[0], "EU", "GLO")
    row = match.factor
    potentials = {gas: factors().characterise(gas, "AR6") for gas in row.gases}
    return (row.co2e or 0.0) + sum(
        amount * found.value for gas, amount in row.gases.items() if (found := potentials[gas])
    )


def of(result: Footprint, flow: str, scope: str = "") -> float:
    """What the ledger counts of a flow [kgCO2e]."""
    rows = (row for row in result.ledger_rows if row.flow == flow and row.counts)
    return sum(row.kgCO2e for row in rows if scope in ("", row.scope))


@pytest.mark.parametrize("name", NAMES)
def test_the_plant_of_a_new_user_runs_with_rows_of_its_own_place(name: str) -> None:
    done = run_command("check", FOLDER / f"{name}.yaml")
    assert done.returncode == 0, done.stderr
    result = footprint(name)
    strangers = [note for note in result.notes if note.code == "other-country"]
    assert not strangers
    country = result.plant.data.location.partition("-")[0]
    ids = {row.factor_id for row in result.ledger_rows if row.counts}
    places = {row.place.partition("-")[0] for row in factors().rows if row.id in ids}
    assert places <= {country, "GLO", *(("EU", "RER") if country == "DE" else ())}
    if name in ("cracking", "ionic_clay"):  # which state the composition of all they handle
        assert all(abs(element.gap) <= 0.01 for element in result.elements)


# --- right figures, by hand -----------------------------------------------------------------------


def test_alloy_of_baotou_has_the_nickel_of_china_and_its_own_meter() -> None:
    """Per kg: nickel 0.5 x 24.7, and so on; 1.29 kWh by the meter, and not the 1.2 of the model."""
    result = footprint("ab5")
    parts = {"LaCe metal": 0.33, "nickel": 0.5, "cobalt": 0.105, "aluminium": 0.019, "water": 3}
    by_hand = sum(amount * per_base(flow, "total", "CN-NM") for flow, amount in parts.items())
    by_hand += 0.052 * 6 + 0.03 * 1.78228 * per_base("argon", "total", "CN")
    for part in ("direct", "upstream"):
        by_hand += 1.29e-3 * MWH * per_base("electricity", part, "CN-NM")
        by_hand += 0.2e-3 * 2.693 * GJ * per_base("steam", part, "CN")
    (alloy,) = result.products_sold
    assert alloy.total / 1000 == pytest.approx(by_hand, rel=1e-6)
    assert of(result, "nickel") / 1e6 == pytest.approx(12.35, rel=1e-3)


def test_magnets_of_germany_by_bills() -> None:
    """1211 MWh, of which 600 of the wind; gas by its higher heating value; the supplier's alloy."""
    result = footprint("magnets")
    used = 12 * 100.5 + 5
    grid = per_base("electricity", "direct", "DE") * MWH
    assert of(result, "electricity", "2") == pytest.approx((used - 600) * grid)
    located = sum(item.amount * (item.scope2_location or 0) for item in result.products_sold)
    assert located == pytest.approx(used * grid)
    burnt = 100.5 * 2 * 0.9 * MWH * per_base("natural gas", "direct", "DE")
    assert of(result, "natural gas", "1") == pytest.approx(burnt)
    assert of(result, "NdFeB alloy") == pytest.approx(130.65e3 * 16.9)


def test_an_organisation_has_all_categories_and_one_sum() -> None:
    result = footprint("three_sites")
    bought = 400 * 20 + 4000
    rows = [row for row in result.ledger_rows if row.counts]
    categories = {row.category for row in rows if row.scope == "3"}
    assert categories == {"1", "3", "4", "6", "7"}
    assert of(result, "business travel") == pytest.approx(45_000)
    grid = per_base("electricity", "direct", "CN-TJ") * MWH
    assert of(result, "electricity", "2") == pytest.approx((bought - 3000) * grid)
    assert result.total == pytest.approx(sum(row.kgCO2e for row in rows))


def test_acid_of_california_is_american_and_the_heat_of_the_own_plant_is_shared() -> None:
    result = footprint("bastnaesite")
    acid = [row for row in result.ledger_rows if row.flow == "hydrochloric acid" and row.counts]
    assert {row.factor_id for row in acid} == {"chem.hcl.greet"}
    assert {row.basis for row in acid} == {"100 % HCl"}
    own = [row for row in result.ledger_rows if row.step == "heat and power"]
    (burnt,) = [row for row in own if row.gas == "CO2" and row.scope == "1"]
    assert burnt.amount == pytest.approx(30e6)  # MJ for 3 GWh


def test_dysprosium_by_value_carries_its_share() -> None:
    """What leaves the extraction: each chloride times its price; Dy2O3 is 20 t of Dy chloride."""
    result = footprint("ionic_clay")
    prices = {"Dy chloride": 260, "Tb chloride": 900, "Y chloride": 8, "SmGd chloride": 20}
    prices |= {"light chloride": 30}
    step = result.system.steps[0]
    values = {f: prices[f] * amount for f, amount in step.unit_amounts("makes").items()}
    share = values["Dy chloride"] / sum(values.values())
    (oxide,) = [item for item in result.products_sold if item.name == "Dy2O3"]
    separation = sum(r.kgCO2e for r in result.ledger_rows if r.step == "萃取" and r.counts)
    own = sum(r.kgCO2e for r in result.ledger_rows if r.step in ("沉淀", "焙烧") and r.counts)
    assert oxide.total * 20 == pytest.approx(share * separation + own, rel=1e-6)
    assert result.products_by_rank[0].name == "Dy2O3"


def test_a_product_has_one_figure_per_one_unit_in_every_output(tmp_path: Path) -> None:
    plant = FOLDER / "magnets.yaml"
    rows = list(csv.DictReader(io.StringIO(run_command("calc", plant, "--csv", "-").stdout)))
    data = json.loads(run_command("calc", plant, "--json", "-").stdout)
    from_json = {one["product"]: one for one in data["scenarios"][0]["products"]}
    assert {row["per"] for row in rows} == {"kg", "piece", "MWh"}
    for row in rows:
        assert float(row["footprint"]) == pytest.approx(from_json[row["product"]]["footprint"])
        assert row["per"] == from_json[row["product"]]["per"]


def test_the_primary_share_that_the_maker_of_the_alloy_states_comes_with_it() -> None:
    magnet = data_quality(footprint("magnets"))[1]
    assert magnet.product == "coated magnet"
    alloy = 1.3 * 16.9 / (magnet.size / 100_500)
    assert 0.6 * alloy < magnet.primary < 0.6 * alloy + 0.1  # and the gas that is burnt on site


@pytest.mark.parametrize("name", ["cracking", "bastnaesite", "ionic_clay"])
def test_no_draw_of_a_separation_is_lost(name: str, tmp_path: Path) -> None:
    """What a plant specifies is not drawn; a feed of another purity was the commonest loss."""
    done = run_command("sample", FOLDER / f"{name}.yaml", "-n", 200)
    assert done.returncode == 0, done.stderr
    assert "could not be calculated" not in done.stdout + done.stderr


# --- mistakes, and what is said -------------------------------------------------------------------

REFUSED: dict[str, tuple[str, Change, str]] = {
    "thousands": ("ab5", ("1000 t}", "1,300 t}"), "write '1300 t'"),
    "a bare share": ("bastnaesite", ("60 %}\n", "0.6}\n"), "it is '60 %', in per cent it would be"),
    "a misspelt supply": (
        "magnets", ("  NdFeB alloy: {pact", "  NdFeB aloy: {pact"), "did you mean 'NdFeB alloy'?",
    ),
    "a flow nobody knows": (
        "ab5", ("manganese: 52kg", "工业用的水: 52kg"), "nearest are water",
    ),
    "grade and composition": (
        "bastnaesite",
        ("flows:\n", "flows:\n  rare earth concentrate: {composition: {NdFCO3: 90 %}}\n"),
        "makes 'rare earth concentrate' with 60 % rare-earth oxides, and flows states",
    ),
    "a solution": ("ab5", ("工业水: 3 m3", "盐酸溶液: 3 t"), "nearest are hydrochloric acid"),
    "a lye without strength": ("ab5", ("工业水: 3 m3", "液碱: 3 t"), "write its strength, such as"),
    "another dimension": ("ab5", ("镍: 0.5 t", "镍: 0.5 MWh"), "nickel is measured in kg, a mass"),
    "a unit redefined": (
        "three_sites", ("flows:\n", "flows:\n  water: {unit: m3}\n"), "leave the unit out",
    ),
    "a brine": (
        "cracking", ("  magnesium sulfate brine: {composition: {MgSO4: 5 %, H2O: 95 %}}\n", ""),
        "magnesium sulfate brine: {composition: {MgSO4: 11 %, H2O: 89 %}}",
    ),
    "the spelling of the tables": (
        "cracking", ("1.5 kgCO2e/kg", "1.5 kg CO2e/kg"), "write '1.5 kgCO2e/kg'",
    ),
    "a fiscal year": ("magnets", ("period: 2024", "period: FY2024"), "a calendar year such as"),
    "a price without money": ("ionic_clay", ("8 USD/kg", "8"), "write '8 USD/kg'"),
    "a price in characters": ("ionic_clay", ("8 USD/kg", "8 元/公斤"), "write '8 CNY/kg'"),
    "a price by volume": ("ionic_clay", ("8 USD/kg", "8 USD/m3"), "not money per kg"),
    "a grid that is none": (
        "magnets", ("grid: 100 %", "gird: 100 %"), "there is no supply 'gird' of electricity",
    ),
    "a contract too large": ("magnets", ("600 MWh", "6 GWh"), "the contracts cover 495"),
    "a supplier without file": ("magnets", ("supplier.json", "suplier.json"), "suplier.json"),
    "a place that is none": ("cracking", ("location: MY", "location: Malaysia"), "MY"),
    "a category of energy": (
        "three_sites", ("{unit: km, category: 7}", "{unit: kWh, kind: electricity, category: 7}"),
        "which is scope 1 or 2",
    ),
    "no demand": ("three_sites", (", office work: 1 year}", "}"), "'office' does not run"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_mistake_is_answered_with_what_is_meant(mistake: str) -> None:
    name, change, words = REFUSED[mistake]
    _, found = attempt(text_of(name, change), file=str(FOLDER / f"{name}.yaml"))
    assert any(words in problem.message for problem in found), "\n".join(map(str, found))
    assert all(problem.place.line for problem in found)


SAID: dict[str, tuple[str, tuple[Change, ...], str, str]] = {
    "a factor in g": (
        "ab5", (("supply:\n", "supply:\n  nickel: {factor: 24700 kgCO2e/kg, source: ours}\n"),),
        "far-from-table", "is its unit right?",
    ),
    "unsold carbonate": ("cracking", (), "production-exceeded", "500 t are stated"),
    "a brine that is bought": (
        "cracking",
        (("NdPr carbonate}", "NdPr carbonate, reagent: oxalic acid, brine: hydrochloric acid}"),),
        "closed-loop", "hydrochloric acid",
    ),
    "fuel of a bill": ("magnets", (), "converted-amount", "higher to lower heating value"),
    "an old supplier's file": (
        "magnets", (("period: 2024", "period: 2029"),), "supplier-footprint-expired", "until 2027",
    ),
    "a price that nothing uses": (
        "ionic_clay", (("{Dy chloride", "{Nd2O3: 3 USD/kg, Dy chloride"),), "unused-entry", "Nd2O3",
    ),
    "a parameter that the branch ignores": (
        "cracking", (("bastnaesite_share: 0 %", "bastnaesite_share: 0.1 %"),),
        "outside-plausible-range", "bastnaesite_share",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_what_can_be_right_and_is_doubtful_is_said(case: str) -> None:
    name, changes, code, words = SAID[case]
    notes = [note for note in footprint(name, *changes).notes if note.code == code]
    assert any(words in f"{note.subject} {note.message}" for note in notes), [
        (note.code, note.message) for note in footprint(name, *changes).notes
    ]


def test_bought_acid_is_counted_by_its_strength() -> None:
    salt = ("工业水: 3 m3", "HCl: 900 kg of 31 %")
    pure = ("工业水: 3 m3", "HCl: 279 kg")
    assert footprint("ab5", salt).total == pytest.approx(footprint("ab5", pure).total)


def test_a_service_without_a_category_is_bought_and_with_one_is_travel() -> None:
    result = footprint("three_sites", ("business travel: {unit: km, category: 6}",
                                       "business travel: {unit: km}"))  # fmt: skip
    (row,) = [row for row in result.ledger_rows if row.flow == "business travel"]
    assert row.category == "1"


@pytest.mark.parametrize("place", ["FR", "EE", "NO", "GB"])
def test_the_magnet_maker_may_move(place: str) -> None:
    result = footprint("magnets", ("location: DE", f"location: {place}"))
    assert all(item.scope2_location is not None for item in result.products_sold)


def test_three_mistakes_of_three_kinds_are_told_at_once() -> None:
    changes = (("1.2 MWh", "1.2 m3"), ("镍: 0.5 t", "镍: 0,5 t"), ("6 kgCO2e/kg", "6 kg CO2e/kg"))
    _, found = attempt(text_of("ab5", *changes), file=str(FOLDER / "ab5.yaml"))
    told = "\n".join(problem.message for problem in found)
    assert all(words in told for words in ("a volume", "0.5 t", "write '6 kgCO2e/kg'"))
    assert len(found) == 3, told
