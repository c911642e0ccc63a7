"""Whether a plant can be calculated: every scenario, and what it says under `uncertainty`."""

from __future__ import annotations

from dataclasses import dataclass

from carbonre.core.errors import InputError, Problem, Problems
from carbonre.factors.lookup import Factors
from carbonre.footprint.calculate import factors_of
from carbonre.footprint.result import Footprint
from carbonre.footprint.study import Study
from carbonre.plant.format import Plant
from carbonre.uncertainty.uncertain_inputs import uncertain


@dataclass(frozen=True)
class Check:
    """What was found in a plant.

    Attributes
    ----------
    problems : tuple of Problem
        What must be corrected, each with its place; none if every scenario can be calculated.
    footprints : tuple of Footprint
        The scenarios that can be calculated, the baseline first; each has its `warnings`.
    """

    problems: tuple[Problem, ...]
    footprints: tuple[Footprint, ...]


def check(plant: Plant, factors: Factors | None = None, *, drafts: bool = True) -> Check:
    """Look at a plant with all its scenarios and distributions, and raise nothing.

    Parameters
    ----------
    plant : Plant
        From `read_plant`.
    factors : Factors, optional
        From `read_factors`; the bundled tables if not given.
    drafts : bool
        Whether expert estimates (drafts) may be used.

    Returns
    -------
    Check
        Its `problems`, in the order of the file, are empty where all is well.
    """
    problems, results = Problems(), list[Footprint]()
    try:
        tables = factors_of(plant, factors)
    except InputError as error:
        return Check(error.problems, ())
    study = Study.of(plant, tables)
    for name in plant.scenarios:
        local = Problems()  # what is wrong in one scenario does not hide what is in the next
        result = study.scenario(name).calculate(local, drafts=drafts)
        if result is not None:
            results.append(result)
            stated = result.plant.data.uncertainty  # which a calculation does not look at
            if stated and not plant.invalid and not problems.found:  # each mistake is told once
                uncertain(result.study, local)
        problems.found += local.found
    return Check(InputError(problems.found).problems, tuple(results))
