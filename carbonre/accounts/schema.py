"""The JSON schema of a group file, for editors."""

from __future__ import annotations

from carbonre.accounts.group_format import GroupFile
from carbonre.plant.values import JsonSchema


def group_schema() -> JsonSchema:
    """Return the JSON schema (draft 2020-12) of a group file, version 1."""
    document = GroupFile.model_json_schema(by_alias=True)
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "carbonre group file, version 1"
    return document
