"""One unit, one dimension and one basis for a flow; what engineers meter is converted and said."""

from typing import Any

import pytest

from carbonre.core.errors import InputError, Problem
from carbonre.factors.lookup import Factors, read_factors
from carbonre.uncertainty.weight_of_evidence import weight_of_evidence
from helpers.plants import attempt, calculate


def plant(uses: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "carbonre": 1,
        "plant": "t",
        "location": "CN",
        "period": 2024,
        "production": {"p": "1 kg"},
        "steps": {
            "s": {"process": "inventory", "makes": {"p": "1 kg"}, "uses": uses or {"iron": "1 kg"}}
        },
        **more,
    }


def tables(tmp_path: Any, text: str) -> Factors:
    path = tmp_path / "own.csv"
    path.write_text("flow,value,unit,place,year,source\n" + text, encoding="utf-8")
    return read_factors(path)


def only(problems: list[Problem]) -> str:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return str(problems[0])


# --- one unit -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "unit", "remedy"),
    [
        ("water", "m3", "leave the unit out: amounts in m3 are converted"),
        ("natural gas", "kg", "leave the unit out: amounts in kg are converted"),
        ("natural gas", "Nm3", "leave the unit out: amounts in Nm3 are converted"),
        ("natural gas", "piece", "write amounts in MJ, or give your flow its own name"),
        ("iron", "piece", "write amounts in kg, or give your flow its own name"),
        ("electricity", "kg", "write amounts in kWh, or give your flow its own name"),
        ("truck", "km", "write amounts in t*km"),
        ("argon", "Nm3", "leave the unit out: amounts in Nm3 are converted"),
        ("waste water", "L", "leave the unit out: amounts in L are converted"),
        ("steam", "t", "leave the unit out: amounts in t are converted"),
    ],
)
def test_a_plant_cannot_redefine_the_unit_of_a_known_flow(
    flow: str, unit: str, remedy: str
) -> None:
    amount = {"truck": "1 t*km", "electricity": "1 kWh", "steam": "1 MJ", "natural gas": "1 MJ"}
    _, problems = attempt(plant({flow: amount.get(flow, "1 kg")}, flows={flow: {"unit": unit}}))
    words = only(problems)
    assert remedy in words
    assert f"{unit} is " in words


def test_another_size_of_the_unit_is_a_way_to_show_the_flow() -> None:
    shown = plant({"water": "2 kg"}, flows={"water": {"unit": "t"}})
    assert calculate(shown).total == calculate(plant({"water": "2 kg"})).total


@pytest.mark.parametrize(
    ("entry", "amount", "unit"),
    [
        ({"unit": "kWh"}, "3 kWh", "kgCO2e/kg"),
        ({"unit": "kg"}, "3 kg", "kgCO2e/kWh"),
        ({"unit": "kg"}, "3 kg", "kgCO2e/m3"),
        ({"unit": "piece"}, "3 piece", "kgCO2e/kg"),
        ({"unit": "m3"}, "3 m3", "kgCO2e/Nm3"),
        ({"unit": "km"}, "3 km", "kgCO2e/t/km"),
    ],
)
def test_a_row_of_the_users_is_held_to_the_unit_of_the_plants_own_flow(
    tmp_path: Any, entry: dict[str, str], amount: str, unit: str
) -> None:
    own = tables(tmp_path, f"zz,1.5,{unit},CN,2024,ours\n")
    words = only(attempt(plant({"zz": amount}, flows={"zz": entry}), tables=own)[1])
    assert "own.csv:2" in words
    assert f"'{unit}' does not fit zz, which the plant counts in {entry['unit']}" in words


