"""The JSON schema of a plant file, with the parameters of every process, for editors."""

from __future__ import annotations

from typing import Any

from carbonre.plant.format import INVENTORY, PlantFile, StepEntry
from carbonre.processes import process_named, process_names
from carbonre.unit_process.model import Parameter


def schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a plant file, version 1."""
    document = PlantFile.model_json_schema()
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "carbonre plant file, version 1"
    step = document["$defs"]["StepEntry"]
    step.pop("additionalProperties", None)
    document["properties"]["uncertainty"] |= {"additionalProperties": _spread()}
    names = [INVENTORY, *process_names()]
    step["properties"]["process"] = {"enum": names}
    known = dict.fromkeys(StepEntry.model_fields, True)
    step["allOf"] = [
        {
            "if": {"properties": {"process": {"const": name}}},
            "then": {"properties": known | _parameters(name), "additionalProperties": False},
        }
        for name in names
    ]
    return document


def _spread() -> dict[str, Any]:
    """Return what `uncertainty` may say of a path."""
    quantity = {"type": ["string", "number"]}
    ends = {"type": "array", "items": quantity, "minItems": 2, "maxItems": 2}
    forms: dict[str, dict[str, Any]] = {
        "lognormal": {
            "type": "number", "minimum": 1, "maximum": 100,
            "description": "geometric standard deviation; the value is the median",
        },
        "normal": quantity | {"description": "standard deviation, with its unit"},
        "triangular": ends | {"description": "lowest and highest; the value is the mode"},
        "uniform": ends | {"description": "lowest and highest"},
    }  # fmt: skip
    one = [
        {"type": "object", "properties": {name: form}, "required": [name],
         "additionalProperties": False}
        for name, form in forms.items()
    ]  # fmt: skip
    words = {"enum": ["band", "fixed"], "description": "the band of the tables, or no spread"}
    return {"oneOf": [words, *one]}


def _parameters(process: str) -> dict[str, Any]:
    if process == INVENTORY:
        return {}
    return {name: _form(p) for name, p in process_named(process).parameters.items()}


def _form(parameter: Parameter) -> dict[str, Any]:
    match parameter.form:
        case "quantity":
            kinds = ["string", "number"] if parameter.unit == "1" else ["string"]
            return {"type": kinds, "description": f"in {parameter.unit}, or any unit of that kind"}
        case "choice":
            return {"enum": list(parameter.choices)}
        case "yes or no":
            return {"type": "boolean"}
        case "shares":
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case "list":
            fields = {field.name: _form(field) for field in parameter.fields}
            item = {"type": "object", "properties": fields, "additionalProperties": False}
            return {"type": "array", "items": item, "minItems": 1}
    return {"type": "string", "description": "the name of a flow"}
