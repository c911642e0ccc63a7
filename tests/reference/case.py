"""A case of validation: a figure that others published, and what carbonre finds in its place.

One list serves the tests and docs/validation.md. A case is reproduced within its tolerance, or it
is a miss: then it says why, and in which band its ratio stays, so that a miss cannot grow unseen.
Nothing is tuned to a case; a default that rests on the same source says so (`independent`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Range = tuple[float, float]
Evidence = Literal[
    "read", "transcription", "derived", "recalled-high", "recalled-medium", "recalled-low",
    "judgement",
]  # fmt: skip
Verdict = Literal["reproduced", "missed"]


@dataclass(frozen=True, slots=True)
class Case:
    """One published figure beside ours.

    Attributes
    ----------
    what : str
        What is compared, in the words of the field.
    published : float or tuple
        The figure, or the ends of a range, in `unit`.
    source, locator : str
        Who published it, and where in it.
    evidence : str
        How the figure is known to us.
    how : str
        What of ours is compared, and how it is calculated.
    ours : callable
        Calculates it, in `unit`; a range where ours is one.
    tolerance : float
        Relative; how near counts as reproduced. Rounding of the print, or what the source leaves
        open.
    reason : str
        Why it is missed, or what the reader must know.
    miss : tuple, optional
        The band in which the ratio of a case that is not reproduced must stay.
    independent : bool
        False where a default of ours rests on the same source: consistent, and no evidence.
    """

    what: str
    published: float | Range
    unit: str
    source: str
    locator: str
    evidence: Evidence
    how: str
    ours: Callable[[], float | Range]
    tolerance: float = 0.0
    reason: str = ""
    miss: Range | None = None
    independent: bool = True

    def found(self) -> Found:
        """Calculate ours."""
        return Found(self, ends(self.ours()))


@dataclass(frozen=True, slots=True)
class Found:
    """A case with what carbonre finds."""

    case: Case
    ours: Range

    @property
    def ratio(self) -> float:
        """Ours over the published figure; of ranges, over the nearest ends, 1 where they meet."""
        low, high = ends(self.case.published)
        if self.ours[1] < low:
            return self.ours[1] / low
        if self.ours[0] > high:
            return self.ours[0] / high
        return 1.0

    @property
    def verdict(self) -> Verdict:
        """Whether ours is within the tolerance of the published figure."""
        near = abs(self.ratio - 1) <= self.case.tolerance + 1e-12
        return "reproduced" if near else "missed"


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one subject."""

    title: str
    cases: tuple[Case, ...]


def ends(figure: float | Range) -> Range:
    """Return a figure as a range."""
    return figure if isinstance(figure, tuple) else (figure, figure)
