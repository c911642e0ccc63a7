"""Bad plant files: each is refused with every problem, its line and what is wanted.

The table holds small changes to one valid plant and what must be said about them, all of it and
nothing else. The same files go through the command line: exit code 2, nothing written, and no
traceback.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carbonre.core.documents import DEEPEST
from carbonre.core.errors import InputError, Problem
from carbonre.footprint.calculate import footprint
from carbonre.plant.reader import read_plant
from helpers.commands import environment
from helpers.plants import attempt, calculate, furnace

STATED_ORE = "ore: {factor: 3 kgCO2e/kg, source: stated}"
PLANT = furnace("ore: 2 kg, electricity: 8 kWh", STATED_ORE, emits="CO2: 0.4 kg")
ORE = f"  {STATED_ORE}\n"
NEW_STEP = "supply:\n"  # a step is put before it, from line 12 on
STATED = ("production: {metal: 1 t}\n", "")
WASTES = ("    emits", "    wastes: {slag: 1 kg}\n    emits")
TWO = ("metal: 1 kg", "metal: 1 kg, slag: 1 kg")

Change = tuple[str, str]
Finding = tuple[int, str]  # the line, and the words in their order with ... between


def step(name: str, text: str) -> Change:
    return NEW_STEP, f"  {name}: {{process: inventory, {text}}}\nsupply:\n"


def before(key: str, text: str) -> Change:
    return key, f"{text}\n{key}"


def in_furnace(text: str) -> Change:
    return "    emits", f"    {text}\n    emits"


def key(text: str) -> Change:
    return "plant: works", f"plant: works\n{text}"


BAD: dict[str, tuple[list[Change], list[Finding]]] = {
    # --- quantities and units
    "wrong unit": (
        [("8 kWh", "8 kg")],
        [(10, "uses.electricity: '8 kg' is a mass ... kWh, an energy")],
    ),
    "wrong unit of an emission": (
        [("0.4 kg", "0.4 kWh")],
        [(11, "emits.CO2: '0.4 kWh' is an energy ... mass")],
    ),
    "wrong unit of production": (
        [("1 t}", "1 MWh}")],
        [(5, "production.metal: '1 MWh' is an energy ... kg")],
    ),
    "wrong unit of a factor": (
        [("3 kgCO2e/kg", "3 kg/kg")],
        [(13, "ore.factor: ... kgCO2e/kg is wanted")],
    ),
    "unknown unit": (
        [("8 kWh", "8 kwh")],
        [(10, "uses.electricity: unknown unit 'kwh' ... 'kWh'")],
    ),
    "the word ton": (
        [("1 t}", "1 ton}")],
        [(5, "production.metal: ... 'ton' is refused ... short_ton")],
    ),
    "missing unit": ([("2 kg", "'2'")], [(10, "uses.ore: '2' has no unit ... '12 kg'")]),
    "bare number": ([("2 kg", "2")], [(10, "uses.ore: the bare number 2 has no unit ... '2 kg'")]),
    "bare decimal": ([("1 kg}", "1.5}")], [(9, "makes.metal: the bare number 1.5 has no unit")]),
    "decimal comma": (
        [("{CO2: 0.4 kg}", "{CO2: '0,4 kg'}")],
        [(11, "emits.CO2: '0,4 kg' ... decimal point")],
    ),
    "separator of thousands": (
        [("1 t}", "12 000 t}")],
        [(5, "production.metal: ... without a separator")],
    ),
    "negative amount": (
        [("2 kg", "-2 kg")],
        [(10, "uses.ore: '-2 kg' is negative ... zero or more")],
    ),
    "a product of zero": ([("metal: 1 kg", "metal: 0 kg")], [(9, "makes.metal: '0 kg' is zero")]),
    "no quantity": ([("2 kg", "much")], [(10, "uses.ore: 'much' is not a quantity ... '12 kg'")]),
    "a list for a quantity": ([("2 kg", "[2 kg]")], [(10, "uses.ore: a quantity is wanted")]),
    "yes for a quantity": ([("2 kg", "true")], [(10, "uses.ore: a quantity is wanted")]),
    "beyond all numbers": (
        [("2 kg", "2e99 kg")],
        [(10, "uses.ore: '2e99' is beyond 1e-30 to 1e30")],
    ),
    # --- keys and names
    "unknown key": (
        [key("colour: red")],
        [(3, "unknown key 'colour'; known are carbonre")],
    ),
    "misspelt key": (
        [("period", "perid")],
        [(1, "'period' is missing"), (4, "perid: ... 'period'?")],
    ),
    "unknown key of a step": (
        [("emits:", "emitts:")],
        [(11, "furnace.emitts: ... did you mean 'emits'?")],
    ),
    "unknown key of a supply": (
        [("source: stated", "source: stated, shares: 40 %")],
        [(13, "supply.ore.shares: unknown key 'shares'; did you mean 'share'?")],
    ),
    "unknown key of a scenario": (
        [before("supply:", "scenarios: {green: {sett: {}}}")],
        [(12, "scenarios.green.sett: unknown key 'sett'; did you mean 'set'?")],
    ),
    "duplicate key": (
        [("period: 2024", "period: 2024\nperiod: 2023")],
        [(5, "'period' ... twice ... line 4")],
    ),
    "duplicate step": (
        [step("furnace", "makes: {x: 1 kg}")],
        [(12, "'furnace' is given twice; first in line 7")],
    ),
    "unknown flow": (
        [("ore: 2 kg", "ores: 2 kg")],
        [(10, "uses.ores: the flow 'ores' is undefined")],
    ),
    "unknown gas": (
        [("CO2:", "CO2x:")],
        [(11, "emits.CO2x: 'CO2x' is not a known emission ... 'CO2'")],
    ),
    "unknown process": (
        [("inventory", "inventry")],
        [(8, "no process 'inventry'; did you mean 'inventory'?")],
    ),
    "missing factor": (
        [(f"supply:\n{ORE}", "flows: {soda ashe: {unit: kg}}\n"), ("ore:", "soda ashe:")],
        [
            (
                10,
                "no factor for 'soda ashe' used in 'furnace'; nearest ... soda ash ... exclude",
            )
        ],
    ),
    "rows that are all rejected": (
        [("electricity: 8 kWh", "manganese: 8 kg")],
        [
            (
                10,
                "no factor for 'manganese' used in 'furnace': the row ... is rejected (",
            )
        ],
    ),
    "unknown supply": (
        [("supply:\n", "supply:\n  electricity: wnd power\n")],
        [(13, "no supply 'wnd power' of electricity; did you mean 'wind power'?")],
    ),
    "production that nobody makes": (
        [("{metal: 1 t}", "{metal: 1 t, metl: 1 t}")],
        [(5, "no step makes 'metl'; did you mean 'metal'?")],
    ),
    "wrong version": ([("carbonre: 1", "carbonre: 2")], [(1, "carbonre: '2' is none of 1")]),
    "no place": ([("CN-NM", "China")], [(3, "location: 'China' is no ISO 3166 code ... CN-NM")]),
    "a year of two digits": ([("2024", "24")], [(4, "period: '24'")]),
    "a reserved scenario": (
        [before("supply:", "scenarios: {baseline: {}}")],
        [(12, "'baseline' is the plant")],
    ),
    # --- what runs a step
    "a loop that gains": (
        [("uses: {", "uses: {metal: 1 kg, ")],
        [(7, "the recycle loop furnace -> furnace uses as much ... cannot run")],
    ),
    "a loop of two that gains": (
        [
            ("uses: {", "uses: {coke bed: 2 kg, "),
            step("b", "makes: {coke bed: 1 kg}, uses: {metal: 0.6 kg}"),
        ],
        [(7, "the recycle loop furnace -> b -> furnace")],
    ),
    "takers that gain": (
        [
            WASTES,
            step(
                "a", "takes: {slag: all}, uses: {slag: 1 kg}, makes: {x: 1 kg}, wastes: {mud: 2 kg}"
            ),
            step(
                "b", "takes: {mud: all}, uses: {mud: 1 kg}, makes: {y: 1 kg}, wastes: {slag: 1 kg}"
            ),
        ],
        [(13, "the recycle loop a -> b -> a")],
    ),
    "nothing says how much": (
        [STATED],
        [(1, "nothing says how much: state production"), (6, "'furnace' does not run")],
    ),
    "a step that nothing runs": (
        [step("a", "makes: {x: 1 kg}")],
        [(12, "'a' does not run: there is no demand for its reference product 'x'")],
    ),
    "a co-product runs no step": (
        [
            ("uses: {", "uses: {y: 1 kg, "),
            step("a", "makes: {x: 1 kg, y: 1 kg}"),
        ],
        [(12, "'a' does not run ... 'y' is in demand, but a co-product never scales a step")],
    ),
    "two on demand": (
        [step("a", "makes: {metal: 1 kg}")],
        [(12, "'a' and 'furnace' both make 'metal'")],
    ),
    "production of a stated amount": (
        [in_furnace("amount: {metal: 2 t}")],
        [(5, "'furnace' states an amount, so the production ... follows")],
    ),
    "run by two things": (
        [STATED, in_furnace("amount: {metal: 2 t}\n    takes: {ore: all}")],
        [(6, "run by one of takes, treats and amount; it states more than one")],
    ),
    "two amounts": (
        [STATED, in_furnace("amount: {metal: 2 t, ore: 1 t}")],
        [(10, "amount names one flow")],
    ),
    "amount of no exchange": (
        [STATED, in_furnace("amount: {metl: 2 t}")],
        [(10, "no exchange 'metl'; did you mean 'metal'?")],
    ),
    "amount of a flow of zero": (
        [STATED, in_furnace("amount: {ore: 2 t}"), ("ore: 2 kg", "ore: 0 kg")],
        [(10, "the step has zero of 'ore', whose amount sets its scaling")],
    ),
    "a step that makes nothing": (
        [step("a", "uses: {ore: 1 kg}")],
        [(12, "a step without products needs a scaling rule")],
    ),
    "an amount that makes nothing": (
        [step("a", "amount: {ore: 1 t}, uses: {ore: 1 kg}")],
        [(12, "a step without products must treat a waste")],
    ),
    "a taker that makes nothing": (
        [WASTES, step("a", "takes: {slag: all}, uses: {slag: 1 kg}")],
        [(13, "a step without products must treat a waste")],
    ),
    "takes what nobody makes": (
        [
            STATED,
            ("    emits", "    takes: {ore: all}\n    emits"),
            step("a", "makes: {x: 1 kg}, amount: {x: 1 t}"),
        ],
        [(10, "no other step makes or wastes 'ore', which 'furnace' should take")],
    ),
    "takes what it does not use": (
        [
            WASTES,
            step("a", "takes: {slag: all}, uses: {ore: 1 kg}, makes: {x: 1 kg}"),
        ],
        [(13, "the step takes 'slag' but does not use it")],
    ),
    "takes what it uses 0 of": (
        [
            WASTES,
            step("a", "takes: {slag: all}, uses: {slag: 0 kg}, makes: {x: 1 kg}"),
        ],
        [(13, "the step uses zero of 'slag', which sets its scaling")],
    ),
    "treats a product": (
        [step("a", "treats: {metal: 10 %}, uses: {metal: 1 kg}")],
        [(12, "'metal' is a product, not a waste")],
    ),
    "a share of more than all": (
        [WASTES, step("a", "treats: {slag: 120 %}, uses: {slag: 1 kg}")],
        [(13, "treats.slag: '120 %' is no share; write all, or a share such as 60 %")],
    ),
    "shares of more than all": (
        [
            WASTES,
            step("a", "treats: {slag: 60 %}, uses: {slag: 1 kg}"),
            step("b", "takes: {slag: 50 %}, uses: {slag: 1 kg}, makes: {x: 1 kg}"),
        ],
        [(13, "a and b take 110 % of 'slag'; at most 100 % is available")],
    ),
    "all of it taken and wanted": (
        [step("a", "takes: {metal: all}, uses: {metal: 1 kg}, makes: {x: 1 kg}")],
        [(5, "1000 kg are required, but the steps that make 'metal'")],
    ),
    "product and waste at once": (
        [step("a", "makes: {x: 1 kg}, wastes: {metal: 1 kg}, amount: {x: 1 t}")],
        [
            (5, "'metal' is a waste; production names products"),
            (12, "a product of 'furnace' and a waste of 'a'"),
        ],
    ),
    # --- who carries the burden
    "circular burden": (
        [
            step("a", "amount: {x: 1 t}, uses: {y: 1 kg, ore: 1 kg}, makes: {x: 1 kg}"),
            step("b", "takes: {x: all}, uses: {x: 1 kg}, makes: {y: 1 kg}"),
        ],
        [
            (
                12,
                "unallocated burden: that of 'a', 'b' ... cyclic dependency and reaches no product",
            )
        ],
    ),
    "nothing is sold": (
        [
            STATED,
            ("uses: {", "amount: {metal: 1 t}\n    uses: {y: 1 kg, "),
            step("b", "takes: {metal: all}, uses: {metal: 1 kg}, makes: {y: 1 kg}"),
        ],
        [(1, "no product is sold that could carry the burden")],
    ),
    "unknown key of allocation": (
        [key("allocation: econmic")],
        [(3, "'econmic' is no key ... 'economic'?")],
    ),
    "no such element": (
        [TWO, key("allocation: {element: Xx}")],
        [(3, "'Xx' is no chemical element")],
    ),
    "no price": (
        [TWO, key("allocation: economic")],
        [
            (8, "allocated by economic: ... no price for metal"),
            (8, "allocated by economic: ... no price for slag"),
        ],
    ),
    "no composition": (
        [TWO, key("allocation: element\nflows: {slag: {composition: {Nd2O3: 9 %}}}")],
        [
            (
                9,
                "allocated by element: the composition of metal is unknown; state its own",
            )
        ],
    ),
    "no energy": (
        [("metal: 1 kg", "metal: 1 kg, slag: 1 kWh"), key("allocation: energy")],
        [(8, "allocated by energy: metal is measured in kg, no energy")],
    ),
    "no mass": (
        [("metal: 1 kg", "metal: 1 kg, power: 1 kWh")],
        [(7, "allocated by mass: power is measured in kWh")],
    ),
    "a key of zero for all": (
        [
            TWO,
            key(
                "allocation: {element: Dy}\nflows: {metal: {composition: {Nd: 1 %}},"
                " slag: {composition: {Nd: 1 %}}}"
            ),
        ],
        [(9, "allocated by element Dy: it is zero for all of its products")],
    ),
    "two currencies": (
        [TWO, key("allocation: economic\nprices: {metal: 3 USD/kg, slag: 4 CNY/kg}")],
        [(9, "prices.slag and prices.metal are in two currencies")],
    ),
    "a price that is no money": (
        [TWO, key("allocation: economic\nprices: {metal: 3 kg, slag: 4 CNY/kg}")],
        [(4, "the price of metal is 3 kg, not money per kg")],
    ),
    "shares that do not add up": (
        [TWO, in_furnace("allocation: {metal: 60 %, slag: 50 %}")],
        [(11, "add up to 110 %; wanted is 100 %")],
    ),
    "shares of the whole plant": (
        [TWO, key("allocation: {metal: 60 %, slag: 40 %}")],
        [(3, "shares belong to a step")],
    ),
    # --- supply, flows, readings
    "a mix that does not add up": (
        [("supply:\n", "supply:\n  electricity: {grid: 70 %, wind power: 20 %}\n")],
        [(13, "supply.electricity: the shares add up to 90 %, not to 100 %")],
    ),
    "a supply without a source": (
        [(", source: stated", "")],
        [(13, "supply.ore: a factor needs its source")],
    ),
    "a bought share of a number": (
        [("source: stated", "source: stated, share: 0.4")],
        [(13, "supply.ore.share: '0.4' is no share")],
    ),
    "a bought share of more than all": (
        [("source: stated", "source: stated, share: 140 %")],
        [(13, "supply.ore.share: '140 %' is no share")],
    ),
    "unknown transport": (
        [("source: stated", "source: stated, transport: {truk: 9 km}")],
        [(13, "'truk' is no mode ... 'truck'?")],
    ),
    "transport by mass": (
        [("source: stated", "source: stated, transport: {truck: 9 kg}")],
        [(13, "'9 kg' is a mass; a distance")],
    ),
    "a composition of more than all": (
        [key("flows: {ore: {composition: {Nd2O3: 70 %, CeO2: 40 %}}}")],
        [(3, "adds up to 110 %; at most")],
    ),
    "a composition of no element": (
        [key("flows: {ore: {composition: {Nx2O3: 70 %}}}")],
        [(3, "'Nx2O3' has an unknown element 'Nx'")],
    ),
    "a meter of nothing": (
        [in_furnace("measured: {steam: 5 MJ}")],
        [(11, "measured.steam: the model of 'furnace' has no 'steam'")],
    ),
    "a meter in the wrong unit": (
        [in_furnace("measured: {electricity: 5 kg}")],
        [(11, "measured.electricity: '5 kg' is a mass ... kWh")],
    ),
    # --- YAML
    "not YAML": ([("{metal: 1 kg}", "{metal: 1 kg")], [(10, "is not YAML here")]),
    "an alias": ([("production: {metal: 1 t}", "production: &a {metal: 1 t}")], [(5, "anchors")]),
    "a tag": ([("plant: works", "plant: !!python/name:os.system works")], [(2, "tags such as")]),
    "a merge key": ([key("<<: {a: 1}")], [(3, "merge keys")]),
    "a second document": ([("supply:", "---\nsupply:")], [(12, "a second document")]),
    "a list for a plant": ([(PLANT, "- a\n- b\n")], [(1, "holds no plant")]),
    "an empty file": ([(PLANT, "")], [(0, "holds no plant")]),
    "nested too deep": (
        [key("note: " + "[" * 60 + "]" * 60)],
        [(3, f"deeper than {DEEPEST} levels")],
    ),
    "steps that are a list": (
        [(PLANT[PLANT.index("steps") : PLANT.index("supply")], "steps: [a]\n")],
        [(6, "steps: a list stands where a mapping is wanted")],
    ),
    "no steps": (
        [(PLANT[PLANT.index("steps") : PLANT.index("supply")], "steps: {}\n")],
        [(6, "steps: is empty; at least one")],
    ),
    # --- everything at once
    "nine problems in one file": (
        [
            ("period", "perid"),
            ("CN-NM", "China"),
            ("8 kWh", "8 kg"),
            ("0.4 kg", "0.4"),
            ("ore: 2", "ores: 2"),
            ("process: inventory", "process: inventory\n    colour: red"),
            (", source: stated", ""),
            ("{metal: 1 t}", "{metal: 1 t, metl: 2 t}"),
        ],
        [
            (1, "'period' is missing"),
            (3, "no ISO 3166"),
            (4, "perid: unknown key 'perid'"),
            (5, "no step makes 'metl'"),
            (9, "no 'colour'"),
            (11, "uses.ores: the flow 'ores' is undefined"),
            (11, "uses.electricity: '8 kg' is a mass"),
            (12, "bare number 0.4"),
            (14, "supply.ore: a factor needs its source"),
        ],
    ),
}


def text_of(changes: list[Change]) -> str:
    text = PLANT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def says(problem: Problem, finding: Finding) -> bool:
    line, words = finding
    pattern = ".*".join(re.escape(part) for part in words.split(" ... "))
    return problem.place.line == line and re.search(pattern, str(problem)) is not None


def test_the_plant_itself_is_right() -> None:
    assert calculate(PLANT).total > 0


@pytest.mark.parametrize("name", BAD)
def test_every_problem_is_named_with_its_line(name: str) -> None:
    changes, expected = BAD[name]
    result, problems = attempt(text_of(changes))
    shown = "\n".join(map(str, problems))
    assert result is None or problems
    assert len(problems) == len(expected), shown
    for problem, finding in zip(problems, expected, strict=True):
        assert says(problem, finding), f"{finding} is not in\n{shown}"


@pytest.mark.parametrize("name", BAD)
def test_the_caret_stands_below_the_value(name: str) -> None:
    _, problems = attempt(text_of(BAD[name][0]))
    for problem in problems:
        _, *below = problem.with_caret().split("\n")
        if below:
            line, carets = below
            start = carets.index("^")
            assert carets.strip("^ ") == ""
            assert start < len(line) or problem.place.length == 1


SCENARIO = {
    "unknown step": ("steps.furnce.uses: {}", "no 'furnce'; did you mean 'furnace'?"),
    "unknown top": (
        "stepps.furnace.uses: {}",
        "cannot set 'stepps.furnace.uses'; did you mean 'steps'?",
    ),
    "unknown key of a step": ("steps.furnace.usses: {}", "an inventory step has no 'usses'"),
    "another version": ("carbonre: 2", "cannot set 'carbonre'"),
    "an open quote": ("'steps.\"furnace.uses'  : {}", "is not a path"),
    "a wrong unit": ("steps.furnace.uses.electricity: 8 kg", "'8 kg' is a mass"),
    "a scenario inside": ("scenarios.green: {}", "cannot set 'scenarios.green'"),
    "a meter": ("steps.furnace.measured: {ore: 1 t}", "a meter reading belongs to the baseline"),
    "below a number": ("period.year: 2", "'period' holds nothing to set"),
}


@pytest.mark.parametrize("name", SCENARIO)
def test_a_scenario_names_its_own_line(name: str) -> None:
    setting, words = SCENARIO[name]
    result, problems = attempt(f"{PLANT}scenarios:\n  green:\n    set:\n      {setting}\n", "green")
    assert result is None
    assert [p.place.line for p in problems] == [17]
    assert words in str(problems[0])


def test_an_unknown_scenario_has_a_nearest_name() -> None:
    result, problems = attempt(f"{PLANT}scenarios: {{green: {{}}}}\n", "gren")
    assert result is None
    assert "no scenario 'gren'; did you mean 'green'?" in str(problems[0])


# --- files that are no plant ----------------------------------------------------------------------


def gb18030(path: Path) -> None:
    path.write_bytes(PLANT.replace("works", "稀土厂").encode("gb18030"))


FILES = {
    "missing": (lambda path: None, "does not exist"),
    "a directory": (lambda path: path.mkdir(), "is not a file"),
    "a pipe": (os.mkfifo, "is not a regular file"),
    "UTF-16": (lambda path: path.write_text(PLANT, "utf-16"), "is not UTF-8; it looks like UTF-16"),
    "GB18030": (gb18030, "is not UTF-8; it looks like GB18030"),
    "11 MB": (lambda path: path.write_text("#" * 11_000_000), "is larger than 10 MB"),
    "a control": (lambda path: path.write_text(PLANT + "# \x1b[31m"), "control character U+001B"),
    "a turn": (lambda path: path.write_text(PLANT + "# \u202e"), "control character U+202E"),
    "zeros": (lambda path: path.write_bytes(bytes(1000)), "control character U+0000"),
    "deep flow": (lambda path: path.write_text("[" * 100_000), "levels"),
    "deep block": (lambda path: path.write_text("- " * 100_000), "levels"),
    "aliases": (lambda path: path.write_text("a: &a [x]\nb: [*a, *a]\n"), "anchors"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_plant(name: str, tmp_path: Path) -> None:
    make, words = FILES[name]
    make(tmp_path / "plant.yaml")
    with limit(20), pytest.raises(InputError) as caught:
        read_plant(tmp_path / "plant.yaml")
    assert words in str(caught.value)
    assert str(tmp_path / "plant.yaml") in str(caught.value)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plant.yaml"
    path.write_text(PLANT)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(InputError, match="cannot be read"):
        read_plant(path)


@pytest.mark.parametrize("name", ["\0", "a" * 5000, "plant.yaml/inside"])
def test_names_that_are_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "plant.yaml").write_text(PLANT)
    with pytest.raises(InputError):
        read_plant(tmp_path / name)


def test_text_with_a_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plant.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + PLANT.replace("\n", "\r\n").encode())
    assert footprint(read_plant(path)).total == calculate(PLANT).total


# --- anything at all ------------------------------------------------------------------------------

RICH = """\
carbonre: 1
plant: works
location: CN-NM
period: 2024
boundary: product
allocation: economic
production: {metal: 1 t, 'rest 1': 3 kg}
flows: {ore: {unit: kg, composition: {Nd2O3: 30 %}}}
steps:
  furnace:
    process: inventory
    makes: {metal: 1 kg, gas: 2 kg}
    uses: {ore: 2 kg, electricity: 8 kWh, 'rest 1': 0.1 kg}
    emits: {CO2: 0.4 kg}
    wastes: {slag: 1 kg}
    measured: {electricity: 9 MWh}
  'rest 1':
    process: inventory
    makes: {'rest 1': 1 kg}
    uses: {metal: 0.2 kg}
  slag mill:
    process: inventory
    takes: {slag: 60 %}
    makes: {sand: 1 kg, grit: 1 kg}
    uses: {slag: 1 kg}
    allocation: {sand: 60 %, grit: 40 %}
  dump:
    process: inventory
    treats: {slag: 40 %}
    uses: {slag: 1 kg, electricity: 1 Wh}
