"""Other names of flows: by formula, by a common word, in Chinese; each is read as the English name.

An emission has names of its own: HCl is hydrochloric acid where it is bought, and the gas where it
is emitted.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carbonre.core import tables
from carbonre.core.documents import Row
from carbonre.core.errors import Problems
from carbonre.factors.rows import FlowRow

CHINESE = re.compile("[\u3400-\u9fff]")
SHORTEST_WORD = 4  # of a word whose capitals do not matter; CO is no Co
Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FlowNames:
    """What each name of a flow stands for.

    Attributes
    ----------
    flows, gases : mapping
        The English names of flows and of emissions, by every name of theirs.
    solutions : mapping
        The English names of what is dissolved, by the names of its solutions.
    proper : frozenset
        The names that can mean nothing else: formulas and Chinese names.
    """

    flows: Names = field(repr=False)
    gases: Names = field(repr=False)
    solutions: Mapping[str, str] = field(repr=False)
    proper: frozenset[str] = field(repr=False)

    def meant(self, name: str, *, emitted: bool = False) -> tuple[str, ...]:
        """Return the English names that a name may stand for; none for a name of nobody's."""
        names = self.gases if emitted else self.flows
        text = " ".join(unicodedata.normalize("NFKC", name).split())
        return names.get(name) or names.get(text) or names.get(_folded(text)) or ()

    def english(self, name: str, *, emitted: bool = False) -> str:
        """Return the English name that a name stands for; a name of nobody's, or of two, stays."""
        meant = self.meant(name, emitted=emitted)
        return meant[0] if len(meant) == 1 else name

    def is_solution(self, name: str) -> bool:
        """Whether a name is that of a solution, which wants its strength."""
        text = " ".join(unicodedata.normalize("NFKC", name).split())
        return bool({name, text, _folded(text)} & self.solutions.keys())


def _folded(text: str) -> str:
    return text.casefold() if len(text) >= SHORTEST_WORD else text


def _listed(text: str) -> list[str]:
    return [name for part in text.split(";") if (name := part.strip())]


def names_of(rows: Iterable[FlowRow]) -> FlowNames:
    """Return the names of the flows of a table."""
    flows: dict[str, dict[str, None]] = {}
    gases: dict[str, dict[str, None]] = {}
    solutions: dict[str, str] = {}
    proper: set[str] = set()
    rows = list(rows)
    for row in rows:
        others = [*filter(None, (row.name_zh,)), *_listed(row.synonyms)]
        weak = _listed(row.solutions)
        proper.update(n for n in (*others, *weak) if n == row.formula or CHINESE.search(n))
        emitted = row.kind == "emission"
        for name in (*others, *weak, row.flow):
            for form in {name, *(() if name == row.formula else (_folded(name),))}:
                if emitted or row.emitted_as:
                    gas = row.flow if emitted else row.emitted_as
                    gases.setdefault(form, {})[gas] = None
                if not emitted:
                    flows.setdefault(form, {})[row.flow] = None
        for name in weak:
            solutions |= {name: row.flow, _folded(name): row.flow}
    for row in rows:  # a name of the table is itself
        if row.kind == "emission":
            gases[row.flow] = {row.flow: None}
        else:
            flows[row.flow] = {row.flow: None}
    return FlowNames(
        {name: tuple(meant) for name, meant in flows.items()},
        {name: tuple(meant) for name, meant in gases.items()},
        solutions,
        frozenset(proper),
    )


@functools.cache
def flow_names() -> FlowNames:
    """Return the names of the bundled table of flows."""
    return names_of(tables.read("flows", lambda row: FlowRow(**row.cells)))


def ambiguity(name: str, *, emitted: bool = False) -> str:
    """Say which flows a name may be, where it may be several; else nothing."""
    meant = flow_names().meant(name, emitted=emitted)
    return f"'{name}' may be {' or '.join(meant)}; write which" if len(meant) > 1 else ""


def under_english_name(row: Row, names: FlowNames, problems: Problems) -> Row:
    """Return a row of the user's under the English name of its flow; `written` has the other."""
    written = row.cells.get("flow", "").strip()
    meant = names.meant(written)
    if len(meant) > 1:
        words = f"'{written}' may be {' or '.join(meant)}; write which"
        problems.add(words, row.place(), "flow", code="unknown-flow")
    elif names.is_solution(written):
        words = f"'{written}' is a solution; a row is per kg without water, of {meant[0]}"
        problems.add(words, row.place(), "flow", code="invalid-row")
    cells = {**row.cells, "flow": names.english(written), "written": written}
    return dataclasses.replace(row, cells=cells)
