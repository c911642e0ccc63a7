"""What `carbonre processes NAME` shows can be used as it stands."""

import math

import pytest

from carbonre.core.documents import parse_yaml
from carbonre.core.errors import Place, Problems
from carbonre.core.units import QuantityError, quantity
from carbonre.processes import process_named, process_names
from carbonre.reports import library
from carbonre.unit_process.arguments import ArgumentReader
from carbonre.unit_process.defaults import defaults
from carbonre.unit_process.model import Feed

METALS = {"Nd": 0.3, "Fe": 0.6, "Cl": 0.1}


@pytest.mark.parametrize("name", process_names())
def test_the_example_step_is_understood(name):
    process = process_named(name)
    filled = library.example(process)
    for row in defaults(name):  # a gap takes 1, or the most that its table permits
        most = math.inf if row.maximum is None else row.maximum / row.unit.factor
        filled = filled.replace(f"{row.parameter}: ___", f"{row.parameter}: {min(1, most):g}")
    filled = filled.replace(": ___", ": 1")
    document = parse_yaml("steps:\n" + filled, "plant.yaml")
    ((step, entry),) = document.data["steps"].items()
    assert entry.pop("process") == name
    problems = Problems()
    reader = ArgumentReader(
        process,
        ("steps", step),
        lambda *path, key=False: Place("plant.yaml"),
        lambda flow: Feed(flow, METALS, {"Nd2O3": 0.35}),
        problems,
    )
    reader.read(entry)
    assert [str(problem) for problem in problems.found] == []


@pytest.mark.parametrize("name", process_names())
def test_a_process_shows_parameters_defaults_and_sources(name):
    text = "\n".join(line.text for line in library.process(process_named(name)))
    assert "A step to paste" in text
    for parameter in process_named(name).parameters:
        assert f"  {parameter}: " in text


def test_what_is_nothing_unless_stated_is_not_called_required():
    """A row of evidence none stands for zero; one of evidence unknown must be stated."""
    lines = [line.text for line in library.process(process_named("conversion"))]
    first = next(i for i, line in enumerate(lines) if line.strip().startswith("capture:"))
    plain, magnesium = lines[first + 1 : first + 3]
    assert plain.strip().startswith("default 0 %")
    assert magnesium.strip().startswith("required when route=magnesium bicarbonate")


@pytest.mark.parametrize("name", process_names())
def test_an_example_holds_no_number_that_nobody_judged(name):
    """What only the plant knows is a gap to fill; 10 kg of argon per kg of powder was none."""
    process = process_named(name)
    document = parse_yaml("steps:\n" + library.example(process), "plant.yaml")
    ((_, entry),) = document.data["steps"].items()
    for parameter in process.parameters.values():
        if parameter.form == "quantity" and parameter.name in entry:
            rows = [row for row in defaults(name) if row.parameter == parameter.name]
            assert entry[parameter.name].startswith("___") or any(
                row.low is not None for row in rows
            )


def test_a_gap_of_an_example_is_refused_until_it_is_filled():
    example = library.example(process_named("sintering"))
    assert "argon: ___ kg/kg  # yours: argon per kg of" in example
    with pytest.raises(QuantityError, match="is not a quantity"):
        quantity("___ kg/kg")


def test_no_default_is_left_blank():
    for name in process_names():
        for line in library.process(process_named(name)):
            assert not line.text.endswith("default "), f"{name}: {line.text}"
