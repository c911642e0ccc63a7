"""`carbonre schema`: the JSON schema of a plant file."""

from __future__ import annotations

import json

from carbonre.plant import schema as schemas


def schema() -> None:
    """Print the JSON schema of a plant file, for editors that check while you write."""
    print(json.dumps(schemas.schema(), ensure_ascii=False, indent=1))
