"""The JSON schema of a plant file, with the parameters of every process, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbonre.plant.format import INVENTORY, PlantFile, StepEntry
from carbonre.plant.values import NUMBER, WITH_UNIT, JsonSchema
from carbonre.processes import process_named, process_names
from carbonre.unit_process.defaults import Default, defaults
from carbonre.unit_process.documentation import Meaning, documentation, meanings_of_fields
from carbonre.unit_process.model import Parameter, Process

NAME = r'("[^"]+"|[^."]+)'  # one part of a dotted path
FIXED_SECTIONS = ("carbonre", "plant", "scenarios", "factors")  # a scenario leaves them as they are
EXAMPLE_SHARES = {"Nd": "75 %", "Pr": "25 %"}


def schema() -> JsonSchema:
    """Return the JSON schema (draft 2020-12) of a plant file, version 1."""
    document = PlantFile.model_json_schema()
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "carbonre plant file, version 1"
    step = document["$defs"]["StepEntry"]
    step.pop("additionalProperties", None)
    names = [INVENTORY, *process_names()]
    step["properties"]["process"] |= {"enum": names}
    step["allOf"] = [_parameters_of(name) for name in names]
    settings = document["$defs"]["ScenarioEntry"]["properties"]["set"]
    settings["patternProperties"] = dict(_settings(document["properties"]))
    return document


def _settings(sections: Mapping[str, JsonSchema]) -> list[tuple[str, JsonSchema]]:
    """Return by pattern what a scenario may set: a whole section, and an entry of one by name."""
    found: list[tuple[str, JsonSchema]] = []
    for name, section in sections.items():
        if name in FIXED_SECTIONS:
            continue
        found.append((f"^{name}$", _or_null(section)))
        if isinstance(section.get("additionalProperties"), dict):
            found.append((rf"^{name}\.{NAME}$", _or_null(section["additionalProperties"])))
    return found


def _or_null(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [{"type": "null"}, schema]}  # null removes


def _parameters_of(name: str) -> JsonSchema:
    """Return that a step with this process has its parameters, beside the keys of every step."""
    known: dict[str, Any] = dict.fromkeys(StepEntry.model_fields, True)
    if name != INVENTORY:
        process = process_named(name)
        meanings = documentation(process).parameters
        known |= {p: _form(process, q, meanings) for p, q in process.parameters.items()}
    return {
        "if": {"properties": {"process": {"const": name}}, "required": ["process"]},
        "then": {"properties": known, "additionalProperties": False},
    }


def _form(
    process: Process, parameter: Parameter, meanings: Mapping[str, Meaning], inside: str = ""
) -> JsonSchema:
    form: JsonSchema = {"type": "string", "minLength": 1}
    example: Any = parameter.default or f"{parameter.name.replace('_', ' ')} of mine"
    match parameter.form:
        case "quantity":
            ratio = parameter.unit == "1"
            ratio_text = {"type": "string", "pattern": rf"^{NUMBER}( .+| ?%)?$"}
            form = {"anyOf": [ratio_text, {"type": "number"}]} if ratio else WITH_UNIT
            example = _quantity(defaults(process.name), inside + parameter.name, parameter.unit)
        case "choice":
            form = {"enum": list(parameter.choices)}
            example = parameter.default or parameter.choices[0]
        case "yes or no":
            form, example = {"type": "boolean"}, bool(parameter.default)
        case "shares":
            form = {"type": "object", "additionalProperties": WITH_UNIT}
            example = EXAMPLE_SHARES
        case "list":
            assert parameter.item is not None
            of_fields = meanings_of_fields(parameter.item)
            prefix = f"{parameter.name}."
            fields = {f.name: _form(process, f, of_fields, prefix) for f in parameter.fields}
            item = {"type": "object", "properties": fields, "additionalProperties": False}
            form = {"type": "array", "items": item, "minItems": 1}
            example = [{name: field["examples"][0] for name, field in fields.items()}]
    return {**form, "description": meanings[parameter.name].text, "examples": [example]}


def _quantity(rows: tuple[Default, ...], name: str, unit: str) -> Any:
    """Return an example of a quantity: its default, or else the middle of its plausible range."""
    for row in (row for row in rows if row.parameter == name):
        middle = None if row.low is None or row.high is None else (row.low + row.high) / 2
        value = middle if row.value is None else row.value
        if value is not None:
            return row.show(value)
    return f"1 {unit}" if unit != "1" else "1"
