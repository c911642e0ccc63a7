"""PACT: what a customer's system is given validates, closes, and reads back as the same number."""

from __future__ import annotations

import json
from decimal import Decimal

import jsonschema
import pytest
import yaml

import carbonre as cr
from carbonre.core.errors import InputError
from carbonre.exchange import pact
from carbonre.exchange.declaration import declared
from carbonre.footprint.data_quality import data_quality
from carbonre.supply import pact as supplier
from helpers.examples import example_footprint
from helpers.exchanged import HOSTILE
from helpers.paths import EXAMPLES, ROOT
from helpers.plants import as_text, attempt, calculate

ABOUT = {
    "company": "Example (made up)",
    "company_ids": ["urn:company:example:one"],
    "standards": ["ISO14067"],
    "created": "2025-03-01",
    "products": {"thing": {"ids": ["urn:product:example:thing"], "cpc": "1234"}},
}
PLANT = {
    "carbonre": 1, "plant": "Toy", "location": "CN-NM", "period": 2024,
    "production": {"thing": "2000 kg"},
    "flows": {"thing": {"unit": "kg", "composition": {"Fe": "90 %", "C": "2 %"}}},
    "steps": {
        "making": {
            "process": "inventory", "makes": {"thing": "1 kg"},
            "uses": {"electricity": "3 kWh", "ore": "1.1 kg"},
            "emits": {"CO2": "0.5 kg", "CH4_biogenic": "0.01 kg", "CO2_biogenic": "0.2 kg"},
        },
    },
    "supply": {"ore": {"factor": "0.7 kgCO2e/kg", "source": "mine, 2024"}},
    "about": ABOUT,
}  # fmt: skip

POWER = {"factor": "0.5 kgCO2e/kWh", "upstream": "0 kgCO2e/kWh", "source": "stated"}
STATED = {**PLANT["supply"], "electricity": POWER}


def with_about(about=None, product=None, **plant):
    """The toy with other words about it; None takes a field away."""
    changed = {**ABOUT, **(about or {})}
    own = {**ABOUT["products"]["thing"], **(product or {})}
    own = {key: value for key, value in own.items() if value is not None}
    changed = {key: value for key, value in changed.items() if value is not None}
    return {**PLANT, **plant, "about": {**changed, "products": {"thing": own}}}


def written(plant, version=supplier.V3, product=None):
    return json.loads(pact.write(declared(calculate(plant), product, version), version))


def refused(plant, version=supplier.V3):
    with pytest.raises(InputError) as caught:
        declared(calculate(plant), None, version)
    return [str(problem) for problem in caught.value.problems]


def schema(name):
    """The published schema, read beside the checkout; it may not be copied into it."""
    for folder in ROOT.parents:
        file = folder / "shared" / "schemas" / "pact" / name
        if file.is_file():
            document = yaml.safe_load(file.read_text(encoding="utf-8"))
            document["$ref"] = "#/components/schemas/ProductFootprint"
            checker = jsonschema.FormatChecker()
            return jsonschema.Draft202012Validator(document, format_checker=checker)
    pytest.skip(f"the published schema {name} does not lie beside the checkout")


SCHEMAS = {supplier.V3: "openapi-v3.0.3.yaml", supplier.V2: "openapi-v2.3.3.yaml"}
FULL = with_about(
    {"rules": ["EPD International: PCR 2024:01", "a rule of the sector"],
     "valid_until": "2026-12-31", "packaging": "included"},
    {"quality": {"technological": 2, "geographical": 1.5, "temporal": 1}, "exempted": "1.5 %",
     "biogenic_carbon": "0.5 %", "primary_data": "40 %", "uncertainty": "20 % (95 %)",
     "name": "Thing", "description": "a thing", "classifications": ["urn:x:y"], "comment": "so"},
)  # fmt: skip


