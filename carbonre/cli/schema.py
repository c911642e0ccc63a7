"""`carbonre schema`: the JSON schema of a plant file or of a group file."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from carbonre.accounts.schema import group_schema
from carbonre.plant import schema as schemas


def schema(
    group: Annotated[bool, typer.Option("--group", help="The schema of a group file.")] = False,
) -> None:
    """Print the JSON schema of a plant file, for editors that check while you write."""
    found = group_schema() if group else schemas.schema()
    print(json.dumps(found, ensure_ascii=False, indent=1))
