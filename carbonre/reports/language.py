"""The words of a report in English or Chinese; a name that has no Chinese stays as it is."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carbonre.core import tables
from carbonre.factors.lookup import Factors

LANGUAGES = ("en", "zh")


@functools.cache
def _chinese() -> Mapping[str, str]:
    folder = Path(__file__).parent
    return dict(
        tables.read("labels", lambda row: (row.cells["english"], row.cells["chinese"]), folder)
    )


@dataclass(frozen=True)
class Language:
    """Says the fixed words of a report, and the names of flows."""

    code: str
    factors: Factors

    def __call__(self, english: str, **values: object) -> str:
        """Return a sentence or a label, with values where it has braces."""
        words = _chinese().get(english, english) if self.code == "zh" else english
        return words.format(**values) if values else words

    def basis(self, text: str) -> str:
        """Return what a unit of a flow is of, in this language; a formula stays."""
        return self(text) if text and "{" not in text else text

    def flow(self, name: str) -> str:
        """Return what the tables call a flow in this language."""
        row = self.factors.flows.get(name)
        return row.name_zh if self.code == "zh" and row and row.name_zh else name
