"""The shipped tables themselves: sources, evidence, licences, sums, defaults, the data package."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from carbonre.core.species import FormulaError, atoms
from carbonre.core.units import unit
from carbonre.factors.checks import laws_of_places
from carbonre.factors.lookup import Factors, check, read_factors, shipped_folder
from carbonre.factors.rows import GASES, SHIPPED, TABLES

FOLDER = shipped_folder()
FILES = sorted(FOLDER.glob("*.csv"))
PROCESSES = sorted((FOLDER / "processes").glob("*.csv"))
LICENCES = {
    "OGL-3.0", "EU-2011-833", "Etalab-2.0", "CN-official", "US-PD", "CC-BY-4.0", "CC0", "own",
    "FACT-CITED",
}  # fmt: skip
UNIT_NAMES = {
    "kg", "g", "t", "MJ", "GJ", "kWh", "MWh", "km", "m3", "Nm3", "kgCO2e", "gCO2e", "tCO2e",
}  # fmt: skip
Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


TABLE_ROWS = [row for name in TABLES for row in read(FOLDER / f"{name}.csv")]


@pytest.fixture(scope="module")
def factors() -> Factors:
    return read_factors()


def test_every_row_can_be_built_and_is_unique(factors: Factors) -> None:
    check(factors)
    assert len(factors.rows) == len(TABLE_ROWS)
    assert {factor.layer for factor in factors.rows} == {SHIPPED}


@pytest.mark.parametrize("path", FILES + PROCESSES, ids=lambda path: path.stem)
def test_files_are_plain_csv(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.splitlines()[0].endswith(b",")


@pytest.mark.parametrize("path", FILES + PROCESSES, ids=lambda path: path.stem)
def test_every_number_has_a_source_and_a_locator(path: Path) -> None:
    known = {row["source"] for row in read(FOLDER / "sources.csv")}
    for line, row in enumerate(read(path), 2):
        if "source" in row:
            assert row["source"] in known, f"{path.name}:{line}: {row['source']}"
        if "locator" in row:
            assert row["locator"].strip(), f"{path.name}:{line}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_recalled_numbers_and_judgements_are_never_active(path: Path) -> None:
    for line, row in enumerate(read(path), 2):
        if row.get("evidence", "").startswith(("recalled", "judgement")):
            assert row.get("status") != "active", f"{path.name}:{line}"


def test_rejected_rows_say_why() -> None:
    for row in TABLE_ROWS:
        assert row["status"] != "rejected" or "rejected: " in row["note"], row["id"]


def test_licences_are_on_the_list_and_agree_with_the_source() -> None:
    allowed = {row["source"]: row["licence"] for row in read(FOLDER / "sources.csv")}
    assert set(allowed.values()) <= LICENCES
    for row in TABLE_ROWS:
        assert row["licence"] == allowed[row["source"]], row["id"]


def test_published_sums_agree_with_the_gases(factors: Factors) -> None:
    """Within 1 %; methane with or without its origin, as sources sum either way."""
    seen = 0
    for row in TABLE_ROWS:
        if row["unit"].startswith("kgCO2e") and any(row[gas] for gas in GASES):
            sums = []
            for methane in ("CH4_fossil", "CH4"):
                total = 0.0
                for gas in GASES:
                    name = methane if gas == "CH4_fossil" else gas
                    potential = factors.characterise(name, row["gwp"])
                    assert potential is not None, row["id"]
                    total += float(row[gas] or 0) * potential.value
                sums.append(total)
            seen += 1
            if row.get("gases_rounded") != "yes":
                value = float(row["value"])
                assert min(abs(total / value - 1) for total in sums) < 0.01, row["id"]
    assert seen > 50


def test_a_gas_has_no_set_and_a_sum_has_no_gas() -> None:
    for row in TABLE_ROWS:
        is_sum = row["unit"].startswith(("kgCO2e", "gCO2e", "tCO2e"))
        assert is_sum or not row["gwp"], row["id"]
        assert bool(row["gas"]) != is_sum, row["id"]


def test_no_sum_is_older_than_the_set_that_it_names() -> None:
    """A source of 2015 cannot have summed with AR6; a sum gas by gas is summed here."""
    published = {"AR4": 2007, "AR5": 2013, "AR6": 2021}
    for row in TABLE_ROWS:
        is_ours = any(row[gas] for gas in GASES) or row["source"] == "USLCI"
        if row["status"] in ("active", "draft") and row["gwp"] and not is_ours:
            assert int(row["year"]) >= published[row["gwp"]], row["id"]


def test_units_are_of_the_short_list() -> None:
    for row in TABLE_ROWS:
        assert set(re.split(r"[*/^]", row["unit"])) <= UNIT_NAMES, row["id"]


def test_each_place_has_one_default_or_says_why_not(factors: Factors) -> None:
    assert [finding.message for finding in laws_of_places(factors)] == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"default": ""}, "no row is the default; say why of"),
        ({"default": "route"}, "is of the default supply and not marked (a special route"),
    ],
)
def test_a_place_without_a_default_is_found(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    """The default of ammonia in China loses its mark, or one of two years of the grid does."""
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    table, ident = ("chemicals", "chem.nh3_coal.gb21344.cradle")
    if cells["default"]:
        table, ident = "electricity", "elec.cn.2022"
    rows = read(tmp_path / f"{table}.csv")
    with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | cells if row["id"] == ident else row for row in rows)
    found = laws_of_places(read_factors(folder=tmp_path))
    assert any(words in finding.message for finding in found)


def test_what_is_said_of_missing_rows_is_true(factors: Factors) -> None:
    """No row for CN or GLO": then the tables hold no usable row of the part for either."""
    said = re.compile(r"no row for ([A-Z][A-Z, -]*(?: or [A-Z-]+)?);")
    seen = 0
    for flow in factors.flows:
        rows = [row for row in factors.of(flow) if row.status in ("active", "draft")]
        for part in {row.part for row in rows} - {"life cycle"}:
            for place in ("CN-NM", "CN", "US-CA", "MY", "AU-WA", "DE", "FR", "EE", "GB", "JP"):
                match = factors.look_up(flow, part, place, 2024)
                for note in match.fallbacks if match else ():
                    for places in said.findall(note.message):
                        named = set(re.split(r", | or ", places))
                        there = [r.id for r in rows if r.part == part and r.place in named]
                        assert there == [], (flow, part, place, note.message)
                        seen += 1
    assert seen > 500


