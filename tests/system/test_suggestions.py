"""What a message suggests: the flow that is meant, of its kind; never the refused word itself."""

from __future__ import annotations

import pytest

from carbonre.core.errors import did_you_mean, nearest
from carbonre.core.species import elements
from carbonre.factors.suggestions import meant_flows
from carbonre.system.compositions import example
from helpers.plants import attempt, factors

PLANT = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {p: 1 t}
steps:
  s: {process: inventory, makes: {p: 1 kg}, uses: {USES}}
"""
ELECTROLYSIS = """\
carbonre: 1
plant: works
location: CN
period: 2024
production: {Nd metal: 1 t}
supply: {NdF3: {factor: 10 kgCO2e/kg, source: s}, LiF: {factor: 10 kgCO2e/kg, source: s}}
steps:
  s: {process: oxide_electrolysis, OXIDE}
"""


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("explosive", "epoxy resin"), ("PrNd oxide", "zinc oxide"), ("NaOH", "none"),
        ("PrNd oxide", "sulfur dioxide"), ("electricity", "energy_limit"), ("Tb metal", "Dy metal"),
        ("unobtainium", "niobium"), ("rhodium", "rhenium"), ("tellurium", "thallium"),
        ("grid", "grid"), ("furlongs", "long_ton"), ("NdFeB magnet", "ferrite magnet"),
    ],
)  # fmt: skip
def test_what_is_not_alike_is_not_suggested(name: str, other: str) -> None:
    assert not did_you_mean(name, [other])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("perid", "period"), ("Nd203", "Nd2O3"), ("Grid", "grid"), ("wind", "wind power"),
        ("sulphuric acid", "sulfuric acid"), ("oxlic acid", "oxalic acid"), ("irn", "iron"),
        ("NdPr", "PrNd"), ("Nd metl", "Nd metal"), ("neodynium", "neodymium"),
        ("kgCO2eq", "kgCO2e"),
    ],
)  # fmt: skip
def test_what_is_alike_is(name: str, other: str) -> None:
    assert nearest(name, [other, "something else"]) == [other]


@pytest.mark.parametrize(
    ("name", "flow"),
    [
        ("NaOH", "caustic soda"), ("盐酸", "hydrochloric acid"), ("Dysprosium", "Dy metal"),
        ("Cobalt", "cobalt"), ("镝", "Dy metal"), ("Neodymium metal", "Nd metal"),
        ("terbium", "Tb metal"), ("Dysprosiu", "Dy metal"), ("neodynium metal", "Nd metal"),
        ("hydrocloric acid", "hydrochloric acid"),
        ("electrcity", "electricity"),
    ],
)  # fmt: skip
def test_a_flow_is_found_by_what_people_call_it(name: str, flow: str) -> None:
    assert meant_flows(name, factors().flows)[0] == flow


def test_no_flow_is_its_own_suggestion() -> None:
    for name in factors().flows:
        assert name not in meant_flows(name, factors().flows)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("ammonium sulfate brine", "(NH4)2SO4"), ("magnesium sulfate brine", "MgSO4"),
        ("sodium chloride brine", "NaCl"), ("calcium chloride liquor", "CaCl2"),
        ("sodium sulfate waste water", "Na2SO4"), ("ammonium nitrate effluent", "NH4NO3"),
        ("acid sulfate wastewater", "H2SO4"), ("sodium carbonate liquor", "Na2CO3"),
        ("ammonium chloride brine", "NH4Cl"),
    ],
)  # fmt: skip
def test_a_brine_gets_the_composition_of_its_own_salt(name: str, formula: str) -> None:
    assert example(name) == f"{{{formula}: 11 %, H2O: 89 %}}"
    assert elements(formula)
    assert not [hint for hint in meant_flows(name, factors().flows) if name.startswith(hint)]


def test_a_supply_without_a_row_for_the_place_is_not_its_own_suggestion() -> None:
    text = PLANT.replace("USES", "electricity: 1 kWh").replace("location: CN", "location: VN")
    _, found = attempt(text + "supply: {electricity: 'grid, residual'}\n")
    assert found
    for problem in found:
        assert "did you mean 'grid, residual'" not in problem.message
        assert "has no row for VN; there are rows for" in problem.message


@pytest.mark.parametrize("flow", ["boron", "manganese"])
def test_a_rejected_row_is_said_with_its_reason(flow: str) -> None:
    result, found = attempt(PLANT.replace("USES", f"{flow}: 1 kg"))
    if result is None:  # until the tables have a usable row
        assert all("is rejected (" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("oxide", "words"),
    [
        ("oxide: Pr6O11", "'Pr6O11' is not an oxide of Nd"),
        ("oxide: Nd metal", "'Nd metal' is a metal and no oxide; an oxide of Nd is wanted"),
        ("oxide: NdF3", "'NdF3' holds 28.3% F and is no oxide"),
        ("metal: PrNd, oxide: Dy2O3", "'Dy2O3' is not an oxide of Pr, Nd"),
        ("metal: DyFe, oxide: Nd2O3", "'Nd2O3' is not an oxide of Dy"),
        ("metal: La, oxide: CeO2", "'CeO2' is not an oxide of La"),
    ],
)
def test_what_is_no_oxide_of_the_metal_is_refused(oxide: str, words: str) -> None:
    _, (problem,) = attempt(ELECTROLYSIS.replace("OXIDE", oxide))
    assert problem.message.startswith(words)
    assert problem.field == "steps.s.oxide"


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("neodymium", "Nd"), ("Didymium", "PrNd"), ("镨钕", "PrNd"), ("镧", "La")],
)
def test_a_metal_may_be_chosen_by_its_symbol_only_and_its_name_leads_there(
    written: str, symbol: str
) -> None:
    _, (problem,) = attempt(ELECTROLYSIS.replace("OXIDE", f"metal: {written}"))
    assert problem.message.endswith(f"; did you mean '{symbol}'?")


FLOTATION = """\
carbonre: 1
plant: mine
location: CN
period: 2024
production: {conc: 1 t}
flows:
  ground ore: {composition: {CeFCO3: 8 %, CePO4: 2 %, SiO2: 90 %}}
  conc: {composition: {CeO2: REO, SiO2: 30 %}}
exclude: {water glass: small, hydroxamic acid: small}
supply: {ground ore: {factor: 0.1 kgCO2e/kg, source: s}}
steps:
  s: {process: PROCESS}
"""


@pytest.mark.parametrize(
    ("process", "reo", "is_right"),
    [
        ("flotation, product: conc", "60.1 %", False),
        ("flotation, product: conc, grade: 60 %", "60.1 %", True),
        ("flotation, product: conc, grade: 50 %", "60.1 %", False),
        ("flotation, product: conc", "55 %", True),
    ],
)
def test_a_grade_and_a_composition_do_not_contradict(
    process: str, reo: str, is_right: bool
) -> None:
    _, found = attempt(FLOTATION.replace("PROCESS", process).replace("REO", reo))
    contradicting = [p for p in found if p.field == "flows.conc.composition"]
    assert bool(contradicting) is not is_right, found
    assert all("state the same in both" in p.message for p in contradicting)
