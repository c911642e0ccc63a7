"""What a page says of the draws: beside the headline, below the table of products."""

from __future__ import annotations

from carbonre.reports.language import Language
from carbonre.reports.text import safe_text, significant
from carbonre.uncertainty.intervals import Interval, Intervals

FEW = 6  # products that a sentence names


def tile_words(found: Interval | None, per: float, say: Language) -> str:
    """Return median and interval for the tile of a figure."""
    if found is None:
        return ""
    low, median, high = (significant(x / per) for x in (found.low, found.median, found.high))
    return say("median {median}; 5–95 %: {low} – {high}", median=median, low=low, high=high)


def edge_words(found: Intervals, say: Language) -> str:
    """Say which figures lie outside the middle half of their draws, and what that means."""
    parts = []
    for place, words in (("below", BELOW), ("above", ABOVE)):
        names = found.beside(place)  # type: ignore[arg-type]
        if names:
            listed = ", ".join(say.flow(safe_text(name)) for name in names[:FEW])
            more = f" (+{len(names) - FEW})" if len(names) > FEW else ""
            parts.append(say(words, products=listed + more))
    return " ".join(parts)


BELOW = (
    "Below the middle half (P25 to P75) of its draws: {products}. The defaults and factors behind"
    " it lie near those ends of their ranges that give a low footprint; read the median beside it."
)
ABOVE = (
    "Above the middle half (P25 to P75) of its draws: {products}. The defaults and factors behind"
    " it lie near those ends of their ranges that give a high footprint; read the median beside it."
)


def interval_words(found: Intervals, say: Language) -> str:
    """Say what the intervals are made of, and how many draws had to be left out."""
    if not found.of:
        return say("No interval: no input has uncertainty data, or the plant was not sampled.")
    words = say(
        "Median and 90 % interval of {draws} draws of defaults and factors from their stated"
        " distributions; values without uncertainty data, and what the plant specifies, are kept"
        " constant.",
        draws=f"{found.draws:,}",
    )
    if found.refused:
        words += " " + say(
            "{refused} of the draws could not be calculated and are left out ({reason}).",
            refused=f"{found.refused:,}", reason=safe_text(found.reason, 160),
        )  # fmt: skip
    return words
