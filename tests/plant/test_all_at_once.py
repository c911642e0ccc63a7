"""All that can be found in one run is found in one run: a plant with a mistake in each section."""

from __future__ import annotations

from helpers.plants import attempt

PLANT = """\
carbonre: 1
plant: magnets
location: DE
period: FY2024
production: {coated magnet: 1,300 t}
flows:
  alloy: {unit: furlong}
steps:
  casting: {process: strip_casting, colour: red}
  sintering: {process: sinterin}
  furnace:
    process: inventory
    makes: {metal: 1 kg}
    uses: {electricity: 3 kWh, unobtainium: 1 kg}
    emits: {CO3: 1 kg}
supply:
  Nd203: {factor: 17.3 kg CO2e/kg, source: s}
  electricity: gird
  iron: {factor: 2 kgCO2e/kWh, source: s}
prices: {coated magnet: 14}
exclude: {irn: small}
allocation: massy
scenarios: {x: {set: {steps.casing.yield: 3 %}}}
uncertainty: {steps.furnace.uses.metal: {lognormal: 0.5}}
metr: 3
period: 2024
"""
SAID = {
    4: "a period is a calendar year such as 2024",
    5: "write '1300 t'",
    7: "unknown unit 'furlong'",
    9: "strip_casting has no parameter 'colour'",
    10: "did you mean 'sintering'?",
    14: "the flow 'unobtainium' is undefined",
    15: "'CO3' is not a known emission",
    17: "write '17.3 kgCO2e/kg'",
    18: "there is no supply 'gird' of electricity; did you mean 'grid'?",
    19: "a factor in kgCO2e/kg is wanted",
    20: "write '14 USD/kg'",
    21: "did you mean 'iron'?",
    22: "did you mean 'mass'?",
    24: "is no geometric standard deviation",
    25: "unknown key 'metr'",
    26: "the key 'period' is given twice",
}


def test_a_mistake_in_each_section_is_told_in_one_run() -> None:
    _, found = attempt(PLANT)
    for line, words in SAID.items():
        here = [problem.message for problem in found if problem.place.line == line]
        assert any(words in message for message in here), (line, here)


BALANCED = """\
carbonre: 1
plant: works
location: CN
period: 2024
allocation: economic
production: {metal: 5 t}
steps:
  roasting: {process: inventory, amount: {ore: 1 t}, makes: {metal: 1 kg}, uses: {ore: 1 kg}}
  casting: {process: inventory, makes: {ingot: 1 kg, dross: 1 kg}, uses: {nickle: 1 kg}}
supply: {ore: {factor: 3 kgCO2e/kg, source: s}, nickle: {factor: 3 kgCO2e/kWh, source: s}}
"""


def test_a_balance_that_cannot_be_is_told_with_the_factor_and_the_price_that_are_missing() -> None:
    plant = BALANCED.replace("amount: {ore: 1 t}, ", "").replace(
        "{ore: 1 kg}", "{ore: 1 kg, metal: 2 kg}"
    )
    plant = plant.replace("{metal: 5 t}", "{metal: 5 t, ingot: 1 t}")
    _, found = attempt(plant)
    told = {(problem.code, problem.place.line) for problem in found}
    wanted = {("divergent-loop", 8), ("undefined-allocation", 9), ("wrong-dimension", 10)}
    assert told == wanted
    _, found = attempt(plant + "prices: {motel: 3 USD/kg}\n")
    assert {(p.code, p.place.line) for p in found} == {*wanted, ("unknown-flow", 11)}


def test_a_meter_that_cannot_be_read_does_not_hide_a_missing_factor() -> None:
    plant = BALANCED.replace("uses: {ore: 1 kg}", "uses: {ore: 1 kg}, measured: {ore: 3 kWh}")
    plant = plant.replace("{metal: 5 t}", "{ingot: 1 t}").replace("economic", "mass")
    _, found = attempt(plant)
    assert [(p.code, p.place.line) for p in found] == [
        ("wrong-dimension", 8),
        ("wrong-dimension", 10),
    ]


def test_a_product_that_no_step_can_make_is_told_beside_a_faulty_step() -> None:
    """The process that is misspelt makes what it names, and nothing else."""
    plant = PLANT[: PLANT.index("flows:")].replace("FY2024", "2024").replace("1,300 t", "1 t")
    plant += "steps:\n  s: {process: strip_casting, argon: 3}\n"
    _, found = attempt(plant)
    assert {(p.code, p.place.line) for p in found} >= {("unknown-flow", 5), ("invalid-quantity", 7)}
    own = plant.replace("argon: 3", "argon: 3, product: coated magnet")
    assert "unknown-flow" not in {problem.code for problem in attempt(own)[1]}


def test_the_flow_that_is_meant_stands_under_the_caret() -> None:
    _, found = attempt(PLANT)
    shown = next(p for p in found if "unobtainium" in p.message).with_caret().splitlines()
    assert shown[1][shown[2].index("^") :].startswith("unobtainium")
    assert shown[2].count("^") == len("unobtainium")


def test_a_flow_without_a_factor_is_under_the_caret() -> None:
    text = PLANT[: PLANT.index("flows:")].replace("FY2024", "2024").replace("1,300 t", "1 t")
    text += "steps:\n  s:\n    process: inventory\n    makes: {coated magnet: 1 kg}\n"
    text += "    uses: {iron: 1 kg, boron: 1 kg, electricity: 3 kWh}\n"
    _, found = attempt(text)
    for problem in found:  # none, once the tables have a row
        shown = problem.with_caret().splitlines()
        assert shown[1][shown[2].index("^") :].startswith("boron")


def test_a_bare_factor_is_led_to_the_unit_of_goods_and_of_electricity() -> None:
    text = PLANT[: PLANT.index("supply:")] + "supply: {electricity: {factor: 0.5, source: bill}}\n"
    _, found = attempt(text)
    assert [one.message for one in found if one.field == "supply.electricity.factor"] == [
        "the bare number 0.5 has no unit;"
        " write '0.5 kgCO2e/kg' or, of electricity, '0.5 kgCO2e/kWh'"
    ]
