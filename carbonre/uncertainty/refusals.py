"""Draws that cannot be calculated: too many of them, and what remains is biased.

What survives is no sample of what was to be drawn: a purity that must lie above that of the feed
is then drawn high only. So beyond a small share there is no interval, but an error that names the
reason, and the input whose draws part most from those that could be calculated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonre.core.errors import Place, Problem, Problems
from carbonre.footprint.products import PLANT
from carbonre.footprint.vectorised import CHUNK
from carbonre.uncertainty.distributions import Stream, UncertainInput

if TYPE_CHECKING:
    from carbonre.uncertainty.monte_carlo import Sample, SamplingPlan

MOST_REFUSED = 0.05  # of the draws; what more of them would leave out moves P5 or P95
REMEDY = "state its value in the plant, or narrower ends under uncertainty"


def main_reason(reasons: Mapping[str, int]) -> str:
    """Return the most frequent reason of refused draws."""
    return min(reasons, key=lambda why: (-reasons[why], why), default="")


def check_refused(drawn: SamplingPlan, samples: list[Sample], problems: Problems) -> None:
    """Refuse samples of which too many draws could not be calculated."""
    for index, found in enumerate(samples):
        refuse_too_many(drawn, index, found.refused, found.size, problems)


def refuse_too_many(
    drawn: SamplingPlan, index: int, refused: Mapping[str, int], size: int, problems: Problems
) -> None:
    """Refuse the draws of one scenario if too many of them could not be calculated.

    Parameters
    ----------
    index : int
        Which scenario of the plan.
    refused : mapping
        Why draws could not be calculated, and how many each time.
    size : int
        Number of draws, refused ones included.
    """
    count = sum(refused.values())
    if count <= MOST_REFUSED * size:
        return
    study = drawn.studies[index]
    decides = deciding_input(drawn, index, min(size, CHUNK))
    remedy = f"mainly '{decides.name}' decides: {REMEDY}" if decides else REMEDY
    words = (
        f"{count:,} of {size:,} draws of '{study.scenario_name}' could not be calculated, more than"
        f" {MOST_REFUSED * 100:g} %: what remains would be biased; {remedy};"
        f" most frequent reason: {main_reason(refused)}"
    )
    problems.found.append(
        Problem(words, Place(study.plant.document.file), "uncertainty", code="draws-refused")
    )


def deciding_input(drawn: SamplingPlan, index: int, size: int) -> UncertainInput | None:
    """Return the input whose refused draws lie farthest from the others; None if none is left.

    The distance is that of the two means, over the standard deviation of all draws.
    """
    import numpy as np

    variables = drawn.uncertain[index].variables
    outcome = drawn.chunk(0, size)[index]
    kept = np.isfinite(outcome.total_of(PLANT))
    if kept.all() or not variables:
        return None
    if not kept.any():
        return variables[0] if len(variables) == 1 else None
    distances = []
    for values in Stream(variables, drawn.seed, 0).take(size):
        gap = abs(float(values[kept].mean() - values[~kept].mean()))
        distances.append(gap / (float(values.std()) or 1.0))
    return variables[int(np.argmax(distances))]
