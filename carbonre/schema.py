"""The JSON schema of a plant file, with the parameters of every process, for editors."""

from __future__ import annotations

from typing import Any

from carbonre.plant import INVENTORY, PlantFile, StepEntry
from carbonre.process import Parameter, process_named, process_names


def schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a plant file, version 1."""
    document = PlantFile.model_json_schema()
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "carbonre plant file, version 1"
    step = document["$defs"]["StepEntry"]
    step.pop("additionalProperties", None)
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
