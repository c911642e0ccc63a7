"""Which field of the format is at a path: its description and its examples, for messages."""

from __future__ import annotations

import typing
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from carbonre.core.documents import KeyPath


def model_at(annotation: Any, path: KeyPath) -> type[BaseModel] | None:
    """Return the model of the table at a path below an annotation of the format."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not path:
            return annotation
        field = known_keys(annotation).get(str(path[0]))
        return field and model_at(field.annotation, path[1:])
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) in (dict, list):
        return model_at(args[-1], path[1:]) if path else None
    return next((found for arg in args if (found := model_at(arg, path))), None)


def field_at(annotation: Any, path: KeyPath) -> FieldInfo | None:
    """Return the field of the format at a path: its description and examples."""
    return known_keys(model_at(annotation, path[:-1])).get(str(path[-1]))


def known_keys(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """Return the fields of a model by the key that stands for each in the file."""
    fields = model.model_fields if model else {}
    return {field.alias or name: field for name, field in fields.items()}