@pytest.mark.parametrize("kind", ["makes", "wastes"])
def test_a_row_is_held_to_the_unit_of_what_a_step_makes_or_wastes(tmp_path: Any, kind: str) -> None:
    own = tables(tmp_path, "zz,1.5,kgCO2e/kg,CN,2024,ours\n")
    data = plant()
    data["steps"]["s"].setdefault(kind, {})["zz"] = "1 m3"
    data["steps"]["s"]["allocation"] = {"p": "100 %"}
    words = only(attempt(data, tables=own)[1])
    assert "own.csv:2" in words


def test_a_row_in_another_size_of_the_unit_is_right(tmp_path: Any) -> None:
    own = tables(tmp_path, "zz,1.5,kgCO2e/MWh,CN,2024,ours\n")
    data = plant({"zz": "3 kWh"}, flows={"zz": {"unit": "kWh"}})
    assert calculate(data, tables=own).total == pytest.approx(0.0045)


def test_a_row_by_another_name_of_a_flow_is_not_the_plants_own_flow_of_that_name(
    tmp_path: Any,
) -> None:
    """A table reads NaOH as caustic soda; the plant has a lye that it calls NaOH."""
    own = tables(tmp_path, "NaOH,5,kgCO2e/kg,CN,2024,ours\n")
    supply = {"NaOH": {"factor": "1 kgCO2e/kg", "source": "ours"}}
    lye = plant({"NaOH": "1 kg"}, flows={"NaOH": {"unit": "kg"}}, supply=supply)
    words = only(attempt(lye, tables=own)[1])
    assert "own.csv:2" in words
    assert "'NaOH' is caustic soda in a table, and a flow of its own in the plant" in words
    assert calculate(plant({"NaOH": "1 kg"}), tables=own).total == pytest.approx(5)


def test_a_row_that_does_not_fit_says_how_its_name_is_read(tmp_path: Any) -> None:
    with pytest.raises(InputError, match=r"does not fit natural gas \(which 'gas' is another name"):
        tables(tmp_path, "gas,2,kgCO2e/kg,CN,2024,ours\n")


@pytest.mark.parametrize("other", ["kgCO2e/kWh", "kgCO2e/m3", "kgCO2e/piece"])
def test_two_rows_of_one_flow_in_two_dimensions_are_refused(tmp_path: Any, other: str) -> None:
    with pytest.raises(InputError, match=r"own.csv:3: .*does not fit 'kgCO2e/kg' of .*own.csv:2"):
        tables(tmp_path, f"zz,1.5,kgCO2e/kg,CN,2024,ours\nzz,1.5,{other},CN,2023,ours\n")


# --- what is metered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "metered", "counted"),
    [
        ("water", "3 m3", "3000 kg"),
        ("argon", "2 Nm3", "3.56456 kg"),
        ("nitrogen", "1 kNm3", "1249.84 kg"),
        ("oxygen", "10 Nm3", "14.2759 kg"),
        ("diesel", "1000 L", "830.6 kg"),
        ("diesel", "1 m3", "830.6 kg"),
        ("kerosene", "100 L", "78 kg"),
        ("steam", "1 t", "2.693 GJ"),
        ("natural gas", "100 MWh (HHV)", "90 MWh"),
        ("natural gas", "100 MWh (LHV)", "100 MWh"),
        ("hydrogen", "1 Nm3", "0.0899438 kg"),
        ("truck", "12 tkm", "12 t*km"),
        ("iron", "2tonnes", "2 t"),
        ("electricity", "5kWh", "5 kWh"),
        ("hydrochloric acid", "900 kg of 31 %", "279 kg"),
        ("caustic soda", "2 t of 50 % NaOH", "1 t"),
        ("hydrogen peroxide", "100 kg of 27.5%", "27.5 kg"),
        ("ammonia", "100 kg of 25 %", "25 kg"),
        ("oxalic acid", "100 kg of 99.6 %", "99.6 kg"),
    ],
)
def test_what_is_metered_is_converted(flow: str, metered: str, counted: str) -> None:
    one, two = calculate(plant({flow: metered})), calculate(plant({flow: counted}))
    assert one.total == pytest.approx(two.total, rel=1e-12)