@pytest.mark.parametrize("version", SCHEMAS)
@pytest.mark.parametrize("plant", [PLANT, FULL], ids=["least", "full"])
def test_it_validates_against_the_published_schema(version, plant):
    errors = list(schema(SCHEMAS[version]).iter_errors(written(plant, version)))
    assert [f"{list(e.path)}: {e.message}" for e in errors] == []


@pytest.mark.parametrize("version", SCHEMAS)
def test_the_examples_validate_and_carry_carbonre_s_number(version):
    validator = schema(SCHEMAS[version])
    seen = 0
    for path in EXAMPLES:
        plant = cr.read_plant(path)
        for product in plant.data.about.products:
            for scenario in plant.scenarios:
                result = cr.footprint(plant, scenario=scenario)
                if product not in {i.name for i in result.products_sold}:
                    continue
                if version == supplier.V2 and plant.data.about.products[product].cpc is None:
                    continue
                document = json.loads(pact.write(declared(result, product, version), version))
                assert not list(validator.iter_errors(document))
                seen += 1
    assert seen


def test_what_it_says():
    document = written(PLANT)
    pcf = document["pcf"]
    assert document["specVersion"] == "3.0.3"
    assert document["created"] == "2025-03-01T00:00:00Z"
    assert document["companyName"] == "Example (made up)"
    assert document["productNameCompany"] == "thing"
    assert pcf["declaredUnitOfMeasurement"] == "kilogram"
    assert (pcf["declaredUnitAmount"], pcf["productMassPerDeclaredUnit"]) == ("1", "1")
    assert pcf["geographyCountrySubdivision"] == "CN-NM"
    assert pcf["ipccCharacterizationFactors"][0] == "AR6"
    assert pcf["fossilCarbonContent"] == "0.02"
    assert pcf["exemptedEmissionsPercent"] == "0"
    assert pcf["packagingEmissionsIncluded"] is False
    assert "packagingGhgEmissions" not in pcf
    assert (pcf["referencePeriodStart"][:10], pcf["referencePeriodEnd"][:10]) == (
        "2024-01-01", "2025-01-01",
    )  # fmt: skip
    assert document["validityPeriodEnd"][:10] == "2028-01-01"  # three years, to the day
    sources = {s["name"] for s in pcf["secondaryEmissionFactorSources"]}
    assert {"mine, 2024", "MEE 2025 No. 47"} <= sources


@pytest.mark.parametrize("plant", [PLANT, FULL], ids=["least", "full"])
@pytest.mark.parametrize("version", SCHEMAS)
def test_the_arithmetic_closes_to_the_last_digit(version, plant):
    """What is fossil and what is biogenic methane make the whole; uptake is carbon x 44/12."""
    result = calculate(plant)
    pcf = {k: Decimal(v) for k, v in written(plant, version)["pcf"].items() if _is_decimal(v)}
    whole, more, methane, uptake = (
        ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake", "biogenicNonCO2Emissions",
         "biogenicCO2Uptake")
        if version == supplier.V3
        else ("pCfExcludingBiogenic", "pCfIncludingBiogenic", "otherBiogenicGhgEmissions",
              "biogenicCarbonWithdrawal")
    )  # fmt: skip
    assert float(pcf[whole]) == result.products_sold.named("thing").total
    assert pcf["fossilGhgEmissions"] + pcf[methane] == pcf[whole]
    assert pcf[methane] == pytest.approx(Decimal("0.01") * 27, rel=Decimal("0.01"))
    assert pcf[whole] + pcf[uptake] == pcf[more]
    carbon = float(pcf["biogenicCarbonContent"])
    assert float(pcf[uptake]) == pytest.approx(-carbon * 44.009 / 12.011, abs=1e-12)
    assert float(pcf["fossilCarbonContent"]) == pytest.approx(0.02 - carbon)


def _is_decimal(value):
    return isinstance(value, str) and value.replace(".", "", 1).lstrip("-").isdigit()


