"""The JSON schema of a plant file: complete, in line with the reader, and of use in an editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from carbonre.core.documents import read_yaml
from carbonre.plant.format import PlantFile
from carbonre.plant.schema import schema

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PLANT: dict[str, Any] = {
    "carbonre": 1,
    "plant": "works",
    "period": 2024,
    "production": {"metal": "1 t"},
    "steps": {"furnace": {"process": "inventory", "makes": {"metal": "1 kg"}}},
}


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every named property of a schema that says what its values are."""
    if isinstance(node, dict):
        for name, inside in (node.get("properties") or {}).items():
            conditional = path.endswith(".if")
            if isinstance(inside, dict) and not conditional:
                yield f"{path}.{name}", inside
        for key, inside in node.items():
            if key != "examples":
                yield from properties(inside, f"{path}.{key}")
    elif isinstance(node, list):
        for index, inside in enumerate(node):
            yield from properties(inside, f"{path}[{index}]")


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_key_has_a_description_and_an_example_that_it_allows():
    found = list(properties(SCHEMA))
    assert len(found) > 500
    for path, node in found:
        assert node.get("description", "").strip(), path
        assert node.get("examples"), path
        validator = VALIDATOR.evolve(schema={**node, "$defs": SCHEMA["$defs"]})
        for example in node["examples"]:
            assert list(validator.iter_errors(example)) == [], (path, example)


@pytest.mark.parametrize("name", [n for n in PlantFile.model_fields if n != "steps"])
def test_every_example_of_a_section_is_read(name):
    for example in PlantFile.model_fields[name].examples or ():
        PlantFile.model_validate({**PLANT, name: example})


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.yaml")), ids=lambda path: path.stem)
def test_every_example_is_valid(path):
    assert list(VALIDATOR.iter_errors(read_yaml(path).data)) == []


def step(**entry: Any) -> dict[str, Any]:
    return {"steps": {"s": entry}}


def setting(path: str, value: Any) -> dict[str, Any]:
    return {"scenarios": {"green": {"set": {path: value}}}}


GOOD = {
    "a supply by name": {"supply": {"electricity": "wind power"}},
    "a mix": {"supply": {"electricity": {"grid": "70 %", "wind power": "30 %"}}},
    "a stated mix": {"supply": {"electricity": {"from": {"grid": "100 %"}, "note": "contract"}}},
    "a factor": {"supply": {"iron": {"factor": "2.1 kgCO2e/kg", "source": "supplier"}}},
    "a file": {"supply": {"iron": {"pact": "supplier.json", "transport": {"truck": "300 km"}}}},
    "an element": {"allocation": {"element": "Nd"}},
    "shares of a step": step(process="inventory", allocation={"a": "60 %", "b": "40 %"}),
    "a distribution": {"uncertainty": {"prices.metal": {"uniform": ["1 USD/kg", "2 USD/kg"]}}},
    "a supply set": setting("supply.electricity", {"grid": "50 %", "wind power": "50 %"}),
    "a supply removed": setting("supply.electricity", None),
    "a name with a dot": setting('supply."a.b"', "grid"),
    "a parameter set": setting("steps.s.cell_voltage", "9 V"),
}
BAD = {
    "no plant": {"plant": None},
    "another version": {"carbonre": 2},
    "a key": {"perid": 2024},
    "a key of allocation": {"allocation": "weight"},
    "shares of the plant": {"allocation": {"a": "60 %", "b": "40 %"}},
    "a bare amount": {"production": {"metal": 1000}},
    "a bare price": {"prices": {"metal": "60"}},
    "a key of a flow": {"flows": {"ore": {"units": "kg"}}},
    "a bare share of a mix": {"supply": {"electricity": {"grid": 70}}},
    "a list of supplies": {"supply": {"electricity": ["grid"]}},
    "a key of a supply": {"supply": {"iron": {"factor": "2 kgCO2e/kg", "sauce": "supplier"}}},
    "a bare factor": {"supply": {"iron": {"factor": 2.1, "source": "supplier"}}},
    "a bare distance": {"supply": {"iron": {"transport": {"truck": 300}}}},
    "a word for carbon": {"supply": {"iron": {"carbon": "perhaps"}}},
    "a formula without its factor of use": {
        "supply": {"iron": {"factor": "1 kgCO2e/kg", "source": "s", "circular": {"virgin": "2 kg"}}}
    },
    "a form of a distribution": {"uncertainty": {"prices.metal": {"gamma": 2}}},
    "two forms": {"uncertainty": {"prices.metal": {"lognormal": 1.2, "normal": "1 USD/kg"}}},
    "one end": {"uncertainty": {"prices.metal": {"uniform": ["1 USD/kg"]}}},
    "a process": step(process="oxide_electrolisis"),
    "a parameter": step(process="oxide_electrolysis", metal="Nd", cell_voltag="9 V"),
    "a choice": step(process="oxide_electrolysis", metal="Nd", anode="wood"),
    "a bare parameter": step(process="oxide_electrolysis", metal="Nd", cell_voltage=9),
    "a parameter of an inventory": step(process="inventory", cell_voltage="9 V"),
    "a key of a scenario": {"scenarios": {"green": {"sett": {}}}},
    "a supply set": setting("supply.electricity", {"grid": 50}),
    "an amount set": setting("production.metal", 5),
    "the GWP set": setting("gwp", "AR7"),
    "a key about the company": {"about": {"compny": "x"}},
}  # fmt: skip


@pytest.mark.parametrize("entry", GOOD.values(), ids=GOOD)
def test_what_may_be_written_is_valid(entry):
    assert list(VALIDATOR.iter_errors(PLANT | entry)) == []


@pytest.mark.parametrize("entry", BAD.values(), ids=BAD)
def test_a_mistake_is_refused(entry):
    assert list(VALIDATOR.iter_errors(PLANT | entry))
