"""A plant file -> a `Plant`, with everything that is wrong in the file."""

from __future__ import annotations

from pathlib import Path

from carbonre.core.documents import Document, read_yaml
from carbonre.core.errors import InputError, Place, Problems
from carbonre.core.paths import dotted
from carbonre.plant.flow_names import with_english_names
from carbonre.plant.format import RESERVED, Plant, PlantFile
from carbonre.plant.validated import validated

LONGEST_SHOWN = 80
PASSES = 50  # a placeholder may uncover what was hidden behind the value it replaces


def read_plant(path: Path | str) -> Plant:
    """Read a plant file.

    Parameters
    ----------
    path : path
        A YAML file in the format of version 1.

    Raises
    ------
    InputError
        With everything that is wrong in the file itself. What depends on processes and factor
        tables is found by `footprint` and by `carbonre check`.
    """
    problems = Problems()
    plant = load(path, problems)
    problems.raise_any()
    assert plant is not None
    return plant


def load(path: Path | str, problems: Problems) -> Plant | None:
    """Read a plant file and go on after mistakes; None if it is no mapping at all."""
    try:
        document = read_yaml(path, problems)
    except InputError as error:
        problems.extend(error)
        return None
    return build(document, problems)


def build(document: Document, problems: Problems) -> Plant | None:
    """Make a plant of a document; what is wrong goes to `problems`.

    None if the document is no mapping, or holds no steps that could be read.
    """
    if not isinstance(document.data, dict):
        problems.add(
            "holds no plant; a plant file begins with 'carbonre: 1'",
            document.place(()),
            code="not-a-plant",
        )
        return None
    document = with_english_names(document, problems)
    found = validated(PlantFile, document, problems, needed=("steps",))
    if found is None:
        return None
    plant = Plant(found.data, document, found.invalid)
    _check_names(plant, problems)
    return plant


def _check_names(plant: Plant, problems: Problems) -> None:
    """Refuse what pydantic cannot see: reserved names, and steps run by two things or by none."""
    for name, words in RESERVED.items():
        if name in plant.data.scenarios:
            place = plant.place("scenarios", name, key=True)
            problems.add(
                f"{words}; give the scenario another name",
                place,
                f"scenarios.{name}",
                code="reserved-name",
            )
    extended = {name for entry in plant.data.scenarios.values() for name in entry.extends}
    for path in (("scenarios", n) for n, entry in plant.data.scenarios.items() if entry.block):
        if path[1] not in extended:
            words = "no scenario extends this block; name it under the 'extends' of one"
            problems.add(
                words, plant.place(*path, key=True), dotted(path), code="incomplete-scenario"
            )
    for name, step in plant.data.steps.items():
        if ("steps", name) in plant.invalid:
            continue
        if sum(map(bool, (step.takes, step.treats, step.amount))) > 1:
            words = "a step is run by one of takes, treats and amount; it states more than one"
            problems.add(
                words,
                plant.place("steps", name, key=True),
                dotted(("steps", name)),
                code="conflicting-scaling",
            )
        for key in ("takes", "treats", "amount"):
            if len(getattr(step, key)) > 1:
                words = f"{key} names one flow, the one that runs the step"
                problems.add(
                    words,
                    plant.place("steps", name, key),
                    dotted(("steps", name, key)),
                    code="conflicting-scaling",
                )
    if not plant.data.production and not any(s.amount for s in plant.data.steps.values()):
        words = "nothing says how much: state production, or the amount of a flow of one step"
        problems.add(words, Place(plant.document.file, 1), "production", code="no-scaling")