@pytest.mark.parametrize("version", SCHEMAS)
def test_it_reads_back_as_the_same_factor(version, tmp_path):
    result = calculate(PLANT)
    (tmp_path / "thing.json").write_text(
        pact.write(declared(result, None, version), version), encoding="utf-8"
    )
    found = supplier.read(tmp_path / "thing.json")
    assert found.kgco2e_per_base == result.products_sold.named("thing").total
    assert (found.per.text, found.gwp, found.until) == ("kg", "AR6", 2027)
    assert "Example (made up)" in found.source
    buyer = {
        "carbonre": 1, "plant": "Buyer", "location": "CN", "period": 2025,
        "production": {"more": "1000 kg"}, "flows": {"thing": {"unit": "kg"}},
        "steps": {"use": {"process": "inventory", "makes": {"more": "1 kg"},
                          "uses": {"thing": "1 kg"}}},
        "supply": {"thing": {"pact": "thing.json"}},
    }  # fmt: skip
    bought = calculate(buyer, file=str(tmp_path / "plant.yaml"))
    assert bought.products_sold.named("more").total == pytest.approx(
        result.products_sold.named("thing").total, rel=1e-15
    )


def test_everything_that_is_missing_is_named_at_once():
    plant = {
        **PLANT,
        "about": {"products": {"thin": {"name": "x"}}},
        "flows": {"ore": {"unit": "kg"}},
    }
    found = refused({**plant, "exclude": {"ore": "small"}, "supply": {}}, supplier.V2)
    fields = ("company", "company_ids", "standards", "products.thing.ids", "products.thing.cpc",
              "products.thing.exempted", "products.thing.fossil_carbon")  # fmt: skip
    for field in fields:
        assert any(f"about.{field}: PACT needs" in words for words in found), field
    assert len(found) == len(fields)
    assert any("did you mean 'thin'?" in words for words in found)


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (with_about(gwp="AR5"), "PACT asks for AR6; this is AR5"),
        (with_about(gwp="AR6-20"), "PACT asks for AR6; this is AR6-20"),
        (with_about(boundary="organisation"), "state boundary: product"),
        (with_about({"valid_until": "2028-01-02"}), "valid until 2028-01-01 at most"),
        (with_about({"valid_until": "2024-06-01"}), "valid until 2028-01-01 at most"),
        (with_about(location="EU", supply=STATED), "is not a country of ISO 3166"),
        (with_about(product={"biogenic_carbon": "3 %"}), "more biogenic carbon than"),
    ],
)  # fmt: skip
def test_what_pact_forbids_is_refused(plant, words):
    assert any(words in problem for problem in refused(plant))


def test_version_2_3_takes_ar5():
    document = written(with_about(gwp="AR5"), supplier.V2)
    assert document["pcf"]["characterizationFactors"] == "AR5"
    assert document["pcf"]["crossSectoralStandardsUsed"] == ["ISO Standard 14067"]


@pytest.mark.parametrize(
    ("location", "field", "value"),
    [
        ("CN-NM", "geographyCountrySubdivision", "CN-NM"),
        ("CN-NM-150200", "geographyCountrySubdivision", "CN-NM"),
        ("DE", "geographyCountry", "DE"),
        ("RER", "geographyRegionOrSubregion", "Europe"),
        ("GLO", "", ""),
    ],
)
def test_geography_is_one_level_or_none(location, field, value):
    pcf = written(with_about(location=location, supply=STATED))["pcf"]
    assert {k: v for k, v in pcf.items() if k.startswith("geography")} == (
        {field: value} if field else {}
    )


