"""What is found in the meters before anything is spread over months: typed, each with a name.

An error must be corrected. A warning may be accepted, by its name and with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from carbonre.core.errors import NOWHERE, Place, Problems

FindingKind = Literal[
    "gap",  # a time between two rows of a meter that no row covers
    "overlap",  # a time that two rows cover
    "double row",
    "negative",
    "future",
    "backwards",  # a counter that reads less at the end than at the start
    "jump",  # a counter that starts otherwise than it ended before
    "calibration",  # read after its calibration has expired
    "outlier",  # a month of three times, or a third of, the median of its neighbours
    "estimate",  # an estimate that does not say how it was made
    "replaces",  # an estimate is replaced that is none
    "tree",  # sub-meters read more than their main meter
    "missing",  # no row of a meter touches a month
    "partial",  # the rows of a meter cover a part of a month
    "no rows",  # no meter of a plant has a row in a month in which it counts; it stands as meter
]
# What is missing of one month, and known of open months alone.
OF_A_MONTH: tuple[FindingKind, ...] = ("missing", "partial", "no rows")
# The code of a problem for each kind that is an error.
CODES: Mapping[FindingKind, str] = {
    "overlap": "overlap",
    "double row": "double-row",
    "negative": "negative-amount",
    "future": "future-reading",
    "backwards": "counter-backwards",
    "estimate": "unexplained-estimate",
    "replaces": "unknown-estimate",
    "tree": "sub-meters-exceed",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is found in the rows of a meter.

    Attributes
    ----------
    kind : str
        What is found.
    meter : str
        Of which meter.
    time : str
        The day or the month in which it begins.
    message : str
        What is found, and what to do.
    place : Place
        The row.
    """

    kind: FindingKind
    meter: str
    time: str
    message: str
    place: Place = NOWHERE

    @property
    def is_error(self) -> bool:
        """Whether it must be corrected; a warning may be accepted."""
        return self.kind in CODES

    @property
    def name(self) -> str:
        """What it is accepted by: kind, meter and time."""
        return f"{self.kind} {self.meter} {self.time}"


def add_errors(findings: Iterable[Finding], problems: Problems) -> None:
    """Put the errors among findings to the problems of a run."""
    for finding in findings:
        if finding.is_error:
            words = f"{finding.meter}: {finding.message}"
            problems.add(words, finding.place, code=CODES[finding.kind])


def warnings(findings: Iterable[Finding], accepted: Iterable[str] = ()) -> list[Finding]:
    """Return the warnings among findings that are not accepted by name."""
    names = frozenset(accepted)
    return [one for one in findings if not one.is_error and one.name not in names]
