"""The lists of what a reader must know beside the figures: one title for each, in every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carbonre.core.evidence import Draft
from carbonre.core.notes import MOVES_FIGURES, UNUSED, Note, NoteKind
from carbonre.core.paths import split_path
from carbonre.footprint.result import Footprint

DRAFTS, GRADE = "expert estimates (drafts)", "recalled, judged, or read but not sure to fit"
TITLES: Mapping[NoteKind, str] = {
    "exclusion": "excluded (cut-off)",
    "data gap": "data gaps",
    "scope": "scopes of energy",
    "untreated waste": "untreated waste",
    "proxy": "proxy factors",
    "fallback": "factors of a wider area or another year",
    "price": "prices of the tables, by which burden is shared",
    "own factor": "own factors, other than the bundled ones",
    "conversion": "amounts converted to the unit and basis of their flow",
    "warning": "warnings",
}
OUTSIDE = "capital goods, packaging and transport, where the plant file states none"


def texts(results: Sequence[Footprint], kind: NoteKind) -> list[str]:
    """Return the sentences of one list, over all scenarios.

    What the same is said of is named together. The untreated waste is that of the first scenario,
    whose amounts the balances beside it show.
    """
    if kind == "warning":
        return list(dict.fromkeys(map(str, warnings_of(results))))
    if kind == "untreated waste":
        results = results[:1]
    notes = (note for result in results for note in result.notes if note.kind == kind)
    return _together(notes) if kind in ("proxy", "fallback") else list(
        dict.fromkeys(note.text for note in notes)
    )  # fmt: skip


def _together(notes: Iterable[Note]) -> list[str]:
    """Name together what the same is said of."""
    subjects: dict[str, dict[str, None]] = {}
    for note in notes:
        subjects.setdefault(note.message, {})[note.subject] = None
    return [f"{', '.join(names)}: {message}" for message, names in subjects.items()]


def warnings_of(results: Sequence[Footprint]) -> list[Note]:
    """Return what all scenarios warn of; an entry that one of them uses is not unused."""
    found = dict.fromkeys(warning for result in results for warning in result.warnings)
    return [
        note
        for note in found
        if note.code not in UNUSED or not any(_uses(result, note) for result in results)
    ]


def _uses(result: Footprint, note: Note) -> bool:
    """Whether a scenario states and uses what another one calls unused."""
    if note in result.warnings:
        return False
    if note.code != "unused-parameter":
        return True
    path = split_path(note.subject)
    entry = result.plant.data.steps.get(str(path[1]))
    is_stated = entry is not None and path[2] in entry.parameters
    return is_stated and result.plant.place(*path) == note.place


def to_look_at_first(results: Sequence[Footprint]) -> list[str]:
    """Return the warnings that stand above the figures: they can move them.

    What not all scenarios warn of names those that do.
    """
    found: dict[str, dict[str, None]] = {}
    for note in warnings_of(results):
        if note.code in MOVES_FIGURES:
            of = (result.scenario for result in results if note in result.warnings)
            found.setdefault(str(note), {}).update(dict.fromkeys(of))
    scenarios = {result.scenario for result in results}
    return [
        text if scenarios == of.keys() else f"{text} [{', '.join(of)}]"
        for text, of in found.items()
    ]


def by_step(drafts: Iterable[Draft]) -> list[str]:
    """Name every draft with its grade, those of one step on one line."""
    lines: dict[str, dict[str, list[str]]] = {}
    for draft in dict.fromkeys(drafts):
        step = draft.step or "factors and prices"
        lines.setdefault(step, {}).setdefault(draft.evidence, []).append(draft.name)
    return [
        f"{step}: " + "; ".join(f"{', '.join(names)} ({grade})" for grade, names in grades.items())
        for step, grades in lines.items()
    ]