@pytest.mark.parametrize("where", ["production", "amount", "measured", "makes", "wastes"])
def test_a_quantity_is_converted_wherever_it_stands(where: str) -> None:
    def at(amount: str) -> dict[str, Any]:
        data = plant({"electricity": "1 kWh", "hydrochloric acid": "0.5 kg"})
        step = data["steps"]["s"]
        if where == "production":
            step["makes"], data["production"] = {"caustic soda": "1 kg"}, {"caustic soda": amount}
        elif where == "makes":
            step["makes"], data["production"] = {"caustic soda": amount}, {"caustic soda": "1 kg"}
        elif where == "amount":
            data["production"], step["amount"] = {}, {"hydrochloric acid": amount}
        elif where == "measured":
            step["measured"] = {"hydrochloric acid": amount}
        else:
            step["wastes"] = {"sulfuric acid": amount}
            data["supply"] = {"sulfuric acid": {"factor": "2 kgCO2e/kg", "source": "ours"}}
        return data

    solution, pure = calculate(at("2 kg of 50 %")), calculate(at("1 kg"))
    assert solution.total == pytest.approx(pure.total, rel=1e-12)
    assert solution.total != calculate(at("2 kg")).total
    assert [note.kind for note in solution.notes].count("conversion") == 1


def test_reo_and_dry_matter_are_stated_as_weighed() -> None:
    supply = {"factor": "10 kgCO2e/kg", "source": "ours"}
    composition = {"composition": {"La2O3": "60 %", "CeO2": "40 %"}}
    for flow, amount, pure in (
        ("mixed rare earth carbonate", "100 kg of 45 %", "45 kg"),
        ("mixed rare earth carbonate", "100 kg of 45 % REO", "45 kg"),
        ("rare earth concentrate", "100 kg of 12 % moisture", "88 kg"),
        ("rare earth concentrate", "100 kg of 88 % dry", "88 kg"),
    ):
        more = {"supply": {flow: supply}, "flows": {flow: composition}}
        one, two = (calculate(plant({flow: text}, **more)) for text in (amount, pure))
        assert one.total == pytest.approx(two.total, rel=1e-12)


@pytest.mark.parametrize(
    ("flow", "amount", "words"),
    [
        ("iron", "1 kg of 31 %", "iron is counted in kg, which knows no strength; write '1 kg'"),
        ("electricity", "1 kWh of 31 %", "knows no strength"),
        ("nickel", "1 kg of 60 % Ni", "knows no strength"),
        ("hydrochloric acid", "1 kg of 31 % NaOH", "counted as 100 % HCl; write '1 kg of 31 %'"),
        ("rare earth concentrate", "1 kg of 12 %", "is counted dry; write '1 kg of 12 % moisture'"),
        ("hydrochloric acid", "1 kg of 0 %", "a share is above 0 up to 100 %"),
        ("hydrochloric acid", "1 kg of 131 %", "a share is above 0 up to 100 %"),
        ("hydrochloric acid", "1 kg of", "write one such as '900 t of 31 %'"),
        ("iron", "1 kg (HHV)", "a heating value belongs to the energy of a fuel"),
        ("electricity", "1 kWh (HHV)", "a heating value belongs to the energy of a fuel"),
        ("lignite", "1 GJ (HHV)", "no ratio of the heating values of lignite"),
        ("argon", "1 m3", "the tables convert Nm3"),
        ("steam", "1 m3", "the tables convert t"),
        ("hydrochloric acid", "1 L", "hydrochloric acid is measured in kg"),
    ],
)
def test_what_cannot_be_converted_is_refused(flow: str, amount: str, words: str) -> None:
    supply = {flow: {"factor": "2 kgCO2e/kg", "source": "ours"}}
    data = plant({flow: amount}, **({"supply": supply} if "concentrate" in flow else {}))
    assert words in only(attempt(data)[1])