@pytest.mark.parametrize(
    ("amount", "declared_unit", "mass"),
    [("1 piece", "piece", "0.08"), ("1 m3", "cubic meter", "0.08"), ("1 kWh", "megajoule", "0.08")],
)
def test_other_declared_units(amount, declared_unit, mass):
    unit = amount.split()[1]
    plant = with_about(product={"mass": "0.08 kg", "fossil_carbon": "0 %"})
    plant["flows"] = {"thing": {"unit": unit}}
    plant["production"] = {"thing": f"1000 {unit}"}
    plant["steps"] = {"making": {**PLANT["steps"]["making"], "makes": {"thing": amount}}}
    pcf = written(plant)["pcf"]
    result = calculate(plant).products_sold.named("thing")
    per = result.total / (3.6 if unit == "kWh" else 1)
    assert pcf["declaredUnitOfMeasurement"] in (declared_unit, "kilowatt hour")
    if pcf["declaredUnitOfMeasurement"] == "kilowatt hour":
        per = result.total
    assert float(pcf["pcfExcludingBiogenicUptake"]) == pytest.approx(per)
    assert pcf["productMassPerDeclaredUnit"] == mass


def test_a_piece_states_its_mass_and_is_none_in_2_3():
    plant = with_about(product={"fossil_carbon": "0 %"})
    plant["flows"] = {"thing": {"unit": "piece"}}
    plant["production"] = {"thing": "1000 piece"}
    plant["steps"] = {"making": {**PLANT["steps"]["making"], "makes": {"thing": "1 piece"}}}
    assert any("the mass of one piece" in words for words in refused(plant))
    assert any("is sold by piece" in words for words in refused(plant, supplier.V2))


def test_rare_earths_on_basis_reo_state_what_the_salt_weighs():
    """A kilogram of oxide as wet carbonate weighs more; its carbon is in the composition."""
    result = example_footprint("baotou_smelter")
    own = result.plant.data.about.products["PrNd oxide"]
    about = result.plant.data.about.model_copy(update={"products": {"Ce carbonate": own}})
    data = result.plant.data.model_copy(update={"about": about})
    import dataclasses

    plant = dataclasses.replace(result.plant, data=data)
    system = dataclasses.replace(result.system, plant=plant)
    point = dataclasses.replace(result.point, system=system)
    found = declared(dataclasses.replace(result, point=point), "Ce carbonate")
    assert found.mass == pytest.approx(1 / 0.45, rel=1e-6)
    assert 0.1 < found.carbon < 0.11
    assert "per kilogram of rare-earth oxides" in found.comment


def test_primary_is_what_is_emitted_and_what_suppliers_state_and_nothing_else(tmp_path):
    """A factor that is typed in is listed among the secondary sources, so it is not primary too."""
    result = calculate(PLANT)
    found = declared(result, None)
    direct = sum(r.kgCO2e for r in result.ledger_rows if r.counts and r.kind == "emission")
    assert found.primary == pytest.approx(direct / result.total)
    assert found.primary == data_quality(result)[1].primary
    assert ("mine, 2024", "not stated") in found.sources
    assert "states by hand are secondary" in found.comment
    supplier = json.loads((ROOT / "examples" / "supplier.json").read_text(encoding="utf-8"))
    for stated, expected in (("60", 0.6), ("33.33333333", 0.3333333333), (None, 0.0)):
        supplier["pcf"]["primaryDataShare"] = stated
        (tmp_path / "supplier.json").write_text(json.dumps(supplier), encoding="utf-8")
        plant = {**PLANT, "supply": {"ore": {"pact": "supplier.json"}},
                 "flows": {**PLANT["flows"], "ore": {"unit": "kg"}}}  # fmt: skip
        result = calculate(plant, file=str(tmp_path / "plant.yaml"))
        parts = {r.flow: r.kgCO2e for r in result.ledger_rows if r.counts and r.scope != "2"}
        direct = sum(r.kgCO2e for r in result.ledger_rows if r.counts and r.scope == "1")
        share = (direct + expected * parts["ore"]) / result.total
        found = declared(result, None)
        assert found.primary == pytest.approx(share, rel=1e-9)  # all digits that the file states
        assert not [name for name, _ in found.sources if "Ore" in name]  # no secondary source
    assert written(FULL)["pcf"]["primaryDataShare"] == "40"


