"""What is refused in a row of a user's own table, because nothing could ever come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

TWO_PARTS = ("direct", "upstream")  # what the look-up asks of fuels, electricity and heat
ONE_PART = ("total",)  # and of everything else


class Refusal(NamedTuple):
    """What is wrong with a row, the column where it stands, and the kind of problem."""

    message: str
    column: str
    code: str


def unreachable(cells: Mapping[str, str], kind: str) -> Iterator[Refusal]:
    """Yield why no look-up can find a row: its flow has no such part.

    A copy of a bundled row that is for readers (a life-cycle sum) has an id, and may stand.

    Parameters
    ----------
    kind : str
        ``energy``, or another kind of flow; empty for a flow that only the plant knows.
    """
    wanted = TWO_PARTS if kind == "energy" else ONE_PART if kind else (*TWO_PARTS, *ONE_PART)
    part, is_in_use = cells.get("part", ""), cells.get("status", "") in ("active", "draft")
    if not part or not is_in_use or cells.get("id") or part in wanted:
        return
    words = f"no look-up can find it: the parts of '{cells.get('flow')}' are {' and '.join(wanted)}"
    if kind == "energy":
        words += "; a life-cycle sum stands as one number in the plant file, under supply"
    yield Refusal(words, "part", "inconsistent-row")


def impossible_spread(
    value: float | None, gsd: float | None, low: float | None, high: float | None
) -> Iterator[Refusal]:
    """Yield what is wrong with the distribution of a value: it could not be drawn."""
    if gsd is not None and gsd < 1:
        words = f"{gsd:g} is no geometric standard deviation, which is 1 or more"
        yield Refusal(words, "gsd", "out-of-range")
    if gsd is not None and gsd > 1 and value is not None and value <= 0:
        words = "a lognormal distribution needs a value above zero"
        yield Refusal(words, "gsd", "invalid-distribution")
    if (low is None) != (high is None):
        there, missing = ("low", "high") if high is None else ("high", "low")
        yield Refusal(f"'{missing}' is missing beside '{there}'", there, "invalid-distribution")
    elif low is not None and high is not None and low > high:
        yield Refusal(f"{low:g} is above high, {high:g}", "low", "invalid-distribution")
    elif low is not None and high is not None and value is not None and not low <= value <= high:
        words = f"low {low:g} and high {high:g} do not hold the value {value:g}"
        yield Refusal(words, "low" if value < low else "high", "invalid-distribution")
