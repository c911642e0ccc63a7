"""The library is the product: options are written out, and a command gives what it gives."""

import inspect
import io
import re

import pandas as pd
import pytest

import carbonre as cr
from helpers.commands import UNCERTAIN_PLANT, run_command
from helpers.paths import METAL, WORKS

FIXED = {
    "read_plant", "read_factors", "check", "footprint", "explain", "compare", "allocations",
    "break_even", "evaluate", "sample", "sensitivity", "export", "report", "InputError", "Plant",
    "Factors", "Footprint",
}  # fmt: skip
FUNCTIONS = sorted(name for name in FIXED if name.islower())


def csv(text):
    options = {"keep_default_na": False, "na_values": [""], "float_precision": "round_trip"}
    return pd.read_csv(io.StringIO(text), **options)


@pytest.fixture(scope="module")
def plant():
    return cr.read_plant(METAL)


@pytest.fixture(scope="module")
def base(plant):
    return cr.footprint(plant)


@pytest.fixture(scope="module")
def other(plant):
    return cr.footprint(plant, scenario=plant.scenarios[1])


@pytest.fixture
def works(tmp_path):
    (tmp_path / "plant.yaml").write_text(UNCERTAIN_PLANT, encoding="utf-8")
    return tmp_path


def test_the_public_names_are_these():
    assert set(cr.__all__) == FIXED
    assert all(getattr(cr, name) is not None for name in FIXED)
    assert set(dir(cr)) >= FIXED
    with pytest.raises(AttributeError):
        _ = cr.calculate


@pytest.mark.parametrize("name", FUNCTIONS)
def test_options_are_written_out_and_described(name):
    function = getattr(cr, name)
    parameters = inspect.signature(function).parameters.values()
    assert not [p.name for p in parameters if p.kind is p.VAR_KEYWORD]
    text = inspect.getdoc(function)
    described = text.partition("Parameters\n")[2]
    for p in parameters:
        assert re.search(rf"^[\w*, ]*\b{p.name}\b[\w, ]* : ", described, re.MULTILINE), p.name
    assert "Raises\n------" in text or name == "check"


def test_calc_is_footprint(base):
    shown = csv(run_command("calc", METAL, "--csv", "-").stdout)
    assert list(shown["total"]) == list(base.products["total"])
    ledger = csv(run_command("calc", METAL, "--ledger", "-").stdout)
    assert list(ledger["kgCO2e"]) == list(base.ledger["kgCO2e"])


def test_check_is_check(plant):
    found = cr.check(plant)
    assert found.problems == ()
    assert [one.scenario for one in found.footprints] == list(plant.scenarios)
    count = f"{len(plant.scenarios)} scenarios"
    assert run_command("check", METAL).stdout.startswith(f"{METAL}: can be calculated, {count}")


def test_check_raises_nothing_and_names_all(works):
    text = UNCERTAIN_PLANT.replace("ore: 2 kg", "orre: 2 kg")
    (works / "plant.yaml").write_text(text, encoding="utf-8")
    found = cr.check(cr.read_plant(works / "plant.yaml"))
    assert "orre" in found.problems[0].message
    assert "orre" in run_command("check", "plant.yaml", folder=works).stderr


def test_explain_is_the_sum_of_its_rows(base):
    item = base.products_sold[0]
    rows = cr.explain(base, product=item.name)
    counted = rows[rows["kind"] != "memo"]
    assert counted["per_unit"].sum() == pytest.approx(item.total, rel=1e-12)
    assert counted["share"].sum() == pytest.approx(1)
    assert list(counted["kgCO2e"].abs()) == sorted(counted["kgCO2e"].abs(), reverse=True)
    shown = run_command("explain", METAL, "--product", item.name).stdout
    assert all(row in shown for row in rows["factor_id"] if row)
    with pytest.raises(cr.InputError, match=r"product: there is no product 'Nd metl'; did you"):
        cr.explain(base, product="Nd metl")


def test_compare_is_compare(base, other):
    shown = csv(
        run_command("compare", METAL, "--scenario", other.scenario, "--drivers", "-").stdout
    )
    found = cr.compare(base, other)
    assert list(shown["driver"]) == list(found["driver"])
    assert list(shown["difference"]) == list(found["difference"])


def test_break_even_is_the_one_of_compare(base, other):
    step = next(step.name for step in base.system.steps if step.process == "oxide_electrolysis")
    path = f"steps.{step}.cell_voltage"
    shown = run_command("compare", METAL, "--scenario", other.scenario, "--break-even", path).stdout
    (found,) = cr.break_even(base, other, path)
    assert f"counting {found.counting}: " in shown


def test_allocations_are_those_of_compare():
    plant = cr.read_plant(WORKS)
    found = cr.allocations(plant)
    assert {"mass", "economic"} <= set(found.columns)
    assert "mass" in run_command("compare", WORKS, "--scenario", "baseline", "--allocations").stdout


def test_sample_and_sensitivity_are_the_commands(works):
    plant = cr.read_plant(works / "plant.yaml")
    drawn = cr.sample(plant, n=20, seed=3).filter(like="draw").iloc[0]
    each = run_command("sample", "plant.yaml", "-n", 20, "--seed", 3, "--each", "-", folder=works)
    assert list(csv(each.stdout)["baseline: metal"]) == list(drawn)
    found = cr.sensitivity(plant, n=32, seed=3, method="sobol")
    shown = run_command(
        "sensitivity", "plant.yaml", "-n", 32, "--seed", 3, "--csv", "-", folder=works
    )
    first = found["first"].reset_index(drop=True)  # not a number, where there is no distribution
    pd.testing.assert_series_equal(csv(shown.stdout)["first"], first, check_exact=True)


def test_evaluate_is_batch(works):
    path = 'steps."furnace".uses.ore'
    (works / "cases.csv").write_text(f"{path.replace(chr(34), '')}\n1 kg\n2 kg\n", encoding="utf-8")
    shown = csv(run_command("batch", "plant.yaml", "cases.csv", "-o", "-", folder=works).stdout)
    table = pd.DataFrame({path: ["1 kg", "2 kg"]})
    plant = cr.read_plant(works / "plant.yaml")
    assert list(cr.evaluate(plant, cr.read_factors(), table)["total"]) == list(shown["total"])


@pytest.mark.parametrize("to", ["openlca", "brightway", "brightway-excel"])
def test_export_is_export(to, base, tmp_path):
    target = tmp_path / ("x.xlsx" if to == "brightway-excel" else "x.zip")
    done = run_command("export", METAL, "--to", to.partition("-")[0], "-o", target)
    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == cr.export(base, to)


def test_export_refuses_in_words(base):
    with pytest.raises(cr.InputError, match="to: 'ecospold' is none of pact, "):
        cr.export(base, "ecospold")
    with pytest.raises(cr.InputError, match="product: 'Nd metl' is not sold; did you mean"):
        cr.export(base, "openlca", "Nd metl")


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_report_is_report(form, base, tmp_path):
    target = tmp_path / f"report.{form}"
    done = run_command("report", METAL, "-o", target, "--scenario", "baseline", "--draws", 20)
    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == cr.report(base, form, draws=20)


def test_report_refuses_in_words(base):
    with pytest.raises(cr.InputError, match="form: 'pdf' is none of html, xlsx"):
        cr.report(base, "pdf")
    with pytest.raises(cr.InputError, match="'fr' is none of en, zh"):
        cr.report(base, language="fr")
