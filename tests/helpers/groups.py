"""Groups for tests: a group file as text, without a disk."""

from __future__ import annotations

from carbonre.accounts.group_format import Group
from carbonre.accounts.group_reader import build_group
from carbonre.core.documents import parse_yaml
from carbonre.core.errors import Problems

PLANTS = ("smelter", "works")
PLANT = """\
carbonre: 1
plant: {name}
location: CN-NM
period: 2024
production: {{{product}: 1 t}}
steps:
  furnace: {{process: inventory, makes: {{{product}: 1 kg}}, uses: {{electricity: 9 kWh}}}}
"""


def group_text(consolidation: str, /, **plants: str) -> str:
    """A group file of a smelter and a works, each with what else is stated of it."""
    names = dict.fromkeys((*plants, *PLANTS))
    lines = [
        f"  {name}: {{file: {name}.yaml{f', {plants[name]}' if plants.get(name) else ''}}}"
        for name in names
    ]
    head = ["carbonre: 1", "group: Example", f"consolidation: {consolidation}", "plants:"]
    return "\n".join([*head, *lines]) + "\n"


def group_of(consolidation: str, /, **plants: str) -> Group:
    """A group as read from such a file."""
    problems = Problems()
    document = parse_yaml(group_text(consolidation, **plants), "group.yaml", problems)
    group = build_group(document, problems)
    problems.raise_any()
    assert group is not None
    return group