def test_a_scenario_is_not_taken_for_the_plant_as_it_stood():
    plant = cr.read_plant(ROOT / "examples" / "magnet_works.yaml")
    words = "A scenario: what the plant would be, not as it was in the period."
    assert words in declared(cr.footprint(plant, scenario="green"), None).comment
    assert words not in declared(cr.footprint(plant), None).comment


def test_sources_are_named_so_that_a_stranger_knows_whose_they_are():
    """'own' is a word of our tables, and the period of the plant no edition of a source."""
    document = json.loads(pact.write(declared(example_footprint("magnet_works"), None)))
    found = {(s["name"], s["version"]) for s in document["pcf"]["secondaryEmissionFactorSources"]}
    assert ("carbonre factor tables, own calculation or judgement", "2014") in found
    assert ("supplier declaration 2024", "not stated") in found
    assert ("made-up supplier declaration", "2024") in found  # its row names the year
    assert not any(name.startswith("own") for name, _ in found)


def test_drafts_exclusions_and_gaps_stand_in_their_fields():
    result = example_footprint("magnet_works")
    found = declared(result, None)
    assert "steps.smelting.rectifier_efficiency (judgement)" in found.comment
    assert "graphite anode: no open factor" in found.exempted_why
    assert found.exempted == pytest.approx(0.01)
    assert found.gwp == ("AR6",)  # no sum of a source that names another set is among the factors


def test_the_identifier_follows_from_the_contents():
    one, other = written(PLANT), written(PLANT)
    assert one == other
    changed = written(with_about({"company": "Another"}))
    assert changed["id"] != one["id"]
    later = written(with_about({"created": "2025-04-01"}))
    assert later["id"] == one["id"]


def test_the_moment_of_a_build_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert written(with_about({"created": None}))["created"] == "2025-01-01T00:00:00Z"


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_text(name):
    about = {"company": name, "company_ids": ["urn:a:b"], "standards": [name],
             "products": {name[:200]: {"ids": ["urn:a:c"], "description": name,
                                       "fossil_carbon": "0 %"}}}  # fmt: skip
    plant = {**PLANT, "plant": name[:200], "about": about, "flows": {},
             "production": {name[:200]: "1 t"},
             "steps": {name[:200]: {"process": "inventory", "makes": {name[:200]: "1 kg"},
                                    "uses": {"electricity": "1 kWh"}}},
             "supply": {}}  # fmt: skip
    document = written(plant)
    assert document["companyName"] == name
    assert document["productNameCompany"] == name[:200]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"compny": "x"}, "unknown key 'compny'; did you mean 'company'?"),
        ({"company_ids": ["x"]}, "'x' is no URN"),
        ({"valid_until": "31.12.2026"}, "is no date; write one such as 2027-12-31"),
        ({"products": {"thing": {"idds": []}}}, "unknown key 'idds'; did you mean 'ids'?"),
        ({"products": {"thing": {"exempted": "5"}}}, "5 has no unit"),
        ({"products": {"thing": {"exempted": "5 kg"}}}, "'5 kg' is no share; write one such as"),
        ({"products": {"thing": {"mass": "0 kg"}}}, "more than zero"),
        ({"products": {"thing": {"quality": {"technological": 6, "geographical": 1,
                                             "temporal": 1}}}}, "less than or equal to 5"),
        ({"company": " "}, "this one is empty"),
    ],
)  # fmt: skip
def test_a_mistake_in_about_is_found_where_it_stands(about, words):
    result, found = attempt({**PLANT, "about": about})
    assert result is None
    assert words in found[0].message, as_text({"about": about})
    assert found[0].place.line > 1
    assert found[0].field.startswith("about.")


def test_the_page_about_formats_shows_what_works():
    """The section `about` of docs/exchange.md is one that a plant may hold."""
    text = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    block = yaml.safe_load(text.split("```yaml\n", 1)[1].split("```", 1)[0])
    own = {"thing": block["about"]["products"]["coated magnet"]}
    document = written({**PLANT, "about": {**block["about"], "products": own}})
    assert document["companyName"] == "Example Magnets (made up)"