SIBLINGS: list[tuple[dict[str, Any], str]] = [
    ({"supply": {"iron": {"factor": "2 kgCO2e/kWh", "source": "x"}}}, "kgCO2e/kg is wanted"),
    ({"supply": {"iron": {"factor": "2 kgCO2e/t of 31 %", "source": "x"}}}, "on its own basis"),
    ({"prices": {"p": "2 USD/kg of 31 %"}}, "a strength belongs to the amount of a flow"),
    ({"prices": {"p": "2 kg"}}, "the price of p is 2 kg, not money per kg"),
    ({"prices": {"iron": "2 USD/m3"}}, "the price of iron is 2 USD/m3, not money per kg"),
    ({"prices": {"p": "2 USD"}}, "the price of p is 2 USD, not money per kg"),
    ({"prices": {"p": "2 USD/piece", "q": "1 USD/kg"}, "allocation": "economic"}, "money per kg"),
    ({"production": {"p": "1 m3"}}, "p is measured in kg, a mass"),
]


@pytest.mark.parametrize(("more", "words"), SIBLINGS)
def test_what_is_stated_of_a_flow_is_held_to_its_unit(more: dict[str, Any], words: str) -> None:
    data = plant(**more)
    if "q" in more.get("prices", {}):
        data["steps"]["s"]["makes"]["q"] = "1 kg"
    assert words in only(attempt(data)[1])


def test_a_scenario_is_held_to_the_unit_of_a_flow() -> None:
    settings = {
        "more": {"steps.s.uses.water": "2 m3"},
        "wrong": {"steps.s.uses.water": "2 Nm3"},
        "unit": {"flows.water": {"unit": "m3"}},
    }
    data = plant({"water": "1 m3"}, scenarios={k: {"set": v} for k, v in settings.items()})
    assert calculate(data, "more").total == pytest.approx(2 * calculate(data).total)
    assert "the tables convert m3" in only(attempt(data, "wrong")[1])
    assert "leave the unit out" in only(attempt(data, "unit")[1])


@pytest.mark.parametrize("word", ["HHV", "hhv", "GCV", "gross", "Gross"])
def test_the_higher_heating_value_has_several_names(word: str) -> None:
    gross = calculate(plant({"natural gas": f"8900 MWh ({word})"}))
    assert gross.total == pytest.approx(0.9 * calculate(plant({"natural gas": "8900 MWh"})).total)


def test_what_a_unit_is_of_stands_beside_purchases_and_products() -> None:
    data = plant({"hydrochloric acid": "1 kg", "natural gas": "1 MJ"})
    data["steps"]["s"]["makes"], data["production"] = {"NaOH": "1 kg"}, {"NaOH": "1 kg"}
    result = calculate(data)
    assert [record["basis"] for record in result.product_records()] == ["100 % NaOH"]
    bases = {row.flow: row.basis for row in result.ledger_rows}
    assert bases["hydrochloric acid"] == "100 % HCl"
    assert bases["natural gas"] == "lower heating value"
    assert result.bases == {**bases, "caustic soda": "100 % NaOH"}


def test_an_emission_has_no_strength() -> None:
    data = plant()
    data["steps"]["s"]["emits"] = {"CO2": "1 kg of 50 %"}
    assert "the mass of the gas itself" in only(attempt(data)[1])


@pytest.mark.parametrize(
    ("flow", "amount", "words"),
    [
        ("natural gas", "1000 Nm3", "1 Nm3 = 38.931 MJ (lower heating value); NDRC 2015"),
        ("bituminous coal", "2 t", "1 kg = 23.204 MJ (lower heating value); NDRC 2015"),
        ("diesel", "3 kg", "1 kg = 43.33 MJ (lower heating value); NDRC 2015"),
        ("diesel", "3 L", "1 L = 0.8306 kg (liquid); DESNZ 2025; 1 kg = 43.33 MJ (lower heating"),
    ],
)
def test_fuel_by_mass_or_volume_is_converted_with_a_note(
    flow: str, amount: str, words: str
) -> None:
    result = calculate(plant({flow: amount}))
    assert [words in note.message for note in result.notes if note.kind == "conversion"] == [True]
    assert all(words in row.source for row in result.ledger_rows if row.flow == flow)