prices: {metal: 50 USD/kg, gas: 1 USD/kg}
supply:
  ore: {factor: 3 kgCO2e/kg, source: stated, transport: {rail: 300 km}}
  electricity: {grid: 70 %, wind power: 30 %}
scenarios:
  green:
    set: {supply.electricity: wind power, steps.furnace.uses.ore: 1.9 kg}
  greener:
    extends: [green]
    set: {steps.furnace.emits.CO2: null}
"""
SCRAPS = (
    "",
    " ",
    "\n",
    "0",
    "-1",
    "1e400",
    "9**9**9",
    "100 %",
    "kg",
    "kWh",
    "t",
    ":",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    '"',
    "#",
    "&a",
    "*a",
    "!!str",
    "<<",
    "~",
    "null",
    "true",
    "all",
    "metal",
    "slag",
    "ore",
    "steps",
    "takes",
    "treats",
    "amount",
    "makes",
    "uses",
    "economic",
    "element",
    "稀土",
    "\t",
    "|",
    ">",
    "- ",
    "? ",
    "%",
    "../x",
)


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Stop what hangs."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def mutated(text: str, chance: random.Random) -> str:
    """A few edits: a token replaced, a line gone or doubled, a scrap put in."""
    for _ in range(chance.randint(1, 4)):
        tokens = re.split(r"([\s{}\[\],:'\"]+)", text)
        lines = text.splitlines()
        match chance.randrange(5):
            case 0:
                tokens[chance.randrange(len(tokens))] = chance.choice(SCRAPS)
                text = "".join(tokens)
            case 1:
                tokens[chance.randrange(len(tokens))] = chance.choice(tokens)
                text = "".join(tokens)
            case 2:
                del lines[chance.randrange(len(lines))]
                text = "\n".join(lines)
            case 3:
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "\n".join(lines)
            case _:
                at = chance.randrange(len(text))
                text = text[:at] + chance.choice(SCRAPS) + text[at + chance.randrange(3) :]
        if not text.strip():
            return text
    return text


def survives(text: str) -> None:
    """Whatever stands in the file, there is an answer or there are problems, soon."""
    with limit(10):
        for scenario in ("baseline", "greener"):
            result, problems = attempt(text, scenario)
            assert (result is None) <= bool(problems)
            if result is not None and not problems:
                carried = sum(item.amount * item.total for item in result.products_sold)
                assert carried == pytest.approx(result.total, rel=1e-9)


@pytest.mark.parametrize("scenario", ["baseline", "green", "greener"])
def test_the_plant_to_mutate_is_right(scenario: str) -> None:
    assert calculate(RICH, scenario).total > 0


@given(st.integers(0, 2**32))
def test_mutations_of_a_plant_are_answered_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        survives(mutated(RICH, chance))


@pytest.mark.slow
def test_many_mutations() -> None:
    chance = random.Random(2024)
    for _ in range(20_000):
        survives(mutated(RICH, chance))


@given(st.text(max_size=200))
@example("? ?")
@example("- - -\n :")
def test_any_text_is_refused(text: str) -> None:
    result, problems = attempt(text)
    assert result is None and problems


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(SCRAPS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(SCRAPS), inner, max_size=3)
    ),
    max_leaves=6,
)
PLACES = [line.strip().partition(":")[0] for line in RICH.splitlines() if not line.endswith(":")]


@given(st.sampled_from(sorted(set(PLACES))), VALUES)
def test_any_value_anywhere(place: str, value: object) -> None:
    """The value of any key, replaced by anything that JSON (which is YAML) can hold."""
    lines = RICH.splitlines()
    for index, line in enumerate(lines):
        if line.strip().partition(":")[0] == place:
            lines[index] = f"{line.partition(':')[0]}: {json.dumps(value)}"
    survives("\n".join(lines))


# --- the command line -----------------------------------------------------------------------------


def test_the_command_line_refuses_all_of_them(tmp_path: Path) -> None:
    """One process for all: exit code 2, words on stderr, nothing on stdout, nothing written."""
    pytest.importorskip("carbonre.cli")
    for index, (changes, _) in enumerate(BAD.values()):
        (tmp_path / f"{index}.yaml").write_text(text_of(changes), encoding="utf-8")
    script = """