def test_a_row_that_stands_aside_is_named_with_its_reason(factors: Factors) -> None:
    match = factors.look_up("hydrogen", "upstream", "DE", 2024)
    assert match is not None
    assert match.factor.place == "GLO"
    assert match.fallbacks[0].message == (
        "no ordinary supply of EU is in the tables (EU 'electrolysis, EU grid': a special route"
        " that must be named); GLO is used"
    )


def test_a_carbon_pair_is_a_row_of_the_same_flow_at_use(factors: Factors) -> None:
    ids = {factor.id: factor for factor in factors.rows}
    for factor in factors.rows:
        if factor.carbon_pair == "ask":
            assert factor.status == "draft", factor.id
        elif factor.carbon_pair:
            assert ids[factor.carbon_pair].part == "use", factor.id
            assert ids[factor.carbon_pair].flow == factor.flow, factor.id


def test_burning_a_fuel_cannot_give_more_than_its_carbon() -> None:
    for row in read(FOLDER / "fuels.csv"):
        if row["part"] == "direct" and row["heating_value_unit"] == "MJ/kg":
            per_kg = float(row["CO2"] or row["value"])
            if "/GJ" in row["unit"]:
                per_kg *= float(row["heating_value"]) / 1000
            assert per_kg <= 44.009 / 12.011, row["id"]


def test_chinese_fuels_are_carbon_times_oxidation() -> None:
    for row in read(FOLDER / "fuels.csv"):
        if row["id"].endswith("cn_guideline"):
            expected = float(row["carbon_content"]) * float(row["oxidation"]) * 44 / 12
            assert float(row["value"]) == pytest.approx(expected, rel=1e-6), row["id"]


def test_the_supply_of_a_fuel_is_less_than_its_fire(factors: Factors) -> None:
    """Fossil fuels lose less than half of what they give on the way to the burner."""
    for flow, row in factors.flows.items():
        if row.kind != "fuel" or flow == "hydrogen":
            continue
        direct = factors.look_up(flow, "direct", "CN", 2024)
        upstream = factors.look_up(flow, "upstream", "CN", 2024)
        assert direct is not None, flow
        if upstream is not None:
            fire = _co2e(factors, direct.factor.gases, direct.factor.co2e)
            supply = _co2e(factors, upstream.factor.gases, upstream.factor.co2e)
            assert 0 < supply < 0.5 * fire, flow