def test_a_draft_conversion_is_in_no_interval_and_named_beside_it() -> None:
    """1 L of gasoline is 0.745 kg by memory, without a range; by energy there is none to know."""
    uses = {"gasoline": "1 L", "nickel": "1 kg"}
    (draft,) = weight_of_evidence(calculate(plant(uses)), 100).undrawn
    assert (draft.kind, draft.name) == ("conversion", "gasoline from L")
    by_energy = calculate(plant({**uses, "gasoline": "33 MJ"}))
    assert weight_of_evidence(by_energy, 100).undrawn == ()


def test_the_conversion_stands_in_the_ledger_and_a_draft_is_named() -> None:
    result = calculate(plant({"gasoline": "3 L", "hydrochloric acid": "9 kg of 31 %"}))
    sources = {row.flow: row.source for row in result.ledger_rows}
    assert "1 L = 0.745 kg (liquid at 15 degC); Chemistry handbooks" in sources["gasoline"]
    assert "'9 kg of 31 %' is 2.79 kg 100 % HCl" in sources["hydrochloric acid"]
    assert [str(d) for d in result.drafts] == ["steps.s.gasoline from L (recalled-medium)"]
    _, problems = attempt(plant({"gasoline": "3 L"}), drafts=False)
    assert "the conversion of gasoline from L is a draft" in only(problems)
    assert not attempt(plant({"water": "3 m3"}), drafts=False)[1]


# --- contracts ------------------------------------------------------------------------------------


def contracted(mix: dict[str, str], used: str = "10 MWh", **more: Any) -> dict[str, Any]:
    return plant({"electricity": used}, supply={"electricity": mix}, **more)


@pytest.mark.parametrize(
    ("amounts", "shares"),
    [
        ({"wind power": "4 MWh", "grid": "100 %"}, {"wind power": "40 %", "grid": "60 %"}),
        ({"wind power": "10MWh"}, {"wind power": "100 %"}),
        ({"wind power": "4000 kWh", "solar power": "50 %", "grid": "50 %"},
         {"wind power": "40 %", "solar power": "30 %", "grid": "30 %"}),
    ],
)  # fmt: skip
def test_a_contract_states_its_amount(amounts: dict[str, str], shares: dict[str, str]) -> None:
    one, two = calculate(contracted(amounts)), calculate(contracted(shares))
    assert one.total == pytest.approx(two.total, rel=1e-12)


def test_a_contract_stays_what_it_is_when_more_is_used() -> None:
    mix = {"wind power": "4 MWh", "grid": "100 %"}
    more = contracted(mix, scenarios={"a": {"set": {"steps.s.uses.electricity": "20 MWh"}}})
    same = contracted({"wind power": "20 %", "grid": "80 %"}, "20 MWh")
    assert calculate(more, "a").total == pytest.approx(calculate(same).total, rel=1e-12)


@pytest.mark.parametrize(
    ("mix", "words"),
    [
        ({"wind power": "12 MWh", "grid": "100 %"}, "the contracts cover 120 % of what is bought"),
        ({"wind power": "4 MWh"}, "write what the rest is, such as grid: 100 %"),
        ({"wind power": "4 MWh", "grid": "60 %"}, "the shares add up to 60 %, not to 100 %"),
        ({"wind power": "4 t", "grid": "100 %"}, "electricity is measured in kWh"),
        ({"wind power": "-4 MWh", "grid": "100 %"}, "negative"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(mix: dict[str, str], words: str) -> None:
    assert words in only(attempt(contracted(mix))[1])