import contextlib, io, sys
from carbonre import cli
for path in sys.argv[1:]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["carbonre", "calc", path, "--csv", "out.csv", "--json", "out.json"]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
    print(path, code, len(out.getvalue()), "Traceback" in err.getvalue(), path in err.getvalue())
"""
    names = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", script, *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"{name} 2 0 False True" for name in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize(
    "period", ["FY2024", "2023/24", "2024-13", "2024-3", "Q1 2024", "2024.5", "true"]
)
def test_a_period_is_a_year_a_month_or_a_range(period: str) -> None:
    _, (problem,) = attempt(PLANT.replace("period: 2024", f"period: {period}"))
    assert "a period is a calendar year such as 2024" in problem.message


@pytest.mark.parametrize(
    ("price", "meant"),
    [("14", "14 USD/kg"), ("'14'", "14 USD/kg"), ("$1/kg", "1 USD/kg"), ("8 元/公斤", "8 CNY/kg")],
)
def test_a_price_is_shown_as_one(price: str, meant: str) -> None:
    _, (problem,) = attempt(PLANT + f"prices: {{metal: {price}}}\n")
    assert f"'{meant}'" in problem.message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,300 t", "1300 t"),
        ("12,5 t", "12.5 t"),
        ("1,300.5 t", "1300.5 t"),
        ("1,234,567 t", "1234567 t"),
        ("17,3 kg", "17.3 kg"),
    ],
)
def test_a_comma_in_a_production_is_never_another_number(text: str, meant: str) -> None:
    _, found = attempt(PLANT.replace("{metal: 1 t}", f"{{metal: {text}}}"))
    assert f"write '{meant}'" in found[0].message


def test_a_unit_without_a_name_of_its_own_is_named_once() -> None:
    plant = {
        "carbonre": 1, "plant": "x", "location": "CN", "period": 2024,
        "production": {"coated magnet": "1 t"}, "steps": {"coating": {"process": "coating"}},
    }  # fmt: skip
    _, problems = attempt(plant)
    words = " ".join(str(problem) for problem in problems)
    assert "needs 'surface', a quantity in m2/kg (" in words
