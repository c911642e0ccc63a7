"""Seven things that two runs must have in common, and how runs are told apart."""

import pytest
import yaml

import carbonre as cr
from carbonre.comparison.comparability import incompatibilities, labels, notes
from carbonre.core.documents import parse_yaml
from carbonre.core.errors import InputError, Problems
from carbonre.plant.reader import build
from helpers.commands import run_command
from helpers.paths import METAL
from helpers.plants import calculate, factors

PLANT = {
    "carbonre": 1,
    "plant": "Shop",
    "location": "CN-NM",
    "period": 2023,
    "production": {"metal": "1000 kg", "salt": "10 kg"},
    "steps": {
        "furnace": {
            "process": "inventory",
            "makes": {"metal": "1 kg"},
            "uses": {"electricity": "2 kWh", "ore": "2 kg"},
            "emits": {"CH4": "0.1 kg"},
        },
        "cell": {"process": "inventory", "makes": {"salt": "1 kg"}, "uses": {"ore": "1 kg"}},
    },
    "supply": {"ore": {"factor": "3 kgCO2e/kg", "source": "stated"}},
}


def shop(file="one.yaml", **parts):
    return calculate({**PLANT, **parts}, file=file)


def within(**settings):
    """The same difference, set by a scenario on purpose."""
    plant = {**PLANT, "scenarios": {"point": {"set": settings}}}
    understood = build(yaml_document(plant), Problems())
    return [cr.footprint(understood, factors(), scenario=n) for n in ("baseline", "point")]


def yaml_document(plant):
    return parse_yaml(yaml.safe_dump(plant, sort_keys=False), "one.yaml")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"boundary": "organisation"}, "boundary is product in 'one.yaml' and organisation in"),
        ({"gwp": "AR5"}, "gwp is AR6 in 'one.yaml' and AR5 in 'two.yaml'"),
        ({"allocation": "economic"}, "allocation is mass in 'one.yaml' and economic in"),
        ({"production": {"cake": "1 t"}}, "the two sell no product in common"),
    ],
)
def test_what_is_refused_unless_it_is_the_point(parts, words):
    one = shop()
    if "production" in parts:
        steps = {"cell": {**PLANT["steps"]["cell"], "makes": {"cake": "1 kg"}}}
        two = shop("two.yaml", steps=steps, **parts)
    else:
        two = shop("two.yaml", **parts)
        assert incompatibilities(*within(**parts)) == []
        (note,) = [c for c in notes(*within(**parts)) if "on purpose" in c]
        assert note.startswith(f"{next(iter(parts))} differs: ")
    (problem,) = incompatibilities(one, two)
    assert words in problem.message
    with pytest.raises(InputError, match=r"in common|compare like with like"):
        cr.compare(one, two)


def test_one_product_in_two_units_is_another_functional_unit():
    power = {"metal": {"unit": "kJ"}}
    step = {**PLANT["steps"]["furnace"], "makes": {"metal": "1 kJ"}}
    made = {"metal": "1000 kJ", "salt": "10 kg"}
    steps = {**PLANT["steps"], "furnace": step}
    two = shop("two.yaml", flows=power, steps=steps, production=made)
    (problem,) = incompatibilities(shop(), two)
    assert "the functional unit differs: 'metal' is counted in kg in 'one.yaml' and in kJ" in str(
        problem
    )


def test_other_amounts_are_said():
    (note,) = notes(shop(), shop("two.yaml", production={"metal": "2 t", "salt": "10 kg"}))
    assert note == (
        "the amounts sold differ (metal 1000 and 2000 kg): compare per unit, not the plant's totals"
    )
    more = shop("two.yaml", production={"metal": "1000 kg"}, steps={
        "furnace": PLANT["steps"]["furnace"]})  # fmt: skip
    assert notes(shop(), more) == ["only 'one.yaml' sells salt; the plant's total counts all"]
    assert notes(shop(), shop("two.yaml")) == []


def test_the_period_and_the_year_of_the_grid_are_said():
    found = notes(shop(), shop("two.yaml", period=2021))
    assert "period differs: 2023 and 2021" in found
    (grid,) = [words for words in found if "grid rows" in words]
    assert "elec.cn.nm.2021" in grid
    assert "on purpose" not in grid
    assert all("on purpose" in words for words in notes(*within(period=2021)))
    same = {"electricity": {"factor": "0.5 kgCO2e/kWh", "source": "contract"}}
    assert notes(shop(supply=PLANT["supply"] | same), shop(supply=PLANT["supply"])) == []


def test_another_version_of_the_factors_is_said(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "flow,value,unit,place,year,source\nelectricity,0.1,kgCO2e/kWh,CN-NM,2023,mine\n",
        encoding="utf-8",
    )
    two = calculate(PLANT, tables=cr.read_factors(mine))
    (note,) = [words for words in notes(shop(), two) if "factor tables" in words]
    assert note.startswith("the two use different factor tables: ")
    assert "mine.csv:2 differ" in note
    table = cr.compare(shop(), two)
    assert table["difference"][table["product"] == "(plant)"].sum() == pytest.approx(
        two.total - shop().total
    )
    unused = tmp_path / "unused.csv"
    unused.write_text(
        "flow,value,unit,place,year,source\nnickel,1,kgCO2e/kg,GLO,2023,mine\n", encoding="utf-8"
    )
    assert notes(shop(), calculate(PLANT, tables=cr.read_factors(unused))) == []


def test_steps_that_share_by_another_key_are_said():
    step = {**PLANT["steps"]["furnace"], "allocation": "economic"}
    two = shop("two.yaml", steps={**PLANT["steps"], "furnace": step})
    assert notes(shop(), two) == ["the allocation of the step 'furnace' differs: none and economic"]


def test_runs_are_named_by_what_tells_them_apart():
    one, two, other = shop(), shop("two.yaml"), shop("three.yaml", plant="Mill")
    assert labels([one, two]) == ["one.yaml", "two.yaml"]
    assert labels([one, other]) == ["Shop", "Mill"]
    assert labels(within(gwp="AR5")) == ["baseline", "point"]
    assert labels([*within(gwp="AR5"), other]) == [
        "Shop, baseline",
        "Shop, point",
        "Mill, baseline",
    ]
    assert labels([shop("a/p.yaml"), shop("b/p.yaml")]) == ["a/p.yaml", "b/p.yaml"]


def test_two_plants_are_named_everywhere(tmp_path):
    text = METAL.read_text(encoding="utf-8")
    for name, old, new in (("one", "76 %", "75 %"), ("two", "76 %", "72 %")):
        changed = text.replace(old, new).replace("metal, example", f"metal, {name}")
        (tmp_path / f"{name}.yaml").write_text(changed, encoding="utf-8")
    done = run_command(
        "compare", "one.yaml", "two.yaml", "--break-even", "steps.electrolysis.cell_voltage",
        "--sweep", "steps.electrolysis.cell_voltage=9 V..10 V", folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "against Neodymium metal, one" in done.stdout
    assert "between 'Neodymium metal, one' and 'Neodymium metal, two'" in done.stdout
    assert "'Neodymium metal, one' is better" in done.stdout
    assert "o Neodymium metal, one, x Neodymium metal, two" in done.stdout
    assert "'baseline'" not in done.stdout
    done = run_command("compare", "one.yaml", "two.yaml", "--drivers", "-", folder=tmp_path)
    assert '"Neodymium metal, two",0.0,"Neodymium metal, one"' in done.stdout
    done = run_command("compare", "one.yaml", "two.yaml", "--csv", "-", folder=tmp_path)
    assert done.stdout.count("\n") == 3