def _co2e(factors: Factors, gases: Mapping[str, float], co2e: float | None) -> float:
    if co2e is not None:
        return co2e
    return sum(amount * factors.gwp[gas, "AR6"].value for gas, amount in gases.items())


def test_chinese_grid_rows_are_all_there() -> None:
    rows = [
        row
        for row in read(FOLDER / "electricity.csv")
        if row["source"].startswith("MEE") and row["part"] == "direct"
    ]
    assert len(rows) == 120
    for year in ("2021", "2022", "2023"):
        assert sum(row["year"] == year for row in rows) == 40


def test_gwp_sets_are_complete() -> None:
    gases = defaultdict(set)
    for row in read(FOLDER / "gwp.csv"):
        gases[row["gas"]].add(row["gwp"])
        assert float(row["value"]) == 0 or row["gas"] != "CO2_biogenic"
        assert atoms(row["formula"])
    assert set(map(frozenset, gases.values())) == {frozenset({"AR4", "AR5", "AR6", "AR6-20"})}
    assert len(gases) == 12


def test_prices_have_one_active_row_a_year() -> None:
    active = [
        (row["flow"], row["year"])
        for row in read(FOLDER / "prices.csv")
        if row["status"] == "active"
    ]
    assert len(active) == len(set(active))
    assert all(row["unit"] == "USD/kg" for row in read(FOLDER / "prices.csv"))


def test_flows_have_units_kinds_and_formulas_that_read() -> None:
    kinds = {
        "material", "fuel", "electricity", "heat", "water", "transport", "resource", "emission",
        "waste",
    }  # fmt: skip
    for row in read(FOLDER / "flows.csv"):
        assert row["kind"] in kinds, row["flow"]
        assert unit(row["unit"]).factor > 0
        assert not (row["formula"] and row["composition"]), row["flow"]
        try:
            assert not row["formula"] or atoms(row["formula"]), row["flow"]
        except FormulaError as error:
            pytest.fail(f"{row['flow']}: {error}")


def test_atomic_weights_agree_with_molmass() -> None:
    """Within 0.02 %: the conventional weight of sulfur is 0.015 % below the molmass average."""
    molmass = pytest.importorskip("molmass")
    for row in read(FOLDER / "atomic_weights.csv"):
        expected = molmass.ELEMENTS[row["element"]].mass
        assert float(row["weight"]) == pytest.approx(expected, rel=2e-4), row["element"]


def test_the_data_package_lists_every_file() -> None:
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    listed = {resource["path"] for resource in package["resources"]}
    assert listed == {path.relative_to(FOLDER).as_posix() for path in FILES}


def test_the_data_package_is_valid() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(FOLDER / "datapackage.json"))
    errors = report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert report.valid, errors[:5]


def test_one_fuel_of_one_source_has_one_heating_value() -> None:
    """Burnt or as a reductant: kg of the same coal of the same guideline hold the same energy."""
    found: dict[tuple[str, str, str], set[float]] = defaultdict(set)
    for row in read(FOLDER / "fuels.csv"):
        if row["heating_value"] and row["status"] in ("active", "draft"):
            key = row["flow"], row["source"], row["heating_value_unit"]
            found[key].add(round(float(row["heating_value"]), 2))
    assert {key: values for key, values in found.items() if max(values) - min(values) > 0.01} == {}


def test_lithium_fluoride_follows_its_carbonate(factors: Factors) -> None:
    """1.4243 kg of carbonate per kg, 98 % yield, and 2.45 for acid, carbon and energy."""
    for place in ("CN", "GLO"):
        fluoride = factors.look_up("LiF", "total", place, 2024)
        carbonate = factors.look_up("lithium carbonate", "total", place, 2024)
        assert fluoride is not None and carbonate is not None
        expected = 1.4243 / 0.98 * carbonate.factor.value + 2.45
        assert fluoride.factor.value == pytest.approx(expected, rel=0.01)
