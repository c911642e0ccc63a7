"""The docstring of a process model, taken apart: sections, and what each parameter means."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass

from carbonre.unit_process.model import Process

# A heading is a line that is underlined with hyphens.
_HEADING = re.compile(r"^(\w+)\n-+$", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+) : (.+)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the docstring says of one parameter."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """The docstring of a model.

    Attributes
    ----------
    summary : str
        Its first line: what the process does, in one sentence.
    description : str
        Reactions, equations and the boundary, with the line breaks and literal blocks it has.
    parameters : mapping
        What each parameter means, by name, in the order of the docstring.
    sections : mapping
        The text of the other sections by name: Returns, Raises, Notes, References.
    """

    summary: str
    description: str
    parameters: Mapping[str, Meaning]
    sections: Mapping[str, str]

    def meaning(self, parameter: str) -> str:
        """Return what a parameter means; nothing if the docstring says nothing of it."""
        return self.parameters[parameter].text if parameter in self.parameters else ""


def documentation(process: Process) -> Documentation:
    """Take the docstring of a model apart."""
    head, sections = _sections(process.doc)
    summary, _, description = head.partition("\n")
    parameters = _meanings(sections.pop("Parameters", ""))
    return Documentation(summary, description.strip("\n"), parameters, sections)


def meanings_of_fields(item: type) -> Mapping[str, Meaning]:
    """Return what the docstring of an entry of a list says of its fields."""
    _, sections = _sections(inspect.cleandoc(item.__doc__ or ""))
    return _meanings(sections.get("Attributes", ""))


def _sections(doc: str) -> tuple[str, dict[str, str]]:
    """Return what is above the first heading, and the text below each."""
    head, *parts = _HEADING.split(doc)
    return head, dict(zip(parts[::2], (text.strip("\n") for text in parts[1::2]), strict=True))


def _meanings(section: str) -> dict[str, Meaning]:
    """Return the entries ``name : type`` with the indented text below each, on one line."""
    meanings: dict[str, Meaning] = {}
    name = ""
    for line in section.splitlines():
        entry = _ENTRY.match(line)
        if entry:
            name = entry[1]
            meanings[name] = Meaning(entry[2], "")
        elif name:
            known = meanings[name]
            meanings[name] = Meaning(known.type, f"{known.text} {line.strip()}".strip())
    return meanings


def definitions(section: str) -> list[tuple[str, str]]:
    """Return the entries of a section such as Raises: each term with the text below it."""
    found: list[tuple[str, str]] = []
    for line in section.splitlines():
        if line.strip() and not line.startswith(" "):
            found.append((line, ""))
        elif found:
            term, text = found[-1]
            found[-1] = (term, f"{text} {line.strip()}".strip())
    return found
